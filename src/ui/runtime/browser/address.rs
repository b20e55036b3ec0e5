//! The address of the page and the browser's history: entries written and read, and what a visit that is left leaves in them.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use super::focus::leave_box;
use super::storage::{remember_in_tab, remembered_in_tab};
use crate::ui::runtime::later;

/// The fragment of the address, without `#`.
pub fn fragment() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.strip_prefix('#').unwrap_or(&hash).to_owned()
}

/// An entry of the browser's history: a document as the address holds it, and the id under which it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The document.
    pub fragment: String,
    /// Its id, where it is kept.
    pub document: Option<String>,
    /// What it has in common with all entries of the same document; empty where the page did not write it.
    pub line: String,
}

/// Writes the document into the address: over the entry of the history, or as a `further` one behind it.
pub fn write_entry(entry: &Entry, further: bool) {
    let address = if entry.fragment.is_empty() { path() } else { format!("#{}", entry.fragment) };
    let state = JsValue::from([&entry.line, " ", entry.document.as_deref().unwrap_or_default()].concat());
    let written = window().history().and_then(|history| match further {
        true => history.push_state_with_url(&state, "", Some(&address)),
        false => history.replace_state_with_url(&state, "", Some(&address)),
    });
    // a browser that refuses for now gets the next version
    drop(written);
}

/// The entry of the history that is in force.
pub fn entry() -> Entry {
    let state = window().history().and_then(|history| history.state()).ok().and_then(|state| state.as_string());
    let state = state.unwrap_or_default();
    let (line, document) = state.split_once(' ').unwrap_or_default();
    let document = Some(document.to_owned()).filter(|id| !id.is_empty());
    Entry { fragment: fragment(), document, line: line.to_owned() }
}

fn path() -> String {
    let location = window().location();
    format!("{}{}", location.pathname().unwrap_or_default(), location.search().unwrap_or_default())
}

/// Where the page stands, without query and fragment: both belong to this visit, not to what is sent on.
pub fn address() -> String {
    let whole = window().location().href().unwrap_or_default();
    whole.split(['?', '#']).next().unwrap_or_default().to_owned()
}

/// Calls back when the address is changed by hand or by the history.
pub fn on_entry_changed(f: impl Fn(Entry) + 'static) {
    let f = Rc::new(f);
    let changed = move || {
        let entry = entry();
        // what is typed belongs to the document that is being left, and would be written over the entry
        leave_box();
        f(entry);
    };
    // a change of the fragment comes as both events, of which the second may find the address written anew
    let told = Rc::new(RefCell::new(String::new()));
    later::listen(ev::popstate, {
        let (changed, told) = (changed.clone(), Rc::clone(&told));
        move |_| {
            told.replace(address());
            changed();
        }
    });
    later::listen(ev::hashchange, move |event| {
        if told.take() != event.new_url() {
            changed();
        }
    });
}

/// Calls back when the page is left, closed or loaded anew, once the box that is typed in was left.
pub fn on_leaving(f: impl Fn() + 'static) {
    later::listen(ev::pagehide, move |_| {
        let before = fragment();
        leave_box();
        f();
        let after = fragment();
        if before != after {
            remember_in_tab(LEFT, &format!("{before}\n{after}"));
        }
    });
}

/// What the address was when the page was left, and what was written into it then.
const LEFT: &str = "left";

/// Puts into the address what was written while the page was left: a reload asks for the address that it had before.
pub fn restore_left_address() {
    let left = remembered_in_tab(LEFT).unwrap_or_default();
    if left.is_empty() {
        return;
    }
    remember_in_tab(LEFT, "");
    if let Some((_, after)) = left.split_once('\n').filter(|(before, _)| *before == fragment() && is_reload()) {
        write_entry(&Entry { fragment: after.to_owned(), ..entry() }, false);
    }
}

/// Whether this visit is the page loaded anew.
fn is_reload() -> bool {
    let visits = window().performance().map(|times| times.get_entries_by_type("navigation"));
    let visit = visits.map(|visits| visits.get(0)).filter(JsValue::is_object);
    let kind = visit.and_then(|visit| js_sys::Reflect::get(&visit, &"type".into()).ok());
    kind.and_then(|kind| kind.as_string()).is_some_and(|kind| kind == "reload")
}
