//! The exceedance curve: in how many of a hundred futures a quantity is at least so large, with a threshold to drag.

use super::chart_builder::ChartBuilder;
use super::format::{DisplayUnit, NumberStyle};
use super::frame::{Area, Axis, Chart, Frame, HitMap};
use super::label_layout::stack_labels;
use super::scale::{Linear, Ticks, drawable, extent, nice_range};
use super::scene::{Anchor, Point, Role, crisp};
use super::text;
use super::theme::Slot;

/// More points than these no screen shows.
const POINTS: usize = 240;

/// The room for the grip of the threshold above the plot.
const GRIP: f64 = 12.0;

/// One policy of an exceedance chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    /// Whose curve it is.
    pub slot: Slot,
    /// The label where the curve meets the threshold, for instance "A 52 of 100".
    pub label: String,
    /// The label where room is scarce.
    pub short: String,
    /// The value in each draw, in any order.
    pub values: Vec<f64>,
}

/// A value that a policy should reach.
#[derive(Clone, Debug, PartialEq)]
pub struct Threshold {
    /// The value.
    pub value: f64,
    /// Its label at the top of the line.
    pub label: String,
}

/// An exceedance chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Exceedance {
    /// The frame.
    pub frame: Frame,
    /// The policies; the first lies on top.
    pub curves: Vec<Curve>,
    /// The horizontal axis.
    pub x: Axis,
    /// What the vertical axis counts.
    pub y_title: String,
    /// The threshold, where there is one.
    pub threshold: Option<Threshold>,
}

/// The share of values that reach a threshold. Values must be sorted and finite.
#[must_use]
pub fn share_at_least(sorted: &[f64], threshold: f64) -> f64 {
    if sorted.is_empty() {
        return f64::NAN;
    }
    let below = sorted.partition_point(|value| *value < threshold);
    (sorted.len() - below) as f64 / sorted.len() as f64
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| drawable(*value)).collect();
    sorted.sort_by(f64::total_cmp);
    sorted
}

impl Exceedance {
    /// The range that holds nearly all of the values and the threshold: the input of a stable range. One draw in two
    /// hundred on each side may lie outside; its tail would flatten all the rest.
    #[must_use]
    pub fn extent(&self) -> Option<(f64, f64)> {
        let curves: Vec<_> = self.curves.iter().map(|curve| sorted(&curve.values)).collect();
        self.extent_of(&curves)
    }

    fn extent_of(&self, curves: &[Vec<f64>]) -> Option<(f64, f64)> {
        let trimmed: Vec<f64> = curves
            .iter()
            .filter(|curve| curve.len() > 1)
            .flat_map(|curve| [curve[curve.len() / 200], curve[curve.len() - 1 - curve.len() / 200]])
            .collect();
        let threshold = self.threshold.as_ref().map(|threshold| &threshold.value);
        if trimmed.is_empty() { None } else { extent(trimmed.iter().chain(threshold)) }
    }

    /// The picture; an explanation where no curve has two finite values.
    #[must_use]
    pub fn chart(&self) -> Chart {
        let curves: Vec<Vec<f64>> = self.curves.iter().map(|curve| sorted(&curve.values)).collect();
        let Some(found) = self.extent_of(&curves) else { return self.frame.explain() };
        let mut builder = ChartBuilder::new(&self.frame);
        let width = builder.scene.width;
        let percent = NumberStyle::new(self.frame.locale, DisplayUnit::Percent);
        let fine = Ticks { values: vec![0.0, 0.25, 0.5, 0.75, 1.0], step: 0.25 };
        let y_labels = percent.ticks(&fine.values, fine.step);
        let left = builder.y_room(&y_labels);
        let right = width - 14.0;
        let range = self.x.range.filter(|(low, high)| low < high && drawable(*low) && drawable(*high));
        let domain = range.unwrap_or_else(|| nice_range(found.0, found.1));
        let (ticks, x_labels) = builder.x_ticks(domain, right - left, self.x.number);
        let mut top = builder.head(&self.y_title);
        if self.threshold.is_some() {
            top += builder.row + GRIP;
        }
        let bottom = builder.foot(&self.x.title, right, &[], &self.frame.note) - builder.row - 4.0;
        let area = Area { left, top, right, bottom };
        if !area.is_usable() {
            return self.frame.explain();
        }
        let x = Linear::new(domain, (area.left, area.right));
        let y = Linear::new((0.0, 1.0), (area.bottom, area.top));
        if area.height() < 5.0 * builder.row {
            let coarse = Ticks { values: vec![0.0, 0.5, 1.0], step: 0.5 };
            builder.y_axis(area, &y, &coarse, &percent.ticks(&coarse.values, coarse.step));
        } else {
            builder.y_axis(area, &y, &fine, &y_labels);
        }
        let tick_labels: Vec<_> = ticks.values.iter().map(|tick| x.px(*tick)).zip(x_labels).collect();
        builder.x_axis(area, &tick_labels);
        for (curve, values) in self.curves.iter().zip(&curves).rev().filter(|(_, values)| values.len() > 1) {
            let colour = builder.theme.colour(curve.slot);
            let points = outline(values, &x, &y);
            builder.scene.line(Role::Line, points, builder.bold * curve.slot.line_width(), curve.slot.dash(), colour);
        }
        if let Some(threshold) = self.threshold.as_ref().filter(|threshold| drawable(threshold.value)) {
            draw_threshold(&mut builder, threshold, area, &x);
        }
        self.draw_labels(&mut builder, &curves, area, &x, &y);
        let mut hits = HitMap::over(area);
        hits.x = x;
        hits.y = y;
        builder.finish(hits)
    }

