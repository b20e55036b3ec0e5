//! Levers in force in a month: what is paid for and what works of it.
//!
//! Claim: a programme delivers only part of what was planned; what is given up is gone at once.
//! Equations (docs/model.md, notation and 7): L = b + (goal - b) min(1, (t + 1)/ramp_months), at once where 0;
//!   works = b + delivery max(0, L - b) + min(0, L - b) for programmes, else L.
//! Source: assumption `delivery`.

use aftercast_numerics::math::Lane;
use aftercast_scenario::{LeverId, Levers};

/// What is paid for and what works of it.
#[derive(Clone, Copy, Debug)]
pub struct InForce<L> {
    /// L: what is paid for.
    pub paid: Levers<f64>,
    /// L with programmes scaled by delivery.
    pub works: Levers<L>,
}

impl<L: Lane> InForce<L> {
    /// Levers in force when `share` (0 to 1) of the way from `today` to `goal` is done.
    pub fn new(today: &Levers<f64>, goal: &Levers<f64>, share: f64, delivery: L) -> Self {
        let paid = Levers::from_fn(|id| {
            let (b, goal) = (*today.get(id), *goal.get(id));
            if id.ramps() { b + (goal - b) * share } else { goal }
        });
        let works = Levers::from_fn(|id| {
            let (b, level) = (*today.get(id), *paid.get(id));
            if id.spec().programme {
                delivery * (level - b).max(0.0) + (b + (level - b).min(0.0))
            } else {
                L::splat(level)
            }
        });
        Self { paid, works }
    }

    /// Today's policy: all of it works.
    pub fn today(today: &Levers<f64>) -> Self {
        Self { paid: *today, works: Levers::from_fn(|id: LeverId| L::splat(*today.get(id))) }
    }
}

/// Share of the ramp done in month `t`.
pub fn ramp_share(t: usize, ramp_months: f64) -> f64 {
    if ramp_months > 0.0 { ((t + 1) as f64 / ramp_months).min(1.0) } else { 1.0 }
}
