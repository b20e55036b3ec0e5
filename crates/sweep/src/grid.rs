//! Reading the file that asks for a sweep (TOML): every problem is named at once.

use std::path::Path;

use toml::{Table, Value};

use super::columns::Measure;
use super::design::{Axis, Layout, combinations};
use aftercast_engine::run::summary::QUANTILES;
use aftercast_numerics::sampling::Sampler;
use aftercast_scenario::check::LARGEST_SEED;
use aftercast_scenario::json::{self, nearest};
use aftercast_scenario::{Draft, EventMode, LeverId, ViolationKind, Violations};

/// The most policies of a sweep.
pub const MOST_POLICIES: u64 = 100_000_000;
/// The most policies of a part, which is held in memory.
pub const MOST_PART_POLICIES: u64 = 8192;
/// The most values of one lever.
const MOST_VALUES: u64 = 10_000;

const KEYS: [&str; 13] = [
    "name",
    "scenario",
    "design",
    "policies",
    "design_seed",
    "draws",
    "seed",
    "sampler",
    "events",
    "outcomes",
    "quantiles",
    "per_draw",
    "part_policies",
];

/// A sweep as asked for; what could not be read is at its default, and among the violations.
#[derive(Clone, Debug)]
pub struct Grid {
    /// The scenario, with the settings of this file; its one policy, if any, is the start.
    pub draft: Draft,
    /// Levers that vary, in the order of the registry.
    pub axes: Vec<(LeverId, Axis)>,
    /// The layout.
    pub layout: Layout,
    /// What is kept of every policy, in the order of the registry.
    pub measures: Vec<Measure>,
    /// Which of [`QUANTILES`].
    pub quantiles: Vec<usize>,
    /// Whether every draw is kept.
    pub per_draw: bool,
    /// Policies of a part, where the file says.
    pub part_policies: Option<u64>,
    /// Which settings the file itself states, so that a violation names the right place.
    pub stated: Vec<&'static str>,
}

/// Reads the text of a file that lies in `folder`; a scenario given by its path is read too.
pub fn read(text: &str, folder: &Path) -> (Grid, Violations) {
    let mut v = Violations::default();
    let table: Table = text.parse().unwrap_or_else(|e: toml::de::Error| {
        let lines = e.span().map_or(1, |s| text.get(..s.start).unwrap_or_default().matches('\n').count() + 1);
        v.push(ViolationKind::WrongType, "sweep", format!("line {lines}"), "TOML", e.message());
        Table::new()
    });
    let broken = !v.is_empty();
    let mut grid = Grid {
        draft: scenario(table.get("scenario"), folder, &mut v),
        axes: Vec::new(),
        layout: Layout::Grid,
        measures: Measure::all().collect(),
        quantiles: (0..QUANTILES.len()).collect(),
        per_draw: false,
        part_policies: None,
        stated: Vec::new(),
    };
    if broken {
        return (grid, v);
    }
    for (key, value) in table.iter().filter(|(k, _)| !KEYS.contains(&k.as_str()) && *k != "levers") {
        unknown(key, "", value, KEYS.into_iter().chain(["levers"]), &mut v);
    }
    settings(&table, &mut grid, &mut v);
    let sobol = layout(&table, &mut grid, &mut v);
    levers(table.get("levers"), sobol, &mut grid, &mut v);
    if grid.layout == Layout::Grid {
        let size = combinations(&grid.axes);
        if size.is_none_or(|n| n > MOST_POLICIES) {
            let size = size.map_or_else(|| "more than can be counted".to_owned(), |n| n.to_string());
            v.push(
                ViolationKind::TooMany,
                "levers",
                format!("{size} combinations"),
                format!("at most {MOST_POLICIES}"),
                "fewer values, or design = \"sobol\", which needs no combinations",
            );
        }
    }
    (grid, v)
}

