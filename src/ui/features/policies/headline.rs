//! The sentence over everything, with the goal edited inside it.

use leptos::prelude::*;

use crate::ui::features::policies::draws::Draws;
use crate::ui::features::policies::draws::DrawsEditor;
use crate::ui::page::Page;
use crate::ui::runtime::frames::Pace;
use crate::ui::runtime::late::Late;
use crate::ui::widgets::popover::Opened;
use crate::ui::widgets::popover::Popover;
use crate::ui::widgets::prose::Prose;
use crate::ui::widgets::spoken::Spoken;
use aftercast_app::features::policies::Headline as Sentence;
use aftercast_app::features::policies::{HeadlinePart, Uncertainty};
use aftercast_i18n::Text;

/// The goal editor among the popovers of the sentence; explanations are counted by their place behind it.
const GOAL: usize = usize::MAX;
/// The kind of the piece that opens the goal editor: there is one, and it stays the same element wherever it stands in the sentence,
/// so that the editor gives the focus back to it.
const GOAL_KIND: u8 = 3;

/// The headline.
#[component]
pub fn Headline(page: Page) -> impl IntoView {
    let sentence = page.derive_at(Pace::Sentence, |app| app.policies().headline());
    let (opened, draws) = (Opened::new(), Opened::new());
    let (doubts, others) = (Opened::new(), Opened::new());
    let parts = Memo::new(move |_| sentence.with(|s| s.parts.clone()));
    let gained = Memo::new(move |_| sentence.with(|s| s.gained.clone()));
    let other = Memo::new(move |_| sentence.with(|s| s.other.clone()));
    view! {
        // stays in view while the rest scrolls
        <div
            class="headline"
            data-stale=move || sentence.with(|s| s.stale).to_string()
            data-long=move || sentence.with(|s| s.is_long).to_string()
        >
            <h1 data-testid="headline">
                <Pieces page parts opened />
            </h1>
            <Explanations page parts opened />
            <Popover page opened which=GOAL label=Signal::derive(move || page.text(Text::UiEditGoal)().to_owned())>
                <Late page id="goal-late" view=move |part| (part.goal)(page, opened) />
            </Popover>
        </div>
        <section class="under" aria-label=page.text(Text::UiResult)>
            <p class="sub" data-testid="headline-sub">
                <Draws page sentence opened=draws />
                <span><Pieces page parts=gained opened=doubts /></span>
                " "
                <span class="sub-other"><Pieces page parts=other opened=others /></span>
            </p>
            <Explanations page parts=gained opened=doubts />
            <Explanations page parts=other opened=others />
            <DrawsEditor page opened=draws />
            <Announcement page sentence />
        </section>
    }
}

/// A sentence in its pieces.
#[component]
fn Pieces(page: Page, parts: Memo<Vec<HeadlinePart>>, opened: Opened) -> impl IntoView {
    // the kinds of its pieces, not their words: a number that changes must not take the focus from the goal
    let kinds = Memo::new(move |_| parts.with(|parts| parts.iter().map(kind).enumerate().collect::<Vec<_>>()));
    view! {
        <For each=move || kinds.get() key=|(index, kind)| (if *kind == GOAL_KIND { GOAL } else { *index }, *kind) let:piece>
            <Piece page parts opened index=piece.0 kind=piece.1 />
        </For>
    }
}

/// What the claim rests on, below the first screen: the three uncertainties.
#[component]
pub fn Certainty(page: Page) -> impl IntoView {
    let sentence = page.derive_at(Pace::Sentence, |app| app.policies().headline());
    view! {
        <section class="certainty" aria-label=page.text(Text::UiUncertainties)>
            <Uncertainties page sentence />
        </section>
    }
}

fn kind(part: &HeadlinePart) -> u8 {
    match part {
        HeadlinePart::Words(_) => 0,
        HeadlinePart::Figure(_) => 1,
        HeadlinePart::Policy(..) => 2,
        HeadlinePart::Goal(_) => GOAL_KIND,
        HeadlinePart::Explained { .. } => 4,
        HeadlinePart::Amount(_) => 5,
        HeadlinePart::Caution { .. } => 6,
    }
}

