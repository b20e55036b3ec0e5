//! A threshold to drag, to move by keyboard and to type.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::super::Page;
use super::super::box_text::BoxText;
use super::super::chart_canvas::CanvasChart;
use aftercast_app::App;
use aftercast_app::decide::Event as Decide;
use aftercast_app::event::Event;
use aftercast_app::goal::{GoalInput, GoalKind};
use aftercast_i18n::Text;

/// Steps of Page Up and Page Down.
const LEAP: f64 = 10.0;

/// The line over the picture: a slider along the whole axis.
#[component]
pub fn ThresholdLine(page: Page, picture: Memo<CanvasChart>) -> impl IntoView {
    let threshold = page.derive(App::threshold);
    let go = move |value: f64| page.send(Event::Decide(Decide::ThresholdMoved(value)));
    let pressed = move |event: KeyboardEvent| {
        let now = threshold.get_untracked();
        let to = match event.key().as_str() {
            "ArrowRight" | "ArrowUp" => now.value + now.step,
            "ArrowLeft" | "ArrowDown" => now.value - now.step,
            "PageUp" => now.value + LEAP * now.step,
            "PageDown" => now.value - LEAP * now.step,
            "Home" => now.min,
            "End" => now.max,
            _ => return,
        };
        event.prevent_default();
        go(to);
    };
    let follow = move |event: &PointerEvent| {
        let x = f64::from(event.offset_x());
        let value = picture.with_untracked(|p| p.chart.as_ref().map(|c| c.hits.x.value(x)));
        if let Some(value) = value {
            go(value);
        }
    };
    let grip = move |event: PointerEvent| {
        let element = event.current_target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
        if let Some(element) = element {
            // without it the line stops at the edge of the chart, nothing worse
            drop(element.set_pointer_capture(event.pointer_id()));
        }
        follow(&event);
    };
    let drag = move |event: PointerEvent| {
        if event.buttons() & 1 == 1 {
            follow(&event);
        }
    };
    let number = move |of: fn(&aftercast_app::decide::ThresholdView) -> f64| threshold.with(of).to_string();
    view! {
        <div
            class="reader threshold-line"
            role="slider"
            tabindex="0"
            aria-label=page.text(Text::ThresholdSlider)
            aria-valuemin=move || number(|t| t.min)
            aria-valuemax=move || number(|t| t.max)
            aria-valuenow=move || number(|t| t.value)
            aria-valuetext=move || threshold.with(|t| t.aria_value.clone())
            data-testid="threshold-line"
            on:keydown=pressed
            on:pointerdown=grip
            on:pointermove=drag
        ></div>
    }
}

/// The threshold as a number, and the button that makes it the goal.
#[component]
pub fn ThresholdBox(page: Page) -> impl IntoView {
    let threshold = page.derive(App::threshold);
    let text = BoxText::new(
        move || threshold.with(|t| t.text.clone()),
        move |typed| page.send(Event::Decide(Decide::ThresholdTyped(typed))),
    );
    let is_goal = move || threshold.with(|t| t.is_goal);
    let make_goal = move |_| {
        let now = threshold.get_untracked();
        if !now.is_goal {
            page.send(Event::GoalChanged(GoalInput { kind: GoalKind::TotalGainAbove, bound: now.value.to_string() }));
        }
    };
    view! {
        <div class="threshold-box">
            <label for="threshold-value">{page.text(Text::Threshold)}</label>
            <input
                type="text"
                inputmode="text"
                autocomplete="off"
                spellcheck="false"
                id="threshold-value"
                node_ref=text.node()
                aria-invalid=move || threshold.with(|t| t.error.is_some()).to_string()
                aria-describedby="threshold-error"
                prop:value=move || text.shown()
                on:change=move |event| text.typed(&event)
            />
            <button
                class="tool outlined"
                type="button"
                aria-disabled=move || is_goal().to_string()
                on:click=make_goal
            >
                {page.text(Text::ThresholdGoal)}
            </button>
            <p class="error" id="threshold-error" role="alert">{move || threshold.with(|t| t.error.clone())}</p>
        </div>
    }
}
