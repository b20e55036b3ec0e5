//! What a run computes: frozen futures and the policies wanted.

use aftercast_engine::run::batch::Futures;
use aftercast_scenario::Levers;

/// How a run shares the processors with the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Priority {
    /// Everything as fast as can be.
    Batch,
    /// The first picture before all: a lever is being moved.
    Interactive,
    /// In small parts, so that a lever that moves finds its workers soon.
    Background,
}

/// A run: frozen inputs under an id. The latest one wins.
#[derive(Clone, Debug, PartialEq)]
pub struct RunRequest {
    /// Id; ids grow.
    pub run: u32,
    /// Company, assumptions, draws, seed, sampler, events.
    pub futures: Futures,
    /// Whether the baseline's own results are wanted (they are not where they are still known).
    pub baseline: bool,
    /// Full levers of the policies wanted; `BlockArrived::policy` counts in this list.
    pub policies: Vec<Levers<f64>>,
    /// Only the first so many draws, in lanes of four; none: all of the futures'.
    pub draws: Option<u64>,
    /// How it shares the processors with the page; the results are the same.
    pub priority: Priority,
}

impl RunRequest {
    /// Number of draws to compute.
    pub fn draws(&self) -> u64 {
        self.draws.unwrap_or(self.futures.draws).min(self.futures.draws)
    }
}
