//! docs/architecture.md is true: its table of packages is what the manifests say, its table of modules is what the sources name.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const ARCHITECTURE: &str = include_str!("../../docs/architecture.md");

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

/// Every file of the root package.
pub fn sources() -> Vec<Source> {
    sources_of(&Path::new(ROOT).join("src"))
}

/// Every file of a folder of sources.
fn sources_of(root: &Path) -> Vec<Source> {
    let mut files = Vec::new();
    source_files(root, &mut files);
    files.sort();
    files
        .iter()
        .filter(|path| path.file_name().is_some_and(|n| !n.to_string_lossy().starts_with("tests")))
        .map(|path| {
            let module = path.strip_prefix(root).unwrap().with_extension("").to_string_lossy().replace('\\', "/");
            let module = module.strip_suffix("/mod").or(module.strip_suffix("/main")).unwrap_or(&module).to_owned();
            Source { module, code: code(&std::fs::read_to_string(path).unwrap()) }
        })
        .collect()
}

/// The text without comments, strings and tests: declarations of test modules, wherever they stand, and the one that ends a file.
pub fn code(text: &str) -> String {
    let (mut shipped, mut lines) = (Vec::new(), text.lines());
    while let Some(line) = lines.next() {
        if line != "#[cfg(test)]" {
            shipped.push(line);
            continue;
        }
        let item = lines.next().unwrap_or_default();
        assert!(item.contains("mod tests"), "a test-only item that is no module of tests: {item}");
        if item.ends_with('{') {
            let _ = lines.by_ref().find(|line| *line == "}");
            assert!(lines.all(|line| line.trim().is_empty()), "code behind the module of tests");
            break;
        }
    }
    shipped
        .into_iter()
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

/// The rows of the tables under a heading: the name in the first cell, and the names in the cell `column`.
fn table(heading: &str, column: usize) -> BTreeMap<String, BTreeSet<String>> {
    let (_, text) = ARCHITECTURE.split_once(&format!("\n## {heading}\n")).expect("the heading");
    let text = text.split("\n## ").next().unwrap();
    let is_head = |l: &str| ["| package |", "| module |", "|---"].iter().any(|head| l.starts_with(head));
    let rows = text.lines().filter(|l| l.starts_with('|') && !is_head(l));
    rows.map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let names = cells[column].split(',').map(|n| n.trim().trim_matches('`').to_owned()).filter(|n| !n.is_empty());
        (cells[0].trim_matches('`').to_owned(), names.collect())
    })
    .collect()
}

/// The packages of the workspace that a manifest lists as dependencies; not what builds or tests it.
fn dependencies(manifest: &Path) -> (BTreeSet<String>, BTreeSet<String>) {
    let manifest: toml::Table = std::fs::read_to_string(manifest).unwrap().parse().unwrap();
    let (own, foreign): (BTreeSet<String>, BTreeSet<String>) =
        manifest["dependencies"].as_table().unwrap().keys().cloned().partition(|name| name.starts_with("aftercast-"));
    (own.iter().map(|name| name.trim_start_matches("aftercast-").to_owned()).collect(), foreign)
}

/// Every package with its folder.
fn packages() -> BTreeMap<String, PathBuf> {
    let folders = std::fs::read_dir(Path::new(ROOT).join("crates")).unwrap().map(|entry| entry.unwrap().path());
    let named = folders.map(|folder| (folder.file_name().unwrap().to_str().unwrap().to_owned(), folder));
    named.chain([("root".to_owned(), PathBuf::from(ROOT))]).collect()
}

#[test]
fn every_package_depends_on_what_the_table_says() {
    let table = table("Packages", 2);
    let packages = packages();
    assert_eq!(table.keys().collect::<Vec<_>>(), packages.keys().collect::<Vec<_>>(), "a row a package");
    for (name, folder) in &packages {
        let (own, _) = dependencies(&folder.join("Cargo.toml"));
        assert_eq!(own, table[name], "{name}: the manifest against docs/architecture.md");
    }
}

