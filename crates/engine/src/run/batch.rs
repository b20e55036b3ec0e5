//! A batch of draws: the same futures for the baseline and every policy.
//!
//! A result is a pure function of (scenario, seed, draws, sampler, engine version): draws are independent,
//! each lane holds one, and nothing depends on which draws or policies are asked for together.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::plan::SamplingPlan;
use super::record::{BaselineMonth, DrawRecord, OUTCOME_COLUMNS, Outcome, SERIES_COLUMNS, Series};
use crate::model::outcomes::Ending;
use crate::model::queue::WaitTable;
use crate::model::serious_events::Events;
use crate::model::{Baseline, BaselineError, Disturbance, EventSource, Firm, Month, simulate_under};
use aftercast_numerics::math::{Lane, f64x4};
use aftercast_numerics::random::{Kind, uniform};
use aftercast_scenario::{Assumptions, Levers};
pub use aftercast_scenario::{EventMode, Futures};

/// Draws are computed this many at a time.
pub const LANE_DRAWS: u64 = f64x4::WIDTH as u64;
/// Baselines of this many draws are kept between runs.
const CACHED_DRAWS: usize = 2048;
/// Beyond them, baselines of the latest draws are kept for the other policies of the same job.
const RECENT_DRAWS: usize = 128;

/// Results of one policy for consecutive draws: `values[column * draws + i]`, columns of [`Outcome`] then of [`Series`] by month.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// First draw.
    pub first: u64,
    /// Number of draws.
    pub draws: usize,
    /// Column by column.
    pub values: Vec<f64>,
}

/// A future given by its numbers instead of by the sampling plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The draw whose uniforms decide the serious events, where events are sampled.
    pub draw: u64,
    /// Values of all assumptions, in the units of the data file.
    pub values: Assumptions<f64>,
}

/// Computes draws of one set of futures; keeps baselines for the next policy.
#[derive(Debug)]
pub struct Engine {
    futures: Futures,
    firm: Firm,
    plan: SamplingPlan,
    queue: WaitTable,
    stress: Vec<Disturbance>,
    baselines: BTreeMap<u64, Arc<Group>>,
    recent: VecDeque<(u64, Arc<Group>)>,
}

/// The baseline of four draws, and what policies are compared with.
#[derive(Debug)]
struct Group {
    base: Baseline<f64x4>,
    events: Vec<Events<f64x4>>,
    months: Vec<BaselineMonth<f64x4>>,
    record: DrawRecord<f64x4>,
    ending: Ending<f64x4>,
}

/// Events of four draws at their own uniforms of the month.
struct Sampled<'a>(&'a [Events<f64x4>]);

impl EventSource<f64x4> for Sampled<'_> {
    fn events(&mut self, t: usize, expected: Events<f64x4>) -> Events<f64x4> {
        match self.0.get(t) {
            Some(u) => expected.at_uniforms(u.service, u.crises),
            None => expected,
        }
    }
}

impl Engine {
    /// Prepares checked futures.
    pub fn new(futures: Futures) -> Self {
        let plan = SamplingPlan::new(&futures.distributions, futures.sampler, futures.seed, futures.draws);
        Self {
            firm: Firm::new(&futures.company, &futures.today),
            plan,
            queue: WaitTable::new(),
            stress: Vec::new(),
            baselines: BTreeMap::new(),
            recent: VecDeque::new(),
            futures,
        }
    }

    /// Moves to other futures, keeping what does not depend on the change.
    pub fn enter(&mut self, futures: Futures) {
        if futures != self.futures {
            self.plan =
                SamplingPlan::reusing(&self.plan, &futures.distributions, futures.sampler, futures.seed, futures.draws);
            self.firm = Firm::new(&futures.company, &futures.today);
            self.baselines.clear();
            self.recent.clear();
            self.futures = futures;
        }
    }

    /// Puts every run from now on, the baseline's included, under a plan of disturbances, one a month from month 0;
    /// months beyond the plan, and all months of an empty one, are calm.
    pub fn disturb(&mut self, stress: Vec<Disturbance>) {
        if stress != self.stress {
            self.baselines.clear();
            self.recent.clear();
            self.stress = stress;
        }
    }

    /// The futures in force.
    pub fn futures(&self) -> &Futures {
        &self.futures
    }

    /// The assumptions of a draw.
    pub fn draw(&self, index: u64) -> Assumptions<f64> {
        self.plan.draw(index)
    }

    /// The sampling of the futures in force.
    pub fn plan(&self) -> &SamplingPlan {
        &self.plan
    }

    /// Runs `policy` (`None`: the baseline) for draws `first .. first + draws`; `first` is a multiple of [`LANE_DRAWS`].
    pub fn run(&mut self, policy: Option<&Levers<f64>>, first: u64, draws: usize) -> Result<Block, BaselineError> {
        let mut block = self.empty(first, draws);
        let mut at = 0;
        while at < draws {
            let group = self.group(first + at as u64)?;
            let lanes = (draws - at).min(LANE_DRAWS as usize);
            self.policy(&group, policy, &mut block, at, lanes);
            at += lanes;
        }
        Ok(block)
    }

