//! What a chart or a table is taken away as.

use leptos::prelude::*;

use crate::ui::features::documents::files::save_picture;
use crate::ui::features::documents::files::save_text;
use crate::ui::features::documents::workbook::WorkbookButton;
use crate::ui::page::Page;
use crate::ui::runtime::browser;
use crate::ui::runtime::late::Late;
use crate::ui::runtime::later::Life;
use crate::ui::widgets::icons::Icon;
use crate::ui::widgets::icons::Symbol;
use crate::ui::widgets::popover::Opened;
use crate::ui::widgets::popover::Popover;
use aftercast_app::App;
use aftercast_app::features::analyses::Analyses;
use aftercast_app::features::documents::{ExportedChart, ExportedTable, WIDTH};
use aftercast_i18n::Text;
use aftercast_plot::to_svg;

/// What can be exported at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exports {
    /// A chart with its table.
    Chart(ExportedChart),
    /// A table alone.
    Table(ExportedTable),
    /// A chart of the open analysis with everything that was found in it.
    Analysis(&'static str),
}

/// The button and its menu. `of` is what is exported, by name.
#[component]
pub fn ExportMenu(page: Page, exports: Exports, #[prop(into)] of: Signal<String>) -> impl IntoView {
    let opened = Opened::new();
    let label = Signal::derive(page.text_with(Text::ShareExportOf, "chart", move || of.get()));
    view! {
        <span class="export">
            <button
                class="quiet"
                type="button"
                aria-haspopup="dialog"
                aria-expanded=move || opened.is(0).to_string()
                aria-label=label
                title=page.text(Text::ShareExport)
                on:click=move |event| opened.toggle(0, &event)
            >
                <Symbol icon=Icon::Download />
            </button>
            <Popover page opened which=0 label>
                <Late page id="export-late" view=move |part| (part.exports)(page, exports) />
            </Popover>
        </span>
    }
}

/// What is in the menu.
pub fn choices(page: Page, exports: Exports) -> AnyView {
    let (trouble, life) = (RwSignal::new(None::<Text>), Life::here());
    let finish = move |done: bool| trouble.set((!done).then_some(Text::ShareExportFailed));
    let scene = move || match exports {
        Exports::Chart(picture) => {
            page.ask(|app| app.documents().picture(picture, &browser::address(), app.session().theme()))
        }
        Exports::Analysis(name) => {
            let drawn = |analyses: &Analyses| Some((analyses.frame(name, WIDTH)?, analyses.section().draws));
            analysis(page, drawn).and_then(|(chart, read)| {
                let (address, exported) = (browser::address(), (name, read));
                page.ask(|app| app.documents().analysis_picture(exported, chart, &address, app.session().theme()))
            })
        }
        Exports::Table(_) => None,
    };
    let made = move || {
        let made = scene();
        trouble.set(made.is_none().then_some(Text::ShareExportNone));
        made
    };
    let png = move |_| {
        if let Some(file) = made() {
            save_picture(life, &file, finish);
        }
    };
    let svg = move |_| {
        if let Some(file) = made() {
            let file = aftercast_app::features::documents::Exported { name: file.name, content: to_svg(&file.content) };
            finish(save_text(&file, "svg", "image/svg+xml").is_ok());
        }
    };
    let csv = move |_| {
        let (date, address) = (browser::today(), browser::address());
        let table = |which| page.ask(|app: &App| app.documents().table(which, &date, &address));
        let file = match exports {
            Exports::Chart(picture) => table(ExportedTable::Of(picture)),
            Exports::Table(which) => table(which),
            Exports::Analysis(name) => analysis(page, |analyses| Some((analyses.numbers()?, analyses.section().draws)))
                .map(|(found, read)| {
                    page.ask(|app: &App| app.documents().analysis_numbers((name, read), &found, &date, &address))
                }),
        };
        match file {
            Some(file) => finish(save_text(&file, "csv", "text/csv;charset=utf-8").is_ok()),
            None => trouble.set(Some(Text::ShareExportNone)),
        }
    };
    let is_drawn = !matches!(exports, Exports::Table(_));
    let numbers = if matches!(exports, Exports::Analysis(_)) { Text::ShareExportNumbers } else { Text::ShareExportCsv };
    view! {
        <div class="export-choices">
            {is_drawn.then(|| view! {
                <button class="tool outlined" type="button" data-testid="export-png" on:click=png>{page.text(Text::ShareExportPng)}</button>
                <button class="tool outlined" type="button" data-testid="export-svg" on:click=svg>{page.text(Text::ShareExportSvg)}</button>
            })}
            <button class="tool outlined" type="button" data-testid="export-csv" on:click=csv>{page.text(numbers)}</button>
            <WorkbookButton page id="export-workbook" />
            {is_drawn.then(|| view! { <p class="hint">{page.text(Text::ShareExportHint)}</p> })}
            <p class="warning" role="status">{move || trouble.get().map(|text| text.to(page.locale.get()))}</p>
        </div>
    }
    .into_any()
}

/// What the analyses say of their open section, where it answers the question that is set now: a file bears the link of the document
/// as it is.
fn analysis<T>(page: Page, of: impl FnOnce(&Analyses) -> Option<T>) -> Option<T> {
    page.opened_analyses()?.ask(|analyses| if analyses.is_stale() { None } else { of(analyses) })
}
