//! A scene through plotters' `DrawingBackend`: whatever plotters can draw on, a scene can.

use plotters::style::{FontDesc, FontFamily, FontStyle, RGBAColor, ShapeStyle, TextStyle};
use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontTransform,
};

use super::scene::{Anchor, Point, Scene, Shape};
use super::text::{FAMILY, Weight, line_height, width};
use super::theme::Colour;

/// Units of the fine grid in one CSS pixel: plotters knows whole units only, and an eighth of a pixel is a smooth line.
pub const UNITS_PER_PIXEL: u32 = 8;

type Outcome<B> = Result<(), DrawingErrorKind<<B as DrawingBackend>::ErrorType>>;

/// Draws a scene so that it fills the backend from edge to edge; dashes are cut here, as plotters has none.
///
/// # Errors
/// What the backend reports.
pub fn render<B: DrawingBackend>(scene: &Scene, backend: &mut B) -> Outcome<B> {
    let (across, _) = backend.get_size();
    let scale = f64::from(across) / scene.width.max(1.0);
    let position = |p: &Point| ((p.x * scale).round() as i32, (p.y * scale).round() as i32);
    let units = |length: f64| (length * scale).round().max(1.0) as u32;
    backend.ensure_prepared()?;
    if let Some(ground) = scene.background {
        let corner = position(&Point::new(scene.width, scene.height));
        backend.draw_rect((0, 0), corner, &fill(ground), true)?;
    }
    for mark in &scene.marks {
        match &mark.shape {
            Shape::Polyline { points, width, dash } => {
                let stroke = ShapeStyle { color: mark.colour.into(), filled: false, stroke_width: units(*width) };
                let pattern: Vec<f64> = dash.iter().map(|length| length * width).collect();
                for piece in dashes(points, &pattern) {
                    backend.draw_path(piece.iter().map(position), &stroke)?;
                }
            }
            Shape::Polygon { points } => backend.fill_polygon(points.iter().map(position), &fill(mark.colour))?,
            Shape::Rect { at, width, height } => {
                let corner = position(&Point::new(at.x + width, at.y + height));
                backend.draw_rect(position(at), corner, &fill(mark.colour), true)?;
            }
            Shape::Circle { at, radius } => {
                backend.draw_circle(position(at), units(*radius), &fill(mark.colour), true)?;
            }
            Shape::Text { at, text, size, weight, anchor } => {
                backend.draw_text(text, &text_style(*size * scale, *weight, *anchor, mark.colour), position(at))?;
            }
        }
    }
    backend.present()
}

fn fill(colour: Colour) -> ShapeStyle {
    ShapeStyle { color: colour.into(), filled: true, stroke_width: 0 }
}

fn text_style(size: f64, weight: Weight, anchor: Anchor, colour: Colour) -> TextStyle<'static> {
    let style = match weight {
        Weight::Regular => FontStyle::Normal,
        Weight::Strong => FontStyle::Bold,
    };
    let across = match anchor {
        Anchor::Start => HPos::Left,
        Anchor::Middle => HPos::Center,
        Anchor::End => HPos::Right,
    };
    let colour = RGBAColor::from(colour);
    TextStyle {
        font: FontDesc::new(FontFamily::Name(FAMILY), size, style),
        color: colour.color(),
        pos: Pos::new(across, VPos::Center),
    }
}

/// The drawn pieces of a line under a pattern of on and off lengths, measured along the line.
#[must_use]
pub fn dashes(points: &[Point], pattern: &[f64]) -> Vec<Vec<Point>> {
    let period: f64 = pattern.iter().sum();
    if pattern.is_empty() || period.is_nan() || period <= 0.0 || points.len() < 2 {
        return vec![points.to_vec()];
    }
    let mut pieces = Vec::new();
    let mut piece = vec![points[0]];
    let (mut phase, mut left) = (0, pattern[0]);
    for pair in points.windows(2) {
        let (from, to) = (pair[0], pair[1]);
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let length = (dx * dx + dy * dy).sqrt();
        let mut done = 0.0;
        while length - done > left {
            done += left;
            let cut = Point::new(from.x + dx * done / length, from.y + dy * done / length);
            if phase % 2 == 0 {
                piece.push(cut);
                pieces.push(std::mem::take(&mut piece));
            } else {
                piece = vec![cut];
            }
            phase = (phase + 1) % pattern.len();
            left = pattern[phase].max(1e-3);
        }
        left -= length - done;
        if phase % 2 == 0 {
            piece.push(to);
        }
    }
    if piece.len() > 1 {
        pieces.push(piece);
    }
    pieces
}

/// Gives plotters a grid of [`UNITS_PER_PIXEL`] units a CSS pixel over any backend, with own text metrics: coordinates,
/// strokes, radii and font sizes all come in grid units and leave in the units of the inner backend.
#[derive(Debug)]
pub struct FineGrid<B> {
    inner: B,
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

