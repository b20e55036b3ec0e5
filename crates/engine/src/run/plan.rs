//! All that a run needs to turn the index of a draw into the values of all assumptions.
//!
//! Claim: dimension k of the point set belongs to row k of the data file, whatever else is known or overridden, so fixing one
//! assumption changes no other in any draw; a partner's score is mixed with the score a known assumption would have had.
//! Equation: u (points) -> z = Φ⁻¹(u) -> couple (copula) -> x = marginal(z). Validity: distributions that passed the checks.
//! Source: docs/model.md section 9.

use aftercast_numerics::math::Lane;
use aftercast_numerics::math::special::normal_quantile;
use aftercast_numerics::sampling::points::Leading;
use aftercast_numerics::sampling::{Marginal, Pair, PointPlan, Sampler, couple};
use aftercast_scenario::{AssumptionId, Assumptions, CORRELATIONS, Distribution};

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
    pairs: [Pair; CORRELATIONS.len()],
    points: PointPlan,
}

impl SamplingPlan {
    /// Prepares a run of `draws` draws (some 4 milliseconds, nearly all of it for tables).
    pub fn new(distributions: &Assumptions<Distribution>, sampler: Sampler, seed: u64, draws: u64) -> Self {
        Self::build(None, distributions, sampler, seed, draws)
    }

    /// The same plan as [`new`](Self::new), but with the tables of a previous one wherever a distribution did not change.
    pub fn reusing(
        previous: &SamplingPlan,
        distributions: &Assumptions<Distribution>,
        sampler: Sampler,
        seed: u64,
        draws: u64,
    ) -> Self {
        Self::build(Some(previous), distributions, sampler, seed, draws)
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
        Self { marginals, pairs: declared_pairs(), points: points(sampler, seed, draws) }
    }

    /// The prepared distribution of an assumption.
    pub fn marginal(&self, id: AssumptionId) -> &Marginal {
        &self.marginals[id as usize]
    }

    /// The points under the draws.
    pub fn points(&self) -> &PointPlan {
        &self.points
    }

    /// Correlated standard normal scores of a draw, one an assumption, in file order.
    pub fn scores(&self, draw: u64) -> [f64; COUNT] {
        let mut scores = self.independent_scores(draw);
        couple(&mut scores, &self.pairs);
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
        couple(&mut scores, &self.pairs);
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
    use aftercast_numerics::math::f64x4;

    #[test]
    fn declared_pairs_share_no_assumption() {
        let mut used: Vec<usize> = declared_pairs().iter().flat_map(|p| [p.first, p.second]).collect();
        used.sort_unstable();
        assert!(used.windows(2).all(|w| w[0] != w[1]));
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
