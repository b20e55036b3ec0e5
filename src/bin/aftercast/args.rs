//! What can be asked for on the command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// What after-sales service earns: Monte Carlo runs of scenario files.
#[derive(Debug, Parser)]
#[command(version, about, long_about = None)]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// A command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run a scenario with every assumption at its central value and print every month as JSON.
    Central {
        /// Scenario file (JSON).
        scenario: PathBuf,
    },
    /// Run a scenario over many draws and print a summary.
    Run(RunOptions),
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
    /// List the figures of the survey and how each is used.
    Evidence {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Hold the model against its own logic over the lever matrix; exit code 1 where a check fails.
    Checks {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Hold the equations against customers simulated one by one; exit code 1 where they must agree and do not.
    Verify(VerifyOptions),
}

/// Options of the comparison with single customers.
#[derive(Debug, clap::Args)]
pub struct VerifyOptions {
    /// Scenario file (JSON); without one, the default company. Without policies of its own, five presets are compared.
    pub scenario: Option<PathBuf>,
    /// Customers simulated for every policy.
    #[arg(long, default_value_t = 160_000)]
    pub customers: usize,
    /// Seed of the simulation.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Threads; all processors if not given. The results do not depend on it.
    #[arg(long)]
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
    /// Number of draws.
    #[arg(long)]
    pub draws: Option<u64>,
    /// Seed of the draws.
    #[arg(long)]
    pub seed: Option<u64>,
    /// Point set.
    #[arg(long, value_enum)]
    pub sampler: Option<SamplerArg>,
    /// Serious events sampled, or at their expected value.
    #[arg(long, value_enum)]
    pub events: Option<EventsArg>,
    /// Threads; all processors if not given. The results do not depend on it.
    #[arg(long)]
    pub threads: Option<usize>,
    /// Write the summary as JSON.
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Write one row a draw as CSV.
    #[arg(long, value_name = "FILE.csv")]
    pub per_draw: Option<PathBuf>,
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

/// Event modes by name.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum EventsArg {
    /// Drawn month by month.
    Sampled,
    /// At expected value.
    Expected,
}
