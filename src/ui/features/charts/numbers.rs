//! The open node of the chain in numbers.

use leptos::prelude::*;

use crate::ui::page::Page;
use crate::ui::runtime::frames::Pace;
use crate::ui::widgets::table::DataTable;
use aftercast_app::view::Table;
use aftercast_i18n::Text;

/// What the equation of the open node takes and gives, today and under the policy.
#[component]
pub fn Numbers(page: Page, open: RwSignal<Option<&'static str>>) -> impl IntoView {
    // a central run takes some milliseconds: only where what it depends on has changed, and at a calm pace
    let key = page.derive_at(Pace::Calm, |app| app.charts().numbers_key());
    let numbers = Memo::new(move |_| {
        // read, not only tracked: what was never derived follows nothing
        key.with(|_| ());
        open.get().and_then(|id| page.ask(|app| app.charts().numbers(id)))
    });
    let table = Memo::new(move |_| {
        let none = || Table { caption: String::new(), columns: Vec::new(), rows: Vec::new() };
        numbers.get().unwrap_or_else(none)
    });
    let known = Memo::new(move |_| numbers.with(Option::is_some));
    view! {
        <Show when=move || known.get()>
            <div class="chain-numbers" data-testid="chain-numbers">
                <h4>{page.text(Text::NumbersTitle)}</h4>
                <p class="hint">{move || table.with(|t| t.caption.clone())}</p>
                <DataTable table />
            </div>
        </Show>
    }
}
