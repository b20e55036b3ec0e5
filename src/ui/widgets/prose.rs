//! A sentence whose numbers stay whole: no line breaks inside one, nor between a sign and its number.

use leptos::prelude::*;

use aftercast_i18n::numbers::pieces;

/// The sentence.
#[component]
pub fn Prose(#[prop(into)] text: Signal<String>) -> impl IntoView {
    let piece = |(whole, words): (bool, &str)| {
        let words = words.to_owned();
        if whole { view! { <span class="whole">{words}</span> }.into_any() } else { words.into_any() }
    };
    move || text.with(|text| pieces(text).map(piece).collect_view())
}
