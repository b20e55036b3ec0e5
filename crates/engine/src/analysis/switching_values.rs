//! The values of assumptions and levers at which a policy starts or stops to pay.
//!
//! Claim: the switching value is where the policy's mean total gain over today changes sign when one assumption alone is known, or one lever
//! of the policy alone stands elsewhere; of several, the one nearest to the centre. The nearest ones of all come first.
//! Equation: m(x) = mean of y(x) - y over the first draws + mean of y over all draws, y the total gain of the policy as it is, y(x) that with
//! the variable at x (y as a control variate); root of m within the range; distance = |root - centre| / width of the range. Range and centre:
//! 5 to 95 % quantile and central value of an assumption; the lever's own range and the policy's value.
//! Validity: m is looked at in the centre and at the ends, of a lever half way too; two roots between neighbouring points hide each other. An
//! assumption's end is looked at only where twice the change of the central run would change the sign.
//! Source: HM Treasury, The Green Book (2022), chapter 5 (switching values).

use super::break_even::fixed_rows;
use super::decision_variable::DecisionVariable;
use super::job::{Analysis, Job, JobOutput, Rows, chunks};
use super::tornado::uncertain;
use super::variation::same;
use crate::run::SamplingPlan;
use crate::run::batch::Row;
use crate::run::outcome::Outcome;
use crate::run::summary::{Estimate, NORMAL_95, estimate, mean};
use aftercast_scenario::{Assumptions, EventMode, Futures, LeverId, Levers, Scenario};

/// Draws of a job.
const CHUNK: u64 = 64;
/// Central runs of a job.
const CENTRAL: usize = 64;
/// The central run screens what is looked at: its change counts so many times.
const MARGIN: f64 = 2.0;
/// Ends of assumptions that are looked at, the most promising ones.
const ENDS: usize = 10;
/// Variables whose root is refined: the nearest by a straight line, which is more than are shown.
const REFINED: usize = 6;
/// Rounds after those of the ends.
const ROUNDS: usize = 6;
/// A root that moves by less than this share of the range is found.
const FOUND: f64 = 1e-3;
/// A lever that alone makes the policy gains nothing at today's value by its nature: a root nearer to it than this share of its way is that.
const TRIVIAL: f64 = 0.05;
/// A point is put no nearer to the ends of its bracket than this share of it.
const INSIDE: f64 = 0.02;

/// Where a policy starts or stops to pay.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SwitchingValue {
    /// What changes, alone.
    pub variable: DecisionVariable,
    /// Its central value, or the policy's.
    pub centre: f64,
    /// Smallest and largest value looked at.
    pub range: (f64, f64),
    /// The value at which the mean total gain changes sign.
    pub value: f64,
    /// Whether the policy pays above it (else below).
    pub pays_above: bool,
    /// Distance from the centre, as a share of the range.
    pub distance: f64,
}

/// The switching values of a policy.
#[derive(Clone, Debug, PartialEq)]
pub struct SwitchingReport {
    /// Draws behind the mean.
    pub draws: usize,
    /// Mean total gain of the policy as it is, CNY.
    pub mean: Estimate,
    /// Those inside their range, the nearest first; at most six.
    pub values: Vec<SwitchingValue>,
}

impl SwitchingReport {
    /// Whether the policy pays as it is.
    pub fn pays(&self) -> bool {
        pays(self.mean.value)
    }
}

/// Rounding is no gain.
fn pays(gain: f64) -> bool {
    gain > 0.0 && !same(gain, 0.0, Outcome::TotalGain)
}

/// One variable and what is known of its curve.
#[derive(Clone, Debug)]
struct Curve {
    variable: DecisionVariable,
    centre: f64,
    range: (f64, f64),
    /// Today's value, where this lever alone makes the policy differ from today.
    today: Option<f64>,
    /// Values and mean gains, ascending.
    points: Vec<(f64, f64)>,
    /// The root of the round before.
    before: Option<f64>,
    is_found: bool,
}

