//! No closure that the browser calls later reads a signal of a component that is gone: such a read ends the page for good. One
//! file hands closures to the browser, with the life they belong to; this test keeps it so.

use crate::architecture::{Source, code, sources};

/// The file that may.
const DOOR: &str = "ui/runtime/later";

/// What hands a closure to a timer, a frame, a promise, a listener or an observer.
const FORBIDDEN: &[&str] = &[
    "set_timeout",
    "set_interval",
    "request_animation_frame",
    "request_idle_callback",
    "queue_microtask",
    "debounce",
    "spawn_local",
    "spawn(",
    "JsFuture",
    "future_to_promise",
    "Promise",
    "window_event_listener",
    "add_event_listener",
    "Closure",
];

/// Files whose closures live as long as the page: they hold the page, the effect runner or plain values, and no signal of a component.
const OF_THE_PAGE: &[&str] = &[
    "ui/runtime/later",
    "ui/page",
    "ui/runtime/frames",
    "ui/runtime/effects",
    "ui/runtime/late",
    "ui/runtime/browser/files",
    "ui/runtime/browser/wishes",
    "ui/runtime/camera",
    "ui/widgets/box_text",
    "ui/features/policies/lever_row",
    "ui/features/documents/files",
    "ui/features/model/history",
    "ui/features/documents/update",
    "ui/features/analyses/page",
    "ui/features/answers/page",
];

fn is_page(source: &Source) -> bool {
    source.module == "ui" || source.module.starts_with("ui/")
}

fn offences(sources: &[Source]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources.iter().filter(|source| is_page(source) && source.module != DOOR) {
        for name in FORBIDDEN.iter().filter(|name| source.code.contains(**name)) {
            found.push(format!(
                "{} uses {name}: hand the closure on by ui/runtime/later, with the life it belongs to",
                source.module
            ));
        }
        if source.code.contains("of_the_page") && !OF_THE_PAGE.contains(&source.module.as_str()) {
            found.push(format!(
                "{} asks for the life of the page: closures of a component have Life::here",
                source.module
            ));
        }
    }
    found
}

#[test]
fn one_file_hands_closures_to_the_browser() {
    let offences = offences(&sources());
    assert!(offences.is_empty(), "\n{}", offences.join("\n"));
}

/// Signals exist in `ui` alone (`only_the_page_knows_the_browser` says so), so what the runner hands to the browser cannot hold one.
#[test]
fn the_reader_sees_what_it_should() {
    let sees =
        |module: &str, text: &str| !offences(&[Source { module: module.to_owned(), code: code(text) }]).is_empty();
    assert!(sees("ui/card", "use leptos::prelude::*;\nfn f() { set_timeout(move || open.set(true), D); }"));
    assert!(sees("ui/share/files", "let f = Closure::once_into_js(f);"));
    assert!(sees("ui/card", "leptos::task::spawn_local(async move {});"));
    assert!(sees("ui/card", "later::soon(Life::of_the_page(), f);"));
    assert!(!sees("ui/card", "// set_timeout would be wrong\nlater::soon(Life::here(), f);"));
    assert!(!sees("ui/runtime/later", "request_animation_frame(f);"));
    assert!(!sees("runner/mail", "let callback = Closure::once_into_js(f);"));
}
