//! The room table: links in, the policies of all participants on one chart and in one table, whose rows are sorted and open.

use leptos::prelude::*;

use crate::ui::features::charts::chart_panel::Panel;
use crate::ui::page::{Page, Place};
use crate::ui::runtime::browser;
use crate::ui::runtime::frames::Pace;
use crate::ui::runtime::later;
use crate::ui::runtime::later::Life;
use crate::ui::runtime::steady::Steady;
use crate::ui::widgets::chart_canvas::CanvasChart;
use crate::ui::widgets::chart_canvas::ChartCanvas;
use crate::ui::widgets::spoken::Spoken;
use aftercast_app::features::lessons::Event as Teach;
use aftercast_app::features::lessons::room::{EntryPosition, Event as Seats, KEY, RoomView};
use aftercast_i18n::Text;
use aftercast_plot::intervals::Intervals;

fn say(page: Page, event: Seats) {
    page.send(Teach::Room(event));
}

/// The section of the dialog; what was read stays while the tab is open.
#[component]
pub fn Room(page: Page, open: RwSignal<bool>, links: RwSignal<String>) -> impl IntoView {
    let (view, life) = (page.derive_at(Pace::Frame, |app| app.lessons().room_view()), Life::here());
    let some = Memo::new(move |_| view.with(Option::is_some));
    let read = move || say(page, Seats::Read(links.get_untracked()));
    if links.with_untracked(String::is_empty) {
        // the page was loaded anew
        if let Some(kept) = browser::remembered_in_tab(KEY).filter(|_| !some.get_untracked()) {
            say(page, Seats::Found(kept));
        }
        links.set(page.ask(|app| app.lessons().room_links().to_owned()));
    }
    view! {
        <p>{page.text(Text::RoomIntro)}</p>
        <div class="copy-field">
            <label for="room-links">{page.text(Text::RoomLinks)}</label>
            <textarea
                id="room-links"
                rows="6"
                spellcheck="false"
                prop:value=move || links.get()
                on:input=move |event| links.set(event_target_value(&event))
                // after the box has taken it
                on:paste=move |_| later::soon(life, read)
            ></textarea>
        </div>
        <div class="dialog-actions">
            <button class="tool primary" type="button" data-testid="room-read" on:click=move |_| read()>{page.text(Text::RoomRead)}</button>
            <Show when=move || some.get()>
                <button
                    class="tool outlined"
                    type="button"
                    data-testid="room-clear"
                    on:click=move |_| {
                        links.set(String::new());
                        say(page, Seats::Cleared);
                    }
                >
                    {page.text(Text::RoomClear)}
                </button>
                <Copy page />
            </Show>
        </div>
        <Show when=move || some.get()>
            <Progress view />
            <Problems page view />
            <Everybody page open view />
        </Show>
    }
    .into_any()
}

#[component]
fn Copy(page: Page) -> impl IntoView {
    let (copied, life) = (RwSignal::new(None::<bool>), Life::here());
    let words = move || match copied.get() {
        Some(true) => Text::RoomCopied,
        Some(false) => Text::ShareCopyRefused,
        None => Text::RoomCopy,
    };
    let copy = move |_| {
        let text = page.ask(|app| app.lessons().room_csv());
        browser::copy(life, &text, move |done| copied.set(Some(done)));
    };
    view! {
        <button class="tool outlined" type="button" data-testid="room-copy" on:click=copy on:blur=move |_| copied.set(None)>
            <Steady page all=[Text::RoomCopy, Text::ShareCopied, Text::ShareCopyRefused] shown=words />
        </button>
    }
    .into_any()
}

#[component]
fn Progress(view: Memo<Option<RoomView>>) -> impl IntoView {
    let get = move |of: fn(&RoomView) -> f64| view.with(|v| v.as_ref().map_or(0.0, of));
    let words = Memo::new(move |_| view.with(|v| v.as_ref().map(|v| v.progress.clone()).unwrap_or_default()));
    let spoken = Memo::new(move |_| Some(words.get()));
    view! {
        <p class="room-progress" data-testid="room-progress">
            <progress
                aria-label=move || words.get()
                prop:max=move || get(|v| v.total as f64).max(1.0)
                prop:value=move || get(|v| v.done as f64)
            ></progress>
            {move || words.get()}
        </p>
        <Spoken text=spoken />
    }
    .into_any()
}

