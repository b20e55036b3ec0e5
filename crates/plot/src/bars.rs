//! Horizontal bars with whiskers, one row a name: tornado, indices, values of information.

use super::chart_builder::ChartBuilder;
use super::frame::{Area, Axis, Chart, Frame, HitMap, Swatch};
use super::scale::{Linear, drawable, extent, nice_range};
use super::scene::{Anchor, Point, Role, crisp};
use super::text::line_height;
use super::theme::Slot;

/// Below this width names stand over their bars.
const NARROW: f64 = 520.0;
/// Height of a bar.
const BAR: f64 = 9.0;
/// Space between rows.
const GAP: f64 = 9.0;
/// Most of the width that names may take.
const NAMES: f64 = 0.42;

/// A bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// The interval around its end.
    pub whisker: Option<(f64, f64)>,
    /// Its colour.
    pub slot: Slot,
}

/// A row: a name and its bars from top to bottom.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The name.
    pub label: String,
    /// The bars.
    pub spans: Vec<Span>,
}

/// Rows of bars on one axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Bars {
    /// The frame.
    pub frame: Frame,
    /// The rows from top to bottom.
    pub rows: Vec<Row>,
    /// The horizontal axis.
    pub x: Axis,
    /// What the colours mean.
    pub legend: Vec<(Slot, String)>,
}

/// Height of a row.
fn row_height(narrow: bool, spans: usize, text_size: f64) -> f64 {
    let bars = BAR * spans.max(1) as f64;
    let name = line_height(text_size + 1.0);
    GAP + if narrow { name + bars } else { bars.max(name) }
}

impl Bars {
    /// The height of a frame that holds so many rows of so many bars, in CSS pixels, at the text size of a page.
    #[must_use]
    pub fn height(width: f64, rows: usize, spans: usize) -> f64 {
        let narrow = width < NARROW;
        // title, ticks, axis title and a legend that may need two rows
        let words = line_height(12.0) * if narrow { 6.0 } else { 5.0 } + 24.0;
        words + rows.max(1) as f64 * row_height(narrow, spans, 12.0)
    }

