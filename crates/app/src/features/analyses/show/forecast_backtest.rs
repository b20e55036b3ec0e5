//! The predictive record: a band a figure with what happened in it, and the scores.

use super::{RenderContext, chart_frame};
use crate::features::analyses::figures::plain;
use crate::features::analyses::forecast_backtest::{Record, head};
use crate::features::analyses::view::ChartView;
use crate::view::Table;
use crate::words::trimmed;
use aftercast_i18n::Text;
use aftercast_plot::bars::{Bars, Row, Span};
use aftercast_plot::curves::{Curves, Reading, Series};
use aftercast_plot::{Axis, Slot, Unit};
use aftercast_validation::forecast::{FIGURES, Forecast, MILESTONES, Score};

const HEIGHT: f64 = 320.0;
const OURS: Slot = Slot::Policy(0);
const HAPPENED: Slot = Slot::Policy(1);
/// Names of the pictures: the scores, then the figures in their order.
pub const SCORES: &str = "record-scores";
/// Names of the pictures of the figures.
pub const AHEAD: [&str; FIGURES.len()] =
    ["record-first-response", "record-csi", "record-contacts", "record-repurchase", "record-cost"];
/// Words on the axis of months, at most.
const MONTHS_NAMED: usize = 6;

const UNITS: [Unit; FIGURES.len()] = [Unit::Minutes, Unit::Plain, Unit::Plain, Unit::Percent, Unit::Cny];

/// A picture of the record, by name.
pub fn frame(record: &Record, name: &str, look: RenderContext) -> Option<ChartView> {
    let forecast = record.forecast()?;
    if name == SCORES {
        return Some(scores(&record.scores(), look));
    }
    let figure = AHEAD.iter().position(|n| *n == name)?;
    ahead(record, forecast, figure, look)
}