#[test]
fn every_dependency_is_used() {
    for (name, folder) in packages() {
        let sources = sources_of(&folder.join("src"));
        for other in dependencies(&folder.join("Cargo.toml")).0 {
            let crate_name = format!("aftercast_{other}");
            assert!(sources.iter().any(|s| s.code.contains(&crate_name)), "{name} does not use {other}");
        }
    }
}

#[test]
fn only_the_page_knows_the_browser() {
    for (name, folder) in packages() {
        let (_, foreign) = dependencies(&folder.join("Cargo.toml"));
        for page in ["leptos", "wasm-bindgen-futures"] {
            assert!(name == "root" || !foreign.contains(page), "{name} depends on {page}");
        }
        // below the page, behind features: the canvas of a chart and workers
        let may = ["root", "plot", "compute"].contains(&name.as_str());
        assert!(may || !foreign.contains("web-sys"), "{name} depends on web-sys");
    }
}

/// The packages of the workspace that a manifest lists, without those behind its features.
fn always_compiled(manifest: &Path) -> BTreeSet<String> {
    let read: toml::Table = std::fs::read_to_string(manifest).unwrap().parse().unwrap();
    let optional = |name: &String| {
        let entry = &read["dependencies"][format!("aftercast-{name}").as_str()];
        entry.get("optional").is_some_and(|optional| optional.as_bool() == Some(true))
    };
    dependencies(manifest).0.into_iter().filter(|name| !optional(name)).collect()
}

#[test]
fn the_command_line_compiles_neither_plots_nor_page() {
    let packages = packages();
    // the charts of the analyses are behind a feature that the page alone switches on
    for (name, folder) in &packages {
        let manifest = std::fs::read_to_string(folder.join("Cargo.toml")).unwrap();
        assert!(["analyses", "app"].contains(&name.as_str()) || !manifest.contains("pictures"), "{name} draws");
    }
    let mut reached = BTreeSet::from(["cli".to_owned()]);
    loop {
        let next: BTreeSet<String> = reached
            .iter()
            .flat_map(|name| {
                let manifest = packages[name].join("Cargo.toml");
                if name == "cli" { dependencies(&manifest).0 } else { always_compiled(&manifest) }
            })
            .chain(reached.iter().cloned())
            .collect();
        if next == reached {
            break;
        }
        reached = next;
    }
    for page in ["plot", "app", "root"] {
        assert!(!reached.contains(page), "the command line reaches {page}");
    }
}

/// The row of the tables of modules that a module belongs to: of several the one that says most.
fn row<'a>(module: &str, table: &'a BTreeMap<String, BTreeSet<String>>) -> Option<&'a str> {
    let rows = table.keys().map(String::as_str).filter(|own| module == *own || module.starts_with(&format!("{own}/")));
    rows.max_by_key(|own| own.len())
}

/// What a source of a package names that its row does not allow, a sentence each.
fn offences(source: &Source, package: &str, table: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let module = format!("{package}/{}", source.module);
    let Some(own) = row(&module, table) else {
        // the root of a package or of a folder lists its modules, a program starts them
        let lists = ["lib", "features", "ui", "ui/features"].contains(&source.module.as_str());
        let listed =
            lists || source.module.starts_with("bin/") || !table.keys().any(|k| k.starts_with(&format!("{package}/")));
        return if listed { Vec::new() } else { vec![format!("{module} has no row: say what it may touch")] };
    };
    let here: Vec<&str> = source.module.split('/').collect();
    let mut named: BTreeSet<String> = paths(&source.code, "crate::").iter().map(|p| p.join("/")).collect();
    for path in paths(&source.code, "super::") {
        let up = 1 + path.iter().take_while(|p| *p == "super").count();
        let names = path.iter().skip(up - 1).map(String::as_str);
        named.insert(here[..here.len().saturating_sub(up)].iter().copied().chain(names).collect::<Vec<_>>().join("/"));
    }
    let found = named.iter().filter_map(|target| row(&format!("{package}/{target}"), table));
    let wrong = found.filter(|other| *other != own && !table[own].contains(*other));
    wrong.map(|other| format!("{module}: {own} may not touch {other}")).collect()
}

