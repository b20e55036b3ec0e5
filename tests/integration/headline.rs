//! The numbers the first screen opens with: the default company, 5 000 to 3 000 customers an agent.

use aftercast_compute::request::{Priority, RunRequest};
use aftercast_compute::threads;
use aftercast_engine::check;
use aftercast_engine::run::batch::{Engine, EventMode};
use aftercast_engine::run::central::central;
use aftercast_engine::run::outcome::Outcome;
use aftercast_engine::run::report::{goal_met, monte_carlo};
use aftercast_engine::run::results::PolicyResults;
use aftercast_engine::run::summary::{Estimate, mean, summarise};
use aftercast_scenario::{AssumptionId, Draft, Goal, LeverId, Override, PolicyDraft, Scenario};

fn draft(draws: u64) -> Draft {
    let mut draft = Draft::default();
    draft.settings.draws = draws;
    let mut policy = PolicyDraft { name: "more agents".to_owned(), ..PolicyDraft::default() };
    policy.levers.insert(LeverId::CustomersPerAgent, 3000.0);
    draft.policies.push(policy);
    draft
}

/// Results of baseline and policies of a scenario.
fn run(scenario: &Scenario) -> Vec<PolicyResults> {
    let policies: Vec<_> = scenario.policies().iter().map(|p| p.levers).collect();
    let horizon = scenario.company().horizon();
    let mut results = vec![PolicyResults::new(horizon); policies.len() + 1];
    let request = RunRequest {
        run: 1,
        futures: scenario.futures(),
        policies,
        baseline: true,
        draws: None,
        priority: Priority::Batch,
    };
    threads::run(&request, 2, 64, |policy, block| results[policy.map_or(0, |p| p + 1)].append(&block).unwrap())
        .unwrap();
    results
}

fn futures_that_pay(draft: &Draft) -> Estimate {
    goal_met(&Goal::TotalGainAbove(0.0), &run(&check(draft).unwrap())[1])
}

#[test]
fn about_53_of_100_futures_pay() {
    // draw by draw the numpy twin compares (tests/twin)
    let paying = futures_that_pay(&draft(8192));
    eprintln!("{:.2} of 100 futures pay, error {:.2}", 100.0 * paying.value, 100.0 * paying.error);
    assert!((0.52..=0.54).contains(&paying.value), "{paying:?}");
    assert!(paying.error < 0.004, "{paying:?}");
}

#[test]
fn at_face_value_all_do() {
    let mut draft = draft(8192);
    draft.take_at_face_value();
    let paying = futures_that_pay(&draft);
    assert!(paying.value > 0.995, "{paying:?}");
}

#[test]
fn the_headline_holds_for_other_seeds_and_samplers() {
    let mut shares = Vec::new();
    for (seed, sampler) in aftercast_numerics::sampling::Sampler::ALL.into_iter().enumerate() {
        let mut draft = draft(2048);
        draft.settings.seed = 1000 + seed as u64;
        draft.settings.sampler = sampler;
        shares.push(futures_that_pay(&draft));
    }
    for a in &shares {
        for b in &shares {
            // four joint errors; binomial sd at 2048 draws is 0.0106
            assert!((a.value - b.value).abs() < 4.0 * 0.0106 * 2_f64.sqrt(), "{shares:?}");
        }
    }
}

