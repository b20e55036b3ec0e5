//! How much of an outcome's variance each assumption carries.
//!
//! Claim, equations, source: see [`super::saltelli`]. The factors are the independent scores before the copula, so that they are independent
//! as the method demands. Correlated assumptions share a factor: their two scores together are the pair, and the index of the pair is
//! what knowing both would remove; it cannot be split between them without a convention, so it is not. Where events are sampled,
//! their uniforms are a factor too: luck.
//! Where the outcome is one number in every future there is no variance to share: no factor is listed, every assumption changes nothing.
//! Validity: assumptions that change nothing at three standard deviations either way in sixteen draws are left out; their indices are zero.

use super::job::{Analysis, Job, JobOutput, Rows, chunks};
use super::saltelli::{Design, Indices, indices};
use super::target::Target;
use super::tornado::{moved, uncertain};
use super::variation::varies;
use crate::run::SamplingPlan;
use crate::run::batch::Row;
use crate::run::plan::points;
use crate::run::summary::{mean, variance};
use aftercast_numerics::math::special::normal_quantile;
use aftercast_scenario::{AssumptionId, EventMode, Futures};

/// Draws at which an assumption has to change nothing to be left out.
const SCREEN: u64 = 16;
/// How far it is moved, in standard deviations.
const FAR: f64 = 3.0;
/// Rows of a job.
const CHUNK: u64 = 64;
/// Event uniforms of the second set of points: no run has so many draws.
const OTHER_LUCK: u64 = 1 << 40;

/// A factor of the variance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Factor {
    /// One assumption, or a correlated pair.
    Assumptions(Vec<AssumptionId>),
    /// When serious events happen, at given intensities.
    Luck,
}

impl Factor {
    /// Name in files: ids joined by `+`, or `luck`.
    pub fn name(&self) -> String {
        match self {
            Factor::Assumptions(ids) => ids.iter().map(|id| id.name()).collect::<Vec<_>>().join("+"),
            Factor::Luck => "luck".to_owned(),
        }
    }
}

/// Indices, largest total first.
#[derive(Clone, Debug, PartialEq)]
pub struct IndicesReport {
    /// Rows of the design.
    pub rows: usize,
    /// Runs of each policy.
    pub runs: usize,
    /// Mean outcome over the points A.
    pub mean: f64,
    /// Standard deviation of the outcome over the points A.
    pub sd: f64,
    /// Whether the outcome varies at all; where it does not, there are no factors.
    pub varies: bool,
    /// Factors with their indices.
    pub factors: Vec<(Factor, Indices)>,
    /// Assumptions that changed nothing.
    pub inert: Vec<AssumptionId>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Stage {
    Start,
    Screening,
    Main,
}

/// The analysis: a round of screening, and the design.
#[derive(Debug)]
pub struct VarianceIndices {
    futures: Futures,
    plan: SamplingPlan,
    design: Design,
    target: Target,
    stage: Stage,
    ids: Vec<AssumptionId>,
    inert: Vec<AssumptionId>,
    factors: Vec<Factor>,
    chunks: Vec<(u64, usize)>,
    /// f(A), f(B), then a factor each.
    values: Vec<Vec<f64>>,
}

impl VarianceIndices {
    /// Indices from a design of `rows` rows (rounded down to a multiple of eight).
    pub fn new(mut futures: Futures, target: Target, rows: u64) -> Self {
        // the column f(A) rests on the futures' own draws, so A has to be their points
        let design = Design::new(futures.seed, rows, |seed, draws| points(futures.sampler, seed, draws));
        // a Latin hypercube depends on the number of draws: points A are the futures' own draws
        futures.draws = design.rows();
        let plan = SamplingPlan::of(&futures);
        let ids = uncertain(&futures);
        let chunks = chunks(design.rows(), CHUNK);
        Self {
            futures,
            plan,
            design,
            target,
            stage: Stage::Start,
            ids,
            inert: Vec::new(),
            factors: Vec::new(),
            chunks,
            values: Vec::new(),
        }
    }

    fn screening_rows(&self, id: AssumptionId) -> Vec<Row> {
        (0..SCREEN)
            .flat_map(|draw| {
                let scores = self.plan.scores(draw);
                [-FAR, FAR].map(|z| Row { draw, values: self.plan.at(&moved(&scores, id, z, &[])) })
            })
            .collect()
    }

    /// The future of a row: points of A but for the dimensions and the luck that come from B.
    fn row(&self, row: u64, from_b: impl Fn(AssumptionId) -> bool, luck_of_b: bool) -> Row {
        let mut scores = [0.0; AssumptionId::COUNT];
        self.design.a(row, &mut scores);
        let mut other = [0.0; AssumptionId::COUNT];
        self.design.b(row, &mut other);
        for id in AssumptionId::ALL {
            let k = id as usize;
            scores[k] = normal_quantile(if from_b(id) { other[k] } else { scores[k] });
        }
        let draw = if luck_of_b { OTHER_LUCK + row } else { row };
        Row { draw, values: self.plan.at_independent(scores) }
    }

