//! The levers of a policy; on a narrow page they stand at the bottom and leave the headline in view.

use leptos::prelude::*;

use crate::ui::features::policies::lever_row::LeverRow;
use crate::ui::features::policies::policy_head::PolicyHead;
use crate::ui::page::Page;
use crate::ui::runtime::browser;
use crate::ui::runtime::layers;
use crate::ui::widgets::icons::Icon;
use crate::ui::widgets::icons::Symbol;
use aftercast_app::features::policies::Event as Policies;
use aftercast_app::features::policies::LeverGroupView;
use aftercast_i18n::Text;
use aftercast_scenario::LeverGroup;

/// The panel; `is_open` says whether it is open where the page is narrow.
#[component]
pub fn LeverPanel(page: Page, is_open: RwSignal<bool>) -> impl IntoView {
    let groups = page.derive(|app| app.policies().levers());
    let shown = Memo::new(move |_| groups.with(|all| all.iter().map(|g| g.group).collect::<Vec<_>>()));
    layers::layer(
        move || is_open.get(),
        move || {
            is_open.set(false);
            browser::focus("sheet-handle");
        },
    );
    view! {
        <aside
            class="levers"
            aria-label=page.text(Text::UiLevers)
        >
            <button
                id="sheet-handle"
                class="sheet-handle"
                type="button"
                aria-controls="lever-body"
                aria-expanded=move || is_open.get().to_string()
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                <Symbol icon=Icon::Levers />
                {move || if is_open.get() { Text::UiCloseLevers } else { Text::UiOpenLevers }.to(page.locale.get())}
            </button>
            <div id="lever-body" class="lever-body">
                <PolicyHead page />
                <For each=move || shown.get() key=|group| *group let:group>
                    <Group page groups group />
                </For>
                <Legend page />
            </div>
            <All page />
        </aside>
    }
}

/// What the marks on the tracks mean.
#[component]
fn Legend(page: Page) -> impl IntoView {
    view! {
        <p class="track-legend" aria-hidden="true">
            <span><i class="mark-today"></i>{page.text(Text::UiLegendToday)}</span>
            <span><i class="mark-report"></i>{page.text(Text::UiLegendSurvey)}</span>
            <span><i class="mark-outside"></i>{page.text(Text::UiLegendOutside)}</span>
        </p>
    }
}

#[component]
fn Group(page: Page, groups: Memo<Vec<LeverGroupView>>, group: LeverGroup) -> impl IntoView {
    let of = move |all: &[LeverGroupView]| all.iter().find(|g| g.group == group).cloned();
    let this = Memo::new(move |_| groups.with(|all| of(all)));
    let rows = Memo::new(move |_| {
        this.with(|g| g.as_ref().map(|g| g.rows.iter().map(|row| row.id).collect::<Vec<_>>()).unwrap_or_default())
    });
    let label = move || this.with(|g| g.as_ref().map(|g| g.label.clone()).unwrap_or_default());
    let count = move || {
        let (shown, total) = this.with(|g| g.as_ref().map_or((0, 0), |g| (g.rows.len(), g.total)));
        let (shown, total) = (shown.to_string(), total.to_string());
        let part = shown != total;
        part.then(|| Text::UiShownOf.with(page.locale.get(), &[("shown", &shown), ("total", &total)]))
    };
    view! {
        <section class="lever-group" aria-label=label>
            <h3>{label} <small>{count}</small></h3>
            <For each=move || rows.get() key=|id| *id let:id>
                <LeverRow page groups id />
            </For>
        </section>
    }
}

#[component]
fn All(page: Page) -> impl IntoView {
    let panel = page.derive(|app| app.policies().lever_panel());
    view! {
        <button
            class="tool outlined all-levers"
            type="button"
            aria-pressed=move || panel.with(|p| p.all_shown).to_string()
            data-testid="all-levers"
            on:click=move |_| page.send(Policies::AllLeversShown(!panel.with_untracked(|p| p.all_shown)))
        >
            {move || panel.with(|p| p.toggle.clone())}
        </button>
    }
}
