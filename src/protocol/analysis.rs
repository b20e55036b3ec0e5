//! Messages of the analyses: jobs described by themselves, answered with numbers. No page types.
//!
//! What is long travels as numbers beside the message, in both directions: the futures of a job, row after row, and its
//! answer, column after column.

use serde::{Deserialize, Serialize};

use super::{WorldMessage, levers_from_list, levers_to_list};
use crate::engine::analysis::convergence::{self, Convergence, ConvergenceJob};
use crate::engine::analysis::information::{Choice, Worth};
use crate::engine::analysis::stress::{Stress, StressJob};
use crate::engine::analysis::{Answer, Job, Rows, evaluate};
use crate::engine::run::batch::{Engine, Row};
use crate::engine::run::record::Outcome;
use crate::engine::run::summary::Estimate;
use crate::engine::sampling::Sampler;
use crate::engine::scenario::json::read;
use crate::engine::scenario::{AssumptionId, Assumptions, Draft, EventMode, Goal, check};
use crate::engine::verification::agreement::{Case, Study};
use crate::engine::verification::behaviour;
use crate::engine::verification::customers::Reading;
use crate::engine::verification::survey::{Compared, ITEMS, Reconciles, SurveyVerdict, compare_with_survey};

/// A part of an analysis that anybody who has entered its world can do.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    /// Outcomes of policies over futures.
    Job(Job),
    /// Other work, with the numbers it starts from.
    Task(Task, Vec<f64>),
}

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
    /// A run of the comparison of samplers: a row of draws and answers a reading comes back.
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
    /// The behaviour checks at the default company: a row of [`CHECK`] numbers a check comes back.
    Behaviour,
    /// The survey's figures at the default company: a row of [`SURVEY`] numbers an item comes back.
    Survey {
        /// Draws of our uncertainty.
        draws: u64,
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

/// Numbers of a check: whether it holds, how many numbers were looked at, and the two seen.
pub const CHECK: usize = 4;
/// Numbers of a figure of the survey, see [`survey_row`].
pub const SURVEY: usize = 10 + 4 * RECONCILES;
/// Verdicts by their number.
const VERDICTS: [SurveyVerdict; 5] = [
    SurveyVerdict::ByConstruction,
    SurveyVerdict::Agrees,
    SurveyVerdict::WithinUncertainty,
    SurveyVerdict::Disagrees,
    SurveyVerdict::NotDefined,
];
/// Assumptions that are kept of those that would reconcile.
const RECONCILES: usize = 3;

/// The study of customers one by one for a scenario's own policies, and the readings of its jobs.
pub fn customers(text: &str, customers: usize, replications: u64, all: bool) -> Option<(Study, Vec<Reading>)> {
    let (draft, _) = read(text);
    let scenario = check(&draft).ok()?;
    let policies = scenario.policies().iter().enumerate().map(|(k, p)| (k.to_string(), Some(p.levers)));
    let cases: Vec<Case> = std::iter::once((String::new(), None)).chain(policies).collect();
    let readings = if all { Reading::ALL.to_vec() } else { vec![Reading::Shared] };
    let study = Study::new(&scenario, cases, customers, replications, scenario.settings().seed).ok()?;
    Some((study, readings))
}

/// A replication of customers one by one; crowds of the same scenario are kept from one to the next.
fn customers_seen(kept: &mut Option<(Task, Study, Vec<Reading>)>, task: &Task) -> Result<Answer, &'static str> {
    let Task::Customers { scenario, customers: count, replications, job, all } = task else {
        return Err(OTHER_VERSION);
    };
    let first = Task::Customers {
        scenario: scenario.clone(),
        customers: *count,
        replications: *replications,
        job: 0,
        all: *all,
    };
    if kept.as_ref().is_none_or(|(of, ..)| *of != first) {
        *kept = customers(scenario, *count, *replications, *all).map(|(study, readings)| (first, study, readings));
    }
    let (_, study, readings) = kept.as_ref().ok_or(NOT_STATIONARY)?;
    let job = *study.jobs(readings).get(*job).ok_or(OTHER_VERSION)?;
    let values = study.run(job).to_vec();
    Ok(Answer { rows: values.len(), values })
}

