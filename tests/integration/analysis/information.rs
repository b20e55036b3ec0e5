//! The value of information and the ranking of policies, against answers known in closed form.

use aftercast_engine::analysis::dominance::{Relation, dominance};
use aftercast_engine::analysis::draws::Draws;
use aftercast_engine::analysis::ranking::{cvar, standings};
use aftercast_engine::analysis::run_here;
use aftercast_engine::analysis::tornado::uncertain;
use aftercast_engine::analysis::value_of_information::{Choice, InformationValue};
use aftercast_engine::run::SamplingPlan;
use aftercast_engine::run::outcome::Outcome;
use aftercast_engine::run::summary::Estimate;
use aftercast_i18n::Locale;
use aftercast_numerics::math::special::normal_quantile;
use aftercast_numerics::math::{normal_cdf, normal_pdf};
use aftercast_scenario::{AssumptionId, Distribution, EventMode, Futures};
use aftercast_wording as words;

use super::{mean, normals, scenario};

/// The textbook case: payoff by option and state, and a run of 1000 futures in which the states come with their probabilities.
fn three_states() -> (Vec<Vec<f64>>, Vec<f64>, f64) {
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/validation/known_answers.toml"));
    let table: toml::Table = text.unwrap().parse().unwrap();
    let entry = &table["value_of_information"].as_array().unwrap()[0];
    let numbers = |v: &toml::Value| v.as_array().unwrap().iter().map(|x| x.as_float().unwrap()).collect::<Vec<_>>();
    let probability = numbers(&entry["probability"]);
    let states: Vec<usize> = (0..3).flat_map(|s| vec![s; (1000.0 * probability[s]).round() as usize]).collect();
    // mixed, so that every replicate sees every state in proportion
    let states: Vec<usize> = (0..1000).map(|i| states[(i * 377) % 1000]).collect();
    let payoff = entry["payoff"].as_array().unwrap().iter().map(numbers);
    let gains = payoff.map(|row| states.iter().map(|&s| row[s]).collect()).collect();
    (gains, states.iter().map(|&s| s as f64).collect(), entry["evpi"].as_float().unwrap())
}

#[test]
fn three_decisions_and_three_states() {
    let (gains, state, evpi) = three_states();
    let choice = Choice::new(gains.clone(), 1);
    assert_eq!(choice.best(), 0);
    let all = choice.evpi();
    assert!((all.plug_in - evpi).abs() < 1e-9, "{all:?}");
    assert!((all.value.value - evpi).abs() < 2.0 * all.value.error && all.value.error < 40.0, "{all:?}");
    // the state is all there is to know; something else is nothing
    let known = choice.evppi(std::slice::from_ref(&state), all.value.value);
    assert!((known.plug_in - evpi).abs() < 1e-6 * evpi, "{known:?}");
    assert!((known.changes - 0.5).abs() < 1e-12);
    let nothing = choice.evppi(&normals(4, 1000, 1), all.value.value);
    assert_eq!((nothing.value.value, nothing.changes), (0.0, 0.0));

    // the ranking of the same case: each option is best in its state, and the least regret is the value of knowing
    let s = standings(&gains);
    for (option, p) in s.iter().zip([0.5, 0.3, 0.2]) {
        assert!((option.best.value - p).abs() < 1e-12);
    }
    assert!((s[0].regret.value - evpi).abs() < 1e-9);
    assert!((s[1].regret.value - (evpi + 90.0)).abs() < 1e-9);
    assert_eq!((s[0].cvar.value, s[2].cvar.value), (-800.0, 500.0));
    assert_eq!(s[0].mean.value, 680.0);
}

/// E max(0, N(mean, sd²)) - max(0, mean).
fn gaussian_worth(mean: f64, sd: f64) -> f64 {
    sd * normal_pdf(mean / sd) - mean.abs() * normal_cdf(-mean.abs() / sd)
}

