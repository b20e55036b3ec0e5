//! The command line: central runs, Monte Carlo runs, registries and links, from scenario files.

mod analyse;
mod args;
mod central;
mod checks;
mod convergence;
mod forecast;
mod frontier;
mod links;
mod output;
mod per_draw;
mod registries;
mod remarks;
mod run;
mod stress;
mod survey;
#[cfg(feature = "sweep")]
mod sweep;
mod verify;

use std::process::ExitCode;

use aftercast::engine::scenario::{Draft, Scenario, check, json};
use clap::Parser as _;

use args::{Args, Command};

/// Why a command ended without a result.
#[derive(Debug)]
pub enum Failure {
    /// The input is wrong: exit code 2.
    Input(String),
    /// What was printed is not what was written: exit code 3. Everything that differs is told already.
    Damaged,
    /// The machine refused: exit code 1.
    Machine(String),
}

fn main() -> ExitCode {
    let done = match Args::parse().command {
        Command::Central { scenario, policy } => central::run(&scenario, policy.as_deref()),
        Command::Run(options) => run::run(&options),
        Command::Analyse(options) => analyse::run(&options),
        Command::Frontier(options) => frontier::run(&options),
        Command::Stress(options) => stress::run(&options),
        Command::Convergence(options) => convergence::run(&options),
        #[cfg(feature = "sweep")]
        Command::Sweep(options) => sweep::run(&options),
        Command::Checks { scenario, json } => checks::checks(scenario.as_deref(), json),
        Command::Verify(options) => verify::verify(&options),
        Command::Forecast(options) => forecast::forecast(&options),
        Command::Score { forecast, actual, json } => forecast::score(&forecast, &actual, json),
        Command::Link { scenario, base } => links::link(&scenario, base.as_deref()),
        Command::Open { link } => links::open(&link),
        Command::Levers { json } => output::print(&registries::levers(json)),
        Command::Assumptions { json } => output::print(&registries::assumptions(json)),
        Command::Evidence { check: true, scenario, json } => survey::survey(scenario.as_deref(), json),
        Command::Evidence { check: false, json, .. } => output::print(&registries::evidence(json)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Input(message)) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
        Err(Failure::Damaged) => ExitCode::from(3),
        Err(Failure::Machine(message)) => {
            eprintln!("{message}");
            ExitCode::from(1)
        }
    }
}

/// The text of a file, whatever its encoding.
///
/// # Errors
/// What the file is where it is no text, and what to do.
pub fn text(path: &std::path::Path) -> Result<String, Failure> {
    let refuse = |why: &str| Failure::Input(format!("{}: {why}", path.display()));
    let bytes = std::fs::read(path).map_err(|e| refuse(&e.to_string()))?;
    aftercast::import::text_of(&bytes).map_err(|why| refuse(&why))
}

/// Problems of a table that are named before the rest is only counted.
const NAMED: usize = 10;

/// What is wrong with a table, line by line.
pub fn refused(path: &std::path::Path, faults: &[aftercast::import::Fault]) -> Failure {
    let said = faults
        .iter()
        .take(NAMED)
        .map(|fault| format!("{}: {}", path.display(), fault.said(aftercast::texts::Locale::English)));
    let more = faults.len().saturating_sub(NAMED);
    let more = (more > 0).then(|| format!("and {more} more"));
    Failure::Input(said.chain(more).collect::<Vec<_>>().join("\n"))
}

/// Reads and checks a scenario file; every problem is named.
pub fn load(path: &std::path::Path) -> Result<(Draft, Scenario), Failure> {
    let text = text(path)?;
    let (draft, mut violations) = json::read(&text);
    let checked = check(&draft);
    if let Err(more) = &checked {
        violations.0.extend(more.0.iter().cloned());
    }
    match checked {
        Ok(scenario) if violations.is_empty() => {
            if draft.face_value {
                eprintln!("{}: takes the survey at face value, as the file says", path.display());
            }
            Ok((draft, scenario))
        }
        _ => Err(Failure::Input(format!(
            "{}: {} to mend\n{violations}",
            path.display(),
            if violations.0.len() == 1 { "1 thing".to_owned() } else { format!("{} things", violations.0.len()) }
        ))),
    }
}

/// The company and assumptions of a scenario file; without a file, the default company.
///
/// # Errors
/// As [`load`].
pub fn load_or_default(path: Option<&std::path::Path>) -> Result<Scenario, Failure> {
    match path {
        Some(path) => Ok(load(path)?.1),
        None => check(&Draft::default()).map_err(|v| Failure::Input(v.to_string())),
    }
}
