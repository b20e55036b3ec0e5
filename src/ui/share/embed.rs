//! What an embedded result ends with: the way to the whole page.

use leptos::prelude::*;

use crate::texts::Text;
use crate::ui::{Page, browser};

/// The way to the whole page, in a window of its own.
#[component]
pub fn EmbedFoot(page: Page) -> impl IntoView {
    let link = page.derive_at(crate::ui::frames::Pace::Calm, |app| app.link(&browser::address()));
    let whole = move || {
        let link = link.get();
        let (place, fragment) = link.split_once('#').unwrap_or((&link, ""));
        let (path, query) = place.split_once('?').unwrap_or((place, ""));
        let kept: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && *pair != "embed=1").collect();
        let joint = if kept.is_empty() { "" } else { "?" };
        format!("{path}{joint}{}#{fragment}", kept.join("&"))
    };
    view! {
        <footer class="status embed-foot">
            <p>
                <a href=whole target="_blank" rel="noopener">{page.text(Text::ShareEmbedOpen)}</a>
                <span class="hint">{page.text(Text::UiPrivate)}</span>
            </p>
        </footer>
    }
}
