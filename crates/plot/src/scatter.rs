//! A cloud of points with a line through it: one number against another, draw by draw.

use super::chart_builder::ChartBuilder;
use super::curves::Reading;
use super::frame::{Area, Axis, Chart, Frame, HitMap, Swatch};
use super::scale::{Linear, drawable, extent, nice_range, nice_ticks};
use super::scene::{Point, Role};
use super::theme::Slot;

/// A scatter chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Scatter {
    /// The frame.
    pub frame: Frame,
    /// Whose points they are: their colour.
    pub slot: Slot,
    /// The points, in any order.
    pub points: Vec<(f64, f64)>,
    /// The line through them with its band, by rising place; may be empty.
    pub trend: Vec<Reading>,
    /// What the legend calls the line.
    pub trend_label: String,
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
}

impl Scatter {
    /// The picture; an explanation where no point has a place. The points of its hit map are the readings of the line, then the points.
    #[must_use]
    pub fn chart(&self) -> Chart {
        let all = || self.points.iter().filter(|p| drawable(p.0) && drawable(p.1));
        let (xs, ys): (Vec<f64>, Vec<f64>) = all().copied().unzip();
        let (Some(across), Some(up)) = (extent(&xs), extent(&ys)) else { return self.frame.explain() };
        let up = self.y.range.unwrap_or_else(|| nice_range(up.0, up.1));
        let domain = self.x.range.unwrap_or_else(|| nice_range(across.0, across.1));
        let mut builder = ChartBuilder::new(&self.frame);
        let legend = Swatch { colour: builder.colours.ink, text: self.trend_label.clone() };
        let legend = if self.trend.is_empty() { Vec::new() } else { vec![legend] };
        let right = builder.scene.width - 14.0;
        let top = builder.head(&self.y.title);
        let bottom = builder.foot(&self.x.title, right, &legend, &self.frame.note) - builder.row - 4.0;
        let ticks = nice_ticks(up.0, up.1, builder.y_parts(bottom - top));
        let labels = self.y.number.ticks(&ticks.values, ticks.step);
        let area = Area { left: builder.y_room(&labels), top, right, bottom };
        if !area.is_usable() {
            return self.frame.explain();
        }
        let (x, y) = (Linear::new(domain, (area.left, area.right)), Linear::new(up, (area.bottom, area.top)));
        builder.y_axis(area, &y, &ticks, &labels);
        builder.zero_line(area, &y);
        let (x_ticks, x_labels) = builder.x_ticks(domain, area.width(), self.x.number);
        let placed: Vec<_> = x_ticks.values.iter().map(|tick| x.px(*tick)).zip(x_labels).collect();
        builder.x_axis(area, &placed);
        builder.base_line(area);
        let at = |px: f64, value: f64| Point::new(x.px_inside(px), y.px_inside(value));
        let colour = builder.theme.colour(self.slot);
        // many points are small and clear, so that a crowd shows as one
        let (radius, alpha) = if self.points.len() > 300 { (2.0, 0.45) } else { (2.5, 0.7) };
        for p in all() {
            builder.scene.circle(Role::Path, at(p.0, p.1), radius * builder.bold, colour.alpha(alpha));
        }
        let ink = builder.colours.ink;
        let edge = |pick: fn((f64, f64)) -> f64| {
            self.trend.iter().filter_map(move |r| r.band.map(|band| (r.x, pick(band)))).collect::<Vec<_>>()
        };
        let band = edge(|b| b.0).into_iter().chain(edge(|b| b.1).into_iter().rev()).map(|(px, v)| at(px, v));
        builder.scene.polygon(Role::Band, band.collect(), ink.alpha(0.16));
        let line: Vec<Point> = self.trend.iter().map(|r| at(r.x, r.y)).collect();
        builder.scene.line(Role::Line, line.clone(), 2.0 * builder.bold, &[], ink);
        for position in &line {
            builder.scene.circle(Role::Dot, *position, 2.5 * builder.bold, ink);
        }
        let mut hits = HitMap::over(area);
        (hits.x, hits.y) = (x, y);
        hits.points = line.into_iter().chain(self.points.iter().map(|p| at(p.0, p.1))).collect();
        builder.finish(hits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Locale, Theme};

    #[test]
    fn every_point_is_drawn_where_its_numbers_are_and_one_without_a_place_is_not() {
        let reading = |x: f64| Reading { x, y: 2.0 * x, band: Some((2.0 * x - 1.0, 2.0 * x + 1.0)) };
        let scatter = Scatter {
            frame: Frame::new(500.0, 300.0, Theme::Light, Locale::English),
            slot: Slot::Policy(0),
            points: vec![(0.0, 0.0), (5.0, 10.0), (10.0, 18.0), (7.0, f64::NAN)],
            trend: vec![reading(2.0), reading(8.0)],
            trend_label: "mean".to_owned(),
            x: Axis::default(),
            y: Axis::default(),
        };
        let chart = scatter.chart();
        assert_eq!((chart.scene.of(Role::Path).count(), chart.scene.of(Role::Band).count()), (3, 1));
        assert_eq!((chart.scene.of(Role::Line).count(), chart.hits.points.len()), (1, 6));
        let p = chart.hits.points[3];
        assert!((chart.hits.x.value(p.x) - 5.0).abs() < 1e-9 && (chart.hits.y.value(p.y) - 10.0).abs() < 1e-9);
        for mark in &chart.scene.marks {
            let b = mark.bounds().unwrap();
            assert!(b.left >= -0.5 && b.right <= 500.5 && b.top >= -0.5 && b.bottom <= 300.5, "{mark:?}");
        }
        let empty = Scatter { points: vec![], ..scatter };
        assert_eq!(empty.chart().hits.points.len(), 0);
    }
}
