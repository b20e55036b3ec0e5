//! How workers are treated.

use crate::watchdog::Limits;

/// How workers are treated.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// What they are called, with a number behind it.
    pub name: &'static str,
    /// Whether they are started before the first plan.
    pub are_ready_early: bool,
    /// Whether a plan that is given up ends its workers in the middle of an order: orders may take seconds.
    pub are_interrupted: bool,
    /// When a silent worker is given up.
    pub limits: Limits,
    /// What a plan fails with where workers die all the time; without it the page computes by itself.
    pub fails_with: Option<&'static str>,
}

impl Settings {
    /// For runs: an order takes some hundredths of a second, on the slowest machine half a second.
    pub const RUNS: Self = Self {
        name: "engine",
        are_ready_early: true,
        are_interrupted: false,
        limits: Limits { silence: 4000.0, look: 1000.0 },
        fails_with: None,
    };
    /// For analyses: the longest order takes some ten seconds.
    pub const ANALYSES: Self = Self {
        name: "analyst",
        are_ready_early: false,
        are_interrupted: true,
        limits: Limits { silence: 60_000.0, look: 5000.0 },
        fails_with: Some("the workers keep dying; reload the page and try fewer draws"),
    };
}
