//! The policies as columns: today, A, B and more.

use leptos::prelude::*;

use crate::ui::features::policies::card::Card;
use crate::ui::page::Page;
use crate::ui::widgets::icons::Icon;
use crate::ui::widgets::icons::Symbol;
use aftercast_app::MOST_POLICIES;
use aftercast_app::features::policies::Event as Policies;
use aftercast_i18n::Text;

/// The columns, and the button for another.
#[component]
pub fn Cards(page: Page) -> impl IntoView {
    let cards = page.derive(|app| app.policies().cards());
    let policies = Memo::new(move |_| cards.with(|all| all.iter().map(|card| card.policy).collect::<Vec<_>>()));
    let room = move || policies.with(|all| all.iter().flatten().count() < MOST_POLICIES);
    view! {
        <section class="cards" aria-label=page.text(Text::UiPolicies) data-count=move || policies.with(Vec::len)>
            <For each=move || policies.get() key=|policy| *policy let:policy>
                <Card page cards policy />
            </For>
            <Show when=room>
                <button
                    class="add-card"
                    type="button"
                    title=page.text(Text::UiAddPolicyHint)
                    on:click=move |_| page.send(Policies::PolicyAdded)
                >
                    <Symbol icon=Icon::Plus />
                    {page.text(Text::UiAddPolicy)}
                </button>
            </Show>
        </section>
    }
}
