//! What a place of work shows of the result: claim, charts, policies and answers on the first screen, the rest below it.

use leptos::prelude::*;

use crate::ui::features::{answers, charts, lessons, policies};
use crate::ui::frame::Notices;
use crate::ui::page::{Page, Place, status};
use crate::ui::runtime::late::Late;
use crate::ui::runtime::late::part::Part;
use crate::ui::runtime::later::{self, Life};
use aftercast_i18n::Text;
use aftercast_scenario::Chart;

/// The claim and all that shows what it rests on.
#[component]
pub fn ResultColumn(page: Page) -> impl IntoView {
    let hidden = page.derive(|app| app.session().hidden());
    // the first screen goes up before what lies below it is made
    let first_screen = RwSignal::new(false);
    later::painted(Life::here(), move || first_screen.set(true));
    view! {
        <Show when=move || page.place.get() == Place::Workbench><Notices page /></Show>
        <lessons::LessonCard page />
        <policies::headline::Headline page />
        <lessons::Predict page />
        <Show when=move || !hidden.get()>
            <FirstCharts page />
        </Show>
        <policies::table::Table page />
        <answers::AnswersBlock page />
        <Show when=move || first_screen.get() && !hidden.get()>
            <Pictures page />
        </Show>
        <status::Footer page />
    }
}

/// Gain over months, and the futures of the policy in hand.
#[component]
pub fn FirstCharts(page: Page) -> impl IntoView {
    view! {
        <section class="first-charts" aria-label=page.text(Text::UiCharts)>
            <OnTop page position=0 />
            <OnTop page position=1 />
        </section>
    }
}

/// The chart at a position on top: the two usual ones are there at once, any other comes late.
#[component]
fn OnTop(page: Page, position: usize) -> impl IntoView {
    let chart = page.derive(move |app| app.charts().on_top()[position]);
    let id = ["top-0", "top-1"][position];
    move || match chart.get() {
        Chart::Fan => view! { <charts::chart_panel::FanPanel page position=Some(position) /> }.into_any(),
        Chart::Futures => view! { <charts::chart_panel::DifferencePanel page position=Some(position) /> }.into_any(),
        other => {
            let chart = move |part: Part| (part.chart)(page, other, Some(position));
            view! { <div class="on-top"><Late page id view=chart /></div> }.into_any()
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
        <Late page id="more-charts" when=shown view=move |part| (part.more_charts)(page) />
    }
    .into_any()
}

/// The charts below the first screen, and the months.
pub fn more_charts(page: Page) -> AnyView {
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
