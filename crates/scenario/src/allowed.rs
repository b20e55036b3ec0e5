//! What is allowed where a violation is, kept apart from words: a page says it in the language of its reader, a program in English.

use core::fmt;

/// What is allowed. [`Display`](fmt::Display) says it in English, as programs and files do.
///
/// ```
/// use aftercast_scenario::Allowed;
/// assert_eq!(Allowed::Range { low: 0.0, high: 1.0, unit: "of contacts" }.to_string(), "0 to 1 of contacts");
/// assert_eq!(Allowed::from("low < high").to_string(), "low < high");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Allowed {
    /// From one number to another, both among them; the unit in English, empty without one.
    Range {
        /// The smallest.
        low: f64,
        /// The largest.
        high: f64,
        /// The unit.
        unit: &'static str,
    },
    /// Whole numbers from one to another.
    Whole {
        /// The smallest.
        low: f64,
        /// The largest.
        high: f64,
    },
    /// Numbers above one and below another.
    Between(f64, f64),
    /// Numbers above one.
    Above(f64),
    /// Minutes above a number.
    MinutesAbove(f64),
    /// At most so many.
    AtMost(usize),
    /// A wait by day or at night, in minutes.
    Wait {
        /// Whether it is the wait at night.
        night: bool,
        /// The shortest.
        low: f64,
        /// The longest.
        high: f64,
    },
    /// So many times what the model has in a year.
    TimesModelYear {
        /// The smallest factor.
        low: f64,
        /// The largest factor.
        high: f64,
        /// The model's own year, CNY.
        year: f64,
    },
    /// Scores of segments.
    SegmentScores {
        /// The lowest.
        low: f64,
        /// The highest.
        high: f64,
    },
    /// Above 0 where another field is 0.
    AboveZeroWith(&'static str),
    /// Shares whose sum is 1.
    SumOne,
    /// Two assumptions, not one twice.
    TwoAssumptions,
    /// Correlations whose matrix is positive definite.
    PositiveDefinite,
    /// Facts that do not contradict each other.
    Consistent,
    /// A lever that the evidence lets move.
    MovableLever,
    /// At least one lever.
    AnyLever,
    /// A number.
    Number,
    /// A whole number that is not negative.
    Count,
    /// A list of so many numbers.
    Numbers(usize),
    /// A text.
    Text,
    /// A JSON object.
    Object,
    /// A name, a sign or a format: the same in every language. Also whatever is said by programs alone.
    Literal(String),
}

impl fmt::Display for Allowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Range { low, high, unit: "" } => write!(f, "{low} to {high}"),
            Self::Range { low, high, unit } => write!(f, "{low} to {high} {unit}"),
            Self::Whole { low, high } => write!(f, "whole numbers {low} to {high}"),
            Self::Between(low, high) => write!(f, "above {low} and below {high}"),
            Self::Above(low) => write!(f, "above {low}"),
            Self::MinutesAbove(low) => write!(f, "above {low:.2} minutes"),
            Self::AtMost(most) => write!(f, "at most {most}"),
            Self::Wait { night, low, high } => {
                write!(f, "a {} wait of {low:.4} to {high:.4} minutes", if *night { "night" } else { "day" })
            }
            Self::TimesModelYear { low, high, year } => {
                write!(f, "{low} to {high} times the model's own {year:.0} CNY a year")
            }
            Self::SegmentScores { low, high } => write!(f, "segment means between {low} and {high} points"),
            Self::AboveZeroWith(other) => write!(f, "above 0 where {other} is 0"),
            Self::SumOne => f.write_str("shares that sum to 1"),
            Self::TwoAssumptions => f.write_str("two different assumptions"),
            Self::PositiveDefinite => f.write_str("correlations that can hold together (a positive definite matrix)"),
            Self::Consistent => f.write_str("facts that fit together"),
            Self::MovableLever => f.write_str("a lever that may move within the evidence"),
            Self::AnyLever => f.write_str("1 lever or more"),
            Self::Number => f.write_str("a number"),
            Self::Count => f.write_str("a whole number, 0 or more"),
            Self::Numbers(count) => write!(f, "{count} numbers in [ ]"),
            Self::Text => f.write_str("text"),
            Self::Object => f.write_str("an object { ... }"),
            Self::Literal(text) => f.write_str(text),
        }
    }
}

impl From<&str> for Allowed {
    fn from(text: &str) -> Self {
        Self::Literal(text.to_owned())
    }
}

impl From<String> for Allowed {
    fn from(text: String) -> Self {
        Self::Literal(text)
    }
}
