//! Dependencies point one way: every `crate::`, `super::` and `aftercast::` path in `src` is read and held against the map.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A part of the source (a file or a folder, without `.rs`) and the parts it may name besides itself.
/// The longest matching part decides. `scenario/check` sits above the model: it alone makes a [`Scenario`] and asks the model
/// whether the stated facts fit together; the rest of `scenario` lies below the model.
const MAP: &[(&str, &[&str])] = &[
    ("lib", &[]),
    ("engine", &[]),
    ("engine/math", &[]),
    ("engine/random", &["engine/math"]),
    ("engine/sampling", &["engine/math", "engine/random"]),
    ("engine/scenario", &["engine/math", "engine/sampling"]),
    ("engine/model", &["engine/math", "engine/scenario"]),
    ("engine/scenario/check", &["engine/math", "engine/sampling", "engine/scenario", "engine/model"]),
    (
        "engine/run",
        &[
            "engine",
            "engine/math",
            "engine/random",
            "engine/sampling",
            "engine/scenario",
            "engine/model",
            "engine/scenario/check",
        ],
    ),
    (
        "engine/analysis",
        &[
            "engine",
            "engine/math",
            "engine/random",
            "engine/sampling",
            "engine/scenario",
            "engine/model",
            "engine/scenario/check",
            "engine/run",
        ],
    ),
    // the customers one by one are an independent witness: nothing of the model, the runs or the checks
    ("engine/verification/customers", &["engine/math", "engine/random", "engine/scenario"]),
    (
        "engine/verification",
        &[
            "engine",
            "engine/math",
            "engine/random",
            "engine/sampling",
            "engine/scenario",
            "engine/model",
            "engine/scenario/check",
            "engine/run",
            "engine/analysis",
            "engine/verification/customers",
        ],
    ),
    ("levers", &["engine/*"]),
    ("presets", &["engine/*"]),
    ("lessons", &["engine/*", "texts"]),
    ("texts", &["engine/*"]),
    ("names", &[]),
    // dialects of text end here: the engine gets numbers
    ("import", &["engine/*", "texts"]),
    ("link", &["engine/*", "presets", "texts"]),
    ("plot", &["engine/*", "texts"]),
    ("protocol", &["engine/*"]),
    ("app", &["engine/*", "import", "levers", "presets", "lessons", "texts", "names", "link", "plot"]),
    ("study", &["engine/*", "import", "levers", "presets", "texts", "names", "link", "plot", "protocol", "app"]),
    ("shell", &[]),
    ("runner", &["engine/*", "protocol", "app", "study", "shell"]),
    ("sweep", &["engine/*", "import"]),
    (
        "ui",
        &[
            "engine/*", "import", "levers", "presets", "lessons", "texts", "names", "link", "plot", "protocol", "app",
            "study", "shell", "runner",
        ],
    ),
    (
        "bin",
        &[
            "engine/*", "import", "levers", "presets", "lessons", "texts", "names", "link", "plot", "protocol", "app",
            "study", "shell", "runner", "ui", "sweep", "lib",
        ],
    ),
];

/// Names that `scenario` hands on from `scenario/check`.
const OF_CHECK: &[&str] = &["check", "Scenario", "Policy"];

/// Crates that the engine may name, and the parts of `std` that reach outside it.
const ENGINE_CRATES: &[&str] = &["core", "std", "wide", "bytemuck", "serde", "serde_json", "rand", "sha2"];
const OUTSIDE: &[&str] = &["fs", "io", "net", "thread", "time", "env", "process", "os"];

fn source_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            source_files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// A source file: where it stands, and its text without comments, strings and test modules.
pub struct Source {
    /// Path below `src` without `.rs` or `/mod`.
    pub module: String,
    pub code: String,
}

/// Every file of `src`.
pub fn sources() -> Vec<Source> {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"));
    let mut files = Vec::new();
    source_files(root, &mut files);
    files.sort();
    files
        .iter()
        .filter(|path| path.file_name().is_some_and(|n| n != "tests.rs"))
        .map(|path| {
            let module = path.strip_prefix(root).unwrap().with_extension("").to_string_lossy().replace('\\', "/");
            let module = module.strip_suffix("/mod").or(module.strip_suffix("/main")).unwrap_or(&module).to_owned();
            Source { module, code: code(&std::fs::read_to_string(path).unwrap()) }
        })
        .collect()
}

