//! `aftercast verify`: the equations against customers simulated one by one.

use aftercast_analyses::sections::customers::{REPLICATIONS, json_of, terminal_of};
use aftercast_compute::threads;
use aftercast_i18n::names::beside_today;
use aftercast_microsim::{Averaging, MonthSeen};
use aftercast_presets::Preset;
use aftercast_scenario::{Levers, Policy};
use aftercast_validation::agreement::{Case, Comparison};

use crate::args::VerifyOptions;
use crate::compute::{bar, threads_of};
use crate::output::{beside, print, put_json};
use crate::{Failure, load_or_default};

/// Presets compared where the scenario brings no policy of its own.
const PRESETS: [&str; 4] = ["staffing.1", "hybrid.1", "tiered.1", "value.1"];
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
    let json = beside(options.scenario.as_deref(), options.json.as_deref())?;
    let comparison = Comparison::new(&scenario, cases, options.customers, REPLICATIONS, options.seed)?;
    let agreement = comparison.table(&Averaging::ALL, &simulate(&comparison, options.threads));
    put_json(json.as_ref(), || json_of(&agreement, options.customers, options.seed))?;
    print(&terminal_of(&agreement, options.customers, options.seed))?;
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
fn simulate(comparison: &Comparison, threads: Option<usize>) -> Vec<MonthSeen> {
    let jobs = comparison.jobs(&Averaging::ALL);
    let threads = threads_of(threads);
    let bar = bar(jobs.len() as u64);
    let seen = threads::map(&mut vec![(); threads], &jobs, |(), job| {
        let seen = comparison.run(*job);
        bar.inc(1);
        seen
    });
    bar.finish_and_clear();
    seen
}
