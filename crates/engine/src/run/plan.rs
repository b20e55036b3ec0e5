//! All that a run needs to turn the index of a draw into the values of all assumptions.
//!
//! Claim: dimension k of the point set belongs to row k of the data file, whatever else is known or overridden, so fixing one
//! assumption changes no other in any draw; a partner's score is mixed with the score a known assumption would have had.
//! Equation: u (points) -> z = Φ⁻¹(u) -> couple (copula) -> x = marginal(z). Validity: distributions that passed the checks.
//! Source: docs/model.md section 9.

use aftercast_numerics::math::Lane;
use aftercast_numerics::math::special::normal_quantile;
use aftercast_numerics::sampling::points::Leading;
use aftercast_numerics::sampling::{Factor, Marginal, Pair, PointPlan, Sampler, couple};
use aftercast_scenario::{AssumptionId, Assumptions, CORRELATIONS, Distribution, Futures};

const COUNT: usize = AssumptionId::COUNT;
/// The assumptions that carry most of the spread of net and total gain, the first one before all: they have the most even Sobol dimensions.
/// Any order is right; this one makes the error of a mean half and that of the 5 and 95 % quantiles four fifths of what a chance
/// order does (docs/decisions/2026-11-performance.md). From squared correlations of scores and gains over six
/// golden policies of model version 2.
const FIRST: [AssumptionId; 8] = [
    AssumptionId::CausalShare,
    AssumptionId::CostOverrun,
    AssumptionId::PointsPerMinute,
    AssumptionId::CompanionCost,
    AssumptionId::Delivery,
    AssumptionId::FastRefundCost,
    AssumptionId::StatutoryShare,
    AssumptionId::PublishedPoints,
];
/// The assumptions that come after these.
const NEXT: [AssumptionId; 32] = [
    AssumptionId::CompetitorCatchUp,
    AssumptionId::SatisfactionTau,
    AssumptionId::LeniencyOrders,
    AssumptionId::SetupYears,
    AssumptionId::AiShareCost,
    AssumptionId::FcrPoints,
    AssumptionId::AiAccuracyCost,
    AssumptionId::TurnoverShare,
    AssumptionId::CopilotCost,
    AssumptionId::LeniencyReturns,
    AssumptionId::EnquiryWeight,
    AssumptionId::PatienceMinutes,
    AssumptionId::BasketUplift,
    AssumptionId::AcquisitionElasticity,
    AssumptionId::NightWeight,
    AssumptionId::CompensationRate,
    AssumptionId::QualityLoopReduction,
    AssumptionId::PickupPoints,
    AssumptionId::Headroom,
    AssumptionId::PublishedClaims,
    AssumptionId::NegativeReach,
    AssumptionId::ProactiveCost,
    AssumptionId::TicketCost,
    AssumptionId::GreenCost,
    AssumptionId::ClaimElasticity,
    AssumptionId::CollectionParticipation,
    AssumptionId::GenerosityPoints,
    AssumptionId::FcrGainCopilot,
    AssumptionId::InquiriesPerYear,
    AssumptionId::RepurchaseScale,
    AssumptionId::VipUplift,
    AssumptionId::PointsSaving,
];
/// Widest lane this serves.
const LANES: usize = 8;

/// The pairs declared in the data file.
fn declared_pairs() -> [Pair; CORRELATIONS.len()] {
    CORRELATIONS.map(|(first, second, rho)| Pair::new(first as usize, second as usize, rho))
}

/// The points of a run, with a dimension for every assumption in file order.
pub fn points(sampler: Sampler, seed: u64, draws: u64) -> PointPlan {
    let dimensions = |ids: &[AssumptionId]| ids.iter().map(|&id| id as usize).collect::<Vec<_>>();
    let leading = Leading { in_order: &dimensions(&FIRST), dealt: &dimensions(&NEXT) };
    PointPlan::with_leading(sampler, seed, draws, COUNT, leading)
}

/// The sampling of a run: distributions, correlations and points.
#[derive(Clone, Debug)]
pub struct SamplingPlan {
    marginals: Vec<Marginal>,
    copula: Copula,
    points: PointPlan,
}

/// How independent scores become correlated ones.
#[derive(Clone, Debug)]
enum Copula {
    /// By the pairs of the data file: the way of every document that states no correlation.
    Declared([Pair; CORRELATIONS.len()]),
    /// By the factor of the whole matrix.
    Stated(Factor),
}

impl Copula {
    #[inline]
    fn mix(&self, scores: &mut [f64; COUNT]) {
        match self {
            Self::Declared(pairs) => couple(scores, pairs),
            Self::Stated(factor) => factor.mix(scores),
        }
    }
}

impl SamplingPlan {
    /// The sampling of checked futures (some 4 milliseconds, nearly all of it for tables).
    pub fn of(futures: &Futures) -> Self {
        let Futures { distributions, sampler, seed, draws, .. } = futures;
        Self::build(None, distributions, *sampler, *seed, *draws).correlated(futures)
    }

    /// The same as [`of`](Self::of), but with the tables of a previous one wherever a distribution did not change.
    pub fn reusing_for(previous: &SamplingPlan, futures: &Futures) -> Self {
        let Futures { distributions, sampler, seed, draws, .. } = futures;
        Self::build(Some(previous), distributions, *sampler, *seed, *draws).correlated(futures)
    }

    fn correlated(mut self, futures: &Futures) -> Self {
        // a matrix that is none was refused when the futures were checked
        if let Ok(Some(factor)) = futures.correlations.factor() {
            self.copula = Copula::Stated(factor);
        }
        self
    }

