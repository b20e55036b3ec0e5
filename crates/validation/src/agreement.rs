//! The aggregate equations against customers simulated one by one.
//!
//! Claim: where the equations average rightly, the mean of the simulation lies within its own confidence interval of them.
//! Equations: over R independent replications t = (mean - aggregate)/(sd/sqrt(R)); a row agrees while |t| stays under Student's
//!   quantile at 1 - alpha/(2 rows) with R - 1 degrees of freedom (Bonferroni over the table), alpha = 0.01.
//! Symbols: a figure is its mean over the horizon, customers its last month; `resolution` is the smallest deviation, relative
//!   to the aggregate, that the row would have noticed.
//! Validity: serious events at expected value in both, assumptions at their central values.
//! Source: Law, Simulation modeling and analysis, chapters 5 and 9.

use aftercast_engine::model::{Baseline, Firm, Month};
use aftercast_engine::run::central::{CentralError, central_baseline, trajectory};
use aftercast_microsim::{Averaging, Effort, FIGURES, Figure, MonthSeen, Population, firm::NoFirm};
use aftercast_numerics::math::special::beta_quantile;
use aftercast_scenario::{Levers, Scenario};

/// Probability that a correct model fails anywhere in the table.
pub const ALPHA: f64 = 0.01;
/// A standard error this small of the figure's size is rounding, not evidence.
const ROUNDING: f64 = 1e-10;
/// The other readings are simulated with this share of the customers and of the time at the desk.
const SMALLER: f64 = 0.25;

/// A policy of the table: `None` is today's.
pub type Case = (String, Option<Levers<f64>>);

/// One simulation to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Job {
    /// How literally customers are individuals.
    pub reading: Averaging,
    /// Which policy.
    pub case: usize,
    /// Which replication.
    pub replication: u64,
}

/// A figure of a policy: aggregate and simulated.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparisonRow {
    /// Name of the policy.
    pub policy: String,
    /// How literally customers are individuals.
    pub reading: Averaging,
    /// Which figure.
    pub figure: Figure,
    /// By the equations.
    pub aggregate: f64,
    /// Mean of the replications.
    pub simulated: f64,
    /// Standard error of that mean.
    pub error: f64,
    /// Student's critical value of the table.
    pub critical: f64,
}

impl ComparisonRow {
    /// Half the width of the confidence interval.
    pub fn margin(&self) -> f64 {
        self.critical * self.error + ROUNDING * self.aggregate.abs()
    }

    /// Whether the aggregate lies within the interval.
    pub fn agrees(&self) -> bool {
        (self.simulated - self.aggregate).abs() <= self.margin()
    }

    /// Smallest relative deviation that would have been noticed.
    pub fn resolution(&self) -> f64 {
        if self.aggregate == 0.0 { 0.0 } else { self.margin() / self.aggregate.abs() }
    }
}

/// The whole comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// Rows that must agree.
    pub must: Vec<ComparisonRow>,
    /// Rows in which one averaging each is undone, of today and of the change that the last policy makes; those that differ
    /// show what the averaging costs.
    pub undone: Vec<ComparisonRow>,
}

/// Why a comparison is impossible.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ComparisonError {
    /// The equations have no baseline.
    Equations(CentralError),
    /// The simulation has no firm.
    Customers(NoFirm),
}

impl core::fmt::Display for ComparisonError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Equations(why) => write!(f, "the equations have no baseline: {why}"),
            Self::Customers(why) => write!(f, "the simulation has no baseline: {why}"),
        }
    }
}

impl core::error::Error for ComparisonError {}

impl From<CentralError> for ComparisonError {
    fn from(why: CentralError) -> Self {
        Self::Equations(why)
    }
}

impl From<NoFirm> for ComparisonError {
    fn from(why: NoFirm) -> Self {
        Self::Customers(why)
    }
}

/// A comparison to be made.
#[derive(Debug)]
pub struct Comparison {
    firm: Firm,
    base: Baseline<f64>,
    cases: Vec<Case>,
    populations: Vec<(Averaging, Population)>,
    effort: Effort,
    replications: u64,
}

