//! The camera and pictures, as pixels: asked for on a press, never sent anywhere.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    CanvasRenderingContext2d, File, HtmlCanvasElement, HtmlVideoElement, ImageBitmap, MediaStream, MediaStreamTrack,
};

use crate::ui::runtime::later;
use crate::ui::runtime::later::Life;

/// What is asked for: the camera on the back where there are two, and no sound.
const WANTED: &str =
    r#"{"video":{"facingMode":"environment","width":{"ideal":1280},"height":{"ideal":960}},"audio":false}"#;
/// Longest side of a frame that is read, in pixels: a code that fills a third of it has five pixels a module.
const FRAME: f64 = 960.0;
/// Longest side of a chosen picture.
const PICTURE: f64 = 1600.0;
/// Between two frames.
const PAUSE: Duration = Duration::from_millis(120);

/// Why there is no camera.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoCamera {
    /// Forbidden by the reader or the browser.
    Refused,
    /// None is connected.
    Missing,
    /// It does not start.
    Busy,
    /// The browser gives none to this page.
    Unsupported,
}

impl NoCamera {
    fn of(error: &JsValue) -> Self {
        let name = js_sys::Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string());
        match name.as_deref() {
            Some("NotAllowedError" | "SecurityError") => Self::Refused,
            Some("NotFoundError" | "OverconstrainedError") => Self::Missing,
            _ => Self::Busy,
        }
    }
}

/// A camera that runs until [`Camera::stop`].
#[derive(Clone)]
pub struct Camera(Rc<Running>);

struct Running {
    stream: MediaStream,
    on: Cell<bool>,
}

impl Camera {
    /// Asks for the camera; `done` hears whether it runs. Where its component is gone by then, it is switched off.
    pub fn start(life: Life, done: impl FnOnce(Result<Camera, NoCamera>) + 'static) {
        let devices = window().navigator().media_devices().ok().filter(|devices| !devices.is_undefined());
        let wanted = js_sys::JSON::parse(WANTED).unwrap_or(JsValue::NULL);
        let asked = devices.map(|devices| devices.get_user_media_with_constraints(wanted.unchecked_ref()));
        let asked = match asked {
            None => return done(Err(NoCamera::Unsupported)),
            Some(Err(error)) => return done(Err(NoCamera::of(&error))),
            Some(Ok(asked)) => asked,
        };
        later::settled(Life::of_the_page(), asked, move |answer| {
            let camera = answer
                .map_err(|error| NoCamera::of(&error))
                .map(|stream| Camera(Rc::new(Running { stream: stream.unchecked_into(), on: Cell::new(true) })));
            match camera {
                Ok(camera) if life.is_over() => camera.stop(),
                _ if life.is_over() => {}
                camera => done(camera),
            }
        });
    }

    /// Shows what it sees.
    pub fn show(&self, video: &HtmlVideoElement) {
        video.set_src_object(Some(&self.0.stream));
        // what refuses to play has no picture, and the reader sees none
        drop(video.play());
    }

    /// Switches it off.
    pub fn stop(&self) {
        self.0.on.set(false);
        let tracks = self.0.stream.get_tracks();
        tracks.iter().for_each(|track| track.unchecked_into::<MediaStreamTrack>().stop());
    }

    /// Reads one frame after another, until it is stopped: `read` calls the function that it gets when it is ready for the next one.
    pub fn each_frame(&self, life: Life, video: HtmlVideoElement, read: impl Fn(HtmlCanvasElement, Next) + 'static) {
        let canvas = Rc::new(RefCell::new(None));
        tick(self.clone(), life, video, canvas, Rc::new(read));
    }
}

/// Asks for the next frame.
pub type Next = Box<dyn FnOnce()>;
type Read = Rc<dyn Fn(HtmlCanvasElement, Next)>;

fn tick(
    camera: Camera,
    life: Life,
    video: HtmlVideoElement,
    canvas: Rc<RefCell<Option<HtmlCanvasElement>>>,
    read: Read,
) {
    later::after(life, PAUSE, move || {
        if !camera.0.on.get() {
            return;
        }
        let size = (f64::from(video.video_width()), f64::from(video.video_height()));
        let drawn = painted(canvas.borrow_mut().take(), size, FRAME, |context, width, height| {
            context.draw_image_with_html_video_element_and_dw_and_dh(&video, 0.0, 0.0, width, height)
        });
        let next = {
            let (read, canvas) = (Rc::clone(&read), Rc::clone(&canvas));
            move || tick(camera, life, video, canvas, read)
        };
        match drawn {
            Some(drawn) => {
                canvas.replace(Some(drawn.clone()));
                read(drawn, Box::new(next));
            }
            // it has no picture yet
            None => next(),
        }
    });
}

/// A chosen picture on a canvas; none where the browser cannot read it.
pub fn picture(life: Life, file: &File, done: impl FnOnce(Option<HtmlCanvasElement>) + 'static) {
    let Ok(made) = window().create_image_bitmap_with_blob(file) else { return done(None) };
    later::settled(life, made, move |bitmap| {
        let bitmap: Option<ImageBitmap> = bitmap.ok().and_then(|bitmap| bitmap.dyn_into().ok());
        done(bitmap.and_then(|bitmap| {
            let size = (f64::from(bitmap.width()), f64::from(bitmap.height()));
            painted(None, size, PICTURE, |context, width, height| {
                context.draw_image_with_image_bitmap_and_dw_and_dh(&bitmap, 0.0, 0.0, width, height)
            })
        }));
    });
}

/// Paints on a canvas no larger than `most`.
fn painted(
    canvas: Option<HtmlCanvasElement>,
    size: (f64, f64),
    most: f64,
    paint: impl FnOnce(&CanvasRenderingContext2d, f64, f64) -> Result<(), JsValue>,
) -> Option<HtmlCanvasElement> {
    let scale = (most / size.0.max(size.1)).min(1.0);
    let (width, height) = ((size.0 * scale).round(), (size.1 * scale).round());
    if !(width >= 1.0 && height >= 1.0) {
        return None;
    }
    let made = || document().create_element("canvas").ok().map(|canvas| canvas.unchecked_into());
    let canvas: HtmlCanvasElement = canvas.or_else(made)?;
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context = context(&canvas)?;
    paint(&context, width, height).ok()?;
    Some(canvas)
}

fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    // pixels are read back from memory, not from a graphics card
    let options = js_sys::JSON::parse(r#"{"willReadFrequently":true}"#).ok()?;
    let context = canvas.get_context_with_context_options("2d", &options).ok()??;
    context.dyn_into().ok()
}

/// The pixels of a canvas from black to white, with its width and height.
pub fn luma(canvas: &HtmlCanvasElement) -> Option<(Vec<u8>, u32, u32)> {
    let (width, height) = (canvas.width(), canvas.height());
    let image = context(canvas)?.get_image_data(0.0, 0.0, f64::from(width), f64::from(height)).ok()?;
    // the weights of the eye, in 256ths
    let grey = |p: &[u8]| ((77 * u32::from(p[0]) + 150 * u32::from(p[1]) + 29 * u32::from(p[2])) >> 8) as u8;
    Some((image.data().0.chunks_exact(4).map(grey).collect(), width, height))
}
