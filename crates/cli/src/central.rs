//! `aftercast central`: one run with every assumption at its central value.

use std::path::Path;

use aftercast_engine::run::central::central;
use aftercast_engine::run::report;
use aftercast_scenario::{Levers, Scenario, json};
use serde_json::{Map, Value, json};

use crate::{Failure, load, output};

/// Prints inputs and results with exactly the keys of a golden file, so that the output is a scenario again.
pub fn run(path: &Path, policy: Option<&str>) -> Result<(), Failure> {
    let (draft, scenario) = load(path)?;
    let place = chosen(&scenario, policy)?;
    // without a policy, today's is compared with itself
    let start = Levers::start_from(scenario.today());
    let goal = place.map_or(start, |i| scenario.policies()[i].levers);
    let run = central(scenario.company(), scenario.today(), &scenario.central(), &goal)?;
    let mut inputs = json::value(&draft);
    let mut take = |key: &str| inputs.get_mut(key).map(Value::take).unwrap_or_else(|| json!({}));
    let mut whole = Map::new();
    for key in ["name", "company", "assumptions", "today"] {
        whole.insert(key.to_owned(), take(key));
    }
    if draft.face_value {
        whole.insert("face_value".to_owned(), json!(true));
    }
    let mut policies = take("policies");
    let levers = place.and_then(|i| policies.get_mut(i)?.get_mut("levers").map(Value::take));
    whole.insert("policy".to_owned(), levers.unwrap_or_else(|| json!({})));
    if let Value::Object(results) = report::central(&run) {
        whole.extend(results);
    }
    output::print(&format!("{:#}", Value::Object(whole)))
}

/// The place of the policy to run: the named one, else the first.
fn chosen(scenario: &Scenario, name: Option<&str>) -> Result<Option<usize>, Failure> {
    let policies = scenario.policies();
    let Some(name) = name else {
        if let [first, _, ..] = policies {
            eprintln!(
                "{} policies; this is the first, {:?}; --policy NAME chooses another",
                policies.len(),
                first.name
            );
        }
        return Ok((!policies.is_empty()).then_some(0));
    };
    let names: Vec<&str> = policies.iter().map(|p| p.name.as_str()).collect();
    match names.iter().position(|n| *n == name) {
        Some(place) => Ok(Some(place)),
        None => Err(Failure::Input(format!("--policy {name}: the scenario has {}", names.join(", ")))),
    }
}