#[test]
fn modules_touch_what_the_table_says() {
    let table = table("Modules of packages", 1);
    let mut found = Vec::new();
    for (name, folder) in packages().into_iter().chain([("root".to_owned(), Path::new(ROOT).to_path_buf())]) {
        for source in sources_of(&folder.join("src")) {
            found.extend(offences(&source, &name, &table));
        }
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn only_the_application_has_methods_on_app() {
    for source in sources_of(&Path::new(ROOT).join("crates/app/src")) {
        assert!(source.module == "app" || !source.code.contains("impl App"), "{} has methods on App", source.module);
    }
}

#[test]
fn the_engine_reaches_nothing_outside_itself() {
    // the parts of the standard library that reach outside, and what would remember between runs
    const OUTSIDE: &[&str] = &["fs", "io", "net", "thread", "time", "env", "process", "os"];
    for package in ["numerics", "scenario", "engine", "microsim"] {
        for source in sources_of(&Path::new(ROOT).join("crates").join(package).join("src")) {
            for path in paths(&source.code, "std::") {
                assert!(
                    !OUTSIDE.contains(&path[0].as_str()),
                    "{package}/{} uses std::{}",
                    source.module,
                    path.join("::")
                );
            }
            for hashed in ["HashMap", "HashSet", "thread_local", "static mut", "OnceLock", "LazyLock"] {
                assert!(!source.code.contains(hashed), "{package}/{} uses {hashed}", source.module);
            }
        }
    }
}

/// What a file of equations opens with.
const PARTS: &[&str] = &["Claim", "Equation", "Symbols", "Validity", "Source"];
/// Files among those of equations that hold none, and why.
const WITHOUT_EQUATION: &[(&str, &str)] = &[("crates/engine/src/model/mod.rs", "lists the links of the chain")];

/// The documentation that a file opens with.
fn head(text: &str) -> String {
    text.lines().map_while(|line| line.strip_prefix("//!")).fold(String::new(), |head, line| head + line + "\n")
}

/// Whether a head says a part: its word, which may be a plural and may name a document in brackets, a colon and what it says.
fn says(head: &str, part: &str) -> bool {
    head.split(&format!(" {part}")).skip(1).any(|rest| {
        let rest = rest.strip_prefix('s').unwrap_or(rest);
        let rest = rest.strip_prefix(" (").and_then(|named| named.split_once(')')).map_or(rest, |(_, rest)| rest);
        let said = rest.strip_prefix(':').and_then(|said| said.lines().next());
        said.is_some_and(|said| !said.trim().is_empty())
    })
}

#[test]
fn every_file_of_equations_opens_with_claim_equation_symbols_validity_and_source() {
    let text = "//! A link.\n//! Equations (docs/model.md 2): x = y.\n//! Symbols: x points. Validity:\n//! none.\n// Source: no";
    let read: Vec<&str> = PARTS.iter().copied().filter(|part| says(&head(text), part)).collect();
    assert_eq!(read, ["Equation", "Symbols"]);

    let mut files = Vec::new();
    for folder in ["crates/engine/src/model", "crates/microsim/src"] {
        source_files(&Path::new(ROOT).join(folder), &mut files);
    }
    files.retain(|path| path.file_name().is_some_and(|n| !n.to_string_lossy().starts_with("tests")));
    files.sort();
    let (mut exempt, mut found) = (Vec::new(), Vec::new());
    for path in &files {
        let name = path.strip_prefix(ROOT).unwrap().to_string_lossy().replace('\\', "/");
        if let Some((name, _)) = WITHOUT_EQUATION.iter().find(|(exempt, _)| *exempt == name) {
            exempt.push(*name);
            continue;
        }
        let head = head(&std::fs::read_to_string(path).unwrap());
        let missing: Vec<&str> = PARTS.iter().copied().filter(|part| !says(&head, part)).collect();
        if !missing.is_empty() {
            found.push(format!("{name}: no {}", missing.join(", ")));
        }
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
    assert_eq!(exempt.len(), WITHOUT_EQUATION.len(), "a file that is exempt is gone");
}

#[test]
fn unsafe_code_is_allowed_at_the_seam_of_the_late_part_alone() {
    let mut allowed = Vec::new();
    for (name, folder) in packages() {
        for source in sources_of(&folder.join("src")) {
            // the attribute, not the code: that is made by a macro
            assert!(!source.code.contains("unsafe "), "{name}/{} has unsafe code", source.module);
            if source.code.contains("unsafe_code") {
                allowed.push(format!("{name}/{}", source.module));
            }
        }
    }
    assert_eq!(allowed, ["root/ui/runtime/late/part"]);
}

#[test]
fn every_file_that_the_documents_name_is_there() {
    let mut documents = vec![PathBuf::from(ROOT).join("README.md"), PathBuf::from(ROOT).join("CHANGELOG.md")];
    documents.extend(
        std::fs::read_dir(Path::new(ROOT).join("docs")).unwrap().map(|e| e.unwrap().path()).filter(|p| p.is_file()),
    );
    for document in documents {
        let text = std::fs::read_to_string(&document).unwrap();
        let folder = document.parent().unwrap();
        for piece in text.split("](").skip(1) {
            let target = piece.split([')', '#']).next().unwrap();
            if target.is_empty() || target == "..." || target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            assert!(folder.join(target).exists(), "{}: no file {target}", document.display());
        }
        for quoted in text.split('`').skip(1).step_by(2) {
            let path = quoted.trim_end_matches('/');
            let named = ["src/", "crates/", "data/", "docs/", "tests/", "benches/"].iter().any(|s| path.starts_with(s));
            let plain = path.chars().all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
            // folders of the tests that are made when they run
            let made = path.ends_with("node_modules") || path.starts_with("tests/e2e/out");
            if named && plain && !made {
                assert!(Path::new(ROOT).join(path).exists(), "{}: no file {path}", document.display());
            }
        }
    }
}

#[test]
fn the_reader_sees_what_it_should() {
    let table = table("Modules of packages", 1);
    let sees = |package: &str, module: &str, text: &str| {
        !offences(&Source { module: module.to_owned(), code: code(text) }, package, &table).is_empty()
    };
    assert!(sees("engine", "model/month", "use crate::run::batch;"));
    assert!(sees("engine", "model/month", "fn f() { crate::analysis::tornado(1) }"));
    assert!(sees("engine", "model/month", "use crate::{check, run as running};"));
    assert!(sees("engine", "model/month", "use super::super::run::batch;"));
    assert!(sees("engine", "run/batch", "use crate::{model::month, analysis};"));
    assert!(sees("engine", "somewhere/new", "use core::fmt;"));
    assert!(!sees("engine", "model/month", "use super::{cost::{self, CostLines}, queue};"));
    assert!(!sees("engine", "model/month", "// use crate::run\nlet s = \"crate::run::batch\";"));
    assert!(!sees("link", "undo", "use crate::find;"));
    // a declaration of tests above the code hides none of it
    assert!(sees("engine", "model/month", "use core::fmt;\n#[cfg(test)]\nmod tests;\n\nuse crate::run::batch;"));
    let two = "use core::fmt;\n#[cfg(test)]\nmod tests;\n#[cfg(test)]\nmod tests_more;\n\nuse crate::run::batch;";
    assert!(sees("engine", "model/month", two));
    assert!(!sees(
        "engine",
        "model/month",
        "use core::fmt;\n#[cfg(test)]\nmod tests {\n    use crate::run::batch;\n}\n"
    ));
}
