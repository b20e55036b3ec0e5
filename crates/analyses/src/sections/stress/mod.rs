//! The stress test: every policy under every stress, and the alerts that it raises.

#[cfg(feature = "pictures")]
mod pictures;

use super::style;
use crate::figures::{measure, with_error};
#[cfg(feature = "pictures")]
use crate::picture::{ChartView, RenderContext};
use crate::question::Question;
use crate::refusal::Refusal;
use crate::report::{Finding, Report, Table};
use crate::rounds::AnalysisPlan;
use crate::section::{Family, Group, Section};
use crate::terminal;
use aftercast_compute::messages::levers_to_list;
use aftercast_compute::tasks::Task;
use aftercast_compute::{Order, rounds::Rounds};
use aftercast_engine::analysis::JobOutput;
use aftercast_engine::analysis::alerts::{Alert, Level};
use aftercast_engine::analysis::stress::{Stress, StressOutcome, StressTest, alarms, report};
use aftercast_engine::run::batch::Block;
use aftercast_engine::run::summary::Estimate;
use aftercast_engine::run::summary::STUDENT_T_975_DF7;
use aftercast_i18n::numbers::{DisplayUnit, of_hundred};
use aftercast_i18n::{Locale, Text};
use aftercast_scenario::{Futures, Goal};
use aftercast_wording::GainStatistic;
use aftercast_wording::words::{Words, trimmed};
use serde_json::Value;

/// Every policy under every stress.
pub const SECTION: Section = Section {
    groups: &[Group::Alerts],
    ..Section::new(Family::Choice, "stress", (Text::StressTitle, Text::StudyStressIntro), &[], plan).taking(|q| {
        let cases = (q.settings.stresses.len() + 1) * (q.scenario.policies().len() + 1);
        cases as f64 * q.scenario.settings().draws as f64
    })
};

fn plan(q: &Question) -> Result<AnalysisPlan, Refusal> {
    Ok(StressWork::of(q))
}

/// A finished stress test.
#[derive(Clone, Debug)]
pub struct StressReport {
    /// Outcomes of today's policy and the others: calm first, then each stress.
    pub outcomes: Vec<Vec<StressOutcome>>,
    /// The test itself.
    test: StressTest,
}

impl Report for StressReport {
    fn words(&self, q: &Question, words: Words) -> Vec<String> {
        sentences(q, self, words)
    }

    fn tables(&self, q: &Question, words: Words) -> Vec<Table> {
        vec![table(q, self, words)]
    }

    fn json(&self, q: &Question) -> Value {
        report::report(&self.test, &q.policy_names(), q.scenario.goal(), &q.settings.alerts)
    }

    fn terminal(&self, q: &Question) -> String {
        terminal_of(q, &self.test)
    }

    #[cfg(feature = "pictures")]
    fn pictures(&self) -> &'static [&'static str] {
        &["stress-gain", "stress-loss"]
    }

    #[cfg(feature = "pictures")]
    fn title(&self, _: &Question) -> Option<usize> {
        (!self.test.policies().is_empty()).then_some(0)
    }

    #[cfg(feature = "pictures")]
    fn picture(&self, name: &str, q: &Question, look: RenderContext) -> Option<ChartView> {
        let of = match name {
            "stress-gain" => pictures::Of::Gain,
            "stress-loss" => pictures::Of::Loss,
            _ => return None,
        };
        Some(pictures::stress(q, self, of, look))
    }
}

/// Draws of a job under stress: its blocks are large.
const JOB_DRAWS: u64 = 32;
/// Jobs whose blocks are in memory together, at most.
const MOST_JOBS: usize = 64;

/// A stress test: rounds of at most so many jobs of one stress: their blocks are large, and only their essence is kept.
struct StressWork {
    test: StressTest,
    goal: Goal,
    /// Jobs of this round.
    jobs: usize,
}

impl StressWork {
    /// Today's policy and those of a question under its stresses.
    fn of(q: &Question) -> AnalysisPlan {
        let policies = q.scenario.policies().iter().map(|p| p.levers).collect();
        let test = StressTest::new(q.scenario.futures(), policies, q.settings.stresses.clone(), JOB_DRAWS);
        Box::new(Self { test, goal: *q.scenario.goal(), jobs: 0 })
    }
}

