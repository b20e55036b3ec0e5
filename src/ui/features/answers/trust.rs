//! From our cautious reading to the report's: the two gains, and how much of the reported effect has to be real for the policy to pay.

use leptos::prelude::*;

use crate::ui::features::analyses::AnalysesPage;
use crate::ui::runtime::frames::Pace;
use crate::ui::widgets::popover::{Opened, Popover};
use crate::ui::widgets::prose::Prose;
use crate::ui::widgets::table::DataTable;
use aftercast_app::view::Table;
use aftercast_i18n::Text;

/// The bar, and what the switch changes.
#[component]
pub fn Trust(analyses: AnalysesPage) -> impl IntoView {
    let (page, answers) = (analyses.workbench, analyses.answers);
    let headline = page.derive_at(Pace::Sentence, |app| app.policies().trust());
    let called = page.derive(|app| app.policies().claimed().map(|k| app.policies().letter(k)).unwrap_or_default());
    let share = Memo::new(move |_| called.with(|called| answers.derive_now(|answers| answers.real_share(called))));
    let percent = |x: f64| format!("{:.2}%", 100.0 * x.clamp(0.0, 1.0));
    let ours = move || share.with(|s| percent(s.as_ref().map_or(0.0, |s| s.ours)));
    let even = move || share.with(|s| s.as_ref().and_then(|s| s.even));
    let text = Signal::derive(move || share.with(|s| s.as_ref().map(|s| s.text.clone()).unwrap_or_default()));
    let opened = Opened::new();
    let set = Memo::new(move |_| {
        let rows = if opened.is(0) { page.ask(|app| app.assumptions().trusted()) } else { Vec::new() };
        let words = |text: Text| page.text(text)().to_owned();
        Table {
            caption: words(Text::UiFaceValueShort),
            columns: vec![
                words(Text::ModelTabAssumptions),
                words(Text::TrustOursColumn),
                words(Text::TrustReportColumn),
            ],
            rows: rows.into_iter().map(|row| vec![row.label, row.ours, row.report]).collect(),
        }
    });
    view! {
        <Show when=move || headline.with(Option::is_some)>
            <section class="trust" aria-label=page.text(Text::UiFaceValueShort) data-testid="trust">
                <div class="trust-said">
                    <p><Prose text /></p>
                    <button
                        type="button"
                        class="in-sentence"
                        data-testid="trust-set"
                        aria-haspopup="dialog"
                        aria-expanded=move || opened.is(0).to_string()
                        on:click=move |event| opened.toggle(0, &event)
                    >
                        {page.text(Text::TrustSet)}
                    </button>
                </div>
                <div class="trust-scale">
                    // the sentence says it
                    <div class="trust-bar" aria-hidden="true" style=("--ours", ours)>
                        <i class="trust-span"></i>
                        <i class="trust-ours"></i>
                        {move || even().map(|x| view! { <i class="trust-even" style=("--even", percent(x))></i> })}
                    </div>
                    <p class="trust-ends" style=("--ours", ours)>
                        <span>{move || headline.with(|t| t.as_ref().map(|t| t.ours.clone()))}</span>
                        <span data-testid="face-value-line">{move || headline.with(|t| t.as_ref().map(|t| t.report.clone()))}</span>
                    </p>
                </div>
                <Popover page opened which=0 label=Signal::derive(move || page.text(Text::UiFaceValueShort)().to_owned())>
                    <p>{page.text(Text::TrustMeans)}</p>
                    <DataTable table=set />
                </Popover>
            </section>
        </Show>
    }
}
