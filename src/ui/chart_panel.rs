//! A framed chart: the same as picture, as table and in words.

use leptos::prelude::*;

use super::Page;
use super::chart_canvas::{ChartCanvas, Picture};
use super::share::{ExportMenu, Exports};
use super::table::DataTable;
use super::tabs::Tabs;
use crate::app::share;
use crate::app::view::{ChartFrame, Table};
use crate::plot::Chart;
use crate::texts::Text;

/// What stands around the picture.
#[derive(Clone, Debug, PartialEq)]
struct Around {
    title: String,
    subtitle: String,
    explain: Vec<String>,
}

fn around<C>(frame: &ChartFrame<C>) -> Around {
    Around { title: frame.title.clone(), subtitle: frame.subtitle.clone(), explain: frame.explain.clone() }
}

fn picture<C>(frame: ChartFrame<C>, draw: impl FnOnce(C) -> Chart) -> Picture {
    Picture { chart: frame.chart.map(draw), summary: frame.summary, readouts: frame.readouts }
}

/// The cumulated gain of all policies.
#[component]
pub fn FanPanel(page: Page) -> impl IntoView {
    let size = RwSignal::new((0.0, 0.0));
    let around = page.derive_calmly(|app| around(&app.fan(480.0, 280.0)));
    let table = move || page.derive_calmly(|app| app.fan(480.0, 280.0).table);
    let picture = move || {
        page.derive(move |app| {
            let (width, height) = size.get();
            picture(app.fan(width, height), |fan| fan.chart())
        })
    };
    view! { <Panel page id="fan" exported=share::Picture::Fan around size picture table /> }
}

/// The selected policy against another, future by future.
#[component]
pub fn DifferencePanel(page: Page) -> impl IntoView {
    let size = RwSignal::new((0.0, 0.0));
    let around = page.derive_calmly(|app| around(&app.difference(480.0, 280.0)));
    let table = move || page.derive_calmly(|app| app.difference(480.0, 280.0).table);
    let picture = move || {
        page.derive(move |app| {
            let (width, height) = size.get();
            picture(app.difference(width, height), |dots| dots.chart())
        })
    };
    view! { <Panel page id="difference" exported=share::Picture::Difference around size picture table /> }
}

#[component]
fn Panel(
    page: Page,
    id: &'static str,
    exported: share::Picture,
    around: Memo<Around>,
    size: RwSignal<(f64, f64)>,
    /// Derived while it is shown.
    picture: impl Fn() -> Memo<Picture> + Copy + Send + Sync + 'static,
    /// Derived while it is shown.
    table: impl Fn() -> Memo<Table> + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let chosen = RwSignal::new(0_usize);
    let title = Memo::new(move |_| around.with(|a| a.title.clone()));
    let names = [Text::UiTabChart, Text::UiTabTable, Text::UiTabExplain].map(|text| Signal::derive(page.text(text)));
    let label = Signal::derive(page.text_with(Text::UiViewOf, "chart", move || title.get()));
    view! {
        <section class="panel chart-panel" id=id aria-labelledby=format!("{id}-title")>
            <header class="panel-head">
                <h2 id=format!("{id}-title")>{move || title.get()}</h2>
                <div class="panel-tools">
                    <Tabs id label names chosen />
                    <ExportMenu page exports=Exports::Chart(exported) of=title />
                </div>
                <p class="hint">{move || around.with(|a| a.subtitle.clone())}</p>
            </header>
            {(0..3).map(|place| view! {
                <div
                    role="tabpanel"
                    id=format!("{id}-panel-{place}")
                    class="chart-body"
                    aria-labelledby=format!("{id}-tab-{place}")
                    hidden=move || chosen.get() != place
                >
                    <Show when=move || chosen.get() == place>
                        {match place {
                            0 => view! { <ChartCanvas page title size picture=picture() /> }.into_any(),
                            1 => view! { <DataTable table=table() /> }.into_any(),
                            _ => view! { <Explanation around /> }.into_any(),
                        }}
                    </Show>
                </div>
            }).collect_view()}
        </section>
    }
}

#[component]
fn Explanation(around: Memo<Around>) -> impl IntoView {
    view! {
        <div class="explain" tabindex="0" role="region" aria-label=move || around.with(|a| a.title.clone())>
            {move || around.with(|a| a.explain.clone()).into_iter().map(|p| view! { <p>{p}</p> }).collect_view()}
        </div>
    }
}
