//! `aftercast central`: one run with every assumption at its central value.

use std::path::Path;

use aftercast_engine::run::central::central;
use aftercast_engine::run::report;
use aftercast_scenario::{Draft, Levers, Scenario, json};
use serde_json::{Map, Value, json};

use crate::analyse::find;
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
    let mut policies = inputs.as_object_mut().and_then(|all| all.shift_remove("policies")).unwrap_or_default();
    let chosen = place.and_then(|i| policies.get_mut(i).map(Value::take)).unwrap_or_else(|| json!({}));
    let standard = json::value(&Draft::default());
    let mut whole = Map::new();
    // the keys of a golden file first, in their order; then all else that the file said
    if let Value::Object(all) = &mut inputs {
        for key in ["name", "company", "assumptions", "today", "face_value"] {
            whole.extend(all.shift_remove_entry(key));
        }
        // a policy under a name of its own keeps it
        let own = chosen["name"].as_str().is_some_and(|name| name != draft.name && name != "policy");
        if own {
            whole.insert("policies".to_owned(), json!([chosen]));
        } else {
            whole.insert("policy".to_owned(), chosen.get("levers").cloned().unwrap_or_else(|| json!({})));
        }
        all.retain(|key, value| standard.get(key) != Some(value));
        whole.append(all);
    }
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
            say!("{} policies; this is the first, {:?}; --policy NAME chooses another", policies.len(), first.name);
        }
        return Ok((!policies.is_empty()).then_some(0));
    };
    find(scenario, "--policy", name)
}
