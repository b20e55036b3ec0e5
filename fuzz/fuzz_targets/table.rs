//! Any bytes as a table, and any table in the dialects of spreadsheets: the cells that are read are those that were written.

#![no_main]

use aftercast_tables::table::read;
use aftercast_tables::text::{decode, gb18030};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((&style, rest)) = bytes.split_first() else { return };
    if style % 2 == 0 {
        if let Ok(text) = decode(rest, gb18030) {
            let known = |cell: &str| cell == "field" || cell == "value" || cell == "month";
            if let Ok(table) = read(&text, known) {
                let marks = table.marks(table.rows.iter().flat_map(|row| &row.cells));
                let _ = (marks, table.separator);
                let lines = text.replace("\r\n", "\n").replace('\r', "\n").matches('\n').count() + 1;
                assert!(table.rows.iter().all(|row| row.line >= 1 && row.line <= lines), "a line that is not there");
                assert!(table.rows.windows(2).all(|two| two[0].line <= two[1].line));
            }
        }
        return;
    }
    let Ok(text) = std::str::from_utf8(rest) else { return };
    written_table(style / 2, text);
});

/// Writes a table in a dialect, and reads it.
fn written_table(style: u8, text: &str) {
    let cell = |cell: &str| cell.chars().filter(|c| !c.is_control() && *c != '\u{feff}' && *c != '\u{200b}').collect::<String>().trim().to_owned();
    let body: Vec<[String; 2]> = text
        .split('\n')
        .take(40)
        .map(|line| line.split_once('\t').unwrap_or((line, "")))
        .map(|(field, value)| [format!("f{}", cell(field)), cell(value)])
        .collect();
    let separator = b",;\t|"[usize::from(style % 4)];
    let mut writer = csv::WriterBuilder::new()
        .delimiter(separator)
        .quote_style(if style / 4 % 2 == 0 { csv::QuoteStyle::Necessary } else { csv::QuoteStyle::Always })
        .terminator(if style / 8 % 2 == 0 { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') })
        .from_writer(Vec::new());
    writer.write_record(["field", "value"]).expect("memory");
    for row in &body {
        writer.write_record(row).expect("memory");
    }
    let written = String::from_utf8(writer.into_inner().expect("memory")).expect("text");
    let written = if style / 16 % 2 == 1 { format!("sep={}\r\n{written}", char::from(separator)) } else { written };
    let bytes = match style / 32 % 4 {
        0 => written.clone().into_bytes(),
        1 => [b"\xEF\xBB\xBF", written.as_bytes()].concat(),
        2 => [0xFF, 0xFE].into_iter().chain(written.encode_utf16().flat_map(u16::to_le_bytes)).collect(),
        _ => [0xFE, 0xFF].into_iter().chain(written.encode_utf16().flat_map(u16::to_be_bytes)).collect(),
    };
    let decoded = decode(&bytes, gb18030).unwrap_or_else(|e| panic!("{e:?} of {written:?}"));
    let table = read(&decoded, |cell| cell == "field" || cell == "value").unwrap_or_else(|e| panic!("{e:?} of {written:?}"));
    assert_eq!(table.separator, char::from(separator), "{written:?}");
    let read: Vec<[&str; 2]> = table.rows.iter().skip(1).map(|row| [0, 1].map(|i| row.cells.get(i).map_or("", |cell| &**cell))).collect();
    let meant: Vec<[&str; 2]> = body.iter().map(|row| row.each_ref().map(String::as_str)).collect();
    assert_eq!(read, meant, "{written:?}");
}
