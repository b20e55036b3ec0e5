//! Variance-based (Sobol) indices: which share of the spread each assumption carries.

use super::{nothing_varies, style, title};
use crate::figures::{coefficient, difference};
#[cfg(feature = "pictures")]
use crate::picture::{ChartView, RenderContext};
use crate::question::Question;
use crate::refusal::Refusal;
use crate::report::{Report, Table};
use crate::rounds::{AnalysisPlan, several_rounds};
use crate::section::{DrawsRead, Family, Section};
use crate::settings::Field;
use crate::terminal;
use aftercast_engine::analysis::saltelli::{Edge, Index};
use aftercast_engine::analysis::sobol_indices::{Factor, IndicesReport, VarianceIndices};
use aftercast_i18n::{Locale, Text, assumption_label};
use aftercast_wording as said;
use aftercast_wording::words::Words;
use serde_json::{Value, json};

/// Which share of the spread each assumption carries.
pub const SECTION: Section = Section::new(
    Family::Drivers,
    "indices",
    (Text::StudyIndices, Text::StudyIndicesIntro),
    &[Field::Outcome, Field::Policy, Field::Against, Field::Rows],
    plan,
)
.taking(effort)
.reading(ROWS);

/// The rows of a design are futures of their own, as many as were asked for.
pub(super) const ROWS: DrawsRead = DrawsRead { number: false, ..DrawsRead::ALL };

/// Rows of the design for each factor that is not inert: some forty of them.
pub(super) fn effort(q: &Question) -> f64 {
    40.0 * q.settings.rows as f64 * q.lives()
}

fn plan(q: &Question) -> Result<AnalysisPlan, Refusal> {
    let target = q.target()?;
    // a screening of all assumptions comes first
    Ok(several_rounds(VarianceIndices::new(q.scenario.futures(), target, q.settings.rows), 2, |r| Box::new(r)))
}

impl Report for IndicesReport {
    fn words(&self, q: &Question, words: Words) -> Vec<String> {
        sentences(q, self, words)
    }

    fn tables(&self, q: &Question, words: Words) -> Vec<Table> {
        vec![table(q, self, words)]
    }

    fn json(&self, _: &Question) -> Value {
        json_of(self)
    }

    fn terminal(&self, q: &Question) -> String {
        if !self.varies {
            return terminal::nothing_varies(q, self.mean);
        }
        let words = Words(Locale::English);
        let mut lines = sentences(q, self, words);
        let counts = [self.rows, self.runs, self.inert.len()].map(|n| n.to_string());
        lines.push(words.with(Text::StudyIndicesSubtitle, &[("rows", &counts[0]), ("runs", &counts[1])]));
        lines.push(words.with(Text::StudyIndicesInert, &[("count", &counts[2])]));
        let sum: f64 = self.factors.iter().map(|(_, i)| i.first.raw).sum();
        // in truth they sum to 1 at most
        let over = if sum > 1.0 { ", over 1 by simulation error" } else { "" };
        lines.push(format!("first-order indices sum to {sum:.3}{over}"));
        if self.factors.iter().any(|(_, i)| i.pooled()) {
            lines.push(words.to(Text::AnalysisIndexOrder));
        }
        terminal::printed(&[terminal::first(PRINTED, table(q, self, words))], &lines)
    }

    #[cfg(feature = "pictures")]
    fn pictures(&self) -> &'static [&'static str] {
        &["indices"]
    }

    #[cfg(feature = "pictures")]
    fn title(&self, _: &Question) -> Option<usize> {
        (self.varies && !self.factors.is_empty()).then_some(1)
    }

    #[cfg(feature = "pictures")]
    fn picture(&self, name: &str, q: &Question, look: RenderContext) -> Option<ChartView> {
        (name == "indices").then(|| pictures::indices(q, self, look))
    }
}

/// Factors that a terminal shows, the largest first; the JSON has them all.
const PRINTED: usize = 20;

/// What a factor is called.
pub(super) fn factor(f: &Factor, words: Words) -> String {
    match f {
        Factor::Luck => words.to(Text::AnalysisLuck),
        Factor::Assumptions(ids) => {
            ids.iter().map(|&id| assumption_label(id).to(words.0)).collect::<Vec<_>>().join(" + ")
        }
    }
}

/// An index with its interval, and what an edge of it means.
fn index(i: &Index, words: Words) -> String {
    let [low, high] = [i.interval.0, i.interval.1].map(coefficient);
    let range = words.with(Text::RangeFromTo, &[("low", &low), ("high", &high)]);
    let edge = said::edge(i.edge).map(|text| format!(" {}", words.to(text))).unwrap_or_default();
    format!("{} ({range}){edge}", coefficient(i.value))
}

fn table(q: &Question, r: &IndicesReport, words: Words) -> Table {
    let columns = [Text::StudyAssumption, Text::StudyFirstOrder, Text::StudyTotalOrder];
    let cells = |(f, i): &(Factor, aftercast_engine::analysis::saltelli::Indices)| {
        vec![factor(f, words), index(&i.first, words), index(&i.total, words)]
    };
    Table {
        caption: title(q, r.rows as u64, words),
        columns: columns.map(|t| words.to(t)).to_vec(),
        rows: r.factors.iter().map(cells).collect(),
    }
}

