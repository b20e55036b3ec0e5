//! Tables and texts in the dialects of spreadsheets and programs.

#![allow(clippy::unwrap_used)] // helpers of tests

use aftercast_tables::number::{Mark, Marks};
use aftercast_tables::table::{Cell, Names, Row, Table, TableError, key, read};
use aftercast_tables::text::{FileKind, TextError, decode, is_json};
use proptest::prelude::*;

fn known(cell: &str) -> bool {
    ["month", "csi", "cost"].contains(&key(cell).as_str())
}

fn cells(text: &str) -> Vec<Vec<String>> {
    read(text, known).unwrap().rows.iter().map(|row| row.cells.iter().map(|cell| cell.to_string()).collect()).collect()
}

#[test]
fn every_separator_and_line_end() {
    let want = [["month", "csi", "cost"], ["2026-12", "68.1", "5"]];
    for separator in [",", ";", "\t", "|", "sep"] {
        for end in ["\n", "\r\n", "\r"] {
            for quote in ["", "\""] {
                let line = |row: [&str; 3]| {
                    let between = if separator == "sep" { "|" } else { separator };
                    row.map(|cell| format!("{quote}{cell}{quote}")).join(between) + end
                };
                let head = if separator == "sep" { format!("sep=|{end}") } else { String::new() };
                let text = format!("\u{feff}{head}{end}{}{end}{}{end}", line(want[0]), line(want[1]));
                assert_eq!(cells(&text), want, "{text:?}");
            }
        }
    }
}

#[test]
fn lines_are_those_of_the_file() {
    let table = read("sep=;\r\n\r\nmonth;csi\r\n\"a\r\nb\";1\r\n;\r\n2;3;;;\r\n", known).unwrap();
    let lines: Vec<usize> = table.rows.iter().map(|row| row.line).collect();
    assert_eq!(lines, [3, 4, 7]);
    assert_eq!(table.rows[1].cells, ["a\nb", "1"]);
    assert_eq!(table.rows[2].cells, ["2", "3"], "empty columns at the end");
}

#[test]
fn the_separator_is_the_one_that_finds_the_heads() {
    // more commas than semicolons in the first row, but only these find heads
    let table = read("month;\"csi\";notes, long, and, many\n2026-12;1;x", known).unwrap();
    assert_eq!(table.separator, ';');
    assert_eq!(read("month\n2026-12", known).unwrap().rows.len(), 2);
    assert_eq!(read("a;b\n1;2", |_| false).unwrap().separator, ';');
    assert_eq!(read("\"sep=;\"\nmonth;csi", known).unwrap().rows[0].cells, ["month", "csi"]);
}

#[test]
fn a_first_line_declares_only_what_separates() {
    assert_eq!(cells("sep=;\na;b,c\n"), [["a", "b,c"]]);
    // x separates nothing: the line is one of the table
    assert_eq!(cells("sep=x\naxb\n"), [["sep=x"], ["axb"]]);
}

#[test]
fn refused_where_something_would_be_lost() {
    for text in ["", "\u{feff}", " \n\r\n", ";;;\n;", "sep=;", "sep=;\n \n"] {
        assert_eq!(read(text, known), Err(TableError::Empty), "{text:?}");
    }
    assert_eq!(read("month,csi\n2026-12,\"68\n2027-01,69\n", known), Err(TableError::OpenQuote(2)));
    assert_eq!(cells("month,csi\n2026-12,\"a \"\"b\"\", c\""), [["month", "csi"], ["2026-12", "a \"b\", c"]]);
}

#[test]
fn marks_come_from_the_file() {
    let marks = |separator, numbers: &[&str]| {
        let numbers: Vec<Cell> = numbers.iter().map(|text| Cell::Text((*text).to_owned())).collect();
        let marks = Table { separator, rows: Vec::new(), worksheet: None }.marks(numbers.iter());
        (marks.comma, marks.point)
    };
    use Mark::{Decimal, Groups, Unclear};
    assert_eq!(marks(';', &["286,50", "1.234"]), (Decimal, Groups));
    assert_eq!(marks(';', &["1,234"]), (Decimal, Unclear));
    assert_eq!(marks(';', &["0.5", "1,234"]), (Unclear, Decimal));
    assert_eq!(marks(',', &["1,234", "x"]), (Groups, Decimal));
    assert_eq!(marks(',', &["0.5", "1,234"]), (Groups, Decimal));
    assert_eq!(marks('\t', &["0,5", "1,234"]), (Unclear, Unclear));
    assert_eq!(marks(';', &["0,5", "0.5"]), (Unclear, Unclear));
    assert_eq!(Table { separator: ',', rows: Vec::new(), worksheet: None }.marks([].into_iter()), Marks::TYPED);
}

