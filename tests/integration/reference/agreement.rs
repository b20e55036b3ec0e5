//! The engine against the second writing of the model, and the second writing against the golden files.

use super::futures;
use super::{Reference, Series};
use aftercast_engine::check;
use aftercast_engine::model::queue::Exact;
use aftercast_engine::model::serious_events::Events;
use aftercast_engine::model::{EventSource, Firm, Month, simulate};
use aftercast_engine::run::central::{self, Trajectory, central_baseline, trajectory};
use aftercast_numerics::random::{Kind, uniform};
use aftercast_scenario::{Levers, Scenario, json};
use serde_json::Value;

const TOLERANCE: f64 = 1e-9;

/// Largest deviation between two runs, with its place; relative to the size where that is above 1.
fn deviation(ours: &Trajectory, theirs: &Series) -> (f64, String) {
    let mut worst = (0.0, String::new());
    let mut compare = |name: &str, t: usize, ours: f64, theirs: f64| {
        let error = (ours - theirs).abs() / theirs.abs().max(1.0);
        if !(error <= worst.0) {
            worst = (error, format!("{name}[{t}]: {ours} not {theirs}"));
        }
    };
    assert_eq!(ours.months.len(), theirs.months.len());
    for (t, (month, row)) in ours.months.iter().zip(&theirs.months).enumerate() {
        assert_eq!(row.len(), central::SERIES.len());
        for (name, read) in central::SERIES {
            let their = row.iter().find(|(key, _)| *key == name).unwrap().1;
            compare(name, t, read(month), their);
        }
    }
    compare("ltv", 0, ours.lifetime.value, theirs.ltv);
    compare("expected_lifetime_months", 0, ours.lifetime.months, theirs.lifetime);
    worst
}

/// The policy's goal by the text: today's levers overwritten, no upfront budget where the policy is silent.
fn goal(scenario: &Scenario, draft_policy: &std::collections::BTreeMap<String, f64>) -> Levers<f64> {
    let mut goal = *scenario.today();
    goal.upfront_budget = 0.0;
    for (name, value) in draft_policy {
        let id = aftercast_scenario::LeverId::from_name(name).unwrap();
        *goal.get_mut(id) = *value;
    }
    goal
}

#[test]
fn the_second_writing_agrees_with_the_golden_files() {
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden")).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        let golden: Value = serde_json::from_str(&text).unwrap();
        let scenario = check(&json::read(&text).0).unwrap();
        let a = scenario.central();
        let reference = Reference::new(scenario.company(), scenario.today(), &a).unwrap();
        let levers: std::collections::BTreeMap<String, f64> =
            golden["policy"].as_object().unwrap().iter().map(|(k, v)| (k.clone(), v.as_f64().unwrap())).collect();
        let goal = goal(&scenario, &levers);
        for (part, policy) in [("baseline", None), ("policy_run", Some(&goal))] {
            let series = reference.run(policy, &|_| None);
            for (t, month) in series.months.iter().enumerate() {
                for (name, ours) in month {
                    let theirs = golden[part][name][t].as_f64().unwrap();
                    let error = (ours - theirs).abs() / theirs.abs().max(1.0);
                    assert!(error <= TOLERANCE, "{} {part}.{name}[{t}]: {ours} not {theirs}", scenario.name());
                }
            }
            for (name, ours) in [("ltv", series.ltv), ("expected_lifetime_months", series.lifetime)] {
                let theirs = golden[part][name].as_f64().unwrap();
                assert!((ours - theirs).abs() <= TOLERANCE * theirs.abs().max(1.0), "{part}.{name}");
            }
        }
    }
}

/// Events at the uniforms of a draw, month by month, in a scalar run.
struct AtUniforms {
    seed: u64,
    draw: u64,
}

impl AtUniforms {
    fn of(&self, t: usize) -> (f64, f64) {
        let at = |kind| uniform(self.seed, self.draw, t as u32, kind);
        (at(Kind::ServiceEvent), at(Kind::Crisis))
    }
}

impl EventSource<f64> for AtUniforms {
    fn events(&mut self, t: usize, expected: Events<f64>) -> Events<f64> {
        let (service, crises) = self.of(t);
        expected.at_uniforms(service, crises)
    }
}