#[component]
fn Piece(page: Page, parts: Memo<Vec<HeadlinePart>>, opened: Opened, index: usize, kind: u8) -> impl IntoView {
    let part = Memo::new(move |_| {
        parts.with(|parts| match kind {
            GOAL_KIND => parts.iter().find(|part| matches!(part, HeadlinePart::Goal(_))).cloned(),
            _ => parts.get(index).cloned(),
        })
    });
    let words = move || match part.get() {
        Some(
            HeadlinePart::Words(words)
            | HeadlinePart::Figure(words)
            | HeadlinePart::Amount(words)
            | HeadlinePart::Policy(_, words)
            | HeadlinePart::Goal(words)
            | HeadlinePart::Explained { words, .. }
            | HeadlinePart::Caution { words, .. },
        ) => words,
        None => String::new(),
    };
    let opener = move |which: usize, class: &'static str, test: &'static str, title: Text| {
        view! {
            // a button's box cannot break between lines as words do
            <span
                class=class
                role="button"
                tabindex="0"
                data-testid=test
                title=page.text(title)
                aria-haspopup="dialog"
                aria-expanded=move || opened.is(which).to_string()
                on:click=move |event| opened.toggle(which, &event)
                on:keydown=move |event| {
                    if matches!(event.key().as_str(), "Enter" | " ") {
                        event.prevent_default();
                        opened.toggle(which, &event);
                    }
                }
            >
                {words}
            </span>
        }
        .into_any()
    };
    match part.get_untracked() {
        Some(HeadlinePart::Figure(_)) => {
            view! { <strong class="figure" data-testid="figure">{words}</strong> }.into_any()
        }
        Some(HeadlinePart::Amount(_)) => view! { <strong class="figure">{words}</strong> }.into_any(),
        Some(HeadlinePart::Policy(..)) => {
            let slot = move || match part.get() {
                Some(HeadlinePart::Policy(policy, _)) => crate::ui::slot(policy),
                _ => String::new(),
            };
            view! { <span class="slot-ink" data-slot=slot title=words>{words}</span> }.into_any()
        }
        Some(HeadlinePart::Goal(_)) => opener(GOAL, "in-sentence goal", "goal", Text::UiEditGoal),
        Some(HeadlinePart::Explained { .. }) => opener(index, "in-sentence", "explained", Text::UiMeaning),
        Some(HeadlinePart::Caution { .. }) => opener(index, "in-sentence caution", "caution", Text::UiMeaning),
        Some(HeadlinePart::Words(_)) | None => view! { <Prose text=Signal::derive(words) /> }.into_any(),
    }
}

#[component]
fn Explanations(page: Page, parts: Memo<Vec<HeadlinePart>>, opened: Opened) -> impl IntoView {
    let explained = Memo::new(move |_| {
        let of = |(index, part): (usize, &HeadlinePart)| match part {
            HeadlinePart::Explained { explanation, .. } | HeadlinePart::Caution { explanation, .. } => {
                Some((index, explanation.clone()))
            }
            _ => None,
        };
        parts.with(|parts| parts.iter().enumerate().filter_map(of).collect::<Vec<_>>())
    });
    view! {
        <For each=move || explained.get() key=|one| one.clone() let:one>
            <Popover
                page
                opened
                which=one.0
                label=Signal::derive(move || page.text(Text::UiMeaning)().to_owned())
            >
                <p>{one.1.clone()}</p>
            </Popover>
        </For>
    }
}

#[component]
fn Uncertainties(page: Page, sentence: Memo<Sentence>) -> impl IntoView {
    let all = Memo::new(move |_| sentence.with(|s| s.uncertainties.clone()));
    // the claim may be of another policy
    let letter = page.derive(|app| app.policies().letter(app.session().selected()));
    let title = Memo::new(move |_| Text::UiUncertaintiesOf.with(page.locale.get(), &[("letter", &letter.get())]));
    let row = |u: Uncertainty| {
        view! {
            <div>
                <dt>{u.name}</dt>
                <dd><b>{u.size}</b> <span>{u.explanation}</span></dd>
            </div>
        }
    };
    view! {
        <Show when=move || !all.with(Vec::is_empty)>
            <details class="uncertainties" data-testid="uncertainties">
                <summary>
                    {move || title.get()}
                    <span class="sizes">
                        {move || {
                            let short = |u: &Uncertainty| view! { <span>{u.name.clone()} " " {u.size.clone()}</span> };
                            all.with(|a| a.iter().map(short).collect_view())
                        }}
                    </span>
                </summary>
                <dl>{move || all.get().into_iter().map(row).collect_view()}</dl>
            </details>
        </Show>
    }
}

/// Says the sentence to screen readers once it is final, not at every refinement.
#[component]
fn Announcement(page: Page, sentence: Memo<Sentence>) -> impl IntoView {
    let said = Memo::new(move |_| (!page.running.get()).then(|| sentence.with(|s| s.plain.clone())));
    view! { <Spoken text=said /> }
}