#[component]
fn Problems(page: Page, view: Memo<Option<RoomView>>) -> impl IntoView {
    let problems = Memo::new(move |_| view.with(|v| v.as_ref().map(|v| v.problems.clone()).unwrap_or_default()));
    move || {
        let lines = problems.get();
        (!lines.is_empty()).then(|| {
            view! {
                <div class="error" data-testid="room-problems">
                    <p>{page.text(Text::RoomProblems)}</p>
                    <ul>{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
                </div>
            }
            .into_any()
        })
    }
}

/// Chart, table and explanation.
#[component]
fn Everybody(page: Page, open: RwSignal<bool>, view: Memo<Option<RoomView>>) -> impl IntoView {
    let size = RwSignal::new((800.0, 200.0));
    let frame = page.derive_at(Pace::Calm, move |app| app.lessons().room_chart(size.get().0));
    let title = Memo::new(move |_| frame.with(|f| f.title.clone()));
    let height = Memo::new(move |_| frame.with(|f| Intervals::height(f.readouts.len())));
    let body = Callback::new(move |picture: Memo<CanvasChart>| {
        view! {
            <div class="room-chart" style=("--height", move || format!("{:.0}px", height.get()))>
                <ChartCanvas locale=page.locale title size picture />
            </div>
        }
        .into_any()
    });
    let rows = Callback::new(move |()| view! { <Rows page open view /> }.into_any());
    view! { <Panel page id="room" frame size draw=Intervals::chart body rows /> }.into_any()
}

/// The table: a press on the head of a column sorts by it, a press on a row opens its policy.
#[component]
fn Rows(page: Page, open: RwSignal<bool>, view: Memo<Option<RoomView>>) -> impl IntoView {
    let caption = Memo::new(move |_| view.with(|v| v.as_ref().map(|v| v.table.caption.clone()).unwrap_or_default()));
    let heads = Memo::new(move |_| view.with(|v| v.as_ref().map(|v| v.table.columns.clone()).unwrap_or_default()));
    let sorted = Memo::new(move |_| view.with(|v| v.as_ref().and_then(|v| v.sorted)));
    let rows = Memo::new(move |_| {
        view.with(|v| v.as_ref().map(|v| v.positions.iter().copied().zip(v.table.rows.clone()).collect::<Vec<_>>()))
            .unwrap_or_default()
    });
    let order = move |column: usize| {
        let descending = sorted.get().filter(|(by, _)| *by == column).map(|(_, descending)| descending);
        descending.map(|descending| if descending { "descending" } else { "ascending" })
    };
    let show = move |position: EntryPosition| {
        open.set(false);
        page.place.set(Place::Workbench);
        say(page, Seats::Opened(position));
        page.after_frame(|| browser::focus("result"));
    };
    let head = move |(column, name): (usize, String)| {
        view! {
            <th scope="col" aria-sort=move || order(column)>
                <button type="button" on:click=move |_| say(page, Seats::Sorted(column))>{name}</button>
            </th>
        }
    };
    let row = move |(position, cells): (EntryPosition, Vec<String>)| {
        let cell = move |(column, text): (usize, String)| match column {
            0 => view! { <th scope="row">{text}</th> }.into_any(),
            1 => view! {
                <td>
                    // the row takes the click
                    <button class="room-open" type="button" title=page.text(Text::RoomOpen)>{text}</button>
                </td>
            }
            .into_any(),
            _ => view! { <td>{text}</td> }.into_any(),
        };
        view! {
            <tr data-testid="room-row" on:click=move |_| show(position)>
                {cells.into_iter().enumerate().map(cell).collect_view()}
            </tr>
        }
    };
    view! {
        <div class="table-scroll sorts room-table" role="region" tabindex="0" aria-label=move || caption.get()>
            <table>
                <caption class="for-readers">{move || caption.get()}</caption>
                <thead><tr>{move || heads.get().into_iter().enumerate().map(head).collect_view()}</tr></thead>
                <tbody>{move || rows.get().into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
