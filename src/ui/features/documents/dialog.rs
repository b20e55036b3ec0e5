//! A modal dialog of the platform: it keeps the focus, closes with Escape and gives the focus back.

use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::ui::page::Page;
use crate::ui::runtime::layers;
use crate::ui::widgets::icons::Icon;
use crate::ui::widgets::icons::Symbol;
use aftercast_i18n::Text;

/// The dialog; its content is there while it is open.
#[component]
pub fn Dialog(page: Page, open: RwSignal<bool>, id: &'static str, title: Text, children: ChildrenFn) -> impl IntoView {
    let frame = NodeRef::<leptos::html::Dialog>::new();
    Effect::new(move |_| {
        let Some(frame) = frame.get() else { return };
        match (open.get(), frame.open()) {
            (true, false) => drop(frame.show_modal()),
            (false, true) => frame.close(),
            _ => {}
        }
    });
    layers::modal(move || open.get());
    let children = StoredValue::new(children);
    view! {
        <dialog
            class="dialog"
            id=id
            node_ref=frame
            aria-labelledby=format!("{id}-title")
            on:close=move |_| open.set(false)
            on:click=move |event| {
                // the backdrop belongs to the dialog itself, everything else to what is in it
                let own = frame.get_untracked().map(|frame| JsValue::from(&*frame));
                if event.target().map(JsValue::from) == own {
                    open.set(false);
                }
            }
        >
            <div class="dialog-body">
                <header class="dialog-head">
                    <h2 id=format!("{id}-title")>{page.text(title)}</h2>
                    <button class="quiet" type="button" aria-label=page.text(Text::UiClose) on:click=move |_| open.set(false)>
                        <Symbol icon=Icon::Close />
                    </button>
                </header>
                <Show when=move || open.get()>{children.with_value(|children| children())}</Show>
            </div>
        </dialog>
    }
}
