//! Presets: every published version, checked against levers and evidence.

use std::fmt::Write as _;

use toml::{Table, Value};

use super::{camel, file_order, literal, number, read, strings};

/// The table of `crates/presets`.
pub fn table() -> String {
    let presets = read("presets.toml");
    let levers = read("levers.toml");
    let order = file_order("levers.toml", &levers);
    let evidence = read("evidence.toml");
    let known: Vec<&str> =
        evidence["entry"].as_array().expect("entries").iter().filter_map(|e| e["id"].as_str()).collect();
    let rows = presets["preset"].as_array().expect("presets");
    let mut seen: Vec<String> = Vec::new();
    let mut out = format!(
        "/// Every published preset, in the order of the page.\npub const PRESETS: [Preset; {}] = [\n",
        rows.len()
    );
    for row in rows {
        let id = row["id"].as_str().expect("id");
        let version = row["version"].as_integer().expect("version");
        let key = format!("{id}.{version}");
        assert!(!seen.contains(&key), "data/presets.toml: {key} is declared twice");
        assert!(
            version > 0 && id.chars().all(|c| c.is_ascii_lowercase() || c == '_'),
            "data/presets.toml: {key}: a-z and _, version from 1"
        );
        let text = |field: &str, language: &str| {
            row[field]
                .get(language)
                .and_then(Value::as_str)
                .unwrap_or_else(|| panic!("data/presets.toml: {key}: no {language} {field}"))
        };
        for e in row["evidence"].as_array().expect("evidence").iter().filter_map(Value::as_str) {
            assert!(known.contains(&e), "data/presets.toml: {key}: no evidence {e}");
        }
        let mut moved = String::new();
        for (lever, value) in sorted(row["levers"].as_table().expect("levers"), &order, &key) {
            let (x, bound) = (number(&value), |k: &str| number(&levers[&lever][k]));
            assert!(
                x >= bound("min") && x <= bound("max"),
                "data/presets.toml: {key}: {lever} = {x} is out of its range"
            );
            write!(moved, "(LeverId::{}, {}), ", camel(&lever), literal(x)).unwrap();
        }
        writeln!(out, "    Preset {{ id: {id:?}, version: {version}, key: {key:?}, name_en: {:?}, name_zh: {:?}, story_en: {:?}, story_zh: {:?}, evidence: {}, levers: &[{moved}] }},",
            text("name", "en"), text("name", "zh"), text("story", "en"), text("story", "zh"), strings(row.get("evidence"))).unwrap();
        seen.push(key);
    }
    assert!(seen.first().is_some_and(|k| k == "base.1"), "data/presets.toml: base.1 comes first");
    out.push_str("];\n");
    out
}

/// Levers in the order of their registry.
fn sorted(levers: &Table, order: &[String], key: &str) -> Vec<(String, Value)> {
    let position = |id: &str| {
        order.iter().position(|o| o == id).unwrap_or_else(|| panic!("data/presets.toml: {key}: no lever {id}"))
    };
    let mut rows: Vec<(String, Value)> = levers.iter().map(|(k, v)| (k.clone(), v.clone())).collect();
    rows.sort_by_key(|(id, _)| position(id));
    rows
}
