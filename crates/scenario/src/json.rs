//! Scenario files: JSON in and out. Reading collects every problem; writing reads back to the same bits.
//!
//! A file with results is a scenario too: `company`, `assumptions`, `today` and `policy` are read, the results are not.

mod names;
mod parts;
mod write;

pub use names::{distinct, nearest, seen};
pub use write::{value, write};

use super::allowed::Allowed;
use super::draft::{Draft, PolicyDraft};
use super::tree::Tree;
use super::violation::{ViolationKind, Violations};
use super::{Charts, Currency, EventMode};
use aftercast_numerics::sampling::Sampler;
use names::same_names;
use parts::{assumptions, company, correlations, goal, levers, policies};

const KEYS: [&str; 16] = [
    "name",
    "comment",
    "charts",
    "currency",
    "company",
    "today",
    "assumptions",
    "correlations",
    "face_value",
    "policies",
    "policy",
    "draws",
    "seed",
    "sampler",
    "events",
    "goal",
];
/// Not inputs: results that a central run adds, and the changes that led to a document of the page.
const RESULTS: [&str; 5] = ["baseline", "policy_run", "comparison", "engine_version", "history"];

/// Reads a scenario file; everything that could be read is in the draft, everything else among the violations.
pub fn read(text: &str) -> (Draft, Violations) {
    let mut v = Violations::default();
    let mut draft = Draft::default();
    // some editors begin a file with a byte order mark
    let text = text.trim_start_matches('\u{feff}');
    let value = match Tree::read(text) {
        Ok(value) => value,
        Err(e) => {
            no_json(text, &e, &mut v);
            return (draft, v);
        }
    };
    let Some(map) = object(&value, "", &mut v) else { return (draft, v) };
    for (key, value) in map {
        match key.as_str() {
            "name" => draft.name = text_of(value, key, &mut v),
            "comment" => draft.comment = text_of(value, key, &mut v),
            "charts" => draft.charts = Charts::read(value, &mut v).unwrap_or_default(),
            "currency" => draft.currency = Currency::read(value, &mut v).unwrap_or_default(),
            "company" => company(value, &mut draft.company, &mut v),
            "today" => draft.today = levers(value, "today", &mut v),
            "assumptions" => assumptions(value, &mut draft, &mut v),
            "correlations" => correlations(value, &mut draft, &mut v),
            "face_value" => match *value {
                Tree::Truth(on) => draft.face_value = on,
                _ => {
                    let hint = "true takes the report at face value";
                    v.push(ViolationKind::WrongType, key, short(value), "true, false", hint);
                }
            },
            "policy" => {
                let name =
                    map.iter().find(|(k, _)| k == "name").and_then(|(_, n)| n.as_str()).unwrap_or("policy").to_owned();
                draft.policies.push(PolicyDraft { name, levers: levers(value, "policy", &mut v) });
            }
            "policies" => policies(value, &mut draft, &mut v),
            "draws" => draft.settings.draws = whole(value, key, &mut v).unwrap_or(draft.settings.draws),
            "seed" => draft.settings.seed = whole(value, key, &mut v).unwrap_or(draft.settings.seed),
            "sampler" => match value.as_str().and_then(Sampler::from_name) {
                Some(sampler) => draft.settings.sampler = sampler,
                None => v.push(ViolationKind::WrongType, key, short(value), "sobol, lhs, random", "name a point set"),
            },
            "events" => match value.as_str() {
                Some("sampled") => draft.settings.events = EventMode::Sampled,
                Some("expected") => draft.settings.events = EventMode::Expected,
                _ => {
                    let hint = "say how serious events enter";
                    v.push(ViolationKind::WrongType, key, short(value), "sampled, expected", hint);
                }
            },
            "goal" => goal(value, &mut draft, &mut v),
            _ if RESULTS.contains(&key.as_str()) => {}
            _ => unknown(key, "", value, &KEYS, &mut v),
        }
    }
    same_names(&draft, &mut v);
    (draft, v)
}

