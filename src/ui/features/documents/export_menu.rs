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
use aftercast_app::features::documents::{ExportedChart, Sheet};
use aftercast_i18n::Text;
use aftercast_plot::to_svg;

/// What can be exported at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exports {
    /// A chart with its table.
    Chart(ExportedChart),
    /// A table alone.
    Table(Sheet),
}

impl Exports {
    const fn sheet(self) -> Sheet {
        match self {
            Self::Chart(picture) => Sheet::Of(picture),
            Self::Table(sheet) => sheet,
        }
    }
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
    let scene = move |picture| {
        let made = page.ask(|app| app.documents().picture(picture, &browser::address(), app.session().theme()));
        trouble.set(made.is_none().then_some(Text::ShareExportNone));
        made
    };
    let png = move |picture| {
        if let Some(file) = scene(picture) {
            save_picture(life, &file, finish);
        }
    };
    let svg = move |picture| {
        if let Some(file) = scene(picture) {
            let file = aftercast_app::features::documents::Exported { name: file.name, content: to_svg(&file.content) };
            finish(save_text(&file, "svg", "image/svg+xml").is_ok());
        }
    };
    let csv = move |_| {
        let file = page.ask(|app: &App| app.documents().sheet(exports.sheet()));
        finish(save_text(&file, "csv", "text/csv;charset=utf-8").is_ok());
    };
    view! {
        <div class="export-choices">
            {match exports {
                Exports::Chart(picture) => Some(view! {
                    <button class="tool outlined" type="button" data-testid="export-png" on:click=move |_| png(picture)>{page.text(Text::ShareExportPng)}</button>
                    <button class="tool outlined" type="button" data-testid="export-svg" on:click=move |_| svg(picture)>{page.text(Text::ShareExportSvg)}</button>
                }),
                Exports::Table(_) => None,
            }}
            <button class="tool outlined" type="button" data-testid="export-csv" on:click=csv>{page.text(Text::ShareExportCsv)}</button>
            <WorkbookButton page id="export-workbook" />
            {matches!(exports, Exports::Chart(_)).then(|| view! { <p class="hint">{page.text(Text::ShareExportHint)}</p> })}
            <p class="warning" role="status">{move || trouble.get().map(|text| text.to(page.locale.get()))}</p>
        </div>
    }
    .into_any()
}
