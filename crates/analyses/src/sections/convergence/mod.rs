//! Convergence: whether the draws are enough for the headline, and how errors fall with the draws for each kind of points.

#[cfg(feature = "pictures")]
mod pictures;

use super::style;
#[cfg(feature = "pictures")]
use crate::picture::{ChartView, RenderContext};
use crate::question::Question;
use crate::refusal::Refusal;
use crate::report::{Report, Table};
use crate::rounds::{AnalysisPlan, Then};
use crate::section::{Family, Section};
use crate::settings::Field;
use crate::terminal;
use aftercast_compute::messages::levers_to_list;
use aftercast_compute::tasks::Task;
use aftercast_compute::{Order, rounds::Rounds};
use aftercast_engine::analysis::convergence::{self, Convergence, ConvergencePoint, Verdict, looks, verdict};
use aftercast_engine::analysis::{Job, JobOutput, Rows};
use aftercast_engine::run::report::{goal_outcome, meets};
use aftercast_engine::run::summary::share;
use aftercast_i18n::Text;
use aftercast_i18n::numbers::DisplayUnit;
use aftercast_numerics::sampling::Sampler;
use aftercast_scenario::{Futures, Goal, Levers};
use aftercast_wording::words::{Words, trimmed};
use serde_json::{Value, json};

/// Whether the draws are enough, and how errors fall.
pub const SECTION: Section = Section::new(
    Family::Quality,
    "convergence",
    (Text::ConvergenceTitle, Text::StudyConvergenceIntro),
    &[Field::Policy, Field::Precision, Field::Runs],
    plan,
)
.taking(|q| {
    // a Latin hypercube is made anew for every doubling, the other two kinds of points are not
    let errors = 4.0 * q.settings.runs as f64 * q.scenario.settings().draws as f64;
    // of a share near one half, at independent draws
    let certain = (0.96 / (q.settings.precision * q.settings.precision)).min(q.settings.most_draws as f64);
    2.0 * (errors + certain)
});

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct ConvergenceReport {
    /// The headline at each doubling of the draws.
    pub looks: Vec<Verdict>,
    /// Error of the estimates by kind of points and draws.
    pub points: Vec<ConvergencePoint>,
}

fn plan(q: &Question) -> Result<AnalysisPlan, Refusal> {
    Ok(Then::of(PrecisionCheck::of(q), Errors::of(q), |looks, points| Box::new(ConvergenceReport { looks, points })))
}

impl Report for ConvergenceReport {
    fn words(&self, q: &Question, words: Words) -> Vec<String> {
        enough_words(q, &self.looks, words)
    }

    fn tables(&self, _: &Question, words: Words) -> Vec<Table> {
        vec![enough_table(&self.looks, words), errors_table(&self.points, words)]
    }

    fn json(&self, q: &Question) -> Value {
        json_of(q, self)
    }

    fn terminal(&self, q: &Question) -> String {
        terminal_of(q, self)
    }

    #[cfg(feature = "pictures")]
    fn pictures(&self) -> &'static [&'static str] {
        &["enough", "errors"]
    }

    #[cfg(feature = "pictures")]
    fn picture(&self, name: &str, q: &Question, look: RenderContext) -> Option<ChartView> {
        match name {
            "enough" => Some(pictures::enough(q, &self.looks, look)),
            "errors" => Some(pictures::errors(&self.points, look)),
            _ => None,
        }
    }
}

/// Draws of a job.
const JOB_DRAWS: u64 = 64;

/// The headline of a policy at each doubling of the draws, until it is as certain as asked: a round a look.
struct PrecisionCheck {
    futures: Futures,
    policy: Option<Levers<f64>>,
    goal: Goal,
    precision: f64,
    looks: Vec<u64>,
    verdicts: Vec<Verdict>,
}

impl PrecisionCheck {
    /// Until half the width of the 95 % interval of the share of futures is at most `precision`.
    fn of(q: &Question) -> Box<dyn Rounds<Report = Vec<Verdict>>> {
        let (policy, goal) = (q.levers(q.settings.policy), *q.scenario.goal());
        let (precision, looks) = (q.settings.precision, looks(q.settings.most_draws));
        Box::new(Self { futures: q.scenario.futures(), policy, goal, precision, looks, verdicts: Vec::new() })
    }
}

impl Rounds for PrecisionCheck {
    type Report = Vec<Verdict>;

    fn futures(&self) -> &Futures {
        &self.futures
    }

    fn round(&mut self) -> usize {
        let next = self.looks.get(self.verdicts.len()).filter(|_| !self.verdicts.last().is_some_and(|v| v.enough));
        let Some(&draws) = next else { return 0 };
        self.futures.draws = draws;
        draws.div_ceil(JOB_DRAWS) as usize
    }