/// A figure's band, with what happened.
fn ahead(record: &Record, forecast: &Forecast, figure: usize, look: RenderContext) -> Option<ChartView> {
    let content = &forecast.content;
    let bands = &content.figures.iter().find(|f| f.figure == FIGURES[figure])?.bands;
    let happened = |t: usize| content.months.get(t).and_then(|m| record.in_month(m)).and_then(|m| m.values[figure]);
    let style = look.style(UNITS[figure]);
    let place = |t: usize| (t + 1) as f64;
    let middle = bands.iter().enumerate().map(|(t, b)| Reading { x: place(t), y: b[1], band: Some((b[0], b[2])) });
    let actual = (0..bands.len()).filter_map(|t| happened(t).map(|y| Reading { x: place(t), y, band: None }));
    let actual: Vec<Reading> = actual.collect();
    let mut series =
        vec![Series { slot: OURS, label: look.text(Text::RecordBand), readings: middle.collect(), joined: true }];
    if !actual.is_empty() {
        series.push(Series { slot: HAPPENED, label: look.text(Text::RecordHappened), readings: actual, joined: false });
    }
    let every = bands.len().div_ceil(MONTHS_NAMED).max(1);
    let named = content.months.iter().enumerate().step_by(every).map(|(t, m)| (place(t), m.clone()));
    let title = look.text(head(figure));
    let curves = Curves {
        frame: look.frame(HEIGHT, &title),
        series,
        x: Axis { title: String::new(), number: look.style(Unit::Plain), range: None },
        x_ticks: named.collect(),
        y: Axis { title: String::new(), number: style, range: None },
        level: None,
        places: Vec::new(),
    };
    let mut frame = chart_frame(look, title.clone(), look.text(Text::RecordAheadSubtitle), || curves.chart());
    let row = |(t, b): (usize, &[f64; 3])| {
        let actual = happened(t);
        let inside = actual.map(|y| b[0] <= y && y <= b[2]);
        let mut row = vec![content.months.get(t).cloned().unwrap_or_default()];
        row.extend(b.map(|x| style.text(x, None)));
        row.push(actual.map_or_else(|| "–".to_owned(), |y| style.text(y, None)));
        row.push(
            inside.map_or_else(|| "–".to_owned(), |yes| look.text(if yes { Text::RecordIn } else { Text::RecordOut })),
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
    frame.table = Table {
        caption: title.clone(),
        columns: columns.map(|t| look.text(t)).to_vec(),
        rows: bands.iter().enumerate().map(row).collect(),
    };
    let read = |row: &Vec<String>| format!("{} · {} ({} – {})", row[0], row[2], row[1], row[3]);
    let seen = |row: &Vec<String>| format!("{} · {} · {}", row[0], row[4], row[5]);
    let known = frame.table.rows.iter().enumerate().filter(|(t, _)| happened(*t).is_some());
    frame.readouts = frame.table.rows.iter().map(read).chain(known.map(|(_, row)| seen(row))).collect();
    frame.explain = vec![look.text(Text::RecordAheadExplain)];
    frame.summary = title;
    Some(ChartView { height: HEIGHT, frame })
}

/// A score over what a right model reaches at most, where every month is known.
fn relative(s: &Score) -> Option<f64> {
    s.score_at_most.filter(|most| *most > 0.0).map(|most| s.weighted_interval_score / most)
}

fn position(s: &Score) -> usize {
    FIGURES.iter().position(|f| *f == s.figure).unwrap_or(0)
}

fn verdict(s: &Score, look: RenderContext) -> String {
    look.text(match s.as_good_as_right() {
        Some(true) => Text::RecordAsGood,
        Some(false) => Text::RecordWorse,
        None => Text::RecordMissing,
    })
}

/// Scores at every milestone.
fn scores(all: &[Score], look: RenderContext) -> ChartView {
    let mut spans: Vec<usize> = all.iter().map(|s| s.first_months).collect();
    spans.sort_unstable();
    spans.dedup();
    let slot = |months: usize| Slot::Policy(spans.iter().position(|n| *n == months).unwrap_or(0) as u8);
    let span = |s: &Score| relative(s).map(|to| Span { from: 0.0, to, whisker: None, slot: slot(s.first_months) });
    let of = |figure: usize| all.iter().filter(move |s| position(s) == figure);
    let row = |figure: usize| Row { label: look.text(head(figure)), spans: of(figure).filter_map(span).collect() };
    let rows: Vec<Row> = (0..FIGURES.len()).map(row).filter(|row| !row.spans.is_empty()).collect();
    let most = rows.iter().map(|row| row.spans.len()).max().unwrap_or(1);
    let height = Bars::height(look.width, rows.len(), most);
    let after = |n: &usize| look.words().with(Text::RecordAfter, &[("months", &n.to_string())]);
    let legend = spans.iter().map(|n| (slot(*n), after(n))).collect();
    let title = look.text(Text::RecordScores);
    let x = Axis { title: look.text(Text::RecordScoreAxis), number: look.style(Unit::Percent), range: None };
    let empty = look.text(Text::RecordMissing);
    let chart = Bars { frame: look.frame(height, &empty), rows, x, legend };
    let mut frame = chart_frame(look, title.clone(), look.text(Text::RecordScoresSubtitle), || chart.chart());
    let signed = |x: f64| format!("{}{}", if x > 0.0 { "+" } else { "" }, plain(x));
    let cells = |s: &Score| {
        let or = |x: Option<String>| x.unwrap_or_else(|| "–".to_owned());
        vec![
            look.text(head(position(s))),
            s.first_months.to_string(),
            format!("{} / {}", s.covered, s.known),
            or(s.covered_at_least.map(|n| format!("≥ {n}"))),
            plain(s.weighted_interval_score),
            or(s.score_at_most.map(|x| format!("≤ {}", plain(x)))),
            plain(s.interval_score),
            signed(s.bias),
            verdict(s, look),
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
    frame.table = Table {
        caption: title.clone(),
        columns: columns.map(|t| look.text(t)).to_vec(),
        rows: all.iter().map(cells).collect(),
    };
    let judged = (0..FIGURES.len()).flat_map(of).filter_map(|s| {
        let share = trimmed(100.0 * relative(s)?, 0);
        Some(format!("{} · {} · {share}% · {}", look.text(head(position(s))), after(&s.first_months), verdict(s, look)))
    });
    frame.readouts = judged.collect();
    frame.explain = vec![look.text(Text::RecordScoresExplain)];
    frame.summary = title;
    ChartView { height, frame }
}

/// What was forecast, its digest, and how it fared.
pub fn words(record: &Record, start_month: Option<usize>, look: RenderContext) -> Vec<String> {
    let Some(forecast) = record.forecast() else { return Vec::new() };
    let content = &forecast.content;
    let at = |month: Option<&String>| month.cloned().unwrap_or_default();
    let policy = if content.policy == aftercast_validation::forecast::TODAY {
        look.text(Text::Today)
    } else {
        content.policy.clone()
    };
    let (first, last) = (at(content.months.first()), at(content.months.last()));
    let holes = [("policy", policy.as_str()), ("date", &content.date), ("first", &first), ("last", &last)];
    let mut said = vec![look.words().with(Text::RecordMade, &holes)];
    let season = first.rsplit('-').next().and_then(|m| m.parse::<usize>().ok());
    if let (Some(season), Some(start)) = (season, start_month)
        && season != start
    {
        let holes = [("first", first.as_str()), ("start", &start.to_string())];
        said.push(look.words().with(Text::RecordSeason, &holes));
    }
    said.push(look.words().with(Text::RecordDigest, &[("digest", &forecast.digest)]));
    let scores = record.scores();
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
    said.push(look.words().with(if judged > 0 { Text::RecordFared } else { Text::RecordCovered }, &holes));
    said
}
