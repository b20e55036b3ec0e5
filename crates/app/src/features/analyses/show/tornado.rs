//! The tornado: bars, correlations, words.

use super::{RenderContext, T7, title};
use crate::features::analyses::figures::{assumed, coefficient, difference, unit, with_error};
use crate::features::analyses::question::Question;
use crate::features::analyses::view::ChartView;
use crate::view::{ChartFrame, Table};
use aftercast_engine::analysis::regression::Coefficients;
use aftercast_engine::analysis::tornado::{Bar, TornadoReport, partner};
use aftercast_engine::run::summary::Estimate;
use aftercast_i18n::{Text, assumption_label};
use aftercast_plot::bars::{Bars, Row, Span};
use aftercast_plot::{Axis, NumberStyle, Slot, Unit};

/// Bars of the picture; the table has them all.
const SHOWN: usize = 15;

fn style(q: &Question, look: RenderContext) -> NumberStyle {
    look.style(difference(unit(q.settings.outcome))).signed()
}

/// What each assumption does over its own range.
pub fn bars(q: &Question, r: &TornadoReport, look: RenderContext) -> ChartView {
    let style = style(q, look);
    let span = |e: Estimate, slot| Span {
        from: 0.0,
        to: e.value,
        whisker: Some((e.value - T7 * e.error, e.value + T7 * e.error)),
        slot,
    };
    let row = |b: &Bar| Row {
        label: assumption_label(b.id).to(look.locale).to_owned(),
        spans: vec![span(b.low, LOW), span(b.high, HIGH)],
    };
    let rows: Vec<Row> = r.bars.iter().take(SHOWN).map(row).collect();
    let summary = words(q, r, look).join(" ");
    let height = Bars::height(look.width, rows.len(), 2);
    let legend = vec![(LOW, look.text(Text::StudyTornadoLow)), (HIGH, look.text(Text::StudyTornadoHigh))];
    let frame = look.frame(height, &summary);
    let x = Axis { title: look.text(Text::StudyTornadoAxis), number: style, range: None };
    let draws = r.draws.to_string();
    ChartView {
        height,
        frame: ChartFrame {
            title: title(q, r.draws as u64, look),
            subtitle: look.words().with(Text::StudyTornadoSubtitle, &[("draws", &draws)]),
            chart: (look.width > 0.0).then(|| Bars { frame, rows, x, legend }.chart()),
            readouts: r.bars.iter().take(SHOWN).map(|b| readout(b, style, look)).collect(),
            table: table(q, r, look),
            explain: [Text::AnalysisTornadoExplain, Text::StudyTornadoExplain, Text::StudyWhiskers]
                .map(|t| look.text(t))
                .into_iter()
                .chain(super::means(q, look))
                .collect(),
            summary,
        },
    }
}

const LOW: Slot = Slot::Policy(1);
const HIGH: Slot = Slot::Policy(0);

fn readout(b: &Bar, style: NumberStyle, look: RenderContext) -> String {
    let ends = [(b.range.0, b.low), (b.range.1, b.high)];
    let end = |(x, e): (f64, Estimate)| format!("{}: {}", assumed(b.id, x, look.locale), with_error(style, e));
    format!("{} · {} · {}", assumption_label(b.id).to(look.locale), end(ends[0]), end(ends[1]))
}

fn table(q: &Question, r: &TornadoReport, look: RenderContext) -> Table {
    let style = style(q, look);
    let row = |b: &Bar| {
        let held = match (partner(b.id), b.alone) {
            (Some((other, _)), Some(alone)) => {
                format!("{} ({})", with_error(style, alone), assumption_label(other).to(look.locale))
            }
            _ => "–".to_owned(),
        };
        let error = Some(b.swing.error).filter(|e| *e > 0.0);
        let ends = [b.whisker.0, b.whisker.1].map(|x| style.text(x, error));
        vec![
            assumption_label(b.id).to(look.locale).to_owned(),
            assumed(b.id, b.range.0, look.locale),
            assumed(b.id, b.range.1, look.locale),
            with_error(style, b.low),
            with_error(style, b.high),
            with_error(style, b.swing),
            look.words().with(Text::RangeFromTo, &[("low", &ends[0]), ("high", &ends[1])]),
            held,
            style.text(b.central.0, None),
            style.text(b.central.1, None),
        ]
    };
    let columns = [
        Text::StudyAssumption,
        Text::StudyAtFive,
        Text::StudyAtNinetyFive,
        Text::StudyTornadoLow,
        Text::StudyTornadoHigh,
        Text::StudySwing,
        Text::StudyInterval,
        Text::StudyPartnerHeld,
        Text::StudyCentralLow,
        Text::StudyCentralHigh,
    ];
    Table {
        caption: title(q, r.draws as u64, look),
        columns: columns.map(|t| look.text(t)).to_vec(),
        rows: r.bars.iter().map(row).collect(),
    }
}

