//! A scene on an HTML canvas, sharp on any screen.

use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::fine_grid::FineGrid;
use super::render::{UNITS_PER_PIXEL, render};
use super::scene::Scene;

/// Paints a scene over all of a canvas. `pixel_ratio` is the window's `devicePixelRatio`; the canvas takes the scene's size
/// in CSS pixels times this ratio, and its CSS size stays with the page.
///
/// # Errors
/// One sentence that says what the browser refused.
pub fn paint(scene: &Scene, canvas: &HtmlCanvasElement, pixel_ratio: f64) -> Result<(), String> {
    let ratio = if pixel_ratio.is_finite() { pixel_ratio.clamp(0.25, 8.0) } else { 1.0 };
    let device = |length: f64| (length * ratio).round().max(1.0) as u32;
    let context = canvas.get_context("2d").ok().flatten();
    let context: CanvasRenderingContext2d = context
        .and_then(|context| context.dyn_into().ok())
        .ok_or("the canvas gives no 2d context; was it asked for another kind before?")?;
    // a new size clears the canvas and resets its state, so an equal one is set only where that is wanted
    let (width, height) = (device(scene.width), device(scene.height));
    if (canvas.width(), canvas.height()) == (width, height) {
        context.reset_transform().map_err(|_| "the canvas cannot reset its transformation")?;
        context.clear_rect(0.0, 0.0, f64::from(width), f64::from(height));
    } else {
        canvas.set_width(width);
        canvas.set_height(height);
    }
    let units = f64::from(UNITS_PER_PIXEL);
    context.scale(ratio / units, ratio / units).map_err(|_| "the canvas cannot be scaled")?;
    context.set_line_join("round");
    let backend =
        CanvasBackend::with_canvas_object(canvas.clone()).ok_or("plotters finds no 2d context on the canvas")?;
    render(scene, &mut FineGrid::new(backend, scene.width, scene.height, units)).map_err(|error| error.to_string())
}