    /// Dots where the curves meet the threshold, and labels beside them: above the curve at its right, or below it at its
    /// left where the right has no room. Without a threshold the labels stand where half of the futures do better.
    fn draw_labels(&self, builder: &mut ChartBuilder, curves: &[Vec<f64>], area: Area, x: &Linear, y: &Linear) {
        let goal = self.threshold.as_ref().map(|threshold| threshold.value).filter(|value| drawable(*value));
        let named: Vec<_> = self.curves.iter().zip(curves).filter(|(_, values)| values.len() > 1).collect();
        let position_of = |values: &[f64]| {
            let at = goal.unwrap_or_else(|| values[values.len() / 2]);
            Point::new(x.px_inside(at), y.px_inside(share_at_least(values, at)))
        };
        let height = builder.label.size + 5.0;
        let gap = 10.0;
        let furthest = named.iter().map(|(_, values)| position_of(values).x).fold(area.left, f64::max);
        let nearest = named.iter().map(|(_, values)| position_of(values).x).fold(area.right, f64::min);
        let widest = |pick: &dyn Fn(&Curve) -> String| {
            named.iter().map(|(curve, _)| builder.label.width(&pick(curve))).fold(0.0, f64::max)
        };
        let long = |curve: &Curve| curve.label.clone();
        let short = |curve: &Curve| if curve.short.is_empty() { curve.label.clone() } else { curve.short.clone() };
        // right of the threshold the curves have fallen away, so even the short labels read better there
        let (right, left) = (area.right - furthest - gap, nearest - gap);
        let (at_right, pick): (bool, &dyn Fn(&Curve) -> String) = if widest(&long) <= right {
            (true, &long)
        } else if widest(&short) <= right || right >= left {
            (true, &short)
        } else {
            (false, if widest(&long) <= left { &long } else { &short })
        };
        let room = if at_right { right } else { left };
        let texts: Vec<String> = named.iter().map(|(curve, _)| builder.label.fit(&pick(curve), room)).collect();
        let lift = if at_right { -0.5 * height } else { 0.5 * height };
        let wanted: Vec<f64> = named.iter().map(|(_, values)| position_of(values).y + lift).collect();
        let positions = stack_labels(&wanted, height, area.top - 4.0, area.bottom - 2.0);
        for ((curve, values), (text, middle)) in named.into_iter().zip(texts.iter().zip(positions)) {
            let point = position_of(values);
            let ink = builder.label_of(curve.slot);
            if goal.is_some() {
                builder.scene.circle(Role::Dot, point, 5.5 * builder.bold, builder.colours.card);
                builder.scene.circle(Role::Dot, point, 4.0 * builder.bold, ink.colour);
            }
            let Some(middle) = middle else { continue };
            let (at, anchor) = if at_right { (point.x + gap, Anchor::Start) } else { (point.x - gap, Anchor::End) };
            builder.plated(Point::new(at, middle), text, ink, anchor);
        }
    }
}

/// Through the middle of each value's step, from certainty to nothing, cut at the ends of the axis.
fn outline(values: &[f64], x: &Linear, y: &Linear) -> Vec<Point> {
    let (low, high) = x.domain;
    let mut points = vec![Point::new(x.px(low), y.px(share_at_least(values, low)))];
    let count = values.len().min(POINTS);
    for k in 0..count {
        let index = if count > 1 { k * (values.len() - 1) / (count - 1) } else { 0 };
        let value = values[index];
        if value > low && value < high {
            let share = 1.0 - (index as f64 + 0.5) / values.len() as f64;
            points.push(Point::new(x.px(value), y.px(share)));
        }
    }
    points.push(Point::new(x.px(high), y.px(share_at_least(values, high))));
    points
}

fn draw_threshold(builder: &mut ChartBuilder, threshold: &Threshold, area: Area, x: &Linear) {
    let px = crisp(x.px_inside(threshold.value).min(area.right - 0.5));
    let ink = builder.colours.ink;
    builder.scene.segment(Role::Axis, Point::new(px, area.top - GRIP), Point::new(px, area.bottom), 1.0, ink);
    // a grip that looks as if it could be moved, clear of the crossings at 0 and 100 %
    builder.scene.circle(Role::Axis, Point::new(px, area.top - GRIP), 4.5, ink);
    let style = super::scene::Ink { colour: ink, weight: text::Weight::Regular, ..builder.note };
    let label = style.fit(&threshold.label, builder.scene.width);
    let half = 0.5 * style.width(&label);
    let middle = Point::new(px.max(half).min(builder.scene.width - half), area.top - GRIP - 6.0 - 0.5 * builder.row);
    builder.scene.text(Role::Label, middle, &label, style, Anchor::Middle);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_have_known_answers() {
        let values = [1.0, 2.0, 2.0, 4.0];
        assert_eq!(share_at_least(&values, 0.0), 1.0);
        assert_eq!(share_at_least(&values, 2.0), 0.75, "two is at least two");
        assert_eq!(share_at_least(&values, 2.1), 0.25);
        assert_eq!(share_at_least(&values, 5.0), 0.0);
        assert!(share_at_least(&[], 5.0).is_nan());
    }
}
