//! What can be asked for on the command line.

use std::path::PathBuf;

use aftercast_engine::run::instructions::InstructionSet;
use aftercast_numerics::sampling::Sampler;
use aftercast_scenario::EventMode;
#[cfg(feature = "sweep")]
use aftercast_sweep::Shard;
use clap::{Parser, Subcommand, ValueEnum};

/// What --version tells: the version, and the instruction set that draws are computed with on this machine.
const fn long_version(instructions: InstructionSet) -> &'static str {
    match instructions {
        InstructionSet::Build => concat!(env!("CARGO_PKG_VERSION"), "\ninstruction set: that of the build"),
        #[cfg(target_arch = "x86_64")]
        InstructionSet::Avx2 => concat!(env!("CARGO_PKG_VERSION"), "\ninstruction set: AVX2"),
    }
}

/// What after-sales service earns: from service spending to lifetime value, cost and return, with honest uncertainty.
///
/// A scenario file (JSON) holds company facts, assumptions, today's levers and named policies; everything left out
/// keeps its declared value. Results go to standard output, everything else to standard error.
/// Exit code 0: done; 1: the machine refused (disk full, say), or a check failed; 2: the input is wrong, and all of it is
/// named; 3: a damaged link was opened as far as it can be read.
#[derive(Debug, Parser)]
#[command(name = "aftercast", version, long_version = long_version(InstructionSet::found()), about)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// A command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run a scenario with every assumption at its central value; print every month as JSON.
    ///
    /// The JSON repeats the inputs, so that it is a scenario again, with the policy that was run and none beside it.
    /// Serious events enter at their expected value.
    Central {
        /// Scenario file (JSON).
        scenario: PathBuf,
        /// Which policy, by name or number from 1; the first if not given.
        #[arg(long, value_name = "NAME")]
        policy: Option<String>,
    },
    /// Run a scenario over many draws; print a summary of today and every policy.
    ///
    /// The same scenario, seed, draws and point set give the same bytes on any number of threads.
    Run(RunOptions),
    /// Find what drives a result, where it breaks even and what it is worth to know.
    Analyse(AnalyseOptions),
    /// Find the best policies for each share of revenue spent on service.
    Frontier(crate::frontier::FrontierOptions),
    /// Put every policy under every stress: mass defect, outage, AI collapse, wage shock, stricter law, viral case.
    Stress(crate::stress::StressOptions),
    /// Show how the error falls with the draws for each kind of points, and whether those of the headline are enough.
    Convergence(crate::convergence::ConvergenceOptions),
    /// Run many policies, from a grid or a Sobol design, to Parquet files; a sweep that was ended goes on with --resume.
    #[cfg(feature = "sweep")]
    Sweep(SweepOptions),
    /// List the levers with range, unit and evidence.
    Levers {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// List the assumptions with distribution, unit and evidence.
    Assumptions {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// List the evidence: figures of the report, outside studies, experiments and laws, with kind, use and source.
    Evidence {
        /// Hold the model against every figure kept for checking, worst first.
        #[arg(long)]
        check: bool,
        /// With --check, the assumptions of this scenario file (JSON); the company is always the report's.
        #[arg(requires = "check")]
        scenario: Option<PathBuf>,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Print the link of a scenario: the part of an address behind #.
    Link {
        /// Scenario file (JSON).
        scenario: PathBuf,
        /// Print the whole address under this one.
        #[arg(long, value_name = "URL")]
        base: Option<String>,
    },
    /// Print the scenario of a link as JSON for the other commands.
    ///
    /// A link opens however mail and chat programs mangled it. A damaged one opens too: what could not be used as written, and
    /// what was used instead, goes to standard error, and the exit code is 3; it is 0 only where the link is whole.
    Open {
        /// The link in quotes, or its part behind #, or - to read it from standard input.
        #[arg(allow_hyphen_values = true)]
        link: String,
    },
    /// Run the behaviour checks: bounds, directions and balances at both ends of every lever and assumption; exit code 1 where one fails.
    Checks {
        /// Scenario file (JSON); without one, the example firm. Its policies do not matter.
        scenario: Option<PathBuf>,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Hold the equations against customers simulated one by one; exit code 1 where they must agree and do not.
    Verify(VerifyOptions),
    /// Write a dated forecast with a digest, to be scored when the future has come.
    Forecast(ForecastOptions),
    /// Score a forecast by what happened: coverage and interval scores.
    Score {
        /// The forecast file.
        forecast: PathBuf,
        /// What happened: CSV or .xlsx with a column `month` (YYYY-MM) and any of first_response, csi, contacts, repurchase, cost.
        actual: PathBuf,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
}

/// Options of a forecast.
#[derive(Debug, clap::Args)]
pub struct ForecastOptions {
    /// Scenario file (JSON).
    pub scenario: PathBuf,
    /// The day it is made; the first month forecast is the one after.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub date: String,
    /// The forecast file to write; an existing one is not overwritten.
    #[arg(long, value_name = "FILE.json")]
    pub out: PathBuf,
    /// Which policy of the scenario is followed, by name or number from 1; its first if not given, today's if it has none.
    #[arg(long)]
    pub policy: Option<String>,
}

/// Options of the comparison with single customers.
#[derive(Debug, clap::Args)]
pub struct VerifyOptions {
    /// Scenario file (JSON); without one, the example firm. Without policies of its own, five presets are compared.
    pub scenario: Option<PathBuf>,
    /// Customers simulated for every policy.
    #[arg(long, default_value_t = 160_000)]
    pub customers: usize,
    /// Seed of the simulation.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Threads; all processors if not given. The results do not depend on it.
    #[arg(long, value_parser = crate::args::threads)]
    pub threads: Option<usize>,
    /// Write both tables as JSON.
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
}

/// Options of a Monte Carlo run; those given win over the file's.
#[derive(Debug, clap::Args)]
pub struct RunOptions {
    /// Scenario file (JSON).
    pub scenario: PathBuf,
    /// Number of draws, 16 to 1000000; 1024 if neither this nor the file says.
    #[arg(long, value_name = "N")]
    pub draws: Option<u64>,
    /// Seed of the draws, a whole number; 42 if neither this nor the file says.
    #[arg(long, value_name = "S")]
    pub seed: Option<u64>,
    /// Point set.
    #[arg(long, value_enum)]
    pub sampler: Option<SamplerArg>,
    /// Serious events sampled, or at their expected value.
    #[arg(long, value_enum)]
    pub events: Option<EventsArg>,
    /// Threads; all processors if not given. The results do not depend on it.
    #[arg(long, value_name = "T", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Write means, quantiles, errors, bands and paired differences as JSON.
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Write one row a draw as CSV: its number, every assumption, the outcomes of today and every policy. Months of payback count
    /// from 0, as in the JSON; a cell is empty where nothing is paid back within the horizon, or nothing was spent.
    #[arg(long, value_name = "FILE.csv")]
    pub per_draw: Option<PathBuf>,
}

/// Options of a sweep.
#[cfg(feature = "sweep")]
#[derive(Debug, clap::Args)]
pub struct SweepOptions {
    /// File that says which policies (TOML).
    #[arg(value_name = "GRID.toml")]
    pub grid: PathBuf,
    /// Folder of the results; the file's name and "-sweep" if not given.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Number of draws of each policy; wins over the file's.
    #[arg(long)]
    pub draws: Option<u64>,
    /// Threads; all processors if not given. The results do not depend on it.
    #[arg(long, value_parser = crate::args::threads)]
    pub threads: Option<usize>,
    /// Compute the i-th of n shares, such as 1/4: together they are the whole.
    #[arg(long, value_name = "i/n")]
    pub shard: Option<Shard>,
    /// Go on with what the folder holds; starts where there is nothing.
    #[arg(long)]
    pub resume: bool,
}

/// Point sets by name.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum SamplerArg {
    /// Owen-scrambled Sobol points.
    Sobol,
    /// Latin hypercube.
    Lhs,
    /// Plain random points.
    Random,
}

impl From<SamplerArg> for Sampler {
    fn from(named: SamplerArg) -> Self {
        match named {
            SamplerArg::Sobol => Self::Sobol,
            SamplerArg::Lhs => Self::LatinHypercube,
            SamplerArg::Random => Self::Random,
        }
    }
}

/// Event modes by name.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum EventsArg {
    /// Drawn month by month.
    Sampled,
    /// At expected value.
    Expected,
}

impl From<EventsArg> for EventMode {
    fn from(named: EventsArg) -> Self {
        match named {
            EventsArg::Sampled => Self::Sampled,
            EventsArg::Expected => Self::Expected,
        }
    }
}

/// Options of an analysis; those given win over the file's.
#[derive(Debug, clap::Args)]
pub struct AnalyseOptions {
    /// Scenario file (JSON).
    pub scenario: PathBuf,
    /// Which analysis: a section of the analyses of the page, or rows, which gives outcomes at given values of the assumptions for
    /// programs that choose their own futures.
    #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(crate::analyse::offered()))]
    pub what: String,
    /// Outcome, such as total_gain, npv, terminal_value, csi, delta_ltv or service_cost_share.
    #[arg(long, default_value = "total_gain")]
    pub outcome: String,
    /// Policy by name or number from 1; the first if not given.
    #[arg(long)]
    pub policy: Option<String>,
    /// Look at the difference to this policy in the same futures; `today` is today's.
    #[arg(long)]
    pub against: Option<String>,
    /// Assumption of a scatter; causal_share if not given.
    #[arg(long)]
    pub assumption: Option<String>,
    /// Value that goal seek wants the median of the outcome to have, in its unit (shares 0 to 1); with --chance, that share is wanted
    /// of the futures that meet the goal.
    #[arg(long, allow_negative_numbers = true)]
    pub reach: Option<f64>,
    /// Lever or company fact that goal seek changes; customers_per_agent if not given.
    #[arg(long, value_name = "NAME")]
    pub by: Option<String>,
    /// Scenario file (JSON) that is put beside this one.
    #[arg(long, value_name = "OTHER.json")]
    pub with: Option<PathBuf>,
    /// Lever to move; twice for a grid. Those shown first on the page if not given.
    #[arg(long)]
    pub lever: Vec<String>,
    /// Points of a sweep, per lever (9; 11 of a grid).
    #[arg(long)]
    pub points: Option<usize>,
    /// Break even where this share of futures (0 to 1) meets the goal, instead of where the mean does.
    #[arg(long)]
    pub chance: Option<f64>,
    /// Futures of `rows`: a CSV file with a column an assumption; missing ones are central, a column `draw` samples events.
    #[arg(long, value_name = "FILE.csv")]
    pub values: Option<PathBuf>,
    /// Number of draws (rows of the design for indices, draws behind each bar of a tornado).
    #[arg(long)]
    pub draws: Option<u64>,
    /// Seed of the draws.
    #[arg(long)]
    pub seed: Option<u64>,
    /// Serious events sampled, or at their expected value.
    #[arg(long, value_enum)]
    pub events: Option<EventsArg>,
    /// Threads; all processors if not given. The results do not depend on it.
    #[arg(long, value_parser = crate::args::threads)]
    pub threads: Option<usize>,
    /// Write the result as JSON.
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
}

/// A number of threads.
///
/// # Errors
/// What is allowed.
pub fn threads(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|threads| (1..=1024).contains(threads)).ok_or_else(|| "expected 1 to 1024".to_owned())
}
