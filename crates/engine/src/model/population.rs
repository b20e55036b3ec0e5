//! The baseline population: who the customers are before anything changes.
//!
//! Claim: a firm that keeps doing what it does stands still; its segments differ in satisfaction.
//! Equations (docs/model.md 1): S0_g = shift(csi, offset_g + d) (score.rs); monthly stay r = R(S0)^(1/12);
//!   N0_k = (y_k + r_(k-1) q_(k-1) N0_(k-1))/(1 - r_k (1 - q_k)), scaled to `customers`;
//!   d <- d + (csi - mean S0) until every correction is under 1e-12, weights N0;
//!   where the firm states its repurchase, c moves by sqrt(scale^2 + sd^2) (probit(mean R) - probit(repurchase)).
//!   cap_g = max(0.98, R(S0_g)); reach_g = 1 - exp(-12 o_g i_g - enquiry_weight inquiries_per_year).
//! Symbols: S points 0-100, N customers, R annual and r monthly repurchase, q monthly exit by age.
//! Validity: converges within 500 rounds for checked companies, else an input error.
//! Source: evidence 3.1-csi, 3.3-stage, 3.3-tier, 3.3-income, 3.3-special.

use super::firm::{BySegment, Firm, parts};
use super::repurchase::{MOST_REPURCHASE, RepurchaseCurve};
use super::score::BoundedScore;
use aftercast_numerics::math::special::normal_quantile;
use aftercast_numerics::math::{Lane, exp};
use aftercast_scenario::Assumptions;
use aftercast_scenario::company::{PROFILES, SEGMENTS, TIERS};

const ROUNDS: usize = 500;
const CLOSE_ENOUGH: f64 = 1e-12;

/// The stationary population of a draw.
#[derive(Clone, Copy, Debug)]
pub struct Population<L> {
    /// Satisfaction S0, points.
    pub satisfaction: BySegment<L>,
    /// Customers N0.
    pub customers: BySegment<L>,
    /// Acquisitions a month Q.
    pub acquisitions: BySegment<L>,
    /// All acquisitions a month.
    pub acquisitions_total: L,
    /// How satisfaction becomes repurchase.
    pub curve: RepurchaseCurve<L>,
    /// Orders per customer-month.
    pub orders: BySegment<L>,
    /// Value of an order, CNY.
    pub value: BySegment<L>,
    /// Incidents per order.
    pub incidents: BySegment<L>,
    /// Relative sensitivity of satisfaction to waiting, mean 1.
    pub responsiveness: BySegment<L>,
    /// Cost of a return, CNY.
    pub return_cost: BySegment<L>,
    /// Annual repurchase above which no customer of the segment is lifted.
    pub cap: BySegment<L>,
    /// Share of customers whom after-sales service meets within a year.
    pub reach: BySegment<L>,
}

/// The population did not settle: the stated facts contradict each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotStationary;

impl core::fmt::Display for NotStationary {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(
            "the company's satisfaction and repurchase do not fit together; check csi, csi_offset and repurchase",
        )
    }
}

impl core::error::Error for NotStationary {}

/// Weighted mean of `x`.
fn mean<L: Lane>(weight: &BySegment<L>, x: impl Fn(usize) -> L) -> L {
    let (mut total, mut sum) = (L::zero(), L::zero());
    for g in 0..SEGMENTS {
        total += weight[g];
        sum += weight[g] * x(g);
    }
    sum / total
}

/// `relative` scaled so that its `weight`ed mean is `target`.
fn scaled<L: Lane>(relative: &BySegment<f64>, weight: &BySegment<L>, target: L) -> BySegment<L> {
    let factor = target / mean(weight, |g| L::splat(relative[g]));
    core::array::from_fn(|g| factor * relative[g])
}

