//! The forecast log: a dated forecast, what happened since, and how the forecast fared.
//!
//! The forecast is that of the command line, to the byte: the same document gives the same file and the same digest here and
//! there. It answers the day it was made, so a change of the document does not make it stale.

mod boxes;
#[cfg(test)]
mod tests;
mod words;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use aftercast_analyses::sections::forecast_log::Dated;
use aftercast_import::actual::{read_actual, read_actual_worksheets};
use aftercast_import::{Fault, FileRefused};
use aftercast_tables::table::Table;
use aftercast_validation::forecast::{ActualMonth, FIGURES, Forecast, ForecastError, digest, write_actual};
pub use boxes::ForecastLogView;

/// The figure that is typed in percent.
const REPURCHASE: usize = 3;

/// A file to save.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// Its name, without ending.
    pub name: String,
    /// Its ending.
    pub ending: &'static str,
    /// Media type.
    pub media: &'static str,
    /// What is in it.
    pub text: String,
}

/// What went wrong last.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Trouble {
    /// A file that is no text, or too large, by its name.
    NoText(String, FileRefused),
    /// A file of JSON that is no forecast.
    Unreadable(String),
    /// A forecast that was changed, or months that do not belong to it.
    Forecast(ForecastError),
    /// A table that cannot be read.
    Table(Vec<Fault>),
}

/// The forecast looked at, and what happened.
#[derive(Debug, Default)]
pub struct ForecastLog {
    forecast: Option<Forecast>,
    /// Whether it is in a file.
    saved: bool,
    happened: Vec<ActualMonth>,
    trouble: Option<Trouble>,
    /// What was typed and could not be read, by month and figure.
    refused: BTreeMap<String, BTreeMap<usize, String>>,
}

/// What is remembered until the next visit.
#[derive(Serialize, Deserialize)]
struct Memory {
    forecast: Forecast,
    saved: bool,
    happened: String,
    #[serde(default)]
    refused: BTreeMap<String, BTreeMap<usize, String>>,
}

impl ForecastLog {
    /// The forecast looked at.
    pub fn forecast(&self) -> Option<&Forecast> {
        self.forecast.as_ref()
    }

    /// What happened in a month of the forecast.
    pub fn in_month(&self, month: &str) -> Option<&ActualMonth> {
        self.happened.iter().find(|m| m.month == month)
    }

