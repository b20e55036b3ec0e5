//! Where the money goes, who gains and what changed: cost split, waterfall, segments, the change in its parts; and any chart by its kind,
//! which stands on top of the page or below.

use leptos::prelude::*;

use crate::ui::features::charts::ExceedancePanel;
use crate::ui::features::charts::NodePanel;
use crate::ui::features::charts::chart_panel::Panel;
use crate::ui::features::charts::chart_panel::list;
use crate::ui::features::charts::chart_panel::{DifferencePanel, FIRST_SIZE, FanPanel};
use crate::ui::features::charts::months::MonthPanel;
use crate::ui::page::Page;
use crate::ui::runtime::frames::Pace;
use aftercast_app::App;
use aftercast_app::features::charts::{DrawTarget, Event as Decide, FramedChart, Measure, Side};
use aftercast_app::features::documents::ExportedChart;
use aftercast_i18n::Text;
use aftercast_plot::Chart;
use aftercast_scenario::Chart as Kind;

/// A chart; `position` is where it stands on top of the page, from 0, none below.
pub fn any(page: Page, chart: Kind, position: Option<usize>) -> AnyView {
    match chart {
        Kind::Fan => view! { <FanPanel page position /> }.into_any(),
        Kind::Futures => view! { <DifferencePanel page position /> }.into_any(),
        Kind::Exceedance => view! { <ExceedancePanel page position /> }.into_any(),
        Kind::Costs => view! { <CostPanel page position /> }.into_any(),
        Kind::Change => view! { <ChangePanel page position /> }.into_any(),
        Kind::Bridge => view! { <BridgePanel page position /> }.into_any(),
        Kind::Segments => view! { <SegmentPanel page position /> }.into_any(),
        Kind::Months => view! { <MonthPanel page position /> }.into_any(),
        Kind::Spend | Kind::Waiting | Kind::Satisfaction | Kind::Repurchase | Kind::Customers => {
            view! { <NodePanel page chart position /> }.into_any()
        }
    }
}

/// A panel of a chart that the application draws.
fn panel(
    page: Page,
    id: &'static str,
    exported: ExportedChart,
    draw: fn(&App, DrawTarget) -> FramedChart,
    finding: fn(&App) -> Option<String>,
    controls: Option<AnyView>,
    position: Option<usize>,
) -> AnyView {
    let size = RwSignal::new(FIRST_SIZE);
    // central runs take some milliseconds: at a calm pace
    let frame = page.derive_at(Pace::Calm, move |app| draw(app, DrawTarget::page(size.get())));
    view! { <Panel page id exported frame size draw=Chart::clone finding controls=controls position /> }.into_any()
}

/// The same, of a change: while there is none it takes a line instead of a box, as `still` tells.
fn change_panel(
    page: Page,
    id: &'static str,
    exported: ExportedChart,
    draw: fn(&App, DrawTarget) -> FramedChart,
    still: fn(&App, &FramedChart) -> bool,
    finding: fn(&App) -> Option<String>,
    controls: Option<AnyView>,
    position: Option<usize>,
) -> AnyView {
    let size = RwSignal::new(FIRST_SIZE);
    let both = page.derive_at(Pace::Calm, move |app| {
        let drawn = draw(app, DrawTarget::page(size.get()));
        let still = drawn.chart.is_none() && still(app, &drawn);
        (drawn, still)
    });
    let frame = Memo::new(move |_| both.with(|(frame, _)| frame.clone()));
    let still = Memo::new(move |_| both.with(|(_, still)| *still));
    view! { <Panel page id exported frame size draw=Chart::clone finding controls=controls still position /> }
        .into_any()
}

/// Whether all of a change is known, and all of it is zero: a table without a chart. A lever that passes today's value in
/// the middle of a gesture keeps the box, so that nothing under it jumps.
fn is_zero(app: &App, drawn: &FramedChart) -> bool {
    !drawn.table.rows.is_empty() && !app.session().held()
}

fn side(position: usize) -> Side {
    position.checked_sub(1)
}

/// What the service costs, line by line.
#[component]
pub fn CostPanel(page: Page, #[prop(default = None)] position: Option<usize>) -> impl IntoView {
    panel(
        page,
        "costs",
        ExportedChart::Costs,
        |app, paper| app.charts().cost_split(paper),
        |app| app.charts().cost_finding(),
        None,
        position,
    )
}

/// From one net gain to another.
#[component]
pub fn BridgePanel(page: Page, #[prop(default = None)] position: Option<usize>) -> impl IntoView {
    let controls = view! {
        <div class="chart-controls">
            {list(page, "bridge-from", Text::BridgeFrom, |app| app.charts().bridge_choices()[0].clone(), |k| Decide::BridgeFrom(side(k)))}
            {list(page, "bridge-to", Text::BridgeTo, |app| app.charts().bridge_choices()[1].clone(), |k| Decide::BridgeTo(side(k)))}
        </div>
    };
    change_panel(
        page,
        "bridge",
        ExportedChart::Bridge,
        |app, paper| app.charts().bridge(paper),
        is_zero,
        |app| app.charts().bridge_finding(),
        Some(controls.into_any()),
        position,
    )
}

/// Who gains.
#[component]
pub fn SegmentPanel(page: Page, #[prop(default = None)] position: Option<usize>) -> impl IntoView {
    let measured = |k: usize| Decide::MeasureChosen(Measure::ALL.get(k).copied().unwrap_or_default());
    let controls = view! {
        <div class="chart-controls">
            {list(page, "segments-measure", Text::SegmentsMeasure, |app| app.charts().measures(), measured)}
        </div>
    };
    change_panel(
        page,
        "segments",
        ExportedChart::Segments,
        |app, paper| app.charts().segments(paper),
        is_zero,
        |app| app.charts().segments_finding(),
        Some(controls.into_any()),
        position,
    )
}

/// What changed the result since the document was opened.
#[component]
pub fn ChangePanel(page: Page, #[prop(default = None)] position: Option<usize>) -> impl IntoView {
    let state = page.derive(|app| app.charts().change_state());
    let button = move |text: Text, event: Decide, off: Signal<bool>| {
        view! {
            <button
                class="tool outlined"
                type="button"
                aria-disabled=move || off.get().to_string()
                on:click=move |_| {
                    if !off.get_untracked() {
                        page.send(event.clone());
                    }
                }
            >
                {page.text(text)}
            </button>
        }
    };
    let waits = Signal::derive(move || state.with(|(open, computing)| !open || *computing));
    let controls = view! {
        <div class="chart-controls">
            {button(Text::ChangeSplit, Decide::SplitAsked, waits)}
            {button(Text::ChangeMark, Decide::Marked, Signal::derive(|| false))}
        </div>
    };
    // the box is there once the parts were asked for
    change_panel(
        page,
        "change",
        ExportedChart::Change,
        |app, paper| app.charts().change_split(paper),
        |app, _| !app.charts().change_state().1,
        |_| None,
        Some(controls.into_any()),
        position,
    )
}
