//! Texts of the page: an enum of their keys, and for each group (a data file) one string per language.

use std::fmt::Write as _;
use std::{fs, path::Path};

use toml::{Table, Value};

use crate::{camel, file_order, read};

/// Between two texts; `crates/i18n/src/strings.rs` has the same.
const SEPARATOR: char = '\u{1e}';

/// A text: key, English, Chinese.
type Row = (String, String, String);

/// The files of a folder, each a group.
fn files(folder: &str) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(crate::data(folder)).expect("a folder of texts").filter_map(Result::ok);
    let mut files: Vec<_> =
        entries.map(|e| e.path()).filter(|path| path.extension().is_some_and(|e| e == "toml")).collect();
    files.sort();
    files
}

/// `data/texts/*.toml`, each key with `en` and `zh`, then the reasons of the levers and the glossary, then `data/texts/late/*.toml`, which
/// only the late part of the page carries; by group, with the number of groups before those. A key missing in one language does not build.
fn groups() -> (Vec<(String, Vec<Row>)>, usize) {
    let mut groups = Vec::new();
    declared(&files("texts"), &mut groups);
    more(&mut groups);
    let late = groups.len();
    declared(&files("texts/late"), &mut groups);
    (groups, late)
}

/// The texts of files.
fn declared(files: &[std::path::PathBuf], groups: &mut Vec<(String, Vec<Row>)>) {
    for path in files {
        let mut rows: Vec<Row> = Vec::new();
        let name = path.display().to_string();
        let table: Table =
            fs::read_to_string(path).expect("readable").parse().unwrap_or_else(|e| panic!("{name}: {e}"));
        for (key, v) in &table {
            let text = |language: &str| {
                v.get(language)
                    .and_then(Value::as_str)
                    .unwrap_or_else(|| panic!("{name}: {key} has no {language} text"))
                    .to_owned()
            };
            let (en, zh) = (text("en"), text("zh"));
            let holes = |s: &str| {
                let mut h: Vec<String> =
                    s.split('{').skip(1).filter_map(|p| p.split_once('}').map(|(a, _)| a.to_owned())).collect();
                h.sort();
                h.dedup();
                h
            };
            assert_eq!(holes(&en), holes(&zh), "{name}: {key}: the placeholders differ between en and zh");
            let known = groups.iter().flat_map(|(_, rows)| rows).chain(&rows);
            assert!(known.map(|(k, _, _)| k).all(|k| k != key), "{name}: {key} is declared twice");
            rows.push((key.clone(), en, zh));
        }
        groups.push((path.file_stem().expect("a name").to_string_lossy().into_owned(), rows));
    }
}

/// Texts that other data hold.
fn more(groups: &mut Vec<(String, Vec<Row>)>) {
    let mut rows = Vec::new();
    for (id, v) in &read("levers_evidence.toml") {
        let text = |language: &str| v["reason"][language].as_str().expect("a reason in both languages").to_owned();
        rows.push((format!("reason_{id}"), text("en"), text("zh")));
    }
    groups.push(("reasons".to_owned(), std::mem::take(&mut rows)));
    let glossary = crate::text("glossary.csv");
    for line in glossary.lines().skip(1).filter(|l| !l.trim().is_empty()) {
        let mut cells = line.split(',');
        let (Some(id), Some(en), Some(zh)) = (cells.next(), cells.next(), cells.next()) else {
            panic!("data/glossary.csv: {line}: expected id,en,zh,note");
        };
        rows.push((format!("term_{id}"), en.to_owned(), zh.to_owned()));
    }
    groups.push(("glossary".to_owned(), rows));
    groups.push(("figures".to_owned(), figures()));
    groups.push(("remarks".to_owned(), remarks()));
}