impl Curve {
    /// The root nearest to the centre, with its bracket; by a straight line between neighbours of unlike signs.
    fn root(&self) -> Option<(f64, [(f64, f64); 2])> {
        let crossing = |pair: &[(f64, f64)]| {
            let [(x0, y0), (x1, y1)] = [pair[0], pair[1]];
            (pays(y0) != pays(y1)).then(|| (x0 + (x1 - x0) * (y0 / (y0 - y1)).clamp(0.0, 1.0), [(x0, y0), (x1, y1)]))
        };
        let off = |x: f64| (x - self.centre).abs();
        let is_trivial =
            |x: f64| self.today.is_some_and(|today| (x - today).abs() <= TRIVIAL * (self.centre - today).abs());
        let roots = self.points.windows(2).filter_map(crossing).filter(|(x, _)| !is_trivial(*x));
        roots.min_by(|a, b| off(a.0).total_cmp(&off(b.0)))
    }

    fn distance(&self, x: f64) -> f64 {
        (x - self.centre).abs() / (self.range.1 - self.range.0)
    }

    fn is_known(&self, x: f64) -> bool {
        self.points.iter().any(|(known, _)| *known == x)
    }

    fn take(&mut self, x: f64, gain: f64) {
        self.points.retain(|(known, _)| *known != x);
        self.points.push((x, gain));
        self.points.sort_by(|a, b| a.0.total_cmp(&b.0));
    }
}

/// A part of a round.
#[derive(Clone, Copy, Debug)]
enum Part {
    /// The policy as it is.
    Whole { first: u64, draws: usize },
    /// Central runs: the centre, then both ends of each assumption.
    Central { from: usize, to: usize },
    /// A point of a curve.
    Point { curve: usize, x: f64, first: u64, draws: usize },
}

/// The analysis: a round for levers and central runs, one for the ends of assumptions, then rounds for the roots of the nearest.
#[derive(Debug)]
pub struct SwitchingValues {
    futures: Futures,
    plan: SamplingPlan,
    policy: Levers<f64>,
    curves: Vec<Curve>,
    /// Draws of a point.
    draws: u64,
    gains: Vec<f64>,
    /// Gains of central runs.
    central: Vec<f64>,
    asked: Vec<(usize, f64)>,
    parts: Vec<Part>,
    round: usize,
}

impl SwitchingValues {
    /// Looks for the switching values of a policy of a scenario in these futures of it, a point over their first `draws` draws.
    pub fn new(scenario: &Scenario, futures: Futures, policy: &Levers<f64>, draws: u64) -> Self {
        let plan = SamplingPlan::of(&futures);
        let today = |id: LeverId| id.start_from(*scenario.today().get(id));
        let moved: Vec<LeverId> = LeverId::ALL.into_iter().filter(|&id| *policy.get(id) != today(id)).collect();
        let assumption = |id| {
            let (low, high) = (plan.marginal(id).at(-NORMAL_95), plan.marginal(id).at(NORMAL_95));
            let centre = futures.distributions.get(id).central().clamp(low, high);
            (DecisionVariable::Assumption(id), centre, (low, high))
        };
        let lever = |&id: &LeverId| (DecisionVariable::Lever(id), *policy.get(id), (id.spec().min, id.spec().max));
        // a policy that is today's gains nothing whatever is assumed
        let assumptions = if moved.is_empty() { Vec::new() } else { uncertain(&futures) };
        let curves = assumptions.into_iter().map(assumption).chain(moved.iter().map(lever));
        let alone = match moved.as_slice() {
            [id] => Some((DecisionVariable::Lever(*id), today(*id))),
            _ => None,
        };
        let curve = |(variable, centre, range)| {
            let today = alone.filter(|(lever, _)| *lever == variable).map(|(_, today)| today);
            Curve { variable, centre, range, today, points: Vec::new(), before: None, is_found: false }
        };
        let curves = curves.filter(|(_, _, (low, high))| high > low).map(curve).collect();
        let (policy, gains, central) = (*policy, Vec::new(), Vec::new());
        let (asked, parts) = (Vec::new(), Vec::new());
        let draws = draws.min(futures.draws);
        Self { futures, plan, policy, curves, draws, gains, central, asked, parts, round: 0 }
    }

