//! Best for the budget: the best policies from the least to the most that is worth spending, computed by themselves. A late part of
//! the program.

use leptos::prelude::*;

use crate::ui::features::analyses::{Controls, Progress, StudyPage, StudyPanel};
use crate::ui::page::{Page, View};
use crate::ui::runtime::late::Late;
use aftercast_app::features::analyses::{BUDGET, Event, Study};
use aftercast_i18n::Text;

/// Where it stands.
#[component]
pub fn Place(page: Page) -> impl IntoView {
    let when = Signal::derive(move || page.view.get() == View::Budget);
    view! { <Late page id="budget" when view=move |part| (part.budget)(page.study(part)) /> }
}

/// The place.
pub fn view(study: StudyPage) -> AnyView {
    let page = study.workbench;
    Effect::new(move |_| {
        if page.view.get() == View::Budget {
            study.prepare(BUDGET, Vec::new());
        }
    });
    let budget = study.derive(Study::budget);
    // a section has one set of pictures: those of another one are not shown here
    let open = study.derive(|study| study.section() == BUDGET);
    let is_open = Memo::new(move |_| open.get() && page.view.get() == View::Budget);
    view! {
        <main class="budget" tabindex="-1" aria-label=page.text(Text::Budget)>
            <header class="study-head">
                <h1>{page.text(Text::BudgetTitle)}</h1>
                <p class="hint">{page.text(Text::BudgetIntro)}</p>
            </header>
            <Show when=move || is_open.get()>
                <div class="budget-desk">
                    <Show when=move || budget.with(Option::is_some)>
                        <StudyPanel page=study name="frontier" />
                        <Choice study />
                    </Show>
                </div>
                <Progress page=study />
                <details class="study-group">
                    <summary>{page.text(Text::BudgetOptions)}</summary>
                    <Controls page=study />
                </details>
            </Show>
        </main>
    }
    .into_any()
}

/// The budget, and what is best at it.
#[component]
fn Choice(study: StudyPage) -> impl IntoView {
    let page = study.workbench;
    let budget = study.derive(Study::budget);
    let last = move || budget.with(|b| b.as_ref().map_or(0, |b| b.points.len().saturating_sub(1)));
    // until it is moved: where most is gained
    let moved = RwSignal::new(None::<usize>);
    let at = Memo::new(move |_| {
        let best = budget.with(|b| b.as_ref().map_or(0, |b| b.best));
        moved.get().unwrap_or(best).min(last())
    });
    let point = Memo::new(move |_| budget.with(|b| b.as_ref().and_then(|b| b.points.get(at.get()).cloned())));
    let cost = move || point.with(|p| p.as_ref().map(|p| p.cost.clone()).unwrap_or_default());
    let gain = move || point.with(|p| p.as_ref().map(|p| p.gain.clone()).unwrap_or_default());
    let moves = move || point.with(|p| p.as_ref().map(|p| p.moves.clone()).unwrap_or_default());
    view! {
        <section class="panel budget-choice" aria-label=page.text(Text::BudgetSlider)>
            <label for="budget-slider">{page.text(Text::BudgetSlider)}</label>
            <input
                id="budget-slider"
                type="range"
                min="0"
                max=move || last().to_string()
                step="1"
                prop:value=move || at.get().to_string()
                aria-valuetext=move || format!("{}: {}", cost(), gain())
                data-testid="budget-slider"
                on:input=move |event| moved.set(event_target_value(&event).parse().ok())
            />
            <p class="budget-point" data-testid="budget-point">
                <b>{cost}</b> <span>{page.text(Text::BudgetGain)} " " <b>{gain}</b></span>
            </p>
            <ul class="budget-moves">
                {move || moves().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
            </ul>
            <button
                class="tool primary"
                type="button"
                data-testid="budget-open"
                on:click=move |_| study.send(Event::Picked(at.get_untracked()))
            >
                {page.text(Text::BudgetOpen)}
            </button>
        </section>
    }
}