/// The text of a file, whatever its encoding, or why there is none.
fn text_of_file(path: &Path) -> Result<String, String> {
    let bytes = std::fs::read(path).map_err(|e| e.to_string())?;
    aftercast_import::text_of(&bytes)
}

/// The scenario: a path to a JSON file, a table with the same keys, or none for the report's firm.
fn scenario(value: Option<&Value>, folder: &Path, v: &mut Violations) -> Draft {
    let text = match value {
        None => return Draft::default(),
        Some(Value::String(path)) => match text_of_file(&folder.join(path)) {
            Ok(text) => text,
            Err(e) => {
                v.push(ViolationKind::WrongType, "scenario", path, "the path of a scenario file", e);
                return Draft::default();
            }
        },
        // numbers that are none become null there, and are refused as such
        Some(table @ Value::Table(_)) => serde_json::to_string(table).unwrap_or_default(),
        Some(other) => {
            wrong(v, "scenario", other, "a path or a table", "such as scenario = \"scenario.json\"");
            return Draft::default();
        }
    };
    let (draft, violations) = json::read(&text);
    v.0.extend(violations.0.into_iter().map(|mut violation| {
        if violation.field != "scenario" {
            violation.field.insert_str(0, "scenario.");
        }
        violation
    }));
    if draft.policies.len() > 1 {
        v.push(
            ViolationKind::TooMany,
            "scenario.policies",
            draft.policies.len(),
            "at most 1, the start that the levers of the sweep are set on",
            "leave one",
        );
    }
    draft
}

/// Draws, seed and the like, and what is kept.
fn settings(table: &Table, grid: &mut Grid, v: &mut Violations) {
    let settings = &mut grid.draft.settings;
    if let Some(name) = table.get("name") {
        match name.as_str() {
            Some(name) => grid.draft.name = name.to_owned(),
            None => wrong(v, "name", name, "text", "write it in quotes"),
        }
    }
    for (key, slot) in [("draws", &mut settings.draws), ("seed", &mut settings.seed)] {
        if let Some(n) = table.get(key).and_then(|value| whole(value, key, v)) {
            *slot = n;
            grid.stated.push(key);
        }
    }
    if let Some(value) = table.get("sampler") {
        match value.as_str().and_then(Sampler::from_name) {
            Some(sampler) => settings.sampler = sampler,
            None => wrong(v, "sampler", value, "sobol, lhs, random", "name a point set"),
        }
    }
    if let Some(value) = table.get("events") {
        match value.as_str() {
            Some("sampled") => settings.events = EventMode::Sampled,
            Some("expected") => settings.events = EventMode::Expected,
            _ => wrong(v, "events", value, "sampled, expected", "say how serious events enter"),
        }
    }
    if let Some(value) = table.get("per_draw") {
        match value.as_bool() {
            Some(per_draw) => grid.per_draw = per_draw,
            None => wrong(v, "per_draw", value, "true or false", "true keeps every draw of every policy"),
        }
    }
    if let Some(value) = table.get("part_policies") {
        grid.part_policies = within(value, "part_policies", (1, MOST_PART_POLICIES), "policies of a file", v);
    }
    if let Some(list) = list_of(table, "outcomes", v) {
        let mut wanted = Vec::new();
        for (i, value) in list.iter().enumerate() {
            let path = format!("outcomes[{i}]");
            match (value.as_str(), value.as_str().and_then(Measure::from_name)) {
                (_, Some(measure)) if wanted.contains(&measure) => twice(v, path, value),
                (_, Some(measure)) => wanted.push(measure),
                (Some(name), None) => {
                    let known: Vec<&str> = Measure::all().map(Measure::name).collect();
                    let hint = nearest(name, &known).map_or_else(|| known.join(", "), |n| format!("did you mean {n}?"));
                    v.push(ViolationKind::UnknownKey, path, name, "an outcome", hint);
                }
                (None, None) => wrong(v, &path, value, "text", "write it in quotes"),
            }
        }
        grid.measures = Measure::all().filter(|m| wanted.contains(m)).collect();
    }
    if let Some(list) = list_of(table, "quantiles", v) {
        let mut wanted = Vec::new();
        for (i, value) in list.iter().enumerate() {
            let path = format!("quantiles[{i}]");
            match number(value).and_then(|x| QUANTILES.iter().position(|q| *q == x)) {
                Some(k) if wanted.contains(&k) => twice(v, path, value),
                Some(k) => wanted.push(k),
                None => wrong(v, &path, value, &format!("one of {QUANTILES:?}"), "those that a run reports"),
            }
        }
        wanted.sort_unstable();
        grid.quantiles = wanted;
    }
}