    /// A value that the variable can have.
    fn settled(variable: DecisionVariable, x: f64) -> f64 {
        match variable {
            DecisionVariable::Lever(id) => id.nearest(x),
            DecisionVariable::Assumption(_) => x,
        }
    }

    /// Curves of assumptions, which come before those of levers.
    fn assumptions(&self) -> usize {
        self.curves.iter().filter(|curve| matches!(curve.variable, DecisionVariable::Assumption(_))).count()
    }

    /// Both ends of each lever and half way, which may be best in the middle of its range.
    fn lever_points(&self) -> Vec<(usize, f64)> {
        let mut asked = Vec::new();
        for (k, curve) in self.curves.iter().enumerate().skip(self.assumptions()) {
            let (low, high) = curve.range;
            let points = [low, 0.5 * (low + curve.centre), 0.5 * (curve.centre + high), high];
            for x in points.map(|x| Self::settled(curve.variable, x)) {
                if x != curve.centre && !asked.contains(&(k, x)) {
                    asked.push((k, x));
                }
            }
        }
        asked
    }

    /// Ends of assumptions at which the sign may be another one, as the central run has it, and their centres.
    fn assumption_points(&self) -> Vec<(usize, f64)> {
        let whole = mean(&self.gains);
        let mut ends: Vec<(f64, usize, f64)> = Vec::new();
        for k in 0..self.assumptions() {
            let (low, high) = self.curves[k].range;
            for (end, x) in [(1 + 2 * k, low), (2 + 2 * k, high)] {
                let change = MARGIN * (self.central[end] - self.central[0]);
                if pays(whole + change) != pays(whole) {
                    ends.push((change.abs(), k, x));
                }
            }
        }
        ends.sort_by(|a, b| b.0.total_cmp(&a.0));
        ends.truncate(ENDS);
        let mut asked: Vec<(usize, f64)> = ends.into_iter().map(|(_, k, x)| (k, x)).collect();
        let mut centres: Vec<usize> = asked.iter().map(|(k, _)| *k).collect();
        centres.sort_unstable();
        centres.dedup();
        asked.extend(centres.into_iter().map(|k| (k, self.curves[k].centre)));
        asked
    }

    /// A central run, or one with an assumption at an end.
    fn central_row(&self, index: usize) -> Row {
        let mut values = Assumptions::from_fn(|id| self.futures.distributions.get(id).central());
        if let Some(end) = index.checked_sub(1)
            && let DecisionVariable::Assumption(id) = self.curves[end / 2].variable
        {
            let (low, high) = self.curves[end / 2].range;
            *values.get_mut(id) = if end % 2 == 0 { low } else { high };
        }
        Row { draw: 0, values }
    }

    /// The curves with a root, the nearest first.
    fn nearest(&self) -> Vec<(usize, f64)> {
        let mut found: Vec<(usize, f64)> =
            (0..self.curves.len()).filter_map(|k| Some((k, self.curves[k].root()?.0))).collect();
        found.sort_by(|a, b| self.curves[a.0].distance(a.1).total_cmp(&self.curves[b.0].distance(b.1)));
        found.truncate(REFINED);
        found
    }

    /// The roots of the nearest as they stand.
    fn root_points(&mut self) -> Vec<(usize, f64)> {
        let mut asked = Vec::new();
        for (k, root) in self.nearest() {
            let curve = &mut self.curves[k];
            if curve.is_found {
                continue;
            }
            let moved = curve.before.replace(root).map(|before| (root - before).abs());
            let Some((_, [(x0, _), (x1, _)])) = curve.root() else { continue };
            let edge = INSIDE * (x1 - x0);
            let x = Self::settled(curve.variable, root.clamp(x0 + edge, x1 - edge));
            if moved.is_some_and(|by| by <= FOUND * (curve.range.1 - curve.range.0)) || curve.is_known(x) {
                curve.is_found = true;
            } else {
                asked.push((k, x));
            }
        }
        asked
    }
}

impl Analysis for SwitchingValues {
    type Report = SwitchingReport;

    fn futures(&self) -> &Futures {
        &self.futures
    }

