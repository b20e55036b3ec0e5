//! Tabs as the pattern wants them: one stop of the Tab key, arrows move between them.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The row of tabs. Their panels are `{id}-panel-{index}`.
#[component]
pub fn Tabs(
    id: &'static str,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] names: Vec<Signal<&'static str>>,
    chosen: RwSignal<usize>,
) -> impl IntoView {
    let count = names.len();
    let row = NodeRef::<leptos::html::Div>::new();
    let go = move |index: usize| {
        chosen.set(index);
        let tab = row.get_untracked().and_then(|row| row.children().item(index as u32));
        if let Some(tab) = tab.and_then(|tab| tab.dyn_into::<HtmlElement>().ok()) {
            drop(tab.focus());
        }
    };
    let pressed = move |event: KeyboardEvent| {
        let (at, last) = (chosen.get_untracked(), count - 1);
        let index = match event.key().as_str() {
            "ArrowRight" => (at + 1) % count,
            "ArrowLeft" => at.checked_sub(1).unwrap_or(last),
            "Home" => 0,
            "End" => last,
            _ => return,
        };
        event.prevent_default();
        go(index);
    };
    let tab = move |(index, name): (usize, Signal<&'static str>)| {
        view! {
            <button
                type="button"
                role="tab"
                id=format!("{id}-tab-{index}")
                aria-controls=format!("{id}-panel-{index}")
                aria-selected=move || (chosen.get() == index).to_string()
                tabindex=move || if chosen.get() == index { "0" } else { "-1" }
                on:click=move |_| chosen.set(index)
            >
                {move || name.get()}
            </button>
        }
    };
    view! {
        <div class="tabs" role="tablist" aria-label=move || label.get() node_ref=row on:keydown=pressed>
            {names.into_iter().enumerate().map(tab).collect_view()}
        </div>
    }
}
