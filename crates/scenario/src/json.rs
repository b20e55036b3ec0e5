//! Scenario files: JSON in and out. Reading collects every problem; writing reads back to the same bits.
//!
//! A file with results is a scenario too: `company`, `assumptions`, `today` and `policy` are read, the results are not.

mod write;

pub use write::{value, write};

use super::allowed::Allowed;
use super::company::StatedCosts;
use super::correlations::pair;
use super::draft::{Draft, Override, PolicyDraft};
use super::fields::{FIELDS, OPTIONAL, optional};
use super::tree::Tree;
use super::violation::{ViolationKind, Violations};
use super::{AssumptionId, Charts, Company, Currency, EventMode, Goal, LeverId};
use aftercast_numerics::sampling::Sampler;

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

/// Gives policies names of their own, as a scenario file asks for; returns the new ones.
pub fn distinct(policies: &mut [PolicyDraft]) -> Vec<String> {
    // names that differ in invisible characters alone are one name
    let mut taken: std::collections::BTreeSet<String> = policies.iter().map(|p| seen(&p.name)).collect();
    let mut own = std::collections::BTreeSet::new();
    let mut renamed = Vec::new();
    for policy in policies.iter_mut().filter(|p| !seen(&p.name).is_empty()) {
        if !own.insert(seen(&policy.name)) {
            let free = (2..).map(|n| format!("{} ({n})", policy.name)).find(|name| !taken.contains(&seen(name)));
            policy.name = free.unwrap_or_default();
            taken.insert(seen(&policy.name));
            own.insert(seen(&policy.name));
            renamed.push(policy.name.clone());
        }
    }
    renamed
}

/// Names tell policies apart in reports and in the columns of draws.
fn same_names(draft: &Draft, v: &mut Violations) {
    for (i, policy) in draft.policies.iter().enumerate() {
        let name = seen(&policy.name);
        if !name.is_empty() && draft.policies[..i].iter().any(|p| seen(&p.name) == name) {
            let (field, name) = (format!("policies[{i}].name"), &policy.name);
            v.push(ViolationKind::Duplicate, field, format!("{name:?}"), "a name of its own", "rename one of the two");
        }
    }
}

/// What of a name is seen: characters without a width, and how many blanks of which kind stand anywhere, tell no names apart.
pub fn seen(name: &str) -> String {
    let visible: String =
        name.chars().filter(|&c| !is_unseen(c)).map(|c| if c.is_control() { ' ' } else { c }).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Marks of direction, zero width, fillers, tags, forms of the sign before.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
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

/// The known key within a third of its letters of `key`, or the one that begins with it.
pub fn nearest<'a>(key: &str, known: &[&'a str]) -> Option<&'a str> {
    known
        .iter()
        .map(|k| (distance(key, k), *k))
        .filter(|(d, k)| *d <= (k.len() / 3).max(1))
        .min_by_key(|(d, _)| *d)
        .map(|(_, k)| k)
        .or_else(|| {
            let mut longer = known.iter().filter(|k| key.len() >= 3 && k.starts_with(key));
            longer.next().filter(|_| longer.next().is_none()).copied()
        })
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

fn company(value: &Tree, company: &mut Company, v: &mut Violations) {
    company_part(value, "", company, v);
}

fn company_part(value: &Tree, prefix: &str, company: &mut Company, v: &mut Violations) {
    let Some(map) = object(value, format!("company.{prefix}").trim_end_matches('.'), v) else { return };
    for (key, value) in map {
        let path = format!("{prefix}{key}");
        let at = format!("company.{path}");
        if path == "stated_costs" && *value == Tree::Null {
            // like a line of them: not stated
            company.stated_costs = StatedCosts::NONE;
        } else if let Some(fact) = optional(&path) {
            *(fact.get_mut)(company) = if *value == Tree::Null { None } else { number(value, &at, v) };
        } else if let Some(field) = FIELDS.iter().find(|f| f.path == path) {
            let row = (field.get_mut)(company);
            match value.as_list() {
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
                    let allowed = if row.len() == 1 { Allowed::Number } else { Allowed::Numbers(row.len()) };
                    v.push(ViolationKind::WrongType, at, short(value), allowed, field.hint);
                }
            }
        } else if prefix.is_empty()
            && ["stage", "tier", "profile", "incident_mix", "stated_costs"].contains(&key.as_str())
        {
            company_part(value, &format!("{key}."), company, v);
        } else {
            let known: Vec<&str> = FIELDS.iter().map(|f| f.path).chain(OPTIONAL.iter().map(|f| f.path)).collect();
            unknown(&path, "company.", value, &known, v);
        }
    }
}