    fn order(&self, index: usize) -> Order {
        let first = index as u64 * JOB_DRAWS;
        let draws = JOB_DRAWS.min(self.futures.draws - first) as usize;
        let (goals, keep) = (vec![self.policy], vec![goal_outcome(&self.goal)]);
        Order::Job(Job { goals, keep, rows: Rows::Drawn { first, draws } })
    }

    fn take(&mut self, outputs: Vec<JobOutput>) {
        let values: Vec<f64> = outputs.into_iter().flat_map(|output| output.values).collect();
        let before = self.verdicts.last().map(|v| (v.draws, v.half_width));
        let met = share(&values, |v| meets(&self.goal, v));
        self.verdicts.push(verdict(self.futures.draws, met, self.precision, before));
    }

    fn rounds(&self) -> usize {
        // most questions are answered with a few thousand draws
        6
    }

    fn report(&self) -> Vec<Verdict> {
        self.verdicts.clone()
    }
}

/// The comparison of samplers.
struct Errors {
    futures: Futures,
    convergence: Convergence,
    policies: Vec<Levers<f64>>,
    goal: Goal,
}

impl Errors {
    /// Every kind of points in so many independent runs.
    fn of(q: &Question) -> Box<dyn Rounds<Report = Vec<ConvergencePoint>>> {
        let (futures, goal, runs) = (q.scenario.futures(), *q.scenario.goal(), q.settings.runs);
        // the policy looked at, then the others
        let others = q.scenario.policies().iter().enumerate().filter(|(k, _)| Some(*k) != q.settings.policy);
        let policies: Vec<Levers<f64>> = std::iter::once(q.moving()).chain(others.map(|(_, p)| p.levers)).collect();
        let convergence = Convergence::new(futures.clone(), &policies, goal, runs);
        Box::new(Self { futures, convergence, policies: policies.into_iter().take(2).collect(), goal })
    }
}

impl Rounds for Errors {
    type Report = Vec<ConvergencePoint>;

    fn futures(&self) -> &Futures {
        &self.futures
    }

    fn round(&mut self) -> usize {
        self.convergence.jobs().len()
    }

    fn order(&self, index: usize) -> Order {
        let job = self.convergence.jobs()[index];
        let task = Task::Converge {
            sampler: job.sampler.name().to_owned(),
            run: job.run,
            draws: job.draws,
            prefixes: job.prefixes,
            policies: self.policies.iter().map(levers_to_list).collect(),
            goal: (self.goal.name().to_owned(), self.goal.bound()),
        };
        Order::Task(task, Vec::new())
    }

    fn take(&mut self, outputs: Vec<JobOutput>) {
        let reading = |row: &[f64]| convergence::ConvergenceSample {
            draws: row[0] as u64,
            estimates: core::array::from_fn(|k| row.get(k + 1).copied().unwrap_or(f64::NAN)),
        };
        for JobOutput { rows, values } in outputs {
            self.convergence.tell(values.chunks_exact(rows.max(1)).map(reading).collect());
        }
    }

    fn report(&self) -> Vec<ConvergencePoint> {
        self.convergence.points()
    }
}

/// Estimands that are money.
const fn is_money(estimand: convergence::Estimand) -> bool {
    !matches!(estimand, convergence::Estimand::Goal)
}

fn enough_table(looks: &[Verdict], words: Words) -> Table {
    let row =
        |v: &Verdict| vec![trimmed(v.draws as f64, 0), style(words, DisplayUnit::Percent).plus_minus(v.half_width)];
    Table {
        caption: words.to(Text::StudyEnough),
        columns: [Text::StudyDraws, Text::StudyHalfWidth].map(|t| words.to(t)).to_vec(),
        rows: looks.iter().map(row).collect(),
    }
}

/// Whether so many draws are more than the document has.
fn is_beyond_own(q: &Question, v: &Verdict) -> bool {
    v.draws > q.scenario.settings().draws
}

/// Whether the draws are enough.
fn enough_words(q: &Question, looks: &[Verdict], words: Words) -> Vec<String> {
    let Some(last) = looks.last() else { return Vec::new() };
    let percent = |x: f64| if x.is_finite() { trimmed(100.0 * x, 2) } else { "–".to_owned() };
    let (draws, error, wanted) =
        (trimmed(last.draws as f64, 0), percent(last.half_width), percent(q.settings.precision));
    let needed = last.needed.map_or_else(|| "–".to_owned(), |n| trimmed(n as f64, 0));
    let own = trimmed(q.scenario.settings().draws as f64, 0);
    let holes = [("draws", draws.as_str()), ("error", &error), ("wanted", &wanted), ("needed", &needed), ("own", &own)];
    let text = match last.enough {
        true if is_beyond_own(q, last) => Text::ConvergenceTooFew,
        true => Text::ConvergenceEnough,
        false => Text::ConvergenceMore,
    };
    vec![words.with(text, &holes)]
}