#[test]
fn gaussian_gains_to_their_closed_form() {
    // an option gains 0, the other mean + 2 z1 + z2 + 0.5 z3 with z1, z2 correlated by 0.6; z4 is irrelevant
    let (n, rho, offset) = (2000, 0.6_f64, 0.7);
    let truths = [
        (vec![0], 2.0 + rho),
        (vec![1], 1.0 + 2.0 * rho),
        (vec![0, 1], (4.0 + 1.0 + 4.0 * rho).sqrt()),
        (vec![0, 1, 2, 3], (5.0 + 4.0 * rho + 0.25).sqrt()),
        (vec![2], 0.5),
    ];
    let (seeds, mut inside) = (24, 0);
    let mut bias = vec![0.0; truths.len()];
    for seed in 0..seeds {
        let mut z = normals(50 + seed, n, 4);
        z[1] = z[0].iter().zip(&z[1]).map(|(a, b)| rho * a + (1.0 - rho * rho).sqrt() * b).collect();
        let gain: Vec<f64> = (0..n as usize).map(|i| offset + 2.0 * z[0][i] + z[1][i] + 0.5 * z[2][i]).collect();
        let choice = Choice::new(vec![vec![0.0; n as usize], gain], seed);
        let evpi = choice.evpi();
        let total = (5.0 + 4.0 * rho + 0.25).sqrt();
        assert!((evpi.value.value - gaussian_worth(offset, total)).abs() < 4.0 * evpi.value.error);
        for (k, (columns, sd)) in truths.iter().enumerate() {
            let features: Vec<Vec<f64>> = columns.iter().map(|&c| z[c].clone()).collect();
            let found = choice.evppi(&features, evpi.value.value).value;
            let truth = gaussian_worth(offset, *sd);
            assert!((0.0..=evpi.value.value).contains(&found.value));
            bias[k] += (found.value - truth) / seeds as f64;
            inside += u32::from((found.value - truth).abs() <= 2.0 * found.error);
        }
        let nothing = choice.evppi(&z[3..], evpi.value.value).value;
        assert!(nothing.value <= 2.0 * nothing.error.max(1e-12), "{nothing:?}");
    }
    // 120 intervals of 95 %, five a seed: as if 24 were independent, fewer than 19 of 24 have probability 1e-3
    assert!(inside * 24 >= 19 * 120, "{inside} of 120");
    // no bias worth mentioning: within a twentieth of the value of knowing everything
    let most = gaussian_worth(offset, (5.0 + 4.0 * rho + 0.25).sqrt());
    assert!(bias.iter().all(|b| b.abs() < 0.05 * most), "{bias:?} of {most}");
}

#[test]
fn on_the_model_nothing_is_worth_more_than_everything() {
    let s = scenario(256, "");
    let mut futures = s.futures();
    futures.events = EventMode::Expected;
    let goals = std::iter::once(None).chain(s.policies().iter().map(|p| Some(p.levers))).collect();
    let gains = run_here(Draws::new(futures.clone(), goals, Outcome::Npv), |_, _| true).unwrap().unwrap();
    assert!(gains[0].iter().all(|&g| g == 0.0), "today gains nothing over today");
    let choice = Choice::new(gains, 1);
    let evpi = choice.evpi();
    assert!(evpi.value.value > 0.0);
    let plan = SamplingPlan::new(&futures.distributions, futures.sampler, futures.seed, futures.draws);
    let ids = uncertain(&futures);
    let feature = |k: usize| -> Vec<f64> { (0..256).map(|d| plan.scores(d)[ids[k] as usize]).collect() };
    let each: Vec<_> = (0..ids.len()).step_by(6).map(|k| choice.evppi(&[feature(k)], f64::INFINITY)).collect();
    for worth in &each {
        assert!(worth.value.value >= 0.0 && worth.plug_in <= evpi.plug_in + 2.0 * evpi.value.error);
    }
}

