//! The worker's side of the analyses.

use super::task::customers_seen;
use super::{FromAnalyst, NOT_STATIONARY, OTHER_VERSION, Task, ToAnalyst};
use aftercast_engine::analysis::{Answer, evaluate};
use aftercast_engine::run::batch::Engine;
use aftercast_microsim::Reading;
use aftercast_validation::agreement::Study;

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
