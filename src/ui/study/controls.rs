//! What can be set: one list of values a control.

use leptos::prelude::*;

use super::page::StudyPage;
use crate::study::view::Control;
use crate::study::{Event, Field, Study};

/// The controls of the open section.
#[component]
pub fn Controls(page: StudyPage) -> impl IntoView {
    let controls = page.derive(Study::controls);
    let fields = Memo::new(move |_| controls.with(|c| c.iter().map(|c| c.field).collect::<Vec<_>>()));
    view! {
        <div class="study-controls">
            <For each=move || fields.get() key=|field| field.id() let:field>
                <Choice page controls field />
            </For>
        </div>
    }
}

#[component]
fn Choice(page: StudyPage, controls: Memo<Vec<Control>>, field: Field) -> impl IntoView {
    let control = Memo::new(move |_| controls.with(|c| c.iter().find(|c| c.field == field).cloned()));
    let label = move || control.with(|c| c.as_ref().map(|c| c.label.clone()).unwrap_or_default());
    let option = |(id, name, chosen): (String, String, bool)| {
        view! { <option value=id selected=chosen>{name}</option> }
    };
    let options = move || {
        let Some(control) = control.get() else { return Vec::new() };
        let chosen = control.chosen;
        control.options.into_iter().map(|(id, name)| (id == chosen, id, name)).map(|(c, id, n)| (id, n, c)).collect()
    };
    view! {
        <label class="study-field">
            <span>{label}</span>
            <select
                data-testid=format!("field-{}", field.id())
                on:change:target=move |event| page.send(Event::Set(field, event.target().value()))
            >
                {move || options().into_iter().map(option).collect_view()}
            </select>
        </label>
    }
}
