//! The tornado: what each assumption does to the result over its own range, with correlations and regressions over the same draws.

use super::{nothing_varies, style, title};
use crate::figures::{assumed, coefficient, difference, unit, with_error};
#[cfg(feature = "pictures")]
use crate::picture::{ChartView, RenderContext};
use crate::question::Question;
use crate::refusal::Refusal;
use crate::report::{Report, Table};
use crate::rounds::{AnalysisPlan, single_round};
use crate::section::{Family, Section};
use crate::settings::Field;
use crate::terminal::{self, estimate};
use aftercast_engine::analysis::regression::Coefficients;
use aftercast_engine::analysis::tornado::{Bar, Tornado, TornadoReport};
use aftercast_engine::run::summary::Estimate;
use aftercast_i18n::numbers::NumberStyle;
use aftercast_i18n::{Locale, Text, assumption_label};
use aftercast_scenario::AssumptionId;
use aftercast_wording::words::{Words, trimmed};
use serde_json::{Value, json};

/// What each assumption does to the result.
pub const SECTION: Section = Section::new(
    Family::Drivers,
    "tornado",
    (Text::StudyTornado, Text::StudyTornadoIntro),
    &[Field::Outcome, Field::Policy, Field::Against, Field::BarDraws],
    plan,
)
.taking(|q| {
    // two ends of each assumption, beside the draws that the regression is of
    let rows = q.scenario.settings().draws as f64 + 2.0 * AssumptionId::COUNT as f64 * q.settings.bar_draws as f64;
    rows * q.lives()
});

fn plan(q: &Question) -> Result<AnalysisPlan, Refusal> {
    let target = q.target()?;
    let tornado = Tornado::new(q.scenario.futures(), target, q.settings.bar_draws);
    Ok(single_round(tornado, |r| Box::new(r)))
}

impl Report for TornadoReport {
    fn words(&self, q: &Question, words: Words) -> Vec<String> {
        sentences(q, self, words)
    }

    fn tables(&self, q: &Question, words: Words) -> Vec<Table> {
        vec![table(q, self, words), regression_table(self, by_correlation(self), words)]
    }

    fn json(&self, _: &Question) -> Value {
        json_of(self)
    }

    fn terminal(&self, q: &Question) -> String {
        if !self.varies {
            return terminal::nothing_varies(q, self.mean.value);
        }
        let words = Words(Locale::English);
        let scale = terminal::scale(q);
        let central = scale.number(self.central);
        let mut lines = sentences(q, self, words);
        lines.push(format!("central run {central} {}", scale.unit));
        lines.push(match (&self.regression.standardised, &self.regression.ranked) {
            (Some(raw), Some(ranked)) => format!(
                "R² of the regression {:.3} (adjusted {:.3}), of ranks {:.3} ({:.3})",
                raw.r2, raw.r2_adjusted, ranked.r2, ranked.r2_adjusted
            ),
            _ => fit(q, self, words),
        });
        let strongest: Vec<usize> =
            self.bars.iter().filter_map(|b| self.columns.iter().position(|id| *id == b.id)).collect();
        let tables = [table(q, self, words), regression_table(self, strongest, words)];
        terminal::printed(&tables.map(|table| terminal::first(PRINTED, table)), &lines)
    }

    #[cfg(feature = "pictures")]
    fn pictures(&self) -> &'static [&'static str] {
        &["tornado", "regression"]
    }

    #[cfg(feature = "pictures")]
    fn title(&self, _: &Question) -> Option<usize> {
        (self.varies && self.bars.first().is_some_and(|bar| bar.swing.value != 0.0)).then_some(1)
    }

    #[cfg(feature = "pictures")]
    fn picture(&self, name: &str, q: &Question, look: RenderContext) -> Option<ChartView> {
        match name {
            "tornado" => Some(pictures::bars(q, self, look)),
            "regression" => Some(pictures::regression(q, self, look)),
            _ => None,
        }
    }
}

/// Assumptions that a terminal shows, the strongest first; the JSON has them all.
const PRINTED: usize = 20;

fn swing_style(q: &Question, words: Words) -> NumberStyle {
    style(words, difference(unit(q.settings.outcome))).signed()
}

