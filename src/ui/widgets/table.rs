//! A table of numbers: real HTML, which scrolls inside its own region.

use leptos::prelude::*;

use aftercast_app::view::Table;

/// The table; a row is set again only where it changed.
#[component]
pub fn DataTable(table: Memo<Table>) -> impl IntoView {
    let caption = Memo::new(move |_| table.with(|t| t.caption.clone()));
    let columns = Memo::new(move |_| table.with(|t| t.columns.clone()));
    let rows = Memo::new(move |_| table.with(|t| t.rows.len()));
    view! {
        // focusable, so that the keyboard can scroll it
        <div class="table-scroll" role="region" tabindex="0" aria-label=move || caption.get()>
            <table>
                <caption class="for-readers">{move || caption.get()}</caption>
                <thead>
                    <tr>{move || columns.get().into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view()}</tr>
                </thead>
                <tbody>
                    <For each=move || 0..rows.get() key=|row| *row let:row>
                        <Row table index=row />
                    </For>
                </tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(table: Memo<Table>, index: usize) -> impl IntoView {
    let cells = Memo::new(move |_| table.with(|t| t.rows.get(index).cloned().unwrap_or_default()));
    let cell = |(column, text): (usize, String)| match column {
        0 => view! { <th scope="row">{text}</th> }.into_any(),
        _ => view! { <td>{text}</td> }.into_any(),
    };
    view! { <tr>{move || cells.get().into_iter().enumerate().map(cell).collect_view()}</tr> }
}
