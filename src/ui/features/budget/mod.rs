//! Best for the budget: the best policies from the least to the most that is worth spending, computed by themselves. A late part of
//! the program.

use leptos::prelude::*;

use crate::ui::features::analyses::{AnalysesPage, AnalysisPanel, Controls, Progress};
use crate::ui::page::{Page, Place};
use crate::ui::runtime::late::Late;
use crate::ui::widgets::prose::Prose;
use aftercast_app::features::analyses::view::Kind;
use aftercast_app::features::analyses::{Analyses, BUDGET, Event, Field};
use aftercast_i18n::Text;

/// Where it stands.
#[component]
pub fn BudgetPlace(page: Page) -> impl IntoView {
    let when = Signal::derive(move || page.place.get() == Place::Budget);
    view! { <Late page id="budget" when view=move |part| (part.budget)(page.analyses(part)) /> }
}

/// The place.
pub fn view(analyses: AnalysesPage) -> AnyView {
    let page = analyses.workbench;
    Effect::new(move |_| {
        if page.place.get() == Place::Budget {
            analyses.prepare(BUDGET, Vec::new());
        }
    });
    let budget = analyses.derive(Analyses::budget);
    // a section has one set of pictures: those of another one are not shown here
    let open = analyses.derive(|analyses| analyses.section() == BUDGET);
    let is_open = Memo::new(move |_| open.get() && page.place.get() == Place::Budget);
    view! {
        <main class="budget" tabindex="-1" aria-label=page.text(Text::Budget)>
            <header class="study-head">
                <h1>{page.text(Text::BudgetTitle)}</h1>
                <p class="hint">{page.text(Text::BudgetIntro)}</p>
            </header>
            <Show when=move || is_open.get()>
                <Rails analyses />
                <div class="budget-desk">
                    <Show when=move || budget.with(Option::is_some)>
                        <AnalysisPanel page=analyses name="frontier" />
                        <Choice analyses />
                    </Show>
                </div>
                <Progress page=analyses />
                <details class="study-group">
                    <summary>{page.text(Text::BudgetOptions)}</summary>
                    <Controls page=analyses />
                </details>
            </Show>
        </main>
    }
    .into_any()
}

/// What is to be large, and the guard rails: a change of one computes anew.
#[component]
fn Rails(analyses: AnalysesPage) -> impl IntoView {
    const FIELDS: [Field; 4] = [Field::Aim, Field::GuardCsi, Field::GuardAbandoned, Field::GuardEvidence];
    let controls = analyses.derive(Analyses::controls);
    let rail = move |field: Field| {
        let control = Memo::new(move |_| controls.with(|all| all.iter().find(|c| c.field == field).cloned()));
        let label = move || control.with(|c| c.as_ref().map(|c| c.label.clone()).unwrap_or_default());
        let chosen = move || control.with(|c| c.as_ref().map(|c| c.chosen.clone()).unwrap_or_default());
        let set = move |value: String| analyses.prepare(BUDGET, vec![(field, value)]);
        let options = move || match control.get().map(|c| c.kind) {
            Some(Kind::Choice(options)) => options,
            _ => Vec::new(),
        };
        let id = format!("budget-{}", field.id());
        let input = match field {
            Field::GuardCsi | Field::GuardEvidence => view! {
                <input id=id.clone() type="checkbox" prop:checked=move || chosen() == "true"
                    on:change:target=move |event| set(event.target().checked().to_string()) />
            }
            .into_any(),
            _ => view! {
                <select id=id.clone() on:change:target=move |event| set(event.target().value())>
                    {move || options().into_iter().map(|(value, name)| {
                        let selected = value == chosen();
                        view! { <option value=value selected=selected>{name}</option> }
                    }).collect_view()}
                </select>
            }
            .into_any(),
        };
        view! { <label for=id>{input} <span>{label}</span></label> }
    };
    view! {
        <fieldset class="budget-rails" data-testid="budget-rails">
            <legend class="for-readers">{analyses.text(Text::BudgetRails)}</legend>
            {FIELDS.map(rail)}
        </fieldset>
    }
}

/// The budget, and what is best at it.
#[component]
fn Choice(analyses: AnalysesPage) -> impl IntoView {
    let page = analyses.workbench;
    let budget = analyses.derive(Analyses::budget);
    let single = Memo::new(move |_| budget.with(|b| b.as_ref().is_some_and(|b| b.points.len() == 1)));
    let last = move || budget.with(|b| b.as_ref().map_or(0, |b| b.points.len().saturating_sub(1)));
    // until it is moved: where most is gained
    let moved = RwSignal::new(None::<usize>);
    let at = Memo::new(move |_| {
        let best = budget.with(|b| b.as_ref().map_or(0, |b| b.best));
        moved.get().unwrap_or(best).min(last())
    });
    // where the slider stands is seen in the picture, too
    Effect::new(move |_| analyses.send(Event::Marked(Some(at.get()))));
    on_cleanup(move || analyses.send(Event::Marked(None)));
    let point = Memo::new(move |_| budget.with(|b| b.as_ref().and_then(|b| b.points.get(at.get()).cloned())));
    let cost = move || point.with(|p| p.as_ref().map(|p| p.cost.clone()).unwrap_or_default());
    let versus = move || point.with(|p| p.as_ref().map(|p| p.versus.clone()).unwrap_or_default());
    let aim = move || budget.with(|b| b.as_ref().map(|b| b.aim.clone()).unwrap_or_default());
    let end = move || budget.with(|b| b.as_ref().map(|b| b.end.clone()).unwrap_or_default());
    let floor = move || budget.with(|b| b.as_ref().map(|b| b.floor.clone()).unwrap_or_default());
    let gain = move || point.with(|p| p.as_ref().map(|p| p.gain.clone()).unwrap_or_default());
    let stale = Memo::new(move |_| budget.with(|b| b.as_ref().is_some_and(|b| b.is_stale)));
    let moves = move || point.with(|p| p.as_ref().map(|p| p.moves.clone()).unwrap_or_default());
    view! {
        <section class="panel budget-choice" aria-label=page.text(Text::BudgetSlider) data-stale=move || stale.get().to_string()>
            // one point leaves nothing to choose
            <Show
                when=move || single.get()
                fallback=move || view! {
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
                }
            >
                <p>{page.text(Text::BudgetSingle)}</p>
            </Show>
            <p class="warning" role="status">{move || stale.get().then(|| page.text(Text::BudgetStale)())}</p>
            <p class="budget-point" data-testid="budget-point">
                <b>{cost}</b> <span>{versus}</span> <span>{aim} " " <b>{gain}</b></span>
            </p>
            <p class="hint" data-testid="budget-end"><Prose text=Signal::derive(end) /></p>
            <p class="hint" data-testid="budget-floor"><Prose text=Signal::derive(floor) /></p>
            <ul class="budget-moves">
                {move || moves().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
            </ul>
            <button
                class="tool primary"
                type="button"
                data-testid="budget-open"
                disabled=move || stale.get()
                on:click=move |_| analyses.send(Event::Picked(at.get_untracked()))
            >
                {page.text(Text::BudgetOpen)}
            </button>
        </section>
    }
}
