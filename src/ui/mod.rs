//! The page: markup and browser effects over the application. The only place that knows leptos.
//!
//! State comes out as memos over [`Page`], intent goes in by one callback, [`Page::send`]. What the application
//! asks for leaves through [`effects`]. A component has a file of its own.

mod banners;
mod box_text;
mod browser;
mod card;
mod cards;
mod chain;
mod chain_node;
mod chart_canvas;
mod chart_panel;
mod decide;
mod defend;
mod draws;
mod effects;
mod frames;
mod goal_editor;
mod headline;
mod icons;
mod late;
mod later;
mod layers;
mod lever_panel;
mod lever_row;
mod lever_track;
mod months;
mod number_box;
mod page;
mod popover;
mod presets;
mod share;
mod size;
mod spoken;
mod status;
mod steady;
mod study;
mod table;
mod tabs;
mod teach;
mod topbar;

pub use late::part::load as late_part;
pub use page::Page;
use page::View;

use leptos::prelude::*;

use crate::shell::Shell;
use aftercast_i18n::Text;

/// The colour of a policy in style sheets: further policies take the colours of the first ones again, as in the charts.
fn slot(policy: aftercast_app::view::PolicyIndex) -> String {
    (policy % aftercast_plot::theme::SLOTS).to_string()
}

/// Puts the page into the document.
pub fn mount(shell: Shell) {
    leptos::mount::mount_to_body(move || {
        let page = Page::open(shell);
        view! { <Workbench page /> }
    });
}

/// The whole page, from top to bottom.
#[component]
fn Workbench(page: Page) -> impl IntoView {
    let presenting = page.derive(|app| app.lessons().presenting());
    if share::embedded() {
        return view! { <Embedded page /> }.into_any();
    }
    let whole = move || match presenting.get() {
        true => view! { <late::Late page id="presenter-late" view=move |part| (part.presenter)(page) /> }.into_any(),
        false => view! { <Desk page /> }.into_any(),
    };
    whole.into_any()
}

/// The page one works at.
#[component]
fn Desk(page: Page) -> impl IntoView {
    let sheet = RwSignal::new(false);
    let hidden = page.derive(|app| app.session().hidden());
    view! {
        <a class="skip" href="#result" on:click=move |event| {
            // the address holds the document: a jump must not replace it
            event.prevent_default();
            browser::focus("result");
        }>{page.text(Text::UiSkip)}</a>
        <topbar::TopBar page />
        <div
            class="workbench"
            data-sheet=move || if sheet.get() { "open" } else { "closed" }
            hidden=move || page.view.get() != View::Workbench
        >
            <lever_panel::LeverPanel page sheet />
            <main id="result" tabindex="-1">
                <banners::Banners page />
                <share::UpdateBanner page />
                <teach::LessonCard page />
                <headline::Headline page />
                <teach::Predict page />
                <cards::Cards page />
                <Show when=move || !hidden.get()>
                    <Pictures page />
                </Show>
                <status::Footer page />
            </main>
        </div>
        <study::Place page />
    }
    .into_any()
}

/// Whatever shows the result beside headline and cards.
#[component]
fn Pictures(page: Page) -> impl IntoView {
    view! {
        <chain::Chain page />
        <section class="charts" aria-label=page.text(Text::UiCharts)>
            <chart_panel::FanPanel page />
            <chart_panel::DifferencePanel page />
            <decide::ExceedancePanel page />
            <decide::CostPanel page />
            <decide::ChangePanel page />
            <decide::BridgePanel page />
            <decide::SegmentPanel page />
        </section>
        <months::Months page />
        <share::PrintPage page />
    }
    .into_any()
}

/// The result inside another page: no levers, no tools.
#[component]
fn Embedded(page: Page) -> impl IntoView {
    view! {
        <main id="result" class="embedded">
            <banners::Banners page />
            <headline::Headline page />
            <cards::Cards page />
            <section class="charts" aria-label=page.text(Text::UiCharts)>
                <chart_panel::FanPanel page />
                <chart_panel::DifferencePanel page />
            </section>
            <status::Footer page />
            <share::EmbedFoot page />
        </main>
    }
}
