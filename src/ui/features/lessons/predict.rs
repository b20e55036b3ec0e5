//! Predict, then reveal: the place of the result while it is hidden, and the gap once it is shown.

use leptos::prelude::*;

use crate::ui::features::lessons::board::Board;
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
    let view = page.derive(|app| app.lessons().prediction());
    let on = Memo::new(move |_| view.with(Option::is_some));
    move || on.get().then(|| view! { <Late page id="predict-late" view=move |part| (part.predict)(page, view) /> })
}

/// A prediction that is under way.
pub fn panel(page: Page, view: Memo<Option<PredictView>>) -> AnyView {
    let get = move |of: fn(&PredictView) -> bool| view.with(|v| v.as_ref().is_some_and(of));
    let (ready, revealed, dots) = (
        Memo::new(move |_| get(|v| v.ready)),
        Memo::new(move |_| get(|v| v.revealed)),
        Memo::new(move |_| get(|v| v.by_dots)),
    );
    let gap = move || {
        let lines = view.with(|v| v.as_ref().map(|v| v.gap.clone()).unwrap_or_default());
        lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()
    };
    let tool = move |text: Text, test: &'static str, event: fn() -> Guess| {
        view! {
            <button class="tool outlined" type="button" data-testid=test on:click=move |_| say(page, event())>
                {page.text(text)}
            </button>
        }
    };
    view! {
        <section class="panel predict" id="predict" tabindex="-1" aria-labelledby="predict-title" data-testid="predict">
            <header>
                <h2 id="predict-title">{page.text(Text::PredictTitle)}</h2>
                <div class="predict-tools">
                    <Kind page dots />
                    {tool(Text::PredictAgain, "predict-again", || Guess::Again)}
                    {tool(Text::PredictEnd, "predict-end", || Guess::Switched(false))}
                </div>
            </header>
            <p class="question">{move || view.with(|v| v.as_ref().map(|v| v.question.clone()))}</p>
            <div aria-live="polite" class="gap" data-testid="predict-gap">{gap}</div>
            {move || if dots.get() {
                view! { <Board page view /> }.into_any()
            } else {
                view! { <Line page view /> }.into_any()
            }}
            <PutDown page view />
            <Guesses page view />
            {move || if !ready.get() {
                view! { <p class="hint">{page.text(Text::PredictWait)}</p> }.into_any()
            } else {
                view! { <Reveal page revealed /> }.into_any()
            }}
        </section>
    }
    .into_any()
}

#[component]
fn Reveal(page: Page, revealed: Memo<bool>) -> impl IntoView {
    let words = move || if revealed.get() { Text::PredictHide } else { Text::PredictReveal };
    let switch = move |_| say(page, Guess::Revealed(!revealed.get_untracked()));
    view! {
        <button class="tool primary reveal" type="button" data-testid="reveal" on:click=switch>
            <Steady page all=[Text::PredictHide, Text::PredictReveal] shown=words />
        </button>
    }
    .into_any()
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
