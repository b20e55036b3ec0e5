//! The goal: what counts as success, and from where on. A late part of the program.

use leptos::prelude::*;

use crate::ui::page::Page;
use crate::ui::widgets::box_text::BoxText;
use crate::ui::widgets::popover::Opened;
use aftercast_app::features::policies::Event as Policies;
use aftercast_app::features::policies::goal::{GoalInput, GoalKind};
use aftercast_i18n::Text;

/// The editor, as it stands in its popover.
pub fn view(page: Page, opened: Opened) -> AnyView {
    let editor = page.derive(|app| app.policies().goal_editor());
    let bound = BoxText::new(
        move || editor.with(|e| e.bound.clone()),
        move |bound| {
            let kind = page.ask(|app| app.policies().goal_editor().kind);
            page.send(Policies::GoalChanged(GoalInput { kind, bound }));
        },
    );
    let choose = move |event| {
        let index = event_target_value(&event).parse::<usize>().ok();
        let kind = index.and_then(|index| editor.with_untracked(|e| e.kinds.get(index).map(|(kind, _)| *kind)));
        if let Some(kind) = kind {
            page.send(Policies::GoalChanged(GoalInput { kind, bound: usual(kind).to_owned() }));
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(typed) = bound.node().get_untracked().map(|input| input.value()) else { return };
        let kind = page.ask(|app| app.policies().goal_editor().kind);
        page.send(Policies::GoalChanged(GoalInput { kind, bound: typed }));
        if page.ask(|app| app.policies().goal_editor().error.is_none()) {
            opened.close();
        }
    };
    view! {
        <form class="goal-editor" data-testid="goal-editor" on:submit=submit novalidate>
            <label for="goal-kind">{page.text(Text::UiGoalKind)}</label>
            <select id="goal-kind" on:change=choose prop:value=move || index_of(&editor.get().kinds, editor.get().kind)>
                {move || editor.with(|e| e.kinds.clone()).into_iter().enumerate().map(|(index, (kind, name))| view! {
                    <option value=index.to_string() selected=editor.with_untracked(|e| e.kind == kind)>{name}</option>
                }).collect_view()}
            </select>
            <label for="goal-bound">{page.text(Text::UiGoalBound)}</label>
            <div class="goal-bound">
                <input
                    id="goal-bound"
                    type="text"
                    inputmode="text"
                    autocomplete="off"
                    node_ref=bound.node()
                    prop:value=move || bound.shown()
                    on:change=move |event| bound.typed(&event)
                    aria-invalid=move || editor.with(|e| e.error.is_some()).to_string()
                    aria-describedby="goal-error"
                />
                <span class="unit">{move || editor.with(|e| e.unit.clone())}</span>
            </div>
            {move || editor.with(|e| e.hint.clone()).map(|hint| view! { <p class="hint">{hint}</p> })}
            <p class="error" id="goal-error" role="alert">{move || editor.with(|e| e.error.clone())}</p>
            <button class="tool primary" type="submit">{page.text(Text::UiApply)}</button>
        </form>
    }
    .into_any()
}

/// The bound a kind of goal starts with: another kind's means nothing to it.
const fn usual(kind: GoalKind) -> &'static str {
    match kind {
        GoalKind::TotalGainAbove | GoalKind::NpvAbove | GoalKind::TerminalValueAbove => "0",
        GoalKind::PaybackWithin => "24",
        GoalKind::CsiAtLeast => "70",
        GoalKind::CostShareAtMost => "2%",
    }
}

fn index_of(kinds: &[(GoalKind, String)], kind: GoalKind) -> String {
    kinds.iter().position(|(k, _)| *k == kind).unwrap_or(0).to_string()
}
