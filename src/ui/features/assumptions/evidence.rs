//! Every figure of the report, how it is used and what rests on it.

use leptos::prelude::*;

use crate::ui::features::assumptions::search::Search;
use crate::ui::page::Page;
use crate::ui::widgets::spoken::Spoken;
use aftercast_app::features::assumptions::{EvidenceRow, RoleFilter};
use aftercast_i18n::Text;
use aftercast_scenario::evidence::{EVIDENCE, EvidenceRole};

const ROLES: [(RoleFilter, Text); 5] = [
    (None, Text::ModelRoleAll),
    (Some(EvidenceRole::Input), Text::ModelRoleInput),
    (Some(EvidenceRole::Check), Text::ModelRoleCheck),
    (Some(EvidenceRole::Context), Text::ModelRoleContext),
    (Some(EvidenceRole::Anchor), Text::ModelRoleAnchor),
];

/// The tab.
#[component]
pub fn Evidence(page: Page) -> impl IntoView {
    let query = RwSignal::new(String::new());
    let role = RwSignal::new(None::<EvidenceRole>);
    let rows = page.derive(move |app| app.assumptions().evidence_page(&query.get(), role.get()));
    let count = Memo::new(move |_| {
        let (shown, total) = (rows.with(Vec::len).to_string(), EVIDENCE.len().to_string());
        Some(Text::ModelEvidenceCount.with(page.locale.get(), &[("shown", &shown), ("total", &total)]))
    });
    view! {
        <p class="hint">{page.text(Text::ModelEvidenceIntro)}</p>
        <p class="hint">{page.text(Text::ModelReportHead)}</p>
        <div class="filters">
            <Search page text=Text::ModelSearchEvidence query />
            <div class="segmented" role="group" aria-label=page.text(Text::ModelRole)>
                {ROLES.map(|(which, text)| view! {
                    <button
                        type="button"
                        aria-pressed=move || (role.get() == which).to_string()
                        on:click=move |_| role.set(which)
                    >
                        {page.text(text)}
                    </button>
                }).into_iter().collect_view()}
            </div>
            <span class="hint filter-count">{move || count.get()}</span>
            <Spoken text=count />
        </div>
        <ul class="report-figures">
            <For each=move || rows.get() key=|row| (row.id, row.figure.clone()) let:row>
                <Figure page row />
            </For>
        </ul>
        <Show when=move || rows.with(Vec::is_empty)>
            <p class="nothing">{page.text(Text::ModelNothingFound)}</p>
        </Show>
    }
}

#[component]
fn Figure(page: Page, row: EvidenceRow) -> impl IntoView {
    let names = row.used_by.join(" · ");
    let used = (!names.is_empty()).then(|| {
        view! { <p class="hint">{page.text_with(Text::ModelUsedBy, "names", move || names.clone())}</p> }
    });
    view! {
        <li data-evidence=row.id>
            <p class="figure-head"><b>{row.section}</b><span class="role">{row.kind}</span><span class="role">{row.role}</span></p>
            <p>{row.figure}</p>
            {line(row.verdict)}
            {used}
        </li>
    }
}

/// A line, where there is something to say.
fn line(text: String) -> Option<impl IntoView> {
    (!text.is_empty()).then(|| view! { <p class="hint">{text}</p> })
}