/// What the figures of the report say.
fn figures() -> Vec<Row> {
    let chinese: Table = crate::text("evidence.zh.toml").parse().expect("data/evidence.zh.toml");
    figure_ids()
        .map(|(id, figure)| {
            let zh =
                chinese.get(&id).and_then(Value::as_str).unwrap_or_else(|| panic!("data/evidence.zh.toml: no {id}"));
            (figure_key(&id), figure, zh.to_owned())
        })
        .collect()
}

/// What is remarked on the verdicts of outside anchors.
fn remarks() -> Vec<Row> {
    let chinese: Table = crate::text("evidence.zh.toml").parse().expect("data/evidence.zh.toml");
    remark_ids()
        .map(|(id, remark)| {
            let row = format!("{id}.remark");
            let zh = chinese.get(&row).and_then(Value::as_str);
            let zh = zh.unwrap_or_else(|| panic!("data/evidence.zh.toml: no {row}"));
            (remark_key(&id), remark, zh.to_owned())
        })
        .collect()
}

/// Id and English words of every remark on a verdict.
fn remark_ids() -> impl Iterator<Item = (String, String)> {
    let entries = read("evidence.toml")["entry"].as_array().expect("entries").clone();
    entries.into_iter().filter_map(|entry| {
        let (_, remark) = crate::verdict(entry.get("verdict")?.as_str()?)?;
        (!remark.is_empty()).then(|| (entry["id"].as_str().expect("an id").to_owned(), remark.to_owned()))
    })
}

fn remark_key(id: &str) -> String {
    format!("remark_{}", id.replace(['.', '-'], "_"))
}

/// Id and English words of every figure of the report.
fn figure_ids() -> impl Iterator<Item = (String, String)> {
    let entries = read("evidence.toml")["entry"].as_array().expect("entries").clone();
    entries.into_iter().map(|entry| {
        let text = |key: &str| entry.get(key).and_then(Value::as_str).expect("an id and a figure").to_owned();
        (text("id"), text("figure"))
    })
}

fn figure_key(id: &str) -> String {
    format!("figure_{}", id.replace(['.', '-'], "_"))
}

