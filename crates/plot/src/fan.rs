//! The fan chart: how a quantity may move month by month, with bands of probability and direct labels.

use super::chart_builder::ChartBuilder;
use super::format::NumberStyle;
use super::frame::{Area, Axis, Chart, Frame, HitMap, Swatch};
use super::label_layout::stack_labels;
use super::scale::{Linear, drawable, extent, month_ticks, nice_range, nice_ticks};
use super::scene::{Anchor, Ink, Point, Role, crisp};
use super::theme::Slot;

/// The range that holds a share of all futures in each month.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Band {
    /// The lower end by month.
    pub low: Vec<f64>,
    /// The upper end by month.
    pub high: Vec<f64>,
}

/// One policy in a fan chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Whose line it is.
    pub slot: Slot,
    /// The label at the right end, with its value.
    pub label: String,
    /// The label where room is scarce.
    pub short: String,
    /// The middle future by month.
    pub median: Vec<f64>,
    /// Bands from the widest (95 %) by way of 80 % to the narrowest (50 %). May be empty.
    pub bands: Vec<Band>,
    /// Some single futures, each by month. May be empty.
    pub paths: Vec<Vec<f64>>,
    /// Where it stands in all, what comes after the last month included: a dot behind the plot, to which a dotted line leads.
    pub end: Option<f64>,
    /// Whether the bands fan out over all months; without it they stand as bars beside the last month only, so that the
    /// fans of several policies need not cover each other.
    pub fanned: bool,
}

/// A fan chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Fan {
    /// The frame.
    pub frame: Frame,
    /// The policies; the first lies on top.
    pub series: Vec<Series>,
    /// The vertical axis.
    pub y: Axis,
    /// What months are called: beside the last month, or below the axis.
    pub x_title: String,
    /// The number of the first month, 0 or 1.
    pub first_month: usize,
    /// Whether zero must be on the axis: it must for a gain, it need not for satisfaction.
    pub with_zero: bool,
    /// What zero means, as a label at its line. May be empty.
    pub zero_label: String,
    /// Names of the bands, from the widest to the narrowest.
    pub band_names: Vec<String>,
    /// What is added behind the last month, above the dots of the ends. May be empty.
    pub end_title: String,
}

impl Series {
    fn is_drawable(&self) -> bool {
        self.median.len() > 1 && self.median.iter().all(|value| drawable(*value))
    }

    /// The bands with a finite value for every month of the median.
    fn sound_bands(&self) -> impl Iterator<Item = (usize, &Band)> {
        let sound = |side: &Vec<f64>| side.len() == self.median.len() && side.iter().all(|value| drawable(*value));
        self.bands.iter().enumerate().filter(move |(_, band)| sound(&band.low) && sound(&band.high))
    }

    /// Whether its bands stand as a bar beside the last month.
    fn has_end_bar(&self) -> bool {
        !self.fanned && self.sound_bands().next().is_some()
    }

    /// Where it stands in all.
    fn sound_end(&self) -> Option<f64> {
        self.end.filter(|end| drawable(*end))
    }

    fn sound_paths(&self) -> impl Iterator<Item = &Vec<f64>> {
        let months = self.median.len();
        self.paths.iter().filter(move |path| path.len() == months && path.iter().all(|value| drawable(*value)))
    }
}

impl Fan {
    /// The lowest and highest value that the chart has to hold: the input of a stable range.
    #[must_use]
    pub fn extent(&self) -> Option<(f64, f64)> {
        let sound = || self.series.iter().filter(|series| series.is_drawable());
        let medians = sound().flat_map(|series| &series.median);
        let bands = sound().flat_map(|series| {
            let from = if series.fanned { 0 } else { series.median.len() - 1 };
            series.sound_bands().flat_map(move |(_, band)| band.low[from..].iter().chain(&band.high[from..]))
        });
        let paths = sound().flat_map(|series| series.sound_paths().flatten());
        let ends = sound().filter_map(Series::sound_end);
        let zero = self.with_zero.then_some(&0.0);
        let values: Vec<_> = medians.chain(bands).chain(paths).copied().chain(ends).collect();
        if values.is_empty() { None } else { extent(values.iter().chain(zero)) }
    }

