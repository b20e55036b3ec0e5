//! The parts of a written number: sign, what stands before it, digits with their marks, exponent, what stands behind it.

use super::{Form, LONGEST, Mark, Marks, NumberError, Reading};

/// Multipliers with their powers of ten; longer ones first.
const MULTIPLIERS: [(&str, i32); 27] = [
    ("thousand", 3),
    ("million", 6),
    ("billion", 9),
    ("mio", 6),
    ("mrd", 9),
    ("mn", 6),
    ("bn", 9),
    ("k", 3),
    ("m", 6),
    ("b", 9),
    ("w", 4),
    ("万亿", 12),
    ("千亿", 11),
    ("百亿", 10),
    ("十亿", 9),
    ("亿", 8),
    ("千万", 7),
    ("百万", 6),
    ("十万", 5),
    ("万", 4),
    ("萬", 4),
    ("億", 8),
    ("千", 3),
    ("仟", 3),
    ("百", 2),
    ("佰", 2),
    ("十", 1),
];

/// Words for percent.
const PERCENT: [&str; 4] = ["%", "percent", "per cent", "pct"];

/// Digits and the marks between them.
#[derive(Debug, PartialEq)]
enum Digits {
    /// One way to read them: those before and behind the decimal mark, and that mark where there is one or groups imply it.
    Clear { whole: String, decimals: String, mark: Option<char> },
    /// A comma or point before exactly three digits, or a comma before four that end in three zeros (a group of 万).
    Once { mark: char, before: String, behind: String },
}

/// A written number in its parts.
#[derive(Debug)]
pub(super) struct Figure {
    negative: bool,
    before: String,
    digits: Digits,
    exponent: i32,
    behind: String,
}

impl Figure {
    pub(super) fn new(written: &str) -> Result<Self, NumberError> {
        if written.len() > LONGEST {
            return Err(NumberError::NotANumber);
        }
        let text: String = written.trim_matches(is_blank).chars().map(plain).collect();
        if text.is_empty() {
            return Err(NumberError::Empty);
        }
        // the first digit, or the mark before it
        let first = text.find(|c: char| c.is_ascii_digit()).ok_or(NumberError::NotANumber)?;
        let start = if text[..first].ends_with(['.', ',']) { first - 1 } else { first };
        let rest = &text[start..];
        let end = rest.find(|c: char| !(c.is_ascii_digit() || is_mark(c))).unwrap_or(rest.len());
        let (body, behind) = (rest[..end].trim_end(), &rest[end..]);
        let (exponent, behind) = exponent(body, behind, end)?;
        if behind.contains(|c: char| c.is_ascii_digit()) {
            return Err(NumberError::NotANumber);
        }
        let (negative, before) = sign(&text[..start])?;
        let digits = digits(body, exponent.is_some()).ok_or(NumberError::NotANumber)?;
        Ok(Self { negative, before, digits, exponent: exponent.unwrap_or(0), behind: behind.trim().to_lowercase() })
    }

    /// The power of ten of a multiplier and whether it is in percent; nothing else may stand beside the digits but its unit.
    pub(super) fn affixes(&self, reading: &Reading<'_>) -> Result<(i32, bool), NumberError> {
        let foreign = |text: &str| match text.trim_matches(' ') {
            // a sign of another kind of statement, such as > or ~
            t if !t.contains(|c: char| c.is_alphabetic() || is_currency(c) || c == '%' || c == '‰') => {
                NumberError::NotANumber
            }
            t => NumberError::ForeignUnit(t.to_owned()),
        };
        let own = |text: &str| reading.units.contains(&text);
        let mut percent = false;
        match self.before.as_str() {
            "" => {}
            "%" | "百分之" => percent = true,
            unit if own(unit) => {}
            other => return Err(foreign(other)),
        }
        let behind = self.behind.as_str();
        if behind.is_empty() || own(behind) {
            return Ok((0, percent));
        }
        if PERCENT.contains(&behind) && !percent {
            return Ok((0, true));
        }
        let found = MULTIPLIERS.iter().find_map(|(name, power)| Some((behind.strip_prefix(name)?.trim(), *power)));
        match found {
            Some((unit, power)) if (unit.is_empty() || own(unit)) && !percent && reading.form != Form::Share => {
                Ok((power, false))
            }
            _ => Err(foreign(behind)),
        }
    }

    /// The number times ten to a power, correctly rounded: 28% is the 0.28 of files to the last bit.
    pub(super) fn value(&self, marks: Marks, power: i32) -> Result<f64, NumberError> {
        let (whole, decimals) = match &self.digits {
            Digits::Clear { whole, decimals, .. } => (whole.clone(), decimals.as_str()),
            Digits::Once { mark, before, behind } => {
                let joined = format!("{before}{behind}");
                let meaning = match (*mark, behind.len()) {
                    (_, 4) if marks.comma != Mark::Decimal => Mark::Unclear,
                    (',', _) => marks.comma,
                    _ => marks.point,
                };
                match meaning {
                    Mark::Groups => (joined, ""),
                    Mark::Decimal => (before.clone(), behind.as_str()),
                    Mark::Unclear => {
                        let sign = if self.negative { "-" } else { "" };
                        let (groups, decimal) = (format!("{sign}{joined}"), format!("{sign}{before}.{behind}"));
                        return Err(NumberError::TwoReadings(groups, decimal));
                    }
                }
            }
        };
        let sign = if self.negative { "-" } else { "" };
        let text = format!("{sign}{whole}.{decimals}e{}", self.exponent + power);
        let value: f64 = text.parse().map_err(|_| NumberError::NotANumber)?;
        let lost = value == 0.0 && whole.chars().chain(decimals.chars()).any(|c| c != '0');
        // no number is -0
        if value.is_finite() && !lost { Ok(value + 0.0) } else { Err(NumberError::BeyondBounds) }
    }

