//! Outcomes: what a policy is worth against the baseline of the same draw.
//!
//! Claim: a new customer is worth the discounted contribution of the months she stays, less the service she costs.
//! Equations (docs/model.md 8): V_g = (o v upsilon contribution_margin - s + delta r q V_next)/(1 - delta r (1 - q)), 0 after the
//!   last stage, weighted by Q; r, v by segment and s = service cost/customers are means over the last min(12, H) months;
//!   mean lifetime = sum Q/sum Q 1/(1 - r); PV with monthly factor delta^t; NPV = PV(change of profit);
//!   terminal value = delta^H sum_g (N_g of the policy - N_g of the baseline) V_g, N at the start of month H and V of the baseline;
//!   total gain = NPV + terminal value;
//!   payback = first month from which cumulated discounted change of profit stays at or over 0.
//! Symbols: V CNY per new customer, r monthly stay, q monthly exit by age, delta monthly discount factor.
//! Validity: leaves acquisition cost and serious events out of V; terminal value counts heads at the worth of today's customers.
//! Source: docs/model.md, section 8: definitions, no figure of the report.

use super::baseline::Baseline;
use super::firm::{BySegment, Firm, parts};
use aftercast_numerics::math::{Lane, pow};
use aftercast_scenario::company::{SEGMENTS, SEGMENTS_PER_STAGE, STAGES};

/// Sums over the last months of a run that lifetime value is read from.
#[derive(Clone, Debug)]
pub struct ClosingYear<L> {
    first: usize,
    months: f64,
    stay: BySegment<L>,
    value: BySegment<L>,
    service_cost: L,
}

/// Lifetime of a new customer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lifetime<L> {
    /// Lifetime value, CNY per new customer.
    pub value: L,
    /// Mean lifetime, months, ageing out of the market left aside.
    pub months: L,
}

impl<L: Lane> ClosingYear<L> {
    /// Nothing yet.
    pub fn new(firm: &Firm) -> Self {
        let months = firm.horizon.min(12);
        let z = [L::zero(); SEGMENTS];
        Self { first: firm.horizon - months, months: months as f64, stay: z, value: z, service_cost: L::zero() }
    }

    /// Whether month `t` is among the last.
    pub fn counts(&self, t: usize) -> bool {
        t >= self.first
    }

    /// Monthly stay of a segment in a month that counts.
    #[inline(always)]
    pub fn stay(&mut self, g: usize, stay: L) {
        self.stay[g] += stay;
    }

    /// Value of an order of a segment times the orders over today's, in a month that counts.
    #[inline(always)]
    pub fn value(&mut self, g: usize, value: L) {
        self.value[g] += value;
    }

    /// Service cost per customer in month `t`, CNY.
    #[inline(always)]
    pub fn service_cost(&mut self, t: usize, per_customer: L) {
        if t >= self.first {
            self.service_cost += per_customer;
        }
    }

    /// Lifetime value of a new customer of each segment at the closing year's behaviour, CNY.
    pub fn lifetime_values(&self, firm: &Firm, base: &Baseline<L>) -> BySegment<L> {
        let share = 1.0 / self.months;
        let service = self.service_cost * share;
        let margin = firm.company.contribution_margin;
        let mut values = [L::zero(); SEGMENTS];
        for g in (0..SEGMENTS).rev() {
            let (k, _, _) = parts(g);
            let q = firm.exit[k];
            let kept = self.stay[g] * (share * firm.discount);
            let next = if k + 1 < STAGES { values[g + SEGMENTS_PER_STAGE] } else { L::zero() };
            let contribution = base.population.orders[g] * (self.value[g] * share) * margin;
            values[g] = (contribution - service + kept * q * next) / (L::one() - kept * (1.0 - q));
        }
        values
    }

    /// Lifetime of a new customer at the closing year's behaviour, from its [`lifetime_values`](Self::lifetime_values).
    pub fn lifetime(&self, lifetime_values: &BySegment<L>, base: &Baseline<L>) -> Lifetime<L> {
        let share = 1.0 / self.months;
        let (mut value, mut months) = (L::zero(), L::zero());
        for g in 0..SEGMENTS {
            let entering = base.population.acquisitions[g];
            value += entering * lifetime_values[g];
            months += entering / (L::one() - self.stay[g] * share);
        }
        let total = base.population.acquisitions_total;
        Lifetime { value: value / total, months: months / total }
    }
}

/// What a run ends with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ending<L> {
    /// Lifetime of a new customer.
    pub lifetime: Lifetime<L>,
    /// Lifetime value of a new customer of each segment, CNY.
    pub lifetime_values: BySegment<L>,
    /// Customers at the start of the month after the horizon.
    pub customers: BySegment<L>,
}

impl<L: Lane> Ending<L> {
    /// Worth of the customers whom a run has left more than `baseline` has, at the worth of the baseline, CNY at month 0.
    pub fn terminal_value(&self, baseline: &Self, firm: &Firm) -> L {
        let mut value = L::zero();
        for g in 0..SEGMENTS {
            value += (self.customers[g] - baseline.customers[g]) * baseline.lifetime_values[g];
        }
        value * pow(firm.discount, firm.horizon as f64)
    }
}

/// A policy whose cost does not rise by more than this share of the baseline's cost and acquisition bill has no multiple.
pub const LEAST_ADDED_COST: f64 = 1e-3;

/// Whether a change of cost is large enough to divide by.
pub fn costs_more(delta_cost: f64, baseline_cost: f64) -> bool {
    delta_cost > LEAST_ADDED_COST * baseline_cost
}

/// A policy against the baseline of the same draw. Present values in CNY.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// PV of the baseline's cost and acquisition bill.
    pub baseline_cost: f64,
    /// PV of the change of cost and acquisition bill.
    pub delta_cost: f64,
    /// PV of the change of revenue.
    pub delta_revenue: f64,
    /// PV of the change of contribution.
    pub delta_contribution: f64,
    /// PV of the change of profit: net gain over the horizon.
    pub npv: f64,
    /// Worth at the end of the horizon of the customers the policy has more, PV.
    pub terminal_value: f64,
    /// Net gain and terminal value together.
    pub total_gain: f64,
    /// PV(change of revenue)/PV(change of cost); none where the policy does not cost more than a thousandth of the baseline.
    pub revenue_multiple: Option<f64>,
    /// PV(change of contribution)/PV(change of cost); none likewise.
    pub contribution_multiple: Option<f64>,
    /// NPV/PV(change of cost); none likewise.
    pub return_on_investment: Option<f64>,
    /// First month from which cumulated discounted change of profit stays at or over 0; none within the horizon.
    pub payback_month: Option<usize>,
    /// Lifetime value, policy minus baseline, CNY per new customer.
    pub delta_ltv: f64,
}

/// First month from which the cumulated gain stays at or over zero.
pub fn payback_month(cumulated: impl DoubleEndedIterator<Item = f64> + ExactSizeIterator) -> Option<usize> {
    let months = cumulated.len();
    let standing = cumulated.rev().take_while(|&gain| gain >= 0.0).count();
    (standing > 0).then(|| months - standing)
}