/// Correlations and regressions over the draws already made.
pub fn regression(q: &Question, r: &TornadoReport, look: RenderContext) -> ChartView {
    let g = &r.regression;
    let mut order: Vec<usize> = (0..r.columns.len()).collect();
    order.sort_by(|&a, &b| g.spearman[b].value.abs().total_cmp(&g.spearman[a].value.abs()));
    let of = |c: &Option<Coefficients>, k: usize| c.as_ref().map(|c| c.each[k]);
    let span = |e: Estimate, slot| Span {
        from: 0.0,
        to: e.value,
        whisker: Some((e.value - 1.96 * e.error, e.value + 1.96 * e.error)),
        slot,
    };
    let label = |k: usize| assumption_label(r.columns[k]).to(look.locale).to_owned();
    let row = |&k: &usize| {
        let ranked = of(&g.ranked, k).map(|e| span(e, LOW));
        Row { label: label(k), spans: std::iter::once(span(g.spearman[k], HIGH)).chain(ranked).collect() }
    };
    let rows: Vec<Row> = order.iter().take(SHOWN).map(row).collect();
    let two = |e: Estimate| format!("{} ±{}", coefficient(e.value), coefficient(e.error));
    let cells = |k: usize| {
        let or = |e: Option<Estimate>| e.map_or_else(|| "–".to_owned(), two);
        vec![label(k), two(g.spearman[k]), or(of(&g.standardised, k)), or(of(&g.ranked, k))]
    };
    let readouts = order.iter().take(SHOWN).map(|&k| {
        let cells = cells(k);
        format!("{} · {}: {}", cells[0], look.text(Text::StudySpearman), cells[1])
    });
    let fit = match (&g.standardised, &g.ranked) {
        (Some(raw), Some(ranked)) => {
            let holes = [
                ("raw", coefficient(raw.r2_adjusted)),
                ("ranked", coefficient(ranked.r2_adjusted)),
                ("draws", q.scenario.settings().draws.to_string()),
            ];
            look.words().with(Text::StudyRegressionFit, &holes.each_ref().map(|(k, v)| (*k, v.as_str())))
        }
        _ => look.text(Text::StudyRegressionNone),
    };
    let height = Bars::height(look.width, rows.len(), 2);
    let legend = vec![(HIGH, look.text(Text::StudySpearman)), (LOW, look.text(Text::StudyRanked))];
    let x = Axis { title: look.text(Text::StudyRegressionAxis), number: look.style(Unit::Plain), range: None };
    let frame = look.frame(height, &fit);
    let columns = [Text::StudyAssumption, Text::StudySpearman, Text::StudyStandardised, Text::StudyRanked];
    ChartView {
        height,
        frame: ChartFrame {
            title: look.text(Text::StudyRegression),
            subtitle: look.text(Text::StudyRegressionSubtitle),
            chart: (look.width > 0.0).then(|| Bars { frame, rows, x, legend }.chart()),
            readouts: readouts.collect(),
            table: Table {
                caption: look.text(Text::StudyRegression),
                columns: columns.map(|t| look.text(t)).to_vec(),
                rows: order.iter().map(|&k| cells(k)).collect(),
            },
            explain: vec![look.text(Text::StudyRegressionExplain), fit.clone()],
            summary: fit,
        },
    }
}

/// The strongest assumption, in a sentence.
pub fn words(q: &Question, r: &TornadoReport, look: RenderContext) -> Vec<String> {
    let mean = with_error(look.style(unit(q.settings.outcome)), r.mean);
    let first =
        look.words().with(Text::StudyTornadoMean, &[("what", &title(q, r.draws as u64, look)), ("mean", &mean)]);
    if !r.varies {
        return super::nothing_varies(q, r.mean.value, look);
    }
    let Some(bar) = r.bars.first().filter(|bar| bar.swing.value != 0.0) else {
        return vec![first, look.text(Text::StudyNothingVaries)];
    };
    let style = style(q, look);
    let holes = [
        ("assumption", assumption_label(bar.id).to(look.locale).to_owned()),
        ("low", assumed(bar.id, bar.range.0, look.locale)),
        ("high", assumed(bar.id, bar.range.1, look.locale)),
        ("swing", style.text(bar.swing.value, Some(bar.swing.error).filter(|e| *e > 0.0))),
    ];
    vec![first, look.words().with(Text::StudyTornadoFirst, &holes.each_ref().map(|(k, v)| (*k, v.as_str())))]
}
