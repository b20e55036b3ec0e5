//! Predict, then reveal: the place of the result while it is hidden, and the gap once it is shown.

use leptos::prelude::*;

use crate::ui::features::lessons::asked;
use crate::ui::features::lessons::board::Board;
use crate::ui::features::lessons::class::{Collect, Join, Podium, Sure};
use crate::ui::features::lessons::guesses::Guesses;
use crate::ui::features::lessons::guesses::Line;
use crate::ui::page::Page;
use crate::ui::runtime::late::Late;
use crate::ui::runtime::steady::Steady;
use aftercast_app::features::lessons::Event as Teach;
use aftercast_app::features::lessons::predict::Event as Guess;
use aftercast_app::features::lessons::reveal::PredictView;
use aftercast_i18n::Text;

/// Says something to the prediction.
pub fn say(page: Page, event: Guess) {
    page.send(Teach::Predict(event));
}

/// The prediction; nothing where none is under way.
#[component]
pub fn Predict(page: Page) -> impl IntoView {
    let on = page.derive(|app| app.lessons().predicting());
    move || on.get().then(|| view! { <Late page id="predict-late" view=move |part| (part.predict)(page) /> })
}

/// A prediction that is under way: of a class, or of a reader who was asked.
pub fn panel(page: Page) -> AnyView {
    // what it shows is made in the late part alone
    let view = page.derive(|app| app.lessons().prediction());
    let asked = Memo::new(move |_| view.with(|v| v.as_ref().is_some_and(|v| v.asked)));
    view! {
        {move || match asked.get() {
            true => asked::panel(page, view),
            false => leading(page, view),
        }}
    }
    .into_any()
}

/// What a teacher leads a class with.
fn leading(page: Page, view: Memo<Option<PredictView>>) -> AnyView {
    let get = move |of: fn(&PredictView) -> bool| view.with(|v| v.as_ref().is_some_and(of));
    let (revealed, dots) = (Memo::new(move |_| get(|v| v.revealed)), Memo::new(move |_| get(|v| v.by_dots)));
    view! {
        <section class="panel predict" id="predict" tabindex="-1" aria-labelledby="predict-title" data-testid="predict">
            <header>
                <h2 id="predict-title">{page.text(Text::PredictTitle)}</h2>
                <div class="predict-tools">
                    <Kind page dots />
                    <Sure page view text=Text::PredictAgain test="predict-restart" event=|| Guess::Again />
                    <Sure page view text=Text::PredictEnd test="predict-end" event=|| Guess::Switched(false) />
                </div>
            </header>
            <Asked view />
            <div class="class-round">
                <div>
                    <Outcome page view />
                    <PutDown page view />
                    <Collect page view />
                    <Guesses page view />
                    <Reveal page view />
                </div>
                {move || match revealed.get() {
                    true => view! { <Podium page view /> }.into_any(),
                    false => view! { <Join page /> }.into_any(),
                }}
            </div>
        </section>
    }
    .into_any()
}

/// The question, and what the policy moves.
#[component]
pub fn Asked(view: Memo<Option<PredictView>>) -> impl IntoView {
    let moved = Memo::new(move |_| view.with(|v| v.as_ref().map(|v| v.moved.clone()).unwrap_or_default()));
    view! {
        <p class="question" data-testid="question">{move || view.with(|v| v.as_ref().map(|v| v.question.clone()))}</p>
        <div class="hint moved">{move || moved.get().into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}</div>
    }
}

/// The gap in words, and the guesses as dots on the axis of the outcome.
#[component]
pub fn Outcome(page: Page, view: Memo<Option<PredictView>>) -> impl IntoView {
    let dots = Memo::new(move |_| view.with(|v| v.as_ref().is_some_and(|v| v.by_dots)));
    let gap = move || {
        let lines = view.with(|v| v.as_ref().map(|v| v.gap.clone()).unwrap_or_default());
        lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()
    };
    view! {
        <div aria-live="polite" class="gap" data-testid="predict-gap">{gap}</div>
        {move || if dots.get() {
            view! { <Board page view /> }.into_any()
        } else {
            view! { <Line page view /> }.into_any()
        }}
    }
}

