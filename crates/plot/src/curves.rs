//! Curves over a number, each with a band around it, and single marks: sweeps, break-even, frontiers, convergence.

use super::chart_builder::ChartBuilder;
use super::frame::{Area, Axis, Chart, Frame, HitMap, Swatch};
use super::scale::{Linear, drawable, extent, nice_range, nice_ticks};
use super::scene::{Anchor, Point, Role, crisp};
use super::theme::Slot;

/// A value at a place, with the interval around it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// The place.
    pub x: f64,
    /// The value.
    pub y: f64,
    /// The interval around it.
    pub band: Option<(f64, f64)>,
}

/// Readings that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Whose.
    pub slot: Slot,
    /// What the legend calls it; may be empty.
    pub label: String,
    /// The readings by rising place.
    pub readings: Vec<Reading>,
    /// Whether a line joins them.
    pub joined: bool,
}

/// A curve chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Curves {
    /// The frame.
    pub frame: Frame,
    /// The series; the last lies on top.
    pub series: Vec<Series>,
    /// The horizontal axis.
    pub x: Axis,
    /// Places and words on the horizontal axis, where they are not those of round numbers.
    pub x_ticks: Vec<(f64, String)>,
    /// The vertical axis.
    pub y: Axis,
    /// A level across the picture, with what it is called.
    pub level: Option<(f64, String)>,
    /// Values marked by a vertical line.
    pub marked: Vec<f64>,
}

impl Curves {
    /// The picture; an explanation where no reading has a place. The points of its hit map are the readings, series after series.
    #[must_use]
    pub fn chart(&self) -> Chart {
        let all = || self.series.iter().flat_map(|s| &s.readings).filter(|r| drawable(r.x) && drawable(r.y));
        let xs: Vec<f64> = all().map(|r| r.x).collect();
        let bands = all().flat_map(|r| r.band.map_or([r.y; 3], |(low, high)| [low, r.y, high]));
        let level = self.level.iter().map(|(value, _)| *value);
        let ys: Vec<f64> = bands.chain(level).filter(|v| drawable(*v)).collect();
        let (Some(across), Some(up)) = (extent(&xs), extent(&ys)) else { return self.frame.explain() };
        let wide = |(low, high): (f64, f64)| if low < high { (low, high) } else { (low - 1.0, high + 1.0) };
        let (across, up) = (wide(across), wide(up));
        let up = self.y.range.unwrap_or_else(|| nice_range(up.0, up.1));
        let mut builder = ChartBuilder::new(&self.frame);
        let width = builder.scene.width;
        let named = self.series.iter().filter(|s| !s.label.is_empty());
        let swatch = |s: &Series| Swatch { colour: builder.theme.colour(s.slot), text: s.label.clone() };
        let legend: Vec<Swatch> = named.map(swatch).collect();
        let top = builder.head(&self.y.title);
        let right = width - 14.0;
        let bottom = builder.foot(&self.x.title, right, &legend, &self.frame.note) - builder.row - 4.0;
        let parts = builder.y_parts(bottom - top);
        let ticks = nice_ticks(up.0, up.1, parts);
        let labels = self.y.number.ticks(&ticks.values, ticks.step);
        let left = builder.y_room(&labels);
        let area = Area { left, top, right, bottom };
        if !area.is_usable() {
            return self.frame.explain();
        }
        let margin = 0.02 * (across.1 - across.0);
        let domain = self.x.range.unwrap_or((across.0 - margin, across.1 + margin));
        let (x, y) = (Linear::new(domain, (area.left, area.right)), Linear::new(up, (area.bottom, area.top)));
        builder.y_axis(area, &y, &ticks, &labels);
        builder.zero_line(area, &y);
        let tick_labels: Vec<_> = if self.x_ticks.is_empty() {
            let (ticks, labels) = builder.x_ticks(domain, area.width(), self.x.number);
            ticks.values.iter().map(|tick| x.px(*tick)).zip(labels).collect()
        } else {
            self.x_ticks.iter().map(|(at, label)| (x.px_inside(*at), label.clone())).collect()
        };
        builder.x_axis(area, &tick_labels);
        builder.base_line(area);
        for value in self.marked.iter().filter(|value| x.holds(**value)) {
            let at = crisp(x.px(*value));
            let ends = vec![Point::new(at, area.top), Point::new(at, area.bottom)];
            builder.scene.line(Role::Line, ends, 1.0, &[3.0, 3.0], builder.colours.ink);
        }
        let mut hits = HitMap::over(area);
        (hits.x, hits.y) = (x, y);
        for series in &self.series {
            draw(&mut builder, series, &x, &y);
            hits.points.extend(series.readings.iter().map(|r| Point::new(x.px_inside(r.x), y.px_inside(r.y))));
        }
        if let Some((value, label)) = self.level.as_ref().filter(|(value, _)| y.holds(*value)) {
            let at = crisp(y.px(*value));
            let ends = vec![Point::new(area.left, at), Point::new(area.right, at)];
            builder.scene.line(Role::Line, ends, 1.0, &[4.0, 3.0], builder.colours.ink);
            let ink = builder.note;
            let above = if at - builder.row < area.top { 0.6 } else { -0.6 };
            let words = ink.fit(label, area.width());
            builder.plated(Point::new(area.right, at + above * builder.row), &words, ink, Anchor::End);
        }
        builder.finish(hits)
    }
}