/// What points of a kind are called.
pub const fn points(sampler: Sampler) -> Text {
    match sampler {
        Sampler::Random => Text::StudyPointsRandom,
        Sampler::LatinHypercube => Text::StudyPointsLatinHypercube,
        Sampler::Sobol => Text::StudyPointsSobol,
    }
}

fn errors_table(all: &[ConvergencePoint], words: Words) -> Table {
    let names = [Text::StudyMean, Text::StudyDifference, Text::StudyLow, Text::StudyHigh, Text::StudyMeetsGoal];
    let cell = |p: &ConvergencePoint, k: usize| {
        let unit = if is_money(convergence::Estimand::ALL[k]) { DisplayUnit::Cny } else { DisplayUnit::Points };
        if p.error[k].is_finite() { style(words, unit).text(p.error[k], None) } else { "–".to_owned() }
    };
    let row = |p: &ConvergencePoint| {
        let head = [words.to(points(p.sampler)), trimmed(p.draws as f64, 0)];
        head.into_iter().chain((0..convergence::Estimand::ALL.len()).map(|k| cell(p, k))).collect::<Vec<_>>()
    };
    let ordered = Sampler::ALL.into_iter().flat_map(|s| all.iter().filter(move |p| p.sampler == s));
    Table {
        caption: words.to(Text::StudyErrors),
        columns: [Text::StudyFieldPoints, Text::StudyDraws].into_iter().chain(names).map(|t| words.to(t)).collect(),
        rows: ordered.map(row).collect(),
    }
}

fn json_of(q: &Question, r: &ConvergenceReport) -> Value {
    let scenario = &q.scenario;
    let number = |x: f64| if x.is_finite() { json!(x) } else { Value::Null };
    json!({
        "name": scenario.name(),
        "engine_version": aftercast_engine::VERSION,
        "seed": scenario.settings().seed,
        "events": scenario.settings().events.name(),
        "runs": q.settings.runs,
        "answers": convergence::Estimand::ALL.map(convergence::Estimand::name),
        "errors": r.points.iter().map(|p| json!({
            "sampler": p.sampler.name(), "draws": p.draws, "error": p.error.map(number), "mean": p.mean.map(number),
        })).collect::<Vec<_>>(),
        "headline": {
            "goal": { scenario.goal().name(): scenario.goal().bound() },
            "precision": q.settings.precision,
            "looks": r.looks.iter().map(|v| json!({
                "draws": v.draws, "half_width": number(v.half_width), "enough": v.enough, "needed": v.needed,
            })).collect::<Vec<_>>(),
        },
    })
}

fn terminal_of(q: &Question, r: &ConvergenceReport) -> String {
    let (scenario, points, verdicts) = (&q.scenario, &r.points, &r.looks);
    let money = terminal::Money::of(scenario.company());
    let random = |draws: u64| points.iter().find(|p| p.sampler == Sampler::Random && p.draws == draws);
    let rows = points.iter().map(|p| {
        let cell = |k: usize| {
            let error = p.error[k];
            if !error.is_finite() {
                return "–".to_owned();
            }
            let shown = if convergence::Estimand::ALL[k] == convergence::Estimand::Goal {
                format!("{:.2} of 100", 100.0 * error)
            } else {
                money.text(error, 4)
            };
            let ratio = random(p.draws).map_or(f64::NAN, |r| error / r.error[k]);
            // an estimate without error is no better than another
            if p.sampler == Sampler::Random || !ratio.is_finite() { shown } else { format!("{shown} ({ratio:.2})") }
        };
        [p.sampler.name().to_owned(), p.draws.to_string(), cell(0), cell(1), cell(2), cell(3), cell(4)]
    });
    let head = ["points", "draws", "mean total gain", "difference", "5% quantile", "95% quantile", "goal"];
    let last = verdicts.last().map_or(String::new(), |v| {
        let width = 100.0 * v.half_width;
        let asked = trimmed(100.0 * q.settings.precision, 4);
        if v.enough && is_beyond_own(q, v) {
            format!(
                "not enough: the {} draws of this document; {} draws make the headline certain to ±{width:.2} of 100 (95%), ±{asked} was asked for",
                scenario.settings().draws,
                v.draws
            )
        } else if v.enough {
            format!(
                "enough: {} draws make the headline certain to ±{width:.2} of 100 (95%), ±{asked} was asked for",
                v.draws
            )
        } else {
            let needed = v.needed.map_or(String::new(), |n| format!("; about {n} would do"));
            format!("not enough: {} draws leave ±{width:.2} of 100 (95%), ±{asked} was asked for{needed}", v.draws)
        }
    });
    format!(
        "error of each answer over {} independent runs, {} (in brackets: over that of random points); seed {}, events {}\n{}\n\n\
         headline with {} points, goal {} {}: {last}",
        q.settings.runs,
        money.unit(),
        scenario.settings().seed,
        scenario.settings().events.name(),
        terminal::table(head, rows),
        scenario.settings().sampler.name(),
        scenario.goal().name(),
        scenario.goal().bound(),
    )
}
