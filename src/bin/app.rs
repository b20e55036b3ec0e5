//! The browser program. `boot.js` calls [`start`] in the page; `worker.js` calls [`worker_main`] in a worker for runs, [`late_main`] in
//! one for analyses and [`scan_main`] in one that reads codes, which are in the late part.

use aftercast::{shell, shell::Shell, ui};
use aftercast_compute::{tasks::NoTasks, workers};
use wasm_bindgen::prelude::*;

/// Nothing: page and workers run the same module, and each calls its own start function.
fn main() {}

/// Starts the page with the module it was loaded from; `late` brings late parts of the program. The promise is kept when the page stands.
#[wasm_bindgen]
pub fn start(
    module: js_sys::WebAssembly::Module,
    glue: String,
    worker: String,
    late: js_sys::Function,
) -> js_sys::Promise {
    console_error_panic_hook::set_once();
    let mut shell = Some(Shell::new(module, glue, worker, late));
    js_sys::Promise::new(&mut |resolve, _| {
        if let Some(shell) = shell.take() {
            ui::mount(shell, move || drop(resolve.call0(&JsValue::UNDEFINED)));
        }
    })
}

/// Starts a worker for runs: from here on its messages are handled in Rust.
///
/// # Errors
/// Where this is not a worker.
#[wasm_bindgen]
pub fn worker_main() -> Result<(), JsValue> {
    console_error_panic_hook::set_once();
    workers::serve::<NoTasks, _>(shell::listen)
}

/// Starts a worker for analyses; it has been given the late part of the program.
///
/// # Errors
/// Where this is not a worker, or the part is not one of this program.
#[wasm_bindgen]
pub async fn late_main() -> Result<(), JsValue> {
    console_error_panic_hook::set_once();
    let part = ui::late_part().await.map_err(|why| JsValue::from(why.to_string()))?;
    (part.serve)()
}

/// Starts a worker that reads codes off pictures; it has been given the late part of the program. A decoder that panics is expected here:
/// it says nothing, and the page starts another worker.
///
/// # Errors
/// As for [`late_main`].
#[wasm_bindgen]
pub async fn scan_main() -> Result<(), JsValue> {
    let part = ui::late_part().await.map_err(|why| JsValue::from(why.to_string()))?;
    (part.serve_scan)()
}
