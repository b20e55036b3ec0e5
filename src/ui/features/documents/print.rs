//! The printed page: what the screen cannot give to paper. Charts come as drawings in light colours, whatever the screen shows.

use leptos::ev;
use leptos::prelude::*;

use crate::ui::page::Page;
use crate::ui::runtime::browser;
use crate::ui::runtime::later;
use aftercast_app::features::documents::ExportedChart;
use aftercast_i18n::Text;
use aftercast_plot::{Theme, to_svg};

/// Stands at the end of the page and is seen on paper only.
#[component]
pub fn PrintPage(page: Page) -> impl IntoView {
    let charts = NodeRef::<leptos::html::Div>::new();
    let sources = page.derive_at(crate::ui::runtime::frames::Pace::Calm, |app| app.documents().sources());
    let link = page.derive_at(crate::ui::runtime::frames::Pace::Calm, |app| app.documents().link(&browser::address()));
    // at once: the browser takes its picture when the handler returns
    later::listen_here(ev::beforeprint, move |_| {
        let Some(charts) = charts.get_untracked() else { return };
        let place = browser::address();
        let of = |which| page.ask(|app| app.documents().picture(which, &place, Theme::Light));
        let drawn = [ExportedChart::Fan, ExportedChart::Difference].into_iter().filter_map(of);
        charts.set_inner_html(&drawn.map(|file| to_svg(&file.content)).collect::<String>());
    });
    view! {
        <section class="print-only" aria-hidden="true">
            <div class="print-charts" node_ref=charts></div>
            <h3>{page.text(Text::UiPolicies)}</h3>
            <ul class="print-sources">
                {move || sources.get().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
            </ul>
            <p class="print-link">{move || link.get()}</p>
        </section>
    }
}
