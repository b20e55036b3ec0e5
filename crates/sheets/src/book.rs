//! What a workbook is made of.

/// A workbook.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Book {
    /// From left to right.
    pub worksheets: Vec<Worksheet>,
}

/// A worksheet: rows under one row of heads, which stays in view.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Worksheet {
    /// At most 31 characters, none of `[]:*?/\`.
    pub name: String,
    /// The first row.
    pub heads: Vec<String>,
    /// Widths of columns from the left, in characters; a column without one is as wide as a program makes it.
    pub widths: Vec<f64>,
    /// Rows under the heads.
    pub rows: Vec<Vec<Cell>>,
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text, never a formula.
    Text(String),
    /// A number as it is, and how it is shown; one that is not finite is left out.
    Number(f64, Format),
    /// A day of the calendar: year, month, day.
    Day(u16, u8, u8),
}

/// How a number is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// With as many digits as fit.
    General,
    /// Whole.
    Whole,
    /// To a hundredth.
    Hundredths,
    /// A sum, to a hundredth; its currency is told beside it, as that of the firm.
    Money,
    /// A share in percent, to a hundredth.
    Percent,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::General, Self::Whole, Self::Hundredths, Self::Money, Self::Percent];

    /// As spreadsheets write it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::General => "General",
            Self::Whole => "#,##0",
            Self::Hundredths | Self::Money => "#,##0.00",
            Self::Percent => "0.00%",
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
