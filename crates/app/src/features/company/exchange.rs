//! The company's figures as a file: CSV with a row a figure, or JSON as the command line reads it.
//!
//! A file in which anything cannot be read changes nothing; all that was wrong is listed. Where the other rows of it are known, what they
//! would change is shown and can be taken. Figures that can be read and do not fit wait at their fields, like typed ones.

use std::collections::BTreeMap;

use serde_json::Value;

use aftercast_tables::table::Table;
use aftercast_tables::text::is_json;

use super::currency;
use super::labels::labels;
use super::table::{self, FIELD, VALUE};
use super::view::{ChangedFact, Download, FactBox, FactRow, Figure, ImportedView};
use super::{Fact, Facts};
use super::{Imported, Model, Offer, View};
use crate::session::Effect;
use crate::session::{Line, Session};
use aftercast_i18n::Text;
use aftercast_import::{Fault, FileRefused};
use aftercast_scenario::{Currency, Draft, json};

/// What a file holds: a table read over the figures in force, or a scenario, which has those of the example firm where it is silent.
#[derive(Clone, Debug)]
pub struct FileRead {
    name: String,
    /// Boxed: an event would be as large as all figures.
    facts: Box<Facts>,
    /// Symbol and name, where the file names a currency.
    currency: Option<(String, String)>,
    /// How many figures it holds; of a scenario those that differ from the example firm's.
    values: usize,
    /// Whether it says nothing of a firm.
    is_empty: bool,
    /// What was wrong with it.
    faults: Vec<Line>,
}

impl FileRead {
    fn of(name: String, read: table::Read) -> Self {
        let table::Read { worksheet, facts, values, currency, faults } = read;
        Self {
            name: worksheet.map_or_else(|| name.clone(), |worksheet| format!("{name} · {worksheet}")),
            facts: Box::new(facts),
            currency: currency.map(|text| parted(&text)),
            values,
            is_empty: values == 0,
            faults: faults.into_iter().map(Line::Fault).collect(),
        }
    }

    /// The company, today's policy and the currency of a scenario file.
    fn of_json(name: String, text: &str) -> Self {
        let (draft, violations) = json::read(text);
        let facts = Facts { company: draft.company, today: draft.today };
        let standard = Facts::default();
        let values = Fact::all().filter(|fact| fact.value(&facts) != fact.value(&standard)).count();
        let values = values + usize::from(draft.currency != Currency::default());
        // what names no currency is in the default one
        let currency = Some((draft.currency.symbol().to_owned(), draft.currency.name().to_owned()));
        let tells = |file: &Value| ["company", "today", "currency"].iter().any(|key| file.get(key).is_some());
        Self {
            name,
            facts: Box::new(facts),
            currency,
            values,
            is_empty: !serde_json::from_str(text.trim_start_matches('\u{feff}')).is_ok_and(|file: Value| tells(&file)),
            faults: violations.0.into_iter().map(Line::Violation).collect(),
        }
    }
}

impl Model {
    /// Takes in what was read of a file.
    pub(super) fn facts_imported(&mut self, cx: &mut Session, read: FileRead) -> Vec<Effect> {
        let FileRead { name, facts, currency, values, is_empty, mut faults } = read;
        let currency = match currency.map(|(symbol, name)| (Currency::new(&symbol, &name), symbol, name)) {
            Some((Ok(currency), ..)) => Some(currency),
            Some((Err(why), symbol, name)) => {
                faults.push(currency::refused(why, &symbol, &name));
                None
            }
            None => None,
        };
        let nothing = is_empty && faults.is_empty();
        let faults = if nothing { vec![Line::Text(Text::ModelImportEmpty)] } else { faults };
        if !faults.is_empty() {
            // a row that is not known takes nothing from the others; a table that could be meant otherwise is not offered
            let of_a_row = |fault: &Line| matches!(fault, Line::Fault(Fault::Unknown { .. } | Fault::Number { .. }));
            let is_offered = values > 0 && faults.iter().all(of_a_row);
            let offer = is_offered.then(|| Offer { on: Facts::of(cx), facts: *facts, currency });
            self.imported = Some(Imported { name, faults, values, change: None, offer, step: 0 });
            return Vec::new();
        }
        let change = Some((Facts::of(cx), (*facts).clone()));
        self.imported = Some(Imported { name, faults, values, change, offer: None, step: 0 });
        self.take(cx, *facts, currency)
    }

