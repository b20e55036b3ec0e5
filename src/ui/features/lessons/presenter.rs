//! Presenter mode: claim, one chart and the levers that move, or a round of guessing, in type that the last row reads; keys lead
//! through the steps.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::ui::features::documents;
use crate::ui::features::lessons::class::{Collect, Join, Podium};
use crate::ui::features::lessons::guesses::Guesses;
use crate::ui::features::lessons::pins::Pins;
use crate::ui::features::lessons::predict;
use crate::ui::features::lessons::predict::{Asked, Outcome, Reveal};
use crate::ui::features::lessons::stage::Stage;
use crate::ui::features::lessons::steps::ChartChoice;
use crate::ui::features::lessons::steps::Steps;
use crate::ui::features::lessons::timer::Timer;
use crate::ui::features::policies::headline;
use crate::ui::page::Page;
use crate::ui::page::banners;
use crate::ui::page::status;
use crate::ui::runtime::browser;
use crate::ui::runtime::later;
use crate::ui::runtime::layers;
use crate::ui::widgets::icons::Icon;
use crate::ui::widgets::icons::Symbol;
use aftercast_app::App;
use aftercast_app::features::lessons::Event as Teach;
use aftercast_app::features::lessons::predict::Event as Guess;
use aftercast_app::features::lessons::present::Event as Present;
use aftercast_app::features::lessons::reveal::PredictView;
use aftercast_i18n::Text;

/// Says something to presenter mode.
pub fn say(page: Page, event: Present) {
    page.send(Teach::Present(event));
}

/// The whole page while presenting.
pub fn view(page: Page) -> AnyView {
    let (code, guesses) = (RwSignal::new(false), RwSignal::new(true));
    let view = page.derive(|app| app.lessons().prediction());
    let round = Memo::new(move |_| {
        view.with(|v| match v {
            None => Round::None,
            Some(v) if v.revealed && v.ready => Round::Revealed,
            Some(_) => Round::Guessing,
        })
    });
    later::listen_here(ev::keydown, move |event| pressed(page, &event));
    layers::layer(|| true, move || say(page, Present::Switched(false)));
    layers::layer(move || code.get(), move || code.set(false));
    page.after_frame(|| browser::focus("presenter"));
    on_cleanup(move || page.after_frame(browser::keep_focus));
    view! {
        <main class="presenter" id="presenter" tabindex="-1" aria-label=page.text(Text::PresentTitle) data-testid="presenter">
            <Head page code round guesses />
            <banners::Banners page />
            {move || match round.get() {
                Round::Guessing => view! { <Guessing page view /> }.into_any(),
                Round::Revealed if guesses.get() => view! {
                    <headline::Headline page />
                    <div class="stage round-shown">
                        <section class="panel stage-round"><Outcome page view /><Guesses page view /></section>
                        <div class="stage-side"><section class="panel"><Reveal page view /><Podium page view /></section></div>
                    </div>
                }.into_any(),
                _ => view! {
                    <headline::Headline page />
                    <div class="stage">
                        <Stage page />
                        <div class="stage-side">
                            // one or the other: both would not fit beside the chart
                            <Show when=move || code.get() fallback=move || view! { <Pins page /> }>
                                <QrCode page />
                            </Show>
                        </div>
                    </div>
                }.into_any(),
            }}
            <status::Footer page />
        </main>
    }
    .into_any()
}

/// Where a round of guessing stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Round {
    /// None is under way.
    None,
    /// The class guesses.
    Guessing,
    /// The result is shown.
    Revealed,
}

/// The question, the link that asks, how many have guessed, and the time left.
#[component]
fn Guessing(page: Page, view: Memo<Option<PredictView>>) -> impl IntoView {
    view! {
        <div class="stage guessing" data-testid="stage">
            <section class="panel stage-round">
                <Asked view />
                <Timer page />
                <Collect page view />
                <Reveal page view />
            </section>
            <div class="stage-side"><Join page /></div>
        </div>
    }
}

/// A clicker sends the page keys, whatever has the focus; arrows belong to what has it, where that uses them.
fn pressed(page: Page, event: &ev::KeyboardEvent) {
    // the key was used by what has the focus
    if event.default_prevented() {
        return;
    }
    let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let own = element.is_some_and(|e| {
        e.matches("input, select, textarea, dialog *, [role=slider], [role=spinbutton], [role=tab]").unwrap_or(false)
    });
    let by = match event.key().as_str() {
        "PageDown" => 1,
        "PageUp" => -1,
        "ArrowRight" if !own => 1,
        "ArrowLeft" if !own => -1,
        _ => return,
    };
    event.prevent_default();
    say(page, Present::Moved(by));
}

/// Where one is, what is shown, and the way out.
#[component]
fn Head(page: Page, code: RwSignal<bool>, round: Memo<Round>, guesses: RwSignal<bool>) -> impl IntoView {
    let caption = page.derive(|app| app.lessons().presenter().caption);
    let words = move || match caption.get() {
        none if none.is_empty() => page.text(Text::PresentNoStep)().to_owned(),
        caption => caption,
    };
    let step = move |icon, text: Text, by: isize| {
        view! {
            <button class="tool outlined" type="button" aria-label=page.text(text) title=page.text(text) on:click=move |_| say(page, Present::Moved(by))>
                <Symbol icon />
            </button>
        }
    };
    view! {
        <header class="presenter-head">
            {step(Icon::Left, Text::PresentPrevious, -1)}
            {step(Icon::Right, Text::PresentNext, 1)}
            <p aria-live="polite" data-testid="step">{words}</p>
            <Steps page />
            <Show when=move || round.get() != Round::Guessing><ChartChoice page guesses /></Show>
            <Show when=move || round.get() == Round::Revealed>
                <Toggle page on=guesses text=Text::PredictList test="present-guesses" />
            </Show>
            <Show when=move || round.get() == Round::None>
                <button class="tool outlined" type="button" data-testid="present-guess" on:click=move |_| predict::say(page, Guess::Switched(true))>
                    {page.text(Text::PredictTitle)}
                </button>
            </Show>
            <button class="tool outlined" type="button" data-testid="full-screen" on:click=move |_| browser::switch_full_screen()>
                {page.text(Text::PresentFull)}
            </button>
            <Show when=move || round.get() == Round::None>
                <Toggle page on=code text=Text::PresentCode test="present-code" />
            </Show>
            <button class="tool primary" type="button" data-testid="present-leave" on:click=move |_| say(page, Present::Switched(false))>
                {page.text(Text::PresentLeave)}
            </button>
        </header>
    }
    .into_any()
}

/// A button that shows something on the stage, or what was there before.
#[component]
fn Toggle(page: Page, on: RwSignal<bool>, text: Text, test: &'static str) -> impl IntoView {
    view! {
        <button
            class="tool outlined"
            type="button"
            aria-pressed=move || on.get().to_string()
            data-testid=test
            on:click=move |_| on.update(|on| *on = !*on)
        >
            {page.text(text)}
        </button>
    }
}

/// The present scenario for every phone in the room.
#[component]
fn QrCode(page: Page) -> impl IntoView {
    let view =
        page.derive_at(crate::ui::runtime::frames::Pace::Calm, |app: &App| app.documents().share(&browser::address()));
    view! { <documents::Code page code=Signal::derive(move || view.with(|v| v.code.clone())) /> }.into_any()
}
