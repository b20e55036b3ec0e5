//! The levers beside the chart, and which ones.

use leptos::prelude::*;

use crate::ui::features::lessons::presenter::say;
use crate::ui::features::policies::lever_row::LeverRow;
use crate::ui::page::Page;
use aftercast_app::features::lessons::present::{Event as Present, PINNED};
use aftercast_i18n::Text;
use aftercast_scenario::LeverId;

/// The levers.
#[component]
pub fn Pins(page: Page) -> impl IntoView {
    let groups = page.derive(|app| app.policies().levers());
    let pinned = page.derive(|app| app.lessons().presenter().pinned);
    let chooses = page.derive(|app| app.lessons().presenter().chooses);
    let pins = Memo::new(move |_| pinned.get().into_iter().enumerate().collect::<Vec<_>>());
    let label = page.text(Text::UiLevers);
    view! {
        <section class="panel pins" aria-label=label>
            <For each=move || pins.get() key=|pin| *pin let:pin>
                <LeverRow page groups id=pin.1 />
            </For>
            <Show when=move || chooses.get()>
                <details>
                    <summary>{label}</summary>
                    {(0..PINNED).map(|index| choice(page, pinned, index)).collect_view()}
                </details>
            </Show>
        </section>
    }
    .into_any()
}

fn choice(page: Page, pinned: Memo<Vec<LeverId>>, index: usize) -> AnyView {
    let names = page.derive(|app| app.lessons().lever_names());
    let chosen = move || pinned.with(|pins| pins.get(index).map_or("", |id| id.name()));
    let choose = move |event| {
        let name = event_target_value(&event);
        if let Some(id) = LeverId::ALL.into_iter().find(|id| id.name() == name) {
            say(page, Present::Pinned(index, id));
        }
    };
    let option = move |(id, name): (LeverId, String)| {
        view! { <option value=id.name() selected=move || chosen() == id.name()>{name}</option> }
    };
    view! {
        <select aria-label=page.text_with(Text::PresentPin, "place", move || (index + 1).to_string()) on:change=choose prop:value=chosen>
            {move || names.get().into_iter().map(option).collect_view()}
        </select>
    }
    .into_any()
}
