use super::*;
use crate::analysis::break_even::{BreakEven, Criterion, Verdict};
use crate::analysis::run_here;
use crate::check;
use aftercast_scenario::{Distribution, Draft, EventMode, Goal, PolicyDraft};

fn scenario(draws: u64, levers: &[(LeverId, f64)]) -> Scenario {
    let mut draft = Draft::default();
    draft.settings.draws = draws;
    draft.settings.events = EventMode::Expected;
    draft.policies.push(PolicyDraft { name: String::new(), levers: levers.iter().copied().collect() });
    check(&draft).unwrap()
}

fn found(s: &Scenario, draws: u64) -> SwitchingReport {
    run_here(SwitchingValues::new(s, s.futures(), &s.policies()[0].levers, draws), |_, _| true).unwrap().unwrap()
}

#[test]
fn they_are_the_roots_of_the_break_even_analysis() {
    let s = scenario(128, &[(LeverId::CustomersPerAgent, 4000.0), (LeverId::RefundDays, 2.0)]);
    let report = found(&s, 128);
    assert!(report.values.len() >= 3, "{report:?}");
    let levers = s.policies()[0].levers;
    for value in &report.values {
        let goal = Criterion::Mean(Goal::TotalGainAbove(0.0));
        let other = BreakEven::new(&s, &levers, None, value.variable, goal);
        let Verdict::At(roots) = run_here(other, |_, _| true).unwrap().unwrap().verdict else { panic!("{value:?}") };
        let width = value.range.1 - value.range.0;
        let same = |r: &&crate::analysis::break_even::Root| (r.value - value.value).abs() < 0.01 * width;
        let root = roots.iter().find(same).unwrap_or_else(|| panic!("{value:?} {roots:?}"));
        assert_eq!(root.met_above, value.pays_above, "{value:?}");
        assert!(root.interval.0.is_none_or(|x| x <= value.value), "{value:?} {root:?}");
        assert!(root.interval.1.is_none_or(|x| x >= value.value), "{value:?} {root:?}");
    }
    // the nearest first, all inside
    assert!(report.values.windows(2).all(|pair| pair[0].distance <= pair[1].distance));
    assert!(report.values.iter().all(|v| v.value > v.range.0 && v.value < v.range.1 && v.distance < 1.0));
}

#[test]
fn a_budget_switches_at_the_gain_without_it() {
    let with = |budget| scenario(64, &[(LeverId::CustomersPerAgent, 4000.0), (LeverId::UpfrontBudget, budget)]);
    let paid = found(&with(1e6), 64);
    let exact = paid.mean.value + 1e6;
    let own = |v: &&SwitchingValue| v.variable == DecisionVariable::Lever(LeverId::UpfrontBudget);
    let value = paid.values.iter().find(own).unwrap();
    assert!(paid.pays() && !value.pays_above && (value.value - exact).abs() < 1e-6 * exact, "{value:?} {exact}");
    // and from the other side
    let too_much = found(&with(3.0 * exact), 64);
    let value = too_much.values.iter().find(own).unwrap();
    assert!(!too_much.pays() && !value.pays_above && (value.value - exact).abs() < 1e-6 * exact, "{value:?}");
}

#[test]
fn the_first_draws_find_what_all_of_them_do() {
    let s = scenario(512, &[(LeverId::CustomersPerAgent, 3000.0), (LeverId::PeakAgents, 0.5)]);
    let (few, all) = (found(&s, 128), found(&s, 512));
    assert_eq!((few.draws, few.mean), (512, all.mean));
    let nearest = all.values.iter().take(3);
    for value in nearest {
        let own = few.values.iter().find(|v| v.variable == value.variable).unwrap();
        assert!((own.distance - value.distance).abs() < 0.02, "{own:?} {value:?}");
    }
}

#[test]
fn a_policy_that_is_todays_has_none_and_todays_value_is_none() {
    let none = found(&scenario(64, &[]), 64);
    assert!(none.values.is_empty() && !none.pays());
    let s = scenario(64, &[(LeverId::CustomersPerAgent, 4000.0)]);
    let today = *s.today().get(LeverId::CustomersPerAgent);
    let report = found(&s, 64);
    let lever = DecisionVariable::Lever(LeverId::CustomersPerAgent);
    assert!(report.values.iter().all(|v| v.variable != lever || (v.value - today).abs() > 50.0), "{report:?}");
    // the root beside today's value is that there is nothing to gain there
    let peaks = found(&scenario(64, &[(LeverId::PeakAgents, 0.5)]), 64);
    let lever = DecisionVariable::Lever(LeverId::PeakAgents);
    assert!(peaks.values.iter().all(|v| v.variable != lever || v.value > 0.025), "{peaks:?}");
}

#[test]
fn nothing_that_is_known_switches() {
    let mut draft = Draft::default();
    draft.settings.draws = 32;
    draft.policies.push(PolicyDraft { name: String::new(), levers: [(LeverId::UpfrontBudget, 5e6)].into() });
    let report = found(&check(&draft).unwrap(), 32);
    // money given away is lost whatever is assumed
    assert!(report.values.is_empty() && (report.mean.value + 5e6).abs() < 1.0 && report.draws == 32, "{report:?}");
}

#[test]
fn firms_of_any_size_have_theirs() {
    for customers in [2_000.0, 50_000_000.0] {
        let mut draft = Draft::default();
        draft.settings.draws = 64;
        draft.company.customers = customers;
        draft.policies.push(PolicyDraft { name: String::new(), levers: [(LeverId::RefundDays, 1.0)].into() });
        let s = check(&draft).unwrap();
        let report = found(&s, 64);
        for value in report.values.iter().filter(|v| matches!(v.variable, DecisionVariable::Assumption(_))) {
            let DecisionVariable::Assumption(id) = value.variable else { continue };
            let mut futures = s.futures();
            *futures.distributions.get_mut(id) = Distribution::Known { value: value.value };
            let levers = s.policies()[0].levers;
            let draws = crate::analysis::draws::Draws::new(futures, vec![Some(levers)], Outcome::TotalGain);
            let there = mean(&run_here(draws, |_, _| true).unwrap().unwrap()[0]);
            assert!(there.abs() < 0.1 * report.mean.value.abs().max(report.mean.error), "{value:?} {there}");
        }
        assert!(!report.values.is_empty());
    }
}
