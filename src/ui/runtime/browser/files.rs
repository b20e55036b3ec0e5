//! Files that a reader chooses: their text, whatever its encoding, or the bytes of a workbook.

use aftercast_import::FileRefused;
use aftercast_tables::text::{FileKind, TextError, decode};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use crate::ui::runtime::later;
use crate::ui::runtime::later::Life;

/// Larger files are neither scenarios nor tables of figures.
const LARGEST_FILE: f64 = 1_048_576.0;

/// What was chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A text.
    Text(String),
    /// The bytes of an .xlsx.
    Workbook(Vec<u8>),
}

/// Reads the file chosen in an input, which is empty again afterwards so that the same file can be chosen twice; `done` gets
/// its name and what is in it, or why it cannot be read. Bytes are read, because the browser takes any file for UTF-8. The place it was
/// chosen at may be gone by then: `done` must read nothing of a component.
pub fn chosen_file(input: &HtmlInputElement, done: impl FnOnce(String, Result<Content, FileRefused>) + 'static) {
    let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
    input.set_value("");
    let name = file.name();
    if file.size() > LARGEST_FILE {
        return done(name, Err(FileRefused::TooLarge));
    }
    later::settled(Life::of_the_page(), file.array_buffer().unchecked_into(), move |buffer| {
        let bytes = buffer.map(|buffer| js_sys::Uint8Array::new(&buffer).to_vec());
        done(name, bytes.or(Err(FileRefused::TooLarge)).and_then(content));
    });
}

fn content(bytes: Vec<u8>) -> Result<Content, FileRefused> {
    match decode(&bytes, gb18030) {
        Ok(text) => Ok(Content::Text(text)),
        Err(TextError::Other(FileKind::Xlsx)) => Ok(Content::Workbook(bytes)),
        Err(why) => Err(FileRefused::Text(why)),
    }
}

/// The same where a text is needed.
pub fn chosen_text(input: &HtmlInputElement, done: impl FnOnce(String, Result<String, FileRefused>) + 'static) {
    chosen_file(input, move |name, content| {
        let text = content.and_then(|content| match content {
            Content::Text(text) => Ok(text),
            Content::Workbook(_) => Err(FileRefused::Text(TextError::Other(FileKind::Xlsx))),
        });
        done(name, text);
    });
}

/// Decodes GB18030 with the browser's own tables: the page needs none of its own.
fn gb18030(bytes: &[u8]) -> Option<String> {
    let options = web_sys::TextDecoderOptions::new();
    options.set_fatal(true);
    let decoder = web_sys::TextDecoder::new_with_label_and_options("gb18030", &options).ok()?;
    decoder.decode_with_u8_array(bytes).ok()
}