fn table(q: &Question, r: &TornadoReport, words: Words) -> Table {
    let style = swing_style(q, words);
    let row = |b: &Bar| {
        let partners = q.scenario.correlations().partners(b.id);
        let partners: Vec<&str> = partners.iter().map(|(other, _)| assumption_label(*other).to(words.0)).collect();
        let held = b.alone.map_or_else(
            || "–".to_owned(),
            |alone| format!("{} ({})", with_error(style, alone), partners.join(Text::SeparatorItems.to(words.0))),
        );
        let error = Some(b.swing.error).filter(|e| *e > 0.0);
        let ends = [b.whisker.0, b.whisker.1].map(|x| style.text(x, error));
        vec![
            assumption_label(b.id).to(words.0).to_owned(),
            assumed(b.id, b.range.0, words.0),
            assumed(b.id, b.range.1, words.0),
            with_error(style, b.low),
            with_error(style, b.high),
            with_error(style, b.swing),
            words.with(Text::RangeFromTo, &[("low", &ends[0]), ("high", &ends[1])]),
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
        caption: title(q, r.draws as u64, words),
        columns: columns.map(|t| words.to(t)).to_vec(),
        rows: r.bars.iter().map(row).collect(),
    }
}

/// Positions of the assumptions, the strongest correlation first.
fn by_correlation(r: &TornadoReport) -> Vec<usize> {
    let mut order: Vec<usize> = (0..r.columns.len()).collect();
    let size = |k: usize| r.regression.spearman[k].value.abs();
    order.sort_by(|&a, &b| size(b).total_cmp(&size(a)));
    order
}

fn regression_table(r: &TornadoReport, order: Vec<usize>, words: Words) -> Table {
    let g = &r.regression;
    let two = |e: Estimate| format!("{} ±{}", coefficient(e.value), coefficient(e.error));
    let of = |c: &Option<Coefficients>, k: usize| c.as_ref().map_or_else(|| "–".to_owned(), |c| two(c.each[k]));
    let cells = |k: usize| {
        let label = assumption_label(r.columns[k]).to(words.0).to_owned();
        vec![label, two(g.spearman[k]), of(&g.standardised, k), of(&g.ranked, k)]
    };
    let columns = [Text::StudyAssumption, Text::StudySpearman, Text::StudyStandardised, Text::StudyRanked];
    Table {
        caption: words.to(Text::StudyRegression),
        columns: columns.map(|t| words.to(t)).to_vec(),
        rows: order.into_iter().map(cells).collect(),
    }
}

/// How well the regressions fit; why there are none.
fn fit(q: &Question, r: &TornadoReport, words: Words) -> String {
    let (Some(raw), Some(ranked)) = (&r.regression.standardised, &r.regression.ranked) else {
        return words.to(Text::StudyRegressionNone);
    };
    let holes = [
        ("raw", coefficient(raw.r2_adjusted)),
        ("ranked", coefficient(ranked.r2_adjusted)),
        ("draws", trimmed(q.scenario.settings().draws as f64, 0)),
    ];
    words.with(Text::StudyRegressionFit, &holes.each_ref().map(|(k, v)| (*k, v.as_str())))
}

/// The strongest assumption, in a sentence.
fn sentences(q: &Question, r: &TornadoReport, words: Words) -> Vec<String> {
    let mean = with_error(style(words, q.unit()), r.mean);
    let first = words.with(Text::StudyTornadoMean, &[("what", &title(q, r.draws as u64, words)), ("mean", &mean)]);
    if !r.varies {
        return nothing_varies(q, r.mean.value, words);
    }
    let Some(bar) = r.bars.first().filter(|bar| bar.swing.value != 0.0) else {
        return vec![first, words.to(Text::StudyNothingVaries)];
    };
    let style = swing_style(q, words);
    let holes = [
        ("assumption", assumption_label(bar.id).to(words.0).to_owned()),
        ("low", assumed(bar.id, bar.range.0, words.0)),
        ("high", assumed(bar.id, bar.range.1, words.0)),
        ("swing", style.text(bar.swing.value, Some(bar.swing.error).filter(|e| *e > 0.0))),
    ];
    vec![first, words.with(Text::StudyTornadoFirst, &holes.each_ref().map(|(k, v)| (*k, v.as_str())))]
}

fn json_of(r: &TornadoReport) -> Value {
    let bars: Vec<Value> = r
        .bars
        .iter()
        .map(|b| {
            json!({ "assumption": b.id.name(), "unit": b.id.spec().unit, "q05": b.range.0, "q95": b.range.1,
                "low": estimate(b.low), "high": estimate(b.high), "swing": estimate(b.swing),
                "swing_interval": [b.whisker.0, b.whisker.1], "swing_partner_held": b.alone.map(estimate),
                "central_low": b.central.0, "central_high": b.central.1 })
        })
        .collect();
    let g = &r.regression;
    let each = |c: &Option<Coefficients>, i: usize| c.as_ref().map(|c| estimate(c.each[i]));
    let columns: Vec<Value> = r
        .columns
        .iter()
        .enumerate()
        .map(|(i, id)| {
            json!({ "assumption": id.name(), "spearman": estimate(g.spearman[i]),
                "standardised": each(&g.standardised, i), "ranked": each(&g.ranked, i) })
        })
        .collect();
    let fit = |c: &Option<Coefficients>| c.as_ref().map(|c| json!({ "r2": c.r2, "r2_adjusted": c.r2_adjusted }));
    json!({ "draws": r.draws, "mean": estimate(r.mean), "central": r.central, "varies": r.varies, "bars": bars,
        "regression": { "columns": columns, "standardised": fit(&g.standardised), "ranked": fit(&g.ranked) } })
}

#[cfg(feature = "pictures")]
mod pictures {
    use super::super::means;
    use super::*;
    use crate::picture::{ChartFrame, ChartView, RenderContext};
    use aftercast_plot::bars::{Bars, Row, Span};
    use aftercast_plot::{DisplayUnit, Slot};

    /// Bars of the picture; the table has them all.
    const SHOWN: usize = 15;
    const LOW: Slot = Slot::Low;
    const HIGH: Slot = Slot::High;

    /// What each assumption does over its own range.
    pub fn bars(q: &Question, r: &TornadoReport, look: RenderContext) -> ChartView {
        let style = swing_style(q, look.words());
        let span = |e: Estimate, slot| Span { from: 0.0, to: e.value, whisker: Some(e.interval_95()), slot };
        let row = |b: &Bar| Row {
            label: assumption_label(b.id).to(look.locale).to_owned(),
            spans: vec![span(b.low, LOW), span(b.high, HIGH)],
        };
        let rows: Vec<Row> = r.bars.iter().take(SHOWN).map(row).collect();
        let summary = sentences(q, r, look.words()).join(" ");
        let height = Bars::height(look.width, rows.len(), 2);
        let legend = vec![(LOW, look.text(Text::StudyTornadoLow)), (HIGH, look.text(Text::StudyTornadoHigh))];
        let frame = look.frame(height, &summary);
        let x = look.axis(
            look.words()
                .with(Text::StudyTornadoAxis, &[("outcome", &look.text(crate::figures::outcome(q.settings.outcome)))]),
            style,
        );
        let draws = trimmed(r.draws as f64, 0);
        ChartView {
            height,
            frame: ChartFrame {
                title: title(q, r.draws as u64, look.words()),
                subtitle: look.words().with(Text::StudyTornadoSubtitle, &[("draws", &draws)]),
                chart: (look.width > 0.0).then(|| Bars { frame, rows, x, legend }.chart()),
                readouts: r.bars.iter().take(SHOWN).map(|b| readout(b, style, look)).collect(),
                table: table(q, r, look.words()),
                explain: [Text::AnalysisTornadoExplain, Text::StudyTornadoExplain, Text::StudyWhiskers]
                    .map(|t| look.text(t))
                    .into_iter()
                    .chain(means(q, look.words()))
                    .collect(),
                summary,
            },
        }
    }

    fn readout(b: &Bar, style: NumberStyle, look: RenderContext) -> String {
        let ends = [(b.range.0, b.low), (b.range.1, b.high)];
        let end = |(x, e): (f64, Estimate)| format!("{}: {}", assumed(b.id, x, look.locale), with_error(style, e));
        format!("{} · {} · {}", assumption_label(b.id).to(look.locale), end(ends[0]), end(ends[1]))
    }

    /// Correlations and regressions over the draws already made.
    pub fn regression(q: &Question, r: &TornadoReport, look: RenderContext) -> ChartView {
        let g = &r.regression;
        let order = by_correlation(r);
        let span = |e: Estimate, slot| Span {
            from: 0.0,
            to: e.value,
            whisker: Some((e.value - 1.96 * e.error, e.value + 1.96 * e.error)),
            slot,
        };
        let row = |&k: &usize| {
            let ranked = g.ranked.as_ref().map(|c| span(c.each[k], LOW));
            let label = assumption_label(r.columns[k]).to(look.locale).to_owned();
            Row { label, spans: std::iter::once(span(g.spearman[k], HIGH)).chain(ranked).collect() }
        };
        let rows: Vec<Row> = order.iter().take(SHOWN).map(row).collect();
        let fit = fit(q, r, look.words());
        let height = Bars::height(look.width, rows.len(), 2);
        let legend = vec![(HIGH, look.text(Text::StudySpearman)), (LOW, look.text(Text::StudyRanked))];
        let x = look.axis(look.text(Text::StudyRegressionAxis), look.style(DisplayUnit::Plain));
        let frame = look.frame(height, &fit);
        let table = regression_table(r, order.clone(), look.words());
        let readout = |cells: &Vec<String>| format!("{} · {}: {}", cells[0], look.text(Text::StudySpearman), cells[1]);
        ChartView {
            height,
            frame: ChartFrame {
                title: look.text(Text::StudyRegression),
                subtitle: look.text(Text::StudyRegressionSubtitle),
                chart: (look.width > 0.0).then(|| Bars { frame, rows, x, legend }.chart()),
                readouts: table.rows.iter().take(SHOWN).map(readout).collect(),
                table,
                explain: vec![look.text(Text::StudyRegressionExplain), fit.clone()],
                summary: fit,
            },
        }
    }
}
