//! One assumption: label, histogram, boxes, "treat as known", evidence.

use leptos::prelude::*;

use crate::ui::page::Page;
use crate::ui::widgets::box_text::BoxText;
use crate::ui::widgets::icons::Icon;
use crate::ui::widgets::icons::Symbol;
use aftercast_app::features::assumptions::Event as Assumptions;
use aftercast_app::features::assumptions::Part;
use aftercast_app::features::assumptions::shape::{Shape, shape};
use aftercast_app::features::assumptions::{AssumptionRow, AssumptionsView};
use aftercast_i18n::Text;
use aftercast_scenario::AssumptionId;

/// A row as its parts read it.
#[derive(Clone, Copy)]
struct Row {
    id: AssumptionId,
    row: Memo<Option<AssumptionRow>>,
}

impl Row {
    fn get<T: Default>(self, of: impl FnOnce(&AssumptionRow) -> T) -> T {
        self.row.with(|row| row.as_ref().map(of).unwrap_or_default())
    }

    fn element(self, part: &str) -> String {
        format!("assumption-{}-{part}", self.id.name())
    }
}

/// The row.
#[component]
pub fn Assumption(page: Page, view: Memo<AssumptionsView>, id: AssumptionId) -> impl IntoView {
    let of = move |v: &AssumptionsView| v.groups.iter().flat_map(|g| &g.rows).find(|row| row.id == id).cloned();
    let row = Row { id, row: Memo::new(move |_| view.with(of)) };
    view! {
        <div
            class="assumption"
            role="group"
            aria-labelledby=row.element("label")
            data-assumption=id.name()
            data-changed=move || row.get(|r| r.changed).to_string()
        >
            <div class="assumption-words">
                <p class="assumption-name">
                    <b id=row.element("label")>{move || row.get(|r| r.label.clone())}</b>
                    " "
                    <span class="unit" id=row.element("unit")>{move || row.get(|r| r.unit.clone())}</span>
                </p>
                <p class="hint">{move || row.get(|r| r.help.clone())}</p>
                <Foot page row />
            </div>
            <div class="assumption-values">
                <Histogram row />
                <Boxes page row />
                <p class="error" id=row.element("error") aria-live="polite">{move || row.get(|r| r.error.clone())}</p>
                <Known page row />
            </div>
        </div>
    }
}

/// What was before, what replaces it, and the evidence.
#[component]
fn Foot(page: Page, row: Row) -> impl IntoView {
    let open = RwSignal::new(false);
    let evidence = Memo::new(move |_| row.get(|r| r.evidence.clone()));
    let source = move || row.get(|r| r.source.clone());
    view! {
        <p class="assumption-foot">
            <Show
                when=move || evidence.with(|e| !e.is_empty())
                fallback=move || view! { <span class="source bare">{source}</span> }
            >
                <button
                    class="source"
                    type="button"
                    aria-expanded=move || open.get().to_string()
                    aria-controls=row.element("evidence")
                    on:click=move |_| open.update(|o| *o = !*o)
                >
                    {source}
                </button>
            </Show>
            <span class="hint">
                {move || page.text_with(Text::ModelAllowedLabel, "range", move || row.get(|r| r.allowed.clone()))()}
            </span>
            {move || row.get(|r| r.hint.clone()).map(|hint| view! { <span class="hint share-hint">{hint}</span> })}
            {move || row.get(|r| r.own.clone()).map(|own| view! { <span class="hint">{own}</span> })}
        </p>
        {move || row.get(|r| r.replaced.clone()).map(|said| view! { <p class="warning">{said}</p> })}
        <div class="evidence" id=row.element("evidence") hidden=move || !open.get()>
            {move || evidence.get().into_iter().map(|figure| view! { <p>{figure}</p> }).collect_view()}
        </div>
    }
}

#[component]
fn Histogram(row: Row) -> impl IntoView {
    let drawn = Memo::new(move |_| {
        row.row.with(|r| r.as_ref().map(|r| r.now)).map(|now| shape(now, row.id.spec().distribution))
    });
    let part = move |of: fn(&Shape) -> String| drawn.with(|d| d.as_ref().map(of).unwrap_or_default());
    view! {
        <svg class="assumption-shape" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true">
            <path class="shape-own" d=move || part(|s| s.own.clone()) />
            <path class="shape-now" d=move || part(|s| s.bars.clone()) />
            <line
                x1=move || part(|s| s.central.to_string())
                x2=move || part(|s| s.central.to_string())
                y1="0"
                y2="24"
            />
        </svg>
    }
}

/// Low, most likely and high, or the known value; or the distribution in words.
#[component]
fn Boxes(page: Page, row: Row) -> impl IntoView {
    let parts = Memo::new(move |_| row.get(|r| r.boxes.iter().map(|b| (b.part, b.label.clone())).collect::<Vec<_>>()));
    let words = Memo::new(move |_| row.get(|r| r.shape.clone()));
    view! {
        <div class="assumption-boxes">
            <For each=move || parts.get() key=|part| part.clone() let:part>
                <Box page row part=part.0 label=part.1 />
            </For>
            {move || words.get().map(|words| view! { <p class="hint">{words}</p> })}
        </div>
    }
}

#[component]
fn Box(page: Page, row: Row, part: Part, label: String) -> impl IntoView {
    let of =
        move |r: &AssumptionRow| r.boxes.iter().find(|b| b.part == part).map(|b| b.text.clone()).unwrap_or_default();
    let id = row.id;
    let text = BoxText::new(move || row.get(of), move |typed| page.send(Assumptions::Typed(id, part, typed)));
    view! {
        <label>
            <span>{label}</span>
            <input
                type="text"
                autocomplete="off"
                spellcheck="false"
                node_ref=text.node()
                aria-invalid=move || row.get(|r| r.error.is_some()).to_string()
                aria-describedby=format!("{} {}", row.element("unit"), row.element("error"))
                prop:value=move || text.shown()
                on:change=move |event| text.typed(&event)
            />
        </label>
    }
}

/// "Treat as known", a range for what has none, and the way back.
#[component]
fn Known(page: Page, row: Row) -> impl IntoView {
    let known = Memo::new(move |_| row.get(|r| r.known));
    let bare = Memo::new(move |_| row.get(|r| r.shape.is_some()));
    let changed = Memo::new(move |_| row.get(|r| r.changed));
    let send = move |event: Assumptions| page.send(event);
    let reset = page.text_with(Text::ModelResetOf, "name", move || row.get(|r| r.label.clone()));
    let reset = Memo::new(move |_| reset());
    view! {
        <div class="assumption-tools">
            <label class="tick">
                <input
                    type="checkbox"
                    prop:checked=move || known.get()
                    on:change=move |event| send(Assumptions::KnownSwitched(row.id, event_target_checked(&event)))
                />
                {page.text(Text::ModelKnown)}
            </label>
            <Show when=move || bare.get()>
                <button class="tool outlined" type="button" on:click=move |_| send(Assumptions::RangeWanted(row.id))>
                    {page.text(Text::ModelOwnRange)}
                </button>
            </Show>
            <Show when=move || changed.get()>
                <button
                    class="quiet"
                    type="button"
                    aria-label=move || reset.get()
                    title=move || reset.get()
                    on:click=move |_| send(Assumptions::Reset(row.id))
                >
                    <Symbol icon=Icon::Reset />
                </button>
            </Show>
        </div>
    }
}
