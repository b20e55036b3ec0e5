//! Documents by name, files and history, in a dialog.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::ui::features::documents::dialog::Dialog;
use crate::ui::features::documents::share_dialog::SaveFile;
use crate::ui::features::model::{self, Changes};
use crate::ui::page::Page;
use crate::ui::runtime::browser;
use crate::ui::runtime::browser::chosen_text;
use crate::ui::runtime::late::Late;
use crate::ui::widgets::box_text::BoxText;
use crate::ui::widgets::icons::Icon;
use crate::ui::widgets::icons::Symbol;
use aftercast_app::features::documents::{DocumentRow, Documents, Event as Shared};
use aftercast_i18n::Text;

/// The button that brings back what was deleted last.
const RESTORE: &str = "document-restore";
/// The name of the document on the page.
const NAME: &str = "document-name";

/// The button of the bar with its dialog.
#[component]
pub fn DocumentsButton(page: Page) -> impl IntoView {
    let open = RwSignal::new(false);
    let name = page.derive(|app| app.session().document_called());
    let show = move |_| {
        // another tab may have changed them
        page.find_documents();
        open.set(true);
    };
    view! {
        <button
            class="tool document-name"
            type="button"
            aria-haspopup="dialog"
            title=page.text(Text::ShareDocuments)
            data-testid="documents"
            on:click=show
        >
            <Symbol icon=Icon::Documents />
            <span>{move || name.get()}</span>
        </button>
        <Dialog page open id="documents-dialog" title=Text::ShareDocuments>
            <Late page id="documents-late" view=move |part| (part.documents)(page, open) />
        </Dialog>
    }
}

/// What is in the dialog.
pub fn content(page: Page, open: RwSignal<bool>) -> AnyView {
    let documents = page.derive(|app| app.documents().list());
    let rows = Memo::new(move |_| documents.with(|d| d.rows.clone()));
    view! {
        <Show when=move || documents.with(|d| d.refused) fallback=move || view! { <p class="hint">{page.text(Text::ShareDocumentsHint)}</p> }>
            <p class="warning">{page.text(Text::ShareNotKeptLine)}</p>
        </Show>
        <Actions page open />
        <Deleted page documents />
        <Show when=move || rows.with(Vec::is_empty)>
            <p class="hint">{page.text(Text::ShareDocumentsNone)}</p>
        </Show>
        <ul class="documents">
            // a row stays while its name is typed and when another one comes onto the page, so that the focus does
            <For each=move || rows.get() key=|row| row.id.clone() let:row>
                <Row page open rows row />
            </For>
        </ul>
        <Changes page all=Callback::new(move |()| {
            open.set(false);
            model::show(page, model::HISTORY);
        }) />
    }
    .into_any()
}

#[component]
fn Actions(page: Page, open: RwSignal<bool>) -> impl IntoView {
    let chosen = move |event: leptos::ev::Event| {
        let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
        if let Some(input) = input {
            chosen_text(&input, move |name, text| {
                // what is wrong with a file stands in a banner of the page; the dialog may be gone already
                let _ = open.try_set(false);
                page.send(match text {
                    Ok(text) => Shared::FileRead(text),
                    Err(why) => Shared::FileUnreadable(name, why),
                });
            });
        }
    };
    view! {
        <div class="dialog-actions">
            <button class="tool outlined" type="button" data-testid="document-new" on:click=move |_| {
                page.send(Shared::New);
                open.set(false);
            }>
                <Symbol icon=Icon::Plus />
                {page.text(Text::ShareDocumentNew)}
            </button>
            <label class="tool outlined file">
                {page.text(Text::ShareOpenFile)}
                <input class="for-readers" type="file" accept=".json,application/json" data-testid="open-file" on:change=chosen />
            </label>
            <SaveFile page />
        </div>
    }
}

#[component]
fn Deleted(page: Page, documents: Memo<Documents>) -> impl IntoView {
    let deleted = Memo::new(move |_| documents.with(|d| d.deleted.clone()));
    view! {
        <div aria-live="polite">
            <Show when=move || deleted.get().is_some()>
                <p class="deleted">
                    <span>{page.text_with(Text::ShareDocumentDeleted, "name", move || deleted.get().unwrap_or_default())}</span>
                    <button class="tool outlined" type="button" id=RESTORE data-testid="document-restore" on:click=move |_| {
                        page.send(Shared::Restore);
                        page.after_frame(|| browser::focus(NAME));
                    }>
                        {page.text(Text::ShareDocumentRestore)}
                    </button>
                </p>
            </Show>
        </div>
    }
}

#[component]
fn Row(page: Page, open: RwSignal<bool>, rows: Memo<Vec<DocumentRow>>, row: DocumentRow) -> impl IntoView {
    let row_id = row.id.clone();
    let id = StoredValue::new(row.id.clone());
    let now = Memo::new(move |_| {
        let found = rows.with(|rows| id.with_value(|id| rows.iter().find(|r| r.id == *id).cloned()));
        found.unwrap_or_else(|| row.clone())
    });
    let current = Memo::new(move |_| now.with(|r| r.current));
    let with_name = move |text: Text| page.text_with(text, "name", move || now.with(|r| r.called.clone()));
    let send = move |event: fn(String) -> Shared| page.send(event(id.get_value()));
    let named = row_id;
    let name = BoxText::new(
        move || now.with(|r| r.name.clone()),
        move |typed| page.send(Shared::Rename(named.clone(), typed)),
    );
    view! {
        <li class="document" data-current=move || current.get().to_string() data-testid="document">
            <div class="document-text">
                <input
                    type="text"
                    id=move || current.get().then_some(NAME)
                    maxlength="80"
                    aria-label=page.text(Text::ShareDocumentName)
                    placeholder=page.text(Text::ShareUntitled)
                    node_ref=name.node()
                    prop:value=move || name.shown()
                    on:change=move |event| name.typed(&event)
                />
                <p class="hint">{move || now.with(|r| r.policies.clone())}</p>
            </div>
            {move || if current.get() {
                view! { <span class="hint">{page.text(Text::ShareDocumentCurrent)}</span> }.into_any()
            } else {
                view! {
                    <button class="tool outlined" type="button" aria-label=with_name(Text::ShareDocumentOpenOne) on:click=move |_| {
                        send(Shared::Open);
                        open.set(false);
                    }>{page.text(Text::ShareDocumentOpen)}</button>
                }.into_any()
            }}
            <button class="quiet" type="button" aria-label=with_name(Text::ShareDocumentDuplicate) title=with_name(Text::ShareDocumentDuplicate) on:click=move |_| send(Shared::Duplicate)>
                <Symbol icon=Icon::Copy />
            </button>
            <button class="quiet" type="button" aria-label=with_name(Text::ShareDocumentDelete) title=with_name(Text::ShareDocumentDelete) on:click=move |_| {
                send(Shared::Delete);
                // the row goes, and its button with it
                page.after_frame(|| browser::focus(RESTORE));
            }>
                <Symbol icon=Icon::Close />
            </button>
        </li>
    }
}
