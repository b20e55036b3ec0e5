//! Behaviour checks: what the model must do at the corners of its lever matrix, declared as data.
//!
//! Claim: a model that passes nowhere outside its bounds, moves the right way and loses neither people nor money is not thereby
//!   right, but one that fails any of it is wrong.
//! Equations: a figure is its mean over the last twelve months, outcomes as they are; a balance closes if its residual is
//!   within 1e-9 of the larger side; a direction holds if nine steps over the whole range move one way and more than nothing.
//! Symbols: figures by the keys of the golden files, in their units.
//! Validity: central run, serious events at expected value; a firm that gives a check nothing to look at is not judged by it
//!   (`direction`). Source: data/checks.toml; Forrester & Senge (1980), extreme conditions.

use aftercast_engine::check;
use aftercast_engine::model::Month;
use aftercast_engine::run::central::{CentralError, SERIES};
use aftercast_scenario::{AssumptionId, Distribution, Draft, LeverId, Levers, Scenario};

mod accounts;
mod bench;
mod direction;
#[cfg(test)]
mod tests;
mod verdict;

use accounts::{balanced, returned};
use bench::{Bench, Case, Location, figure_in, figure_of, reading};
use direction::Sweep;
use verdict::Watch;
pub use verdict::{Outcome, Unjudged, Verdict};

/// Balances close within this of the larger side.
pub const TOLERANCE: f64 = 1e-9;
/// Ends of unbounded distributions, in standard deviations.
const DEVIATIONS: f64 = 3.0;

/// Accounts that must close.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Balance {
    /// Customers: start, leavers, newcomers, next start.
    Population,
    /// Five lines and the service cost.
    ServiceCost,
    /// Service cost, returned goods, serious events, setup and the cost.
    Cost,
    /// Contribution, cost, acquisition and profit.
    Profit,
    /// Discounted changes and the net gain.
    Npv,
    /// Setup over the horizon at any ramp.
    Setup,
}

/// Facts of the company that the baseline gives back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fact {
    /// Customers at the start.
    Customers,
    /// Satisfaction.
    Csi,
    /// First response over a year.
    FirstResponse,
    /// First response by night over a year.
    NightResponse,
    /// Orders times value.
    Orders,
    /// Leavers and newcomers at rest.
    StandingStill,
}

/// What is moved over its range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mover {
    /// A lever of the policy.
    Lever(LeverId),
    /// An assumption.
    Assumption(AssumptionId),
}

/// What must hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Rule {
    /// Every figure of every case is a number.
    Finite,
    /// A figure stays within bounds in every month of every case.
    Within {
        /// Key of the figure.
        figure: &'static str,
        /// Lower bound.
        min: f64,
        /// Upper bound.
        max: f64,
    },
    /// An account closes in every case.
    Balance(Balance),
    /// Today's policy as a policy changes nothing.
    NoOp,
    /// The baseline gives back a fact.
    Returns(Fact),
    /// A figure moves one way.
    Moves {
        /// What is moved.
        mover: Mover,
        /// Key of the figure or outcome.
        figure: &'static str,
        /// Up or down.
        rises: bool,
        /// Policy in force besides; `today` is none.
        policy: &'static str,
        /// Whether the first year is looked at, not the last.
        first_year: bool,
    },
}

/// A check as declared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BehaviourCheck {
    /// Id.
    pub id: &'static str,
    /// What it says, in English.
    pub en: &'static str,
    /// What it says, in Chinese.
    pub zh: &'static str,
    /// What must hold.
    pub rule: Rule,
}

include!(concat!(env!("OUT_DIR"), "/checks.rs"));

/// Levers of a named policy over today's.
pub fn policy(name: &str, today: &Levers<f64>) -> Option<Levers<f64>> {
    let (_, moved) = POLICIES.iter().find(|(n, _)| *n == name)?;
    Some(Levers::start_from(today).with(moved.iter().copied()))
}

/// Ends of what is believed about an assumption.
pub fn ends(distribution: &Distribution) -> (f64, f64) {
    match *distribution {
        Distribution::Known { value } => (value, value),
        Distribution::Pert { low, high, .. } => (low, high),
        Distribution::Normal { mean, sd } => (mean - DEVIATIONS * sd, mean + DEVIATIONS * sd),
        Distribution::LogNormal { median, gsd } => {
            let three = gsd * gsd * gsd;
            (median / three, median * three)
        }
    }
}

