//! The behaviour checks hold at the default company, and each of them can fail.

use aftercast_engine::check;
use aftercast_engine::run::central::SERIES;
use aftercast_scenario::{AssumptionId, Draft, LeverId, Override};
use aftercast_validation::behaviour::{CHECKS, Mover, Rule, Unjudged, Verdict, checks, checks_beside};

fn verdicts(draft: &Draft) -> Vec<Verdict> {
    checks(&check(draft).unwrap()).unwrap()
}

#[test]
fn every_check_holds_at_the_default_company() {
    let all = verdicts(&Draft::default());
    assert_eq!(all.len(), CHECKS.len());
    for v in &all {
        assert!(v.holds(), "{}: {} ({:?})", v.check.id, v.location, v.seen);
        assert!(v.numbers > 0, "{}", v.check.id);
    }
}

#[test]
fn every_figure_a_check_names_exists() {
    let known = |f: &str| SERIES.iter().any(|(key, _)| *key == f) || ["npv", "delta_cost", "ltv"].contains(&f);
    for c in &CHECKS {
        match c.rule {
            Rule::Within { figure, .. } | Rule::Moves { figure, .. } => assert!(known(figure), "{}: {figure}", c.id),
            _ => {}
        }
        assert!(!c.en.is_empty() && !c.zh.is_empty(), "{}", c.id);
    }
}

#[test]
fn every_lever_but_the_ramp_has_a_direction() {
    for id in LeverId::ALL {
        let moved = CHECKS.iter().any(|c| matches!(c.rule, Rule::Moves { mover: Mover::Lever(l), .. } if l == id));
        assert!(moved || id == LeverId::RampMonths, "{}", id.name());
    }
}

#[test]
fn a_model_that_ignores_waiting_fails_its_directions() {
    // with a minute worth nothing, at the reference too, more customers per agent no longer lower satisfaction
    let mut draft = Draft::default();
    draft.assumptions.insert(AssumptionId::PointsPerMinute, Override::Known(0.0));
    let scenario = check(&draft).unwrap();
    let all = checks_beside(&scenario, || Some(scenario.clone())).unwrap();
    let failed: Vec<&str> = all.iter().filter(|v| v.fails()).map(|v| v.check.id).collect();
    assert!(failed.contains(&"customers_per_agent_csi"), "{failed:?}");
    // an account does not depend on it
    assert!(!failed.iter().any(|id| id.starts_with("balance_")), "{failed:?}");
    // what is fixed cannot be moved
    let minute = all.iter().find(|v| v.check.id == "points_per_minute_csi").unwrap();
    assert_eq!(minute.unjudged(), Some(Unjudged::Fixed));
}

#[test]
fn a_firm_is_held_to_its_own_patience() {
    // customers who wait three hours let the night wait longer than the declared bound, and than no patience of theirs
    let mut draft = Draft::default();
    draft.assumptions.insert(AssumptionId::PatienceMinutes, Override::Known(180.0));
    draft.company.night_response_minutes = 70.0;
    draft.company.first_response_minutes = 20.0;
    let all = verdicts(&draft);
    let night = all.iter().find(|v| v.check.id == "within_night_response").unwrap();
    assert!(night.holds() && night.seen.1 > 60.0 && night.seen.1 <= 180.0, "{night:?}");
}
