//! The open node of the chain by month.

use leptos::prelude::*;

use crate::ui::features::charts::chart_panel::{FIRST_SIZE, Panel};
use crate::ui::page::Page;
use crate::ui::runtime::frames::Pace;
use crate::ui::widgets::chart_canvas::CanvasChart;
use crate::ui::widgets::chart_canvas::ChartCanvas;
use aftercast_plot::StableRange;
use aftercast_plot::fan::Fan;
use aftercast_scenario::Chart;

/// The larger chart of the open node; a node without months has none.
#[component]
pub fn NodeChart(page: Page, open: RwSignal<Option<&'static str>>) -> impl IntoView {
    move || {
        let id = open.get()?;
        let has_months = page.ask(|app| app.charts().node_fan(id, 0.0, 0.0).is_some());
        has_months.then(|| view! { <OneNode page id /> })
    }
}

/// A node by month as a chart on top of the page.
#[component]
pub fn NodePanel(page: Page, chart: Chart, position: Option<usize>) -> impl IntoView {
    let size = RwSignal::new(FIRST_SIZE);
    let range = StoredValue::new(StableRange::new());
    let frame = page.derive_at(Pace::Charts, move |app| {
        let mut frame = app.charts().node_frame(chart, size.get().0, size.get().1);
        if let Some(fan) = frame.chart.as_mut() {
            let (low, high) = fan.extent().unzip();
            fan.y.range = low.zip(high).and_then(|(l, h)| range.try_update_value(|r| r.update(l, h)));
        }
        frame
    });
    let id = if position == Some(0) { "top-link-0" } else { "top-link-1" };
    view! { <Panel page id frame size draw=Fan::chart position /> }
}

#[component]
fn OneNode(page: Page, id: &'static str) -> impl IntoView {
    let size = RwSignal::new(FIRST_SIZE);
    // the axis stays still while a lever moves
    let range = StoredValue::new(StableRange::new());
    let fan = page.derive_at(Pace::Charts, move |app| {
        let mut fan = app.charts().node_fan(id, size.get().0, size.get().1);
        if let Some(chart) = fan.as_mut().and_then(|f| f.chart.as_mut()) {
            let (low, high) = chart.extent().unzip();
            chart.y.range = low.zip(high).and_then(|(l, h)| range.try_update_value(|r| r.update(l, h)));
        }
        fan
    });
    let title = Memo::new(move |_| fan.with(|f| f.as_ref().map(|f| f.title.clone()).unwrap_or_default()));
    let picture = Memo::new(move |_| {
        fan.with(|f| CanvasChart {
            chart: f.as_ref().and_then(|f| f.chart.as_ref()).map(Fan::chart),
            summary: f.as_ref().map(|f| f.summary.clone()).unwrap_or_default(),
            readouts: f.as_ref().map(|f| f.readouts.clone()).unwrap_or_default(),
        })
    });
    view! {
        <div class="link-chart" data-testid="link-chart">
            <ChartCanvas locale=page.locale title size picture />
        </div>
    }
}
