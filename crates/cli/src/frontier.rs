//! `aftercast frontier`: the best policies for each share of revenue spent on service.

use std::path::PathBuf;

use aftercast_analyses::search::{SearchFor, SearchLever};
use aftercast_analyses::sections::frontier::SECTION;
use aftercast_analyses::{Question, Settings};
use aftercast_engine::analysis::frontier::{Aim, Frontier, LeverRange, Statistic};
use aftercast_engine::analysis::guards::Guards;
use aftercast_scenario::{LEVERS, LeverId, Levers, Scenario};

use crate::analyse::{find, tell};
use crate::output::beside;
use crate::{Failure, load};

/// Options of a frontier.
#[derive(Debug, clap::Args)]
pub struct FrontierOptions {
    /// Scenario file (JSON); its policies are shown beside the frontier.
    scenario: PathBuf,
    /// Levers that may move, with commas: ids such as ai_share, ai_share=0.3..0.8, or the words headline and all.
    #[arg(long, value_delimiter = ',', default_value = "headline")]
    levers: Vec<String>,
    /// Locks a lever at a value: id=value; all levers not named stay at today's.
    #[arg(long, value_name = "ID=VALUE")]
    lock: Vec<String>,
    /// Policy of the scenario whose levers all others are locked at, instead of today's.
    #[arg(long, value_name = "POLICY")]
    from: Option<String>,
    /// What is to be large.
    #[arg(long, value_enum, default_value = "total-gain")]
    aim: AimArg,
    /// Which number of it: median, mean, a quantile such as q05, or the mean of the worst share such as cvar (5 %) or cvar10.
    #[arg(long, default_value = "median", value_parser = statistic)]
    statistic: Statistic,
    /// Policies evaluated.
    #[arg(long, default_value_t = SearchFor::default().evaluations)]
    evaluations: usize,
    /// Draws of an evaluation; the frontier found is measured again on four times as many others, at least 1024.
    #[arg(long, default_value_t = SearchFor::default().draws)]
    draws: u64,
    /// Lets satisfaction fall under today's; a guard rail keeps it from that otherwise.
    #[arg(long)]
    allow_lower_csi: bool,
    /// Share of contacts that may give up, 0 to 1, or none for any; where today's is larger, today's.
    #[arg(long, value_name = "SHARE", default_value = "0.25", value_parser = most_abandoned)]
    most_abandoned: Limit,
    /// Lets levers leave the range that the report's figures speak about.
    #[arg(long)]
    beyond_evidence: bool,
    /// Seed of draws and search.
    #[arg(long)]
    seed: Option<u64>,
    /// Threads; all processors if not given. The results do not depend on it.
    #[arg(long, value_parser = crate::args::threads)]
    threads: Option<usize>,
    /// Write the frontier as JSON, every point a whole policy.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// A limit, or none.
#[derive(Clone, Copy, Debug)]
struct Limit(Option<f64>);

/// Reads a share from 0 to 1, or none.
fn most_abandoned(text: &str) -> Result<Limit, String> {
    match text {
        "none" => Ok(Limit(None)),
        _ => {
            let share = text.parse::<f64>().ok().filter(|x| (0.0..=1.0).contains(x));
            share.map(|x| Limit(Some(x))).ok_or(format!("{text}: a share from 0 to 1 such as 0.25, or none"))
        }
    }
}

/// Aims by name.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum AimArg {
    /// Total gain: net gain over the horizon and terminal value.
    TotalGain,
    /// Net gain over the horizon.
    Npv,
    /// Mean satisfaction of the last year.
    Csi,
    /// Lifetime value of a new customer.
    Ltv,
}

/// Reads `median`, `mean`, `q05`, `cvar`, `cvar10`.
fn statistic(text: &str) -> Result<Statistic, String> {
    let share = |digits: &str| {
        format!("0.{digits}")
            .parse::<f64>()
            .ok()
            // q5 could be 5 and 50 %, q100 is no share
            .filter(|p| *p > 0.0 && digits.len() > 1 && digits != "100" && digits.bytes().all(|b| b.is_ascii_digit()))
            .ok_or(format!(
                "{text}: after q or cvar stand the digits behind the point, two or more: 05 is 5%, 50 is 50%"
            ))
    };
    match (text, text.strip_prefix('q'), text.strip_prefix("cvar")) {
        ("median", _, _) => Ok(Statistic::Quantile(0.5)),
        ("mean", _, _) => Ok(Statistic::Mean),
        ("cvar", _, _) => Ok(Statistic::Cvar(0.05)),
        (_, Some(digits), _) => share(digits).map(Statistic::Quantile),
        (_, _, Some(digits)) => share(digits).map(Statistic::Cvar),
        _ => Err(format!("{text}: median, mean, q05, cvar or the like")),
    }
}

