//! What can be set, and what it is set to.

use super::Section;
use crate::engine::analysis::Knob;
use crate::engine::run::record::Outcome;
use crate::engine::scenario::{AssumptionId, LeverId};

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
    /// Rows of the design of the indices.
    Rows,
    /// The lever that is swept.
    Across,
    /// The second lever that is swept, where there is one.
    Up,
    /// What is turned until the policy breaks even.
    Knob,
}

impl Field {
    /// The id in the page.
    pub const fn id(self) -> &'static str {
        match self {
            Field::Outcome => "outcome",
            Field::Policy => "policy",
            Field::Against => "against",
            Field::BarDraws => "bar-draws",
            Field::Rows => "rows",
            Field::Across => "across",
            Field::Up => "up",
            Field::Knob => "knob",
        }
    }
}

/// Fields of a section, in the order of the page.
pub const fn fields(section: Section) -> &'static [Field] {
    use Field::{Across, Against, BarDraws, Knob, Outcome, Policy, Rows, Up};
    match section {
        Section::Tornado => &[Outcome, Policy, Against, BarDraws],
        Section::Indices => &[Outcome, Policy, Against, Rows],
        Section::Ranking => &[Outcome],
        Section::Information => &[],
        Section::Sweep => &[Outcome, Policy, Across, Up],
        Section::BreakEven => &[Policy, Against, Knob],
        Section::Structural => &[Outcome, Policy, Against],
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
    /// Rows of the design of the indices.
    pub rows: u64,
    /// The lever that is swept.
    pub across: LeverId,
    /// The second lever that is swept.
    pub up: Option<LeverId>,
    /// What is turned until the policy breaks even.
    pub knob: Knob,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            outcome: Outcome::Npv,
            policy: Some(0),
            against: None,
            bar_draws: 256,
            rows: 256,
            across: LeverId::CustomersPerAgent,
            up: None,
            knob: Knob::Assumption(AssumptionId::CausalShare),
        }
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
            Field::Rows => self.rows = value.parse().unwrap_or(self.rows),
            Field::Across => self.across = LeverId::from_name(value).unwrap_or(self.across),
            Field::Up => self.up = LeverId::from_name(value).filter(|lever| *lever != self.across),
            Field::Knob => self.knob = knob(value).unwrap_or(self.knob),
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
            Field::Rows => self.rows.to_string(),
            Field::Across => self.across.name().to_owned(),
            Field::Up => self.up_lever().map_or(NOBODY, LeverId::name).to_owned(),
            Field::Knob => self.knob.name().to_owned(),
        }
    }

    /// The second lever that is swept: another than the first.
    pub fn up_lever(&self) -> Option<LeverId> {
        self.up.filter(|lever| *lever != self.across)
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

fn knob(name: &str) -> Option<Knob> {
    let assumption = || AssumptionId::from_name(name).map(Knob::Assumption);
    LeverId::from_name(name).map(Knob::Lever).or_else(assumption)
}
