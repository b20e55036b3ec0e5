//! The display list: everything a chart draws, as data, in CSS pixels with the origin at the top left.

use super::text::{self, Weight};
use super::theme::Colour;

/// A place in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

impl Point {
    /// A place.
    #[must_use]
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }
}

/// Which end of a text its place is. Vertically the place is the middle of the line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Anchor {
    /// The text begins there.
    #[default]
    Start,
    /// The text is centred there.
    Middle,
    /// The text ends there.
    End,
}

/// What a mark is for: the class name in SVG and the handle of tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A grid line.
    Grid,
    /// An axis, a zero line, a threshold.
    Axis,
    /// A band of probability.
    Band,
    /// One simulated future among many.
    Path,
    /// A line that carries a series.
    Line,
    /// A dot of a dot plot, the end of a line, a crossing.
    Dot,
    /// A bar.
    Bar,
    /// A text at a tick.
    Tick,
    /// An axis title.
    Title,
    /// A text that names a series or a value.
    Label,
    /// A legend, its texts and swatches.
    Legend,
    /// A remark below the chart, or instead of it.
    Note,
    /// A patch of background under a text.
    Plate,
}

impl Role {
    /// The class of the mark in SVG.
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Self::Grid => "plot-grid",
            Self::Axis => "plot-axis",
            Self::Band => "plot-band",
            Self::Path => "plot-path",
            Self::Line => "plot-line",
            Self::Dot => "plot-dot",
            Self::Bar => "plot-bar",
            Self::Tick => "plot-tick",
            Self::Title => "plot-title",
            Self::Label => "plot-label",
            Self::Legend => "plot-legend",
            Self::Note => "plot-note",
            Self::Plate => "plot-plate",
        }
    }
}

/// The form of a mark.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// A line through points.
    Polyline {
        /// In order.
        points: Vec<Point>,
        /// Stroke width in pixels.
        width: f64,
        /// On and off lengths in widths of the line, empty for a solid line.
        dash: &'static [f64],
    },
    /// A filled outline.
    Polygon {
        /// In order; the last joins the first.
        points: Vec<Point>,
    },
    /// A filled rectangle.
    Rect {
        /// Top left corner.
        at: Point,
        /// Width.
        width: f64,
        /// Height.
        height: f64,
    },
    /// A filled circle.
    Circle {
        /// Centre.
        at: Point,
        /// Radius.
        radius: f64,
    },
    /// A line of text.
    Text {
        /// Where; see [`Anchor`].
        at: Point,
        /// What.
        text: String,
        /// Font size in pixels.
        size: f64,
        /// Heaviness.
        weight: Weight,
        /// Which end the place is.
        anchor: Anchor,
    },
}

/// One thing to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// Its purpose.
    pub role: Role,
    /// Its form.
    pub shape: Shape,
    /// Its colour: stroke of a polyline, fill of all others.
    pub colour: Colour,
}

/// Left, top, right and bottom of a mark.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Left edge.
    pub left: f64,
    /// Top edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Bottom edge.
    pub bottom: f64,
}

impl Bounds {
    /// Whether two boxes share more than an edge.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }
}

impl Mark {
    /// The box around the mark, from own text metrics. A mark without points has none.
    #[must_use]
    pub fn bounds(&self) -> Option<Bounds> {
        let around = |points: &[Point], pad: f64| {
            let first = points.first()?;
            let start = Bounds { left: first.x, top: first.y, right: first.x, bottom: first.y };
            let found = points.iter().fold(start, |b, p| Bounds {
                left: b.left.min(p.x),
                top: b.top.min(p.y),
                right: b.right.max(p.x),
                bottom: b.bottom.max(p.y),
            });
            Some(Bounds {
                left: found.left - pad,
                top: found.top - pad,
                right: found.right + pad,
                bottom: found.bottom + pad,
            })
        };
        match &self.shape {
            Shape::Polyline { points, width, .. } => around(points, 0.5 * width),
            Shape::Polygon { points } => around(points, 0.0),
            Shape::Rect { at, width, height } => around(&[*at, Point::new(at.x + width, at.y + height)], 0.0),
            Shape::Circle { at, radius } => around(&[*at], *radius),
            Shape::Text { at, text, size, weight, anchor } => {
                let width = text::width(text, *size, *weight);
                let left = match anchor {
                    Anchor::Start => at.x,
                    Anchor::Middle => at.x - 0.5 * width,
                    Anchor::End => at.x - width,
                };
                Some(Bounds { left, top: at.y - 0.5 * size, right: left + width, bottom: at.y + 0.5 * size })
            }
        }
    }

