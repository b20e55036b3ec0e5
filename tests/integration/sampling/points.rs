//! Point sets: strata, nets, unbiased means and how much fewer draws they need.

use super::statistics::{known_answers, moments, number};
use aftercast_numerics::sampling::points::{Leading, MAX_DIMENSIONS, PointPlan, REPLICATES, Sampler, uniform};

#[test]
fn every_block_of_a_replicate_is_a_net_in_each_dimension() {
    let plan = PointPlan::new(Sampler::Sobol, 17, 4096);
    for dimension in 0..MAX_DIMENSIONS {
        for replicate in 0..REPLICATES {
            let values: Vec<f64> =
                (0..512).map(|k| uniform(&plan, (k * REPLICATES + replicate) as u64, dimension)).collect();
            for length in [2, 8, 64, 512] {
                for block in values.chunks(length) {
                    let mut hit = vec![false; length];
                    for u in block {
                        let interval = (u * length as f64) as usize;
                        assert!(!hit[interval], "dimension {dimension}, replicate {replicate}, blocks of {length}");
                        hit[interval] = true;
                    }
                }
            }
        }
    }
}

#[test]
fn one_point_a_stratum_for_any_number_of_draws() {
    for draws in [1_u64, 5, 8, 9, 100, 1000, 1001, 1023, 1031] {
        let plan = PointPlan::new(Sampler::LatinHypercube, 23, draws);
        for dimension in [0, 1, 96] {
            for replicate in 0..REPLICATES as u64 {
                let values: Vec<f64> =
                    (replicate..draws).step_by(REPLICATES).map(|draw| uniform(&plan, draw, dimension)).collect();
                let mut hit = vec![false; values.len()];
                for u in &values {
                    let stratum = (u * values.len() as f64) as usize;
                    assert!(!hit[stratum], "{draws} draws, dimension {dimension}, replicate {replicate}");
                    hit[stratum] = true;
                }
            }
        }
    }
}

#[test]
fn a_shorter_run_is_a_prefix_of_a_longer_one() {
    for sampler in [Sampler::Sobol, Sampler::Random] {
        let (short, long) = (PointPlan::new(sampler, 4, 100), PointPlan::new(sampler, 4, 5000));
        for draw in 0..100 {
            assert_eq!(uniform(&short, draw, 33).to_bits(), uniform(&long, draw, 33).to_bits());
        }
    }
}

#[test]
fn no_ties() {
    let mut values = Vec::new();
    let plan = PointPlan::new(Sampler::Sobol, 31, 32_768);
    for dimension in [0, 50] {
        values.clear();
        values.extend((0..32_768).map(|draw| uniform(&plan, draw, dimension).to_bits()));
        values.sort_unstable();
        assert!(values.windows(2).all(|w| w[0] != w[1]));
    }
}

fn ishigami(u: [f64; 3]) -> f64 {
    let [x, y, z] = u.map(|u| core::f64::consts::PI * (2.0 * u - 1.0));
    x.sin() + 7.0 * y.sin() * y.sin() + 0.1 * z * z * z * z * x.sin()
}

fn mean_of_a_run(sampler: Sampler, seed: u64, draws: u64, f: impl Fn(&[f64]) -> f64, dimensions: usize) -> f64 {
    let plan = PointPlan::with_dimensions(sampler, seed, draws, dimensions);
    let mut u = vec![0.0; dimensions];
    (0..draws)
        .map(|draw| {
            plan.fill_draw(draw, &mut u);
            f(&u)
        })
        .sum::<f64>()
        / draws as f64
}

#[test]
fn means_of_the_ishigami_function() {
    let sensitivity = &known_answers("sensitivity")[0];
    let limit =
        known_answers("sampling").iter().find_map(|t| t.get("variance_ratio").and_then(toml::Value::as_float)).unwrap();
    let (mean, variance) = (number(sensitivity, "mean"), number(sensitivity, "variance"));
    let (draws, seeds) = (512, 2000);
    let spread = |sampler| {
        let means: Vec<f64> =
            (0..seeds).map(|s| mean_of_a_run(sampler, s, draws, |u| ishigami([u[0], u[1], u[2]]), 3)).collect();
        let (centre, spread) = moments(&means);
        // unbiased: the mean over seeds lies within four of its standard errors
        assert!((centre - mean).abs() < 4.0 * (spread / seeds as f64).sqrt(), "{}", sampler.name());
        spread
    };
    let (random, latin, sobol) = (spread(Sampler::Random), spread(Sampler::LatinHypercube), spread(Sampler::Sobol));
    // a variance over 2000 seeds has a relative standard error of sqrt(2/2000) = 3.2 %: four of them
    let error = 4.0 * (2.0 / seeds as f64).sqrt();
    assert!((random / (variance / draws as f64) - 1.0).abs() < error);
    // 64 strata a replicate leave (pi/64)^2 = 0.2 % of the main effects
    assert!((latin / (variance / draws as f64) / limit - 1.0).abs() < error + 0.01, "{}", latin / random);
    assert!(sobol < 0.2 * latin, "{}", sobol / random);
}

