//! What the two programs of the page tell each other: both look at the same document through the address.
//!
//! The workbench owns the address. It says when the document or the look changed; the analyses bring a document that the user
//! wants to go on with.

use leptos::ev::{Custom, CustomEvent};
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use web_sys::CustomEventInit;

use super::later;

/// Asks `boot.js` for the second program.
const STUDY: &str = "aftercast:study";
/// The first result is on the screen, says `boot.js`.
const SHOWN: &str = "aftercast:shown";
/// The address or the look changed.
const CHANGED: &str = "aftercast:changed";
/// Somebody wants to go on with a document.
const BROUGHT: &str = "aftercast:brought";

fn say(name: &str, detail: &JsValue) {
    let init = CustomEventInit::new();
    init.set_detail(detail);
    if let Ok(event) = CustomEvent::new_with_event_init_dict(name, &init) {
        // only an event that is being dispatched already is refused
        drop(window().dispatch_event(&event));
    }
}

/// Which of the two is in view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// Levers and results.
    Workbench,
    /// The analyses.
    Study,
}

/// Shows one of the two programs; the analyses are fetched at their first time.
pub fn show(view: View) {
    let name = if view == View::Study { "study" } else { "workbench" };
    if let Some(body) = document().body() {
        drop(body.set_attribute("data-view", name));
    }
    if view == View::Study {
        say(STUDY, &JsValue::NULL);
        changed();
    }
}

/// Whether the analyses are in view.
pub fn study_in_view() -> bool {
    document().body().and_then(|body| body.get_attribute("data-view")).as_deref() == Some("study")
}

/// Calls back once the first result is on the screen: what a visitor does not wait for.
pub fn on_shown(f: impl Fn() + 'static) {
    later::listen(Custom::<CustomEvent>::new(SHOWN), move |_| f());
}

/// The workbench says that the address, the language or the theme changed.
pub fn changed() {
    say(CHANGED, &JsValue::NULL);
}

/// Calls back when the address, the language or the theme changed.
pub fn on_changed(f: impl Fn() + 'static) {
    later::listen(Custom::<CustomEvent>::new(CHANGED), move |_| f());
}

/// The analyses bring a document, as a fragment, to go on with.
pub fn bring(fragment: &str) {
    say(BROUGHT, &fragment.into());
}

/// Calls back with a document that the analyses bring.
pub fn on_brought(f: impl Fn(String) + 'static) {
    later::listen(Custom::<CustomEvent>::new(BROUGHT), move |event| {
        if let Some(fragment) = event.detail().as_string() {
            f(fragment);
        }
    });
}
