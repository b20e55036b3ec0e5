//! Percentiles: how an outcome is distributed over the futures, for today and each policy.

use super::ranking::names;
use super::style;
use crate::figures::{difference, outcome, share_with_error, unit, with_error};
#[cfg(feature = "pictures")]
use crate::picture::{ChartView, RenderContext};
use crate::question::Question;
use crate::refusal::Refusal;
use crate::report::{Report, Table};
use crate::rounds::{AnalysisPlan, single_round};
use crate::section::{Family, Section};
use crate::settings::Field;
use crate::terminal::estimate;
use aftercast_engine::analysis::draws::Draws;
use aftercast_engine::analysis::variation::varies;
use aftercast_engine::run::summary::{Estimate, QUANTILES, Summary, share, summarise};
use aftercast_i18n::Text;
use aftercast_i18n::numbers::DisplayUnit;
use aftercast_wording::words::{Words, trimmed};
use serde_json::{Map, Value, json};

/// How an outcome is distributed.
pub const SECTION: Section = Section::new(
    Family::Choice,
    "percentiles",
    (Text::PercentilesTitle, Text::PercentilesIntro),
    &[Field::Outcome],
    plan,
);

/// The distribution of an outcome under one policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Distributed {
    /// Mean, standard deviation, percentiles.
    pub summary: Summary,
    /// Share of futures in which it is above 0.
    pub above_zero: Estimate,
    /// Its values, ascending.
    pub sorted: Vec<f64>,
}

/// The distributions under today's and each policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Percentiles(pub Vec<Distributed>);

fn plan(q: &Question) -> Result<AnalysisPlan, Refusal> {
    let draws = Draws::new(q.scenario.futures(), q.goals(), q.settings.outcome);
    Ok(single_round(draws, |values| Box::new(Percentiles(values.into_iter().map(distributed).collect()))))
}

fn distributed(mut values: Vec<f64>) -> Distributed {
    let (summary, above_zero) = (summarise(&values), share(&values, |v| v > 0.0));
    values.sort_unstable_by(f64::total_cmp);
    Distributed { summary, above_zero, sorted: values }
}

impl Report for Percentiles {
    fn words(&self, q: &Question, words: Words) -> Vec<String> {
        let number = style(words, unit(q.settings.outcome));
        // two digits of money in a sentence; of all else as many as tell a tenth
        let digits = if number.unit == DisplayUnit::Cny { 2 } else { 3 };
        let line = |(name, d): (String, &Distributed)| {
            if !varies(&d.sorted, q.settings.outcome) {
                let value = number.text(d.summary.quantiles[4].value, None);
                return words.with(Text::StudyAlways, &[("what", &name), ("value", &value)]);
            }
            let quantile = |k: usize| number.to_digits(d.summary.quantiles[k].value, digits);
            let holes = [("policy", name), ("median", quantile(4)), ("low", quantile(1)), ("high", quantile(7))];
            words.with(Text::PercentilesLine, &holes.each_ref().map(|(k, v)| (*k, v.as_str())))
        };
        names(q, words).into_iter().zip(&self.0).map(line).collect()
    }

    fn tables(&self, q: &Question, words: Words) -> Vec<Table> {
        vec![table(q, self, words)]
    }

    #[cfg(feature = "pictures")]
    fn title(&self, q: &Question) -> Option<usize> {
        let merit = |k: usize| q.settings.outcome.merit(self.0[k].summary.quantiles[4].value);
        (0..self.0.len()).max_by(|&a, &b| merit(a).total_cmp(&merit(b)).then(b.cmp(&a)))
    }

    fn json(&self, q: &Question) -> Value {
        let policy = |(name, d): (String, &Distributed)| {
            let percentiles: Map<String, Value> =
                QUANTILES.iter().zip(d.summary.quantiles).map(|(p, e)| (percent(*p), estimate(e))).collect();
            json!({ "policy": name, "mean": estimate(d.summary.mean), "sd": estimate(d.summary.sd),
                "above_zero": estimate(d.above_zero), "percentiles": percentiles })
        };
        let draws = self.0.first().map_or(0, |d| d.summary.draws);
        json!({ "draws": draws, "policies": q.labels().into_iter().zip(&self.0).map(policy).collect::<Vec<_>>() })
    }

    #[cfg(feature = "pictures")]
    fn pictures(&self) -> &'static [&'static str] {
        &["percentiles", "cumulative"]
    }

    #[cfg(feature = "pictures")]
    fn picture(&self, name: &str, q: &Question, look: RenderContext) -> Option<ChartView> {
        match name {
            "percentiles" => Some(pictures::ranges(q, self, look)),
            "cumulative" => Some(pictures::cumulative(q, self, look)),
            _ => None,
        }
    }
}

/// A probability as the number before a percent sign.
fn percent(p: f64) -> String {
    trimmed(100.0 * p, 0)
}

