//! `aftercast frontier`: the best policies for each share of revenue spent on service.

use std::io::IsTerminal as _;
use std::path::PathBuf;

use aftercast_compute::threads;
use aftercast_engine::analysis::frontier::{
    Aim, Frontier, FrontierPoint, FrontierRequest, LeverRange, Measured, POPULATION, Phase, Statistic, Step,
    best_within, measure, report,
};
use aftercast_engine::analysis::guards::Guards;
use aftercast_engine::run::batch::Engine;
use aftercast_i18n::names::beside_today;
use aftercast_scenario::{LEVERS, LeverId, Levers, Scenario};

use crate::output::{beside, print, put};
use crate::registries::table;
use crate::remarks::remarks;
use crate::{Failure, load};

/// Options of a frontier.
#[derive(Debug, clap::Args)]
pub struct FrontierOptions {
    /// Scenario file (JSON); its policies are shown beside the frontier.
    scenario: PathBuf,
    /// Levers that may move, with commas: ids such as ai_share, ai_share=0.3..0.8, or the words headline and all.
    #[arg(long, value_delimiter = ',', required = true)]
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
    /// Which number of it: mean, a quantile such as q05, or the mean of the worst share such as cvar (5 %) or cvar10.
    #[arg(long, default_value = "mean", value_parser = statistic)]
    statistic: Statistic,
    /// Policies evaluated.
    #[arg(long, default_value_t = 2000)]
    evaluations: usize,
    /// Draws of an evaluation; the frontier found is measured again on four times as many others, at least 1024.
    #[arg(long, default_value_t = 256)]
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
    #[arg(long)]
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

/// Reads `mean`, `q05`, `cvar`, `cvar10`.
fn statistic(text: &str) -> Result<Statistic, String> {
    let share = |digits: &str| {
        format!("0.{digits}")
            .parse::<f64>()
            .ok()
            .filter(|p| *p > 0.0 && digits.bytes().all(|b| b.is_ascii_digit()))
            .ok_or(format!("{text}: after q or cvar stand the digits behind the point, such as 05 for 5 %"))
    };
    match (text, text.strip_prefix('q'), text.strip_prefix("cvar")) {
        ("mean", _, _) => Ok(Statistic::Mean),
        ("cvar", _, _) => Ok(Statistic::Cvar(0.05)),
        (_, Some(digits), _) => share(digits).map(Statistic::Quantile),
        (_, _, Some(digits)) => share(digits).map(Statistic::Cvar),
        _ => Err(format!("{text}: mean, q05, cvar or the like")),
    }
}

/// Searches, prints, writes.
pub fn run(options: &FrontierOptions) -> Result<(), Failure> {
    let (_, scenario) = load(&options.scenario)?;
    let mut frontier = Frontier::new(request(options, &scenario)?)?;
    let json = beside(&options.scenario, options.json.as_deref())?;
    compute(&mut frontier, options.threads)?;
    let names: Vec<&str> = scenario.policies().iter().map(|p| p.name.as_str()).collect();
    put(json.as_ref(), || format!("{:#}\n", report::report(&frontier, &names)))?;
    print(&summary(&frontier, &names, scenario.today()))
}

fn request(options: &FrontierOptions, scenario: &Scenario) -> Result<FrontierRequest, Failure> {
    let mut futures = scenario.futures();
    futures.seed = options.seed.unwrap_or(futures.seed);
    futures.draws = options.draws.saturating_mul(4).clamp(1024, 65_536);
    let mut locked = match &options.from {
        None => Levers::start_from(scenario.today()),
        Some(name) => {
            let found = scenario.policies().iter().find(|p| p.name == *name);
            let names: Vec<&str> = scenario.policies().iter().map(|p| p.name.as_str()).collect();
            found.map(|p| p.levers).ok_or_else(|| {
                Failure::Input(format!("--from {name}: the scenario has no such policy, only {}", names.join(", ")))
            })?
        }
    };
    for lock in &options.lock {
        let (id, value) = lock
            .split_once('=')
            .and_then(|(id, value)| Some((LeverId::from_name(id.trim())?, value.trim().parse::<f64>().ok()?)))
            .ok_or_else(|| Failure::Input(format!("--lock {lock}: a lever and a number, such as ai_share=0.5")))?;
        let spec = id.spec();
        if !(value >= spec.min && value <= spec.max) {
            let text = format!("--lock {lock}: allowed {} to {} {}", spec.min, spec.max, spec.unit);
            return Err(Failure::Input(text));
        }
        *locked.get_mut(id) = value;
    }
    let mut levers: Vec<LeverRange> = Vec::new();
    for text in &options.levers {
        levers.extend(ranges(text)?);
    }
    levers.retain(|r| !options.lock.iter().any(|l| l.split('=').next().map(str::trim) == Some(r.lever.name())));
    Ok(FrontierRequest {
        futures,
        levers,
        locked,
        references: scenario.policies().iter().map(|p| p.levers).collect(),
        aim: match options.aim {
            AimArg::TotalGain => Aim::TotalGain,
            AimArg::Npv => Aim::Npv,
            AimArg::Csi => Aim::Csi,
            AimArg::Ltv => Aim::Ltv,
        },
        statistic: options.statistic,
        evaluations: options.evaluations,
        search_draws: options.draws,
        population: POPULATION,
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
    let id = match name {
        "headline" => return Ok(of(|l| l.headline)),
        "all" => return Ok(of(|_| true)),
        name => LeverId::from_name(name).ok_or_else(|| {
            Failure::Input(format!(
                "--levers {text}: no such lever; aftercast levers lists them, or say headline or all"
            ))
        })?,
    };
    let Some(range) = range else { return Ok(vec![LeverRange::whole(id)]) };
    let ends =
        range.split_once("..").and_then(|(low, high)| Some((low.trim().parse().ok()?, high.trim().parse().ok()?)));
    let (low, high) =
        ends.ok_or_else(|| Failure::Input(format!("--levers {text}: a range is low..high, such as {name}=0.2..0.8")))?;
    Ok(vec![LeverRange { lever: id, low, high }])
}

fn compute(frontier: &mut Frontier, threads: Option<usize>) -> Result<(), Failure> {
    let threads = threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).max(1);
    let (aim, statistic) = (frontier.request().aim, frontier.request().statistic);
    let bar = if std::io::stderr().is_terminal() {
        indicatif::ProgressBar::new(frontier.progress().1 as u64)
    } else {
        indicatif::ProgressBar::hidden()
    };
    // an engine a thread, kept from one round to the next with the baselines it has computed
    let mut engines: Vec<Option<Engine>> = (0..threads).map(|_| None).collect();
    loop {
        let asked = frontier.ask().to_vec();
        if asked.is_empty() {
            break;
        }
        let futures = frontier.futures().clone();
        let told = threads::map(&mut engines, &asked, |engine, levers| {
            let engine = engine.get_or_insert_with(|| Engine::new(futures.clone()));
            engine.enter(futures.clone());
            measure(engine, levers, aim, statistic)
        });
        let measured: Result<Vec<Measured>, _> = told.into_iter().collect();
        let measured = measured?;
        frontier
            .tell(measured)
            .map_err(|e| Failure::Machine(format!("results were lost ({e}); this is a defect, please report it")))?;
        let (done, all) = frontier.progress();
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    }
    bar.finish_and_clear();
    debug_assert_eq!(frontier.phase(), Phase::Done);
    Ok(())
}

/// Rows of the printed frontier, at most; the file holds all.
const ROWS: usize = 16;

/// The frontier as a table, the scenario's policies beside it.
fn summary(frontier: &Frontier, names: &[&str], today: &Levers<f64>) -> String {
    let request = frontier.request();
    let points = frontier.points();
    let free: Vec<LeverId> = request.levers.iter().map(|r| r.lever).collect();
    let rows = levels(&points).into_iter().map(|i| {
        let p = &points[i];
        let buys = p.worth.step.as_ref().map_or("–".to_owned(), |s| buys(s, request.aim));
        let levers = moved(&p.levers, today, &free);
        [share(&p.measured), amount(&p.measured, request.aim), buys, levers]
    });
    let unit = unit(request.aim);
    let aim = format!("{} of {}, {unit}", request.statistic.name(), request.aim.name());
    let frontier_table =
        table(["cost share, %", aim.as_str(), "more spending buys (95 %)", "levers moved from today"], rows);
    let named = names.iter().enumerate().map(|(p, name)| beside_today(name, p));
    let beside = std::iter::once("start".to_owned()).chain(named).zip(frontier.references()).map(|(name, m)| {
        let best = best_within(&points, m.cost_share.value).map(|i| points[i].measured.aim.value - m.aim.value);
        let short = best.map_or("the frontier starts at a higher cost".to_owned(), |x| {
            if x > 0.0 { scaled(x, request.aim) } else { "nothing".to_owned() }
        });
        [name, share(m), amount(m, request.aim), short]
    });
    let beside = table(["policy", "cost share, %", aim.as_str(), "falls short of the frontier by"], beside);
    let optimism = frontier.optimism().map_or(String::new(), |x| {
        format!("; the search saw its choices {} better than that on average", scaled(x, request.aim))
    });
    let found = if points.is_empty() {
        "\nno policy tried keeps within the guard rails: widen them, or free other levers".to_owned()
    } else {
        claim(frontier, &points, today)
    };
    format!(
        "{} policies on {} draws searched, seed {}; {} on the frontier, measured on {} fresh draws{optimism}; ± is one Monte \
         Carlo error\n{}\n{frontier_table}{found}\n\n{beside}",
        request.evaluations,
        request.search_draws,
        request.futures.seed,
        points.len(),
        request.futures.draws,
        rails(frontier),
    )
}

/// Positions of up to [`ROWS`] points, spread evenly over the frontier's cost; both ends are among them.
fn levels(points: &[FrontierPoint]) -> Vec<usize> {
    let cost = |i: usize| points[i].measured.cost_share.value;
    let Some(last) = points.len().checked_sub(1) else { return Vec::new() };
    let mut chosen: Vec<usize> = (0..ROWS)
        .filter_map(|k| {
            let level = cost(0) + (cost(last) - cost(0)) * k as f64 / (ROWS - 1) as f64;
            if k + 1 == ROWS { Some(last) } else { best_within(points, level) }
        })
        .collect();
    chosen.dedup();
    chosen
}

fn unit(aim: Aim) -> &'static str {
    match aim {
        Aim::TotalGain | Aim::Npv => "M CNY",
        Aim::Csi => "points",
        Aim::Ltv => "CNY",
    }
}

fn scaled(x: f64, aim: Aim) -> String {
    match aim {
        Aim::TotalGain | Aim::Npv => format!("{:.2}", x / 1e6),
        Aim::Csi => format!("{x:.2}"),
        Aim::Ltv => format!("{x:.1}"),
    }
}

fn amount(m: &Measured, aim: Aim) -> String {
    let e = m.aim.estimate();
    format!("{} ±{}", scaled(e.value, aim), scaled(e.error, aim))
}

fn share(m: &Measured) -> String {
    format!("{:.2}", 100.0 * m.cost_share.value)
}

/// How much more is spent, and what that buys: never beyond the frontier.
fn buys(step: &Step, aim: Aim) -> String {
    let (gain, (low, high)) = (step.gain.estimate.value, step.gain.interval);
    let end = if step.to_the_end { ", to the end" } else { "" };
    format!(
        "+{:.2} points{end}: {} ({} to {})",
        100.0 * step.width,
        scaled(gain, aim),
        scaled(low, aim),
        scaled(high, aim)
    )
}

/// The guard rails in force, and the levers that they hold.
fn rails(frontier: &Frontier) -> String {
    let guards = frontier.request().guards;
    let allowed = frontier.today().and_then(|m| guards.allowed(frontier.service(m)));
    let on: Vec<String> = [
        guards.csi.then(|| "satisfaction not under today's".to_owned()),
        allowed.map(|x| format!("at most {:.0} of 100 contacts give up", 100.0 * x)),
        guards.evidence.then(|| "levers within the report's figures".to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect();
    let held: Vec<&str> = frontier.held().iter().map(|id| id.name()).collect();
    let held = match held.is_empty() {
        true => String::new(),
        false => format!("; held, as the report has no figures for other values: {}", held.join(", ")),
    };
    match on.is_empty() {
        true => "no guard rails: what is best here may leave the evidence or let customers down".to_owned(),
        false => format!("guard rails: {}{held}", on.join(", ")),
    }
}

/// What is to be said of the best policy: that it does not gain, that it leaves the evidence or breaks a rail.
fn claim(frontier: &Frontier, points: &[FrontierPoint], today: &Levers<f64>) -> String {
    let Some(best) = points.last() else { return String::new() };
    let mut lines = String::new();
    if matches!(frontier.request().aim, Aim::TotalGain | Aim::Npv) && best.measured.aim.value <= 0.0 {
        lines += "\nmore money does not pay here: none of the policies found gains over today";
    }
    let all =
        Guards { abandoned: frontier.request().guards.abandoned.or(Guards::default().abandoned), ..Guards::default() };
    let service = frontier.service(&best.measured);
    let broken = frontier.today().map(|m| all.breaches(service, frontier.service(m))).unwrap_or_default();
    let said = remarks(&best.levers, today, &broken);
    if !said.is_empty() {
        lines += &format!("\nthe best policy: {}", said.join("; "));
    }
    lines
}

fn moved(levers: &Levers<f64>, today: &Levers<f64>, free: &[LeverId]) -> String {
    let moved = |id: &LeverId| levers.get(*id) != today.get(*id);
    let words: Vec<String> =
        free.iter().filter(|id| moved(id)).map(|id| format!("{} {}", id.name(), levers.get(*id))).collect();
    if words.is_empty() { "none".to_owned() } else { words.join(", ") }
}
