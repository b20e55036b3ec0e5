//! Messages of the analyses: jobs described by themselves, answered with numbers. No page types.
//!
//! What is long travels as numbers beside the message, in both directions: the futures of a job, row after row, and its
//! answer, column after column.

mod analyst;
mod job;
mod rows;
mod task;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::WorldMessage;
use aftercast_engine::analysis::{Answer, Job};
pub use analyst::Analyst;
pub use job::JobMessage;
pub use rows::{AHEAD, CHECK, SURVEY, WORTH, ahead, compared, worth};
pub use task::{Task, customers};

/// A part of an analysis that anybody who has entered its world can do.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    /// Outcomes of policies over futures.
    Job(Job),
    /// Other work, with the numbers it starts from.
    Task(Task, Vec<f64>),
}

/// What came of an order.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// Outcomes of a job.
    Numbers(Answer),
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

/// A future without a baseline, for whoever shows it.
pub const NOT_STATIONARY: &str =
    "a future has no stationary baseline: the company's satisfaction and repurchase do not fit together there";
