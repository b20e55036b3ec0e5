//! Results by futures and levers: what was computed is not computed again, and a partial run shows as far as it got.

use aftercast_engine::run::batch::{Block, Futures};
use aftercast_engine::run::results::{OutOfOrder, PolicyResults};
use aftercast_scenario::Levers;

/// Results of policies kept beside those on the page, so that undo is instant.
const MOST_POLICIES: usize = 12;

/// Results of one set of futures: the baseline and policies by their levers.
#[derive(Clone, Debug)]
pub struct Store {
    futures: Futures,
    baseline: PolicyResults,
    /// The latest last.
    policies: Vec<(Levers<f64>, PolicyResults)>,
}

impl Store {
    /// Nothing computed yet.
    pub fn new(futures: Futures) -> Self {
        let horizon = futures.company.horizon();
        Self { futures, baseline: PolicyResults::new(horizon), policies: Vec::new() }
    }

    /// The futures these are results of.
    pub fn futures(&self) -> &Futures {
        &self.futures
    }

    /// Results of the baseline, as far as they are.
    pub fn baseline(&self) -> &PolicyResults {
        &self.baseline
    }

    /// Results at these levers, as far as they are.
    pub fn policy(&self, levers: &Levers<f64>) -> Option<&PolicyResults> {
        self.policies.iter().find(|(l, _)| l == levers).map(|(_, r)| r)
    }

    /// Whether every draw of these results is there.
    pub fn complete(&self, results: &PolicyResults) -> bool {
        results.draws() as u64 == self.futures.draws
    }

    /// The policies among `wanted` that are not complete, each once; their partial results are dropped.
    pub fn missing(&mut self, wanted: &[Levers<f64>]) -> Vec<Levers<f64>> {
        let draws = self.futures.draws;
        self.policies.retain(|(_, r)| r.draws() as u64 == draws);
        let mut missing: Vec<Levers<f64>> = Vec::new();
        for levers in wanted {
            if self.policy(levers).is_none() && !missing.contains(levers) {
                missing.push(*levers);
            }
        }
        let spare = MOST_POLICIES.max(wanted.len());
        while self.policies.len() > spare {
            let unwanted = self.policies.iter().position(|(l, _)| !wanted.contains(l));
            match unwanted {
                Some(position) => drop(self.policies.remove(position)),
                None => break,
            }
        }
        missing
    }

    /// Drops what is not complete.
    pub fn forget_partial(&mut self) {
        let draws = self.futures.draws;
        self.policies.retain(|(_, r)| r.draws() as u64 == draws);
        if self.baseline.draws() as u64 != draws {
            self.baseline = PolicyResults::new(self.futures.company.horizon());
        }
    }

    /// Takes a block in: of the baseline, or of a policy.
    ///
    /// # Errors
    /// The block does not continue where the last one ended.
    pub fn append(&mut self, levers: Option<&Levers<f64>>, block: &Block) -> Result<(), OutOfOrder> {
        let Some(levers) = levers else { return self.baseline.append(block) };
        let position = match self.policies.iter().position(|(l, _)| l == levers) {
            Some(position) => position,
            None => {
                self.policies.push((*levers, PolicyResults::new(self.futures.company.horizon())));
                self.policies.len() - 1
            }
        };
        self.policies[position].1.append(block)
    }
}
