//! A search box with its label.

use leptos::prelude::*;

use crate::ui::page::Page;
use aftercast_i18n::Text;

/// The box; what is typed is looked for at once.
#[component]
pub fn Search(page: Page, text: Text, query: RwSignal<String>) -> impl IntoView {
    view! {
        <input
            class="search"
            type="search"
            autocomplete="off"
            aria-label=page.text(text)
            placeholder=page.text(text)
            prop:value=move || query.get()
            on:input=move |event| query.set(event_target_value(&event))
        />
    }
}

/// A box to tick.
#[component]
pub fn Tick(page: Page, text: Text, ticked: RwSignal<bool>) -> impl IntoView {
    view! {
        <label class="tick">
            <input
                type="checkbox"
                prop:checked=move || ticked.get()
                on:change=move |event| ticked.set(event_target_checked(&event))
            />
            {page.text(text)}
        </label>
    }
}