/// A row a statistic, a column a policy.
fn table(q: &Question, found: &Percentiles, words: Words) -> Table {
    let of = unit(q.settings.outcome);
    let (number, spread) = (style(words, of), style(words, difference(of)));
    let row = |name: String, cell: &dyn Fn(&Distributed) -> String| {
        std::iter::once(name).chain(found.0.iter().map(cell)).collect::<Vec<_>>()
    };
    let mut rows = vec![
        row(words.to(Text::StudyMean), &|d| with_error(number, d.summary.mean)),
        row(words.to(Text::PercentilesDeviation), &|d| with_error(spread, d.summary.sd)),
        row(words.to(Text::PercentilesAboveZero), &|d| share_with_error(d.above_zero, words.0)),
    ];
    rows.extend(QUANTILES.iter().enumerate().map(|(k, p)| {
        let name = words.with(Text::PercentilesPercent, &[("p", &percent(*p))]);
        row(name, &|d| with_error(number, d.summary.quantiles[k]))
    }));
    Table {
        caption: words.to(outcome(q.settings.outcome)),
        columns: std::iter::once(words.to(Text::PercentilesStatistic)).chain(names(q, words)).collect(),
        rows,
    }
}

#[cfg(feature = "pictures")]
mod pictures {
    use super::*;
    use crate::figures::outcome;
    use crate::picture::{ChartView, RenderContext, chart_frame, slot};
    use aftercast_plot::Axis;
    use aftercast_plot::intervals::{Interval, Intervals};
    use aftercast_plot::lines::{Lines, Trace};

    /// Height of the cumulative distributions.
    const HEIGHT: f64 = 420.0;
    /// Points of a cumulative distribution.
    const POINTS: usize = 200;

    fn axis(q: &Question, look: RenderContext, range: Option<(f64, f64)>) -> Axis {
        let of = q.settings.outcome;
        Axis { range, ..look.axis(look.text(outcome(of)), look.style(unit(of))) }
    }

    /// The middle half and the 5 to 95 % range of each policy.
    pub fn ranges(q: &Question, found: &Percentiles, look: RenderContext) -> ChartView {
        let (names, policies) = (names(q, look.words()), q.all_policies());
        let row = |(k, d): (usize, &Distributed)| {
            let quantile = |k: usize| d.summary.quantiles[k].value;
            Interval {
                slot: slot(policies[k]),
                label: names[k].clone(),
                low: quantile(1),
                middle: quantile(4),
                high: quantile(7),
                inner: Some((quantile(3), quantile(5))),
                figure: String::new(),
            }
        };
        let rows: Vec<Interval> = found.0.iter().enumerate().map(row).collect();
        let height = Intervals::height(rows.len()) + 20.0;
        let heading = look.text(outcome(q.settings.outcome));
        let draws = trimmed(found.0.first().map_or(0, |d| d.summary.draws) as f64, 0);
        let summary = found.words(q, look.words()).join(" ");
        let chart = Intervals { frame: look.frame(height, &summary), rows, x: axis(q, look, None) };
        let subtitle = look.words().with(Text::PercentilesSubtitle, &[("draws", &draws)]);
        let mut frame = chart_frame(look, heading, subtitle, || chart.chart());
        frame.table = table(q, found, look.words());
        frame.readouts = found.words(q, look.words());
        frame.explain = vec![look.text(Text::PercentilesExplain)];
        frame.summary = summary;
        ChartView { height, frame }
    }

    /// The share of futures in which the result is at most so large.
    pub fn cumulative(q: &Question, found: &Percentiles, look: RenderContext) -> ChartView {
        let (names, policies) = (names(q, look.words()), q.all_policies());
        let points = |d: &Distributed| {
            let last = d.sorted.len().saturating_sub(1);
            let step = |i: usize| i * last / POINTS.min(last.max(1));
            let at = |i: usize| (d.sorted[step(i)], (step(i) as f64 + 0.5) / d.sorted.len() as f64);
            (0..=POINTS.min(last)).map(at).collect::<Vec<_>>()
        };
        let line = |(k, d): (usize, &Distributed)| Trace {
            slot: slot(policies[k]),
            label: names[k].clone(),
            points: points(d),
        };
        let lines: Vec<Trace> = found.0.iter().enumerate().map(line).collect();
        let heading = look.text(Text::PercentilesCumulative);
        let number = look.style(unit(q.settings.outcome));
        let readouts = lines.iter().flat_map(|l| {
            let share = look.style(DisplayUnit::Percent);
            l.points
                .iter()
                .map(move |p| format!("{} · {} · {}", l.label, number.text(p.0, None), share.text(p.1, None)))
        });
        let readouts = readouts.collect();
        let subtitle = look.text(Text::PercentilesCumulativeSubtitle);
        let y = Axis { title: subtitle.clone(), number: look.style(DisplayUnit::Percent), range: Some((0.0, 1.0)) };
        let frame = look.frame(HEIGHT, &heading);
        let chart = Lines { frame, lines, named_at_ends: false, x: axis(q, look, None), y, level: None };
        let mut frame = chart_frame(look, heading.clone(), look.text(outcome(q.settings.outcome)), || chart.chart());
        frame.table = table(q, found, look.words());
        frame.readouts = readouts;
        frame.explain = vec![look.text(Text::PercentilesExplain)];
        frame.summary = heading;
        ChartView { height: HEIGHT, frame }
    }
}
