//! What the browser remembers for the page: over visits, and in a tab.

use leptos::ev;
use leptos::prelude::*;
use web_sys::Storage;

use crate::ui::runtime::later;

fn storage() -> Option<Storage> {
    // forbidden storage throws, which arrives here as an error
    window().local_storage().ok().flatten()
}

/// The storage is shared with every other page of the host.
fn own(key: &str) -> String {
    format!("aftercast.{key}")
}

/// What was remembered under a key.
pub fn remembered(key: &str) -> Option<String> {
    storage()?.get_item(&own(key)).ok().flatten()
}

/// Calls back when another tab changes what is remembered under a key that begins so.
pub fn on_remembered_elsewhere(start: &'static str, f: impl Fn() + 'static) {
    let start = own(start);
    later::listen(ev::storage, move |event| {
        // no key: all of it was cleared
        if event.key().is_none_or(|key| key.starts_with(&start)) {
            f();
        }
    });
}

/// Calls back when another tab remembers something else under a key, with what was remembered there before and what is now.
pub fn on_replaced_elsewhere(key: &'static str, f: impl Fn(String, String) + 'static) {
    let key = own(key);
    later::listen(ev::storage, move |event| {
        if event.key().as_ref() == Some(&key) {
            f(event.old_value().unwrap_or_default(), event.new_value().unwrap_or_default());
        }
    });
}

/// Remembers a wish; a full or forbidden storage forgets it.
pub fn remember(key: &str, value: &str) {
    if let Some(storage) = storage() {
        drop(storage.set_item(&own(key), value));
    }
}

/// Remembers something under a key until it is empty.
pub fn keep(key: &str, value: &str) {
    match storage() {
        Some(storage) if value.is_empty() => drop(storage.remove_item(&own(key))),
        _ => remember(key, value),
    }
}

/// Everything remembered under keys that begin so, by what follows.
pub fn remembered_under(start: &str) -> Vec<(String, String)> {
    let Some(storage) = storage() else { return Vec::new() };
    let count = storage.length().unwrap_or(0);
    let keys = (0..count).filter_map(|index| storage.key(index).ok().flatten());
    let found = |key: String| {
        let name = key.strip_prefix(&own(start))?.to_owned();
        Some((name, storage.get_item(&key).ok().flatten()?))
    };
    keys.filter_map(found).collect()
}

/// What was remembered in this tab under a key.
pub fn remembered_in_tab(key: &str) -> Option<String> {
    window().session_storage().ok().flatten()?.get_item(&own(key)).ok().flatten()
}

/// Remembers something until the tab is closed.
pub fn remember_in_tab(key: &str, value: &str) {
    if let Some(storage) = window().session_storage().ok().flatten() {
        drop(storage.set_item(&own(key), value));
    }
}
