//! Where a policy leaves the evidence and what it does to customers: a line each, below the table that may recommend it.

use aftercast_engine::analysis::guards::{Breach, Guards, Service, Standing, abandoned, outside, patience};
use aftercast_engine::run::outcome::Outcome;
use aftercast_engine::run::results::PolicyResults;
use aftercast_engine::run::summary::mean;
use aftercast_i18n::names::beside_today;
use aftercast_scenario::{Levers, Scenario};

/// What is to be said of a policy; nothing where it keeps to evidence and rails.
pub fn remarks(levers: &Levers<f64>, today: &Levers<f64>, breaches: &[Breach]) -> Vec<String> {
    let outside = outside(levers, today);
    let beyond = outside.iter().filter(|(_, standing)| *standing == Standing::Beyond).map(|(id, _)| {
        let (low, high) = id.spec().supported;
        format!("{} {} is beyond the report's figures ({low} to {high})", id.name(), levers.get(*id))
    });
    let bare: Vec<&str> =
        outside.iter().filter(|(_, standing)| *standing == Standing::NoFigures).map(|(id, _)| id.name()).collect();
    let bare = (!bare.is_empty()).then(|| format!("the report has no figures for such values of {}", bare.join(", ")));
    let broken = breaches.iter().filter_map(|breach| match *breach {
        Breach::Csi { today, policy } => {
            let [from, to] = [today, policy].map(|x| format!("{x:.1}"));
            (from != to).then(|| format!("satisfaction falls from {from} to {to}"))
        }
        Breach::Abandoned { share, allowed } => {
            let [figure, limit] = [share, allowed].map(|x| format!("{:.0}", 100.0 * x));
            (figure != limit).then(|| format!("{figure} of 100 contacts give up (guard rail {limit})"))
        }
    });
    beyond.chain(bare).chain(broken).collect()
}

/// The rails of service that a policy of a run breaks.
pub fn breaches(scenario: &Scenario, policy: &PolicyResults, today: &PolicyResults) -> Vec<Breach> {
    let patience = patience(scenario.company(), &scenario.central());
    let service = |r: &PolicyResults| Service {
        csi: mean(r.outcome(Outcome::Csi)),
        abandoned: abandoned(mean(r.outcome(Outcome::FirstResponse)), patience),
    };
    Guards::default().breaches(service(policy), service(today))
}

/// The remarks of all policies, a line a policy that has any.
pub fn of_scenario(scenario: &Scenario, breaches: impl Fn(usize) -> Vec<Breach>) -> String {
    let line = |(k, p): (usize, &aftercast_scenario::Policy)| {
        let said = remarks(&p.levers, scenario.today(), &breaches(k));
        let name = beside_today(&p.name, k);
        (!said.is_empty()).then(|| format!("\n{name}: {}", said.join("; ")))
    };
    scenario.policies().iter().enumerate().filter_map(line).collect()
}
