//! Files to and from the disk.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, HtmlCanvasElement, Url};

use crate::app::share::Exported;
use crate::plot::{Scene, canvas};

/// Pixels of a CSS pixel in exported pictures.
const SHARP: f64 = 2.0;

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

/// Saves a scene as a PNG at twice the size; `done` hears whether that worked.
pub fn save_picture(file: &Exported<Scene>, done: impl FnOnce(bool) + 'static) {
    let name = format!("{}.png", file.name);
    let Ok(made) = document().create_element("canvas").map(|e| e.unchecked_into::<HtmlCanvasElement>()) else {
        return done(false);
    };
    if let Err(reason) = canvas::paint(&file.content, &made, SHARP) {
        leptos::logging::error!("{reason}");
        return done(false);
    }
    let finished = Closure::once_into_js(move |blob: JsValue| {
        // a picture that could not be made arrives as null
        done(blob.dyn_into::<Blob>().is_ok_and(|blob| save(&blob, &name).is_ok()));
    });
    if made.to_blob(finished.unchecked_ref()).is_err() {
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
    set_timeout(move || drop(Url::revoke_object_url(&address)), std::time::Duration::from_secs(10));
    Ok(())
}