#[test]
fn with_everything_known_every_draw_is_the_central_run() {
    let mut draft = draft(16);
    draft.settings.events = EventMode::Expected;
    for id in AssumptionId::ALL {
        draft.assumptions.insert(id, Override::Known(id.spec().distribution.central()));
    }
    let scenario = check(&draft).unwrap();
    let exact =
        central(scenario.company(), scenario.today(), &scenario.central(), &scenario.policies()[0].levers).unwrap();
    let results = run(&scenario);
    // waits within 0.01 minute of the exact ones, and with them the rest
    let value = |outcome: Outcome| {
        let all = results[1].outcome(outcome);
        assert!(all.iter().all(|x| x.to_bits() == all[0].to_bits()));
        all[0]
    };
    let c = exact.comparison;
    let close = |what: &str, ours: f64, theirs: f64, tolerance: f64| {
        assert!((ours - theirs).abs() <= tolerance, "{what}: {ours} not {theirs}");
    };
    close("cost", value(Outcome::DeltaCost), c.delta_cost, 1e-4 * c.delta_cost.abs());
    close("npv", value(Outcome::Npv), c.npv, 1e-2 * c.delta_cost.abs());
    close("ltv", value(Outcome::Ltv), exact.policy.ending.lifetime.value, 0.5);
    let year = |f: &dyn Fn(usize) -> f64| (24..36).map(f).sum::<f64>() / 12.0;
    let m = &exact.policy.months;
    close("csi", value(Outcome::Csi), year(&|t| m[t].csi), 0.01);
    close("repurchase", value(Outcome::Repurchase), year(&|t| m[t].repurchase), 1e-4);
    let contacts = year(&|t| m[t].contacts);
    close("wait", value(Outcome::FirstResponse), year(&|t| m[t].waits.mean * m[t].contacts) / contacts, 0.01);
    let share = year(&|t| m[t].service_cost) / year(&|t| m[t].revenue);
    close("cost share", value(Outcome::ServiceCostShare), share, 1e-5);
    close("acquisitions", value(Outcome::Acquisitions), year(&|t| m[t].acquisitions), 5.0);
}

#[test]
fn luck_and_ignorance_stay_apart() {
    // events at expected value on the same draws: what luck does is the difference draw by draw, and its mean is small
    let sampled = run(&check(&draft(4096)).unwrap());
    let mut expected = draft(4096);
    expected.settings.events = EventMode::Expected;
    let expected = run(&check(&expected).unwrap());
    let luck: Vec<f64> =
        sampled[1].outcome(Outcome::Npv).iter().zip(expected[1].outcome(Outcome::Npv)).map(|(s, e)| s - e).collect();
    let (luck, ignorance) = (summarise(&luck), summarise(expected[1].outcome(Outcome::Npv)));
    assert!(luck.sd.value > 0.0 && luck.sd.value < 0.3 * ignorance.sd.value, "{luck:?} {ignorance:?}");
    // a crisis shifts the score of policy and baseline where the bounded score is flatter, so that luck takes a little of a gain
    assert!(luck.mean.value.abs() < 4.0 * luck.mean.error + 0.02 * ignorance.sd.value, "{luck:?}");
}

#[test]
fn the_report_says_what_the_results_say() {
    let mut draft = draft(256);
    let mut thrift = PolicyDraft { name: "fewer agents".to_owned(), ..PolicyDraft::default() };
    thrift.levers.insert(LeverId::CustomersPerAgent, 6000.0);
    draft.policies.push(thrift);
    let scenario = check(&draft).unwrap();
    let results = run(&scenario);
    let report = monte_carlo(&scenario, &results);
    let (npv, total) = (results[1].outcome(Outcome::Npv), results[1].outcome(Outcome::TotalGain));
    let number = |path: &str| report.pointer(path).and_then(|v| v.as_f64()).unwrap_or_else(|| panic!("{path}"));
    assert_eq!(number("/policies/1/outcomes/npv/mean/value"), mean(npv));
    assert_eq!(number("/policies/1/goal/value"), total.iter().filter(|x| **x > 0.0).count() as f64 / 256.0);
    assert_eq!(report["policies"][0]["name"], "today");
    assert_eq!(report["policies"][2]["name"], "fewer agents");
    // the thrifty policy saves money in every draw: no multiple, but words
    assert!(report.pointer("/policies/2/revenue_multiple/ratio_of_means/value").unwrap().is_null());
    assert_eq!(number("/policies/2/revenue_multiple/saves_money/value"), 1.0);
    let difference = npv.iter().zip(results[2].outcome(Outcome::Npv)).map(|(a, b)| a - b).sum::<f64>() / 256.0;
    let told = number("/paired_differences/0/first_minus_second/npv/mean/value");
    assert!((told - difference).abs() <= 1e-9 * difference.abs());
}

#[test]
fn assumptions_of_a_draw_are_those_of_the_run() {
    // a per-draw file shows the assumptions behind each outcome
    let futures = check(&draft(64)).unwrap().futures();
    let engine = Engine::new(futures.clone());
    let plan =
        aftercast_engine::run::SamplingPlan::new(&futures.distributions, futures.sampler, futures.seed, futures.draws);
    for draw in [0, 1, 63] {
        assert_eq!(engine.draw(draw), plan.draw(draw));
    }
}
