//! A waterfall lying on its side: from one sum to another, one bar a step, each beginning where the one before ended.

use super::chart_builder::ChartBuilder;
use super::frame::{Area, Chart, Frame, Grid, HitMap, Swatch};
use super::scale::{Linear, drawable};
use super::scene::{Anchor, Point, Role, crisp};
use super::theme::Slot;

/// A bar of a waterfall.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    /// Whose sum it is; none for a step.
    pub slot: Option<Slot>,
    /// Its name at the left.
    pub label: String,
    /// Its amount at the right, written out with its sign.
    pub value: String,
    /// Where it begins.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
}

/// A waterfall chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Waterfall {
    /// The frame.
    pub frame: Frame,
    /// What is measured, with its unit.
    pub title: String,
    /// What the two tints of steps mean: what adds, what takes.
    pub keys: [String; 2],
    /// From top to bottom.
    pub bars: Vec<Bar>,
}

impl Waterfall {
    /// The picture; an explanation where there is no room or nothing to draw.
    #[must_use]
    pub fn chart(&self) -> Chart {
        let ends = || self.bars.iter().flat_map(|bar| [bar.from, bar.to]);
        let (low, high) = ends().filter(|x| drawable(*x)).fold((0.0_f64, 0.0_f64), |(l, h), x| (l.min(x), h.max(x)));
        if low == high || ends().any(|x| !drawable(x)) {
            return self.frame.explain();
        }
        let mut builder = ChartBuilder::new(&self.frame);
        let width = builder.scene.width;
        let (adds, takes) = (builder.colours.muted.alpha(0.85), builder.colours.muted.alpha(0.4));
        let top = builder.head(&self.title) - 0.5 * builder.note.size;
        let legend: Vec<Swatch> = [adds, takes]
            .into_iter()
            .zip(&self.keys)
            .map(|(colour, text)| Swatch { colour, text: text.clone() })
            .collect();
        let bottom = builder.foot("", width, &legend, &self.frame.note) - 4.0;
        let widest =
            |of: &dyn Fn(&Bar) -> &String| self.bars.iter().map(|bar| builder.label.width(of(bar))).fold(0.0, f64::max);
        let names = widest(&|bar| &bar.label).min(0.4 * width);
        let values = widest(&|bar| &bar.value).min(0.3 * width);
        let area = Area { left: names + 10.0, top, right: width - values - 10.0, bottom };
        let pitch = area.height() / self.bars.len() as f64;
        if area.width() < 60.0 || pitch < builder.row {
            return self.frame.explain();
        }
        let x = Linear::new((low, high), (area.left, area.right));
        let zero = crisp(x.px(0.0).min(area.right - 0.5));
        let (from, to) = (Point::new(zero, area.top), Point::new(zero, area.bottom));
        builder.scene.segment(Role::Axis, from, to, 1.0, builder.colours.zero);
        let thick = (0.62 * pitch).min(22.0);
        let mut hits = HitMap::over(area);
        for (k, bar) in self.bars.iter().enumerate() {
            let middle = area.top + pitch * (k as f64 + 0.5);
            let (a, b) = (x.px(bar.from), x.px(bar.to));
            let colour = match bar.slot {
                Some(slot) => builder.theme.colour(slot),
                None if bar.to >= bar.from => adds,
                None => takes,
            };
            let corner = Point::new(a.min(b), middle - 0.5 * thick);
            // what is next to nothing is still seen
            builder.scene.rect(Role::Bar, corner, (a - b).abs().max(1.0), thick, colour);
            if k + 1 < self.bars.len() {
                let (up, down) =
                    (Point::new(crisp(b), middle + 0.5 * thick), Point::new(crisp(b), middle + pitch - 0.5 * thick));
                builder.scene.segment(Role::Grid, up, down, 1.0, builder.colours.zero);
            }
            let strong = bar.slot.map_or(builder.note, |slot| builder.label_of(slot));
            let name = strong.fit(&bar.label, names);
            builder.scene.text(Role::Label, Point::new(0.0, middle), &name, strong, Anchor::Start);
            let value = strong.fit(&bar.value, values);
            builder.scene.text(Role::Label, Point::new(width, middle), &value, strong, Anchor::End);
            hits.points.push(Point::new(0.5 * width, middle));
        }
        hits.x = x;
        hits.grid = Some(Grid { columns: 1, width, height: pitch });
        builder.finish(hits)
    }
}
