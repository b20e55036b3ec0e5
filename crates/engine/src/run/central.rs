//! A central run: every assumption at its central value, serious events at their expected value.
//!
//! This is the run that the golden files hold: exact queue, scalar lane, every monthly series.

use crate::model::firm::BySegment;
use crate::model::outcomes::{Comparison, Ending, costs_more, payback_month};
use crate::model::queue::Exact;
use crate::model::waiting::WaitOutOfReach;
use crate::model::{Baseline, BaselineError, ExpectedEvents, Firm, Month, Observer, SegmentMonth, simulate_observed};
use aftercast_scenario::company::SEGMENTS;
use aftercast_scenario::{Assumptions, Company, Levers};

/// Reads a figure from a month.
pub type MonthFigure = fn(&Month<f64>) -> f64;

/// Monthly series in the order of the golden files: key and reading.
pub const SERIES: [(&str, MonthFigure); 24] = [
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
    ("returned_goods", |m| m.lines.returned_goods),
    ("service_cost", |m| m.service_cost),
    ("cost", |m| m.cost),
    ("acquisitions", |m| m.acquisitions),
    ("acquisition_cost", |m| m.acquisition_cost),
    ("profit", |m| m.profit),
];

/// Every month of a run, with what it ends at.
#[derive(Clone, Debug)]
pub struct Trajectory {
    /// The months in order.
    pub months: Vec<Month<f64>>,
    /// Lifetime of a new customer, and the customers left.
    pub ending: Ending<f64>,
}

/// The segments in every month of a run.
#[derive(Clone, Debug)]
pub struct Segments {
    /// The months in order.
    pub months: Vec<BySegment<SegmentMonth<f64>>>,
}

impl Observer<f64> for Segments {
    fn segment(&mut self, t: usize, g: usize, month: &SegmentMonth<f64>) {
        if t == self.months.len() {
            self.months.push([*month; SEGMENTS]);
        }
        self.months[t][g] = *month;
    }
}

/// Means of the last year of a segment, as far as the horizon reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct SegmentYear {
    /// Customers at the start of a month.
    pub customers: f64,
    /// Satisfaction, points.
    pub csi: f64,
    /// Annual repurchase, 0-1.
    pub repurchase: f64,
    /// Lifetime value of a new customer, CNY.
    pub lifetime_value: f64,
    /// Profit, CNY a month: its own revenue and its own new customers, and an even share a customer of all other cost.
    pub profit: f64,
}

/// The last year by segment. The profits of the segments add up to the firm's.
pub fn last_year(firm: &Firm, base: &Baseline<f64>, run: &Trajectory, segments: &Segments) -> BySegment<SegmentYear> {
    let count = run.months.len().min(12);
    let skipped = run.months.len() - count;
    let (margin, total) = (firm.company.contribution_margin, base.population.acquisitions_total);
    core::array::from_fn(|g| {
        let mut year = SegmentYear { lifetime_value: run.ending.lifetime_values[g], ..SegmentYear::default() };
        let entering = base.population.acquisitions[g] / total;
        for (month, of) in run.months.iter().zip(&segments.months).skip(skipped) {
            let segment = of[g];
            year.customers += segment.customers;
            year.csi += segment.satisfaction;
            year.repurchase += segment.repurchase;
            let shared = segment.customers * (month.cost / month.customers);
            year.profit += margin * segment.revenue - shared - month.acquisition_cost * entering;
        }
        let share = 1.0 / count as f64;
        year.customers *= share;
        year.csi *= share;
        year.repurchase *= share;
        year.profit *= share;
        year
    })
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

impl core::fmt::Display for CentralError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Baseline(why) => why.fmt(f),
            Self::Wait(why) => why.fmt(f),
        }
    }
}

impl core::error::Error for CentralError {}

impl From<BaselineError> for CentralError {
    fn from(why: BaselineError) -> Self {
        Self::Baseline(why)
    }
}

/// The calibrated baseline of the central draw.
///
/// # Errors
/// A population that does not settle, or a reported wait that no load of the desk makes.
pub fn central_baseline(firm: &Firm, a: &Assumptions<f64>) -> Result<Baseline<f64>, CentralError> {
    match Baseline::new(firm, a, &mut Exact)? {
        (_, Some(wait)) => Err(CentralError::Wait(wait)),
        (base, None) => Ok(base),
    }
}

