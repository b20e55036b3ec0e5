//! Workbooks of spreadsheets. [`write`] makes an .xlsx of a plain description, [`read`] makes tables of one.
//!
//! Numbers are kept to the last bit in both directions. A table of a workbook is a [`Table`](aftercast_tables::table::Table) like that of
//! a CSV: its cells know which of them are numbers, so that nothing has to be guessed of marks.

mod book;
mod format;
mod read;
mod write;

pub use book::{Book, Cell, Format, Worksheet};
pub use read::{ReadError, read};
pub use write::{WriteError, write};