impl Rounds for StressWork {
    type Report = Finding;

    fn futures(&self) -> &Futures {
        self.test.futures()
    }

    fn round(&mut self) -> usize {
        let jobs = self.test.jobs();
        let stress = jobs.first().map(|job| job.stress);
        self.jobs = jobs.iter().take(MOST_JOBS).take_while(|job| Some(job.stress) == stress).count();
        self.jobs
    }

    fn order(&self, index: usize) -> Order {
        let job = &self.test.jobs()[index];
        let stress = job.stress.map(|k| self.test.stresses()[k].id.to_owned());
        let policies = self.test.policies().iter().map(levers_to_list).collect();
        Order::Task(Task::Stress { stress, first: job.first, draws: job.draws, policies }, Vec::new())
    }

    fn take(&mut self, outputs: Vec<JobOutput>) {
        for output in outputs {
            let Some(job) = self.test.jobs().first() else { return };
            let (first, draws) = (job.first, job.draws);
            let block = |values: &[f64]| Block { first, draws, values: values.to_vec() };
            let blocks: Vec<Block> = output.values.chunks_exact(output.rows.max(1)).map(block).collect();
            // in the order of the orders, which is that of the jobs
            let _ = self.test.tell(&blocks);
        }
    }

    fn rounds(&self) -> usize {
        let jobs = self.test.futures().draws.div_ceil(JOB_DRAWS) as usize;
        (self.test.stresses().len() + 1) * jobs.div_ceil(MOST_JOBS)
    }

    fn report(&self) -> Finding {
        let stresses = std::iter::once(None).chain((0..self.test.stresses().len()).map(Some));
        let policies = 0..=self.test.policies().len();
        let outcome = |stress, policy| self.test.outcome(stress, policy, &self.goal);
        let outcomes = stresses.map(|s| policies.clone().filter_map(|p| outcome(s, p)).collect()).collect();
        Box::new(StressReport { outcomes, test: self.test.clone() })
    }
}

fn stress_name(stress: Option<&Stress>, words: Words) -> String {
    let Some(s) = stress else { return words.to(Text::StressCalm) };
    if words.0 == Locale::Chinese { s.name_zh } else { s.name_en }.to_owned()
}

/// The stresses of a test: calm first.
fn stresses(r: &StressReport) -> impl Iterator<Item = Option<&Stress>> {
    std::iter::once(None).chain(r.test.stresses().iter().map(Some))
}

const fn level(level: Level) -> Text {
    match level {
        Level::Calm => Text::AlertCalm,
        Level::Blue => Text::AlertBlue,
        Level::Yellow => Text::AlertYellow,
        Level::Red => Text::AlertRed,
    }
}

/// The alerts that an outcome raises, the worst first.
fn raised(o: &StressOutcome, alerts: &[Alert], words: Words) -> String {
    let mut raised: Vec<(Level, Text)> = alarms(o, alerts)
        .into_iter()
        .zip(alerts)
        .filter(|(level, _)| *level > Level::Calm)
        .map(|(level, alert)| (level, measure(alert.measure).0))
        .collect();
    raised.sort_by_key(|(level, _)| std::cmp::Reverse(*level));
    let each = raised.iter().map(|(l, m)| format!("{} ({})", words.to(level(*l)), words.to(*m)));
    let joint = Text::SeparatorClauses.to(words.0);
    if raised.is_empty() { words.to(Text::AlertCalm) } else { each.collect::<Vec<_>>().join(joint) }
}

