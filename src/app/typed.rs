//! Numbers as people type them: `3000`, `35%`, `0.35`, `1.2万`, `12k`, `¥1,200`, `３５％`.

/// Why a typed number was not taken.
#[derive(Clone, Debug, PartialEq)]
pub enum NotANumber {
    /// There is no number in it, or something besides.
    Unreadable,
    /// It is outside the range it must keep.
    OutOfRange,
}

/// Reads a number. In a box of shares a number with `%`, or of 1 and more, is in percent; below 1 it is the share itself.
///
/// ```
/// use aftercast::app::typed::parse;
/// assert_eq!(parse("1.2万", false), Some(12_000.0));
/// assert_eq!(parse("35", true), Some(0.35));
/// assert_eq!(parse("0.35", true), Some(0.35));
/// assert_eq!(parse("soon", false), None);
/// ```
pub fn parse(typed: &str, share: bool) -> Option<f64> {
    let text: String = typed.chars().filter_map(plain).collect();
    let text = text.to_ascii_lowercase();
    let (digits, factor, percent) = without_suffix(&text);
    // the standard parser also takes "inf", "nan" and "1e9", which nobody means here
    let sound = digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+'));
    let number: f64 = if sound { digits.parse().ok()? } else { return None };
    if percent {
        // through the decimal point, so that 28% is the 0.28 of the files to the last bit
        return hundredth(digits);
    }
    if share && factor == 1.0 && number.abs() >= 1.0 {
        return hundredth(digits);
    }
    Some(number * factor)
}

/// A hundredth of a decimal number, correctly rounded.
fn hundredth(digits: &str) -> Option<f64> {
    format!("{digits}e-2").parse().ok().filter(|x: &f64| x.is_finite())
}

/// Reads a number and holds it to a range, ends included.
///
/// # Errors
/// What is wrong with it; nothing is clamped.
pub fn parse_within(typed: &str, share: bool, (min, max): (f64, f64)) -> Result<f64, NotANumber> {
    let number = parse(typed, share).ok_or(NotANumber::Unreadable)?;
    if number >= min && number <= max { Ok(number) } else { Err(NotANumber::OutOfRange) }
}

/// Full-width forms become plain ones; spaces, thousands separators and currencies go.
fn plain(c: char) -> Option<char> {
    match c {
        c if c.is_whitespace() => None,
        ',' | '，' | '\'' | '¥' | '￥' | '元' => None,
        '−' | '–' | '－' => Some('-'),
        '０'..='９' | '．' | '％' | '＋' | 'ａ'..='ｚ' | 'Ａ'..='Ｚ' => char::from_u32(c as u32 - 0xFEE0),
        c => Some(c),
    }
}

/// The digits, the factor of a suffix such as k or 万, and whether it ends in a percent sign.
fn without_suffix(text: &str) -> (&str, f64, bool) {
    if let Some(digits) = text.strip_suffix('%') {
        return (digits, 1.0, true);
    }
    for (suffix, factor) in [("万", 1e4), ("亿", 1e8), ("千", 1e3), ("w", 1e4), ("k", 1e3), ("m", 1e6), ("b", 1e9)] {
        if let Some(digits) = text.strip_suffix(suffix) {
            return (digits, factor, false);
        }
    }
    (text, 1.0, false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type() {
        for (typed, share, value) in [
            ("3000", false, Some(3000.0)),
            (" 3 000 ", false, Some(3000.0)),
            ("3,000", false, Some(3000.0)),
            ("1.2万", false, Some(12_000.0)),
            ("1.2w", false, Some(12_000.0)),
            ("2亿", false, Some(2e8)),
            ("12k", false, Some(12_000.0)),
            ("¥8,500", false, Some(8500.0)),
            ("-5", false, Some(-5.0)),
            ("−5", false, Some(-5.0)),
            ("35%", true, Some(0.35)),
            ("３５％", true, Some(0.35)),
            ("35", true, Some(0.35)),
            ("0.35", true, Some(0.35)),
            (".35", true, Some(0.35)),
            ("28.7%", true, Some(0.287)),
            ("1", true, Some(0.01)),
            ("100", true, Some(1.0)),
            ("0", true, Some(0.0)),
            ("", false, None),
            ("%", true, None),
            ("inf", false, None),
            ("NaN", false, None),
            ("1e9", false, None),
            ("3000 customers", false, None),
            ("--3", false, None),
        ] {
            assert_eq!(parse(typed, share), value, "{typed}");
        }
    }

    #[test]
    fn nothing_is_clamped() {
        assert_eq!(parse_within("120%", true, (0.0, 1.0)), Err(NotANumber::OutOfRange));
        assert_eq!(parse_within("many", true, (0.0, 1.0)), Err(NotANumber::Unreadable));
        assert_eq!(parse_within("100", true, (0.0, 1.0)), Ok(1.0));
    }
}
