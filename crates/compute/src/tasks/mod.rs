//! Work that is no run of the model: what is asked, and how a worker does it.

mod rows;

use serde::{Deserialize, Serialize};

use crate::failure::PlanError;
use crate::messages::levers_from_list;
use aftercast_engine::analysis::JobOutput;
use aftercast_engine::analysis::convergence::{self, Convergence, ConvergenceJob};
use aftercast_engine::analysis::stress::{Stress, StressJob};
use aftercast_engine::analysis::value_of_information::Choice;
use aftercast_engine::check;
use aftercast_engine::run::batch::Engine;
use aftercast_microsim::Averaging;
use aftercast_numerics::sampling::Sampler;
use aftercast_scenario::json::read;
use aftercast_scenario::{AssumptionId, Goal, Scenario};
use aftercast_validation::agreement::{Case, Comparison};
use aftercast_validation::behaviour;
use aftercast_validation::forecast;
use aftercast_validation::survey::compare_with_survey;
use rows::{ahead_rows, survey_row};

pub use rows::{AHEAD, CHECK, SURVEY, WORTH, ahead, compared, worth};

/// Work that is no run of the model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Task {
    /// What it is worth to know assumptions: the gains come beside the message, option after option; a row of [`WORTH`]
    /// numbers a set comes back.
    Worth {
        /// Number of options.
        options: usize,
        /// Seed of the bootstrap.
        seed: u64,
        /// Sets of assumptions, by name.
        sets: Vec<Vec<String>>,
    },
    /// Today's policy and others under a stress: a row of all numbers of a block a policy comes back.
    Stress {
        /// Id of the stress; calm without one.
        stress: Option<String>,
        /// First draw.
        first: u64,
        /// Number of draws.
        draws: usize,
        /// Levers of the policies besides today's, in file order.
        policies: Vec<Vec<f64>>,
    },
    /// A run of the comparison of samplers: a row of draws and estimates a reading comes back.
    Converge {
        /// Name of the sampler.
        sampler: String,
        /// Number of the independent run.
        run: usize,
        /// Draws of the run.
        draws: u64,
        /// Whether it is read after each doubling.
        prefixes: bool,
        /// Levers of the policies, in file order.
        policies: Vec<Vec<f64>>,
        /// Name and bound of the goal.
        goal: (String, f64),
    },
    /// The behaviour checks at the company of the futures: a row of [`CHECK`] numbers a check comes back.
    Behaviour,
    /// The report's figures at the report's own firm, under the assumptions of the futures: a row of [`SURVEY`] numbers an item comes back.
    Survey {
        /// Draws of our uncertainty.
        draws: u64,
    },
    /// The months ahead of every figure of a forecast: a row of [`AHEAD`] numbers a month comes back, figure after figure.
    Ahead {
        /// Levers of the policy followed, in file order; today's without them.
        policy: Option<Vec<f64>>,
    },
    /// Customers one by one: the figures of a month come back.
    Customers {
        /// The scenario as in a file; it names today's policy and those to compare.
        scenario: String,
        /// Customers in all.
        customers: usize,
        /// Independent replications.
        replications: u64,
        /// Position of the job among those of these readings.
        job: usize,
        /// Whether every averaging is undone in turn, or none.
        all: bool,
    },
}

