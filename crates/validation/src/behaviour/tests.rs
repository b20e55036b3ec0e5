//! Verdicts on models that are broken on purpose, and on sound firms that give a check nothing to look at.

use super::direction::{Path, Run};
use super::*;
use aftercast_scenario::Override;

fn scenario(change: impl FnOnce(&mut Draft)) -> Scenario {
    let mut draft = Draft::default();
    change(&mut draft);
    check(&draft).unwrap()
}

fn unjudged(all: &[Verdict]) -> Vec<(&'static str, Unjudged)> {
    all.iter().filter_map(|v| Some((v.check.id, v.unjudged()?))).collect()
}

fn failing(all: &[Verdict]) -> Vec<&'static str> {
    all.iter().filter(|v| v.fails()).map(|v| v.check.id).collect()
}

fn check_of(id: &str) -> &'static BehaviourCheck {
    CHECKS.iter().find(|c| c.id == id).unwrap()
}

fn bounds_of(id: &str) -> (&'static str, (f64, f64)) {
    match check_of(id).rule {
        Rule::Within { figure, min, max } => (figure, (min, max)),
        _ => panic!("{id}"),
    }
}

#[test]
fn every_check_is_judged_at_the_default_firm() {
    let all = checks(&scenario(|_| ())).unwrap();
    assert_eq!((all.len(), unjudged(&all), failing(&all)), (128, vec![], vec![]));
}

#[test]
fn a_fixed_assumption_is_not_moved_and_not_judged() {
    for (id, value, check) in [
        (AssumptionId::Delivery, 0.5, "delivery_csi"),
        (AssumptionId::CausalShare, 0.5, "causal_share_repurchase"),
        (AssumptionId::Headroom, 20.0, "headroom_csi"),
        (AssumptionId::AiFailurePoints, 0.5, "ai_failure_points_csi"),
    ] {
        let fixed = |d: &mut Draft| {
            d.assumptions.insert(id, Override::Known(value));
        };
        let all = checks(&scenario(fixed)).unwrap();
        assert_eq!((unjudged(&all), failing(&all)), (vec![(check, Unjudged::Fixed)], vec![]));
    }
}

#[test]
fn the_report_at_face_value_fails_nothing() {
    let all = checks(&scenario(|d| d.face_value = true)).unwrap();
    assert_eq!(failing(&all), Vec::<&str>::new());
    assert!(unjudged(&all).iter().all(|(_, why)| *why == Unjudged::Fixed), "{:?}", unjudged(&all));
}

#[test]
fn sound_firms_at_the_ends_of_their_facts_fail_nothing() {
    type Change = fn(&mut Draft);
    let firms: [(&str, Change); 7] = [
        ("repurchase", |d| d.company.repurchase = Some(0.985)),
        ("waits", |d| (d.company.first_response_minutes, d.company.night_response_minutes) = (60.0, 100.0)),
        ("one month", |d| d.company.horizon_months = 1.0),
        ("solved at once", |d| d.company.first_contact_resolution = 0.98),
        ("desk", |d| {
            d.today.insert(LeverId::CustomersPerAgent, 1500.0);
        }),
        ("csi", |d| d.company.csi = 98.0),
        ("orders", |d| d.company.orders_per_customer_year = 365.0),
    ];
    for (name, change) in firms {
        assert_eq!(failing(&checks(&scenario(change)).unwrap()), Vec::<&str>::new(), "{name}");
    }
}

#[test]
fn a_short_horizon_is_the_reason_where_a_longer_one_would_show_it() {
    let all = checks(&scenario(|d| d.company.horizon_months = 1.0)).unwrap();
    let why = |id: &str| all.iter().find(|v| v.check.id == id).unwrap().unjudged();
    for id in ["balance_population", "peak_agents_labour", "competitor_catch_up_csi", "ai_care_penalty_csi"] {
        assert_eq!(why(id), Some(Unjudged::TooShort), "{id}");
    }
}