    /// The picture; an explanation where no bar has a place. A point of its hit map stands at the end of each row's longest bar.
    #[must_use]
    pub fn chart(&self) -> Chart {
        let spans = || self.rows.iter().flat_map(|row| &row.spans);
        let ends = |s: &Span| {
            let whisker = s.whisker.unwrap_or((s.to, s.to));
            [0.0, s.from, s.to, whisker.0, whisker.1].map(|v| if drawable(v) { v } else { s.to })
        };
        let values: Vec<f64> = spans().flat_map(ends).filter(|v| drawable(*v)).collect();
        let Some(found) = extent(&values).filter(|_| !self.rows.is_empty()) else { return self.frame.explain() };
        let found = if found.0 < found.1 { found } else { (found.0 - 1.0, found.1 + 1.0) };
        let mut builder = ChartBuilder::new(&self.frame);
        let width = builder.scene.width;
        let narrow = width < NARROW;
        let legend: Vec<Swatch> = self
            .legend
            .iter()
            .map(|(slot, text)| Swatch { colour: builder.theme.colour(*slot), text: text.clone() })
            .collect();
        let foot = builder.foot(&self.x.title, width, &legend, &self.frame.note);
        let name = builder.label;
        let widest = self.rows.iter().map(|row| name.width(&row.label)).fold(0.0, f64::max);
        let left = if narrow { 0.0 } else { widest.min(NAMES * width).ceil() + 12.0 };
        let pad = 8.0;
        let area = Area { left, top: 4.0, right: width, bottom: foot - builder.row - 4.0 };
        if !area.is_usable() {
            return self.frame.explain();
        }
        let domain = self.x.range.filter(|(low, high)| low < high).unwrap_or_else(|| nice_range(found.0, found.1));
        let x = Linear::new(domain, (area.left + pad, area.right - pad));
        let (ticks, labels) = builder.x_ticks(domain, area.width() - 2.0 * pad, self.x.number);
        for tick in &ticks.values {
            let at = crisp(x.px(*tick));
            let (from, to) = (Point::new(at, area.top), Point::new(at, area.bottom));
            builder.scene.segment(Role::Grid, from, to, 1.0, builder.colours.line);
        }
        let tick_labels: Vec<_> = ticks.values.iter().map(|tick| x.px(*tick)).zip(labels).collect();
        builder.x_axis(area, &tick_labels);
        if x.holds(0.0) {
            let at = crisp(x.px(0.0));
            let (from, to) = (Point::new(at, area.top), Point::new(at, area.bottom));
            builder.scene.segment(Role::Axis, from, to, 1.0, builder.colours.zero);
        }
        let mut hits = HitMap::over(area);
        hits.x = x;
        let pitch = area.height() / self.rows.len() as f64;
        for (k, row) in self.rows.iter().enumerate() {
            let top = area.top + pitch * k as f64;
            let middle = top + 0.5 * pitch;
            let label_height = line_height(name.size);
            let bars_height = BAR * row.spans.len() as f64;
            let mut bar_top = if narrow {
                let start = middle - 0.5 * (bars_height + label_height);
                let label = name.fit(&row.label, width);
                builder.scene.text(
                    Role::Label,
                    Point::new(0.0, start + 0.5 * label_height),
                    &label,
                    name,
                    Anchor::Start,
                );
                start + label_height
            } else {
                let label = name.fit(&row.label, area.left - 12.0);
                builder.scene.text(Role::Label, Point::new(area.left - 12.0, middle), &label, name, Anchor::End);
                middle - 0.5 * bars_height
            };
            let mut mark = Point::new(x.px_inside(0.0), middle);
            for span in &row.spans {
                let centre = bar_top + 0.5 * BAR;
                bar_top += BAR;
                if !drawable(span.from) || !drawable(span.to) {
                    continue;
                }
                let (from, to) = (x.px_inside(span.from), x.px_inside(span.to));
                let at = Point::new(from.min(to), centre - 0.5 * BAR + 0.5);
                let colour = builder.theme.colour(span.slot);
                // an effect of nothing still shows that it was looked at
                builder.scene.rect(Role::Bar, at, (from - to).abs().max(1.0), BAR - 1.0, colour);
                if let Some((low, high)) = span.whisker.filter(|(low, high)| drawable(*low) && drawable(*high)) {
                    let ends = (Point::new(x.px_inside(low), centre), Point::new(x.px_inside(high), centre));
                    builder.scene.segment(Role::Line, ends.0, ends.1, 1.5, builder.colours.ink);
                }
                let zero = x.px_inside(0.0);
                if (to - zero).abs() >= (mark.x - zero).abs() {
                    mark = Point::new(to, centre);
                }
            }
            hits.points.push(mark);
        }
        builder.finish(hits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Locale, Mark, Theme};

    fn bars(width: f64) -> Bars {
        let span = |to: f64, slot| Span { from: 0.0, to, whisker: Some((to - 1.0, to + 1.0)), slot };
        let row = |label: &str, low: f64, high: f64| Row {
            label: label.to_owned(),
            spans: vec![span(low, Slot::Policy(1)), span(high, Slot::Policy(0))],
        };
        let rows = vec![row("Causal share", -30.0, 40.0), row("Headroom", -4.0, 3.0), row("Nothing", 0.0, f64::NAN)];
        let frame = Frame {
            empty: "Nothing.".to_owned(),
            ..Frame::new(width, Bars::height(width, rows.len(), 2), Theme::Light, Locale::English)
        };
        let legend = vec![(Slot::Policy(1), "low".to_owned()), (Slot::Policy(0), "high".to_owned())];
        Bars { frame, rows, x: Axis::default(), legend }
    }

    #[test]
    fn bars_stay_in_the_frame_and_in_proportion() {
        for width in [320.0, 1000.0] {
            let chart = bars(width).chart();
            let rects: Vec<_> = chart.scene.of(Role::Bar).filter_map(Mark::bounds).collect();
            // a bar that is not a number has no mark
            assert_eq!(rects.len(), 5);
            let wide = |k: usize| rects[k].right - rects[k].left;
            assert!((wide(0) / wide(1) - 0.75).abs() < 0.02 && (wide(2) / wide(0) - 4.0 / 30.0).abs() < 0.02);
            for mark in &chart.scene.marks {
                let b = mark.bounds().unwrap();
                assert!(b.left >= -0.5 && b.right <= width + 0.5, "{mark:?}");
                assert!(b.top >= -0.5 && b.bottom <= chart.scene.height + 0.5, "{mark:?}");
            }
            // the longest bar of the first row ends at 40
            assert_eq!(chart.hits.points.len(), 3);
            assert!((chart.hits.points[0].x - chart.hits.x.px(40.0)).abs() < 1e-9);
        }
    }

    #[test]
    fn nothing_to_draw_says_so() {
        let mut empty = bars(400.0);
        empty.rows.clear();
        let chart = empty.chart();
        let said: Vec<_> = chart.scene.of(Role::Note).filter_map(Mark::text).collect();
        assert_eq!(said, ["Nothing."]);
    }
}
