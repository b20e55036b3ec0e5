//! Statistics of runs against brute force and definitions; their errors against known truths.

use aftercast_engine::model::outcomes::payback_month;
use aftercast_engine::run::batch::{Block, columns, outcome_column, series_column};
use aftercast_engine::run::outcome::{Outcome, Series};
use aftercast_engine::run::report::goal_met;
use aftercast_engine::run::results::{EXACT_DRAWS, OutOfOrder, PolicyResults};
use aftercast_engine::run::summary::{
    Estimate, QUANTILES, estimate, mean, multiple, paired, quantile_of, share, sorted_quantile, summarise, variance,
};
use aftercast_numerics::sampling::{PointPlan, Sampler};
use aftercast_scenario::Goal;

use crate::random_firms::Dice;

/// Type 7 by its definition: the order statistics at floor and ceiling of (n - 1) p, in proportion.
fn type7(values: &[f64], p: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let h = (values.len() - 1) as f64 * p;
    let (low, high) = (sorted[h.floor() as usize], sorted[h.ceil() as usize]);
    if low == high { low } else { low * (1.0 - h.fract()) + high * h.fract() }
}

/// The error by its definition: the sample sd of the statistic over draws i mod 8, over the root of 8.
fn error(values: &[f64], statistic: impl Fn(&[f64]) -> f64) -> f64 {
    let each: Vec<f64> = (0..8)
        .map(|r| {
            let part: Vec<f64> = values.iter().enumerate().filter(|(i, _)| i % 8 == r).map(|(_, v)| *v).collect();
            statistic(&part)
        })
        .collect();
    let centre = each.iter().sum::<f64>() / 8.0;
    (each.iter().map(|x| (x - centre).powi(2)).sum::<f64>() / 7.0 / 8.0).sqrt()
}

fn close(ours: f64, theirs: f64) {
    assert!((ours - theirs).abs() <= 1e-9 * theirs.abs().max(1.0), "{ours} not {theirs}");
}

fn skewed(n: usize, seed: u64) -> Vec<f64> {
    let mut dice = Dice(seed);
    (0..n).map(|_| dice.scale(0.1, 1e4) - 50.0).collect()
}

#[test]
fn summaries_by_brute_force() {
    for n in [16, 17, 64, 250, 1001] {
        let values = skewed(n, n as u64);
        let s = summarise(&values);
        let brute_mean = values.iter().sum::<f64>() / n as f64;
        let brute_variance = values.iter().map(|v| (v - brute_mean).powi(2)).sum::<f64>() / (n - 1) as f64;
        assert_eq!(s.draws, n);
        close(s.mean.value, brute_mean);
        close(s.mean.error, error(&values, |v| v.iter().sum::<f64>() / v.len() as f64));
        close(s.sd.value, brute_variance.sqrt());
        close(s.sd.error, error(&values, |v| variance(v).sqrt()));
        for (k, p) in QUANTILES.into_iter().enumerate() {
            close(s.quantiles[k].value, type7(&values, p));
            close(s.quantiles[k].error, error(&values, |v| type7(v, p)));
        }
        assert_eq!(s.infinite.value, 0.0);
    }
    // too few for a replicate to have two draws
    assert!(summarise(&skewed(15, 1)).mean.error.is_nan());
}

#[test]
fn quantiles_of_type_seven() {
    // the example of Hyndman & Fan's type 7: R's quantile(c(1, 2, 4, 7, 11))
    let sorted = [1.0, 2.0, 4.0, 7.0, 11.0];
    for (p, x) in [(0.0, 1.0), (0.1, 1.4), (0.25, 2.0), (0.3, 2.4), (0.5, 4.0), (0.9, 9.4), (1.0, 11.0)] {
        close(sorted_quantile(&sorted, p), x);
    }
    assert!(sorted_quantile(&[], 0.5).is_nan());
    assert_eq!(sorted_quantile(&[3.0], 0.99), 3.0);
    // what has no number ranks above every number
    let sorted = [1.0, 2.0, f64::INFINITY, f64::INFINITY];
    assert_eq!(sorted_quantile(&sorted, 1.0 / 3.0), 2.0);
    assert_eq!(sorted_quantile(&sorted, 0.5), f64::INFINITY);
}

