//! A chart on a canvas, with values read off by pointer and keyboard.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;

use crate::ui::page::text_with;
use crate::ui::runtime::browser;
use crate::ui::runtime::layers;
use crate::ui::runtime::size::SizeOf;
use aftercast_i18n::Text;
use aftercast_plot::{Chart, Locale, Point, canvas};

/// How far a pointer may be from a mark to read it, in CSS pixels.
const REACH: f64 = 24.0;

/// A chart and what is read off it.
#[derive(Clone, Debug, PartialEq)]
pub struct CanvasChart {
    /// The chart, once something is known.
    pub chart: Option<Chart>,
    /// It in one sentence.
    pub summary: String,
    /// One line for each stop or mark.
    pub readouts: Vec<String>,
}

impl CanvasChart {
    /// Where a stop or mark lies.
    fn position(&self, index: usize) -> Option<Point> {
        let hits = &self.chart.as_ref()?.hits;
        let stop = || hits.stop(index).map(|x| Point::new(x, hits.area.top));
        hits.points.get(index).copied().or_else(stop)
    }

    /// What lies under the pointer.
    fn under(&self, x: f64, y: f64) -> Option<usize> {
        let hits = &self.chart.as_ref()?.hits;
        if hits.stops.is_empty() { hits.mark_at(x, y, REACH) } else { hits.readout(x) }
    }
}

/// The canvas with its overlay; it fills its box and tells `size`.
#[component]
pub fn ChartCanvas(
    locale: Memo<Locale>,
    title: Memo<String>,
    size: RwSignal<(f64, f64)>,
    picture: Memo<CanvasChart>,
) -> impl IntoView {
    let frame = NodeRef::<leptos::html::Div>::new();
    let measured = SizeOf::element(frame);
    Effect::new(move |_| {
        let measured = measured.get();
        if measured.0 > 0.0 {
            size.set(measured);
        }
    });
    let reading = RwSignal::new(None::<usize>);
    // why there is nothing to see, once that is known
    let no_chart = move || {
        let said = picture.with(|p| p.summary.clone());
        if said.is_empty() { Text::UiNoChart.to(locale.get()).to_owned() } else { said }
    };
    view! {
        <div class="canvas-box" node_ref=frame>
            <Painted picture />
            <Show when=move || picture.with(|p| p.chart.is_none())>
                <p class="no-chart">{no_chart}</p>
            </Show>
            <Overlay picture reading />
            <Reader locale title picture reading />
        </div>
    }
}

/// The pixels.
#[component]
pub fn Painted(picture: Memo<CanvasChart>) -> impl IntoView {
    let node = NodeRef::<leptos::html::Canvas>::new();
    let ratio = browser::pixel_ratio_here();
    Effect::new(move |_| {
        let Some(node) = node.get() else { return };
        let ratio = ratio.get();
        picture.with(|picture| {
            if picture.chart.is_none() {
                // what was drawn before must not stand behind the words that say why there is no chart
                node.set_width(node.width());
            }
            if let Some(chart) = picture.chart.as_ref().filter(|c| c.scene.width >= 1.0 && c.scene.height >= 1.0)
                && let Err(reason) = canvas::paint(&chart.scene, &node, ratio)
            {
                leptos::logging::error!("{reason}");
            }
        });
    });
    view! {
        <canvas node_ref=node role="img" aria-label=move || picture.with(|p| p.summary.clone())></canvas>
    }
}

