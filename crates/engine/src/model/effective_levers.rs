//! Effective levers of a month: what is funded and what of it is delivered.
//!
//! Claim: a programme delivers only part of what was planned; what is given up is gone at once.
//! Equations (docs/model.md, notation and 7): L = b + (goal - b) min(1, (t + 1)/ramp_months), at once where 0;
//!   delivered = b + delivery max(0, L - b) + min(0, L - b) for programmes, else L.
//! Symbols: b today's levers (`today`), goal those of the policy, L what is paid for (`funded`), each in the unit of its lever; t months
//!   from 0, delivery 0-1.
//! Validity: ramp_months whole from 0 to 24 and delivery 0 to 1, refused outside; the share of the ramp ends at 1. The plan group
//!   (ramp_months, upfront_budget) does not ramp: its L is the goal from the first month.
//! Source: assumption `delivery`.

use aftercast_numerics::math::Lane;
use aftercast_scenario::{LeverId, Levers};

/// What is funded and what of it is delivered.
#[derive(Clone, Copy, Debug)]
pub struct EffectiveLevers<L> {
    /// L: what is funded.
    pub funded: Levers<f64>,
    /// L with programmes scaled by delivery.
    pub delivered: Levers<L>,
}

impl<L: Lane> EffectiveLevers<L> {
    /// Levers in force when `share` (0 to 1) of the way from `today` to `goal` is done.
    pub fn new(today: &Levers<f64>, goal: &Levers<f64>, share: f64, delivery: L) -> Self {
        let funded = Levers::from_fn(|id| {
            let (b, goal) = (*today.get(id), *goal.get(id));
            if id.ramps() { b + (goal - b) * share } else { goal }
        });
        let delivered = Levers::from_fn(|id| {
            let (b, level) = (*today.get(id), *funded.get(id));
            if id.spec().programme {
                delivery * (level - b).max(0.0) + (b + (level - b).min(0.0))
            } else {
                L::splat(level)
            }
        });
        Self { funded, delivered }
    }

    /// Today's policy: all of it is delivered.
    pub fn today(today: &Levers<f64>) -> Self {
        Self { funded: *today, delivered: Levers::from_fn(|id: LeverId| L::splat(*today.get(id))) }
    }
}

/// Share of the ramp done in month `t`.
pub fn ramp_share(t: usize, ramp_months: f64) -> f64 {
    if ramp_months > 0.0 { ((t + 1) as f64 / ramp_months).min(1.0) } else { 1.0 }
}
