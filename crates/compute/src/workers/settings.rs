//! How workers are treated.

use crate::failure::PlanError;
use crate::watchdog::Limits;

/// How workers are treated.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// What they are called, with a number behind it.
    pub name: &'static str,
    /// Most of them; fewer where the machine has fewer processors.
    pub most: usize,
    /// Whether they are started before the first plan.
    pub are_ready_early: bool,
    /// Whether a plan that is given up ends its workers in the middle of an order: orders may take seconds.
    pub are_interrupted: bool,
    /// When a silent worker is given up.
    pub limits: Limits,
    /// What a plan fails with where workers end again and again; without it the page computes by itself.
    pub fails_with: Option<PlanError>,
}

impl Settings {
    /// For runs: an order takes some hundredths of a second, on the slowest machine half a second.
    pub const RUNS: Self = Self {
        name: "engine",
        // more do not make the first picture come sooner
        most: 6,
        are_ready_early: true,
        are_interrupted: false,
        limits: Limits { silence: 4000.0, look: 1000.0 },
        fails_with: None,
    };
    /// For analyses: the longest order takes some ten seconds.
    pub const ANALYSES: Self = Self {
        name: "analyst",
        most: 6,
        are_ready_early: false,
        are_interrupted: true,
        limits: Limits { silence: 60_000.0, look: 5000.0 },
        fails_with: Some(PlanError::WorkersLost),
    };
    /// For what is computed by itself beside the page: two are enough, and a lever that moves ends them at once.
    pub const BESIDE: Self = Self { name: "aide", most: 2, ..Self::ANALYSES };
}
