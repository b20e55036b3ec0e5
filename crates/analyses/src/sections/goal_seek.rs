//! Goal seek: the value of one lever or company fact at which a result is what is wanted.

use std::collections::VecDeque;

use super::style;
use crate::figures::{self, share_with_error, with_error};
#[cfg(feature = "pictures")]
use crate::picture::{ChartView, RenderContext};
use crate::question::Question;
use crate::refusal::Refusal;
use crate::report::{Finding, Report, Table};
use crate::rounds::AnalysisPlan;
use crate::section::{Family, Section};
use crate::seek::{By, Wanted};
use crate::settings::Field;
use crate::terminal::estimate;
use aftercast_compute::Order;
use aftercast_compute::rounds::Rounds;
use aftercast_engine::analysis::goal_seek::{Search, SeekReport};
use aftercast_engine::analysis::{Job, JobOutput, Rows};
use aftercast_engine::check;
use aftercast_engine::run::outcome::Outcome;
use aftercast_engine::run::report::{goal_outcome, meets};
use aftercast_engine::run::summary::{Estimate, estimate as estimated, share, sorted_quantile};
use aftercast_i18n::numbers::{DisplayUnit, of_hundred};
use aftercast_i18n::{Locale, Text};
use aftercast_scenario::fields::FIELDS;
use aftercast_scenario::{Draft, Futures, Goal, Levers, Scenario};
use aftercast_wording::words::Words;
use serde_json::{Value, json};

/// The value at which a result is what is wanted.
pub const SECTION: Section = Section::new(
    Family::Drivers,
    "goal-seek",
    (Text::GoalSeekTitle, Text::GoalSeekIntro),
    &[Field::SeekWanted, Field::SeekReach, Field::SeekBy, Field::Policy],
    plan,
)
.taking(effort);

/// Points that a search tries, about.
const TRIED: f64 = 16.0;

/// Today and the policy at each of them.
fn effort(q: &Question) -> f64 {
    2.0 * TRIED * q.scenario.settings().draws as f64
}

/// Draws of a job.
const CHUNK: u64 = 64;
/// Digits of a place that is to be typed elsewhere, and of one that is to be told from those beside it.
const FEW_DIGITS: i32 = 4;
const MANY_DIGITS: i32 = 6;
/// Rounds of a search over a lever, and over a fact, about.
const ROUNDS: (usize, usize) = (8, 20);

fn plan(q: &Question) -> Result<AnalysisPlan, Refusal> {
    let seek = q.settings.seek;
    let search = Search::new(seek.reach, seek.by.range(q.scenario.company()));
    Ok(Box::new(Seeking {
        document: q.document.clone(),
        scenario: q.scenario.clone(),
        policy: q.moving(),
        wanted: seek.wanted,
        by: seek.by,
        search,
        waiting: VecDeque::new(),
        asked: Vec::new(),
        futures: q.scenario.futures(),
    }))
}

/// The search under way. All points of a round share their futures: those of a lever, or one of a fact, which makes another firm.
struct Seeking {
    document: Draft,
    scenario: Scenario,
    policy: Levers<f64>,
    wanted: Wanted,
    by: By,
    search: Search,
    waiting: VecDeque<f64>,
    asked: Vec<(f64, Levers<f64>)>,
    futures: Futures,
}

impl Seeking {
    fn goal(&self) -> Goal {
        *self.scenario.goal()
    }

    fn outcome(&self) -> Outcome {
        match self.wanted {
            Wanted::Median(outcome) => outcome,
            Wanted::Chance => goal_outcome(&self.goal()),
        }
    }

    /// What a value means: levers, and for a fact other futures; none where the model cannot run.
    fn turned(&self, value: f64) -> Option<(Levers<f64>, Option<Futures>)> {
        match self.by {
            By::Lever(id) => {
                let mut levers = self.policy;
                *levers.get_mut(id) = id.nearest(value);
                self.scenario.admit(&levers).is_empty().then_some((levers, None))
            }
            By::Fact(k) => {
                let mut document = self.document.clone();
                *(FIELDS.get(k)?.get_mut)(&mut document.company).first_mut()? = value;
                Some((self.policy, Some(check(&document).ok()?.futures())))
            }
        }
    }

