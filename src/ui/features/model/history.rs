//! The history of the document: what changed, when and why, and the last change once more.

use std::time::Duration;

use leptos::prelude::*;

use crate::ui::page::Page;
use crate::ui::runtime::frames::Pace;
use crate::ui::runtime::later;
use crate::ui::runtime::later::Life;
use crate::ui::widgets::box_text::BoxText;
use aftercast_app::features::documents::{Event as Shared, HistoryRow};
use aftercast_i18n::Text;

/// How long the state before the change is shown.
const BEFORE: Duration = Duration::from_millis(1500);

/// Most changes that the dialog of documents lists.
const LISTED: usize = 50;

/// All changes with their reasons, the latest first.
#[component]
pub fn History(page: Page) -> impl IntoView {
    let changes = page.derive_at(Pace::Calm, |app| app.documents().changes());
    let change = move |number: usize| {
        let row = numbered(changes, number);
        // the first state of all is no change
        let reason = (number > 0).then(|| view! { <Reason page row /> });
        view! {
            <li>
                <time>{move || row.with(|row| row.time.clone())}</time>
                <Row page row />
                {reason}
            </li>
        }
    };
    view! {
        <section class="history history-full" aria-label=page.text(Text::ShareHistory)>
            <p class="hint">{page.text(Text::HistoryHint)}</p>
            <header><Replay page /></header>
            <Show when=move || changes.with(|rows| rows.len() < 2)>
                <p class="nothing">{page.text(Text::HistoryNone)}</p>
            </Show>
            <ol data-testid="history">
                // a row stays while its reason is typed and when it is gone to, so that the focus does
                <For each=move || numbers(changes, usize::MAX) key=|number| *number children=change />
            </ol>
        </section>
    }
}

/// The numbers of the changes, the latest first; the state at the beginning has number 0.
fn numbers(changes: Memo<Vec<HistoryRow>>, most: usize) -> Vec<usize> {
    (0..changes.with(Vec::len)).rev().take(most).collect()
}

/// The change with a number, as long as there is one.
fn numbered(changes: Memo<Vec<HistoryRow>>, number: usize) -> Memo<HistoryRow> {
    Memo::new(move |before: Option<&HistoryRow>| {
        let now = changes.with(|rows| rows.iter().nth_back(number).cloned());
        now.or_else(|| before.cloned()).unwrap_or_default()
    })
}

/// Why a change was made.
#[component]
fn Reason(page: Page, row: Memo<HistoryRow>) -> impl IntoView {
    let text = BoxText::new(
        move || row.with(|row| row.reason.clone()),
        move |typed| page.send(Shared::Reasoned(row.with_untracked(|row| row.steps), typed)),
    );
    let change = move || row.with(|row| row.lines.join(" · "));
    view! {
        <input
            type="text"
            maxlength="200"
            autocomplete="off"
            placeholder=page.text(Text::HistoryReason)
            aria-label=page.text_with(Text::HistoryReasonOf, "change", change)
            data-testid="reason"
            node_ref=text.node()
            prop:value=move || text.shown()
            on:change=move |event| text.typed(&event)
        />
    }
}

/// The list of changes in the dialog of documents; a click leads to the state after one. `all` leads to the place with the reasons.
#[component]
pub fn Changes(page: Page, all: Callback<()>) -> impl IntoView {
    let changes = page.derive_at(Pace::Calm, |app| app.documents().changes());
    let change = move |number: usize| view! { <li><Row page row=numbered(changes, number) /></li> };
    view! {
        <section class="history" aria-labelledby="history-title">
            <header>
                <h3 id="history-title">{page.text(Text::ShareHistory)}</h3>
                <Replay page />
                <button class="tool outlined" type="button" data-testid="history-all" on:click=move |_| all.run(())>
                    {page.text(Text::HistoryAll)}
                </button>
            </header>
            <ol><For each=move || numbers(changes, LISTED) key=|number| *number children=change /></ol>
        </section>
    }
}

#[component]
fn Row(page: Page, row: Memo<HistoryRow>) -> impl IntoView {
    let steps = Memo::new(move |_| row.with(|row| row.steps));
    let mark = move || match steps.get() {
        0 => Some(Text::ShareHistoryNow),
        1.. => Some(Text::ShareHistoryUndone),
        _ => None,
    };
    view! {
        <button
            type="button"
            aria-current=move || (steps.get() == 0).then_some("step")
            data-undone=move || (steps.get() > 0).to_string()
            on:click=move |_| page.send(Shared::Travel(steps.get_untracked()))
        >
            <span>{move || row.with(|row| row.lines.join(" · "))}</span>
            {move || mark().map(|text| view! { <small>{page.text(text)}</small> })}
        </button>
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
