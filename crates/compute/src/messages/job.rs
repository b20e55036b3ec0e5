//! A job as it travels between page and worker.

use serde::{Deserialize, Serialize};

use super::{levers_from_list, levers_to_list};
use aftercast_engine::analysis::{Job, Rows};
use aftercast_engine::run::batch::Row;
use aftercast_engine::run::outcome::Outcome;
use aftercast_scenario::{AssumptionId, Assumptions, EventMode};

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
