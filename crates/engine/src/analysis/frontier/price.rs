//! What the last piece of the budget buys: the shadow price along the frontier.
//!
//! Claim: where the frontier bends, the worth of a little more budget is the slope of its concave envelope; what mixing two
//! policies of the envelope could reach costs as much.
//! Equations: price = (aim_j - aim_i)/(cost_j - cost_i) between neighbouring corners i, j of the envelope; error from the
//!   eight replicates by linearising the ratio, sd((aim_j,r - aim_i,r) - price (cost_j,r - cost_i,r))/(cost_j - cost_i)/sqrt(8);
//!   95 % interval with Student's t of 7 degrees of freedom.
//! Symbols: cost as a share of revenue, so price is in the aim's unit per percentage point of revenue.
//!   What a step buys: the best aim within a percentage point more, or within what the frontier spans if that is less, less the own.
//! Intervals hold the choice of the points too: the eight replicates are resampled, and frontier, envelope and step are found anew from all
//!   policies that were measured; error = sd over 200 samples, scaled by sqrt(8/7).
//! Validity: between evaluated policies; beyond the last corner there is no price, and no step leaves the frontier.

use super::super::numeric::bootstrap_counts;
use super::super::pareto::{Score, concave_envelope, front};
use super::measure::{Measured, Replicated};
use crate::run::summary::{Estimate, STUDENT_T_975_DF7, variance};
use aftercast_numerics::sampling::REPLICATES;

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
        interval: (value - STUDENT_T_975_DF7 * error, value + STUDENT_T_975_DF7 * error),
    })
}

/// What spending more buys at a point of the frontier.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// How much more, as a share of revenue: a percentage point, or as far as the frontier goes.
    pub width: f64,
    /// Whether the frontier ends there, so that nothing is known beyond.
    pub to_the_end: bool,
    /// What the best policy within so much more gains over this one, in the aim's unit, with its 95 % interval.
    pub gain: Price,
}

/// What is said of a point: the slope per percentage point, per CNY of cost over the horizon, and the step that can be taken.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Worth {
    /// Slope of the envelope, per percentage point of revenue; none at the end.
    pub price: Option<Price>,
    /// The same per CNY of cost over the horizon; none where cost does not grow.
    pub price_per_cny: Option<Price>,
    /// What more spending buys within the frontier; none at its end.
    pub step: Option<Step>,
}

/// What a further percentage point buys at each of the points of `front`, which are the frontier by growing cost among all `measured`: those
/// from which it was chosen, dominated ones included.
pub fn prices(measured: &[Measured], front: &[usize], seed: u64) -> Vec<Worth> {
    let values = |i: usize| [measured[i].cost_share.value, measured[i].aim.value, measured[i].delta_cost.value];
    let all: Vec<[f64; 3]> = (0..measured.len()).map(values).collect();
    let end = front.last().map_or(f64::NAN, |&i| all[i][0]);
    let width = |i: usize| POINT.min(end - all[i][0]);
    let found = told(&all, front, &|k| front.get(k).map_or(0.0, |&i| width(i)));
    let samples: Vec<Vec<Told>> = (0..SAMPLES)
        .map(|sample| {
            let counts = bootstrap_counts(seed, sample, REPLICATES);
            let again: Vec<[f64; 3]> = measured.iter().map(|m| resampled(m, &counts)).collect();
            told(&again, front, &|k| front.get(k).map_or(0.0, |&i| width(i)))
        })
        .collect();
    front
        .iter()
        .enumerate()
        .map(|(k, &i)| {
            let spread = |of: fn(&Told) -> f64| variance(&samples.iter().map(|s| of(&s[k])).collect::<Vec<_>>()).sqrt();
            let price = |value: f64, error: f64| Price {
                estimate: Estimate { value, error },
                interval: (value - STUDENT_T_975_DF7 * error, value + STUDENT_T_975_DF7 * error),
            };
            let Some([from, to]) = found[k].segment else { return Worth::default() };
            let (a, b) = (&measured[from], &measured[to]);
            // never surer than the slope between two policies given beforehand
            let wider = |p: Price, error: f64| price(p.estimate.value, error.max(p.estimate.error));
            let share = ratio([&a.aim, &b.aim], [&a.cost_share, &b.cost_share], POINT);
            let money = ratio([&a.aim, &b.aim], [&a.delta_cost, &b.delta_cost], 1.0);
            let step = Step {
                width: width(i),
                to_the_end: end - all[i][0] <= POINT,
                gain: price(found[k].gain, spread(|t| t.gain)),
            };
            Worth {
                price: share.map(|p| wider(p, POINT * spread(|t| t.slope))),
                price_per_cny: money.map(|p| wider(p, spread(|t| t.per_cny))),
                step: Some(step),
            }
        })
        .collect()
}

