//! A number as it was written: `8,2` `8.2` `8，2` `１８％` `1.2万` `180k` `240 CNY` `1 312,50` `1.312,50` `1'312.50`.
//!
//! A comma before groups of exactly three digits groups, else it is the decimal mark; a point is the decimal mark, unless
//! several of them group. In files the other numbers may say more, which [`Marks`] holds. A share without a percent sign is
//! read by [`Form`].

mod figure;

use figure::Figure;

/// What a comma or point means that stands once, before exactly three digits, as in `1,234`: nothing in the number says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// `1,234` is 1.234.
    Decimal,
    /// `1,234` is 1234.
    Groups,
    /// It could be either: refused with both readings.
    Unclear,
}

/// What comma and point mean where a number does not say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    /// The comma.
    pub comma: Mark,
    /// The point.
    pub point: Mark,
}

impl Marks {
    /// Numbers as they are typed: `1,234` is 1234, `1.234` is 1.234.
    pub const TYPED: Self = Self { comma: Mark::Groups, point: Mark::Decimal };
}

/// What a number is, which decides about percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// An amount of something: a percent sign is a foreign unit.
    Amount,
    /// A ratio, or a share in a file: `35%` is 0.35, `0.35` is 0.35, `35` is 35.
    Ratio,
    /// A share in a box: `35%`, `35` and `0.35` are 0.35; a bare `1` is refused where 1 % and 100 % are both possible.
    Share,
    /// A share under a head with a percent sign: `35%` and `35` are 0.35, `0.35` is 0.0035.
    Percent,
}

/// How a number is to be read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading<'a> {
    /// What it is.
    pub form: Form,
    /// Comma and point.
    pub marks: Marks,
    /// Units that may stand beside it, in lower case.
    pub units: &'a [&'a str],
    /// The least and the most it may be, ends included.
    pub range: (f64, f64),
}

impl Reading<'_> {
    /// A typed amount of any size without a unit.
    pub const TYPED: Self = Self {
        form: Form::Amount,
        marks: Marks::TYPED,
        units: crate::units::NONE,
        range: (f64::NEG_INFINITY, f64::INFINITY),
    };
}

/// Why a number was not read.
#[derive(Clone, Debug, PartialEq)]
pub enum NumberError {
    /// Nothing is written.
    Empty,
    /// No number, or more than one.
    NotANumber,
    /// A mark that groups or divides: both readings, such as `1234` and `1.234`.
    TwoReadings(String, String),
    /// A bare 1 where 1 % and 100 % are both possible; −1 likewise.
    BareOne,
    /// A unit or word that does not belong to the number, as written.
    ForeignUnit(String),
    /// Larger than any number, or so small that it would become 0.
    BeyondBounds,
    /// Outside the range: the number read.
    OutOfRange(f64),
}

impl core::fmt::Display for NumberError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Empty => f.write_str("nothing is written: write a number"),
            Self::NotANumber => f.write_str("not one number: write digits, such as 1234.5 or 1234,5"),
            Self::TwoReadings(one, other) => {
                write!(f, "could be {one} or {other}: write it without the mark, or with all of its decimals")
            }
            Self::BareOne => f.write_str("could be 1 % or 100 %: write the percent sign"),
            Self::ForeignUnit(unit) => write!(f, "{unit} is not its unit: write the number in the unit of the field"),
            Self::BeyondBounds => f.write_str("beyond the numbers that can be kept: check its exponent"),
            Self::OutOfRange(value) => write!(f, "{value} is outside the range of the field"),
        }
    }
}

impl core::error::Error for NumberError {}

/// Most bytes of a number.
const LONGEST: usize = 512;

/// Reads a number.
///
/// ```
/// use aftercast_tables::number::{Form, NumberError, Reading, read};
/// use aftercast_tables::units;
/// let money = Reading { units: units::CNY, ..Reading::TYPED };
/// assert_eq!(read("1.312,50 CNY", &money), Ok(1312.5));
/// assert_eq!(read("$5", &money), Err(NumberError::ForeignUnit("$".to_owned())));
/// let share = Reading { form: Form::Share, range: (0.0, 1.0), ..Reading::TYPED };
/// assert_eq!(read("１８％", &share), Ok(0.18));
/// assert_eq!(read("1", &share), Err(NumberError::BareOne));
/// ```
///
/// # Errors
/// Why it cannot be read without a guess.
pub fn read(written: &str, reading: &Reading<'_>) -> Result<f64, NumberError> {
    let figure = Figure::new(written)?;
    let (multiplier, percent) = figure.affixes(reading)?;
    let whole = |shift: i32| figure.value(reading.marks, multiplier + shift);
    let value = match (reading.form, percent) {
        (Form::Amount, true) => return Err(NumberError::ForeignUnit("%".to_owned())),
        (_, true) | (Form::Percent, false) => whole(-2)?,
        (Form::Amount | Form::Ratio, false) => whole(0)?,
        (Form::Share, false) => {
            let bare = whole(0)?;
            let (hundredth, itself) = (whole(-2)?, bare);
            match (bare.abs(), within(hundredth, reading.range), within(itself, reading.range)) {
                (1.0, true, true) => return Err(NumberError::BareOne),
                (1.0, true, false) => hundredth,
                (size, ..) if size > 1.0 => hundredth,
                _ => itself,
            }
        }
    };
    if within(value, reading.range) { Ok(value) } else { Err(NumberError::OutOfRange(value)) }
}

fn within(value: f64, (least, most): (f64, f64)) -> bool {
    value >= least && value <= most
}

/// Which mark a number shows to be the decimal mark, where it does: `286,50` the comma, `1,234.5` and `1,234,567` the point.
pub fn decimal_mark(written: &str) -> Option<char> {
    Figure::new(written).ok()?.decimal_mark()
}
