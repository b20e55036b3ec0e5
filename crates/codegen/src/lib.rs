//! Turns the data files into typed registries, so that a lever, an assumption, a company fact or a
//! text is declared once, in `data/`, and a misspelt name does not compile.

// a build script that panics stops the build and shows the message
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};
use toml::{Table, Value};

pub mod checks;
pub mod lessons;
pub mod links;
pub mod presets;
pub mod stresses;
pub mod texts;

/// Writes generated sources into `OUT_DIR` and has them written again when the data files change. Some tables write further files
/// beside their own: they get the folder.
pub fn write(tables: impl FnOnce(&Path) -> Vec<(&'static str, String)>) {
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    let out = Path::new(&out);
    for (file, text) in tables(out) {
        fs::write(out.join(file), text).expect("OUT_DIR is writable");
    }
    println!("cargo:rerun-if-changed={}", data("").display());
}

/// Path of a data file.
fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(name)
}

/// A data file as text.
fn text(name: &str) -> String {
    fs::read_to_string(data(name)).unwrap_or_else(|e| panic!("data/{name}: {e}"))
}

fn read(name: &str) -> Table {
    let text = text(name);
    text.parse().unwrap_or_else(|e| panic!("data/{name}: {e}"))
}

fn number(v: &Value) -> f64 {
    v.as_float().or_else(|| v.as_integer().map(|i| i as f64)).expect("a number")
}

/// What a row counts, as a variant of `Unit`.
fn kind(location: &str, value: &Value) -> String {
    const KINDS: [&str; 13] = [
        "share",
        "share_change",
        "money",
        "minutes",
        "hours",
        "days",
        "months",
        "years",
        "people",
        "orders",
        "contacts",
        "points",
        "ratio",
    ];
    let kind = value.as_str().unwrap_or_else(|| panic!("{location}: kind is a text"));
    assert!(KINDS.contains(&kind), "{location}: no kind {kind}: one of {}", KINDS.join(", "));
    format!("Unit::{}", camel(kind))
}

fn literal(x: f64) -> String {
    format!("{x:?}_f64")
}

fn strings(v: Option<&Value>) -> String {
    let list: Vec<String> = v
        .and_then(Value::as_array)
        .map(|a| a.iter().map(|s| format!("{:?}", s.as_str().expect("text"))).collect())
        .unwrap_or_default();
    format!("&[{}]", list.join(", "))
}

fn camel(id: &str) -> String {
    id.split(['_', '.', '-'])
        .map(|w| {
            let mut c = w.chars();
            c.next().map(|f| f.to_uppercase().collect::<String>() + c.as_str()).unwrap_or_default()
        })
        .collect()
}

/// A struct with one field a row, an enum of the rows, and access by id in file order.
fn data_struct(out: &mut String, name: &str, id_type: &str, doc: &str, rows: &[(String, String)]) {
    let n = rows.len();
    writeln!(out, "/// {doc}, one field a row of the data file.\n#[derive(Clone, Copy, Debug, PartialEq)]\npub struct {name}<T> {{").unwrap();
    for (id, doc) in rows {
        writeln!(out, "    /// {doc}\n    pub {id}: T,").unwrap();
    }
    writeln!(out, "}}\n/// Names the rows of [`{name}`], in file order.\n#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]\n#[repr(u8)]\npub enum {id_type} {{").unwrap();
    for (id, doc) in rows {
        writeln!(out, "    /// {doc}\n    {},", camel(id)).unwrap();
    }
    writeln!(out, "}}\nimpl {id_type} {{\n    /// Number of rows.\n    pub const COUNT: usize = {n};\n    /// All rows in file order.\n    pub const ALL: [{id_type}; {n}] = [").unwrap();
    for (id, _) in rows {
        writeln!(out, "        {id_type}::{},", camel(id)).unwrap();
    }
    writeln!(out, "    ];\n    /// The id as written in files.\n    pub const fn name(self) -> &'static str {{\n        match self {{").unwrap();
    for (id, _) in rows {
        writeln!(out, "            {id_type}::{} => {id:?},", camel(id)).unwrap();
    }
    writeln!(out, "        }}\n    }}\n}}\nimpl<T> {name}<T> {{\n    /// Builds one row by row, in file order.\n    pub fn from_fn(mut f: impl FnMut({id_type}) -> T) -> Self {{\n        Self {{").unwrap();
    for (id, _) in rows {
        writeln!(out, "            {id}: f({id_type}::{}),", camel(id)).unwrap();
    }
    writeln!(out, "        }}\n    }}\n    /// The value of a row.\n    pub fn get(&self, id: {id_type}) -> &T {{\n        match id {{").unwrap();
    for (id, _) in rows {
        writeln!(out, "            {id_type}::{} => &self.{id},", camel(id)).unwrap();
    }
    writeln!(out, "        }}\n    }}\n    /// The value of a row, to change.\n    pub fn get_mut(&mut self, id: {id_type}) -> &mut T {{\n        match id {{").unwrap();
    for (id, _) in rows {
        writeln!(out, "            {id_type}::{} => &mut self.{id},", camel(id)).unwrap();
    }
    writeln!(out, "        }}\n    }}\n}}").unwrap();
}

