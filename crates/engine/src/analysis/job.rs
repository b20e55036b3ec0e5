//! Jobs: parts of an analysis that any engine of the same futures can compute, in any order, with the same bits.

use crate::model::BaselineError;
use crate::run::batch::{Block, Engine, Row};
use crate::run::outcome::Outcome;
use aftercast_scenario::{EventMode, Futures, Levers};

/// The futures of a job.
#[derive(Clone, Debug, PartialEq)]
pub enum Rows {
    /// Draws `first .. first + draws` of the futures; `first` is a multiple of four.
    Drawn {
        /// First draw.
        first: u64,
        /// Number of draws.
        draws: usize,
    },
    /// Futures given by their numbers, with serious events sampled or at their expected value.
    Given {
        /// The futures.
        rows: Vec<Row>,
        /// How serious events enter.
        events: EventMode,
    },
}

impl Rows {
    /// Number of futures.
    pub fn len(&self) -> usize {
        match self {
            Rows::Drawn { draws, .. } => *draws,
            Rows::Given { rows, .. } => rows.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Policies to run over futures, and the outcomes to keep.
#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    /// Policies; `None` is today's.
    pub goals: Vec<Option<Levers<f64>>>,
    /// Outcomes to keep of each.
    pub keep: Vec<Outcome>,
    /// The futures.
    pub rows: Rows,
}

/// Outcomes of a job.
#[derive(Clone, Debug, PartialEq)]
pub struct JobOutput {
    /// Number of futures.
    pub rows: usize,
    /// `values[(goal * kept outcomes + outcome) * rows + row]`.
    pub values: Vec<f64>,
}

impl JobOutput {
    /// Values of column `goal * kept outcomes + outcome`, one a future.
    pub fn column(&self, column: usize) -> &[f64] {
        self.values.get(column * self.rows..(column + 1) * self.rows).unwrap_or_default()
    }
}

/// Computes a job.
///
/// # Errors
/// A future whose baseline does not settle.
pub fn evaluate(engine: &mut Engine, job: &Job) -> Result<JobOutput, BaselineError> {
    let rows = job.rows.len();
    let mut values = Vec::with_capacity(job.goals.len() * job.keep.len() * rows);
    let mut keep = |block: &Block| {
        for &outcome in &job.keep {
            let column = outcome as usize;
            values.extend_from_slice(&block.values[column * block.draws..(column + 1) * block.draws]);
        }
    };
    match &job.rows {
        Rows::Drawn { first, draws } => {
            for goal in &job.goals {
                keep(&engine.run(goal.as_ref(), *first, *draws)?);
            }
        }
        Rows::Given { rows, events } => {
            let goals: Vec<Option<&Levers<f64>>> = job.goals.iter().map(Option::as_ref).collect();
            engine.run_rows(&goals, rows, *events)?.iter().for_each(keep);
        }
    }
    Ok(JobOutput { rows, values })
}

/// An analysis cut into rounds of independent jobs.
pub trait Analysis {
    /// What comes out.
    type Report;
    /// The futures whose engine computes the jobs.
    fn futures(&self) -> &Futures;
    /// Plans the next round and returns its number of jobs; 0 when everything was computed.
    fn round(&mut self) -> usize;
    /// A job of the round, described by itself: it may be asked for on any thread, in any order, again and again.
    fn job(&self, index: usize) -> Job;
    /// Takes the outputs of a whole round in, in job order.
    fn take(&mut self, outputs: Vec<JobOutput>);
    /// The report; call it when [`round`](Self::round) returned 0.
    fn report(&self) -> Self::Report;
}

/// Computes an analysis in the caller's own thread; `progress` is told the jobs done and planned of the round and may stop.
/// `None` where it did.
///
/// # Errors
/// A future whose baseline does not settle.
pub fn run_here<A: Analysis>(
    mut analysis: A,
    mut progress: impl FnMut(usize, usize) -> bool,
) -> Result<Option<A::Report>, BaselineError> {
    let mut engine = Engine::new(analysis.futures().clone());
    loop {
        let jobs = analysis.round();
        if jobs == 0 {
            return Ok(Some(analysis.report()));
        }
        let mut outputs = Vec::with_capacity(jobs);
        for index in 0..jobs {
            outputs.push(evaluate(&mut engine, &analysis.job(index))?);
            if !progress(index + 1, jobs) {
                return Ok(None);
            }
        }
        analysis.take(outputs);
    }
}

/// Cuts `draws` draws into chunks of `size` (a multiple of eight keeps replicates balanced): first draw and length.
pub(super) fn chunks(draws: u64, size: u64) -> Vec<(u64, usize)> {
    (0..draws.div_ceil(size)).map(|c| (c * size, size.min(draws - c * size) as usize)).collect()
}
