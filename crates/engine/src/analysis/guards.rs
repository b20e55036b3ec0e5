//! Guard rails of a recommendation, and where a policy leaves the evidence that it rests on.
//!
//! Claim: a search for the largest gain finds the corner where the model is least tested; a recommendation that a firm can defend keeps its
//! customers as content as today, lets no more of them give up than a desk can be proud of, and moves levers only as far as figures go.
//! Equations: satisfaction: mean of the last year >= today's on the same draws. Giving up: mean wait/mean patience (exact for the queue of the
//!   model) <= the larger of the limit and today's. Evidence: each lever within the range that the report's figures speak about, widened to where
//!   the firm stands today.
//! Symbols: satisfaction in points, waits and patience in minutes, shares 0-1.
//! Validity: today's policy never breaks a rail, so a search that starts there finds something. Patience is that of the central draw.
//! Source: evidence ranges of `data/levers_evidence.toml`; abandonment: Mandelbaum & Zeltyn, OR Spectrum 26 (2004) 377-411.

use serde_json::{Value, json};

use crate::model::waiting::PATIENCE_OVER_WAIT;
use crate::run::outcome::Outcome;
use crate::run::results::PolicyResults;
use crate::run::summary::mean;
use aftercast_scenario::{Assumptions, Company, LeverId, Levers};

/// Share of contacts that may give up before a desk counts as overloaded.
pub const OVERLOADED: f64 = 0.25;
/// Rounding of a mean satisfaction, points.
const TRACE: f64 = 1e-9;

/// Which rails stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guards {
    /// Satisfaction not under today's.
    pub csi: bool,
    /// Largest share of contacts that may give up, 0-1; none where any may.
    pub abandoned: Option<f64>,
    /// Levers within the evidence.
    pub evidence: bool,
}

impl Default for Guards {
    fn default() -> Self {
        Self { csi: true, abandoned: Some(OVERLOADED), evidence: true }
    }
}

/// How a policy serves its customers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Service {
    /// Mean satisfaction of the last year, points.
    pub csi: f64,
    /// Share of contacts that give up, 0-1.
    pub abandoned: f64,
}

impl Service {
    /// Of a mean satisfaction, points, a mean wait and a mean patience, both minutes.
    pub fn new(csi: f64, wait: f64, patience: f64) -> Self {
        Self { csi, abandoned: abandoned(wait, patience) }
    }

    /// Over all draws of a run whose central draw has a mean [`patience`].
    pub fn of(results: &PolicyResults, patience: f64) -> Self {
        Self::new(mean(results.outcome(Outcome::Csi)), mean(results.outcome(Outcome::FirstResponse)), patience)
    }
}

/// A rail that a policy breaks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Breach {
    /// Satisfaction falls.
    Csi {
        /// Today's, points.
        today: f64,
        /// The policy's, points.
        policy: f64,
    },
    /// Too many give up.
    Abandoned {
        /// Share that gives up, 0-1.
        share: f64,
        /// Share allowed, 0-1.
        allowed: f64,
    },
}

/// Where a lever stands to the evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Within its figures, or where the firm is.
    Inside,
    /// Beyond its figures.
    Beyond,
    /// There are no figures for any other position than today's.
    NoFigures,
}

impl Guards {
    /// No rail.
    pub const NONE: Self = Self { csi: false, abandoned: None, evidence: false };

    /// The share of contacts that may give up beside what today's policy has.
    pub fn allowed(&self, today: Service) -> Option<f64> {
        self.abandoned.map(|limit| limit.max(today.abandoned))
    }

    /// The rails of service that a policy breaks.
    pub fn breaches(&self, policy: Service, today: Service) -> Vec<Breach> {
        let falls = self.csi && policy.csi < today.csi - TRACE;
        let csi = falls.then_some(Breach::Csi { today: today.csi, policy: policy.csi });
        let share = policy.abandoned;
        let left = self.allowed(today).filter(|allowed| share > allowed + TRACE);
        csi.into_iter().chain(left.map(|allowed| Breach::Abandoned { share, allowed })).collect()
    }

    /// How far a policy is beyond the rails of service, 0 where it breaks none.
    pub fn violation(&self, policy: Service, today: Service) -> f64 {
        let size = |breach: Breach| match breach {
            Breach::Csi { today, policy } => (today - policy) / 100.0,
            Breach::Abandoned { share, allowed } => share - allowed,
        };
        self.breaches(policy, today).into_iter().map(size).sum()
    }

    /// The part of a lever's range that may be used, from `low` to `high` and with the firm at `today`; none where nothing of it is left.
    pub fn range(&self, lever: LeverId, (low, high): (f64, f64), today: f64) -> Option<(f64, f64)> {
        let (least, most) = if self.evidence { reach(lever, today) } else { (low, high) };
        Some((low.max(least), high.min(most))).filter(|(low, high)| low < high)
    }
}

