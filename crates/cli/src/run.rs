//! `aftercast run`: a Monte Carlo run with progress, a summary table, and files for those who go on computing.

use aftercast_compute::request::{Priority, RunRequest};
use aftercast_compute::{schedule::JOB_DRAWS, threads};
use aftercast_engine::analysis::guards::{breaches_json, outside_json};
use aftercast_engine::check;
use aftercast_engine::run::batch::EventMode;
use aftercast_engine::run::outcome::{OUTCOME_COLUMNS, Outcome, SERIES_COLUMNS};
use aftercast_engine::run::report::{self, goal_met};
use aftercast_engine::run::results::PolicyResults;
use aftercast_engine::run::summary::{Estimate, changes_nothing, multiple, summarise};
use aftercast_i18n::names::beside_today;
use aftercast_numerics::sampling::Sampler;
use aftercast_scenario::{Goal, Policy, Scenario};
use serde_json::Value;

use crate::args::RunOptions;
use crate::compute::{bar, threads_of};
use crate::output::{Target, WholeFile, print, put_json};
use crate::per_draw::write_draws;
use crate::remarks::{breaches, of_scenario};
use crate::{Failure, load};
use aftercast_analyses::terminal::{Money, in_currency, table};

/// Runs, prints, writes.
pub fn run(options: &RunOptions) -> Result<(), Failure> {
    let scenario = scenario(options)?;
    let [json, per_draw] = targets(options)?;
    announce_memory(&scenario);
    let results = compute(&scenario, options.threads)?;
    put_json(json.as_ref(), || report(&scenario, &results))?;
    if let Some(target) = per_draw {
        let mut file = WholeFile::create(&target)?;
        write_draws(&scenario, &results, &mut file)?;
        file.finish()?;
    }
    print(&summary(&scenario, &results))
}

/// Every draw is kept for the quantiles; says so where that takes more than most machines have.
fn announce_memory(scenario: &Scenario) {
    let numbers = OUTCOME_COLUMNS + SERIES_COLUMNS * scenario.company().horizon();
    let runs = scenario.policies().len() + 1;
    let gigabytes = scenario.settings().draws as f64 * (numbers * runs * 8) as f64 / 1e9;
    if gigabytes > 4.0 {
        say!("the draws will take {gigabytes:.0} GB of memory; fewer draws or policies take less");
    }
}

/// Where the files go: two different ones, and neither is the scenario.
fn targets(options: &RunOptions) -> Result<[Option<Target>; 2], Failure> {
    let target = |path: &Option<std::path::PathBuf>| path.as_deref().map(Target::new).transpose();
    let found = [target(&options.json)?, target(&options.per_draw)?];
    if found[0].is_some() && found[0] == found[1] {
        return Err(Failure::Input("--json and --per-draw name the same file; give each its own".to_owned()));
    }
    found.iter().flatten().try_for_each(|target| target.spares(&options.scenario))?;
    Ok(found)
}

/// The file's scenario with the options given on the command line.
fn scenario(options: &RunOptions) -> Result<Scenario, Failure> {
    let (mut draft, _) = load(&options.scenario)?;
    let settings = &mut draft.settings;
    settings.draws = options.draws.unwrap_or(settings.draws);
    settings.seed = options.seed.unwrap_or(settings.seed);
    settings.sampler = options.sampler.map_or(settings.sampler, Sampler::from);
    settings.events = options.events.map_or(settings.events, EventMode::from);
    check(&draft).map_err(Failure::from)
}

/// Results of the baseline and every policy.
fn compute(scenario: &Scenario, threads: Option<u16>) -> Result<Vec<PolicyResults>, Failure> {
    let request = RunRequest {
        run: 0,
        futures: scenario.futures(),
        baseline: true,
        policies: scenario.policies().iter().map(|p| p.levers).collect(),
        draws: None,
        priority: Priority::Batch,
    };
    let mut results = vec![PolicyResults::new(scenario.company().horizon()); scenario.policies().len() + 1];
    let bar = bar(scenario.settings().draws);
    let mut lost = None;
    let done = threads::run(&request, threads_of(threads.map(usize::from)), JOB_DRAWS, |policy, block| {
        if policy.is_none() {
            bar.inc(block.draws as u64);
        }
        if let Err(e) = results[policy.map_or(0, |p| p + 1)].append(&block) {
            lost = Some(e);
        }
    });
    bar.finish_and_clear();
    done?;
    match lost {
        Some(e) => Err(e.into()),
        None => Ok(results),
    }
}