/// Says where a text stops being JSON and what stands there, or that it is none from the start.
fn no_json(text: &str, e: &serde_json::Error, v: &mut Violations) {
    let begins = text.trim_start();
    if begins.is_empty() {
        let hint = "the file is empty; a scenario in which nothing differs is {}";
        v.push(ViolationKind::OtherText, "scenario", "nothing", "JSON, which begins with {", hint);
        return;
    }
    if !begins.starts_with(['{', '[']) {
        let first = quoted(begins.lines().next().unwrap_or_default());
        let hint = "a scenario is JSON; a table of company figures is imported under Your firm on the page";
        v.push(ViolationKind::OtherText, "scenario", first, "JSON, which begins with {", hint);
        return;
    }
    let line = text.lines().nth(e.line().saturating_sub(1)).unwrap_or_default();
    // columns are counted in bytes there, and 0 is the end of the line before
    let mut at = e.column().saturating_sub(1).min(line.len());
    while !line.is_char_boundary(at) {
        at -= 1;
    }
    let message = e.to_string();
    let hint = message.rsplit_once(" at line ").map_or(message.as_str(), |(hint, _)| hint);
    let found = if e.is_eof() { "the end of the file".to_owned() } else { quoted(&line[at..]) };
    let column = line[..at].chars().count() + 1;
    v.push(ViolationKind::Syntax { line: e.line().max(1), column }, "scenario", found, "JSON", hint);
}

/// The beginning of a text, in quotes.
fn quoted(text: &str) -> String {
    const MOST: usize = 24;
    let start: String = text.chars().take(MOST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let more = if text.chars().nth(MOST).is_some() { "…" } else { "" };
    format!("“{}{more}”", start.trim_end())
}

/// The pairs of an object; a key that comes twice is named, because only one of the two could count.
pub(crate) fn object<'a>(value: &'a Tree, path: &str, v: &mut Violations) -> Option<&'a [(String, Tree)]> {
    let Some(pairs) = value.as_object() else {
        let field = if path.is_empty() { "scenario" } else { path };
        let hint = "write key and value pairs in braces";
        v.push(ViolationKind::WrongType, field, short(value), Allowed::Object, hint);
        return None;
    };
    let mut seen = std::collections::BTreeSet::new();
    for (key, value) in pairs {
        if !seen.insert(key) {
            let field = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            v.push(ViolationKind::Duplicate, field, short(value), "each key once", "leave one of the two out");
        }
    }
    Some(pairs)
}

pub(crate) fn short(value: &Tree) -> String {
    let text = value.to_string();
    if text.chars().count() > 40 { text.chars().take(40).chain("…".chars()).collect() } else { text }
}

fn text_of(value: &Tree, path: &str, v: &mut Violations) -> String {
    if value.as_str().is_none() {
        v.push(ViolationKind::WrongType, path, short(value), Allowed::Text, "write it in quotes");
    }
    value.as_str().unwrap_or_default().to_owned()
}

fn number(value: &Tree, path: &str, v: &mut Violations) -> Option<f64> {
    let number = value.as_f64();
    if number.is_none() {
        v.push(ViolationKind::WrongType, path, short(value), Allowed::Number, "write a number without quotes or units");
    }
    number
}

fn whole(value: &Tree, path: &str, v: &mut Violations) -> Option<u64> {
    let found = value.as_u64();
    if found.is_none() {
        let example = if path == "seed" { "such as 42" } else { "such as 1024" };
        v.push(ViolationKind::NotWhole, path, short(value), Allowed::Count, example);
    }
    found
}

/// Names the nearest known key; where none is near, all of them if they are few.
pub(crate) fn unknown(key: &str, path: &str, value: &Tree, known: &[&str], v: &mut Violations) {
    const FEW: usize = 16;
    let hint = match nearest(key, known) {
        Some(near) => format!("did you mean {near}?"),
        None if known.len() <= FEW => format!("leave it out; known are {}", known.join(", ")),
        None => "leave it out".to_owned(),
    };
    v.push(ViolationKind::UnknownKey, format!("{path}{key}"), short(value), "a known key", hint);
}