/// Writes the strings into the output folder; the code that finds a text in them.
pub fn tables(folder: &Path) -> String {
    let (data, late) = groups();
    let rows: Vec<&Row> = data.iter().flat_map(|(_, rows)| rows).collect();
    let has = |key: &str| rows.iter().any(|(k, _, _)| k == key);
    let label = |function: &str, id_type: &str, prefix: &str, ids: &[String]| {
        let mut f =
            format!("/// Label of a row.\npub const fn {function}(id: {id_type}) -> Text {{\n    match id {{\n");
        for id in ids {
            let key = format!("{prefix}_{id}");
            assert!(has(&key), "no text {key}: add it to data/glossary.csv (term_) or data/texts/");
            writeln!(f, "        {id_type}::{} => Text::{},", camel(id), camel(&key)).unwrap();
        }
        f.push_str("    }\n}\n");
        f
    };
    let lever_ids = file_order("levers.toml", &read("levers.toml"));
    let parameters = read("parameters.toml");
    let groups: Vec<String> = parameters.iter().filter(|(_, v)| v.is_table()).map(|(k, _)| k.clone()).collect();
    let assumption_ids: Vec<String> =
        parameters.values().filter_map(Value::as_table).flat_map(|t| t.keys().cloned()).collect();
    let lever_groups: Vec<String> =
        ["plan", "capacity", "automation", "returns", "compensation", "relationship", "risk", "benchmark"]
            .map(str::to_owned)
            .to_vec();
    let labels = label("lever_label", "LeverId", "term", &lever_ids)
        + &label("lever_unit", "LeverId", "unit", &lever_ids)
        + &label("lever_help", "LeverId", "help", &lever_ids)
        + &label("lever_reason", "LeverId", "reason", &lever_ids)
        + &label("lever_group_label", "LeverGroup", "term", &lever_groups)
        + &label("assumption_label", "AssumptionId", "assumption", &assumption_ids)
        + &label("assumption_unit", "AssumptionId", "assumption_unit", &assumption_ids)
        + &label("assumption_help", "AssumptionId", "assumption_help", &assumption_ids)
        + &label("assumption_group_label", "AssumptionGroup", "assumptions", &groups);
    let mut out = labels;
    out.push_str("/// Every text of the page.\n#[derive(Clone, Copy, PartialEq, Eq, Hash)]\npub enum Text {\n");
    for (k, en, _) in &rows {
        writeln!(out, "    /// {}\n    {},", en.lines().next().unwrap_or(""), camel(k)).unwrap();
    }
    writeln!(
        out,
        "}}\nimpl Text {{\n    /// All texts.\n    pub const ALL: &'static [Text] = &[{}];\n}}",
        rows.iter().map(|(k, _, _)| format!("Text::{}", camel(k))).collect::<Vec<_>>().join(", ")
    )
    .unwrap();
    let figures: Vec<String> =
        figure_ids().map(|(id, _)| format!("({id:?}, Text::{})", camel(&figure_key(&id)))).collect();
    writeln!(out, "const FIGURES: [(&str, Text); {}] = [{}];", figures.len(), figures.join(", ")).unwrap();
    let remarks: Vec<String> =
        remark_ids().map(|(id, _)| format!("({id:?}, Text::{})", camel(&remark_key(&id)))).collect();
    writeln!(out, "const REMARKS: [(&str, Text); {}] = [{}];", remarks.len(), remarks.join(", ")).unwrap();
    writeln!(out, "static GROUPS: [strings::Group; {late}] = [").unwrap();
    let mut first = 0;
    let mut keys = String::new();
    for (number, (group, rows)) in data.iter().enumerate() {
        if number == late {
            // apart, so that only what brings them carries them
            let count = data.len() - late;
            writeln!(out, "];\nconst FIRST_LATE: usize = {first};\nstatic LATE_GROUPS: [strings::Group; {count}] = [")
                .unwrap();
        }
        let file = |part: &str, text: &dyn Fn(&Row) -> String| strings(folder, group, part, rows.iter().map(text));
        writeln!(
            out,
            "    strings::Group {{ first: {first}, english: {}, chinese: {} }},",
            file("en", &|row| row.1.clone()),
            file("zh", &|row| row.2.clone())
        )
        .unwrap();
        let own = file("keys", &|row| row.0.clone());
        writeln!(keys, "static {}: strings::Part = {own};", keys_of(group)).unwrap();
        first += rows.len();
    }
    out.push_str("];\n");
    let all: Vec<String> = data.iter().map(|(group, _)| format!("&{}", keys_of(group))).collect();
    writeln!(keys, "static KEYS: [&strings::Part; {}] = [{}];", all.len(), all.join(", ")).unwrap();
    // what facts of a company and figures of the report are called is looked up by key
    let figures = ["company", "company_help", "verify"].map(|name| {
        let number = data.iter().position(|(group, _)| group == name).expect("the texts of figures");
        format!("({number}, &{})", keys_of(name))
    });
    writeln!(keys, "static FIGURE_KEYS: [(usize, &strings::Part); {}] = [{}];", figures.len(), figures.join(", "))
        .unwrap();
    out + &keys
}

fn keys_of(group: &str) -> String {
    format!("KEYS_{}", group.to_uppercase())
}

/// Writes a string of texts into the output folder; the code that includes it.
pub fn strings(folder: &Path, group: &str, part: &str, texts: impl Iterator<Item = String>) -> String {
    let texts: Vec<String> = texts.collect();
    for text in &texts {
        assert!(!text.contains(SEPARATOR), "{group}: a control character in {text}");
    }
    let name = format!("texts_{group}_{part}.txt");
    fs::write(folder.join(&name), texts.join(&SEPARATOR.to_string())).expect("OUT_DIR is writable");
    format!("strings::Part::new(include_str!(concat!(env!(\"OUT_DIR\"), \"/{name}\")))")
}
