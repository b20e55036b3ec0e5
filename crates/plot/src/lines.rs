//! Lines over a number, each named at its end where there is room, numbered there and named in a legend where there is not: spider charts,
//! cumulative distributions.

use super::chart_builder::ChartBuilder;
use super::frame::{Area, Axis, Chart, Frame, HitMap, Swatch};
use super::label_layout::stack_labels;
use super::scale::{Linear, drawable, extent, nice_range, nice_ticks};
use super::scene::{Anchor, Point, Role, crisp};
use super::theme::{SLOTS, Slot};

/// Share of the width that names at the ends of lines may take.
const NAMES: f64 = 0.34;
/// Frames narrower than this, in widths of the text, have no room beside the plot.
const NARROW: f64 = 50.0;

/// A line.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// Whose it is: its colour and dashes.
    pub slot: Slot,
    /// Its name.
    pub label: String,
    /// Its points by rising place; one without a place parts the line.
    pub points: Vec<(f64, f64)>,
}

/// The slot of the k-th line where lines belong to no policy.
#[must_use]
pub const fn slot_of_line(k: usize) -> Slot {
    Slot::Policy(k as u8)
}

/// Lines on two axes of numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Lines {
    /// The frame.
    pub frame: Frame,
    /// The lines; the first lies on top.
    pub lines: Vec<Trace>,
    /// Whether names stand at the ends of the lines rather than in a legend.
    pub named_at_ends: bool,
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// A level across the picture, with what it is called.
    pub level: Option<(f64, String)>,
}

impl Lines {
    /// The picture; an explanation where no point has a place. The points of its hit map are those of the lines, line after line.
    #[must_use]
    pub fn chart(&self) -> Chart {
        let is_drawable = |p: &&(f64, f64)| drawable(p.0) && drawable(p.1);
        let all = || self.lines.iter().flat_map(|l| &l.points).filter(is_drawable);
        let xs: Vec<f64> = all().map(|p| p.0).collect();
        let ys: Vec<f64> = all().map(|p| p.1).chain(self.level.iter().map(|l| l.0)).collect();
        let (Some(across), Some(up)) = (extent(&xs), extent(&ys)) else { return self.frame.explain() };
        let up = self.y.range.unwrap_or_else(|| nice_range(up.0, up.1));
        let mut builder = ChartBuilder::new(&self.frame);
        let width = builder.scene.width;
        let at_ends = self.named_at_ends;
        let narrow = width < NARROW * builder.note.size;
        let named = |(k, l): (usize, &Trace)| if at_ends { format!("{} {}", k + 1, l.label) } else { l.label.clone() };
        let swatch = |(k, l): (usize, &Trace)| Swatch { colour: builder.theme.colour(l.slot), text: named((k, l)) };
        let legend: Vec<Swatch> =
            if at_ends && !narrow { Vec::new() } else { self.lines.iter().enumerate().map(swatch).collect() };
        let ends: Vec<String> = match (at_ends, narrow) {
            (false, _) => Vec::new(),
            (true, true) => (1..=self.lines.len()).map(|k| k.to_string()).collect(),
            (true, false) => self.lines.iter().map(|l| l.label.clone()).collect(),
        };
        let widest = ends.iter().map(|name| builder.label.width(name)).fold(0.0, f64::max);
        let names = if at_ends { (widest + 1.0).min(NAMES * width) + LEADER } else { 14.0 };
        let right = width - names;
        let top = builder.head(&self.y.title);
        let bottom = builder.foot(&self.x.title, right, &legend, &self.frame.note) - builder.row - 4.0;
        let ticks = nice_ticks(up.0, up.1, builder.y_parts(bottom - top));
        let labels = self.y.number.ticks(&ticks.values, ticks.step);
        let area = Area { left: builder.y_room(&labels), top, right, bottom };
        if !area.is_usable() {
            return self.frame.explain();
        }
        let domain = self.x.range.unwrap_or(across);
        let (x, y) = (Linear::new(domain, (area.left, area.right)), Linear::new(up, (area.bottom, area.top)));
        builder.y_axis(area, &y, &ticks, &labels);
        builder.zero_line(area, &y);
        let (x_ticks, x_labels) = builder.x_ticks(domain, area.width(), self.x.number);
        let placed: Vec<_> = x_ticks.values.iter().map(|tick| x.px(*tick)).zip(x_labels).collect();
        builder.x_axis(area, &placed);
        builder.base_line(area);
        if let Some((value, label)) = self.level.as_ref().filter(|(value, _)| y.holds(*value)) {
            let at = crisp(y.px(*value));
            let ends = vec![Point::new(area.left, at), Point::new(area.right, at)];
            builder.scene.line(Role::Line, ends, 1.0, &[3.0, 3.0], builder.colours.zero);
            let words = builder.note.fit(label, area.width());
            let middle = if at - builder.row < area.top { at + 0.6 * builder.row } else { at - 0.6 * builder.row };
            let ink = builder.note;
            builder.plated(Point::new(area.left + 4.0, middle), &words, ink, Anchor::Start);
        }
        let mut hits = HitMap::over(area);
        (hits.x, hits.y) = (x, y);
        for (k, line) in self.lines.iter().enumerate().rev() {
            let colour = builder.theme.colour(line.slot);
            for part in line.points.split(|p| !is_drawable(&p)) {
                let points: Vec<Point> = part.iter().map(|p| Point::new(x.px_inside(p.0), y.px_inside(p.1))).collect();
                builder.scene.line(
                    Role::Line,
                    points,
                    builder.bold * line.slot.line_width(),
                    dash(line.slot, k),
                    colour,
                );
            }
        }
        let position = |p: &(f64, f64)| Point::new(x.px_inside(p.0), y.px_inside(p.1));
        hits.points.extend(self.lines.iter().flat_map(|l| &l.points).map(position));
        if at_ends {
            self.name_ends(&mut builder, area, &ends, &position);
        }
        builder.finish(hits)
    }

