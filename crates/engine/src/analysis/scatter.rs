//! An outcome against one assumption, draw by draw.
//!
//! Claim: the rank correlation tells how steadily the outcome goes with the assumption over the draws of the run, whatever causes it; the
//! means of groups of equal size show the shape.
//! Equation: Spearman's r of values and outcomes; 95 % interval tanh(atanh r ± 1.96 √((1 + r²/2)/(n - 3))). A group: consecutive draws in the
//! order of the assumption; the interval of its mean is ± 1.96 sd/√n.
//! Validity: any outcome with a finite mean, at least 16 draws. Intervals hold for independent draws and are too wide for stratified ones.
//! A correlation counts a correlated partner's effect in: it is no effect of the assumption alone (that is the tornado's).
//! Source: Bonett & Wright, Psychometrika 65 (2000) 23-28.

use super::job::{Analysis, Job, JobOutput, Rows, chunks};
use super::numeric::{Z95, dot, ranks, standardised};
use super::target::Target;
use super::variation::varies;
use crate::run::SamplingPlan;
use crate::run::summary::{mean, variance};
use aftercast_numerics::math::{exp, ln};
use aftercast_scenario::{AssumptionId, Futures};

/// Draws of a job.
const CHUNK: u64 = 64;
/// Draws that a group has at least.
const GROUP: usize = 32;
/// Most groups.
const GROUPS: usize = 20;
/// Fewest groups, where there are draws for them.
const FEW: usize = 4;

/// Draws next to each other in the order of the assumption.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group {
    /// Its smallest and largest value of the assumption.
    pub range: (f64, f64),
    /// Mean value of the assumption.
    pub at: f64,
    /// Mean outcome.
    pub mean: f64,
    /// 95 % interval of that.
    pub interval: (f64, f64),
    /// Number of draws.
    pub draws: usize,
}

/// What goes with what.
#[derive(Clone, Debug, PartialEq)]
pub struct ScatterReport {
    /// The assumption.
    pub id: AssumptionId,
    /// Assumption and outcome of every draw, in the order of the draws.
    pub points: Vec<(f64, f64)>,
    /// Whether the assumption takes more than one value.
    pub spread: bool,
    /// Whether the outcome does.
    pub varies: bool,
    /// Spearman's rank correlation with its 95 % interval; none where one of the two does not vary.
    pub rank: Option<(f64, (f64, f64))>,
    /// Groups of equal size, ascending; none where one of the two does not vary.
    pub groups: Vec<Group>,
}

/// The analysis: one round.
#[derive(Debug)]
pub struct Scatter {
    futures: Futures,
    target: Target,
    id: AssumptionId,
    chunks: Vec<(u64, usize)>,
    planned: bool,
    outcomes: Vec<f64>,
}

impl Scatter {
    /// The target in all draws of the futures against an assumption.
    pub fn new(futures: Futures, target: Target, id: AssumptionId) -> Self {
        let chunks = chunks(futures.draws, CHUNK);
        Self { futures, target, id, chunks, planned: false, outcomes: Vec::new() }
    }
}

impl Analysis for Scatter {
    type Report = ScatterReport;

    fn futures(&self) -> &Futures {
        &self.futures
    }

    fn round(&mut self) -> usize {
        if core::mem::replace(&mut self.planned, true) { 0 } else { self.chunks.len() }
    }

    fn job(&self, index: usize) -> Job {
        let (first, draws) = self.chunks[index];
        self.target.job(Rows::Drawn { first, draws })
    }

    fn take(&mut self, outputs: Vec<JobOutput>) {
        self.outcomes = outputs.iter().flat_map(|output| self.target.values(output)).collect();
    }

    fn report(&self) -> ScatterReport {
        let plan = SamplingPlan::of(&self.futures);
        let values: Vec<f64> = (0..self.outcomes.len() as u64).map(|draw| *plan.draw(draw).get(self.id)).collect();
        let spread = values.iter().any(|v| *v != values[0]);
        let varies = varies(&self.outcomes, self.target.outcome());
        let both = spread && varies;
        ScatterReport {
            id: self.id,
            spread,
            varies,
            rank: both.then(|| rank_correlation(&values, &self.outcomes)),
            groups: if both { groups(&values, &self.outcomes) } else { Vec::new() },
            points: values.into_iter().zip(self.outcomes.iter().copied()).collect(),
        }
    }
}

