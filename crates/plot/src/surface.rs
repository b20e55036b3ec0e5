//! A value over two numbers: cells in shades of one colour, and the line along which it has a given value.

use super::chart_builder::ChartBuilder;
use super::format::NumberStyle;
use super::frame::{Area, Chart, Frame, HitMap, Swatch};
use super::scale::{drawable, extent};
use super::scene::{Anchor, Ink, Point, Role};
use super::theme::Slot;

/// A surface, seen from above.
#[derive(Clone, Debug, PartialEq)]
pub struct Surface {
    /// The frame.
    pub frame: Frame,
    /// What stands at the columns.
    pub across: Vec<String>,
    /// What stands at the rows, the lowest first.
    pub up: Vec<String>,
    /// Title of the columns.
    pub x_title: String,
    /// Title of the rows.
    pub y_title: String,
    /// Values row after row from the lowest; none where there is nothing.
    pub cells: Vec<Option<f64>>,
    /// How values are written.
    pub number: NumberStyle,
    /// The value along which a line runs, and what it is called.
    pub contour: Option<(f64, String)>,
}

/// Opacity of the smallest and the largest value.
const SHADES: (f64, f64) = (0.06, 0.85);

impl Surface {
    /// The picture; an explanation where no cell has a value. The points of its hit map are the cells in their order.
    #[must_use]
    pub fn chart(&self) -> Chart {
        let values: Vec<f64> = self.cells.iter().flatten().copied().filter(|v| drawable(*v)).collect();
        let (columns, rows) = (self.across.len(), self.up.len());
        let sound = columns > 0 && rows > 0 && self.cells.len() == columns * rows;
        let Some((low, high)) = extent(&values).filter(|_| sound) else { return self.frame.explain() };
        let mut builder = ChartBuilder::new(&self.frame);
        let width = builder.scene.width;
        let colour = builder.theme.colour(Slot::Policy(0));
        let share = |v: f64| if high > low { (v - low) / (high - low) } else { 0.5 };
        let shade = |v: f64| colour.alpha(SHADES.0 + (SHADES.1 - SHADES.0) * share(v));
        let mut legend: Vec<Swatch> =
            [low, high].map(|v| Swatch { colour: shade(v), text: self.number.text(v, None) }).to_vec();
        if let Some((_, name)) = &self.contour {
            legend.push(Swatch { colour: builder.colours.ink, text: name.clone() });
        }
        let top = builder.head(&self.y_title);
        let left = builder.y_room(&self.up);
        let right = width - 4.0;
        let bottom = builder.foot(&self.x_title, right, &legend, &self.frame.note) - builder.row - 4.0;
        let area = Area { left, top, right, bottom };
        if !area.is_usable() {
            return self.frame.explain();
        }
        let step = (area.width() / columns as f64, area.height() / rows as f64);
        let centre = |c: f64, r: f64| Point::new(area.left + (c + 0.5) * step.0, area.bottom - (r + 0.5) * step.1);
        let mut hits = HitMap::over(area);
        let ink = builder.note;
        let widest = values.iter().map(|v| ink.width(&self.number.text(*v, None))).fold(0.0, f64::max);
        let written = widest + 6.0 < step.0 && ink.size + 4.0 < step.1;
        for (k, cell) in self.cells.iter().enumerate() {
            let (c, r) = ((k % columns) as f64, (k / columns) as f64);
            let middle = centre(c, r);
            hits.points.push(middle);
            let corner = Point::new(middle.x - 0.5 * step.0, middle.y - 0.5 * step.1);
            if let Some(value) = cell.filter(|v| drawable(*v)) {
                builder.scene.rect(Role::Bar, corner, step.0 - 1.0, step.1 - 1.0, shade(value));
                if written {
                    // dark on light cells, the card's colour on dark ones
                    let on = if share(value) > 0.55 { builder.colours.card } else { builder.colours.ink };
                    let text = self.number.text(value, None);
                    builder.scene.text(Role::Label, middle, &text, Ink { colour: on, ..ink }, Anchor::Middle);
                }
            } else {
                let ground = builder.colours.soft;
                builder.scene.rect(Role::Bar, corner, step.0 - 1.0, step.1 - 1.0, ground);
            }
        }
        let every = (rows as f64 * builder.row / area.height()).ceil().max(1.0) as usize;
        for (r, label) in self.up.iter().enumerate().step_by(every) {
            let at = Point::new(area.left - 8.0, centre(0.0, r as f64).y);
            builder.scene.text(Role::Tick, at, label, ink, Anchor::End);
        }
        let labels: Vec<_> =
            self.across.iter().enumerate().map(|(c, label)| (centre(c as f64, 0.0).x, label.clone())).collect();
        builder.x_axis(area, &labels);
        if let Some((level, _)) = &self.contour {
            for (from, to) in self.contour_at(*level) {
                let (from, to) = (centre(from.0, from.1), centre(to.0, to.1));
                builder.scene.segment(Role::Line, from, to, 2.0 * builder.bold, builder.colours.ink);
            }
        }
        builder.finish(hits)
    }

