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
    let head = [
        Text::PredictColumnName,
        Text::PredictColumnGuess,
        Text::PredictColumnGap,
        Text::PredictColumnScore,
        Text::PredictPoints,
    ];
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
    let (index, name) = (guess.index, guess.name.clone());
    let remove = page.text_with(Text::PredictRemove, "name", move || name.clone());
    view! {
        <tr>
            <th scope="row">{guess.name} {(!guess.team.is_empty()).then(|| view! { <small>{guess.team}</small> })}</th>
            <td>{guess.guess}</td>
            <td>{guess.gap}</td>
            <td>{guess.score}</td>
            <td>{guess.points}</td>
            <td>
                <button class="quiet" type="button" aria-label=remove on:click=move |_| say(page, Guess::Withdrawn(index))>
                    <Symbol icon=Icon::Close />
                </button>
            </td>
        </tr>
    }
    .into_any()
}

/// So many guesses have their names on the line.
const NAMED: usize = 8;

/// The row of each guess on the line: above the ones that would lie under it.
fn stacked(shares: &[f64], named: bool) -> Vec<usize> {
    let width = if named { 0.12 } else { 0.022 };
    let mut rows: Vec<usize> = Vec::with_capacity(shares.len());
    for (k, share) in shares.iter().enumerate() {
        let taken = |row: usize| (0..k).any(|other| rows[other] == row && (shares[other] - share).abs() < width);
        rows.push((0..).find(|&row| !taken(row)).unwrap_or_default());
    }
    rows
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
        // names of a few stand beside their dots, those of a class in the table
        let named = guesses.len() <= NAMED;
        let rows = stacked(&guesses.iter().map(|(share, _)| *share).collect::<Vec<_>>(), named);
        let highest = rows.iter().max().copied().unwrap_or_default();
        view! {
            <div class="line" style=("--rows", highest.to_string()) role="img" aria-label=page.text(Text::PredictScale) data-slot=move || slot.get() data-testid="line">
                {guesses.into_iter().zip(rows).map(|((share, name), row)| (share, named.then(|| name.clone()), name, row)).map(|(share, beside, name, row)| view! {
                    <span class="line-guess" title=name style=("--x", at(share)) style=("--row", row.to_string())>
                        <i class="dot"></i>{beside}
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
