//! Scenario files: JSON in and out. Reading collects every problem; writing reads back to the same bits.
//!
//! A golden file is a scenario: `company`, `assumptions`, `today` and `policy` are read, the results are not.

use serde_json::{Map, Value, json};

use super::draft::{Draft, Override, PolicyDraft};
use super::fields::FIELDS;
use super::violation::{ViolationKind, Violations};
use super::{AssumptionId, Company, EventMode, Goal, LeverId};
use crate::engine::sampling::Sampler;

const KEYS: [&str; 11] =
    ["name", "company", "today", "assumptions", "policies", "policy", "draws", "seed", "sampler", "events", "goal"];
/// Results in golden files and reports; not inputs.
const RESULTS: [&str; 4] = ["baseline", "policy_run", "comparison", "engine_version"];

/// Reads a scenario file; everything that could be read is in the draft, everything else among the violations.
pub fn read(text: &str) -> (Draft, Violations) {
    let mut v = Violations::default();
    let mut draft = Draft::default();
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(e) => {
            v.push(
                ViolationKind::WrongType,
                "scenario",
                format!("line {} column {}", e.line(), e.column()),
                "JSON",
                e.to_string(),
            );
            return (draft, v);
        }
    };
    let Some(map) = object(&value, "scenario", &mut v) else { return (draft, v) };
    for (key, value) in map {
        match key.as_str() {
            "name" => draft.name = text_of(value, key, &mut v),
            "company" => company(value, &mut draft.company, &mut v),
            "today" => draft.today = levers(value, "today", &mut v),
            "assumptions" => assumptions(value, &mut draft, &mut v),
            "policy" => {
                let name = map.get("name").and_then(Value::as_str).unwrap_or("policy").to_owned();
                draft.policies.push(PolicyDraft { name, levers: levers(value, "policy", &mut v) });
            }
            "policies" => policies(value, &mut draft, &mut v),
            "draws" => draft.settings.draws = whole(value, key, &mut v).unwrap_or(draft.settings.draws),
            "seed" => draft.settings.seed = whole(value, key, &mut v).unwrap_or(draft.settings.seed),
            "sampler" => match value.as_str().and_then(Sampler::from_name) {
                Some(sampler) => draft.settings.sampler = sampler,
                None => v.push(ViolationKind::WrongType, key, value, "sobol, lhs, random", "name a point set"),
            },
            "events" => match value.as_str() {
                Some("sampled") => draft.settings.events = EventMode::Sampled,
                Some("expected") => draft.settings.events = EventMode::Expected,
                _ => v.push(ViolationKind::WrongType, key, value, "sampled, expected", "say how serious events enter"),
            },
            "goal" => goal(value, &mut draft, &mut v),
            _ if RESULTS.contains(&key.as_str()) => {}
            _ => unknown(key, "", &KEYS, &mut v),
        }
    }
    (draft, v)
}

fn object<'a>(value: &'a Value, path: &str, v: &mut Violations) -> Option<&'a Map<String, Value>> {
    if !value.is_object() {
        v.push(
            ViolationKind::WrongType,
            path,
            short(value),
            "an object { ... }",
            "see the example scenario in the README",
        );
    }
    value.as_object()
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() > 40 { text.chars().take(40).chain("…".chars()).collect() } else { text }
}

fn text_of(value: &Value, path: &str, v: &mut Violations) -> String {
    if !value.is_string() {
        v.push(ViolationKind::WrongType, path, short(value), "text", "write it in quotes");
    }
    value.as_str().unwrap_or_default().to_owned()
}

fn number(value: &Value, path: &str, v: &mut Violations) -> Option<f64> {
    let number = value.as_f64();
    if number.is_none() {
        v.push(ViolationKind::WrongType, path, short(value), "a number", "write a number without quotes or units");
    }
    number
}