    /// Pieces of the line of a value, in columns and rows between the centres of cells: marching squares, each cut into two
    /// triangles, so that no case is ambiguous.
    fn contour_at(&self, level: f64) -> Vec<((f64, f64), (f64, f64))> {
        let (columns, rows) = (self.across.len(), self.up.len());
        let mut pieces = Vec::new();
        for r in 0..rows.saturating_sub(1) {
            for c in 0..columns.saturating_sub(1) {
                let corner = |dc: usize, dr: usize| {
                    let value = self.cells[(r + dr) * columns + c + dc]?;
                    Some(((c + dc) as f64, (r + dr) as f64, value - level))
                };
                for triangle in [[(0, 0), (1, 0), (1, 1)], [(0, 0), (0, 1), (1, 1)]] {
                    let [Some(a), Some(b), Some(d)] = triangle.map(|(dc, dr)| corner(dc, dr)) else { continue };
                    let crossings: Vec<(f64, f64)> =
                        [(a, b), (b, d), (a, d)].into_iter().filter_map(|(from, to)| crossing(from, to)).collect();
                    if let [from, to] = crossings.as_slice() {
                        pieces.push((*from, *to));
                    }
                }
            }
        }
        pieces
    }
}

type Corner = (f64, f64, f64);

/// Where the value crosses zero between two corners.
fn crossing(from: Corner, to: Corner) -> Option<(f64, f64)> {
    ((from.2 < 0.0) != (to.2 < 0.0)).then(|| {
        let part = from.2 / (from.2 - to.2);
        (from.0 + part * (to.0 - from.0), from.1 + part * (to.1 - from.1))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Locale, Theme};

    fn plane(level: f64) -> Surface {
        let names = |n: usize| (0..n).map(|k| k.to_string()).collect::<Vec<_>>();
        Surface {
            frame: Frame::new(600.0, 400.0, Theme::Light, Locale::English),
            across: names(5),
            up: names(4),
            x_title: "across".to_owned(),
            y_title: "up".to_owned(),
            cells: (0..20).map(|k| Some(f64::from(k % 5) + 2.0 * f64::from(k / 5))).collect(),
            number: NumberStyle::default(),
            contour: Some((level, "goal".to_owned())),
        }
    }

    #[test]
    fn the_contour_of_a_plane_is_its_line() {
        let heat = plane(4.5);
        let pieces = heat.contour_at(4.5);
        assert!(pieces.len() > 4);
        for ((x, y), (u, v)) in pieces {
            assert!((x + 2.0 * y - 4.5).abs() < 1e-12 && (u + 2.0 * v - 4.5).abs() < 1e-12);
        }
        assert!(heat.contour_at(99.0).is_empty());
    }

    #[test]
    fn cells_fill_the_plot_and_can_be_read() {
        let mut heat = plane(4.5);
        heat.cells[7] = None;
        let chart = heat.chart();
        assert_eq!((chart.hits.points.len(), chart.scene.of(Role::Bar).count()), (20, 20));
        for mark in &chart.scene.marks {
            let b = mark.bounds().unwrap();
            assert!(b.left >= -1.5 && b.right <= 601.5 && b.top >= -1.5 && b.bottom <= 401.5, "{mark:?}");
        }
    }
}
