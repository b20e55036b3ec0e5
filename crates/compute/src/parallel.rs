//! Independent jobs on native threads, results in the order of the jobs.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Does `work` on every job, one thread a state; a state keeps what its thread learnt from one call to the next.
/// Results are in the order of the jobs, whoever did them.
pub fn in_order<S: Send, J: Sync, R: Send>(
    states: &mut [S],
    jobs: &[J],
    work: impl Fn(&mut S, &J) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let results: Mutex<Vec<(usize, R)>> = Mutex::new(Vec::with_capacity(jobs.len()));
    let (next, shared, work) = (&next, &results, &work);
    std::thread::scope(|scope| {
        for state in states {
            scope.spawn(move || {
                while let Some((i, job)) =
                    Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|i| Some((i, jobs.get(i)?)))
                {
                    let result = work(state, job);
                    // a thread that panicked takes the whole scope down with it: nothing of it is used
                    shared.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((i, result));
                }
            });
        }
    });
    let mut results = results.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    results.sort_unstable_by_key(|(i, _)| *i);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::in_order;

    #[test]
    fn order_does_not_depend_on_the_threads() {
        let jobs: Vec<u64> = (0..500).collect();
        for threads in [1, 2, 7] {
            let mut counts = vec![0_usize; threads];
            let squares = in_order(&mut counts, &jobs, |count, &job| {
                *count += 1;
                job * job
            });
            assert!(squares.iter().zip(&jobs).all(|(s, j)| *s == j * j));
            assert_eq!((squares.len(), counts.iter().sum::<usize>()), (500, 500));
        }
    }
}
