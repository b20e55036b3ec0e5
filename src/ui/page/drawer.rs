//! The drawer: opened from the bar, four tabs, the result always in view.

use leptos::html;
use leptos::prelude::*;

use crate::ui::features::assumptions::evidence::Evidence;
use crate::ui::features::assumptions::limits::Limits;
use crate::ui::features::assumptions::list::Assumptions;
use crate::ui::features::company::facts::Company;
use crate::ui::page::Page;
use crate::ui::runtime::frames::Pace;
use crate::ui::runtime::late::Late;
use crate::ui::runtime::layers;
use crate::ui::widgets::icons::Icon;
use crate::ui::widgets::icons::Symbol;
use crate::ui::widgets::tabs::Tabs;
use aftercast_i18n::Text;

/// A section of the drawer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    /// Assumptions.
    Assumptions,
    /// The firm's own figures.
    Company,
}

/// The button of the bar, and the drawer it opens.
#[component]
pub fn Defend(page: Page) -> impl IntoView {
    let drawer = NodeRef::<html::Dialog>::new();
    let open = Memo::new(move |_| page.drawer.get().is_some());
    let waiting = page.derive(|app| app.pending_input().waiting());
    layers::modal(move || open.get());
    Effect::new(move |_| {
        if let Some(drawer) = drawer.get().filter(|drawer| open.get() && !drawer.open()) {
            // refused only where it is open already
            drop(drawer.show_modal());
        }
    });
    let close = Callback::new(move |()| {
        if let Some(drawer) = drawer.get_untracked() {
            drawer.close();
        }
    });
    // a click beside the drawer falls on the dialog itself
    let beside = move |event: leptos::ev::MouseEvent| {
        if event.target().is_some() && event.target() == event.current_target() {
            close.run(());
        }
    };
    view! {
        <button
            class="tool"
            type="button"
            aria-haspopup="dialog"
            title=page.text(Text::DefendOpen)
            data-testid="defend"
            on:click=move |_| page.drawer.set(Some(Section::Assumptions))
        >
            <span>{page.text(Text::DefendOpen)}</span>
            {move || waiting.get().map(|said| view! {
                <span class="waits" role="img" aria-label=said.clone() title=said data-testid="defend-waits">"!"</span>
            })}
        </button>
        <dialog
            class="drawer"
            aria-labelledby="defend-title"
            node_ref=drawer
            on:click=beside
            on:close=move |_| page.drawer.set(None)
        >
            <Show when=move || open.get()>
                <div class="drawer-frame">
                    <Head page close />
                    <Late page id="drawer-late" view=move |part| (part.drawer)(page) />
                </div>
            </Show>
        </dialog>
    }
}

/// What is in the drawer, on tabs.
pub fn sections(page: Page) -> AnyView {
    let chosen = RwSignal::new(usize::from(page.drawer.get_untracked() == Some(Section::Company)));
    let names = [Text::DefendTabAssumptions, Text::DefendTabCompany, Text::DefendTabEvidence, Text::DefendTabLimits]
        .map(|text| Signal::derive(page.text(text)));
    let label = Signal::derive(move || page.text(Text::DefendSections)().to_owned());
    view! {
            <Tabs id="defend" label names chosen />
            {(0..4).map(|place| view! {
                <div
                    role="tabpanel"
                    id=format!("defend-panel-{place}")
                    class="drawer-body"
                    tabindex="0"
                    aria-labelledby=format!("defend-tab-{place}")
                    hidden=move || chosen.get() != place
                >
                    <Show when=move || chosen.get() == place>
                        {match place {
                            0 => view! { <Assumptions page /> }.into_any(),
                            1 => view! { <Company page /> }.into_any(),
                            2 => view! { <Evidence page /> }.into_any(),
                            _ => view! { <Limits page /> }.into_any(),
                        }}
                    </Show>
                </div>
            }).collect_view()}
    }
    .into_any()
}

/// Title, the result as it is now, and what keeps the inputs from running.
#[component]
fn Head(page: Page, close: Callback<()>) -> impl IntoView {
    let result = page.derive_at(Pace::Calm, |app| app.policies().headline().plain);
    let problems = page.derive(|app| app.session().problems());
    let waiting = page.derive(|app| app.pending_input().waiting());
    view! {
        <header class="drawer-head">
            <div class="drawer-title">
                <h2 id="defend-title">{page.text(Text::DefendTitle)}</h2>
                <button
                    class="quiet"
                    type="button"
                    aria-label=page.text(Text::UiClose)
                    title=page.text(Text::UiClose)
                    on:click=move |_| close.run(())
                >
                    <Symbol icon=Icon::Close />
                </button>
            </div>
            <p class="drawer-result" data-testid="defend-result">
                <span class="hint">{page.text(Text::DefendResult)}</span>
                " "
                {move || result.get()}
            </p>
            <div aria-live="polite">
                {move || waiting.get().map(|said| view! { <p class="error" data-testid="typed-waits">{said}</p> })}
                <Show when=move || problems.with(|p| !p.is_empty())>
                    <div class="error">
                        <p>{page.text(Text::DefendProblems)}</p>
                        <ul>{move || problems.get().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
                    </div>
                </Show>
            </div>
        </header>
    }
}
