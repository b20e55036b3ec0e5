//! Disturbances: what a bad month does to the firm, whatever its policy.
//!
//! Claim: a stress is a change of named quantities in given months; the equations stay as they are, and a calm month
//! is the model to the last bit.
//! Equations: incidents x_type <- f_type x_type (docs/model.md 2, and through x_quality 3 and 5); servers n <- f n;
//!   ai_accuracy <- f ai_accuracy in what works, not in what is paid for; agents' and experts' pay <- f pay (6);
//!   payouts <- f payouts (6); events + k, crises + k after they are drawn, shock + points (5);
//!   a law: each of its levers costs at least what the legal minimum costs, and what the law forces on every competitor
//!   earns no points (experience sees the policy's own levers).
//! Symbols: factors f without unit, 1 in a calm month; events and crises a month; shock in points.
//! Validity: factors above 0. Market-wide changes leave attrition alone: agents compare their wage with what others pay.
//! Source: evidence 9.5-stress (that such tests be run); sizes are assumptions, stated with each stress.

use super::effective_levers::EffectiveLevers;
use aftercast_numerics::math::Lane;
use aftercast_scenario::{LeverId, Levers};

/// Factors on incidents by type.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct IncidentFactors {
    /// Quality and safety.
    pub quality: f64,
    /// Logistics.
    pub logistics: f64,
    /// Size or function mismatch.
    pub mismatch: f64,
    /// Everything else.
    pub other: f64,
}

/// A minimum (or maximum) that a law sets for a lever, in the lever's unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LegalBound {
    /// Which lever.
    pub lever: LeverId,
    /// The value that must at least be reached, or at most be allowed.
    pub value: f64,
    /// Whether the value is a maximum, as for days until a refund.
    pub at_most: bool,
}

/// What is different in a month.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Disturbance {
    /// Factors on incidents.
    pub incidents: IncidentFactors,
    /// Factor on people on duty, by day and by night.
    pub servers: f64,
    /// Factor on the accuracy of AI that customers meet; what is paid for it stays.
    pub ai_accuracy: f64,
    /// Factor on the pay of agents and experts.
    pub wage: f64,
    /// Factor on payouts to customers.
    pub payout: f64,
    /// Serious events on top, a month.
    pub serious_events: f64,
    /// Crises on top, a month.
    pub crises: f64,
    /// Points that satisfaction loses at once, beside those of crises.
    pub score_shock: f64,
    /// Minima that a law sets.
    pub law: &'static [LegalBound],
}

impl Disturbance {
    /// A calm month.
    pub const CALM: Self = Self {
        incidents: IncidentFactors { quality: 1.0, logistics: 1.0, mismatch: 1.0, other: 1.0 },
        servers: 1.0,
        ai_accuracy: 1.0,
        wage: 1.0,
        payout: 1.0,
        serious_events: 0.0,
        crises: 0.0,
        score_shock: 0.0,
        law: &[],
    };

    /// Whether the month is as the model has it.
    pub fn is_calm(&self) -> bool {
        *self == Self::CALM
    }

    /// Levers in force with AI as accurate as the disturbance leaves it.
    pub(super) fn stressed<L: Lane>(&self, levers: &EffectiveLevers<L>) -> EffectiveLevers<L> {
        let mut stressed = *levers;
        stressed.delivered.ai_accuracy = stressed.delivered.ai_accuracy * self.ai_accuracy;
        stressed
    }

    /// Levers in force as the law makes them cost.
    pub(super) fn compliant<L: Lane>(&self, levers: &EffectiveLevers<L>) -> EffectiveLevers<L> {
        let mut compliant = *levers;
        for bound in self.law {
            let funded: &mut f64 = Levers::get_mut(&mut compliant.funded, bound.lever);
            *funded = if bound.at_most { funded.min(bound.value) } else { funded.max(bound.value) };
            let delivered: &mut L = Levers::get_mut(&mut compliant.delivered, bound.lever);
            let value = L::splat(bound.value);
            *delivered = if bound.at_most { delivered.min(value) } else { delivered.max(value) };
        }
        compliant
    }
}

/// The disturbance of month `t`, none where it is calm or beyond the plan.
pub fn disturbance_of(plan: &[Disturbance], t: usize) -> Option<&Disturbance> {
    plan.get(t).filter(|d| !d.is_calm())
}
