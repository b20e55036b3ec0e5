//! What comes out of a section's plan, and how it is told.

use std::any::Any;
use std::fmt;

#[cfg(feature = "pictures")]
use crate::picture::{ChartView, RenderContext};
use crate::question::Question;
use crate::terminal;
use aftercast_i18n::Locale;
use aftercast_wording::words::Words;
use serde_json::Value;

/// A table; the page also saves it as CSV.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Caption.
    pub caption: String,
    /// Column headings; the first column is the row heading.
    pub columns: Vec<String>,
    /// Rows, each as long as the headings.
    pub rows: Vec<Vec<String>>,
}

/// What was found, as page and command line tell it. `q` is the question that it answers.
pub trait Report: Any + fmt::Debug {
    /// What was found, in sentences.
    fn words(&self, q: &Question, words: Words) -> Vec<String>;

    /// Every number with its error and unit.
    fn tables(&self, q: &Question, words: Words) -> Vec<Table>;

    /// For programs: an object; a number that is not defined is null.
    fn json(&self, q: &Question) -> Value;

    /// For a terminal, in English: tables and sentences, where a section does not print a form of its own.
    fn terminal(&self, q: &Question) -> String {
        let words = Words(Locale::English);
        terminal::printed(&self.tables(q, words), &self.words(q, words))
    }

    /// Names of the pictures, in the order of the page.
    #[cfg(feature = "pictures")]
    fn pictures(&self) -> &'static [&'static str];

    /// Which of its sentences tells what the first picture shows, and so is the title of that picture; none where no sentence does.
    #[cfg(feature = "pictures")]
    fn title(&self, _q: &Question) -> Option<usize> {
        None
    }

    /// A picture by its name.
    #[cfg(feature = "pictures")]
    fn picture(&self, name: &str, q: &Question, look: RenderContext) -> Option<ChartView>;
}

/// A report, whatever its section is.
pub type Finding = Box<dyn Report>;

/// The report of one section, where it is one.
pub fn found<R: Report>(finding: &dyn Report) -> Option<&R> {
    let any: &dyn Any = finding;
    any.downcast_ref()
}
