//! The quantile dot plot of a paired difference: fifty futures one can count, each dot two of a hundred.

use super::chart_builder::ChartBuilder;
use super::frame::{Area, Axis, Chart, Frame, HitMap};
use super::label_layout::separate;
use super::scale::{Linear, drawable, extent, nice_range};
use super::scene::{Anchor, Ink, Point, Role, crisp};
use super::theme::Slot;

/// The number of dots.
pub const DOTS: usize = 50;

/// Dots larger than this look like bubbles.
const LARGEST: f64 = 34.0;
/// At least so many of the largest dots fit on top of each other: fewer would leave no shape to see.
const TALLEST: f64 = 7.5;

/// A quantile dot plot.
#[derive(Clone, Debug, PartialEq)]
pub struct Dots {
    /// The frame.
    pub frame: Frame,
    /// The difference in each draw, in any order.
    pub values: Vec<f64>,
    /// Whom a difference below zero favours.
    pub below: Slot,
    /// Whom a difference above zero favours.
    pub above: Slot,
    /// The label left of zero, for instance "A better 94 of 100".
    pub below_label: String,
    /// The label right of zero.
    pub above_label: String,
    /// The horizontal axis.
    pub x: Axis,
}

/// Quantiles at the middle of equal shares, from draws in any order; values without a place are left out.
#[must_use]
pub fn quantiles(values: &[f64], count: usize) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| drawable(*value)).collect();
    sorted.sort_by(f64::total_cmp);
    let Some(last) = sorted.len().checked_sub(1) else { return Vec::new() };
    let at = |k: usize| {
        let position = ((k as f64 + 0.5) / count as f64 * sorted.len() as f64 - 0.5).clamp(0.0, last as f64);
        let (low, part) = (position.floor() as usize, position.fract());
        sorted[low] + part * (sorted[(low + 1).min(last)] - sorted[low])
    };
    (0..count).map(at).collect()
}

/// A stack of dots: where it stands and which quantiles it holds, counted from the lowest.
struct Stack {
    centre: f64,
    first: usize,
    count: usize,
}

impl Dots {
    /// The lowest and highest value that the axis has to hold, zero included: the input of a stable range.
    #[must_use]
    pub fn extent(&self) -> Option<(f64, f64)> {
        let dots = quantiles(&self.values, DOTS);
        extent(&dots).map(|(low, high)| (low.min(0.0), high.max(0.0)))
    }

    /// The picture; an explanation where there are fewer than two finite values. The points of its hit map are the
    /// [`quantiles`] in rising order.
    #[must_use]
    pub fn chart(&self) -> Chart {
        let enough = self.values.iter().filter(|value| drawable(**value)).count() > 1;
        let Some(found) = self.extent().filter(|_| enough) else { return self.frame.explain() };
        let dots = quantiles(&self.values, DOTS);
        let mut builder = ChartBuilder::new(&self.frame);
        let width = builder.scene.width;
        let range = self.x.range.filter(|(low, high)| low < high && drawable(*low) && drawable(*high));
        let domain = range.unwrap_or_else(|| nice_range(found.0, found.1));
        let (ticks, labels) = builder.x_ticks(domain, width - LARGEST, self.x.number);
        let foot = builder.foot("", width, &[], &self.frame.note);
        let bottom = foot - builder.row - 4.0;
        let top = builder.head(&self.x.title);
        let pad = 0.5 * LARGEST;
        let x = Linear::new(domain, (pad, width - pad));
        let zero = x.px_inside(0.0);
        let (top, line_from) = self.side_labels(&mut builder, zero, top);
        let area = Area { left: 0.0, top, right: width, bottom };
        if !area.is_usable() {
            return self.frame.explain();
        }
        let tick_labels: Vec<_> = ticks.values.iter().map(|tick| x.px(*tick)).zip(labels).collect();
        builder.x_axis(area, &tick_labels);
        builder.base_line(area);
        let (from, to) = (Point::new(crisp(zero), line_from), Point::new(crisp(zero), area.bottom));
        builder.scene.segment(Role::Axis, from, to, 1.0, builder.colours.zero);

        let (diameter, stacks) = largest_stacks(&dots, &x, zero, area);
        let mut hits = HitMap::over(area);
        hits.x = x;
        for stack in stacks {
            for k in 0..stack.count {
                let value = dots[stack.first + k];
                let centre = Point::new(stack.centre, area.bottom - 1.0 - diameter * (k as f64 + 0.5));
                let slot = if value < 0.0 { self.below } else { self.above };
                let slot = if value == 0.0 { Slot::Today } else { slot };
                builder.scene.circle(Role::Dot, centre, 0.47 * diameter, builder.theme.colour(slot));
                hits.points.push(centre);
            }
        }
        builder.finish(hits)
    }

