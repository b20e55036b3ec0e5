//! Pictures and tables to take away: what they are of is burnt in, so that a slide can be traced back to its numbers.

use super::View;
use super::csv;
use super::numbers::numbers;
use crate::features::charts::{self, DrawTarget, FramedChart};
use crate::view::ChartFrame;
use aftercast_analyses::DrawsRead;
use aftercast_analyses::picture::ChartView as AnalysisChart;
use aftercast_i18n::Text;
use aftercast_i18n::numbers::whole;
use aftercast_plot::scene::{Anchor, Ink, Role};
use aftercast_plot::text::{Weight, line_height, wrap};
use aftercast_plot::{Chart, Frame, Point, Scene, Theme};

/// Width of an exported chart without title and source, in CSS pixels.
pub const WIDTH: f64 = 896.0;
/// Its height, where the chart does not ask for another.
const HEIGHT: f64 = 480.0;
/// Room around it.
const MARGIN: f64 = 32.0;

/// A chart of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportedChart {
    /// The cumulated gain of all policies.
    Fan,
    /// The selected policy against another.
    Difference,
    /// In how many futures each policy gains at least so much.
    Exceedance,
    /// The cost by line.
    Costs,
    /// The way from one net gain to another.
    Bridge,
    /// The change in every segment.
    Segments,
    /// The change since the document was opened.
    Change,
}

/// A table of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportedTable {
    /// The table of a chart.
    Of(ExportedChart),
    /// The monthly table.
    Months,
    /// Every outcome of every policy.
    Policies,
}

/// A file to be made.
#[derive(Clone, Debug, PartialEq)]
pub struct Exported<T> {
    /// File name without its ending.
    pub name: String,
    /// What is in it.
    pub content: T,
}

