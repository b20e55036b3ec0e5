//! The exceedance curve of the net gain with its threshold.

use leptos::prelude::*;

use crate::ui::features::charts::chart_panel::FIRST_SIZE;
use crate::ui::features::charts::chart_panel::Panel;
use crate::ui::features::charts::threshold::ThresholdBox;
use crate::ui::features::charts::threshold::ThresholdLine;
use crate::ui::page::Page;
use crate::ui::runtime::frames::Pace;
use crate::ui::runtime::size::SizeOf;
use crate::ui::widgets::chart_canvas::CanvasChart;
use crate::ui::widgets::chart_canvas::Painted;
use aftercast_app::features::documents::ExportedChart;
use aftercast_plot::exceedance::Exceedance;

/// In how many futures each policy earns at least so much.
#[component]
pub fn ExceedancePanel(page: Page, #[prop(default = None)] position: Option<usize>) -> impl IntoView {
    let size = RwSignal::new(FIRST_SIZE);
    let frame = page.derive_at(Pace::Charts, move |app| app.charts().exceedance(size.get().0, size.get().1));
    let body = Callback::new(move |picture| view! { <Body page size picture /> }.into_any());
    view! { <Panel page id="exceedance" exported=ExportedChart::Exceedance frame size draw=Exceedance::chart body finding=|app| app.charts().exceedance_finding() position /> }
}

/// The number box over the picture with the line that moves.
#[component]
fn Body(page: Page, size: RwSignal<(f64, f64)>, picture: Memo<CanvasChart>) -> impl IntoView {
    let canvas = NodeRef::<leptos::html::Div>::new();
    let measured = SizeOf::element(canvas);
    Effect::new(move |_| {
        let measured = measured.get();
        if measured.0 > 0.0 {
            size.set(measured);
        }
    });
    let known = Memo::new(move |_| picture.with(|p| p.chart.is_some()));
    view! {
        <div class="threshold-body">
            <ThresholdBox page />
            <div class="canvas-box" node_ref=canvas>
                <Painted picture />
                <Show
                    when=move || known.get()
                    fallback=move || view! { <p class="no-chart">{move || picture.with(|p| p.summary.clone())}</p> }
                >
                    <ThresholdLine page picture />
                </Show>
            </div>
        </div>
    }
}
