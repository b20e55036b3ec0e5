//! The value of a lever or an assumption at which a goal is just met.
//!
//! Claim: the value where the mean over the same futures crosses the goal, with a 95 % interval: the values whose distance from the goal
//! is within Monte Carlo error.
//! Equation: m(x) = mean of the margin over draws, e(x) its error from the eight replicates; root of m, ends of the interval are roots of
//! m + t e and m - t e, t = 2.365 (Student, 7 degrees of freedom). The curve is refined where one of the three changes sign.
//! Validity: the search starts from 17 points; two roots within a sixteenth of the range can hide each other. A missing end of the interval
//! means that it reaches the end of the range.
//! Source: Fieller, J. R. Stat. Soc. B 16 (1954) 175-185 (the interval of a root).

use super::decision_variable::{DecisionVariable, spaced};
use super::job::{Analysis, Job, JobOutput, Rows, chunks};
use super::variation::same;
use crate::run::SamplingPlan;
use crate::run::batch::Row;
use crate::run::outcome::Outcome;
use crate::run::report::{goal_outcome, meets};
use crate::run::summary::{Estimate, STUDENT_T_975_DF7, estimate, mean};
use aftercast_scenario::{AssumptionId, Futures, Goal, Levers, Scenario};

/// Points of the first round.
const START: usize = 17;
/// Points put into a bracket.
const INSIDE: usize = 3;
/// Rounds; each divides a bracket by four.
const ROUNDS: usize = 4;
const CHUNK: u64 = 64;
const POINTS: usize = 8;

/// When a future, or the mean of all, is good enough.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Criterion {
    /// The mean of the goal's outcome reaches its bound; of a payback, which has no mean where a future never pays, half of the futures
    /// do.
    Mean(Goal),
    /// The share of futures that meet the goal reaches this (0 to 1).
    Chance(Goal, f64),
    /// The mean of an outcome is as good as that of the other policy: as high, or as low where more is worse.
    Better(Outcome),
}

impl Criterion {
    fn outcome(&self) -> Outcome {
        match self {
            Criterion::Mean(goal) | Criterion::Chance(goal, _) => goal_outcome(goal),
            Criterion::Better(outcome) => *outcome,
        }
    }

    /// What the margin is measured in: the outcome, or a share of futures.
    fn measured(&self) -> Outcome {
        match self {
            // a share, with the grain of shares
            Criterion::Chance(..) | Criterion::Mean(Goal::PaybackWithin(_)) => Outcome::Repurchase,
            _ => self.outcome(),
        }
    }

    /// Positive where a future is better than it has to be.
    fn margin(&self, value: f64, other: f64) -> f64 {
        match self {
            Criterion::Mean(goal @ Goal::PaybackWithin(_)) => f64::from(u8::from(meets(goal, value))) - 0.5,
            Criterion::Mean(goal) => goal_outcome(goal).merit(value) - goal_outcome(goal).merit(goal.bound()),
            Criterion::Chance(goal, p) => f64::from(u8::from(meets(goal, value))) - p,
            Criterion::Better(outcome) => outcome.merit(value) - outcome.merit(other),
        }
    }
}

/// A crossing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Root {
    /// Where the mean crosses.
    pub value: f64,
    /// 95 % interval; an end that is missing lies beyond the range.
    pub interval: (Option<f64>, Option<f64>),
    /// Whether the goal is met above the value (else below).
    pub met_above: bool,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// The goal is met over the whole range.
    Always,
    /// It is met nowhere in the range.
    Never,
    /// One crossing or several, ascending.
    At(Vec<Root>),
}

/// The curve and its crossings.
#[derive(Clone, Debug, PartialEq)]
pub struct BreakEvenReport {
    /// What was turned.
    pub variable: DecisionVariable,
    /// Range searched.
    pub range: (f64, f64),
    /// Crossings, or none.
    pub verdict: Verdict,
    /// Values and mean margins, ascending.
    pub curve: Vec<(f64, Estimate)>,
    /// Whether what was turned changes the margin at all.
    pub matters: bool,
    /// Whether every value lies exactly on the bar.
    pub even: bool,
}

