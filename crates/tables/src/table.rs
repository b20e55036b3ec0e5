//! A table as spreadsheets and programs write it: separated by `,` `;` tab or `|`, with or without quotes, `sep=;`, empty
//! rows and columns, any line ends.

mod cell;
mod names;

pub use cell::Cell;
pub use names::{Names, key};

use crate::number::{Mark, Marks, decimal_mark};

/// Rows of cells; rows without anything in them are left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// What separates its cells.
    pub separator: char,
    /// Rows that hold something, heads included.
    pub rows: Vec<Row>,
    /// The worksheet of a workbook that it is.
    pub worksheet: Option<String>,
}

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The line of the file where it begins, or the row of the worksheet, from 1.
    pub line: usize,
    /// Its cells without space around them; empty ones at the end are left out.
    pub cells: Vec<Cell>,
}

impl Row {
    /// A row of cells of which those at the end that are empty are left out; none where all are.
    pub fn new(line: usize, mut cells: Vec<Cell>) -> Option<Self> {
        let full = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        cells.truncate(full);
        (full > 0).then_some(Self { line, cells })
    }
}

/// Why a table is not read.
#[derive(Clone, Debug, PartialEq)]
pub enum TableError {
    /// Nothing in it.
    Empty,
    /// A quote that is opened in the row that begins at this line, and never closed.
    OpenQuote(usize),
}

impl core::fmt::Display for TableError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Empty => f.write_str("the table is empty: write a row of names and rows of values"),
            Self::OpenQuote(line) => write!(f, "line {line}: a quote is opened and never closed"),
        }
    }
}

impl core::error::Error for TableError {}

/// Separators, the likeliest first.
const SEPARATORS: [u8; 4] = *b",;\t|";
/// A row no file holds: only an open quote can swallow it.
const END: &str = "\u{1}end of table";

/// Reads a table. `is_known` says whether a cell of the first row is one that is looked for: of several separators that
/// divide that row, the one is taken that finds the most.
///
/// ```
/// use aftercast_tables::table::read;
/// let table = read("sep=;\r\nfield;value\r\ncsi;68,5\r\n;\r\n", |cell| cell == "field").unwrap();
/// assert_eq!((table.separator, table.rows.len()), (';', 2));
/// assert_eq!(table.rows[1].cells, ["csi", "68,5"]);
/// ```
///
/// # Errors
/// Nothing in it, or a quote without its end.
pub fn read(text: &str, is_known: impl Fn(&str) -> bool) -> Result<Table, TableError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n");
    let (declared, body, skipped) = declaration(&text);
    if body.trim().is_empty() {
        return Err(TableError::Empty);
    }
    let separator = declared.unwrap_or_else(|| likeliest(body, is_known));
    let rows = rows(body, separator, skipped)?;
    if rows.is_empty() {
        Err(TableError::Empty)
    } else {
        Ok(Table { separator: char::from(separator), rows, worksheet: None })
    }
}

/// The separator of a first line such as `sep=;`, what follows that line, and the lines before it.
fn declaration(text: &str) -> (Option<u8>, &str, usize) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let line = first.trim_matches(|c: char| c == '"' || c == ' ').to_ascii_lowercase();
    match line.strip_prefix("sep=").map(str::as_bytes) {
        Some([separator]) if SEPARATORS.contains(separator) => (Some(*separator), rest, 1),
        _ => (None, text, 0),
    }
}

fn likeliest(body: &str, is_known: impl Fn(&str) -> bool) -> u8 {
    let first = body.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let worth = |separator: u8| {
        let cells = row(first, separator);
        let known = cells.iter().filter(|cell| is_known(cell)).count();
        (known, cells.len(), core::cmp::Reverse(SEPARATORS.iter().position(|s| *s == separator)))
    };
    SEPARATORS.into_iter().max_by_key(|separator| worth(*separator)).unwrap_or(b',')
}

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes())
}

fn row(line: &str, separator: u8) -> Vec<String> {
    let row = reader(line, separator).records().next().and_then(Result::ok).unwrap_or_default();
    row.iter().map(|cell| cell.trim().to_owned()).collect()
}

fn rows(body: &str, separator: u8, skipped: usize) -> Result<Vec<Row>, TableError> {
    let closed = format!("{body}\n{END}\n");
    let mut rows = Vec::new();
    let (mut line, mut counted) = (skipped + 1, 0);
    for row in reader(&closed, separator).records() {
        // flexible rows of valid text have no errors
        let Ok(row) = row else { return Err(TableError::OpenQuote(line)) };
        let at = row.position().map_or(0, csv::Position::byte) as usize;
        // the position of a row is that of the empty lines before it
        let start = at + closed.bytes().skip(at).take_while(|b| *b == b'\n').count();
        line += closed.as_bytes().get(counted..start).unwrap_or_default().iter().filter(|b| **b == b'\n').count();
        counted = start;
        if row.len() == 1 && row.get(0) == Some(END) {
            return Ok(rows);
        }
        let cells = row.iter().map(|cell| Cell::Text(trimmed(cell).to_owned())).collect();
        rows.extend(Row::new(line, cells));
    }
    Err(TableError::OpenQuote(line))
}

/// A cell without space around it.
pub fn trimmed(cell: &str) -> &str {
    cell.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'))
}

impl Table {
    /// Where a cell stands, as spreadsheets name it: `Sheet1!B7`; the column counts from 0.
    pub fn reference(&self, row: &Row, column: usize) -> String {
        let cell = format!("{}{}", letters(column), row.line);
        match &self.worksheet {
            None => cell,
            Some(worksheet) if worksheet.chars().all(|c| c.is_alphanumeric() || c == '_') => {
                format!("{worksheet}!{cell}")
            }
            Some(worksheet) => format!("'{}'!{cell}", worksheet.replace('\'', "''")),
        }
    }

    /// What a comma and a point mean in its numbers where a number does not say it, learnt from the numbers that do.
    ///
    /// Where the separator is `;` the comma is the decimal mark. A number that fits neither that nor its neighbours has two
    /// readings. What a workbook holds as a number says nothing of those that are written out.
    pub fn marks<'a>(&self, numbers: impl Iterator<Item = &'a Cell>) -> Marks {
        let (mut comma, mut point) = (false, false);
        let written = numbers.filter(|cell| matches!(cell, Cell::Text(_)));
        for mark in written.filter_map(|cell| decimal_mark(cell)) {
            comma |= mark == ',';
            point |= mark == '.';
        }
        use Mark::{Decimal, Groups, Unclear};
        let (comma, point) = match (self.separator, comma, point) {
            (_, true, true) => (Unclear, Unclear),
            (';', true, false) => (Decimal, Groups),
            (';', false, true) => (Unclear, Decimal),
            (';', false, false) => (Decimal, Unclear),
            (_, true, false) => (Unclear, Unclear),
            // what a clipboard gives says nothing of the marks of its program
            ('\t' | '|', false, false) => (Groups, Unclear),
            (_, false, _) => (Groups, Decimal),
        };
        Marks { comma, point }
    }
}

/// A, B, ..., Z, AA: what spreadsheets call a column, from 0.
fn letters(column: usize) -> String {
    let last = char::from(b'A' + (column % 26) as u8);
    if column < 26 { last.to_string() } else { format!("{}{last}", letters(column / 26 - 1)) }
}
