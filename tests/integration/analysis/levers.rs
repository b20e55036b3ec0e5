//! Sweeps, break-even values and structural sensitivity.

use aftercast_engine::analysis::break_even::{BreakEven, BreakEvenReport, Criterion, Root, Verdict};
use aftercast_engine::analysis::saltelli::Edge;
use aftercast_engine::analysis::structural::{Case, Structural};
use aftercast_engine::analysis::sweep::{Sweep, SweepReport};
use aftercast_engine::analysis::{DecisionVariable, run_here};
use aftercast_engine::check;
use aftercast_engine::run::outcome::Outcome;
use aftercast_engine::run::summary::{estimate, mean as average};
use aftercast_i18n::Locale;
use aftercast_scenario::{AssumptionId, Company, Distribution, EventMode, Goal, LeverId, Scenario, json};
use aftercast_wording as words;

use super::{mean, plain, scenario};

fn search(s: &Scenario, policy: usize, variable: DecisionVariable, criterion: Criterion) -> BreakEvenReport {
    let levers = s.policies()[policy].levers;
    run_here(BreakEven::new(s, &levers, None, variable, criterion), |_, _| true).unwrap().unwrap()
}

#[test]
fn a_sweep_is_the_policy_with_one_lever_moved() {
    let s = scenario(48, "");
    let levers = s.policies()[1].levers;
    let ids = [LeverId::AiShare, LeverId::RefundDays];
    let SweepReport::Lines(lines) =
        run_here(Sweep::lines(&s, &levers, Outcome::TotalGain, &ids, 5), |_, _| true).unwrap().unwrap()
    else {
        panic!("two lines")
    };
    for (line, id) in lines.iter().zip(ids) {
        assert_eq!((line.lever, line.values.len()), (id, 5));
        assert_eq!((line.values[0], line.values[4]), (id.spec().min, id.spec().max));
        for (x, cell) in line.values.iter().zip(&line.cells) {
            let mut moved = levers;
            *moved.get_mut(id) = *x;
            let run = plain(&s.futures(), Some(&moved), Outcome::TotalGain);
            assert_eq!(cell.mean.value.to_bits(), mean(&run).to_bits());
            let above = run.iter().filter(|v| **v > 0.0).count();
            assert_eq!(cell.chance.value, above as f64 / 48.0);
        }
    }
    let grid = run_here(Sweep::grid(&s, &levers, Outcome::Csi, ids, 3), |_, _| true).unwrap().unwrap();
    let SweepReport::Grid(grid) = grid else { panic!("a grid") };
    let mut moved = levers;
    *moved.get_mut(ids[0]) = grid.values[0][2];
    *moved.get_mut(ids[1]) = grid.values[1][1];
    let run = plain(&s.futures(), Some(&moved), Outcome::Csi);
    assert_eq!(grid.cells[5].mean.value.to_bits(), mean(&run).to_bits());
}

#[test]
fn a_sweep_of_the_ramp_is_in_whole_months() {
    let s = scenario(16, "");
    let levers = s.policies()[0].levers;
    let sweep = Sweep::lines(&s, &levers, Outcome::Npv, &[LeverId::RampMonths], 11);
    let SweepReport::Lines(lines) = run_here(sweep, |_, _| true).unwrap().unwrap() else { panic!("a line") };
    assert!(lines[0].values.iter().all(|x| x % 1.0 == 0.0), "{:?}", lines[0].values);
    assert_eq!(lines[0].cells.len(), lines[0].values.len());
}

#[test]
fn an_upfront_budget_breaks_even_at_the_gain_without_it() {
    let s = scenario(64, "");
    let variable = DecisionVariable::Lever(LeverId::UpfrontBudget);
    let report = search(&s, 0, variable, Criterion::Mean(Goal::TotalGainAbove(1e6)));
    let run = plain(&s.futures(), Some(&s.policies()[0].levers), Outcome::TotalGain);
    let gain = estimate(&run, average);
    let Verdict::At(roots) = &report.verdict else { panic!("{:?}", report.verdict) };
    let [root] = roots.as_slice() else { panic!("{roots:?}") };
    // the margin falls by one yuan a yuan: root and interval are those of the mean
    let exact = gain.value - 1e6;
    let half = 2.364_624_251_592_784 * gain.error;
    assert!(gain.value > 2e6 && !root.met_above);
    assert!((root.value - exact).abs() < 1e-6 * exact, "{} not {exact}", root.value);
    assert!((root.interval.0.unwrap() - (exact - half)).abs() < 1e-6 * exact, "{:?}", root.interval);
    assert!((root.interval.1.unwrap() - (exact + half)).abs() < 1e-6 * exact, "{:?}", root.interval);
}

