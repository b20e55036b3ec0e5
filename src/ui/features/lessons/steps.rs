//! The saved steps: saving what is on the screen, going to one, removing one; and which chart is shown.

use leptos::prelude::*;

use crate::ui::features::lessons::presenter::say;
use crate::ui::page::Page;
use crate::ui::widgets::icons::Icon;
use crate::ui::widgets::icons::Symbol;
use crate::ui::widgets::popover::Opened;
use crate::ui::widgets::popover::Popover;
use aftercast_app::features::lessons::present::Event as Present;
use aftercast_i18n::Text;

/// The button and the list it opens.
#[component]
pub fn Steps(page: Page) -> impl IntoView {
    let opened = Opened::new();
    view! {
        <button
            class="tool outlined"
            type="button"
            aria-haspopup="dialog"
            aria-expanded=move || opened.is(0).to_string()
            data-testid="steps"
            on:click=move |event| opened.toggle(0, &event)
        >
            {page.text(Text::PresentSteps)}
        </button>
        <Popover page opened which=0 label=Signal::derive(move || page.text(Text::PresentSteps)().to_owned())>
            <List page opened />
        </Popover>
    }
    .into_any()
}

#[component]
fn List(page: Page, opened: Opened) -> impl IntoView {
    let presenter = page.derive(|app| {
        let view = app.lessons().presenter();
        (view.steps, view.at)
    });
    let title = NodeRef::<leptos::html::Input>::new();
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(input) = title.get_untracked() else { return };
        say(page, Present::Saved(input.value()));
        opened.close();
    };
    let row = move |(index, name): (usize, String), at: Option<usize>| {
        let called = name.clone();
        view! {
            <li>
                <button
                    type="button"
                    aria-current=(at == Some(index)).then_some("step")
                    on:click=move |_| {
                        say(page, Present::Opened(index));
                        opened.close();
                    }
                >
                    {format!("{}. {name}", index + 1)}
                </button>
                <button
                    class="quiet"
                    type="button"
                    aria-label=page.text_with(Text::PresentRemove, "title", move || called.clone())
                    on:click=move |_| say(page, Present::Removed(index))
                >
                    <Symbol icon=Icon::Close />
                </button>
            </li>
        }
        .into_any()
    };
    let rows = move || {
        let (steps, at) = presenter.get();
        steps.into_iter().enumerate().map(|step| row(step, at)).collect_view()
    };
    view! {
        <form class="step-save" on:submit=save>
            <label for="step-title">{page.text(Text::PresentStepTitle)}</label>
            <input id="step-title" type="text" autocomplete="off" maxlength="80" node_ref=title />
            <button class="tool primary" type="submit" data-testid="step-save">{page.text(Text::PresentSave)}</button>
        </form>
        <ol class="steps">{rows}</ol>
    }
    .into_any()
}

/// Which chart is shown; choosing one takes the place of the guesses.
#[component]
pub fn ChartChoice(page: Page, guesses: RwSignal<bool>) -> impl IntoView {
    let chart = page.derive(|app| app.lessons().presenter().chart);
    let names = [Text::PresentChartFan, Text::PresentChartDifference, Text::PresentChartExceedance];
    let button = move |(index, text): (usize, Text)| {
        view! {
            <button
                type="button"
                aria-pressed=move || (chart.get() == index).to_string()
                on:click=move |_| {
                    guesses.set(false);
                    say(page, Present::Chart(index));
                }
            >
                {page.text(text)}
            </button>
        }
    };
    view! {
        <div class="segmented" role="group" aria-label=page.text(Text::PresentChart)>
            {names.into_iter().enumerate().map(button).collect_view()}
        </div>
    }
    .into_any()
}