    /// The text of a text mark.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match &self.shape {
            Shape::Text { text, .. } => Some(text),
            _ => None,
        }
    }
}

/// A finished picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// Width in CSS pixels.
    pub width: f64,
    /// Height in CSS pixels.
    pub height: f64,
    /// What lies behind the marks; `None` lets the page shine through.
    pub background: Option<Colour>,
    /// The picture in one sentence, for people who do not see it.
    pub description: String,
    /// The language tag of its texts.
    pub language: &'static str,
    /// From back to front.
    pub marks: Vec<Mark>,
}

impl Scene {
    /// The marks of one role.
    pub fn of(&self, role: Role) -> impl Iterator<Item = &Mark> {
        self.marks.iter().filter(move |mark| mark.role == role)
    }

    /// The same picture with room around it, as an export needs for its title and its source.
    #[must_use]
    pub fn padded(mut self, left: f64, top: f64, right: f64, bottom: f64) -> Self {
        self.width += left + right;
        self.height += top + bottom;
        let moved = |p: &mut Point| {
            p.x += left;
            p.y += top;
        };
        for mark in &mut self.marks {
            match &mut mark.shape {
                Shape::Polyline { points, .. } | Shape::Polygon { points } => points.iter_mut().for_each(moved),
                Shape::Rect { at, .. } | Shape::Circle { at, .. } | Shape::Text { at, .. } => moved(at),
            }
        }
        self
    }

    /// A line through points; fewer than two are no line.
    pub fn line(&mut self, role: Role, points: Vec<Point>, width: f64, dash: &'static [f64], colour: Colour) {
        if points.len() > 1 {
            self.marks.push(Mark { role, shape: Shape::Polyline { points, width, dash }, colour });
        }
    }

    /// A solid straight line.
    pub fn segment(&mut self, role: Role, from: Point, to: Point, width: f64, colour: Colour) {
        self.line(role, vec![from, to], width, &[], colour);
    }

    /// A filled outline; fewer than three points are none.
    pub fn polygon(&mut self, role: Role, points: Vec<Point>, colour: Colour) {
        if points.len() > 2 {
            self.marks.push(Mark { role, shape: Shape::Polygon { points }, colour });
        }
    }

    /// A filled rectangle.
    pub fn rect(&mut self, role: Role, at: Point, width: f64, height: f64, colour: Colour) {
        if width > 0.0 && height > 0.0 {
            self.marks.push(Mark { role, shape: Shape::Rect { at, width, height }, colour });
        }
    }

    /// A filled circle.
    pub fn circle(&mut self, role: Role, at: Point, radius: f64, colour: Colour) {
        if radius > 0.0 {
            self.marks.push(Mark { role, shape: Shape::Circle { at, radius }, colour });
        }
    }

    /// A line of text, unless it is empty.
    pub fn text(&mut self, role: Role, at: Point, text: &str, ink: Ink, anchor: Anchor) {
        if !text.is_empty() {
            let shape = Shape::Text { at, text: text.to_owned(), size: ink.size, weight: ink.weight, anchor };
            self.marks.push(Mark { role, shape, colour: ink.colour });
        }
    }
}

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ink {
    /// Font size in pixels.
    pub size: f64,
    /// Heaviness.
    pub weight: Weight,
    /// Colour.
    pub colour: Colour,
}

impl Ink {
    /// The width of a text set so.
    #[must_use]
    pub fn width(&self, text: &str) -> f64 {
        text::width(text, self.size, self.weight)
    }

    /// The text, or as much of it as fits.
    #[must_use]
    pub fn fit(&self, text: &str, room: f64) -> String {
        text::fit(text, self.size, self.weight, room)
    }

    /// The text in lines no wider than the room.
    #[must_use]
    pub fn wrap(&self, text: &str, room: f64) -> Vec<String> {
        text::wrap(text, self.size, self.weight, room)
    }
}

/// The middle of the pixel that a coordinate falls into: a line of one pixel is crisp there.
#[must_use]
pub fn crisp(coordinate: f64) -> f64 {
    coordinate.floor() + 0.5
}