impl<L: Lane> Population<L> {
    /// The stationary population of the draws in `a`.
    ///
    /// # Errors
    /// No population with this satisfaction and repurchase stays as it is.
    pub fn stationary(firm: &Firm, a: &Assumptions<L>) -> Result<Self, NotStationary> {
        let company = &firm.company;
        let mut curve = RepurchaseCurve::new(a);
        let mut d = L::zero();
        let csi = L::splat(company.csi);
        let score = BoundedScore::new(csi);
        for _ in 0..ROUNDS {
            let satisfaction: BySegment<L> = firm.offset.map(|offset| score.shift(d + offset));
            let repurchase = satisfaction.map(|s| curve.annual(s));
            let customers = settle(firm, &repurchase);
            let d_step = csi - mean(&customers, |g| satisfaction[g]);
            let c_step = match company.repurchase {
                None => L::zero(),
                Some(stated) => {
                    let modelled = mean(&customers, |g| repurchase[g]);
                    (modelled.each(normal_quantile) - normal_quantile(stated)) * curve.spread
                }
            };
            let open = L::splat(CLOSE_ENOUGH).less(d_step.abs().max(c_step.abs()));
            if !L::any(open) {
                return Ok(Self::complete(firm, a, curve, satisfaction, customers));
            }
            // a draw that has settled stays where it is, whatever its neighbours in the lane do
            d += L::select(open, d_step, L::zero());
            curve.midpoint += L::select(open, c_step, L::zero());
        }
        Err(NotStationary)
    }

    fn complete(
        firm: &Firm,
        a: &Assumptions<L>,
        curve: RepurchaseCurve<L>,
        satisfaction: BySegment<L>,
        customers: BySegment<L>,
    ) -> Self {
        let company = &firm.company;
        let mut raw_total = L::zero();
        for n in customers {
            raw_total += n;
        }
        let factor = L::splat(company.customers) / raw_total;
        let customers = customers.map(|n| n * factor);
        let acquisitions: BySegment<L> = core::array::from_fn(|g| factor * firm.acquisition[g]);
        let mut acquisitions_total = L::zero();
        for q in acquisitions {
            acquisitions_total += q;
        }
        let relative = &firm.relative;
        let orders = scaled(&relative.orders, &customers, L::splat(company.orders_per_customer_year / 12.0));
        let ordered: BySegment<L> = core::array::from_fn(|g| customers[g] * orders[g]);
        let value = scaled(&relative.value, &ordered, L::splat(company.average_order_value));
        let incidents = scaled(&relative.incidents, &ordered, L::splat(company.incident_rate));
        let returned: BySegment<L> = core::array::from_fn(|g| ordered[g] * incidents[g]);
        Self {
            satisfaction,
            acquisitions,
            acquisitions_total,
            curve,
            responsiveness: scaled(&relative.responsiveness, &customers, L::one()),
            return_cost: scaled(&relative.return_cost, &returned, a.return_unit_cost),
            reach: core::array::from_fn(|g| {
                L::one() - exp(-(orders[g] * incidents[g] * 12.0 + a.enquiry_weight * a.inquiries_per_year))
            }),
            cap: satisfaction.map(|s| curve.annual(s).max(L::splat(MOST_REPURCHASE))),
            customers,
            orders,
            value,
            incidents,
        }
    }
}

/// Stationary customers per unit of acquisitions, from annual repurchase.
fn settle<L: Lane>(firm: &Firm, repurchase: &BySegment<L>) -> BySegment<L> {
    let mut customers = [L::zero(); SEGMENTS];
    let mut ageing = [L::zero(); TIERS * PROFILES];
    for g in 0..SEGMENTS {
        let q = firm.exit[parts(g).0];
        let stay = aftercast_numerics::math::twelfth_root(repurchase[g]);
        let column = g % (TIERS * PROFILES);
        customers[g] = (ageing[column] + firm.acquisition[g]) / (L::one() - stay * (1.0 - q));
        ageing[column] = stay * q * customers[g];
    }
    customers
}
