//! The analyses: a late part of the program, beside the workbench under the same bar.

mod controls;
mod forecast_backtest;
mod head;
mod page;
mod panel;
mod sections;

pub use page::StudyPage;

use leptos::prelude::*;

use crate::ui::page::Page;
use crate::ui::page::View;
use crate::ui::runtime::late::Late;
use aftercast_i18n::Text;

/// Where the analyses stand: they stay once they were shown, as far as they are.
#[component]
pub fn Place(page: Page) -> impl IntoView {
    let when = Signal::derive(move || page.view.get() == View::Study);
    view! { <Late page id="study" when view=move |part| (part.study)(page.study(part)) /> }
}

/// The analyses.
pub fn view(page: StudyPage) -> AnyView {
    view! { <StudyView page /> }.into_any()
}

#[component]
fn StudyView(page: StudyPage) -> impl IntoView {
    let frames = page.derive(aftercast_app::features::analyses::Study::frames);
    view! {
        <div class="study" data-testid="study">
            <sections::Sections page />
            <main class="study-main" id="study-main" tabindex="-1" aria-label=page.text(Text::StudyTitle)>
                <head::Head page />
                <controls::Controls page />
                <head::Progress page />
                <controls::PickOne page />
                <forecast_backtest::RecordTools page />
                <For each=move || frames.get() key=|name| *name let:name>
                    <panel::StudyPanel page name />
                </For>
            </main>
        </div>
    }
}