/// The part of a lever's range that figures speak about, with where the firm stands.
pub fn reach(lever: LeverId, today: f64) -> (f64, f64) {
    let (low, high) = lever.spec().supported;
    (low.min(today), high.max(today))
}

/// Where a lever at `value` stands to the evidence, in a firm that is at `today`. How a policy is rolled out is not a matter of evidence.
pub fn standing(lever: LeverId, value: f64, today: f64) -> Standing {
    let ((least, most), (low, high)) = (reach(lever, today), lever.spec().supported);
    match value >= least && value <= most || !lever.ramps() {
        true => Standing::Inside,
        false if low < high => Standing::Beyond,
        false => Standing::NoFigures,
    }
}

/// The levers of a policy that are outside the evidence, in file order.
pub fn outside(policy: &Levers<f64>, today: &Levers<f64>) -> Vec<(LeverId, Standing)> {
    let each = LeverId::ALL.into_iter().map(|id| (id, standing(id, *policy.get(id), *today.get(id))));
    each.filter(|(_, standing)| *standing != Standing::Inside).collect()
}

/// Mean patience in force in the central draw, minutes.
pub fn patience(company: &Company, central: &Assumptions<f64>) -> f64 {
    let longest = company.day_response(central.night_load_share).max(company.night_response_minutes);
    central.patience_minutes.max(longest * PATIENCE_OVER_WAIT)
}

/// The share of contacts that give up at a mean wait, 0-1.
fn abandoned(wait: f64, patience: f64) -> f64 {
    (wait / patience).clamp(0.0, 1.0)
}

/// Broken rails as JSON.
pub fn breaches_json(breaches: &[Breach]) -> Value {
    let one = |b: &Breach| match *b {
        Breach::Csi { today, policy } => json!({ "rail": "csi", "today": today, "policy": policy }),
        Breach::Abandoned { share, allowed } => json!({ "rail": "abandoned", "share": share, "allowed": allowed }),
    };
    breaches.iter().map(one).collect()
}

/// The levers of a policy that are outside the evidence, as JSON.
pub fn outside_json(policy: &Levers<f64>, today: &Levers<f64>) -> Value {
    let one = |(id, standing): (LeverId, Standing)| {
        let (low, high) = id.spec().supported;
        let what = if standing == Standing::Beyond { "beyond" } else { "no_figures" };
        json!({ "lever": id.name(), "value": policy.get(id), "figures": [low, high], "standing": what })
    };
    outside(policy, today).into_iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn today_breaks_no_rail_and_a_worse_policy_does() {
        let today = Service { csi: 71.0, abandoned: 0.4 };
        let guards = Guards::default();
        assert_eq!((guards.breaches(today, today), guards.violation(today, today)), (Vec::new(), 0.0));
        let worse = Service { csi: 51.0, abandoned: 0.59 };
        let found = guards.breaches(worse, today);
        assert_eq!(found.len(), 2);
        assert!((guards.violation(worse, today) - (0.2 + 0.19)).abs() < 1e-12);
        assert!(Guards::NONE.breaches(worse, today).is_empty());
        // a desk better than the limit may let as many give up as the limit
        assert_eq!(guards.allowed(Service { abandoned: 0.1, ..today }), Some(OVERLOADED));
    }

    #[test]
    fn levers_are_held_to_the_figures_and_to_where_the_firm_is() {
        let id = LeverId::CustomersPerAgent;
        assert_eq!(standing(id, 10_000.0, 5000.0), Standing::Beyond);
        assert_eq!(standing(id, 4000.0, 5000.0), Standing::Inside);
        // a firm that is beyond them already may stay, and come back
        assert_eq!(standing(id, 8000.0, 8000.0), Standing::Inside);
        assert_eq!(Guards::default().range(id, (1500.0, 10_000.0), 8000.0), Some((3000.0, 8000.0)));
        assert_eq!(Guards::NONE.range(id, (1500.0, 10_000.0), 8000.0), Some((1500.0, 10_000.0)));
        assert_eq!(standing(LeverId::AiShare, 0.7, 0.28), Standing::NoFigures);
        assert_eq!(Guards::default().range(LeverId::AiShare, (0.0, 1.0), 0.28), None);
        assert_eq!(standing(LeverId::UpfrontBudget, 5e6, 0.0), Standing::Inside);
        // every lever may stay where the default company is
        for id in LeverId::ALL {
            assert_eq!(standing(id, id.spec().today, id.spec().today), Standing::Inside, "{}", id.name());
        }
    }
}
