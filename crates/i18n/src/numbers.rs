//! Numbers as people write them, by locale, with no more digits than the error of the number supports: one way for page, charts and
//! command line.

mod digits;
mod hundred;

use std::cell::Cell;

use crate::{Locale, currency};
use digits::{MOST_DIGITS, finest_digit, grouped, rounded_to, supported_digit};
pub use digits::{decade, drawable, ten_to, trimmed};
pub use hundred::{count_of_hundred, of_hundred, of_hundred_short};

/// Names of large units, the largest first. English counts below ten thousand are written out.
const fn magnitudes(locale: Locale) -> &'static [(i32, &'static str)] {
    match locale {
        Locale::English => &[(9, "B"), (6, "M"), (3, "K")],
        Locale::Chinese => &[(8, "亿"), (4, "万")],
    }
}

thread_local! {
    static WHOLE: Cell<bool> = const { Cell::new(false) };
}

/// Does this with every number written in full: plain decimals with all digits, shares between 0 and 1, no currency, no large unit and no
/// unit. For tables that other programs read.
///
/// ```
/// use aftercast_i18n::numbers::{NumberStyle, DisplayUnit, whole};
/// let style = NumberStyle { unit: DisplayUnit::Cny, ..NumberStyle::default() };
/// assert_eq!(whole(|| style.text(-1_234_567.125, Some(1e4))), "-1234567.125");
/// assert_eq!(style.text(-1_234_567.125, Some(1e4)), "−¥1.23M");
/// ```
pub fn whole<T>(f: impl FnOnce() -> T) -> T {
    let before = WHOLE.replace(true);
    let made = f();
    WHOLE.set(before);
    made
}

/// The unit to which the numbers of a table are rounded, so that they add up as written: `unit`, and within [`whole`] a fraction of a
/// yuan that no sum of a firm has.
#[must_use]
pub fn table_unit(unit: f64) -> f64 {
    // a power of two: what is counted in it has no digits of its own
    if WHOLE.get() { unit.min(1.0 / 8192.0) } else { unit }
}

/// A number in full, where that is asked for.
fn in_full(value: f64) -> Option<String> {
    WHOLE.get().then(|| value.to_string())
}

/// How a number is written: as a bare number, as money, in percent, in points or in minutes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DisplayUnit {
    /// A bare number.
    #[default]
    Plain,
    /// A sum of the firm: Chinese yuan, or the [currency in force](crate::currency).
    Cny,
    /// A share between 0 and 1, written in percent.
    Percent,
    /// A difference of two shares, written in percentage points.
    Points,
    /// A duration in minutes.
    Minutes,
}

impl DisplayUnit {
    /// What a value is multiplied by before it is written.
    const fn factor(self) -> f64 {
        match self {
            Self::Percent | Self::Points => 100.0,
            Self::Plain | Self::Cny | Self::Minutes => 1.0,
        }
    }
}

/// How a quantity is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NumberStyle {
    /// Whose habits.
    pub locale: Locale,
    /// What is counted.
    pub unit: DisplayUnit,
    /// Whether a gain carries a plus: differences do.
    pub signed: bool,
}

impl NumberStyle {
    /// A style without sign.
    #[must_use]
    pub const fn new(locale: Locale, unit: DisplayUnit) -> Self {
        Self { locale, unit, signed: false }
    }

    /// The same style for differences.
    #[must_use]
    pub const fn signed(self) -> Self {
        Self { signed: true, ..self }
    }

    /// A value rounded to the leading digit of its Monte Carlo error (same unit as the value); three digits where no error
    /// is given. A value without a place is an en dash.
    #[must_use]
    pub fn text(self, value: f64, error: Option<f64>) -> String {
        if !drawable(value) {
            return "–".to_owned();
        }
        if let Some(all) = in_full(value) {
            return all;
        }
        let scaled = value * self.unit.factor();
        let power = supported_digit(scaled, error.map(|error| error * self.unit.factor()));
        let rounded = rounded_to(scaled, power);
        let (magnitude, name) = self.magnitude(rounded);
        self.dressed(rounded, power, magnitude, name)
    }

    /// The number that [`text`](Self::text) writes, in the unit of the value.
    #[must_use]
    pub fn rounded(self, value: f64, error: Option<f64>) -> f64 {
        let (scaled, factor) = (value * self.unit.factor(), self.unit.factor());
        let power = supported_digit(scaled, error.map(|error| error * factor));
        rounded_to(scaled, power) / factor
    }

    /// A value to so many digits, none of which is a zero that rounding put in front.
    #[must_use]
    pub fn to_digits(self, value: f64, digits: i32) -> String {
        if let Some(all) = in_full(value).filter(|_| drawable(value)) {
            return all;
        }
        let factor = self.unit.factor();
        let last = |x: f64| ten_to(decade(x * factor) - digits + 1) / factor;
        let rounded = self.rounded(value, Some(last(value)));
        self.text(rounded, Some(last(rounded)))
    }

