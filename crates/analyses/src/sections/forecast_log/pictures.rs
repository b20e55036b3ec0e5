//! The forecast log in pictures: a band a figure with what happened in it, and the scores.

use super::*;
use crate::picture::{ChartView, RenderContext, chart_frame};
use aftercast_plot::Slot;
use aftercast_plot::bars::{Bars, Row, Span};
use aftercast_plot::curves::{Curves, Reading, Series};
use aftercast_wording::words::trimmed;

const HEIGHT: f64 = 320.0;
const OURS: Slot = Slot::Policy(0);
const HAPPENED: Slot = Slot::Policy(1);
/// Name of the picture of the scores.
pub const SCORES: &str = "record-scores";
/// Names of the pictures of the figures.
pub const AHEAD: [&str; FIGURES.len()] =
    ["record-first-response", "record-csi", "record-contacts", "record-repurchase", "record-cost"];
/// Words on the axis of months, at most.
const MONTHS_NAMED: usize = 6;

/// A figure's band, with what happened.
pub fn ahead(dated: Dated<'_>, figure: usize, look: RenderContext) -> Option<ChartView> {
    let content = &dated.forecast.content;
    let bands = &content.figures.iter().find(|f| f.figure == FIGURES[figure])?.bands;
    let happened = |t: usize| dated.value(t, figure);
    let style = look.style(UNITS[figure]);
    let position = |t: usize| (t + 1) as f64;
    let middle = bands.iter().enumerate().map(|(t, b)| Reading { x: position(t), y: b[1], band: Some((b[0], b[2])) });
    let actual = (0..bands.len()).filter_map(|t| happened(t).map(|y| Reading { x: position(t), y, band: None }));
    let actual: Vec<Reading> = actual.collect();
    let mut series =
        vec![Series { slot: OURS, label: look.text(Text::RecordBand), readings: middle.collect(), joined: true }];
    if !actual.is_empty() {
        series.push(Series { slot: HAPPENED, label: look.text(Text::RecordHappened), readings: actual, joined: false });
    }
    let every = bands.len().div_ceil(MONTHS_NAMED).max(1);
    let named = content.months.iter().enumerate().step_by(every).map(|(t, m)| (position(t), m.clone()));
    let title = look.text(head(figure));
    let curves = Curves {
        frame: look.frame(HEIGHT, &title),
        series,
        x: look.axis(look.text(Text::RecordMonth), look.style(DisplayUnit::Plain)),
        x_ticks: named.collect(),
        y: look.axis(title.clone(), style),
        level: None,
        marked: Vec::new(),
    };
    let mut frame = chart_frame(look, title.clone(), look.text(Text::RecordAheadSubtitle), || curves.chart());
    frame.table = band_table(dated, figure, look.words())?;
    let read = |row: &Vec<String>| format!("{} · {} ({} – {})", row[0], row[2], row[1], row[3]);
    let seen = |row: &Vec<String>| format!("{} · {} · {}", row[0], row[4], row[5]);
    let known = frame.table.rows.iter().enumerate().filter(|(t, _)| happened(*t).is_some());
    frame.readouts = frame.table.rows.iter().map(read).chain(known.map(|(_, row)| seen(row))).collect();
    frame.explain = vec![look.text(Text::RecordAheadExplain)];
    frame.summary = title;
    Some(ChartView { height: HEIGHT, frame })
}

/// A score over what a right model reaches at most, where every month is known.
fn relative(s: &Score) -> Option<f64> {
    s.score_at_most.filter(|most| *most > 0.0).map(|most| s.weighted_interval_score / most)
}

/// Scores at every milestone.
pub fn scores(all: &[Score], look: RenderContext) -> ChartView {
    let mut spans: Vec<usize> = all.iter().map(|s| s.first_months).collect();
    spans.sort_unstable();
    spans.dedup();
    let slot = |months: usize| Slot::Policy(spans.iter().position(|n| *n == months).unwrap_or(0) as u8);
    let span = |s: &Score| relative(s).map(|to| Span { from: 0.0, to, whisker: None, slot: slot(s.first_months) });
    let of = |figure: usize| all.iter().filter(move |s| position(s) == figure);
    let row = |figure: usize| Row { label: look.text(head(figure)), spans: of(figure).filter_map(span).collect() };
    let rows: Vec<Row> = (0..FIGURES.len()).map(row).filter(|row| !row.spans.is_empty()).collect();
    let most = rows.iter().map(|row| row.spans.len()).max().unwrap_or(1);
    let height = Bars::height(look.width, rows.len(), most);
    let after = |n: &usize| look.words().with(Text::RecordAfter, &[("months", &n.to_string())]);
    let legend = spans.iter().map(|n| (slot(*n), after(n))).collect();
    let title = look.text(Text::RecordScores);
    let x = look.axis(look.text(Text::RecordScoreAxis), look.style(DisplayUnit::Percent));
    let empty = look.text(Text::RecordMissing);
    let chart = Bars { frame: look.frame(height, &empty), rows, x, legend };
    let mut frame = chart_frame(look, title.clone(), look.text(Text::RecordScoresSubtitle), || chart.chart());
    frame.table = score_table(all, look.words());
    let judged = (0..FIGURES.len()).flat_map(of).filter_map(|s| {
        let share = trimmed(100.0 * relative(s)?, 0);
        Some(format!(
            "{} · {} · {share}% · {}",
            look.text(head(position(s))),
            after(&s.first_months),
            verdict(s, look.words())
        ))
    });
    frame.readouts = judged.collect();
    frame.explain = vec![look.text(Text::RecordScoresExplain)];
    frame.summary = title;
    ChartView { height, frame }
}
