//! What all charts share: the sheet with its words, the plot area, axes, legend, and the map from pixels back to data.

use super::format::{Locale, NumberStyle};
use super::scale::{Linear, Ticks, nice_ticks};
use super::scene::{Anchor, Bounds, Ink, Mark, Point, Role, Scene, crisp};
use super::text::{Weight, line_height, wrap};
use super::theme::{Colour, Palette, Slot, Theme};

/// The sheet a chart is drawn on and the words that belong to any chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Width in CSS pixels.
    pub width: f64,
    /// Height in CSS pixels.
    pub height: f64,
    /// Light or dark.
    pub theme: Theme,
    /// Whose habits numbers follow.
    pub locale: Locale,
    /// Size of ticks and notes in pixels, 12 on a page, more for a projector; labels are one pixel larger.
    pub text_size: f64,
    /// Fill the sheet with the colour of a card; a page may rather let its own card shine through.
    pub filled: bool,
    /// The picture in one sentence, for people who do not see it.
    pub description: String,
    /// A remark below, for instance the number of draws. May be empty.
    pub note: String,
    /// What to say where there is nothing to draw.
    pub empty: String,
}

impl Frame {
    /// A sheet without words, at the text size of a page.
    #[must_use]
    pub const fn new(width: f64, height: f64, theme: Theme, locale: Locale) -> Self {
        Self {
            width,
            height,
            theme,
            locale,
            text_size: 12.0,
            filled: true,
            description: String::new(),
            note: String::new(),
            empty: String::new(),
        }
    }

    /// The chart that says why there is nothing to see.
    #[must_use]
    pub fn explain(&self) -> Chart {
        let mut sheet = Sheet::new(self);
        let (width, height) = (sheet.scene.width, sheet.scene.height);
        let row = line_height(sheet.note.size);
        let lines = wrap(&self.empty, sheet.note.size, sheet.note.weight, width - 16.0);
        let most = ((height / row).floor() as usize).max(1);
        let first = 0.5 * (height - row * (lines.len().min(most) as f64 - 1.0));
        for (k, line) in lines.iter().take(most).enumerate() {
            let at = Point::new(0.5 * width, first + row * k as f64);
            sheet.scene.text(Role::Note, at, line, sheet.note, Anchor::Middle);
        }
        let area = Area { left: 0.0, top: 0.0, right: width, bottom: height };
        sheet.finish(HitMap::over(area))
    }
}

/// An axis of numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Axis {
    /// What is measured, with its unit. May be empty.
    pub title: String,
    /// How its ticks are written.
    pub number: NumberStyle,
    /// The range to show, for instance from a [`StableRange`](super::StableRange); without one the data choose.
    pub range: Option<(f64, f64)>,
}

/// The rectangle in which data are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Left edge.
    pub left: f64,
    /// Top edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Bottom edge.
    pub bottom: f64,
}

impl Area {
    /// From left to right.
    #[must_use]
    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    /// From top to bottom.
    #[must_use]
    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    /// Whether there is room to draw anything that can be read.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        self.width() >= 60.0 && self.height() >= 30.0
    }
}

/// From pixels back to data: what hover, keyboard and a draggable threshold ask.
#[derive(Clone, Debug, PartialEq)]
pub struct HitMap {
    /// Where data are drawn.
    pub area: Area,
    /// The horizontal scale.
    pub x: Linear,
    /// The vertical scale.
    pub y: Linear,
    /// Pixels of the places that can be read off, rising: months of a fan chart, bins of a histogram.
    pub stops: Vec<f64>,
    /// Places of single marks in the order of their data: the dots of a dot plot.
    pub points: Vec<Point>,
}

impl HitMap {
    /// A map on which nothing can be read off.
    #[must_use]
    pub fn over(area: Area) -> Self {
        let x = Linear::new((0.0, 1.0), (area.left, area.right));
        let y = Linear::new((0.0, 1.0), (area.bottom, area.top));
        Self { area, x, y, stops: Vec::new(), points: Vec::new() }
    }

    /// The index of the stop nearest to a pixel, if the pixel is over the data.
    #[must_use]
    pub fn readout(&self, x: f64) -> Option<usize> {
        let slack = 8.0;
        if !(x >= self.area.left - slack && x <= self.area.right + slack) {
            return None;
        }
        nearest(self.stops.iter().map(|stop| (stop - x).abs()))
    }