    pub(super) fn decimal_mark(&self) -> Option<char> {
        match self.digits {
            Digits::Clear { mark, .. } => mark,
            Digits::Once { .. } => None,
        }
    }
}

/// White space, and marks without width or form that come along when text is copied. Those that turn the direction of text
/// round stay, so that a number which looks otherwise than it is gets refused.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}' | '\u{202c}' | '\u{2060}')
        || matches!(c, '\u{2066}' | '\u{2068}' | '\u{2069}' | '\u{feff}')
}

/// Full-width and typographic forms become plain ones.
fn plain(c: char) -> char {
    match c {
        '−' | '–' | '－' | '﹣' => '-',
        '。' | '．' | '｡' => '.',
        '，' | '﹐' => ',',
        '’' | 'ʼ' | '＇' | '‘' | '´' | '`' => '\'',
        '￥' => '¥',
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        c => c,
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '.' | ',' | ' ' | '\'')
}

fn is_currency(c: char) -> bool {
    matches!(c, '$' | '¢' | '£' | '¤' | '¥' | '\u{20a0}'..='\u{20cf}')
}

/// The exponent of `1e-3`, and what stands behind it; `2e` and `2 e3` have none.
fn exponent<'a>(body: &str, behind: &'a str, end: usize) -> Result<(Option<i32>, &'a str), NumberError> {
    let Some(tail) = behind.strip_prefix(['e', 'E']) else { return Ok((None, behind)) };
    let digits = tail.strip_prefix(['+', '-']).unwrap_or(tail);
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    if length == 0 || body.len() != end {
        return Ok((None, behind));
    }
    let signed = &tail[..tail.len() - digits.len() + length];
    // beyond four digits any number is infinite or nothing
    let exponent = if length <= 4 { signed.parse().ok() } else { None };
    exponent.map_or(Err(NumberError::BeyondBounds), |e| Ok((Some(e), &digits[length..])))
}

/// Whether a minus stands among what is before the digits, and what else does.
fn sign(before: &str) -> Result<(bool, String), NumberError> {
    let signs: Vec<char> = before.chars().filter(|c| matches!(c, '+' | '-')).collect();
    if signs.len() > 1 {
        return Err(NumberError::NotANumber);
    }
    let rest: String = before.chars().filter(|c| !matches!(c, '+' | '-')).collect();
    Ok((signs.first() == Some(&'-'), rest.trim().to_lowercase()))
}

/// The digits of a body such as `1.312,50`; none where its marks have no meaning. With an exponent nothing groups.
fn digits(body: &str, scientific: bool) -> Option<Digits> {
    let parts: Vec<&str> = body.split(is_mark).collect();
    let marks: Vec<char> = body.chars().filter(|c| is_mark(*c)).collect();
    let clear = |whole: String, decimals: &str, mark| {
        let digits = Digits::Clear { whole, decimals: decimals.to_owned(), mark };
        (!matches!(&digits, Digits::Clear { whole, decimals, .. } if whole.is_empty() && decimals.is_empty()))
            .then_some(digits)
    };
    match (marks.as_slice(), parts.as_slice()) {
        ([], [whole]) => clear((*whole).to_owned(), "", None),
        ([mark @ ('.' | ',')], [before, behind]) => {
            let (before, behind) = (*before, *behind);
            if *mark == ',' && (behind.is_empty() || scientific) {
                return None;
            }
            let grouped = behind.len() == 3 || *mark == ',' && behind.len() == 4 && behind.ends_with("000");
            match before.as_bytes() {
                _ if scientific || !grouped => {}
                [b'1'..=b'9', ..] if before.len() <= 3 || behind.len() == 4 && before.len() <= 4 => {
                    let (before, behind) = (before.to_owned(), behind.to_owned());
                    return Some(Digits::Once { mark: *mark, before, behind });
                }
                // 00,123 is a slip of some kind
                [b'0', _, ..] => return None,
                _ => {}
            }
            clear(before.to_owned(), behind, Some(*mark))
        }
        _ if scientific => None,
        ([group, rest @ ..], [..]) => {
            let (decimal, groups) = match marks.last() {
                Some(last) if last != group => {
                    (matches!(last, '.' | ',') && rest.iter().filter(|m| *m != group).count() == 1).then_some(*last)?;
                    (Some(*last), &parts[..parts.len() - 1])
                }
                _ if rest.iter().all(|m| m == group) => (None, &parts[..]),
                _ => return None,
            };
            let decimals = if decimal.is_some() { parts.last().copied().filter(|d| !d.is_empty())? } else { "" };
            if !(in_threes(groups) || *group == ',' && in_lakhs(groups)) {
                return None;
            }
            // several commas group, so the point divides, and the other way round
            let implied = match group {
                ',' => Some('.'),
                '.' => Some(','),
                _ => None,
            };
            clear(groups.concat(), decimals, decimal.or(implied))
        }
        _ => None,
    }
}

/// Groups of three behind a first of one to three digits that does not begin with 0.
fn in_threes(groups: &[&str]) -> bool {
    let Some((first, rest)) = groups.split_first() else { return false };
    (1..=3).contains(&first.len()) && !first.starts_with('0') && rest.iter().all(|group| group.len() == 3)
}

/// Groups of two and a last one of three, as in `12,34,567`.
fn in_lakhs(groups: &[&str]) -> bool {
    let [first, middle @ .., last] = groups else { return false };
    let sound = (1..=2).contains(&first.len()) && !first.starts_with('0') && last.len() == 3;
    sound && !middle.is_empty() && middle.iter().all(|group| group.len() == 2)
}
