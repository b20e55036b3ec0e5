//! What each assumption does to an outcome over its own range.
//!
//! Claim: the bar of an assumption is the mean change of the outcome when it alone goes from its 5 % to its 95 % quantile, in futures
//! that are otherwise those of the run (common random numbers); beside it the classic bar with everything else at its central value
//! and serious events at their expected value.
//! Equation: swing = mean over draws of y(z_j = 1.645, rest) - y(z_j = -1.645, rest), z the normal score of the assumption. A partner joined
//! by a correlation (each, where there are several) moves as its conditional distribution does: z_p ← rho z_j + √(1 - rho²) e, e what the draw had of its own,
//! (z_p - rho z_j)/√(1 - rho²). `alone` holds the partner still.
//! Validity: any outcome with a finite mean. Whiskers: 95 %, Student's t over the eight replicates.
//! Source: Eschenbach, Interfaces 22 (1992) 40-46 (tornado); Saltelli et al., Global Sensitivity Analysis: The Primer (2008), section 1.2.

use super::job::{Analysis, Job, JobOutput, Rows, chunks};
use super::regression::{Regression, drawn_columns, regress};
use super::target::Target;
use super::variation::{same, varies};
use crate::run::SamplingPlan;
use crate::run::batch::Row;
use crate::run::summary::{Estimate, NORMAL_95, STUDENT_T_975_DF7, estimate, mean};
use aftercast_numerics::sampling::REPLICATES;
use aftercast_scenario::{AssumptionId, Assumptions, Distribution, EventMode, Futures};

/// Draws of a job.
const CHUNK: u64 = 32;

/// Assumptions of futures that have a spread.
pub fn uncertain(futures: &Futures) -> Vec<AssumptionId> {
    AssumptionId::ALL
        .into_iter()
        .filter(|&id| match *futures.distributions.get(id) {
            Distribution::Known { .. } => false,
            Distribution::Pert { low, high, .. } => high > low,
            Distribution::Normal { .. } | Distribution::LogNormal { .. } => true,
        })
        .collect()
}

/// Scores with that of `id` set to `z`; its partners `following` follow, each with the correlation of its score.
pub fn moved(
    scores: &[f64; AssumptionId::COUNT],
    id: AssumptionId,
    z: f64,
    following: &[(AssumptionId, f64)],
) -> [f64; AssumptionId::COUNT] {
    let mut scores = *scores;
    for &(other, rho) in following {
        let rest = (1.0 - rho * rho).max(0.0).sqrt();
        // rest · e of the equation: what of the partner's score is its own
        let own = if rest > 0.0 { scores[other as usize] - rho * scores[id as usize] } else { 0.0 };
        scores[other as usize] = rho * z + own;
    }
    scores[id as usize] = z;
    scores
}

/// One assumption's effect.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Which assumption.
    pub id: AssumptionId,
    /// Its 5 % and 95 % quantile, in its unit.
    pub range: (f64, f64),
    /// Mean outcome at the lower quantile, less the mean of the run's draws.
    pub low: Estimate,
    /// Mean outcome at the upper quantile, less the mean of the run's draws.
    pub high: Estimate,
    /// Upper less lower.
    pub swing: Estimate,
    /// 95 % interval of the swing.
    pub whisker: (f64, f64),
    /// The swing with the partner held still, for an assumption that has one.
    pub alone: Option<Estimate>,
    /// Outcome at the lower and at the upper quantile, less the central run, everything else central.
    pub central: (f64, f64),
}

/// The bars, largest first.
#[derive(Clone, Debug, PartialEq)]
pub struct TornadoReport {
    /// Draws behind each bar.
    pub draws: usize,
    /// Mean outcome of the draws behind the bars.
    pub mean: Estimate,
    /// Outcome of the central run.
    pub central: f64,
    /// Whether any assumption changes the outcome in any future; where none does, there are no bars and no columns.
    pub varies: bool,
    /// One a spread assumption, by size of the swing.
    pub bars: Vec<Bar>,
    /// Assumptions of the regression's columns.
    pub columns: Vec<AssumptionId>,
    /// Correlations and regressions over all draws of the run.
    pub regression: Regression,
}

#[derive(Clone, Copy, Debug)]
enum Part {
    Drawn { first: u64, draws: usize },
    Central { from: usize, to: usize },
    Ends { column: usize, first: u64, draws: usize },
}

/// The analysis: one round.
#[derive(Debug)]
pub struct Tornado {
    futures: Futures,
    plan: SamplingPlan,
    target: Target,
    ids: Vec<AssumptionId>,
    draws: u64,
    parts: Vec<Part>,
    planned: bool,
    drawn: Vec<f64>,
    central: Vec<f64>,
    ends: Vec<Vec<[f64; 4]>>,
}

impl Tornado {
    /// Bars from the first `draws` draws of the futures (at least 16, a multiple of 8, no more than they have), regression from all.
    pub fn new(futures: Futures, target: Target, draws: u64) -> Self {
        let plan = SamplingPlan::of(&futures);
        let ids = uncertain(&futures);
        let many = REPLICATES as u64;
        let draws = (draws.min(futures.draws) / many * many).max(2 * many);
        let mut parts: Vec<Part> =
            chunks(futures.draws, 2 * CHUNK).into_iter().map(|(first, draws)| Part::Drawn { first, draws }).collect();
        let central = 1 + 2 * ids.len();
        parts.extend((0..central.div_ceil(64)).map(|c| Part::Central { from: 64 * c, to: central.min(64 * (c + 1)) }));
        for column in 0..ids.len() {
            let chunks = chunks(draws, CHUNK).into_iter();
            parts.extend(chunks.map(|(first, draws)| Part::Ends { column, first, draws }));
        }
        let ends = vec![Vec::new(); ids.len()];
        Self { futures, plan, target, ids, draws, parts, planned: false, drawn: Vec::new(), central: Vec::new(), ends }
    }

