//! A run in the caller's own thread.

use aftercast_engine::model::BaselineError;
use aftercast_engine::run::batch::Engine;

use crate::request::{Haste, RunRequest};
use crate::schedule::{Due, Schedule};

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