#[test]
fn a_quantile_of_values_in_any_order_is_that_of_them_sorted() {
    for n in 0..70 {
        let mut values = skewed(n, n as u64);
        values.extend([f64::INFINITY, -0.0, 0.0, 7.0, 7.0, f64::NEG_INFINITY].iter().take(n % 7));
        let mut sorted = values.clone();
        sorted.sort_by(f64::total_cmp);
        for p in QUANTILES.into_iter().chain([0.0, 1.0, 1.0 / 3.0]) {
            let ours = quantile_of(&mut values.clone(), p);
            assert_eq!(ours.to_bits(), sorted_quantile(&sorted, p).to_bits(), "{p} of {values:?}");
        }
    }
}

#[test]
fn what_has_no_number_has_no_mean_but_ranks() {
    let mut values: Vec<f64> = (0..160).map(f64::from).collect();
    values.iter_mut().step_by(4).for_each(|v| *v = f64::INFINITY);
    let s = summarise(&values);
    assert!(s.mean.value.is_nan() && s.sd.value.is_nan());
    assert_eq!(s.infinite.value, 0.25);
    close(s.quantiles[4].value, type7(&values, 0.5));
    assert_eq!(s.quantiles[8].value, f64::INFINITY);
}

/// Results of a horizon of one month whose outcomes are given draw by draw.
fn results(draws: usize, value: impl Fn(Outcome, usize) -> f64) -> PolicyResults {
    let mut block = Block { first: 0, draws, values: vec![0.0; columns(1) * draws] };
    for &outcome in Outcome::ALL {
        for i in 0..draws {
            block.values[outcome_column(outcome) * draws + i] = value(outcome, i);
        }
    }
    let mut results = PolicyResults::new(1);
    results.append(&block).unwrap();
    results
}

#[test]
fn probability_of_a_goal() {
    let r = results(1000, |outcome, i| match outcome {
        Outcome::Npv => i as f64 - 300.0,
        Outcome::PaybackMonth if i % 10 == 0 => f64::INFINITY,
        Outcome::PaybackMonth => (i % 10) as f64,
        Outcome::Csi => 60.0 + i as f64 / 100.0,
        Outcome::ServiceCostShare => i as f64 / 1000.0,
        _ => 0.0,
    });
    for (goal, met) in [
        (Goal::NpvAbove(0.0), 699.0),
        (Goal::NpvAbove(-301.0), 1000.0),
        // month 0 to 5 is within six months; who never pays back is not
        (Goal::PaybackWithin(6.0), 500.0),
        (Goal::PaybackWithin(1.0), 0.0),
        (Goal::CsiAtLeast(65.0), 500.0),
        (Goal::CostShareAtMost(0.25), 251.0),
    ] {
        let share = goal_met(&goal, &r);
        close(share.value, met / 1000.0);
        assert!(share.error >= 1.0 / 1000.0, "never surer than one draw");
    }
}

#[test]
fn paired_differences_are_draw_by_draw() {
    let a = results(64, |_, i| (i * i) as f64);
    let b = results(64, |_, i| i as f64);
    let differences = paired(&a, &b, Outcome::Npv);
    assert!(differences.iter().enumerate().all(|(i, d)| *d == (i * i) as f64 - i as f64));
    let back = paired(&b, &a, Outcome::Npv);
    assert!(differences.iter().zip(back).all(|(x, y)| *x == -y));
}

