//! `aftercast convergence`: how the error falls with the draws, and whether those of the scenario are enough.

use std::io::IsTerminal as _;
use std::path::PathBuf;

use aftercast_compute::request::{Priority, RunRequest};
use aftercast_compute::{schedule::JOB_DRAWS, threads};
use aftercast_engine::analysis::convergence::{Answer, Convergence, ConvergencePoint, RUNS, Verdict, looks, verdict};
use aftercast_engine::check;
use aftercast_engine::run::batch::Engine;
use aftercast_engine::run::report::goal_met;
use aftercast_engine::run::results::PolicyResults;
use aftercast_numerics::sampling::Sampler;
use aftercast_scenario::{Futures, Scenario};
use serde_json::json;

use crate::output::{beside, print, put};
use crate::registries::table;
use crate::{Failure, load};

/// Options of a convergence study.
#[derive(Debug, clap::Args)]
pub struct ConvergenceOptions {
    /// Scenario file (JSON); its first two policies are read.
    scenario: PathBuf,
    /// Most draws of a run; 1024 if not given.
    #[arg(long, default_value_t = 1024)]
    draws: u64,
    /// Independent runs of each kind of points.
    #[arg(long, default_value_t = RUNS)]
    runs: usize,
    /// Precision asked of the headline, as a share of futures: 0.02 is ±2 of 100.
    #[arg(long, default_value_t = 0.02)]
    precision: f64,
    /// Most draws tried for it.
    #[arg(long, default_value_t = 65_536)]
    most: u64,
    /// Seed.
    #[arg(long)]
    seed: Option<u64>,
    /// Threads; all processors if not given. The results do not depend on it.
    #[arg(long)]
    threads: Option<usize>,
    /// Write everything as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// Computes, prints, writes.
pub fn run(options: &ConvergenceOptions) -> Result<(), Failure> {
    let (mut draft, _) = load(&options.scenario)?;
    draft.settings.seed = options.seed.unwrap_or(draft.settings.seed);
    draft.settings.draws = options.draws;
    let scenario = check(&draft)?;
    if scenario.policies().is_empty() {
        return Err(Failure::Input(format!("{}: a policy is needed to see errors of", options.scenario.display())));
    }
    for (name, sound) in [
        ("--runs: 2 to 1000", (2..=1000).contains(&options.runs)),
        ("--precision: above 0, below 1", options.precision > 0.0 && options.precision < 1.0),
        ("--most: 64 to 1000000", (64..=1_000_000).contains(&options.most)),
    ] {
        if !sound {
            return Err(Failure::Input(name.to_owned()));
        }
    }
    let json = beside(&options.scenario, options.json.as_deref())?;
    let points = study(&scenario, options)?;
    let verdicts = headline(&scenario, options)?;
    put(json.as_ref(), || format!("{:#}\n", report(&scenario, options, &points, &verdicts)))?;
    print(&summary(&scenario, options, &points, &verdicts))
}

fn threads_of(options: &ConvergenceOptions) -> usize {
    options.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).max(1)
}

fn study(scenario: &Scenario, options: &ConvergenceOptions) -> Result<Vec<ConvergencePoint>, Failure> {
    let policies: Vec<_> = scenario.policies().iter().map(|p| p.levers).collect();
    let mut study = Convergence::new(scenario.futures(), &policies, *scenario.goal(), options.runs);
    let bar = if std::io::stderr().is_terminal() {
        indicatif::ProgressBar::new(study.progress().1 as u64)
    } else {
        indicatif::ProgressBar::hidden()
    };
    let mut engines: Vec<Option<Engine>> = (0..threads_of(options)).map(|_| None).collect();
    while !study.jobs().is_empty() {
        let jobs = study.jobs()[..study.jobs().len().min(4 * engines.len())].to_vec();
        let results = threads::map(&mut engines, &jobs, |engine, job| {
            study.compute(engine.get_or_insert_with(|| Engine::new(scenario.futures())), job)
        });
        for readings in results {
            study.tell(readings?);
            bar.inc(1);
        }
    }
    bar.finish_and_clear();
    Ok(study.points())
}

