//! Structural sensitivity: what the result rests on, with the cautions of the model taken away one at a time.

use super::{break_even, style, title};
use crate::figures::{WriteShare, difference, share_with_error, with_error};
#[cfg(feature = "pictures")]
use crate::picture::{ChartView, RenderContext};
use crate::question::Question;
use crate::refusal::Refusal;
use crate::report::{Report, Table};
use crate::rounds::{AnalysisPlan, Then};
use crate::section::{Family, Section};
use crate::settings::Field;
use crate::terminal::estimate;
use aftercast_compute::rounds::AnalysisRounds;
use aftercast_engine::analysis::DecisionVariable;
use aftercast_engine::analysis::break_even::BreakEvenReport;
use aftercast_engine::analysis::structural::{Case, CaseResult, Structural, StructuralReport};
use aftercast_engine::analysis::variation::same;
use aftercast_i18n::Text;
use aftercast_i18n::numbers::DisplayUnit;
use aftercast_scenario::AssumptionId;
use aftercast_wording as said;
use aftercast_wording::words::Words;
use serde_json::{Value, json};

/// What the result rests on.
pub const SECTION: Section = Section::new(
    Family::Quality,
    "structural",
    (Text::StudyStructural, Text::StudyStructuralIntro),
    &[Field::Outcome, Field::Policy, Field::Against],
    plan,
)
.taking(|q| 15.0 * q.scenario.settings().draws as f64 * q.lives() + break_even::effort(q));

/// The cases, and the causal share at which the policy breaks even.
#[derive(Clone, Debug, PartialEq)]
pub struct Rests {
    /// The result with each caution taken away.
    pub cases: StructuralReport,
    /// Where the causal share breaks even.
    pub causal: BreakEvenReport,
}

fn plan(q: &Question) -> Result<AnalysisPlan, Refusal> {
    let outcome = q.target()?.outcome();
    let cases = Structural::new(&q.scenario, &q.moving(), q.other(), outcome);
    let causal = break_even::search(q, DecisionVariable::Assumption(AssumptionId::CausalShare));
    Ok(Then::of(Box::new(AnalysisRounds::new(cases, 1, |r| r)), causal, |cases, causal| {
        Box::new(Rests { cases, causal })
    }))
}

impl Report for Rests {
    fn words(&self, q: &Question, words: Words) -> Vec<String> {
        sentences(q, &self.cases, &self.causal, words)
    }

    fn tables(&self, q: &Question, words: Words) -> Vec<Table> {
        vec![table(q, &self.cases, share_with_error, words)]
    }

    fn json(&self, _: &Question) -> Value {
        json_of(&self.cases, &self.causal)
    }

    #[cfg(feature = "pictures")]
    fn pictures(&self) -> &'static [&'static str] {
        &["structural", "break-even"]
    }

    #[cfg(feature = "pictures")]
    fn title(&self, q: &Question) -> Option<usize> {
        let changes = |c: &CaseResult| !same(c.change.value, 0.0, q.settings.outcome);
        self.cases.cases.iter().any(changes).then_some(0)
    }

    #[cfg(feature = "pictures")]
    fn picture(&self, name: &str, q: &Question, look: RenderContext) -> Option<ChartView> {
        match name {
            "structural" => Some(pictures::structural(q, &self.cases, look)),
            "break-even" => Some(break_even::picture(q, &self.causal, look)),
            _ => None,
        }
    }
}

fn table(q: &Question, r: &StructuralReport, share: WriteShare, words: Words) -> Table {
    let (number, changed) = (style(words, q.unit()), style(words, difference(q.unit())).signed());
    let cells = |c: &CaseResult| {
        let change = if c.case == Case::Headline { "–".to_owned() } else { with_error(changed, c.change) };
        vec![words.to(said::case(c.case)), with_error(number, c.mean), change, share(c.chance, words.0)]
    };
    let columns = [Text::StudyCase, Text::StudyMean, Text::StudyChangeToHeadline, Text::StudyMeetsGoal];
    Table {
        caption: title(q, q.scenario.settings().draws, words),
        columns: columns.map(|t| words.to(t)).to_vec(),
        rows: r.cases.iter().map(cells).collect(),
    }
}