    /// The picture; an explanation where no series has two months of finite values.
    #[must_use]
    pub fn chart(&self) -> Chart {
        let Some(found) = self.extent() else { return self.frame.explain() };
        let series: Vec<&Series> = self.series.iter().filter(|series| series.is_drawable()).collect();
        let months = series.iter().map(|series| series.median.len()).max().unwrap_or(0);
        let mut builder = ChartBuilder::new(&self.frame);
        let top = builder.head(&self.y.title);
        let parts = builder.y_parts(builder.scene.height - top - 5.0 * builder.row);
        let range = self.y.range.filter(|(low, high)| low < high && drawable(*low) && drawable(*high));
        let domain = range.unwrap_or_else(|| nice_range(found.0, found.1));
        let ticks = nice_ticks(domain.0, domain.1, parts);
        let y_labels = NumberStyle { signed: false, ..self.y.number }.ticks(&ticks.values, ticks.step);
        let margin = self.margin(&builder, &series);
        let left = builder.y_room(&y_labels);
        let right = (builder.scene.width - margin.all()).floor();
        let legend = self.legend(&builder, &series);
        // "36 month": beside the last tick where there is room, which there mostly is under the labels
        let beside = right + builder.note.width("000") * 0.5 + 6.0;
        let fits = beside + builder.note.width(&self.x_title) <= builder.scene.width;
        let below = if fits { "" } else { &self.x_title };
        let bottom = builder.foot(below, right, &legend, &self.frame.note) - builder.row - 4.0;
        let area = Area { left, top, right, bottom };
        if !area.is_usable() {
            return self.frame.explain();
        }
        let y = Linear::new(domain, (area.bottom, area.top));
        let x = Linear::new((0.0, (months - 1) as f64), (area.left, area.right));

        builder.y_axis(area, &y, &ticks, &y_labels);
        builder.x_axis(area, &self.month_labels(&builder, months, &x));
        if fits {
            let (at, ink) = (Point::new(beside, area.bottom + 4.0 + 0.5 * builder.row), builder.note);
            builder.scene.text(Role::Title, at, &self.x_title, ink, Anchor::Start);
        }
        draw_bands(&mut builder, &series, &x, &y);
        draw_paths(&mut builder, &series, &x, &y);
        builder.zero_line(area, &y);
        draw_lines(&mut builder, &series, &x, &y);
        draw_end_bars(&mut builder, &series, area, &y, &margin);
        self.draw_ends(&mut builder, &series, area, &y, &margin);
        self.draw_labels(&mut builder, &series, area, &y, &margin);

        let mut hits = HitMap::over(area);
        hits.x = x;
        hits.y = y;
        hits.stops = (0..months).map(|month| x.px(month as f64)).collect();
        builder.finish(hits)
    }

    fn month_labels(&self, builder: &ChartBuilder, months: usize, x: &Linear) -> Vec<(f64, String)> {
        let last = months - 1 + self.first_month;
        let pitch = builder.note.width(&format!("{last}")) + 1.2 * builder.note.size;
        let most = (((x.range.1 - x.range.0) / pitch) as usize).clamp(2, 10);
        let labelled = if self.first_month == 0 {
            // month 0 is the start, the calendar counts from 1
            let rest = month_ticks(months - 1, most).into_iter().map(|index| index + 1);
            std::iter::once(0).chain(rest.filter(|month| *month > 1 || months < 4)).collect()
        } else {
            month_ticks(months, most)
        };
        labelled.into_iter().map(|index| (x.px(index as f64), format!("{}", index + self.first_month))).collect()
    }

    /// The room right of the plot.
    fn margin(&self, builder: &ChartBuilder, series: &[&Series]) -> Margin {
        let wide = builder.scene.width >= 480.0;
        let ended = series.iter().any(|s| s.sound_end().is_some());
        // where lines go on to their ends, no bars are in their way
        let bars = if ended { 0 } else { series.iter().filter(|s| s.has_end_bar()).count() };
        let bar = if bars == 0 { 0.0 } else { builder.note.size * if wide { 0.9 } else { 0.65 } };
        let gap = builder.bold * if ended { if wide { 38.0 } else { 26.0 } } else { 10.0 };
        let room = 0.36 * builder.scene.width - bar * bars as f64 - gap;
        // all labels long or all short: a mixture would look like a difference
        let fits = |text: &String| builder.label.width(text) <= room;
        let long = wide && series.iter().all(|s| fits(&s.label));
        let text = |s: &&Series| builder.label.fit(if long || s.short.is_empty() { &s.label } else { &s.short }, room);
        let texts: Vec<String> = series.iter().map(text).collect();
        let zero = builder.note.fit(&self.zero_label, room);
        let labels =
            texts.iter().map(|text| builder.label.width(text)).fold(builder.note.width(&zero), f64::max).ceil();
        Margin { bar, bars, gap, ended, labels, texts, zero }
    }

