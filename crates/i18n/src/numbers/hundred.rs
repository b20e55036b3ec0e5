//! Shares as counts of a hundred.

use super::{drawable, in_full, rounded_to, supported_digit};
use crate::Locale;

/// "94 of 100", with the digits its error supports; both shares between 0 and 1. A share that is not 0 or 1 never reads 0 or 100.
#[must_use]
pub fn of_hundred(share: f64, error: Option<f64>, locale: Locale) -> String {
    if !drawable(share) {
        return "–".to_owned();
    }
    let share = share.clamp(0.0, 1.0);
    if let Some(all) = in_full(share) {
        return all;
    }
    let percent = 100.0 * share;
    // a whole future is the finest grain a reader can picture
    let power = error.map_or(0, |error| supported_digit(percent, Some(100.0 * error)).clamp(0, 1));
    // rounded to tens, a rare event would read as impossible
    let power = if matches!(rounded_to(percent, power) as i64, 0 | 100) { 0 } else { power };
    let count = rounded_to(percent, power) as i64;
    let word = count_of_hundred(share, count, locale);
    match locale {
        Locale::English => format!("{word} of 100"),
        Locale::Chinese => format!("100 种中有{word} 种"),
    }
}

/// The number before "of 100": a share that is not 0 or 1 is "fewer than 1" or "more than 99", never 0 or 100.
#[must_use]
pub fn count_of_hundred(share: f64, count: i64, locale: Locale) -> String {
    match (count, locale) {
        (0, Locale::English) if share > 0.0 => "fewer than 1".to_owned(),
        (0, Locale::Chinese) if share > 0.0 => "不到 1".to_owned(),
        (100, Locale::English) if share < 1.0 => "more than 99".to_owned(),
        (100, Locale::Chinese) if share < 1.0 => "超过 99".to_owned(),
        (_, Locale::English) => count.to_string(),
        // a number is set apart from Chinese, a word is not
        (_, Locale::Chinese) => format!(" {count}"),
    }
}

/// "94/100": the same where room is scarce.
#[must_use]
pub fn of_hundred_short(share: f64, error: Option<f64>) -> String {
    let long = of_hundred(share, error, Locale::English);
    long.replace("fewer than ", "<").replace("more than ", ">").replace(" of ", "/")
}
