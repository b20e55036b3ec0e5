//! The class on the page of the teacher: the link that asks, the guesses out of the chat, the podium.

use leptos::ev;
use leptos::prelude::*;

use crate::ui::features::documents::{Code, CopyField};
use crate::ui::features::lessons::predict::say;
use crate::ui::features::lessons::scan::ScanButton;
use crate::ui::page::Page;
use crate::ui::runtime::browser;
use crate::ui::runtime::frames::Pace;
use crate::ui::runtime::later;
use crate::ui::runtime::later::Life;
use aftercast_app::features::lessons::podium::Standing;
use aftercast_app::features::lessons::predict::Event as Guess;
use aftercast_app::features::lessons::reveal::PredictView;
use aftercast_i18n::Text;

/// The link and its code for every phone.
#[component]
pub fn Join(page: Page) -> impl IntoView {
    let class = page.derive_at(Pace::Calm, |app| app.lessons().class_link(&browser::address()));
    let link = Signal::derive(move || class.with(|c| c.link.clone()));
    let code = Signal::derive(move || class.with(|c| c.code.clone()));
    view! {
        <div class="join" data-testid="join">
            <Code page code id="class-qr" title=Text::ClassJoin />
            <CopyField page id="class-link" label=Text::ShareLink rows=3 text=link />
        </div>
    }
    .into_any()
}

/// How many guesses there are, and the box that takes more.
#[component]
pub fn Collect(page: Page, view: Memo<Option<PredictView>>) -> impl IntoView {
    let count = Memo::new(move |_| view.with(|v| v.as_ref().map(|v| v.count.clone()).unwrap_or_default()));
    let node = NodeRef::<leptos::html::Textarea>::new();
    let life = Life::here();
    let take = move || {
        let Some(input) = node.get_untracked() else { return };
        let text = input.value();
        if !text.trim().is_empty() {
            // the guesses stand in the links: they are not to be read off the wall
            input.set_value("");
            say(page, Guess::Pasted(text));
        }
    };
    let pasted = move |_: ev::Event| later::soon(life, take);
    view! {
        <div class="collect">
            <p class="count" aria-live="polite" data-testid="guess-count">{move || count.get()}</p>
            <label for="class-paste">{page.text(Text::ClassPaste)}</label>
            <div class="collect-box">
                <textarea id="class-paste" rows="1" spellcheck="false" data-testid="class-paste" node_ref=node on:paste=move |event| pasted(event.into())></textarea>
                <button class="tool outlined" type="button" data-testid="class-read" on:click=move |_| take()>{page.text(Text::ClassRead)}</button>
                <ScanButton page view />
            </div>
            <Told page view />
        </div>
    }
    .into_any()
}

/// What is to be known of the guesses.
#[component]
pub fn Told(page: Page, view: Memo<Option<PredictView>>) -> impl IntoView {
    let told = Memo::new(move |_| view.with(|v| v.as_ref().map(|v| v.told.clone()).unwrap_or_default()));
    move || {
        let lines = told.get();
        (!lines.is_empty()).then(|| {
            view! {
                <ul class="told" tabindex="0" aria-label=page.text(Text::RoomProblems) data-testid="class-told">{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            }
        })
    }
}

/// Everybody by points over the rounds, and teams.
#[component]
pub fn Podium(page: Page, view: Memo<Option<PredictView>>) -> impl IntoView {
    let of = move |of: fn(&PredictView) -> &Vec<Standing>| {
        view.with(|v| v.as_ref().map(|v| of(v).clone()).unwrap_or_default())
    };
    let (people, teams) = (Memo::new(move |_| of(|v| &v.people)), Memo::new(move |_| of(|v| &v.teams)));
    let rounds = Memo::new(move |_| view.with(|v| v.as_ref().map_or(0, |v| v.rounds)));
    let by_word = Memo::new(move |_| view.with(|v| v.as_ref().is_some_and(|v| v.teams_by_word)));
    let some = Memo::new(move |_| !people.with(Vec::is_empty));
    let list = move |title: Text, test: &'static str, standings: Memo<Vec<Standing>>| {
        let row = move |standing: Standing| {
            let points =
                move || Text::ClassPoints.with(page.locale.get(), &[("points", &format!("{:.0}", standing.points))]);
            view! {
                <li data-rank=standing.rank.to_string()>
                    <b>{standing.rank}</b> <span>{standing.name}</span> <span class="points">{points}</span>
                </li>
            }
        };
        view! {
            <section>
                <h3>{page.text(title)}</h3>
                <ol data-testid=test>{move || standings.get().into_iter().map(row).collect_view()}</ol>
            </section>
        }
    };
    view! {
        <Show when=move || some.get()>
            <div class="podium">
                <p class="hint">{page.text_with(Text::ClassRound, "count", move || rounds.get().to_string())}</p>
                {list(Text::ClassPeople, "podium", people)}
                <Show when=move || !teams.with(Vec::is_empty)>{list(Text::ClassTeamsTitle, "teams", teams)}</Show>
                <label class="by-word">
                    <input
                        type="checkbox"
                        data-testid="teams-by-word"
                        prop:checked=move || by_word.get()
                        on:change=move |event| say(page, Guess::TeamsByWord(event_target_checked(&event)))
                    />
                    {page.text(Text::ClassTeams)}
                </label>
                <p class="hint">{page.text(Text::ClassPointsHint)}</p>
            </div>
        </Show>
    }
    .into_any()
}

/// A button that takes guesses away: where there are some, it is pressed twice.
#[component]
pub fn Sure(
    page: Page,
    view: Memo<Option<PredictView>>,
    text: Text,
    test: &'static str,
    event: fn() -> Guess,
) -> impl IntoView {
    let armed = RwSignal::new(false);
    let press = move |_| {
        let lost = view.with_untracked(|v| v.as_ref().is_some_and(|v| v.would_be_lost));
        if lost && !armed.get_untracked() {
            return armed.set(true);
        }
        armed.set(false);
        say(page, event());
    };
    view! {
        <button class="tool outlined" type="button" data-testid=test on:click=press on:blur=move |_| {
            let _ = armed.try_set(false);
        }>
            {move || if armed.get() { Text::PredictLost } else { text }.to(page.locale.get())}
        </button>
    }
    .into_any()
}
