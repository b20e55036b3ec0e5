//! How an outcome moves as each assumption goes over its percentiles, all others at their central value.
//!
//! Claim: a line is the outcome of central runs that differ in one assumption alone, so its shape is the model's, not chance's.
//! Equation: y_j(p) = outcome at x_j = F_j⁻¹(p), x_k central for all other k, serious events at their expected number.
//! Validity: any outcome with a finite mean. A correlated partner stays central: the line is that of the assumption alone. The central value
//! of a skewed distribution is not its median, so lines need not cross at p = 0.5.
//! Source: Eschenbach, Interfaces 22 (1992) 40-46 (spiderplots).

use super::job::{Analysis, Job, JobOutput, Rows};
use super::target::Target;
use super::tornado::uncertain;
use super::variation::same;
use crate::run::batch::Row;
use aftercast_numerics::math::special::normal_quantile;
use aftercast_numerics::sampling::Marginal;
use aftercast_scenario::{AssumptionId, Assumptions, EventMode, Futures};

/// Percentiles of a line, as shares.
pub const LEVELS: [f64; 11] = [0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95];
/// Futures of a job.
const CHUNK: usize = 64;

/// The line of an assumption.
#[derive(Clone, Debug, PartialEq)]
pub struct SpiderLine {
    /// Which assumption.
    pub id: AssumptionId,
    /// Its values at [`LEVELS`], in its unit.
    pub values: [f64; LEVELS.len()],
    /// The outcome at each.
    pub outcomes: [f64; LEVELS.len()],
}

impl SpiderLine {
    /// The smallest and the largest outcome.
    pub fn range(&self) -> (f64, f64) {
        self.outcomes.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), y| (low.min(*y), high.max(*y)))
    }

    /// From the smallest to the largest outcome.
    pub fn width(&self) -> f64 {
        let (low, high) = self.range();
        high - low
    }

    /// Whether the outcome both rises and falls along it, by more than a hundredth of its width.
    pub fn turns(&self) -> bool {
        let grain = 0.01 * self.width();
        let (mut top, mut bottom, mut rise, mut fall) = (f64::NEG_INFINITY, f64::INFINITY, 0.0_f64, 0.0_f64);
        for y in self.outcomes {
            (top, bottom) = (top.max(y), bottom.min(y));
            (rise, fall) = (rise.max(y - bottom), fall.max(top - y));
        }
        rise > grain && fall > grain
    }
}

/// The lines, the widest first.
#[derive(Clone, Debug, PartialEq)]
pub struct SpiderReport {
    /// The outcome with everything central.
    pub central: f64,
    /// One an assumption that has a spread; those that do nothing come last, in file order.
    pub lines: Vec<SpiderLine>,
    /// Whether any of them moves the outcome.
    pub varies: bool,
}

/// The analysis: one round.
#[derive(Debug)]
pub struct Spider {
    futures: Futures,
    target: Target,
    lines: Vec<SpiderLine>,
    planned: bool,
    outcomes: Vec<f64>,
}

impl Spider {
    /// The lines of all assumptions that have a spread.
    pub fn new(futures: Futures, target: Target) -> Self {
        let line = |id: AssumptionId| {
            let marginal = Marginal::new(*futures.distributions.get(id));
            let values = LEVELS.map(|p| marginal.at(normal_quantile(p)));
            SpiderLine { id, values, outcomes: [f64::NAN; LEVELS.len()] }
        };
        let lines = uncertain(&futures).into_iter().map(line).collect();
        Self { futures, target, lines, planned: false, outcomes: Vec::new() }
    }

    /// Futures in all: the central one, then the levels of line after line.
    fn count(&self) -> usize {
        1 + LEVELS.len() * self.lines.len()
    }

    fn future(&self, index: usize) -> Row {
        let mut values = Assumptions::from_fn(|id| self.futures.distributions.get(id).central());
        if let Some(position) = index.checked_sub(1) {
            let line = &self.lines[position / LEVELS.len()];
            *values.get_mut(line.id) = line.values[position % LEVELS.len()];
        }
        Row { draw: 0, values }
    }
}

impl Analysis for Spider {
    type Report = SpiderReport;

    fn futures(&self) -> &Futures {
        &self.futures
    }

    fn round(&mut self) -> usize {
        if core::mem::replace(&mut self.planned, true) { 0 } else { self.count().div_ceil(CHUNK) }
    }

    fn job(&self, index: usize) -> Job {
        let from = index * CHUNK;
        let rows = (from..self.count().min(from + CHUNK)).map(|i| self.future(i)).collect();
        self.target.job(Rows::Given { rows, events: EventMode::Expected })
    }

    fn take(&mut self, outputs: Vec<JobOutput>) {
        self.outcomes = outputs.iter().flat_map(|output| self.target.values(output)).collect();
    }

    fn report(&self) -> SpiderReport {
        let central = self.outcomes.first().copied().unwrap_or(f64::NAN);
        let outcome = self.target.outcome();
        let mut lines = self.lines.clone();
        for (line, outcomes) in
            lines.iter_mut().zip(self.outcomes.get(1..).unwrap_or_default().chunks_exact(LEVELS.len()))
        {
            line.outcomes.copy_from_slice(outcomes);
            // rounding is no movement
            line.outcomes = line.outcomes.map(|y| if same(y, central, outcome) { central } else { y });
        }
        lines.sort_by(|a, b| b.width().total_cmp(&a.width()));
        SpiderReport { central, varies: lines.first().is_some_and(|line| line.width() > 0.0), lines }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_rises_and_falls_turns_and_a_straight_one_does_not() {
        let line =
            |f: fn(f64) -> f64| SpiderLine { id: AssumptionId::CausalShare, values: LEVELS, outcomes: LEVELS.map(f) };
        assert!(line(|p| (p - 0.5) * (p - 0.5)).turns() && line(|p| -(p - 0.3) * (p - 0.3)).turns());
        assert!(!line(|p| 3.0 * p).turns() && !line(|p| -p * p).turns() && !line(|_| 4.0).turns());
        assert!((line(|p| 3.0 * p).width() - 2.7).abs() < 1e-12);
    }
}