/// The analysis: a round for the whole range, then rounds of refinement.
#[derive(Debug)]
pub struct BreakEven {
    futures: Futures,
    plan: SamplingPlan,
    policy: Levers<f64>,
    against: Option<Option<Levers<f64>>>,
    variable: DecisionVariable,
    criterion: Criterion,
    range: (f64, f64),
    round: usize,
    asked: Vec<f64>,
    jobs: Vec<(u64, usize, usize)>,
    curve: Vec<(f64, Estimate)>,
}

impl BreakEven {
    /// Searches the variable's range for where `policy` just meets the criterion; `against` is the other policy of [`Criterion::Better`].
    pub fn new(
        scenario: &Scenario,
        policy: &Levers<f64>,
        against: Option<Option<Levers<f64>>>,
        variable: DecisionVariable,
        criterion: Criterion,
    ) -> Self {
        let futures = scenario.futures();
        let plan = SamplingPlan::of(&futures);
        Self {
            range: variable.range(&futures),
            futures,
            plan,
            policy: *policy,
            against,
            variable,
            criterion,
            round: 0,
            asked: Vec::new(),
            jobs: Vec::new(),
            curve: Vec::new(),
        }
    }

    /// The three curves of the equation; a margin of rounding is none, and crosses nothing.
    fn bounds(&self, e: Estimate) -> [f64; 3] {
        let width = if e.error.is_finite() { STUDENT_T_975_DF7 * e.error } else { 0.0 };
        let outcome = self.criterion.measured();
        [e.value, e.value + width, e.value - width].map(|y| if same(y, 0.0, outcome) { 0.0 } else { y })
    }

    /// Whether the margin is another one somewhere.
    fn matters(&self) -> bool {
        let first = self.curve.first().map_or(0.0, |(_, e)| e.value);
        self.curve.iter().any(|(_, e)| !same(e.value, first, self.criterion.measured()))
    }

    /// Crossings of one of the three curves: value, and whether it rises there.
    fn roots(&self, which: usize) -> Vec<(f64, bool)> {
        let mut roots = Vec::new();
        for pair in self.curve.windows(2) {
            let [(x0, e0), (x1, e1)] = [pair[0], pair[1]];
            let (y0, y1) = (self.bounds(e0)[which], self.bounds(e1)[which]);
            if (y0 >= 0.0) != (y1 >= 0.0) {
                roots.push((x0 + (x1 - x0) * (y0 / (y0 - y1)), y1 > y0));
            }
        }
        roots
    }

    /// Points for the next round.
    fn refine(&self) -> Vec<f64> {
        let crosses = |a: Estimate, b: Estimate| {
            let (a, b) = (self.bounds(a), self.bounds(b));
            (0..3).any(|k| (a[k] >= 0.0) != (b[k] >= 0.0))
        };
        let inside = |x0: f64, x1: f64| {
            (1..=INSIDE).map(move |i| x0 + (x1 - x0) * (i as f64 / (INSIDE + 1) as f64)).collect::<Vec<_>>()
        };
        self.curve
            .windows(2)
            .filter(|pair| crosses(pair[0].1, pair[1].1))
            .flat_map(|pair| inside(pair[0].0, pair[1].0))
            .collect()
    }

    fn verdict(&self) -> Verdict {
        let centre = self.roots(0);
        if centre.is_empty() {
            let met = self.curve.first().is_some_and(|(_, e)| self.bounds(*e)[0] >= 0.0);
            return if met { Verdict::Always } else { Verdict::Never };
        }
        let bands = [self.roots(1), self.roots(2)];
        let roots = centre
            .iter()
            .map(|&(value, met_above)| {
                // neither end reaches past a neighbouring crossing
                let before = centre.iter().map(|r| r.0).filter(|&r| r < value).fold(f64::NEG_INFINITY, f64::max);
                let after = centre.iter().map(|r| r.0).filter(|&r| r > value).fold(f64::INFINITY, f64::min);
                let ends = || bands.iter().flatten().map(|r| r.0);
                let low = ends().filter(|&r| r <= value && r > before).fold(f64::NEG_INFINITY, f64::max);
                let high = ends().filter(|&r| r >= value && r < after).fold(f64::INFINITY, f64::min);
                let end = |x: f64| x.is_finite().then_some(x);
                Root { value, interval: (end(low), end(high)), met_above }
            })
            .collect();
        Verdict::At(roots)
    }
}

