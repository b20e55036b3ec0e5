//! `aftercast verify`: the equations against customers simulated one by one.

use std::io::IsTerminal as _;

use aftercast_compute::threads;
use aftercast_i18n::names::beside_today;
use aftercast_microsim::{MonthSeen, Reading};
use aftercast_presets::Preset;
use aftercast_scenario::{Levers, Policy};
use aftercast_validation::agreement::{ALPHA, Agreement, Case, Row, Study};
use serde_json::{Value, json};

use crate::args::VerifyOptions;
use crate::output::{Target, WholeFile, print};
use crate::registries::table;
use crate::{Failure, load_or_default};

/// Presets compared where the scenario brings no policy of its own.
const PRESETS: [&str; 4] = ["staffing.1", "hybrid.1", "tiered.1", "value.1"];
/// Independent replications.
const REPLICATIONS: u64 = 16;
/// Fewest customers of a replication.
const LEAST_CUSTOMERS: usize = 200;

/// Simulates, prints the table, fails where a row that must agree does not.
pub fn verify(options: &VerifyOptions) -> Result<(), Failure> {
    let scenario = load_or_default(options.scenario.as_deref())?;
    if options.customers < LEAST_CUSTOMERS * REPLICATIONS as usize {
        return Err(Failure::Input(format!(
            "--customers {}: at least {}, so that each of {REPLICATIONS} replications is a crowd",
            options.customers,
            LEAST_CUSTOMERS * REPLICATIONS as usize
        )));
    }
    let mut cases: Vec<Case> = vec![("today".to_owned(), None)];
    if scenario.policies().is_empty() {
        let start = Levers::start_from(scenario.today());
        cases.extend(
            PRESETS
                .iter()
                .filter_map(|key| Preset::from_key(key))
                .map(|p| (p.id.to_owned(), Some(start.with(p.levers.iter().copied())))),
        );
    } else {
        let named = |(i, p): (usize, &Policy)| (beside_today(&p.name, i), Some(p.levers));
        cases.extend(scenario.policies().iter().enumerate().map(named));
    }
    let json = options.json.as_deref().map(Target::new).transpose()?;
    let study = Study::new(&scenario, cases, options.customers, REPLICATIONS, options.seed)?;
    let agreement = study.table(&Reading::ALL, &simulate(&study, options.threads));
    if let Some(target) = json {
        let mut file = WholeFile::create(&target)?;
        file.write(&format!("{:#}\n", as_json(&agreement, options)))?;
        file.finish()?;
    }
    print(&report(&agreement, options))?;
    let failed = agreement.must.iter().filter(|r| !r.agrees()).count();
    if failed > 0 {
        return Err(Failure::Machine(format!(
            "{failed} of {} rows that must agree do not; see the table",
            agreement.must.len()
        )));
    }
    Ok(())
}

/// Every job on so many threads; the results do not depend on them.
fn simulate(study: &Study, threads: Option<usize>) -> Vec<MonthSeen> {
    let jobs = study.jobs(&Reading::ALL);
    let threads = threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).max(1);
    let bar = if std::io::stderr().is_terminal() {
        indicatif::ProgressBar::new(jobs.len() as u64)
    } else {
        indicatif::ProgressBar::hidden()
    };
    let seen = threads::map(&mut vec![(); threads], &jobs, |(), job| {
        let seen = study.run(*job);
        bar.inc(1);
        seen
    });
    bar.finish_and_clear();
    seen
}

fn number(x: f64) -> String {
    match x.abs() {
        s if s >= 1e6 => format!("{:.3} M", x / 1e6),
        s if s >= 1e3 => format!("{x:.0}"),
        s if s >= 10.0 => format!("{x:.3}"),
        _ => format!("{x:.4}"),
    }
}

fn cells(r: &Row) -> [String; 7] {
    let difference = if r.aggregate == 0.0 { 0.0 } else { 100.0 * (r.simulated / r.aggregate - 1.0) };
    [
        r.policy.clone(),
        r.figure.name().to_owned(),
        number(r.aggregate),
        format!("{} ±{}", number(r.simulated), number(r.margin())),
        format!("{difference:+.2} %"),
        format!("{:.2} %", 100.0 * r.resolution()),
        if r.agrees() { "agrees".to_owned() } else { "DIFFERS".to_owned() },
    ]
}

fn report(agreement: &Agreement, options: &VerifyOptions) -> String {
    let head = ["policy", "figure", "equations", "customers", "difference", "would notice", "verdict"];
    let agree = agreement.must.iter().filter(|r| r.agrees()).count();
    let mut text = format!(
        "{} customers in {REPLICATIONS} replications, seed {}; means over the horizon, customers at its end.\n\
         ± is the confidence interval: a correct model fails anywhere in this table in {} % of runs.\n\
         Must agree: {agree} of {} rows do.\n{}\n",
        options.customers,
        options.seed,
        100.0 * ALPHA,
        agreement.must.len(),
        table(head, agreement.must.iter().map(cells))
    );
    let differ: Vec<&Row> = agreement.undone.iter().filter(|r| !r.agrees()).collect();
    text.push_str(&format!(
        "\nWhere the equations average: one averaging undone each, {} of {} rows differ (a finding, not a failure).\n{}",
        differ.len(),
        agreement.undone.len(),
        table(
            ["reading", "policy", "figure", "equations", "customers", "difference"],
            differ.iter().map(|r| {
                let [policy, figure, aggregate, simulated, difference, _, _] = cells(r);
                [r.reading.name().to_owned(), policy, figure, aggregate, simulated, difference]
            })
        )
    ));
    text
}

fn as_json(agreement: &Agreement, options: &VerifyOptions) -> Value {
    let rows = |rows: &[Row]| -> Vec<Value> {
        rows.iter()
            .map(|r| {
                json!({ "policy": r.policy, "reading": r.reading.name(), "figure": r.figure.name(), "aggregate": r.aggregate,
                    "simulated": r.simulated, "standard_error": r.error, "critical": r.critical, "margin": r.margin(),
                    "resolution": r.resolution(), "agrees": r.agrees() })
            })
            .collect()
    };
    json!({ "engine_version": aftercast_engine::VERSION, "customers": options.customers, "replications": REPLICATIONS,
        "seed": options.seed, "alpha": ALPHA, "must_agree": rows(&agreement.must), "averaging_undone": rows(&agreement.undone) })
}
