//! Plans on threads, with progress on a terminal.

use std::io::IsTerminal as _;

use aftercast_compute::rounds::Rounds;
use aftercast_compute::threads;

use crate::Failure;

/// Steps of a progress bar.
const STEPS: f64 = 1000.0;

/// The threads asked for; all processors without an answer. Results do not depend on them.
pub fn threads_of(asked: Option<usize>) -> usize {
    asked.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).max(1)
}

/// A bar on a terminal, nothing where the output goes elsewhere.
pub fn bar(steps: u64) -> indicatif::ProgressBar {
    if std::io::stderr().is_terminal() { indicatif::ProgressBar::new(steps) } else { indicatif::ProgressBar::hidden() }
}

/// What comes out of rounds of orders on so many threads.
///
/// # Errors
/// What is wrong with the inputs: a future whose baseline does not settle.
pub fn compute<R: 'static>(rounds: Box<dyn Rounds<Report = R>>, threads: usize) -> Result<R, Failure> {
    let bar = bar(STEPS as u64);
    let found = threads::compute(rounds, threads, |progress| {
        bar.set_position((STEPS * progress.share()) as u64);
        true
    });
    bar.finish_and_clear();
    found?.ok_or_else(|| Failure::Machine("the analysis was stopped".to_owned()))
}