/// The text without comments, strings and what follows the first `#[cfg(test)]`, which ends a file by convention.
pub fn code(text: &str) -> String {
    let text = match text.find("\n#[cfg(test)]") {
        Some(end) => {
            let rest = &text[end..];
            assert!(rest.contains("mod tests"), "a test-only item that is not the module of tests");
            &text[..end]
        }
        None => text,
    };
    text.lines()
        .map(|line| {
            let mut quoted = false;
            let mut kept = String::new();
            let mut previous = ' ';
            for (at, c) in line.char_indices() {
                if !quoted && line[at..].starts_with("//") {
                    break;
                }
                if c == '"' && previous != '\\' && previous != '\'' {
                    quoted = !quoted;
                } else if !quoted {
                    kept.push(c);
                }
                previous = c;
            }
            kept + "\n"
        })
        .collect()
}

/// Every path that starts with `start` (such as `crate::`), groups spelt out: `crate::{a, b::c}` gives two.
fn paths(code: &str, start: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices(start) {
        let before = code[..at].chars().next_back();
        if !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
            expand(&code[at + start.len()..], &mut Vec::new(), &mut found);
        }
    }
    found
}

/// Reads one path or group from the start of `text`; returns what follows it.
fn expand<'a>(text: &'a str, prefix: &mut Vec<String>, found: &mut Vec<Vec<String>>) -> &'a str {
    let depth = prefix.len();
    let mut rest = text.trim_start();
    loop {
        if let Some(mut group) = rest.strip_prefix('{') {
            while !group.trim_start().starts_with('}') {
                group = expand(group, prefix, found).trim_start();
                group = group.strip_prefix(',').unwrap_or(group);
                assert!(!group.is_empty(), "a group without an end");
            }
            prefix.truncate(depth);
            return &group.trim_start()[1..];
        }
        let end = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        prefix.push(rest[..end].to_owned());
        rest = &rest[end..];
        match rest.strip_prefix("::") {
            Some(next) if next.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '{') => rest = next,
            _ => break,
        }
    }
    // a name for the import belongs to no path
    let rest = rest.trim_start();
    let rest =
        rest.strip_prefix("as ").map_or(rest, |r| r.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_'));
    found.push(prefix.clone());
    prefix.truncate(depth);
    rest
}

/// The part of the map that a module or an item below one belongs to.
fn part(module: &str) -> Option<&'static str> {
    let segments: Vec<&str> = module.split('/').collect();
    if let ["engine", "scenario", name, ..] = segments[..]
        && OF_CHECK.contains(&name)
    {
        return Some("engine/scenario/check");
    }
    (1..=segments.len()).rev().find_map(|n| {
        let prefix = segments[..n].join("/");
        MAP.iter().map(|(part, _)| *part).find(|part| *part == prefix)
    })
}

/// Every module or item of the crate that a source names, as a path from the root.
fn named(source: &Source) -> BTreeSet<String> {
    let here: Vec<&str> = source.module.split('/').collect();
    let mut all = BTreeSet::new();
    if source.module.starts_with("bin") {
        all.extend(paths(&source.code, "aftercast::").iter().map(|p| p.join("/")));
        return all;
    }
    all.extend(paths(&source.code, "crate::").iter().map(|p| p.join("/")));
    for path in paths(&source.code, "super::") {
        let up = 1 + path.iter().take_while(|p| *p == "super").count();
        let base = &here[..here.len().saturating_sub(up)];
        let names = path.iter().skip(up - 1).map(String::as_str);
        all.insert(base.iter().copied().chain(names).collect::<Vec<_>>().join("/"));
    }
    all
}

