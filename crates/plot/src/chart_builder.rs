//! What all charts draw alike: titles, axes, zero line, legend, notes.

use super::format::NumberStyle;
use super::frame::{Area, Chart, Frame, HitMap, Swatch};
use super::scale::{Linear, Ticks, nice_ticks};
use super::scene::{Anchor, Bounds, Ink, Mark, Point, Role, Scene, Shape, crisp};
use super::text::{Weight, line_height, wrap};
use super::theme::{Colour, Palette, Slot, Theme};

/// A chart under construction.
pub(super) struct ChartBuilder {
    pub(super) scene: Scene,
    pub(super) theme: Theme,
    pub(super) colours: &'static Palette,
    /// Ticks, titles, notes.
    pub(super) note: Ink,
    /// Names of series.
    pub(super) label: Ink,
    /// The height of a line of notes.
    pub(super) row: f64,
    /// How much thicker than on a page lines are drawn.
    pub(super) bold: f64,
}

impl ChartBuilder {
    /// A dot; where the axes do not hold its value, at their edge an arrow head towards it (`sides` as of [`Linear::side_of`]).
    pub(super) fn mark(&mut self, at: Point, sides: (f64, f64), size: f64, colour: Colour) {
        let length = sides.0.hypot(sides.1);
        if length == 0.0 {
            return self.scene.circle(Role::Dot, at, size, colour);
        }
        let (x, y) = (sides.0 / length * size, sides.1 / length * size);
        let base = Point::new(at.x - 2.0 * x, at.y - 2.0 * y);
        let outline = vec![at, Point::new(base.x - y, base.y + x), Point::new(base.x + y, base.y - x)];
        self.scene.polygon(Role::Dot, outline, colour);
    }

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
        Self {
            scene,
            theme: frame.theme,
            colours,
            note,
            label,
            row: line_height(size),
            bold: (size / 12.0).clamp(1.0, 3.0),
        }
    }

    pub(super) fn finish(self, hits: HitMap) -> Chart {
        Chart { scene: self.scene, hits }
    }

    pub(super) fn label_of(&self, slot: Slot) -> Ink {
        Ink { colour: self.theme.colour(slot), ..self.label }
    }

    /// Whether the frame is so low that words must give way to data.
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

    /// The height that a legend takes.
    pub(super) fn legend_height(&self, legend: &[Swatch]) -> f64 {
        (self.row + 2.0) * self.legend_rows(legend).len() as f64
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
        ((height / (1.75 * self.row)) as usize).clamp(3, 6)
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

    /// Labels below the plot, each centred on its pixel, moved inside the frame at the ends, left out where they would
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
            shape: Shape::Text { at, text: text.to_owned(), size: ink.size, weight: ink.weight, anchor },
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
