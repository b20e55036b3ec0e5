//! The documents in local storage: each under a key of its own, so that tabs with different documents do not meet. Which of two
//! tabs with the same one may write it is the rule of [`Shelf`].

use std::cell::RefCell;

use leptos::prelude::window;
use web_sys::Storage;

use aftercast_app::event::StorageEffect;
use aftercast_app::features::documents::{DocumentStore, Event, Shelf, Stored};

/// What the keys of documents begin with, before the document's id.
pub const DOCUMENT: &str = "document.";
/// The storage is shared with every other page of the host.
const OWN: &str = "aftercast.";
const LAST: &str = "aftercast.last";

thread_local! {
    static SHELF: RefCell<Shelf<Local>> = RefCell::new(Shelf::new(Local));
}

/// The browser's storage; forbidden storage throws, which arrives here as an error.
struct Local;

impl Local {
    fn storage() -> Option<Storage> {
        window().local_storage().ok().flatten()
    }

    fn key(id: &str) -> String {
        format!("{OWN}{DOCUMENT}{id}")
    }

    /// A document and, behind its line, its history.
    fn parts(id: &str) -> Option<(String, String)> {
        let text = Self::storage()?.get_item(&Self::key(id)).ok().flatten()?;
        let (fragment, history) = text.split_once('\n').unwrap_or((&text, ""));
        Some((fragment.to_owned(), history.to_owned()))
    }
}

impl DocumentStore for Local {
    fn all(&self) -> Vec<Stored> {
        let Some(storage) = Self::storage() else { return Vec::new() };
        let keys = (0..storage.length().unwrap_or(0)).filter_map(|index| storage.key(index).ok().flatten());
        let ids = keys.filter_map(|key| key.strip_prefix(&Self::key("")).map(str::to_owned));
        ids.filter_map(|id| {
            let fragment = self.read(&id)?;
            Some(Stored { history: self.read_history(&id), id, fragment })
        })
        .collect()
    }

    fn read(&self, id: &str) -> Option<String> {
        Self::parts(id).map(|(fragment, _)| fragment)
    }

    fn read_history(&self, id: &str) -> String {
        Self::parts(id).map(|(_, history)| history).unwrap_or_default()
    }

    fn write(&mut self, document: &Stored) -> bool {
        let Some(storage) = Self::storage() else { return false };
        let text = match document.history.as_str() {
            "" => document.fragment.clone(),
            history => format!("{}\n{history}", document.fragment),
        };
        let kept = storage.set_item(&Self::key(&document.id), &text);
        kept.and_then(|()| storage.set_item(LAST, &document.id)).is_ok()
    }

    fn remove(&mut self, id: &str) -> bool {
        Self::storage().is_some_and(|storage| storage.remove_item(&Self::key(id)).is_ok())
    }
}

/// What the storage holds at this moment, and which documents another tab has changed.
pub fn found() -> Vec<Event> {
    let (stored, changed) = SHELF.with_borrow_mut(Shelf::look);
    let last = Local::storage().and_then(|storage| storage.get_item(LAST).ok().flatten());
    let changed = changed.into_iter().map(Event::ChangedElsewhere);
    // milliseconds have had 13 digits since 2001: ids sort by time
    let stamp = format!("{:.0}", js_sys::Date::now());
    changed.chain([Event::Found { stored, last, stamp }]).collect()
}

/// Keeps or forgets a document; what happened, where it did not go as asked.
pub fn perform(effect: &StorageEffect) -> Option<Event> {
    SHELF.with_borrow_mut(|shelf| shelf.perform(effect))
}
