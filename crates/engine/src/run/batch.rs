//! A batch of draws: the same futures for the baseline and every policy.
//!
//! A result is a pure function of (scenario, seed, draws, sampler, engine version): draws are independent,
//! each lane holds one, and nothing depends on which draws or policies are asked for together.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::instructions::InstructionSet;
use super::outcome::{BaselineMonth, DrawAccumulator, OUTCOME_COLUMNS, Outcome, SERIES_COLUMNS, Series};
use super::plan::SamplingPlan;
use crate::model::outcomes::Ending;
use crate::model::queue::WaitTable;
use crate::model::serious_events::Events;
use crate::model::{Baseline, BaselineError, Disturbance, EventSource, Firm, Month, simulate_under};
#[cfg(target_arch = "x86_64")]
use aftercast_numerics::math::Quad;
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
    setting: Setting,
    lanes: Lanes,
}

/// What draws are computed from.
#[derive(Debug)]
struct Setting {
    futures: Futures,
    firm: Firm,
    plan: SamplingPlan,
    queue: WaitTable,
    stress: Vec<Disturbance>,
}

/// The baselines of draws, in lanes of an instruction set.
#[derive(Debug)]
enum Lanes {
    Build(Groups<f64x4>),
    #[cfg(target_arch = "x86_64")]
    Avx2(Groups<Quad>),
}

impl Lanes {
    fn of(instructions: InstructionSet) -> Self {
        match instructions {
            InstructionSet::Build => Self::Build(Groups::new()),
            #[cfg(target_arch = "x86_64")]
            InstructionSet::Avx2 => Self::Avx2(Groups::new()),
        }
    }
}

/// One expression for the lanes of every instruction set.
macro_rules! in_lanes {
    ($lanes:expr, $groups:ident => $work:expr) => {
        match $lanes {
            Lanes::Build($groups) => $work,
            #[cfg(target_arch = "x86_64")]
            Lanes::Avx2($groups) => $work,
        }
    };
}

/// Baselines of draws that were computed already.
#[derive(Debug)]
struct Groups<L> {
    first: BTreeMap<u64, Arc<Group<L>>>,
    recent: VecDeque<(u64, Arc<Group<L>>)>,
}

/// The baseline of four draws, and what policies are compared with.
#[derive(Debug)]
struct Group<L> {
    base: Baseline<L>,
    events: Vec<Events<L>>,
    months: Vec<BaselineMonth<L>>,
    accumulator: DrawAccumulator<L>,
    ending: Ending<L>,
}

/// Events of four draws at their own uniforms of the month.
struct Sampled<'a, L>(&'a [Events<L>]);

impl<L: Lane> EventSource<L> for Sampled<'_, L> {
    fn events(&mut self, t: usize, expected: Events<L>) -> Events<L> {
        match self.0.get(t) {
            Some(u) => expected.at_uniforms(u.serious, u.crises),
            None => expected,
        }
    }
}

impl Engine {
    /// Prepares checked futures, for the fastest instruction set of this processor.
    pub fn new(futures: Futures) -> Self {
        Self::with(InstructionSet::found(), futures)
    }

    /// Prepares checked futures for an instruction set.
    pub fn with(instructions: InstructionSet, futures: Futures) -> Self {
        let plan = SamplingPlan::of(&futures);
        let firm = Firm::new(&futures.company, &futures.today);
        Self {
            setting: Setting { firm, plan, queue: WaitTable::new(), stress: Vec::new(), futures },
            lanes: Lanes::of(instructions),
        }
    }

    /// Moves to other futures, keeping what does not depend on the change.
    pub fn enter(&mut self, futures: Futures) {
        let setting = &mut self.setting;
        if futures != setting.futures {
            setting.plan = SamplingPlan::reusing_for(&setting.plan, &futures);
            setting.firm = Firm::new(&futures.company, &futures.today);
            setting.futures = futures;
            self.forget();
        }
    }

    /// Puts every run from now on, the baseline's included, under a plan of disturbances, one a month from month 0;
    /// months beyond the plan, and all months of an empty one, are calm.
    pub fn disturb(&mut self, stress: Vec<Disturbance>) {
        if stress != self.setting.stress {
            self.setting.stress = stress;
            self.forget();
        }
    }

    fn forget(&mut self) {
        in_lanes!(&mut self.lanes, groups => groups.clear());
    }

    /// The futures in force.
    pub fn futures(&self) -> &Futures {
        &self.setting.futures
    }

    /// The assumptions of a draw.
    pub fn draw(&self, index: u64) -> Assumptions<f64> {
        self.setting.plan.draw(index)
    }

    /// The sampling of the futures in force.
    pub fn plan(&self) -> &SamplingPlan {
        &self.setting.plan
    }

    /// Runs `policy` (`None`: the baseline) for draws `first .. first + draws`; `first` is a multiple of [`LANE_DRAWS`].
    ///
    /// # Errors
    /// A draw without a baseline.
    pub fn run(&mut self, policy: Option<&Levers<f64>>, first: u64, draws: usize) -> Result<Block, BaselineError> {
        in_lanes!(&mut self.lanes, groups => groups.run(&mut self.setting, policy, first, draws))
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
        in_lanes!(&self.lanes, groups => groups.run_rows(&mut self.setting, policies, rows, events))
    }
}

