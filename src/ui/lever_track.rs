//! The slider of a lever with its marks.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::Page;
use super::lever_row::Lever;
use crate::app::event::Event;

/// Steps of the Page Up and Page Down keys.
const LEAP: f64 = 10.0;

/// The slider. It takes any value, so that thumb and marks share one scale; steps are kept here.
#[component]
pub fn LeverTrack(page: Page, lever: Lever) -> impl IntoView {
    let slot = page.derive(|app| app.selected().to_string());
    let share = move |of: fn(&crate::app::view::LeverRow) -> f64| {
        lever.get(|row| format!("{:.5}", place(of(row), row.min, row.max)))
    };
    let moved = move |event| {
        if let Ok(value) = event_target_value(&event).parse::<f64>() {
            lever.step(page, |_, row| Some(on_grid(value, row.min, row.max, row.step)));
        }
    };
    let pressed = move |event: KeyboardEvent| {
        if lever.step(page, |value, row| target(&event.key(), value, row.min, row.max, row.step)) {
            event.prevent_default();
        }
    };
    let released = move |event: KeyboardEvent| {
        if lever.now(|row| target(&event.key(), row.value, row.min, row.max, row.step)).is_some() {
            lever.pause(page);
        }
    };
    view! {
        <div
            class="track"
            data-slot=move || slot.get()
            style=("--value", move || share(|row| row.value))
            style=("--today", move || share(|row| row.today_value))
            style=("--known-from", move || share(|row| row.evidence_range.0))
            style=("--known-to", move || share(|row| row.evidence_range.1))
        >
            <span class="outside below" aria-hidden="true"></span>
            <span class="outside above" aria-hidden="true"></span>
            <span class="change" aria-hidden="true"></span>
            <span class="today-mark" aria-hidden="true"></span>
            <input
                type="range"
                id=lever.element("range")
                min=move || lever.get(|row| row.min).to_string()
                max=move || lever.get(|row| row.max).to_string()
                step="any"
                aria-valuetext=move || lever.get(|row| row.aria_value.clone())
                aria-describedby=lever.element("warning")
                prop:value=move || lever.get(|row| row.value).to_string()
                on:input=moved
                on:change=move |_| page.send(Event::LeverReleased(lever.id))
                on:keydown=pressed
                on:keyup=released
                on:blur=move |_| lever.release(page)
            />
        </div>
    }
}

/// Share of the range, 0 to 1.
fn place(value: f64, min: f64, max: f64) -> f64 {
    if max > min { ((value - min) / (max - min)).clamp(0.0, 1.0) } else { 0.0 }
}

/// Where a key leads: the next step in its direction, or an end of the range.
fn target(key: &str, value: f64, min: f64, max: f64, step: f64) -> Option<f64> {
    let by = |steps: f64| step_from(value, steps, min, max, step);
    match key {
        "ArrowRight" | "ArrowUp" => Some(by(1.0)),
        "ArrowLeft" | "ArrowDown" => Some(by(-1.0)),
        "PageUp" => Some(by(LEAP)),
        "PageDown" => Some(by(-LEAP)),
        "Home" => Some(min),
        "End" => Some(max),
        _ => None,
    }
}

/// So many steps from a value: from between two steps, the first one leads to the nearer of them in that direction.
pub fn step_from(value: f64, steps: f64, min: f64, max: f64, step: f64) -> f64 {
    let whole = value / step;
    let near = whole.round();
    let from = if (whole - near).abs() < 1e-9 {
        near
    } else if steps > 0.0 {
        whole.floor()
    } else {
        whole.ceil()
    };
    on_grid((from + steps) * step, min, max, step)
}

/// The multiple of the step next to a value, held to the range, as the shortest decimal that means it.
pub fn on_grid(value: f64, min: f64, max: f64, step: f64) -> f64 {
    if value <= min || value >= max {
        return if value <= min { min } else { max };
    }
    let decimals = step.to_string().split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let text = format!("{:.decimals$}", (value / step).round() * step);
    text.parse().unwrap_or(value).clamp(min, max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_from_the_grid_to_the_last_bit() {
        assert_eq!(on_grid(0.149_99, 0.0, 1.0, 0.05), 0.15);
        assert_eq!(on_grid(3.0 * 0.1, 0.0, 1.0, 0.1), 0.3);
        assert_eq!(on_grid(2_950.1, 1_500.0, 10_000.0, 100.0), 3_000.0);
        assert_eq!((on_grid(9.0, 0.287, 0.65, 0.01), on_grid(0.0, 0.287, 0.65, 0.01)), (0.65, 0.287));
    }

    #[test]
    fn keys_step_leap_and_jump() {
        let key = |key, value| target(key, value, 0.287, 0.65, 0.01);
        assert_eq!(key("ArrowRight", 0.287), Some(0.29));
        assert_eq!(key("ArrowRight", 0.29), Some(0.3));
        assert_eq!(key("ArrowLeft", 0.295), Some(0.29));
        assert_eq!(key("ArrowLeft", 0.29), Some(0.287));
        assert_eq!(key("PageUp", 0.3), Some(0.4));
        assert_eq!((key("Home", 0.4), key("End", 0.4)), (Some(0.287), Some(0.65)));
        assert_eq!(key("Tab", 0.4), None);
    }
}
