//! A policy as a column.

use leptos::prelude::*;

use crate::ui::page::Page;
use crate::ui::widgets::box_text::BoxText;
use crate::ui::widgets::icons::Icon;
use crate::ui::widgets::icons::Symbol;
use aftercast_app::event::Event;
use aftercast_app::features::policies::Event as Policies;
use aftercast_app::features::policies::{Figure, PolicyCard};
use aftercast_app::view::PolicyIndex;
use aftercast_i18n::Text;

/// A column; `policy` is none for today.
#[component]
pub fn Card(page: Page, cards: Memo<Vec<PolicyCard>>, policy: Option<PolicyIndex>) -> impl IntoView {
    let card = Memo::new(move |_| cards.with(|all| all.iter().find(|card| card.policy == policy).cloned()));
    let selected = Memo::new(move |_| card.with(|c| c.as_ref().is_some_and(|c| c.selected)));
    let figures = Memo::new(move |_| card.with(|c| c.as_ref().map(|c| c.figures.clone()).unwrap_or_default()));
    let slot = policy.map_or_else(|| "today".to_owned(), crate::ui::slot);
    let name = move || card.with(|c| c.as_ref().map(|c| c.name.clone()).unwrap_or_default());
    view! {
        <article class="card" data-slot=slot data-selected=move || selected.get().to_string() data-testid="card" aria-label=name>
            <header class="card-head">
                {match policy {
                    None => view! { <h2 class="card-name">{name}</h2> }.into_any(),
                    Some(policy) => view! { <Name page card policy /> }.into_any(),
                }}
            </header>
            <dl class="figures">
                {move || figures.get().into_iter().map(|figure| view! { <Value figure /> }).collect_view()}
            </dl>
            <Changes card />
            {policy.map(|policy| view! { <Actions page card policy selected /> })}
        </article>
    }
}

#[component]
fn Value(figure: Figure) -> impl IntoView {
    // a sentence may break, a number may not
    let width: u32 = figure.value.chars().map(|c| if c < '\u{2e80}' { 1 } else { 2 }).sum();
    let words = width > 11;
    view! {
        <div>
            <dt>{figure.caption}</dt>
            <dd>
                <b class:words=words>{figure.value}</b>
                <small>{figure.note}</small>
            </dd>
        </div>
    }
}

#[component]
fn Name(page: Page, card: Memo<Option<PolicyCard>>, policy: PolicyIndex) -> impl IntoView {
    let letter = letter(card);
    let name = BoxText::new(
        move || card.with(|c| c.as_ref().map(|c| c.name.clone()).unwrap_or_default()),
        move |typed| page.send(Policies::PolicyRenamed(policy, typed)),
    );
    view! {
        <span class="letter" aria-hidden="true">{letter}</span>
        <h2 class="for-readers">{move || format!("{} {}", letter(), name.shown())}</h2>
        <input
            class="card-name"
            type="text"
            autocomplete="off"
            spellcheck="false"
            maxlength="60"
            aria-label=page.text_with(Text::UiPolicyName, "letter", letter)
            node_ref=name.node()
            prop:value=move || name.shown()
            on:change=move |event| name.typed(&event)
        />
    }
}

fn letter(card: Memo<Option<PolicyCard>>) -> impl Fn() -> String + Copy + Send + Sync + 'static {
    move || card.with(|c| c.as_ref().map(|c| c.letter.clone()).unwrap_or_default())
}

/// "2 levers changed", which opens to the levers in words.
#[component]
fn Changes(card: Memo<Option<PolicyCard>>) -> impl IntoView {
    let changes = move || card.with(|c| c.as_ref().map(|c| c.changes.clone()).unwrap_or_default());
    let diff = Memo::new(move |_| card.with(|c| c.as_ref().map(|c| c.diff.clone()).unwrap_or_default()));
    let some = Memo::new(move |_| diff.with(|d| !d.is_empty()));
    view! {
        <Show when=move || some.get() fallback=move || view! { <p class="changes">{changes}</p> }>
            <details class="changes">
                <summary>{changes}</summary>
                <ul>{move || diff.get().into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            </details>
        </Show>
    }
}

#[component]
fn Actions(page: Page, card: Memo<Option<PolicyCard>>, policy: PolicyIndex, selected: Memo<bool>) -> impl IntoView {
    let letter = letter(card);
    let count = page.derive(|app| app.session().document().policies.len());
    let button = move |icon, text: Text, event: Event, off: Signal<bool>| {
        view! {
            <button
                class="quiet"
                type="button"
                aria-label=page.text_with(text, "letter", letter)
                title=page.text_with(text, "letter", letter)
                aria-disabled=move || off.get().to_string()
                on:click=move |_| {
                    if !off.get_untracked() {
                        page.send(event.clone());
                    }
                }
            >
                <Symbol icon />
            </button>
        }
    };
    view! {
        <div class="card-actions">
            <button
                class="edit"
                type="button"
                aria-pressed=move || selected.get().to_string()
                on:click=move |_| page.send(Policies::PolicySelected(policy))
            >
                {move || if selected.get() { Text::UiEditedPolicy } else { Text::UiEditPolicy }.to(page.locale.get())}
                <span class="for-readers">" " {letter}</span>
            </button>
            {button(Icon::Left, Text::UiMoveLeft, Policies::PolicyMoved(policy, -1).into(), Signal::derive(move || policy == 0))}
            {button(Icon::Right, Text::UiMoveRight, Policies::PolicyMoved(policy, 1).into(), Signal::derive(move || count.get() == policy + 1))}
            {button(Icon::Copy, Text::UiCopyPolicy, Policies::PolicyCopied(policy).into(), Signal::derive(|| false))}
            {button(Icon::Close, Text::UiRemovePolicy, Policies::PolicyRemoved(policy).into(), Signal::derive(move || count.get() == 1))}
        </div>
    }
}
