//! What is wrong with a file or a day, in words.

use super::Trouble;
use crate::app::words::Words;
use crate::engine::verification::forecast::{ActualError, FIGURES, ForecastError};
use crate::protocol::analysis::NOT_STATIONARY;
use crate::texts::Text;

pub(super) fn said(trouble: &Trouble, words: Words) -> String {
    match trouble {
        Trouble::NoText(name) => words.with(Text::ShareFileUnreadable, &[("name", name)]),
        Trouble::Unreadable(why) => words.with(Text::RecordUnreadable, &[("why", why)]),
        Trouble::Forecast(e) => refusal(e, words),
    }
}

pub(super) fn refusal(e: &ForecastError, words: Words) -> String {
    match e {
        ForecastError::Date(date) => words.with(Text::RecordNoDay, &[("date", date)]),
        ForecastError::Changed => words.to(Text::RecordChanged),
        ForecastError::Nothing => words.to(Text::RecordNothing),
        ForecastError::Actual(line, why) => {
            let why = reason(why, words);
            words.with(Text::RecordLine, &[("line", &line.to_string()), ("why", &why)])
        }
        ForecastError::Baseline(_) | ForecastError::StartMonth { .. } => NOT_STATIONARY.to_owned(),
    }
}

fn reason(why: &ActualError, words: Words) -> String {
    match why {
        ActualError::Empty => words.to(Text::RecordEmpty),
        ActualError::UnknownColumn(name) => {
            words.with(Text::RecordColumn, &[("name", name), ("known", &FIGURES.join(", "))])
        }
        ActualError::ColumnTwice(name) | ActualError::MonthTwice(name) => {
            words.with(Text::RecordTwice, &[("name", name)])
        }
        ActualError::NoMonths => words.to(Text::RecordNoMonths),
        ActualError::Cells { found, wanted } => {
            words.with(Text::RecordCells, &[("found", &found.to_string()), ("wanted", &wanted.to_string())])
        }
        ActualError::Month(text) => words.with(Text::RecordNoMonth, &[("text", text)]),
        ActualError::Number { figure, cell } => words.with(Text::RecordNoNumber, &[("figure", figure), ("cell", cell)]),
        ActualError::Range { figure, cell, allowed: (low, high) } => {
            let high = if high.is_finite() { high.to_string() } else { "∞".to_owned() };
            let holes = [("figure", *figure), ("cell", cell), ("low", &low.to_string()), ("high", &high)];
            words.with(Text::RecordRange, &holes)
        }
    }
}
