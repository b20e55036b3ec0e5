//! The forecast log: a dated forecast, what happened since, and how the forecast fared. A forecast is one order, done with the
//! futures whose season starts with it, so it is that of the command line to the byte.

#[cfg(feature = "pictures")]
mod pictures;

use super::style;
use crate::figures::plain;
#[cfg(feature = "pictures")]
use crate::picture::{ChartView, RenderContext};
use crate::question::Question;
use crate::refusal::Refusal;
use crate::report::{Finding, Report, Table};
use crate::rounds::AnalysisPlan;
use crate::section::{Family, Section};
use crate::settings::Field;
use crate::terminal;
use aftercast_compute::messages::levers_to_list;
use aftercast_compute::tasks::{Task, ahead};
use aftercast_compute::{Order, rounds::Rounds};
use aftercast_engine::analysis::JobOutput;
use aftercast_engine::check;
use aftercast_i18n::Text;
use aftercast_i18n::numbers::DisplayUnit;
use aftercast_scenario::{Draft, Futures, Levers, Scenario};
use aftercast_validation::forecast::{ActualMonth, FIGURES, Forecast, MILESTONES, Score, assemble, score, starting};
use aftercast_wording::words::Words;
use serde_json::{Value, json};

/// A dated forecast, and how it fared.
pub const SECTION: Section = Section::new(
    Family::Data,
    "record",
    (Text::RecordTitle, Text::RecordIntro),
    &[Field::Policy, Field::Date],
    Ahead::of,
)
.on_request();

/// A forecast; none where its figures are not those of this version.
#[derive(Clone, Debug)]
pub struct Made(pub Option<Forecast>);

impl Report for Made {
    fn words(&self, q: &Question, words: Words) -> Vec<String> {
        let start = Some(q.scenario.company().start_month as usize);
        self.0.as_ref().map_or_else(Vec::new, |forecast| sentences(Dated { forecast, happened: &[] }, start, words))
    }

    fn tables(&self, _: &Question, words: Words) -> Vec<Table> {
        let Some(forecast) = &self.0 else { return Vec::new() };
        let dated = Dated { forecast, happened: &[] };
        (0..FIGURES.len()).filter_map(|figure| band_table(dated, figure, words)).collect()
    }

    fn json(&self, _: &Question) -> Value {
        json!({ "forecast": self.0 })
    }

    fn terminal(&self, _: &Question) -> String {
        self.0.as_ref().map_or_else(String::new, terminal_of)
    }

    #[cfg(feature = "pictures")]
    fn pictures(&self) -> &'static [&'static str] {
        // the page shows a forecast with what happened since: see `Dated`
        &[]
    }

    #[cfg(feature = "pictures")]
    fn picture(&self, _: &str, _: &Question, _: RenderContext) -> Option<ChartView> {
        None
    }
}

/// A forecast with what happened since.
#[derive(Clone, Copy, Debug)]
pub struct Dated<'a> {
    /// The forecast.
    pub forecast: &'a Forecast,
    /// What happened, by month.
    pub happened: &'a [ActualMonth],
}

impl Dated<'_> {
    /// What a figure came to in a month of the forecast, counted from 0.
    fn value(self, month: usize, figure: usize) -> Option<f64> {
        let month = self.forecast.content.months.get(month)?;
        self.happened.iter().find(|m| m.month == *month).and_then(|m| m.values[figure])
    }

    /// How the forecast fared; none while nothing that happened belongs to it.
    pub fn scores(self) -> Vec<Score> {
        score(self.forecast, self.happened).unwrap_or_default()
    }

    /// Names of the pictures: the scores, where something is known, then the figures in their order.
    #[cfg(feature = "pictures")]
    pub fn pictures(self) -> Vec<&'static str> {
        let scored = (!self.scores().is_empty()).then_some(pictures::SCORES);
        scored.into_iter().chain(pictures::AHEAD).collect()
    }

    /// A picture by its name.
    #[cfg(feature = "pictures")]
    pub fn picture(self, name: &str, look: RenderContext) -> Option<ChartView> {
        if name == pictures::SCORES {
            return Some(pictures::scores(&self.scores(), look));
        }
        pictures::ahead(self, pictures::AHEAD.iter().position(|n| *n == name)?, look)
    }
}

