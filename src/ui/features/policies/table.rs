//! The policies as rows of one table: today, A, B and more, each with its figures and the range of its futures.

use leptos::prelude::*;

use crate::ui::page::Page;
use aftercast_app::features::policies::Event as Policies;
use aftercast_app::features::policies::{Column, PolicyRow, PolicyTable, RangeBar};
use aftercast_app::view::PolicyIndex;
use aftercast_i18n::Text;

/// The table.
#[component]
pub fn Table(page: Page) -> impl IntoView {
    let table = page.derive(|app| app.policies().table());
    let policies = page.derive(|app| app.policies().order());
    let sorted = page.derive(|app| app.policies().sorted_by());
    let order = move |column| {
        let descending = sorted.get().filter(|(by, _)| *by == column).map(|(_, descending)| descending);
        descending.map(|descending| if descending { "descending" } else { "ascending" })
    };
    let heads = Memo::new(move |_| table.with(|t| t.columns.clone()));
    view! {
        <section class="policies sorts" aria-label=page.text(Text::UiPolicies)>
            <div class="policies-scroll" tabindex="0" role="region" aria-label=page.text(Text::UiPolicies)>
                <table data-testid="policies">
                    <thead>
                        <tr>
                            <th scope="col">{page.text(Text::UiPolicy)}</th>
                            {move || heads.get().into_iter().map(|head| view! {
                                <th scope="col" data-column=head.column.id() title=head.explanation aria-sort=move || order(head.column)>
                                    <button type="button" on:click=move |_| page.send(Policies::Sorted(head.column))>
                                        {head.caption}
                                    </button>
                                </th>
                            }).collect_view()}
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || policies.get() key=|policy| *policy let:policy>
                            <Row page table policy />
                        </For>
                    </tbody>
                </table>
            </div>
        </section>
    }
}

/// A row; `policy` is none for today.
#[component]
fn Row(page: Page, table: Memo<PolicyTable>, policy: Option<PolicyIndex>) -> impl IntoView {
    let row = Memo::new(move |_| table.with(|t| t.rows.iter().find(|row| row.policy == policy).cloned()));
    let selected = Memo::new(move |_| row.with(|r| r.as_ref().is_some_and(|r| r.selected)));
    let name = move || row.with(|r| r.as_ref().map(|r| r.name.clone()).unwrap_or_default());
    let slot = policy.map_or_else(|| "today".to_owned(), crate::ui::slot);
    let select = move |_| {
        if let Some(policy) = policy {
            page.send(Policies::PolicySelected(policy));
        }
    };
    view! {
        <tr data-slot=slot data-selected=move || selected.get().to_string() data-testid="policy-row" on:click=select>
            <th scope="row" title=move || row.with(|r| r.as_ref().map(described).unwrap_or_default())>
                {match policy {
                    None => view! { <span class="policy-today">{name}</span> }.into_any(),
                    Some(_) => view! { <Name page row selected /> }.into_any(),
                }}
            </th>
            {Column::ALL.map(|column| view! { <Cell row column /> })}
        </tr>
    }
}

/// The name, and what it changes, for a pointer that rests on it.
fn described(row: &PolicyRow) -> String {
    std::iter::once(format!("{} {}: {}", row.letter, row.name, row.changes))
        .chain(row.diff.iter().cloned())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Letter and name; a press shows the levers of this policy.
#[component]
fn Name(page: Page, row: Memo<Option<PolicyRow>>, selected: Memo<bool>) -> impl IntoView {
    let letter = move || row.with(|r| r.as_ref().map(|r| r.letter.clone()).unwrap_or_default());
    let name = move || row.with(|r| r.as_ref().map(|r| r.name.clone()).unwrap_or_default());
    view! {
        <button
            class="policy-name"
            type="button"
            aria-pressed=move || selected.get().to_string()
            // the row takes the click
            title=page.text(Text::UiEditPolicy)
        >
            <span class="letter" aria-hidden="true">{letter}</span>
            <span class="policy-words">{name}</span>
        </button>
    }
}

#[component]
fn Cell(row: Memo<Option<PolicyRow>>, column: Column) -> impl IntoView {
    let cell = Memo::new(move |_| row.with(|r| r.as_ref().map(|r| r.cell(column).clone())));
    let value = move || cell.with(|c| c.as_ref().map(|c| c.value.clone()).unwrap_or_default());
    let note = move || cell.with(|c| c.as_ref().map(|c| c.note.clone()).filter(|note| !note.is_empty()));
    if column == Column::Range {
        let range = Memo::new(move |_| row.with(|r| r.as_ref().and_then(|r| r.range)));
        return view! {
            <td data-column=column.id() title=value>
                <span class="for-readers">{value}</span>
                {move || range.get().map(|range| view! { <Bar range /> })}
            </td>
        }
        .into_any();
    }
    view! { <td data-column=column.id() title=note>{value}</td> }.into_any()
}

/// Line, bar and dot of the futures, and the mark of nothing gained.
#[component]
fn Bar(range: RangeBar) -> impl IntoView {
    let RangeBar { low, lower, middle, upper, high, zero, is_beyond } = range;
    let percent = |x: f64| format!("{:.2}%", 100.0 * x);
    view! {
        <svg class="range-bar" viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden="true">
            <line class="range-zero" x1=percent(zero) x2=percent(zero) y1="0" y2="100%" />
            <line class="range-90" x1=percent(low) x2=percent(high) y1="50%" y2="50%" />
            <line class="range-50" x1=percent(lower) x2=percent(upper) y1="50%" y2="50%" />
            // a middle beyond the axis is the arrow head alone
            {(!is_beyond || middle > 0.0).then(|| view! { <line class="range-middle" x1=percent(middle) x2=percent(middle) y1="50%" y2="50%" /> })}
            {is_beyond.then(|| view! { <polygon class="range-beyond" points="-1,8 3,2 3,14" /> })}
        </svg>
    }
}
