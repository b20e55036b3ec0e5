//! The browser program of the analyses, loaded when they are opened. The page calls [`start_study`], `worker.js` calls
//! [`worker_main`] in a worker.

use aftercast::{shell, shell::Shell, ui};
use aftercast_compute::{tasks::AllTasks, workers};
use wasm_bindgen::prelude::*;

/// Nothing: page and worker run the same module, and each calls its own start function.
fn main() {}

/// Puts the analyses into an element, with the module they were loaded from.
#[wasm_bindgen]
pub fn start_study(module: js_sys::WebAssembly::Module, glue: String, worker: String, element: web_sys::HtmlElement) {
    console_error_panic_hook::set_once();
    ui::mount_study(Shell::new(module, glue, worker), element);
}

/// Starts a worker: from here on its messages are handled in Rust.
///
/// # Errors
/// Where this is not a worker.
#[wasm_bindgen]
pub fn worker_main() -> Result<(), JsValue> {
    console_error_panic_hook::set_once();
    workers::serve::<AllTasks, _>(shell::listen)
}