    /// Names beside the ends of the lines, apart from each other, joined to their ends by a thin leader.
    fn name_ends(
        &self,
        builder: &mut ChartBuilder,
        area: Area,
        names: &[String],
        position: &impl Fn(&(f64, f64)) -> Point,
    ) {
        let end = |l: &Trace| l.points.iter().rev().find(|p| drawable(p.0) && drawable(p.1)).map(position);
        let ends: Vec<(Slot, &String, Point)> =
            self.lines.iter().zip(names).filter_map(|(l, name)| Some((l.slot, name, end(l)?))).collect();
        let wanted: Vec<f64> = ends.iter().map(|(_, _, at)| at.y).collect();
        let height = builder.label.size + 4.0;
        let positions = stack_labels(&wanted, height, area.top - 4.0, area.bottom + 4.0);
        let room = builder.scene.width - area.right - LEADER;
        for ((slot, name, at), middle) in ends.into_iter().zip(positions) {
            let Some(middle) = middle else { continue };
            let ink = builder.label_of(slot);
            let from = Point::new(area.right + 2.0, at.y);
            let leader = vec![from, Point::new(area.right + LEADER - 4.0, middle)];
            builder.scene.line(Role::Axis, leader, 1.0, &[], ink.colour);
            let name = ink.fit(name, room);
            builder.scene.text(Role::Label, Point::new(area.right + LEADER, middle), &name, ink, Anchor::Start);
        }
    }
}

/// From the end of a line to its name, in pixels.
const LEADER: f64 = 18.0;

/// Dashes of a line: one whose colour another line has has those of the next slot.
fn dash(slot: Slot, k: usize) -> &'static [f64] {
    match slot {
        Slot::Policy(column) if usize::from(column) >= SLOTS => Slot::Policy((k + 3) as u8).dash(),
        _ => slot.dash(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Locale, Mark, Theme};

    fn spider(width: f64) -> Lines {
        let line = |k: usize| Trace {
            slot: slot_of_line(k),
            label: format!("An assumption with a long name, number {k}"),
            // all end within a pixel of each other
            points: (0..5).map(|i| (f64::from(i), f64::from(i) + 0.001 * k as f64)).collect(),
        };
        Lines {
            frame: Frame::new(width, 360.0, Theme::Light, Locale::English),
            lines: (0..8).map(line).collect(),
            named_at_ends: true,
            x: Axis::default(),
            y: Axis::default(),
            level: Some((2.0, "central".to_owned())),
        }
    }

    #[test]
    fn names_of_lines_that_end_together_stand_apart_and_in_the_frame() {
        let chart = spider(900.0).chart();
        let names: Vec<_> = chart.scene.of(Role::Label).filter_map(Mark::bounds).collect();
        assert_eq!(names.len(), 9, "eight lines and the level");
        for (k, one) in names.iter().enumerate() {
            assert!(one.left >= 0.0 && one.right <= 900.5, "{one:?}");
            assert!(names[..k].iter().all(|other| !one.overlaps(other)), "{one:?}");
        }
        assert_eq!(chart.hits.points.len(), 40);
        // no two lines look alike: eight lines, six colours
        let looks: Vec<_> = chart
            .scene
            .of(Role::Line)
            .filter_map(|m| match &m.shape {
                crate::scene::Shape::Polyline { dash, points, .. } if points.len() == 5 => Some((m.colour, *dash)),
                _ => None,
            })
            .collect();
        assert_eq!(looks.len(), 8);
        assert!((0..8).all(|k| looks[..k].iter().all(|other| *other != looks[k])), "{looks:?}");
    }

    #[test]
    fn a_narrow_chart_has_a_legend_and_no_data_are_an_explanation() {
        let chart = spider(360.0).chart();
        let names: Vec<_> = chart.scene.of(Role::Label).filter_map(Mark::bounds).collect();
        assert_eq!(names.len(), 9, "eight numbers and the level");
        assert!((0..9).all(|k| names[..k].iter().all(|other| !names[k].overlaps(other))), "{names:?}");
        assert_eq!(chart.scene.of(Role::Legend).filter_map(Mark::text).count(), 8);
        let empty = Lines { lines: Vec::new(), level: None, ..spider(900.0) };
        assert_eq!(empty.chart().hits.points.len(), 0);
    }
}
