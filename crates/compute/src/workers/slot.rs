//! A place for a worker.

use aftercast_scenario::Futures;
use web_sys::Worker as WebWorker;

/// A worker that could not be started so many times in a row is not tried again.
pub(super) const MOST_STARTS: u32 = 3;

/// A place for a worker.
#[derive(Default)]
pub(super) struct WorkerSlot {
    pub(super) worker: Option<WebWorker>,
    pub(super) is_starting: bool,
    /// Starts that failed since the last that did not.
    pub(super) failed: u32,
    /// The ticket it was told about.
    pub(super) ticket: Option<u32>,
    /// The futures it was told about last.
    pub(super) futures: Option<Futures>,
}

impl WorkerSlot {
    /// Whether no worker will come here any more.
    pub(super) fn is_given_up(&self) -> bool {
        self.worker.is_none() && !self.is_starting && self.failed >= MOST_STARTS
    }
}