#[test]
fn a_model_without_an_effect_fails_at_every_firm() {
    // where the reference does not move either, the firm is no excuse
    let broken = || {
        scenario(|d| {
            d.assumptions.insert(AssumptionId::PointsPerMinute, Override::Known(0.0));
            d.company.horizon_months = 6.0;
        })
    };
    let all = checks_beside(&broken(), || Some(broken())).unwrap();
    assert!(failing(&all).contains(&"customers_per_agent_csi"), "{:?}", failing(&all));
    assert!(!failing(&all).iter().any(|id| id.starts_with("balance_")));
    // with the sound model as the reference, it is these inputs that leave a wait without an effect
    let all = checks(&broken()).unwrap();
    let why = all.iter().find(|v| v.check.id == "customers_per_agent_csi").unwrap().unjudged();
    assert_eq!(why, Some(Unjudged::AtBound));
}

#[test]
fn assumptions_that_turn_a_direction_are_the_reason() {
    // where a pickup at the door is worth little and leniency brings many returns, free pickup costs satisfaction
    let set = [(AssumptionId::PickupPoints, 0.0), (AssumptionId::LeniencyReturns, 0.6)];
    let all = checks(&scenario(|d| {
        d.assumptions.extend(set.map(|(id, value)| (id, Override::Known(value))));
    }))
    .unwrap();
    let pickup = all.iter().find(|v| v.check.id == "free_pickup_csi").unwrap();
    assert_eq!(pickup.unjudged(), Some(Unjudged::OwnAssumptions), "{pickup:?}");
    assert_eq!(failing(&all), Vec::<&str>::new());
}

#[test]
fn a_path_that_turns_back_stands_still_or_is_no_number_is_not_sound() {
    let run = |values: &[f64], rises| Path { values: values.to_vec(), gains: vec![] }.run(rises);
    assert_eq!(run(&[1.0, 2.0, 3.0], true), Run::Sound);
    assert_eq!(run(&[1.0, 2.0, 3.0], false), Run::Wrong(0));
    assert_eq!(run(&[1.0, 3.0, 2.0], true), Run::Wrong(1));
    assert_eq!(run(&[2.0, 2.0, 2.0], true), Run::Flat);
    assert_eq!(run(&[1.0, f64::NAN, 3.0], true), Run::Wrong(0));
}

/// What is done to a month of a sound model.
type Bend = fn(&mut Month<f64>);

/// Cases of a model whose months are bent before they are judged.
fn bent(scenario: &Scenario, bend: impl Fn(&mut Month<f64>)) -> Vec<Case> {
    let mut cases = Bench::new(scenario).unwrap().matrix().unwrap();
    for case in &mut cases {
        case.policy.months.iter_mut().for_each(&bend);
    }
    cases
}

#[test]
fn a_model_beyond_its_bounds_fails_at_the_default_firm_and_at_one_with_wider_bounds_of_its_own() {
    let firms = [scenario(|_| ()), scenario(|d| d.company.repurchase = Some(0.985))];
    let breaks: [(&str, Bend); 4] = [
        ("within_csi", |m| m.csi += 60.0),
        ("within_repurchase", |m| m.repurchase = 0.9999),
        ("within_day_response", |m| m.waits.day = 2000.0),
        ("within_night_response", |m| m.waits.night = -1.0),
    ];
    for scenario in &firms {
        for (id, bend) in breaks {
            let (figure, bounds) = bounds_of(id);
            let verdict = within(check_of(id), figure, bounds, &bent(scenario, bend));
            assert!(verdict.fails() && !verdict.location.is_empty(), "{verdict:?}");
            assert!(within(check_of(id), figure, bounds, &bent(scenario, |_| ())).holds(), "{id}");
        }
    }
}

#[test]
fn the_default_firm_is_held_to_the_declared_bounds() {
    let scenario = scenario(|_| ());
    for id in ["within_repurchase", "within_day_response", "within_night_response"] {
        let (figure, (_, max)) = bounds_of(id);
        for case in Bench::new(&scenario).unwrap().matrix().unwrap() {
            assert_eq!(case.own.most(figure, max), max, "{id}: {}", case.name);
        }
    }
}