    fn statistic(&self, values: &[f64]) -> Estimate {
        let median = |values: &[f64]| {
            let mut sorted = values.to_vec();
            sorted.sort_unstable_by(f64::total_cmp);
            sorted_quantile(&sorted, 0.5)
        };
        match self.wanted {
            Wanted::Median(_) => estimated(values, median),
            Wanted::Chance => share(values, |v| meets(&self.goal(), v)),
        }
    }

    fn jobs(&self) -> usize {
        self.futures.draws.div_ceil(CHUNK) as usize
    }
}

impl Rounds for Seeking {
    type Report = Finding;

    fn futures(&self) -> &Futures {
        &self.futures
    }

    fn round(&mut self) -> usize {
        self.asked.clear();
        loop {
            let Some(value) = self.waiting.pop_front() else {
                if !self.asked.is_empty() {
                    return self.jobs();
                }
                self.waiting = self.search.points().into();
                if self.waiting.is_empty() {
                    return 0;
                }
                continue;
            };
            match self.turned(value) {
                None => self.search.take(value, None),
                Some((levers, None)) => self.asked.push((value, levers)),
                Some((levers, Some(futures))) => {
                    self.asked.push((value, levers));
                    self.futures = futures;
                    return self.jobs();
                }
            }
        }
    }

    fn order(&self, index: usize) -> Order {
        let first = index as u64 * CHUNK;
        let draws = CHUNK.min(self.futures.draws - first) as usize;
        let goals = self.asked.iter().map(|(_, levers)| Some(*levers)).collect();
        Order::Job(Job { goals, keep: vec![self.outcome()], rows: Rows::Drawn { first, draws } })
    }

    fn take(&mut self, outputs: Vec<JobOutput>) {
        for (k, (value, _)) in std::mem::take(&mut self.asked).into_iter().enumerate() {
            let values: Vec<f64> = outputs.iter().flat_map(|output| output.column(k)).copied().collect();
            let statistic = self.statistic(&values);
            self.search.take(value, Some(statistic));
        }
    }

    fn rounds(&self) -> usize {
        if matches!(self.by, By::Lever(_)) { ROUNDS.0 } else { ROUNDS.1 }
    }

    fn report(&self) -> Finding {
        Box::new(self.search.report())
    }
}

/// The name of what is wanted.
fn wanted(q: &Question, words: Words) -> String {
    match q.settings.seek.wanted {
        Wanted::Median(outcome) => {
            let outcome = words.to(figures::outcome(outcome));
            words.with(Text::GoalSeekMedian, &[("outcome", &outcome)])
        }
        Wanted::Chance => words.to(Text::GoalSeekChance),
    }
}

/// A statistic with its error.
fn written(q: &Question, e: Estimate, words: Words) -> String {
    match q.settings.seek.wanted {
        Wanted::Median(outcome) => with_error(style(words, figures::unit(outcome)), e),
        Wanted::Chance => share_with_error(e, words.0),
    }
}

/// The value that is wanted, with its unit.
fn asked(q: &Question, words: Words) -> String {
    let seek = q.settings.seek;
    match seek.wanted {
        Wanted::Median(outcome) if figures::unit(outcome) == DisplayUnit::Cny => {
            style(words, DisplayUnit::Cny).as_set(seek.reach)
        }
        Wanted::Median(_) => seek.reach_text(),
        Wanted::Chance => of_hundred(seek.reach, None, words.0),
    }
}

