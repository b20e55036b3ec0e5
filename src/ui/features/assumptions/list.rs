//! All assumptions, by group, with search and filters.

use leptos::prelude::*;

use crate::ui::features::assumptions::assumption::Assumption;
use crate::ui::features::assumptions::search::Search;
use crate::ui::features::assumptions::search::Tick;
use crate::ui::page::Page;
use crate::ui::widgets::spoken::Spoken;
use aftercast_app::features::assumptions::Event as Assumptions;
use aftercast_app::features::assumptions::{AssumptionsView, Filter};
use aftercast_i18n::Text;
use aftercast_scenario::AssumptionGroup;

/// The tab.
#[component]
pub fn Assumptions(page: Page) -> impl IntoView {
    let query = RwSignal::new(String::new());
    let (bare, changed) = (RwSignal::new(false), RwSignal::new(false));
    let view = page.derive(move |app| {
        app.assumptions().list(&Filter {
            query: query.get(),
            only_assumptions: bare.get(),
            only_changed: changed.get(),
        })
    });
    let groups = Memo::new(move |_| view.with(|v| v.groups.iter().map(|g| g.group).collect::<Vec<_>>()));
    view! {
        <p class="hint">{page.text(Text::ModelAssumptionsIntro)}</p>
        <div class="filters">
            <Search page text=Text::ModelSearchAssumptions query />
            <Tick page text=Text::ModelOnlyAssumptions ticked=bare />
            <Tick page text=Text::ModelOnlyChanged ticked=changed />
            <Count page view />
        </div>
        <For each=move || groups.get() key=|group| *group let:group>
            <Group page view group />
        </For>
        <Show when=move || groups.with(Vec::is_empty)>
            <p class="nothing">{page.text(Text::ModelNothingFound)}</p>
        </Show>
    }
}

#[component]
fn Count(page: Page, view: Memo<AssumptionsView>) -> impl IntoView {
    let any = Memo::new(move |_| view.with(|v| v.changed > 0));
    let waits = Memo::new(move |_| view.with(|v| v.waiting > 0));
    let count = Memo::new(move |_| Some(view.with(|v| v.count.clone())));
    view! {
        <span class="filter-count">
            <span class="hint">{move || count.get()}</span>
            <Spoken text=count />
            <Show when=move || waits.get()>
                <button
                    class="tool outlined"
                    type="button"
                    data-testid="typed-discard"
                    on:click=move |_| page.send(Assumptions::TypedDiscarded)
                >
                    {page.text(Text::ModelTypedDiscard)}
                </button>
            </Show>
            <Show when=move || any.get()>
                <button
                    class="tool outlined"
                    type="button"
                    on:click=move |_| page.send(Assumptions::AllReset)
                >
                    {page.text(Text::ModelResetAll)}
                </button>
            </Show>
        </span>
    }
}

#[component]
fn Group(page: Page, view: Memo<AssumptionsView>, group: AssumptionGroup) -> impl IntoView {
    let this = move |v: &AssumptionsView| v.groups.iter().find(|g| g.group == group).cloned();
    let label = Memo::new(move |_| view.with(|v| this(v).map(|g| g.label).unwrap_or_default()));
    let rows = Memo::new(move |_| {
        view.with(|v| this(v).map(|g| g.rows.iter().map(|row| row.id).collect::<Vec<_>>()).unwrap_or_default())
    });
    view! {
        <section class="assumption-group" aria-label=move || label.get()>
            <h3>{move || label.get()}</h3>
            <For each=move || rows.get() key=|id| *id let:id>
                <Assumption page view id />
            </For>
        </section>
    }
}
