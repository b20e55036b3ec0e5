//! Plans on native threads, and anything else that threads do in parallel: each has its own state, results do not depend on their
//! number.

use std::collections::{BTreeMap, VecDeque};
use std::ops::ControlFlow;
use std::sync::mpsc;

use aftercast_engine::analysis::JobOutput;
use aftercast_engine::run::batch::Block;
use aftercast_scenario::Futures;

use crate::failure::PlanError;
use crate::order::Order;
use crate::plan::{Backend, Event, Plan, Progress};
use crate::request::RunRequest;
use crate::rounds::{Rounds, RoundsPlan};
use crate::run::RunPlan;
use crate::worker::Worker;

/// Jobs of a thread at a time: one in work and one at hand, so that it never waits.
const AT_HAND: usize = 2;
/// Jobs a thread whose results are not handed on yet, at most: they are held in memory.
const AHEAD: usize = 4;

/// Threads that take jobs by number.
#[derive(Debug)]
struct Team<J, T> {
    give: Vec<mpsc::Sender<J>>,
    results: mpsc::Receiver<Option<(usize, T)>>,
}

impl<J, T> Team<J, T> {
    /// Gives a job to a thread; one that has ended said so.
    fn give(&self, thread: usize, job: J) {
        if let Some(give) = self.give.get(thread) {
            let _ = give.send(job);
        }
    }

    /// The next result with its thread; none where a thread panicked, which leaving the scope passes on.
    fn take(&self) -> Option<(usize, T)> {
        self.results.recv().ok().flatten()
    }
}

/// Says that a thread panicked, so that its result is not waited for.
struct PanicGuard<T>(mpsc::Sender<Option<T>>);

impl<T> Drop for PanicGuard<T> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let _ = self.0.send(None);
        }
    }
}

