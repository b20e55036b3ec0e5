//! What to measure first: assumptions by how much of the decision's variance hangs on them and how weak the evidence for them is.
//!
//! Claim: a firm's own measurement helps most where an assumption moves the outcome much and rests on little.
//! Equation: priority = first-order Sobol index x weakness, weakness that of the best kind of evidence on the assumption
//! (`EvidenceKind::weakness`; 1 for an assumption without any), assumptions that are drawn together by the weakest of them.
//! Validity: an order, not a value; the value of information says what knowing is worth in money. Source: data/evidence.toml.

use super::{indices, nothing_varies, title};
use crate::figures::coefficient;
#[cfg(feature = "pictures")]
use crate::picture::{ChartView, RenderContext};
use crate::question::Question;
use crate::refusal::Refusal;
use crate::report::{Report, Table};
use crate::rounds::{AnalysisPlan, several_rounds};
use crate::section::{Family, Section};
use crate::settings::Field;
use aftercast_engine::analysis::sobol_indices::{Factor, IndicesReport, VarianceIndices};
use aftercast_i18n::Text;
use aftercast_scenario::AssumptionId;
use aftercast_scenario::evidence::{EvidenceKind, best_kind, weakness};
use aftercast_wording::words::Words;
use serde_json::{Value, json};

/// Which assumptions to measure first.
pub const SECTION: Section = Section::new(
    Family::Drivers,
    "measure-first",
    (Text::StudyMeasure, Text::StudyMeasureIntro),
    &[Field::Outcome, Field::Policy, Field::Against, Field::Rows],
    plan,
)
.taking(indices::effort)
.reading(indices::ROWS);

fn plan(q: &Question) -> Result<AnalysisPlan, Refusal> {
    let target = q.target()?;
    let indices = VarianceIndices::new(q.scenario.futures(), target, q.settings.rows);
    Ok(several_rounds(indices, 2, |r| Box::new(Priorities::new(r))))
}

/// Assumptions to measure, the most urgent first.
#[derive(Clone, Debug)]
pub struct Priorities {
    indices: IndicesReport,
    /// Places among the factors with their priority, 0 to 1; luck cannot be measured.
    order: Vec<(usize, f64)>,
}

impl Priorities {
    fn new(indices: IndicesReport) -> Self {
        let priority = |(k, (factor, index)): (usize, &(Factor, _))| {
            let share: &aftercast_engine::analysis::saltelli::Indices = index;
            Some((k, share.first.value.max(0.0) * weakest(assumptions(factor)?).1))
        };
        let mut order: Vec<(usize, f64)> = indices.factors.iter().enumerate().filter_map(priority).collect();
        order.sort_by(|a, b| b.1.total_cmp(&a.1));
        Self { indices, order }
    }

    /// Factors in this order: their names, shares, kinds of evidence and weaknesses.
    fn rows(&self) -> impl Iterator<Item = (&Factor, f64, (Option<EvidenceKind>, f64), f64)> {
        self.order.iter().filter_map(|&(k, priority)| {
            let (factor, index) = &self.indices.factors[k];
            Some((factor, index.first.value, weakest(assumptions(factor)?), priority))
        })
    }
}

fn assumptions(factor: &Factor) -> Option<&[AssumptionId]> {
    match factor {
        Factor::Luck => None,
        Factor::Assumptions(ids) => Some(ids),
    }
}

/// The weakest evidence among assumptions that are drawn together, with its kind.
fn weakest(ids: &[AssumptionId]) -> (Option<EvidenceKind>, f64) {
    let each = ids.iter().map(|&id| (best_kind(id), weakness(id)));
    each.max_by(|a, b| a.1.total_cmp(&b.1)).unwrap_or((None, 1.0))
}

fn kind_name(kind: Option<EvidenceKind>) -> Text {
    match kind {
        None => Text::EvidenceAssumption,
        Some(EvidenceKind::Report) => Text::EvidenceKindReport,
        Some(EvidenceKind::Experiment) => Text::EvidenceKindExperiment,
        Some(EvidenceKind::FieldStudy) => Text::EvidenceKindFieldStudy,
        Some(EvidenceKind::MetaAnalysis) => Text::EvidenceKindMetaAnalysis,
        Some(EvidenceKind::Law) => Text::EvidenceKindLaw,
        Some(EvidenceKind::Vendor) => Text::EvidenceKindVendor,
    }
}

