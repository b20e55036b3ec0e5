//! Behaviour of the library through its public door: one binary, a file per behaviour.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "tests: helpers outside test functions may panic, and platform maths is an independent reference"
)]

mod accuracy;
mod analysis;
mod architecture;
mod best_policy;
#[cfg(feature = "cli")]
mod cli;
#[cfg(feature = "cli")]
mod cli_agrees;
mod cli_files;
#[cfg(feature = "cli")]
mod cli_inputs;
#[cfg(feature = "cli")]
mod cli_links;
#[cfg(feature = "cli")]
mod cli_says;
mod determinism;
mod events;
#[cfg(feature = "cli")]
mod folder;
mod glossary;
mod golden;
mod headline;
mod later;
#[cfg(feature = "sweep")]
mod lessons;
mod lever_matrix;
mod presets;
mod queue;
mod random_firms;
#[path = "../twin/random.rs"]
mod random_scenarios;
mod recalibration;
mod results;
mod sampling;
mod scenario;
mod schedule;
mod sheets;
#[cfg(feature = "sweep")]
mod sweep;
mod verification;
