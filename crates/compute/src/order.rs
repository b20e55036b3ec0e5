//! What a worker is asked for.

use aftercast_engine::analysis::Job;
use aftercast_scenario::Levers;

use crate::tasks::Task;

/// A part of a plan that any worker that has entered its futures can compute.
#[derive(Clone, Debug, PartialEq)]
pub enum Order {
    /// Blocks of consecutive draws, policy after policy.
    Draws {
        /// First draw.
        first: u64,
        /// Number of draws.
        draws: usize,
        /// Levers of the policies; `None` is the baseline.
        policies: Vec<Option<Levers<f64>>>,
    },
    /// Outcomes of policies over futures.
    Job(Job),
    /// Other work, with the numbers it starts from.
    Task(Task, Vec<f64>),
}
