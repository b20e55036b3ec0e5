//! The check list beside the company's figures.

use leptos::prelude::*;

use crate::app::App;
use crate::app::defend::calibration::CalibrationInput;
use crate::app::defend::view::CheckRow;
use crate::app::words::Words;
use crate::texts::Text;
use crate::ui::Page;

/// The list; it is computed again only where a figure changed.
#[component]
pub fn CheckList(page: Page) -> impl IntoView {
    let input = page.derive(App::calibration_input);
    let made = Memo::new(move |_| input.with(|i| i.as_ref().and_then(CalibrationInput::calibrate)));
    let rows = move || made.get().map(|m| m.rows(Words(page.locale.get()))).unwrap_or_default();
    view! {
        <section class="calibration" aria-labelledby="calibration-title">
            <h3 id="calibration-title">{page.text(Text::DefendCheckTitle)}</h3>
            <p class="hint">{page.text(Text::DefendCheckIntro)}</p>
            <Show
                when=move || made.with(Option::is_some)
                fallback=move || view! { <p class="hint">{page.text(Text::DefendCheckNone)}</p> }
            >
                <div class="table-scroll" role="region" tabindex="0" aria-labelledby="calibration-title">
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">{page.text(Text::DefendColumnQuantity)}</th>
                                <th scope="col">{page.text(Text::DefendColumnHere)}</th>
                                <th scope="col">{page.text(Text::DefendColumnSurvey)}</th>
                            </tr>
                        </thead>
                        <tbody>{move || rows().into_iter().map(|row| check_row(page, row)).collect_view()}</tbody>
                    </table>
                </div>
            </Show>
        </section>
    }
}

fn check_row(page: Page, row: CheckRow) -> impl IntoView {
    view! {
        <tr data-far=row.far.to_string()>
            <th scope="row">
                {row.label}
                <small>{page.text(Text::DefendColumnLook)}": "{row.hint}</small>
            </th>
            <td>{row.value} {row.far.then(|| view! { <small class="far">{page.text(Text::DefendFar)}</small> })}</td>
            <td>{row.survey}</td>
        </tr>
    }
}
