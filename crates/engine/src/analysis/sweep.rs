//! An outcome as a lever moves: lines over one lever, a grid over two.
//!
//! Claim: every point of a sweep is run in the same futures, so that the difference between two points is the lever's, not chance's.
//! Equation: points evenly spaced over the lever's range, everything else as in the policy. Validity: a mean is not a number where the
//! outcome is infinite in some futures, such as the payback of a policy that never pays.

use super::decision_variable::{DecisionVariable, spaced};
use super::job::{Analysis, Job, JobOutput, Rows, chunks};
use super::variation::same;
use crate::run::outcome::Outcome;
use crate::run::report::{goal_outcome, meets};
use crate::run::summary::{Estimate, estimate, mean, share, sorted_quantile};
use aftercast_scenario::{Futures, Goal, LeverId, Levers, Scenario};

/// Draws of a job.
const CHUNK: u64 = 64;
/// Points of a job.
const POINTS: usize = 8;

/// One point of a sweep.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// Mean of the outcome; not a number where it is infinite in some futures.
    pub mean: Estimate,
    /// 5, 50 and 95 % quantile.
    pub quantiles: [f64; 3],
    /// Share of futures that meet the goal.
    pub chance: Estimate,
}

/// Whether the cells differ from each other.
pub fn matters(cells: &[Cell], outcome: Outcome) -> bool {
    let [first, others @ ..] = cells else { return false };
    let all = |c: &Cell| [c.mean.value, c.quantiles[0], c.quantiles[1], c.quantiles[2]];
    others.iter().any(|c| {
        let alike = |(a, b): (f64, f64)| same(a, b, outcome) || (a.is_nan() && b.is_nan());
        !all(first).into_iter().zip(all(c)).all(alike) || c.chance.value != first.chance.value
    })
}

/// A sweep of one lever.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// The lever.
    pub lever: LeverId,
    /// Its values.
    pub values: Vec<f64>,
    /// A cell a value; none before all draws are in.
    pub cells: Vec<Cell>,
}

/// A sweep of two levers.
#[derive(Clone, Debug, PartialEq)]
pub struct Grid {
    /// The levers, across and up.
    pub levers: [LeverId; 2],
    /// Their values.
    pub values: [Vec<f64>; 2],
    /// Cells, the first lever varying fastest; none before all draws are in.
    pub cells: Vec<Cell>,
}

/// Positions of a lever from end to end.
fn positions(lever: LeverId, count: usize) -> Vec<f64> {
    spaced(lever.spec().min, lever.spec().max, count).into_iter().map(|x| lever.nearest(x)).collect()
}

/// What is swept.
#[derive(Clone, Debug, PartialEq)]
pub enum SweepReport {
    /// Each lever alone.
    Lines(Vec<Line>),
    /// Two levers together.
    Grid(Grid),
}

/// The analysis: one round.
#[derive(Debug)]
pub struct Sweep {
    futures: Futures,
    outcome: Outcome,
    goal: Goal,
    shape: SweepReport,
    /// The policies, in the order of their cells.
    points: Vec<Levers<f64>>,
    jobs: Vec<(u64, usize, usize)>,
    planned: bool,
    /// By point: outcome, and the goal's outcome.
    values: Vec<[Vec<f64>; 2]>,
}

impl Sweep {
    /// Sweeps each lever alone, `count` points each.
    pub fn lines(
        scenario: &Scenario,
        policy: &Levers<f64>,
        outcome: Outcome,
        levers: &[LeverId],
        count: usize,
    ) -> Self {
        let lines: Vec<Line> = levers
            .iter()
            .map(|&lever| {
                let values = positions(lever, count);
                Line { lever, cells: Vec::new(), values }
            })
            .collect();
        let turned = |line: &Line| {
            let lever = DecisionVariable::Lever(line.lever);
            line.values.iter().map(|&v| lever.turn(policy, v)).collect::<Vec<_>>()
        };
        let all = lines.iter().flat_map(turned).collect();
        Self::new(scenario, outcome, SweepReport::Lines(lines), all)
    }

    /// Sweeps two levers together, `count` points each.
    pub fn grid(
        scenario: &Scenario,
        policy: &Levers<f64>,
        outcome: Outcome,
        levers: [LeverId; 2],
        count: usize,
    ) -> Self {
        let values = levers.map(|lever| positions(lever, count));
        let [across, up] = levers.map(DecisionVariable::Lever);
        let all: Vec<Levers<f64>> = values[1]
            .iter()
            .flat_map(|&y| values[0].iter().map(move |&x| up.turn(&across.turn(policy, x), y)))
            .collect();
        let grid = Grid { levers, values, cells: Vec::new() };
        Self::new(scenario, outcome, SweepReport::Grid(grid), all)
    }

    fn new(scenario: &Scenario, outcome: Outcome, shape: SweepReport, points: Vec<Levers<f64>>) -> Self {
        let futures = scenario.futures();
        // all points of a few futures before the next futures, so that their baselines are at hand
        let jobs = chunks(futures.draws, CHUNK)
            .into_iter()
            .flat_map(|(first, draws)| (0..points.len()).step_by(POINTS).map(move |from| (first, draws, from)))
            .collect();
        let values = vec![[const { Vec::new() }; 2]; points.len()];
        Self { futures, outcome, goal: *scenario.goal(), shape, points, jobs, planned: false, values }
    }

    fn cell(&self, values: &[Vec<f64>; 2]) -> Cell {
        let mut sorted = values[0].clone();
        sorted.sort_unstable_by(f64::total_cmp);
        let finite = sorted.last().is_some_and(|v| v.is_finite());
        Cell {
            mean: if finite { estimate(&values[0], mean) } else { Estimate { value: f64::NAN, error: f64::NAN } },
            quantiles: [0.05, 0.5, 0.95].map(|p| sorted_quantile(&sorted, p)),
            chance: share(&values[1], |v| meets(&self.goal, v)),
        }
    }
}

impl Analysis for Sweep {
    type Report = SweepReport;

    fn futures(&self) -> &Futures {
        &self.futures
    }

    fn round(&mut self) -> usize {
        if core::mem::replace(&mut self.planned, true) { 0 } else { self.jobs.len() }
    }

    fn job(&self, index: usize) -> Job {
        let (first, draws, from) = self.jobs[index];
        let to = self.points.len().min(from + POINTS);
        Job {
            goals: self.points[from..to].iter().copied().map(Some).collect(),
            keep: vec![self.outcome, goal_outcome(&self.goal)],
            rows: Rows::Drawn { first, draws },
        }
    }

    fn take(&mut self, outputs: Vec<JobOutput>) {
        for (&(_, _, from), output) in self.jobs.iter().zip(&outputs) {
            let to = self.points.len().min(from + POINTS);
            for (column, values) in self.values[from..to].iter_mut().flatten().enumerate() {
                values.extend_from_slice(output.column(column));
            }
        }
    }

    fn report(&self) -> SweepReport {
        let mut report = self.shape.clone();
        let mut cells = self.values.iter().map(|values| self.cell(values));
        match &mut report {
            SweepReport::Lines(lines) => {
                for line in lines {
                    line.cells = cells.by_ref().take(line.values.len()).collect();
                }
            }
            SweepReport::Grid(grid) => grid.cells = cells.collect(),
        }
        report
    }
}
