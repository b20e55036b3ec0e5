//! Workbooks written and read again, and workbooks of other programs (files/make.py).

#![allow(clippy::unwrap_used)] // helpers of tests

use aftercast_sheets::{Book, Cell, Format, ReadError, Worksheet, read, write};
use aftercast_tables::table::{self, Table};

const CLIENT: &[u8] = include_bytes!("files/client.xlsx");
const ERROR: &[u8] = include_bytes!("files/error.xlsx");
const LOCKED: &[u8] = include_bytes!("files/locked.xlsx");

fn number(text: &str) -> table::Cell {
    table::Cell::Number(text.to_owned())
}

/// The cell of a row and column as a spreadsheet names them.
fn at(table: &Table, line: usize, column: usize) -> table::Cell {
    let row = table.rows.iter().find(|row| row.line == line).unwrap();
    row.cells.get(column).cloned().unwrap_or_else(|| table::Cell::Text(String::new()))
}

fn book(values: &[f64]) -> Book {
    let row = |x: &f64| Format::ALL.map(|format| Cell::Number(*x, format)).to_vec();
    let heads = ["a", "b", "c", "d", "e"].map(str::to_owned).to_vec();
    let numbers = Worksheet {
        name: "Numbers".to_owned(),
        heads,
        widths: vec![20.0, 8.5],
        rows: values.iter().map(row).collect(),
    };
    let others = Worksheet {
        name: "其他".to_owned(),
        heads: vec!["文本".to_owned()],
        widths: Vec::new(),
        rows: vec![
            vec!["=1+1".into(), Cell::Empty, Cell::Day(2026, 11, 29), Cell::Number(f64::NAN, Format::General)],
            vec!["a\nb <&> \u{1} _x0041_".into(), Cell::Number(f64::INFINITY, Format::Money)],
        ],
    };
    Book { worksheets: vec![numbers, others] }
}

#[test]
fn numbers_come_back_to_the_last_bit() {
    let values = [
        0.0,
        1.0,
        -1.0,
        0.1 + 0.2,
        1.0 / 3.0,
        -2.0e7 / 3.0,
        1234.567,
        1.234,
        1e-9,
        -1e-300,
        1.797e308,
        5e-324,
        1e21,
        123_456_789.123_456_79,
        f64::EPSILON,
        0.285,
        0.07 * 3.0,
    ];
    let bytes = write(&book(&values)).unwrap();
    let tables = read(&bytes).unwrap();
    assert_eq!(tables.iter().map(|t| t.worksheet.as_deref().unwrap()).collect::<Vec<_>>(), ["Numbers", "其他"]);
    for (line, value) in (2..).zip(values) {
        for (column, format) in Format::ALL.into_iter().enumerate() {
            let text = at(&tables[0], line, column).to_string();
            let (digits, power) = text.strip_suffix('%').map_or((text.as_str(), "e0"), |digits| (digits, "e-2"));
            let back: f64 = format!("{digits}{power}").parse().unwrap();
            assert_eq!(back.to_bits(), value.to_bits(), "{value} as {format:?} is {text}");
            assert_eq!(text.contains('%'), format == Format::Percent);
        }
    }
}

#[test]
fn texts_are_never_formulas_and_days_are_days() {
    let tables = read(&write(&book(&[])).unwrap()).unwrap();
    let table = &tables[1];
    assert_eq!(at(table, 1, 0), "文本");
    assert_eq!(at(table, 2, 0), table::Cell::Text("=1+1".to_owned()));
    assert_eq!(at(table, 2, 2), table::Cell::Text("2026-11-29".to_owned()));
    assert_eq!(at(table, 3, 0), table::Cell::Text("a\nb <&> \u{1} _x0041_".to_owned()));
    assert_eq!((table.rows[1].cells.len(), table.rows[2].cells.len()), (3, 1), "what is not finite is left out");
    assert!(tables[0].rows.len() == 1, "heads alone");
}

#[test]
fn what_cannot_be_written_says_why() {
    let named = |name: &str| Book { worksheets: vec![Worksheet { name: name.to_owned(), ..Worksheet::default() }] };
    assert!(write(&named("a/b")).unwrap_err().to_string().contains("a/b"));
    let long = Worksheet { name: "a".to_owned(), rows: vec![vec!["x".repeat(40_000).into()]], ..Worksheet::default() };
    assert!(write(&Book { worksheets: vec![long] }).is_err(), "nothing is cut off");
}

#[test]
fn a_workbook_of_another_program() {
    let tables = read(CLIENT).unwrap();
    assert_eq!(
        tables.iter().map(|t| t.worksheet.as_deref().unwrap()).collect::<Vec<_>>(),
        ["Cover", "Service 2026"],
        "not the hidden one"
    );
    assert_eq!(tables[0].rows[0].line, 2);
    let table = &tables[1];
    assert_eq!(at(table, 1, 1), "Value");
    assert_eq!(at(table, 2, 1), number("182500"));
    assert_eq!(at(table, 3, 1), number("3.4"));
    assert_eq!(at(table, 4, 1), number("28.75%"));
    assert_eq!(at(table, 5, 1), number("8.2 min"));
    assert_eq!(at(table, 6, 1), number("$312.5"), "a foreign currency is not lost");
    assert_eq!(at(table, 7, 1), "2026-09-01");
    assert_eq!(at(table, 8, 1), "2026-09-01 08:30:00");
    assert_eq!(at(table, 9, 1), "TRUE");
    assert_eq!(at(table, 10, 1), table::Cell::Text("1,234".to_owned()), "a text stays one");
    assert_eq!(at(table, 12, 1), table::Cell::Uncomputed("=B2*2".to_owned()));
    assert_eq!(table.rows.last().unwrap().line, 12, "a format without a value is nothing");
}

#[test]
fn an_error_is_told_with_its_place() {
    let table = &read(ERROR).unwrap()[1];
    assert_eq!(at(table, 3, 1), table::Cell::Error("#DIV/0!".to_owned()));
    assert_eq!(table.reference(&table.rows[2], 1), "'Service 2026'!B3");
}

#[test]
fn refused_with_the_reason() {
    assert_eq!(read(LOCKED), Err(ReadError::Password));
    for bytes in [&CLIENT[..900], &LOCKED[..600], b"PK\x03\x04", b"month,csi", b""] {
        assert_eq!(read(bytes), Err(ReadError::Broken));
    }
    // no damage may end the program
    for at in (0..CLIENT.len()).step_by(7) {
        let mut damaged = CLIENT.to_vec();
        damaged[at] ^= 0x55;
        drop(read(&damaged));
        drop(read(&CLIENT[..at]));
    }
}