/// Runs a policy, or the baseline for `None`.
pub fn trajectory(firm: &Firm, base: &Baseline<f64>, policy: Option<&Levers<f64>>) -> Trajectory {
    by_segment(firm, base, policy).0
}

/// Runs a policy, or the baseline for `None`, and keeps every segment.
pub fn by_segment(firm: &Firm, base: &Baseline<f64>, policy: Option<&Levers<f64>>) -> (Trajectory, Segments) {
    let mut months = Vec::with_capacity(firm.horizon);
    let mut segments = Segments { months: Vec::with_capacity(firm.horizon) };
    let on_month = |_: usize, m: &Month<f64>| months.push(*m);
    let (events, queue) = (&mut ExpectedEvents, &mut Exact);
    let ending = simulate_observed(firm, base, policy, &[], events, queue, &mut segments, on_month);
    (Trajectory { months, ending }, segments)
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
    let delta_cost = present_value(|m| m.cost + m.acquisition_cost);
    let mut factor = 1.0;
    let baseline_cost = baseline.months.iter().fold(0.0, |sum, b| {
        let sum = sum + factor * (b.cost + b.acquisition_cost);
        factor *= firm.discount;
        sum
    });
    let delta_revenue = present_value(|m| m.revenue);
    let delta_contribution = firm.company.contribution_margin * delta_revenue;
    let multiple = |gain: f64| costs_more(delta_cost, baseline_cost).then(|| gain / delta_cost);
    let mut cumulated = Vec::with_capacity(policy.months.len());
    let (mut sum, mut factor) = (0.0, 1.0);
    for (p, b) in policy.months.iter().zip(&baseline.months) {
        sum += factor * (p.profit - b.profit);
        factor *= firm.discount;
        cumulated.push(sum);
    }
    let terminal_value = policy.ending.terminal_value(&baseline.ending, firm);
    Comparison {
        baseline_cost,
        delta_cost,
        delta_revenue,
        delta_contribution,
        npv: sum,
        terminal_value,
        total_gain: sum + terminal_value,
        return_on_investment: multiple(sum),
        revenue_multiple: multiple(delta_revenue),
        contribution_multiple: multiple(delta_contribution),
        payback_month: payback_month(cumulated.into_iter()),
        delta_ltv: policy.ending.lifetime.value - baseline.ending.lifetime.value,
    }
}

/// A central run of one policy.
///
/// # Errors
/// As [`central_baseline`].
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

#[cfg(test)]
mod tests {
    use super::*;
    use aftercast_scenario::{AssumptionId, LeverId};

    #[test]
    fn segments_add_up_to_the_firm() {
        let mut levers = Levers::default_today();
        *levers.get_mut(LeverId::CustomersPerAgent) = 3000.0;
        *levers.get_mut(LeverId::GreenChannel) = 1.0;
        let firm = Firm::new(&Company::default(), &Levers::default_today());
        let central = Assumptions::from_fn(|id: AssumptionId| id.spec().distribution.central());
        let base = central_baseline(&firm, &central).unwrap();
        for policy in [None, Some(&levers)] {
            let (run, segments) = by_segment(&firm, &base, policy);
            for (month, of) in run.months.iter().zip(&segments.months) {
                let sum = |read: fn(&SegmentMonth<f64>) -> f64| of.iter().map(read).sum::<f64>();
                let weighted = |read: fn(&SegmentMonth<f64>) -> f64| {
                    of.iter().map(|s| s.customers * read(s)).sum::<f64>() / month.customers
                };
                let close = |a: f64, b: f64| assert!((a - b).abs() <= 1e-12 * b.abs(), "{a} {b}");
                close(sum(|s| s.customers), month.customers);
                close(sum(|s| s.revenue), month.revenue);
                close(weighted(|s| s.satisfaction), month.csi);
                close(weighted(|s| s.repurchase), month.repurchase);
            }
            let year = last_year(&firm, &base, &run, &segments);
            let profit = run.months[24..].iter().map(|m| m.profit).sum::<f64>() / 12.0;
            let found: f64 = year.iter().map(|s| s.profit).sum();
            assert!((found - profit).abs() < 1e-9 * profit.abs(), "{found} {profit}");
            let entering = &base.population.acquisitions;
            let worth = year.iter().zip(entering).map(|(s, q)| s.lifetime_value * q).sum::<f64>()
                / base.population.acquisitions_total;
            assert!(
                (worth - run.ending.lifetime.value).abs() < 1e-9 * worth.abs(),
                "{worth} {}",
                run.ending.lifetime.value
            );
        }
    }
}
