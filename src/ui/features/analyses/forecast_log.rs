//! The forecast log: files of the forecast, and a box for every month and figure that happened.

use leptos::html::Div;
use leptos::prelude::*;

use crate::ui::features::analyses::page::AnalysesPage;
use crate::ui::features::documents::files::{Chosen, chosen_table};
use crate::ui::widgets::box_text::BoxText;
use aftercast_app::features::analyses::view::Control;
use aftercast_app::features::analyses::{Analyses, Event, Field, ForecastLogView};
use aftercast_i18n::Text;

/// What the section of forecasts has besides its pictures.
#[component]
pub fn ForecastLogTools(page: AnalysesPage) -> impl IntoView {
    let view = page.derive(Analyses::forecast_log_view);
    let open = Memo::new(move |_| view.with(Option::is_some));
    view! { <Show when=move || open.get()><Tools page view /></Show> }
}

#[component]
fn Tools(page: AnalysesPage, view: Memo<Option<ForecastLogView>>) -> impl IntoView {
    let forecast = Memo::new(move |_| view.with(|v| v.as_ref().is_some_and(|v| v.forecast)));
    let block = NodeRef::<Div>::new();
    let trouble = move || view.with(|v| v.as_ref().and_then(|v| v.trouble.clone()));
    let save = move |text: Text, event: fn() -> Event, id: &'static str| {
        view! {
            <button type="button" class="tool outlined" data-testid=id on:click=move |_| page.send(event())>
                {page.text(text)}
            </button>
        }
    };
    let saves = move || {
        view! {
            {save(Text::RecordSave, || Event::ForecastSaved, "record-save")}
            {save(Text::RecordSaveHappened, || Event::HappenedSaved, "record-save-happened")}
        }
    };
    view! {
        <div class="files" role="group" aria-label=page.text(Text::RecordFiles)>
            <Show when=move || forecast.get()>{saves()}</Show>
            <label class="tool outlined file">
                {page.text(Text::RecordBring)}
                <input
                    type="file"
                    accept=".json,.xlsx,.xlsm,.csv,.tsv,.txt,application/json,text/csv,text/plain"
                    data-testid="record-bring"
                    on:change:target=move |event| {
                        chosen_table(page.workbench, &event.target(), block.get_untracked(), move |name, content| {
                            page.send(match content {
                                Ok(Chosen::Text(text)) => Event::Brought(text),
                                Ok(Chosen::Worksheets(worksheets)) => Event::WorksheetsBrought(worksheets),
                                Err(why) => Event::Unreadable(name, why),
                            });
                        });
                    }
                />
            </label>
        </div>
        <div id="record-late" class="late" node_ref=block></div>
        <div aria-live="polite">
            {move || trouble().map(|said| view! { <p class="error" data-testid="record-trouble">{said}</p> })}
        </div>
        <Show when=move || forecast.get()><Happened page view /></Show>
    }
}

/// Months down, figures across.
#[component]
fn Happened(page: AnalysesPage, view: Memo<Option<ForecastLogView>>) -> impl IntoView {
    let heads = Memo::new(move |_| view.with(|v| v.as_ref().map(|v| v.heads.clone()).unwrap_or_default()));
    let months = Memo::new(move |_| {
        view.with(|v| v.as_ref().map_or_else(Vec::new, |v| v.months.iter().map(|(m, _)| m.clone()).collect()))
    });
    let head = |text: String| view! { <th scope="col">{text}</th> };
    let row = move |(t, month): (usize, String)| {
        let figures = heads.with_untracked(Vec::len);
        let cell = move |k: usize| view! { <td><Entry page view t k /></td> };
        view! { <tr><th scope="row">{month}</th>{(0..figures).map(cell).collect_view()}</tr> }
    };
    view! {
        <section class="panel record-happened" aria-labelledby="record-happened-title">
            <h2 id="record-happened-title">{page.text(Text::RecordHappened)}</h2>
            <div class="table-scroll" tabindex="0" role="region" aria-labelledby="record-happened-title">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{page.text(Text::RecordMonth)}</th>
                            {move || heads.get().into_iter().map(head).collect_view()}
                        </tr>
                    </thead>
                    <tbody>
                        <For
                            each=move || months.get().into_iter().enumerate()
                            key=|(t, month)| (*t, month.clone())
                            children=row
                        />
                    </tbody>
                </table>
            </div>
        </section>
    }
}

/// A box for a figure of a month.
#[component]
fn Entry(page: AnalysesPage, view: Memo<Option<ForecastLogView>>, t: usize, k: usize) -> impl IntoView {
    let control = Memo::new(move |_| {
        let of = |v: &ForecastLogView| v.months.get(t).and_then(|(_, boxes)| boxes.get(k)).cloned();
        view.with(|v| v.as_ref().and_then(of))
    });
    let chosen = BoxText::new(
        move || control.with(|c| c.as_ref().map(|c| c.chosen.clone()).unwrap_or_default()),
        move |typed| page.send(Event::Set(Field::Happened(t, k), typed)),
    );
    let of = move |f: fn(&Control) -> String| move || control.with(|c| c.as_ref().map(f).unwrap_or_default());
    let error = Memo::new(move |_| control.with(|c| c.as_ref().and_then(|c| c.error.clone())));
    view! {
        <input
            type="text"
            inputmode="decimal"
            data-testid=format!("happened-{t}-{k}")
            aria-label=of(|c| c.label.clone())
            title=move || control.with(|c| c.as_ref().and_then(|c| c.hint.clone()))
            aria-invalid=move || error.with(Option::is_some).to_string()
            node_ref=chosen.node()
            prop:value=move || chosen.shown()
            on:change=move |event| chosen.typed(&event)
        />
        {move || error.get().map(|error| view! { <span class="study-error" role="alert">{error}</span> })}
    }
}