    /// The pixel of a stop.
    #[must_use]
    pub fn stop(&self, index: usize) -> Option<f64> {
        self.stops.get(index).copied()
    }

    /// The index of the single mark nearest to a place, if one is within `reach` pixels.
    #[must_use]
    pub fn mark_at(&self, x: f64, y: f64, reach: f64) -> Option<usize> {
        let square = |p: &Point| (p.x - x) * (p.x - x) + (p.y - y) * (p.y - y);
        nearest(self.points.iter().map(square)).filter(|k| square(&self.points[*k]) <= reach * reach)
    }

    /// The value at a pixel, held to the axis: what a dragged threshold becomes.
    #[must_use]
    pub fn value_at(&self, x: f64) -> f64 {
        self.x.value(x.clamp(self.area.left, self.area.right))
    }
}

fn nearest(distances: impl Iterator<Item = f64>) -> Option<usize> {
    distances.enumerate().min_by(|a, b| a.1.total_cmp(&b.1)).map(|(k, _)| k)
}

/// A picture and the way back from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// What to draw.
    pub scene: Scene,
    /// What lies where.
    pub hits: HitMap,
}

/// An entry of a legend.
#[derive(Clone, Debug, PartialEq)]
pub struct Swatch {
    /// The colour shown.
    pub colour: Colour,
    /// What it means.
    pub text: String,
}

/// A chart under construction.
pub(super) struct Sheet {
    pub(super) scene: Scene,
    pub(super) theme: Theme,
    pub(super) colours: &'static Palette,
    /// Ticks, titles, notes.
    pub(super) note: Ink,
    /// Names of series.
    pub(super) label: Ink,
    /// The height of a line of notes.
    pub(super) row: f64,
}

impl Sheet {
    pub(super) fn new(frame: &Frame) -> Self {
        // a page that is not laid out yet reports odd sizes
        let sane = |length: f64, least: f64| if length.is_finite() { length.clamp(least, 16_384.0) } else { least };
        let colours = frame.theme.palette();
        let size = sane(frame.text_size, 6.0).min(96.0);
        let scene = Scene {
            width: sane(frame.width, 16.0),
            height: sane(frame.height, 8.0),
            background: frame.filled.then_some(colours.card),
            description: frame.description.clone(),
            language: frame.locale.tag(),
            marks: Vec::new(),
        };
        let note = Ink { size, weight: Weight::Regular, colour: colours.muted };
        let label = Ink { size: size + 1.0, weight: Weight::Strong, colour: colours.ink };
        Self { scene, theme: frame.theme, colours, note, label, row: line_height(size) }
    }

    pub(super) fn finish(self, hits: HitMap) -> Chart {
        Chart { scene: self.scene, hits }
    }

    pub(super) fn label_of(&self, slot: Slot) -> Ink {
        Ink { colour: self.theme.colour(slot), ..self.label }
    }

    /// Whether the sheet is so low that words must give way to data.
    fn is_low(&self) -> bool {
        self.scene.height < 13.0 * self.row
    }

    /// The vertical axis title in lines across the top; returns where the plot may begin.
    pub(super) fn head(&mut self, title: &str) -> f64 {
        let lines = wrap(title, self.note.size, self.note.weight, self.scene.width);
        let rows = lines.len().min(if self.is_low() { 1 } else { 2 });
        for (k, line) in lines.iter().take(rows).enumerate() {
            // what is left out shows as an ellipsis
            let line = if k + 1 == rows { lines[k..].join(" ") } else { line.clone() };
            let line = self.note.fit(&line, self.scene.width);
            let at = Point::new(0.0, self.row * (k as f64 + 0.5));
            self.scene.text(Role::Title, at, &line, self.note, Anchor::Start);
        }
        let rows = rows as f64;
        // the topmost tick label stands half above the plot
        self.row * rows + self.note.size
    }

