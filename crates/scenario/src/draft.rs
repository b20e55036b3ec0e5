//! A draft: anything a user can type, before it is checked.

use std::collections::BTreeMap;

use super::{AssumptionId, Charts, Company, Currency, EventMode, FACE_VALUE, Goal, LeverId};
use aftercast_numerics::sampling::Sampler;

/// What replaces an assumption's own distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Override {
    /// Known: the same in every draw.
    Known(f64),
    /// A pert of this low, mode and high; the mode is its central value.
    Range {
        /// Smallest value.
        low: f64,
        /// Most likely value.
        mode: f64,
        /// Largest value.
        high: f64,
    },
}

/// A policy as typed: only the levers it moves.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PolicyDraft {
    /// Name on the page and in reports.
    pub name: String,
    /// Values of the levers it moves, in the lever's unit.
    pub levers: BTreeMap<LeverId, f64>,
}

/// How the draws are made.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RunSettings {
    /// Number of draws.
    pub draws: u64,
    /// Seed, at most 2^53 so that every file and link keeps it.
    pub seed: u64,
    /// Which points.
    pub sampler: Sampler,
    /// Serious events sampled or at expected value.
    pub events: EventMode,
}

impl Default for RunSettings {
    fn default() -> Self {
        Self { draws: 1024, seed: 42, sampler: Sampler::default(), events: EventMode::default() }
    }
}

/// A scenario as typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// Name of the document.
    pub name: String,
    /// What its author wants to say to the readers of the brief; changes no number.
    pub comment: String,
    /// The charts on top of its page; they change no number.
    pub charts: Charts,
    /// What its sums are in; nothing is converted.
    pub currency: Currency,
    /// Facts of the firm.
    pub company: Company,
    /// Today's levers where they differ from the report's.
    pub today: BTreeMap<LeverId, f64>,
    /// Overridden assumptions.
    pub assumptions: BTreeMap<AssumptionId, Override>,
    /// Correlations of assumptions where they differ from the declared ones, each pair in file order ([`pair`](super::correlations::pair)); 0
    /// makes a pair independent.
    pub correlations: BTreeMap<(AssumptionId, AssumptionId), f64>,
    /// Whether the report is taken at face value: the assumptions of [`FACE_VALUE`] are known, whatever else is written of them.
    pub face_value: bool,
    /// Policies to compare.
    pub policies: Vec<PolicyDraft>,
    /// How the draws are made.
    pub settings: RunSettings,
    /// What success means.
    pub goal: Goal,
}

impl Draft {
    /// Without what changes no number: names, comment, the charts on top and the currency.
    #[must_use]
    pub fn in_numbers(&self) -> Self {
        let unnamed = |policy: &PolicyDraft| PolicyDraft { name: String::new(), levers: policy.levers.clone() };
        Self {
            name: String::new(),
            comment: String::new(),
            charts: Charts::default(),
            currency: Currency::default(),
            policies: self.policies.iter().map(unnamed).collect(),
            ..self.clone()
        }
    }

    /// Today's value of a lever, in its unit: as stated, else that of the example firm.
    pub fn today_value(&self, id: LeverId) -> f64 {
        self.today.get(&id).copied().unwrap_or(id.spec().today)
    }

    /// Writes the report at face value into the assumptions: replaces those of [`FACE_VALUE`].
    pub fn take_at_face_value(&mut self) {
        for (id, value) in FACE_VALUE {
            self.assumptions.insert(id, Override::Known(value));
        }
    }

    /// What is believed of an assumption where it is not its own distribution: what runs, at face value too.
    pub fn overridden(&self, id: AssumptionId) -> Option<Override> {
        let reported = FACE_VALUE.iter().find(|(other, _)| self.face_value && *other == id);
        reported.map(|&(_, value)| Override::Known(value)).or_else(|| self.assumptions.get(&id).copied())
    }
}
