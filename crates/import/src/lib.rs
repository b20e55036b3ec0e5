//! Files that people bring: which columns they have, which cells cannot be read, and how to say so.
//!
//! The readers of numbers, months, tables and encodings are those of the crate `aftercast-tables`. Here they meet the names of
//! this project, in English and Chinese, and what was wrong is put into sentences that name row, column, what was found and what
//! is needed.

pub mod actual;
mod fault;
mod headed_table;
pub mod reading;

pub use fault::Fault;
pub use headed_table::{Column, HeadedTable, read as read_table, the_one};

use aftercast_tables::text::{FileKind, TextError};

use aftercast_i18n::{Locale, Text};

/// Faults after which the rest of a file is not read.
pub const MOST_FAULTS: usize = 100;

/// Why a file that was chosen is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileRefused {
    /// Larger than any table or scenario, or the browser does not hand it over.
    TooLarge,
    /// It is no text.
    Text(TextError),
    /// It is a workbook that is damaged.
    Broken,
}

impl FileRefused {
    /// The sentence.
    pub fn said(self, locale: Locale) -> String {
        match self {
            Self::TooLarge => Text::FileTooLarge.to(locale).to_owned(),
            Self::Text(why) => refused_file(why, locale),
            Self::Broken => Text::FileBroken.to(locale).to_owned(),
        }
    }
}

/// In English; [`said`](FileRefused::said) has both languages.
impl core::fmt::Display for FileRefused {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(&self.said(Locale::English))
    }
}

impl core::error::Error for FileRefused {}

/// Reads the bytes of a file as text, for the command line.
///
/// # Errors
/// What the file is where it is no text, and what to do.
#[cfg(feature = "gb18030")]
pub fn text_of(bytes: &[u8]) -> Result<String, String> {
    aftercast_tables::text::decode(bytes, aftercast_tables::text::gb18030)
        .map_err(|why| refused_file(why, Locale::English))
}

/// What a file is that is not read, and what to do.
pub fn refused_file(why: TextError, locale: Locale) -> String {
    let text = match why {
        TextError::NotText => return Text::FileNotText.to(locale).to_owned(),
        TextError::Other(kind) => match kind {
            FileKind::Xlsx => Text::FileSpreadsheet,
            FileKind::Xls | FileKind::Xlsb | FileKind::Ods => Text::FileOtherSpreadsheet,
            FileKind::Locked => Text::FileLocked,
            FileKind::Zip | FileKind::Gzip => Text::FileArchive,
            FileKind::Html => Text::FileWebPage,
            FileKind::Json => Text::FileJson,
            FileKind::Table => Text::FileTable,
            FileKind::Pdf | FileKind::Image | FileKind::Rtf | FileKind::Parquet => Text::FileOther,
        },
    };
    let kind = match why {
        TextError::Other(FileKind::Xlsx) => "Excel, .xlsx",
        TextError::Other(FileKind::Xls) => "Excel, .xls",
        TextError::Other(FileKind::Xlsb) => "Excel, .xlsb",
        TextError::Other(FileKind::Ods) => "LibreOffice, .ods",
        TextError::Other(FileKind::Zip) => "ZIP",
        TextError::Other(FileKind::Gzip) => "gzip",
        TextError::Other(FileKind::Pdf) => "PDF",
        TextError::Other(FileKind::Image) => "PNG, JPEG, GIF",
        TextError::Other(FileKind::Rtf) => "RTF",
        TextError::Other(FileKind::Parquet) => "Parquet",
        _ => "",
    };
    text.with(locale, &[("kind", kind)])
}
