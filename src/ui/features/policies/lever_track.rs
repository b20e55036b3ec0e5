//! The slider of a lever with its marks.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::ui::features::policies::lever_row::Lever;
use crate::ui::page::Page;
use aftercast_app::features::policies::Event as Policies;
use aftercast_app::features::policies::steps::{on_grid, target};

/// The slider. It takes any value, so that thumb and marks share one scale; steps are kept here.
#[component]
pub fn LeverTrack(page: Page, lever: Lever) -> impl IntoView {
    let slot = page.derive(|app| crate::ui::slot(app.session().selected()));
    let share = move |of: fn(&aftercast_app::features::policies::LeverRow) -> f64| {
        lever.get(|row| format!("{:.5}", share_of_range(of(row), row.min, row.max)))
    };
    let moved = move |event| {
        if let Ok(value) = event_target_value(&event).parse::<f64>() {
            lever.step(page, |_, row| Some(on_grid(value, row.min, row.max, row.step)));
        }
    };
    let pressed = move |event: KeyboardEvent| {
        // a clicker turns pages while presenting, also where a lever has the focus
        if matches!(event.key().as_str(), "PageUp" | "PageDown") && page.ask(|app| app.lessons().presenting()) {
            return;
        }
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
            <ReportMark lever />
            <input
                type="range"
                id=lever.element("range")
                min=move || lever.get(|row| row.min).to_string()
                max=move || lever.get(|row| row.max).to_string()
                step="any"
                disabled=move || lever.get(|row| row.locked.is_some())
                aria-valuetext=move || lever.get(|row| row.aria_value.clone())
                aria-describedby=format!("{} {}", lever.element("locked"), lever.element("warning"))
                prop:value=move || lever.get(|row| row.value).to_string()
                on:input=moved
                on:change=move |_| page.send(Policies::LeverReleased(lever.id))
                on:keydown=pressed
                on:keyup=released
                on:blur=move |_| lever.release(page)
            />
        </div>
    }
}

/// Where the report's value lies, where it is another than today's; the row says it in words too.
#[component]
fn ReportMark(lever: Lever) -> impl IntoView {
    let at = Memo::new(move |_| {
        lever.get(|row| row.report_value.map(|value| format!("{:.5}", share_of_range(value, row.min, row.max))))
    });
    move || {
        let title = move || lever.get(|row| row.report.clone());
        let at = at.get()?;
        Some(view! { <span class="survey-mark" aria-hidden="true" title=title style=("--survey", at)></span> })
    }
}

/// Share of the range, 0 to 1.
fn share_of_range(value: f64, min: f64, max: f64) -> f64 {
    if max > min { ((value - min) / (max - min)).clamp(0.0, 1.0) } else { 0.0 }
}
