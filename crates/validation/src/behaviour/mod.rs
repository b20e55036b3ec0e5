//! Behaviour checks: what the model must do at the corners of its lever matrix, declared as data.
//!
//! Claim: a model that passes nowhere outside its bounds, moves the right way and loses neither people nor money is not thereby
//!   right, but one that fails any of it is wrong.
//! Equations: a figure is its mean over the last twelve months, outcomes as they are; a balance closes if its residual is
//!   within 1e-9 of the larger side; a direction holds if nine steps over the whole range move one way and more than nothing.
//! Symbols: figures by the keys of the golden files, in their units.
//! Validity: central run, serious events at expected value; a firm that gives a check nothing to look at is not judged by it
//!   (`direction`). Source: data/checks.toml; Forrester & Senge (1980), extreme conditions.

use core::fmt::{Display, Formatter, Result as Shown};

use aftercast_engine::check;
use aftercast_engine::model::outcomes::Comparison;
use aftercast_engine::model::queue::Exact;
use aftercast_engine::model::{Baseline, Firm, Month};
use aftercast_engine::run::central::{
    CentralError, MonthFigure, SERIES, Trajectory, central_baseline, compare, trajectory,
};
use aftercast_scenario::company::StatedCosts;
use aftercast_scenario::{AssumptionId, Assumptions, Company, Distribution, Draft, LeverId, Levers, Scenario};

mod accounts;
mod direction;
#[cfg(test)]
mod tests;
mod verdict;

use accounts::{balanced, returned};
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

/// A case of the matrix: baseline and policy month by month.
#[derive(Debug)]
struct Case {
    name: String,
    baseline: Trajectory,
    policy: Trajectory,
    comparison: Comparison,
    own: OwnBounds,
}

/// Bounds that the facts of the firm set by themselves: the model keeps within the wider of these and the declared ones.
#[derive(Clone, Copy, Debug)]
struct OwnBounds {
    /// Longest mean patience in force, minutes: at least 1.25 times the longest reported wait.
    patience: f64,
    /// Highest annual repurchase of a segment at today's score.
    repurchase: f64,
}

impl OwnBounds {
    fn of(base: &Baseline<f64>) -> Self {
        let p = &base.population;
        let repurchase = p.satisfaction.iter().map(|s| p.curve.annual(*s)).fold(0.0, f64::max);
        Self { patience: base.desk.patience(), repurchase }
    }

    /// Upper bound of a figure.
    fn most(&self, figure: &str, declared: f64) -> f64 {
        match figure {
            // a mean of segments is rounded like its parts
            "repurchase" => declared.max(self.repurchase * (1.0 + TOLERANCE)),
            "first_response" | "day_response" | "night_response" => declared.max(self.patience),
            _ => declared,
        }
    }
}

/// A location in the matrix.
#[derive(Debug)]
struct Location<'a>(&'a Case, &'a str, usize);

impl Display for Location<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Shown {
        write!(f, "{}, {} month {}", self.0.name, self.1, self.2)
    }
}

/// The model at one scenario's company, asked again and again.
struct Bench<'a> {
    scenario: &'a Scenario,
    firm: Firm,
    today: Levers<f64>,
    central: Assumptions<f64>,
    base: Baseline<f64>,
    baseline: Trajectory,
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

impl<'a> Bench<'a> {
    fn new(scenario: &'a Scenario) -> Result<Self, CentralError> {
        Self::of_company(scenario, scenario.company(), scenario.today())
    }

    /// The same company with no books: a line that the books hold fast does not follow its own unit cost, so directions
    /// are asked of the model's own lines.
    fn without_books(scenario: &'a Scenario) -> Result<Self, CentralError> {
        let company = Company { stated_costs: StatedCosts::NONE, ..scenario.company().clone() };
        Self::of_company(scenario, &company, scenario.today())
    }

