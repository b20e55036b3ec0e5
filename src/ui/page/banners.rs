//! What to know, over everything else.

use leptos::prelude::*;

use crate::ui::page::Page;
use crate::ui::widgets::icons::Icon;
use crate::ui::widgets::icons::Symbol;
use aftercast_app::event::Event;
use aftercast_app::session::Banner;
use aftercast_i18n::Text;

/// The banners, the latest first.
#[component]
pub fn Banners(page: Page) -> impl IntoView {
    let banners = page.derive(|app| app.session().banners());
    view! {
        // stands there before a banner comes, so that a screen reader hears it come
        <div class="banners" role="region" aria-label=page.text(Text::UiNotices) aria-live="polite">
            // its lines may change while it is up: what another file has, or what the sender of a link saw
            <For each=move || banners.get() key=Banner::clone let:banner>
                <Notice page banner />
            </For>
        </div>
    }
}

#[component]
fn Notice(page: Page, banner: Banner) -> impl IntoView {
    let label = page.text(Text::UiDismiss);
    let role = if banner.alert { "alert" } else { "note" };
    view! {
        <div class="banner" role=role data-testid="banner">
            <div class="banner-text">
                <p class="banner-title">{banner.title}</p>
                {(!banner.lines.is_empty())
                    .then(|| view! {
                        <ul>
                            {banner.lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
                        </ul>
                    })}
            </div>
            <button
                class="quiet"
                type="button"
                aria-label=label
                title=label
                on:click=move |_| page.send(Event::BannerDismissed(banner.id))
            >
                <Symbol icon=Icon::Close />
            </button>
        </div>
    }
}