/// Shows the result, or why there is none to show; and goes on to the next round.
#[component]
pub fn Reveal(page: Page, view: Memo<Option<PredictView>>) -> impl IntoView {
    let get = move |of: fn(&PredictView) -> bool| view.with(|v| v.as_ref().is_some_and(of));
    let (ready, revealed) = (Memo::new(move |_| get(|v| v.ready)), Memo::new(move |_| get(|v| v.revealed)));
    let words = move || if revealed.get() { Text::PredictHide } else { Text::PredictReveal };
    let switch = move |_| say(page, Guess::Revealed(!revealed.get_untracked()));
    move || {
        match ready.get() {
        false => view! { <p class="hint">{page.text(Text::PredictWait)}</p> }.into_any(),
        true => view! {
            <div class="predict-tools">
                <button class="tool primary reveal" type="button" data-testid="reveal" on:click=switch>
                    <Steady page all=[Text::PredictHide, Text::PredictReveal] shown=words />
                </button>
                <Show when=move || revealed.get()>
                    <button class="tool outlined reveal" type="button" data-testid="predict-again" on:click=move |_| say(page, Guess::Next)>
                        {page.text(Text::PredictNext)}
                    </button>
                </Show>
            </div>
        }
        .into_any(),
    }
    }
}

/// A number or dots.
#[component]
fn Kind(page: Page, dots: Memo<bool>) -> impl IntoView {
    let button = move |text: Text, by_dots: bool| {
        view! {
            <button
                type="button"
                aria-pressed=move || (dots.get() == by_dots).to_string()
                on:click=move |_| say(page, Guess::ByDots(by_dots))
            >
                {page.text(text)}
            </button>
        }
    };
    view! {
        <div class="segmented" role="group" aria-label=page.text(Text::PredictKind)>
            {button(Text::PredictByNumber, false)}
            {button(Text::PredictByDots, true)}
        </div>
    }
    .into_any()
}

/// Name, number where it is one, and the button that puts the guess down.
#[component]
fn PutDown(page: Page, view: Memo<Option<PredictView>>) -> impl IntoView {
    let name = NodeRef::<leptos::html::Input>::new();
    let number = NodeRef::<leptos::html::Input>::new();
    let dots = Memo::new(move |_| view.with(|v| v.as_ref().is_some_and(|v| v.by_dots)));
    let refused = Memo::new(move |_| view.with(|v| v.as_ref().and_then(|v| v.refused.clone())));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = |node: NodeRef<leptos::html::Input>| node.get_untracked().map(|i| i.value()).unwrap_or_default();
        say(page, Guess::Guessed(typed(name), typed(number)));
        if page.ask(|app| app.lessons().prediction().is_some_and(|p| p.refused.is_none())) {
            // the next one in the class
            for node in [name, number] {
                if let Some(input) = node.get_untracked() {
                    input.set_value("");
                }
            }
            if let Some(input) = name.get_untracked() {
                drop(input.focus());
            }
        }
    };
    view! {
        <form class="put-down" on:submit=submit novalidate>
            <label>{page.text(Text::PredictName)} <input type="text" autocomplete="off" maxlength="40" node_ref=name /></label>
            <Show when=move || !dots.get()>
                <label>
                    {page.text(Text::PredictYourNumber)}
                    <input
                        class="of-hundred"
                        type="text"
                        inputmode="decimal"
                        autocomplete="off"
                        aria-invalid=move || refused.with(Option::is_some).to_string()
                        aria-describedby="predict-error"
                        node_ref=number
                    />
                </label>
            </Show>
            <button class="tool outlined" type="submit">{page.text(Text::PredictPut)}</button>
            <p class="error" id="predict-error" role="alert">{move || refused.get().map(|(_, why)| why)}</p>
        </form>
    }
    .into_any()
}
