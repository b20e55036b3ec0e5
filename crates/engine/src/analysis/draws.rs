//! The plain run of an analysis: outcomes of several policies over all draws.

use super::job::{Analysis, Job, JobOutput, Rows, chunks};
use crate::run::outcome::Outcome;
use aftercast_scenario::{Futures, Levers};

const CHUNK: u64 = 64;

/// Runs policies over all draws and keeps one outcome.
#[derive(Debug)]
pub struct Draws {
    futures: Futures,
    goals: Vec<Option<Levers<f64>>>,
    outcome: Outcome,
    chunks: Vec<(u64, usize)>,
    planned: bool,
    values: Vec<Vec<f64>>,
}

impl Draws {
    /// An outcome of policies (`None`: today's).
    pub fn new(futures: Futures, goals: Vec<Option<Levers<f64>>>, outcome: Outcome) -> Self {
        let chunks = chunks(futures.draws, CHUNK);
        let values = vec![Vec::new(); goals.len()];
        Self { futures, goals, outcome, chunks, planned: false, values }
    }
}

impl Analysis for Draws {
    /// Values by policy and draw.
    type Report = Vec<Vec<f64>>;

    fn futures(&self) -> &Futures {
        &self.futures
    }

    fn round(&mut self) -> usize {
        if core::mem::replace(&mut self.planned, true) { 0 } else { self.chunks.len() }
    }

    fn job(&self, index: usize) -> Job {
        let (first, draws) = self.chunks[index];
        Job { goals: self.goals.clone(), keep: vec![self.outcome], rows: Rows::Drawn { first, draws } }
    }

    fn take(&mut self, outputs: Vec<JobOutput>) {
        for output in &outputs {
            for (column, values) in self.values.iter_mut().enumerate() {
                values.extend_from_slice(output.column(column));
            }
        }
    }

    fn report(&self) -> Vec<Vec<f64>> {
        self.values.clone()
    }
}
