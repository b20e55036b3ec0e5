//! A run on native threads: each has its own engine, results arrive in draw order.

use std::sync::mpsc;

use super::schedule::{Due, Schedule};
use crate::request::RunRequest;
use aftercast_engine::model::BaselineError;
use aftercast_engine::run::batch::Engine;

/// What a thread answers: worker, job and numbers; nothing where it panicked.
type Answer = Option<(usize, u32, Result<Vec<f64>, BaselineError>)>;

/// Says that a thread panicked, so that nobody waits for it for ever.
struct LastWord(mpsc::Sender<Answer>);

impl Drop for LastWord {
    fn drop(&mut self) {
        if std::thread::panicking() {
            // whoever listened has gone: nobody waits
            let _ = self.0.send(None);
        }
    }
}

/// Computes a run on `threads` threads in jobs of `job_draws`; `sink` sees every block in draw order.
///
/// # Errors
/// The baseline of a draw that does not settle; what arrived before has been handed on.
pub fn run(
    request: &RunRequest,
    threads: usize,
    job_draws: u64,
    mut sink: impl FnMut(Due),
) -> Result<(), BaselineError> {
    let threads = threads.max(1);
    let mut schedule = Schedule::new(request.clone(), threads, job_draws);
    let policies: Vec<Option<usize>> = schedule.policies().collect();
    let (done, results) = mpsc::channel::<Answer>();
    std::thread::scope(|scope| {
        let mut desks = Vec::new();
        for worker in 0..threads {
            let (give, jobs) = mpsc::channel::<super::schedule::Job>();
            let (done, policies) = (done.clone(), &policies);
            desks.push(give);
            scope.spawn(move || {
                let _word = LastWord(done.clone());
                let mut engine = Engine::new(request.world.clone());
                while let Ok(job) = jobs.recv() {
                    let mut values = Ok(Vec::new());
                    for policy in policies {
                        let goal = policy.map(|p| &request.policies[p]);
                        match (engine.run(goal, job.first, job.draws), &mut values) {
                            (Ok(block), Ok(values)) => values.extend(block.values),
                            (Err(e), _) => values = Err(e),
                            _ => {}
                        }
                    }
                    if done.send(Some((worker, job.index, values))).is_err() {
                        return;
                    }
                }
            });
        }
        let feed = |schedule: &mut Schedule, worker: usize| {
            while let Some(job) = schedule.next_for(worker) {
                // a thread that has ended said so
                let _ = desks[worker].send(job);
            }
        };
        for worker in 0..threads {
            feed(&mut schedule, worker);
        }
        while !schedule.is_done() {
            // nothing comes any more from a thread that panicked: the scope hands its panic on
            let Ok(Some((worker, index, values))) = results.recv() else { break };
            schedule.finished(worker, index, values?).into_iter().for_each(&mut sink);
            feed(&mut schedule, worker);
        }
        Ok(())
    })
}