fn levers(value: &Tree, path: &str, v: &mut Violations) -> std::collections::BTreeMap<LeverId, f64> {
    let mut found = std::collections::BTreeMap::new();
    let Some(map) = object(value, path, v) else { return found };
    for (key, value) in map {
        match LeverId::from_name(key) {
            Some(id) => {
                if let Some(x) = number(value, &format!("{path}.{key}"), v) {
                    found.insert(id, x);
                }
            }
            None => unknown(key, &format!("{path}."), value, &LeverId::ALL.map(LeverId::name), v),
        }
    }
    found
}

fn assumptions(value: &Tree, draft: &mut Draft, v: &mut Violations) {
    let Some(map) = object(value, "assumptions", v) else { return };
    for (key, value) in map {
        let path = format!("assumptions.{key}");
        let Some(id) = AssumptionId::from_name(key) else {
            unknown(key, "assumptions.", value, &AssumptionId::ALL.map(AssumptionId::name), v);
            continue;
        };
        if value.as_object().is_none() {
            if let Some(x) = number(value, &path, v) {
                draft.assumptions.insert(id, Override::Known(x));
            }
            continue;
        }
        let Some(range) = object(value, &path, v) else { continue };
        for (part, value) in range.iter().filter(|(k, _)| !["low", "mode", "high"].contains(&k.as_str())) {
            unknown(part, &format!("{path}."), value, &["low", "mode", "high"], v);
        }
        let mut part = |name: &str| {
            let value = range.iter().rfind(|(k, _)| k == name).map_or(&Tree::Null, |(_, value)| value);
            number(value, &format!("{path}.{name}"), v)
        };
        if let (Some(low), Some(mode), Some(high)) = (part("low"), part("mode"), part("high")) {
            draft.assumptions.insert(id, Override::Range { low, mode, high });
        }
    }
}

/// A list of pairs with their correlations, as the data file has them.
fn correlations(value: &Tree, draft: &mut Draft, v: &mut Violations) {
    const SHAPE: &str = "such as { \"pair\": [\"delivery\", \"cost_overrun\"], \"rho\": -0.4 }";
    let Some(list) = value.as_list() else {
        v.push(ViolationKind::WrongType, "correlations", short(value), "a list [ ... ]", SHAPE);
        return;
    };
    for (i, entry) in list.iter().enumerate() {
        let path = format!("correlations[{i}]");
        let Some(map) = object(entry, &path, v) else { continue };
        for (key, value) in map.iter().filter(|(k, _)| !["pair", "rho"].contains(&k.as_str())) {
            unknown(key, &format!("{path}."), value, &["pair", "rho"], v);
        }
        let part = |name: &str| map.iter().rfind(|(k, _)| k == name).map_or(&Tree::Null, |(_, value)| value);
        let rho = number(part("rho"), &format!("{path}.rho"), v);
        let names = part("pair");
        let both: Vec<Option<AssumptionId>> = names
            .as_list()
            .unwrap_or_default()
            .iter()
            .map(|name| {
                let name = name.as_str().unwrap_or_default();
                let id = AssumptionId::from_name(name);
                if id.is_none() {
                    unknown(name, &format!("{path}.pair."), names, &AssumptionId::ALL.map(AssumptionId::name), v);
                }
                id
            })
            .collect();
        match both[..] {
            [Some(a), Some(b)] => match (pair(a, b), rho) {
                (None, _) => {
                    v.push(
                        ViolationKind::WrongType,
                        format!("{path}.pair"),
                        short(names),
                        Allowed::TwoAssumptions,
                        SHAPE,
                    );
                }
                (Some(pair), Some(rho)) => {
                    if draft.correlations.insert(pair, rho).is_some() {
                        let hint = "leave one of the two out";
                        v.push(ViolationKind::Duplicate, format!("{path}.pair"), short(names), "each pair once", hint);
                    }
                }
                (Some(_), None) => {}
            },
            // a name that is not known was told
            [_, _] => {}
            _ => v.push(ViolationKind::WrongType, format!("{path}.pair"), short(names), "two assumptions", SHAPE),
        }
    }
}

fn policies(value: &Tree, draft: &mut Draft, v: &mut Violations) {
    let Some(list) = value.as_list() else {
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
                _ => unknown(key, &format!("{path}."), value, &["name", "levers"], v),
            }
        }
        draft.policies.push(found);
    }
}

fn goal(value: &Tree, draft: &mut Draft, v: &mut Violations) {
    let Some(map) = object(value, "goal", v) else { return };
    if map.len() != 1 {
        v.push(ViolationKind::TooMany, "goal", short(value), "one goal", "such as { \"npv_above\": 0 }");
    }
    for (key, bound) in map {
        if !Goal::NAMES.contains(&key.as_str()) {
            unknown(key, "goal.", bound, &Goal::NAMES, v);
        } else if let Some(bound) = number(bound, &format!("goal.{key}"), v) {
            draft.goal = Goal::from_name(key, bound).unwrap_or_default();
        }
    }
}