/// A figure of the survey as numbers: position, reported, face value, central, three quantiles, defined, gap, verdict, then of up to three
/// assumptions that would reconcile: position, value, whether believed, distance. What is not there is not a number.
fn survey_row(c: &Compared) -> Vec<f64> {
    let maybe = |x: Option<f64>| x.unwrap_or(f64::NAN);
    let position = ITEMS.iter().position(|item| core::ptr::eq(item, c.item) || item.key == c.item.key);
    let spread = c.spread.unwrap_or([f64::NAN; 3]);
    let mut row = vec![position.map_or(f64::NAN, |p| p as f64), c.reported, maybe(c.face_value), maybe(c.central)];
    row.extend(spread);
    let verdict = VERDICTS.iter().position(|v| *v == c.verdict).map_or(f64::NAN, |p| p as f64);
    row.extend([c.defined, c.gap, verdict]);
    for k in 0..RECONCILES {
        row.extend(c.reconciles.get(k).map_or([f64::NAN; 4], |r| {
            [r.assumption as usize as f64, r.value, f64::from(u8::from(r.believed)), r.distance]
        }));
    }
    row
}

/// A figure of the survey from its numbers.
pub fn compared(row: &[f64]) -> Option<Compared> {
    let item = ITEMS.get(*row.first()? as usize)?;
    let there = |x: f64| (!x.is_nan()).then_some(x);
    let [_, reported, face_value, central, low, middle, high, defined, gap, verdict] = *row.get(..10)? else {
        return None;
    };
    let reconciles = row[10..]
        .chunks_exact(4)
        .filter(|r| !r[0].is_nan())
        .filter_map(|r| {
            let assumption = *AssumptionId::ALL.get(r[0] as usize)?;
            Some(Reconciles { assumption, value: r[1], believed: r[2] == 1.0, distance: r[3] })
        })
        .collect();
    let (central, spread) = (there(central), there(low).map(|low| [low, middle, high]));
    let verdict = *VERDICTS.get(verdict as usize)?;
    let face_value = there(face_value);
    Some(Compared { item, reported, face_value, central, spread, defined, gap, verdict, reconciles })
}

/// Numbers of a [`Worth`].
pub const WORTH: usize = 5;

