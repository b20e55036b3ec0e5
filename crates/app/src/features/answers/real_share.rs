//! How much of the reported effect has to be real for a policy to pay: one of the switching values, told on a line from our reading to
//! the report's.

use super::{Answers, Kind};
use crate::words::{Words, trimmed};
use aftercast_analyses::answers::value;
use aftercast_analyses::found;
use aftercast_engine::analysis::DecisionVariable;
use aftercast_engine::analysis::switching_values::{SwitchingReport, SwitchingValue};
use aftercast_i18n::Text;
use aftercast_scenario::AssumptionId;

/// Switching values that are kept: of more, those further off are left out.
const KEPT: usize = 6;

/// The line from nothing to all of the reported effect, all places as shares of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RealShare {
    /// What we take, most likely.
    pub ours: f64,
    /// Where the policy starts or stops to pay; none where it does neither within our range.
    pub even: Option<f64>,
    /// It in a sentence; empty while it is being computed.
    pub text: String,
}

impl Answers {
    /// How much of the reported effect has to be real; none while results are hidden, or while the report is taken at face value.
    pub fn real_share(&self, policy: &str) -> Option<RealShare> {
        let inputs = self.inputs.as_ref().filter(|inputs| !inputs.is_hidden)?;
        let scenario = inputs.scenario.as_ref()?;
        let ours = *scenario.central().get(AssumptionId::CausalShare);
        let words = Words(inputs.locale);
        let answer_state = &self.answer_states[Kind::Mind as usize];
        let kept = answer_state.kept.as_ref().filter(|_| answer_state.is_fresh() && !self.is_todays());
        let Some(report) = kept.and_then(|(_, finding)| found::<SwitchingReport>(&**finding)) else {
            return Some(RealShare { ours, ..RealShare::default() });
        };
        let is_real = |v: &&SwitchingValue| v.variable == DecisionVariable::Assumption(AssumptionId::CausalShare);
        let even = report.values.iter().find(is_real);
        let ours_told = format!("{}%", trimmed(100.0 * ours, 1));
        let text = match even {
            Some(v) => {
                let text = if v.pays_above { Text::TrustPays } else { Text::TrustFalls };
                words.with(text, &[("policy", policy), ("value", &value(v, inputs.locale)), ("ours", &ours_told)])
            }
            // it may lie behind those that are kept
            None if report.values.len() >= KEPT => String::new(),
            None if report.pays() => words.with(Text::TrustAlways, &[("policy", policy)]),
            None => words.with(Text::TrustNever, &[("policy", policy)]),
        };
        Some(RealShare { ours, even: even.map(|v| v.value), text })
    }
}
