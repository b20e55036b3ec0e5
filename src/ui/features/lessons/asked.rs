//! The page of a reader who was asked by a link, on the own phone: the guess first, then the link that brings it to the class.

use leptos::prelude::*;

use crate::ui::features::documents::{Code, CopyField};
use crate::ui::features::lessons::guesses::Line;
use crate::ui::features::lessons::predict::say;
use crate::ui::page::Page;
use crate::ui::runtime::browser;
use aftercast_app::features::lessons::predict::{Event as Guess, PHONE, TypedGuess};
use aftercast_app::features::lessons::reveal::PredictView;
use aftercast_i18n::Text;

/// The mark of this phone, made when it guesses first.
fn phone() -> String {
    let known = browser::remembered(PHONE).filter(|mark| (1..=8).contains(&mark.len()));
    known.unwrap_or_else(|| {
        let digit = |_| char::from_digit((js_sys::Math::random() * 36.0) as u32, 36).unwrap_or('0');
        let made: String = (0..5).map(digit).collect();
        browser::remember(PHONE, &made);
        made
    })
}

/// The question with its form, the guess as a link, the outcome.
pub fn panel(page: Page, view: Memo<Option<PredictView>>) -> AnyView {
    // who guesses in a second round is called the same
    let (name, team) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let get = move |of: fn(&PredictView) -> bool| view.with(|v| v.as_ref().is_some_and(of));
    let stage = Memo::new(move |_| (get(|v| v.own_guess.is_some()), get(|v| v.revealed)));
    let lines = move |of: fn(&PredictView) -> &Vec<String>| {
        let lines = view.with(|v| v.as_ref().map(|v| of(v).clone()).unwrap_or_default());
        lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()
    };
    view! {
        <section class="panel predict asked" id="predict" tabindex="-1" aria-labelledby="predict-title" data-testid="asked">
            <h2 id="predict-title">{page.text(Text::PredictTitle)}</h2>
            <p class="question">{move || view.with(|v| v.as_ref().map(|v| v.question.clone()))}</p>
            <div class="hint moved">{move || lines(|v| &v.moved)}</div>
            <div aria-live="polite" class="gap" data-testid="predict-gap">{move || lines(|v| &v.gap)}</div>
            {move || match stage.get() {
                (false, false) => view! { <Form page view name team /> }.into_any(),
                (_, false) => view! { <Sent page view /> }.into_any(),
                (_, true) => view! {
                    <Line page view />
                    <Show when=move || get(|v| v.has_next)>
                        <button class="tool outlined" type="button" data-testid="predict-next" on:click=move |_| say(page, Guess::Next)>
                            {page.text(Text::PredictNext)}
                        </button>
                    </Show>
                }.into_any(),
            }}
        </section>
    }
    .into_any()
}

#[component]
fn Form(page: Page, view: Memo<Option<PredictView>>, name: RwSignal<String>, team: RwSignal<String>) -> impl IntoView {
    let number = NodeRef::<leptos::html::Input>::new();
    let refused = Memo::new(move |_| view.with(|v| v.as_ref().and_then(|v| v.refused.clone())));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = number.get_untracked().map(|input| input.value()).unwrap_or_default();
        let (name, team) = (name.get_untracked(), team.get_untracked());
        say(page, Guess::GuessTyped(TypedGuess { name, team, typed, phone: phone() }));
    };
    let word = move |label: Text, id: &'static str, value: RwSignal<String>| {
        view! {
            <label>
                {page.text(label)}
                <input
                    type="text"
                    autocomplete="off"
                    maxlength="40"
                    data-testid=id
                    prop:value=move || value.get()
                    on:input=move |event| value.set(event_target_value(&event))
                />
            </label>
        }
    };
    view! {
        <form class="put-down" on:submit=submit novalidate>
            <label>
                {page.text(Text::PredictYourNumber)}
                <input
                    class="of-hundred"
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    data-testid="asked-number"
                    aria-invalid=move || refused.with(Option::is_some).to_string()
                    aria-describedby="predict-error"
                    node_ref=number
                />
            </label>
            {word(Text::PredictOwnName, "asked-name", name)}
            {word(Text::PredictTeam, "asked-team", team)}
            <button class="tool primary" type="submit" data-testid="asked-submit">{page.text(Text::PredictPut)}</button>
            <p class="error" id="predict-error" role="alert">{move || refused.get().map(|(_, why)| why)}</p>
        </form>
    }
    .into_any()
}

/// The guess as a code and a link, and what comes after the class has revealed.
#[component]
fn Sent(page: Page, view: Memo<Option<PredictView>>) -> impl IntoView {
    let guess = Memo::new(move |_| view.with(|v| v.as_ref().and_then(|v| v.own_guess.clone()).unwrap_or_default().0));
    let own = page.derive(|app| app.lessons().guess_link(&browser::address()));
    let link = Signal::derive(move || own.with(|a| a.as_ref().map(|a| a.link.clone()).unwrap_or_default()));
    let code = Signal::derive(move || own.with(|a| a.as_ref().and_then(|a| a.code.clone())));
    view! {
        <p class="sent" role="status">{page.text_with(Text::PredictThanks, "guess", move || guess.get())}</p>
        <Code page code id="guess-qr" title=Text::ClassShowCode />
        <CopyField page id="guess-link" label=Text::PredictCode rows=3 text=link />
        <div class="predict-tools">
            <button class="tool outlined" type="button" on:click=move |_| say(page, Guess::Reopened)>{page.text(Text::PredictChange)}</button>
            <button class="tool outlined" type="button" data-testid="asked-show" on:click=move |_| say(page, Guess::Revealed(true))>
                {page.text(Text::PredictShow)}
            </button>
        </div>
        <p class="hint">{page.text(Text::PredictWaitClass)}</p>
    }
    .into_any()
}
