//! A heat map: numbers in cells, tinted by their size on a scale with two ends that eyes without red or green keep apart.

use super::chart_builder::ChartBuilder;
use super::frame::{Area, Chart, Frame, Grid, HitMap, Swatch};
use super::scale::drawable;
use super::scene::{Anchor, Ink, Point, Role};
use super::theme::{Colour, Theme};

/// The strongest tint: numbers stay readable on it.
const STRONGEST: f64 = 0.52;

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Its number; without a place it has no tint.
    pub value: f64,
    /// The number as it is written.
    pub text: String,
}

/// A heat map.
#[derive(Clone, Debug, PartialEq)]
pub struct Heat {
    /// The frame.
    pub frame: Frame,
    /// What the cells hold, with its unit.
    pub title: String,
    /// Groups of columns, each with its number of columns; may be empty.
    pub groups: Vec<(String, usize)>,
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Names of the rows.
    pub rows: Vec<String>,
    /// Row by row.
    pub cells: Vec<Cell>,
    /// What the two ends of the scale mean: less, more.
    pub keys: [String; 2],
}

/// The ends of the scale: less, more.
fn ends(theme: Theme) -> [Colour; 2] {
    match theme {
        Theme::Light => [Colour::hex(0x00c7_6a00), Colour::hex(0x0053_2a9a)],
        Theme::Dark => [Colour::hex(0x00e0_8214), Colour::hex(0x009f_86e8)],
    }
}

/// The tint of a value where `largest` has the strongest one.
fn tint(theme: Theme, value: f64, largest: f64) -> Option<Colour> {
    let share = (value / largest).clamp(-1.0, 1.0);
    let [less, more] = ends(theme);
    let colour = if share < 0.0 { less } else { more };
    (largest > 0.0 && drawable(value) && value != 0.0).then(|| colour.alpha(STRONGEST * share.abs()))
}

impl Heat {
    /// The picture; an explanation where a number would not fit its cell.
    #[must_use]
    pub fn chart(&self) -> Chart {
        let (across, down) = (self.columns.len(), self.rows.len());
        if across == 0 || down == 0 || self.cells.len() != across * down {
            return self.frame.explain();
        }
        let mut builder = ChartBuilder::new(&self.frame);
        let width = builder.scene.width;
        let [less, more] = ends(builder.theme).map(|colour| colour.alpha(STRONGEST));
        let mut top = builder.head(&self.title) - 0.5 * builder.note.size;
        let legend: Vec<Swatch> = [less, more]
            .into_iter()
            .zip(&self.keys)
            .map(|(colour, text)| Swatch { colour, text: text.clone() })
            .collect();
        let bottom = builder.foot("", width, &legend, &self.frame.note) - 4.0;
        let ink = builder.note;
        let names = self.rows.iter().map(|name| ink.width(name)).fold(0.0, f64::max).min(0.34 * width);
        let left = names + 8.0;
        let headings = top;
        let room = (width - left) / across as f64 - 2.0;
        let names_of_columns = self.column_lines(&ink, room);
        let deepest = names_of_columns.iter().map(Vec::len).max().unwrap_or(1);
        let heads = deepest + usize::from(!self.groups.is_empty());
        top += heads as f64 * (builder.row + 2.0);
        let area = Area { left, top, right: width, bottom };
        let cell = (area.width() / across as f64, (area.height() / down as f64).min(56.0));
        let widest = self.cells.iter().map(|c| ink.width(&c.text)).fold(0.0, f64::max);
        if cell.0 < widest + 2.0 || cell.1 < builder.row {
            return self.frame.explain();
        }
        let mut first = 0;
        for (name, count) in &self.groups {
            let span = cell.0 * *count as f64;
            let middle = Point::new(left + cell.0 * first as f64 + 0.5 * span, headings + 0.5 * builder.row);
            let strong = Ink { weight: super::text::Weight::Strong, colour: builder.colours.ink, ..ink };
            builder.scene.text(Role::Tick, middle, &strong.fit(name, span - 4.0), strong, Anchor::Middle);
            first += count;
        }
        for (k, lines) in names_of_columns.iter().enumerate() {
            for (line, text) in lines.iter().rev().enumerate() {
                let y = top - 2.0 - (line as f64 + 0.5) * builder.row;
                let middle = Point::new(left + cell.0 * (k as f64 + 0.5), y);
                builder.scene.text(Role::Tick, middle, text, ink, Anchor::Middle);
            }
        }
        let largest = self.cells.iter().map(|c| c.value.abs()).filter(|x| drawable(*x)).fold(0.0, f64::max);
        let mut hits = HitMap::over(area);
        for (k, c) in self.cells.iter().enumerate() {
            let corner = Point::new(left + cell.0 * (k % across) as f64, top + cell.1 * (k / across) as f64);
            let middle = Point::new(corner.x + 0.5 * cell.0, corner.y + 0.5 * cell.1);
            let (w, h) = (cell.0 - 2.0, cell.1 - 2.0);
            let tint = tint(builder.theme, c.value, largest).unwrap_or_else(|| builder.colours.soft.alpha(0.6));
            builder.scene.rect(Role::Bar, Point::new(corner.x + 1.0, corner.y + 1.0), w, h, tint);
            let strong = Ink { colour: builder.colours.ink, ..ink };
            builder.scene.text(Role::Label, middle, &c.text, strong, Anchor::Middle);
            hits.points.push(middle);
        }
        for (k, name) in self.rows.iter().enumerate() {
            let middle = Point::new(0.0, top + cell.1 * (k as f64 + 0.5));
            builder.scene.text(Role::Tick, middle, &ink.fit(name, names), ink, Anchor::Start);
        }
        hits.grid = Some(Grid { columns: across, width: cell.0, height: cell.1 });
        builder.finish(hits)
    }

