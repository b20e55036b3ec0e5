//! A histogram of an assumption: what we hold possible, with the values that were put in.

use super::chart_builder::ChartBuilder;
use super::frame::{Area, Axis, Chart, Frame, HitMap};
use super::label_layout::separate;
use super::scale::{Linear, drawable, extent, nice_range};
use super::scene::{Anchor, Point, Role, crisp};
use super::theme::Slot;

/// A named value on the axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Landmark {
    /// The value.
    pub value: f64,
    /// Its name above the plot, for instance "low 12%".
    pub label: String,
}

/// A histogram.
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    /// The frame.
    pub frame: Frame,
    /// The draws, in any order.
    pub values: Vec<f64>,
    /// The number of bars; without one the plot's width and the number of draws choose.
    pub bars: Option<usize>,
    /// Whose colour the bars have; an assumption belongs to no policy.
    pub slot: Option<Slot>,
    /// Values that were put in, from low to high.
    pub landmarks: Vec<Landmark>,
    /// The horizontal axis.
    pub x: Axis,
}

impl Histogram {
    /// The lowest and highest value that the axis has to hold: the input of a stable range.
    #[must_use]
    pub fn extent(&self) -> Option<(f64, f64)> {
        let (low, high) = extent(&self.values)?;
        let landmarks = extent(self.landmarks.iter().map(|landmark| &landmark.value)).unwrap_or((low, high));
        Some((low.min(landmarks.0), high.max(landmarks.1)))
    }

    /// The picture; an explanation where there are fewer than two finite values. The stops of its hit map are the bars.
    #[must_use]
    pub fn chart(&self) -> Chart {
        let draws = self.values.iter().filter(|value| drawable(**value)).count();
        let Some(found) = self.extent().filter(|_| draws > 1) else { return self.frame.explain() };
        let mut builder = ChartBuilder::new(&self.frame);
        let width = builder.scene.width;
        let range = self.x.range.filter(|(low, high)| low < high && drawable(*low) && drawable(*high));
        let (low, high) = range.unwrap_or_else(|| nice_range(found.0, found.1));
        let (ticks, labels) = builder.x_ticks((low, high), width - 28.0, self.x.number);
        let mut top = builder.head(&self.x.title);
        let named = self.landmarks.iter().any(|landmark| !landmark.label.is_empty());
        if named {
            top += builder.row;
        }
        let bottom = builder.foot("", width, &[], &self.frame.note) - builder.row - 4.0;
        let area = Area { left: 0.0, top, right: width, bottom };
        if !area.is_usable() {
            return self.frame.explain();
        }
        let x = Linear::new((low, high), (14.0, width - 14.0));
        let tick_labels: Vec<_> = ticks.values.iter().map(|tick| x.px(*tick)).zip(labels).collect();
        builder.x_axis(area, &tick_labels);

        let counts = counted(&self.values, x.domain, self.bar_count(draws, area.width(), x.domain, ticks.step));
        let tallest = counts.iter().copied().max().unwrap_or(0).max(1) as f64;
        let bar = (x.range.1 - x.range.0) / counts.len() as f64;
        let colour = self.slot.map_or(builder.colours.muted, |slot| builder.theme.colour(slot)).alpha(0.55);
        let mut hits = HitMap::over(area);
        for (k, count) in counts.iter().enumerate() {
            let left = x.range.0 + bar * k as f64;
            let height = area.height() * *count as f64 / tallest;
            let at = Point::new(left + 0.5, area.bottom - height);
            builder.scene.rect(Role::Bar, at, (bar - 1.0).max(0.5), height, colour);
            hits.stops.push(left + 0.5 * bar);
        }
        builder.base_line(area);
        self.draw_landmarks(&mut builder, area, &x);
        hits.x = x;
        hits.y = Linear::new((0.0, tallest), (area.bottom, area.top));
        builder.finish(hits)
    }

    /// Bars that divide the tick step evenly, so that a tick never cuts a bar.
    fn bar_count(&self, draws: usize, width: f64, domain: (f64, f64), step: f64) -> usize {
        if let Some(bars) = self.bars {
            return bars.clamp(1, 400);
        }
        let wanted = (2.0 * (draws as f64).cbrt()).clamp(8.0, (width / 7.0).max(8.0));
        let steps = ((domain.1 - domain.0) / step).max(1.0);
        let per_step = [1.0, 2.0, 4.0, 5.0, 10.0].into_iter().rev().find(|n| steps * n <= 1.25 * wanted).unwrap_or(1.0);
        (steps * per_step).round().clamp(1.0, 400.0) as usize
    }

    fn draw_landmarks(&self, builder: &mut ChartBuilder, area: Area, x: &Linear) {
        let ink = super::scene::Ink { colour: builder.colours.ink, ..builder.note };
        let mut shown: Vec<&Landmark> = self.landmarks.iter().filter(|landmark| drawable(landmark.value)).collect();
        shown.sort_by(|a, b| a.value.total_cmp(&b.value));
        let room = builder.scene.width / shown.len().max(1) as f64 - 8.0;
        let texts: Vec<String> = shown.iter().map(|landmark| ink.fit(&landmark.label, room)).collect();
        let widths: Vec<f64> = texts.iter().map(|text| ink.width(text)).collect();
        let gaps: Vec<f64> = widths.windows(2).map(|pair| 0.5 * (pair[0] + pair[1]) + 8.0).collect();
        let wanted: Vec<f64> = shown.iter().map(|landmark| x.px_inside(landmark.value)).collect();
        let low = 0.5 * widths.first().copied().unwrap_or(0.0);
        let high = builder.scene.width - 0.5 * widths.last().copied().unwrap_or(0.0);
        let centres = separate(&wanted, &gaps, low, high);
        for ((text, px), centre) in texts.iter().zip(wanted).zip(centres) {
            let line = crisp(px.min(area.right - 1.0));
            builder.scene.segment(
                Role::Axis,
                Point::new(line, area.top - 2.0),
                Point::new(line, area.bottom),
                1.0,
                ink.colour,
            );
            let at = Point::new(centre, area.top - 4.0 - 0.5 * builder.row);
            builder.scene.text(Role::Label, at, text, ink, Anchor::Middle);
        }
    }
}

/// How many values fall into each of `bars` equal parts of the domain; values outside are not counted.
#[must_use]
pub fn counted(values: &[f64], domain: (f64, f64), bars: usize) -> Vec<usize> {
    let mut counts = vec![0; bars.max(1)];
    let last = counts.len() - 1;
    for value in values.iter().filter(|value| **value >= domain.0 && **value <= domain.1) {
        let share = (value - domain.0) / (domain.1 - domain.0);
        counts[((share * (last + 1) as f64) as usize).min(last)] += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_counted_once() {
        let values = [0.0, 0.1, 0.5, 1.0, 2.0, f64::NAN];
        assert_eq!(counted(&values, (0.0, 1.0), 2), [2, 2], "both ends count, what is outside does not");
        assert_eq!(counted(&[], (0.0, 1.0), 0), [0]);
    }
}
