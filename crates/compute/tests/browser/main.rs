//! The engine gives the same bits everywhere: this binary runs natively and, under `./dev test`, in a browser.
#![allow(clippy::unwrap_used, reason = "tests: helpers outside test functions may panic")]

mod bits;
mod digest;

#[cfg(target_family = "wasm")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