/// The line at the value that is read, and its words.
#[component]
fn Overlay(picture: Memo<CanvasChart>, reading: RwSignal<Option<usize>>) -> impl IntoView {
    let position = Memo::new(move |_| reading.get().and_then(|index| picture.with(|p| p.position(index))));
    let x = move || position.get().map_or(0.0, |p| p.x);
    let y = move || position.get().map_or(0.0, |p| p.y);
    let is_mark = move || picture.with(|p| p.chart.as_ref().is_some_and(|c| !c.hits.points.is_empty()));
    let bottom = move || picture.with(|p| p.chart.as_ref().map_or(0.0, |c| c.hits.area.bottom));
    // a cell is framed, a dot is ringed, a stop has a line
    let grid = move || picture.with(|p| p.chart.as_ref().and_then(|c| c.hits.grid));
    let cell = move |of: fn(aftercast_plot::Grid) -> f64| grid().map_or(0.0, of);
    let words = move || {
        let line = reading.get().and_then(|index| picture.with(|p| p.readouts.get(index).cloned()));
        // one series a line
        line.unwrap_or_default().replace(" · ", "\n")
    };
    let share = move || picture.with(|p| p.chart.as_ref().map_or(0.0, |c| x() / c.scene.width.max(1.0)));
    view! {
        <Show when=move || position.get().is_some()>
            <svg class="overlay" aria-hidden="true">
                <Show when=is_mark fallback=move || view! {
                    <line x1=move || x().to_string() x2=move || x().to_string() y1=move || y().to_string() y2=move || bottom().to_string() />
                }>
                    <Show when=move || grid().is_some() fallback=move || view! {
                        <circle cx=move || x().to_string() cy=move || y().to_string() r="9" />
                    }>
                        <rect
                            x=move || (x() - 0.5 * cell(|g| g.width)).to_string()
                            y=move || (y() - 0.5 * cell(|g| g.height)).to_string()
                            width=move || cell(|g| g.width).to_string()
                            height=move || cell(|g| g.height).to_string()
                        />
                    </Show>
                </Show>
            </svg>
            <div
                class="readout"
                aria-hidden="true"
                style=("--share", move || format!("{:.3}", share()))
                style=("--x", move || format!("{}px", x()))
                style=("--y", move || format!("{}px", y()))
            >
                {words}
            </div>
        </Show>
    }
}

/// Reads values: a slider over them for the keyboard and for screen readers, and the pointer over the picture.
#[component]
fn Reader(
    locale: Memo<Locale>,
    title: Memo<String>,
    picture: Memo<CanvasChart>,
    reading: RwSignal<Option<usize>>,
) -> impl IntoView {
    let last = Memo::new(move |_| picture.with(|p| p.readouts.len().saturating_sub(1)));
    let pressed = move |event: KeyboardEvent| {
        let (at, last) = (reading.get_untracked().unwrap_or(0), last.get_untracked());
        // up and down lead from row to row where there are rows
        let row = picture.with_untracked(|p| p.chart.as_ref().and_then(|c| c.hits.grid)).map(|g| g.columns);
        let to = match event.key().as_str() {
            "ArrowDown" if row.is_some() => Some(at + row.unwrap_or(1)).filter(|to| *to <= last).unwrap_or(at),
            "ArrowUp" if row.is_some() => at.checked_sub(row.unwrap_or(1)).unwrap_or(at),
            "ArrowRight" | "ArrowUp" if reading.get_untracked().is_some() => (at + 1).min(last),
            "ArrowLeft" | "ArrowDown" => at.saturating_sub(1),
            "PageUp" => (at + 6).min(last),
            "PageDown" => at.saturating_sub(6),
            "ArrowRight" | "ArrowUp" | "Home" => 0,
            "End" => last,
            // the value that is read goes first, and only then what the chart stands in
            "Escape" if reading.get_untracked().is_some() => {
                layers::keep(&event);
                return reading.set(None);
            }
            _ => return,
        };
        event.prevent_default();
        reading.set(Some(to));
    };
    let over = move |event: PointerEvent| {
        let (x, y) = (f64::from(event.offset_x()), f64::from(event.offset_y()));
        reading.set(picture.with_untracked(|p| p.under(x, y)));
    };
    let words = move || {
        let index = reading.get().unwrap_or(0);
        picture.with(|p| p.readouts.get(index).cloned()).unwrap_or_default()
    };
    view! {
        <div
            class="reader"
            role="slider"
            tabindex="0"
            aria-label=text_with(locale, Text::UiReadChart, "chart", move || title.get())
            title=move || if reading.get().is_none() { Text::UiReadChartHint.to(locale.get()) } else { "" }
            aria-valuemin="0"
            aria-valuemax=move || last.get().to_string()
            aria-valuenow=move || reading.get().unwrap_or(0).min(last.get()).to_string()
            aria-valuetext=words
            on:keydown=pressed
            on:focus=move |_| {
                if reading.get_untracked().is_none() {
                    reading.set(Some(0));
                }
            }
            on:blur=move |_| reading.set(None)
            on:pointermove=over
            on:pointerdown=over
            on:pointerleave=move |_| reading.set(None)
        ></div>
    }
}