fn table(q: &Question, r: &StressReport, words: Words) -> Table {
    let alerts = &q.settings.alerts;
    let names: Vec<String> = q.all_policies().into_iter().map(|which| q.name(which, words)).collect();
    let (cny, share, minutes) =
        (style(words, DisplayUnit::Cny), style(words, DisplayUnit::Percent), style(words, DisplayUnit::Minutes));
    let plain = style(words, DisplayUnit::Plain);
    let row = |s: Option<&Stress>, k: usize, o: &StressOutcome| {
        let none = || "–".to_owned();
        let stressed = o.start.is_some();
        let recovery = match o.recovery {
            None => none(),
            Some(months) if months.is_finite() => plain.text(months, None),
            Some(_) => words.to(Text::StudyNotWithinHorizon),
        };
        vec![
            stress_name(s, words),
            names[k].clone(),
            raised(o, alerts, words),
            if k > 0 { of_hundred(o.goal.value, Some(o.goal.error), words.0) } else { none() },
            if k > 0 { with_error(cny, o.total_gain) } else { none() },
            if k > 0 { cny.text(o.total_gain_low.value, None) } else { none() },
            if stressed { with_error(cny, o.loss) } else { none() },
            if stressed { share.text(o.loss_share, None) } else { none() },
            plain.text(o.lowest_csi.0, None),
            minutes.text(o.longest_wait.0, None),
            recovery,
        ]
    };
    let columns = [
        Text::StudyStressColumn,
        Text::StudyFieldPolicy,
        Text::StudyAlertColumn,
        Text::StudyMeetsGoal,
        GainStatistic::Mean.name(),
        Text::StudyWorstTwenty,
        Text::StudyLost,
        Text::StudyLostShare,
        Text::StudyLowestCsi,
        Text::StudyLongestWait,
        Text::StudyRecovery,
    ];
    let rows = stresses(r).zip(&r.outcomes);
    Table {
        caption: words.to(Text::StressTitle),
        columns: columns.map(|t| words.to(t)).to_vec(),
        rows: rows
            .flat_map(|(s, each)| each.iter().enumerate().map(|(k, o)| row(s, k, o)).collect::<Vec<_>>())
            .collect(),
    }
}

/// Where a policy gains least, and how much.
fn least(r: &StressReport, k: usize) -> Option<(Option<&Stress>, Estimate)> {
    let gains = stresses(r).zip(&r.outcomes).filter_map(|(s, each)| Some((s, each.get(k)?.total_gain)));
    gains.min_by(|a, b| a.1.value.total_cmp(&b.1.value))
}

/// Whether a policy pays under every stress: first the one that gains most in calm.
fn holds(q: &Question, r: &StressReport, words: Words) -> Vec<String> {
    let calm =
        |k: usize| r.outcomes.first().and_then(|each| each.get(k)).map_or(f64::NEG_INFINITY, |o| o.total_gain.value);
    let mut order: Vec<usize> = (1..=q.scenario.policies().len()).collect();
    order.sort_by(|&a, &b| calm(b).total_cmp(&calm(a)));
    let line = |k: usize| {
        let (stress, gain) = least(r, k)?;
        let loses = |e: Estimate| e.value < -STUDENT_T_975_DF7 * e.error;
        let always = r.outcomes.iter().filter_map(|each| each.get(k)).all(|o| loses(o.total_gain));
        let text = match gain.value {
            value if value > STUDENT_T_975_DF7 * gain.error => Text::StudyStressPays,
            _ if always => Text::StudyStressNever,
            _ if loses(gain) => Text::StudyStressLoses,
            _ => Text::StudyStressEven,
        };
        let (policy, amount) = (q.name(Some(k - 1), words), with_error(style(words, DisplayUnit::Cny), gain));
        let holes = [("policy", &policy), ("stress", &stress_name(stress, words)), ("amount", &amount)];
        Some(words.with(text, &holes.map(|(k, v)| (k, v.as_str()))))
    };
    order.into_iter().filter_map(line).collect()
}

/// Whether each policy pays, what costs it most, and its worst alert with the stress that raises it.
fn sentences(q: &Question, r: &StressReport, words: Words) -> Vec<String> {
    let mut lines = holds(q, r, words);
    for (k, which) in q.all_policies().into_iter().enumerate() {
        let of_policy = || stresses(r).zip(&r.outcomes).filter_map(|(s, each)| Some((s, each.get(k)?)));
        let dearest = of_policy().filter(|(_, o)| o.start.is_some() && o.loss.value > 0.0);
        if let Some((s, o)) = dearest.max_by(|a, b| a.1.loss.value.total_cmp(&b.1.loss.value)) {
            let amount = style(words, DisplayUnit::Cny).text(o.loss.value, Some(0.05 * o.loss.value));
            let holes = [("policy", q.name(which, words)), ("stress", stress_name(s, words)), ("amount", amount)];
            lines.push(words.with(Text::StudyStressDearest, &holes.each_ref().map(|(k, v)| (*k, v.as_str()))));
        }
        let worst = of_policy().filter_map(|(s, o)| {
            let levels = alarms(o, &q.settings.alerts);
            let red = levels.iter().filter(|level| **level == Level::Red).count();
            Some((levels.into_iter().max()?, red, s, o))
        });
        let Some((worst, _, s, o)) = worst.max_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1))) else { continue };
        let levels = alarms(o, &q.settings.alerts);
        let named = levels.iter().zip(&q.settings.alerts).filter(|(level, _)| **level == worst);
        let names: Vec<String> = named.map(|(_, alert)| words.to(measure(alert.measure).0)).collect();
        let holes = [
            ("policy", q.name(which, words)),
            ("level", words.to(level(worst))),
            ("measures", names.join(Text::SeparatorItems.to(words.0))),
            ("stress", stress_name(s, words)),
        ];
        let text = if worst == Level::Calm { Text::StudyStressNoAlert } else { Text::StudyStressWorst };
        lines.push(words.with(text, &holes.each_ref().map(|(k, v)| (*k, v.as_str()))));
    }
    lines
}

