//! What can be set: lists of values, boxes to type in and to tick.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::ui::features::analyses::page::AnalysesPage;
use crate::ui::widgets::box_text::BoxText;
use aftercast_app::features::analyses::view::{Control, ControlGroup, Kind, Options, Picks};
use aftercast_app::features::analyses::{Analyses, Event, Field};
use aftercast_app::features::documents::OtherDocument;
use aftercast_i18n::Text;

/// The controls of the open section.
#[component]
pub fn Controls(page: AnalysesPage) -> impl IntoView {
    let controls = page.derive(Analyses::controls);
    let groups = page.derive(Analyses::groups);
    let count = Memo::new(move |_| groups.with(Vec::len));
    view! {
        <div class="study-controls"><Listed page controls /></div>
        <For each=move || 0..count.get() key=|index| *index let:index>
            <Group page groups index />
        </For>
    }
}

/// The controls of the open section as the analyses have them: the question in view, how it is answered behind "Options".
#[component]
pub fn Settings(page: AnalysesPage) -> impl IntoView {
    let asked = page.derive(Analyses::asked);
    let options = page.derive(Analyses::options);
    let is_there = Memo::new(move |_| options.with(|o| !o.summary.is_empty()));
    view! {
        <div class="study-controls"><Listed page controls=asked /></div>
        <Show when=move || is_there.get()><OptionsView page options /></Show>
    }
}

/// How the question is answered; closed until it is asked for, or until something typed in it is not taken.
#[component]
fn OptionsView(page: AnalysesPage, options: Memo<Options>) -> impl IntoView {
    let open = RwSignal::new(false);
    let refused = Memo::new(move |_| options.with(|o| o.is_refused));
    Effect::new(move |_| {
        if refused.get() {
            open.set(true);
        }
    });
    let controls = Memo::new(move |_| options.with(|o| o.controls.clone()));
    let groups = Memo::new(move |_| options.with(|o| o.groups.clone()));
    let count = Memo::new(move |_| groups.with(Vec::len));
    view! {
        <details
            class="study-group study-options"
            data-testid="study-options"
            prop:open=move || open.get()
            on:toggle:target=move |event| open.set(event.target().open())
        >
            <summary>{move || options.with(|o| o.summary.clone())}</summary>
            <div class="study-controls"><Listed page controls /></div>
            <For each=move || 0..count.get() key=|index| *index let:index>
                <Group page groups index />
            </For>
        </details>
    }
}

/// Controls, each kept while it is there.
#[component]
fn Listed(page: AnalysesPage, controls: Memo<Vec<Control>>) -> impl IntoView {
    let fields = Memo::new(move |_| controls.with(|c| c.iter().map(|c| c.field).collect::<Vec<_>>()));
    view! {
        <For each=move || fields.get() key=|field| field.id() let:field>
            {
                let control = Memo::new(move |_| controls.with(|c| c.iter().find(|c| c.field == field).cloned()));
                view! { <One page field control /> }
            }
        </For>
    }
}

/// Rows of controls behind a heading.
#[component]
fn Group(page: AnalysesPage, groups: Memo<Vec<ControlGroup>>, index: usize) -> impl IntoView {
    let title = move || groups.with(|g| g.get(index).map(|g| g.title.clone()).unwrap_or_default());
    let fields = Memo::new(move |_| {
        let rows = |g: &ControlGroup| g.rows.iter().map(|row| row.iter().map(|c| c.field).collect()).collect();
        groups.with(|g| g.get(index).map(rows).unwrap_or_else(Vec::<Vec<Field>>::new))
    });
    let control = move |field: Field| {
        let of = move |g: &Vec<ControlGroup>| g.get(index)?.rows.iter().flatten().find(|c| c.field == field).cloned();
        let control = Memo::new(move |_| groups.with(of));
        view! { <One page field control /> }
    };
    let row =
        move |row: Vec<Field>| view! { <div class="study-row">{row.into_iter().map(control).collect_view()}</div> };
    let row_key = |row: &Vec<Field>| row.iter().map(|f| f.id()).collect::<Vec<_>>();
    let open = RwSignal::new(false);
    let refused = Memo::new(move |_| {
        let of = |g: &ControlGroup| g.rows.iter().flatten().any(|control| control.error.is_some());
        groups.with(|g| g.get(index).is_some_and(of))
    });
    Effect::new(move |_| {
        if refused.get() {
            open.set(true);
        }
    });
    view! {
        <details class="study-group" prop:open=move || open.get() on:toggle:target=move |event| open.set(event.target().open())>
            <summary>{title}</summary>
            <For each=move || fields.get() key=row_key let:cells>
                {row(cells)}
            </For>
        </details>
    }
}