/// Every check at a scenario's company, assumptions and today's policy.
///
/// # Errors
/// A case of the matrix without a baseline.
pub fn checks(scenario: &Scenario) -> Result<Vec<Verdict>, CentralError> {
    checks_beside(scenario, || check(&Draft::default()).ok())
}

/// Every check at a scenario's company. Where a direction does not show, `reference` is asked whether the model has it at all:
/// the report's firm, where the directions were reasoned.
///
/// # Errors
/// A case of the matrix without a baseline.
pub fn checks_beside(
    scenario: &Scenario,
    reference: impl FnOnce() -> Option<Scenario>,
) -> Result<Vec<Verdict>, CentralError> {
    let bench = Bench::new(scenario)?;
    let cases = bench.matrix()?;
    let mut sweep = Sweep::new(Bench::without_books(scenario)?, reference);
    CHECKS.iter().map(|check| judge(check, &bench, &mut sweep, &cases)).collect()
}

fn judge<R: FnOnce() -> Option<Scenario>>(
    check: &'static BehaviourCheck,
    bench: &Bench,
    sweep: &mut Sweep<'_, R>,
    cases: &[Case],
) -> Result<Verdict, CentralError> {
    Ok(match check.rule {
        Rule::Finite => {
            let mut seen = Watch::new(check);
            each_month(cases, |location, month, _| {
                for (key, read) in SERIES {
                    let x = read(month);
                    seen.take(x, x.is_finite(), || format!("{location}: {key}"));
                }
            });
            for case in cases {
                let c = &case.comparison;
                let lifetime = case.policy.ending.lifetime.months;
                for x in [c.delta_cost, c.delta_revenue, c.npv, c.terminal_value, c.total_gain, c.delta_ltv, lifetime] {
                    seen.take(x, x.is_finite(), || format!("{}: outcomes", case.name));
                }
            }
            // the span of all figures of all units means nothing
            seen.seen = (0.0, 0.0);
            seen.verdict()
        }
        Rule::Within { figure, min, max } => within(check, figure, (min, max), cases),
        Rule::Balance(balance) => balanced(check, balance, bench, cases),
        Rule::NoOp => {
            let mut seen = Watch::new(check);
            let same = bench.lever_case("today's policy".to_owned(), &bench.start());
            for (t, (ours, theirs)) in same.policy.months.iter().zip(&same.baseline.months).enumerate() {
                for (key, read) in SERIES {
                    let change = (read(ours) - read(theirs)).abs();
                    seen.take(change, change == 0.0, || format!("{key} month {t}"));
                }
            }
            seen.verdict()
        }
        Rule::Returns(fact) => {
            let mut seen = Watch::new(check);
            let (ours, theirs) = returned(fact, bench);
            seen.residual(ours, theirs, || format!("{ours} against {theirs}"));
            seen.verdict()
        }
        Rule::Moves { mover, figure, rises, policy, first_year } => {
            sweep.judge(check, &direction::Direction { mover, figure, rises, besides: policy, first_year })?
        }
    })
}

/// Whether a figure stays within bounds, the firm's own included.
fn within(check: &'static BehaviourCheck, figure: &str, (min, max): (f64, f64), cases: &[Case]) -> Verdict {
    let mut seen = Watch::new(check);
    if let Some(read) = reading(figure) {
        each_month(cases, |location, month, _| {
            let x = read(month);
            seen.take(x, x >= min && x <= location.0.own.most(figure, max), || location.to_string());
        });
    }
    seen.verdict()
}

/// Every month of every case, baseline and policy, with the month after it.
fn each_month<'a>(cases: &'a [Case], mut f: impl FnMut(Location<'a>, &Month<f64>, Option<&Month<f64>>)) {
    for case in cases {
        for (part, run) in [("baseline", &case.baseline), ("policy", &case.policy)] {
            for (t, month) in run.months.iter().enumerate() {
                f(Location(case, part, t), month, run.months.get(t + 1));
            }
        }
    }
}