/// A table a stress, a row a policy.
fn terminal_of(q: &Question, test: &StressTest) -> String {
    let (goal, alerts) = (q.scenario.goal(), &q.settings.alerts);
    let futures = test.futures();
    let money = terminal::Money::of(&futures.company);
    let mut parts = vec![format!(
        "{} draws, {} points, seed {}; goal {} {}; mean total gain against today's policy under the same stress; ± is one Monte \
         Carlo error; months count from 0",
        futures.draws,
        futures.sampler.name(),
        futures.seed,
        goal.name(),
        goal.bound()
    )];
    for stress in std::iter::once(None).chain((0..test.stresses().len()).map(Some)) {
        let title = match stress.map(|s| test.stresses()[s]) {
            None => "calm: nothing out of the ordinary happens".to_owned(),
            Some(s) => match s.start(&futures.company) {
                Some(month) => format!("{} ({}), from month {month}: {}", s.name_en, s.id, s.story_en),
                None => format!("{} ({}): the horizon ends before it could begin", s.name_en, s.id),
            },
        };
        let rows = q.labels().into_iter().enumerate().filter_map(|(p, name)| {
            let outcome = test.outcome(stress, p, goal)?;
            Some(row(&name, p == 0, &outcome, (&alarms(&outcome, alerts), alerts), money))
        });
        let head = [
            "policy",
            "meets the goal",
            &format!("mean total gain, {}", money.unit()),
            "worst in 20",
            &format!("lost to the stress, {}", money.unit()),
            "of profit",
            "lowest CSI",
            "longest wait, min",
            "back after",
            "alerts",
        ];
        parts.push(format!("{title}\n{}", terminal::table(head, rows)));
    }
    parts.join("\n\n")
}

fn row(
    name: &str,
    today: bool,
    o: &StressOutcome,
    (levels, alerts): (&[Level], &[Alert]),
    money: terminal::Money,
) -> [String; 10] {
    let against = |text: String| if today { "–".to_owned() } else { text };
    let stressed = |text: String| if o.start.is_none() { "–".to_owned() } else { text };
    let sum = |x: f64| money.text(x, 2);
    let alarms: Vec<String> = alerts
        .iter()
        .zip(levels)
        .filter(|(_, level)| **level > Level::Calm)
        .map(|(a, level)| format!("{} {}", level.name(), a.measure.name()))
        .collect();
    [
        name.to_owned(),
        against(format!("{:.1} ±{:.1} of 100", 100.0 * o.goal.value, 100.0 * o.goal.error)),
        against(format!("{} ±{}", sum(o.total_gain.value), sum(o.total_gain.error))),
        against(sum(o.total_gain_low.value)),
        stressed(format!("{} ±{}", sum(o.loss.value), sum(o.loss.error))),
        stressed(if o.loss_share.is_finite() { format!("{:.1}%", 100.0 * o.loss_share) } else { "–".to_owned() }),
        format!("{:.1} (month {})", o.lowest_csi.0, o.lowest_csi.1),
        format!("{:.1} (month {})", o.longest_wait.0, o.longest_wait.1),
        match o.recovery {
            None => "–".to_owned(),
            Some(1.0) => "1 month".to_owned(),
            Some(months) if months.is_finite() => format!("{months} months"),
            Some(_) => "not within the horizon".to_owned(),
        },
        alarms.join(", "),
    ]
}
