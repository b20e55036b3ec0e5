//! The command line: central runs, Monte Carlo runs, registries and links, from scenario files.

/// Says something beside the output: a reader of it that has gone ends no command, and changes no exit code.
macro_rules! say {
    ($($said:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stderr(), $($said)*);
    }};
}

mod analyse;
mod args;
mod central;
mod checks;
mod compute;
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

use aftercast_compute::PlanError;
use aftercast_engine::check;
use aftercast_engine::model::BaselineError;
use aftercast_engine::run::central::CentralError;
use aftercast_engine::run::results::OutOfOrder;
use aftercast_import::FileRefused;
use aftercast_scenario::{Draft, Goal, Scenario, Violations, json};
use aftercast_tables::table::Table;
use aftercast_tables::text::{FileKind, TextError, decode, gb18030};
use aftercast_validation::agreement::ComparisonError;
use aftercast_validation::forecast::ForecastError;
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

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Input(message) | Self::Machine(message) => f.write_str(message),
            Self::Damaged => f.write_str("what was printed is not what was written"),
        }
    }
}

impl std::error::Error for Failure {}

impl From<Violations> for Failure {
    fn from(violations: Violations) -> Self {
        Self::Input(violations.to_string())
    }
}

impl From<BaselineError> for Failure {
    fn from(why: BaselineError) -> Self {
        Self::Input(format!("a draw has no baseline: {why}"))
    }
}

impl From<PlanError> for Failure {
    fn from(why: PlanError) -> Self {
        Self::Input(why.to_string())
    }
}

impl From<CentralError> for Failure {
    fn from(why: CentralError) -> Self {
        Self::Input(why.to_string())
    }
}

impl From<OutOfOrder> for Failure {
    fn from(why: OutOfOrder) -> Self {
        Self::Machine(why.to_string())
    }
}

impl From<ComparisonError> for Failure {
    fn from(why: ComparisonError) -> Self {
        Self::Input(why.to_string())
    }
}

impl From<ForecastError> for Failure {
    fn from(why: ForecastError) -> Self {
        Self::Input(why.to_string())
    }
}

/// Reads the arguments, runs the command and says how it ended: 0 done, 1 the machine refused, 2 the input is wrong, 3 damaged output.
pub fn main() -> ExitCode {
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
            say!("{message}");
            ExitCode::from(2)
        }
        Err(Failure::Damaged) => ExitCode::from(3),
        Err(Failure::Machine(message)) => {
            say!("{message}");
            ExitCode::from(1)
        }
    }
}

/// The bytes of a file.
///
/// # Errors
/// Why it cannot be read, and what to do.
fn bytes(path: &std::path::Path) -> Result<Vec<u8>, Failure> {
    use std::io::ErrorKind as Kind;
    std::fs::read(path).map_err(|e| {
        let what = match e.kind() {
            Kind::NotFound => "check the name and the folder it is looked for in",
            Kind::IsADirectory => "name a file in it",
            Kind::PermissionDenied => "allow this user to read it, or take a copy",
            _ => "try again, or take a copy",
        };
        Failure::Input(format!("{}: {e}; {what}", path.display()))
    })
}

/// The text of a file, whatever its encoding.
///
/// # Errors
/// What the file is where it is no text, and what to do.
pub fn text(path: &std::path::Path) -> Result<String, Failure> {
    let refuse = |why: &str| Failure::Input(format!("{}: {why}", path.display()));
    let bytes = bytes(path)?;
    aftercast_import::text_of(&bytes).map_err(|why| refuse(&why))
}

/// What a file of figures holds.
pub enum Brought {
    /// A text, whatever its encoding.
    Text(String),
    /// The worksheets of an .xlsx.
    Worksheets(Vec<Table>),
}

/// Reads a file of figures.
///
/// # Errors
/// What the file is where it is neither text nor an .xlsx, and what to do.
pub fn brought(path: &std::path::Path) -> Result<Brought, Failure> {
    let refuse = |why: &dyn std::fmt::Display| Failure::Input(format!("{}: {why}", path.display()));
    let bytes = bytes(path)?;
    match decode(&bytes, gb18030) {
        Ok(text) => Ok(Brought::Text(text)),
        Err(TextError::Other(FileKind::Xlsx)) => {
            aftercast_sheets::read(&bytes).map(Brought::Worksheets).map_err(|why| refuse(&why))
        }
        Err(why) => Err(refuse(&FileRefused::Text(why))),
    }
}

/// Problems of a table that are named before the rest is only counted.
const NAMED: usize = 10;

/// What is wrong with a table, line by line.
pub fn refused(path: &std::path::Path, faults: &[aftercast_import::Fault]) -> Failure {
    let said = faults
        .iter()
        .take(NAMED)
        .map(|fault| format!("{}: {}", path.display(), fault.said(aftercast_i18n::Locale::English)));
    let more = faults.len().saturating_sub(NAMED);
    let more = (more > 0).then(|| format!("and {more} more"));
    Failure::Input(said.chain(more).collect::<Vec<_>>().join("\n"))
}

/// Reads and checks a scenario file; every problem is named.
pub fn load(path: &std::path::Path) -> Result<(Draft, Scenario), Failure> {
    let text = text(path)?;
    let (draft, mut violations) = json::read(&text);
    aftercast_i18n::currency::put(draft.currency.symbol(), draft.currency.name());
    let checked = check(&draft);
    if let Err(more) = &checked {
        violations.0.extend(more.0.iter().cloned());
    }
    match checked {
        Ok(scenario) if violations.is_empty() => {
            if let Goal::PaybackWithin(months) = scenario.goal()
                && *months > scenario.company().horizon_months
            {
                let horizon = scenario.company().horizon_months;
                say!(
                    "{}: goal payback_within {months}: the horizon ends after {horizon} months and nothing later is seen; \
                     it is met as payback_within {horizon} would be, or set company.horizon_months to {months}",
                    path.display()
                );
            }
            if draft.face_value {
                say!("{}: takes the report at face value, as the file says", path.display());
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
        None => check(&Draft::default()).map_err(Failure::from),
    }
}
