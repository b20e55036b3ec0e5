//! Futures as they travel.

use aftercast_numerics::sampling::Sampler;
use aftercast_scenario::{
    AssumptionId, Assumptions, Company, Correlations, Distribution, EventMode, Futures, LeverId, Levers,
};
use serde::{Deserialize, Serialize};

/// Futures as they travel: plain lists in file order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FuturesMessage {
    company: Company,
    today: Vec<f64>,
    distributions: Vec<Distribution>,
    /// Places of two assumptions in file order, and what is stated of them.
    correlations: Vec<(usize, usize, f64)>,
    seed: u64,
    draws: u64,
    sampler: String,
    sampled_events: bool,
}

impl From<&Futures> for FuturesMessage {
    fn from(w: &Futures) -> Self {
        Self {
            company: w.company.clone(),
            today: levers_to_list(&w.today),
            distributions: AssumptionId::ALL.map(|id| *w.distributions.get(id)).to_vec(),
            correlations: w.correlations.own().iter().map(|&(a, b, rho)| (a as usize, b as usize, rho)).collect(),
            seed: w.seed,
            draws: w.draws,
            sampler: w.sampler.name().to_owned(),
            sampled_events: w.events == EventMode::Sampled,
        }
    }
}

impl FuturesMessage {
    /// The futures, or nothing where the lists have other lengths: page and worker are of different versions.
    pub fn futures(&self) -> Option<Futures> {
        if self.distributions.len() != AssumptionId::COUNT {
            return None;
        }
        let id = |index: usize| AssumptionId::ALL.get(index).copied();
        let stated =
            self.correlations.iter().map(|&(a, b, rho)| Some(((id(a)?, id(b)?), rho))).collect::<Option<_>>()?;
        Some(Futures::from_parts(
            self.company.clone(),
            levers_from_list(&self.today)?,
            Assumptions::from_fn(|id| self.distributions[id as usize]),
            Correlations::stated(&stated),
            self.seed,
            self.draws,
            Sampler::from_name(&self.sampler)?,
            if self.sampled_events { EventMode::Sampled } else { EventMode::Expected },
        ))
    }
}

/// Levers in file order.
pub fn levers_to_list(levers: &Levers<f64>) -> Vec<f64> {
    LeverId::ALL.map(|id| *levers.get(id)).to_vec()
}

/// Levers from a list in file order, or nothing where its length is another.
pub fn levers_from_list(list: &[f64]) -> Option<Levers<f64>> {
    (list.len() == LeverId::COUNT).then(|| Levers::from_fn(|id| list[id as usize]))
}
