//! What is wrong with a file that was brought, in words.

use aftercast_tables::month::MonthError;
use aftercast_tables::number::NumberError;
use aftercast_tables::table::{Cell, Row, Table};
use aftercast_tables::text::{FileKind, TextError};

use super::refused_file;
use aftercast_i18n::{Locale, Text};

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// Nothing in it.
    Empty,
    /// A file of another kind.
    Kind(FileKind),
    /// A quote that is opened in this line and never closed.
    OpenQuote(usize),
    /// Columns that are needed are not there.
    Columns {
        /// Those needed.
        needed: String,
        /// Those found.
        found: String,
    },
    /// A column or field that is not known.
    Unknown {
        /// Its line.
        line: usize,
        /// Its name.
        name: String,
        /// The nearest name that is known.
        nearest: Option<String>,
        /// Names that are known; empty where there are too many to list.
        known: String,
    },
    /// A column without a name that has cells.
    Nameless {
        /// The line of one.
        line: usize,
        /// Its position, from 1.
        position: usize,
        /// What stands there.
        cell: String,
    },
    /// The same column, field or month twice.
    Twice {
        /// The line of the second.
        line: usize,
        /// Its name.
        name: String,
    },
    /// Another number of cells than columns.
    Cells {
        /// The line.
        line: usize,
        /// Cells.
        found: usize,
        /// Columns.
        wanted: usize,
        /// Whether commas separate and may have cut a decimal number in two.
        commas: bool,
    },
    /// A cell that is no number that can be.
    Number {
        /// The line.
        line: usize,
        /// The column.
        column: String,
        /// What stands there.
        cell: String,
        /// What is wrong with it.
        why: NumberError,
        /// The least and the most it can be, in the unit of the file.
        allowed: (f64, f64),
    },
    /// A cell that has to be whole, such as the number of a draw.
    Whole {
        /// The line.
        line: usize,
        /// The column.
        column: String,
        /// What stands there.
        cell: String,
    },
    /// A cell that is no month.
    Month {
        /// The line.
        line: usize,
        /// What stands there.
        cell: String,
        /// Why.
        why: MonthError,
    },
    /// A head without rows.
    NoRows,
    /// A cell of a workbook whose formula gave an error.
    Error {
        /// Where it stands, `Sheet1!B7`.
        reference: String,
        /// The error, such as `#DIV/0!`.
        error: String,
    },
    /// A formula of a workbook whose value the file does not hold.
    Uncomputed {
        /// Where it stands, `Sheet1!B7`.
        reference: String,
        /// The formula.
        formula: String,
    },
    /// No worksheet of a workbook has what is looked for.
    NoWorksheet {
        /// Columns that are needed.
        needed: String,
        /// The worksheets, by name.
        worksheets: String,
    },
    /// Several worksheets of a workbook have what is looked for.
    SeveralWorksheets {
        /// These, by name.
        worksheets: String,
    },
}

impl Fault {
    /// What a cell without a value is; none where it has one.
    pub fn of_void(table: &Table, row: &Row, column: usize) -> Option<Self> {
        let reference = || table.reference(row, column);
        match row.cells.get(column)? {
            Cell::Error(error) => Some(Self::Error { reference: reference(), error: error.clone() }),
            Cell::Uncomputed(formula) => Some(Self::Uncomputed { reference: reference(), formula: formula.clone() }),
            Cell::Text(_) | Cell::Number(_) => None,
        }
    }

    /// The line it is in; 1 where it is about the whole file.
    pub fn line(&self) -> usize {
        match *self {
            Self::OpenQuote(line)
            | Self::Unknown { line, .. }
            | Self::Nameless { line, .. }
            | Self::Twice { line, .. }
            | Self::Cells { line, .. }
            | Self::Number { line, .. }
            | Self::Whole { line, .. }
            | Self::Month { line, .. } => line,
            Self::Empty
            | Self::Kind(_)
            | Self::Columns { .. }
            | Self::NoRows
            | Self::Error { .. }
            | Self::Uncomputed { .. }
            | Self::NoWorksheet { .. }
            | Self::SeveralWorksheets { .. } => 1,
        }
    }

