//! Intervals one below the other: for each row the middle as a dot, the range that holds most futures as a line, and the part of it that
//! holds half of them as a thicker one. What lies beyond the axis ends in an arrow head there.

use super::chart_builder::ChartBuilder;
use super::frame::{Area, Axis, Chart, Frame, HitMap};
use super::scale::{Linear, drawable, extent, nice_range};
use super::scene::{Anchor, Point, Role, crisp};
use super::theme::Slot;

/// Share of the width that names may take.
const NAMES: f64 = 0.4;

/// A row.
#[derive(Clone, Debug, PartialEq)]
pub struct Interval {
    /// Whose it is: its colour.
    pub slot: Slot,
    /// Its name.
    pub label: String,
    /// The lower end.
    pub low: f64,
    /// The middle.
    pub middle: f64,
    /// The upper end.
    pub high: f64,
    /// A part of it drawn thicker, where there is one.
    pub inner: Option<(f64, f64)>,
    /// The middle in words, written beside the arrow head where the axis does not hold it.
    pub figure: String,
}

/// Intervals on one axis, the first on top.
#[derive(Clone, Debug, PartialEq)]
pub struct Intervals {
    /// The frame.
    pub frame: Frame,
    /// The rows.
    pub rows: Vec<Interval>,
    /// The horizontal axis.
    pub x: Axis,
}

impl Intervals {
    /// The height in CSS pixels at which every row has air.
    #[must_use]
    pub fn height(rows: usize) -> f64 {
        80.0 + 26.0 * rows as f64
    }

    /// The picture; an explanation where there is no row. The points of its hit map are the middles.
    #[must_use]
    pub fn chart(&self) -> Chart {
        let rows: Vec<&Interval> =
            self.rows.iter().filter(|r| [r.low, r.middle, r.high].into_iter().all(drawable)).collect();
        let ends: Vec<f64> = rows.iter().flat_map(|r| [r.low, r.middle, r.high]).chain([0.0]).collect();
        let Some((low, high)) = extent(&ends).filter(|_| !rows.is_empty()) else { return self.frame.explain() };
        let mut builder = ChartBuilder::new(&self.frame);
        let width = builder.scene.width;
        let widest = rows.iter().map(|r| builder.label.width(&r.label)).fold(0.0, f64::max);
        let left = (widest + 10.0).min(NAMES * width);
        let domain = self.x.range.unwrap_or_else(|| nice_range(low, high));
        let right = width - 12.0;
        let (ticks, labels) = builder.x_ticks(domain, right - left, self.x.number);
        let bottom = builder.foot(&self.x.title, right, &[], &self.frame.note) - builder.row - 4.0;
        let area = Area { left, top: 4.0, right, bottom };
        if !area.is_usable() {
            return self.frame.explain();
        }
        let x = Linear::new(domain, (area.left, area.right));
        for tick in &ticks.values {
            let at = crisp(x.px(*tick));
            let colour = if *tick == 0.0 { builder.colours.zero } else { builder.colours.line };
            builder.scene.segment(Role::Grid, Point::new(at, area.top), Point::new(at, area.bottom), 1.0, colour);
        }
        let tick_labels: Vec<_> = ticks.values.iter().map(|tick| x.px(*tick)).zip(labels).collect();
        builder.x_axis(area, &tick_labels);
        let mut hits = HitMap::over(area);
        hits.x = x;
        let step = area.height() / rows.len() as f64;
        for (k, row) in rows.into_iter().enumerate() {
            let y = area.top + step * (k as f64 + 0.5);
            let colour = builder.theme.colour(row.slot);
            let ends = [row.low, row.high].map(|end| Point::new(x.px_inside(end), y));
            builder.scene.segment(Role::Line, ends[0], ends[1], 2.0 * builder.bold, colour);
            if let Some((low, high)) = row.inner {
                let ends = [low, high].map(|end| Point::new(x.px_inside(end), y));
                builder.scene.segment(Role::Line, ends[0], ends[1], 6.0 * builder.bold, colour.alpha(0.55));
            }
            let size = (0.3 * step).clamp(2.0, 6.0);
            let head = |at: f64, back: f64| {
                [(at, 0.0), (at + back, size), (at + back, -size)].map(|(x, dy)| Point::new(x, y + dy)).to_vec()
            };
            if row.low.min(row.middle) < domain.0 {
                builder.scene.polygon(Role::Dot, head(area.left, 2.0 * size), colour);
            }
            if row.high.max(row.middle) > domain.1 {
                builder.scene.polygon(Role::Dot, head(area.right, -2.0 * size), colour);
            }
            let middle = Point::new(x.px_inside(row.middle), y);
            if (domain.0..=domain.1).contains(&row.middle) {
                builder.scene.circle(Role::Dot, middle, size, colour);
            } else if step >= 0.8 * builder.row {
                let ink = builder.label_of(row.slot);
                let (at, room, anchor) = match row.middle < domain.0 {
                    true => (ends[1].x.max(area.left + 2.0 * size) + 6.0, area.right, Anchor::Start),
                    false => (ends[0].x.min(area.right - 2.0 * size) - 6.0, area.left, Anchor::End),
                };
                let figure = ink.fit(&row.figure, (room - at).abs());
                builder.scene.text(Role::Label, Point::new(at, y), &figure, ink, anchor);
            }
            hits.points.push(middle);
            if step >= 0.8 * builder.row {
                let ink = builder.label_of(row.slot);
                let name = ink.fit(&row.label, left - 10.0);
                builder.scene.text(Role::Label, Point::new(0.0, y), &name, ink, Anchor::Start);
            }
        }
        builder.finish(hits)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Locale, Theme};
    use super::*;