#[test]
fn multiples_are_ratios_of_means_and_costing_less_ranks_by_its_gain() {
    let cost = |i: usize| if i.is_multiple_of(5) { -20.0 } else { 10.0 + (i % 7) as f64 };
    let gain = |i: usize| 3.0 * (i % 11) as f64 - 4.0;
    // of the fifth that costs less, every fourth loses all the same
    let npv = |i: usize| if i.is_multiple_of(20) { -1.0 } else { 1.0 };
    let r = results(800, |outcome, i| match outcome {
        Outcome::DeltaCost => cost(i),
        Outcome::DeltaRevenue => gain(i),
        // the baseline costs 1 in every draw: a thousandth of it counts as nothing
        Outcome::TotalCost => 1.0 + cost(i),
        Outcome::Npv => npv(i),
        _ => 0.0,
    });
    let m = multiple(&r, Outcome::DeltaRevenue);
    let total = |f: &dyn Fn(usize) -> f64, r: usize| (r..800).step_by(8).map(f).sum::<f64>();
    let all = |f: &dyn Fn(usize) -> f64| (0..800).map(f).sum::<f64>();
    close(m.ratio_of_means.value, all(&gain) / all(&cost));
    let each: Vec<f64> = (0..8).map(|k| total(&gain, k) / total(&cost, k)).collect();
    close(m.ratio_of_means.error, (variance(&each) / 8.0).sqrt());
    assert_eq!(m.saves_money.value, 0.2);
    let mut ranked: Vec<f64> =
        (0..800).map(|i| if cost(i) > 0.0 { gain(i) / cost(i) } else { npv(i) * f64::INFINITY }).collect();
    ranked.sort_by(f64::total_cmp);
    for (k, p) in QUANTILES.into_iter().enumerate() {
        let expected = type7(&ranked, p);
        assert!(m.quantiles[k].value == expected || (m.quantiles[k].value - expected).abs() < 1e-12);
    }
    assert_eq!(m.quantiles[6].value, f64::INFINITY, "the best seventh costs less and gains");
    assert_eq!(m.quantiles[0].value, f64::NEG_INFINITY, "a twentieth costs less and loses");
    // where cost falls on average there is no ratio, only "saves money"
    let saving = results(64, |outcome, i| if outcome == Outcome::DeltaCost { i as f64 - 200.0 } else { 5.0 });
    let m = multiple(&saving, Outcome::DeltaRevenue);
    assert!(m.ratio_of_means.value.is_nan());
    assert_eq!(m.saves_money.value, 1.0);
    // a cost that does not change at all is no multiple either
    let nothing = results(64, |_, _| 0.0);
    assert_eq!(multiple(&nothing, Outcome::DeltaRevenue).saves_money.value, 1.0);
}

#[test]
fn payback_is_the_first_month_from_which_the_gain_stays() {
    let mut dice = Dice(4);
    for _ in 0..3000 {
        let months = 1 + (dice.unit() * 20.0) as usize;
        let mut sum = 0.0;
        let gains: Vec<f64> = (0..months)
            .map(|_| {
                sum += dice.pick(&[-3.0, -1.0, 0.0, 1.0, 2.0, 4.0]);
                sum
            })
            .collect();
        let by_definition = (0..months).find(|&t| gains[t..].iter().all(|&g| g >= 0.0));
        assert_eq!(payback_month(gains.iter().copied()), by_definition, "{gains:?}");
    }
    assert_eq!(payback_month(std::iter::empty()), None);
}

/// Feeds one value a draw as the series of a single month, in blocks of unequal size.
fn feed(values: &[f64]) -> PolicyResults {
    let mut results = PolicyResults::new(1);
    let (mut first, mut size) = (0, 64);
    while first < values.len() {
        let draws = size.min(values.len() - first);
        let mut block = Block { first: first as u64, draws, values: vec![0.0; columns(1) * draws] };
        for i in 0..draws {
            for &series in Series::ALL {
                block.values[series_column(series, 0, 1) * draws + i] = values[first + i];
            }
        }
        results.append(&block).unwrap();
        first += draws;
        size = if size == 64 { 100 } else { 64 };
    }
    results
}

const BANDS: [f64; 5] = [0.01, 0.05, 0.5, 0.95, 0.99];

#[test]
fn bands_are_exact_up_to_the_limit() {
    let values = skewed(EXACT_DRAWS - 90, 8);
    let bands = feed(&values).bands(Series::Profit, &BANDS);
    for (k, p) in BANDS.into_iter().enumerate() {
        // kept in single precision
        let expected = type7(&values, p);
        assert!((bands[k][0] - expected).abs() <= 2e-7 * expected.abs(), "{p}: {} not {expected}", bands[k][0]);
    }
}