/// A control with its label and what was wrong with what was typed.
#[component]
fn One(page: AnalysesPage, field: Field, control: Memo<Option<Control>>) -> impl IntoView {
    let label = move || control.with(|c| c.as_ref().map(|c| c.label.clone()).unwrap_or_default());
    let error = Memo::new(move |_| control.with(|c| c.as_ref().and_then(|c| c.error.clone())));
    let hint = move || control.with(|c| c.as_ref().and_then(|c| c.hint.clone()));
    let chosen = Memo::new(move |_| control.with(|c| c.as_ref().map(|c| c.chosen.clone()).unwrap_or_default()));
    let kind = control.with_untracked(|c| c.as_ref().map(|c| c.kind.clone()));
    let input = match kind {
        None => ().into_any(),
        Some(Kind::Choice(_)) => view! { <Choice page field control /> }.into_any(),
        Some(Kind::Tick) => view! {
            <input
                type="checkbox"
                data-testid=format!("field-{}", field.id())
                prop:checked=move || chosen.get() == "true"
                on:change:target=move |event| page.send(Event::Set(field, event.target().checked().to_string()))
            />
        }
        .into_any(),
        Some(Kind::Words) => {
            view! { <Typed page field chosen error kind="text" class="study-words" whole=true /> }.into_any()
        }
        Some(Kind::Day) => view! { <Typed page field chosen error kind="date" /> }.into_any(),
        Some(Kind::Text(unit)) => view! {
            <span class="study-typed" title=hint>
                <Typed page field chosen error kind="text" mode="decimal" />
                {unit}
            </span>
        }
        .into_any(),
    };
    view! {
        {(field == Field::Other).then(|| view! { <Kept page chosen /> })}
        <label class="study-field">
            <span>{label}</span>
            {input}
            {move || error.get().map(|error| view! { <span class="study-error" role="alert">{error}</span> })}
        </label>
    }
}

/// Whether a text came into a box in one piece.
fn is_pasted(event: &web_sys::Event) -> bool {
    let kind = event.dyn_ref::<web_sys::InputEvent>().map(web_sys::InputEvent::input_type);
    kind.is_some_and(|kind| matches!(kind.as_str(), "insertFromPaste" | "insertFromDrop"))
}

/// A box to type in; where `whole`, a pasted text is all there will be and counts at once.
#[component]
fn Typed(
    page: AnalysesPage,
    field: Field,
    chosen: Memo<String>,
    error: Memo<Option<String>>,
    kind: &'static str,
    #[prop(optional)] class: &'static str,
    #[prop(optional)] mode: Option<&'static str>,
    #[prop(optional)] whole: bool,
) -> impl IntoView {
    let text = BoxText::new(move || chosen.get(), move |typed| page.send(Event::Set(field, typed)));
    view! {
        <input
            type=kind
            class=class
            inputmode=mode
            data-testid=format!("field-{}", field.id())
            aria-invalid=move || error.with(Option::is_some).to_string()
            node_ref=text.node()
            prop:value=move || text.shown()
            on:input=move |event| {
                if whole && is_pasted(&event) {
                    text.typed(&event);
                }
            }
            on:change=move |event| text.typed(&event)
        />
    }
}

/// The other documents of this browser; where there is none, nothing can be chosen.
#[component]
fn Kept(page: AnalysesPage, chosen: Memo<String>) -> impl IntoView {
    let others = page.workbench.derive(|app| app.documents().others());
    let is_any = Memo::new(move |_| others.with(|o| !o.is_empty()));
    let option = move |other: OtherDocument| {
        let selected = other.fragment == chosen.get();
        view! { <option value=other.fragment selected=selected>{other.called}</option> }
    };
    view! {
        <Show when=move || is_any.get()>
            <label class="study-field">
                <span>{page.text(Text::CompareKept)}</span>
                <select
                    data-testid="other-kept"
                    on:change:target=move |event| page.send(Event::Set(Field::Other, event.target().value()))
                >
                    <option value="">{page.text(Text::CompareChoose)}</option>
                    {move || others.get().into_iter().map(option).collect_view()}
                </select>
            </label>
        </Show>
    }
}

#[component]
fn Choice(page: AnalysesPage, field: Field, control: Memo<Option<Control>>) -> impl IntoView {
    let option = |(id, name, chosen): (String, String, bool)| {
        view! { <option value=id selected=chosen>{name}</option> }
    };
    let options = move || match control.get() {
        Some(Control { kind: Kind::Choice(options), chosen, .. }) => {
            options.into_iter().map(|(id, name)| (id == chosen, id, name)).map(|(c, id, n)| (id, n, c)).collect()
        }
        _ => Vec::new(),
    };
    view! {
        <select
            data-testid=format!("field-{}", field.id())
            on:change:target=move |event| page.send(Event::Set(field, event.target().value()))
        >
            {move || options().into_iter().map(option).collect_view()}
        </select>
    }
}

/// A point of a frontier to open as a policy.
#[component]
pub fn PickOne(page: AnalysesPage) -> impl IntoView {
    let picks = page.derive(Analyses::picks);
    let chosen = RwSignal::new(0_usize);
    let one = move |picks: Picks| {
        let option = |(index, name): (usize, String)| view! { <option value=index.to_string()>{name}</option> };
        chosen.set(0);
        view! {
            <div class="study-pick">
                <label class="study-field">
                    <span>{picks.label}</span>
                    <select
                        data-testid="study-pick"
                        on:change:target=move |event| chosen.set(event.target().value().parse().unwrap_or(0))
                    >
                        {picks.options.into_iter().enumerate().map(option).collect_view()}
                    </select>
                </label>
                <button
                    type="button"
                    class="tool"
                    data-testid="study-open"
                    on:click=move |_| page.send(Event::Picked(chosen.get_untracked()))
                >
                    {picks.action}
                </button>
            </div>
        }
    };
    move || picks.get().map(one)
}