    /// A value that was set, not measured, with all of its digits: "¥5M" where few count, "¥12,345,678" where a large unit would hide some.
    ///
    /// ```
    /// use aftercast_i18n::numbers::{NumberStyle, DisplayUnit};
    /// let style = NumberStyle { unit: DisplayUnit::Cny, ..NumberStyle::default() };
    /// assert_eq!([5e6, 12_345_678.0].map(|sum| style.as_set(sum)), ["¥5M", "¥12,345,678"]);
    /// ```
    #[must_use]
    pub fn as_set(self, value: f64) -> String {
        if !drawable(value) {
            return "–".to_owned();
        }
        if let Some(all) = in_full(value) {
            return all;
        }
        let scaled = value * self.unit.factor();
        // twelve digits: those behind are the dust of binary fractions
        let written = format!("{scaled:.11e}");
        let digits = written.split('e').next().unwrap_or_default().trim_end_matches('0');
        let digits = digits.bytes().filter(u8::is_ascii_digit).count().max(1) as i32;
        let value = written.parse().unwrap_or(scaled);
        let power = decade(value) - digits + 1;
        let (magnitude, name) = if digits > MOST_DIGITS { (0, "") } else { self.magnitude(value) };
        self.dressed(value, power, magnitude, name)
    }

    /// The error itself, to one digit, with ±.
    #[must_use]
    pub fn plus_minus(self, error: f64) -> String {
        if !(drawable(error) && error >= 0.0) {
            return "±–".to_owned();
        }
        if let Some(all) = in_full(error) {
            return format!("±{all}");
        }
        let scaled = error * self.unit.factor();
        let power = supported_digit(scaled, Some(scaled));
        let rounded = rounded_to(scaled, power);
        let (magnitude, name) = self.magnitude(rounded);
        format!("±{}", Self { signed: false, ..self }.dressed(rounded, power, magnitude, name))
    }

    /// Labels of an axis: one large unit for all of them, and just the digits that the step needs. The currency stands in
    /// the axis title, not at every tick.
    #[must_use]
    pub fn ticks(self, values: &[f64], step: f64) -> Vec<String> {
        if let Some(all) = values.iter().map(|value| in_full(*value)).collect() {
            return all;
        }
        let factor = self.unit.factor();
        let largest = values.iter().map(|value| (value * factor).abs()).fold(0.0, f64::max);
        let (magnitude, name) = self.magnitude(largest);
        let power = finest_digit(step * factor);
        let plain = match self.unit {
            DisplayUnit::Percent => Self { signed: false, ..self },
            _ => Self { unit: DisplayUnit::Plain, signed: self.signed, locale: self.locale },
        };
        let write = |value: &f64| plain.dressed(rounded_to(value * factor, power), power, magnitude, name);
        values.iter().map(write).collect()
    }

    /// The large unit a number is written in: its power of ten and its name.
    fn magnitude(self, value: f64) -> (i32, &'static str) {
        if matches!(self.unit, DisplayUnit::Percent | DisplayUnit::Points | DisplayUnit::Minutes)
            || value.abs() < 10_000.0
        {
            return (0, "");
        }
        let digits = decade(value);
        magnitudes(self.locale).iter().copied().find(|(power, _)| digits >= *power).unwrap_or((0, ""))
    }

    /// Sign, currency, digits, large unit and unit, in this order. `value` is already rounded to `power`.
    fn dressed(self, value: f64, power: i32, magnitude: i32, name: &str) -> String {
        let sign = if value < 0.0 {
            "−"
        } else if value > 0.0 && self.signed {
            "+"
        } else {
            ""
        };
        let decimals = (magnitude - power).max(0) as usize;
        let body = format!("{:.decimals$}", value.abs() / ten_to(magnitude));
        let body = if value == 0.0 { "0".to_owned() } else { grouped(&body) };
        let name = if value == 0.0 { "" } else { name };
        let currency = if self.unit == DisplayUnit::Cny { currency::symbol() } else { String::new() };
        let unit = match (self.unit, self.locale) {
            (DisplayUnit::Plain | DisplayUnit::Cny, _) => "",
            (DisplayUnit::Percent, _) => "%",
            (DisplayUnit::Points, Locale::English) => " points",
            (DisplayUnit::Points, Locale::Chinese) => " 个百分点",
            (DisplayUnit::Minutes, Locale::English) => " min",
            (DisplayUnit::Minutes, Locale::Chinese) => " 分钟",
        };
        format!("{sign}{currency}{body}{name}{unit}")
    }
}

/// A sentence in pieces: whether a piece is a number with all that belongs to it (sign, currency, large unit), and the piece. Where a
/// number is set in one piece, no line breaks between a sign and its digits.
pub fn pieces(sentence: &str) -> impl Iterator<Item = (bool, &str)> {
    let mut rest = sentence;
    // letters of a symbol are letters of words, too
    let symbol: String = currency::symbol().chars().filter(|c| !c.is_alphabetic()).collect();
    std::iter::from_fn(move || {
        let begins = |c: char| c.is_ascii_digit() || "+−±".contains(c) || symbol.contains(c);
        let goes_on = |c: char| begins(c) || ".,:%万亿".contains(c) || c.is_ascii_uppercase();
        let first = rest.chars().next()?;
        let end = if begins(first) { rest.find(|c| !goes_on(c)) } else { rest.find(begins) };
        let piece = &rest[..end.unwrap_or(rest.len())];
        // a mark that ends the sentence is no part of the number
        let piece = if begins(first) { piece.trim_end_matches(['.', ',', ':']) } else { piece };
        rest = &rest[piece.len()..];
        Some((begins(first), piece))
    })
}

/// A sum in whole thousands, in Chinese in tenths of 万: one unit for a column.
#[must_use]
pub fn thousands(value: f64, locale: Locale) -> String {
    in_full(value).unwrap_or_else(|| match locale {
        Locale::English => trimmed(value / 1e3, 0) + "K",
        Locale::Chinese => trimmed(value / 1e4, 1) + "万",
    })
}

#[cfg(test)]
mod tests;
