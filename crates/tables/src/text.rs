//! The bytes of a file as text: UTF-8 and UTF-16 with and without a byte order mark, GB18030 (and so GBK and GB2312).

/// What a file is that is none of ours, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A workbook of Excel, `.xlsx` or `.xlsm`.
    Xlsx,
    /// A binary workbook of Excel, `.xlsb`.
    Xlsb,
    /// A workbook that opens with a password only.
    Locked,
    /// A workbook of Excel before 2007, `.xls`.
    Xls,
    /// A spreadsheet of LibreOffice, `.ods`.
    Ods,
    /// Another archive.
    Zip,
    /// A document to print.
    Pdf,
    /// A picture.
    Image,
    /// A page of the web, also under the name `.xls`.
    Html,
    /// A document with formatting.
    Rtf,
    /// A compressed file.
    Gzip,
    /// Columns for data programs.
    Parquet,
    /// JSON where a table is wanted.
    Json,
    /// A table where JSON is wanted.
    Table,
}

/// Why a file is not read as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextError {
    /// It is of another kind.
    Other(FileKind),
    /// Neither text in a known encoding nor a known kind of file.
    NotText,
}

impl core::fmt::Display for TextError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Other(kind) => write!(f, "a file of another kind ({kind:?}): save it as CSV or as a scenario"),
            Self::NotText => f.write_str("not a text in a known encoding: save it as UTF-8"),
        }
    }
}

impl core::error::Error for TextError {}

/// Reads bytes as text, without a byte order mark; `gb18030` decodes bytes that are no Unicode, or gives none where it cannot.
///
/// ```
/// use aftercast_tables::text::{decode, FileKind, TextError};
/// assert_eq!(decode(b"\xef\xbb\xbfmonth", |_| None).as_deref(), Ok("month"));
/// assert_eq!(decode(b"PK\x03\x04..xl/workbook.xml", |_| None), Err(TextError::Other(FileKind::Xlsx)));
/// ```
///
/// # Errors
/// What it is where it is no text.
pub fn decode(bytes: &[u8], gb18030: impl FnOnce(&[u8]) -> Option<String>) -> Result<String, TextError> {
    if let Some(kind) = magic(bytes) {
        return Err(TextError::Other(kind));
    }
    let text = match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8(rest.to_vec()).ok(),
        [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => match zeros(bytes) {
            // JSON is Unicode: in another encoding nearly any bytes would be some Chinese name
            (0, 0) => String::from_utf8(bytes.to_vec()).ok().or_else(|| gb18030(bytes).filter(|text| !is_json(text))),
            // the high bytes of separators, digits and Latin letters are 0
            (even, odd) if odd > 2 * even => utf16(bytes, u16::from_le_bytes),
            (even, odd) if even > 2 * odd => utf16(bytes, u16::from_be_bytes),
            _ => None,
        },
    };
    let text = text.filter(|text| !text.chars().any(is_binary)).ok_or(TextError::NotText)?;
    match markup(&text) {
        Some(kind) => Err(TextError::Other(kind)),
        None => Ok(text),
    }
}

/// Decodes GB18030 strictly.
#[cfg(feature = "gb18030")]
pub fn gb18030(bytes: &[u8]) -> Option<String> {
    let text = encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some(text.into_owned())
}

/// Whether a text is JSON rather than a table.
pub fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '['])
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let units = pairs.iter().map(|pair| unit(*pair));
    let text: Result<String, _> = char::decode_utf16(units).collect();
    text.ok().filter(|_| rest.is_empty())
}

/// Zero bytes at even and at odd places.
fn zeros(bytes: &[u8]) -> (usize, usize) {
    let count = |parity: usize| bytes.iter().skip(parity).step_by(2).filter(|b| **b == 0).count();
    (count(0), count(1))
}

/// Control characters that no text holds.
fn is_binary(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{e}'..='\u{1a}' | '\u{1c}'..='\u{1f}')
}

fn magic(bytes: &[u8]) -> Option<FileKind> {
    const STARTS: [(&[u8], FileKind); 8] = [
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", FileKind::Xls),
        (b"%PDF", FileKind::Pdf),
        (b"\x89PNG", FileKind::Image),
        (b"\xFF\xD8\xFF", FileKind::Image),
        (b"GIF8", FileKind::Image),
        (b"{\\rtf", FileKind::Rtf),
        (b"\x1F\x8B", FileKind::Gzip),
        (b"PAR1", FileKind::Parquet),
    ];
    let holds = |name: &[u8]| bytes.windows(name.len()).any(|part| part == name);
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        // names of the parts stand uncompressed
        return Some(match () {
            () if holds(b"opendocument.spreadsheet") => FileKind::Ods,
            () if holds(b"xl/workbook.bin") => FileKind::Xlsb,
            () if holds(b"xl/") => FileKind::Xlsx,
            () => FileKind::Zip,
        });
    }
    let start = STARTS.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, kind)| *kind);
    // a name in UTF-16: a file of the same container has the workbook inside, encrypted
    start.map(
        |kind| if kind == FileKind::Xls && holds(b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0") { FileKind::Locked } else { kind },
    )
}

fn markup(text: &str) -> Option<FileKind> {
    let start: String = text.trim_start().chars().take(16).collect::<String>().to_ascii_lowercase();
    ["<html", "<!doctype", "<?xml", "<table", "<meta"]
        .iter()
        .any(|tag| start.starts_with(tag))
        .then_some(FileKind::Html)
}
