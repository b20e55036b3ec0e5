//! An analysis on native threads: each has its own engine, answers are taken in job order, so the report does not depend on their number.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use aftercast_engine::analysis::{Analysis, Answer, evaluate};
use aftercast_engine::model::BaselineError;
use aftercast_engine::run::batch::Engine;

/// Computes an analysis on `threads` threads; `progress` is told the jobs done and planned of the round and may stop it by `false`.
/// `None` where it did.
///
/// # Errors
/// A future whose baseline does not settle.
pub fn run<A: Analysis + Sync>(
    mut analysis: A,
    threads: usize,
    mut progress: impl FnMut(usize, usize) -> bool,
) -> Result<Option<A::Report>, BaselineError> {
    let first = Engine::new(analysis.world().clone());
    let engines: Vec<Mutex<Engine>> = std::iter::once(first)
        .chain((1..threads.max(1)).map(|_| Engine::new(analysis.world().clone())))
        .map(Mutex::new)
        .collect();
    loop {
        let jobs = analysis.round();
        if jobs == 0 {
            return Ok(Some(analysis.report()));
        }
        let done = spread(
            engines.len(),
            jobs,
            |worker, index| match engines[worker].lock() {
                Ok(mut engine) => evaluate(&mut engine, &analysis.job(index)).map(Some),
                // its thread died with a panic, which the scope hands on
                Err(_) => Ok(None),
            },
            &mut progress,
        );
        let Some(answers) = done else { return Ok(None) };
        let answers: Vec<Answer> = answers.into_iter().filter_map(Result::transpose).collect::<Result<_, _>>()?;
        analysis.take(answers);
    }
}

/// Computes `f(worker, index)` for all indices on `threads` threads; results in index order. `None` where `progress` stopped it.
pub fn spread<T: Send>(
    threads: usize,
    jobs: usize,
    f: impl Fn(usize, usize) -> T + Sync,
    progress: &mut impl FnMut(usize, usize) -> bool,
) -> Option<Vec<T>> {
    let next = AtomicUsize::new(0);
    let (give, results) = mpsc::channel();
    let mut found: Vec<Option<T>> = (0..jobs).map(|_| None).collect();
    let whole = std::thread::scope(|scope| {
        for worker in 0..threads.max(1) {
            let (give, next, f) = (give.clone(), &next, &f);
            scope.spawn(move || {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= jobs || give.send((index, f(worker, index))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(give);
        let mut done = 0;
        while let Ok((index, result)) = results.recv() {
            found[index] = Some(result);
            done += 1;
            if !progress(done, jobs) {
                // no further job starts; those in work are waited for
                next.store(jobs, Ordering::Relaxed);
                return false;
            }
        }
        true
    });
    whole.then(|| found.into_iter().flatten().collect())
}
