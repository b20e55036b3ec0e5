//! Sharing and keeping: exports, the share dialog, documents by name, history.
//!
//! A document is kept as its own link: one format to read, one that old versions keep opening.

pub mod csv;
mod differ;
mod export;
mod history;
mod numbers;
pub mod qr;
mod shelf;
mod summary;
mod update;
mod workbook;

pub use export::{Exported, ExportedChart, ExportedTable, WIDTH};
pub use shelf::{DocumentStore, Shelf};
pub(crate) use update::save;

pub use crate::session::Stored;

use crate::read::ReadModel;
use crate::session::Session;
use aftercast_import::FileRefused;

/// What happened to documents and files.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// What the storage of the browser holds; the first time before the page opens, later when another tab may have changed it.
    Found {
        /// The documents.
        stored: Vec<Stored>,
        /// Id of the document opened last.
        last: Option<String>,
        /// A text no other tab has, such as the time: new ids begin with it.
        stamp: String,
    },
    /// The page stands inside another page and keeps nothing.
    Embedded,
    /// The storage of the browser is full or forbidden.
    NotKept,
    /// The storage of the browser has taken all that it had refused.
    KeptAgain,
    /// Another tab has changed a document; as it is kept now.
    ChangedElsewhere(Stored),
    /// A document was not kept, because another tab has changed it meanwhile.
    Overtaken {
        /// As it was to be kept.
        own: Stored,
        /// As it is kept now.
        found: Stored,
    },
    /// A new document beside the others.
    New,
    /// Another document is to be worked on.
    Open(String),
    /// A copy of a document is to be worked on.
    Duplicate(String),
    /// A document gets another name.
    Rename(String, String),
    /// The document on the page gets another name.
    Titled(String),
    /// The comment of the brief changes.
    Commented(String),
    /// A document is deleted, until [`Event::Restore`].
    Delete(String),
    /// The document deleted last comes back.
    Restore,
    /// A scenario file was chosen; its text.
    FileRead(String),
    /// A file was chosen that cannot be read as text.
    FileUnreadable(String, FileRefused),
    /// So many changes back (negative) or forward.
    Travel(isize),
    /// Why the change was made that leads to the state so many changes away.
    Reasoned(isize, String),
}

/// The document deleted last; the others are the session's.
#[derive(Debug, Default)]
pub struct Model {
    deleted: Option<Stored>,
}

/// What the page shows of documents and files.
#[derive(Clone, Copy)]
pub struct View<'a> {
    model: &'a Model,
    session: &'a Session,
    read: ReadModel<'a>,
}

impl<'a> View<'a> {
    pub(crate) fn new(read: ReadModel<'a>) -> Self {
        Self { model: read.documents, session: read.session, read }
    }
}

impl Event {
    /// Whether it brings another document onto the page.
    pub(crate) fn is_another_document(&self) -> bool {
        matches!(
            self,
            Self::New | Self::Open(_) | Self::Duplicate(_) | Self::Delete(_) | Self::Restore | Self::FileRead(_)
        )
    }
}

/// A document in the list.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentRow {
    /// Its id.
    pub id: String,
    /// Its name; empty where it has none.
    pub name: String,
    /// What to call it.
    pub called: String,
    /// Its policies.
    pub policies: String,
    /// Whether it is the one on the page.
    pub current: bool,
}

/// The list of documents.
#[derive(Clone, Debug, PartialEq)]
pub struct Documents {
    /// The latest first.
    pub rows: Vec<DocumentRow>,
    /// Whether the document on the page is among them; it is once it was changed.
    pub kept: bool,
    /// What to call the document that [`Event::Restore`] brings back.
    pub deleted: Option<String>,
    /// Whether the browser keeps nothing.
    pub refused: bool,
}

/// A field that a change gave another value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldChange {
    /// The field, as the page calls it.
    pub field: String,
    /// Its value before.
    pub from: String,
    /// Its value after.
    pub to: String,
}

/// A change in the history.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HistoryRow {
    /// What changed, field by field; none for the beginning.
    pub changes: Vec<FieldChange>,
    /// The same as sentences, the first dozen.
    pub lines: Vec<String>,
    /// When it was made, local time; empty where that is not known.
    pub time: String,
    /// Why, as the reader typed it.
    pub reason: String,
    /// What [`Event::Travel`] takes to the state after it.
    pub steps: isize,
}

/// Another document of this browser, to be compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherDocument {
    /// What to call it.
    pub called: String,
    /// The document as an address fragment.
    pub fragment: String,
}

/// What the share dialog shows.
#[derive(Clone, Debug, PartialEq)]
pub struct ShareView {
    /// The link.
    pub link: String,
    /// Its QR code, where it is short enough.
    pub code: Option<qr::Code>,
    /// The result in plain words, to be pasted into a message.
    pub summary: String,
    /// The code that puts the result into another page.
    pub embed: String,
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_history;
#[cfg(test)]
mod tests_tabs;
#[cfg(test)]
mod tests_workbook;
