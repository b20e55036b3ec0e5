//! The frame around every place: bar, firm, the place where one works, and the others beside it.

pub mod result;

use leptos::prelude::*;

use crate::ui::features::{analyses, brief, budget, company, documents, model, policies};
use crate::ui::page::{Page, Place, banners, status, topbar};
use crate::ui::runtime::browser;
use crate::ui::runtime::late::Late;
use aftercast_i18n::Text;
use result::{FirstCharts, ResultColumn};

/// The whole page, from top to bottom.
#[component]
pub fn Workbench(page: Page, result_is_due: RwSignal<bool>) -> impl IntoView {
    let presenting = page.derive(|app| app.lessons().presenting());
    if documents::embedded() {
        return view! { <Embedded page /> }.into_any();
    }
    let whole = move || match presenting.get() {
        true => view! { <Late page id="presenter-late" view=move |part| (part.presenter)(page) /> }.into_any(),
        false => view! { <Desk page result_is_due /> }.into_any(),
    };
    whole.into_any()
}

/// The page one works at.
#[component]
fn Desk(page: Page, result_is_due: RwSignal<bool>) -> impl IntoView {
    let levers_open = RwSignal::new(false);
    let asked = page.derive(|app| app.session().asked());
    // with more of them than the first screen has room for, the styles make room
    let rows = page.derive(|app| app.policies().order().len().min(7));
    Effect::new(move |_| browser::tell_styles("data-sheet-open", levers_open.get()));
    Effect::new(move |_| browser::tell_styles("data-guessing", asked.get()));
    // the browser's Back takes the place away in which the focus was
    Effect::new(move |before: Option<Place>| {
        let place = page.place.get();
        if before.is_some_and(|before| before != place) {
            page.after_frame(browser::keep_focus);
        }
        place
    });
    on_cleanup(|| ["data-sheet-open", "data-guessing"].into_iter().for_each(|name| browser::tell_styles(name, false)));
    view! {
        <a class="skip" href="#result" on:click=move |event| {
            // the address holds the document: a jump must not replace it
            event.prevent_default();
            browser::focus("result");
        }>{page.text(Text::UiSkip)}</a>
        <topbar::TopBar page />
        <company::strip::FirmStrip page />
        // what has to be known is said in every place
        <Show when=move || page.place.get() != Place::Workbench>
            <div class="notices"><Notices page /></div>
        </Show>
        <div
            class="workbench"
            data-sheet=move || if levers_open.get() { "open" } else { "closed" }
            data-asked=move || asked.get().to_string()
            data-rows=move || rows.get().to_string()
            hidden=move || page.place.get() != Place::Workbench
        >
            <policies::lever_panel::LeverPanel page is_open=levers_open />
            <main id="result" tabindex="-1">
                <Show when=move || result_is_due.get()>
                    <ResultColumn page />
                </Show>
            </main>
        </div>
        <analyses::AnalysesPlace page />
        <budget::BudgetPlace page />
        <brief::BriefPlace page />
        <model::ModelPlace page />
    }
    .into_any()
}

/// Banners, and that a new version is there.
#[component]
pub fn Notices(page: Page) -> impl IntoView {
    view! {
        <banners::Banners page />
        <documents::UpdateBanner page />
    }
}

/// The result inside another page: no levers, no tools.
#[component]
fn Embedded(page: Page) -> impl IntoView {
    view! {
        <main id="result" class="embedded">
            <banners::Banners page />
            <policies::headline::Headline page />
            <FirstCharts page />
            <policies::table::Table page />
            <status::Footer page />
            <documents::EmbedFoot page />
        </main>
    }
}
