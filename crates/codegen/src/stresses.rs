//! Stress tests and alerts: checked against levers and evidence, every change by a known name.

use std::fmt::Write as _;

use toml::{Table, Value};

use super::{camel, literal, number, read, strings};

/// Names a change may have, and the field each one sets.
const CHANGES: [(&str, &str); 11] = [
    ("quality_incidents", "incidents.quality"),
    ("logistics_incidents", "incidents.logistics"),
    ("mismatch_incidents", "incidents.mismatch"),
    ("other_incidents", "incidents.other"),
    ("servers", "servers"),
    ("ai_accuracy", "ai_accuracy"),
    ("wage", "wage"),
    ("payout", "payout"),
    ("serious_events", "serious_events"),
    ("crises", "crises"),
    ("score_shock", "score_shock"),
];

/// The tables of `crates/engine/src/analysis/stress/`.
pub fn tables() -> String {
    let file = read("stresses.toml");
    let levers = read("levers.toml");
    let evidence = read("evidence.toml");
    let known: Vec<&str> =
        evidence["entry"].as_array().expect("entries").iter().filter_map(|e| e["id"].as_str()).collect();
    let rows = file["stress"].as_array().expect("stresses");
    let mut seen: Vec<&str> = Vec::new();
    let mut out = format!("/// Every stress, in file order.\npub const STRESSES: [Stress; {}] = [\n", rows.len());
    for row in rows {
        let id = row["id"].as_str().expect("id");
        assert!(!seen.contains(&id), "data/stresses.toml: {id} is declared twice");
        seen.push(id);
        for e in row["evidence"].as_array().expect("evidence").iter().filter_map(Value::as_str) {
            assert!(known.contains(&e), "data/stresses.toml: {id}: no evidence {e}");
        }
        let text = |field: &str, language: &str| {
            row[field]
                .get(language)
                .and_then(Value::as_str)
                .unwrap_or_else(|| panic!("data/stresses.toml: {id}: no {language} {field}"))
        };
        let calendar = row.get("calendar_month").map_or("None".to_owned(), |m| {
            let m = m.as_integer().expect("a month");
            assert!((1..=12).contains(&m), "data/stresses.toml: {id}: calendar_month is 1 to 12");
            format!("Some({m})")
        });
        let starts_after = number(&row["starts_after"]);
        assert!((0.0..1.0).contains(&starts_after), "data/stresses.toml: {id}: starts_after is 0 to below 1");
        writeln!(out, "    Stress {{ id: {id:?}, name_en: {:?}, name_zh: {:?}, story_en: {:?}, story_zh: {:?}, evidence: {}, starts_after: {}, months: {}, calendar_month: {calendar}, change: {} }},",
            text("name", "en"), text("name", "zh"), text("story", "en"), text("story", "zh"), strings(row.get("evidence")),
            literal(starts_after), row["months"].as_integer().expect("months"), change(id, row, &levers)).unwrap();
    }
    out.push_str("];\n");
    out
}

/// The disturbance of a row.
fn change(id: &str, row: &Value, levers: &Table) -> String {
    let given = row["change"].as_table().expect("change");
    for name in given.keys() {
        assert!(CHANGES.iter().any(|(known, _)| known == name), "data/stresses.toml: {id}: no change {name}");
    }
    let value = |field: &str, calm: f64| {
        let (name, _) = CHANGES.iter().find(|(_, f)| *f == field).expect("a field");
        let x = given.get(*name).map_or(calm, number);
        assert!(x >= 0.0 && (calm == 0.0 || x > 0.0), "data/stresses.toml: {id}: {name} = {x} must be positive");
        literal(x)
    };
    let mut bounds = String::new();
    for (lever, bound) in row.get("law").and_then(Value::as_table).into_iter().flatten() {
        let spec = levers.get(lever).unwrap_or_else(|| panic!("data/stresses.toml: {id}: no lever {lever}"));
        let (at_most, x) = match (bound.get("at_least"), bound.get("at_most")) {
            (Some(x), None) => (false, number(x)),
            (None, Some(x)) => (true, number(x)),
            _ => panic!("data/stresses.toml: {id}: law.{lever}: at_least or at_most"),
        };
        let range = number(&spec["min"])..=number(&spec["max"]);
        assert!(range.contains(&x), "data/stresses.toml: {id}: law.{lever} = {x} is out of its range");
        write!(
            bounds,
            "LegalBound {{ lever: LeverId::{}, value: {}, at_most: {at_most} }}, ",
            camel(lever),
            literal(x)
        )
        .unwrap();
    }
    format!(
        "Disturbance {{ incidents: IncidentFactors {{ quality: {}, logistics: {}, mismatch: {}, other: {} }}, servers: {}, ai_accuracy: {}, wage: {}, payout: {}, serious_events: {}, crises: {}, score_shock: {}, law: &[{bounds}] }}",
        value("incidents.quality", 1.0),
        value("incidents.logistics", 1.0),
        value("incidents.mismatch", 1.0),
        value("incidents.other", 1.0),
        value("servers", 1.0),
        value("ai_accuracy", 1.0),
        value("wage", 1.0),
        value("payout", 1.0),
        value("serious_events", 0.0),
        value("crises", 0.0),
        value("score_shock", 0.0),
    )
}

/// The thresholds of `crates/engine/src/analysis/alerts.rs`.
pub fn alerts() -> String {
    let file = read("stresses.toml");
    let rows = file["alert"].as_array().expect("alerts");
    let mut out = format!("/// Thresholds where none are given.\npub const ALERTS: [Alert; {}] = [\n", rows.len());
    for row in rows {
        let measure = row["measure"].as_str().expect("measure");
        let level = |k: &str| number(&row[k]);
        let (blue, yellow, red) = (level("blue"), level("yellow"), level("red"));
        assert!(
            blue < yellow && yellow < red || blue > yellow && yellow > red,
            "data/stresses.toml: {measure}: blue, yellow and red are not in order"
        );
        writeln!(
            out,
            "    Alert {{ measure: Measure::{}, blue: {}, yellow: {}, red: {} }},",
            camel(measure),
            literal(blue),
            literal(yellow),
            literal(red)
        )
        .unwrap();
    }
    out.push_str("];\n");
    out
}
