//! The list of analyses: on the left, on a phone across the top.

use leptos::prelude::*;

use crate::ui::features::analyses::page::StudyPage;
use aftercast_app::features::analyses::view::SectionLink;
use aftercast_app::features::analyses::{Event, Family, Study};
use aftercast_i18n::Text;

/// The list.
#[component]
pub fn Sections(page: StudyPage) -> impl IntoView {
    let links = page.derive(Study::links);
    let link = move |link: SectionLink| {
        view! {
            <button
                type="button"
                aria-current=link.open.then_some("true")
                data-testid=format!("section-{}", link.section.id())
                on:click=move |_| page.send(Event::Opened(link.section))
            >
                {link.name}
            </button>
        }
    };
    let family = move |family: Family| {
        let own = move || links.get().into_iter().filter(|link| link.section.family == family).map(link).collect_view();
        view! {
            <h2>{page.text(family.title())}</h2>
            {own}
        }
    };
    view! {
        <nav class="study-sections" aria-label=page.text(Text::StudySections)>
            {Family::ALL.map(family)}
        </nav>
    }
}
