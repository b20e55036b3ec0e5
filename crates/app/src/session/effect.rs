//! What the application asks of the browser.

use super::Stored;

/// What the page asks of the browser.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// Compute; supersedes every earlier run.
    Run(Box<aftercast_compute::request::RunRequest>),
    /// Write the document into the address.
    WriteFragment(String),
    /// What is written into the address next is another document: the browser's Back leads to the one before.
    NextDocument,
    /// What is written into the address next is another place: the browser's Back leads to the one before, and changes no document.
    NextPlace,
    /// Remember a preference (theme, language) in local storage.
    Remember {
        /// Key.
        key: &'static str,
        /// Value.
        value: String,
    },
    /// Remember something until the tab is closed: a reload finds it again.
    RememberInTab {
        /// Key.
        key: &'static str,
        /// Value.
        value: String,
    },
    /// Keep what was typed into a document and is not in force; nothing where the text is empty.
    KeepTyped {
        /// Id of the document.
        document: String,
        /// What was typed, as `pending_input::Event::Found` takes it.
        text: String,
    },
    /// Keep or forget a document.
    Store(StorageEffect),
}

/// What is asked of the storage of documents.
#[derive(Clone, Debug, PartialEq)]
pub enum StorageEffect {
    /// Keep a document, which is the one opened last.
    Keep(Stored),
    /// Forget a document.
    Forget(String),
}