    /// Names of the columns in one or two lines each: a name of two words is not cut where it fits in two.
    fn column_lines(&self, ink: &Ink, room: f64) -> Vec<Vec<String>> {
        let lines = |name: &String| {
            let mut lines = ink.wrap(name, room);
            if lines.len() > 2 {
                lines = vec![name.clone()];
            }
            lines.iter().map(|line| ink.fit(line, room)).collect()
        };
        self.columns.iter().map(lines).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aftercast_numerics::math::pow;

    #[test]
    fn names_of_two_words_are_whole_in_narrow_columns() {
        let names = ["Ordinary", "Special needs"];
        let heat = Heat {
            frame: Frame::new(320.0, 300.0, Theme::Light, crate::Locale::English),
            title: "points".to_owned(),
            groups: vec![("High value".to_owned(), 2), ("Others".to_owned(), 2)],
            columns: names.iter().cycle().take(4).map(|&name| name.to_owned()).collect(),
            rows: vec!["Pregnancy".to_owned(); 2],
            cells: vec![Cell { value: 1.0, text: "+1".to_owned() }; 8],
            keys: ["less", "more"].map(str::to_owned),
        };
        let chart = heat.chart();
        let written: Vec<&str> = chart.scene.of(Role::Tick).filter_map(super::super::scene::Mark::text).collect();
        for word in ["Ordinary", "Special", "needs"] {
            assert_eq!(written.iter().filter(|text| text.trim() == word).count(), 2, "{word}: {written:?}");
        }
        assert_eq!(chart.hits.points.len(), 8);
    }

    fn luminance(rgb: [f64; 3]) -> f64 {
        let linear = |c: f64| if c <= 0.040_45 { c / 12.92 } else { pow((c + 0.055) / 1.055, 2.4) };
        0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2])
    }

    fn over(top: Colour, ground: Colour) -> [f64; 3] {
        let mix = |a: u8, b: u8| (top.alpha * f64::from(a) + (1.0 - top.alpha) * f64::from(b)) / 255.0;
        [mix(top.rgb.0, ground.rgb.0), mix(top.rgb.1, ground.rgb.1), mix(top.rgb.2, ground.rgb.2)]
    }

    #[test]
    fn numbers_can_be_read_on_every_tint_and_the_ends_differ_without_colour() {
        for theme in [Theme::Light, Theme::Dark] {
            let palette = theme.palette();
            let ink = luminance(over(palette.ink, palette.card));
            for value in [-1.0, -0.5, 0.5, 1.0] {
                let ground = luminance(over(tint(theme, value, 1.0).unwrap(), palette.card));
                let contrast = (ink.max(ground) + 0.05) / (ink.min(ground) + 0.05);
                assert!(contrast >= 4.5, "{theme:?} {value}: {contrast:.2}");
            }
            let [less, more] = ends(theme);
            // blue tells them apart for eyes without red or green receptors
            assert!(f64::from(more.rgb.2) - f64::from(less.rgb.2) > 120.0);
        }
        assert_eq!(tint(Theme::Light, 0.0, 1.0), None, "nothing has no tint");
        assert_eq!(tint(Theme::Light, f64::NAN, 1.0), None);
    }
}
