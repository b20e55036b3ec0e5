//! A fine grid over any backend of plotters, with own text metrics.

use plotters_backend::text_anchor::Pos;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontTransform,
};

use super::render::{Outcome, UNITS_PER_PIXEL};
use super::text::{Weight, line_height, width};

/// Gives plotters a grid of [`UNITS_PER_PIXEL`] units a CSS pixel over any backend, with own text metrics: coordinates,
/// strokes, radii and font sizes all come in grid units and leave in the units of the inner backend.
#[derive(Debug)]
pub struct FineGrid<B> {
    pub(super) inner: B,
    size: (u32, u32),
    /// Inner units in a grid unit.
    scale: f64,
}

impl<B: DrawingBackend> FineGrid<B> {
    /// A grid for a picture of `width` by `height` CSS pixels over a backend with `inner_units` units a CSS pixel.
    pub fn new(inner: B, width: f64, height: f64, inner_units: f64) -> Self {
        let units = |length: f64| (length.max(0.0) * f64::from(UNITS_PER_PIXEL)).round() as u32;
        Self { inner, size: (units(width), units(height)), scale: inner_units / f64::from(UNITS_PER_PIXEL) }
    }

    fn at(&self, position: BackendCoord) -> BackendCoord {
        ((f64::from(position.0) * self.scale).round() as i32, (f64::from(position.1) * self.scale).round() as i32)
    }

    fn stroke<S: BackendStyle>(&self, style: &S) -> Stroke {
        // a line never vanishes, however coarse the inner grid
        let width = (f64::from(style.stroke_width()) * self.scale).round().max(1.0) as u32;
        Stroke { colour: style.color(), width }
    }
}

struct Stroke {
    colour: BackendColor,
    width: u32,
}

impl BackendStyle for Stroke {
    fn color(&self) -> BackendColor {
        self.colour
    }

    fn stroke_width(&self) -> u32 {
        self.width
    }
}

/// A text style in inner units; everything but the size passes through.
struct Scaled<'a, S> {
    style: &'a S,
    scale: f64,
}

impl<S: BackendTextStyle> BackendTextStyle for Scaled<'_, S> {
    type FontError = S::FontError;

    fn color(&self) -> BackendColor {
        self.style.color()
    }

    fn size(&self) -> f64 {
        self.style.size() * self.scale
    }

    fn transform(&self) -> FontTransform {
        self.style.transform()
    }

    fn style(&self) -> plotters_backend::FontStyle {
        self.style.style()
    }

    fn anchor(&self) -> Pos {
        self.style.anchor()
    }

    fn family(&self) -> plotters_backend::FontFamily<'_> {
        self.style.family()
    }

    fn layout_box(&self, text: &str) -> Result<((i32, i32), (i32, i32)), Self::FontError> {
        let ((left, top), (right, bottom)) = self.style.layout_box(text)?;
        let scaled = |length: i32| (f64::from(length) * self.scale).round() as i32;
        Ok(((scaled(left), scaled(top)), (scaled(right), scaled(bottom))))
    }

    fn draw<E, D: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        text: &str,
        position: BackendCoord,
        draw: D,
    ) -> Result<Result<(), E>, Self::FontError> {
        self.style.draw(text, position, draw)
    }
}

impl<B: DrawingBackend> DrawingBackend for FineGrid<B> {
    type ErrorType = B::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Outcome<B> {
        self.inner.ensure_prepared()
    }

    fn present(&mut self) -> Outcome<B> {
        self.inner.present()
    }

    fn draw_pixel(&mut self, position: BackendCoord, colour: BackendColor) -> Outcome<B> {
        self.inner.draw_pixel(self.at(position), colour)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Outcome<B> {
        self.inner.draw_line(self.at(from), self.at(to), &self.stroke(style))
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
        filled: bool,
    ) -> Outcome<B> {
        self.inner.draw_rect(self.at(from), self.at(to), &self.stroke(style), filled)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Outcome<B> {
        let path: Vec<_> = path.into_iter().map(|position| self.at(position)).collect();
        self.inner.draw_path(path, &self.stroke(style))
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Outcome<B> {
        let path: Vec<_> = path.into_iter().map(|position| self.at(position)).collect();
        self.inner.fill_polygon(path, &self.stroke(style))
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        centre: BackendCoord,
        radius: u32,
        style: &S,
        filled: bool,
    ) -> Outcome<B> {
        let radius = (f64::from(radius) * self.scale).round().max(1.0) as u32;
        self.inner.draw_circle(self.at(centre), radius, &self.stroke(style), filled)
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, position: BackendCoord) -> Outcome<B> {
        self.inner.draw_text(text, &Scaled { style, scale: self.scale }, self.at(position))
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Self::ErrorType>> {
        let weight = match style.style() {
            plotters_backend::FontStyle::Bold => Weight::Strong,
            _ => Weight::Regular,
        };
        Ok((width(text, style.size(), weight).ceil() as u32, line_height(style.size()).ceil() as u32))
    }
}