#[test]
fn names_in_any_case_and_form() {
    let mut names = Names::default();
    for (thing, name) in [
        (0, "first_response"),
        (0, "First response, minutes"),
        (0, "首次响应（分钟）"),
        (1, "csi"),
        (1, "Satisfaction, points"),
        (2, "points"),
        (3, "points"),
    ] {
        names.add(thing, name);
    }
    for name in [
        "First_Response",
        "FIRST RESPONSE",
        "first-response",
        "first response (min)",
        "首次响应 (分钟)",
        "ｆｉｒｓｔ ｒｅｓｐｏｎｓｅ",
        "First response, minutes",
    ] {
        assert_eq!(names.find(name), Some(0), "{name}");
    }
    assert_eq!(names.find("CSI"), Some(1));
    assert_eq!(names.find("points"), None, "two things have it");
    assert_eq!(names.find(""), None);
    assert_eq!(names.find("(csi)"), Some(1));
    assert_eq!(names.nearest("first_respone"), Some("first_response"));
    assert_eq!(names.nearest("cis"), None);
    assert_eq!(names.nearest("csl"), Some("csi"));
    assert_eq!(names.nearest("something else"), None);
    assert_eq!(names.nearest(""), None);
}

fn gb(bytes: &[u8]) -> Option<String> {
    #[cfg(feature = "gb18030")]
    return aftercast_tables::text::gb18030(bytes);
    #[cfg(not(feature = "gb18030"))]
    (bytes == [0xCA, 0xFD, 0xD6, 0xB5]).then(|| "数值".to_owned())
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

#[test]
fn every_encoding() {
    let text = "field;value\r\n客单价;286,50\r\n";
    for mark in ["", "\u{feff}"] {
        let marked = format!("{mark}{text}");
        for bytes in [marked.clone().into_bytes(), utf16(&marked, u16::to_le_bytes), utf16(&marked, u16::to_be_bytes)] {
            assert_eq!(decode(&bytes, |_| None).as_deref(), Ok(text), "{bytes:?}");
        }
    }
    assert_eq!(decode(&[0xCA, 0xFD, 0xD6, 0xB5], gb).as_deref(), Ok("数值"));
    assert_eq!(decode(&[0xCA, 0xFD, 0xD6, 0xB5], |_| None), Err(TextError::NotText));
    assert_eq!(decode(b"", gb).as_deref(), Ok(""));
    assert_eq!(
        decode(b"{\"name\": \"M\xfcller\"}", |_| Some("{".to_owned())),
        Err(TextError::NotText),
        "JSON is Unicode"
    );
    assert!(is_json(" \n{\"a\": 1}") && is_json("[1]") && !is_json("field,value"));
}

#[cfg(feature = "gb18030")]
#[test]
fn chinese_spreadsheets() {
    let (bytes, _, _) = encoding_rs::GB18030.encode("字段,数值\r\n客单价,286.5\r\n䶮,㐀\r\n");
    assert_eq!(decode(&bytes, gb).as_deref(), Ok("字段,数值\r\n客单价,286.5\r\n䶮,㐀\r\n"));
    assert_eq!(decode(b"\xd6\xb5\xff\xff", gb), Err(TextError::NotText));
}

#[test]
fn other_files_are_named() {
    let zip = |name: &str| [b"PK\x03\x04\x14\x00\x06\x00".as_slice(), name.as_bytes(), &[0; 40]].concat();
    for (bytes, kind) in [
        (zip("[Content_Types].xml...xl/workbook.xml"), FileKind::Xlsx),
        (zip("mimetypeapplication/vnd.oasis.opendocument.spreadsheet"), FileKind::Ods),
        (zip("letter.docx"), FileKind::Zip),
        (zip("xl/workbook.bin"), FileKind::Xlsb),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rest".to_vec(), FileKind::Xls),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0".to_vec(), FileKind::Locked),
        (b"%PDF-1.7".to_vec(), FileKind::Pdf),
        (b"\x89PNG\r\n".to_vec(), FileKind::Image),
        (b"PAR1\0\0".to_vec(), FileKind::Parquet),
        (b"<html><table>".to_vec(), FileKind::Html),
        (b"\xef\xbb\xbf\n <!DOCTYPE html>".to_vec(), FileKind::Html),
        (b"{\\rtf1".to_vec(), FileKind::Rtf),
        (b"\x1f\x8b\x08".to_vec(), FileKind::Gzip),
    ] {
        assert_eq!(decode(&bytes, gb), Err(TextError::Other(kind)), "{kind:?}");
    }
    for bytes in [
        b"\0\x01".as_slice(),
        b"\x01\x02abc",
        b"\xff\xfea",
        b"\xff\xfe\x00\xd8",
        b"\xef\xbb\xbf\xff",
        b"a\0b\0c",
        b"abc\0\0\0\0",
        // as many zeros at even as at odd places, and not twice as many
        b"a\0\0bc\0\0d",
        b"a\0b\0\0cde",
        b"\0a\0bc\0de",
    ] {
        assert_eq!(decode(bytes, |_| None), Err(TextError::NotText), "{bytes:?}");
    }
}