/// What is against the map, a sentence each.
fn offences(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        let Some(own) = part(&source.module) else {
            found.push(format!("{} has no place on the map: add its part with what it may name", source.module));
            continue;
        };
        let allowed = MAP.iter().find(|(p, _)| *p == own).unwrap().1;
        for target in named(source) {
            let Some(other) = part(&target) else {
                found.push(format!("{} names {target}, which has no place on the map", source.module));
                continue;
            };
            let engine = allowed.contains(&"engine/*") && (other == "engine" || other.starts_with("engine/"));
            if other != own && !engine && !allowed.contains(&other) {
                found.push(format!("{} names {target}: {own} may not use {other}", source.module));
            }
        }
    }
    found
}

#[test]
fn dependencies_point_one_way() {
    let offences = offences(&sources());
    assert!(offences.is_empty(), "\n{}", offences.join("\n"));
}

#[test]
fn the_map_has_no_circle() {
    // a part is settled once all it may name are; a circle never settles
    let mut settled: BTreeSet<&str> = BTreeSet::new();
    loop {
        let before = settled.len();
        for (part, allowed) in MAP {
            let ready = allowed.iter().all(|other| match other.strip_suffix("/*") {
                Some(folder) => {
                    MAP.iter().filter(|(p, _)| p.split('/').next() == Some(folder)).all(|(p, _)| settled.contains(p))
                }
                None => settled.contains(other),
            });
            if ready {
                settled.insert(part);
            }
        }
        if settled.len() == before {
            break;
        }
    }
    let stuck: Vec<&str> = MAP.iter().map(|(p, _)| *p).filter(|p| !settled.contains(p)).collect();
    assert!(stuck.is_empty(), "in a circle: {stuck:?}");
}

#[test]
fn the_engine_reaches_nothing_outside_itself() {
    for source in sources().iter().filter(|s| s.module.starts_with("engine")) {
        for line in source.code.lines() {
            let line = line.trim_start().trim_start_matches("pub ");
            let Some(path) = line.strip_prefix("use ") else { continue };
            let root = path.split("::").next().unwrap().trim_end_matches(';');
            let known = ["crate", "super"].contains(&root)
                || ENGINE_CRATES.contains(&root)
                // an enum of this file, or a child of this module, handed on
                || root.starts_with(char::is_uppercase)
                || root.chars().all(|c| c.is_lowercase() || c == '_') && source.code.contains(&format!("mod {root};"));
            assert!(known, "{} uses {root}", source.module);
        }
        for path in paths(&source.code, "std::") {
            assert!(!OUTSIDE.contains(&path[0].as_str()), "{} uses std::{}", source.module, path.join("::"));
        }
        for hashed in ["HashMap", "HashSet", "thread_local", "static mut", "OnceLock", "LazyLock"] {
            assert!(!source.code.contains(hashed), "{} uses {hashed}", source.module);
        }
    }
}

#[test]
fn only_the_page_imports_leptos() {
    for source in sources() {
        let page = source.module == "ui" || source.module.starts_with("ui/") || source.module == "bin/app";
        assert!(page || !source.code.contains("leptos"), "{} names leptos", source.module);
    }
}

#[test]
fn the_reader_sees_what_it_should() {
    let made = |module: &str, text: &str| Source { module: module.to_owned(), code: code(text) };
    let sees = |module: &str, text: &str| !offences(&[made(module, text)]).is_empty();
    assert!(sees("engine/model/month", "use crate::engine::random::uniform;"));
    assert!(sees("engine/model/month", "fn f() { crate::engine::random::uniform(1) }"));
    assert!(sees("engine/model/month", "use crate::engine::{math, random as chance};"));
    assert!(sees("engine/model/month", "use super::super::run::batch;"));
    assert!(sees("engine/scenario/draft", "use super::{Levers, Scenario};"));
    assert!(sees("engine/run/batch", "use crate::{app::{request, view}, engine::math};"));
    assert!(sees("plot/fan", "use crate::ui::page;"));
    assert!(sees("somewhere/new", "use core::fmt;"));
    assert!(!sees(
        "engine/model/month",
        "use super::{cost::{self, CostLines}, queue};\nuse crate::engine::math::{Lane, exp};"
    ));
    assert!(!sees("engine/model/month", "// use crate::ui\nlet s = \"crate::ui::page\";"));
    assert!(!sees("bin/aftercast/run", "use aftercast::{engine::run::batch, runner};\nuse crate::args::Run;"));
}