    /// The forecast with what happened since, where there is one.
    pub fn dated(&self) -> Option<Dated<'_>> {
        self.forecast.as_ref().map(|forecast| Dated { forecast, happened: &self.happened })
    }

    /// A new forecast; what happened stays, it belongs to its months.
    pub fn make(&mut self, forecast: Forecast) {
        self.forecast = Some(forecast);
        self.saved = false;
        self.trouble = None;
    }

    /// What is to be remembered.
    pub fn memory(&self) -> String {
        let memory = self.forecast.clone().map(|forecast| Memory {
            forecast,
            saved: self.saved,
            happened: write_actual(&self.happened),
            refused: self.refused.clone(),
        });
        serde_json::to_string(&memory).unwrap_or_default()
    }

    /// What was remembered on an earlier visit; nothing of it where it was changed, or where a forecast is looked at already.
    pub fn recall(&mut self, text: &str) {
        if self.forecast.is_none() {
            self.take(text);
        }
    }

    /// What another tab has made of the log, in place of what is here: the log is the browser's, not the tab's, and what is
    /// written here next would replace what was written there. What is here stays where the other tab did not know it, because
    /// the storage was full when it was made.
    pub fn follow(&mut self, before: &str, now: &str) {
        if self.forecast.is_none() || self.memory() == before {
            self.take(now);
        }
    }

    /// Takes the place of what is here, unless it was changed by hand.
    fn take(&mut self, text: &str) {
        let Ok(Some(memory)) = serde_json::from_str::<Option<Memory>>(text) else { return };
        if digest(&memory.forecast.content) == memory.forecast.digest {
            self.forecast = Some(memory.forecast);
            self.saved = memory.saved;
            self.happened = read_actual(&memory.happened).unwrap_or_default();
            self.refused = memory.refused;
            self.trouble = None;
        }
    }

    /// The forecast as the command line writes it.
    pub fn save_forecast(&mut self) -> Option<File> {
        let forecast = self.forecast.as_ref()?;
        let text = serde_json::to_string_pretty(forecast).ok()? + "\n";
        let name = format!("aftercast-forecast-{}", forecast.content.date);
        self.saved = true;
        Some(File { name, ending: "json", media: "application/json", text })
    }

    /// What happened, with a row for every month of the forecast: a file to fill in.
    pub fn save_happened(&self) -> Option<File> {
        let content = &self.forecast.as_ref()?.content;
        let empty = |month: &String| ActualMonth { month: month.clone(), values: [None; FIGURES.len()] };
        let row = |month: &String| self.in_month(month).cloned().unwrap_or_else(|| empty(month));
        let rows: Vec<ActualMonth> = content.months.iter().map(row).collect();
        let name = format!("aftercast-happened-{}", content.date);
        Some(File { name, ending: "csv", media: "text/csv", text: write_actual(&rows) })
    }

    /// Nothing could be read of a file, so nothing changes.
    pub(super) fn unreadable(&mut self, name: String, why: FileRefused) {
        self.trouble = Some(Trouble::NoText(name, why));
    }

    /// Takes a file; what was there stays where it cannot be read.
    pub(super) fn bring(&mut self, text: &str) -> Result<(), Trouble> {
        if text.trim_start_matches('\u{feff}').trim_start().starts_with('{') {
            let forecast: Forecast = serde_json::from_str(text.trim_start_matches('\u{feff}'))
                .map_err(|e| Trouble::Unreadable(e.to_string()))?;
            if digest(&forecast.content) != forecast.digest {
                return Err(Trouble::Forecast(ForecastError::Changed));
            }
            (self.forecast, self.saved) = (Some(forecast), true);
            return Ok(());
        }
        self.add(&read_actual(text).map_err(Trouble::Table)?)
    }

    /// Takes what happened from a workbook, as [`ForecastLog::bring`] does from a table.
    pub(super) fn bring_worksheets(&mut self, worksheets: Vec<Table>) -> Result<(), Trouble> {
        self.add(&read_actual_worksheets(worksheets).map_err(Trouble::Table)?)
    }

    /// Adds months to what is known.
    fn add(&mut self, happened: &[ActualMonth]) -> Result<(), Trouble> {
        let content = self.forecast.as_ref().map(|f| &f.content);
        let belongs = |m: &ActualMonth| content.is_some_and(|c| c.months.contains(&m.month));
        if !happened.iter().any(|m| belongs(m) && m.values.iter().any(Option::is_some)) {
            return Err(Trouble::Forecast(ForecastError::Nothing));
        }
        for m in happened {
            // what the file does not know stays as it was
            let known = m.values.iter().enumerate().filter(|(_, value)| value.is_some());
            known.for_each(|(figure, value)| self.put(&m.month, figure, *value));
        }
        Ok(())
    }

    /// Puts a number into its month; none where the box is empty.
    fn put(&mut self, month: &str, figure: usize, value: Option<f64>) {
        if let Some(refused) = self.refused.get_mut(month) {
            // what is taken needs no correction any more
            refused.remove(&figure);
        }
        self.refused.retain(|_, figures| !figures.is_empty());
        if !self.happened.iter().any(|m| m.month == month) {
            self.happened.push(ActualMonth { month: month.to_owned(), values: [None; FIGURES.len()] });
            self.happened.sort_by(|a, b| a.month.cmp(&b.month));
        }
        if let Some(m) = self.happened.iter_mut().find(|m| m.month == month)
            && let Some(slot) = m.values.get_mut(figure)
        {
            *slot = value;
        }
        self.happened.retain(|m| m.values.iter().any(Option::is_some));
    }
}
