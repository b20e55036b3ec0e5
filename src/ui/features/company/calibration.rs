//! The check list beside the company's figures.

use leptos::prelude::*;

use crate::ui::page::Page;
use aftercast_app::features::company::calibration::{Calibration, CalibrationInput};
use aftercast_app::features::company::{BookRow, CheckRow};
use aftercast_app::words::Words;
use aftercast_i18n::Text;

/// What the calibration makes of the figures; it is computed again only where one changed.
#[derive(Clone, Copy)]
pub struct Calibrated {
    input: Memo<Option<CalibrationInput>>,
    made: Memo<Option<Calibration>>,
}

impl Calibrated {
    /// Of the figures in force.
    pub fn new(page: Page) -> Self {
        let input = page.derive(|app| app.company().calibration_input());
        Self { input, made: Memo::new(move |_| input.with(|i| i.as_ref().and_then(CalibrationInput::calibrate))) }
    }

    /// What is odd about a figure, by its path.
    pub fn caution(self, page: Page, path: &str) -> Vec<String> {
        let words = Words(page.locale.get());
        let all = self.input.with(|i| self.made.with(|m| Some(i.as_ref()?.cautions(m.as_ref()?, words))));
        all.unwrap_or_default().into_iter().filter(|(of, _)| *of == path).map(|(_, said)| said).collect()
    }
}

/// The list.
#[component]
pub fn CheckList(page: Page, calibrated: Calibrated) -> impl IntoView {
    let made = calibrated.made;
    let books = move || made.with(|m| m.as_ref().map(|m| m.book_rows(Words(page.locale.get()))).unwrap_or_default());
    let rows = move || made.get().map(|m| m.rows(Words(page.locale.get()))).unwrap_or_default();
    view! {
        <section class="calibration" aria-labelledby="calibration-title">
            <h3 id="calibration-title">{page.text(Text::ModelCheckTitle)}</h3>
            <p class="hint">{page.text(Text::ModelCheckIntro)}</p>
            <Show
                when=move || made.with(Option::is_some)
                fallback=move || view! { <p class="hint">{page.text(Text::ModelCheckNone)}</p> }
            >
                <div class="table-scroll" role="region" tabindex="0" aria-labelledby="calibration-title">
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">{page.text(Text::ModelColumnQuantity)}</th>
                                <th scope="col">{page.text(Text::ModelColumnHere)}</th>
                                <th scope="col">{page.text(Text::ModelColumnSurvey)}</th>
                            </tr>
                        </thead>
                        <tbody>{move || rows().into_iter().map(|row| check_row(page, row)).collect_view()}</tbody>
                    </table>
                </div>
                <h3 id="books-title">{page.text(Text::ModelBooksTitle)}</h3>
                <p class="hint">{page.text(Text::ModelBooksIntro)}</p>
                <div class="table-scroll" role="region" tabindex="0" aria-labelledby="books-title">
                    <table data-testid="books">
                        <thead>
                            <tr>
                                {[Text::CostLine, Text::ModelBooksModel, Text::ModelBooksStated, Text::ModelBooksFactor, Text::ModelBooksAfter]
                                    .map(|text| view! { <th scope="col">{page.text(text)}</th> })}
                            </tr>
                        </thead>
                        <tbody>{move || books().into_iter().map(book_row).collect_view()}</tbody>
                    </table>
                </div>
            </Show>
        </section>
    }
}

fn book_row(row: BookRow) -> impl IntoView {
    view! {
        <tr>
            <th scope="row">{row.label}</th>
            <td>{row.before}</td>
            <td>{row.stated}</td>
            <td>{row.factor}</td>
            <td>{row.after}</td>
        </tr>
    }
}

fn check_row(page: Page, row: CheckRow) -> impl IntoView {
    view! {
        <tr data-far=row.far.to_string()>
            <th scope="row">
                {row.label}
                <small>{page.text(Text::ModelColumnLook)}{page.text(Text::SeparatorColon)}{row.hint}</small>
            </th>
            <td>{row.value} {row.far.then(|| view! { <small class="far">{page.text(Text::ModelFar)}</small> })}</td>
            <td>{row.report}</td>
        </tr>
    }
}
