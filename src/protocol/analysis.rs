//! Messages of the analyses: jobs described by themselves, answered with numbers. No page types.
//!
//! What is long travels as numbers beside the message, in both directions: the futures of a job, row after row, and its
//! answer, column after column.

use serde::{Deserialize, Serialize};

use super::{WorldMessage, levers_from_list, levers_to_list};
use crate::engine::analysis::information::{Choice, Worth};
use crate::engine::analysis::{Answer, Job, Rows, evaluate};
use crate::engine::run::batch::{Engine, Row};
use crate::engine::run::record::Outcome;
use crate::engine::run::summary::Estimate;
use crate::engine::scenario::{AssumptionId, Assumptions, EventMode};

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
}

/// Numbers of a [`Worth`].
pub const WORTH: usize = 5;

impl Task {
    fn work(&self, engine: &Engine, numbers: &[f64]) -> Option<Answer> {
        match self {
            Task::Worth { options, seed, sets } => {
                let draws = numbers.len().checked_div(*options).filter(|draws| *draws > 0)?;
                let choice = Choice::new(numbers.chunks_exact(draws).map(<[f64]>::to_vec).collect(), *seed);
                let evpi = choice.evpi().value.value;
                let scores: Vec<_> = (0..draws as u64).map(|draw| engine.plan().scores(draw)).collect();
                let mut values = Vec::with_capacity(WORTH * sets.len());
                for set in sets {
                    let ids: Option<Vec<_>> = set.iter().map(|name| AssumptionId::from_name(name)).collect();
                    let column = |id: AssumptionId| scores.iter().map(|s| s[id as usize]).collect();
                    let features: Vec<Vec<f64>> = ids?.into_iter().map(column).collect();
                    let worth = choice.evppi(&features, evpi);
                    values.extend([worth.value.value, worth.value.error, worth.plug_in, worth.bias, worth.changes]);
                }
                Some(Answer { rows: WORTH, values })
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
                let engine = self.engine.as_ref()?;
                Some(match task.work(engine, numbers) {
                    Some(Answer { rows, values }) => {
                        (FromAnalyst::Numbers { ticket: *ticket, order: *order, rows }, values)
                    }
                    None => self.failed(OTHER_VERSION),
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
