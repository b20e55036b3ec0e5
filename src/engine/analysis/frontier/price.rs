//! What the last piece of the budget buys: the shadow price along the frontier.
//!
//! Claim: where the frontier bends, the worth of a little more budget is the slope of its concave envelope; what mixing two
//! policies of the envelope could reach costs as much.
//! Equations: price = (aim_j - aim_i)/(cost_j - cost_i) between neighbouring corners i, j of the envelope; error from the
//!   eight replicates by linearising the ratio, sd((aim_j,r - aim_i,r) - price (cost_j,r - cost_i,r))/(cost_j - cost_i)/sqrt(8);
//!   95 % interval with Student's t of 7 degrees of freedom.
//! Symbols: cost as a share of revenue, so price is in the aim's unit per percentage point of revenue.
//! Validity: between evaluated policies; beyond the last corner there is no price.

use super::super::pareto::concave_envelope;
use super::measure::{Measured, Replicated};
use crate::engine::run::summary::{Estimate, variance};
use crate::engine::sampling::REPLICATES;

/// 97.5 % quantile of Student's t with 7 degrees of freedom.
pub const STUDENT_7: f64 = 2.364_624_251_592_784;
/// Corners nearer than this share of the frontier's range of cost are taken as one: over so little, draws drown the slope.
const NEAREST_CORNERS: f64 = 0.02;

/// A ratio of two differences with its error and 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Price {
    /// The ratio and its Monte Carlo error.
    pub estimate: Estimate,
    /// 95 % interval.
    pub interval: (f64, f64),
}

/// Price of one unit of `cost`, from one measurement to the next, `scale` units at a time; none where cost does not grow.
pub fn ratio(gain: [&Replicated; 2], cost: [&Replicated; 2], scale: f64) -> Option<Price> {
    let more = cost[1].value - cost[0].value;
    if !(more > 0.0) {
        return None;
    }
    let value = (gain[1].value - gain[0].value) / more;
    let residuals: [f64; REPLICATES] = core::array::from_fn(|r| {
        ((gain[1].each[r] - gain[0].each[r]) - value * (cost[1].each[r] - cost[0].each[r])) / more
    });
    let error = (variance(&residuals) / REPLICATES as f64).sqrt() * scale;
    let value = value * scale;
    Some(Price {
        estimate: Estimate { value, error },
        interval: (value - STUDENT_7 * error, value + STUDENT_7 * error),
    })
}

/// Prices of a further percentage point of cost at each of the measurements, which are a frontier by growing cost.
/// The second price is per CNY of cost over the horizon, for an aim in CNY.
pub fn prices(frontier: &[&Measured]) -> Vec<(Option<Price>, Option<Price>)> {
    let points: Vec<[f64; 2]> = frontier.iter().map(|m| [m.cost_share.value, m.aim.value]).collect();
    let corners = thinned(&points, concave_envelope(&points));
    (0..frontier.len())
        .map(|i| {
            let segment = corners.windows(2).find(|w| i < w[1]);
            let Some(&[from, to]) = segment else { return (None, None) };
            let (a, b) = (frontier[from], frontier[to]);
            (
                ratio([&a.aim, &b.aim], [&a.cost_share, &b.cost_share], 0.01),
                ratio([&a.aim, &b.aim], [&a.delta_cost, &b.delta_cost], 1.0),
            )
        })
        .collect()
}

/// Corners without those too near their neighbours; the first and the last stay, and so does concavity.
fn thinned(points: &[[f64; 2]], corners: Vec<usize>) -> Vec<usize> {
    let (Some(&first), Some(&last)) = (corners.first(), corners.last()) else { return corners };
    let least = NEAREST_CORNERS * (points[last][0] - points[first][0]);
    let mut kept = vec![first];
    for &corner in corners.get(1..corners.len() - 1).unwrap_or_default() {
        let before = kept.last().map_or(0.0, |&k| points[k][0]);
        if points[corner][0] - before >= least && points[last][0] - points[corner][0] >= least {
            kept.push(corner);
        }
    }
    if last != first {
        kept.push(last);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Measurements on aim = f(cost) with replicate noise that is the same at every point.
    fn measured(cost: f64, aim: f64) -> Measured {
        let noise: [f64; REPLICATES] = core::array::from_fn(|r| (r as f64 - 3.5) * 0.1);
        let shared = |value: f64| Replicated { value, each: noise.map(|n| value + n) };
        Measured { cost_share: shared(cost), aim: shared(aim), delta_cost: shared(1e3 * cost) }
    }

    #[test]
    fn slope_of_a_known_frontier_without_the_noise_it_shares() {
        // aim = 8 sqrt(cost): the slope between a and b is 8/(sqrt a + sqrt b)
        let all: Vec<Measured> = (0..=10).map(|k| f64::from(k) / 10.0).map(|c| measured(c, 8.0 * c.sqrt())).collect();
        let prices = prices(&all.iter().collect::<Vec<_>>());
        for k in 0..10 {
            let (a, b) = (f64::from(k as u32) / 10.0, f64::from(k as u32 + 1) / 10.0);
            let (share, money) = (prices[k].0.unwrap(), prices[k].1.unwrap());
            assert!((share.estimate.value - 0.08 / (a.sqrt() + b.sqrt())).abs() < 1e-12);
            assert!((money.estimate.value - 0.008 / (a.sqrt() + b.sqrt())).abs() < 1e-12);
            assert!(share.estimate.error < 1e-12, "common random numbers cancel");
        }
        assert_eq!(prices[10], (None, None));
    }

    #[test]
    fn interval_covers_as_often_as_it_says() {
        use crate::engine::math::special::normal_quantile;
        use crate::engine::random::{Stream, open_unit};
        use rand::Rng;
        let mut stream = Stream::new(5, 5);
        let runs = 4000;
        let covered = (0..runs).filter(|_| {
            let mut noisy = |centre: f64, sd: f64| {
                let each: [f64; REPLICATES] =
                    core::array::from_fn(|_| centre + sd * normal_quantile(open_unit(stream.next_u64())));
                Replicated { value: each.iter().sum::<f64>() / REPLICATES as f64, each }
            };
            let (a, b) = (noisy(1.0, 0.3), noisy(3.0, 0.3));
            let (x, y) = (noisy(0.2, 0.001), noisy(0.3, 0.001));
            let (low, high) = ratio([&a, &b], [&x, &y], 1.0).unwrap().interval;
            low <= 20.0 && 20.0 <= high
        });
        let share = covered.count() as f64 / f64::from(runs);
        // four standard deviations of a share of 0.95, and as much for the linearisation
        assert!((share - 0.95).abs() < 8.0 * (0.95 * 0.05 / f64::from(runs)).sqrt(), "{share}");
    }
}
