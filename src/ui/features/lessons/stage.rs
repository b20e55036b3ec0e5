//! The one chart of presenter mode, in large type.

use leptos::prelude::*;

use crate::ui::page::Page;
use crate::ui::runtime::frames::Pace;
use crate::ui::widgets::chart_canvas::CanvasChart;
use crate::ui::widgets::chart_canvas::ChartCanvas;
use aftercast_app::App;
use aftercast_app::view::ChartFrame;
use aftercast_plot::{Chart, Frame};

/// Type of the chart in CSS pixels.
const TYPE: f64 = 19.0;

/// The chart with its title; in place of a hidden result nothing but the words that say so.
#[component]
pub fn Stage(page: Page) -> impl IntoView {
    let size = RwSignal::new((760.0, 400.0));
    let shown = page.derive_at(Pace::Charts, move |app| staged(app, size.get()));
    let title = Memo::new(move |_| shown.with(|s| s.0.clone()));
    let picture = Memo::new(move |_| shown.with(|s| s.1.clone()));
    let hidden = page.derive(|app| app.session().hidden());
    view! {
        <section class="panel stage-chart" aria-labelledby="stage-title" data-testid="stage">
            <h2 id="stage-title">{move || title.get()}</h2>
            <Show when=move || !hidden.get() fallback=|| view! { <p class="stage-hidden">"?"</p> }>
                <ChartCanvas locale=page.locale title size picture />
            </Show>
        </section>
    }
    .into_any()
}

/// Title and picture of the chart that is chosen.
fn staged(app: &App, (width, height): (f64, f64)) -> (String, CanvasChart) {
    match app.lessons().presenter().chart {
        0 => large(app.charts().fan(width, height), |fan| &mut fan.frame, |fan| fan.chart()),
        1 => large(app.charts().difference(width, height), |dots| &mut dots.frame, |dots| dots.chart()),
        _ => large(app.charts().exceedance(width, height), |curve| &mut curve.frame, |curve| curve.chart()),
    }
}

fn large<C>(
    mut framed: ChartFrame<C>,
    frame: fn(&mut C) -> &mut Frame,
    draw: fn(&C) -> Chart,
) -> (String, CanvasChart) {
    if let Some(chart) = &mut framed.chart {
        frame(chart).text_size = TYPE;
    }
    let chart = framed.chart.as_ref().map(draw);
    (framed.title, CanvasChart { chart, summary: framed.summary, readouts: framed.readouts })
}
