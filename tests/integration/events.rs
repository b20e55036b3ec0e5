//! Serious events: drawn at fixed uniforms, so that doing better can only remove some; right on average; the same whatever
//! the horizon and the sampler.

use aftercast_engine::check;
use aftercast_engine::model::serious_events::poisson_quantile;
use aftercast_engine::run::batch::{Block, Engine, EventMode, Futures, outcome_column, series_column};
use aftercast_engine::run::outcome::{Outcome, Series};
use aftercast_numerics::random::{Kind, uniform};
use aftercast_numerics::sampling::Sampler;
use aftercast_scenario::{AssumptionId, Draft, LeverId, Levers, Override};

use crate::random_firms::Dice;

#[test]
fn the_quantile_is_the_smallest_count_that_reaches_u() {
    let mut dice = Dice(1);
    for i in 0..6000 {
        let lambda = if i % 20 == 0 { dice.scale(400.0, 20_000.0) } else { dice.scale(1e-6, 400.0) };
        let u = dice.unit().clamp(1e-12, 1.0 - 1e-12);
        let k = poisson_quantile(lambda, u);
        assert!(k >= 0.0 && k % 1.0 == 0.0);
        // P(X <= k) by the logarithms of its terms
        let (mut log_term, mut below, mut term) = (-lambda, 0.0, (-lambda).exp());
        for j in 1..=k as u32 {
            below += term;
            log_term += (lambda / f64::from(j)).ln();
            term = log_term.exp();
        }
        assert!(below < u + 1e-11, "{lambda} {u}: {k} is too many");
        assert!(below + term >= u - 1e-11, "{lambda} {u}: {k} is too few");
    }
    for u in [5e-324, 1e-300, 0.5, 1.0 - 1e-16] {
        for lambda in [0.0, 1e-300, 0.3, 50.0, 700.0, 1e6] {
            assert!(poisson_quantile(lambda, u).is_finite());
        }
        assert_eq!(poisson_quantile(0.0, u), 0.0);
    }
    // the last number below 1 is a rare month, not an endless one
    for (lambda, most) in [(0.17, 20.0), (9.0, 60.0), (600.0, 900.0), (20_000.0, 21_300.0)] {
        assert!(poisson_quantile(lambda, 1.0 - f64::EPSILON / 2.0) <= most);
    }
}

#[test]
fn a_lower_intensity_only_removes_events() {
    let mut dice = Dice(2);
    for _ in 0..5000 {
        let u = dice.unit().max(1e-12);
        let mut before = 0.0;
        for step in 0..60 {
            let k = poisson_quantile(1e-3 * 1.25_f64.powi(step), u);
            assert!(k >= before, "{u} {step}");
            before = k;
        }
    }
}

#[test]
fn counts_have_the_moments_of_a_poisson_distribution() {
    // mean and variance within five standard deviations of their estimates, over the engine's own uniforms
    let n = 40_000;
    for lambda in [0.003, 0.17, 1.2, 9.0, 60.0] {
        let counts: Vec<f64> =
            (0..n).map(|draw| poisson_quantile(lambda, uniform(77, draw, 5, Kind::SeriousEvent))).collect();
        let mean = counts.iter().sum::<f64>() / n as f64;
        let variance = counts.iter().map(|k| (k - lambda).powi(2)).sum::<f64>() / n as f64;
        assert!((mean - lambda).abs() < 5.0 * (lambda / n as f64).sqrt(), "{lambda}: {mean}");
        let spread = ((lambda + 2.0 * lambda * lambda) / n as f64).sqrt();
        assert!((variance - lambda).abs() < 5.0 * spread, "{lambda}: {variance}");
    }
}

fn futures(draws: u64, events: EventMode, adjust: impl Fn(&mut Draft)) -> Futures {
    let mut draft = Draft::default();
    draft.settings.draws = draws;
    draft.settings.events = events;
    adjust(&mut draft);
    check(&draft).unwrap().futures()
}

fn run(futures: &Futures, policy: Option<&Levers<f64>>) -> Block {
    Engine::new(futures.clone()).run(policy, 0, futures.draws as usize).unwrap()
}

fn outcome(block: &Block, outcome: Outcome) -> &[f64] {
    let k = outcome_column(outcome);
    &block.values[k * block.draws..(k + 1) * block.draws]
}

