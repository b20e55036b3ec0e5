//! The selected policy against today, month by month.

use leptos::prelude::*;

use crate::ui::features::charts::chart_panel::swap;
use crate::ui::features::documents::ExportMenu;
use crate::ui::features::documents::Exports;
use crate::ui::page::Page;
use crate::ui::runtime::frames::Pace;
use crate::ui::widgets::table::DataTable;
use aftercast_app::features::documents::ExportedTable;
use aftercast_i18n::Text;

/// The monthly table, which opens on demand.
#[component]
pub fn Months(page: Page) -> impl IntoView {
    let open = RwSignal::new(true);
    view! {
        <section class="panel months" aria-labelledby="months-title">
            <h2 id="months-title">
                <button
                    class="disclosure"
                    type="button"
                    aria-expanded=move || open.get().to_string()
                    aria-controls="months-body"
                    on:click=move |_| open.update(|o| *o = !*o)
                >
                    {page.text(Text::UiMonths)}
                </button>
            </h2>
            <div id="months-body" hidden=move || !open.get()>
                <Show when=move || open.get()>
                    <MonthTable page />
                </Show>
            </div>
        </section>
    }
}

/// The table as a chart on top of the page.
#[component]
pub fn MonthPanel(page: Page, position: Option<usize>) -> impl IntoView {
    view! {
        <section class="panel chart-panel" aria-labelledby="top-months-title">
            <header class="panel-head">
                <div class="panel-title">
                    <h2 id="top-months-title">{page.text(Text::UiMonths)}</h2>
                    {position.map(|position| swap(page, position, None))}
                </div>
            </header>
            <div class="chart-body">
                <DataTable table=page.derive_at(Pace::Calm, |app| app.charts().months()) />
            </div>
        </section>
    }
}

#[component]
fn MonthTable(page: Page) -> impl IntoView {
    let table = page.derive_at(Pace::Calm, |app| app.charts().months());
    view! {
        <div class="months-head">
            <p class="hint">{move || table.with(|t| t.caption.clone())}</p>
            <ExportMenu page exports=Exports::Table(ExportedTable::Months) of=Signal::derive(move || page.text(Text::UiMonths)().to_owned()) />
        </div>
        <DataTable table />
    }
}
