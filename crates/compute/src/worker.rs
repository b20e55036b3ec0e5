//! The side that computes: orders in, outputs out; in a thread, in a worker of the browser, or in the page itself.

use aftercast_engine::analysis::{JobOutput, evaluate};
use aftercast_engine::run::batch::Engine;
use aftercast_scenario::Futures;

use crate::failure::PlanError;
use crate::messages::{FromWorker, ToWorker};
use crate::order::Order;
use crate::tasks::{AllTasks, TaskRunner};

/// Sets of futures a worker keeps at hand: the picture's own, the same with events at their expected value, and the report at face
/// value. Coming back to one of them finds its baselines computed.
const KEPT_FUTURES: usize = 3;

/// A worker without a thread of its own. `T` is what it does with tasks: a program that is asked for runs alone carries none of them.
#[derive(Debug, Default)]
pub struct Worker<T = AllTasks> {
    /// The futures in force last.
    engines: Vec<Engine>,
    /// Of the orders it computes.
    ticket: u32,
    tasks: T,
}

impl<T: TaskRunner> Worker<T> {
    /// Computes these futures from now on: with the engine that knows them, or with the one unused longest.
    pub fn enter(&mut self, futures: Futures) {
        let known = self.engines.iter().position(|e| *e.futures() == futures);
        let engine = match known {
            Some(position) => self.engines.remove(position),
            None if self.engines.len() < KEPT_FUTURES => Engine::new(futures),
            None => {
                let mut oldest = self.engines.remove(0);
                oldest.enter(futures);
                oldest
            }
        };
        self.engines.push(engine);
    }

    /// Computes an order in the futures entered last; nothing before one was entered.
    ///
    /// # Errors
    /// Why it cannot be computed.
    pub fn execute(&mut self, order: &Order) -> Option<Result<JobOutput, PlanError>> {
        let engine = self.engines.last_mut()?;
        Some(match order {
            Order::Draws { first, draws, policies } => {
                let mut values = Vec::new();
                for levers in policies {
                    match engine.run(levers.as_ref(), *first, *draws) {
                        Ok(block) => values.extend(block.values),
                        Err(why) => return Some(Err(why.into())),
                    }
                }
                Ok(JobOutput { rows: *draws, values })
            }
            Order::Job(job) => evaluate(engine, job).map_err(PlanError::from),
            Order::Task(task, numbers) => self.tasks.work(task, engine, numbers),
        })
    }

    /// Handles a message; the numbers beside it come and go as lists.
    pub fn handle(&mut self, message: &ToWorker, numbers: &[f64]) -> Option<(FromWorker, Vec<f64>)> {
        match message {
            ToWorker::Enter { ticket, futures } => {
                self.ticket = *ticket;
                match futures.futures() {
                    Some(futures) => self.enter(futures),
                    None => {
                        // nothing may be computed in the futures of an earlier ticket
                        self.engines.clear();
                        return Some(self.failed(PlanError::OtherVersion));
                    }
                }
                None
            }
            ToWorker::Stay { ticket } => {
                self.ticket = *ticket;
                None
            }
            ToWorker::Compute { ticket, index, order } if *ticket == self.ticket => {
                if self.engines.is_empty() {
                    return None;
                }
                let Some(order) = order.order(numbers) else { return Some(self.failed(PlanError::OtherVersion)) };
                Some(match self.execute(&order)? {
                    Ok(JobOutput { rows, values }) => {
                        (FromWorker::Done { ticket: *ticket, index: *index, rows }, values)
                    }
                    Err(why) => self.failed(why),
                })
            }
            // of a plan that was superseded
            ToWorker::Compute { .. } => None,
        }
    }

    fn failed(&self, why: PlanError) -> (FromWorker, Vec<f64>) {
        (FromWorker::Failed { ticket: self.ticket, why }, Vec::new())
    }
}