/// Spearman's rank correlation of two columns, and its 95 % interval.
///
/// ```
/// use aftercast_engine::analysis::scatter::rank_correlation;
/// let (r, (low, high)) = rank_correlation(&[1.0, 2.0, 3.0, 4.0, 5.0], &[2.0, 1.0, 4.0, 3.0, 5.0]);
/// assert!((r - 0.8).abs() < 1e-12 && low < r && r < high && high < 1.0);
/// ```
pub fn rank_correlation(a: &[f64], b: &[f64]) -> (f64, (f64, f64)) {
    let r = dot(&standardised(&ranks(a)), &standardised(&ranks(b))).clamp(-1.0, 1.0);
    let error = ((1.0 + 0.5 * r * r) / (a.len() as f64 - 3.0)).sqrt();
    let centre = 0.5 * ln((1.0 + r) / (1.0 - r));
    let end = |z: f64| 1.0 - 2.0 / (exp(2.0 * z) + 1.0);
    // a perfect order leaves no room for an interval
    let ends = if r.abs() < 1.0 { (end(centre - Z95 * error), end(centre + Z95 * error)) } else { (r, r) };
    (r, ends)
}

/// Groups of (nearly) equal size in the order of `values`.
fn groups(values: &[f64], outcomes: &[f64]) -> Vec<Group> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[a].total_cmp(&values[b]).then(a.cmp(&b)));
    let n = order.len();
    let count = (n / GROUP).clamp(FEW.min(n), GROUPS);
    (0..count)
        .map(|k| {
            let own = &order[k * n / count..(k + 1) * n / count];
            let of = |column: &[f64]| own.iter().map(|&i| column[i]).collect::<Vec<_>>();
            let (x, y) = (of(values), of(outcomes));
            let (at, centre) = (mean(&x), mean(&y));
            let half = if own.len() > 1 { Z95 * (variance(&y) / own.len() as f64).sqrt() } else { 0.0 };
            Group {
                range: (x[0], x[x.len() - 1]),
                at,
                mean: centre,
                interval: (centre - half, centre + half),
                draws: own.len(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parabola_has_no_rank_correlation_and_its_groups_show_it() {
        let x: Vec<f64> = (0..400).map(|i| (f64::from(i) - 199.5) / 200.0).collect();
        let y: Vec<f64> = x.iter().map(|x| x * x).collect();
        let (r, (low, high)) = rank_correlation(&x, &y);
        assert!(r.abs() < 1e-9 && low < 0.0 && high > 0.0, "{r}");
        let found = groups(&x, &y);
        assert_eq!((found.len(), found.iter().map(|g| g.draws).sum::<usize>()), (12, 400));
        assert!(found[0].mean > 5.0 * found[6].mean && found.windows(2).all(|w| w[0].range.1 < w[1].range.0));
        assert!((found[3].mean - mean(&y[100..133])).abs() < 1e-12);
    }

    #[test]
    fn the_interval_is_that_of_bonett_and_wright() {
        // 100 draws in perfect order but for the last two thirds turned round in pairs: r from its definition, 1 - 6 Σd²/(n (n² - 1))
        let x: Vec<f64> = (0..100).map(f64::from).collect();
        let y: Vec<f64> = (0..100).map(|i| f64::from(if i < 34 { i } else { i ^ 1 })).collect();
        let (r, (low, high)) = rank_correlation(&x, &y);
        let squares = 66.0;
        assert!((r - (1.0 - 6.0 * squares / (100.0 * 9999.0))).abs() < 1e-12, "{r}");
        let width = 1.959_963_984_540_054 * ((1.0 + r * r / 2.0) / 97.0_f64).sqrt();
        assert!((low - (r.atanh() - width).tanh()).abs() < 1e-9 && (high - (r.atanh() + width).tanh()).abs() < 1e-9);
        assert_eq!(rank_correlation(&x, &x), (1.0, (1.0, 1.0)));
    }
}
