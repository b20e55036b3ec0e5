//! The company's figures as a file: CSV with a row a figure, or JSON as the command line reads it.
//!
//! A file in which anything cannot be read changes nothing; all that was wrong is listed. Figures that can be read and
//! do not fit wait at their fields, like typed ones.

use std::collections::{BTreeMap, BTreeSet};

use super::Imported;
use super::company::{Fact, Facts};
use super::view::Download;
use crate::app::event::Effect;
use crate::app::{App, Line};
use crate::engine::scenario::{Draft, json};
use crate::texts::Text;

/// Columns of the CSV that are read; the others are for people.
const FIELD: &str = "field";
const VALUE: &str = "value";

impl App {
    /// The figures in force, as a table to fill in: field, value, unit and meaning.
    pub fn facts_csv(&self) -> Download {
        let view = self.company_view();
        let facts = self.facts();
        let mut out = csv::Writer::from_writer(Vec::new());
        let mut rows: Vec<[String; 5]> = vec![[
            FIELD.to_owned(),
            VALUE.to_owned(),
            self.words().to(Text::DefendCsvName),
            self.words().to(Text::DefendCsvUnit),
            self.words().to(Text::DefendCsvMeaning),
        ]];
        for row in view.groups.iter().flat_map(|group| &group.rows) {
            for cell in &row.boxes {
                let name =
                    if cell.label.is_empty() { row.label.clone() } else { format!("{} · {}", row.label, cell.label) };
                let value = cell.fact.value(&facts).map(|x| x.to_string()).unwrap_or_default();
                rows.push([cell.fact.path(), value, name, row.unit.clone(), row.help.clone()]);
            }
        }
        // writing to memory cannot fail
        let written = rows.iter().all(|row| out.write_record(row).is_ok());
        let bytes = out.into_inner().ok().filter(|_| written).unwrap_or_default();
        let text = String::from_utf8(bytes).unwrap_or_default();
        // the mark tells spreadsheets that it is UTF-8
        Download { name: "aftercast-company.csv".to_owned(), media: "text/csv", text: format!("\u{feff}{text}") }
    }

    /// The figures in force as a scenario without policies.
    pub fn facts_json(&self) -> Download {
        let facts = self.facts();
        let draft = Draft { company: facts.company, today: facts.today, ..Draft::default() };
        let mut value = json::value(&draft);
        if let Some(map) = value.as_object_mut() {
            map.retain(|key, _| key == "company" || key == "today");
        }
        Download { name: "aftercast-company.json".to_owned(), media: "application/json", text: format!("{value:#}\n") }
    }

    pub(super) fn facts_imported(&mut self, name: String, text: &str) -> Vec<Effect> {
        let is_json = text.trim_start_matches('\u{feff}').trim_start().starts_with('{');
        let (facts, values, faults) = if is_json { read_json(text) } else { read_csv(text, self.facts()) };
        let nothing = values == 0 && faults.is_empty();
        let faults = if nothing { vec![Line::Text(Text::DefendImportEmpty)] } else { faults };
        let sound = faults.is_empty();
        self.defend.imported = Some(Imported { name, faults, values });
        if sound { self.try_facts(facts, BTreeMap::new()) } else { Vec::new() }
    }

    /// Nothing could be read of a file, so nothing changes.
    pub(super) fn import_unreadable(&mut self, name: String) {
        let fault = Line::Filled(Text::ShareFileUnreadable, vec![("name", name.clone())]);
        self.defend.imported = Some(Imported { name, faults: vec![fault], values: 0 });
    }

    /// What came of a file: a sentence, and what was wrong with it.
    pub(super) fn imported(&self) -> Option<(String, Vec<String>)> {
        let imported = self.defend.imported.as_ref()?;
        let text = if imported.faults.is_empty() { Text::DefendImported } else { Text::DefendNotImported };
        let values = imported.values.to_string();
        let sentence = self.words().with(text, &[("name", &imported.name), ("values", &values)]);
        Some((sentence, imported.faults.iter().map(|fault| fault.to(self.words())).collect()))
    }
}

/// Reads a scenario file; of it the company and today's policy.
fn read_json(text: &str) -> (Facts, usize, Vec<Line>) {
    let (draft, violations) = json::read(text);
    let facts = Facts { company: draft.company, today: draft.today };
    let standard = Facts::default();
    let values = Fact::all().filter(|fact| fact.value(&facts) != fact.value(&standard)).count();
    (facts, values, violations.0.into_iter().map(Line::Violation).collect())
}

/// Reads rows of field and value over the figures in force.
fn read_csv(text: &str, mut facts: Facts) -> (Facts, usize, Vec<Line>) {
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or("");
    // spreadsheets of half the world separate by semicolons
    let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(|d| first.bytes().filter(|b| b == d).count());
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter.unwrap_or(b','))
        .from_reader(text.as_bytes());
    let known: BTreeMap<String, Fact> = Fact::all().map(|fact| (fact.path(), fact)).collect();
    let (mut seen, mut faults) = (BTreeSet::new(), Vec::new());
    for (k, record) in reader.records().enumerate() {
        let row = ("row", (k + 1).to_string());
        let Ok(record) = record else {
            faults.push(Line::Filled(Text::DefendCsvBroken, vec![row]));
            continue;
        };
        let (field, value) = (record.get(0).unwrap_or("").trim(), record.get(1).unwrap_or("").trim());
        if field.is_empty() || field == FIELD {
            continue;
        }
        let holes = vec![row, ("field", field.to_owned()), ("value", value.to_owned())];
        let Some(&fact) = known.get(field) else {
            faults.push(Line::Filled(Text::DefendCsvUnknown, holes));
            continue;
        };
        if !seen.insert(fact) {
            faults.push(Line::Filled(Text::DefendCsvTwice, holes.clone()));
        }
        match number(fact, value) {
            Ok(value) => fact.set(&mut facts, value),
            Err(()) => faults.push(Line::Filled(Text::DefendCsvUnreadable, holes)),
        }
    }
    (facts, seen.len(), faults)
}

/// A number of a file: in the unit of the file, so that 1 is 1 and not 1%; a percent sign is understood.
fn number(fact: Fact, text: &str) -> Result<Option<f64>, ()> {
    // a whole number or a decimal as programs write it, such as 1e-3
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(Some(value)),
        _ => fact.read(text),
    }
}
