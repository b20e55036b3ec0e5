//! Presets: a story each, that replaces the levers of the selected policy.

use leptos::prelude::*;

use crate::ui::page::Page;
use crate::ui::runtime::late::Late;
use crate::ui::widgets::icons::Icon;
use crate::ui::widgets::icons::Symbol;
use crate::ui::widgets::popover::Opened;
use crate::ui::widgets::popover::Popover;
use aftercast_app::features::policies::Event as Policies;
use aftercast_app::features::policies::PresetView;
use aftercast_i18n::Text;

/// The button and the list it opens.
#[component]
pub fn Presets(page: Page) -> impl IntoView {
    let opened = Opened::new();
    let locked = page.derive(|app| app.session().presets_locked());
    view! {
        <button
            class="tool outlined"
            type="button"
            disabled=move || locked.get().is_some()
            title=move || locked.get()
            aria-haspopup="dialog"
            aria-expanded=move || opened.is(0).to_string()
            on:click=move |event| opened.toggle(0, &event)
        >
            <Symbol icon=Icon::Presets />
            {page.text(Text::UiPresets)}
        </button>
        <Popover page opened which=0 label=Signal::derive(move || page.text(Text::UiPresets)().to_owned())>
            <Late page id="presets-late" view=move |part| (part.presets)(page, opened) />
        </Popover>
    }
}

/// What is in the popover.
pub fn list(page: Page, opened: Opened) -> AnyView {
    let presets = page.derive(|app| app.policies().presets());
    let choose = move |index| {
        page.send(Policies::PresetChosen(index));
        opened.close();
    };
    let row = move |preset: PresetView| {
        view! {
            <li>
                <button type="button" on:click=move |_| choose(preset.index)>
                    <b>{preset.name}</b>
                    <span>{preset.story}</span>
                    {(!preset.diff.is_empty()).then(|| view! { <small>{preset.diff.join(" · ")}</small> })}
                </button>
            </li>
        }
    };
    view! {
        <p class="hint">{page.text(Text::UiPresetsHint)}</p>
        <ul class="presets">{move || presets.get().into_iter().map(row).collect_view()}</ul>
    }
    .into_any()
}
