//! The draws: how many there are and how certain that makes the figure; it opens the choice of their number.

use leptos::prelude::*;

use crate::ui::page::Page;
use crate::ui::runtime::late::Late;
use crate::ui::widgets::popover::Opened;
use crate::ui::widgets::popover::Popover;
use aftercast_app::event::Event;
use aftercast_app::features::policies::Headline as Sentence;
use aftercast_i18n::Text;

/// "1 024 draws, figure ±1" with a line that fills while the run goes on.
#[component]
pub fn Draws(page: Page, sentence: Memo<Sentence>, opened: Opened) -> impl IntoView {
    view! {
        <button
            type="button"
            class="draws"
            data-testid="draws"
            data-done=move || sentence.with(|s| s.progress >= 1.0).to_string()
            title=move || page.text(sentence.with(|s| match s.stale {
                true => Text::UiStale,
                false if s.verified => Text::VerifiedLine,
                false => Text::UiDraws,
            }))()
            aria-haspopup="dialog"
            aria-expanded=move || opened.is(0).to_string()
            on:click=move |event| opened.toggle(0, &event)
        >
            <span
                class="draws-done"
                aria-hidden="true"
                style=("--share", move || format!("{}", sentence.with(|s| s.progress)))
            ></span>
            {move || sentence.with(|s| s.draws.clone())}
        </button>
        <Show when=move || sentence.with(|s| s.stale)>
            " "
            <span class="stale">{page.text(Text::UiStale)}</span>
        </Show>
    }
}

/// The popover of the choice.
#[component]
pub fn DrawsEditor(page: Page, opened: Opened) -> impl IntoView {
    view! {
        <Popover page opened which=0 label=Signal::derive(move || page.text(Text::UiDraws)().to_owned())>
            <Late page id="draws-late" view=move |part| (part.draws)(page) />
        </Popover>
    }
}

/// The choice: a number, or until the figures are certain enough. A late part of the program.
pub fn choice(page: Page) -> AnyView {
    let control = page.derive(|app| app.session().draws_control());
    let options = Memo::new(move |_| control.with(|c| c.options.clone()));
    view! {
        <div class="goal-editor" data-testid="draws-editor">
            <label for="draws-choice">{page.text(Text::UiDraws)}</label>
            <select
                id="draws-choice"
                aria-describedby="draws-explained"
                prop:value=move || control.with(|c| c.chosen.to_string())
                on:change=move |event| {
                    if let Ok(index) = event_target_value(&event).parse() {
                        page.send(Event::DrawsChosen(index));
                    }
                }
            >
                {move || options.get().into_iter().enumerate().map(|(index, name)| view! {
                    <option value=index.to_string() selected=control.with_untracked(|c| c.chosen == index)>{name}</option>
                }).collect_view()}
            </select>
            <p class="hint" id="draws-explained">{move || control.with(|c| c.explain.clone())}</p>
        </div>
    }
    .into_any()
}