/// A forecast as work: one order, done by a worker with the futures whose season starts with it.
struct Ahead {
    futures: Futures,
    draft: Draft,
    scenario: Scenario,
    policy: Option<(String, Levers<f64>)>,
    date: String,
    output: Option<JobOutput>,
}

impl Ahead {
    /// The forecast of the policy looked at, from the month after the day set.
    ///
    /// # Errors
    /// Not a day, or a document that cannot run from there, in words.
    fn of(q: &Question) -> Result<AnalysisPlan, Refusal> {
        let date = q.settings.date.clone();
        let draft = starting(&q.document, &date)?;
        let scenario = check(&draft)?;
        let policy = q.settings.policy.and_then(|k| scenario.policies().get(k)).map(|p| (p.name.clone(), p.levers));
        Ok(Box::new(Self { futures: scenario.futures(), draft, scenario, policy, date, output: None }))
    }
}

impl Rounds for Ahead {
    type Report = Finding;

    fn futures(&self) -> &Futures {
        &self.futures
    }

    fn round(&mut self) -> usize {
        usize::from(self.output.is_none())
    }

    fn order(&self, _: usize) -> Order {
        Order::Task(Task::Ahead { policy: self.policy.as_ref().map(|(_, l)| levers_to_list(l)) }, Vec::new())
    }

    fn take(&mut self, mut outputs: Vec<JobOutput>) {
        self.output = outputs.pop();
    }

    fn report(&self) -> Finding {
        let figures = self.output.as_ref().and_then(|output| ahead(&output.values));
        let name = self.policy.as_ref().map(|(name, _)| name.as_str());
        let forecast = figures.and_then(|f| assemble(&self.draft, &self.scenario, name, &self.date, f).ok());
        Box::new(Made(forecast))
    }
}

/// The name of a figure with its unit.
pub fn head(figure: usize) -> Text {
    [Text::RecordFirstResponse, Text::RecordCsi, Text::RecordContacts, Text::RecordRepurchase, Text::RecordCost]
        [figure.min(FIGURES.len() - 1)]
}

const UNITS: [DisplayUnit; FIGURES.len()] =
    [DisplayUnit::Minutes, DisplayUnit::Plain, DisplayUnit::Plain, DisplayUnit::Percent, DisplayUnit::Cny];

fn band_table(dated: Dated<'_>, figure: usize, words: Words) -> Option<Table> {
    let content = &dated.forecast.content;
    let bands = &content.figures.iter().find(|f| f.figure == FIGURES[figure])?.bands;
    let happened = |t: usize| dated.value(t, figure);
    let number = style(words, UNITS[figure]);
    let row = |(t, b): (usize, &[f64; 3])| {
        let actual = happened(t);
        let inside = actual.map(|y| b[0] <= y && y <= b[2]);
        let mut row = vec![content.months.get(t).cloned().unwrap_or_default()];
        row.extend(b.map(|x| number.text(x, None)));
        row.push(actual.map_or_else(|| "–".to_owned(), |y| number.text(y, None)));
        row.push(
            inside.map_or_else(|| "–".to_owned(), |yes| words.to(if yes { Text::RecordIn } else { Text::RecordOut })),
        );
        row
    };
    let columns = [
        Text::RecordMonth,
        Text::StudyLow,
        Text::RecordMedian,
        Text::StudyHigh,
        Text::RecordHappened,
        Text::RecordInBand,
    ];
    Some(Table {
        caption: words.to(head(figure)),
        columns: columns.map(|t| words.to(t)).to_vec(),
        rows: bands.iter().enumerate().map(row).collect(),
    })
}

fn position(s: &Score) -> usize {
    FIGURES.iter().position(|f| *f == s.figure).unwrap_or(0)
}

fn verdict(s: &Score, words: Words) -> String {
    words.to(match s.as_good_as_right() {
        Some(true) => Text::RecordAsGood,
        Some(false) => Text::RecordWorse,
        None => Text::RecordMissing,
    })
}

