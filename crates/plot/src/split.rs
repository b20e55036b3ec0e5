//! The cost split: one stacked bar a policy, the parts in tints of its colour, on one common scale.

use super::chart_builder::ChartBuilder;
use super::frame::{Area, Chart, Frame, HitMap, Swatch};
use super::scale::{Linear, drawable};
use super::scene::{Anchor, Point, Role};
use super::theme::{Colour, Slot};

/// One policy of a split.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Whose bar it is.
    pub slot: Slot,
    /// The name above the bar.
    pub label: String,
    /// The sum, written out, at the right end.
    pub total: String,
    /// The parts in the order of their names; parts below zero or without a place are not drawn.
    pub parts: Vec<f64>,
}

/// A split chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// The frame.
    pub frame: Frame,
    /// The policies from top to bottom.
    pub rows: Vec<Row>,
    /// The names of the parts.
    pub parts: Vec<String>,
    /// What is split, with its unit.
    pub title: String,
}

/// Tints from strong to faint in the order of the parts, as far apart as their number allows.
fn tint(colour: Colour, part: usize, parts: usize) -> Colour {
    let share = part as f64 / parts.saturating_sub(1).max(1) as f64;
    colour.alpha(0.95 - 0.75 * share)
}

impl Row {
    fn drawn(&self) -> impl Iterator<Item = (usize, f64)> {
        self.parts.iter().copied().enumerate().filter(|(_, value)| drawable(*value) && *value > 0.0)
    }

    fn sum(&self) -> f64 {
        self.drawn().map(|(_, value)| value).sum()
    }
}

impl Split {
    /// The picture; an explanation where nothing is above zero. The points of its hit map are the middles of all parts, row
    /// by row, with places off the frame for parts that are not drawn.
    #[must_use]
    pub fn chart(&self) -> Chart {
        let largest = self.rows.iter().map(Row::sum).fold(0.0, f64::max);
        if largest <= 0.0 {
            return self.frame.explain();
        }
        let mut builder = ChartBuilder::new(&self.frame);
        let width = builder.scene.width;
        let top = builder.head(&self.title);
        let mut legend: Vec<Swatch> = self
            .parts
            .iter()
            .enumerate()
            .map(|(k, name)| Swatch { colour: tint(builder.colours.muted, k, self.parts.len()), text: name.clone() })
            .collect();
        // a low frame shows the bars; their names are then read off by hover and in the table
        if builder.legend_height(&legend) > 0.35 * builder.scene.height {
            legend.clear();
        }
        let bottom = builder.foot("", width, &legend, &self.frame.note) - 6.0;
        let area = Area { left: 0.0, top, right: width, bottom };
        let pitch = area.height() / self.rows.len() as f64;
        let name_row = builder.row + 2.0;
        if !area.is_usable() || pitch < name_row + 8.0 {
            return self.frame.explain();
        }
        let thick = (pitch - name_row - 8.0).clamp(6.0, 26.0);
        let pitch = pitch.min(name_row + thick + 16.0);
        let x = Linear::new((0.0, largest), (area.left, area.right));
        let mut hits = HitMap::over(area);
        for (k, row) in self.rows.iter().enumerate() {
            let y = area.top + pitch * k as f64;
            let ink = builder.label_of(row.slot);
            let total = ink.fit(&row.total, 0.5 * width);
            let name = ink.fit(&row.label, width - ink.width(&total) - 12.0);
            let middle = y + 0.5 * builder.row;
            builder.scene.text(Role::Label, Point::new(0.0, middle), &name, ink, Anchor::Start);
            builder.scene.text(Role::Label, Point::new(width, middle), &total, ink, Anchor::End);
            let mut done = 0.0;
            let mut middles = vec![Point::new(-1e3, -1e3); row.parts.len()];
            for (part, value) in row.drawn() {
                let (left, right) = (x.px(done), x.px(done + value));
                let at = Point::new(left, y + name_row);
                builder.scene.rect(
                    Role::Bar,
                    at,
                    (right - left - 1.0).max(0.5),
                    thick,
                    tint(ink.colour, part, row.parts.len()),
                );
                middles[part] = Point::new(0.5 * (left + right), y + name_row + 0.5 * thick);
                done += value;
            }
            hits.points.append(&mut middles);
        }
        hits.x = x;
        builder.finish(hits)
    }
}
