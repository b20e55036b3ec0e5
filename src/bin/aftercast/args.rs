//! What can be asked for on the command line.

use std::path::PathBuf;

#[cfg(feature = "sweep")]
use aftercast::sweep::Shard;
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
    /// List the figures of the survey and how each is used.
    Evidence {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
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
    #[arg(long)]
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

/// Event modes by name.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum EventsArg {
    /// Drawn month by month.
    Sampled,
    /// At expected value.
    Expected,
}
