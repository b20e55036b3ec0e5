//! Plans on threads, with progress on a terminal.

use std::io::IsTerminal as _;
use std::ops::ControlFlow;

use aftercast_compute::rounds::{Rounds, RoundsPlan};
use aftercast_compute::threads::Threads;
use aftercast_compute::{Backend as _, Event};

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
    let mut found = Err(Failure::Machine("the analysis was stopped".to_owned()));
    let mut backend = Threads::new(threads, |_, event| {
        match event {
            Event::Progress(p) => bar.set_position((STEPS * p.share()) as u64),
            Event::Done(report) => found = Ok(report),
            Event::Failed(why) => found = Err(why.into()),
            Event::Block(..) | Event::Restarted | Event::WorkersLost(_) => {}
        }
        ControlFlow::Continue(())
    });
    backend.submit(Box::new(RoundsPlan::new(0, rounds)));
    drop(backend);
    bar.finish_and_clear();
    found
}