/// Every score beside what a right model reaches.
pub fn score_table(all: &[Score], words: Words) -> Table {
    let signed = |x: f64| format!("{}{}", if x > 0.0 { "+" } else { "" }, plain(x));
    let cells = |s: &Score| {
        let or = |x: Option<String>| x.unwrap_or_else(|| "–".to_owned());
        // scores are in the unit of the head: a share in points of a hundred
        let shown = |x: f64| if UNITS[position(s)] == DisplayUnit::Percent { 100.0 * x } else { x };
        vec![
            words.to(head(position(s))),
            s.first_months.to_string(),
            format!("{} / {}", s.covered, s.known),
            or(s.covered_at_least.map(|n| format!("≥ {n}"))),
            plain(shown(s.weighted_interval_score)),
            or(s.score_at_most.map(|x| format!("≤ {}", plain(shown(x))))),
            plain(shown(s.interval_score)),
            signed(shown(s.bias)),
            verdict(s, words),
        ]
    };
    let columns = [
        Text::StudyFigure,
        Text::RecordMonths,
        Text::RecordInBand,
        Text::RecordIfRight,
        Text::RecordWeighted,
        Text::RecordIfRight,
        Text::RecordInterval,
        Text::RecordBias,
        Text::StudyVerdict,
    ];
    Table {
        caption: words.to(Text::RecordScores),
        columns: columns.map(|t| words.to(t)).to_vec(),
        rows: all.iter().map(cells).collect(),
    }
}

/// What was forecast, its digest, and how it fared.
pub fn sentences(dated: Dated<'_>, start_month: Option<usize>, words: Words) -> Vec<String> {
    let (forecast, content) = (dated.forecast, &dated.forecast.content);
    let at = |month: Option<&String>| month.cloned().unwrap_or_default();
    let policy = if content.policy == aftercast_validation::forecast::TODAY {
        words.to(Text::Today)
    } else {
        content.policy.clone()
    };
    let (first, last) = (at(content.months.first()), at(content.months.last()));
    let holes = [("policy", policy.as_str()), ("date", &content.date), ("first", &first), ("last", &last)];
    let mut said = vec![words.with(Text::RecordMade, &holes)];
    let season = first.rsplit('-').next().and_then(|m| m.parse::<usize>().ok());
    if let (Some(season), Some(start)) = (season, start_month)
        && season != start
    {
        let holes = [("first", first.as_str()), ("start", &start.to_string())];
        said.push(words.with(Text::RecordSeason, &holes));
    }
    said.push(words.with(Text::RecordDigest, &[("digest", &forecast.digest)]));
    let scores = dated.scores();
    let reached = scores.iter().map(|s| s.first_months).filter(|n| MILESTONES.contains(n)).max();
    let span = reached.or_else(|| scores.iter().map(|s| s.first_months).max());
    let Some(months) = span else { return said };
    let at: Vec<&Score> = scores.iter().filter(|s| s.first_months == months).collect();
    let judged = at.iter().filter(|s| s.as_good_as_right().is_some()).count();
    let good = at.iter().filter(|s| s.as_good_as_right() == Some(true)).count();
    let covered: usize = at.iter().map(|s| s.covered).sum();
    let known: usize = at.iter().map(|s| s.known).sum();
    let count = |n: usize| n.to_string();
    let holes = [
        ("months", count(months)),
        ("good", count(good)),
        ("judged", count(judged)),
        ("covered", count(covered)),
        ("known", count(known)),
    ];
    let holes = holes.each_ref().map(|(k, v)| (*k, v.as_str()));
    said.push(words.with(if judged > 0 { Text::RecordFared } else { Text::RecordCovered }, &holes));
    said
}

/// A forecast as a terminal shows it: its day, its digest and three of its months.
pub fn terminal_of(forecast: &Forecast) -> String {
    let content = &forecast.content;
    let rows = content.figures.iter().map(|f| {
        let at = |t: usize| {
            f.bands.get(t).map_or("–".to_owned(), |[low, middle, high]| {
                format!("{} ({} to {})", short(*middle), short(*low), short(*high))
            })
        };
        [f.figure.clone(), at(2), at(5), at(11)]
    });
    format!(
        "{} from {} on, made {}; SHA-256 {}\n{}",
        content.policy,
        content.months.first().map_or("", String::as_str),
        content.date,
        forecast.digest,
        terminal::table(["figure, median and 90% band", "month 3", "month 6", "month 12"], rows)
    )
}

/// About four figures.
fn short(x: f64) -> String {
    match x.abs() {
        s if s >= 1e6 => format!("{:.3} M", x / 1e6),
        s if s >= 1e3 => format!("{x:.0}"),
        s if s >= 10.0 => format!("{x:.2}"),
        _ => format!("{x:.4}"),
    }
}
