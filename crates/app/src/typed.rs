//! What to say of what was typed into a box; how a number is read is [`aftercast_import::reading`].

use aftercast_i18n::Text;
use aftercast_tables::number::{Form, Reading};

use super::words::Words;

pub use aftercast_import::reading::{
    NumberError, amount, in_files, money, of_assumption, of_field, of_lever, read, share,
};

/// What to say of a number that has two readings, a foreign unit or no bounds; none where the box itself says it.
pub fn refusal(why: &NumberError, typed: &str, words: Words) -> Option<String> {
    let typed = typed.trim();
    match why {
        NumberError::TwoReadings(groups, decimal) => {
            let holes = [("typed", typed), ("one", groups.as_str()), ("other", decimal)];
            Some(words.with(Text::NumberTwoReadings, &holes))
        }
        NumberError::BareOne => Some(words.with(Text::NumberBareOne, &[("typed", typed)])),
        NumberError::ForeignUnit(unit) => {
            Some(words.with(Text::NumberForeignUnit, &[("typed", typed), ("unit", unit.as_str())]))
        }
        NumberError::BeyondBounds => Some(words.with(Text::NumberBeyondBounds, &[("typed", typed)])),
        NumberError::Empty | NumberError::NotANumber | NumberError::OutOfRange(_) => None,
    }
}

/// What to say of an empty box, or of what is no number, with the range and a number that fits.
pub fn not_a_number(typed: &str, (low, high): (&str, &str), example: &str, words: Words) -> String {
    let text = if typed.trim().is_empty() { Text::TypedEmpty } else { Text::TypedUnreadable };
    words.with(text, &[("typed", typed.trim()), ("low", low), ("high", high), ("example", example)])
}

/// What was typed, with the minus sign that numbers have on the page.
pub fn as_written(typed: &str) -> String {
    let typed = typed.trim();
    typed.strip_prefix('-').map_or_else(|| typed.to_owned(), |rest| format!("−{rest}"))
}

/// The rule of shares, for a box that holds one.
pub fn hint(reading: &Reading<'_>, words: Words) -> Option<String> {
    (reading.form == Form::Share).then(|| words.to(Text::NumberShareHint))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_two_meanings_is_asked_in_words() {
        for locale in [aftercast_plot::Locale::English, aftercast_plot::Locale::Chinese] {
            let said = |typed: &str, reading: &Reading<'_>| {
                refusal(&read(typed, reading).unwrap_err(), typed, Words(locale)).unwrap()
            };
            let one = said("1", &share((0.0, 1.0)));
            assert!(one.contains("1%") && one.contains("100%"), "{one}");
            let two = said("12,0000", &money((0.0, 1e9)));
            assert!(two.contains("120000") && two.contains("12.0000"), "{two}");
            assert!(said("5 USD", &money((0.0, 1e9))).contains("usd"));
            assert!(said("1e999", &money((0.0, 1e9))).contains("1e999"));
        }
        assert_eq!(refusal(&NumberError::NotANumber, "soon", Words(aftercast_plot::Locale::English)), None);
    }
}