    /// The rows of a file that were read are taken, those that were not are left out.
    pub(super) fn known_rows_taken(&mut self, cx: &mut Session) -> Vec<Effect> {
        let Some(imported) = &mut self.imported else { return Vec::new() };
        // over other figures the file would say something else
        let offer = imported.offer.take_if(|offer| offer.on == Facts::of(cx));
        let Some(Offer { on, facts, currency }) = offer else { return Vec::new() };
        imported.faults.clear();
        imported.change = Some((on, facts.clone()));
        self.take(cx, facts, currency)
    }

    fn take(&mut self, cx: &mut Session, facts: Facts, currency: Option<Currency>) -> Vec<Effect> {
        let effects = self.try_facts_with(cx, facts, BTreeMap::new(), |draft| {
            if let Some(currency) = currency {
                draft.currency = currency;
            }
        });
        if let Some(imported) = &mut self.imported {
            imported.step = cx.history.count();
        }
        effects
    }

    /// Nothing could be read of a file, so nothing changes.
    pub(super) fn import_unreadable(&mut self, name: String, why: FileRefused) {
        let faults = vec![Line::File(name.clone(), why)];
        self.imported = Some(Imported { name, faults, values: 0, change: None, offer: None, step: 0 });
    }
}

// Reading is asked of the view and not done by the model: a first visit reads no file, so what only a view reaches comes late.
impl View<'_> {
    /// Reads a text of this name: a table, or a scenario.
    pub fn read_text(&self, name: String, text: &str) -> FileRead {
        if is_json(text) {
            return FileRead::of_json(name, text);
        }
        FileRead::of(name, table::read(text, Facts::of(self.session)))
    }

    /// Reads the worksheets of a workbook of this name, of which one has the figures.
    pub fn read_worksheets(&self, name: String, worksheets: Vec<Table>) -> FileRead {
        FileRead::of(name, table::read_worksheets(worksheets, Facts::of(self.session)))
    }

    /// The figures in force, one by one.
    pub fn figures(&self) -> Vec<Figure> {
        let (view, facts) = (self.facts(), Facts::of(self.session));
        let figure = |row: &FactRow, cell: &FactBox| Figure {
            path: cell.fact.path(),
            value: cell.fact.value(&facts),
            kind: cell.fact.kind(),
            lever: cell.fact.lever(),
            name: if cell.label.is_empty() { row.label.clone() } else { format!("{} · {}", row.label, cell.label) },
            unit: row.unit.clone(),
            meaning: row.help.clone(),
        };
        let rows = view.groups.iter().flat_map(|group| &group.rows);
        rows.flat_map(|row| row.boxes.iter().map(move |cell| figure(row, cell))).collect()
    }

    /// The row of the currency in a table of figures: field, symbol and name, label.
    pub fn currency_row(&self) -> [String; 3] {
        let currency = &self.session.document.currency;
        let value = currency.to_string();
        [table::CURRENCY.to_owned(), value, self.session.words().to(Text::Currency)]
    }

    /// The figures in force, as a table to fill in: field, value, unit and meaning.
    pub fn facts_csv(&self) -> Download {
        let mut out = csv::Writer::from_writer(Vec::new());
        let mut rows: Vec<[String; 5]> = vec![[
            FIELD.to_owned(),
            VALUE.to_owned(),
            self.session.words().to(Text::ModelCsvName),
            self.session.words().to(Text::ModelCsvUnit),
            self.session.words().to(Text::ModelCsvMeaning),
        ]];
        for Figure { path, value, name, unit, meaning, .. } in self.figures() {
            rows.push([path, value.map(|x| x.to_string()).unwrap_or_default(), name, unit, meaning]);
        }
        let [field, value, name] = self.currency_row();
        rows.push([field, value, name, String::new(), self.session.words().to(Text::CurrencyNote)]);
        // writing to memory cannot fail
        let written = rows.iter().all(|row| out.write_record(row).is_ok());
        let bytes = out.into_inner().ok().filter(|_| written).unwrap_or_default();
        let text = String::from_utf8(bytes).unwrap_or_default();
        // the mark tells spreadsheets that it is UTF-8
        Download { name: "aftercast-company.csv".to_owned(), media: "text/csv", text: format!("\u{feff}{text}") }
    }

    /// The figures in force as a scenario without policies.
    pub fn facts_json(&self) -> Download {
        let facts = Facts::of(self.session);
        let currency = self.session.document.currency.clone();
        let draft = Draft { company: facts.company, today: facts.today, currency, ..Draft::default() };
        let mut value = json::value(&draft);
        if let Some(map) = value.as_object_mut() {
            map.retain(|key, _| matches!(key.as_str(), "company" | "today" | "currency"));
        }
        Download { name: "aftercast-company.json".to_owned(), media: "application/json", text: format!("{value:#}\n") }
    }

    /// What came of a file: a sentence, what was wrong with it, and what changed by it, row by row.
    pub(super) fn imported(&self) -> Option<ImportedView> {
        let imported = self.model.imported.as_ref()?;
        let in_force = Facts::of(self.session);
        let offer = imported.offer.as_ref().filter(|offer| offer.on == in_force);
        let change = imported.change.as_ref().map(|(was, now)| (was, now));
        let change = change.or_else(|| offer.map(|offer| (&offer.on, &offer.facts)));
        let changes: Vec<ChangedFact> = change.map(|(was, now)| self.changed(was, now)).unwrap_or_default();
        let text = match (&imported.change, changes.is_empty()) {
            (None, _) => Text::ModelNotImported,
            (Some(_), true) => Text::ModelImportedSame,
            (Some(_), false) => Text::ModelImported,
        };
        let [values, changed] = [imported.values, changes.len()].map(|count| count.to_string());
        let holes = [("name", imported.name.as_str()), ("values", &values), ("changed", &changed)];
        let known = offer.map(|_| self.session.words().with(Text::ModelImportKnown, &holes));
        Some(ImportedView {
            said: self.session.words().with(text, &holes),
            faults: imported.faults.iter().map(|fault| fault.to(self.session.words())).collect(),
            // it takes back the last change, which has to be this one
            undo: !changes.is_empty()
                && imported.step == self.session.history.count()
                && imported.change.as_ref().is_some_and(|(_, now)| *now == in_force),
            known,
            changes,
        })
    }

    fn changed(&self, was: &Facts, now: &Facts) -> Vec<ChangedFact> {
        let differs = |fact: &Fact| fact.value(was) != fact.value(now);
        let text = |fact: Fact, facts: &Facts| {
            let text = fact.in_words(facts);
            if text.is_empty() { "–".to_owned() } else { text }
        };
        let row = |fact: Fact| {
            let (label, part) = labels(fact, self.session.words());
            let name = if part.is_empty() { label } else { format!("{label} · {part}") };
            ChangedFact { name, was: text(fact, was), now: text(fact, now) }
        };
        Fact::all().filter(differs).map(row).collect()
    }
}

/// Symbol and name of "€ EUR".
fn parted(text: &str) -> (String, String) {
    let (symbol, name) = text.trim().split_once(char::is_whitespace).unwrap_or((text.trim(), ""));
    (symbol.to_owned(), name.trim().to_owned())
}