    fn round(&mut self) -> usize {
        let round = self.round;
        self.round += 1;
        self.asked = match round {
            0 => self.lever_points(),
            1 => self.assumption_points(),
            _ if round < 2 + ROUNDS => self.root_points(),
            _ => Vec::new(),
        };
        if self.asked.is_empty() && round == 1 {
            // no assumption changes the sign, a lever may
            self.asked = self.root_points();
        }
        let own = chunks(self.draws, CHUNK);
        self.parts = self
            .asked
            .iter()
            .flat_map(|&(curve, x)| own.iter().map(move |&(first, draws)| Part::Point { curve, x, first, draws }))
            .collect();
        if round == 0 {
            let all = chunks(self.futures.draws, CHUNK).into_iter();
            self.parts.extend(all.map(|(first, draws)| Part::Whole { first, draws }));
            let count = 1 + 2 * self.assumptions();
            let cut = |c: usize| Part::Central { from: CENTRAL * c, to: count.min(CENTRAL * (c + 1)) };
            self.parts.extend((0..count.div_ceil(CENTRAL)).map(cut));
        }
        self.parts.len()
    }

    fn job(&self, index: usize) -> Job {
        let events = self.futures.events;
        let as_it_is = |rows| (self.policy, rows);
        let (goal, rows) = match self.parts[index] {
            Part::Whole { first, draws } => as_it_is(Rows::Drawn { first, draws }),
            // a central run has serious events at their expected value, as in the tornado: one history may hold none of a kind
            Part::Central { from, to } => as_it_is(Rows::Given {
                rows: (from..to).map(|i| self.central_row(i)).collect(),
                events: EventMode::Expected,
            }),
            Part::Point { curve, x, first, draws } => match self.curves[curve].variable {
                variable @ DecisionVariable::Lever(_) => (variable.turn(&self.policy, x), Rows::Drawn { first, draws }),
                DecisionVariable::Assumption(id) => {
                    as_it_is(Rows::Given { rows: fixed_rows(&self.plan, first, draws, &[(id, x)]), events })
                }
            },
        };
        Job { goals: vec![Some(goal)], keep: vec![Outcome::TotalGain], rows }
    }

    fn take(&mut self, outputs: Vec<JobOutput>) {
        let mut points: Vec<Vec<f64>> = vec![Vec::new(); self.asked.len()];
        let mut whole = Vec::new();
        for (part, output) in self.parts.iter().zip(&outputs) {
            let gains = output.column(0);
            match *part {
                Part::Whole { .. } => whole.extend_from_slice(gains),
                Part::Central { .. } => self.central.extend_from_slice(gains),
                Part::Point { curve, x, .. } => {
                    let position = self.asked.iter().position(|asked| *asked == (curve, x));
                    position.into_iter().for_each(|position| points[position].extend_from_slice(gains));
                }
            }
        }
        if !whole.is_empty() {
            let centre = mean(&whole);
            self.gains = whole;
            // near enough for an assumption until its own centre is looked at
            for curve in &mut self.curves {
                curve.take(curve.centre, centre);
                if let Some(today) = curve.today {
                    curve.take(today, 0.0);
                }
            }
        }
        // what the first draws have more than all of them
        let more = mean(&self.gains[..self.draws as usize]) - mean(&self.gains);
        for (&(k, x), gains) in self.asked.iter().zip(&points) {
            self.curves[k].take(x, mean(gains) - more);
        }
    }

    fn report(&self) -> SwitchingReport {
        let value = |(k, x): (usize, f64)| {
            let curve = &self.curves[k];
            let (_, [_, (_, above)]) = curve.root()?;
            let value = Self::settled(curve.variable, x);
            let (variable, centre, range) = (curve.variable, curve.centre, curve.range);
            Some(SwitchingValue {
                variable,
                centre,
                range,
                value,
                pays_above: pays(above),
                distance: curve.distance(x),
            })
        };
        SwitchingReport {
            draws: self.gains.len(),
            mean: estimate(&self.gains, mean),
            values: self.nearest().into_iter().filter_map(value).collect(),
        }
    }
}

#[cfg(test)]
mod tests;
