//! The number box of a lever: it takes what people type, and two buttons step.

use leptos::prelude::*;

use crate::ui::features::policies::lever_row::Lever;
use crate::ui::page::Page;
use crate::ui::runtime::layers;
use crate::ui::widgets::box_text::BoxText;
use crate::ui::widgets::icons::Icon;
use crate::ui::widgets::icons::Symbol;
use aftercast_app::features::policies::Event as Policies;
use aftercast_app::features::policies::steps::step_from;
use aftercast_i18n::Text;

/// The box with its steps.
#[component]
pub fn NumberBox(page: Page, lever: Lever) -> impl IntoView {
    let label = move || lever.get(|row| row.label.clone());
    let step = move |icon, text: Text, steps: f64| {
        let go = move |_| {
            lever.step(page, |value, row| Some(step_from(value, steps, row.min, row.max, row.step)));
            lever.pause(page);
        };
        view! {
            <button
                class="step"
                type="button"
                aria-label=page.text_with(text, "lever", label)
                disabled=move || lever.get(|row| row.locked.is_some())
                on:click=go
            >
                <Symbol icon />
            </button>
        }
    };
    view! {
        <span class="number">
            {step(Icon::Minus, Text::UiLess, -1.0)}
            <TextBox page lever />
            {step(Icon::Plus, Text::UiMore, 1.0)}
        </span>
    }
}

#[component]
fn TextBox(page: Page, lever: Lever) -> impl IntoView {
    let id = lever.id;
    let text = BoxText::new(
        move || lever.get(|row| row.text.clone()),
        move |typed| page.send(Policies::LeverTyped(id, typed)),
    );
    let label = move || lever.get(|row| row.label.clone());
    let select = move || {
        if let Some(input) = text.node().get_untracked() {
            input.select();
        }
    };
    view! {
        <input
            type="text"
            inputmode="text"
            autocomplete="off"
            spellcheck="false"
            disabled=move || lever.get(|row| row.locked.is_some())
            node_ref=text.node()
            id=lever.element("value")
            aria-label=page.text_with(Text::UiValueOf, "lever", label)
            title=move || lever.get(|row| row.hint.clone())
            aria-invalid=move || lever.get(|row| row.error.is_some()).to_string()
            aria-describedby=format!("{} {}", lever.element("unit"), lever.element("error"))
            style:--characters=move || lever.get(|row| row.longest).to_string()
            prop:value=move || text.shown()
            on:focus=move |_| select()
            on:change=move |event| text.typed(&event)
            on:keydown=move |event| {
                // what was typed is given up first, and only then what the box stands in
                if event.key() == "Escape" && text.restore() {
                    layers::keep(&event);
                }
            }
        />
    }
}