impl Analysis for BreakEven {
    type Report = BreakEvenReport;

    fn futures(&self) -> &Futures {
        &self.futures
    }

    fn round(&mut self) -> usize {
        let wanted = match self.round {
            0 => spaced(self.range.0, self.range.1, START),
            ROUNDS.. => Vec::new(),
            _ => self.refine(),
        };
        self.round += 1;
        self.asked = wanted;
        // an assumption changes the baseline too: a point a job; a lever does not
        let step = if matches!(self.variable, DecisionVariable::Lever(_)) { POINTS } else { 1 };
        let points = self.asked.len();
        self.jobs = chunks(self.futures.draws, CHUNK)
            .into_iter()
            .flat_map(|(first, draws)| (0..points).step_by(step).map(move |from| (first, draws, from)))
            .collect();
        self.jobs.len()
    }

    fn job(&self, index: usize) -> Job {
        let (first, draws, from) = self.jobs[index];
        let keep = vec![self.criterion.outcome()];
        let others = self.against.into_iter();
        match self.variable {
            DecisionVariable::Lever(_) => {
                let points = &self.asked[from..self.asked.len().min(from + POINTS)];
                let goals = points.iter().map(|&x| Some(self.variable.turn(&self.policy, x))).chain(others).collect();
                Job { goals, keep, rows: Rows::Drawn { first, draws } }
            }
            DecisionVariable::Assumption(id) => {
                let rows = fixed_rows(&self.plan, first, draws, &[(id, self.asked[from])]);
                let goals = core::iter::once(Some(self.policy)).chain(others).collect();
                Job { goals, keep, rows: Rows::Given { rows, events: self.futures.events } }
            }
        }
    }

    fn take(&mut self, outputs: Vec<JobOutput>) {
        let step = if matches!(self.variable, DecisionVariable::Lever(_)) { POINTS } else { 1 };
        let mut margins = vec![Vec::new(); self.asked.len()];
        for (&(_, _, from), output) in self.jobs.iter().zip(&outputs) {
            let points = step.min(self.asked.len() - from);
            let other = output.column(points);
            for (k, margin) in margins[from..from + points].iter_mut().enumerate() {
                let values = output.column(k).iter().enumerate();
                margin
                    .extend(values.map(|(i, &v)| self.criterion.margin(v, other.get(i).copied().unwrap_or_default())));
            }
        }
        let new = self.asked.iter().zip(&margins).map(|(&x, m)| (x, estimate(m, mean)));
        self.curve.extend(new);
        self.curve.sort_by(|a, b| a.0.total_cmp(&b.0));
    }

    fn report(&self) -> BreakEvenReport {
        BreakEvenReport {
            variable: self.variable,
            range: self.range,
            verdict: self.verdict(),
            curve: self.curve.clone(),
            matters: self.matters(),
            even: self.curve.iter().all(|(_, e)| self.bounds(*e)[0] == 0.0),
        }
    }
}

/// Draws of a plan with some assumptions known: the values of futures in which they are overridden by these numbers.
pub fn fixed_rows(plan: &SamplingPlan, first: u64, draws: usize, known: &[(AssumptionId, f64)]) -> Vec<Row> {
    (first..first + draws as u64)
        .map(|draw| {
            let mut values = plan.draw(draw);
            known.iter().for_each(|&(id, x)| *values.get_mut(id) = x);
            Row { draw, values }
        })
        .collect()
}
