//! A lever: label, slider, number box, steps, marks, evidence, warnings.

use std::time::Duration;

use leptos::prelude::*;

use crate::ui::features::charts::GoalLine;
use crate::ui::features::policies::lever_track::LeverTrack;
use crate::ui::features::policies::number_box::NumberBox;
use crate::ui::page::Page;
use crate::ui::runtime::browser;
use crate::ui::runtime::later;
use crate::ui::runtime::later::Life;
use crate::ui::runtime::later::Timer;
use crate::ui::widgets::icons::Icon;
use crate::ui::widgets::icons::Symbol;
use crate::ui::widgets::spoken::Spoken;
use aftercast_app::features::policies::Event as Policies;
use aftercast_app::features::policies::LeverGroupView;
use aftercast_app::features::policies::LeverRow as Row;
use aftercast_i18n::Text;
use aftercast_scenario::LeverId;

/// A row as its parts read it.
#[derive(Clone, Copy)]
pub struct Lever {
    /// Which lever.
    pub id: LeverId,
    row: Memo<Option<Row>>,
    /// The value sent last: keys may come faster than frames, and each steps from the one before.
    latest: StoredValue<f64>,
    /// Steps in quick succession are one gesture; this ends it.
    pause: StoredValue<Option<Timer>>,
    life: Life,
}

/// So long after the last step a gesture of steps is over.
const PAUSE: Duration = Duration::from_secs(1);

impl Lever {
    /// A part of the row, followed.
    pub fn get<T: Default>(self, of: impl FnOnce(&Row) -> T) -> T {
        self.row.with(|row| row.as_ref().map(of).unwrap_or_default())
    }

    /// A part of the row now, for handlers.
    pub fn now<T: Default>(self, of: impl FnOnce(&Row) -> T) -> T {
        self.row.with_untracked(|row| row.as_ref().map(of).unwrap_or_default())
    }

    /// Moves the lever; `from` makes the new value out of the present one and its row.
    pub fn step(self, page: Page, from: impl FnOnce(f64, &Row) -> Option<f64>) -> bool {
        let value = self.now(|row| from(self.latest.get_value(), row));
        if let Some(value) = value {
            self.latest.set_value(value);
            page.send(Policies::LeverMoved(self.id, value));
        }
        value.is_some()
    }

    /// A step is made: the gesture ends unless another follows soon.
    pub fn pause(self, page: Page) {
        if let Some(timer) = self.pause.try_update_value(Option::take).flatten() {
            timer.stop();
        }
        match later::after(self.life, PAUSE, move || self.release(page)) {
            Some(timer) => self.pause.set_value(Some(timer)),
            None => page.send(Policies::LeverReleased(self.id)),
        }
    }

    /// Ends a gesture of steps, if there is one.
    pub fn release(self, page: Page) {
        if let Some(timer) = self.pause.try_update_value(Option::take).flatten() {
            timer.stop();
            page.send(Policies::LeverReleased(self.id));
        }
    }

    /// The id of an element of this row.
    pub fn element(self, part: &str) -> String {
        format!("lever-{}-{part}", self.id.name())
    }
}

