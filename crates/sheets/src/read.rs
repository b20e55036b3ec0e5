//! The worksheets of a workbook as tables.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use aftercast_tables::table::{Cell, Row, Table, trimmed};
use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Style, Xlsx, XlsxError};

use super::format;

/// Why a workbook is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// It opens with a password only.
    Password,
    /// It holds more than any table of figures.
    TooLarge,
    /// It is no .xlsx, or a part of it is missing.
    Broken,
}

impl core::fmt::Display for ReadError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Password => "the workbook has a password: save it without one",
            Self::TooLarge => "the workbook is too large: keep the sheet of the figures alone",
            Self::Broken => "the workbook is damaged: open it in a spreadsheet and save it again",
        })
    }
}

impl core::error::Error for ReadError {}

/// Bytes that an archive may hold when it is unpacked.
const MOST_BYTES: u64 = 64 << 20;
/// Cells of all rows of a workbook, those left empty before others included.
const MOST_CELLS: usize = 1 << 20;

/// The first bytes of a compound file, which holds a workbook with a password.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0";

type Cells = BTreeMap<u32, BTreeMap<u32, Cell>>;

/// Reads every worksheet that a person sees, or all where none is seen; worksheets without a cell are tables without rows.
///
/// Numbers are in their shortest decimal form with what their format shows beside them, dates as `2026-12-01`, formulas as the value
/// that was computed last.
///
/// # Errors
/// It has a password, is too large, or damaged.
pub fn read(bytes: &[u8]) -> Result<Vec<Table>, ReadError> {
    // a workbook with a password is an .xlsx inside another kind of file
    if !bytes.starts_with(COMPOUND) {
        within_bounds(bytes)?;
    }
    match Xlsx::new(Cursor::new(bytes)) {
        Ok(mut book) => xlsx(&mut book),
        Err(XlsxError::Password) => Err(ReadError::Password),
        Err(_) => Err(ReadError::Broken),
    }
}

/// What an archive says that it unpacks to.
fn within_bounds(bytes: &[u8]) -> Result<(), ReadError> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| ReadError::Broken)?;
    let mut sum = 0u64;
    for k in 0..archive.len() {
        sum = sum.saturating_add(archive.by_index_raw(k).map_err(|_| ReadError::Broken)?.size());
    }
    if sum > MOST_BYTES { Err(ReadError::TooLarge) } else { Ok(()) }
}

/// Names of the worksheets to read.
fn names(book: &Xlsx<Cursor<&[u8]>>) -> Vec<String> {
    let worksheets = || book.sheets_metadata().iter().filter(|worksheet| worksheet.typ == SheetType::WorkSheet);
    let seen: Vec<String> =
        worksheets().filter(|s| s.visible == SheetVisible::Visible).map(|worksheet| worksheet.name.clone()).collect();
    if seen.is_empty() { worksheets().map(|worksheet| worksheet.name.clone()).collect() } else { seen }
}

fn xlsx(book: &mut Xlsx<Cursor<&[u8]>>) -> Result<Vec<Table>, ReadError> {
    let mut left = MOST_CELLS;
    names(book)
        .into_iter()
        .map(|name| {
            let mut cells = Cells::new();
            let mut empty = BTreeSet::new();
            {
                let mut reader = book.worksheet_cells_reader(&name).map_err(|_| ReadError::Broken)?;
                let styles: Vec<Style> = reader.styles().to_vec();
                while let Some((cell, style)) = reader.next_cell_with_style_id().map_err(|_| ReadError::Broken)? {
                    let (row, column) = cell.get_position();
                    let code = styles.get(style).and_then(|style| style.number_format.as_ref()).map_or("", code_of);
                    match of_value(cell.get_value(), code) {
                        Some(cell) => drop(cells.entry(row).or_default().insert(column, cell)),
                        None => drop(empty.insert((row, column))),
                    }
                }
            }
            if !empty.is_empty() {
                uncomputed(book, &name, &empty, &mut cells)?;
            }
            table(name, cells, &mut left)
        })
        .collect()
}

/// Formulas whose cells have no value.
fn uncomputed(
    book: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    empty: &BTreeSet<(u32, u32)>,
    cells: &mut Cells,
) -> Result<(), ReadError> {
    let mut reader = book.worksheet_cells_reader(name).map_err(|_| ReadError::Broken)?;
    while let Some(cell) = reader.next_cell_with_formula().map_err(|_| ReadError::Broken)? {
        if let Some(formula) = cell.formula.filter(|_| empty.contains(&cell.pos)) {
            let (row, column) = cell.pos;
            cells.entry(row).or_default().insert(column, Cell::Uncomputed(format!("={formula}")));
        }
    }
    Ok(())
}

/// A format that writes the currency of the country where it is read: none can be told.
fn code_of(format: &calamine::NumberFormat) -> &str {
    match format.format_id {
        Some(5..=8 | 37..=44) => "",
        _ => &format.format_code,
    }
}

/// A table of cells; `left` is how many more a workbook may hold.
fn table(worksheet: String, cells: Cells, left: &mut usize) -> Result<Table, ReadError> {
    let mut rows = Vec::with_capacity(cells.len());
    for (line, mut row) in cells {
        let width = row.last_key_value().map_or(0, |(last, _)| *last as usize + 1);
        *left = left.checked_sub(width).ok_or(ReadError::TooLarge)?;
        let cell = |column| row.remove(&column).unwrap_or_else(|| Cell::Text(String::new()));
        rows.extend(Row::new(line as usize + 1, (0..width as u32).map(cell).collect()));
    }
    // no separator cuts a number of a workbook in two, as none does in a table of tabs
    Ok(Table { separator: '\t', rows, worksheet: Some(worksheet) })
}

/// The cell of a value; none where there is none.
fn of_value(value: &DataRef<'_>, code: &str) -> Option<Cell> {
    let text = |text: &str| Cell::Text(trimmed(text).to_owned());
    Some(match value {
        DataRef::Empty => return None,
        DataRef::Int(x) => Cell::Number(x.to_string()),
        DataRef::Float(x) => Cell::Number(format::written(*x, code)),
        DataRef::String(written) => text(written),
        DataRef::SharedString(written) => text(written),
        DataRef::Bool(true) => text("TRUE"),
        DataRef::Bool(false) => text("FALSE"),
        DataRef::DateTime(moment) => Cell::Text(moment_of(moment)),
        DataRef::DateTimeIso(moment) => Cell::Text(moment.replace('T', " ").trim_end_matches(" 00:00:00").to_owned()),
        DataRef::DurationIso(duration) => text(duration),
        DataRef::Error(error) => Cell::Error(error.to_string()),
    })
}

/// A day, with its time where it has one; a time without a day where it is before the first.
fn moment_of(moment: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    if moment.is_duration() || moment.as_f64() < 1.0 {
        // of days; a table of text would show hours too
        let seconds = (moment.as_f64() * 86_400.0).round() as i64;
        return format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second) == (0, 0, 0) { date } else { format!("{date} {hour:02}:{minute:02}:{second:02}") }
}
