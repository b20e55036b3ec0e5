//! Messages between page and worker: closed enums, run ids, bulk results in one buffer. No page types.
//!
//! Control messages travel as JSON; the numbers of a job as one buffer, block after block.

pub mod analysis;

use serde::{Deserialize, Serialize};

use aftercast_engine::run::batch::{Block, Engine, EventMode, World};
use aftercast_numerics::sampling::Sampler;
use aftercast_scenario::{AssumptionId, Assumptions, Company, Distribution, LeverId, Levers};

/// A world as it travels: plain lists in file order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorldMessage {
    company: Company,
    today: Vec<f64>,
    distributions: Vec<Distribution>,
    seed: u64,
    draws: u64,
    sampler: String,
    sampled_events: bool,
}

/// From page to worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ToWorker {
    /// Work in this world from now on.
    Enter {
        /// The run it belongs to.
        run: u32,
        /// Everything draws depend on.
        world: Box<WorldMessage>,
    },
    /// A run in the world entered last.
    Stay {
        /// The run.
        run: u32,
    },
    /// Compute a job of the run entered last.
    Compute {
        /// The run it belongs to; a job of another run is dropped.
        run: u32,
        /// Position of the job in the run.
        job: u32,
        /// First draw.
        first: u64,
        /// Number of draws.
        draws: usize,
        /// What to compute: levers in file order, `None` for the baseline.
        policies: Vec<Option<Vec<f64>>>,
    },
}

/// From worker to page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum FromWorker {
    /// A job is done; its numbers come beside this message, a block a policy.
    Done {
        /// The run.
        run: u32,
        /// The job.
        job: u32,
    },
    /// A job cannot be computed.
    Failed {
        /// The run.
        run: u32,
        /// What is wrong.
        message: String,
    },
}

impl From<&World> for WorldMessage {
    fn from(w: &World) -> Self {
        Self {
            company: w.company.clone(),
            today: levers_to_list(&w.today),
            distributions: AssumptionId::ALL.map(|id| *w.distributions.get(id)).to_vec(),
            seed: w.seed,
            draws: w.draws,
            sampler: w.sampler.name().to_owned(),
            sampled_events: w.events == EventMode::Sampled,
        }
    }
}

impl WorldMessage {
    /// The world, or nothing where the lists have other lengths: page and worker are of different versions.
    pub fn world(&self) -> Option<World> {
        if self.distributions.len() != AssumptionId::COUNT {
            return None;
        }
        Some(World {
            company: self.company.clone(),
            today: levers_from_list(&self.today)?,
            distributions: Assumptions::from_fn(|id| self.distributions[id as usize]),
            seed: self.seed,
            draws: self.draws,
            sampler: Sampler::from_name(&self.sampler)?,
            events: if self.sampled_events { EventMode::Sampled } else { EventMode::Expected },
        })
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

/// Worlds a worker keeps at hand: the picture's own, the same with events at their expected value, and the survey at face
/// value. Coming back to one of them finds its baselines computed.
const WORLDS: usize = 3;

/// The worker's side without a worker: messages in, replies out. A reply of `Done` carries the job's numbers.
#[derive(Debug, Default)]
pub struct Handler {
    /// The world in force last.
    engines: Vec<Engine>,
    run: u32,
}

impl Handler {
    /// Handles a message.
    pub fn handle(&mut self, message: &ToWorker, mut reply: impl FnMut(FromWorker, Vec<f64>)) {
        match message {
            ToWorker::Enter { run, world } => {
                self.run = *run;
                match world.world() {
                    Some(world) => self.enter(world),
                    None => {
                        // nothing may be computed in the world of an earlier run
                        self.engines.clear();
                        reply(failed(*run, OTHER_VERSION), Vec::new());
                    }
                }
            }
            ToWorker::Stay { run } => self.run = *run,
            ToWorker::Compute { run, job, first, draws, policies } if *run == self.run => {
                let Some(engine) = self.engines.last_mut() else { return };
                let mut values = Vec::new();
                for policy in policies {
                    let goal = policy.as_deref().map(levers_from_list);
                    if goal == Some(None) {
                        return reply(failed(*run, OTHER_VERSION), Vec::new());
                    }
                    let goal = goal.flatten();
                    match engine.run(goal.as_ref(), *first, *draws) {
                        Ok(block) => values.extend(block.values),
                        Err(e) => {
                            return reply(
                                failed(*run, &format!("draws {first} and on have no baseline: {e}")),
                                Vec::new(),
                            );
                        }
                    }
                }
                reply(FromWorker::Done { run: *run, job: *job }, values);
            }
            // a job of a run that was superseded
            ToWorker::Compute { .. } => {}
        }
    }

    /// Puts a world in force: its own engine, or the one unused longest moves there.
    fn enter(&mut self, world: World) {
        let known = self.engines.iter().position(|e| *e.world() == world);
        let engine = match known {
            Some(position) => self.engines.remove(position),
            None if self.engines.len() < WORLDS => Engine::new(world),
            None => {
                let mut oldest = self.engines.remove(0);
                oldest.enter(world);
                oldest
            }
        };
        self.engines.push(engine);
    }
}

/// What to do where a list has another length than this version's.
const OTHER_VERSION: &str = "page and worker are of different versions: reload the page";

fn failed(run: u32, message: &str) -> FromWorker {
    FromWorker::Failed { run, message: message.to_owned() }
}

/// The blocks in a job's numbers, one a policy.
pub fn blocks(first: u64, draws: usize, policies: usize, values: Vec<f64>) -> Vec<Block> {
    if policies == 1 {
        return vec![Block { first, draws, values }];
    }
    let length = values.len() / policies.max(1);
    values.chunks_exact(length.max(1)).map(|v| Block { first, draws, values: v.to_vec() }).collect()
}