    /// Horizontal axis title, legend and note, from the bottom up; returns where the tick labels must end.
    pub(super) fn foot(&mut self, x_title: &str, right: f64, legend: &[Swatch], note: &str) -> f64 {
        let full = self.scene.width;
        let ink = self.note;
        let mut bottom = self.scene.height;
        let mut lines = wrap(note, ink.size, ink.weight, full);
        lines.truncate(if self.is_low() { 1 } else { 3 });
        for line in lines.iter().rev() {
            self.scene.text(Role::Note, Point::new(0.0, bottom - 0.5 * self.row), line, ink, Anchor::Start);
            bottom -= self.row;
        }
        if !lines.is_empty() {
            bottom -= 0.25 * ink.size;
        }
        let title = ink.fit(x_title, full);
        let rows = self.legend_rows(legend);
        let taken = ink.width(&title);
        let last_row =
            rows.last().map_or(0.0, |row| row.iter().map(|(x, swatch)| x + self.entry(swatch)).fold(0.0, f64::max));
        // the title shares the only row of the legend where both fit
        let shared = rows.len() == 1 && !title.is_empty() && last_row + 24.0 <= right - taken;
        for row in rows.into_iter().rev() {
            let middle = bottom - 0.5 * self.row;
            for (x, swatch) in row {
                self.swatch(Point::new(x, middle), &swatch);
            }
            bottom -= self.row + 2.0;
        }
        if !title.is_empty() {
            if shared {
                let at = Point::new(right, bottom + 2.0 + 0.5 * self.row);
                self.scene.text(Role::Title, at, &title, ink, Anchor::End);
            } else {
                let at = Point::new(right.max(taken), bottom - 0.5 * self.row);
                self.scene.text(Role::Title, at, &title, ink, Anchor::End);
                bottom -= self.row;
            }
        }
        bottom - 2.0
    }

    /// The width of a legend entry.
    fn entry(&self, swatch: &Swatch) -> f64 {
        self.note.size + 6.0 + self.note.width(&swatch.text)
    }

    fn legend_rows(&self, legend: &[Swatch]) -> Vec<Vec<(f64, Swatch)>> {
        let mut rows: Vec<Vec<(f64, Swatch)>> = Vec::new();
        let mut x = f64::INFINITY;
        for swatch in legend {
            let room = self.scene.width - self.note.size - 6.0;
            let swatch = Swatch { colour: swatch.colour, text: self.note.fit(&swatch.text, room) };
            if x + self.entry(&swatch) > self.scene.width {
                rows.push(Vec::new());
                x = 0.0;
            }
            let next = x + self.entry(&swatch) + 14.0;
            if let Some(row) = rows.last_mut() {
                row.push((x, swatch));
            }
            x = next;
        }
        rows
    }

    fn swatch(&mut self, at: Point, swatch: &Swatch) {
        let size = self.note.size;
        let corner = Point::new(at.x, (at.y - 0.42 * size).round());
        self.scene.rect(Role::Legend, corner, size, (0.84 * size).round(), swatch.colour);
        let ink = self.note;
        self.scene.text(Role::Legend, Point::new(at.x + size + 6.0, at.y), &swatch.text, ink, Anchor::Start);
    }

    /// How many steps a vertical axis of this height carries.
    pub(super) fn y_parts(&self, height: f64) -> usize {
        ((height / (2.4 * self.row)) as usize).clamp(3, 8)
    }

    /// As many ticks along a horizontal axis as their labels leave air between.
    pub(super) fn x_ticks(&self, domain: (f64, f64), across: f64, number: NumberStyle) -> (Ticks, Vec<String>) {
        let mut parts = 10;
        loop {
            let ticks = nice_ticks(domain.0, domain.1, parts);
            let labels = number.ticks(&ticks.values, ticks.step);
            let widest = labels.iter().map(|label| self.note.width(label)).fold(0.0, f64::max);
            let pitch = across * ticks.step / (domain.1 - domain.0).abs();
            if parts <= 2 || pitch >= widest + 1.5 * self.note.size {
                return (ticks, labels);
            }
            parts -= 1;
        }
    }

    /// The room that labels of a vertical axis take, with their gap to the plot.
    pub(super) fn y_room(&self, labels: &[String]) -> f64 {
        labels.iter().map(|label| self.note.width(label)).fold(0.0, f64::max).ceil() + 8.0
    }

    /// Horizontal grid lines with their labels.
    pub(super) fn y_axis(&mut self, area: Area, y: &Linear, ticks: &Ticks, labels: &[String]) {
        for (value, label) in ticks.values.iter().zip(labels) {
            let middle = crisp(y.px(*value).clamp(area.top, area.bottom - 1.0));
            let (from, to) = (Point::new(area.left, middle), Point::new(area.right, middle));
            self.scene.segment(Role::Grid, from, to, 1.0, self.colours.line);
            let at = Point::new(area.left - 8.0, middle);
            let ink = self.note;
            self.scene.text(Role::Tick, at, label, ink, Anchor::End);
        }
    }