/// Corners of the equations that the random scenarios must have been in, and how many runs were.
#[derive(Debug, Default)]
struct Corners {
    nobody_comes: usize,
    resolution_at_an_end: usize,
    technology_free: usize,
    payouts_free: usize,
    less_than_a_server: usize,
    a_year_or_less: usize,
    crowded: usize,
}

impl Corners {
    fn visit(&mut self, firm: &Firm, run: &Trajectory, goal: &Levers<f64>) {
        let any = |f: &dyn Fn(&Month<f64>) -> bool| usize::from(run.months.iter().any(f));
        self.nobody_comes += any(&|m| m.acquisitions == 0.0);
        self.resolution_at_an_end += any(&|m| m.fcr == 0.05 || m.fcr == 0.98);
        self.technology_free += any(&|m| m.lines.technology == 0.0);
        self.payouts_free += any(&|m| m.lines.compensation == 0.0);
        self.crowded += any(&|m| m.waits.mean > 30.0);
        let night_hours = firm.company.customers / goal.customers_per_agent
            * firm.company.productive_hours_month
            * goal.night_staff_share;
        self.less_than_a_server += usize::from(night_hours < 730.0 / 3.0);
        self.a_year_or_less += usize::from(firm.horizon <= 12);
    }

    fn least(&self) -> usize {
        [
            self.nobody_comes,
            self.resolution_at_an_end,
            self.technology_free,
            self.payouts_free,
            self.less_than_a_server,
            self.a_year_or_less,
            self.crowded,
        ]
        .into_iter()
        .min()
        .unwrap()
    }
}

/// Compares baseline and policy of random scenarios that pass the checks; returns their number and the corners visited.
fn compare_random(seeds: std::ops::Range<u64>, most_customers: f64, sampled: bool) -> (usize, Corners) {
    let (mut compared, mut worst, mut failures) = (0, (0.0, String::new()), Vec::new());
    let mut corners = Corners::default();
    for seed in seeds {
        let Some(scenario) = futures::scenario(seed, most_customers) else { continue };
        compared += 1;
        let a = scenario.central();
        let firm = Firm::new(scenario.company(), scenario.today());
        let base = central_baseline(&firm, &a).unwrap();
        let reference = Reference::new(scenario.company(), scenario.today(), &a).unwrap();
        let goal = scenario.policies()[0].levers;
        for policy in [None, Some(&goal)] {
            let (ours, theirs) = if sampled {
                let mut events = AtUniforms { seed, draw: 7 };
                let mut months = Vec::new();
                let lifetime = simulate(&firm, &base, policy, &mut events, &mut Exact, |_, m| months.push(*m));
                let theirs = reference.run(policy, &|t| Some(events.of(t)));
                (Trajectory { months, lifetime }, theirs)
            } else {
                (trajectory(&firm, &base, policy), reference.run(policy, &|_| None))
            };
            corners.visit(&firm, &ours, policy.unwrap_or(scenario.today()));
            let (error, place) = deviation(&ours, &theirs);
            if !(error <= TOLERANCE) {
                failures.push(format!("{seed} {} {error:e} {place}", policy.is_some()));
            }
            if error > worst.0 {
                worst = (error, format!("{seed} {place}"));
            }
        }
    }
    eprintln!("{compared} scenarios, largest deviation {:e} at {}", worst.0, worst.1);
    assert!(failures.is_empty(), "{} of {compared} differ:\n{}", failures.len(), failures.join("\n"));
    (compared, corners)
}

#[test]
fn random_scenarios_at_expected_events() {
    let (compared, corners) = compare_random(0..400, 3e6, false);
    assert!(compared >= 250, "{compared}");
    assert!(corners.least() >= 3, "{corners:?}");
}

#[test]
fn random_scenarios_at_sampled_events() {
    let (compared, _) = compare_random(1000..1080, 3e6, true);
    assert!(compared >= 40, "{compared}");
}

#[test]
fn random_scenarios_of_very_large_firms() {
    let (compared, _) = compare_random(2000..2030, 5e7, false);
    assert!(compared >= 15, "{compared}");
}
