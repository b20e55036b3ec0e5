//! What can be set, and what it is set to.

use super::Section;
use crate::engine::run::record::Outcome;

/// Something that can be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The outcome looked at.
    Outcome,
    /// The policy looked at.
    Policy,
    /// The policy it is compared with.
    Against,
    /// Draws behind each bar of the tornado.
    BarDraws,
}

impl Field {
    /// The id in the page.
    pub const fn id(self) -> &'static str {
        match self {
            Field::Outcome => "outcome",
            Field::Policy => "policy",
            Field::Against => "against",
            Field::BarDraws => "bar-draws",
        }
    }
}

/// Fields of a section, in the order of the page.
pub const fn fields(section: Section) -> &'static [Field] {
    use Field::{Against, BarDraws, Outcome, Policy};
    match section {
        Section::Tornado => &[Outcome, Policy, Against, BarDraws],
    }
}

/// A policy: today's, or one of the document's by its position.
pub type Which = Option<usize>;

/// What everything is set to.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The outcome looked at.
    pub outcome: Outcome,
    /// The policy looked at.
    pub policy: Which,
    /// The policy it is compared with, where it is.
    pub against: Option<Which>,
    /// Draws behind each bar of the tornado.
    pub bar_draws: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { outcome: Outcome::Npv, policy: Some(0), against: None, bar_draws: 256 }
    }
}

/// Name of today's policy, and of no policy, among the values of a field.
pub const TODAY: &str = "today";
/// No policy.
pub const NOBODY: &str = "";

impl Settings {
    /// Sets a field; a value that it cannot have changes nothing.
    pub fn set(&mut self, field: Field, value: &str, policies: usize) {
        match field {
            Field::Outcome => self.outcome = Outcome::from_name(value).unwrap_or(self.outcome),
            Field::Policy => self.policy = which(value, policies).unwrap_or(self.policy),
            Field::Against if value == NOBODY => self.against = None,
            Field::Against => self.against = which(value, policies).or(self.against),
            Field::BarDraws => self.bar_draws = value.parse().unwrap_or(self.bar_draws),
        }
    }

    /// What a field is set to.
    pub fn value(&self, field: Field) -> String {
        let policy = |which: Which| which.map_or_else(|| TODAY.to_owned(), |k| k.to_string());
        match field {
            Field::Outcome => self.outcome.name().to_owned(),
            Field::Policy => policy(self.policy),
            Field::Against => self.against.map_or_else(|| NOBODY.to_owned(), policy),
            Field::BarDraws => self.bar_draws.to_string(),
        }
    }

    /// Another document: its policies are other policies.
    pub fn afresh(&mut self, policy: Which) {
        self.policy = policy;
        self.against = None;
    }
}

fn which(value: &str, policies: usize) -> Option<Which> {
    match value {
        TODAY => Some(None),
        number => number.parse().ok().filter(|&k| k < policies).map(Some),
    }
}