/// The layout; true where it is a Sobol design, in order or not.
fn layout(table: &Table, grid: &mut Grid, v: &mut Violations) -> bool {
    let sobol = match table.get("design").map(|d| (d, d.as_str())) {
        None | Some((_, Some("grid"))) => false,
        Some((_, Some("sobol"))) => true,
        Some((value, _)) => {
            wrong(v, "design", value, "grid, sobol", "grid: every combination; sobol: so many points of the ranges");
            return false;
        }
    };
    for key in ["policies", "design_seed"] {
        if let Some(value) = table.get(key).filter(|_| !sobol) {
            wrong(v, key, value, "only for design = \"sobol\"", "a grid has every combination; leave it out");
        }
    }
    if sobol {
        let policies = match table.get("policies") {
            Some(value) => within(value, "policies", (1, MOST_POLICIES), "policies", v),
            None => {
                let allowed = format!("1 to {MOST_POLICIES}");
                v.push(ViolationKind::WrongType, "policies", "missing", allowed, "say how many points");
                None
            }
        };
        let seed = table
            .get("design_seed")
            .map_or(Some(1), |value| within(value, "design_seed", (0, LARGEST_SEED), "any whole number", v));
        grid.layout = Layout::Sobol { policies: policies.unwrap_or(1), seed: seed.unwrap_or(1) };
    }
    sobol
}

/// The levers that vary.
fn levers(value: Option<&Value>, sobol: bool, grid: &mut Grid, v: &mut Violations) {
    let table = match value {
        Some(Value::Table(table)) if !table.is_empty() => table,
        _ => {
            let hint = "such as [levers] with ai_share = [0.28, 0.5, 0.7]";
            v.push(ViolationKind::WrongType, "levers", "none", "a table of at least one lever", hint);
            return;
        }
    };
    for (key, value) in table.iter().filter(|(k, _)| LeverId::from_name(k).is_none()) {
        unknown(key, "levers.", value, LeverId::ALL.map(LeverId::name).into_iter(), v);
    }
    for id in LeverId::ALL {
        if let Some(axis) = table.get(id.name()).and_then(|value| axis(id, value, sobol, v)) {
            grid.axes.push((id, axis));
        }
    }
}

