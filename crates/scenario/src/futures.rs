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

/// What the futures of a run depend on besides the policies. They come from a checked scenario ([`Scenario::futures`](crate::Scenario::futures)),
/// or from a message that carried such; what is changed of them after that stays within what the check allows.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
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

impl Futures {
    /// Puts together what was sent in parts; the sender had them from a checked scenario.
    pub fn from_parts(
        company: Company,
        today: Levers<f64>,
        distributions: Assumptions<Distribution>,
        correlations: Correlations,
        seed: u64,
        draws: u64,
        sampler: Sampler,
        events: EventMode,
    ) -> Self {
        Self { company, today, distributions, correlations, seed, draws, sampler, events }
    }

    /// The same with another seed.
    #[must_use]
    pub fn with_seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }

    /// The same with so many draws.
    #[must_use]
    pub fn with_draws(self, draws: u64) -> Self {
        Self { draws, ..self }
    }

    /// The same with other points.
    #[must_use]
    pub fn with_sampler(self, sampler: Sampler) -> Self {
        Self { sampler, ..self }
    }

    /// The same with serious events in this way.
    #[must_use]
    pub fn with_events(self, events: EventMode) -> Self {
        Self { events, ..self }
    }
}