impl Task {
    fn work(&self, engine: &mut Engine, numbers: &[f64]) -> Result<Answer, &'static str> {
        match self {
            Task::Converge { sampler, run, draws, prefixes, policies, goal } => {
                let world = engine.world().clone();
                let policies: Option<Vec<_>> = policies.iter().map(|list| levers_from_list(list)).collect();
                let goal = Goal::from_name(&goal.0, goal.1).ok_or(OTHER_VERSION)?;
                let sampler = Sampler::from_name(sampler).ok_or(OTHER_VERSION)?;
                let job = ConvergenceJob { sampler, run: *run, draws: *draws, prefixes: *prefixes };
                let study = Convergence::new(world.clone(), &policies.ok_or(OTHER_VERSION)?, goal, 2);
                let readings = study.compute(engine, &job);
                engine.enter(world);
                let row = |r: convergence::Reading| std::iter::once(r.draws as f64).chain(r.answers);
                let values = readings.map_err(|_| NOT_STATIONARY)?.into_iter().flat_map(row).collect();
                Ok(Answer { rows: 1 + convergence::Answer::ALL.len(), values })
            }
            Task::Behaviour => {
                let scenario = check(&Draft::default()).map_err(|_| NOT_STATIONARY)?;
                let verdicts = behaviour::checks(&scenario).map_err(|_| NOT_STATIONARY)?;
                let row = |v: behaviour::Verdict| [f64::from(u8::from(v.holds)), v.numbers as f64, v.seen.0, v.seen.1];
                Ok(Answer { rows: CHECK, values: verdicts.into_iter().flat_map(row).collect() })
            }
            Task::Survey { draws } => {
                let scenario = check(&Draft::default()).map_err(|_| NOT_STATIONARY)?;
                let rows = compare_with_survey(&scenario, *draws).map_err(|_| NOT_STATIONARY)?;
                Ok(Answer { rows: SURVEY, values: rows.iter().flat_map(survey_row).collect() })
            }
            // needs the crowds at hand, see `customers_seen`
            Task::Customers { .. } => Err(OTHER_VERSION),
            Task::Stress { stress, first, draws, policies } => {
                let plan = match stress {
                    None => Vec::new(),
                    Some(id) => Stress::from_id(id).ok_or(OTHER_VERSION)?.plan(&engine.world().company),
                };
                let policies: Option<Vec<_>> = policies.iter().map(|list| levers_from_list(list)).collect();
                let job = StressJob { stress: None, plan, first: *first, draws: *draws };
                let blocks = job.run(engine, &policies.ok_or(OTHER_VERSION)?);
                // whatever comes next is calm again
                engine.disturb(Vec::new());
                let blocks = blocks.map_err(|_| NOT_STATIONARY)?;
                let rows = blocks.first().map_or(0, |block| block.values.len());
                Ok(Answer { rows, values: blocks.into_iter().flat_map(|block| block.values).collect() })
            }
            Task::Worth { options, seed, sets } => {
                let draws = numbers.len().checked_div(*options).filter(|draws| *draws > 0).ok_or(OTHER_VERSION)?;
                let choice = Choice::new(numbers.chunks_exact(draws).map(<[f64]>::to_vec).collect(), *seed);
                let evpi = choice.evpi().value.value;
                let scores: Vec<_> = (0..draws as u64).map(|draw| engine.plan().scores(draw)).collect();
                let mut values = Vec::with_capacity(WORTH * sets.len());
                for set in sets {
                    let ids: Option<Vec<_>> = set.iter().map(|name| AssumptionId::from_name(name)).collect();
                    let column = |id: AssumptionId| scores.iter().map(|s| s[id as usize]).collect();
                    let features: Vec<Vec<f64>> = ids.ok_or(OTHER_VERSION)?.into_iter().map(column).collect();
                    let worth = choice.evppi(&features, evpi);
                    values.extend([worth.value.value, worth.value.error, worth.plug_in, worth.bias, worth.changes]);
                }
                Ok(Answer { rows: WORTH, values })
            }
        }
    }
}

/// A worth from its row of numbers.
pub fn worth(row: &[f64]) -> Option<Worth> {
    let [value, error, plug_in, bias, changes] = *row else { return None };
    Some(Worth { value: Estimate { value, error }, plug_in, bias, changes })
}

/// What came of an order.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// Outcomes of a job.
    Numbers(Answer),
}

/// The futures of a job as they travel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum RowsMessage {
    Drawn {
        first: u64,
        draws: usize,
    },
    /// The values of the assumptions come beside the message.
    Given {
        draws: Vec<u64>,
        sampled: bool,
    },
}

/// A job as it travels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobMessage {
    goals: Vec<Option<Vec<f64>>>,
    keep: Vec<String>,
    rows: RowsMessage,
}

impl JobMessage {
    /// A job, and the numbers that go beside it.
    pub fn new(job: &Job) -> (Self, Vec<f64>) {
        let (rows, numbers) = match &job.rows {
            Rows::Drawn { first, draws } => (RowsMessage::Drawn { first: *first, draws: *draws }, Vec::new()),
            Rows::Given { rows, events } => {
                let values = |row: &Row| AssumptionId::ALL.map(|id| *row.values.get(id));
                let draws = rows.iter().map(|row| row.draw).collect();
                let sampled = *events == EventMode::Sampled;
                (RowsMessage::Given { draws, sampled }, rows.iter().flat_map(values).collect())
            }
        };
        let goals = job.goals.iter().map(|goal| goal.as_ref().map(levers_to_list)).collect();
        let keep = job.keep.iter().map(|outcome| outcome.name().to_owned()).collect();
        (Self { goals, keep, rows }, numbers)
    }

