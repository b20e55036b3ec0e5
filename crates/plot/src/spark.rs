//! Small lines without words: a node of the chain over the months, or the goal over the range of a lever.

use super::chart_builder::ChartBuilder;
use super::frame::{Area, Chart, Frame, HitMap};
use super::scale::{Linear, drawable, extent};
use super::scene::{Point, Role, crisp};
use super::theme::Slot;

/// One line of a spark chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    /// Whose line it is.
    pub slot: Slot,
    /// Its values from left to right; values without a place leave a gap.
    pub values: Vec<f64>,
}

/// A spark chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Spark {
    /// The frame; its words are not shown, except the description for people who do not see it.
    pub frame: Frame,
    /// The lines; the first lies on top.
    pub traces: Vec<Trace>,
    /// The range of the vertical axis; without one the data choose.
    pub range: Option<(f64, f64)>,
    /// A hair line at this share of the width: where a lever stands now.
    pub position: Option<f64>,
    /// A line at zero where zero is in the range.
    pub zero_line: bool,
    /// A dot at the end of each line.
    pub end_dots: bool,
}

impl Spark {
    /// The lowest and highest value: the input of a stable range.
    #[must_use]
    pub fn extent(&self) -> Option<(f64, f64)> {
        extent(self.traces.iter().flat_map(|trace| &trace.values))
    }

    /// The picture; a quiet rule across the middle where there is no line to draw.
    #[must_use]
    pub fn chart(&self) -> Chart {
        let mut builder = ChartBuilder::new(&self.frame);
        let (width, height) = (builder.scene.width, builder.scene.height);
        let pad: f64 = if self.end_dots { 4.0 } else { 2.0 };
        let area =
            Area { left: 2.0, top: pad.min(0.3 * height), right: width - pad, bottom: height - pad.min(0.3 * height) };
        let most = self.traces.iter().map(|trace| trace.values.len()).max().unwrap_or(0);
        let Some(found) = self.extent().filter(|_| most > 1) else {
            let middle = crisp(0.5 * height);
            let (from, to) = (Point::new(area.left, middle), Point::new(area.right, middle));
            builder.scene.segment(Role::Grid, from, to, 1.0, builder.colours.line);
            return builder.finish(HitMap::over(area));
        };
        let range = self.range.filter(|(low, high)| low < high && drawable(*low) && drawable(*high));
        let y = Linear::new(range.unwrap_or(found), (area.bottom, area.top));
        let x = Linear::new((0.0, (most - 1) as f64), (area.left, area.right));
        if self.zero_line {
            builder.zero_line(area, &y);
        }
        if let Some(share) = self.position.filter(|share| share.is_finite()) {
            let px = crisp(area.left + share.clamp(0.0, 1.0) * (area.width() - 1.0));
            builder.scene.segment(Role::Axis, Point::new(px, 0.0), Point::new(px, height), 1.0, builder.colours.zero);
        }
        for trace in self.traces.iter().rev() {
            let colour = builder.theme.colour(trace.slot);
            let stroke = 0.75 * trace.slot.line_width();
            let mut run = Vec::new();
            for (k, value) in trace.values.iter().enumerate() {
                if drawable(*value) {
                    run.push(Point::new(x.px(k as f64), y.px_inside(*value)));
                } else {
                    builder.scene.line(Role::Line, std::mem::take(&mut run), stroke, trace.slot.dash(), colour);
                }
            }
            let end = run.last().copied();
            builder.scene.line(Role::Line, run, stroke, trace.slot.dash(), colour);
            if let Some(end) = end.filter(|_| self.end_dots && trace.slot != Slot::Today) {
                builder.scene.circle(Role::Dot, end, 2.5, colour);
            }
        }
        let mut hits = HitMap::over(area);
        hits.x = x;
        hits.y = y;
        hits.stops = (0..most).map(|k| x.px(k as f64)).collect();
        builder.finish(hits)
    }
}