/// The levers of a policy: `Levers`, `LeverId`, `LEVERS`.
pub fn levers() -> String {
    let table = read("levers.toml");
    let reach = read("levers_evidence.toml");
    let mut out = String::new();
    let mut rows = Vec::new();
    let mut specs = String::new();
    // the toml crate sorts keys; file order is the order of the page and of every report
    for id in file_order("levers.toml", &table) {
        let r = table[&id].as_table().expect("a row");
        let get = |k: &str| number(&r[k]);
        let flag = |k: &str| r.get(k).and_then(Value::as_bool).unwrap_or(false);
        let unit = r["unit"].as_str().expect("unit");
        let supported = reach
            .get(&id)
            .unwrap_or_else(|| panic!("data/levers_evidence.toml: no table [{id}]: say how far the evidence reaches"));
        let end = |k: &str| literal(number(&supported[k]));
        let survey = supported.get("survey").map_or("None".to_owned(), |v| format!("Some({})", literal(number(v))));
        rows.push((id.clone(), format!("{} to {} {unit}, today {}.", get("min"), get("max"), get("today"))));
        writeln!(specs, "    LeverSpec {{ id: LeverId::{}, group: LeverGroup::{}, today: {}, min: {}, max: {}, step: {}, unit: {unit:?}, kind: {}, programme: {}, headline: {}, evidence: {}, supported: ({}, {}), survey: {survey} }},",
            camel(&id), camel(r["group"].as_str().expect("group")), literal(get("today")), literal(get("min")), literal(get("max")), literal(get("step")), kind(&format!("data/levers.toml: {id}"), &r["kind"]),
            flag("programme"), flag("headline"), strings(r.get("evidence")), end("evidence_min"), end("evidence_max")).unwrap();
    }
    data_struct(&mut out, "Levers", "LeverId", "The levers of a policy", &rows);
    writeln!(
        out,
        "/// Every lever with its range, unit and evidence.\npub const LEVERS: [LeverSpec; {}] = [\n{specs}];",
        rows.len()
    )
    .unwrap();
    out
}

fn file_order(name: &str, table: &Table) -> Vec<String> {
    let text = text(name);
    let position = |id: &str| {
        text.lines()
            .position(|l| {
                l.split('=').next().is_some_and(|k| k.trim() == id && l.contains('=')) || l.trim() == format!("[{id}]")
            })
            .unwrap_or_else(|| panic!("data/{name}: {id} not found as a row"))
    };
    let mut ids: Vec<String> = table.keys().cloned().collect();
    ids.sort_by_key(|id| position(id));
    ids
}

/// The uncertain assumptions: `Assumptions`, `AssumptionId`, `ASSUMPTIONS`, `CORRELATIONS`.
pub fn assumptions() -> String {
    let table = read("parameters.toml");
    let mut out = String::new();
    let mut rows = Vec::new();
    let mut specs = String::new();
    let mut all = Table::new();
    let mut group_of = std::collections::BTreeMap::new();
    for (group, entries) in &table {
        let Some(entries) = entries.as_table() else { continue };
        for (id, row) in entries {
            all.insert(id.clone(), row.clone());
            group_of.insert(id.clone(), group.clone());
        }
    }
    let ids = file_order("parameters.toml", &all);
    let mut groups: Vec<String> = Vec::new();
    for id in &ids {
        let r = all[id].as_table().expect("a row");
        let group = &group_of[id];
        if !groups.contains(group) {
            groups.push(group.clone());
        }
        let get = |k: &str| literal(number(&r[k]));
        let dist = match r["dist"].as_str().expect("dist") {
            "pert" => {
                format!("Distribution::Pert {{ low: {}, mode: {}, high: {} }}", get("low"), get("mode"), get("high"))
            }
            "normal" => format!("Distribution::Normal {{ mean: {}, sd: {} }}", get("mean"), get("sd")),
            "lognormal" => format!("Distribution::LogNormal {{ median: {}, gsd: {} }}", get("median"), get("gsd")),
            other => panic!("data/parameters.toml: {id}: unknown distribution {other}"),
        };
        let unit = r["unit"].as_str().expect("unit");
        let note = r.get("note").and_then(Value::as_str).unwrap_or("");
        rows.push((id.clone(), format!("{unit}.")));
        writeln!(specs, "    AssumptionSpec {{ id: AssumptionId::{}, group: AssumptionGroup::{}, distribution: {dist}, unit: {unit:?}, kind: {}, evidence: {}, note: {note:?} }},",
            camel(id), camel(group), kind(&format!("data/parameters.toml: {id}"), &r["kind"]), strings(r.get("evidence"))).unwrap();
    }
    data_struct(&mut out, "Assumptions", "AssumptionId", "The uncertain assumptions", &rows);
    writeln!(out, "/// Groups of assumptions, in file order.\n#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]\npub enum AssumptionGroup {{").unwrap();
    for g in &groups {
        writeln!(out, "    /// Section `{g}` of the data file.\n    {},", camel(g)).unwrap();
    }
    writeln!(out, "}}\nimpl AssumptionGroup {{\n    /// All groups.\n    pub const ALL: [AssumptionGroup; {}] = [{}];\n    /// The id as written in files.\n    pub const fn name(self) -> &'static str {{ match self {{ {} }} }}\n}}",
        groups.len(),
        groups.iter().map(|g| format!("AssumptionGroup::{}", camel(g))).collect::<Vec<_>>().join(", "),
        groups.iter().map(|g| format!("AssumptionGroup::{} => {g:?}", camel(g))).collect::<Vec<_>>().join(", ")).unwrap();
    writeln!(out, "/// Every assumption with its distribution, unit and evidence.\npub const ASSUMPTIONS: [AssumptionSpec; {}] = [\n{specs}];", rows.len()).unwrap();
    let pairs = table["correlation"].as_array().expect("correlations");
    writeln!(out, "/// Pairs joined by a Gaussian copula: first, second, Pearson correlation between the normals.\npub const CORRELATIONS: [(AssumptionId, AssumptionId, f64); {}] = [", pairs.len()).unwrap();
    for p in pairs {
        let ids = p["pair"].as_array().expect("pair");
        let id = |i: usize| camel(ids[i].as_str().expect("id"));
        writeln!(out, "    (AssumptionId::{}, AssumptionId::{}, {}),", id(0), id(1), literal(number(&p["rho"])))
            .unwrap();
    }
    writeln!(out, "];").unwrap();
    out
}

