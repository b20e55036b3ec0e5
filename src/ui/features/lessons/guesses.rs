//! The class list with its scores, and the guesses on a line.

use leptos::prelude::*;

use crate::ui::features::lessons::predict::say;
use crate::ui::page::Page;
use crate::ui::widgets::icons::Icon;
use crate::ui::widgets::icons::Symbol;
use aftercast_app::features::lessons::predict::Event as Guess;
use aftercast_app::features::lessons::reveal::{GuessRow, PredictView};
use aftercast_i18n::Text;

/// Everybody's guess; with gap and score once revealed, the best first.
#[component]
pub fn Guesses(page: Page, view: Memo<Option<PredictView>>) -> impl IntoView {
    let rows = Memo::new(move |_| view.with(|v| v.as_ref().map(|v| v.rows.clone()).unwrap_or_default()));
    let some = Memo::new(move |_| rows.with(|rows| !rows.is_empty()));
    let head = [Text::PredictColumnName, Text::PredictColumnGuess, Text::PredictColumnGap, Text::PredictColumnScore];
    let head = move || head.map(|text| view! { <th scope="col">{page.text(text)}</th> }).collect_view();
    view! {
        <Show when=move || some.get()>
            <div class="table-scroll guesses" role="region" tabindex="0" aria-label=page.text(Text::PredictList) data-testid="guesses">
                <table>
                    <thead><tr>{head()}<td></td></tr></thead>
                    <tbody>{move || rows.get().into_iter().map(|guess| row(page, guess)).collect_view()}</tbody>
                </table>
            </div>
        </Show>
    }
    .into_any()
}

fn row(page: Page, guess: GuessRow) -> AnyView {
    let (place, name) = (guess.place, guess.name.clone());
    let remove = page.text_with(Text::PredictRemove, "name", move || name.clone());
    view! {
        <tr>
            <th scope="row">{guess.name}</th>
            <td>{guess.guess}</td>
            <td>{guess.gap}</td>
            <td>{guess.score}</td>
            <td>
                <button class="quiet" type="button" aria-label=remove on:click=move |_| say(page, Guess::Withdrawn(place))>
                    <Symbol icon=Icon::Close />
                </button>
            </td>
        </tr>
    }
    .into_any()
}

/// Guesses and the model on a line from 0 to 100, once revealed.
#[component]
pub fn Line(page: Page, view: Memo<Option<PredictView>>) -> impl IntoView {
    let slot = page.derive(|app| crate::ui::slot(app.session().selected()));
    let marks = Memo::new(move |_| {
        view.with(|v| {
            let v = v.as_ref()?;
            let model = v.at?;
            Some((model, v.rows.iter().filter_map(|row| row.at.map(|at| (at, row.name.clone()))).collect::<Vec<_>>()))
        })
    });
    let drawn = move |(model, guesses): (f64, Vec<(f64, String)>)| {
        let at = |share: f64| format!("{share:.4}");
        view! {
            <div class="line" role="img" aria-label=page.text(Text::PredictScale) data-slot=move || slot.get() data-testid="line">
                {guesses.into_iter().enumerate().map(|(k, (share, name))| view! {
                    <span class="line-guess" style=("--x", at(share)) style=("--row", (k % 3).to_string())>
                        <i class="dot"></i>{name}
                    </span>
                }).collect_view()}
                <span class="line-model" style=("--x", at(model))>
                    <b>{page.text(Text::PredictModel)} {format!(" {:.0}", 100.0 * model)}</b>
                </span>
                {[0, 25, 50, 75, 100].map(|tick| view! {
                    <span class="line-tick" style=("--x", at(f64::from(tick) / 100.0))>{tick}</span>
                }).collect_view()}
            </div>
        }
        .into_any()
    };
    move || marks.get().map(drawn)
}
