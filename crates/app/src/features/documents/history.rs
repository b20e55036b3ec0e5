//! The history of a document: as the page lists it, and as a scenario file has it.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{Exported, HistoryRow, View};
use crate::session::Step;
use aftercast_i18n::Text;
use aftercast_scenario::json;

/// What a scenario file tells of the changes that led to it; everything else of it is read by the scenario.
#[derive(Default, Deserialize)]
struct File {
    #[serde(default)]
    history: Vec<Noted>,
}

/// A change in a file; its fields in words are for people.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Noted {
    time: String,
    reason: String,
    difference: String,
}

/// The changes that a scenario file tells of, the oldest first; none where one of them cannot be read.
pub(super) fn steps_in(text: &str) -> Vec<Step> {
    let file: File = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap_or_default();
    let step = |noted: Noted| Step::noted(noted.time, noted.reason, &noted.difference);
    file.history.into_iter().map(step).collect::<Option<_>>().unwrap_or_default()
}

impl View<'_> {
    /// The changes of this document, the latest first; those taken back have positive steps. The last row is the beginning.
    pub fn changes(&self) -> Vec<HistoryRow> {
        let (states, position) = self.session.history.states(&self.session.document);
        let steps = self.session.history.steps();
        let row = |(k, (pair, step)): (usize, (&[_], &Step))| {
            let (changes, lines) = self.described(pair[0], pair[1]);
            let steps = k as isize + 1 - position as isize;
            HistoryRow { changes, lines, steps, time: step.time.clone(), reason: step.reason.clone() }
        };
        let start = HistoryRow {
            changes: Vec::new(),
            lines: vec![self.session.words().to(Text::ShareHistoryStart)],
            steps: -(position as isize),
            time: String::new(),
            reason: String::new(),
        };
        let rows = states.windows(2).zip(steps).enumerate().map(row);
        let mut rows: Vec<HistoryRow> = std::iter::once(start).chain(rows).collect();
        rows.reverse();
        rows
    }

    /// The document with its history as a scenario file, which the command line runs too.
    pub fn scenario_file(&self) -> Exported<String> {
        let mut value = json::value(&self.session.running_document());
        let mut rows: Vec<HistoryRow> = self.changes().into_iter().filter(|row| row.steps <= 0).collect();
        rows.reverse();
        let own: Vec<&Step> = self.session.history.own().collect();
        // the beginning and what led from other documents is not told
        let rows = rows.iter().skip((rows.len() - own.len()).max(1));
        let told = |(row, step): (&HistoryRow, &Step)| {
            let changes = row.changes.iter().map(|c| json!({ "field": c.field, "from": c.from, "to": c.to }));
            json!({ "time": row.time, "reason": row.reason, "changes": changes.collect::<Vec<_>>(), "difference": step.difference() })
        };
        let history: Vec<Value> = rows.zip(own).map(told).collect();
        if let Some(map) = value.as_object_mut().filter(|_| !history.is_empty()) {
            map.insert("history".to_owned(), history.into());
        }
        Exported { name: self.file_name("scenario"), content: format!("{value:#}\n") }
    }
}
