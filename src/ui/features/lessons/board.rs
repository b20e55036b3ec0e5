//! Twenty dots over the axis of the net gain: put by pointer or by keyboard, and shown against the model's.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::ui::features::lessons::predict::say;
use crate::ui::page::Page;
use crate::ui::runtime::browser;
use crate::ui::widgets::spoken::Spoken;
use aftercast_app::features::lessons::predict::{COLUMNS, Event as Guess};
use aftercast_app::features::lessons::reveal::{Column, PredictView};
use aftercast_i18n::Text;

/// The board; the model's dots hang below the axis once revealed.
#[component]
pub fn Board(page: Page, view: Memo<Option<PredictView>>) -> impl IntoView {
    let columns = Memo::new(move |_| view.with(|v| v.as_ref().map(|v| v.columns.clone()).unwrap_or_default()));
    let revealed = Memo::new(move |_| view.with(|v| v.as_ref().is_some_and(|v| v.revealed && v.at.is_some())));
    let slot = page.derive(|app| crate::ui::slot(app.session().selected()));
    // one stop of the Tab key; arrows lead from column to column
    let at = RwSignal::new(COLUMNS / 2);
    let placed = Memo::new(move |_| view.with(|v| v.as_ref().map(|v| v.placed.clone())));
    view! {
        <div class="board" role="group" aria-label=page.text(Text::PredictBoard) data-slot=move || slot.get() data-testid="board">
            {(0..COLUMNS).map(|index| column(page, columns, revealed, at, index)).collect_view()}
        </div>
        {move || if revealed.get() {
            view! {
                <p class="board-key hint">
                    <span><i class="dot"></i>{page.text(Text::PredictYours)}</span>
                    <span><i class="dot model"></i>{page.text(Text::PredictModel)}</span>
                </p>
            }.into_any()
        } else {
            view! { <p class="hint">{move || placed.get()}</p> <Spoken text=placed /> }.into_any()
        }}
    }
    .into_any()
}

fn column(page: Page, columns: Memo<Vec<Column>>, revealed: Memo<bool>, at: RwSignal<usize>, index: usize) -> AnyView {
    let this = Memo::new(move |_| columns.with(|all| all.get(index).cloned()));
    let get = move |of: fn(&Column) -> String| this.with(|c| c.as_ref().map(of).unwrap_or_default());
    let count = move |of: fn(&Column) -> u8| this.with(|c| c.as_ref().map_or(0, of));
    let dot = move |put: bool| {
        at.set(index);
        if !revealed.get_untracked() {
            say(page, Guess::Dot(index, put));
        }
    };
    let pressed = move |event: KeyboardEvent| {
        let to = match event.key().as_str() {
            "ArrowUp" | "+" => return act(&event, || dot(true)),
            "ArrowDown" | "-" | "Delete" | "Backspace" => return act(&event, || dot(false)),
            "ArrowLeft" => index.saturating_sub(1),
            "ArrowRight" => (index + 1).min(COLUMNS - 1),
            "Home" => 0,
            "End" => COLUMNS - 1,
            _ => return,
        };
        act(&event, || {
            at.set(to);
            browser::focus(&format!("column-{to}"));
        });
    };
    // a dot takes itself away, the space above puts another
    let dots = move || {
        let taken = move |event: leptos::ev::MouseEvent| {
            event.stop_propagation();
            dot(false);
        };
        (0..count(|c| c.dots)).map(|_| view! { <i class="dot" on:click=taken></i> }).collect_view()
    };
    view! {
        <div
            class="board-column"
            role="spinbutton"
            id=format!("column-{index}")
            tabindex=move || if at.get() == index { "0" } else { "-1" }
            aria-label=move || get(|c| c.label.clone())
            aria-valuemin="0"
            aria-valuemax="20"
            aria-valuenow=move || count(|c| c.dots).to_string()
            aria-valuetext=move || get(|c| c.said.clone())
            title=move || get(|c| c.label.clone())
            data-middle=(index == COLUMNS / 2).to_string()
            on:keydown=pressed
            on:click=move |_| dot(true)
        >
            <span class="stack">{dots}</span>
            <span class="stack below">
                {move || (0..count(|c| c.model)).map(|_| view! { <i class="dot model"></i> }).collect_view()}
            </span>
            <span class="board-tick">{move || get(|c| c.tick.clone())}</span>
        </div>
    }
    .into_any()
}

fn act(event: &KeyboardEvent, f: impl FnOnce()) {
    event.prevent_default();
    f();
}