impl Report for Priorities {
    fn words(&self, q: &Question, words: Words) -> Vec<String> {
        if !self.indices.varies {
            return nothing_varies(q, self.indices.mean, words);
        }
        let Some((factor, share, (kind, _), _)) = self.rows().next() else {
            return vec![words.to(Text::StudyNothingVaries)];
        };
        let holes = [
            ("factor", indices::factor(factor, words)),
            ("share", coefficient(share)),
            ("kind", words.to(kind_name(kind))),
        ];
        vec![
            words.with(Text::StudyMeasureFirst, &holes.each_ref().map(|(hole, value)| (*hole, value.as_str()))),
            words.to(Text::StudyMeasureWeakness),
        ]
    }

    fn tables(&self, q: &Question, words: Words) -> Vec<Table> {
        let columns = [
            Text::StudyAssumption,
            Text::StudyFirstOrder,
            Text::StudyMeasureKind,
            Text::StudyMeasureWeak,
            Text::StudyMeasurePriority,
        ];
        let cells = |(factor, share, (kind, weakness), priority): (&Factor, f64, (Option<EvidenceKind>, f64), f64)| {
            vec![
                indices::factor(factor, words),
                coefficient(share),
                words.to(kind_name(kind)),
                coefficient(weakness),
                coefficient(priority),
            ]
        };
        vec![Table {
            caption: title(q, self.indices.rows as u64, words),
            columns: columns.map(|text| words.to(text)).to_vec(),
            rows: self.rows().map(cells).collect(),
        }]
    }

    fn json(&self, _: &Question) -> Value {
        let row = |(factor, share, (kind, weakness), priority): (&Factor, f64, (Option<EvidenceKind>, f64), f64)| {
            json!({ "factor": factor.name(), "first": share, "evidence": kind.map(EvidenceKind::name),
                "weakness": weakness, "priority": priority })
        };
        json!({ "rows": self.indices.rows, "runs": self.indices.runs, "varies": self.indices.varies,
            "priorities": self.rows().map(row).collect::<Vec<_>>() })
    }

    #[cfg(feature = "pictures")]
    fn pictures(&self) -> &'static [&'static str] {
        &["measure-first"]
    }

    #[cfg(feature = "pictures")]
    fn title(&self, _: &Question) -> Option<usize> {
        (self.indices.varies && self.rows().next().is_some()).then_some(0)
    }

    #[cfg(feature = "pictures")]
    fn picture(&self, name: &str, q: &Question, look: RenderContext) -> Option<ChartView> {
        (name == "measure-first").then(|| pictures::priorities(q, self, look))
    }
}

#[cfg(feature = "pictures")]
mod pictures {
    use super::*;
    use crate::picture::{ChartView, RenderContext, chart_frame};
    use aftercast_plot::bars::{Bars, Row, Span};
    use aftercast_plot::{Axis, DisplayUnit, Slot};

    /// Bars of the picture; the table has them all.
    const SHOWN: usize = 15;

    pub fn priorities(q: &Question, r: &Priorities, look: RenderContext) -> ChartView {
        let words = look.words();
        let slot = Slot::High;
        let shown = || r.rows().filter(|row| row.3 > 0.0).take(SHOWN);
        let rows: Vec<Row> = shown()
            .map(|(factor, _, _, priority)| Row {
                label: indices::factor(factor, words),
                spans: vec![Span { from: 0.0, to: priority, whisker: None, slot }],
            })
            .collect();
        let height = Bars::height(look.width, rows.len(), 1);
        let summary = r.words(q, words).join(" ");
        let top = shown().map(|row| row.3).fold(0.05, f64::max);
        let x = Axis {
            title: look.text(Text::StudyMeasureAxis),
            number: look.style(DisplayUnit::Percent),
            range: Some((0.0, top.min(1.0))),
        };
        let bars = Bars { frame: look.frame(height, &summary), rows, x, legend: Vec::new() };
        let heading = title(q, r.indices.rows as u64, words);
        let mut frame = chart_frame(look, heading, look.text(Text::StudyMeasureSubtitle), || bars.chart());
        frame.readouts = shown()
            .map(|(factor, share, (kind, _), priority)| {
                let kind = look.text(kind_name(kind));
                format!(
                    "{} · {} · {kind} · {}",
                    indices::factor(factor, words),
                    coefficient(share),
                    coefficient(priority)
                )
            })
            .collect();
        frame.table = r.tables(q, words).into_iter().next().unwrap_or_default();
        frame.explain = [Text::StudyMeasureExplain, Text::StudyMeasureWeakness].map(|text| look.text(text)).to_vec();
        frame.summary = summary;
        ChartView { height, frame }
    }
}
