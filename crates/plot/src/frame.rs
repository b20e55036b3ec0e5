//! What all charts take and give: the size of the frame and words, an axis, the plot area, and the map from pixels back to data.

use super::chart_builder::ChartBuilder;
use super::format::NumberStyle;
use super::scale::Linear;
use super::scene::{Anchor, Point, Role, Scene};
use super::text::{line_height, wrap};
use super::theme::{Colour, Theme};
use aftercast_i18n::Locale;

/// The frame a chart is drawn in and the words that belong to any chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Width in CSS pixels.
    pub width: f64,
    /// Height in CSS pixels.
    pub height: f64,
    /// Light or dark.
    pub theme: Theme,
    /// Whose habits numbers follow.
    pub locale: Locale,
    /// Size of ticks and notes in pixels, 12 on a page, more for a projector; labels are one pixel larger.
    pub text_size: f64,
    /// Fill the frame with the colour of a card; a page may rather let its own card shine through.
    pub filled: bool,
    /// The picture in one sentence, for people who do not see it.
    pub description: String,
    /// A remark below, for instance the number of draws. May be empty.
    pub note: String,
    /// What to say where there is nothing to draw, or no room to draw it.
    pub empty: String,
}

impl Frame {
    /// A frame without words, at the text size of a page.
    #[must_use]
    pub const fn new(width: f64, height: f64, theme: Theme, locale: Locale) -> Self {
        Self {
            width,
            height,
            theme,
            locale,
            text_size: 12.0,
            filled: true,
            description: String::new(),
            note: String::new(),
            empty: String::new(),
        }
    }

    /// The chart that says why there is nothing to see.
    #[must_use]
    pub fn explain(&self) -> Chart {
        let mut builder = ChartBuilder::new(self);
        let (width, height) = (builder.scene.width, builder.scene.height);
        let row = line_height(builder.note.size);
        let lines = wrap(&self.empty, builder.note.size, builder.note.weight, width - 16.0);
        let most = ((height / row).floor() as usize).max(1);
        let first = 0.5 * (height - row * (lines.len().min(most) as f64 - 1.0));
        for (k, line) in lines.iter().take(most).enumerate() {
            let at = Point::new(0.5 * width, first + row * k as f64);
            builder.scene.text(Role::Note, at, line, builder.note, Anchor::Middle);
        }
        let area = Area { left: 0.0, top: 0.0, right: width, bottom: height };
        builder.finish(HitMap::over(area))
    }
}

/// An axis of numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Axis {
    /// What is measured, with its unit. May be empty.
    pub title: String,
    /// How its ticks are written.
    pub number: NumberStyle,
    /// The range to show, for instance from a [`StableRange`](super::StableRange); without one the data choose.
    pub range: Option<(f64, f64)>,
}

/// The rectangle in which data are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Left edge.
    pub left: f64,
    /// Top edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Bottom edge.
    pub bottom: f64,
}

impl Area {
    /// From left to right.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// From top to bottom.
    #[must_use]
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// Whether there is room to draw anything that can be read.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        self.width() >= 60.0 && self.height() >= 30.0
    }
}

/// Marks that fill the frame row by row, as cells do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grid {
    /// Cells in a row.
    pub columns: usize,
    /// Width of a cell in pixels.
    pub width: f64,
    /// Height of a cell in pixels.
    pub height: f64,
}

/// From pixels back to data: what hover, keyboard and a draggable threshold ask.
#[derive(Clone, Debug, PartialEq)]
pub struct HitMap {
    /// Where data are drawn.
    pub area: Area,
    /// The horizontal scale.
    pub x: Linear,
    /// The vertical scale.
    pub y: Linear,
    /// Pixels of the places that can be read off, rising: months of a fan chart, bins of a histogram.
    pub stops: Vec<f64>,
    /// Places of single marks in the order of their data: the dots of a dot plot.
    pub points: Vec<Point>,
    /// Where the single marks are cells: their middles are the points.
    pub grid: Option<Grid>,
}

impl HitMap {
    /// A map on which nothing can be read off.
    #[must_use]
    pub fn over(area: Area) -> Self {
        let x = Linear::new((0.0, 1.0), (area.left, area.right));
        let y = Linear::new((0.0, 1.0), (area.bottom, area.top));
        Self { area, x, y, stops: Vec::new(), points: Vec::new(), grid: None }
    }

    /// The index of the stop nearest to a pixel, if the pixel is over the data.
    #[must_use]
    pub fn readout(&self, x: f64) -> Option<usize> {
        let slack = 8.0;
        if !(x >= self.area.left - slack && x <= self.area.right + slack) {
            return None;
        }
        nearest(self.stops.iter().map(|stop| (stop - x).abs()))
    }

    /// The pixel of a stop.
    #[must_use]
    pub fn stop(&self, index: usize) -> Option<f64> {
        self.stops.get(index).copied()
    }

    /// The index of the single mark nearest to a place, if one is within `reach` pixels.
    #[must_use]
    pub fn mark_at(&self, x: f64, y: f64, reach: f64) -> Option<usize> {
        if let Some(Grid { width, height, .. }) = self.grid {
            let inside = |p: &Point| 2.0 * (p.x - x).abs() <= width && 2.0 * (p.y - y).abs() <= height;
            return self.points.iter().position(inside);
        }
        let square = |p: &Point| (p.x - x) * (p.x - x) + (p.y - y) * (p.y - y);
        nearest(self.points.iter().map(square)).filter(|k| square(&self.points[*k]) <= reach * reach)
    }
}

fn nearest(distances: impl Iterator<Item = f64>) -> Option<usize> {
    distances.enumerate().min_by(|a, b| a.1.total_cmp(&b.1)).map(|(k, _)| k)
}

/// A picture and the way back from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// What to draw.
    pub scene: Scene,
    /// What lies where.
    pub hits: HitMap,
}

/// An entry of a legend.
#[derive(Clone, Debug, PartialEq)]
pub struct Swatch {
    /// The colour shown.
    pub colour: Colour,
    /// What it means.
    pub text: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Mark;

    fn frame(width: f64, height: f64) -> Frame {
        let empty = "Nothing to show yet: fewer than two draws are done.".to_owned();
        Frame { empty, ..Frame::new(width, height, Theme::Light, Locale::English) }
    }

    #[test]
    fn an_empty_chart_says_why() {
        let chart = frame(320.0, 200.0).explain();
        let said: Vec<_> = chart.scene.of(Role::Note).filter_map(Mark::text).collect();
        assert_eq!(said.join(" "), "Nothing to show yet: fewer than two draws are done.");
        assert_eq!(chart.hits.readout(100.0), None);
        for (width, height) in [(0.0, 0.0), (f64::NAN, -3.0), (1e9, f64::INFINITY)] {
            let chart = frame(width, height).explain();
            assert!(chart.scene.width.is_finite() && chart.scene.height >= 8.0);
        }
    }

    #[test]
    fn pixels_lead_back_to_data() {
        let area = Area { left: 10.0, top: 0.0, right: 110.0, bottom: 50.0 };
        let mut hits = HitMap::over(area);
        hits.stops = vec![10.0, 60.0, 110.0];
        hits.points = vec![Point::new(20.0, 20.0), Point::new(40.0, 20.0)];
        assert_eq!((hits.readout(12.0), hits.readout(84.0), hits.readout(86.0)), (Some(0), Some(1), Some(2)));
        assert_eq!((hits.readout(0.0), hits.readout(f64::NAN)), (None, None));
        assert_eq!((hits.mark_at(38.0, 20.0, 5.0), hits.mark_at(30.0, 40.0, 5.0)), (Some(1), None));
    }
}