impl Comparison {
    /// Prepares the comparison of `cases` for a scenario with `customers` in all, over `replications` (at least 4).
    ///
    /// # Errors
    /// Facts that contradict each other.
    pub fn new(
        scenario: &Scenario,
        cases: Vec<Case>,
        customers: usize,
        replications: u64,
        seed: u64,
    ) -> Result<Self, ComparisonError> {
        let a = scenario.central();
        let firm = Firm::new(scenario.company(), scenario.today());
        let base = central_baseline(&firm, &a)?;
        let populations = Averaging::ALL
            .into_iter()
            .map(|r| Population::new(scenario.company(), scenario.today(), &a, r).map(|c| (r, c)))
            .collect::<Result<_, _>>()?;
        let replications = replications.max(4);
        let effort = Effort { customers: customers / replications as usize, watch: 1.0 / replications as f64, seed };
        Ok(Self { firm, base, cases, populations, effort, replications })
    }

    /// Everything to simulate for some readings, in this order; independent of each other. [`Averaging::Shared`] takes every
    /// policy, the others today's and the last.
    pub fn jobs(&self, readings: &[Averaging]) -> Vec<Job> {
        let last = self.cases.len() - 1;
        let mut jobs = Vec::new();
        for &reading in readings {
            for case in 0..self.cases.len() {
                if reading == Averaging::Shared || case == 0 || case == last {
                    jobs.extend((0..self.replications).map(|replication| Job { reading, case, replication }));
                }
            }
        }
        jobs
    }

    /// Runs one simulation.
    pub fn run(&self, job: Job) -> MonthSeen {
        let mut effort = self.effort;
        if job.reading != Averaging::Shared {
            effort.customers = (effort.customers as f64 * SMALLER) as usize;
            effort.watch *= SMALLER;
        }
        let population = self.populations.iter().find(|(r, _)| *r == job.reading).map(|(_, c)| c);
        population.map_or([f64::NAN; FIGURES], |population| {
            condense(&population.replicate(self.cases[job.case].1.as_ref(), effort, job.replication))
        })
    }

    /// The table from the results of [`jobs`](Self::jobs) for the same readings, in their order.
    pub fn table(&self, readings: &[Averaging], results: &[MonthSeen]) -> Agreement {
        let jobs = self.jobs(readings);
        let aggregates: Vec<MonthSeen> = self.cases.iter().map(|(_, levers)| self.aggregate(levers.as_ref())).collect();
        let groups: Vec<(Job, &[MonthSeen])> = jobs
            .iter()
            .step_by(self.replications as usize)
            .copied()
            .zip(results.chunks_exact(self.replications as usize))
            .collect();
        let of = |must: bool| {
            let wanted: Vec<_> = groups.iter().filter(|(j, _)| (j.reading == Averaging::Shared) == must).collect();
            let critical = student(ALPHA / (wanted.len() * FIGURES) as f64, self.replications as f64 - 1.0);
            wanted
                .iter()
                .flat_map(|(job, runs)| {
                    let aggregates = &aggregates;
                    // the change against today under the same luck: what a policy is chosen by
                    let today =
                        wanted.iter().find(|(j, _)| !must && job.case > 0 && j.reading == job.reading && j.case == 0);
                    Figure::ALL.iter().map(move |&figure| {
                        let f = figure as usize;
                        let (simulated, error) = match today {
                            None => mean_and_error(runs.iter().map(|r| r[f])),
                            Some((_, before)) => mean_and_error(runs.iter().zip(*before).map(|(r, b)| r[f] - b[f])),
                        };
                        let name = &self.cases[job.case].0;
                        ComparisonRow {
                            policy: if today.is_some() { format!("{name} - today") } else { name.clone() },
                            reading: job.reading,
                            figure,
                            aggregate: aggregates[job.case][f] - today.map_or(0.0, |_| aggregates[0][f]),
                            simulated,
                            error,
                            critical,
                        }
                    })
                })
                .collect()
        };
        Agreement { must: of(true), undone: of(false) }
    }

    /// The figures of a policy by the equations.
    fn aggregate(&self, policy: Option<&Levers<f64>>) -> MonthSeen {
        let months: Vec<MonthSeen> =
            trajectory(&self.firm, &self.base, policy).months.iter().map(by_equations).collect();
        condense(&months)
    }
}

