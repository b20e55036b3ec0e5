//! Keys of scenario links: read from the data files, refused where one is missing, doubled or reused.

use std::fmt::Write as _;

use toml::{Table, Value};

use super::{file_order, read};

/// Keys of the grammar itself; no lever may use them, in any policy.
const GRAMMAR: [&str; 17] =
    ["v", "p", "name", "g", "n", "s", "m", "ev", "fv", "sel", "view", "doc", "r", "e", "l", "k", "z"];

/// The tables of `crates/link/src/keys.rs`.
pub fn tables() -> String {
    let links = read("links.toml");
    let levers = read("levers.toml");
    let lever_keys = keys_of("levers.toml", &file_order("levers.toml", &levers), &levers);
    let mut rows = Table::new();
    for group in read("parameters.toml").values().filter_map(Value::as_table) {
        rows.extend(group.clone());
    }
    let assumption_keys = keys_of("parameters.toml", &file_order("parameters.toml", &rows), &rows);
    let company = company_keys(&links);
    let appended = &links["appended"];
    let list = |name: &str| -> Vec<String> {
        appended[name].as_array().expect("a list").iter().map(|v| v.as_str().expect("text").to_owned()).collect()
    };
    let (prefixes, ignored) = (list("prefixes"), list("keys"));
    for key in &lever_keys {
        assert!(!GRAMMAR.contains(&key.as_str()), "data/levers.toml: the key {key} belongs to the grammar of links");
    }
    for key in lever_keys.iter().map(String::as_str).chain(GRAMMAR) {
        let taken = ignored.iter().any(|k| k == key) || prefixes.iter().any(|p| key.starts_with(p));
        assert!(!taken, "data/links.toml: the key {key} would be ignored as appended by a chat program");
    }
    let retired = retired(&links, &lever_keys, &assumption_keys, &company);
    let quoted = |keys: &[String]| keys.iter().map(|k| format!("{k:?}")).collect::<Vec<_>>().join(", ");
    let mut out = String::new();
    for (name, doc, keys) in [
        ("LEVER_KEYS", "Key of every lever, in file order", &lever_keys),
        ("ASSUMPTION_KEYS", "Key of every assumption, in file order", &assumption_keys),
        ("APPENDED", "Keys that others append to links", &ignored),
        ("APPENDED_PREFIXES", "Beginnings of keys that others append to links", &prefixes),
    ] {
        writeln!(out, "/// {doc}.\npub const {name}: [&str; {}] = [{}];", keys.len(), quoted(keys)).unwrap();
    }
    writeln!(
        out,
        "/// Path and key of every company fact.\npub const COMPANY_KEYS: [(&str, &str); {}] = {company:?};",
        company.len()
    )
    .unwrap();
    writeln!(out, "/// Retired keys, oldest first.\npub const RETIRED: &[Rename] = &[{retired}];").unwrap();
    out
}

fn keys_of(file: &str, ids: &[String], rows: &Table) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for id in ids {
        let key = rows[id].get("key").and_then(Value::as_str);
        let key = key.unwrap_or_else(|| panic!("data/{file}: {id} has no key for links"));
        sound(file, id, key);
        assert!(!keys.iter().any(|k| k == key), "data/{file}: the key {key} of {id} is taken");
        keys.push(key.to_owned());
    }
    keys
}

fn sound(file: &str, id: &str, key: &str) {
    let letters = key.starts_with(|c: char| c.is_ascii_lowercase())
        && key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    assert!(letters && key.len() <= 8, "data/{file}: the key {key:?} of {id} must be 1 to 8 of a-z and 0-9");
}

fn company_keys(links: &Table) -> Vec<(String, String)> {
    let mut paths: Vec<String> = [
        "repurchase",
        "stated_costs.labour",
        "stated_costs.technology",
        "stated_costs.reverse_logistics",
        "stated_costs.compensation",
    ]
    .map(str::to_owned)
    .to_vec();
    for (key, value) in &read("company.toml") {
        match value {
            Value::Table(t) => paths.extend(t.keys().map(|k| format!("{key}.{k}"))),
            _ => paths.push(key.clone()),
        }
    }
    let table = links["company"].as_table().expect("a table");
    for path in table.keys() {
        assert!(paths.contains(path), "data/links.toml: {path} is no company fact");
    }
    let mut found: Vec<(String, String)> = Vec::new();
    for path in paths {
        let key = table.get(&path).and_then(Value::as_str);
        let key = key.unwrap_or_else(|| panic!("data/links.toml: no key for the company fact {path}"));
        sound("links.toml", &path, key);
        assert!(!found.iter().any(|(_, k)| k == key), "data/links.toml: the key {key} of {path} is taken");
        found.push((path, key.to_owned()));
    }
    found
}

fn retired(links: &Table, levers: &[String], assumptions: &[String], company: &[(String, String)]) -> String {
    let mut out = String::new();
    for row in links.get("retired").and_then(Value::as_array).into_iter().flatten() {
        let text = |k: &str| row.get(k).and_then(Value::as_str);
        let need = |k: &str| text(k).unwrap_or_else(|| panic!("data/links.toml: a retired key has no {k}"));
        let (scope, old) = (need("scope"), need("old"));
        let (scope_type, living) = match scope {
            "lever" => ("Lever", levers.iter().any(|k| k == old)),
            "assumption" => ("Assumption", assumptions.iter().any(|k| k == old)),
            "company" => ("Company", company.iter().any(|(_, k)| k == old)),
            "preset" => ("Preset", false),
            other => panic!("data/links.toml: unknown scope {other} of the retired key {old}"),
        };
        assert!(!living, "data/links.toml: the key {old} is retired and in use");
        write!(
            out,
            "Rename {{ since: {:?}, scope: Scope::{scope_type}, old: {old:?}, new: {:?} }}, ",
            need("since"),
            text("new")
        )
        .unwrap();
    }
    out
}