    /// Labels below the plot, each centred on its pixel, moved inside the sheet at the ends, left out where they would
    /// touch. The last label counts more than the one before it.
    pub(super) fn x_axis(&mut self, area: Area, labels: &[(f64, String)]) {
        let middle = area.bottom + 4.0 + 0.5 * self.row;
        let ink = self.note;
        let mut kept: Vec<(f64, f64, &String)> = Vec::new();
        for (k, (px, label)) in labels.iter().enumerate() {
            let half = 0.5 * ink.width(label);
            let centre = px.max(half).min(self.scene.width - half);
            let clear = |kept: &[(f64, f64, &String)]| kept.last().is_none_or(|last| last.1 + 8.0 <= centre - half);
            if k + 1 == labels.len() && kept.len() > 1 && !clear(&kept) {
                kept.pop();
            }
            if clear(&kept) {
                kept.push((centre, centre + half, label));
            }
        }
        for (centre, _, label) in kept {
            self.scene.text(Role::Tick, Point::new(centre, middle), label, ink, Anchor::Middle);
        }
    }

    /// A line across the plot at zero, where zero is on the axis.
    pub(super) fn zero_line(&mut self, area: Area, y: &Linear) {
        if y.holds(0.0) {
            let middle = crisp(y.px(0.0).clamp(area.top, area.bottom - 1.0));
            let (from, to) = (Point::new(area.left, middle), Point::new(area.right, middle));
            self.scene.segment(Role::Axis, from, to, 1.0, self.colours.zero);
        }
    }

    /// A line along the bottom of the plot.
    pub(super) fn base_line(&mut self, area: Area) {
        let middle = crisp(area.bottom);
        let (from, to) = (Point::new(area.left, middle), Point::new(area.right, middle));
        self.scene.segment(Role::Axis, from, to, 1.0, self.colours.line);
    }

    /// A text on a patch of the card's colour, readable above lines.
    pub(super) fn plated(&mut self, at: Point, text: &str, ink: Ink, anchor: Anchor) {
        let plate = Mark {
            role: Role::Plate,
            shape: super::scene::Shape::Text { at, text: text.to_owned(), size: ink.size, weight: ink.weight, anchor },
            colour: ink.colour,
        };
        if let Some(Bounds { left, top, right, bottom }) = plate.bounds() {
            let corner = Point::new(left - 3.0, top - 2.0);
            let ground = self.colours.card.alpha(0.82);
            self.scene.rect(Role::Plate, corner, right - left + 6.0, bottom - top + 4.0, ground);
        }
        self.scene.text(Role::Label, at, text, ink, anchor);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(width: f64, height: f64) -> Frame {
        let empty = "Nothing to show yet: fewer than two draws are done.".to_owned();
        Frame { empty, ..Frame::new(width, height, Theme::Light, Locale::English) }
    }

    #[test]
    fn an_empty_chart_says_why() {
        let chart = frame(320.0, 200.0).explain();
        let said: Vec<_> = chart.scene.of(Role::Note).filter_map(Mark::text).collect();
        assert_eq!(said.join(" "), "Nothing to show yet: fewer than two draws are done.");
        assert_eq!(chart.hits.readout(100.0), None);
        for (width, height) in [(0.0, 0.0), (f64::NAN, -3.0), (1e9, f64::INFINITY)] {
            let chart = frame(width, height).explain();
            assert!(chart.scene.width.is_finite() && chart.scene.height >= 8.0);
        }
    }

    #[test]
    fn pixels_lead_back_to_data() {
        let area = Area { left: 10.0, top: 0.0, right: 110.0, bottom: 50.0 };
        let mut hits = HitMap::over(area);
        hits.stops = vec![10.0, 60.0, 110.0];
        hits.points = vec![Point::new(20.0, 20.0), Point::new(40.0, 20.0)];
        assert_eq!((hits.readout(12.0), hits.readout(84.0), hits.readout(86.0)), (Some(0), Some(1), Some(2)));
        assert_eq!((hits.readout(0.0), hits.readout(f64::NAN)), (None, None));
        assert_eq!((hits.mark_at(38.0, 20.0, 5.0), hits.mark_at(30.0, 40.0, 5.0)), (Some(1), None));
        assert_eq!((hits.value_at(60.0), hits.value_at(500.0)), (0.5, 1.0));
    }
}