impl Task {
    /// Does it in the futures of an engine; `numbers` came beside it.
    fn work(&self, engine: &mut Engine, kept: &mut KeptComparison, numbers: &[f64]) -> Result<JobOutput, PlanError> {
        match self {
            Task::Converge { sampler, run, draws, prefixes, policies, goal } => {
                let futures = engine.futures().clone();
                let policies: Option<Vec<_>> = policies.iter().map(|list| levers_from_list(list)).collect();
                let goal = Goal::from_name(&goal.0, goal.1).ok_or(PlanError::OtherVersion)?;
                let sampler = Sampler::from_name(sampler).ok_or(PlanError::OtherVersion)?;
                let job = ConvergenceJob { sampler, run: *run, draws: *draws, prefixes: *prefixes };
                let study = Convergence::new(futures.clone(), &policies.ok_or(PlanError::OtherVersion)?, goal, 2);
                let readings = study.compute(engine, &job);
                engine.enter(futures);
                let row = |r: convergence::ConvergenceSample| std::iter::once(r.draws as f64).chain(r.estimates);
                let values = readings?.into_iter().flat_map(row).collect();
                Ok(JobOutput { rows: 1 + convergence::Estimand::ALL.len(), values })
            }
            Task::Behaviour => {
                let scenario = Scenario::without_policies(engine.futures());
                let verdicts = behaviour::checks(&scenario)?;
                let row = |v: behaviour::Verdict| [v.outcome.code(), v.numbers as f64, v.seen.0, v.seen.1];
                Ok(JobOutput { rows: CHECK, values: verdicts.into_iter().flat_map(row).collect() })
            }
            Task::Survey { draws } => {
                let scenario = Scenario::without_policies(engine.futures());
                let rows = compare_with_survey(&scenario, *draws)?;
                Ok(JobOutput { rows: SURVEY, values: rows.iter().flat_map(survey_row).collect() })
            }
            Task::Ahead { policy } => {
                let levers =
                    policy.as_ref().map(|list| levers_from_list(list).ok_or(PlanError::OtherVersion)).transpose()?;
                let figures = forecast::figures(engine.futures(), levers.as_ref())?;
                Ok(JobOutput { rows: AHEAD, values: figures.iter().flat_map(ahead_rows).collect() })
            }
            Task::Customers { .. } => customers_seen(kept, self),
            Task::Stress { stress, first, draws, policies } => {
                let plan = match stress {
                    None => Vec::new(),
                    Some(id) => Stress::from_id(id).ok_or(PlanError::OtherVersion)?.plan(&engine.futures().company),
                };
                let policies: Option<Vec<_>> = policies.iter().map(|list| levers_from_list(list)).collect();
                let job = StressJob { stress: None, plan, first: *first, draws: *draws };
                let blocks = job.run(engine, &policies.ok_or(PlanError::OtherVersion)?);
                // whatever comes next is calm again
                engine.disturb(Vec::new());
                let blocks = blocks?;
                let rows = blocks.first().map_or(0, |block| block.values.len());
                Ok(JobOutput { rows, values: blocks.into_iter().flat_map(|block| block.values).collect() })
            }
            Task::Worth { options, seed, sets } => {
                let draws =
                    numbers.len().checked_div(*options).filter(|draws| *draws > 0).ok_or(PlanError::OtherVersion)?;
                let choice = Choice::new(numbers.chunks_exact(draws).map(<[f64]>::to_vec).collect(), *seed);
                let evpi = choice.evpi().value.value;
                let scores: Vec<_> = (0..draws as u64).map(|draw| engine.plan().scores(draw)).collect();
                let mut values = Vec::with_capacity(WORTH * sets.len());
                for set in sets {
                    let ids: Option<Vec<_>> = set.iter().map(|name| AssumptionId::from_name(name)).collect();
                    let column = |id: AssumptionId| scores.iter().map(|s| s[id as usize]).collect();
                    let features: Vec<Vec<f64>> = ids.ok_or(PlanError::OtherVersion)?.into_iter().map(column).collect();
                    let worth = choice.evppi(&features, evpi);
                    values.extend([worth.value.value, worth.value.error, worth.plug_in, worth.bias, worth.changes]);
                }
                Ok(JobOutput { rows: WORTH, values })
            }
        }
    }
}

/// Does tasks in the futures of an engine; `numbers` came beside them.
pub trait TaskRunner: Default + 'static {
    /// Does a task.
    ///
    /// # Errors
    /// Why it cannot be done.
    fn work(&mut self, task: &Task, engine: &mut Engine, numbers: &[f64]) -> Result<JobOutput, PlanError>;
}

/// Does every task.
#[derive(Debug, Default)]
pub struct AllTasks {
    kept: KeptComparison,
}

impl TaskRunner for AllTasks {
    fn work(&mut self, task: &Task, engine: &mut Engine, numbers: &[f64]) -> Result<JobOutput, PlanError> {
        task.work(engine, &mut self.kept, numbers)
    }
}

/// Does no task: for workers that are asked for runs alone.
#[derive(Debug, Default)]
pub struct NoTasks;

impl TaskRunner for NoTasks {
    fn work(&mut self, _: &Task, _: &mut Engine, _: &[f64]) -> Result<JobOutput, PlanError> {
        Err(PlanError::OtherVersion)
    }
}

/// The comparison of the last task for customers one by one: its populations take longer to prepare than a small replication.
type KeptComparison = Option<(Task, Comparison, Vec<Averaging>)>;

/// The comparison with customers one by one for a scenario's own policies, and the averagings of its jobs.
///
/// # Errors
/// A scenario that cannot run, or one whose company has no baseline.
pub fn customers(
    text: &str,
    customers: usize,
    replications: u64,
    all: bool,
) -> Result<(Comparison, Vec<Averaging>), PlanError> {
    let (draft, _) = read(text);
    let scenario = check(&draft)?;
    let policies = scenario.policies().iter().enumerate().map(|(k, p)| (k.to_string(), Some(p.levers)));
    let cases: Vec<Case> = std::iter::once((String::new(), None)).chain(policies).collect();
    let readings = if all { Averaging::ALL.to_vec() } else { vec![Averaging::Shared] };
    let seed = scenario.settings().seed;
    let comparison = Comparison::new(&scenario, cases, customers, replications, seed)?;
    Ok((comparison, readings))
}

/// A replication of customers one by one; the comparison of the same scenario is kept from one to the next.
fn customers_seen(kept: &mut KeptComparison, task: &Task) -> Result<JobOutput, PlanError> {
    let Task::Customers { scenario, customers: count, replications, job, all } = task else {
        return Err(PlanError::OtherVersion);
    };
    let first = Task::Customers {
        scenario: scenario.clone(),
        customers: *count,
        replications: *replications,
        job: 0,
        all: *all,
    };
    if kept.as_ref().is_none_or(|(of, ..)| *of != first) {
        let (comparison, readings) = customers(scenario, *count, *replications, *all)?;
        *kept = Some((first, comparison, readings));
    }
    let (_, comparison, readings) = kept.as_ref().ok_or(PlanError::OtherVersion)?;
    let job = *comparison.jobs(readings).get(*job).ok_or(PlanError::OtherVersion)?;
    let values = comparison.run(job).to_vec();
    Ok(JobOutput { rows: values.len(), values })
}