/// Where what may change stands now.
fn now(q: &Question) -> f64 {
    match q.settings.seek.by {
        By::Lever(id) => *q.moving().get(id),
        By::Fact(k) => {
            let facts = FIELDS.get(k).map(|fact| (fact.get)(q.scenario.company()));
            facts.and_then(|row| row.first().copied()).unwrap_or(f64::NAN)
        }
    }
}

impl Report for SeekReport {
    fn words(&self, q: &Question, words: Words) -> Vec<String> {
        let seek = q.settings.seek;
        // a place beside today's is told in full where it would read as today's
        let text = |x: f64| {
            let said = |x: f64, digits: i32| seek.by.text(x, digits, words.0);
            let reads_as_now = x != now(q) && said(x, FEW_DIGITS) == said(now(q), FEW_DIGITS);
            said(x, if reads_as_now { MANY_DIGITS } else { FEW_DIGITS })
        };
        let what = seek.by.label(words.0);
        let mut lines = Vec::new();
        if self.reached.len() > 1 {
            lines.push(words.with(Text::GoalSeekSeveral, &[("count", &self.reached.len().to_string())]));
        }
        lines.extend(self.reached.iter().map(|&(x, e)| {
            let (value, statistic) = (text(x), written(q, e, words));
            let aim = asked(q, words);
            let holes = [("what", what), ("value", &value), ("statistic", &statistic), ("wanted", &aim)];
            words.with(Text::GoalSeekAt, &holes)
        }));
        lines.extend(self.jumps.iter().map(|[low, high]| {
            let (at, below, above) = (text(low.0), written(q, low.1, words), written(q, high.1, words));
            let aim = asked(q, words);
            let holes = [("what", what), ("value", &at), ("below", &below), ("above", &above), ("wanted", &aim)];
            words.with(Text::GoalSeekJump, &holes)
        }));
        match self.ends {
            _ if !self.reached.is_empty() || !self.jumps.is_empty() => {}
            None => lines.push(words.to(Text::GoalSeekImpossible)),
            Some([smallest, largest]) => {
                let more = largest.1.value < self.wanted;
                let (value, best) = if more { largest } else { smallest };
                let holes = [
                    ("low", text(self.range.low)),
                    ("high", text(self.range.high)),
                    ("best", written(q, best, words)),
                    ("what", what.to_owned()),
                    ("value", text(value)),
                ];
                let said = if more { Text::GoalSeekMore } else { Text::GoalSeekLess };
                lines.push(words.with(said, &holes.each_ref().map(|(k, v)| (*k, v.as_str()))));
            }
        }
        lines.push(words.with(Text::GoalSeekToday, &[("value", &text(now(q)))]));
        lines
    }

    fn tables(&self, q: &Question, words: Words) -> Vec<Table> {
        vec![table(q, self, words)]
    }

    fn json(&self, q: &Question) -> Value {
        let seek = q.settings.seek;
        let point = |(value, e): &(f64, Estimate)| json!({ "value": value, "statistic": estimate(*e) });
        let tried = self.tried.iter().map(|t| json!({ "value": t.value, "statistic": t.statistic.map(estimate) }));
        json!({ "draws": q.scenario.settings().draws, "wanted": seek.wanted.name(), "reach": self.wanted,
            "by": seek.by.name(), "unit": seek.by.unit(), "now": now(q), "range": [self.range.low, self.range.high],
            "reached": self.reached.iter().map(point).collect::<Vec<_>>(),
            "jumps": self.jumps.iter().map(|ends| ends.each_ref().map(point)).collect::<Vec<_>>(),
            "smallest": self.ends.as_ref().map(|ends| point(&ends[0])),
            "largest": self.ends.as_ref().map(|ends| point(&ends[1])), "tried": tried.collect::<Vec<_>>() })
    }

    #[cfg(feature = "pictures")]
    fn pictures(&self) -> &'static [&'static str] {
        &["goal-seek"]
    }

    #[cfg(feature = "pictures")]
    fn picture(&self, name: &str, q: &Question, look: RenderContext) -> Option<ChartView> {
        (name == "goal-seek").then(|| pictures::curve(q, self, look))
    }
}