    /// Factors of the assumptions that do something: those that hang together by correlations are one, the scores of those that are known or
    /// do nothing included.
    fn plan_factors(&mut self) {
        let active: Vec<AssumptionId> = self.ids.iter().copied().filter(|id| !self.inert.contains(id)).collect();
        let mut factors: Vec<Factor> = Vec::new();
        for &id in &active {
            let mut together = self.futures.correlations.connected(id);
            together.retain(|other| active.contains(other));
            if together.first() == Some(&id) {
                factors.push(Factor::Assumptions(together));
            }
        }
        if self.futures.events == EventMode::Sampled {
            factors.push(Factor::Luck);
        }
        self.factors = factors;
    }

    /// Dimensions of a factor, those of all that hang together with it included: their scores are mixed into its own.
    fn owned(&self, ids: &[AssumptionId]) -> Vec<AssumptionId> {
        ids.first().map_or_else(Vec::new, |id| self.futures.correlations.connected(*id))
    }
}

impl Analysis for VarianceIndices {
    type Report = IndicesReport;

    fn futures(&self) -> &Futures {
        &self.futures
    }

    fn round(&mut self) -> usize {
        match self.stage {
            Stage::Start => {
                self.stage = Stage::Screening;
                1 + self.ids.len()
            }
            Stage::Screening => {
                self.stage = Stage::Main;
                self.plan_factors();
                (2 + self.factors.len()) * self.chunks.len()
            }
            Stage::Main => 0,
        }
    }

    fn job(&self, index: usize) -> Job {
        let given = |rows: Vec<Row>| Rows::Given { rows, events: self.futures.events };
        if self.stage == Stage::Screening {
            return self.target.job(match index.checked_sub(1) {
                None => Rows::Drawn { first: 0, draws: SCREEN as usize },
                Some(i) => given(self.screening_rows(self.ids[i])),
            });
        }
        let (column, chunk) = (index / self.chunks.len(), index % self.chunks.len());
        let (first, draws) = self.chunks[chunk];
        let rows = first..first + draws as u64;
        self.target.job(match column.checked_sub(2) {
            None if column == 0 => Rows::Drawn { first, draws },
            None => given(rows.map(|r| self.row(r, |_| true, true)).collect()),
            Some(f) => given(match &self.factors[f] {
                Factor::Assumptions(ids) => {
                    let owned = self.owned(ids);
                    rows.map(|r| self.row(r, |id| owned.contains(&id), false)).collect()
                }
                Factor::Luck => rows.map(|r| self.row(r, |_| false, true)).collect(),
            }),
        })
    }

    fn take(&mut self, outputs: Vec<JobOutput>) {
        let values: Vec<Vec<f64>> = outputs.iter().map(|a| self.target.values(a)).collect();
        if self.stage == Stage::Screening {
            let same = |moved: &[f64]| moved.chunks(2).zip(&values[0]).all(|(both, y)| both.iter().all(|v| v == y));
            self.inert = self.ids.iter().zip(&values[1..]).filter(|(_, m)| same(m)).map(|(&id, _)| id).collect();
        } else {
            self.values = values.chunks(self.chunks.len()).map(<[Vec<f64>]>::concat).collect();
        }
    }

    fn report(&self) -> IndicesReport {
        let (a, b) = (&self.values[0], &self.values[1]);
        // one number everywhere but for its last digits: shares of rounding would look like shares of something
        let varies = varies(&self.values.concat(), self.target.outcome());
        if !varies {
            return IndicesReport {
                rows: a.len(),
                runs: self.values.iter().map(Vec::len).sum(),
                mean: mean(a),
                sd: 0.0,
                varies,
                factors: Vec::new(),
                inert: self.ids.clone(),
            };
        }
        let found = indices(a, b, &self.values[2..], self.futures.seed);
        let mut factors: Vec<(Factor, Indices)> = self.factors.iter().cloned().zip(found).collect();
        let size = |i: &Indices| (i.total.value, i.total.raw);
        factors.sort_by(|x, y| {
            let (x, y) = (size(&x.1), size(&y.1));
            y.0.total_cmp(&x.0).then(y.1.total_cmp(&x.1))
        });
        IndicesReport {
            rows: a.len(),
            runs: self.values.iter().map(Vec::len).sum(),
            mean: mean(a),
            sd: variance(a).sqrt(),
            varies,
            factors,
            inert: self.inert.clone(),
        }
    }
}
