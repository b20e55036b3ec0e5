//! Two documents as pictures: every policy twice on one axis, and what differs as a table.

use super::*;
use crate::picture::{ChartView, RenderContext, chart_frame, slot};
use aftercast_plot::intervals::{Interval, Intervals};

/// Each policy twice on one axis: here, and in the other document.
pub fn outcomes(q: &Question, r: &Compared, look: RenderContext) -> ChartView {
    let words = look.words();
    let row = |pair: Pair, side: usize| {
        let index = if side == 0 { pair.0 } else { pair.1 };
        let s = r.summary(side, index)?;
        let name = label(q, pair, words);
        Some(Interval {
            slot: slot(which(pair.0.or(pair.1)?)),
            label: if side == 0 { name } else { look.text(Text::CompareOther) },
            low: s.quantiles[1].value,
            middle: s.quantiles[4].value,
            high: s.quantiles[7].value,
            inner: Some((s.quantiles[3].value, s.quantiles[5].value)),
            figure: String::new(),
        })
    };
    let rows: Vec<Interval> = pairs(q).into_iter().flat_map(|pair| [row(pair, 0), row(pair, 1)]).flatten().collect();
    let height = Intervals::height(rows.len()) + 20.0;
    let summary = r.words(q, words).join(" ");
    let number = look.style(unit(q.settings.outcome));
    let read = |row: &Interval| {
        let ends = [row.low, row.middle, row.high].map(|x| number.text(x, None));
        format!("{} · {} ({} – {})", row.label, ends[1], ends[0], ends[2])
    };
    let readouts = rows.iter().map(read).collect();
    // two currencies have no axis in common
    let is_foreign = foreign(q).is_some();
    let x = look.axis(look.text(outcome(q.settings.outcome)), number);
    let chart = Intervals { frame: look.frame(height, &summary), rows, x };
    let heading = look.text(outcome(q.settings.outcome));
    let drawn = || if is_foreign { look.frame(height, &summary).explain() } else { chart.chart() };
    let mut frame = chart_frame(look, heading, look.text(Text::CompareSubtitle), drawn);
    frame.table = outcomes_table(q, r, words);
    frame.readouts = if is_foreign { Vec::new() } else { readouts };
    frame.explain = vec![look.text(Text::CompareExplain)];
    frame.summary = summary;
    ChartView { height, frame }
}

/// What differs, as a table; its picture says where it is.
pub fn inputs(q: &Question, look: RenderContext) -> ChartView {
    let heading = look.text(Text::CompareInputs);
    let table = differences_table(q, look.words());
    let listed = table.rows.iter().map(|row| format!("{}: {} → {}", row[0], row[1], row[2]));
    let said = if table.rows.is_empty() { look.text(Text::CompareSame) } else { listed.collect::<Vec<_>>().join("; ") };
    let height = (60.0 + 9.0 * table.rows.len() as f64).min(400.0);
    let mut frame = chart_frame(look, heading.clone(), look.text(Text::CompareInputsSubtitle), || {
        look.frame(height, &said).explain()
    });
    frame.table = table;
    frame.explain = vec![look.text(Text::CompareExplain)];
    frame.summary = heading;
    ChartView { height, frame }
}
