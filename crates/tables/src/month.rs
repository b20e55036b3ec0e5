//! A month as it stands in a table: `2026-12`, `2026/12/1`, `2026年12月`, `Dec 2026`, `12/2026`, `2026-12-01 00:00:00`.

/// A month of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    /// From 1900 to 2999.
    pub year: u16,
    /// From 1 to 12.
    pub month: u8,
}

impl core::fmt::Display for Month {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

/// Why a month was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MonthError {
    /// Not a month.
    NotAMonth,
    /// A day such as `1/12/2026`, which is in one month for some and in another for others: both.
    TwoReadings(Month, Month),
    /// A number of days as spreadsheets store a date.
    Serial,
}

impl core::fmt::Display for MonthError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::NotAMonth => f.write_str("not a month: write it as 2026-12"),
            Self::TwoReadings(one, other) => write!(f, "could be {one} or {other}: write it as {one}"),
            Self::Serial => f.write_str("a number of days in place of a date: format the column as a date"),
        }
    }
}

impl core::error::Error for MonthError {}

const LONGEST: usize = 64;
const NAMES: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const FULL: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Reads a month; a day of it may stand there too.
///
/// ```
/// use aftercast_tables::month::read;
/// assert_eq!(read("2026年12月").map(|m| m.to_string()), Ok("2026-12".to_owned()));
/// assert!(read("1/12/2026").is_err());
/// ```
///
/// # Errors
/// Why it cannot be read without a guess.
pub fn read(written: &str) -> Result<Month, MonthError> {
    let text = written.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if text.is_empty() || text.len() > LONGEST {
        return Err(MonthError::NotAMonth);
    }
    let text: String = text.chars().map(plain).flat_map(char::to_lowercase).collect();
    let text = without_time(&text);
    let parts = parts(text).ok_or(MonthError::NotAMonth)?;
    let month = |year: u32, month: u32| sound(year, month).ok_or(MonthError::NotAMonth);
    match parts.as_slice() {
        [Part::Number(y, 4), Part::Number(m, 1..=2)] | [Part::Number(m, 1..=2), Part::Number(y, 4)] => month(*y, *m),
        [Part::Number(y, 4), Part::Number(m, 1..=2), Part::Number(d, 1..=2)] if is_day(*d) => month(*y, *m),
        [Part::Number(a, 1..=2), Part::Number(b, 1..=2), Part::Number(y, 4)] => day(*a, *b, *y, text.contains('.')),
        [Part::Name(m), Part::Number(y, 4)] | [Part::Number(y, 4), Part::Name(m)] => month(*y, *m),
        // Dec-26 and 26-Dec are what spreadsheets make of a month
        [Part::Name(m), Part::Number(y, 2)] => month(2000 + y, *m),
        [Part::Number(d, 1..=2), Part::Name(m), Part::Number(y, 4)]
        | [Part::Name(m), Part::Number(d, 1..=2), Part::Number(y, 4)]
        | [Part::Number(y, 4), Part::Name(m), Part::Number(d, 1..=2)]
            if is_day(*d) =>
        {
            month(*y, *m)
        }
        [Part::Number(all, 6)] => month(all / 100, all % 100),
        [Part::Number(all, 8)] if is_day(all % 100) => month(all / 10_000, all / 100 % 100),
        // 1927 to 2173
        [Part::Number(10_000..=99_999, 5)] => Err(MonthError::Serial),
        _ => Err(MonthError::NotAMonth),
    }
}

/// The month of an English name in small letters, whole or short: 1 to 12.
///
/// ```
/// # use aftercast_tables::month::named;
/// assert_eq!((named("sept"), named("dec"), named("december"), named("decem")), (Some(9), Some(12), Some(12), None));
/// ```
pub fn named(name: &str) -> Option<u32> {
    let index = |names: [&str; 12]| names.iter().position(|n| *n == name);
    index(FULL).or_else(|| index(NAMES)).or((name == "sept").then_some(8)).map(|month| month as u32 + 1)
}

/// A day written day and month or month and day, and the year; with points the day is first everywhere.
fn day(a: u32, b: u32, year: u32, points: bool) -> Result<Month, MonthError> {
    let of = |month: u32, day: u32| sound(year, month).filter(|_| is_day(day));
    match (of(b, a), of(a, b)) {
        (Some(day_first), Some(month_first)) if !points && day_first != month_first => {
            Err(MonthError::TwoReadings(day_first, month_first))
        }
        (Some(day_first), _) => Ok(day_first),
        (None, Some(month_first)) if !points => Ok(month_first),
        _ => Err(MonthError::NotAMonth),
    }
}

fn sound(year: u32, month: u32) -> Option<Month> {
    let sound = (1900..3000).contains(&year) && (1..=12).contains(&month);
    sound.then_some(Month { year: year as u16, month: month as u8 })
}

fn is_day(day: u32) -> bool {
    (1..=31).contains(&day)
}

fn plain(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        '−' | '–' => '-',
        '。' => '.',
        c => c,
    }
}

/// A date without the time of day that programs write behind it.
fn without_time(text: &str) -> &str {
    let Some(at) = text.find([' ', 't']).filter(|at| *at >= 8) else { return text };
    let time = &text[at + 1..];
    let is_time = time.contains(':') && time.bytes().all(|b| b.is_ascii_digit() || b":.+-zZ".contains(&b));
    if is_time && text.as_bytes()[..at].iter().all(|b| b.is_ascii_digit() || b"-/.".contains(b)) {
        &text[..at]
    } else {
        text
    }
}

#[derive(Debug)]
enum Part {
    /// A number with its digits.
    Number(u32, usize),
    /// A month by name.
    Name(u32),
}

/// Numbers and names with one separator between each two; none where there is anything else.
fn parts(text: &str) -> Option<Vec<Part>> {
    let mut found = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        if found.len() == 3 {
            return None;
        }
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 {
            found.push(Part::Number(rest[..digits].parse().ok().filter(|_| digits <= 8)?, digits));
            rest = &rest[digits..];
        } else {
            let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
            let name = &rest[..letters];
            found.push(Part::Name(named(name)?));
            rest = &rest[letters..];
        }
        rest = separator(rest, found.len())?;
    }
    Some(found)
}

/// What follows the separator behind a part; a Chinese sign belongs to the part before it.
fn separator(rest: &str, index: usize) -> Option<&str> {
    let signs: [&[&str]; 3] = [&["年"], &["月份", "月"], &["日", "号"]];
    let spaced = rest.trim_start_matches(' ');
    let sign = signs.get(index - 1).and_then(|signs| signs.iter().find_map(|sign| spaced.strip_prefix(sign)));
    if let Some(rest) = sign {
        return Some(rest.trim_start());
    }
    if rest.is_empty() {
        return Some(rest);
    }
    // a name may stand at the digits: 1dec2026
    let next = rest.trim_start_matches(' ');
    let next = next.strip_prefix(['-', '/', '.', ',', '\'']).unwrap_or(next).trim_start_matches(' ');
    let moved = next.len() < rest.len();
    let mixed = rest.starts_with(|c: char| c.is_ascii_alphabetic())
        || index > 0 && rest.starts_with(|c: char| c.is_ascii_digit());
    (!next.is_empty() && (moved || mixed)).then_some(next)
}