/// Everything that was tried.
fn table(q: &Question, r: &SeekReport, words: Words) -> Table {
    let by = q.settings.seek.by;
    let statistic = |e: Option<Estimate>| e.map_or_else(|| words.to(Text::StudyCannotRun), |e| written(q, e, words));
    Table {
        caption: wanted(q, words),
        columns: vec![by.label(words.0).to_owned(), wanted(q, words)],
        rows: r.tried.iter().map(|t| vec![by.text(t.value, MANY_DIGITS, words.0), statistic(t.statistic)]).collect(),
    }
}

#[cfg(feature = "pictures")]
mod pictures {
    use super::*;
    use crate::figures::outcome;
    use crate::picture::{ChartView, RenderContext, chart_frame, slot};
    use aftercast_engine::analysis::goal_seek::Tried;
    use aftercast_plot::Axis;
    use aftercast_plot::curves::{Curves, Reading, Series};
    use aftercast_wording::words::trimmed;

    /// Height of the picture.
    const HEIGHT: f64 = 420.0;

    /// The result along the range, what is wanted across it, and where it is reached.
    pub fn curve(q: &Question, r: &SeekReport, look: RenderContext) -> ChartView {
        let seek = q.settings.seek;
        let reading = |t: &Tried| Reading {
            x: t.value,
            y: t.statistic.map_or(f64::NAN, |e| e.value),
            band: t.statistic.map(|e| e.interval_95()),
        };
        let heading = wanted(q, look.words());
        let number = look.style(seek.wanted.unit());
        let y = match seek.wanted {
            Wanted::Median(of) => look.axis(look.text(outcome(of)), number),
            Wanted::Chance => Axis { title: heading.clone(), number, range: None },
        };
        let across = look.style(if seek.by.in_percent() { DisplayUnit::Percent } else { DisplayUnit::Plain });
        let summary = r.words(q, look.words()).join(" ");
        let level = look.words().pair(&look.text(Text::GoalSeekWanted), &asked(q, look.words()));
        let curves = Curves {
            frame: look.frame(HEIGHT, &summary),
            series: vec![Series {
                slot: slot(q.settings.policy),
                label: String::new(),
                readings: r.tried.iter().map(reading).collect(),
                joined: true,
            }],
            x: Axis { title: axis_of(seek.by, look), number: across, range: None },
            x_ticks: Vec::new(),
            y,
            level: Some((r.wanted, level)),
            marked: r.reached.iter().map(|(x, _)| *x).collect(),
        };
        let draws = trimmed(q.scenario.settings().draws as f64, 0);
        let subtitle = look.words().with(Text::GoalSeekSubtitle, &[("draws", &draws)]);
        let subject = q.name(q.settings.policy, look.words());
        let mut frame = chart_frame(look, look.words().pair(&subject, &heading), subtitle, || curves.chart());
        frame.table = table(q, r, look.words());
        frame.readouts = frame.table.rows.iter().map(|row| row.join(" · ")).collect();
        frame.explain = vec![look.text(Text::GoalSeekExplain)];
        frame.summary = summary;
        ChartView { height: HEIGHT, frame }
    }

    /// The name of what may change, with its unit.
    fn axis_of(by: By, look: RenderContext) -> String {
        let unit = match by {
            _ if by.in_percent() => "",
            By::Lever(id) => aftercast_i18n::lever_unit(id).to(look.locale),
            By::Fact(_) => {
                let unit = Text::of_figure(&format!("fact_unit_{}", by.name()));
                unit.map_or("", |text| text.to(look.locale))
            }
        };
        let label = by.label(look.locale);
        match look.locale {
            _ if unit.is_empty() => label.to_owned(),
            Locale::English => format!("{label}, {unit}"),
            Locale::Chinese => format!("{label}，{unit}"),
        }
    }
}