    #[test]
    fn each_row_has_a_dot_between_its_ends() {
        let row = |k: usize| Interval {
            slot: Slot::Policy(0),
            label: format!("Row {k}"),
            low: -10.0 * k as f64,
            middle: k as f64,
            high: 20.0,
            inner: None,
            figure: format!("{k} of many"),
        };
        let frame = Frame::new(600.0, Intervals::height(3), Theme::Light, Locale::English);
        let chart = Intervals { frame, rows: (0..3).map(row).collect(), x: Axis::default() };
        let drawn = chart.chart();
        assert_eq!((drawn.hits.points.len(), drawn.scene.of(Role::Line).count()), (3, 3));
        assert!(drawn.hits.points.windows(2).all(|p| p[0].y < p[1].y && p[0].x < p[1].x));
        assert_eq!(Intervals { rows: Vec::new(), ..chart }.chart().hits.points.len(), 0);
    }

    #[test]
    fn what_the_axis_does_not_hold_ends_in_an_arrow_head_with_its_figure() {
        let row = |middle: f64| Interval {
            slot: Slot::Policy(0),
            label: "A participant with a name that is as long as they come".to_owned(),
            low: middle - 2.0,
            middle,
            high: middle + 2.0,
            inner: None,
            figure: format!("¥{middle}"),
        };
        for width in [300.0, 800.0] {
            let rows = [0.0, 9.0, -2500.0, 2500.0].map(row).to_vec();
            let frame = Frame::new(width, Intervals::height(4), Theme::Light, Locale::English);
            let x = Axis { range: Some((-10.0, 10.0)), ..Axis::default() };
            let drawn = Intervals { frame, rows, x }.chart();
            let inside = |mark: &crate::scene::Mark| mark.bounds().is_some_and(|b| b.left >= 0.0 && b.right <= width);
            assert!(drawn.scene.of(Role::Dot).chain(drawn.scene.of(Role::Label)).all(inside), "{width}");
            let texts: Vec<&str> = drawn.scene.of(Role::Label).filter_map(|mark| mark.text()).collect();
            assert!(texts.contains(&"¥-2500") && texts.contains(&"¥2500") && !texts.contains(&"¥9"), "{texts:?}");
            assert_eq!(drawn.scene.of(Role::Dot).count(), 2 + 1 + 2, "two dots, an end beyond, two middles beyond");
            assert_eq!(drawn.hits.points.len(), 4);
        }
    }
}
