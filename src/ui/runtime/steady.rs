//! Words of a button that change and leave its width: what it may say else takes up its room from the start.

use leptos::prelude::*;

use crate::ui::page::Page;
use aftercast_i18n::Text;

/// The words shown out of `all`, at most three of them, which screen readers hear when they change.
#[component]
pub fn Steady<const N: usize>(
    page: Page,
    all: [Text; N],
    shown: impl Fn() -> Text + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let other = move |index: usize| {
        let now = shown();
        all.into_iter().filter(|text| *text != now).nth(index).map(|text| text.to(page.locale.get()))
    };
    view! {
        <span class="steady" data-other=move || other(0) data-another=move || other(1)>
            <span aria-live="polite">{move || shown().to(page.locale.get())}</span>
        </span>
    }
}