fn whole(value: &Value, path: &str, v: &mut Violations) -> Option<u64> {
    let found = value
        .as_u64()
        .or_else(|| value.as_f64().filter(|x| *x >= 0.0 && x % 1.0 == 0.0 && *x < 1e18).map(|x| x as u64));
    if found.is_none() {
        v.push(ViolationKind::NotWhole, path, short(value), "a whole number", "such as 1024");
    }
    found
}

/// Names the nearest known key.
fn unknown<'a>(key: &str, path: &str, known: &[&'a str], v: &mut Violations) {
    let nearest = nearest(key, known);
    let hint = nearest.map_or_else(|| "leave it out".to_owned(), |n: &'a str| format!("did you mean {n}?"));
    v.push(ViolationKind::UnknownKey, format!("{path}{key}"), "unknown key", "a known key", hint);
}

/// The known key within a third of its letters of `key`.
pub fn nearest<'a>(key: &str, known: &[&'a str]) -> Option<&'a str> {
    known
        .iter()
        .map(|k| (distance(key, k), *k))
        .filter(|(d, k)| *d <= (k.len() / 3).max(1))
        .min_by_key(|(d, _)| *d)
        .map(|(_, k)| k)
}

/// Levenshtein distance in bytes.
fn distance(a: &str, b: &str) -> usize {
    let b = b.as_bytes();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let substitute = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = substitute.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

fn company(value: &Value, company: &mut Company, v: &mut Violations) {
    company_part(value, "", company, v);
}

fn company_part(value: &Value, prefix: &str, company: &mut Company, v: &mut Violations) {
    let Some(map) = object(value, &format!("company.{prefix}"), v) else { return };
    for (key, value) in map {
        let path = format!("{prefix}{key}");
        let at = format!("company.{path}");
        if path == "repurchase" {
            company.repurchase = if value.is_null() { None } else { number(value, &at, v) };
        } else if let Some(field) = FIELDS.iter().find(|f| f.path == path) {
            let row = (field.get_mut)(company);
            match value.as_array() {
                None if row.len() == 1 => {
                    if let Some(x) = number(value, &at, v) {
                        row[0] = x;
                    }
                }
                Some(list) if row.len() > 1 && list.len() == row.len() => {
                    for (i, (slot, value)) in row.iter_mut().zip(list).enumerate() {
                        if let Some(x) = number(value, &format!("{at}[{i}]"), v) {
                            *slot = x;
                        }
                    }
                }
                _ => {
                    let allowed =
                        if row.len() == 1 { "a number".to_owned() } else { format!("{} numbers in [ ]", row.len()) };
                    v.push(ViolationKind::WrongType, at, short(value), allowed, field.hint);
                }
            }
        } else if prefix.is_empty() && ["stage", "tier", "profile", "incident_mix"].contains(&key.as_str()) {
            company_part(value, &format!("{key}."), company, v);
        } else {
            let known: Vec<&str> = FIELDS.iter().map(|f| f.path).chain(["repurchase"]).collect();
            let nearest =
                nearest(&path, &known).map_or_else(|| "leave it out".to_owned(), |n| format!("did you mean {n}?"));
            v.push(ViolationKind::UnknownKey, at, "unknown key", "a company fact", nearest);
        }
    }
}

fn levers(value: &Value, path: &str, v: &mut Violations) -> std::collections::BTreeMap<LeverId, f64> {
    let mut found = std::collections::BTreeMap::new();
    let Some(map) = object(value, path, v) else { return found };
    for (key, value) in map {
        match LeverId::from_name(key) {
            Some(id) => {
                if let Some(x) = number(value, &format!("{path}.{key}"), v) {
                    found.insert(id, x);
                }
            }
            None => unknown(key, &format!("{path}."), &LeverId::ALL.map(LeverId::name), v),
        }
    }
    found
}

fn assumptions(value: &Value, draft: &mut Draft, v: &mut Violations) {
    let Some(map) = object(value, "assumptions", v) else { return };
    for (key, value) in map {
        let path = format!("assumptions.{key}");
        let Some(id) = AssumptionId::from_name(key) else {
            unknown(key, "assumptions.", &AssumptionId::ALL.map(AssumptionId::name), v);
            continue;
        };
        let Some(range) = value.as_object() else {
            if let Some(x) = number(value, &path, v) {
                draft.assumptions.insert(id, Override::Known(x));
            }
            continue;
        };
        for part in range.keys().filter(|k| !["low", "mode", "high"].contains(&k.as_str())) {
            unknown(part, &format!("{path}."), &["low", "mode", "high"], v);
        }
        let mut part = |name: &str| number(range.get(name).unwrap_or(&Value::Null), &format!("{path}.{name}"), v);
        if let (Some(low), Some(mode), Some(high)) = (part("low"), part("mode"), part("high")) {
            draft.assumptions.insert(id, Override::Range { low, mode, high });
        }
    }
}

fn policies(value: &Value, draft: &mut Draft, v: &mut Violations) {
    let Some(list) = value.as_array() else {
        v.push(ViolationKind::WrongType, "policies", short(value), "a list [ ... ]", "of objects with name and levers");
        return;
    };
    for (i, policy) in list.iter().enumerate() {
        let path = format!("policies[{i}]");
        let Some(map) = object(policy, &path, v) else { continue };
        let mut found = PolicyDraft::default();
        for (key, value) in map {
            match key.as_str() {
                "name" => found.name = text_of(value, &format!("{path}.name"), v),
                "levers" => found.levers = levers(value, &format!("{path}.levers"), v),
                _ => unknown(key, &format!("{path}."), &["name", "levers"], v),
            }
        }
        draft.policies.push(found);
    }
}

fn goal(value: &Value, draft: &mut Draft, v: &mut Violations) {
    let Some(map) = object(value, "goal", v) else { return };
    for (key, bound) in map {
        if !Goal::NAMES.contains(&key.as_str()) {
            unknown(key, "goal.", &Goal::NAMES, v);
        } else if let Some(bound) = number(bound, &format!("goal.{key}"), v) {
            draft.goal = Goal::from_name(key, bound).unwrap_or_default();
        }
    }
}

/// Writes a draft: only what differs from the defaults, in file order, shortest decimals.
pub fn write(draft: &Draft) -> String {
    let standard = Company::default();
    let mut company = Map::new();
    for f in FIELDS {
        let row = (f.get)(&draft.company);
        if row == (f.get)(&standard) {
            continue;
        }
        let value = if row.len() == 1 { json!(row[0]) } else { json!(row) };
        match f.path.split_once('.') {
            None => drop(company.insert(f.path.to_owned(), value)),
            Some((table, key)) => {
                let entry = company.entry(table).or_insert_with(|| json!({}));
                entry[key] = value;
            }
        }
    }
    if let Some(own) = draft.company.repurchase {
        company.insert("repurchase".to_owned(), json!(own));
    }
    let levers = |m: &std::collections::BTreeMap<LeverId, f64>| {
        Value::Object(m.iter().map(|(id, x)| (id.name().to_owned(), json!(x))).collect())
    };
    let assumptions: Map<String, Value> = draft
        .assumptions
        .iter()
        .map(|(id, o)| {
            let value = match *o {
                Override::Known(x) => json!(x),
                Override::Range { low, mode, high } => json!({ "low": low, "mode": mode, "high": high }),
            };
            (id.name().to_owned(), value)
        })
        .collect();
    let policies: Vec<Value> =
        draft.policies.iter().map(|p| json!({ "name": p.name, "levers": levers(&p.levers) })).collect();
    let file = json!({
        "name": draft.name,
        "company": company,
        "assumptions": assumptions,
        "today": levers(&draft.today),
        "policies": policies,
        "draws": draft.settings.draws,
        "seed": draft.settings.seed,
        "sampler": draft.settings.sampler.name(),
        "events": draft.settings.events.name(),
        "goal": { draft.goal.name(): draft.goal.bound() },
    });
    format!("{file:#}\n")
}
