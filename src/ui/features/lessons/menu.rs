//! The button of the bar, and the dialog it opens.

use leptos::prelude::*;

use crate::ui::features::documents::dialog::Dialog;
use crate::ui::features::lessons::list::Lessons;
use crate::ui::features::lessons::predict::say;
use crate::ui::features::lessons::presenter;
use crate::ui::features::lessons::room::Room;
use crate::ui::page::Page;
use crate::ui::page::Place;
use crate::ui::runtime::browser;
use crate::ui::runtime::late::Late;
use crate::ui::widgets::icons::Icon;
use crate::ui::widgets::icons::Symbol;
use crate::ui::widgets::tabs::Tabs;
use aftercast_app::features::lessons::predict::Event as Guess;
use aftercast_app::features::lessons::present::Event as Presenting;
use aftercast_i18n::Text;

/// The tabs of the dialog.
const SECTIONS: [Text; 4] = [Text::TeachTabLessons, Text::TeachTabPredict, Text::TeachTabPresent, Text::TeachTabRoom];

/// The button.
#[component]
pub fn TeachButton(page: Page, open: RwSignal<bool>) -> impl IntoView {
    view! {
        <button
            class="tool"
            type="button"
            aria-haspopup="dialog"
            title=page.text(Text::TeachTitle)
            data-testid="teach"
            on:click=move |_| open.set(true)
        >
            <Symbol icon=Icon::Teach />
            <span>{page.text(Text::TeachOpen)}</span>
        </button>
    }
}

/// The dialog.
#[component]
pub fn TeachDialog(page: Page, open: RwSignal<bool>) -> impl IntoView {
    // pasted links outlast the dialog that they were pasted into
    let links = RwSignal::new(String::new());
    view! {
        <Dialog page open id="teach-dialog" title=Text::TeachTitle>
            <Late page id="teach-late" view=move |part| (part.teach)(page, open, links) />
        </Dialog>
    }
    .into_any()
}

/// What is in the dialog, on tabs.
pub fn sections(page: Page, open: RwSignal<bool>, links: RwSignal<String>) -> AnyView {
    let chosen = RwSignal::new(0_usize);
    let names = SECTIONS.map(|text| Signal::derive(page.text(text)));
    let label = Signal::derive(move || page.text(Text::TeachSections)().to_owned());
    let section = move |index: usize| match index {
        0 => view! { <Lessons page open /> }.into_any(),
        1 => view! { <Begin page open /> }.into_any(),
        2 => view! { <Present page open /> }.into_any(),
        _ => view! { <Room page open links /> }.into_any(),
    };
    view! {
        <Tabs id="teach" label names chosen />
        {(0..SECTIONS.len()).map(|index| view! {
            <div
                role="tabpanel"
                class="teach-section"
                id=format!("teach-panel-{index}")
                aria-labelledby=format!("teach-tab-{index}")
                hidden=move || chosen.get() != index
            >
                <Show when=move || chosen.get() == index>{section(index)}</Show>
            </div>
        }).collect_view()}
    }
    .into_any()
}

/// Begins a prediction.
#[component]
fn Begin(page: Page, open: RwSignal<bool>) -> impl IntoView {
    let begin = move |_| {
        say(page, Guess::Switched(true));
        // no other place may go on showing what is to be guessed
        page.place.set(Place::Workbench);
        open.set(false);
        page.after_frame(|| browser::focus("predict"));
    };
    view! {
        <p>{page.text(Text::PredictIntro)}</p>
        <button class="tool primary" type="button" data-testid="predict-begin" on:click=begin>
            {page.text(Text::PredictBegin)}
        </button>
    }
    .into_any()
}

/// Begins presenting.
#[component]
fn Present(page: Page, open: RwSignal<bool>) -> impl IntoView {
    let begin = move |_| {
        open.set(false);
        presenter::say(page, Presenting::Switched(true));
    };
    view! {
        <p>{page.text(Text::PresentIntro)}</p>
        <button class="tool primary" type="button" data-testid="present" on:click=begin>
            {page.text(Text::PresentBegin)}
        </button>
    }
    .into_any()
}