impl View<'_> {
    /// A chart with its title, policies, seed, version and link; none while results of what is set are not complete.
    pub fn picture(&self, which: ExportedChart, address: &str, theme: Theme) -> Option<Exported<Scene>> {
        if !self.session.is_settled() {
            return None;
        }
        let dress = |frame: &mut Frame| {
            frame.theme = theme;
            frame.filled = true;
            frame.text_size = 14.0;
        };
        let told = (finding(&self.read.charts(), which), self.sources());
        let content = match which {
            ExportedChart::Fan => {
                self.burnt_in(self.read.charts().fan(WIDTH, HEIGHT), told, HEIGHT, address, theme, |mut fan| {
                    dress(&mut fan.frame);
                    fan.chart()
                })
            }
            ExportedChart::Difference => {
                self.burnt_in(self.read.charts().difference(WIDTH, HEIGHT), told, HEIGHT, address, theme, |mut dots| {
                    dress(&mut dots.frame);
                    dots.chart()
                })
            }
            ExportedChart::Exceedance => self.burnt_in(
                self.read.charts().exceedance(WIDTH, HEIGHT),
                told,
                HEIGHT,
                address,
                theme,
                |mut exceedance| {
                    dress(&mut exceedance.frame);
                    exceedance.chart()
                },
            ),
            ExportedChart::Costs | ExportedChart::Bridge | ExportedChart::Segments | ExportedChart::Change => {
                let paper = DrawTarget { width: WIDTH, height: HEIGHT, printed: Some(theme) };
                self.burnt_in(self.drawn_on(which, paper), told, HEIGHT, address, theme, |chart| chart)
            }
        }?;
        Some(Exported { name: self.file_name(which.name()), content })
    }

    /// A chart for the brief with its title, of the policy that the claim is of, so high: nothing but the chart is in the picture; none
    /// while nothing is computed.
    pub fn plain_picture(&self, which: ExportedChart, height: f64, theme: Theme) -> Option<(String, Scene)> {
        let width = if which == ExportedChart::Fan { 560.0 } else { 380.0 };
        let dress = |frame: &mut Frame| {
            frame.theme = theme;
            frame.filled = false;
        };
        let charts = self.read.charts().of(self.read.policies().claimed().unwrap_or(self.session.selected));
        let finding = finding(&charts, which);
        match which {
            ExportedChart::Fan => {
                let frame = charts.fan(width, height);
                let mut fan = frame.chart?;
                dress(&mut fan.frame);
                Some((finding.unwrap_or(frame.title), fan.chart().scene))
            }
            ExportedChart::Difference => {
                let frame = charts.difference(width, height);
                let mut dots = frame.chart?;
                dress(&mut dots.frame);
                Some((finding.unwrap_or(frame.title), dots.chart().scene))
            }
            _ => {
                let frame = self.drawn_on(which, DrawTarget { width, height, printed: Some(theme) });
                Some((finding.unwrap_or(frame.title), frame.chart?.scene))
            }
        }
    }

    /// A chart of an analysis that reads this of the document's draws, drawn [`WIDTH`] wide, with its title, policies, seed, version
    /// and link.
    pub fn analysis_picture(
        &self,
        (name, read): (&str, DrawsRead),
        chart: AnalysisChart,
        address: &str,
        theme: Theme,
    ) -> Option<Exported<Scene>> {
        let sources = self.sources_of(read);
        let mut content = self.burnt_in(chart.frame, (None, sources), chart.height, address, theme, |chart| chart)?;
        content.background = Some(theme.palette().card);
        Some(Exported { name: self.file_name(name), content })
    }

    /// Everything that an analysis found that reads this of the document's draws, with what it is of: every number in full. Where it
    /// makes draws of its own, their number is among what it found. `date` is YYYY-MM-DD.
    pub fn analysis_numbers(
        &self,
        (name, read): (&str, DrawsRead),
        found: &serde_json::Value,
        date: &str,
        address: &str,
    ) -> Exported<String> {
        let head = self.head(date, address, read);
        Exported { name: self.file_name(name), content: numbers(&head, found) }
    }

    /// What a table is of: product, engine, document, firm and policies, how it was computed, its unit and the link to it.
    fn head(&self, date: &str, address: &str, read: DrawsRead) -> Vec<(String, String)> {
        let (settings, words) = (self.session.settings(), self.session.words());
        let firm = self.read.company().strip();
        let figures = firm.figures.iter().map(|f| [&f.before, &f.value, &f.after].map(String::as_str).join(" "));
        let figures: Vec<String> = figures.map(|figure| figure.trim().to_owned()).collect();
        let policies: Vec<String> = (0..self.session.document.policies.len()).map(|k| self.session.called(k)).collect();
        let unit = words.with(Text::ShareUnit, &[("currency", self.session.document.currency.name())]);
        let trusted = self.session.face_value().then(|| (Text::UiFaceValueShort, words.to(Text::RecordIn)));
        let seed = if read.seed { settings.seed.to_string() } else { words.to(Text::ShareDrawsNone) };
        let draws = match (read.number, read.seed) {
            (true, _) => settings.draws.to_string(),
            (false, true) => words.to(Text::ShareDrawsOwn),
            (false, false) => words.to(Text::ShareDrawsNone),
        };
        let head = [
            (Text::AppName, env!("CARGO_PKG_VERSION").to_owned()),
            (Text::ShareHeadEngine, aftercast_engine::VERSION.to_owned()),
            (Text::ShareHeadDocument, self.session.called_document(&self.session.document.name)),
            (Text::ShareHeadFirm, words.pair(&firm.whose, &figures.join(" · "))),
            (Text::UiPolicies, policies.join(Text::SeparatorClauses.to(self.session.locale))),
            (Text::ShareHeadDate, date.to_owned()),
            (Text::ShareHeadSeed, seed),
            (Text::ShareHeadDraws, draws),
            (Text::ShareHeadUnit, unit),
            (Text::ShareHeadLink, self.link_here(address)),
        ];
        head.into_iter().chain(trusted).map(|(text, value)| (words.to(text), value)).collect()
    }

    /// A chart that the application draws itself.
    fn drawn_on(&self, which: ExportedChart, paper: DrawTarget) -> FramedChart {
        match which {
            ExportedChart::Costs => self.read.charts().cost_split(paper),
            ExportedChart::Bridge => self.read.charts().bridge(paper),
            ExportedChart::Segments => self.read.charts().segments(paper),
            _ => self.read.charts().change_split(paper),
        }
    }

    fn burnt_in<C>(
        &self,
        frame: ChartFrame<C>,
        (finding, sources): (Option<String>, Vec<String>),
        tall: f64,
        address: &str,
        theme: Theme,
        draw: impl FnOnce(C) -> Chart,
    ) -> Option<Scene> {
        let colours = theme.palette();
        let title = Ink { size: 20.0, weight: Weight::Strong, colour: colours.ink };
        let small = Ink { size: 12.0, weight: Weight::Regular, colour: colours.muted };
        let lines = |text: &str, ink: Ink| -> Vec<(String, Ink)> {
            wrap(text, ink.size, ink.weight, WIDTH).into_iter().map(|line| (line, ink)).collect()
        };
        let mut head = lines(finding.as_ref().unwrap_or(&frame.title), title);
        // under what it finds stands what the chart is called
        let named = finding.as_ref().map(|_| format!("{} · ", frame.title)).unwrap_or_default();
        head.extend(lines(&format!("{named}{}", frame.subtitle), small));
        let link = self.link(address);
        let foot: Vec<(String, Ink)> =
            sources.iter().flat_map(|line| lines(line, small)).chain(cut(&link, small)).collect();
        let (top, bottom) = (height(&head) + 12.0, height(&foot) + 12.0);
        let mut scene = draw(frame.chart?).scene.padded(MARGIN, MARGIN + top, MARGIN, MARGIN + bottom);
        write(&mut scene, MARGIN, &head);
        write(&mut scene, MARGIN + top + tall + 12.0, &foot);
        Some(scene)
    }

    /// A table as a CSV file: what it is of, an empty line, and every number in full; none while results of what is set are not
    /// complete. `date` is YYYY-MM-DD.
    pub fn table(&self, which: ExportedTable, date: &str, address: &str) -> Option<Exported<String>> {
        if !self.session.is_settled() {
            return None;
        }
        let charts = self.read.charts();
        let made = || match which {
            ExportedTable::Of(ExportedChart::Fan) => charts.fan(WIDTH, HEIGHT).table,
            ExportedTable::Of(ExportedChart::Difference) => charts.difference(WIDTH, HEIGHT).table,
            ExportedTable::Of(ExportedChart::Exceedance) => charts.exceedance(WIDTH, HEIGHT).table,
            ExportedTable::Of(picture) => self.drawn_on(picture, DrawTarget::page((WIDTH, HEIGHT))).table,
            ExportedTable::Months => charts.months(),
            ExportedTable::Policies => self.policies_table(),
        };
        let name = match which {
            ExportedTable::Of(picture) => picture.name(),
            ExportedTable::Months => "months",
            ExportedTable::Policies => "policies",
        };
        let table = whole(made);
        let mut head = self.head(date, address, DrawsRead::ALL);
        if !table.caption.is_empty() {
            head.push((self.session.words().to(Text::ShareHeadTable), table.caption.clone()));
        }
        Some(Exported { name: self.file_name(name), content: csv::with_head(&head, &table) })
    }

    /// `aftercast-quarter-plan-fan`: what every system takes as a file name.
    pub fn file_name(&self, what: &str) -> String {
        let plain = |c: char| if c.is_alphanumeric() { c.to_lowercase().collect() } else { "-".to_owned() };
        let name: String = self.session.document.name.chars().take(40).map(plain).collect();
        let parts = name.split('-').filter(|part| !part.is_empty());
        std::iter::once("aftercast").chain(parts).chain([what]).collect::<Vec<_>>().join("-")
    }
}