/// A month of the equations in the simulation's figures.
fn by_equations(m: &Month<f64>) -> MonthSeen {
    let mut seen = [0.0; FIGURES];
    for &figure in Figure::ALL {
        seen[figure as usize] = match figure {
            Figure::Customers => m.customers,
            Figure::Csi => m.csi,
            Figure::DayResponse => m.waits.day,
            Figure::NightResponse => m.waits.night,
            Figure::FirstResponse => m.waits.mean,
            Figure::Repurchase => m.repurchase,
            Figure::Incidents => m.incidents,
            Figure::Contacts => m.contacts,
            Figure::HumanContacts => m.human_contacts,
            Figure::PositiveTalk => m.talk.positive,
            Figure::NegativeTalk => m.talk.negative,
            Figure::Acquisitions => m.acquisitions,
            Figure::Revenue => m.revenue,
            Figure::Labour => m.lines.labour,
            Figure::Technology => m.lines.technology,
            Figure::ReverseLogistics => m.lines.reverse_logistics,
            Figure::Compensation => m.lines.compensation,
            Figure::Programmes => m.lines.programmes,
            Figure::ReturnedGoods => m.lines.returned_goods,
            Figure::Cost => m.cost,
            Figure::Profit => m.profit,
        };
    }
    seen
}

/// Means over the months, waits weighted by the contacts that met them as in every other figure of a wait; customers of the last month.
fn condense(months: &[MonthSeen]) -> MonthSeen {
    let mut mean = [0.0; FIGURES];
    for month in months {
        for (sum, x) in mean.iter_mut().zip(month) {
            *sum += x / months.len() as f64;
        }
    }
    let contacts = |month: &MonthSeen| month[Figure::Contacts as usize];
    let all: f64 = months.iter().map(contacts).sum();
    for wait in [Figure::DayResponse, Figure::NightResponse, Figure::FirstResponse] {
        let waited: f64 = months.iter().map(|m| m[wait as usize] * contacts(m)).sum();
        // without contacts there is no wait
        mean[wait as usize] = waited / all.max(f64::MIN_POSITIVE);
    }
    if let Some(last) = months.last() {
        mean[Figure::Customers as usize] = last[Figure::Customers as usize];
    }
    mean
}

/// Mean of independent values and its standard error.
fn mean_and_error(values: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let n = values.clone().count() as f64;
    let mean = values.clone().sum::<f64>() / n;
    let square = values.map(|x| (x - mean) * (x - mean)).sum::<f64>();
    (mean, (square / (n - 1.0) / n).sqrt())
}

/// Student's t with P(|T| > t) = `alpha` at so many degrees of freedom.
///
/// ```
/// use aftercast_validation::agreement::student;
/// assert!((student(0.05, 15.0) - 2.131449546).abs() < 1e-8);
/// ```
pub fn student(alpha: f64, freedom: f64) -> f64 {
    // P(|T| > t) is the regularised incomplete beta function at freedom/(freedom + t^2)
    let x = beta_quantile(alpha, 0.5 * freedom, 0.5);
    (freedom * (1.0 / x - 1.0)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use aftercast_engine::check;
    use aftercast_scenario::Draft;

    #[test]
    fn a_wait_is_weighted_by_the_contacts_that_met_it() {
        // the default company is calibrated to its reported wait, which is a mean over contacts: the season's peaks count as often as they are met
        let scenario = check(&Draft::default()).unwrap();
        let comparison = Comparison::new(&scenario, vec![(String::new(), None)], 4000, 4, 1).unwrap();
        let seen = comparison.aggregate(None);
        let reported = scenario.company().first_response_minutes;
        assert!(
            (seen[Figure::FirstResponse as usize] - reported).abs() < 0.02,
            "{} not {reported}",
            seen[Figure::FirstResponse as usize]
        );
        let months: Vec<MonthSeen> =
            trajectory(&comparison.firm, &comparison.base, None).months.iter().map(by_equations).collect();
        let plain = months.iter().map(|m| m[Figure::FirstResponse as usize]).sum::<f64>() / months.len() as f64;
        assert!(plain < reported - 0.3, "a plain mean is another number: {plain}");
    }
}
