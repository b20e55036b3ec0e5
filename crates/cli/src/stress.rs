//! `aftercast stress`: every policy under every stress, with alerts.

use std::io::IsTerminal as _;
use std::path::PathBuf;

use aftercast_compute::schedule::JOB_DRAWS;
use aftercast_compute::threads;
use aftercast_engine::analysis::alerts::{ALERTS, Alert, Level, Measure};
use aftercast_engine::analysis::stress::{STRESSES, Stress, StressOutcome, StressTest, alarms, report};
use aftercast_engine::check;
use aftercast_engine::run::batch::Engine;
use aftercast_i18n::names::beside_today;
use aftercast_scenario::{Goal, Scenario};

use crate::output::{beside, print, put};
use crate::registries::table;
use crate::{Failure, load};

/// Options of a stress test.
#[derive(Debug, clap::Args)]
pub struct StressOptions {
    /// Scenario file (JSON).
    scenario: PathBuf,
    /// Stresses to test, with commas; all if not given.
    #[arg(long, value_delimiter = ',')]
    stress: Vec<String>,
    /// Other thresholds of an alert: measure=blue,yellow,red.
    #[arg(long, value_name = "MEASURE=BLUE,YELLOW,RED")]
    alert: Vec<String>,
    /// Number of draws.
    #[arg(long)]
    draws: Option<u64>,
    /// Seed of the draws.
    #[arg(long)]
    seed: Option<u64>,
    /// Threads; all processors if not given. The results do not depend on it.
    #[arg(long)]
    threads: Option<usize>,
    /// Write the test as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// Tests, prints, writes.
pub fn run(options: &StressOptions) -> Result<(), Failure> {
    let scenario = scenario(options)?;
    let stresses = stresses(&options.stress)?;
    let alerts = alerts(&options.alert)?;
    let json = beside(&options.scenario, options.json.as_deref())?;
    let policies = scenario.policies().iter().map(|p| p.levers).collect();
    let mut test = StressTest::new(scenario.futures(), policies, stresses, JOB_DRAWS);
    compute(&mut test, options.threads)?;
    let names: Vec<&str> = scenario.policies().iter().map(|p| p.name.as_str()).collect();
    put(json.as_ref(), || format!("{:#}\n", report::report(&test, &names, scenario.goal(), &alerts)))?;
    print(&summary(&test, &names, scenario.goal(), &alerts))
}

fn scenario(options: &StressOptions) -> Result<Scenario, Failure> {
    let (mut draft, _) = load(&options.scenario)?;
    draft.settings.draws = options.draws.unwrap_or(draft.settings.draws);
    draft.settings.seed = options.seed.unwrap_or(draft.settings.seed);
    check(&draft).map_err(Failure::from)
}

fn stresses(ids: &[String]) -> Result<Vec<Stress>, Failure> {
    if ids.is_empty() {
        return Ok(STRESSES.to_vec());
    }
    let known: Vec<&str> = STRESSES.iter().map(|s| s.id).collect();
    let found = |id: &String| {
        Stress::from_id(id)
            .copied()
            .ok_or_else(|| Failure::Input(format!("--stress {id}: there are {}", known.join(", "))))
    };
    ids.iter().map(found).collect()
}

/// The thresholds of the data file, those given in their place.
fn alerts(given: &[String]) -> Result<Vec<Alert>, Failure> {
    let mut alerts = ALERTS.to_vec();
    for text in given {
        let known: Vec<&str> = Measure::ALL.map(Measure::name).to_vec();
        let wrong = || {
            Failure::Input(format!(
                "--alert {text}: a measure and three numbers, such as longest_wait=15,25,40; measures are {}",
                known.join(", ")
            ))
        };
        let (name, numbers) = text.split_once('=').ok_or_else(wrong)?;
        let measure = Measure::from_name(name.trim()).ok_or_else(wrong)?;
        let numbers: Result<Vec<f64>, _> = numbers.split(',').map(|x| x.trim().parse::<f64>()).collect();
        let Ok([blue, yellow, red]) = numbers.as_deref() else { return Err(wrong()) };
        let alert = Alert::new(measure, *blue, *yellow, *red)?;
        alerts.retain(|a| a.measure != measure);
        alerts.push(alert);
    }
    Ok(alerts)
}

fn compute(test: &mut StressTest, threads: Option<usize>) -> Result<(), Failure> {
    let threads = threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).max(1);
    let bar = if std::io::stderr().is_terminal() {
        indicatif::ProgressBar::new(test.progress().1 as u64)
    } else {
        indicatif::ProgressBar::hidden()
    };
    let mut engines: Vec<Option<Engine>> = (0..threads).map(|_| None).collect();
    // a few jobs a thread at a time: their blocks are large and only their essence is kept
    while !test.jobs().is_empty() {
        let jobs = test.jobs()[..test.jobs().len().min(2 * threads)].to_vec();
        let (futures, policies) = (test.futures(), test.policies());
        let results = threads::map(&mut engines, &jobs, |engine, job| {
            job.run(engine.get_or_insert_with(|| Engine::new(futures.clone())), policies)
        });
        for blocks in results {
            let blocks = blocks?;
            test.tell(&blocks)?;
            bar.inc(1);
        }
    }
    bar.finish_and_clear();
    Ok(())
}

