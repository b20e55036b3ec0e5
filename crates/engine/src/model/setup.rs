//! Setup: what it costs once to build what a policy adds.
//!
//! Claim: building a programme costs `setup_years` years of the running cost that it adds; closing another one pays for none of it.
//! Equations (docs/model.md 6): setup = setup_years 12 U, U = the sum of the positive ones among the nine terms of A(goal) and the five
//!   over(G(goal) - G(b)), a month at the stationary baseline (N0, sigma = 1, upsilon = 1); spread evenly over the first
//!   max(1, ramp_months) months, what lies beyond the horizon charged in its last month.
//! Symbols: setup CNY in all, U CNY a month; over(x) = cost_overrun max(0, x) + min(0, x).
//! Validity: setup_years from 0, ramp_months 0 to 24, a horizon from one month, refused outside. The baseline has no setup, nor has a
//!   policy that adds nothing.
//! Source: assumption `setup_years`.

use super::cost::{Activity, added_costs, care};
use super::firm::Firm;
use aftercast_numerics::math::Lane;
use aftercast_scenario::{Assumptions, Levers};

/// Setup of a policy at the stationary baseline `x`, CNY in all.
pub fn setup<L: Lane>(goal: &Levers<f64>, x: &Activity<L>, firm: &Firm, a: &Assumptions<L>) -> L {
    let (per_customer, per_order) = added_costs(goal, firm, a);
    let mut added = x.orders * per_order.max(L::zero());
    for cost in per_customer {
        added += x.customers * cost.max(L::zero());
    }
    for (_today, cost) in care(goal, x, firm, a) {
        added += cost.max(L::zero());
    }
    a.setup_years * added * 12.0
}

/// Share of the setup charged in month `t`: even over the first max(1, ramp) months, the rest in the last month.
pub fn setup_share(t: usize, horizon: usize, ramp_months: f64) -> f64 {
    let months = ramp_months.max(1.0);
    let paid_by = |t: usize| (t as f64 / months).min(1.0);
    let until = if t + 1 == horizon { 1.0 } else { paid_by(t + 1) };
    until - paid_by(t)
}