/// The values of a lever; none where any is not in order.
fn axis(id: LeverId, value: &Value, sobol: bool, v: &mut Violations) -> Option<Axis> {
    let (before, path, spec) = (v.0.len(), format!("levers.{}", id.name()), id.spec());
    let checked = |path: &str, value: &Value, v: &mut Violations| {
        let x = number(value);
        match x {
            None => wrong(v, path, value, "a number", "write a number without quotes or units"),
            Some(x) => drop(v.range(path, x, (spec.min, spec.max), spec.unit, "the range of the lever")),
        }
        x.unwrap_or(f64::NAN)
    };
    let axis = match value {
        Value::Array(list) => {
            let values: Vec<f64> =
                list.iter().enumerate().map(|(i, value)| checked(&format!("{path}[{i}]"), value, v)).collect();
            if values.is_empty() {
                v.push(ViolationKind::WrongType, &path, "[]", "at least one value", "leave the lever out");
            }
            for (i, x) in values.iter().enumerate().filter(|(i, x)| values[..*i].contains(x)) {
                twice(v, format!("{path}[{i}]"), x);
            }
            Axis::Values(values)
        }
        Value::Table(range) => {
            for (key, value) in range.iter().filter(|(k, _)| !["min", "max", "count"].contains(&k.as_str())) {
                unknown(key, &format!("{path}."), value, ["min", "max", "count"].into_iter(), v);
            }
            let end = |key: &str, v: &mut Violations| match range.get(key) {
                Some(value) => checked(&format!("{path}.{key}"), value, v),
                None => {
                    v.push(ViolationKind::WrongType, format!("{path}.{key}"), "missing", spec.unit, "say both ends");
                    f64::NAN
                }
            };
            let (min, max) = (end("min", v), end("max", v));
            if min >= max {
                v.push(ViolationKind::Order, &path, format!("{min}, {max}"), "min < max", "put the two in order");
            }
            let count_path = format!("{path}.count");
            match (range.get("count"), sobol) {
                (None, true) => Axis::Range { min, max },
                (None, false) => {
                    let hint = "how many values from min to max, both included";
                    v.push(ViolationKind::WrongType, count_path, "missing", format!("2 to {MOST_VALUES}"), hint);
                    return None;
                }
                (Some(value), true) => {
                    wrong(
                        v,
                        &count_path,
                        value,
                        "only for design = \"grid\"",
                        "a Sobol design takes any value between",
                    );
                    return None;
                }
                (Some(value), false) => {
                    let count = within(value, &count_path, (2, MOST_VALUES), "values", v)?;
                    let last = (count - 1) as f64;
                    let step = |k| if k + 1 == count { max } else { min + (max - min) * (k as f64 / last) };
                    Axis::Values((0..count).map(step).collect())
                }
            }
        }
        other => {
            wrong(v, &path, other, "a list of values, or { min, max, count }", "such as [0.28, 0.5, 0.7]");
            return None;
        }
    };
    (v.0.len() == before).then_some(axis)
}

fn number(value: &Value) -> Option<f64> {
    value.as_float().or_else(|| value.as_integer().map(|i| i as f64))
}

fn whole(value: &Value, path: &str, v: &mut Violations) -> Option<u64> {
    let found = value.as_integer().and_then(|i| u64::try_from(i).ok());
    if found.is_none() {
        v.push(ViolationKind::NotWhole, path, value, "a whole number", "such as 256");
    }
    found
}

fn within(value: &Value, path: &str, (min, max): (u64, u64), hint: &str, v: &mut Violations) -> Option<u64> {
    let found = whole(value, path, v)?;
    if !(min..=max).contains(&found) {
        v.push(ViolationKind::OutOfRange, path, found, format!("{min} to {max}"), hint);
        return None;
    }
    Some(found)
}

/// A list that is not empty, where the key is there.
fn list_of<'a>(table: &'a Table, key: &str, v: &mut Violations) -> Option<&'a Vec<Value>> {
    let value = table.get(key)?;
    let list = value.as_array().filter(|list| !list.is_empty());
    if list.is_none() {
        wrong(v, key, value, "a list of at least one", "leave it out for all of them");
    }
    list
}

fn wrong(v: &mut Violations, path: &str, value: &Value, allowed: &str, hint: &str) {
    v.push(ViolationKind::WrongType, path, short(value), allowed, hint);
}

/// A value as it was written, or its beginning.
fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() > 40 { text.chars().take(40).chain(['…']).collect() } else { text }
}

fn twice(v: &mut Violations, path: String, value: impl core::fmt::Display) {
    v.push(ViolationKind::WrongType, path, value, "each once", "it is in the list already");
}

fn unknown(key: &str, path: &str, value: &Value, known: impl Iterator<Item = &'static str>, v: &mut Violations) {
    let known: Vec<&str> = known.collect();
    let hint = nearest(key, &known).map_or_else(|| "leave it out".to_owned(), |n| format!("did you mean {n}?"));
    v.push(ViolationKind::UnknownKey, format!("{path}{key}"), short(value), "a known key", hint);
}
