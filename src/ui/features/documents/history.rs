//! The history of the document, and the last change once more.

use std::time::Duration;

use leptos::prelude::*;

use crate::ui::page::Page;
use crate::ui::runtime::later;
use crate::ui::runtime::later::Life;
use aftercast_app::features::documents::{Event as Shared, HistoryRow};
use aftercast_i18n::Text;

/// How long the state before the change is shown.
const BEFORE: Duration = Duration::from_millis(1500);

/// The list of changes; a click leads to the state after one.
#[component]
pub fn Changes(page: Page) -> impl IntoView {
    let changes = page.derive(|app| app.documents().changes());
    let rows = move || changes.get().into_iter().map(|row| view! { <Row page row /> }).collect_view();
    view! {
        <section class="history" aria-labelledby="history-title">
            <header>
                <h3 id="history-title">{page.text(Text::ShareHistory)}</h3>
                <Replay page />
            </header>
            <ol>{rows}</ol>
        </section>
    }
}

#[component]
fn Row(page: Page, row: HistoryRow) -> impl IntoView {
    let steps = row.steps;
    let mark = match steps {
        0 => Some(Text::ShareHistoryNow),
        1.. => Some(Text::ShareHistoryUndone),
        _ => None,
    };
    view! {
        <li>
            <button
                type="button"
                aria-current=(steps == 0).then_some("step")
                data-undone=(steps > 0).to_string()
                on:click=move |_| page.send(Shared::Travel(steps))
            >
                <span>{row.lines.join(" · ")}</span>
                {mark.map(|text| view! { <small>{page.text(text)}</small> })}
            </button>
        </li>
    }
}

/// Takes the last change back and brings it again, so that the class sees what it does.
#[component]
fn Replay(page: Page) -> impl IntoView {
    let able = page.derive(|app| app.session().history().0);
    let showing = RwSignal::new(None::<Text>);
    let dialog = move || document().get_element_by_id("documents-dialog");
    let play = move |_| {
        if !able.get_untracked() || showing.get_untracked() == Some(Text::ShareReplayBefore) {
            return;
        }
        showing.set(Some(Text::ShareReplayBefore));
        // the result behind the dialog is what is to be seen
        let veil = move |on: &str| drop(dialog().map(|d| d.set_attribute("data-replay", on)));
        veil("true");
        let position = page.ask(|app| app.documents().changes().len());
        page.send(Shared::Travel(-1));
        // the change comes again, even where the dialog has been closed meanwhile
        let again = move || {
            // a change made meanwhile has forgotten what was taken back
            if page.ask(|app| app.session().history().1 && app.documents().changes().len() == position) {
                page.send(Shared::Travel(1));
            }
            veil("false");
            let _ = showing.try_set(Some(Text::ShareReplayAfter));
        };
        if later::after(Life::of_the_page(), BEFORE, again).is_none() {
            again();
        }
    };
    view! {
        <button class="tool outlined" type="button" aria-disabled=move || (!able.get()).to_string() data-testid="replay" on:click=play>
            {page.text(Text::ShareReplay)}
        </button>
        <span class="hint" role="status">{move || showing.get().map(|text| text.to(page.locale.get()))}</span>
    }
}
