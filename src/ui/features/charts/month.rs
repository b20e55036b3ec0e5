//! Which month the chain shows.

use leptos::prelude::*;

use crate::ui::page::Page;
use aftercast_app::features::charts::{Event as Decide, MonthView};
use aftercast_i18n::Text;

/// A slider over the months; its right end is the last year.
#[component]
pub fn MonthSlider(page: Page) -> impl IntoView {
    let view = page.derive(|app| app.charts().month_view());
    let number = move |of: fn(&MonthView) -> usize| view.with(of).to_string();
    let text = move || view.with(|v| v.text.clone());
    view! {
        <div class="chart-controls chain-month">
            <label for="chain-month">{page.text(Text::ChainMonthSlider)}</label>
            <input
                type="range"
                id="chain-month"
                min="1"
                max=move || number(|v| v.last)
                step="1"
                aria-valuetext=text
                prop:value=move || number(|v| v.at)
                on:input=move |event| {
                    if let Ok(at) = event_target_value(&event).parse() {
                        page.send(Decide::MonthChosen(at));
                    }
                }
            />
            // the slider says it: an output would say every month on the way
            <span class="month-shown" aria-hidden="true">{text}</span>
        </div>
    }
}