    /// The backend underneath.
    pub fn into_inner(self) -> B {
        self.inner
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scene::{Ink, Role};

    /// Writes down what it is asked to draw.
    #[derive(Default)]
    struct Notebook {
        size: (u32, u32),
        calls: Vec<String>,
    }

    impl DrawingBackend for Notebook {
        type ErrorType = std::convert::Infallible;

        fn get_size(&self) -> (u32, u32) {
            self.size
        }

        fn ensure_prepared(&mut self) -> Outcome<Self> {
            Ok(())
        }

        fn present(&mut self) -> Outcome<Self> {
            self.calls.push("present".to_owned());
            Ok(())
        }

        fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Outcome<Self> {
            self.calls.push("pixel".to_owned());
            Ok(())
        }

        fn draw_rect<S: BackendStyle>(&mut self, a: BackendCoord, b: BackendCoord, _: &S, _: bool) -> Outcome<Self> {
            self.calls.push(format!("rect {a:?} {b:?}"));
            Ok(())
        }

        fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
            &mut self,
            path: I,
            s: &S,
        ) -> Outcome<Self> {
            self.calls.push(format!("path {:?} {}", path.into_iter().collect::<Vec<_>>(), s.stroke_width()));
            Ok(())
        }

        fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
            &mut self,
            p: I,
            s: &S,
        ) -> Outcome<Self> {
            self.calls.push(format!("polygon {:?} {}", p.into_iter().collect::<Vec<_>>(), s.color().alpha));
            Ok(())
        }

        fn draw_circle<S: BackendStyle>(&mut self, c: BackendCoord, radius: u32, _: &S, _: bool) -> Outcome<Self> {
            self.calls.push(format!("circle {c:?} {radius}"));
            Ok(())
        }

        fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Outcome<Self> {
            self.calls.push(format!("text {text} {at:?} {} {}", style.size(), style.style().as_str()));
            Ok(())
        }
    }

    fn scene() -> Scene {
        let mut scene = Scene {
            width: 100.0,
            height: 50.0,
            background: Some(Colour::hex(0)),
            description: String::new(),
            language: "en",
            marks: Vec::new(),
        };
        let ink = Colour::hex(0);
        scene.line(Role::Line, vec![Point::new(0.0, 1.0), Point::new(10.25, 1.0)], 1.5, &[4.0, 2.0], ink);
        let triangle = vec![Point::new(0.0, 0.0), Point::new(1.0, 0.0), Point::new(0.0, 1.0)];
        scene.polygon(Role::Band, triangle, ink.alpha(0.25));
        scene.circle(Role::Dot, Point::new(5.0, 5.5), 2.25, ink);
        let style = Ink { size: 12.0, weight: Weight::Strong, colour: ink };
        scene.text(Role::Label, Point::new(50.0, 10.0), "复购", style, Anchor::End);
        scene
    }

    #[test]
    fn a_scene_fills_the_fine_grid() {
        let mut grid = FineGrid::new(Notebook::default(), 100.0, 50.0, 8.0);
        assert_eq!(grid.get_size(), (800, 400));
        render(&scene(), &mut grid).unwrap();
        let expected = [
            "rect (0, 0) (800, 400)",
            "path [(0, 8), (48, 8)] 12",
            "path [(72, 8), (82, 8)] 12",
            "polygon [(0, 0), (8, 0), (0, 8)] 0.25",
            "circle (40, 44) 18",
            "text 复购 (400, 80) 96 bold",
            "present",
        ];
        assert_eq!(grid.into_inner().calls, expected);
    }

    #[test]
    fn the_grid_scales_to_a_coarser_backend() {
        let mut grid = FineGrid::new(Notebook::default(), 100.0, 50.0, 2.0);
        render(&scene(), &mut grid).unwrap();
        let calls = grid.into_inner().calls;
        assert_eq!(calls[0], "rect (0, 0) (200, 100)");
        assert_eq!(calls[5], "text 复购 (100, 20) 24 bold");
    }

    #[test]
    fn a_bare_backend_is_filled_too() {
        let mut notebook = Notebook { size: (300, 150), calls: Vec::new() };
        render(&scene(), &mut notebook).unwrap();
        assert_eq!(notebook.calls[0], "rect (0, 0) (300, 150)");
    }

    #[test]
    fn dashes_follow_the_line_round_corners() {
        let line = [Point::new(0.0, 0.0), Point::new(3.0, 0.0), Point::new(3.0, 4.0)];
        let pieces = dashes(&line, &[5.0, 1.0]);
        let corner = vec![Point::new(0.0, 0.0), Point::new(3.0, 0.0), Point::new(3.0, 2.0)];
        assert_eq!(pieces, [corner, vec![Point::new(3.0, 3.0), Point::new(3.0, 4.0)]]);
        assert_eq!(dashes(&line, &[]), [line.to_vec()]);
        assert_eq!(dashes(&line[..1], &[1.0, 1.0]).len(), 1);
    }

    #[test]
    fn text_is_measured_without_a_browser() {
        let grid = FineGrid::new(Notebook::default(), 100.0, 50.0, 8.0);
        let style = text_style(96.0, Weight::Regular, Anchor::Start, Colour::hex(0));
        assert_eq!(grid.estimate_text_size("复购", &style).unwrap(), (192, 130));
    }
}