    /// The job, or nothing where lists have other lengths or names are unknown: page and worker are of different versions.
    pub fn job(&self, numbers: &[f64]) -> Option<Job> {
        let goals = self.goals.iter().map(|goal| match goal {
            None => Some(None),
            Some(list) => levers_from_list(list).map(Some),
        });
        let rows = match &self.rows {
            RowsMessage::Drawn { first, draws } => Rows::Drawn { first: *first, draws: *draws },
            RowsMessage::Given { draws, sampled } => {
                if numbers.len() != draws.len() * AssumptionId::COUNT {
                    return None;
                }
                let values = numbers.chunks_exact(AssumptionId::COUNT);
                let row = |(&draw, v): (&u64, &[f64])| Row { draw, values: Assumptions::from_fn(|id| v[id as usize]) };
                let events = if *sampled { EventMode::Sampled } else { EventMode::Expected };
                Rows::Given { rows: draws.iter().zip(values).map(row).collect(), events }
            }
        };
        Some(Job {
            goals: goals.collect::<Option<_>>()?,
            keep: self.keep.iter().map(|name| Outcome::from_name(name)).collect::<Option<_>>()?,
            rows,
        })
    }
}

/// From page to worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ToAnalyst {
    /// Work in this world from now on.
    Enter {
        /// Ticket of the round; orders under another are dropped.
        ticket: u32,
        /// Everything draws depend on.
        world: Box<WorldMessage>,
    },
    /// Compute a job in the world entered last.
    Compute {
        /// Ticket of the round.
        ticket: u32,
        /// Position of the order in the round.
        order: usize,
        /// What to compute.
        job: JobMessage,
    },
    /// Do other work in the world entered last.
    Task {
        /// Ticket of the round.
        ticket: u32,
        /// Position of the order in the round.
        order: usize,
        /// What to do.
        task: Task,
    },
}

/// From worker to page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FromAnalyst {
    /// A job is done; its numbers come beside this message.
    Numbers {
        /// Ticket of the round.
        ticket: u32,
        /// Position of the order in the round.
        order: usize,
        /// Number of futures.
        rows: usize,
    },
    /// An order cannot be done.
    Failed {
        /// Ticket of the round.
        ticket: u32,
        /// What is wrong.
        message: String,
    },
}

impl FromAnalyst {
    /// Ticket of the round it belongs to.
    pub fn ticket(&self) -> u32 {
        match self {
            Self::Numbers { ticket, .. } | Self::Failed { ticket, .. } => *ticket,
        }
    }

    /// Which order was done and what came of it, or why it cannot be done.
    ///
    /// # Errors
    /// What the worker said.
    pub fn reply(self, numbers: Vec<f64>) -> Result<(usize, Reply), String> {
        match self {
            Self::Numbers { order, rows, .. } => Ok((order, Reply::Numbers(Answer { rows, values: numbers }))),
            Self::Failed { message, .. } => Err(message),
        }
    }
}

impl Order {
    /// The order as a message, and the numbers that go beside it.
    pub fn message(&self, ticket: u32, order: usize) -> (ToAnalyst, Vec<f64>) {
        match self {
            Order::Job(job) => {
                let (job, numbers) = JobMessage::new(job);
                (ToAnalyst::Compute { ticket, order, job }, numbers)
            }
            Order::Task(task, numbers) => (ToAnalyst::Task { ticket, order, task: task.clone() }, numbers.clone()),
        }
    }
}

/// What to do where page and worker do not understand each other.
const OTHER_VERSION: &str = "page and worker are of different versions: reload the page";

/// The worker's side without a worker: messages in, replies out.
#[derive(Debug, Default)]
pub struct Analyst {
    engine: Option<Engine>,
    ticket: u32,
    /// The crowds of the last order for customers one by one: they take longer to prepare than a small replication.
    crowds: Option<(Task, Study, Vec<Reading>)>,
}