    /// Runs policies (`None`: the baseline) at given values of the assumptions, a block a policy: position `i` of a block is
    /// `rows[i]`. Where a row holds the values and the number of a draw, the numbers are those of [`run`](Self::run), bit for bit.
    /// `events` replaces the futures' mode.
    ///
    /// # Errors
    /// A row whose baseline does not settle.
    pub fn run_rows(
        &mut self,
        policies: &[Option<&Levers<f64>>],
        rows: &[Row],
        events: EventMode,
    ) -> Result<Vec<Block>, BaselineError> {
        let mut blocks = vec![self.empty(0, rows.len()); policies.len()];
        let mut at = 0;
        for four in rows.chunks(LANE_DRAWS as usize) {
            // the last row fills lanes that are left over; they are not stored
            let row = |k: usize| &four[k.min(four.len() - 1)];
            let assumptions = Assumptions::from_fn(|id| f64x4::from_fn(|k| *row(k).values.get(id)));
            let group = self.compute(&assumptions, std::array::from_fn(|k| row(k).draw), events)?;
            for (policy, block) in policies.iter().zip(&mut blocks) {
                self.policy(&group, *policy, block, at, four.len());
            }
            at += four.len();
        }
        Ok(blocks)
    }

    fn empty(&self, first: u64, draws: usize) -> Block {
        Block { first, draws, values: vec![0.0; columns(self.firm.horizon) * draws] }
    }

    /// Runs a policy over a group and stores its first `lanes` draws at position `at` of the block.
    fn policy(&mut self, group: &Group, policy: Option<&Levers<f64>>, block: &mut Block, at: usize, lanes: usize) {
        let Some(goal) = policy else {
            group.record.store(&mut block.values, block.draws, at, lanes);
            return;
        };
        let mut record = DrawRecord::new(&self.firm);
        let ending = simulate_under(
            &self.firm,
            &group.base,
            Some(goal),
            &self.stress,
            &mut Sampled(&group.events),
            &mut self.queue,
            |t, m| {
                record.month(&self.firm, t, m, Some(&group.months[t]));
            },
        );
        record.finish(&self.firm, &ending, Some(&group.ending));
        record.store(&mut block.values, block.draws, at, lanes);
    }

    /// The baseline of the four draws from `first`.
    fn group(&mut self, first: u64) -> Result<Arc<Group>, BaselineError> {
        if let Some(group) = self.baselines.get(&first) {
            return Ok(Arc::clone(group));
        }
        if let Some((_, group)) = self.recent.iter().find(|(start, _)| *start == first) {
            return Ok(Arc::clone(group));
        }
        let assumptions = self.plan.draw_lanes::<f64x4>(first);
        let draws = std::array::from_fn(|k| first + k as u64);
        let group = Arc::new(self.compute(&assumptions, draws, self.futures.events)?);
        if self.baselines.len() * (LANE_DRAWS as usize) < CACHED_DRAWS {
            self.baselines.insert(first, Arc::clone(&group));
        } else {
            if self.recent.len() * (LANE_DRAWS as usize) >= RECENT_DRAWS {
                self.recent.pop_front();
            }
            self.recent.push_back((first, Arc::clone(&group)));
        }
        Ok(group)
    }

    /// The baseline at these assumptions, with the event uniforms of these draws.
    fn compute(
        &mut self,
        assumptions: &Assumptions<f64x4>,
        draws: [u64; LANE_DRAWS as usize],
        events: EventMode,
    ) -> Result<Group, BaselineError> {
        let firm = &self.firm;
        let (base, _nearest_end) = Baseline::new(firm, assumptions, &mut self.queue)?;
        let events = match events {
            EventMode::Expected => Vec::new(),
            EventMode::Sampled => (0..firm.horizon as u32)
                .map(|month| {
                    let at = |kind: Kind| f64x4::from_fn(|k| uniform(self.futures.seed, draws[k], month, kind));
                    Events { service: at(Kind::ServiceEvent), crises: at(Kind::Crisis) }
                })
                .collect(),
        };
        let mut months = Vec::with_capacity(firm.horizon);
        let mut record = DrawRecord::new(firm);
        let ending = simulate_under(
            firm,
            &base,
            None,
            &self.stress,
            &mut Sampled(&events),
            &mut self.queue,
            |t, m: &Month<f64x4>| {
                months.push(BaselineMonth { cost: m.cost + m.acquisition_cost, revenue: m.revenue, profit: m.profit });
                record.month(firm, t, m, None);
            },
        );
        record.finish(firm, &ending, None);
        Ok(Group { base, events, months, record, ending })
    }
}

/// Columns of a block over `horizon` months.
pub const fn columns(horizon: usize) -> usize {
    OUTCOME_COLUMNS + SERIES_COLUMNS * horizon
}

/// Position of an outcome's column.
pub const fn outcome_column(outcome: Outcome) -> usize {
    outcome as usize
}

/// Position of a series' column in month `t`.
pub const fn series_column(series: Series, t: usize, horizon: usize) -> usize {
    OUTCOME_COLUMNS + series as usize * horizon + t
}
