//! The analyses: a late part of the program, beside the workbench under the same bar.

mod controls;
mod forecast_log;
mod head;
mod page;
mod panel;
mod sections;

pub use controls::Controls;
pub use head::Progress;
pub use page::AnalysesPage;
pub use panel::AnalysisPanel;

use leptos::prelude::*;

use crate::ui::page::Page;
use crate::ui::page::Place;
use crate::ui::runtime::late::Late;
use aftercast_i18n::Text;

/// Where the analyses stand: they stay once they were shown, as far as they are.
#[component]
pub fn AnalysesPlace(page: Page) -> impl IntoView {
    let when = Signal::derive(move || page.place.get() == Place::Analyse);
    view! { <Late page id="study" when view=move |part| (part.analyses)(page.analyses(part)) /> }
}

/// The analyses.
pub fn view(page: AnalysesPage) -> AnyView {
    view! { <AnalysesView page /> }.into_any()
}

#[component]
fn AnalysesView(page: AnalysesPage) -> impl IntoView {
    // another place may show a picture of the open section: an id stands once on the page
    let all = page.derive(aftercast_app::features::analyses::Analyses::frames);
    let frames = Memo::new(move |_| match page.workbench.place.get() {
        Place::Analyse => all.get(),
        _ => Vec::new(),
    });
    view! {
        <div class="study" data-testid="study">
            <sections::Sections page />
            <main class="study-main" id="study-main" tabindex="-1" aria-label=page.text(Text::StudyTitle)>
                <head::Head page />
                <controls::Settings page />
                <head::Progress page />
                <controls::PickOne page />
                <forecast_log::ForecastLogTools page />
                <For each=move || frames.get() key=|name| *name let:name>
                    <panel::AnalysisPanel page name />
                </For>
            </main>
        </div>
    }
}