impl<L: Lane> Groups<L> {
    fn new() -> Self {
        Self { first: BTreeMap::new(), recent: VecDeque::new() }
    }

    fn clear(&mut self) {
        self.first.clear();
        self.recent.clear();
    }

    fn run(
        &mut self,
        setting: &mut Setting,
        policy: Option<&Levers<f64>>,
        first: u64,
        draws: usize,
    ) -> Result<Block, BaselineError> {
        let mut block = setting.empty(first, draws);
        let mut at = 0;
        while at < draws {
            let group = self.group(setting, first + at as u64)?;
            let lanes = (draws - at).min(LANE_DRAWS as usize);
            setting.policy(&group, policy, &mut block, at, lanes);
            at += lanes;
        }
        Ok(block)
    }

    fn run_rows(
        &self,
        setting: &mut Setting,
        policies: &[Option<&Levers<f64>>],
        rows: &[Row],
        events: EventMode,
    ) -> Result<Vec<Block>, BaselineError> {
        let mut blocks = vec![setting.empty(0, rows.len()); policies.len()];
        let mut at = 0;
        for four in rows.chunks(LANE_DRAWS as usize) {
            // the last row fills lanes that are left over; they are not stored
            let row = |k: usize| &four[k.min(four.len() - 1)];
            let assumptions = Assumptions::from_fn(|id| L::from_fn(|k| *row(k).values.get(id)));
            let group = setting.compute(&assumptions, std::array::from_fn(|k| row(k).draw), events)?;
            for (policy, block) in policies.iter().zip(&mut blocks) {
                setting.policy(&group, *policy, block, at, four.len());
            }
            at += four.len();
        }
        Ok(blocks)
    }

    /// The baseline of the four draws from `first`.
    fn group(&mut self, setting: &mut Setting, first: u64) -> Result<Arc<Group<L>>, BaselineError> {
        if let Some(group) = self.first.get(&first) {
            return Ok(Arc::clone(group));
        }
        if let Some((_, group)) = self.recent.iter().find(|(start, _)| *start == first) {
            return Ok(Arc::clone(group));
        }
        let assumptions = setting.plan.draw_lanes::<L>(first);
        let draws = std::array::from_fn(|k| first + k as u64);
        let group = Arc::new(setting.compute(&assumptions, draws, setting.futures.events)?);
        if self.first.len() * (LANE_DRAWS as usize) < CACHED_DRAWS {
            self.first.insert(first, Arc::clone(&group));
        } else {
            if self.recent.len() * (LANE_DRAWS as usize) >= RECENT_DRAWS {
                self.recent.pop_front();
            }
            self.recent.push_back((first, Arc::clone(&group)));
        }
        Ok(group)
    }
}

impl Setting {
    fn empty(&self, first: u64, draws: usize) -> Block {
        Block { first, draws, values: vec![0.0; columns(self.firm.horizon) * draws] }
    }

    /// Runs a policy over a group and stores its first `lanes` draws at position `at` of the block.
    fn policy<L: Lane>(
        &mut self,
        group: &Group<L>,
        policy: Option<&Levers<f64>>,
        block: &mut Block,
        at: usize,
        lanes: usize,
    ) {
        let Some(goal) = policy else {
            group.accumulator.store(&mut block.values, block.draws, at, lanes);
            return;
        };
        let mut accumulator = DrawAccumulator::new(&self.firm);
        let ending = simulate_under(
            &self.firm,
            &group.base,
            Some(goal),
            &self.stress,
            &mut Sampled(&group.events),
            &mut self.queue,
            #[inline(always)]
            |t, m| {
                accumulator.month(&self.firm, t, m, Some(&group.months[t]));
            },
        );
        accumulator.finish(&self.firm, &ending, Some(&group.ending));
        accumulator.store(&mut block.values, block.draws, at, lanes);
    }

    /// The baseline at these assumptions, with the event uniforms of these draws.
    fn compute<L: Lane>(
        &mut self,
        assumptions: &Assumptions<L>,
        draws: [u64; LANE_DRAWS as usize],
        events: EventMode,
    ) -> Result<Group<L>, BaselineError> {
        let firm = &self.firm;
        let (base, _nearest_end) = Baseline::new(firm, assumptions, &mut self.queue)?;
        let events = match events {
            EventMode::Expected => Vec::new(),
            EventMode::Sampled => (0..firm.horizon as u32)
                .map(|month| {
                    let at = |kind: Kind| L::from_fn(|k| uniform(self.futures.seed, draws[k], month, kind));
                    Events { serious: at(Kind::SeriousEvent), crises: at(Kind::Crisis) }
                })
                .collect(),
        };
        let mut months = Vec::with_capacity(firm.horizon);
        let mut accumulator = DrawAccumulator::new(firm);
        let ending = simulate_under(
            firm,
            &base,
            None,
            &self.stress,
            &mut Sampled(&events),
            &mut self.queue,
            #[inline(always)]
            |t, m: &Month<L>| {
                months.push(BaselineMonth { cost: m.cost + m.acquisition_cost, revenue: m.revenue, profit: m.profit });
                accumulator.month(firm, t, m, None);
            },
        );
        accumulator.finish(firm, &ending, None);
        Ok(Group { base, events, months, accumulator, ending })
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