    /// The counts on both sides of zero: on one line where they fit, else one below the other; returns where dots may
    /// begin, and the zero line.
    fn side_labels(&self, builder: &mut ChartBuilder, zero: f64, top: f64) -> (f64, f64) {
        let (width, gap) = (builder.scene.width, 8.0);
        let row = builder.label.size + 6.0;
        let below: (String, Ink) = (builder.label.fit(&self.below_label, width), builder.label_of(self.below));
        let above: (String, Ink) = (builder.label.fit(&self.above_label, width), builder.label_of(self.above));
        let (wide_below, wide_above) = (below.1.width(&below.0), above.1.width(&above.0));
        let middle = top + 0.5 * row;
        if wide_below + wide_above + 3.0 * gap <= width {
            // beside the zero line as long as both stay in the frame
            let end = (zero - gap).clamp(wide_below, width - wide_above - 2.0 * gap);
            let start = (zero + gap).clamp(end + 2.0 * gap, width - wide_above);
            let parted = end < zero && zero < start;
            builder.scene.text(Role::Label, Point::new(end, middle), &below.0, below.1, Anchor::End);
            builder.scene.text(Role::Label, Point::new(start, middle), &above.0, above.1, Anchor::Start);
            (top + row + 6.0, if parted { top } else { top + row + 2.0 })
        } else {
            let end = (zero - gap).max(wide_below);
            let start = (zero + gap).min(width - wide_above);
            builder.scene.text(Role::Label, Point::new(end, middle), &below.0, below.1, Anchor::End);
            builder.scene.text(Role::Label, Point::new(start, middle + row), &above.0, above.1, Anchor::Start);
            (top + 2.0 * row + 6.0, top + 2.0 * row + 2.0)
        }
    }
}

/// The largest dots with which all stacks stay in the frame.
fn largest_stacks(dots: &[f64], x: &Linear, zero: f64, area: Area) -> (f64, Vec<Stack>) {
    let mut diameter = LARGEST.min(area.height() / TALLEST).max(1.0);
    loop {
        let stacks = stacked(dots, x, zero, area, diameter);
        let tallest = stacks.iter().map(|stack| stack.count).max().unwrap_or(0) as f64;
        let inside = stacks
            .iter()
            .all(|s| s.centre - 0.5 * diameter >= area.left - 1e-6 && s.centre + 0.5 * diameter <= area.right + 1e-6);
        if diameter < 1.0 || (inside && tallest * diameter <= area.height() - 2.0) {
            return (diameter, stacks);
        }
        diameter *= 0.98;
    }
}

/// Wilkinson's stacks: from the lowest value on, all values within one diameter share a stack; stacks then part so that dots
/// touch at most, and none crosses the zero line.
fn stacked(dots: &[f64], x: &Linear, zero: f64, area: Area, diameter: f64) -> Vec<Stack> {
    let half = 0.5 * diameter;
    let sides = [
        dots.iter().take_while(|value| **value < 0.0).count(),
        dots.iter().filter(|value| **value == 0.0).count(),
        dots.iter().filter(|value| **value > 0.0).count(),
    ];
    let clear = if sides[1] > 0 { half } else { 0.0 };
    let mut first = 0;
    let mut all = Vec::new();
    for (side, count) in sides.into_iter().enumerate() {
        let px: Vec<f64> = dots[first..first + count].iter().map(|value| x.px_inside(*value)).collect();
        let mut stacks: Vec<Stack> = Vec::new();
        let mut k = 0;
        while k < count {
            let held = px[k..].iter().take_while(|p| **p < px[k] + diameter || **p == px[k]).count();
            stacks.push(Stack { centre: 0.5 * (px[k] + px[k + held - 1]), first: first + k, count: held });
            k += held;
        }
        let (low, high) = match side {
            0 => (area.left + half, zero - clear - half),
            1 => (zero, zero),
            _ => (zero + clear + half, area.right - half),
        };
        let wanted: Vec<f64> = stacks.iter().map(|stack| stack.centre).collect();
        let centres = separate(&wanted, &vec![diameter; wanted.len()], low, high);
        for (stack, centre) in stacks.iter_mut().zip(centres) {
            stack.centre = centre;
        }
        all.append(&mut stacks);
        first += count;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_have_known_answers() {
        assert_eq!(quantiles(&[3.0, 1.0, 2.0, 4.0], 4), [1.0, 2.0, 3.0, 4.0]);
        assert_eq!(quantiles(&[0.0, 10.0], 4), [0.0, 2.5, 7.5, 10.0].map(|v: f64| v.clamp(0.0, 10.0)));
        assert_eq!(quantiles(&[f64::NAN], 4), [] as [f64; 0]);
        assert_eq!(quantiles(&[5.0], 2), [5.0, 5.0]);
    }
}
