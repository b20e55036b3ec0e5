//! Reads QR codes off a canvas: with the browser's own detector where it has one, else with the program's, in a worker that is given up
//! where a picture brings it down.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use js_sys::{Array, Function, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlCanvasElement, Worker};

use crate::shell::{self, Shell};
use crate::ui::runtime::camera;
use crate::ui::runtime::later;
use crate::ui::runtime::later::Life;
use aftercast_app::features::lessons::scan;

/// What the browser's detector calls the codes.
const KIND: &str = "qr_code";
/// A picture that takes longer has brought the decoder down.
const LONGEST: Duration = Duration::from_secs(4);

type Done = Box<dyn FnOnce(Vec<String>)>;

/// A reader of one picture after another. It is closed by [`Reader::close`].
#[derive(Clone)]
pub struct Reader(Rc<Inner>);

struct Inner {
    life: Life,
    shell: Shell,
    detector: RefCell<Option<JsValue>>,
    worker: RefCell<Option<Worker>>,
    /// Who waits for the picture that is being read, and its number.
    waits: RefCell<Option<Done>>,
    picture: Cell<u32>,
}

impl Reader {
    /// For a component of this life; `shell` starts workers that have the decoder.
    pub fn open(life: Life, shell: Shell) -> Self {
        let inner = Inner {
            life,
            shell,
            detector: RefCell::default(),
            worker: RefCell::default(),
            waits: RefCell::default(),
            picture: Cell::default(),
        };
        let reader = Self(Rc::new(inner));
        reader.ask_for_detector();
        reader
    }

    /// The browser has a detector, and it knows these codes.
    fn ask_for_detector(&self) {
        let get = |of: &JsValue, name: &str| Reflect::get(of, &name.into()).ok()?.dyn_into::<Function>().ok();
        let Some(class) = get(&js_sys::global(), "BarcodeDetector") else { return };
        let Some(formats) = get(&class, "getSupportedFormats").and_then(|f| f.call0(&class).ok()) else { return };
        let inner = Rc::clone(&self.0);
        later::settled(self.0.life, formats.unchecked_into(), move |known| {
            let known = known.map(|list| Array::from(&list)).unwrap_or_default();
            if known.includes(&KIND.into(), 0) {
                let options = js_sys::JSON::parse(r#"{"formats":["qr_code"]}"#).unwrap_or_default();
                *inner.detector.borrow_mut() = Reflect::construct(&class, &Array::of1(&options)).ok();
            }
        });
    }

    /// Reads a picture; `done` gets the texts of the codes in it. One picture at a time.
    pub fn read(&self, canvas: &HtmlCanvasElement, done: impl FnOnce(Vec<String>) + 'static) {
        let detector = self.0.detector.borrow().clone();
        let detected = detector.and_then(|detector| {
            let detect = Reflect::get(&detector, &"detect".into()).ok()?.dyn_into::<Function>().ok()?;
            detect.call1(&detector, canvas).ok()
        });
        let Some(detected) = detected else { return self.read_in_worker(canvas, Box::new(done)) };
        let (reader, canvas) = (self.clone(), canvas.clone());
        later::settled(self.0.life, detected.unchecked_into(), move |found| match found {
            Ok(list) => {
                let text = |code: JsValue| Reflect::get(&code, &"rawValue".into()).ok()?.as_string();
                done(Array::from(&list).iter().filter_map(text).collect());
            }
            // it has the class and not what does the work
            Err(_) => {
                reader.0.detector.take();
                reader.read_in_worker(&canvas, Box::new(done));
            }
        });
    }

    fn read_in_worker(&self, canvas: &HtmlCanvasElement, done: Done) {
        let Some((pixels, width, height)) = camera::luma(canvas) else { return done(Vec::new()) };
        let message = Array::of3(&width.into(), &height.into(), &Uint8Array::from(&pixels[..]));
        *self.0.waits.borrow_mut() = Some(done);
        let picture = self.0.picture.get() + 1;
        self.0.picture.set(picture);
        let inner = Rc::clone(&self.0);
        later::after(self.0.life, LONGEST, move || {
            if inner.picture.get() == picture && inner.waits.borrow().is_some() {
                inner.give_up();
            }
        });
        if let Some(worker) = self.0.worker.borrow().as_ref() {
            drop(worker.post_message(&message));
            return;
        }
        let inner = Rc::clone(&self.0);
        self.0.shell.start_worker("aftercast-scan", move |started| match started {
            Ok(worker) if inner.life.is_over() => worker.terminate(),
            Ok(worker) => inner.employ(worker, &message),
            Err(why) => {
                leptos::logging::warn!("{why}");
                inner.give_up();
            }
        });
    }

    /// Ends the worker.
    pub fn close(&self) {
        self.0.waits.take();
        self.0.dismiss();
    }
}

impl Inner {
    fn employ(self: Rc<Self>, worker: Worker, message: &JsValue) {
        let inner = Rc::clone(&self);
        let replied = later::often(self.life, move |event| {
            let data = Reflect::get(&event, &"data".into()).unwrap_or_default();
            inner.finish(Array::from(&data).iter().filter_map(|text| text.as_string()).collect());
        });
        let inner = Rc::clone(&self);
        let failed = later::often(self.life, move |_| inner.give_up());
        worker.set_onmessage(Some(&replied));
        worker.set_onerror(Some(&failed));
        drop(worker.post_message(message));
        *self.worker.borrow_mut() = Some(worker);
    }

    fn finish(&self, texts: Vec<String>) {
        let waits = self.waits.take();
        if let Some(done) = waits {
            done(texts);
        }
    }

    /// The next picture gets a worker of its own.
    fn give_up(&self) {
        self.dismiss();
        self.finish(Vec::new());
    }

    fn dismiss(&self) {
        if let Some(worker) = self.worker.take() {
            worker.terminate();
        }
    }
}

/// In a worker: reads pictures until the page ends it.
///
/// # Errors
/// Where this is not a worker.
pub fn serve() -> Result<(), JsValue> {
    shell::listen(Box::new(|event, scope| {
        let picture = Array::from(&event.data());
        let side = |index: u32| picture.get(index).as_f64().unwrap_or_default() as usize;
        let texts = scan::codes(&Uint8Array::new(&picture.get(2)).to_vec(), side(0), side(1));
        let reply: Array = texts.iter().map(|text| JsValue::from(text.as_str())).collect();
        // the page may be gone
        drop(scope.post_message(&reply));
    }))
}
