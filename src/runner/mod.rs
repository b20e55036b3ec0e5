//! One interface to compute a run; in-process, on threads or in workers, with the same bits.

#[cfg(feature = "web")]
mod alone;
#[cfg(not(target_arch = "wasm32"))]
pub mod analyses;
#[cfg(feature = "web")]
pub mod analysis_pool;
#[cfg(feature = "web")]
mod mail;
pub mod orders;
pub mod parallel;
pub mod patience;
#[cfg(feature = "web")]
pub mod pool;
pub mod schedule;
#[cfg(not(target_arch = "wasm32"))]
pub mod threads;

pub use schedule::{JOB_DRAWS, Schedule};

use crate::app::request::{Haste, RunRequest};
use crate::engine::model::BaselineError;
use crate::engine::run::batch::Engine;
use schedule::Due;

/// Computes a run job by job in the caller's own thread.
#[derive(Debug)]
pub struct InProcess {
    engine: Engine,
    schedule: Schedule,
}

impl InProcess {
    /// Starts a run; `engine` of an earlier one keeps what still holds.
    pub fn new(engine: Option<Engine>, request: RunRequest, job_draws: u64) -> Self {
        let engine = match engine {
            Some(mut engine) => {
                engine.enter(request.world.clone());
                engine
            }
            None => Engine::new(request.world.clone()),
        };
        // nobody else could go on while somebody rests
        let request = RunRequest { haste: Haste::Whole, ..request };
        Self { engine, schedule: Schedule::new(request, 1, job_draws) }
    }

    /// Computes the next job; `None` when all is done.
    pub fn step(&mut self) -> Option<Result<Vec<Due>, BaselineError>> {
        let job = self.schedule.next_for(0)?;
        let policies: Vec<Option<usize>> = self.schedule.policies().collect();
        let mut values = Vec::new();
        for policy in policies {
            let goal = policy.and_then(|p| self.schedule.request().policies.get(p).copied());
            match self.engine.run(goal.as_ref(), job.first, job.draws) {
                Ok(block) => values.extend(block.values),
                Err(e) => return Some(Err(e)),
            }
        }
        Some(Ok(self.schedule.finished(0, job.index, values)))
    }

    /// Gives the engine back for the next run.
    pub fn into_engine(self) -> Engine {
        self.engine
    }
}