    /// The sentence.
    pub fn said(&self, locale: Locale) -> String {
        let with = |text: Text, holes: &[(&str, &str)]| text.with(locale, holes);
        match self {
            Self::Empty => with(Text::TableEmpty, &[]),
            Self::Kind(kind) => refused_file(TextError::Other(*kind), locale),
            Self::OpenQuote(line) => with(Text::TableOpenQuote, &[("row", &line.to_string())]),
            Self::Columns { needed, found } => with(Text::TableColumns, &[("needed", needed), ("found", found)]),
            Self::Unknown { line, name, nearest, known } => {
                let row = line.to_string();
                let name = shortened(name);
                let holes = [("row", row.as_str()), ("name", name.as_str()), ("known", known.as_str())];
                match nearest {
                    Some(nearest) => with(Text::TableUnknownNear, &[holes[0], holes[1], ("nearest", nearest)]),
                    None if known.is_empty() => with(Text::TableUnknown, &holes),
                    None => with(Text::TableUnknownOf, &holes),
                }
            }
            Self::Nameless { line, position, cell } => {
                let (row, position, cell) = (line.to_string(), position.to_string(), shortened(cell));
                with(Text::TableNameless, &[("row", &row), ("place", &position), ("cell", &cell)])
            }
            Self::Twice { line, name } => {
                with(Text::TableTwice, &[("row", &line.to_string()), ("name", &shortened(name))])
            }
            Self::Cells { line, found, wanted, commas } => {
                let text = if *commas && found > wanted { Text::TableCellsCommas } else { Text::TableCells };
                let numbers = [line, found, wanted].map(usize::to_string);
                with(text, &[("row", &numbers[0]), ("found", &numbers[1]), ("wanted", &numbers[2])])
            }
            Self::Number { line, column, cell, why, allowed } => number(*line, column, cell, why, *allowed, locale),
            Self::Whole { line, column, cell } => {
                let (row, cell) = (line.to_string(), shortened(cell));
                with(Text::TableNotWhole, &[("row", &row), ("column", column), ("cell", &cell)])
            }
            Self::Month { line, cell, why } => {
                let (row, cell) = (line.to_string(), shortened(cell));
                let holes = [("row", row.as_str()), ("cell", cell.as_str())];
                match why {
                    MonthError::NotAMonth => with(Text::TableNotAMonth, &holes),
                    MonthError::Serial => with(Text::TableSerialDate, &holes),
                    MonthError::TwoReadings(one, other) => {
                        let (one, other) = (one.to_string(), other.to_string());
                        with(Text::TableTwoMonths, &[holes[0], holes[1], ("one", &one), ("other", &other)])
                    }
                }
            }
            Self::NoRows => with(Text::TableNoRows, &[]),
            Self::Error { reference, error } => with(Text::TableCellError, &[("place", reference), ("error", error)]),
            Self::Uncomputed { reference, formula } => {
                with(Text::TableUncomputed, &[("place", reference), ("formula", &shortened(formula))])
            }
            Self::NoWorksheet { needed, worksheets } => {
                with(Text::TableNoSheet, &[("needed", needed), ("sheets", worksheets)])
            }
            Self::SeveralWorksheets { worksheets } => with(Text::TableSeveralSheets, &[("sheets", worksheets)]),
        }
    }
}

/// In English; [`said`](Fault::said) has both languages.
impl core::fmt::Display for Fault {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.said(Locale::English))
    }
}

impl core::error::Error for Fault {}

fn number(line: usize, column: &str, cell: &str, why: &NumberError, allowed: (f64, f64), locale: Locale) -> String {
    let (row, cell) = (line.to_string(), shortened(cell));
    let holes = [("row", row.as_str()), ("column", column), ("cell", cell.as_str())];
    let with = |text: Text, more: &[(&str, &str)]| text.with(locale, &[&holes, more].concat());
    match why {
        NumberError::Empty => with(Text::TableNumberMissing, &[]),
        NumberError::NotANumber | NumberError::BareOne => with(Text::TableNotANumber, &[]),
        NumberError::TwoReadings(one, other) => with(Text::TableTwoReadings, &[("one", one), ("other", other)]),
        NumberError::ForeignUnit(unit) => with(Text::TableForeignUnit, &[("unit", unit)]),
        NumberError::BeyondBounds => with(Text::TableBeyondBounds, &[]),
        NumberError::OutOfRange(_) if allowed.1.is_finite() => {
            with(Text::TableOutOfRange, &[("low", &allowed.0.to_string()), ("high", &allowed.1.to_string())])
        }
        NumberError::OutOfRange(_) => with(Text::TableTooSmall, &[("low", &allowed.0.to_string())]),
    }
}

/// A cell as it is shown in a sentence.
fn shortened(cell: &str) -> String {
    const MOST: usize = 40;
    let line: String = cell.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if line.chars().count() > MOST { line.chars().take(MOST).chain(['…']).collect() } else { line }
}
