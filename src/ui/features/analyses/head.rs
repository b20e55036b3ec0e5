//! What the open analysis answers, its button, its progress, and what it found in words.

use leptos::prelude::*;

use crate::ui::features::analyses::page::AnalysesPage;
use crate::ui::widgets::prose::Prose;
use aftercast_app::features::analyses::{Analyses, Event};
use aftercast_i18n::Text;

/// Name and question.
#[component]
pub fn Head(page: AnalysesPage) -> impl IntoView {
    let head = page.derive(Analyses::head);
    view! {
        <header class="study-head">
            <h1>{move || head.with(|h| h.title.clone())}</h1>
            <p class="hint">{move || head.with(|h| h.intro.clone())}</p>
        </header>
    }
}

/// Button, progress, and the findings in words.
#[component]
pub fn Progress(page: AnalysesPage) -> impl IntoView {
    let head = page.derive(Analyses::head);
    let running = Memo::new(move |_| head.with(|h| h.progress.is_some()));
    let findings = Memo::new(move |_| head.with(|h| h.findings.clone()));
    let share = move || head.with(|h| h.progress.unwrap_or(0.0));
    let startable = Memo::new(move |_| head.with(|h| !h.action.is_empty()));
    let settled = move || head.with(|h| h.is_settled);
    let quiet = move || head.with(|h| h.is_settled && h.action.is_empty() && h.line.is_empty());
    view! {
        <div class="study-run" data-settled=move || settled().to_string() data-quiet=move || quiet().to_string()>
            <Show when=move || startable.get() && !running.get()>
                <button type="button" class="tool primary" data-testid="study-start" on:click=move |_| page.send(Event::Started)>
                    {move || head.with(|h| h.action.clone())}
                </button>
            </Show>
            <Show when=move || running.get()>
                <button type="button" class="tool" data-testid="study-cancel" on:click=move |_| page.send(Event::Cancelled)>
                    {page.text(Text::StudyCancel)}
                </button>
                <progress max="1" value=move || format!("{:.3}", share()) aria-label=page.text(Text::StudyRunning)></progress>
                <span class="study-share">{move || format!("{:.0}%", 100.0 * share())}</span>
            </Show>
            <p class="study-line" role="status" data-alert=move || head.with(|h| h.alert).to_string()>
                <Prose text=Signal::derive(move || head.with(|h| h.line.clone())) />
            </p>
        </div>
        <Show when=move || findings.with(|f| !f.is_empty())>
            <ul class="study-findings" data-testid="study-findings">
                {move || findings.get().into_iter().map(|line| view! { <li><Prose text=Signal::stored(line) /></li> }).collect_view()}
            </ul>
        </Show>
    }
}
