//! A scene through plotters' `DrawingBackend`: whatever plotters can draw on, a scene can.

use plotters::style::{FontDesc, FontFamily, FontStyle, RGBAColor, ShapeStyle, TextStyle};
use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{BackendStyle as _, DrawingBackend, DrawingErrorKind};

use super::scene::{Anchor, Point, Scene, Shape};
use super::text::{FAMILY, Weight};
use super::theme::Colour;

/// Units of the fine grid in one CSS pixel: plotters knows whole units only, and an eighth of a pixel is a smooth line.
pub const UNITS_PER_PIXEL: u32 = 8;

pub(super) type Outcome<B> = Result<(), DrawingErrorKind<<B as DrawingBackend>::ErrorType>>;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fine_grid::FineGrid;
    use crate::scene::{Ink, Role};
    use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle};

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
        assert_eq!(grid.inner.calls, expected);
    }

    #[test]
    fn the_grid_scales_to_a_coarser_backend() {
        let mut grid = FineGrid::new(Notebook::default(), 100.0, 50.0, 2.0);
        render(&scene(), &mut grid).unwrap();
        let calls = grid.inner.calls;
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
