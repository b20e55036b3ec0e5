//! The browser program. `boot.js` calls [`start`] in the page, `worker.js` calls [`worker_main`] in a worker.

use aftercast::{shell, shell::Shell, ui};
use aftercast_compute::{tasks::NoTasks, workers};
use wasm_bindgen::prelude::*;

/// Nothing: page and worker run the same module, and each calls its own start function.
fn main() {}

/// Starts the page with the module it was loaded from.
#[wasm_bindgen]
pub fn start(module: js_sys::WebAssembly::Module, glue: String, worker: String) {
    console_error_panic_hook::set_once();
    ui::mount(Shell::new(module, glue, worker));
}

/// Starts a worker: from here on its messages are handled in Rust.
///
/// # Errors
/// Where this is not a worker.
#[wasm_bindgen]
pub fn worker_main() -> Result<(), JsValue> {
    console_error_panic_hook::set_once();
    workers::serve::<NoTasks, _>(shell::listen)
}