#[test]
fn on_the_model_knowing_an_assumption_is_worth_what_nested_simulation_says() {
    // the slow way without any regression: the assumption known at the middle of each of 32 equal shares of its probability, in the same
    // 256 futures otherwise; these are no pair, so the others do not follow
    const SHARES: usize = 32;
    let s = scenario(256, "");
    let mut futures = s.futures();
    futures.events = EventMode::Expected;
    let goals: Vec<_> = std::iter::once(None).chain(s.policies().iter().map(|p| Some(p.levers))).collect();
    let gains = |futures: &Futures| {
        run_here(Draws::new(futures.clone(), goals.clone(), Outcome::Npv), |_, _| true).unwrap().unwrap()
    };
    let plan = SamplingPlan::new(&futures.distributions, futures.sampler, futures.seed, futures.draws);
    let choice = Choice::new(gains(&futures), 1);
    for id in [AssumptionId::CausalShare, AssumptionId::NightWeight] {
        let means: Vec<Vec<f64>> = (0..SHARES)
            .map(|k| {
                let mut known = futures.clone();
                let value = plan.marginal(id).at(normal_quantile((k as f64 + 0.5) / SHARES as f64));
                *known.distributions.get_mut(id) = Distribution::Known { value };
                gains(&known).iter().map(|g| mean(g)).collect()
            })
            .collect();
        let best = |m: &[f64]| m.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let overall: Vec<f64> =
            (0..goals.len()).map(|j| means.iter().map(|m| m[j]).sum::<f64>() / SHARES as f64).collect();
        let nested = means.iter().map(|m| best(m)).sum::<f64>() / SHARES as f64 - best(&overall);
        let scores: Vec<f64> = (0..256).map(|d| plan.scores(d)[id as usize]).collect();
        let worth = choice.evppi(&[scores], choice.evpi().value.value);
        let apart = (worth.value.value - nested).abs();
        assert!(apart <= 3.0 * worth.value.error, "{id:?}: {:?} against {nested}", worth.value);
        // knowing the causal share changes the choice, so the comparison is not one of zeros
        assert_eq!(nested > 1e6, id == AssumptionId::CausalShare, "{id:?}: {nested}");
    }
}

#[test]
fn dominance_of_known_distributions() {
    let z = &normals(8, 2048, 1)[0];
    let shifted: Vec<f64> = z.iter().map(|z| z + 0.5).collect();
    let wider: Vec<f64> = z.iter().map(|z| 2.0 * z).collect();
    let both: Vec<f64> = z.iter().map(|z| 0.3 + 2.0 * z).collect();
    let options = [z.clone(), shifted, wider, both];
    let found = |a, b| dominance(&options, a, b);
    assert_eq!((found(0, 1).better, found(0, 1).relation, found(0, 1).replicates), (1, Relation::First, 8));
    assert_eq!((found(2, 1).better, found(2, 1).relation), (1, Relation::Second));
    // a higher mean with a wider spread is a matter of taste
    assert_eq!(found(0, 3).relation, Relation::Neither);
    assert_eq!(found(1, 1).relation, Relation::Equal);
    for locale in [Locale::English, Locale::Chinese] {
        let text = words::dominance(&found(0, 1), false, "B", "A", locale);
        assert!(text.contains('A') && text.contains('B') && !text.contains('{'), "{text}");
        assert_ne!(text, words::dominance(&found(0, 3), false, "A", "D", locale));
    }
    let worth = |value, error, changes| InformationValue {
        value: Estimate { value, error },
        plug_in: value,
        bias: 0.0,
        changes,
    };
    for locale in [Locale::English, Locale::Chinese] {
        let say = |w: &InformationValue| words::worth_knowing(AssumptionId::PointsPerMinute, w, "<4.1>", locale);
        let clear = say(&worth(4.1e6, 1e5, 0.253));
        assert!(clear.contains("<4.1>") && clear.contains("25") && !clear.contains('{'), "{clear}");
        let (unsure, nothing) = (say(&worth(1e5, 1e5, 0.1)), say(&worth(0.0, 0.0, 0.0)));
        assert!(!unsure.contains("<4.1>") && !nothing.contains("<4.1>") && unsure != nothing);
    }
    // the worst twentieth of a standard normal: -φ(1.645)/0.05 = -2.063; its standard error at 2048 draws is under 0.06
    assert!((cvar(z, 0.05) + 2.0627).abs() < 0.2);
}
