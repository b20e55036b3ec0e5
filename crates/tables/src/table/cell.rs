//! A cell: a text file has only text, a workbook also knows numbers and what its formulas gave.

use crate::number::{Mark, Marks};

/// A cell; it reads as its text.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// As it is written.
    Text(String),
    /// A number that a workbook holds as one, in its shortest decimal form: a point is its decimal mark and nothing groups. A percent
    /// sign, a currency or a unit that its format shows stands beside it.
    Number(String),
    /// What a formula gave in place of a value, such as `#DIV/0!`.
    Error(String),
    /// A formula whose value the file does not hold; the formula.
    Uncomputed(String),
}

impl Cell {
    /// What comma and point mean in it where the text cells of its table have these marks.
    pub fn marks(&self, marks: Marks) -> Marks {
        match self {
            Self::Number(_) => Marks { comma: Mark::Groups, point: Mark::Decimal },
            _ => marks,
        }
    }

    /// Whether a workbook has no value to give for it.
    pub fn is_void(&self) -> bool {
        matches!(self, Self::Error(_) | Self::Uncomputed(_))
    }
}

impl core::ops::Deref for Cell {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Text(text) | Self::Number(text) | Self::Error(text) | Self::Uncomputed(text) => text,
        }
    }
}

impl PartialEq<&str> for Cell {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}
