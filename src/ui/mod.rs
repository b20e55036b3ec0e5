//! The page: markup and browser effects over the application. The only place that knows leptos.
//!
//! State comes out as memos over [`Page`], intent goes in by one callback, [`Page::send`]. What the application
//! asks for leaves through [`effects`]. A component has a file of its own.

mod features;
mod page;
mod runtime;
mod widgets;

pub use page::Page;
pub use runtime::late::part::load as late_part;

use features::{analyses, answers, brief, budget, charts, company, documents, lessons, model, policies};
use leptos::prelude::*;
use page::{View, banners, status, topbar};
use runtime::browser;
use runtime::later::{self, Life};

use crate::shell::Shell;
use aftercast_i18n::Text;
use aftercast_scenario::Chart;

/// The colour of a policy in style sheets: further policies take the colours of the first ones again, as in the charts.
fn slot(policy: aftercast_app::view::PolicyIndex) -> String {
    (policy % aftercast_plot::theme::SLOTS).to_string()
}

/// Puts the page into the document and calls back when it is there. Opening the document, what one works with and the result take a
/// task each, so that the browser answers between them.
pub fn mount(shell: Shell, done: impl FnOnce() + 'static) {
    leptos::mount::mount_to_body(move || {
        let page = Page::open(shell);
        let is_open = RwSignal::new(false);
        let result_is_due = RwSignal::new(false);
        later::soon(Life::of_the_page(), move || {
            is_open.set(true);
            later::soon(Life::of_the_page(), move || {
                result_is_due.set(true);
                later::soon(Life::of_the_page(), done);
            });
        });
        view! {
            <Show when=move || is_open.get()>
                <Workbench page result_is_due />
            </Show>
        }
    });
}

/// The whole page, from top to bottom.
#[component]
fn Workbench(page: Page, result_is_due: RwSignal<bool>) -> impl IntoView {
    let presenting = page.derive(|app| app.lessons().presenting());
    if documents::embedded() {
        return view! { <Embedded page /> }.into_any();
    }
    let whole = move || match presenting.get() {
        true => view! { <runtime::late::Late page id="presenter-late" view=move |part| (part.presenter)(page) /> }
            .into_any(),
        false => view! { <Desk page result_is_due /> }.into_any(),
    };
    whole.into_any()
}

/// The page one works at.
#[component]
fn Desk(page: Page, result_is_due: RwSignal<bool>) -> impl IntoView {
    let sheet = RwSignal::new(false);
    let asked = page.derive(|app| app.session().asked());
    // with more of them than the first screen has room for, the styles make room
    let rows = page.derive(|app| app.policies().order().len().min(7));
    Effect::new(move |_| runtime::browser::tell_styles("data-sheet-open", sheet.get()));
    Effect::new(move |_| runtime::browser::tell_styles("data-guessing", asked.get()));
    // the browser's Back takes the place away in which the focus was
    Effect::new(move |before: Option<View>| {
        let view = page.view.get();
        if before.is_some_and(|before| before != view) {
            page.after_frame(browser::keep_focus);
        }
        view
    });
    on_cleanup(|| {
        ["data-sheet-open", "data-guessing"].into_iter().for_each(|name| runtime::browser::tell_styles(name, false))
    });
    view! {
        <a class="skip" href="#result" on:click=move |event| {
            // the address holds the document: a jump must not replace it
            event.prevent_default();
            browser::focus("result");
        }>{page.text(Text::UiSkip)}</a>
        <topbar::TopBar page />
        <company::strip::FirmStrip page />
        // what has to be known is said in every place
        <Show when=move || page.view.get() != View::Workbench>
            <div class="notices"><Notices page /></div>
        </Show>
        <div
            class="workbench"
            data-sheet=move || if sheet.get() { "open" } else { "closed" }
            data-asked=move || asked.get().to_string()
            data-rows=move || rows.get().to_string()
            hidden=move || page.view.get() != View::Workbench
        >
            <policies::lever_panel::LeverPanel page sheet />
            <main id="result" tabindex="-1">
                <Show when=move || result_is_due.get()>
                    <ResultColumn page />
                </Show>
            </main>
        </div>
        <analyses::Place page />
        <budget::Place page />
        <brief::Place page />
        <model::Place page />
    }
    .into_any()
}

/// The claim and all that shows what it rests on.
#[component]
fn ResultColumn(page: Page) -> impl IntoView {
    let hidden = page.derive(|app| app.session().hidden());
    // the first screen goes up before what lies below it is made
    let first_screen = RwSignal::new(false);
    later::painted(Life::here(), move || first_screen.set(true));
    view! {
        <Show when=move || page.view.get() == View::Workbench><Notices page /></Show>
        <lessons::LessonCard page />
        <policies::headline::Headline page />
        <lessons::Predict page />
        <Show when=move || !hidden.get()>
            <FirstCharts page />
        </Show>
        <policies::table::Table page />
        <answers::Place page />
        <Show when=move || first_screen.get() && !hidden.get()>
            <Pictures page />
        </Show>
        <status::Footer page />
    }
}

/// Banners, and that a new version is there.
#[component]
fn Notices(page: Page) -> impl IntoView {
    view! {
        <banners::Banners page />
        <documents::UpdateBanner page />
    }
}

/// Gain over months, and the futures of the policy in hand.
#[component]
fn FirstCharts(page: Page) -> impl IntoView {
    view! {
        <section class="first-charts" aria-label=page.text(Text::UiCharts)>
            <OnTop page place=0 />
            <OnTop page place=1 />
        </section>
    }
}

/// The chart in a place on top: the two usual ones are there at once, any other comes late.
#[component]
fn OnTop(page: Page, place: usize) -> impl IntoView {
    let chart = page.derive(move |app| app.charts().on_top()[place]);
    let id = ["top-0", "top-1"][place];
    move || match chart.get() {
        Chart::Fan => view! { <charts::chart_panel::FanPanel page place=Some(place) /> }.into_any(),
        Chart::Futures => view! { <charts::chart_panel::DifferencePanel page place=Some(place) /> }.into_any(),
        other => {
            let chart = move |part: runtime::late::part::Part| (part.chart)(page, other, Some(place));
            view! { <div class="on-top"><runtime::late::Late page id view=chart /></div> }.into_any()
        }
    }
}

/// Whatever shows the result below the first screen.
#[component]
fn Pictures(page: Page) -> impl IntoView {
    // what lies below the first screen comes late, and not before a first result
    let shown = Signal::derive(move || page.is_shown());
    view! {
        <policies::headline::Certainty page />
        <charts::chain::Chain page />
        <runtime::late::Late page id="more-charts" when=shown view=move |part| (part.more_charts)(page) />
    }
    .into_any()
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

/// The charts below the first screen, and the months.
fn more_charts(page: Page) -> AnyView {
    let below = page.derive(|app| app.charts().below());
    // the months come last
    let made = later::in_turn(move || below.with(Vec::len) + 1);
    let charts = move || below.get().into_iter().take(made.get());
    view! {
        <div class="charts">
            <For each=charts key=|chart| *chart children=move |chart| charts::any(page, chart, None) />
        </div>
        <Show when=move || below.with(Vec::len) < made.get()>
            <charts::months::Months page />
        </Show>
    }
    .into_any()
}
