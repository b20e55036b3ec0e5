//! What "Trust the report fully" changes: a set of assumptions, of which "how much of the reported effect is real" is one.

use super::View;
use super::boxes::{rounded, value_text};
use aftercast_engine::check;
use aftercast_i18n::{Text, assumption_label};
use aftercast_scenario::{AssumptionId, Draft, FACE_VALUE};

/// An assumption of the set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustRow {
    /// What it is called.
    pub label: String,
    /// Our central value.
    pub ours: String,
    /// The report's.
    pub report: String,
}

impl View<'_> {
    /// The assumptions that the switch sets, with both values; nothing while the inputs do not run.
    pub fn trusted(&self) -> Vec<TrustRow> {
        let own = Draft { face_value: false, ..self.session.document.clone() };
        let Ok(ours) = check(&own).map(|scenario| scenario.central()) else { return Vec::new() };
        let row = |(id, report): (AssumptionId, f64)| TrustRow {
            label: self.session.words().to(match id {
                AssumptionId::CausalShare => Text::TrustReal,
                id => assumption_label(id),
            }),
            ours: value_text(id, rounded(*ours.get(id))),
            report: value_text(id, report),
        };
        FACE_VALUE.map(row).to_vec()
    }
}