/// The default company.
pub fn company() -> String {
    let table = read("company.toml");
    let mut body = String::new();
    for (key, value) in &table {
        match value {
            Value::Table(t) => {
                writeln!(
                    body,
                    "    {key}: {} {{",
                    match key.as_str() {
                        "incident_mix" => "IncidentMix",
                        "stage" => "StageFacts",
                        "tier" => "TierFacts",
                        "profile" => "ProfileFacts",
                        other => panic!("data/company.toml: unknown table {other}"),
                    }
                )
                .unwrap();
                for (k, v) in t {
                    writeln!(body, "        {k}: {},", constant(v)).unwrap();
                }
                writeln!(body, "    }},").unwrap();
            }
            v => writeln!(body, "    {key}: {},", constant(v)).unwrap(),
        }
    }
    format!(
        "/// The default company: the survey's average platform at one million customers.\npub const DEFAULT_COMPANY: Company = Company {{\n{body}    repurchase: None,\n    stated_costs: StatedCosts::NONE,\n}};\n"
    )
}

fn constant(v: &Value) -> String {
    match v {
        Value::Array(a) => format!("[{}]", a.iter().map(constant).collect::<Vec<_>>().join(", ")),
        v => literal(number(v)),
    }
}

/// The verdict of an anchor and what is remarked on it: `inside: ...`, `inside at ...` or `inside`.
fn verdict(text: &str) -> Option<(&str, &str)> {
    let (word, remark) = text.split_at(text.find([':', ' ']).unwrap_or(text.len()));
    (!word.is_empty()).then(|| (word, remark.trim_start_matches([':', ' '])))
}

/// Every figure of the report and of outside studies, with its kind and role.
pub fn evidence() -> String {
    let table = read("evidence.toml");
    let mut parameters = Table::new();
    for group in read("parameters.toml").values().filter_map(Value::as_table) {
        parameters.extend(group.clone());
    }
    let entries = table["entry"].as_array().expect("entries");
    let mut out = format!(
        "/// Every figure of the report and every outside anchor; the texts have the words.\npub const EVIDENCE: [EvidenceEntry; {}] = [\n",
        entries.len()
    );
    for e in entries {
        let text = |k: &str| e.get(k).and_then(Value::as_str).unwrap_or("");
        let reported = match e.get("reported") {
            None => String::new(),
            Some(Value::Array(a)) => a.iter().map(|v| literal(number(v))).collect::<Vec<_>>().join(", "),
            Some(v) => literal(number(v)),
        };
        let kind = e.get("kind").and_then(Value::as_str).unwrap_or("report");
        let verdict =
            verdict(text("verdict")).map_or("None".to_owned(), |(word, _)| format!("Some(Verdict::{})", camel(word)));
        let assumptions: String = e
            .get("assumptions")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .map(|id| {
                let id = id.as_str().expect("an id");
                assert!(parameters.contains_key(id), "data/evidence.toml: {}: no assumption {id}", text("id"));
                format!("AssumptionId::{}, ", camel(id))
            })
            .collect();
        writeln!(
            out,
            "    EvidenceEntry {{ id: {:?}, kind: EvidenceKind::{}, role: EvidenceRole::{}, check: {:?}, reported: &[{reported}], source: {:?}, assumptions: &[{assumptions}], verdict: {verdict} }},",
            text("id"),
            camel(kind),
            camel(text("role")),
            text("check"),
            text("source")
        )
        .unwrap();
    }
    out.push_str("];\n");
    out
}