/// A series between its gaps: a reading without a place parts it.
fn draw(builder: &mut ChartBuilder, series: &Series, x: &Linear, y: &Linear) {
    let colour = builder.theme.colour(series.slot);
    let at = |r: &Reading, value: f64| Point::new(x.px_inside(r.x), y.px_inside(value));
    let whole = |r: &&Reading| drawable(r.x) && drawable(r.y);
    if series.joined {
        for part in series.readings.split(|r| !whole(&r)) {
            let edge = |pick: fn((f64, f64)) -> f64| part.iter().filter_map(move |r| r.band.map(|b| at(r, pick(b))));
            let mut band: Vec<Point> = edge(|b| b.0).collect();
            let upper: Vec<Point> = edge(|b| b.1).collect();
            band.extend(upper.into_iter().rev());
            builder.scene.polygon(Role::Band, band, colour.alpha(0.18));
            let line = part.iter().map(|r| at(r, r.y)).collect();
            builder.scene.line(Role::Line, line, builder.bold * series.slot.line_width(), series.slot.dash(), colour);
        }
    }
    for r in series.readings.iter().filter(whole) {
        if let Some((low, high)) = r.band.filter(|_| !series.joined) {
            builder.scene.segment(Role::Line, at(r, low), at(r, high), 1.5, colour);
        }
        let size = if series.joined { 2.5 } else { 4.0 } * builder.bold;
        builder.mark(at(r, r.y), (x.side_of(r.x), y.side_of(r.y)), size, colour);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Locale, Theme};

    #[test]
    fn a_gap_parts_the_line_and_every_reading_can_be_read() {
        let y = [1.0, 2.0, f64::NAN, 4.0, 3.0];
        let readings: Vec<Reading> = (0..5)
            .map(|k| Reading {
                x: f64::from(k),
                y: y[k as usize],
                band: Some((y[k as usize] - 1.0, y[k as usize] + 1.0)),
            })
            .collect();
        let series = vec![Series { slot: Slot::Policy(0), label: "A".to_owned(), readings, joined: true }];
        let frame = Frame::new(500.0, 300.0, Theme::Light, Locale::English);
        let axis = Axis::default();
        let level = Some((2.5, "goal".to_owned()));
        let chart =
            Curves { frame, series, x: axis.clone(), x_ticks: vec![], y: axis, level, marked: vec![3.0] }.chart();
        // two parts of the curve, the level, the place
        assert_eq!(chart.scene.of(Role::Line).count(), 4);
        assert_eq!((chart.scene.of(Role::Band).count(), chart.scene.of(Role::Dot).count()), (2, 4));
        assert_eq!(chart.hits.points.len(), 5);
        assert!((chart.hits.y.value(chart.hits.points[3].y) - 4.0).abs() < 1e-9);
        for mark in &chart.scene.marks {
            let b = mark.bounds().unwrap();
            assert!(b.left >= -0.5 && b.right <= 500.5 && b.top >= -0.5 && b.bottom <= 300.5, "{mark:?}");
        }
    }
}
