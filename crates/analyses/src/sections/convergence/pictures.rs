//! Convergence as pictures: how certain the headline is at each doubling, and how the error falls for each kind of points.

use super::*;
use crate::picture::{ChartView, RenderContext, chart_frame};
use aftercast_plot::Slot;
use aftercast_plot::curves::{Curves, Reading, Series};

const HEIGHT: f64 = 400.0;
const OURS: Slot = Slot::Policy(0);

/// Places of doublings on an axis of logarithms, with their draws.
fn doublings(draws: impl Iterator<Item = u64>) -> Vec<(f64, String)> {
    let mut all: Vec<u64> = draws.collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter().map(|n| ((n as f64).log2(), trimmed(n as f64, 0))).collect()
}

/// How certain the headline is at each doubling.
pub fn enough(q: &Question, looks: &[Verdict], look: RenderContext) -> ChartView {
    let style = look.style(DisplayUnit::Percent);
    let reading = |v: &Verdict| Reading { x: (v.draws as f64).log2(), y: v.half_width, band: None };
    let readings: Vec<Reading> = looks.iter().map(reading).collect();
    let summary = enough_words(q, looks, look.words()).join(" ");
    let curves = Curves {
        frame: look.frame(HEIGHT, &summary),
        series: vec![Series { slot: OURS, label: String::new(), readings, joined: true }],
        x: look.axis(look.text(Text::StudyDraws), look.style(DisplayUnit::Plain)),
        x_ticks: doublings(looks.iter().map(|v| v.draws)),
        y: look.axis(look.text(Text::StudyHalfWidth), style),
        level: Some((q.settings.precision, look.text(Text::StudyWanted))),
        marked: Vec::new(),
    };
    let subtitle = look.text(Text::StudyEnoughSubtitle);
    let mut frame = chart_frame(look, look.text(Text::StudyEnough), subtitle, || curves.chart());
    frame.table = enough_table(looks, look.words());
    frame.readouts = frame.table.rows.iter().map(|row| row.join(" · ")).collect();
    frame.explain = vec![look.text(Text::StudyEnoughExplain)];
    frame.summary = summary;
    ChartView { height: HEIGHT, frame }
}

/// Errors of the mean net gain by kind of points.
pub fn errors(all: &[ConvergencePoint], look: RenderContext) -> ChartView {
    let style = look.style(DisplayUnit::Cny);
    let series = Sampler::ALL.into_iter().enumerate().map(|(k, sampler)| Series {
        slot: Slot::Policy(k as u8),
        label: look.text(points(sampler)),
        readings: all
            .iter()
            .filter(|p| p.sampler == sampler)
            .map(|p| Reading { x: (p.draws as f64).log2(), y: p.error[0], band: None })
            .collect(),
        joined: true,
    });
    let heading = look.text(Text::StudyErrors);
    let curves = Curves {
        frame: look.frame(HEIGHT, &heading),
        series: series.collect(),
        x: look.axis(look.text(Text::StudyDraws), look.style(DisplayUnit::Plain)),
        x_ticks: doublings(all.iter().map(|p| p.draws)),
        y: look.axis(look.text(Text::StudyErrorOf), style),
        level: Some((0.0, String::new())),
        marked: Vec::new(),
    };
    let mut frame = chart_frame(look, heading.clone(), look.text(Text::StudyErrorsSubtitle), || curves.chart());
    frame.table = errors_table(all, look.words());
    frame.readouts = frame.table.rows.iter().map(|row| row[..3].join(" · ")).collect();
    frame.explain = vec![look.text(Text::StudyErrorsExplain)];
    frame.summary = heading;
    ChartView { height: HEIGHT, frame }
}
