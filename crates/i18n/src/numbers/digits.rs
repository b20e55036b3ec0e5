//! Digits: powers of ten, the last digit worth writing, thousands set apart.

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

/// Digits of a number of which no error is known.
const SIGNIFICANT_DIGITS: i32 = 3;
/// Most digits of a number, however small its error: more are not read.
pub(super) const MOST_DIGITS: i32 = 4;

/// The power of ten of the last digit worth writing.
pub(super) fn supported_digit(value: f64, error: Option<f64>) -> i32 {
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
pub(super) fn finest_digit(step: f64) -> i32 {
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

pub(super) fn rounded_to(value: f64, power: i32) -> f64 {
    if power >= 0 {
        (value / ten_to(power)).round() * ten_to(power)
    } else {
        (value * ten_to(-power)).round() / ten_to(-power)
    }
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
pub(super) fn grouped(digits: &str) -> String {
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