    /// Prepares a run of `draws` draws with the declared correlations (some 4 milliseconds, nearly all of it for tables).
    pub fn new(distributions: &Assumptions<Distribution>, sampler: Sampler, seed: u64, draws: u64) -> Self {
        Self::build(None, distributions, sampler, seed, draws)
    }

    fn build(
        previous: Option<&SamplingPlan>,
        distributions: &Assumptions<Distribution>,
        sampler: Sampler,
        seed: u64,
        draws: u64,
    ) -> Self {
        let marginals = AssumptionId::ALL
            .into_iter()
            .map(|id| {
                let wanted = *distributions.get(id);
                previous
                    .map(|plan| plan.marginal(id))
                    .filter(|old| old.distribution() == wanted)
                    .cloned()
                    .unwrap_or_else(|| Marginal::new(wanted))
            })
            .collect();
        Self { marginals, copula: Copula::Declared(declared_pairs()), points: points(sampler, seed, draws) }
    }

    /// The prepared distribution of an assumption.
    pub fn marginal(&self, id: AssumptionId) -> &Marginal {
        &self.marginals[id as usize]
    }

    /// Correlated standard normal scores of a draw, one an assumption, in file order.
    pub fn scores(&self, draw: u64) -> [f64; COUNT] {
        let mut scores = self.independent_scores(draw);
        self.copula.mix(&mut scores);
        scores
    }

    /// Scores of a draw before the copula: independent standard normal numbers, one an assumption.
    pub fn independent_scores(&self, draw: u64) -> [f64; COUNT] {
        let mut scores = [0.0; COUNT];
        self.points.fill_draw(draw, &mut scores);
        for score in &mut scores {
            *score = normal_quantile(*score);
        }
        scores
    }

    /// Values of all assumptions at independent scores: the copula, then the marginals.
    pub fn at_independent(&self, mut scores: [f64; COUNT]) -> Assumptions<f64> {
        self.copula.mix(&mut scores);
        self.at(&scores)
    }

    /// Values of all assumptions at correlated scores.
    pub fn at(&self, scores: &[f64; COUNT]) -> Assumptions<f64> {
        Assumptions::from_fn(|id| self.marginals[id as usize].at(scores[id as usize]))
    }

    /// Values of all assumptions in a draw, in the units of the data file.
    pub fn draw(&self, index: u64) -> Assumptions<f64> {
        let values = self.values(index);
        Assumptions::from_fn(|id| values[id as usize])
    }

    /// Values of all assumptions in the draws `first`, `first + 1`, ...: one a lane, each with exactly the bits of
    /// [`draw`](Self::draw).
    pub fn draw_lanes<L: Lane>(&self, first: u64) -> Assumptions<L> {
        let mut values = [[0.0; COUNT]; LANES];
        for (position, row) in values.iter_mut().enumerate().take(L::WIDTH) {
            *row = self.values(first + position as u64);
        }
        Assumptions::from_fn(|id| L::from_fn(|position| values[position][id as usize]))
    }

    fn values(&self, index: u64) -> [f64; COUNT] {
        let mut values = self.scores(index);
        for (value, marginal) in values.iter_mut().zip(&self.marginals) {
            *value = marginal.at(*value);
        }
        values
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check;
    use aftercast_numerics::math::f64x4;
    use aftercast_scenario::Draft;
    use aftercast_scenario::correlations::pair;

    #[test]
    fn declared_pairs_share_no_assumption() {
        let mut used: Vec<usize> = declared_pairs().iter().flat_map(|p| [p.first, p.second]).collect();
        used.sort_unstable();
        assert!(used.windows(2).all(|w| w[0] != w[1]));
    }

    #[test]
    fn what_states_no_correlation_has_the_bits_of_the_declared_pairs_and_what_states_one_moves_its_pair_alone() {
        let futures = check(&Draft::default()).unwrap().futures();
        let plan = SamplingPlan::new(&futures.distributions, futures.sampler, futures.seed, futures.draws);
        let of = SamplingPlan::of(&futures);
        let (first, second, _) = CORRELATIONS[0];
        let mut own = Draft::default();
        own.correlations.insert(pair(first, second).unwrap(), 0.8);
        // a further statement that changes no draw keeps the others as they are
        let stated = SamplingPlan::reusing_for(&of, &check(&own).unwrap().futures());
        for draw in [0, 1, 77, 1023] {
            let (before, same, after) = (plan.scores(draw), of.scores(draw), stated.scores(draw));
            assert_eq!(before.map(f64::to_bits), same.map(f64::to_bits));
            for id in AssumptionId::ALL {
                let far = (after[id as usize] - before[id as usize]).abs();
                assert!(if id == second { far > 1e-6 } else { far <= 1e-12 }, "{} {far}", id.name());
            }
            let lanes = stated.draw_lanes::<f64x4>(draw / 4 * 4);
            assert_eq!(lanes.get(second).get((draw % 4) as usize), *stated.draw(draw).get(second));
        }
    }

    #[test]
    fn a_lane_has_the_bits_of_its_draw() {
        let file = Assumptions::from_fn(|id| id.spec().distribution);
        for sampler in Sampler::ALL {
            let plan = SamplingPlan::new(&file, sampler, 11, 1000);
            for first in [0, 4, 333] {
                let lanes = plan.draw_lanes::<f64x4>(first);
                for k in 0..4 {
                    let draw = plan.draw(first + k as u64);
                    for id in AssumptionId::ALL {
                        assert_eq!(lanes.get(id).get(k).to_bits(), draw.get(id).to_bits());
                    }
                }
            }
        }
    }
}
