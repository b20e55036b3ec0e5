//! The foot of the page: what the run is at, and what computed it.

use leptos::prelude::*;

use crate::shell::Build;
use crate::ui::page::Page;
use crate::ui::runtime::frames::Pace;
use aftercast_engine::VERSION;
use aftercast_i18n::Text;

/// The foot. `data-state` is `done` once every draw is in the picture; `data-run` counts the runs asked for.
#[component]
pub fn Footer(page: Page) -> impl IntoView {
    // at the end of a frame's work: once this says done, everything above is of the same run
    let both = page.derive_at(Pace::Calm, move |app| (page.run.get_untracked(), app.policies().status()));
    let run = move || both.with(|(run, _)| run.to_string());
    let status = Memo::new(move |_| both.with(|(_, status)| status.clone()));
    // a lever that moved since is ahead of what is drawn
    let drawn = move || both.with(|(run, status)| !status.running && *run == page.run.get());
    let state = move || if drawn() { "done" } else { "running" };
    let share = move || status.with(|s| if s.wanted == 0 { 0.0 } else { s.done as f64 / s.wanted as f64 });
    view! {
        <footer class="status" aria-label=page.text(Text::UiStatus)>
            <p
                data-testid="status"
                data-state=state
                data-run=run
                data-alone=move || status.with(|s| s.alone).to_string()
            >
                <progress aria-label=page.text(Text::UiProgress) max="1" prop:value=share></progress>
                <span>{move || status.with(|s| s.text.clone())}</span>
            </p>
            <Show when=move || status.with(|s| s.alone)>
                <p class="alone" role="status" data-testid="alone">{page.text(Text::UiAlone)}</p>
            </Show>
            <p class="hint">
                <span>{page.text(Text::UiPrivate)}</span>
                <span>
                    {page.text_with(Text::UiEngine, "version", || VERSION.to_owned())}
                    " "
                    <span data-testid="build">{Build::THIS.name()}</span>
                </span>
            </p>
        </footer>
    }
}
