//! The currency of the firm: symbol and name, and that nothing is converted.

use leptos::prelude::*;

use crate::ui::page::Page;
use crate::ui::widgets::box_text::BoxText;
use aftercast_app::features::company::Event as Company;
use aftercast_i18n::Text;

/// The two boxes.
#[component]
pub fn Currency(page: Page) -> impl IntoView {
    let boxes = page.derive(|app| app.company().currency());
    let now = move || page.ask(|app| app.company().currency());
    let symbol = BoxText::new(
        move || boxes.with(|b| b.symbol.clone()),
        move |typed| page.send(Company::CurrencyTyped(typed, now().name)),
    );
    let name = BoxText::new(
        move || boxes.with(|b| b.name.clone()),
        move |typed| page.send(Company::CurrencyTyped(now().symbol, typed)),
    );
    let error = move || boxes.with(|b| b.error.clone());
    view! {
        <fieldset class="currency" data-testid="currency">
            <legend>{page.text(Text::Currency)}</legend>
            <label>
                {page.text(Text::CurrencySymbol)}
                <input
                    type="text"
                    size="4"
                    autocomplete="off"
                    data-testid="currency-symbol"
                    aria-invalid=move || error().is_some().to_string()
                    aria-describedby="currency-note"
                    node_ref=symbol.node()
                    prop:value=move || symbol.shown()
                    on:change=move |event| symbol.typed(&event)
                />
            </label>
            <label>
                {page.text(Text::CurrencyName)}
                <input
                    type="text"
                    size="12"
                    autocomplete="off"
                    data-testid="currency-name"
                    aria-describedby="currency-note"
                    node_ref=name.node()
                    prop:value=move || name.shown()
                    on:change=move |event| name.typed(&event)
                />
            </label>
            <p class="hint" id="currency-note">{page.text(Text::CurrencyNote)}</p>
            {move || error().map(|said| view! { <p class="error" role="alert">{said}</p> })}
        </fieldset>
    }
}