/// A row.
#[component]
pub fn LeverRow(page: Page, groups: Memo<Vec<LeverGroupView>>, id: LeverId) -> impl IntoView {
    let row = Memo::new(move |_| groups.with(|all| all.iter().flat_map(|g| &g.rows).find(|row| row.id == id).cloned()));
    let lever = Lever { id, row, latest: StoredValue::new(0.0), pause: StoredValue::new(None), life: Life::here() };
    // a gesture of steps does not outlast its row
    on_cleanup(move || {
        if let Some(timer) = lever.pause.try_update_value(Option::take).flatten() {
            timer.stop();
            later::soon(Life::of_the_page(), move || page.send(Policies::LeverReleased(id)));
        }
    });
    Effect::new(move |_| lever.latest.set_value(lever.get(|row| row.value)));
    let label = move || lever.get(|row| row.label.clone());
    let locked = Memo::new(move |_| lever.get(|row| row.locked.clone()));
    let warning = Memo::new(move |_| lever.get(|row| row.warning.clone()));
    let error = Memo::new(move |_| lever.get(|row| row.error.clone()));
    // what a lever leads to is known when the run is over; one row says it, however many show it
    let spoken = Memo::new(move |_| {
        let warning = warning.get().filter(|_| page.lever.get() == Some(id));
        (!page.running.get()).then(|| [warning, error.get()].into_iter().flatten().collect::<Vec<_>>().join(" "))
    });
    let open = RwSignal::new(false);
    view! {
        <div
            class="lever"
            role="group"
            aria-labelledby=lever.element("label")
            data-lever=id.name()
            data-changed=move || lever.get(|row| row.changed).to_string()
            data-locked=move || locked.get().is_some().to_string()
            on:focusin=move |_| page.lever.set(Some(id))
        >
            <div class="lever-head">
                <span class="lever-name">
                    <label id=lever.element("label") for=lever.element("range") title=move || lever.get(|row| row.help.clone())>
                        {label}
                    </label>
                    <More page lever open />
                </span>
                <NumberBox page lever />
                <span class="unit" id=lever.element("unit")>{move || lever.get(|row| row.unit.clone())}</span>
            </div>
            <div class="lever-line">
                <LeverTrack page lever />
                <Reset page lever />
            </div>
            {move || locked.get().map(|why| view! { <p class="locked" id=lever.element("locked")>{why}</p> })}
            <Behind lever open />
            <p class="warning" id=lever.element("warning")>{move || warning.get()}</p>
            <p class="error" id=lever.element("error")>{move || error.get()}</p>
            <Spoken text=spoken />
        </div>
    }
}

/// The way to what is behind a lever.
#[component]
fn More(page: Page, lever: Lever, open: RwSignal<bool>) -> impl IntoView {
    let label = move || lever.get(|row| row.label.clone());
    let source = Memo::new(move |_| lever.get(|row| row.evidence_label.clone()));
    let evidence_name =
        move || Text::UiEvidenceOf.with(page.locale.get(), &[("lever", &label()), ("source", &source.get())]);
    view! {
        <span class="lever-tools">
            <button
                class="source"
                type="button"
                aria-label=evidence_name
                title=evidence_name
                aria-expanded=move || open.get().to_string()
                aria-controls=lever.element("evidence")
                on:click=move |_| open.update(|o| *o = !*o)
            >
                "i"
            </button>
        </span>
    }
}

/// The way back to today's value. Its place is there before it is, so that no slider moves under the pointer.
#[component]
fn Reset(page: Page, lever: Lever) -> impl IntoView {
    let label = move || lever.get(|row| row.label.clone());
    let reset = move |_| {
        page.send(Policies::LeverReset(lever.id));
        // the button goes, and the focus with it
        browser::focus(&lever.element("range"));
    };
    view! {
        <Show when=move || lever.get(|row| row.changed && row.locked.is_none())>
            <button
                class="quiet"
                type="button"
                aria-label=page.text_with(Text::UiReset, "lever", label)
                title=page.text_with(Text::UiReset, "lever", label)
                on:click=reset
            >
                <Symbol icon=Icon::Reset />
            </button>
        </Show>
    }
}

/// What is behind a lever: today's value, the report's, the chance of the goal over its range, the evidence.
#[component]
fn Behind(lever: Lever, open: RwSignal<bool>) -> impl IntoView {
    let evidence =
        move || lever.get(|row| row.evidence.clone()).into_iter().map(|p| view! { <p>{p}</p> }).collect_view();
    view! {
        <div class="evidence" id=lever.element("evidence") hidden=move || !open.get()>
            <GoalLine lever />
            <p class="lever-foot">
                <span>{move || lever.get(|row| row.today.clone())}</span>
                {move || lever.get(|row| row.report.clone()).map(|report| view! { <span>{report}</span> })}
                <span>{move || lever.get(|row| row.evidence_label.clone())}</span>
            </p>
            <p class="help">{move || lever.get(|row| row.help.clone())}</p>
            {evidence}
        </div>
    }
}
