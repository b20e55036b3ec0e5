//! A central run: every assumption at its central value, serious events at their expected value.
//!
//! This is the run that the golden files hold: exact queue, scalar lane, every monthly series.

use crate::engine::model::outcomes::{Comparison, Lifetime, payback_month};
use crate::engine::model::queue::Exact;
use crate::engine::model::waiting::WaitOutOfReach;
use crate::engine::model::{Baseline, BaselineError, ExpectedEvents, Firm, Month, simulate};
use crate::engine::scenario::{Assumptions, Company, Levers};

/// Reads a figure from a month.
pub type Reading = fn(&Month<f64>) -> f64;

/// Monthly series in the order of the golden files: key and reading.
pub const SERIES: [(&str, Reading); 23] = [
    ("customers", |m| m.customers),
    ("csi", |m| m.csi),
    ("first_response", |m| m.waits.mean),
    ("day_response", |m| m.waits.day),
    ("night_response", |m| m.waits.night),
    ("fcr", |m| m.fcr),
    ("contacts", |m| m.contacts),
    ("human_contacts", |m| m.human_contacts),
    ("incidents", |m| m.incidents),
    ("repurchase", |m| m.repurchase),
    ("revenue", |m| m.revenue),
    ("labour", |m| m.lines.labour),
    ("technology", |m| m.lines.technology),
    ("reverse_logistics", |m| m.lines.reverse_logistics),
    ("compensation", |m| m.lines.compensation),
    ("programmes", |m| m.lines.programmes),
    ("serious_events", |m| m.serious_events),
    ("setup", |m| m.setup),
    ("service_cost", |m| m.service_cost),
    ("cost", |m| m.cost),
    ("acquisitions", |m| m.acquisitions),
    ("acquisition_cost", |m| m.acquisition_cost),
    ("profit", |m| m.profit),
];

/// Every month of a run, with the lifetime it ends at.
#[derive(Clone, Debug)]
pub struct Trajectory {
    /// The months in order.
    pub months: Vec<Month<f64>>,
    /// Lifetime value and mean lifetime of a new customer.
    pub lifetime: Lifetime<f64>,
}

/// Baseline, policy and their comparison.
#[derive(Clone, Debug)]
pub struct CentralRun {
    /// The firm at today's policy.
    pub baseline: Trajectory,
    /// The firm at the policy.
    pub policy: Trajectory,
    /// The policy against the baseline.
    pub comparison: Comparison,
}

/// Why a central run is impossible.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum CentralError {
    /// The baseline does not settle.
    Baseline(BaselineError),
    /// A reported wait cannot come from any load of the desk.
    Wait(WaitOutOfReach),
}

/// The calibrated baseline of the central draw.
pub fn central_baseline(firm: &Firm, a: &Assumptions<f64>) -> Result<Baseline<f64>, CentralError> {
    match Baseline::new(firm, a, &mut Exact).map_err(CentralError::Baseline)? {
        (_, Some(wait)) => Err(CentralError::Wait(wait)),
        (base, None) => Ok(base),
    }
}

/// Runs a policy, or the baseline for `None`.
pub fn trajectory(firm: &Firm, base: &Baseline<f64>, policy: Option<&Levers<f64>>) -> Trajectory {
    let mut months = Vec::with_capacity(firm.horizon);
    let lifetime = simulate(firm, base, policy, &mut ExpectedEvents, &mut Exact, |_, m| months.push(*m));
    Trajectory { months, lifetime }
}

/// Compares a policy with the baseline month by month.
pub fn compare(firm: &Firm, baseline: &Trajectory, policy: &Trajectory) -> Comparison {
    let present_value = |f: fn(&Month<f64>) -> f64| {
        let (mut sum, mut factor) = (0.0, 1.0);
        for (p, b) in policy.months.iter().zip(&baseline.months) {
            sum += factor * (f(p) - f(b));
            factor *= firm.discount;
        }
        sum
    };
    let delta_cost = present_value(|m| m.cost);
    let delta_revenue = present_value(|m| m.revenue);
    let delta_contribution = firm.company.contribution_margin * delta_revenue;
    let multiple = |gain: f64| (delta_cost > 0.0).then(|| gain / delta_cost);
    let mut cumulated = Vec::with_capacity(policy.months.len());
    let (mut sum, mut factor) = (0.0, 1.0);
    for (p, b) in policy.months.iter().zip(&baseline.months) {
        sum += factor * (p.profit - b.profit);
        factor *= firm.discount;
        cumulated.push(sum);
    }
    Comparison {
        delta_cost,
        delta_revenue,
        delta_contribution,
        npv: sum,
        revenue_multiple: multiple(delta_revenue),
        contribution_multiple: multiple(delta_contribution),
        payback_month: payback_month(cumulated.into_iter()),
        delta_ltv: policy.lifetime.value - baseline.lifetime.value,
    }
}

/// A central run of one policy.
pub fn central(
    company: &Company,
    today: &Levers<f64>,
    a: &Assumptions<f64>,
    policy: &Levers<f64>,
) -> Result<CentralRun, CentralError> {
    let firm = Firm::new(company, today);
    let base = central_baseline(&firm, a)?;
    let baseline = trajectory(&firm, &base, None);
    let policy = trajectory(&firm, &base, Some(policy));
    let comparison = compare(&firm, &baseline, &policy);
    Ok(CentralRun { baseline, policy, comparison })
}