/// Searches, prints, writes.
pub fn run(options: &FrontierOptions) -> Result<(), Failure> {
    let (document, scenario) = load(&options.scenario)?;
    let settings = Settings { search: search(options, &scenario)?, policy: None, ..Settings::default() };
    let question = Question { document, scenario, settings };
    // the plan names the first few faults of a search, the command line all of them
    Frontier::new(question.settings.search.request(&question))?;
    let json = beside([options.scenario.as_path()], options.json.as_deref())?;
    tell(&SECTION, &question, options.threads, json.as_ref())
}

fn search(options: &FrontierOptions, scenario: &Scenario) -> Result<SearchFor, Failure> {
    let mut locked = match &options.from {
        None => Levers::start_from(scenario.today()),
        Some(name) => {
            let found = find(scenario, "--from", name)?.and_then(|policy| scenario.policies().get(policy));
            found.map_or_else(|| Levers::start_from(scenario.today()), |policy| policy.levers)
        }
    };
    let mut given = Vec::new();
    for lock in &options.lock {
        let (id, value) = lock
            .split_once('=')
            .and_then(|(id, value)| Some((LeverId::from_name(id.trim())?, value.trim().parse::<f64>().ok()?)))
            .ok_or_else(|| Failure::Input(format!("--lock {lock}: a lever and a number, such as ai_share=0.5")))?;
        if given.contains(&id) {
            return Err(Failure::Input(format!(
                "--lock {lock}: {} is locked twice; leave one of the two out",
                id.name()
            )));
        }
        given.push(id);
        *locked.get_mut(id) = value;
        // whatever a policy of a scenario may not be, no point of a frontier is
        if let Some(why) = scenario.admit(&locked).0.first() {
            return Err(Failure::Input(format!("--lock {lock}: allowed {}", why.allowed)));
        }
    }
    let mut levers: Vec<LeverRange> = Vec::new();
    for text in &options.levers {
        levers.extend(ranges(text)?);
    }
    if let Some(both) = options.levers.iter().find(|text| {
        text.split_once('=').and_then(|(name, _)| LeverId::from_name(name.trim())).is_some_and(|id| given.contains(&id))
    }) {
        return Err(Failure::Input(format!(
            "--levers {both}: the lever is locked by --lock; leave one of the two out"
        )));
    }
    levers.retain(|r| !given.contains(&r.lever));
    Ok(SearchFor {
        levers: levers.into_iter().map(|range| SearchLever { free: true, range }).collect(),
        start: Some(locked),
        aim: match options.aim {
            AimArg::TotalGain => Aim::TotalGain,
            AimArg::Npv => Aim::Npv,
            AimArg::Csi => Aim::Csi,
            AimArg::Ltv => Aim::Ltv,
        },
        statistic: options.statistic,
        evaluations: options.evaluations,
        draws: options.draws,
        seed: options.seed,
        guards: Guards {
            csi: !options.allow_lower_csi,
            abandoned: options.most_abandoned.0,
            evidence: !options.beyond_evidence,
        },
    })
}

/// One word of `--levers`.
fn ranges(text: &str) -> Result<Vec<LeverRange>, Failure> {
    let of = |wanted: fn(&aftercast_scenario::LeverSpec) -> bool| {
        LEVERS.iter().filter(|l| l.id.ramps() && wanted(l)).map(|l| LeverRange::whole(l.id)).collect()
    };
    let (name, range) = text.split_once('=').map_or((text.trim(), None), |(name, range)| (name.trim(), Some(range)));
    if let ("headline" | "all", Some(range)) = (name, range) {
        return Err(Failure::Input(format!(
            "--levers {text}: a range belongs to one lever, such as ai_share={range}; {name} takes every lever over its whole range"
        )));
    }
    let id = match name {
        "headline" => return Ok(of(|l| l.headline)),
        "all" => return Ok(of(|_| true)),
        name => LeverId::from_name(name).ok_or_else(|| {
            Failure::Input(format!(
                "--levers {text}: no such lever; aftercast levers lists them, or say headline or all"
            ))
        })?,
    };
    if id.is_whole() {
        return Err(Failure::Input(format!(
            "--levers {text}: {name} takes whole numbers, between which nothing is searched; --lock {name}=12 sets it"
        )));
    }
    let Some(range) = range else { return Ok(vec![LeverRange::whole(id)]) };
    let ends =
        range.split_once("..").and_then(|(low, high)| Some((low.trim().parse().ok()?, high.trim().parse().ok()?)));
    let (low, high) =
        ends.ok_or_else(|| Failure::Input(format!("--levers {text}: a range is low..high, such as {name}=0.2..0.8")))?;
    Ok(vec![LeverRange { lever: id, low, high }])
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(clap::Parser)]
    struct CommandLine {
        #[command(flatten)]
        options: FrontierOptions,
    }

    #[test]
    fn what_is_not_said_is_searched_as_on_the_page() {
        let CommandLine { options } = CommandLine::parse_from(["frontier", "scenario.json"]);
        let question = Question::new(aftercast_scenario::Draft::default(), Settings::default()).unwrap();
        let own = search(&options, &question.scenario).unwrap().request(&question);
        assert_eq!(format!("{own:?}"), format!("{:?}", SearchFor::default().request(&question)));
    }
}