#[test]
fn the_spread_between_replicates_is_the_error_of_the_mean() {
    // a smooth function of 97 inputs, as the model has
    let f = |u: &[f64]| u.iter().enumerate().map(|(i, u)| (u - 0.5) * (1.0 + u) / (1.0 + i as f64)).sum::<f64>();
    for sampler in Sampler::ALL {
        let (draws, seeds) = (256_u64, 300_u64);
        let (mut means, mut claimed) = (Vec::new(), 0.0);
        let mut u = [0.0; 97];
        for seed in 0..seeds {
            let plan = PointPlan::with_dimensions(sampler, 1000 + seed, draws, 97);
            let mut sums = [0.0; REPLICATES];
            for draw in 0..draws {
                plan.fill_draw(draw, &mut u);
                sums[draw as usize % REPLICATES] += f(&u) / (draws as f64 / REPLICATES as f64);
            }
            let (mean, variance) = moments(&sums);
            means.push(mean);
            claimed += variance / (REPLICATES - 1) as f64 / seeds as f64;
        }
        // the claim has 2100 degrees of freedom, the truth 299: relative standard errors 3 % and 8 %; four of 9 %
        let ratio = claimed / moments(&means).1;
        assert!((0.64..1.36).contains(&ratio), "{}: {ratio}", sampler.name());
    }
}

#[test]
fn pairs_of_dimensions_are_uncorrelated_over_seeds() {
    // independent scrambling a dimension: the mean over seeds of a product of centred coordinates is zero
    for sampler in Sampler::ALL {
        for (a, b) in [(0, 1), (40, 41), (7, 96)] {
            let seeds = 400;
            let means: Vec<f64> = (0..seeds)
                .map(|s| mean_of_a_run(sampler, 50 + s, 64, |u| (u[a] - 0.5) * (u[b] - 0.5) * 12.0, 97))
                .collect();
            let (centre, spread) = moments(&means);
            assert!(centre.abs() <= 4.0 * (spread / seeds as f64).sqrt(), "{} {a} {b}: {centre}", sampler.name());
        }
    }
}

/// The variance of the mean of the product of two centred coordinates over that of independent points, averaged over seeds: the
/// mean over all pairs of 97 dimensions, and the worst pair.
fn product_variances(draws: u64, seeds: u64, leading: Leading<'_>) -> (f64, f64) {
    let mut gains = vec![0.0; 97 * 97];
    for seed in 0..seeds {
        let plan = PointPlan::with_leading(Sampler::Sobol, seed, draws, 97, leading);
        let mut columns = vec![Vec::new(); 97];
        let mut u = [0.0; 97];
        for draw in 0..draws {
            plan.fill_draw(draw, &mut u);
            columns.iter_mut().zip(&u).for_each(|(column, u)| column.push(u - 0.5));
        }
        for a in 0..97 {
            for b in 0..a {
                let product: f64 = columns[a].iter().zip(&columns[b]).map(|(x, y)| 12.0 * x * y).sum();
                gains[a * 97 + b] += product * product / (draws * seeds) as f64;
            }
        }
    }
    (gains.iter().sum::<f64>() / (97.0 * 48.0), gains.iter().fold(0.0_f64, |a, &b| a.max(b)))
}

#[test]
fn no_pair_of_dimensions_is_much_worse_than_independent_points() {
    // without an order of dimensions of its own in each replicate the worst pair has 127 times that variance
    let (in_order, dealt): (Vec<usize>, Vec<usize>) = ((0..8).collect(), (8..40).collect());
    for leading in [Leading::default(), Leading { in_order: &in_order, dealt: &dealt }] {
        let (mean, worst) = product_variances(1024, 8, leading);
        assert!(mean < 1.05, "{mean}");
        assert!(worst < 16.0, "{worst}");
    }
}

#[test]
fn leading_dimensions_are_the_most_even() {
    // the product of two coordinates, the first of two leading ones, over that of two that are dealt: 128 points a replicate leave
    // a net of a hundredth of its variance, a dealt pair has about that of independent points
    let leading = Leading { in_order: &[90, 41], dealt: &[] };
    let spread = |a: usize, b: usize| {
        let mean = |seed: u64| {
            let plan = PointPlan::with_leading(Sampler::Sobol, 50 + seed, 1024, 97, leading);
            let mut u = [0.0; 97];
            let product = |draw| {
                plan.fill_draw(draw, &mut u);
                (u[a] - 0.5) * (u[b] - 0.5)
            };
            (0..1024).map(product).sum::<f64>() / 1024.0
        };
        moments(&(0..100).map(mean).collect::<Vec<_>>()).1
    };
    let (led, dealt) = (spread(90, 41), spread(20, 60));
    assert!(led < 0.05 * dealt, "{led} {dealt}");
}