/// Runs a thread a state for the time of `body`.
fn with_team<S: Send, J: Send, T: Send, R>(
    states: &mut [S],
    work: impl Fn(&mut S, J) -> T + Sync,
    body: impl FnOnce(&Team<J, T>) -> R,
) -> R {
    let (done, results) = mpsc::channel();
    std::thread::scope(|scope| {
        let mut team = Team { give: Vec::new(), results };
        for (thread, state) in states.iter_mut().enumerate() {
            let (give, jobs) = mpsc::channel::<J>();
            team.give.push(give);
            let (done, work) = (done.clone(), &work);
            scope.spawn(move || {
                let guard = PanicGuard(done);
                while let Ok(job) = jobs.recv() {
                    if guard.0.send(Some((thread, work(state, job)))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(done);
        // the queues end with the team, on whatever way this is left, and the threads with them
        body(&team)
    })
}

/// Does `work` on every job, a thread a state; `sink` gets the results in the order of the jobs and may end it. A state keeps what its
/// thread learnt from one job to the next. At most some jobs a thread are under way, so `jobs` may be longer than memory.
pub fn in_order<S: Send, J: Send, T: Send>(
    states: &mut [S],
    jobs: impl IntoIterator<Item = J>,
    work: impl Fn(&mut S, &J) -> T + Sync,
    mut sink: impl FnMut(J, T) -> ControlFlow<()>,
) {
    let threads = states.len();
    let mut jobs = jobs.into_iter().enumerate();
    let work = |state: &mut S, (number, job): (usize, J)| {
        let result = work(state, &job);
        (number, job, result)
    };
    with_team(states, work, |team| {
        let mut idle: VecDeque<usize> = (0..AT_HAND).flat_map(|_| 0..threads).collect();
        let (mut started, mut handed_on) = (0, 0);
        let mut arrived = BTreeMap::new();
        loop {
            while started < handed_on + AHEAD * threads
                && let Some(thread) = idle.pop_front()
            {
                let Some(job) = jobs.next() else { break };
                team.give(thread, job);
                started += 1;
            }
            if handed_on == started {
                return;
            }
            let Some((thread, (number, job, result))) = team.take() else { return };
            idle.push_back(thread);
            arrived.insert(number, (job, result));
            while let Some((job, result)) = arrived.remove(&handed_on) {
                handed_on += 1;
                if sink(job, result).is_break() {
                    return;
                }
            }
        }
    });
}

/// The results of `work` on every job, in the order of the jobs.
pub fn map<S: Send, J: Sync, T: Send>(states: &mut [S], jobs: &[J], work: impl Fn(&mut S, &J) -> T + Sync) -> Vec<T> {
    let mut results = Vec::with_capacity(jobs.len());
    in_order(
        states,
        jobs,
        |state, job| work(state, job),
        |_, result| {
            results.push(result);
            ControlFlow::Continue(())
        },
    );
    results
}

/// Plans on threads: [`submit`](Backend::submit) returns when the plan is done, failed, or stopped by the sink.
pub struct Threads<'a, R> {
    workers: Vec<Worker>,
    sink: Box<dyn FnMut(u32, Event<R>) -> ControlFlow<()> + 'a>,
}

impl<R> std::fmt::Debug for Threads<'_, R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Threads({})", self.workers.len())
    }
}

impl<'a, R> Threads<'a, R> {
    /// So many threads; `sink` hears the events of a plan with its id, and may stop it.
    pub fn new(threads: usize, sink: impl FnMut(u32, Event<R>) -> ControlFlow<()> + 'a) -> Self {
        Self { workers: (0..threads.max(1)).map(|_| Worker::default()).collect(), sink: Box::new(sink) }
    }
}

/// What a thread of [`Threads`] does.
enum Step {
    Enter(Box<Futures>),
    Compute(u32, Order),
}

impl<R> Backend<R> for Threads<'_, R> {
    fn submit(&mut self, mut plan: Box<dyn Plan<Report = R>>) {
        let Self { workers, sink } = self;
        let count = workers.len();
        let id = plan.id();
        for event in plan.start(count) {
            if sink(id, event).is_break() {
                return;
            }
        }
        let work = |worker: &mut Worker, step: Step| -> Option<(u32, Option<Result<JobOutput, PlanError>>)> {
            match step {
                Step::Enter(futures) => {
                    worker.enter(*futures);
                    None
                }
                Step::Compute(index, order) => Some((index, worker.execute(&order))),
            }
        };
        with_team(workers, work, |team| {
            let mut entered = vec![None; count];
            let mut feed = |plan: &mut Box<dyn Plan<Report = R>>, worker: usize| {
                while let Some((index, order)) = plan.next_for(worker) {
                    if entered[worker] != Some(plan.round()) {
                        entered[worker] = Some(plan.round());
                        team.give(worker, Step::Enter(Box::new(plan.futures().clone())));
                    }
                    team.give(worker, Step::Compute(index, order));
                }
            };
            (0..count).for_each(|worker| feed(&mut plan, worker));
            while !plan.is_done() {
                let Some((worker, done)) = team.take() else { return };
                let Some((index, Some(output))) = done else { continue };
                let round = plan.round();
                let events = match output {
                    Ok(output) => plan.finished(worker, index, output),
                    Err(why) => {
                        let _ = sink(id, Event::Failed(why));
                        return;
                    }
                };
                // no page draws a first picture here
                plan.picture_drawn();
                for event in events {
                    if sink(id, event).is_break() {
                        return;
                    }
                }
                if plan.round() == round {
                    feed(&mut plan, worker);
                } else {
                    (0..count).for_each(|worker| feed(&mut plan, worker));
                }
            }
        });
    }

    fn cancel(&mut self) {
        // a submitted plan is over when `submit` returns; one under way is stopped by the sink
    }
}

/// Computes a run on threads in jobs of `job_draws`; `sink` gets every block in draw order, `None` the baseline's.
///
/// # Errors
/// The baseline of a draw that does not settle; what arrived before has been handed on.
pub fn run(
    request: &RunRequest,
    threads: usize,
    job_draws: u64,
    mut sink: impl FnMut(Option<usize>, Block),
) -> Result<(), PlanError> {
    let mut failed = None;
    let mut backend = Threads::new(threads, |_, event| {
        match event {
            Event::Block(policy, block) => sink(policy, block),
            Event::Failed(why) => failed = Some(why),
            _ => {}
        }
        ControlFlow::Continue(())
    });
    backend.submit(Box::new(RunPlan::in_jobs_of(job_draws, request.clone())));
    drop(backend);
    failed.map_or(Ok(()), Err)
}

/// Computes rounds of orders on threads; `progress` is told how far they are and may stop them by `false`. `None` where it did.
///
/// # Errors
/// A future whose baseline does not settle.
pub fn compute<R: 'static>(
    rounds: Box<dyn Rounds<Report = R>>,
    threads: usize,
    mut progress: impl FnMut(Progress) -> bool,
) -> Result<Option<R>, PlanError> {
    let mut found = Ok(None);
    let mut backend = Threads::new(threads, |_, event| {
        match event {
            Event::Progress(p) if !progress(p) => return ControlFlow::Break(()),
            Event::Done(report) => found = Ok(Some(report)),
            Event::Failed(why) => found = Err(why),
            _ => {}
        }
        ControlFlow::Continue(())
    });
    backend.submit(Box::new(RoundsPlan::new(0, rounds)));
    drop(backend);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_does_not_depend_on_the_threads() {
        let jobs: Vec<u64> = (0..500).collect();
        for threads in [1, 2, 7] {
            let mut counts = vec![0_usize; threads];
            let squares = map(&mut counts, &jobs, |count, &job| {
                *count += 1;
                job * job
            });
            assert!(squares.iter().zip(&jobs).all(|(s, j)| *s == j * j));
            assert_eq!((squares.len(), counts.iter().sum::<usize>()), (500, 500));
        }
    }

    #[test]
    fn no_more_jobs_are_under_way_than_threads_can_have() {
        let taken = std::cell::Cell::new(0_usize);
        let jobs = (0..1000).inspect(|_| taken.set(taken.get() + 1));
        let mut handed_on = 0;
        in_order(
            &mut [(); 3],
            jobs,
            |(), job: &usize| *job,
            |_, _| {
                assert!(taken.get() <= handed_on + AHEAD * 3, "{} taken", taken.get());
                handed_on += 1;
                if handed_on == 700 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        assert_eq!(handed_on, 700);
    }

    #[test]
    fn a_thread_that_panics_takes_the_caller_with_it() {
        let broken = std::panic::catch_unwind(|| map(&mut [(), ()], &[1, 2, 3], |(), job| assert!(*job != 2, "two")));
        assert!(broken.is_err());
    }
}
