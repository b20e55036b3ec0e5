//! The browser program. `boot.js` calls [`start`] in the page, `worker.js` calls [`worker_main`] in a worker.

use aftercast::{engine::math, shell};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::MessageEvent;

/// Nothing: page and worker run the same module, and each calls its own start function.
fn main() {}

/// Starts the page with the module it was loaded from.
#[wasm_bindgen]
pub fn start(module: js_sys::WebAssembly::Module, glue: String, worker: String) {
    console_error_panic_hook::set_once();
    let shell = shell::Shell::new(module, glue, worker);
    leptos::mount::mount_to_body(move || view! { <App shell /> });
}

/// Starts a worker: from here on its messages are handled in Rust.
///
/// # Errors
/// Where this is not a worker.
#[wasm_bindgen]
pub fn worker_main() -> Result<(), JsValue> {
    console_error_panic_hook::set_once();
    shell::serve(|event, scope| {
        let answer = event.data().as_f64().map_or(JsValue::NULL, |x| math::exp(x).into());
        if scope.post_message(&answer).is_err() {
            // the page is gone: nobody is left to tell
        }
    })
}

/// Proof that page and worker run: the worker computes e.
#[component]
fn App(shell: shell::Shell) -> impl IntoView {
    let (answer, set_answer) = signal(String::from("..."));
    shell.start_worker("proof", move |worker| match worker {
        Err(reason) => set_answer.set(reason),
        Ok(worker) => {
            let show = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                set_answer.set(event.data().as_f64().map(|x| format!("{x}")).unwrap_or_default());
            });
            worker.set_onmessage(Some(show.into_js_value().unchecked_ref()));
            if let Err(error) = worker.post_message(&1.0.into()) {
                set_answer.set(format!("{error:?}"));
            }
        }
    });
    view! {
        <main>
            <h1>"Aftercast"</h1>
            <p>"Build: " <output id="build">{shell::Build::THIS.name()}</output></p>
            <p>"e = " <output id="worker" style:color="inherit">{answer}</output></p>
        </main>
    }
}
