//! What happened, as it comes in a file: a row a month, a column a figure.

use super::{FIGURES, ForecastError, RANGES, month_after};

/// The column of months.
const MONTH: &str = "month";

/// What happened in a month: figures in the order of [`FIGURES`], none where unknown.
#[derive(Clone, Debug, PartialEq)]
pub struct ActualMonth {
    /// YYYY-MM.
    pub month: String,
    /// What was measured.
    pub values: [Option<f64>; FIGURES.len()],
}

/// Why a file of what happened cannot be read.
#[derive(Clone, Debug, PartialEq)]
pub enum ActualError {
    /// Nothing in it.
    Empty,
    /// A column that is none of ours.
    UnknownColumn(String),
    /// A column that stands twice.
    ColumnTwice(String),
    /// No column of months.
    NoMonths,
    /// A row with another number of cells than the head has columns.
    Cells {
        /// Cells of the row.
        found: usize,
        /// Columns of the head.
        wanted: usize,
    },
    /// Not a month such as 2027-01.
    Month(String),
    /// A month that stands twice.
    MonthTwice(String),
    /// Not a finite number.
    Number {
        /// The figure.
        figure: &'static str,
        /// What stands there.
        cell: String,
    },
    /// A number that the figure cannot have.
    Range {
        /// The figure.
        figure: &'static str,
        /// What stands there.
        cell: String,
        /// The least and the most it can be.
        allowed: (f64, f64),
    },
}

impl core::fmt::Display for ActualError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Empty => f.write_str("an empty file"),
            Self::UnknownColumn(name) => write!(f, "unknown column {name}; known are month, {}", FIGURES.join(", ")),
            Self::ColumnTwice(name) => write!(f, "column {name} stands twice"),
            Self::NoMonths => f.write_str("no column month"),
            Self::Cells { found, wanted } => write!(f, "{found} cells under {wanted} columns"),
            Self::Month(text) => write!(f, "{text}: not a month such as 2027-01"),
            Self::MonthTwice(text) => write!(f, "{text} stands twice"),
            Self::Number { figure, cell } => write!(f, "{figure}: {cell} is not a finite number"),
            Self::Range { figure, cell, allowed: (low, high) } if high.is_finite() => {
                write!(f, "{figure}: {cell} is not between {low} and {high}")
            }
            Self::Range { figure, cell, allowed: (low, _) } => write!(f, "{figure}: {cell} is less than {low}"),
        }
    }
}

/// Reads what happened from CSV: a head with `month` and any of [`FIGURES`]; empty cells are unknown.
///
/// # Errors
/// The first line that cannot be read, and why.
pub fn read_actual(text: &str) -> Result<Vec<ActualMonth>, ForecastError> {
    let mut lines = text.trim_start_matches('\u{feff}').lines().enumerate();
    let cells =
        |line: &str| -> Vec<String> { line.split(',').map(|c| c.trim().trim_matches('"').to_owned()).collect() };
    let wrong = |line: usize, why: ActualError| ForecastError::Actual(line + 1, why);
    let (_, head) = lines.next().ok_or_else(|| wrong(0, ActualError::Empty))?;
    let head = cells(head);
    for (i, name) in head.iter().enumerate() {
        if name != MONTH && !FIGURES.contains(&name.as_str()) {
            return Err(wrong(0, ActualError::UnknownColumn(name.clone())));
        }
        if head[..i].contains(name) {
            return Err(wrong(0, ActualError::ColumnTwice(name.clone())));
        }
    }
    let at = |name: &str| head.iter().position(|h| h == name);
    let month_at = at(MONTH).ok_or_else(|| wrong(0, ActualError::NoMonths))?;
    let mut months: Vec<ActualMonth> = Vec::new();
    for (number, line) in lines.filter(|(_, l)| !l.trim().is_empty()) {
        let row = cells(line);
        if row.len() != head.len() {
            return Err(wrong(number, ActualError::Cells { found: row.len(), wanted: head.len() }));
        }
        let month = row[month_at].clone();
        month_after(&format!("{month}-01")).map_err(|_| wrong(number, ActualError::Month(month.clone())))?;
        if months.iter().any(|m| m.month == month) {
            return Err(wrong(number, ActualError::MonthTwice(month)));
        }
        let mut values = [None; FIGURES.len()];
        for ((value, figure), allowed) in values.iter_mut().zip(FIGURES).zip(RANGES) {
            let Some(cell) = at(figure).map(|i| row[i].as_str()).filter(|c| !c.is_empty()) else { continue };
            let number_read = cell.parse().ok().filter(|x: &f64| x.is_finite());
            let missing = || wrong(number, ActualError::Number { figure, cell: cell.to_owned() });
            let x = number_read.ok_or_else(missing)?;
            if !(allowed.0..=allowed.1).contains(&x) {
                return Err(wrong(number, ActualError::Range { figure, cell: cell.to_owned(), allowed }));
            }
            *value = Some(x);
        }
        months.push(ActualMonth { month, values });
    }
    Ok(months)
}

/// What happened as CSV, to the last digit; [`read_actual`] reads it.
pub fn write_actual(months: &[ActualMonth]) -> String {
    let head = std::iter::once(MONTH).chain(FIGURES).collect::<Vec<_>>().join(",");
    let cell = |x: &Option<f64>| x.map_or_else(String::new, |x| x.to_string());
    let row = |m: &ActualMonth| {
        std::iter::once(m.month.clone()).chain(m.values.iter().map(cell)).collect::<Vec<_>>().join(",")
    };
    std::iter::once(head).chain(months.iter().map(row)).map(|line| line + "\n").collect()
}
