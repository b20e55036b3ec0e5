//! A workbook as an .xlsx.

use rust_xlsxwriter::{ExcelDateTime, Format as Look, FormatAlign, Workbook, XlsxError};

use super::{Book, Cell, Format, Worksheet};

/// Why a workbook is not written.
#[derive(Debug)]
pub struct WriteError(XlsxError);

impl core::fmt::Display for WriteError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "the workbook cannot be written: {}", self.0)
    }
}

impl core::error::Error for WriteError {}

impl From<XlsxError> for WriteError {
    fn from(why: XlsxError) -> Self {
        Self(why)
    }
}

/// Looks of cells: a workbook keeps each once.
struct Looks {
    head: Look,
    day: Look,
    numbers: [Look; Format::ALL.len()],
}

/// The bytes of an .xlsx.
///
/// # Errors
/// The name of a worksheet is none, or there is more text or are more rows than a workbook can hold.
pub fn write(book: &Book) -> Result<Vec<u8>, WriteError> {
    let looks = Looks {
        head: Look::new().set_bold().set_text_wrap().set_align(FormatAlign::Top),
        day: Look::new().set_num_format("yyyy-mm-dd"),
        numbers: Format::ALL.map(|format| Look::new().set_num_format(format.code())),
    };
    let mut workbook = Workbook::new();
    for worksheet in &book.worksheets {
        put(workbook.add_worksheet(), worksheet, &looks)?;
    }
    Ok(workbook.save_to_buffer()?)
}

fn put(target: &mut rust_xlsxwriter::Worksheet, worksheet: &Worksheet, looks: &Looks) -> Result<(), WriteError> {
    target.set_name(&worksheet.name)?;
    target.set_freeze_panes(1, 0)?;
    for (column, width) in (0..).zip(&worksheet.widths) {
        target.set_column_width(column, *width)?;
    }
    for (column, head) in (0..).zip(&worksheet.heads) {
        target.write_string_with_format(0, column, head, &looks.head)?;
    }
    for (row, cells) in (1..).zip(&worksheet.rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                Cell::Text(text) if !text.is_empty() => {
                    target.write_string(row, column, text)?;
                }
                Cell::Number(value, format) if value.is_finite() => {
                    target.write_number_with_format(row, column, *value, &looks.numbers[*format as usize])?;
                }
                Cell::Day(year, month, day) => {
                    let day = ExcelDateTime::from_ymd(*year, *month, *day)?;
                    target.write_datetime_with_format(row, column, day, &looks.day)?;
                }
                Cell::Empty | Cell::Text(_) | Cell::Number(..) => {}
            }
        }
    }
    Ok(())
}