/// All assumptions at their central value, so that only events differ between draws.
fn only_luck(draft: &mut Draft) {
    for id in AssumptionId::ALL {
        draft.assumptions.insert(id, Override::Known(id.spec().distribution.central()));
    }
}

#[test]
fn luck_costs_what_is_expected_on_average() {
    let draws = 4096;
    let sampled = run(&futures(draws, EventMode::Sampled, only_luck), None);
    let expected = run(&futures(draws, EventMode::Expected, only_luck), None);
    let costs = outcome(&sampled, Outcome::SeriousEvents);
    let mean = costs.iter().sum::<f64>() / draws as f64;
    let sd = (costs.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / draws as f64).sqrt();
    let known = outcome(&expected, Outcome::SeriousEvents)[0];
    // independent uniforms: four and a half standard errors; population feedback on the intensity is far below that
    assert!((mean - known).abs() < 4.5 * sd / (draws as f64).sqrt(), "{mean} not {known}, sd {sd}");
    // the spread itself: each event costs 128 000 discounted; variance of a Poisson sum
    let cost = 128_000.0;
    let variance: f64 = (0..36).map(|t| (2.0 + 0.04) / 12.0 * cost * cost * 1.1_f64.powf(-f64::from(t) / 6.0)).sum();
    assert!((sd / variance.sqrt() - 1.0).abs() < 0.1, "{sd} not {}", variance.sqrt());
    assert!(outcome(&expected, Outcome::SeriousEvents).iter().all(|x| *x == known));
}

#[test]
fn doing_better_never_adds_an_event() {
    // fewer quality incidents, same uniforms: in no draw and no month do events cost more at the same severity
    let futures = futures(512, EventMode::Sampled, |_| {});
    let mut goal = Levers::default_today();
    goal.quality_loop = 1.0;
    goal.traceability = 1.0;
    goal.ramp_months = 0.0;
    let (with, without) = (run(&futures, Some(&goal)), run(&futures, None));
    let mut fewer = 0;
    for (with, without) in outcome(&with, Outcome::SeriousEvents).iter().zip(outcome(&without, Outcome::SeriousEvents))
    {
        // the intensity also follows the number of customers, which a better service raises: allow none of it to show
        assert!(with <= without, "{with} above {without}");
        fewer += usize::from(with < without);
    }
    assert!(fewer > 200, "{fewer}");
}

#[test]
fn events_do_not_depend_on_the_horizon_or_the_sampler() {
    // with everything known, the first months of a longer run are those of a shorter one, under any sampler
    let series = |sampler: Sampler, horizon: f64| {
        let futures = futures(64, EventMode::Sampled, |draft| {
            only_luck(draft);
            draft.settings.sampler = sampler;
            draft.company.horizon_months = horizon;
        });
        let block = run(&futures, None);
        let months = horizon as usize;
        let mut profits = Vec::new();
        for t in 0..12 {
            let k = series_column(Series::Profit, t, months);
            profits.extend(block.values[k * 64..(k + 1) * 64].iter().map(|x| x.to_bits()));
        }
        profits
    };
    let first = series(Sampler::Sobol, 36.0);
    for sampler in Sampler::ALL {
        for horizon in [12.0, 13.0, 120.0] {
            assert!(series(sampler, horizon) == first, "{} {horizon}", sampler.name());
        }
    }
    // and another seed has other events
    let mut other = futures(64, EventMode::Sampled, only_luck);
    let same = run(&other, None);
    other.seed = 43;
    assert!(run(&other, None) != same);
}

#[test]
fn the_baseline_sees_the_same_events_as_the_policy() {
    // a policy that changes nothing changes no draw, events and all
    let futures = futures(256, EventMode::Sampled, |_| {});
    let block = run(&futures, Some(&Levers::default_today()));
    for id in [Outcome::Npv, Outcome::DeltaCost, Outcome::DeltaRevenue, Outcome::DeltaLtv] {
        assert!(outcome(&block, id).iter().all(|x| *x == 0.0), "{}", id.name());
    }
    assert_eq!(LeverId::RampMonths.spec().today, 6.0);
    assert!(outcome(&block, Outcome::PaybackMonth).iter().all(|x| *x == 0.0));
}
