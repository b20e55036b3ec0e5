//! Policies that are not on the page but that something on it asks for: the goal over the range of a lever, the
//! parts of a change. Only their outcomes are kept.

use aftercast_engine::run::batch::{Block, Futures};
use aftercast_engine::run::results::{OutOfOrder, PolicyResults};
use aftercast_scenario::Levers;

/// Policies known; the ones that have not been asked for longest go first.
const MOST: usize = 480;

/// A policy over the first draws of its futures.
#[derive(Clone, Debug, PartialEq)]
pub struct SideRun {
    /// The futures.
    pub futures: Futures,
    /// Number of draws, a multiple of four unless all of them.
    pub draws: u64,
    /// The policy's levers.
    pub levers: Levers<f64>,
}

/// What came of side runs.
#[derive(Debug, Default)]
pub struct SideRunCache {
    /// The latest last.
    found: Vec<(SideRun, PolicyResults)>,
    coming: Option<(SideRun, PolicyResults)>,
}

impl SideRunCache {
    /// What came of a side run, once it is complete.
    pub fn get(&self, side_run: &SideRun) -> Option<&PolicyResults> {
        // the levers tell most apart, and are compared faster than futures
        let same =
            |w: &SideRun| w.levers == side_run.levers && w.draws == side_run.draws && w.futures == side_run.futures;
        self.found.iter().rev().find(|(w, _)| same(w)).map(|(_, results)| results)
    }

    /// The next blocks are of this one.
    pub fn begin(&mut self, side_run: SideRun) {
        self.coming = Some((side_run, PolicyResults::new(0)));
    }

    /// The blocks come again from the first one.
    pub fn restart(&mut self) {
        if let Some((_, results)) = &mut self.coming {
            *results = PolicyResults::new(0);
        }
    }

    /// Takes a block in; tells whether the side run is complete.
    ///
    /// # Errors
    /// The block does not continue where the last one ended.
    pub fn append(&mut self, block: &Block) -> Result<bool, OutOfOrder> {
        let Some((side_run, results)) = &mut self.coming else { return Ok(false) };
        results.append(block)?;
        let complete = results.draws() as u64 >= side_run.draws.min(side_run.futures.draws);
        if complete {
            if self.found.len() >= MOST {
                self.found.remove(0);
            }
            self.found.extend(self.coming.take());
        }
        Ok(complete)
    }
}