/// The factor that carries most.
fn sentences(q: &Question, r: &IndicesReport, words: Words) -> Vec<String> {
    let (number, spread) = (style(words, q.unit()), style(words, difference(q.unit())));
    let holes = [
        ("what", title(q, r.rows as u64, words)),
        ("mean", number.text(r.mean, None)),
        ("sd", spread.text(r.sd, None)),
    ];
    let mut lines = vec![words.with(Text::StudySpread, &holes.each_ref().map(|(k, v)| (*k, v.as_str())))];
    if !r.varies {
        return nothing_varies(q, r.mean, words);
    }
    if let Some((f, i)) = r.factors.first() {
        let known = matches!(i.total.edge, Edge::Inside | Edge::One);
        let text = if known { Text::StudyIndicesFirst } else { Text::StudyIndicesUnsure };
        let holes =
            [("factor", factor(f, words)), ("first", index(&i.first, words)), ("total", index(&i.total, words))];
        lines.push(words.with(text, &holes.each_ref().map(|(k, v)| (*k, v.as_str()))));
    } else {
        lines.push(words.to(Text::StudyNothingVaries));
    }
    lines
}

fn json_of(r: &IndicesReport) -> Value {
    let edge = |e: Edge| match e {
        Edge::Inside => None,
        Edge::Zero => Some("covers 0"),
        Edge::One => Some("covers 1"),
        Edge::Both => Some("covers 0 and 1"),
        Edge::Outside => Some("outside 0 to 1"),
    };
    let index = |i: &Index| {
        json!({ "value": i.value, "raw": i.raw, "error": i.error, "interval": [i.interval.0, i.interval.1],
            "edge": edge(i.edge) })
    };
    let factors: Vec<Value> = r
        .factors
        .iter()
        .map(|(f, i)| json!({ "factor": f.name(), "first": index(&i.first), "total": index(&i.total), "pooled": i.pooled() }))
        .collect();
    json!({ "rows": r.rows, "runs": r.runs, "mean": r.mean, "sd": r.sd, "varies": r.varies, "factors": factors,
        "inert": r.inert.iter().map(|id| id.name()).collect::<Vec<_>>() })
}

#[cfg(feature = "pictures")]
mod pictures {
    use super::super::means;
    use super::*;
    use crate::picture::{ChartView, RenderContext, chart_frame};
    use aftercast_plot::bars::{Bars, Row, Span};
    use aftercast_plot::{Axis, DisplayUnit, Slot};

    /// Factors of the picture; the table has them all.
    const SHOWN: usize = 15;
    const FIRST: Slot = Slot::High;
    const TOTAL: Slot = Slot::Low;

    /// Shares of the spread.
    pub fn indices(q: &Question, r: &IndicesReport, look: RenderContext) -> ChartView {
        let span = |i: &Index, slot| Span { from: 0.0, to: i.value, whisker: Some(i.interval), slot };
        let shown = || r.factors.iter().take(SHOWN);
        let rows: Vec<Row> = shown()
            .map(|(f, i)| Row {
                label: factor(f, look.words()),
                spans: vec![span(&i.first, FIRST), span(&i.total, TOTAL)],
            })
            .collect();
        let legend = vec![(FIRST, look.text(Text::StudyFirstOrder)), (TOTAL, look.text(Text::StudyTotalOrder))];
        let height = Bars::height(look.width, rows.len(), 2);
        let summary = sentences(q, r, look.words()).join(" ");
        let top = r.factors.iter().map(|(_, i)| i.total.interval.1).fold(0.05, f64::max);
        let range = Some((0.0, top.min(1.0)));
        let x = Axis { title: look.text(Text::StudyIndicesAxis), number: look.style(DisplayUnit::Percent), range };
        let bars = Bars { frame: look.frame(height, &summary), rows, x, legend };
        let counts = [r.rows, r.runs].map(|n| n.to_string());
        let subtitle = look.words().with(Text::StudyIndicesSubtitle, &[("rows", &counts[0]), ("runs", &counts[1])]);
        let mut frame = chart_frame(look, title(q, r.rows as u64, look.words()), subtitle, || bars.chart());
        frame.readouts = shown()
            .map(|(f, i)| {
                let [first, total] = [&i.first, &i.total].map(|i| index(i, look.words()));
                let names = [Text::StudyFirstOrder, Text::StudyTotalOrder].map(|t| look.text(t));
                format!("{} · {}: {first} · {}: {total}", factor(f, look.words()), names[0], names[1])
            })
            .collect();
        frame.table = table(q, r, look.words());
        let inert = r.inert.len().to_string();
        frame.explain = vec![
            look.text(Text::AnalysisIndicesExplain),
            look.text(Text::StudyIndicesExplain),
            look.words().with(Text::StudyIndicesInert, &[("count", &inert)]),
        ];
        frame.explain.extend(means(q, look.words()));
        if r.factors.iter().any(|(_, i)| i.pooled()) {
            frame.explain.push(look.text(Text::AnalysisIndexOrder));
        }
        frame.summary = summary;
        ChartView { height, frame }
    }
}