impl ExportedChart {
    /// Name in file names.
    const fn name(self) -> &'static str {
        match self {
            Self::Fan => "fan",
            Self::Difference => "difference",
            Self::Exceedance => "exceedance",
            Self::Costs => "costs",
            Self::Bridge => "bridge",
            Self::Segments => "segments",
            Self::Change => "change",
        }
    }
}

fn height(lines: &[(String, Ink)]) -> f64 {
    lines.iter().map(|(_, ink)| line_height(ink.size)).sum()
}

fn write(scene: &mut Scene, top: f64, lines: &[(String, Ink)]) {
    let mut y = top;
    for (line, ink) in lines {
        let row = line_height(ink.size);
        scene.text(Role::Title, Point::new(MARGIN, y + 0.5 * row), line, *ink, Anchor::Start);
        y += row;
    }
}

/// A link in lines that fit: it has no place to break, and must not lose a character.
fn cut(link: &str, ink: Ink) -> Vec<(String, Ink)> {
    let mut lines = vec![String::new()];
    for c in link.chars() {
        let longer = lines.last().map(|line| format!("{line}{c}")).unwrap_or_default();
        match lines.last_mut() {
            Some(line) if ink.width(&longer) <= WIDTH => *line = longer,
            _ => lines.push(c.to_string()),
        }
    }
    lines.into_iter().map(|line| (line, ink)).collect()
}

/// What a chart finds, where it finds something.
fn finding(charts: &charts::View<'_>, which: ExportedChart) -> Option<String> {
    match which {
        ExportedChart::Fan => charts.fan_finding(),
        ExportedChart::Difference => charts.futures_finding(),
        ExportedChart::Exceedance => charts.exceedance_finding(),
        ExportedChart::Costs => charts.cost_finding(),
        ExportedChart::Bridge => charts.bridge_finding(),
        ExportedChart::Segments => charts.segments_finding(),
        ExportedChart::Change => None,
    }
}
