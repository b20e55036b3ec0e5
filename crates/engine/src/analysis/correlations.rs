//! Correlations between assumptions: what is stated, and what the draws of a run have.
//!
//! Claim: the draws have the stated correlations of scores, and of values the rank correlations that follow, but for the error of the draws.
//! Equation: of scores Pearson's r; of values Spearman's, for which a Gaussian copula has 6/π asin(rho/2).
//! Validity: the first [`MOST`] draws; an assumption that is known has a score and no rank. Source: Kruskal, JASA 53 (1958) 814-861.

use super::numeric::{dot, ranks, standardised};
use crate::run::SamplingPlan;
use aftercast_scenario::correlations::declared;
use aftercast_scenario::{AssumptionId, Futures};

/// Most draws that are looked at.
pub const MOST: u64 = 4096;

/// A pair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Realised {
    /// The assumptions, in file order.
    pub pair: (AssumptionId, AssumptionId),
    /// What the data file declares.
    pub declared: f64,
    /// What is in force.
    pub stated: f64,
    /// Pearson's correlation of their scores in the draws.
    pub scores: f64,
    /// The rank correlation of values that follows from what is in force.
    pub rank_expected: f64,
    /// Spearman's rank correlation of their values in the draws; none where one of them is known.
    pub rank: Option<f64>,
}

/// Correlations in force and in the draws.
#[derive(Clone, Debug, PartialEq)]
pub struct CorrelationReport {
    /// Draws that were looked at.
    pub draws: usize,
    /// Every pair of which something is said.
    pub pairs: Vec<Realised>,
    /// The assumptions of these pairs, in file order.
    pub ids: Vec<AssumptionId>,
    /// What is in force between them, row by row.
    pub matrix: Vec<Vec<f64>>,
}

/// The rank correlation of a Gaussian copula: 6/π asin(rho/2).
///
/// ```
/// use aftercast_engine::analysis::correlations::rank_of_normals;
/// assert!((rank_of_normals(1.0) - 1.0).abs() < 1e-12 && (rank_of_normals(0.3) - 0.287_564_2).abs() < 1e-6);
/// ```
pub fn rank_of_normals(rho: f64) -> f64 {
    // the series of asin: its argument is at most a half
    let x = 0.5 * rho;
    let (mut term, mut sum) = (x, x);
    for n in 0..40 {
        let k = f64::from(2 * n + 1);
        term *= x * x * k * k / ((k + 1.0) * (k + 2.0));
        sum += term;
    }
    6.0 / core::f64::consts::PI * sum
}

/// What is stated of these futures, and what their draws have.
pub fn realised(futures: &Futures) -> CorrelationReport {
    let plan = SamplingPlan::of(futures);
    let draws = futures.draws.min(MOST);
    let stated = futures.correlations.pairs();
    let mut ids: Vec<AssumptionId> = stated.iter().flat_map(|&(a, b, _)| [a, b]).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut scores = vec![Vec::with_capacity(draws as usize); ids.len()];
    for draw in 0..draws {
        let all = plan.scores(draw);
        ids.iter().zip(&mut scores).for_each(|(&id, column)| column.push(all[id as usize]));
    }
    // a value rises with its score, so the ranks are those of the scores, unless it is known
    let known = |id: AssumptionId| plan.marginal(id).at(-1.0) == plan.marginal(id).at(1.0);
    let position = |id: AssumptionId| ids.iter().position(|other| *other == id).unwrap_or_default();
    let pairs = stated
        .iter()
        .map(|&(a, b, rho)| {
            let (x, y) = (&scores[position(a)], &scores[position(b)]);
            let ranked = || dot(&standardised(&ranks(x)), &standardised(&ranks(y)));
            Realised {
                pair: (a, b),
                declared: declared((a, b)),
                stated: rho,
                scores: dot(&standardised(x), &standardised(y)),
                rank_expected: rank_of_normals(rho),
                rank: (!known(a) && !known(b)).then(ranked),
            }
        })
        .collect();
    let matrix = ids.iter().map(|&a| ids.iter().map(|&b| futures.correlations.between(a, b)).collect()).collect();
    CorrelationReport { draws: draws as usize, pairs, ids, matrix }
}