impl Analyst {
    /// Handles a message; the numbers beside it come and go as lists.
    pub fn handle(&mut self, message: &ToAnalyst, numbers: &[f64]) -> Option<(FromAnalyst, Vec<f64>)> {
        match message {
            ToAnalyst::Enter { ticket, world } => {
                self.ticket = *ticket;
                let Some(world) = world.world() else {
                    // nothing may be computed in the world of an earlier round
                    self.engine = None;
                    return Some(self.failed(OTHER_VERSION));
                };
                match &mut self.engine {
                    Some(engine) => engine.enter(world),
                    none => *none = Some(Engine::new(world)),
                }
                None
            }
            ToAnalyst::Compute { ticket, order, job } if *ticket == self.ticket => {
                let engine = self.engine.as_mut()?;
                let Some(job) = job.job(numbers) else { return Some(self.failed(OTHER_VERSION)) };
                Some(match evaluate(engine, &job) {
                    Ok(Answer { rows, values }) => {
                        (FromAnalyst::Numbers { ticket: *ticket, order: *order, rows }, values)
                    }
                    Err(_) => self.failed(NOT_STATIONARY),
                })
            }
            ToAnalyst::Task { ticket, order, task } if *ticket == self.ticket => {
                let engine = self.engine.as_mut()?;
                let worked = match task {
                    Task::Customers { .. } => customers_seen(&mut self.crowds, task),
                    other => other.work(engine, numbers),
                };
                Some(match worked {
                    Ok(Answer { rows, values }) => {
                        (FromAnalyst::Numbers { ticket: *ticket, order: *order, rows }, values)
                    }
                    Err(why) => self.failed(why),
                })
            }
            // of a round that was given up
            ToAnalyst::Compute { .. } | ToAnalyst::Task { .. } => None,
        }
    }

    fn failed(&self, message: &str) -> (FromAnalyst, Vec<f64>) {
        (FromAnalyst::Failed { ticket: self.ticket, message: message.to_owned() }, Vec::new())
    }
}

/// A future without a baseline, for whoever shows it.
pub const NOT_STATIONARY: &str =
    "a future has no stationary baseline: the company's satisfaction and repurchase do not fit together there";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::analysis::tornado::Tornado;
    use crate::engine::analysis::{Analysis, Target};
    use crate::engine::scenario::{Draft, PolicyDraft, check};

    fn tornado() -> Tornado {
        let mut draft = Draft::default();
        draft.settings.draws = 64;
        draft.policies.push(PolicyDraft::default());
        let scenario = check(&draft).unwrap();
        let target = Target::new(Outcome::Csi, Some(scenario.policies()[0].levers), Some(None)).unwrap();
        Tornado::new(scenario.world(), target, 16)
    }

    #[test]
    fn jobs_come_back_as_they_left() {
        let mut analysis = tornado();
        for index in 0..analysis.round() {
            let job = analysis.job(index);
            let (message, numbers) = JobMessage::new(&job);
            let text = serde_json::to_string(&message).unwrap();
            let read: JobMessage = serde_json::from_str(&text).unwrap();
            assert_eq!(read.job(&numbers), Some(job.clone()));
            if !numbers.is_empty() {
                assert_eq!(read.job(&numbers[1..]), None, "a list of another length is of another version");
            }
        }
    }

    #[test]
    fn answers_are_those_of_the_engine_and_old_rounds_are_dropped() {
        let mut analysis = tornado();
        let mut analyst = Analyst::default();
        let count = analysis.round();
        let world = Box::new(WorldMessage::from(analysis.world()));
        assert_eq!(analyst.handle(&ToAnalyst::Enter { ticket: 3, world }, &[]), None);
        let mut engine = Engine::new(analysis.world().clone());
        for index in [0, count / 2, count - 1] {
            let job = analysis.job(index);
            let (message, numbers) = Order::Job(job.clone()).message(3, index);
            let (reply, values) = analyst.handle(&message, &numbers).unwrap();
            assert_eq!(reply.ticket(), 3);
            assert_eq!(reply.reply(values), Ok((index, Reply::Numbers(evaluate(&mut engine, &job).unwrap()))));
            let (old, numbers) = Order::Job(job).message(2, index);
            assert_eq!(analyst.handle(&old, &numbers), None);
        }
    }
}
