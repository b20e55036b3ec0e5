//! The reference case of all measures: the default company over 36 months, 1 024 draws of scrambled Sobol points, sampled
//! events, six policies that are golden files too.
#![allow(dead_code)] // every program uses its own part

use aftercast_engine::check;
use aftercast_engine::run::batch::{Block, Engine, EventMode, Futures, outcome_column};
use aftercast_engine::run::instructions::InstructionSet;
use aftercast_engine::run::outcome::{Outcome, Series};
use aftercast_engine::run::report::BANDS;
use aftercast_engine::run::results::PolicyResults;
use aftercast_engine::run::summary::{mean, multiple, sorted_quantile, summarise, variance};
use aftercast_numerics::sampling::Sampler;
use aftercast_scenario::{Levers, SEGMENTS, json};

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
pub fn futures(draws: u64, months: u32) -> Futures {
    let (mut draft, _) = json::read(POLICIES[0].1);
    draft.company.horizon_months = f64::from(months);
    draft.settings.seed = SEED;
    draft.settings.draws = draws;
    draft.settings.sampler = Sampler::Sobol;
    draft.settings.events = EventMode::Sampled;
    let Ok(scenario) = check(&draft) else { panic!("the reference case is no valid scenario") };
    scenario.futures()
}

/// Draws x months x segments of a run, its baseline included: the unit of every measure.
pub fn steps(draws: u64, months: u32, policies: usize) -> f64 {
    (draws * u64::from(months) * SEGMENTS as u64 * (policies as u64 + 1)) as f64
}

/// An engine as a worker holds it: its tables of the waiting line and of the distributions stay from run to run.
#[derive(Debug)]
pub struct Session {
    engine: Engine,
    here: Futures,
    elsewhere: Futures,
}

impl Session {
    /// An engine for the reference case with so many draws and months.
    pub fn new(draws: u64, months: u32) -> Self {
        Self::with(InstructionSet::found(), draws, months)
    }

    /// The same with lanes of an instruction set.
    pub fn with(instructions: InstructionSet, draws: u64, months: u32) -> Self {
        let here = futures(draws, months);
        let elsewhere = here.clone().with_seed(SEED + 1);
        Self { engine: Engine::with(instructions, here.clone()), here, elsewhere }
    }

    /// Forgets the baselines, as a change of an assumption does.
    pub fn forget(&mut self) {
        self.engine.enter(self.elsewhere.clone());
        self.engine.enter(self.here.clone());
    }

    /// The whole pipeline: draws, baselines, policies, piece by piece. Returns a checksum.
    pub fn run(&mut self, policies: &[Levers<f64>]) -> f64 {
        self.forget();
        self.pieces(policies, true)
    }

    /// One policy more on baselines that are there: a moved lever.
    pub fn moved(&mut self, policies: &[Levers<f64>]) -> f64 {
        self.pieces(policies, false)
    }

    fn pieces(&mut self, policies: &[Levers<f64>], baseline: bool) -> f64 {
        let mut sum = 0.0;
        let mut first = 0;
        while first < self.here.draws {
            for block in self.piece(first, policies, baseline) {
                let npv = outcome_column(Outcome::Npv) * block.draws;
                sum += block.values[npv..npv + block.draws].iter().sum::<f64>();
            }
            first += CHUNK;
        }
        sum
    }

    /// The piece of work from draw `first` on, a block a policy.
    pub fn piece(&mut self, first: u64, policies: &[Levers<f64>], baseline: bool) -> Vec<Block> {
        let length = CHUNK.min(self.here.draws - first) as usize;
        baseline
            .then_some(None)
            .into_iter()
            .chain(policies.iter().map(Some))
            .map(|goal| match self.engine.run(goal, first, length) {
                Ok(block) => block,
                Err(e) => panic!("a draw has no baseline: {e:?}"),
            })
            .collect()
    }

    /// Results of the baseline and the policies, as the page holds them.
    pub fn results(&mut self, policies: &[Levers<f64>]) -> Vec<PolicyResults> {
        let mut results = vec![PolicyResults::new(self.here.company.horizon()); policies.len() + 1];
        let mut first = 0;
        while first < self.here.draws {
            for (result, block) in results.iter_mut().zip(self.piece(first, policies, true)) {
                if result.append(&block).is_err() {
                    panic!("pieces are in order");
                }
            }
            first += CHUNK;
        }
        results
    }
}

/// All that a page shows of results: every outcome's summary, the multiple, the bands of every series. Returns a checksum.
pub fn summaries(results: &[PolicyResults]) -> f64 {
    let mut sum = 0.0;
    for r in results {
        sum += Outcome::ALL
            .iter()
            .map(|&o| summarise(r.outcome(o)).quantiles[4].value)
            .filter(|x| x.is_finite())
            .sum::<f64>();
        sum += multiple(r, Outcome::DeltaRevenue).saves_money.value;
        sum += Series::ALL.iter().map(|&s| r.bands(s, &BANDS)[0][0]).sum::<f64>();
    }
    sum
}

/// Standard deviation over `replicates` seeds of statistics of 1 024 draws, by sampler and policy: mean net gain, its mean difference
/// to the next policy, 5 and 95 % quantiles of net gain. Events are at their expected value: their luck has no points to be spread by.
pub fn spread(sampler: Sampler, replicates: u64) -> Vec<[f64; 4]> {
    let policies = policies();
    let mut statistics: Vec<[Vec<f64>; 4]> = vec![Default::default(); policies.len()];
    let start = futures(DRAWS, MONTHS).with_sampler(sampler).with_events(EventMode::Expected);
    let mut engine = Engine::new(start.clone());
    for replicate in 0..replicates {
        engine.enter(start.clone().with_seed(1000 + replicate));
        let gains: Vec<Vec<f64>> = policies.iter().map(|goal| net_gain(&mut engine, goal)).collect();
        for (k, found) in statistics.iter_mut().enumerate() {
            let mut sorted = gains[k].clone();
            sorted.sort_unstable_by(f64::total_cmp);
            found[0].push(mean(&gains[k]));
            found[1].push(mean(&gains[k]) - mean(&gains[(k + 1) % gains.len()]));
            found[2].push(sorted_quantile(&sorted, 0.05));
            found[3].push(sorted_quantile(&sorted, 0.95));
        }
    }
    statistics.into_iter().map(|found| found.map(|s| variance(&s).sqrt())).collect()
}

fn net_gain(engine: &mut Engine, goal: &Levers<f64>) -> Vec<f64> {
    match engine.run(Some(goal), 0, DRAWS as usize) {
        Ok(block) => {
            let column = outcome_column(Outcome::Npv) * block.draws;
            block.values[column..column + block.draws].to_vec()
        }
        Err(e) => panic!("a draw has no baseline: {e:?}"),
    }
}
