//! A framed picture of an analysis: chart, table, words.

use leptos::prelude::*;

use crate::ui::features::analyses::page::AnalysesPage;
use crate::ui::features::charts::chart_panel::Explanation;
use crate::ui::features::documents::{ExportMenu, Exports};
use crate::ui::widgets::chart_canvas::CanvasChart;
use crate::ui::widgets::chart_canvas::ChartCanvas;
use crate::ui::widgets::table::DataTable;
use crate::ui::widgets::tabs::Tabs;
use aftercast_app::features::analyses::view::ChartView;
use aftercast_app::view::{ChartFrame, Table};
use aftercast_i18n::Text;
use aftercast_plot::Chart;

/// Size of a chart before its box is measured, in CSS pixels.
const FIRST_SIZE: (f64, f64) = (720.0, 400.0);

/// The frame: title, tabs, and what each of them shows.
#[component]
pub fn AnalysisPanel(page: AnalysesPage, name: &'static str) -> impl IntoView {
    let size = RwSignal::new(FIRST_SIZE);
    let width = Memo::new(move |_| size.get().0);
    let framed = page.derive(move |analyses| analyses.frame(name, width.get()));
    let of = move |f: fn(&ChartFrame<Chart>) -> String| {
        Memo::new(move |_| framed.with(|framed| framed.as_ref().map(|d| f(&d.frame)).unwrap_or_default()))
    };
    let (title, subtitle) = (of(|f| f.title.clone()), of(|f| f.subtitle.clone()));
    let height = move || framed.with(|f| f.as_ref().map_or(FIRST_SIZE.1, |f| f.height));
    let chosen = RwSignal::new(0_usize);
    let names = [Text::UiTabChart, Text::UiTabTable, Text::UiTabExplain].map(|text| Signal::derive(page.text(text)));
    let label = Signal::derive(crate::ui::page::text_with(page.locale, Text::UiViewOf, "chart", move || title.get()));
    view! {
        <section class="panel study-panel" id=name aria-labelledby=format!("{name}-title")>
            <header class="panel-head">
                <h2 id=format!("{name}-title")>{move || title.get()}</h2>
                <div class="panel-tools">
                    <Tabs id=name label names chosen />
                    <ExportMenu page=page.workbench exports=Exports::Analysis(name) of=title />
                </div>
                <p class="hint">{move || subtitle.get()}</p>
            </header>
            {(0..3).map(|index| view! {
                <div
                    role="tabpanel"
                    id=format!("{name}-panel-{index}")
                    class="study-body"
                    style=("--height", move || format!("{}px", height()))
                    aria-labelledby=format!("{name}-tab-{index}")
                    hidden=move || chosen.get() != index
                >
                    <Show when=move || chosen.get() == index>
                        <Body page index title framed size />
                    </Show>
                </div>
            }).collect_view()}
        </section>
    }
}

/// What a tab shows.
#[component]
fn Body(
    page: AnalysesPage,
    index: usize,
    title: Memo<String>,
    framed: Memo<Option<ChartView>>,
    size: RwSignal<(f64, f64)>,
) -> impl IntoView {
    match index {
        0 => {
            let picture = Memo::new(move |_| match framed.get() {
                Some(ChartView { frame, .. }) => {
                    CanvasChart { chart: frame.chart, summary: frame.summary, readouts: frame.readouts }
                }
                None => CanvasChart { chart: None, summary: String::new(), readouts: Vec::new() },
            });
            view! { <ChartCanvas locale=page.locale title size picture /> }.into_any()
        }
        1 => {
            let nothing = || Table { caption: String::new(), columns: Vec::new(), rows: Vec::new() };
            let table = Memo::new(move |_| framed.with(|f| f.as_ref().map_or_else(nothing, |f| f.frame.table.clone())));
            view! { <DataTable table /> }.into_any()
        }
        _ => {
            let explain =
                Memo::new(move |_| framed.with(|f| f.as_ref().map(|f| f.frame.explain.clone()).unwrap_or_default()));
            view! { <Explanation title explain /> }.into_any()
        }
    }
}
