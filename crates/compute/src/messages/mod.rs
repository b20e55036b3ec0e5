//! Messages between page and worker: closed enums, tickets, bulk numbers in one buffer. No page types.
//!
//! Control messages travel as JSON; what is long travels as numbers beside the message, in both directions: the futures of a job, row
//! after row, and outputs, block after block or column after column.

mod futures;
mod job;
#[cfg(test)]
mod tests;

use aftercast_engine::analysis::JobOutput;
use serde::{Deserialize, Serialize};

use crate::failure::PlanError;
use crate::order::Order;
use crate::tasks::Task;
pub use futures::{FuturesMessage, levers_from_list, levers_to_list};
pub use job::JobMessage;

/// From page to worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ToWorker {
    /// Work with these futures from now on.
    Enter {
        /// Ticket of the orders that follow; orders under another are dropped.
        ticket: u32,
        /// Everything draws depend on.
        futures: Box<FuturesMessage>,
    },
    /// Orders that follow have a new ticket and the futures entered last.
    Stay {
        /// Their ticket.
        ticket: u32,
    },
    /// Compute an order in the futures entered last.
    Compute {
        /// Its ticket.
        ticket: u32,
        /// Its number in the plan.
        index: u32,
        /// What to compute; its numbers come beside the message.
        order: OrderMessage,
    },
}

/// From worker to page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FromWorker {
    /// An order is done; its numbers come beside this message.
    Done {
        /// Its ticket.
        ticket: u32,
        /// Its number in the plan.
        index: u32,
        /// Rows of the numbers.
        rows: usize,
    },
    /// An order cannot be done.
    Failed {
        /// Its ticket.
        ticket: u32,
        /// Why.
        why: PlanError,
    },
}

/// An order as it travels.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum OrderMessage {
    /// See [`Order::Draws`].
    Draws {
        /// First draw.
        first: u64,
        /// Number of draws.
        draws: usize,
        /// Levers in file order, `None` for the baseline.
        policies: Vec<Option<Vec<f64>>>,
    },
    /// See [`Order::Job`].
    Job(JobMessage),
    /// See [`Order::Task`].
    Task(Task),
}

impl FromWorker {
    /// Ticket of the order it replies to.
    pub fn ticket(&self) -> u32 {
        match self {
            Self::Done { ticket, .. } | Self::Failed { ticket, .. } => *ticket,
        }
    }

    /// Which order was done and what came of it.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub fn into_output(self, numbers: Vec<f64>) -> Result<(u32, JobOutput), PlanError> {
        match self {
            Self::Done { index, rows, .. } => Ok((index, JobOutput { rows, values: numbers })),
            Self::Failed { why, .. } => Err(why),
        }
    }
}

impl OrderMessage {
    /// An order as a message, and the numbers that go beside it.
    pub fn new(order: Order) -> (Self, Vec<f64>) {
        match order {
            Order::Draws { first, draws, policies } => {
                let policies = policies.iter().map(|levers| levers.as_ref().map(levers_to_list)).collect();
                (Self::Draws { first, draws, policies }, Vec::new())
            }
            Order::Job(job) => {
                let (job, numbers) = JobMessage::new(&job);
                (Self::Job(job), numbers)
            }
            Order::Task(task, numbers) => (Self::Task(task), numbers),
        }
    }

    /// The order; nothing where a list has another length or a name is unknown: page and worker are of different versions.
    pub fn order(&self, numbers: &[f64]) -> Option<Order> {
        Some(match self {
            Self::Draws { first, draws, policies } => {
                let policies = policies.iter().map(|list| match list {
                    None => Some(None),
                    Some(list) => levers_from_list(list).map(Some),
                });
                Order::Draws { first: *first, draws: *draws, policies: policies.collect::<Option<_>>()? }
            }
            Self::Job(job) => Order::Job(job.job(numbers)?),
            Self::Task(task) => Order::Task(task.clone(), numbers.to_vec()),
        })
    }
}
