//! The policy whose levers are shown: its name, which policy it is, what can be done with it.

use leptos::prelude::*;

use crate::ui::features::policies::presets::Presets;
use crate::ui::page::Page;
use crate::ui::widgets::box_text::BoxText;
use crate::ui::widgets::icons::Icon;
use crate::ui::widgets::icons::Symbol;
use aftercast_app::MOST_POLICIES;
use aftercast_app::event::Event;
use aftercast_app::features::policies::Event as Policies;
use aftercast_app::view::PolicyIndex;
use aftercast_i18n::Text;

/// The head of the lever panel.
#[component]
pub fn PolicyHead(page: Page) -> impl IntoView {
    let selected = page.derive(|app| app.session().selected());
    view! {
        <div class="policy-head" data-slot=move || crate::ui::slot(selected.get())>
            <Name page />
            <div class="policy-tools">
                <Choice page />
                <Actions page selected />
            </div>
            <Changes page />
        </div>
    }
}

#[component]
fn Name(page: Page) -> impl IntoView {
    let shown = page.derive(|app| app.policies().lever_panel());
    let letter = move || shown.with(|p| p.letter.clone());
    let name = BoxText::new(
        move || shown.with(|p| p.name.clone()),
        move |typed| page.send(Policies::PolicyRenamed(page.ask(|app| app.session().selected()), typed)),
    );
    view! {
        <div class="lever-top">
            <span class="letter" aria-hidden="true">{letter}</span>
            <h2 class="for-readers">{move || Text::UiLeversOfPolicy.with(page.locale.get(), &[("policy", &format!("{} {}", letter(), name.shown()))])}</h2>
            <input
                class="policy-rename"
                type="text"
                autocomplete="off"
                spellcheck="false"
                maxlength="60"
                data-testid="policy-name"
                aria-label=page.text_with(Text::UiPolicyName, "letter", letter)
                title=move || name.shown()
                node_ref=name.node()
                prop:value=move || name.shown()
                on:change=move |event| name.typed(&event)
            />
            <Presets page />
        </div>
    }
}

/// A, B, ... and another one.
#[component]
fn Choice(page: Page) -> impl IntoView {
    let tabs = page.derive(|app| app.policies().lever_panel().tabs);
    let room = move || tabs.with(Vec::len) < MOST_POLICIES;
    let selected = page.derive(|app| app.session().selected());
    let tab = move |(policy, letter, name, _): (PolicyIndex, String, String, bool)| {
        let label = format!("{letter} {name}");
        view! {
            <button
                type="button"
                data-slot=crate::ui::slot(policy)
                aria-pressed=move || (selected.get() == policy).to_string()
                aria-label=label.clone()
                title=label
                on:click=move |_| page.send(Policies::PolicySelected(policy))
            >
                {letter}
            </button>
        }
    };
    view! {
        <div class="segmented policy-tabs" role="group" aria-label=page.text(Text::UiLeversOf)>
            <For each=move || tabs.get() // the one that was pressed stays, and with it the focus
                key=|(policy, letter, name, _)| (*policy, letter.clone(), name.clone())
                children=tab />
            <Show when=room>
                <button
                    class="add-policy"
                    type="button"
                    aria-label=page.text(Text::UiAddPolicy)
                    title=page.text(Text::UiAddPolicyHint)
                    on:click=move |_| page.send(Policies::PolicyAdded)
                >
                    <Symbol icon=Icon::Plus />
                </button>
            </Show>
        </div>
    }
}

#[component]
fn Actions(page: Page, selected: Memo<usize>) -> impl IntoView {
    let letter = page.derive(|app| app.policies().lever_panel().letter);
    let letter = move || letter.get();
    let count = page.derive(|app| app.session().document().policies.len());
    let button = move |icon, text: Text, event: fn(PolicyIndex) -> Policies, off: Signal<bool>| {
        view! {
            <button
                class="quiet"
                type="button"
                aria-label=page.text_with(text, "letter", letter)
                title=page.text_with(text, "letter", letter)
                aria-disabled=move || off.get().to_string()
                on:click=move |_| {
                    if !off.get_untracked() {
                        page.send(Event::from(event(selected.get_untracked())));
                    }
                }
            >
                <Symbol icon />
            </button>
        }
    };
    view! {
        <span class="policy-actions">
            {button(Icon::Left, Text::UiMoveLeft, |k| Policies::PolicyMoved(k, -1), Signal::derive(move || selected.get() == 0))}
            {button(Icon::Right, Text::UiMoveRight, |k| Policies::PolicyMoved(k, 1), Signal::derive(move || count.get() == selected.get() + 1))}
            {button(Icon::Copy, Text::UiCopyPolicy, Policies::PolicyCopied, Signal::derive(move || count.get() == MOST_POLICIES))}
            {button(Icon::Close, Text::UiRemovePolicy, Policies::PolicyRemoved, Signal::derive(move || count.get() == 1))}
        </span>
    }
}

/// "2 levers changed", which opens to the levers in words.
#[component]
fn Changes(page: Page) -> impl IntoView {
    let panel = page.derive(|app| app.policies().lever_panel());
    let changes = move || panel.with(|p| p.changes.clone());
    let some = Memo::new(move |_| panel.with(|p| !p.diff.is_empty()));
    view! {
        <Show when=move || some.get() fallback=move || view! { <p class="changes">{changes}</p> }>
            <details class="changes">
                <summary>{changes}</summary>
                <ul>{move || panel.with(|p| p.diff.clone()).into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            </details>
        </Show>
    }
}