    /// Futures of a bar for one draw: partner following, then partner held where there is one; lower then upper end.
    fn rows_of(&self, id: AssumptionId, draw: u64) -> Vec<Row> {
        let scores = self.plan.scores(draw);
        let partners = self.futures.correlations.partners(id);
        let each: &[&[_]] = if partners.is_empty() { &[&[]] } else { &[&partners, &[]] };
        let ends = each.iter().flat_map(|following| [-NORMAL_95, NORMAL_95].map(|z| moved(&scores, id, z, following)));
        ends.map(|scores| Row { draw, values: self.plan.at(&scores) }).collect()
    }

    /// Futures of the classic bars: the central one, then both ends of each assumption.
    fn central_future(&self, index: usize) -> Row {
        let mut values = Assumptions::from_fn(|id| self.futures.distributions.get(id).central());
        if let Some(end) = index.checked_sub(1) {
            let id = self.ids[end / 2];
            *values.get_mut(id) = self.plan.marginal(id).at(if end % 2 == 0 { -NORMAL_95 } else { NORMAL_95 });
        }
        Row { draw: 0, values }
    }
}

impl Analysis for Tornado {
    type Report = TornadoReport;

    fn futures(&self) -> &Futures {
        &self.futures
    }

    fn round(&mut self) -> usize {
        if core::mem::replace(&mut self.planned, true) { 0 } else { self.parts.len() }
    }

    fn job(&self, index: usize) -> Job {
        let rows = match self.parts[index] {
            Part::Drawn { first, draws } => Rows::Drawn { first, draws },
            Part::Central { from, to } => {
                Rows::Given { rows: (from..to).map(|i| self.central_future(i)).collect(), events: EventMode::Expected }
            }
            Part::Ends { column, first, draws } => Rows::Given {
                rows: (first..first + draws as u64).flat_map(|d| self.rows_of(self.ids[column], d)).collect(),
                events: self.futures.events,
            },
        };
        self.target.job(rows)
    }

    fn take(&mut self, outputs: Vec<JobOutput>) {
        for (part, output) in self.parts.iter().zip(&outputs) {
            let values = self.target.values(output);
            match *part {
                Part::Drawn { .. } => self.drawn.extend(values),
                Part::Central { .. } => self.central.extend(values),
                Part::Ends { column, .. } => {
                    let width = if self.futures.correlations.partners(self.ids[column]).is_empty() { 2 } else { 4 };
                    let both = values.chunks(width).map(|v| core::array::from_fn(|k| v[k % width]));
                    self.ends[column].extend(both);
                }
            }
        }
    }

    fn report(&self) -> TornadoReport {
        let run = &self.drawn[..self.draws as usize];
        let centre = self.central[0];
        let outcome = self.target.outcome();
        let spread = varies(&self.drawn, outcome);
        let moves = |ends: &[[f64; 4]]| ends.iter().zip(run).any(|(e, &y)| e.iter().any(|&end| !same(end, y, outcome)));
        if !spread && !self.ends.iter().any(|ends| moves(ends)) {
            return TornadoReport {
                draws: run.len(),
                mean: estimate(run, mean),
                central: centre,
                varies: false,
                bars: Vec::new(),
                columns: Vec::new(),
                regression: regress(&[], &vec![0.0; self.drawn.len()]),
            };
        }
        let mut bars: Vec<Bar> = self
            .ids
            .iter()
            .zip(&self.ends)
            .enumerate()
            .map(|(column, (&id, ends))| {
                let of = |f: &dyn Fn(&[f64; 4], f64) -> f64| {
                    let values: Vec<f64> = ends.iter().zip(run).map(|(e, &y)| f(e, y)).collect();
                    estimate(&values, mean)
                };
                let swing = of(&|e, _| e[1] - e[0]);
                let marginal = self.plan.marginal(id);
                Bar {
                    id,
                    range: (marginal.at(-NORMAL_95), marginal.at(NORMAL_95)),
                    low: of(&|e, y| e[0] - y),
                    high: of(&|e, y| e[1] - y),
                    swing,
                    whisker: (
                        swing.value - STUDENT_T_975_DF7 * swing.error,
                        swing.value + STUDENT_T_975_DF7 * swing.error,
                    ),
                    alone: (!self.futures.correlations.partners(id).is_empty()).then(|| of(&|e, _| e[3] - e[2])),
                    central: (self.central[1 + 2 * column] - centre, self.central[2 + 2 * column] - centre),
                }
            })
            .collect();
        // ties (assumptions that do nothing) stay in file order
        bars.sort_by(|a, b| b.swing.value.abs().total_cmp(&a.swing.value.abs()));
        TornadoReport {
            draws: run.len(),
            mean: estimate(run, mean),
            central: centre,
            varies: true,
            bars,
            columns: self.ids.clone(),
            regression: {
                // a correlation with rounding would be one with nothing
                let drawn = if spread { self.drawn.clone() } else { vec![0.0; self.drawn.len()] };
                regress(&drawn_columns(&self.plan, &self.ids, drawn.len()), &drawn)
            },
        }
    }
}
