//! The list of analyses: on the left, on a phone across the top.

use leptos::html::Nav;
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;
use web_sys::HtmlElement;

use crate::ui::features::analyses::page::AnalysesPage;
use crate::ui::runtime::later;
use crate::ui::runtime::later::Life;
use aftercast_app::features::analyses::view::SectionLink;
use aftercast_app::features::analyses::{Analyses, Event, Family};
use aftercast_i18n::Text;

/// What is left in view of the section before the open one, where the list scrolls, in CSS pixels.
const BEFORE: i32 = 48;

/// The list.
#[component]
pub fn Sections(page: AnalysesPage) -> impl IntoView {
    let links = page.derive(Analyses::links);
    let (list, life) = (NodeRef::<Nav>::new(), Life::here());
    // across the top of a phone the open one may be out of view; elsewhere the list does not scroll
    Effect::new(move |_| {
        links.track();
        later::frame(life, move || {
            let Some(list) = list.try_get_untracked().flatten() else { return };
            let open = list.query_selector("[aria-current]").ok().flatten();
            if let Some(open) = open.and_then(|open| open.dyn_into::<HtmlElement>().ok()) {
                list.set_scroll_left(open.offset_left() - BEFORE);
            }
        });
    });
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
        <nav class="study-sections" node_ref=list aria-label=page.text(Text::StudySections)>
            {Family::ALL.map(family)}
        </nav>
    }
}
