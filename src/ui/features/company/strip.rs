//! The strip under the bar: whose figures these are, and the way to put in one's own.

use leptos::prelude::*;

use crate::ui::features::model;
use crate::ui::page::Page;
use crate::ui::runtime::frames::Pace;
use aftercast_app::event::Event;
use aftercast_i18n::Text;

/// The strip.
#[component]
pub fn FirmStrip(page: Page) -> impl IntoView {
    let strip = page.derive_at(Pace::Calm, |app| app.company().strip());
    let figures = Memo::new(move |_| strip.with(|s| s.figures.clone()));
    view! {
        <section class="firm-strip" aria-label=page.text(Text::StripTitle) data-testid="firm-strip">
            <span class="firm-whose" data-own=move || strip.with(|s| s.own.to_string())>{move || strip.with(|s| s.whose.clone())}</span>
            <ul class="firm-figures">
                {move || figures.get().into_iter().map(|figure| view! {
                    <li>{figure.before} " " <b>{figure.value}</b> " " {figure.after}</li>
                }).collect_view()}
            </ul>
            <FaceValue page />
            <button
                class="tool outlined"
                type="button"
                data-testid="own-firm"
                on:click=move |_| model::show(page, model::COMPANY)
            >
                {page.text(Text::StripOwnFigures)}
            </button>
        </section>
    }
}

/// Whether the report's differences are taken as effects of service in full.
#[component]
pub fn FaceValue(page: Page) -> impl IntoView {
    let on = page.derive(|app| app.session().face_value());
    view! {
        <button
            class="tool switch"
            type="button"
            role="switch"
            aria-checked=move || on.get().to_string()
            title=page.text(Text::UiFaceValueHint)
            data-testid="face-value"
            on:click=move |_| page.send(Event::FaceValueSwitched(!on.get()))
        >
            <span class="switch-track" aria-hidden="true"></span>
            {page.text(Text::UiFaceValueShort)}
        </button>
    }
}