#[test]
fn none_and_several_are_told_apart() {
    let s = scenario(64, "");
    let goal = |x| Criterion::Mean(Goal::TotalGainAbove(x));
    let desk = DecisionVariable::Lever(LeverId::CustomersPerAgent);
    assert_eq!(search(&s, 0, desk, goal(1e9)).verdict, Verdict::Never);
    assert_eq!(search(&s, 0, desk, goal(-1e9)).verdict, Verdict::Always);
    // the gain falls with many agents more, and with hardly one more
    let Verdict::At(roots) = search(&s, 0, desk, goal(5e6)).verdict else { panic!() };
    let [first, second] = roots.as_slice() else { panic!("{roots:?}") };
    assert!(first.met_above && !second.met_above && first.value < second.value);
    for root in &roots {
        assert!(root.interval.0.is_none_or(|x| x <= root.value) && root.interval.1.is_none_or(|x| x >= root.value));
        let mut levers = s.policies()[0].levers;
        levers.customers_per_agent = root.value;
        let there = estimate(&plain(&s.futures(), Some(&levers), Outcome::TotalGain), average);
        assert!((there.value - 5e6).abs() < there.error, "{there:?}");
    }
    // a chance is a criterion of its own
    let half = search(&s, 0, desk, Criterion::Chance(Goal::TotalGainAbove(0.0), 0.999));
    assert_eq!(half.verdict, Verdict::Never);
    assert!(half.curve.iter().all(|(_, e)| e.value > -1.0 && e.value <= 0.001));
}

#[test]
fn better_than_another_policy_starts_where_they_are_the_same() {
    let s = scenario(64, "");
    let (staff, hybrid) = (s.policies()[0].levers, s.policies()[1].levers);
    let variable = DecisionVariable::Lever(LeverId::CustomersPerAgent);
    let analysis = BreakEven::new(&s, &staff, Some(Some(hybrid)), variable, Criterion::Better(Outcome::Csi));
    let report = run_here(analysis, |_, _| true).unwrap().unwrap();
    let other = mean(&plain(&s.futures(), Some(&hybrid), Outcome::Csi));
    let Verdict::At(roots) = &report.verdict else { panic!("{:?}", report.verdict) };
    let mut levers = staff;
    levers.customers_per_agent = roots[0].value;
    let ours = mean(&plain(&s.futures(), Some(&levers), Outcome::Csi));
    assert!((ours - other).abs() < 1e-3, "{ours} {other}");
    assert!(!roots[0].met_above, "fewer customers an agent, more satisfaction");
}

#[test]
fn the_causal_share_that_breaks_even_does() {
    let s = scenario(64, "");
    let variable = DecisionVariable::Assumption(AssumptionId::CausalShare);
    let report = search(&s, 0, variable, Criterion::Mean(Goal::TotalGainAbove(0.0)));
    let Verdict::At(roots) = &report.verdict else { panic!("{:?}", report.verdict) };
    let mut futures = s.futures();
    *futures.distributions.get_mut(AssumptionId::CausalShare) = Distribution::Known { value: roots[0].value };
    let there = estimate(&plain(&futures, Some(&s.policies()[0].levers), Outcome::TotalGain), average);
    assert!(roots[0].met_above && there.value.abs() < 0.2 * there.error, "{there:?}");
}

