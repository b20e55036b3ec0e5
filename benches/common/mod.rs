//! The reference case of all measures: the default company over 36 months, 1 024 draws of scrambled Sobol points, sampled
//! events, six policies that are golden files too.
#![allow(dead_code)] // every program uses its own part

use aftercast::engine::run::batch::{Engine, EventMode, World, outcome_column};
use aftercast::engine::run::record::Outcome;
use aftercast::engine::sampling::Sampler;
use aftercast::engine::scenario::{Levers, SEGMENTS, check, json};

/// Seed of the reference case.
pub const SEED: u64 = 42;
/// Draws of the reference case.
pub const DRAWS: u64 = 1024;
/// Months of the reference case.
pub const MONTHS: u32 = 36;
/// Draws of a piece of work, as in the application.
pub const CHUNK: u64 = 64;

/// Names and files of the six policies.
pub const POLICIES: [(&str, &str); 6] = [
    ("staffing_3000", include_str!("../../tests/golden/staffing_3000.json")),
    ("value_centre", include_str!("../../tests/golden/value_centre.json")),
    ("hybrid_ai", include_str!("../../tests/golden/hybrid_ai.json")),
    ("tiered_compensation", include_str!("../../tests/golden/tiered_compensation.json")),
    ("strict_law", include_str!("../../tests/golden/strict_law.json")),
    ("every_lever", include_str!("../../tests/golden/every_lever.json")),
];

/// Full levers of the six policies.
pub fn policies() -> Vec<Levers<f64>> {
    POLICIES
        .iter()
        .map(|(name, text)| {
            let (draft, _) = json::read(text);
            let Ok(scenario) = check(&draft) else { panic!("{name} is no valid scenario") };
            scenario.policies()[0].levers
        })
        .collect()
}

/// The futures of the reference case with so many draws and months.
pub fn world(draws: u64, months: u32) -> World {
    let (mut draft, _) = json::read(POLICIES[0].1);
    draft.company.horizon_months = f64::from(months);
    draft.settings.seed = SEED;
    draft.settings.draws = draws;
    draft.settings.sampler = Sampler::Sobol;
    draft.settings.events = EventMode::Sampled;
    let Ok(scenario) = check(&draft) else { panic!("the reference case is no valid scenario") };
    scenario.world()
}

/// Draws x months x segments of a run, its baseline included: the unit of every measure.
pub fn steps(draws: u64, months: u32, policies: usize) -> f64 {
    (draws * u64::from(months) * SEGMENTS as u64 * (policies as u64 + 1)) as f64
}

/// An engine as a worker holds it: its tables of the waiting line and of the distributions stay from run to run.
#[derive(Debug)]
pub struct Session {
    engine: Engine,
    here: World,
    elsewhere: World,
}

impl Session {
    /// An engine for the reference case with so many draws and months.
    pub fn new(draws: u64, months: u32) -> Self {
        let here = world(draws, months);
        let elsewhere = World { seed: SEED + 1, ..here.clone() };
        Self { engine: Engine::new(here.clone()), here, elsewhere }
    }

    /// The whole pipeline: draws, baselines, policies, piece by piece. Returns a checksum.
    pub fn run(&mut self, policies: &[Levers<f64>]) -> f64 {
        // forgets the baselines
        self.engine.enter(self.elsewhere.clone());
        self.engine.enter(self.here.clone());
        self.pieces(policies, true)
    }

    /// One policy more on baselines that are there: a moved lever.
    pub fn moved(&mut self, policies: &[Levers<f64>]) -> f64 {
        self.pieces(policies, false)
    }

    fn pieces(&mut self, policies: &[Levers<f64>], baseline: bool) -> f64 {
        let draws = self.here.draws;
        let mut sum = 0.0;
        let mut first = 0;
        while first < draws {
            let length = CHUNK.min(draws - first) as usize;
            let goals = baseline.then_some(None).into_iter().chain(policies.iter().map(Some));
            for goal in goals {
                let Ok(block) = self.engine.run(goal, first, length) else { panic!("a draw has no baseline") };
                let npv = outcome_column(Outcome::Npv) * length;
                sum += block.values[npv..npv + length].iter().sum::<f64>();
            }
            first += length as u64;
        }
        sum
    }
}
