//! The analyses: a program of its own in an element of the page. It shares the address with the workbench and nothing else.

mod controls;
mod forecast_backtest;
mod head;
mod page;
mod panel;
mod sections;

use leptos::prelude::*;
use web_sys::HtmlElement;

use crate::shell::Shell;
use aftercast_i18n::Text;
use page::StudyPage;

/// Puts the analyses into an element.
pub fn mount_study(shell: Shell, element: HtmlElement) {
    let page = StudyPage::open(shell);
    // for the life of the page
    leptos::mount::mount_to(element, move || view! { <Analyses page /> }).forget();
}

#[component]
fn Analyses(page: StudyPage) -> impl IntoView {
    let frames = page.derive(aftercast_app::study::Study::frames);
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
