//! Files to and from the disk.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, HtmlCanvasElement, HtmlDivElement, HtmlInputElement, Url};

use crate::ui::page::Page;
use crate::ui::runtime::browser::{Content, chosen_file};
use crate::ui::runtime::later;
use crate::ui::runtime::later::Life;
use aftercast_app::features::documents::Exported;
use aftercast_import::FileRefused;
use aftercast_plot::{Scene, canvas};
use aftercast_sheets::ReadError;
use aftercast_tables::table::Table;
use aftercast_tables::text::{FileKind, TextError};

/// A file that was chosen and has a table in it.
#[derive(Debug)]
pub enum Chosen {
    /// As a text.
    Text(String),
    /// In a worksheet of a workbook.
    Worksheets(Vec<Table>),
}

/// Reads the file chosen in an input; `done` gets its name and what is in it, or why it cannot be read. The part of workbooks is brought
/// for a workbook, and `block` shows how far it is. The place it was chosen at may be gone by then: `done` must read nothing of it.
pub fn chosen_table(
    page: Page,
    input: &HtmlInputElement,
    block: Option<HtmlDivElement>,
    done: impl FnOnce(String, Result<Chosen, FileRefused>) + 'static,
) {
    chosen_file(input, move |name, content| match (content, block) {
        (Ok(Content::Text(text)), _) => done(name, Ok(Chosen::Text(text))),
        (Ok(Content::Workbook(bytes)), Some(block)) => page.late.workbook_part(&block, move |part| {
            done(name, (part.read)(&bytes).map(Chosen::Worksheets).map_err(refused));
        }),
        (Ok(Content::Workbook(_)), None) => {}
        (Err(why), _) => done(name, Err(why)),
    });
}

/// Why a workbook is not read, in the words of files.
fn refused(why: ReadError) -> FileRefused {
    match why {
        ReadError::Password => FileRefused::Text(TextError::Other(FileKind::Locked)),
        ReadError::TooLarge => FileRefused::TooLarge,
        ReadError::Broken => FileRefused::Broken,
    }
}

/// Pixels of a CSS pixel in exported pictures.
pub const SHARP: f64 = 2.0;

/// Saves text as a file.
///
/// # Errors
/// The browser refuses to make a file.
pub fn save_text(file: &Exported<String>, ending: &str, kind: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = js_sys::Array::of1(&JsValue::from(file.content.as_str()));
    let blob = Blob::new_with_str_sequence_and_options(&parts, &options)?;
    save(&blob, &format!("{}.{ending}", file.name))
}

/// Saves bytes as a file of this name.
///
/// # Errors
/// The browser refuses to make a file.
pub fn save_bytes(bytes: &[u8], name: &str, kind: &str) -> Result<(), JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    save(&Blob::new_with_u8_array_sequence_and_options(&parts, &options)?, name)
}

/// Saves a scene as a PNG at twice the size; `done` hears whether that worked, while this life lasts.
pub fn save_picture(life: Life, file: &Exported<Scene>, done: impl FnOnce(bool) + 'static) {
    let name = format!("{}.png", file.name);
    let Ok(made) = document().create_element("canvas").map(|e| e.unchecked_into::<HtmlCanvasElement>()) else {
        return done(false);
    };
    if let Err(reason) = canvas::paint(&file.content, &made, SHARP) {
        leptos::logging::error!("{reason}");
        return done(false);
    }
    save_canvas(&made, name, life.bound(done));
}

/// Saves what is on a canvas as a PNG; `done` hears whether that worked.
pub fn save_canvas(canvas: &HtmlCanvasElement, name: String, done: impl FnOnce(bool) + 'static) {
    // the file comes, even where the menu that asked for it is gone
    let finished = later::once(Life::of_the_page(), move |blob| {
        // a picture that could not be made arrives as null
        done(blob.dyn_into::<Blob>().is_ok_and(|blob| save(&blob, &name).is_ok()));
    });
    if canvas.to_blob(&finished).is_err() {
        leptos::logging::error!("the browser makes no picture of a canvas");
    }
}

fn save(blob: &Blob, name: &str) -> Result<(), JsValue> {
    let address = Url::create_object_url_with_blob(blob)?;
    let anchor: HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    anchor.set_href(&address);
    anchor.set_download(name);
    anchor.click();
    // the download has begun by the next task; until then the address has to live
    later::after(Life::of_the_page(), Duration::from_secs(10), move || drop(Url::revoke_object_url(&address)));
    Ok(())
}