#[test]
fn structural_cases_are_runs_of_their_own() {
    let s = scenario(64, "");
    let levers = s.policies()[1].levers;
    let report = run_here(Structural::new(&s, &levers, None, Outcome::Npv), |_, _| true).unwrap().unwrap();
    let found = |case: Case| report.cases.iter().find(|c| c.case == case).unwrap();
    assert_eq!(report.cases.len(), Case::ALL.len());
    let headline = mean(&plain(&s.futures(), Some(&levers), Outcome::Npv));
    assert_eq!(found(Case::Headline).mean.value.to_bits(), headline.to_bits());
    for case in Case::ALL {
        let mut futures = s.futures();
        for (id, value) in case.known() {
            *futures.distributions.get_mut(id) = Distribution::Known { value };
        }
        let run = mean(&plain(&futures, Some(&levers), Outcome::Npv));
        assert_eq!(found(case).mean.value.to_bits(), run.to_bits(), "{}", case.name());
    }
    assert_eq!(Case::AllFive.known().len(), 5);
    assert!(Case::ALL[1..6].iter().all(|c| c.known().len() == 1 && found(*c).change.value > 0.0));

    // at the break-even margin the net gain is zero
    let margin = report.margin.unwrap();
    let company = Company { contribution_margin: margin.value, ..s.company().clone() };
    let mut futures = s.futures();
    futures.company = company;
    let gain = mean(&plain(&futures, Some(&levers), Outcome::Npv));
    assert!(gain.abs() < 1e-6 * headline.abs(), "{gain}");
    assert_eq!(report.own_margin, s.company().contribution_margin);

    // where more or less comes back than today, the margin lost with it moves too
    let mut levers = s.policies()[0].levers;
    levers.free_pickup = 1.0;
    let report = run_here(Structural::new(&s, &levers, None, Outcome::Npv), |_, _| true).unwrap().unwrap();
    futures.company.contribution_margin = report.margin.unwrap().value;
    let gain = mean(&plain(&futures, Some(&levers), Outcome::Npv));
    assert!(gain.abs() < 1e-6 * headline.abs(), "{gain}");
}

#[test]
fn face_value_is_the_documents_own() {
    let (mut draft, _) = json::read(r#"{ "draws": 16, "policies": [{ "name": "a", "levers": { "copilot": 1 } }] }"#);
    let s = check(&draft).unwrap();
    draft.take_at_face_value();
    let face = check(&draft).unwrap();
    let levers = s.policies()[0].levers;
    let report = run_here(Structural::new(&s, &levers, None, Outcome::Ltv), |_, _| true).unwrap().unwrap();
    assert_eq!(face.futures().events, EventMode::Sampled);
    let run = mean(&plain(&face.futures(), Some(&levers), Outcome::Ltv));
    assert_eq!(report.cases[7].mean.value.to_bits(), run.to_bits());
    assert_eq!(report.margin, None);
}

#[test]
fn findings_are_said_in_both_languages() {
    let root = |value, low, met_above| Root { value, interval: (low, None), met_above };
    let report = |verdict| BreakEvenReport {
        variable: DecisionVariable::Lever(LeverId::AiShare),
        range: (0.0, 1.0),
        verdict,
        curve: Vec::new(),
        matters: true,
        even: false,
    };
    let one = report(Verdict::At(vec![root(0.25, Some(0.125), false)]));
    let several = report(Verdict::At(vec![root(0.25, None, true), root(0.75, None, false)]));
    let number = |x: f64| format!("<{x}>");
    for locale in [Locale::English, Locale::Chinese] {
        let say = |r: &BreakEvenReport| words::break_even(r, "[AI]", number, locale);
        let texts = [say(&one), say(&several), say(&report(Verdict::Always)), say(&report(Verdict::Never))];
        assert!(texts.iter().all(|t| t.contains("[AI]") && !t.contains('{')), "{texts:?}");
        assert!(texts[0].contains("<0.25>") && texts[0].contains("<0.125>"), "{texts:?}");
        assert!(texts[1].contains("<0.25>") && texts[1].contains("<0.75>") && texts[1].contains('2'), "{texts:?}");
        assert_ne!(texts[2], texts[3]);
        let idle = |verdict, even| say(&BreakEvenReport { matters: false, even, ..report(verdict) });
        let idle = [idle(Verdict::Always, false), idle(Verdict::Never, false), idle(Verdict::Always, true)];
        assert!(idle.iter().all(|t| t.contains("[AI]") && !t.contains('{') && !texts.contains(t)), "{idle:?}");
        assert!(idle[0] != idle[1] && idle[1] != idle[2], "{idle:?}");
        let labels: Vec<&str> = Case::ALL.iter().map(|&c| words::case(c).to(locale)).collect();
        assert!((1..labels.len()).all(|i| !labels[..i].contains(&labels[i])), "{labels:?}");
    }
    assert_eq!(words::edge(Edge::Inside), None);
    assert_ne!(words::edge(Edge::Zero), words::edge(Edge::Outside));
}
