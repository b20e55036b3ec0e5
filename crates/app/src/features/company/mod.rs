//! The firm's own facts and today's policy: typed, imported, checked against what the report says of firms.
//!
//! A figure is taken into the document only where it can run; what cannot stays in its box with the reason, and the running picture
//! stays. What was typed belongs to the state of the document it was typed on: undo makes it void.

pub mod calibration;
mod currency;
mod exchange;
mod fact_rows;
mod facts;
mod labels;
mod pending;
mod strip;
mod table;
mod view;

use crate::read::ReadModel;
use crate::session::Effect;
use crate::session::{Line, Session};
use aftercast_import::FileRefused;
use aftercast_scenario::Currency;
pub use currency::CurrencyBoxes;
pub use exchange::FileRead;
pub use facts::Fact;
pub(crate) use facts::Facts;
pub(crate) use pending::Pending;
pub use strip::{FirmStrip, StripFigure};
pub use view::{
    BookRow, ChangedFact, CheckRow, CompanyView, Download, FactBox, FactGroupView, FactRow, Figure, ImportedView,
};

/// What can happen to the firm's facts.
#[derive(Clone, Debug)]
pub enum Event {
    /// Something was typed into the box of a fact of the company or of today's policy.
    Typed(Fact, String),
    /// Symbol and name of the currency were typed.
    CurrencyTyped(String, String),
    /// What was typed and does not fit yet is given up.
    TypedDiscarded,
    /// The sample's company and today's policy come back.
    Reset,
    /// A file with the company's figures was chosen; what [`View::read_text`] or [`View::read_worksheets`] made of it.
    Imported(FileRead),
    /// The file of this name cannot be read as text, or is too large.
    ImportUnreadable(String, FileRefused),
    /// Of the file, the rows that were read are taken, without those that were not.
    ImportKnownTaken,
    /// What was said about the file was read.
    ImportDismissed,
}

/// What is typed and not taken, and what came of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    pending: Option<Pending>,
    /// A currency that was typed and cannot be one.
    currency: Option<currency::RefusedCurrency>,
    imported: Option<Imported>,
}

/// What came of a file.
#[derive(Clone, Debug, PartialEq)]
struct Imported {
    name: String,
    /// What could not be read; where there is any, nothing was taken.
    faults: Vec<Line>,
    values: usize,
    /// The figures before and in the file, where it could be read.
    change: Option<(Facts, Facts)>,
    /// What its known rows hold, where others are not known.
    offer: Option<Offer>,
    /// The changes in force once it was taken.
    step: usize,
}

/// What the known rows of a file would make of the firm's figures.
#[derive(Clone, Debug, PartialEq)]
struct Offer {
    /// The figures over which it was read.
    on: Facts,
    facts: Facts,
    currency: Option<Currency>,
}

/// What the page shows of the firm's facts.
#[derive(Clone, Copy)]
pub struct View<'a> {
    model: &'a Model,
    session: &'a Session,
}

impl<'a> View<'a> {
    pub(crate) fn new(read: ReadModel<'a>) -> Self {
        Self { model: read.company, session: read.session }
    }
}

impl Model {
    /// Takes an event in.
    pub(crate) fn update(&mut self, cx: &mut Session, event: Event) -> Vec<Effect> {
        match event {
            Event::Typed(fact, text) => self.fact_typed(cx, fact, text),
            Event::CurrencyTyped(symbol, name) => self.currency_typed(cx, symbol, name),
            Event::TypedDiscarded => {
                self.pending = None;
                Vec::new()
            }
            Event::Reset => self.facts_reset(cx),
            Event::Imported(read) => self.facts_imported(cx, read),
            Event::ImportUnreadable(name, why) => {
                self.import_unreadable(name, why);
                Vec::new()
            }
            Event::ImportKnownTaken => self.known_rows_taken(cx),
            Event::ImportDismissed => {
                self.imported = None;
                Vec::new()
            }
        }
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_dialects;