/// A percentage point of revenue.
const POINT: f64 = 0.01;
/// Bootstrap samples of the whole selection.
const SAMPLES: u64 = 200;

/// What one sample of the draws says at a point.
#[derive(Clone, Copy, Debug)]
struct Told {
    /// Corners of the envelope that its slope lies between; none at the end.
    segment: Option<[usize; 2]>,
    /// The slope, aim a share of revenue; 0 at the end.
    slope: f64,
    /// The slope, aim a CNY of cost; 0 where cost does not grow.
    per_cny: f64,
    /// The best aim within the step, less the own.
    gain: f64,
}

/// Cost share, aim and change of cost of a policy in a sample of its replicates. Samples of eight spread by 7/8 too little.
fn resampled(m: &Measured, counts: &[f64]) -> [f64; 3] {
    let many = REPLICATES as f64;
    let amplify = (many / (many - 1.0)).sqrt();
    [&m.cost_share, &m.aim, &m.delta_cost].map(|r| {
        let centre = r.each.iter().sum::<f64>() / many;
        r.value + amplify * r.each.iter().zip(counts).map(|(x, n)| n * (x - centre)).sum::<f64>() / many
    })
}

/// The frontier chosen anew from `all` (cost share, aim, change of cost), and what it says at the policies of `points`.
fn told(all: &[[f64; 3]], points: &[usize], width: &dyn Fn(usize) -> f64) -> Vec<Told> {
    let scores: Vec<Score> = all.iter().map(|v| Score::feasible(v[0], -v[1])).collect();
    let chosen = front(&scores);
    let flat: Vec<[f64; 2]> = chosen.iter().map(|&i| [all[i][0], all[i][1]]).collect();
    let corners: Vec<usize> = thinned(&flat, concave_envelope(&flat)).into_iter().map(|k| chosen[k]).collect();
    points
        .iter()
        .enumerate()
        .map(|(k, &i)| {
            let own = all[i];
            let segment = corners.windows(2).find(|w| own[0] < all[w[1]][0]).map(|w| [w[0], w[1]]);
            let (slope, per_cny) = segment.map_or((0.0, 0.0), |[from, to]| {
                let change: [f64; 3] = core::array::from_fn(|d| all[to][d] - all[from][d]);
                (change[1] / change[0], if change[2] > 0.0 { change[1] / change[2] } else { 0.0 })
            });
            let within = own[0] + width(k) * (1.0 + 1e-12);
            let best = chosen.iter().filter(|&&j| all[j][0] <= within).map(|&j| all[j][1]).fold(own[1], f64::max);
            Told { segment, slope, per_cny, gain: best - own[1] }
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
        let other = shared(0.0);
        Measured { cost_share: shared(cost), aim: shared(aim), delta_cost: shared(1e3 * cost), csi: other, wait: other }
    }

    #[test]
    fn slope_of_a_known_frontier_without_the_noise_it_shares() {
        // aim = 8 sqrt(cost): the slope between a and b is 8/(sqrt a + sqrt b)
        let all: Vec<Measured> = (0..=10).map(|k| f64::from(k) / 10.0).map(|c| measured(c, 8.0 * c.sqrt())).collect();
        let front: Vec<usize> = (0..all.len()).collect();
        let prices = prices(&all, &front, 1);
        for k in 0..10 {
            let (a, b) = (f64::from(k as u32) / 10.0, f64::from(k as u32 + 1) / 10.0);
            let (share, money) = (prices[k].price.unwrap(), prices[k].price_per_cny.unwrap());
            assert!((share.estimate.value - 0.08 / (a.sqrt() + b.sqrt())).abs() < 1e-12);
            assert!((money.estimate.value - 0.008 / (a.sqrt() + b.sqrt())).abs() < 1e-12);
            assert!(share.estimate.error < 1e-12, "common random numbers cancel");
        }
        assert_eq!(prices[10], Worth::default());
        // a percentage point of a frontier that is a hundred of them wide reaches no further policy
        let step = prices[3].step.unwrap();
        assert_eq!((step.width, step.to_the_end, step.gain.estimate.value), (0.01, false, 0.0));
    }

    #[test]
    fn a_step_never_leaves_a_narrow_frontier() {
        // 0.13 points wide, its last piece steep: a slope told as a promise would be ten times what there is
        let all: Vec<Measured> =
            [(0.0110, -8.0), (0.0117, -7.9), (0.0123, -7.77)].map(|(c, a)| measured(c, a)).to_vec();
        let found = prices(&all, &[0, 1, 2], 3);
        for (k, (width, gain)) in [(0.0013, 0.23), (0.0006, 0.13)].into_iter().enumerate() {
            let step = found[k].step.unwrap();
            assert!(step.to_the_end && (step.width - width).abs() < 1e-12, "{step:?}");
            assert!((step.gain.estimate.value - gain).abs() < 1e-9, "{step:?}");
        }
        assert_eq!(found[2].step, None);
    }

    #[test]
    fn the_interval_holds_the_choice_of_the_points() {
        use aftercast_numerics::math::special::normal_quantile;
        use aftercast_numerics::random::{Stream, open_unit};
        use rand::Rng;
        // policies that all do the same, told apart by noise alone: the frontier is made of lucky ones, and its slope of nothing
        let mut told_as_sure = 0;
        for seed in 0..40 {
            let mut stream = Stream::new(seed, 9);
            let mut noisy = |centre: f64| {
                let each: [f64; REPLICATES] =
                    core::array::from_fn(|_| centre + normal_quantile(open_unit(stream.next_u64())));
                Replicated { value: each.iter().sum::<f64>() / REPLICATES as f64, each }
            };
            let all: Vec<Measured> = (0..24)
                .map(|k| {
                    let exact = Replicated { value: 1e-4 * f64::from(k), each: [1e-4 * f64::from(k); REPLICATES] };
                    Measured { cost_share: exact, aim: noisy(0.0), delta_cost: exact, csi: exact, wait: exact }
                })
                .collect();
            let scores: Vec<Score> = all.iter().map(|m| Score::feasible(m.cost_share.value, -m.aim.value)).collect();
            let front = front(&scores);
            let fixed = front.windows(2).next().and_then(|w| {
                ratio([&all[w[0]].aim, &all[w[1]].aim], [&all[w[0]].cost_share, &all[w[1]].cost_share], POINT)
            });
            let step = prices(&all, &front, seed)[0].price;
            if let (Some(fixed), Some(chosen)) = (fixed, step) {
                assert!(chosen.estimate.error >= fixed.estimate.error * 0.2, "{chosen:?} {fixed:?}");
                told_as_sure += u32::from(chosen.interval.0 > 0.0);
            }
        }
        // 95 % intervals around a slope chosen for being large: one in four still misses nothing
        assert!(told_as_sure <= 10, "{told_as_sure} of 40 slopes of pure noise told as sure");
    }

    #[test]
    fn interval_covers_as_often_as_it_says() {
        use aftercast_numerics::math::special::normal_quantile;
        use aftercast_numerics::random::{Stream, open_unit};
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
