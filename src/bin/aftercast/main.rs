//! The command line: central runs, Monte Carlo runs, registries and links, from scenario files.

mod args;
mod checks;
mod output;
mod registries;
mod run;
mod verify;

use std::process::ExitCode;

use aftercast::engine::run::central::{CentralError, central};
use aftercast::engine::run::report;
use aftercast::engine::scenario::{Draft, Scenario, check, json};
use clap::Parser as _;

use args::{Args, Command};

/// Why a command ended without a result.
#[derive(Debug)]
pub enum Failure {
    /// The input is wrong: exit code 2.
    Input(String),
    /// The machine refused: exit code 1.
    Machine(String),
}

fn main() -> ExitCode {
    let done = match Args::parse().command {
        Command::Central { scenario } => central_run(&scenario),
        Command::Run(options) => run::run(&options),
        Command::Checks { json } => checks::checks(json),
        Command::Verify(options) => verify::verify(&options),
        Command::Levers { json } => output::print(&registries::levers(json)),
        Command::Assumptions { json } => output::print(&registries::assumptions(json)),
        Command::Evidence { json } => output::print(&registries::evidence(json)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Input(message)) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
        Err(Failure::Machine(message)) => {
            eprintln!("{message}");
            ExitCode::from(1)
        }
    }
}

/// Reads and checks a scenario file; every problem is named.
pub fn load(path: &std::path::Path) -> Result<(Draft, Scenario), Failure> {
    let text = std::fs::read_to_string(path)
        .map_err(|e| Failure::Input(format!("{}: {e}; give the path of a scenario file", path.display())))?;
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

fn central_run(path: &std::path::Path) -> Result<(), Failure> {
    let (_, scenario) = load(path)?;
    // without a policy, today's is compared with itself
    let mut goal = *scenario.today();
    goal.upfront_budget = 0.0;
    let goal = scenario.policies().first().map_or(goal, |p| p.levers);
    let run = central(scenario.company(), scenario.today(), &scenario.central(), &goal).map_err(|e| {
        Failure::Input(match e {
            CentralError::Baseline(e) => format!("the baseline does not settle: {e:?}"),
            CentralError::Wait(w) => format!("no load of the desk makes the wait {} minutes", w.target),
        })
    })?;
    let mut report = report::central(&run);
    if let Some(map) = report.as_object_mut() {
        map.shift_insert(0, "name".to_owned(), scenario.name().into());
    }
    output::print(&format!("{report:#}"))
}