/// The summary for programs, with what leaves the evidence.
fn report(scenario: &Scenario, results: &[PolicyResults]) -> Value {
    let mut report = report::monte_carlo(scenario, results);
    for (k, policy) in scenario.policies().iter().enumerate() {
        let row = &mut report["policies"][k + 1];
        row["outside_the_evidence"] = outside_json(&policy.levers, scenario.today());
        row["breaks"] = breaches_json(&breaches(scenario, &results[k + 1], &results[0]));
    }
    report
}

/// The summary as a table.
fn summary(scenario: &Scenario, results: &[PolicyResults]) -> String {
    let s = scenario.settings();
    let money = Money::of(scenario.company());
    let sum = |e: Estimate| match e.value.is_finite() {
        true => format!("{} ±{}", money.text(e.value, 2), money.text(e.error, 2)),
        false => "–".to_owned(),
    };
    // of few draws a replicate may have no value, and the error is not known
    let plain = |e: Estimate, digits: usize| match e.error {
        error if error.is_finite() => format!("{:.digits$} ±{error:.digits$}", e.value),
        _ => format!("{:.digits$}", e.value),
    };
    let named = |(i, p): (usize, &Policy)| beside_today(&p.name, i);
    let rows = std::iter::once("today".to_owned())
        .chain(scenario.policies().iter().enumerate().map(named))
        .zip(results)
        .enumerate()
        .map(|(i, (name, r))| {
            let of = |o: Outcome| summarise(r.outcome(o));
            let against = |text: String| if i == 0 { "–".to_owned() } else { text };
            let [total, npv, terminal] = [Outcome::TotalGain, Outcome::Npv, Outcome::TerminalValue].map(of);
            let ratio = multiple(r, Outcome::DeltaRevenue);
            let goal = goal_met(scenario.goal(), r);
            let still = changes_nothing(r);
            [
                name,
                against(match scenario.goal() {
                    Goal::PaybackWithin(_) if still => "nothing to pay back".to_owned(),
                    _ => format!("{:.1} ±{:.1} of 100", 100.0 * goal.value, 100.0 * goal.error),
                }),
                against(sum(total.quantiles[4])),
                against(format!(
                    "{} to {}",
                    money.text(total.quantiles[1].value, 1),
                    money.text(total.quantiles[7].value, 1)
                )),
                against(sum(total.mean)),
                against(sum(npv.mean)),
                against(sum(terminal.mean)),
                against(if ratio.ratio_of_means.value.is_finite() {
                    format!("1 : {}", plain(ratio.ratio_of_means, 2))
                } else if still {
                    "nothing spent".to_owned()
                } else if ratio.costs_less {
                    "costs less".to_owned()
                } else {
                    "costs the same".to_owned()
                }),
                plain(of(Outcome::Csi).mean, 2),
                format!(
                    "{:.2} ±{:.2}%",
                    100.0 * of(Outcome::Repurchase).mean.value,
                    100.0 * of(Outcome::Repurchase).mean.error
                ),
                plain(of(Outcome::FirstResponse).mean, 2),
                format!("{:.2}%", 100.0 * of(Outcome::ServiceCostShare).mean.value),
                plain(of(Outcome::Ltv).mean, 1),
            ]
        });
    let head = [
        "policy",
        "meets the goal",
        &format!("total gain (median), {}", money.unit()),
        "5 to 95%",
        &format!("mean total gain, {}", money.unit()),
        "net gain",
        "terminal value",
        "revenue per cost",
        "CSI",
        "repurchase",
        "first response, min",
        "cost share",
        &in_currency("lifetime value, CNY"),
    ];
    format!(
        "{} draws, {} points, seed {}, events {}; goal {} {}; ± is one Monte Carlo error; levels are means of the last year, the first response weighted by contacts\n{}{}",
        s.draws,
        s.sampler.name(),
        s.seed,
        s.events.name(),
        scenario.goal().name(),
        scenario.goal().bound(),
        table(head, rows),
        of_scenario(scenario, |k| breaches(scenario, &results[k + 1], &results[0])),
    )
}