    fn legend(&self, builder: &ChartBuilder, series: &[&Series]) -> Vec<Swatch> {
        let fanned: Vec<_> = series.iter().filter(|s| s.fanned).collect();
        let shown = fanned.iter().map(|s| s.sound_bands().count()).max().unwrap_or(0);
        // one fan: its own colour; several: a colour that belongs to none of them
        let colour = if fanned.len() == 1 { builder.theme.colour(fanned[0].slot) } else { builder.colours.muted };
        let mut clear = 1.0;
        // each band lies over the wider ones, so its swatch is as strong as all of them together
        let swatches = self.band_names.iter().take(shown).enumerate().map(|(k, name)| {
            clear *= 1.0 - builder.colours.bands[k.min(2)];
            Swatch { colour: colour.alpha(1.0 - clear), text: name.clone() }
        });
        swatches.collect()
    }

    /// The ends behind the last month: a dotted line and a dot.
    fn draw_ends(&self, builder: &mut ChartBuilder, series: &[&Series], area: Area, y: &Linear, margin: &Margin) {
        if !margin.ended {
            return;
        }
        let dot = area.right + margin.gap - 8.0 * builder.bold;
        for s in series.iter().rev() {
            let Some(end) = s.sound_end() else { continue };
            let colour = builder.theme.colour(s.slot);
            let from = Point::new(area.right, y.px_inside(s.median[s.median.len() - 1]));
            let to = Point::new(dot, y.px_inside(end));
            if y.holds(s.median[s.median.len() - 1]) || y.holds(end) {
                builder.scene.line(Role::Line, vec![from, to], 1.25 * builder.bold, &[1.5, 3.0], colour);
            }
            builder.mark(to, (0.0, y.side_of(end)), 4.0 * builder.bold, colour);
        }
    }

    fn draw_labels(&self, builder: &mut ChartBuilder, series: &[&Series], area: Area, y: &Linear, margin: &Margin) {
        let last = |s: &&Series| s.sound_end().unwrap_or(s.median[s.median.len() - 1]);
        let mut wanted: Vec<f64> = series.iter().map(|s| y.px_inside(last(s))).collect();
        let mut texts: Vec<(&str, Ink)> = Vec::new();
        for (s, text) in series.iter().zip(&margin.texts) {
            texts.push((text, builder.label_of(s.slot)));
        }
        if !margin.zero.is_empty() && y.holds(0.0) {
            wanted.push(y.px(0.0));
            texts.push((&margin.zero, builder.note));
        }
        let height = builder.label.size + 4.0;
        let half = 0.5 * height;
        // what the ends add stands above the labels where there is room for both
        let (title, bottom) = (area.top + 0.3 * builder.row, area.bottom + 2.0);
        let has_title = margin.ended && !self.end_title.is_empty();
        // where both fit it stands beside the title of the axis, off every dot and label
        let is_beside =
            builder.note.width(&self.y.title) + builder.note.width(&self.end_title) + 12.0 <= builder.scene.width;
        let is_titled = has_title && !is_beside && wanted.len() as f64 * height <= bottom - title;
        if has_title && is_beside {
            let at = Point::new(builder.scene.width, 0.5 * builder.row);
            builder.scene.text(Role::Title, at, &self.end_title, builder.note, Anchor::End);
        }
        if is_titled {
            // ends with the frame: it is wider than the gap
            let at = Point::new(builder.scene.width, area.top - 0.2 * builder.row);
            builder.scene.text(Role::Title, at, &self.end_title, builder.note, Anchor::End);
        }
        // clear of the title above and of the months below; closer together before any is left out
        let low = if is_titled { title } else { area.top - half };
        let height = ((bottom - low) / wanted.len().max(1) as f64).clamp(builder.label.size + 0.5, height);
        let positions = stack_labels(&wanted, height, low, bottom);
        let x = area.right + margin.bar * margin.bars as f64 + margin.gap;
        for (((text, ink), position), want) in texts.into_iter().zip(positions).zip(wanted) {
            let Some(position) = position else { continue };
            if (position - want).abs() > 3.0 && margin.bars == 0 && !margin.ended {
                let (from, to) = (Point::new(area.right + 2.0, want), Point::new(x - 2.0, position));
                builder.scene.segment(Role::Axis, from, to, 1.0, ink.colour.alpha(0.7));
            }
            builder.scene.text(Role::Label, Point::new(x, position), text, ink, Anchor::Start);
        }
    }
}