#[test]
fn bands_of_many_draws_are_within_a_bin() {
    for seed in 0..5 {
        let mut dice = Dice(seed);
        // nearly normal: the sum of four
        let values: Vec<f64> = (0..40_000).map(|_| (0..4).map(|_| dice.unit()).sum::<f64>() * 1e6 - 5e5).collect();
        let results = feed(&values);
        // bins: 1024 over the range of the first 4096 draws, half as wide again on either side
        let start = &values[..EXACT_DRAWS];
        let least = start.iter().copied().fold(f64::INFINITY, f64::min);
        let most = start.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let bin = 2.0 * (most - least) / 1024.0;
        let bands = results.bands(Series::Csi, &BANDS);
        for (k, p) in BANDS.into_iter().enumerate() {
            let expected = type7(&values, p);
            assert!((bands[k][0] - expected).abs() <= bin, "{p}: {} not {expected}, bin {bin}", bands[k][0]);
        }
        assert!(results.path(Series::Csi, 0).is_none(), "single draws are not kept any more");
    }
    // every draw the same: no width
    let constant = feed(&vec![7.5; 5000]);
    assert!(constant.bands(Series::Csi, &BANDS).iter().all(|b| b[0] == 7.5));
}

#[test]
fn blocks_continue_where_the_last_one_ended() {
    let mut results = feed(&skewed(128, 1));
    let late = Block { first: 64, draws: 64, values: vec![0.0; columns(1) * 64] };
    assert_eq!(results.append(&late), Err(OutOfOrder { expected: 128, got: 64 }));
    assert_eq!(results.draws(), 128);
    assert!(PolicyResults::new(3).bands(Series::Csi, &BANDS).iter().all(Vec::is_empty));
    let path = feed(&[1.0, 2.5, -4.0]).path(Series::Csi, 2);
    assert_eq!(path, Some(vec![-4.0]));
}

/// Share of seeds in which the truth lies within the 95 % interval of Student's t with seven degrees of freedom.
fn coverage(sampler: Sampler, draws: u64, statistic: fn(&[f64]) -> f64, truth: f64, seeds: u64) -> f64 {
    let mut held = 0;
    for seed in 0..seeds {
        let plan = PointPlan::new(sampler, 1000 + seed, draws);
        let mut u = [0.0; 3];
        let values: Vec<f64> = (0..draws)
            .map(|i| {
                plan.fill_draw(i, &mut u);
                u[0] + u[1] * u[2]
            })
            .collect();
        let Estimate { value, error } = estimate(&values, statistic);
        held += u32::from((value - truth).abs() <= 2.365 * error);
    }
    f64::from(held) / seeds as f64
}

#[test]
fn errors_cover_the_truth_as_often_as_they_say() {
    // mean 1/2 + 1/4 and P(u + v w > 1) = E[v w] = 1/4, exactly; each interval should hold in 95 % of the seeds, so with
    // 400 seeds between 90.6 % and 99.4 % of them, four standard deviations either way
    let over_one: fn(&[f64]) -> f64 = |v| v.iter().filter(|x| **x > 1.0).count() as f64 / v.len() as f64;
    for sampler in [Sampler::Sobol, Sampler::Random] {
        for (name, statistic, truth) in [("mean", mean as fn(&[f64]) -> f64, 0.75), ("share", over_one, 0.25)] {
            let covered = coverage(sampler, 512, statistic, truth, 400);
            assert!((0.906..=0.994).contains(&covered), "{} {name}: {covered}", sampler.name());
        }
    }
}

#[test]
fn a_share_of_none_or_all_still_has_an_error() {
    let values = vec![1.0; 200];
    for (holds, value) in [(true, 1.0), (false, 0.0)] {
        let e = share(&values, |_| holds);
        assert_eq!((e.value, e.error), (value, 1.0 / 200.0));
    }
}