proptest! {
    #[test]
    fn cells_read_back(rows in prop::collection::vec(prop::collection::vec("[a-zA-Z0-9,;|\"\n 值.]{0,6}", 3), 1..6), separator in 0..4_usize) {
        let separator = [",", ";", "\t", "|"][separator];
        let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
        let body: Vec<String> = rows.iter().map(|row| row.iter().map(quoted).collect::<Vec<_>>().join(separator)).collect();
        let text = format!("month{separator}csi{separator}cost\n{}\n", body.join("\n"));
        let table = read(&text, known).unwrap();
        let mut want: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(|cell| cell.trim().to_owned()).collect()).collect();
        for row in &mut want {
            while row.last().is_some_and(String::is_empty) {
                row.pop();
            }
        }
        want.retain(|row| !row.is_empty());
        let got: Vec<Vec<String>> = table.rows.iter().skip(1).map(|row| row.cells.iter().map(|cell| cell.to_string()).collect()).collect();
        prop_assert_eq!(got, want);
    }

    #[test]
    fn bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        if let Ok(text) = decode(&bytes, gb) {
            let _ = read(&text, known);
        }
    }

    #[test]
    fn texts_come_through_every_encoding(text in "[ -~\n值单]{1,40}") {
        prop_assume!(text.trim_start().chars().next().is_some_and(|c| c.is_alphanumeric()) && !text.starts_with("PAR1") && !text.starts_with("GIF8"));
        for bytes in [text.clone().into_bytes(), format!("\u{feff}{text}").into_bytes(), utf16(&format!("\u{feff}{text}"), u16::to_le_bytes), utf16(&format!("\u{feff}{text}"), u16::to_be_bytes)] {
            prop_assert_eq!(decode(&bytes, gb), Ok(text.clone()));
        }
    }
}

#[test]
fn the_cells_of_a_workbook_know_what_they_are() {
    let cell = |text: &str| Cell::Text(text.to_owned());
    let row = Row::new(7, vec![cell("csi"), Cell::Number("1.234".to_owned()), cell("")]).unwrap();
    let table = Table { separator: '\t', rows: vec![row.clone()], worksheet: Some("Sheet1".to_owned()) };
    assert_eq!(row.cells.len(), 2, "empty cells at its end are none");
    assert_eq!(Row::new(1, vec![cell(""), cell("")]), None);
    // a number says nothing of the marks of those that are written out, and takes none from them
    let marks = table.marks([cell("0,5"), Cell::Number("0.5".to_owned())].iter());
    assert_eq!((marks.comma, marks.point), (Mark::Unclear, Mark::Unclear));
    assert_eq!(row.cells[1].marks(marks), Marks { comma: Mark::Groups, point: Mark::Decimal });
    assert_eq!(row.cells[0].marks(marks), marks);
    let reference = |worksheet: &str, column| {
        Table { worksheet: Some(worksheet.to_owned()), ..table.clone() }.reference(&row, column)
    };
    assert_eq!(table.reference(&row, 1), "Sheet1!B7");
    assert_eq!(reference("公司", 26), "公司!AA7");
    assert_eq!(reference("Bob's data", 701), "'Bob''s data'!ZZ7");
    assert_eq!(Table { worksheet: None, ..table.clone() }.reference(&row, 0), "A7");
}