/// The room right of the plot: bars, a gap, labels.
struct Margin {
    bar: f64,
    bars: usize,
    gap: f64,
    /// Whether lines go on to their ends in the gap.
    ended: bool,
    labels: f64,
    texts: Vec<String>,
    zero: String,
}

impl Margin {
    fn all(&self) -> f64 {
        // the last tick label stands half outside the plot
        (self.bar * self.bars as f64 + self.gap + self.labels).max(14.0)
    }
}

fn through(values: &[f64], x: &Linear, y: &Linear) -> Vec<Point> {
    values.iter().enumerate().map(|(month, value)| Point::new(x.px(month as f64), y.px_inside(*value))).collect()
}

fn draw_bands(builder: &mut ChartBuilder, series: &[&Series], x: &Linear, y: &Linear) {
    // all wide bands first, so that no policy's wide band lies over another's core
    for level in 0..3 {
        for s in series.iter().rev().filter(|s| s.fanned) {
            if let Some((_, band)) = s.sound_bands().find(|(k, _)| *k == level) {
                let mut outline = through(&band.high, x, y);
                outline.extend(through(&band.low, x, y).into_iter().rev());
                let colour = builder.theme.colour(s.slot).alpha(builder.colours.bands[level]);
                builder.scene.polygon(Role::Band, outline, colour);
            }
        }
    }
}

fn draw_paths(builder: &mut ChartBuilder, series: &[&Series], x: &Linear, y: &Linear) {
    for s in series.iter().rev() {
        let colour = builder.theme.colour(s.slot).alpha(0.35);
        for path in s.sound_paths() {
            builder.scene.line(Role::Path, through(path, x, y), 0.75 * builder.bold, &[], colour);
        }
    }
}

fn draw_lines(builder: &mut ChartBuilder, series: &[&Series], x: &Linear, y: &Linear) {
    for s in series.iter().rev() {
        let colour = builder.theme.colour(s.slot);
        for part in inside(&s.median, x, y) {
            builder.scene.line(Role::Line, part, builder.bold * s.slot.line_width(), s.slot.dash(), colour);
        }
    }
}

/// A line where the axis holds it, with the point at which it leaves or comes back: along the edge it would tell values that it has not.
fn inside(values: &[f64], x: &Linear, y: &Linear) -> Vec<Vec<Point>> {
    let is_held = |month: usize| values.get(month).is_some_and(|value| y.holds(*value));
    let is_near = |month: &usize| is_held(*month) || is_held(month + 1) || month.checked_sub(1).is_some_and(is_held);
    let points = through(values, x, y);
    let months: Vec<usize> = (0..values.len()).collect();
    let parts = months.split(|month| !is_near(month)).filter(|part| part.len() > 1);
    parts.map(|part| part.iter().map(|&month| points[month]).collect()).collect()
}

/// The bands of the last month as bars beside the plot, a column for each policy that has no fan.
fn draw_end_bars(builder: &mut ChartBuilder, series: &[&Series], area: Area, y: &Linear, margin: &Margin) {
    let mut column = 0.0;
    if margin.bars == 0 {
        return;
    }
    for s in series.iter().filter(|s| s.has_end_bar()) {
        let middle = (area.right + 5.0 * builder.bold + margin.bar * (column + 0.5)).round();
        let colour = builder.theme.colour(s.slot);
        for (level, band) in s.sound_bands() {
            let month = s.median.len() - 1;
            let (high, low) = (y.px_inside(band.high[month]), y.px_inside(band.low[month]));
            let width = builder.bold * [2.0, 4.0, 6.0][level.min(2)];
            let strength = [0.35, 0.45, 0.65][level.min(2)];
            let corner = Point::new(middle - 0.5 * width, high);
            builder.scene.rect(Role::Band, corner, width, (low - high).max(1.0), colour.alpha(strength));
        }
        let tick = 4.0 * builder.bold;
        let level = crisp(y.px_inside(s.median[s.median.len() - 1]));
        let (from, to) = (Point::new(middle - tick, level), Point::new(middle + tick, level));
        builder.scene.segment(Role::Line, from, to, 2.0 * builder.bold, colour);
        column += 1.0;
    }
}
