//! Presenter mode: headline, one chart, three levers, in type that the last row reads; keys lead through the steps.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use crate::ui::features::documents;
use crate::ui::features::lessons::pins::Pins;
use crate::ui::features::lessons::stage::Stage;
use crate::ui::features::lessons::steps::ChartChoice;
use crate::ui::features::lessons::steps::Steps;
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
use aftercast_app::features::lessons::present::Event as Present;
use aftercast_i18n::Text;

/// Says something to presenter mode.
pub fn say(page: Page, event: Present) {
    page.send(Teach::Present(event));
}

/// The whole page while presenting.
pub fn view(page: Page) -> AnyView {
    let code = RwSignal::new(false);
    later::listen_here(ev::keydown, move |event| pressed(page, &event));
    layers::layer(|| true, move || say(page, Present::Switched(false)));
    layers::layer(move || code.get(), move || code.set(false));
    page.after_frame(|| browser::focus("presenter"));
    view! {
        <main class="presenter" id="presenter" tabindex="-1" aria-label=page.text(Text::PresentTitle) data-testid="presenter">
            <Head page code />
            <banners::Banners page />
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
            <status::Footer page />
        </main>
    }
    .into_any()
}

/// A clicker sends the page keys, whatever has the focus; arrows belong to what has it, where that uses them.
fn pressed(page: Page, event: &ev::KeyboardEvent) {
    let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let own = element.is_some_and(|e| e.matches("input, select, textarea, [role=slider]").unwrap_or(false));
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
fn Head(page: Page, code: RwSignal<bool>) -> impl IntoView {
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
            <ChartChoice page />
            <button
                class="tool outlined"
                type="button"
                aria-pressed=move || code.get().to_string()
                data-testid="present-code"
                on:click=move |_| code.update(|on| *on = !*on)
            >
                {page.text(Text::PresentCode)}
            </button>
            <button class="tool primary" type="button" data-testid="present-leave" on:click=move |_| say(page, Present::Switched(false))>
                {page.text(Text::PresentLeave)}
            </button>
        </header>
    }
    .into_any()
}

/// The present scenario for every phone in the room.
#[component]
fn QrCode(page: Page) -> impl IntoView {
    let view =
        page.derive_at(crate::ui::runtime::frames::Pace::Calm, |app: &App| app.documents().share(&browser::address()));
    view! { <documents::Code page view /> }.into_any()
}
