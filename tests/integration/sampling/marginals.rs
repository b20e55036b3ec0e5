//! Each distribution against rand_distr's own sampler and against its distribution function.

use super::statistics::{critical_distance, distance_between, distance_to, moments};
use aftercast_engine::run::SamplingPlan;
use aftercast_numerics::math::normal_cdf;
use aftercast_numerics::math::special::beta_regularized;
use aftercast_numerics::random::Stream;
use aftercast_numerics::sampling::Sampler;
use aftercast_scenario::{AssumptionId, Assumptions, CORRELATIONS, Distribution};
use rand_distr::{Beta, Distribution as _, LogNormal, Normal};

const DRAWS: u64 = 4096;
/// Chance of a false alarm over all assumptions together.
const CHANCE: f64 = 1e-3;

fn file() -> Assumptions<Distribution> {
    Assumptions::from_fn(|id| id.spec().distribution)
}

fn columns(plan: &SamplingPlan, count: u64) -> Vec<Vec<f64>> {
    let draws: Vec<_> = (0..count).map(|i| plan.draw(i)).collect();
    AssumptionId::ALL.into_iter().map(|id| draws.iter().map(|d| *d.get(id)).collect()).collect()
}

/// rand_distr's samples of the same distribution.
fn peer(distribution: Distribution, stream: &mut Stream, n: u64) -> Vec<f64> {
    let mut draw: Box<dyn FnMut() -> f64> = match distribution {
        Distribution::Known { value } => Box::new(move || value),
        Distribution::Normal { mean, sd } => {
            let law = Normal::new(mean, sd).unwrap();
            Box::new(move || law.sample(stream))
        }
        Distribution::LogNormal { median, gsd } => {
            let law = LogNormal::new(median.ln(), gsd.ln()).unwrap();
            Box::new(move || law.sample(stream))
        }
        Distribution::Pert { low, mode, high } => {
            let range = high - low;
            let law = Beta::new(1.0 + 4.0 * (mode - low) / range, 1.0 + 4.0 * (high - mode) / range).unwrap();
            Box::new(move || low + range * law.sample(stream))
        }
    };
    (0..n).map(|_| draw()).collect()
}

fn cdf(distribution: Distribution, x: f64) -> f64 {
    match distribution {
        Distribution::Known { value } => f64::from(u8::from(x >= value)),
        Distribution::Normal { mean, sd } => normal_cdf((x - mean) / sd),
        Distribution::LogNormal { median, gsd } => normal_cdf((x / median).ln() / gsd.ln()),
        Distribution::Pert { low, mode, high } => {
            let range = high - low;
            let (a, b) = (1.0 + 4.0 * (mode - low) / range, 1.0 + 4.0 * (high - mode) / range);
            beta_regularized(a, b, (x - low) / range)
        }
    }
}

#[test]
fn all_assumptions_agree_with_rand_distr() {
    let ours = columns(&SamplingPlan::new(&file(), Sampler::Random, 101, DRAWS), DRAWS);
    let limit = critical_distance(CHANCE / AssumptionId::COUNT as f64, DRAWS as f64 / 2.0);
    for (id, column) in AssumptionId::ALL.into_iter().zip(&ours) {
        let theirs = peer(id.spec().distribution, &mut Stream::new(202, id as u64), DRAWS);
        let distance = distance_between(column, &theirs);
        assert!(distance < limit, "{}: {distance} of {limit}", id.name());
    }
}

#[test]
fn all_assumptions_follow_their_distribution_function() {
    for (sampler, seed) in [(Sampler::Random, 303), (Sampler::LatinHypercube, 304), (Sampler::Sobol, 305)] {
        let ours = columns(&SamplingPlan::new(&file(), sampler, seed, DRAWS), DRAWS);
        // of a point set with strata every column is far closer than independent draws: 8 replicates of 512 strata leave at most
        // one stratum, except in the mixed columns of correlated pairs, which are held to the bound of independent draws
        let limit = critical_distance(CHANCE / AssumptionId::COUNT as f64, DRAWS as f64);
        let distances: Vec<f64> = AssumptionId::ALL
            .into_iter()
            .zip(&ours)
            .map(|(id, column)| distance_to(column, |x| cdf(id.spec().distribution, x)))
            .collect();
        assert!(distances.iter().all(|&d| d < limit), "{}", sampler.name());
        let within_a_stratum = distances.iter().filter(|&&d| d <= 1.0 / 512.0).count();
        match sampler {
            Sampler::Random => assert_eq!(within_a_stratum, 0),
            _ => assert!(
                within_a_stratum >= AssumptionId::COUNT - CORRELATIONS.len(),
                "{} {within_a_stratum}",
                sampler.name()
            ),
        }
    }
}

#[test]
fn moments_are_the_closed_forms() {
    let plan = SamplingPlan::new(&file(), Sampler::Sobol, 404, 16_384);
    for (id, column) in AssumptionId::ALL.into_iter().zip(columns(&plan, 16_384)) {
        let (mean, variance) = moments(&column);
        let marginal = plan.marginal(id);
        let sd = marginal.variance().sqrt();
        // 2048 strata a replicate: the mean of independent draws would be within 0.03 sd
        assert!((mean - marginal.mean()).abs() < 1e-3 * sd, "{}: mean {mean}", id.name());
        assert!((variance / marginal.variance() - 1.0).abs() < 1e-2, "{}: variance {variance}", id.name());
    }
}

#[test]
fn quantiles_of_a_pert_agree_with_the_peer() {
    let law = Distribution::Pert { low: 0.1, mode: 0.35, high: 0.6 };
    let theirs = super::statistics::sorted(&peer(law, &mut Stream::new(9, 9), 40_000));
    for p in [0.05, 0.25, 0.5, 0.75, 0.95] {
        let exact = aftercast_numerics::sampling::pert_quantile(p, 0.1, 0.35, 0.6);
        // the rank of the exact quantile among 40 000 draws is binomial: five standard deviations
        let rank = theirs.partition_point(|&x| x < exact) as f64;
        assert!((rank - 40_000.0 * p).abs() < 5.0 * (40_000.0 * p * (1.0 - p)).sqrt(), "{p}: {rank}");
    }
}
