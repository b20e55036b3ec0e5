//! The documents in local storage: each under a key of its own, so that two tabs do not overwrite each other's.

use leptos::prelude::window;
use web_sys::Storage;

use crate::app::share::{Effect, Event, Stored};

/// The storage is shared with every other page of the host.
const DOCUMENT: &str = "aftercast.document.";
const LAST: &str = "aftercast.last";

fn storage() -> Option<Storage> {
    // forbidden storage throws, which arrives here as an error
    window().local_storage().ok().flatten()
}

/// What the storage holds at this moment.
pub fn found() -> Event {
    let mut stored = Vec::new();
    let mut last = None;
    if let Some(storage) = storage() {
        for place in 0..storage.length().unwrap_or(0) {
            let Some(key) = storage.key(place).ok().flatten() else { continue };
            let value = storage.get_item(&key).ok().flatten();
            if let (Some(id), Some(fragment)) = (key.strip_prefix(DOCUMENT), value) {
                stored.push(Stored { id: id.to_owned(), fragment });
            }
        }
        last = storage.get_item(LAST).ok().flatten();
    }
    // milliseconds have had 13 digits since 2001: ids sort by time
    Event::Found { stored, last, stamp: format!("{:.0}", js_sys::Date::now()) }
}

/// Keeps or forgets a document; false where the browser refuses.
pub fn perform(effect: &Effect) -> bool {
    let Some(storage) = storage() else { return false };
    match effect {
        Effect::Keep(document) => {
            let kept = storage.set_item(&format!("{DOCUMENT}{}", document.id), &document.fragment);
            kept.and_then(|()| storage.set_item(LAST, &document.id)).is_ok()
        }
        Effect::Forget(id) => storage.remove_item(&format!("{DOCUMENT}{id}")).is_ok(),
    }
}
