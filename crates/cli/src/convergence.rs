//! `aftercast convergence`: how the error falls with the draws, and whether those of the scenario are enough.

use std::path::PathBuf;

use aftercast_analyses::sections::convergence::SECTION;
use aftercast_analyses::{Question, Settings};
use aftercast_engine::analysis::convergence::RUNS;
use aftercast_engine::check;

use crate::analyse::tell;
use crate::output::beside;
use crate::{Failure, load};

/// Options of a convergence study.
#[derive(Debug, clap::Args)]
pub struct ConvergenceOptions {
    /// Scenario file (JSON); its first two policies are read.
    scenario: PathBuf,
    /// Most draws of a run; those of the file if not given.
    #[arg(long)]
    draws: Option<u64>,
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
    #[arg(long, value_parser = crate::args::threads)]
    threads: Option<usize>,
    /// Write everything as JSON.
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// Computes, prints, writes.
pub fn run(options: &ConvergenceOptions) -> Result<(), Failure> {
    let (mut draft, _) = load(&options.scenario)?;
    draft.settings.seed = options.seed.unwrap_or(draft.settings.seed);
    draft.settings.draws = options.draws.unwrap_or(draft.settings.draws);
    let scenario = check(&draft)?;
    if scenario.policies().is_empty() {
        return Err(Failure::Input(format!("{}: a policy is needed to see errors of", options.scenario.display())));
    }
    let (runs, precision, most) = (options.runs, options.precision, options.most);
    for (given, allowed, sound) in [
        (format!("--runs {runs}"), "2 to 1000", (2..=1000).contains(&runs)),
        (format!("--precision {precision}"), "above 0, below 1", precision > 0.0 && precision < 1.0),
        (format!("--most {most}"), "64 to 1000000", (64..=1_000_000).contains(&most)),
    ] {
        if !sound {
            return Err(Failure::Input(format!("{given}: allowed {allowed}")));
        }
    }
    let json = beside([options.scenario.as_path()], options.json.as_deref())?;
    let settings = Settings {
        policy: Some(0),
        precision: options.precision,
        runs: options.runs,
        most_draws: options.most,
        ..Settings::default()
    };
    let question = Question { document: draft, scenario, settings };
    tell(&SECTION, &question, options.threads, json.as_ref())
}
