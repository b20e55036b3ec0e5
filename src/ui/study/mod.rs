//! The analyses: a late part of the program, beside the workbench under the same bar.

mod controls;
mod forecast_backtest;
mod head;
mod late;
mod page;
mod panel;
pub mod part;
mod sections;

pub use late::{Analyses, Place};

use leptos::prelude::*;

use aftercast_i18n::Text;
use page::StudyPage;

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
