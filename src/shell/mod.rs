//! What the page was started with, and how a worker is started with the same code.
//!
//! The page compiles the module once. A worker gets the compiled module by message and
//! instantiates it, so that it needs neither a second download nor a second compilation.

use std::{cell::RefCell, rc::Rc};

use aftercast_compute::workers::{Handle, Start};
use js_sys::{Array, Date, Function, Object, Promise, Reflect, WebAssembly};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{DedicatedWorkerGlobalScope, HtmlElement, MessageEvent, Worker, WorkerOptions, WorkerType};

/// Version of the messages between this file and `worker.js`: both change together.
const PROTOCOL: f64 = 3.0;
/// First word of the message with which a worker says that it runs.
const READY: &str = "ready";
/// A worker that has not said so for so long is given up, in milliseconds: its script is on a line that says nothing.
const LONGEST_START: i32 = 20_000;

/// Which of the two builds of the same source runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Build {
    /// With vector instructions.
    Simd,
    /// Without them, for browsers that have none.
    Scalar,
}

impl Build {
    /// The build that this code is.
    pub const THIS: Build = if cfg!(target_feature = "simd128") { Build::Simd } else { Build::Scalar };

    /// The name as the page writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Build::Simd => "simd",
            Build::Scalar => "scalar",
        }
    }
}

/// What `boot.js` hands over: the compiled module, the addresses a worker needs, and how late parts are brought.
#[derive(Clone, Debug)]
pub struct Shell {
    module: WebAssembly::Module,
    glue: String,
    worker: String,
    late: Function,
    /// The late part that its workers have, by name and compiled files; a debug build has none.
    part: Option<(&'static str, JsValue)>,
}

impl Shell {
    /// From the compiled module, the address of the glue it was loaded with, the address of the worker script, and the function that
    /// brings late parts.
    pub fn new(module: WebAssembly::Module, glue: String, worker: String, late: Function) -> Self {
        Self { module, glue, worker, late, part: None }
    }

    /// Brings the files of a late part, compiled; it may take long, and `block` shows how far it is, why it does not come, and the button
    /// for another try. Asking again is another try, too.
    pub fn bring(&self, name: &str, block: &HtmlElement) -> Promise {
        let brought = self.late.call2(&JsValue::NULL, &name.into(), block);
        brought.map_or_else(|error| Promise::reject(&error), Promise::from)
    }

    /// Shows in the block of a late part that its file was not taken.
    pub fn refuse(&self, name: &str, why: &str) {
        // it fails where the page is gone
        let _ = self.late.call3(&JsValue::NULL, &name.into(), &JsValue::NULL, &why.into());
    }

    /// The same, for workers that have a late part.
    pub fn with_part(&self, name: &'static str, files: JsValue) -> Self {
        Self { part: Some((name, files)), ..self.clone() }
    }

    /// Starts a worker. `done` is called once: with the worker when it runs this same version and
    /// takes messages, or with the reason why it does not.
    pub fn start_worker(&self, name: &str, done: impl FnOnce(Result<Worker, String>) + 'static) {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        options.set_name(name);
        let worker = match Worker::new_with_options(&self.worker, &options) {
            Ok(worker) => worker,
            Err(error) => return done(Err(format!("the worker {} was refused: {}", self.worker, reason(&error)))),
        };
        let done = Rc::new(RefCell::new(Some(done)));
        let finish = {
            let worker = worker.clone();
            move |result: Result<(), String>| {
                // called again by its timer long after the worker has gone into service
                if done.borrow().is_none() {
                    return;
                }
                worker.set_onmessage(None);
                worker.set_onerror(None);
                if result.is_err() {
                    worker.terminate();
                }
                if let Some(done) = done.borrow_mut().take() {
                    done(result.map(|()| worker.clone()));
                }
            }
        };
        let replied = {
            let finish = finish.clone();
            Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| finish(check_ready(&event.data())))
        };
        let failed = {
            let (finish, address) = (finish.clone(), self.worker.clone());
            // a script that cannot be loaded gives an event without a message
            Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
                finish(Err(format!("the worker {address} failed: {}", reason(&event))))
            })
        };
        worker.set_onmessage(Some(replied.into_js_value().unchecked_ref()));
        worker.set_onerror(Some(failed.into_js_value().unchecked_ref()));
        wait_for(LONGEST_START, {
            let address = self.worker.clone();
            move || finish(Err(format!("the worker {address} did not start in {} s", LONGEST_START / 1000)))
        });
        if let Err(error) = worker.post_message(&self.hello()) {
            let failed = worker.onerror();
            if let Some(failed) = failed {
                // the handler drops itself and reports
                let _ = failed.call1(&JsValue::NULL, &error);
            }
        }
    }

    /// Starts workers for [`Workers`](aftercast_compute::workers::Workers).
    pub fn starter(self) -> Start {
        Rc::new(move |name, started| self.start_worker(name, started))
    }

    fn hello(&self) -> JsValue {
        let (name, files) = self.part.clone().map_or((JsValue::UNDEFINED, JsValue::UNDEFINED), |(n, f)| (n.into(), f));
        let fields = [
            ("protocol", JsValue::from(PROTOCOL)),
            ("glue", JsValue::from(self.glue.as_str())),
            ("module", JsValue::from(self.module.clone())),
            ("part", name),
            ("files", files),
        ];
        let entries = fields.into_iter().map(|(key, value)| Array::of2(&key.into(), &value)).collect::<Array>();
        // only a list of something else than pairs is refused
        Object::from_entries(&entries).map(JsValue::from).unwrap_or(JsValue::NULL)
    }
}

/// Calls back after so many milliseconds in which the page was awake: a timer that comes late was held up by sleep, and so was the
/// worker it watches.
fn wait_for(milliseconds: i32, f: impl FnOnce() + 'static) {
    let Some(window) = web_sys::window() else { return };
    let set = Date::now();
    let callback = Closure::once_into_js(move || {
        let late = Date::now() - set - f64::from(milliseconds);
        if late > f64::from(milliseconds) / 4.0 { wait_for(milliseconds, f) } else { f() }
    });
    // a page that is being left has no timers any more
    let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(callback.unchecked_ref(), milliseconds);
}

/// In a worker: takes over its messages and says that it runs.
///
/// # Errors
/// Where this is not a dedicated worker, or its page is gone.
pub fn listen(mut handle: Handle) -> Result<(), JsValue> {
    let scope: DedicatedWorkerGlobalScope =
        js_sys::global().dyn_into().map_err(|_| JsValue::from("worker_main was called outside a worker"))?;
    let inner = scope.clone();
    let handler = Closure::<dyn FnMut(MessageEvent)>::new(move |event| handle(event, &inner));
    scope.set_onmessage(Some(handler.into_js_value().unchecked_ref()));
    scope.post_message(&ready().into())
}

fn ready() -> String {
    format!("{READY} {} {}", env!("CARGO_PKG_VERSION"), Build::THIS.name())
}

fn check_ready(reply: &JsValue) -> Result<(), String> {
    match reply.as_string() {
        Some(text) if text == ready() => Ok(()),
        Some(text) => Err(format!("expected a worker that says \"{}\", got \"{text}\": reload the page", ready())),
        None => Err(format!("the worker did not start: {}", reason(reply))),
    }
}

/// What an error, an error event or a text says.
fn reason(value: &JsValue) -> String {
    let message = || Reflect::get(value, &"message".into()).ok().and_then(|m| m.as_string());
    value
        .as_string()
        .or_else(message)
        .filter(|m| !m.is_empty())
        .unwrap_or_else(|| "its script could not be loaded".to_owned())
}
