//! The WebAssembly side of the comparison: the same runs as `native.rs`, callable from a script.

#[path = "common/mod.rs"]
mod reference;
#[path = "common/yardstick.rs"]
mod yardstick;

use aftercast_engine::run::results::PolicyResults;
use aftercast_scenario::Levers;
use reference::Session;
use wasm_bindgen::prelude::*;

/// One contestant: the engine on the reference case with so many draws and months.
#[wasm_bindgen]
pub struct Contestant {
    session: Session,
    policies: Vec<Levers<f64>>,
    results: Vec<PolicyResults>,
}

#[wasm_bindgen]
impl Contestant {
    /// Prepares.
    #[wasm_bindgen(constructor)]
    pub fn new(draws: u32, months: u32) -> Contestant {
        let draws = u64::from(draws);
        Contestant { session: Session::new(draws, months), policies: reference::policies(), results: Vec::new() }
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

    /// The yardstick; no policy makes a difference to it.
    pub fn yardstick(&self, _policies: usize) -> f64 {
        yardstick::run()
    }
}
