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

/// Reads and checks a scenario file; every problem is named.
pub fn load(path: &std::path::Path) -> Result<(Draft, Scenario), Failure> {
    let refuse = |why: &str| Failure::Input(format!("{}: {why}; give the path of a scenario file", path.display()));
    let bytes = std::fs::read(path).map_err(|e| refuse(&e.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|e| {
        refuse(&format!("not UTF-8 text (byte {} is damaged or of another encoding)", e.utf8_error().valid_up_to()))
    })?;
    let (draft, mut violations) = json::read(&text);
    let checked = check(&draft);
    if let Err(more) = &checked {
        violations.0.extend(more.0.iter().cloned());
    }
    match checked {
        Ok(scenario) if violations.is_empty() => Ok((draft, scenario)),
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
