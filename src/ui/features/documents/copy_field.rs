//! A text to be copied, with a button that does it.

use leptos::prelude::*;

use crate::ui::page::Page;
use crate::ui::runtime::browser;
use crate::ui::runtime::later::Life;
use crate::ui::runtime::steady::Steady;
use aftercast_i18n::Text;

/// The field; where the browser does not copy, it selects the text and says so.
#[component]
pub fn CopyField(
    page: Page,
    id: &'static str,
    label: Text,
    rows: u8,
    #[prop(into)] text: Signal<String>,
) -> impl IntoView {
    let (copied, life) = (RwSignal::new(None::<bool>), Life::here());
    let field = NodeRef::<leptos::html::Textarea>::new();
    let words = move || match copied.get() {
        Some(true) => Text::ShareCopied,
        _ => Text::ShareCopy,
    };
    let copy = move |_| {
        browser::copy(life, &text.get_untracked(), move |done| {
            copied.set(Some(done));
            if let Some(field) = field.get_untracked().filter(|_| !done) {
                drop(field.focus());
                field.select();
            }
        });
    };
    view! {
        <div class="copy-field">
            <div class="copy-field-head">
                <label for=id>{page.text(label)}</label>
                <button class="tool outlined" type="button" data-testid=format!("copy-{id}") on:click=copy on:blur=move |_| copied.set(None)>
                    <Steady page all=[Text::ShareCopy, Text::ShareCopied] shown=words />
                </button>
            </div>
            <textarea id=id rows=rows.to_string() readonly spellcheck="false" node_ref=field prop:value=move || text.get()></textarea>
            <Show when=move || copied.get() == Some(false)>
                <p class="warning" role="status">{page.text(Text::ShareCopyRefused)}</p>
            </Show>
        </div>
    }
}
