//! The model as it stands held against the report's figures that were kept for checking, worst first.

use super::View;
use super::view::ReportRow;
use crate::words::{Words, trimmed};
use aftercast_engine::check;
use aftercast_i18n::Text;
use aftercast_scenario::evidence::evidence;
use aftercast_scenario::{Draft, Scenario};
use aftercast_validation::survey::{CLOSE, ITEMS, modelled};

/// Items that are no shares; their texts name the unit.
const PLAIN: [&str; 7] = ["multiple", "lifetime", "payback", "spend", "contact_cost", "_csi", "response_repurchase"];

/// What the comparison depends on: the report's firm with the assumptions in force, and at face value.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportComparison {
    ours: Scenario,
    face_value: Scenario,
}

/// The modelled numbers, in the order of the items.
#[derive(Clone, Debug, PartialEq)]
pub struct Modelled {
    ours: Vec<Option<f64>>,
    face_value: Vec<Option<f64>>,
}

impl View<'_> {
    /// What the comparison depends on; nothing where the inputs cannot run.
    pub fn report_comparison(&self) -> Option<ReportComparison> {
        // the report is about its own firm: of the document only what is believed counts
        let document = &self.session.document;
        let (assumptions, face_value) = (document.assumptions.clone(), document.face_value);
        let mut draft = Draft { assumptions, face_value, ..Draft::default() };
        let ours = check(&draft).ok()?;
        draft.take_at_face_value();
        Some(ReportComparison { ours, face_value: check(&draft).ok()? })
    }
}

impl ReportComparison {
    /// Runs the model at the central assumptions: some tenths of a second.
    pub fn model(&self) -> Option<Modelled> {
        let of = |scenario: &Scenario| modelled(scenario).ok().map(|values| values.to_vec());
        Some(Modelled { ours: of(&self.ours)?, face_value: of(&self.face_value)? })
    }
}

impl Modelled {
    /// The comparison in words, the widest gaps first; what agrees because it was built to comes last.
    pub fn rows(&self, words: Words) -> Vec<ReportRow> {
        let mut rows: Vec<(bool, f64, ReportRow)> = ITEMS
            .iter()
            .zip(self.ours.iter().zip(&self.face_value))
            .filter_map(|(item, (ours, face_value))| {
                let reported = evidence(item.evidence)?.reported.get(item.position).copied()?;
                let gap = ours.map_or(f64::INFINITY, |x| (x - reported).abs() / reported.abs());
                let built = item.by_construction && gap <= CLOSE;
                let plain = PLAIN.iter().any(|part| item.key.contains(part));
                let show = |x: f64| if plain { digits(x) } else { format!("{}%", digits(100.0 * x)) };
                let maybe = |x: &Option<f64>| x.map_or_else(|| "–".to_owned(), show);
                let verdict = match ours {
                    None => Text::VerdictNotDefined,
                    Some(_) if built => Text::VerdictByConstruction,
                    Some(_) if gap <= CLOSE => Text::VerdictAgrees,
                    // whether the uncertainty covers it is known to the analysis, which draws the assumptions
                    Some(_) => Text::VerdictApart,
                };
                let section = item.evidence.split('-').next().unwrap_or(item.evidence);
                let row = ReportRow {
                    label: Text::of_figure(&format!("survey_{}", item.key)).map(|t| words.to(t)).unwrap_or_default(),
                    section: words.with(Text::EvidenceSection, &[("section", section)]),
                    reported: show(reported),
                    ours: maybe(ours),
                    face_value: maybe(face_value),
                    gap: if gap.is_finite() { format!("{}%", trimmed(100.0 * gap, 0)) } else { "–".to_owned() },
                    verdict: words.to(verdict),
                    far: !(gap <= CLOSE),
                };
                Some((built, gap, row))
            })
            .collect();
        rows.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.total_cmp(&a.1)));
        rows.into_iter().map(|(_, _, row)| row).collect()
    }
}

/// Three digits.
fn digits(x: f64) -> String {
    match x.abs() {
        s if s >= 100.0 => trimmed(x, 0),
        s if s >= 10.0 => trimmed(x, 1),
        _ => trimmed(x, 2),
    }
}
