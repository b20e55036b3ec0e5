//! "Your firm": the firm's figures beside what the calibration makes of them.

use leptos::prelude::*;

use crate::ui::features::company::calibration::Calibrated;
use crate::ui::features::company::calibration::CheckList;
use crate::ui::features::company::currency::Currency;
use crate::ui::features::company::fact::Fact;
use crate::ui::features::company::files::Files;
use crate::ui::page::Page;
use aftercast_app::features::company::CompanyView;
use aftercast_app::features::company::Event as Company;
use aftercast_i18n::Text;

/// Groups that are open at first: what a firm knows by heart.
const OPEN: usize = 1;

/// The tab.
#[component]
pub fn Company(page: Page) -> impl IntoView {
    let view = page.derive(|app| app.company().facts());
    let groups = Memo::new(move |_| view.with(|v| v.groups.len()));
    let calibrated = Calibrated::new(page);
    view! {
        <p class="hint">{page.text(Text::ModelCompanyIntro)}</p>
        <Files page view />
        <Waiting page view />
        <Currency page />
        <div class="company">
            <div class="company-facts">
                <For each=move || 0..groups.get() key=|index| *index let:index>
                    <Group page view calibrated index />
                </For>
                <Reset page view />
            </div>
            <CheckList page calibrated />
        </div>
    }
}

/// That figures are not in use, and what does not belong to one row.
#[component]
fn Waiting(page: Page, view: Memo<CompanyView>) -> impl IntoView {
    let waiting = Memo::new(move |_| view.with(|v| v.waiting.clone()));
    let lines =
        move || waiting.get().unwrap_or_default().into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
    view! {
        <div aria-live="polite">
            <Show when=move || waiting.with(Option::is_some)>
                <div class="error waiting" data-testid="facts-waiting">
                    <p>{page.text(Text::ModelCompanyWaiting)}</p>
                    <ul>{lines}</ul>
                    <button
                        class="tool outlined"
                        type="button"
                        on:click=move |_| page.send(Company::TypedDiscarded)
                    >
                        {page.text(Text::ModelCompanyDiscard)}
                    </button>
                </div>
            </Show>
        </div>
    }
}

#[component]
fn Group(page: Page, view: Memo<CompanyView>, calibrated: Calibrated, index: usize) -> impl IntoView {
    let label = Memo::new(move |_| view.with(|v| v.groups.get(index).map(|g| g.label.clone()).unwrap_or_default()));
    let paths = Memo::new(move |_| {
        let rows =
            |v: &CompanyView| v.groups.get(index).map(|g| g.rows.iter().map(|r| r.path.clone()).collect::<Vec<_>>());
        view.with(rows).unwrap_or_default()
    });
    // what is said at a figure is not hidden behind a heading
    let said = Memo::new(move |_| {
        let rows = view.with(|v| v.groups.get(index).map(|g| g.rows.clone()).unwrap_or_default());
        rows.iter().any(|row| !row.errors.is_empty() || !calibrated.caution(page, &row.path).is_empty())
    });
    view! {
        <details class="facts" prop:open=move || index < OPEN || said.get()>
            <summary>{move || label.get()}</summary>
            <For each=move || paths.get() key=|path| path.clone() let:path>
                <Fact page view calibrated index path />
            </For>
        </details>
    }
}

#[component]
fn Reset(page: Page, view: Memo<CompanyView>) -> impl IntoView {
    let changed = Memo::new(move |_| view.with(|v| v.changed));
    view! {
        <Show when=move || changed.get()>
            <button
                class="tool outlined"
                type="button"
                on:click=move |_| page.send(Company::Reset)
            >
                {page.text(Text::ModelCompanyReset)}
            </button>
        </Show>
    }
}
