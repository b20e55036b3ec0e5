//! Lessons: every published version, checked against levers and for both languages.

use std::fmt::Write as _;
use std::path::Path;

use toml::{Table, Value};

use super::{camel, literal, number, read, texts};

/// Texts that every lesson has in both languages.
const TEXTS: [&str; 4] = ["title", "story", "task", "question"];

/// The table of `crates/presets/src/lessons.rs`.
pub fn table(folder: &Path) -> String {
    let lessons = read("lessons.toml");
    let levers = read("levers.toml");
    let rows = lessons["lesson"].as_array().expect("lessons");
    let mut seen: Vec<String> = Vec::new();
    let mut out = format!(
        "/// Every published lesson, in the order of the page.\npub const LESSONS: [Lesson; {}] = [\n",
        rows.len()
    );
    let (mut english, mut chinese) = (Vec::new(), Vec::new());
    for (index, row) in rows.iter().enumerate() {
        let id = row["id"].as_str().expect("id");
        let version = row["version"].as_integer().expect("version");
        let key = format!("lesson.{id}.{version}");
        let fail = |what: &str| panic!("data/lessons.toml: {key}: {what}");
        if seen.contains(&key) || version < 1 || !id.chars().all(|c| c.is_ascii_lowercase() || c == '_') {
            fail("an id of a-z and _, a version from 1, each once");
        }
        if key.len() > 32 {
            fail("longer than the 32 characters that a link gives to a view");
        }
        let free: Vec<&str> = row["levers"].as_array().expect("levers").iter().filter_map(Value::as_str).collect();
        if free.is_empty() || free.iter().any(|lever| !levers.contains_key(*lever)) {
            fail("levers: at least one, of data/levers.toml");
        }
        let policies: String =
            row["policies"].as_array().expect("policies").iter().map(|p| policy(p, &free, &levers, &key)).collect();
        if policies.is_empty() {
            fail("at least one policy");
        }
        write!(
            out,
            "    Lesson {{ id: {id:?}, version: {version}, key: {key:?}, index: {index}, goal: {}, ",
            literal(number(&row["goal"]))
        )
        .unwrap();
        let rounds: String = row["rounds"]
            .as_array()
            .expect("rounds")
            .iter()
            .map(|round| format!("&[{}], ", moved(round.as_table().expect("levers"), &free, &levers, &key)))
            .collect();
        if rounds.is_empty() {
            fail("at least one round");
        }
        for name in TEXTS {
            let [en, zh] = both(&row[name], &key, name);
            english.push(en);
            chinese.push(zh);
        }
        let free: Vec<String> = free.iter().map(|lever| format!("LeverId::{}", camel(lever))).collect();
        writeln!(out, "levers: &[{}], policies: &[{policies}], rounds: &[{rounds}] }},", free.join(", ")).unwrap();
        seen.push(key);
    }
    out.push_str("];\n");
    for (name, part, texts) in [("ENGLISH", "en", english), ("CHINESE", "zh", chinese)] {
        let strings = texts::strings(folder, "lessons", part, texts.into_iter());
        writeln!(out, "static {name}: strings::Part = {strings};").unwrap();
    }
    out
}

/// A text in both languages.
fn both(value: &Value, key: &str, name: &str) -> [String; 2] {
    let text = |language: &str| {
        let text = value.get(language).and_then(Value::as_str).unwrap_or_default();
        assert!(!text.is_empty(), "data/lessons.toml: {key}: no {language} {name}");
        text.to_owned()
    };
    [text("en"), text("zh")]
}

/// A policy to start from.
fn policy(row: &Value, free: &[&str], levers: &Table, key: &str) -> String {
    let moved = moved(row["levers"].as_table().expect("levers"), free, levers, key);
    format!("Start {{ name: {:?}, levers: &[{moved}] }}, ", both(&row["name"], key, "name of a policy"))
}

/// Levers of a policy: it moves only what the lesson leaves free.
fn moved(row: &Table, free: &[&str], levers: &Table, key: &str) -> String {
    let mut moved = String::new();
    for (lever, value) in row {
        assert!(free.contains(&lever.as_str()), "data/lessons.toml: {key}: {lever} is moved but locked");
        let (x, bound) = (number(value), |k: &str| number(&levers[lever][k]));
        assert!(x >= bound("min") && x <= bound("max"), "data/lessons.toml: {key}: {lever} = {x} is out of its range");
        write!(moved, "(LeverId::{}, {}), ", camel(lever), literal(x)).unwrap();
    }
    moved
}
