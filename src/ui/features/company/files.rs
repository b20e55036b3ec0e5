//! The company's figures from and to files.

use leptos::html::Div;
use leptos::prelude::*;
use web_sys::HtmlInputElement;

use crate::ui::features::documents::files::{Chosen, chosen_table};
use crate::ui::page::Page;
use crate::ui::runtime::frames::Pace;
use aftercast_app::event::Event;
use aftercast_app::features::company::Event as Company;
use aftercast_app::features::company::{ChangedFact, CompanyView, Download, ImportedView};
use aftercast_i18n::Text;

/// Import, downloads, and what came of a file.
#[component]
pub fn Files(page: Page, view: Memo<CompanyView>) -> impl IntoView {
    let csv = page.derive_at(Pace::Calm, |app| app.company().facts_csv());
    let json = page.derive_at(Pace::Calm, |app| app.company().facts_json());
    let block = NodeRef::<Div>::new();
    let chosen = move |event| {
        let input = event_target::<HtmlInputElement>(&event);
        // the figures come, even where the reader has gone to another place by then
        chosen_table(page, &input, block.get_untracked(), move |name, content| {
            page.send(match content {
                Ok(Chosen::Text(text)) => Company::Imported(page.ask(move |app| app.company().read_text(name, &text))),
                Ok(Chosen::Worksheets(worksheets)) => {
                    Company::Imported(page.ask(move |app| app.company().read_worksheets(name, worksheets)))
                }
                Err(why) => Company::ImportUnreadable(name, why),
            });
        });
    };
    view! {
        <div class="files" role="group" aria-label=page.text(Text::ModelFiles)>
            <label class="tool outlined file">
                {page.text(Text::ModelImport)}
                <input type="file" accept=".xlsx,.xlsm,.csv,.tsv,.txt,.json,text/csv,text/plain,application/json" data-testid="import" on:change=chosen />
            </label>
            <Save page text=Text::ModelExportCsv file=csv />
            <Save page text=Text::ModelExportJson file=json />
        </div>
        <div id="import-late" class="late" node_ref=block></div>
        <p class="hint">{page.text(Text::ModelFilesHint)}</p>
        <Outcome page view />
    }
}

/// A link that saves a file made here: no host is asked.
#[component]
fn Save(page: Page, text: Text, file: Memo<Download>) -> impl IntoView {
    let address = move || {
        file.with(|f| format!("data:{};charset=utf-8,{}", f.media, String::from(js_sys::encode_uri_component(&f.text))))
    };
    view! {
        <a class="tool outlined" download=move || file.with(|f| f.name.clone()) href=address>
            {page.text(text)}
        </a>
    }
}

#[component]
fn Outcome(page: Page, view: Memo<CompanyView>) -> impl IntoView {
    let imported = Memo::new(move |_| view.with(|v| v.imported.clone()));
    let lines = move || {
        let faults = imported.get().map(|i| i.faults).unwrap_or_default();
        faults.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()
    };
    let known = Memo::new(move |_| imported.with(|i| i.as_ref().and_then(|i| i.known.clone())));
    // what was taken is told quietly
    let is_refused = move || imported.with(|i| i.as_ref().is_some_and(|i| !i.faults.is_empty()));
    let undo = Memo::new(move |_| imported.with(|i| i.as_ref().is_some_and(|i| i.undo)));
    view! {
        <div aria-live="polite">
            <Show when=move || imported.with(Option::is_some)>
                <div class="import" class:error=is_refused data-testid="imported">
                    <p>{move || imported.get().map(|i| i.said)}</p>
                    <ul>{lines}</ul>
                    <Show when=move || known.with(Option::is_some)>
                        <p>{move || known.get()}</p>
                    </Show>
                    <Changes page imported />
                    <Show when=move || known.with(Option::is_some)>
                        <button
                            class="tool outlined"
                            type="button"
                            data-testid="import-known"
                            on:click=move |_| page.send(Company::ImportKnownTaken)
                        >
                            {page.text(Text::ModelImportTake)}
                        </button>
                    </Show>
                    <Show when=move || undo.get()>
                        <button class="tool outlined" type="button" data-testid="import-undo" on:click=move |_| {
                            page.send(Event::Undo);
                            page.send(Company::ImportDismissed);
                        }>
                            {page.text(Text::ModelImportedUndo)}
                        </button>
                    </Show>
                    <button
                        class="tool outlined"
                        type="button"
                        on:click=move |_| page.send(Company::ImportDismissed)
                    >
                        {page.text(Text::UiDismiss)}
                    </button>
                </div>
            </Show>
        </div>
    }
}

/// What a file changed: figure, what it was, what it is.
#[component]
fn Changes(page: Page, imported: Memo<Option<ImportedView>>) -> impl IntoView {
    let changes = Memo::new(move |_| imported.with(|i| i.as_ref().map(|i| i.changes.clone()).unwrap_or_default()));
    let row = |change: ChangedFact| {
        view! {
            <tr>
                <th scope="row">{change.name}</th>
                <td>{change.was}</td>
                <td>{change.now}</td>
            </tr>
        }
    };
    let heads = [Text::ModelImportedFigure, Text::ModelImportedWas, Text::ModelImportedNow];
    view! {
        <Show when=move || changes.with(|c| !c.is_empty())>
            <div class="table-scroll" role="region" tabindex="0" aria-label=page.text(Text::ModelImportedFigure)>
                <table data-testid="import-changes">
                    <thead>
                        <tr>{heads.map(|text| view! { <th scope="col">{page.text(text)}</th> }).into_iter().collect_view()}</tr>
                    </thead>
                    <tbody>{move || changes.get().into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </Show>
    }
}
