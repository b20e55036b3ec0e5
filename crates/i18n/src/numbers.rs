//! Numbers as people write them, by locale, with no more digits than the error of the number supports: one way for page, charts and
//! command line.

use std::cell::Cell;

use crate::{Locale, currency};

/// Names of large units, the largest first. English counts below ten thousand are written out.
const fn magnitudes(locale: Locale) -> &'static [(i32, &'static str)] {
    match locale {
        Locale::English => &[(9, "B"), (6, "M"), (3, "K")],
        Locale::Chinese => &[(8, "亿"), (4, "万")],
    }
}

/// Values beyond this are not drawn: the span of two of them must still be a number.
const LARGEST: f64 = 1e100;

/// Whether a value has a place on an axis at all.
#[must_use]
pub fn drawable(value: f64) -> bool {
    value.is_finite() && value.abs() < LARGEST
}

/// The power of ten of the leading digit: 3 for 4 200, -2 for 0.034. Zero and values without a place give 0.
#[must_use]
pub fn decade(value: f64) -> i32 {
    if value == 0.0 || !value.is_finite() {
        return 0;
    }
    // the decimal writer is exact on every platform, a logarithm is not
    format!("{value:e}").rsplit('e').next().and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

/// Ten to a whole power, correctly rounded.
#[must_use]
pub fn ten_to(power: i32) -> f64 {
    format!("1e{power}").parse().unwrap_or(f64::INFINITY)
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

/// Digits of a number of which no error is known.
const SIGNIFICANT_DIGITS: i32 = 3;
/// Most digits of a number, however small its error: more are not read.
const MOST_DIGITS: i32 = 4;

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

/// The power of ten of the last digit worth writing.
fn supported_digit(value: f64, error: Option<f64>) -> i32 {
    // the last of so many digits, also where rounding adds one in front: 999.6 is 1000
    let last = |digits: i32| {
        let power = decade(value) - digits + 1;
        if value == 0.0 { None } else { Some(decade(rounded_to(value, power)) - digits + 1) }
    };
    match error.map(f64::abs).filter(|error| drawable(*error) && *error > 0.0) {
        Some(error) => {
            // 9.7 is 10 to one digit: the tens are what it supports
            let power = decade(rounded_to(error, decade(error)));
            last(MOST_DIGITS).map_or(power, |most| power.max(most))
        }
        None => last(SIGNIFICANT_DIGITS).unwrap_or(0),
    }
}

/// The power of ten of the last digit that a step is made of: -1 for 0.5, 1 for 20, -2 for 0.25.
fn finest_digit(step: f64) -> i32 {
    let mut power = decade(step);
    for _ in 0..3 {
        let unit = ten_to(power);
        if (step / unit - (step / unit).round()).abs() < 1e-6 {
            break;
        }
        power -= 1;
    }
    power
}

fn rounded_to(value: f64, power: i32) -> f64 {
    if power >= 0 {
        (value / ten_to(power)).round() * ten_to(power)
    } else {
        (value * ten_to(-power)).round() / ten_to(-power)
    }
}

/// A sum in whole thousands, in Chinese in tenths of 万: one unit for a column.
#[must_use]
pub fn thousands(value: f64, locale: Locale) -> String {
    in_full(value).unwrap_or_else(|| match locale {
        Locale::English => trimmed(value / 1e3, 0) + "K",
        Locale::Chinese => trimmed(value / 1e4, 1) + "万",
    })
}

/// A number without error or unit, with at most `decimals` decimals, none of them a trailing zero.
///
/// ```
/// use aftercast_i18n::numbers::trimmed;
/// assert_eq!(trimmed(-1_234_567.25, 2), "−1,234,567.25");
/// assert_eq!(trimmed(-0.0, 2), "0");
/// ```
#[must_use]
pub fn trimmed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |d| ("−", d));
    format!("{}{}", if digits == "0" { "" } else { sign }, grouped(digits))
}

/// Thousands set apart with commas.
fn grouped(digits: &str) -> String {
    let (whole, rest) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let mut out = String::new();
    for (k, c) in whole.chars().enumerate() {
        if k > 0 && (whole.len() - k) % 3 == 0 {
            out.push(',');
        }
        out.push(c);
    }
    if let Some(rest) = rest {
        out.push('.');
        out.push_str(rest);
    }
    out
}

#[cfg(test)]
mod tests;
