//! Serious events: rare failures that cost money, prospects and reputation.
//!
//! Claim: quality incidents breed serious events and, rarer, crises; traceability prevents some, early
//! warning softens the rest. The baseline already contains its expected share of them.
//! Equations (docs/model.md 5): events Lambda = serious_events_per_year/12 sqrt(kappa), crises Xi = crises_per_year/12, each times
//!   [sum N o upsilon sigma i x_quality/(sum N0 o i quality)] (1 - traceability_event_cut traceability) relative to today;
//!   v = 1 - (1 - warning_severity) early_warning;
//!   lost = v (events serious_lost_prospects sqrt(kappa) + crises crisis_lost_prospects kappa);
//!   shock <- shock (1 - 1/negative_memory) + v crises crisis_score_shock - inflow0;
//!   cost = serious_direct_cost sqrt(kappa) (events + crises) v.
//! Symbols: events and crises a month, lost prospects, shock in points, cost in CNY; kappa customers in millions.
//! Validity: a quality share from 1e-6 and a traceability_event_cut up to 0.95, refused outside, keep the divisors above 0. The
//!   Poisson quantile takes lambda >= 0 and 0 < u < 1. In a sampled run a month without crises adds a negative shock, -inflow0.
//! Source: evidence 8.2-negative, 9.2-*, 9.3-warning, 9.4-detection.

use super::firm::Firm;
use aftercast_numerics::math::special::ln_gamma;
use aftercast_numerics::math::{Lane, exp, ln};
use aftercast_scenario::{Assumptions, Levers};

/// What the levers in force do to serious events, not relative to today.
#[derive(Clone, Copy, Debug)]
pub struct EventTerms<L> {
    /// 1 - traceability_event_cut traceability.
    pub prevention: L,
    /// Severity v.
    pub severity: L,
}

impl<L: Lane> EventTerms<L> {
    /// Terms of what works.
    pub fn new(delivered: &Levers<L>, a: &Assumptions<L>) -> Self {
        Self {
            prevention: L::one() - a.traceability_event_cut * delivered.traceability,
            severity: L::one() - (L::one() - a.warning_severity) * delivered.early_warning,
        }
    }
}

/// Serious events of a month: counts, or expected counts.
#[derive(Clone, Copy, Debug)]
pub struct Events<L> {
    /// Serious events.
    pub serious: L,
    /// Crises.
    pub crises: L,
}

impl<L: Lane> Events<L> {
    /// Expected counts of a month in which quality incidents stand at `quality_incidents` times the baseline's.
    pub fn expected(firm: &Firm, quality_incidents: L, prevention: L, a: &Assumptions<L>) -> Self {
        let factor = quality_incidents * prevention;
        Self {
            serious: a.serious_events_per_year * factor * (firm.kappa.sqrt() / 12.0),
            crises: a.crises_per_year * factor * (1.0 / 12.0),
        }
    }

    /// The counts at the month's own uniforms: each the Poisson quantile of its expected value.
    pub fn at_uniforms(self, serious: L, crises: L) -> Self {
        Self {
            serious: L::from_fn(|k| poisson_quantile(self.serious.get(k), serious.get(k))),
            crises: L::from_fn(|k| poisson_quantile(self.crises.get(k), crises.get(k))),
        }
    }

    /// Prospects lost.
    pub fn lost_prospects(&self, firm: &Firm, severity: L, a: &Assumptions<L>) -> L {
        severity
            * (self.serious * a.serious_lost_prospects * firm.kappa.sqrt()
                + self.crises * a.crisis_lost_prospects * firm.kappa)
    }

    /// Points that crises add to the shock.
    pub fn shock(&self, severity: L, a: &Assumptions<L>) -> L {
        severity * self.crises * a.crisis_score_shock
    }

    /// Direct cost, CNY.
    pub fn cost(&self, firm: &Firm, severity: L, a: &Assumptions<L>) -> L {
        a.serious_direct_cost * (self.serious + self.crises) * severity * firm.kappa.sqrt()
    }
}

/// Smallest k >= 0 with P(X <= k) >= u for X Poisson with mean `lambda`, 0 < u < 1.
///
/// ```
/// use aftercast_engine::model::serious_events::poisson_quantile;
/// assert_eq!(poisson_quantile(2.0, 0.5), 2.0);
/// assert_eq!(poisson_quantile(0.1, 0.9), 0.0);
/// ```
pub fn poisson_quantile(lambda: f64, u: f64) -> f64 {
    // exp(-lambda) is no number any more for large lambda; what lies further below is under the spacing of u
    let mut k = if lambda > 600.0 { (lambda - 12.0 * lambda.sqrt()).floor() } else { 0.0 };
    let mut probability = if k > 0.0 { exp(k * ln(lambda) - lambda - ln_gamma(k + 1.0)) } else { exp(-lambda) };
    let mut cumulated = probability;
    while cumulated < u {
        k += 1.0;
        probability *= lambda / k;
        let next = cumulated + probability;
        // rounding keeps the sum just below u: what remains is under the spacing of u
        if next == cumulated && k > lambda {
            break;
        }
        cumulated = next;
    }
    k
}
