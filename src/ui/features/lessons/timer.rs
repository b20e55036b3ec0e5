//! The time that is left for a guess.

use std::time::Duration;

use leptos::prelude::*;

use crate::ui::page::Page;
use crate::ui::runtime::browser;
use crate::ui::runtime::later;
use crate::ui::runtime::later::Life;
use aftercast_i18n::Text;

/// What a press adds, milliseconds.
const MINUTE: f64 = 60_000.0;
/// How often it looks at the clock.
const TICK: Duration = Duration::from_millis(250);

/// Minutes are added by pressing; it counts down and stays at zero.
#[component]
pub fn Timer(page: Page) -> impl IntoView {
    let life = Life::here();
    let (end, left) = (RwSignal::new(None::<f64>), RwSignal::new(None::<f64>));
    let add = move |_| {
        let now = browser::now();
        let running = end.get_untracked().filter(|end| *end > now);
        end.set(Some(running.unwrap_or(now) + MINUTE));
        left.set(end.get_untracked().map(|end| end - now));
        if running.is_none() {
            tick(life, end, left);
        }
    };
    let told = move || {
        left.get().map(|left| {
            let seconds = (left / 1000.0).ceil().max(0.0);
            format!("{}:{:02}", (seconds / 60.0).floor(), seconds % 60.0)
        })
    };
    view! {
        <div class="timer" data-over=move || left.get().is_some_and(|left| left <= 0.0).to_string()>
            <span class="time" role="timer" data-testid="timer">{told}</span>
            <button class="tool outlined" type="button" data-testid="timer-add" on:click=add>{page.text(Text::PresentMinute)}</button>
        </div>
    }
}

fn tick(life: Life, end: RwSignal<Option<f64>>, left: RwSignal<Option<f64>>) {
    let _ = later::after(life, TICK, move || {
        let Some(over) = end.get_untracked().map(|end| end - browser::now()) else { return };
        left.set(Some(over.max(0.0)));
        if over > 0.0 {
            tick(life, end, left);
        }
    });
}
