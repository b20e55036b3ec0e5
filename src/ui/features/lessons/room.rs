//! The room table: links in, the policies of all participants in one table and on one chart.

use leptos::prelude::*;

use crate::ui::features::charts::chart_panel::Panel;
use crate::ui::page::Page;
use crate::ui::runtime::browser;
use crate::ui::runtime::frames::Pace;
use crate::ui::runtime::later::Life;
use crate::ui::runtime::steady::Steady;
use crate::ui::widgets::chart_canvas::CanvasChart;
use crate::ui::widgets::chart_canvas::ChartCanvas;
use crate::ui::widgets::spoken::Spoken;
use aftercast_app::features::lessons::Event as Teach;
use aftercast_app::features::lessons::room::{Event as Seats, RoomView};
use aftercast_i18n::Text;
use aftercast_plot::intervals::Intervals;

fn say(page: Page, event: Seats) {
    page.send(Teach::Room(event));
}

/// The section of the dialog; what was read stays while the page is open.
#[component]
pub fn Room(page: Page, links: RwSignal<String>) -> impl IntoView {
    let view = page.derive_at(Pace::Frame, |app| app.lessons().room_view());
    let some = Memo::new(move |_| view.with(Option::is_some));
    let read = move |_| say(page, Seats::Read(links.get_untracked()));
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
            ></textarea>
        </div>
        <div class="dialog-actions">
            <button class="tool primary" type="button" data-testid="room-read" on:click=read>{page.text(Text::RoomRead)}</button>
            <Show when=move || some.get()>
                <button class="tool outlined" type="button" on:click=move |_| say(page, Seats::Cleared)>{page.text(Text::RoomClear)}</button>
                <Copy page />
            </Show>
        </div>
        <Show when=move || some.get()>
            <Progress view />
            <Problems page view />
            <Everybody page />
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
fn Everybody(page: Page) -> impl IntoView {
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
    view! { <Panel page id="room" frame size draw=Intervals::chart body /> }.into_any()
}