/// The headline of the first policy at each doubling of the draws, until it is as certain as asked.
fn headline(scenario: &Scenario, options: &ConvergenceOptions) -> Result<Vec<Verdict>, Failure> {
    let mut verdicts: Vec<Verdict> = Vec::new();
    for draws in looks(options.most) {
        let request = RunRequest {
            run: 0,
            futures: Futures { draws, ..scenario.futures() },
            baseline: false,
            policies: scenario.policies().iter().take(1).map(|p| p.levers).collect(),
            draws: None,
            priority: Priority::Batch,
        };
        let mut results = PolicyResults::new(scenario.company().horizon());
        let mut lost = None;
        threads::run(&request, threads_of(options), JOB_DRAWS, |_, block| {
            lost = lost.or(results.append(&block).err())
        })?;
        if let Some(e) = lost {
            return Err(e.into());
        }
        let before = verdicts.last().map(|v| (v.draws, v.half_width));
        let v = verdict(draws, goal_met(scenario.goal(), &results), options.precision, before);
        verdicts.push(v);
        if v.enough {
            break;
        }
    }
    Ok(verdicts)
}

fn report(
    scenario: &Scenario,
    options: &ConvergenceOptions,
    points: &[ConvergencePoint],
    verdicts: &[Verdict],
) -> serde_json::Value {
    let number = |x: f64| if x.is_finite() { json!(x) } else { serde_json::Value::Null };
    json!({
        "name": scenario.name(),
        "engine_version": aftercast_engine::VERSION,
        "seed": scenario.settings().seed,
        "events": scenario.settings().events.name(),
        "runs": options.runs,
        "answers": Answer::ALL.map(Answer::name),
        "errors": points.iter().map(|p| json!({
            "sampler": p.sampler.name(), "draws": p.draws, "error": p.error.map(number), "mean": p.mean.map(number),
        })).collect::<Vec<_>>(),
        "headline": {
            "goal": { scenario.goal().name(): scenario.goal().bound() },
            "precision": options.precision,
            "looks": verdicts.iter().map(|v| json!({
                "draws": v.draws, "half_width": number(v.half_width), "enough": v.enough, "needed": v.needed,
            })).collect::<Vec<_>>(),
        },
    })
}

fn summary(
    scenario: &Scenario,
    options: &ConvergenceOptions,
    points: &[ConvergencePoint],
    verdicts: &[Verdict],
) -> String {
    let random = |draws: u64| points.iter().find(|p| p.sampler == Sampler::Random && p.draws == draws);
    let rows = points.iter().map(|p| {
        let cell = |k: usize| {
            let error = p.error[k];
            if !error.is_finite() {
                return "–".to_owned();
            }
            let shown = if Answer::ALL[k] == Answer::Goal {
                format!("{:.2} of 100", 100.0 * error)
            } else {
                format!("{:.4}", error / 1e6)
            };
            let ratio = random(p.draws).map_or(f64::NAN, |r| error / r.error[k]);
            // an answer without error is no better than another
            if p.sampler == Sampler::Random || !ratio.is_finite() { shown } else { format!("{shown} ({ratio:.2})") }
        };
        [p.sampler.name().to_owned(), p.draws.to_string(), cell(0), cell(1), cell(2), cell(3), cell(4)]
    });
    let head = ["points", "draws", "mean NPV", "difference", "5 % quantile", "95 % quantile", "goal"];
    let last = verdicts.last().map_or(String::new(), |v| {
        let width = 100.0 * v.half_width;
        let asked = 100.0 * options.precision;
        if v.enough {
            format!(
                "enough: {} draws make the headline certain to ±{width:.2} of 100 (95 %), ±{asked} was asked for",
                v.draws
            )
        } else {
            let needed = v.needed.map_or(String::new(), |n| format!("; about {n} would do"));
            format!("not enough: {} draws leave ±{width:.2} of 100 (95 %), ±{asked} was asked for{needed}", v.draws)
        }
    });
    format!(
        "error of each answer over {} independent runs, M CNY (in brackets: over that of random points); seed {}, events {}\n{}\n\n\
         headline with {} points, goal {} {}: {last}",
        options.runs,
        scenario.settings().seed,
        scenario.settings().events.name(),
        table(head, rows),
        scenario.settings().sampler.name(),
        scenario.goal().name(),
        scenario.goal().bound(),
    )
}
