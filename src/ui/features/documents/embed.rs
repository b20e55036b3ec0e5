//! What an embedded result ends with: the way to the whole page.

use leptos::prelude::*;

use crate::ui::page::Page;
use crate::ui::runtime::browser;
use aftercast_i18n::Text;

/// The way to the whole page, in a window of its own.
#[component]
pub fn EmbedFoot(page: Page) -> impl IntoView {
    let link = page.derive_at(crate::ui::runtime::frames::Pace::Calm, |app| app.documents().link(&browser::address()));
    view! {
        <footer class="status embed-foot">
            <p>
                <a href=move || link.get() target="_blank" rel="noopener">{page.text(Text::ShareEmbedOpen)}</a>
                <span class="hint">{page.text(Text::UiPrivate)}</span>
            </p>
        </footer>
    }
}