/// A table a stress, a row a policy.
fn summary(test: &StressTest, names: &[&str], goal: &Goal, alerts: &[Alert]) -> String {
    let futures = test.futures();
    let mut parts = vec![format!(
        "{} draws, {} points, seed {}; goal {} {}; mean total gain against today's policy under the same stress; ± is one Monte \
         Carlo error; months count from 0",
        futures.draws,
        futures.sampler.name(),
        futures.seed,
        goal.name(),
        goal.bound()
    )];
    let named = || names.iter().enumerate().map(|(p, name)| beside_today(name, p));
    for stress in std::iter::once(None).chain((0..test.stresses().len()).map(Some)) {
        let title = match stress.map(|s| test.stresses()[s]) {
            None => "calm: nothing out of the ordinary happens".to_owned(),
            Some(s) => match s.start(&futures.company) {
                Some(month) => format!("{} ({}), from month {month}: {}", s.name_en, s.id, s.story_en),
                None => format!("{} ({}): the horizon ends before it could begin", s.name_en, s.id),
            },
        };
        let rows = std::iter::once("today".to_owned()).chain(named()).enumerate().filter_map(|(p, name)| {
            let outcome = test.outcome(stress, p, goal)?;
            Some(row(&name, p == 0, &outcome, &alarms(&outcome, alerts), alerts))
        });
        let head = [
            "policy",
            "meets the goal",
            "mean total gain, M CNY",
            "worst in 20",
            "lost to the stress, M CNY",
            "of profit",
            "lowest CSI",
            "longest wait, min",
            "back after",
            "alerts",
        ];
        parts.push(format!("{title}\n{}", table(head, rows)));
    }
    parts.join("\n\n")
}

fn row(name: &str, today: bool, o: &StressOutcome, levels: &[Level], alerts: &[Alert]) -> [String; 10] {
    let against = |text: String| if today { "–".to_owned() } else { text };
    let stressed = |text: String| if o.start.is_none() { "–".to_owned() } else { text };
    let million = |x: f64| format!("{:.2}", x / 1e6);
    let alarms: Vec<String> = alerts
        .iter()
        .zip(levels)
        .filter(|(_, level)| **level > Level::Calm)
        .map(|(a, level)| format!("{} {}", level.name(), a.measure.name()))
        .collect();
    [
        name.to_owned(),
        against(format!("{:.1} ±{:.1} of 100", 100.0 * o.goal.value, 100.0 * o.goal.error)),
        against(format!("{} ±{}", million(o.total_gain.value), million(o.total_gain.error))),
        against(million(o.total_gain_low.value)),
        stressed(format!("{} ±{}", million(o.loss.value), million(o.loss.error))),
        stressed(if o.loss_share.is_finite() { format!("{:.1} %", 100.0 * o.loss_share) } else { "–".to_owned() }),
        format!("{:.1} (month {})", o.lowest_csi.0, o.lowest_csi.1),
        format!("{:.1} (month {})", o.longest_wait.0, o.longest_wait.1),
        match o.recovery {
            None => "–".to_owned(),
            Some(months) if months.is_finite() => format!("{months} months"),
            Some(_) => "not within the horizon".to_owned(),
        },
        alarms.join(", "),
    ]
}