/// What it rests on: the strongest caution, the break-even causal share and margin.
fn sentences(q: &Question, r: &StructuralReport, causal: &BreakEvenReport, words: Words) -> Vec<String> {
    let changed = style(words, difference(q.unit())).signed();
    let single = r.cases.iter().filter(|c| !matches!(c.case, Case::Headline | Case::AllFive | Case::FaceValue));
    let mut lines = Vec::new();
    let idle = |c: &&CaseResult| same(c.change.value, 0.0, q.settings.outcome);
    if r.cases.iter().all(|c| idle(&c)) {
        lines.push(words.to(Text::StudyStructuralNothing));
    } else if let Some(c) = single.max_by(|a, b| a.change.value.abs().total_cmp(&b.change.value.abs())) {
        let holes = [("case", words.to(said::case(c.case))), ("change", with_error(changed, c.change))];
        lines.push(words.with(Text::StudyStructuralFirst, &holes.each_ref().map(|(k, v)| (*k, v.as_str()))));
    }
    lines.extend(break_even::sentences(causal, words));
    if let Some(margin) = r.margin {
        let percent = style(words, DisplayUnit::Percent);
        let own = percent.text(r.own_margin, None);
        let text = if (0.0..=1.0).contains(&margin.value) { Text::StudyMargin } else { Text::StudyMarginNone };
        lines.push(words.with(text, &[("margin", &with_error(percent, margin)), ("own", &own)]));
    }
    lines
}

fn json_of(r: &StructuralReport, causal: &BreakEvenReport) -> Value {
    let cases: Vec<Value> = r
        .cases
        .iter()
        .map(|c| {
            let known: serde_json::Map<String, Value> =
                c.case.known().into_iter().map(|(id, x)| (id.name().to_owned(), json!(x))).collect();
            json!({ "case": c.case.name(), "known": known, "mean": estimate(c.mean), "change": estimate(c.change),
                "chance": estimate(c.chance) })
        })
        .collect();
    json!({ "cases": cases, "own_margin": r.own_margin, "break_even_margin": r.margin.map(estimate),
        "break_even_causal_share": break_even::crossing_json(causal) })
}

#[cfg(feature = "pictures")]
mod pictures {
    use super::super::means;
    use super::*;
    use crate::figures::{outcome, share};
    use crate::picture::{ChartView, RenderContext, chart_frame, slot};
    use aftercast_plot::Slot;
    use aftercast_plot::bars::{Bars, Row, Span};

    /// The result with cautions of the model taken away one at a time.
    pub fn structural(q: &Question, r: &StructuralReport, look: RenderContext) -> ChartView {
        let style = look.style(q.unit());
        let name = |c: &CaseResult| look.text(said::case(c.case));
        let span = |c: &CaseResult| {
            let e = c.mean;
            let colour = if c.case == Case::Headline { Slot::Today } else { slot(q.settings.policy.or(Some(0))) };
            Span { from: 0.0, to: e.value, whisker: Some(e.interval_95()), slot: colour }
        };
        let rows: Vec<Row> = r.cases.iter().map(|c| Row { label: name(c), spans: vec![span(c)] }).collect();
        let height = Bars::height(look.width, rows.len(), 1);
        let x = look.axis(look.text(outcome(q.settings.outcome)), style);
        let heading = title(q, q.scenario.settings().draws, look.words());
        let bars = Bars { frame: look.frame(height, &heading), rows, x, legend: Vec::new() };
        let mut frame = chart_frame(look, heading.clone(), look.text(Text::StudyStructuralSubtitle), || bars.chart());
        frame.table = table(q, r, share, look.words());
        frame.readouts = frame.table.rows.iter().map(|row| row[..3].join(" · ")).collect();
        frame.explain = [Text::AnalysisStructuralExplain, Text::StudyWhiskers].map(|t| look.text(t)).to_vec();
        frame.explain.extend(means(q, look.words()));
        frame.summary = heading;
        ChartView { height, frame }
    }
}