    fn of_company(scenario: &'a Scenario, company: &Company, today: &Levers<f64>) -> Result<Self, CentralError> {
        let firm = Firm::new(company, today);
        let central = scenario.central();
        let base = central_baseline(&firm, &central)?;
        let baseline = trajectory(&firm, &base, None);
        Ok(Self { scenario, firm, today: *today, central, base, baseline })
    }

    fn start(&self) -> Levers<f64> {
        Levers::start_from(&self.today)
    }

    fn lever_case(&self, name: String, levers: &Levers<f64>) -> Case {
        let policy = trajectory(&self.firm, &self.base, Some(levers));
        let comparison = compare(&self.firm, &self.baseline, &policy);
        Case { name, baseline: self.baseline.clone(), policy, comparison, own: OwnBounds::of(&self.base) }
    }

    fn assumption_case(&self, id: AssumptionId, value: f64, levers: &Levers<f64>) -> Result<Case, CentralError> {
        let mut a = self.central;
        *a.get_mut(id) = value;
        // at an end of a range the nearer end of the queue is taken, as in a draw
        let (base, _) = Baseline::new(&self.firm, &a, &mut Exact)?;
        let baseline = trajectory(&self.firm, &base, None);
        let policy = trajectory(&self.firm, &base, Some(levers));
        let comparison = compare(&self.firm, &baseline, &policy);
        Ok(Case { name: format!("{} = {value}", id.name()), baseline, policy, comparison, own: OwnBounds::of(&base) })
    }

    /// The whole matrix.
    fn matrix(&self) -> Result<Vec<Case>, CentralError> {
        let start = self.start();
        let end = |max: bool| {
            Levers::from_fn(|id: LeverId| {
                if !id.ramps() {
                    *start.get(id)
                } else if max {
                    id.spec().max
                } else {
                    id.spec().min
                }
            })
        };
        let mut cases = vec![
            self.lever_case("all at today's value".to_owned(), &start),
            self.lever_case("all at minimum".to_owned(), &end(false)),
            self.lever_case("all at maximum".to_owned(), &end(true)),
        ];
        for id in LeverId::ALL {
            for value in [id.spec().min, id.spec().max] {
                let mut levers = start;
                *levers.get_mut(id) = value;
                cases.push(self.lever_case(format!("{} = {value}", id.name()), &levers));
            }
        }
        let value = policy("value", self.scenario.today()).unwrap_or(start);
        for id in AssumptionId::ALL {
            let (low, high) = ends(self.scenario.distributions().get(id));
            for x in [low, high] {
                cases.push(self.assumption_case(id, x, &value)?);
            }
        }
        Ok(cases)
    }
}

/// A figure's last (or first) year, or an outcome; not a number where there is none of that name.
fn figure_of(case: &Case, name: &str, first_year: bool) -> f64 {
    figure_in(&case.policy, &case.comparison, name, first_year)
}

fn figure_in(run: &Trajectory, comparison: &Comparison, name: &str, first_year: bool) -> f64 {
    let months = &run.months;
    let year = if first_year { &months[..months.len().min(12)] } else { &months[months.len().saturating_sub(12)..] };
    match name {
        "npv" => comparison.npv,
        "terminal_value" => comparison.terminal_value,
        "total_gain" => comparison.total_gain,
        "delta_cost" => comparison.delta_cost,
        "delta_revenue" => comparison.delta_revenue,
        "ltv" => run.ending.lifetime.value,
        // a wait counts as often as it is met
        _ if name.ends_with("_response") => reading(name).map_or(f64::NAN, |read| {
            let contacts: f64 = year.iter().map(|m| m.contacts).sum();
            year.iter().map(|m| read(m) * m.contacts).sum::<f64>() / contacts.max(f64::MIN_POSITIVE)
        }),
        _ => reading(name).map_or(f64::NAN, |read| year.iter().map(read).sum::<f64>() / year.len() as f64),
    }
}

fn reading(name: &str) -> Option<MonthFigure> {
    SERIES.iter().find(|(key, _)| *key == name).map(|(_, read)| *read)
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
