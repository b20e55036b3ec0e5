//! The model: assumptions, the firm's own figures, evidence, limits and the history of the document. A late part of the program, all but
//! where it stands.

mod history;

pub use history::Changes;

use leptos::prelude::*;

use crate::ui::features::assumptions::evidence::Evidence;
use crate::ui::features::assumptions::limits::Limits;
use crate::ui::features::assumptions::list::Assumptions;
use crate::ui::features::company::facts::Company;
use crate::ui::page::{Page, Place};
use crate::ui::runtime::browser;
use crate::ui::runtime::frames::Pace;
use crate::ui::runtime::late::Late;
use crate::ui::widgets::prose::Prose;
use crate::ui::widgets::tabs::Tabs;
use aftercast_i18n::Text;
use history::History;

/// Names of the sections in addresses, in the order of their tabs.
const SECTIONS: [&str; 5] = ["assumptions", "company", "evidence", "limits", "history"];
/// The section with the firm's own figures.
pub const COMPANY: usize = 1;
/// The section with the changes of the document.
pub const HISTORY: usize = 4;

/// The place in addresses: `model`, `model.company`.
pub fn address(section: usize) -> String {
    match SECTIONS.get(section) {
        Some(name) if section > 0 => format!("model.{name}"),
        _ => "model".to_owned(),
    }
}

/// The section that an address names; the first one where it names none.
pub fn section(name: &str) -> usize {
    SECTIONS.iter().position(|known| *known == name).unwrap_or_default()
}

/// Goes to a section.
pub fn show(page: Page, section: usize) {
    page.model.set(section);
    page.place.set(Place::Model);
    page.after_frame(|| browser::focus("model"));
}

/// Where it stands.
#[component]
pub fn ModelPlace(page: Page) -> impl IntoView {
    let when = Signal::derive(move || page.place.get() == Place::Model);
    view! { <Late page id="model-late" when view=move |part| (part.model)(page) /> }
}

/// The place Model. What is in it goes away with it, so that what is typed there counts however it is left.
pub fn view(page: Page) -> AnyView {
    let is_open = Memo::new(move |_| page.place.get() == Place::Model);
    view! {
        <main class="model" id="model" tabindex="-1" aria-label=page.text(Text::ModelOpen)>
            <Show when=move || is_open.get()>
                <Head page />
                <Sections page />
            </Show>
        </main>
    }
    .into_any()
}

#[component]
fn Sections(page: Page) -> impl IntoView {
    let chosen = page.model;
    let names = [
        Text::ModelTabAssumptions,
        Text::ModelTabCompany,
        Text::ModelTabEvidence,
        Text::ModelTabLimits,
        Text::ShareHistory,
    ]
    .map(|text| Signal::derive(page.text(text)));
    let label = Signal::derive(move || page.text(Text::ModelSections)().to_owned());
    view! {
        <Tabs id="model" label names chosen />
        {(0..SECTIONS.len()).map(|index| view! {
            <div
                role="tabpanel"
                id=format!("model-panel-{index}")
                class="model-body"
                tabindex="0"
                aria-labelledby=format!("model-tab-{index}")
                hidden=move || chosen.get() != index
            >
                <Show when=move || chosen.get() == index>
                    {match index {
                        0 => view! { <Assumptions page /> }.into_any(),
                        COMPANY => view! { <Company page /> }.into_any(),
                        2 => view! { <Evidence page /> }.into_any(),
                        3 => view! { <Limits page /> }.into_any(),
                        _ => view! { <History page /> }.into_any(),
                    }}
                </Show>
            </div>
        }).collect_view()}
    }
}

/// Title, the result as it is now, and what keeps the inputs from running.
#[component]
fn Head(page: Page) -> impl IntoView {
    let result = page.derive_at(Pace::Calm, |app| app.policies().headline().plain);
    let problems = page.derive(|app| app.session().problems());
    let waiting = page.derive(|app| app.pending_input().waiting());
    view! {
        <header class="model-head">
            <h1>{page.text(Text::ModelTitle)}</h1>
            <p class="model-result" data-testid="model-result">
                <span class="hint">{page.text(Text::ModelResult)}</span>
                " "
                <Prose text=result />
            </p>
            <div aria-live="polite">
                {move || waiting.get().map(|said| view! { <p class="error" data-testid="typed-waits">{said}</p> })}
                <Show when=move || problems.with(|p| !p.is_empty())>
                    <div class="error">
                        <p>{page.text(Text::ModelProblems)}</p>
                        <ul>{move || problems.get().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
                    </div>
                </Show>
            </div>
        </header>
    }
}
