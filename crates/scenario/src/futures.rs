//! What the futures of a run depend on besides the policies.

use super::{Assumptions, Company, Correlations, Levers};
use aftercast_numerics::sampling::{Distribution, Sampler};

/// How serious events enter a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum EventMode {
    /// Each month's counts are drawn; what luck does is part of the result.
    #[default]
    Sampled,
    /// Each month has its expected counts; only what we do not know is left.
    Expected,
}

impl EventMode {
    /// Name in files and links.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sampled => "sampled",
            Self::Expected => "expected",
        }
    }
}

/// What the futures of a run depend on besides the policies.
#[derive(Clone, Debug, PartialEq)]
pub struct Futures {
    /// Facts of the firm.
    pub company: Company,
    /// Today's levers b.
    pub today: Levers<f64>,
    /// What is believed about each assumption.
    pub distributions: Assumptions<Distribution>,
    /// How assumptions go together.
    pub correlations: Correlations,
    /// Seed of the draws.
    pub seed: u64,
    /// Number of draws; a Latin hypercube depends on it.
    pub draws: u64,
    /// Which points.
    pub sampler: Sampler,
    /// Serious events.
    pub events: EventMode,
}
