//! The WebAssembly side of the comparison: the same runs as `native.rs`, callable from a script.

#[path = "twins/naive/mod.rs"]
mod naive;
#[path = "common/peer.rs"]
mod peer;
#[path = "common/mod.rs"]
mod reference;

use aftercast_engine::model::queue::WaitTable;
use aftercast_engine::run::results::PolicyResults;
use aftercast_scenario::Levers;
use reference::Session;
use wasm_bindgen::prelude::*;

/// One contestant: the engine and the naive port on the reference case with so many draws and months.
#[wasm_bindgen]
pub struct Contestant {
    session: Session,
    policies: Vec<Levers<f64>>,
    draws: u64,
    months: u32,
    queue: WaitTable,
    results: Vec<PolicyResults>,
}

#[wasm_bindgen]
impl Contestant {
    /// Prepares.
    #[wasm_bindgen(constructor)]
    pub fn new(draws: u32, months: u32) -> Contestant {
        let draws = u64::from(draws);
        Contestant {
            session: Session::new(draws, months),
            policies: reference::policies(),
            draws,
            months,
            queue: WaitTable::new(),
            results: Vec::new(),
        }
    }

    /// The whole pipeline with so many policies; returns a checksum.
    pub fn run(&mut self, policies: usize) -> f64 {
        self.session.run(&self.policies[..policies])
    }

    /// The policies alone, on the baselines of the last run.
    pub fn moved(&mut self, policies: usize) -> f64 {
        self.session.moved(&self.policies[..policies])
    }

    /// A piece of work of the pool: the blocks of the baseline, where wanted, and of so many policies, one after another.
    pub fn piece(&mut self, first: u32, policies: usize, baseline: bool) -> Vec<f64> {
        let blocks = self.session.piece(u64::from(first), &self.policies[..policies], baseline);
        blocks.into_iter().flat_map(|block| block.values).collect()
    }

    /// Forgets the baselines.
    pub fn forget(&mut self) {
        self.session.forget();
    }

    /// Computes the results that [`summaries`](Self::summaries) sums up.
    pub fn fill(&mut self) {
        self.results = self.session.results(&self.policies);
    }

    /// Summaries of all policies, as a page shows them; returns a checksum.
    pub fn summaries(&self) -> f64 {
        reference::summaries(&self.results)
    }

    /// The naive port.
    pub fn naive(&mut self, policies: usize) -> f64 {
        peer::run(&reference::futures(self.draws, self.months), &self.policies[..policies], &mut self.queue)
    }
}

/// Largest deviation of the naive port from a golden file; not a number where it cannot compute it.
#[wasm_bindgen]
pub fn deviation(golden: &str) -> f64 {
    peer::deviation(golden).unwrap_or(f64::NAN)
}
