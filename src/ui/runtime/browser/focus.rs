//! Where the focus is: moved to an element, kept where what had it is gone, taken from a box.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Moves the focus to an element by id.
pub fn focus(id: &str) {
    if let Some(element) = document().get_element_by_id(id).and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        drop(element.focus());
    }
}

/// Moves the focus to what is in view, where it has gone with what was there before: keys and readers of the screen go on from there.
pub fn keep_focus() {
    let lost = document().active_element().is_none_or(|active| active.tag_name() == "BODY");
    let mains = document().get_elements_by_tag_name("main");
    let all = (0..mains.length()).filter_map(|k| mains.item(k)?.dyn_into::<HtmlElement>().ok());
    if let Some(main) = all.rev().find(|main| lost && main.offset_parent().is_some()) {
        drop(main.focus());
    }
}

/// Brings an element into view by id, and moves the focus to it.
pub fn show(id: &str) {
    if let Some(element) = document().get_element_by_id(id) {
        element.scroll_into_view();
        // a heading or a section takes the focus only where it is told so
        if element.get_attribute("tabindex").is_none() {
            drop(element.set_attribute("tabindex", "-1"));
        }
        focus(id);
    }
}

/// Takes the focus from the box that is typed in, so that it sends what stands in it.
pub(super) fn leave_box() {
    if let Some(active) = document().active_element().and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        drop(active.blur());
    }
}
