//! Messages between the page and its workers: JSON, with numbers beside it where there are many.

use js_sys::{Array, Float64Array};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::Worker;

/// The message of [`parts`].
pub fn message<T: DeserializeOwned>(parts: &Array) -> Option<T> {
    parts.get(0).as_string().and_then(|text| serde_json::from_str(&text).ok())
}

/// The numbers of [`parts`].
pub fn numbers(parts: &Array) -> Vec<f64> {
    Float64Array::from(parts.get(1)).to_vec()
}

/// A message with numbers beside it, and the buffer of them that is to be transferred.
///
/// # Errors
/// A message that JSON cannot hold.
pub fn parts(message: &impl Serialize, numbers: &[f64]) -> Result<(Array, Array), JsValue> {
    let text = serde_json::to_string(message).map_err(|e| JsValue::from(e.to_string()))?;
    let numbers = Float64Array::from(numbers);
    let buffer = numbers.buffer();
    Ok((Array::of2(&text.into(), &numbers), Array::of1(&buffer)))
}

/// Sends a message with the numbers beside it.
///
/// # Errors
/// A message that JSON cannot hold, or a worker that takes none.
pub fn post(worker: &Worker, message: &impl Serialize, numbers: &[f64]) -> Result<(), JsValue> {
    let (parts, transfer) = parts(message, numbers)?;
    worker.post_message_with_transfer(&parts, &transfer)
}

/// Ends a worker; what it still sends is not heard.
pub fn dismiss(worker: &Worker) {
    worker.set_onmessage(None);
    worker.set_onerror(None);
    worker.terminate();
}

/// Milliseconds since the page began.
pub fn now() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
}

/// Calls back after so many milliseconds. What is handed on here knows no signals of a component: `ui` alone has them.
pub fn later(milliseconds: i32, f: impl FnOnce() + 'static) {
    let Some(window) = web_sys::window() else { return };
    let callback = Closure::once_into_js(f);
    // a page that is being left has no timers any more
    let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(callback.unchecked_ref(), milliseconds);
}
