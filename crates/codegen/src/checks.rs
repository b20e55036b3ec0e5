//! Behaviour checks and the policies they and the report's figures name.

use std::fmt::Write as _;

use toml::{Table, Value};

use super::{camel, file_order, literal, number, read};

/// The tables of `crates/validation/src/behaviour/`.
pub fn tables() -> String {
    let file = read("checks.toml");
    let levers = file_order("levers.toml", &read("levers.toml"));
    let parameters = read("parameters.toml");
    let assumptions: Vec<&String> = parameters.values().filter_map(Value::as_table).flat_map(Table::keys).collect();
    let policies = file["policy"].as_table().expect("data/checks.toml: [policy]");
    let mut out = format!(
        "/// Policies that checks and survey figures name.\npub const POLICIES: [(&str, &[(LeverId, f64)]); {}] = [\n",
        policies.len()
    );
    for (name, policy) in policies {
        let moved: String = preset_or_levers(name, policy)
            .iter()
            .map(|(lever, value)| {
                assert!(levers.contains(lever), "data/checks.toml: policy {name}: no lever {lever}");
                format!("(LeverId::{}, {}), ", camel(lever), literal(number(value)))
            })
            .collect();
        writeln!(out, "    ({name:?}, &[{moved}]),").unwrap();
    }
    let rows = file["check"].as_array().expect("data/checks.toml: [[check]]");
    writeln!(
        out,
        "];\n/// Every behaviour check, in the order of the page.\npub const CHECKS: [BehaviourCheck; {}] = [",
        rows.len()
    )
    .unwrap();
    let mut seen: Vec<&str> = Vec::new();
    for row in rows {
        let maybe = |k: &str| row.get(k).and_then(Value::as_str);
        let text = |k: &str| maybe(k).unwrap_or_else(|| panic!("data/checks.toml: {row}: no {k}"));
        let id = text("id");
        assert!(!seen.contains(&id), "data/checks.toml: {id} is declared twice");
        seen.push(id);
        let bound =
            |k: &str| literal(row.get(k).map(number).unwrap_or_else(|| panic!("data/checks.toml: {id}: no {k}")));
        let policy = maybe("policy").unwrap_or("today");
        assert!(policy == "today" || policies.contains_key(policy), "data/checks.toml: {id}: no policy {policy}");
        let rule = match text("rule") {
            "finite" => "Rule::Finite".to_owned(),
            "no_op" => "Rule::NoOp".to_owned(),
            "within" => {
                format!("Rule::Within {{ figure: {:?}, min: {}, max: {} }}", text("figure"), bound("min"), bound("max"))
            }
            "balance" => format!("Rule::Balance(Balance::{})", camel(text("balance"))),
            "returns" => format!("Rule::Returns(Fact::{})", camel(text("fact"))),
            direction @ ("rises" | "falls") => {
                let mover = match (maybe("lever"), maybe("assumption")) {
                    (Some(lever), None) => {
                        assert!(levers.iter().any(|l| l == lever), "data/checks.toml: {id}: no lever {lever}");
                        format!("Mover::Lever(LeverId::{})", camel(lever))
                    }
                    (None, Some(a)) => {
                        assert!(assumptions.iter().any(|x| *x == a), "data/checks.toml: {id}: no assumption {a}");
                        format!("Mover::Assumption(AssumptionId::{})", camel(a))
                    }
                    _ => panic!("data/checks.toml: {id}: name one lever or one assumption"),
                };
                format!(
                    "Rule::Moves {{ mover: {mover}, figure: {:?}, rises: {}, policy: {policy:?}, first_year: {} }}",
                    text("figure"),
                    direction == "rises",
                    maybe("year").is_some_and(|y| {
                        assert!(y == "first", "data/checks.toml: {id}: year is first, or left out for the last");
                        true
                    })
                )
            }
            other => panic!("data/checks.toml: {id}: no rule {other}"),
        };
        writeln!(out, "    BehaviourCheck {{ id: {id:?}, en: {:?}, zh: {:?}, rule: {rule} }},", text("en"), text("zh"))
            .unwrap();
    }
    out.push_str("];\n");
    out
}

/// A policy is the key of a published preset or a table of levers.
fn preset_or_levers(name: &str, policy: &Value) -> Vec<(String, Value)> {
    let table = match policy {
        Value::Table(levers) => levers.clone(),
        Value::String(key) => {
            let presets = read("presets.toml");
            let rows = presets["preset"].as_array().expect("presets");
            let row = rows.iter().find(|p| {
                format!("{}.{}", p["id"].as_str().expect("id"), p["version"].as_integer().expect("version")) == *key
            });
            let row = row.unwrap_or_else(|| panic!("data/checks.toml: policy {name}: no preset {key}"));
            row["levers"].as_table().expect("levers").clone()
        }
        other => panic!("data/checks.toml: policy {name}: {other}: a preset key or levers"),
    };
    table.into_iter().collect()
}
