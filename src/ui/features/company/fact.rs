//! A row of facts: one box, or one for each month, stage, tier or profile.

use leptos::prelude::*;

use crate::ui::features::company::calibration::Calibrated;
use crate::ui::page::Page;
use crate::ui::widgets::box_text::BoxText;
use aftercast_app::features::company::Event as Company;
use aftercast_app::features::company::Fact as Which;
use aftercast_app::features::company::{CompanyView, FactBox, FactRow};
use aftercast_i18n::Text;

/// The row.
#[component]
pub fn Fact(page: Page, view: Memo<CompanyView>, calibrated: Calibrated, index: usize, path: String) -> impl IntoView {
    let id = StoredValue::new(path.replace(['.', '_'], "-"));
    let element = move |part: &str| id.with_value(|id| format!("fact-{id}-{part}"));
    let optional = path == "company.repurchase";
    let of = path.clone();
    let cautions = Memo::new(move |_| calibrated.caution(page, &of));
    let row = Memo::new(move |_| {
        view.with(|v| v.groups.get(index).and_then(|g| g.rows.iter().find(|row| row.path == path).cloned()))
    });
    let get = move |of: fn(&FactRow) -> String| row.with(|r| r.as_ref().map(of).unwrap_or_default());
    let facts = Memo::new(move |_| {
        row.with(|r| r.as_ref().map(|r| r.boxes.iter().map(|b| b.fact).collect::<Vec<_>>()).unwrap_or_default())
    });
    let hint = Memo::new(move |_| row.with(|r| r.as_ref().and_then(|r| r.hint.clone())));
    let errors = Memo::new(move |_| row.with(|r| r.as_ref().map(|r| r.errors.clone()).unwrap_or_default()));
    view! {
        <div class="fact" role="group" aria-labelledby=element("label") data-wide=move || (facts.with(Vec::len) > 1).to_string()>
            <div class="fact-words">
                <p>
                    <b id=element("label")>{move || get(|r| r.label.clone())}</b>
                    " "
                    <span class="unit" id=element("unit")>{move || get(|r| r.unit.clone())}</span>
                    {optional.then(|| view! { <small class="hint">" · "{page.text(Text::ModelOptional)}</small> })}
                </p>
                <p class="hint">{move || get(|r| r.help.clone())}</p>
                {move || hint.get().map(|hint| view! { <p class="hint share-hint">{hint}</p> })}
            </div>
            <div class="fact-boxes">
                <For each=move || facts.get() key=|fact| *fact let:fact>
                    <Box page row fact described=format!("{} {}", element("unit"), element("error")) />
                </For>
            </div>
            <div class="fact-errors" id=element("error") aria-live="polite">
                {move || errors.get().into_iter().map(|line| view! { <p class="error">{line}</p> }).collect_view()}
                {move || cautions.get().into_iter().map(|line| view! { <p class="warning">{line}</p> }).collect_view()}
            </div>
        </div>
    }
}

#[component]
fn Box(page: Page, row: Memo<Option<FactRow>>, fact: Which, described: String) -> impl IntoView {
    let this =
        Memo::new(move |_| row.with(|r| r.as_ref().and_then(|r| r.boxes.iter().find(|b| b.fact == fact).cloned())));
    let get = move |of: fn(&FactBox) -> String| this.with(|b| b.as_ref().map(of).unwrap_or_default());
    let single = Memo::new(move |_| get(|b| b.label.clone()).is_empty());
    // a row with one box has no name of its own inside it
    let name = move || {
        if single.get() {
            row.with(|r| r.as_ref().map(|r| r.label.clone()).unwrap_or_default())
        } else {
            get(|b| b.label.clone())
        }
    };
    let text = BoxText::new(move || get(|b| b.text.clone()), move |typed| page.send(Company::Typed(fact, typed)));
    view! {
        <label>
            <span class:for-readers=move || single.get()>{name}</span>
            <input
                type="text"
                autocomplete="off"
                spellcheck="false"
                node_ref=text.node()
                data-fact=fact.path()
                aria-invalid=move || this.with(|b| b.as_ref().is_some_and(|b| b.wrong)).to_string()
                aria-describedby=described
                prop:value=move || text.shown()
                on:change=move |event| text.typed(&event)
            />
        </label>
    }
}
