//! What is asked: a scenario with settings, frozen, and how its parts are called.

use super::Section;
use super::settings::{Settings, Which, fields};
use crate::words::Words;
use aftercast_engine::analysis::{Target, TargetError};
use aftercast_i18n::Text;
use aftercast_i18n::names::shown;
use aftercast_plot::Slot;
use aftercast_scenario::{Draft, Levers, Scenario};

/// A question that an analysis answers.
#[derive(Clone, Debug)]
pub struct Question {
    /// The document as typed.
    pub document: Draft,
    /// The document as it runs.
    pub scenario: Scenario,
    /// What was set.
    pub settings: Settings,
}

impl Question {
    /// Whether another question of a section has the same answer.
    pub fn is_same(&self, other: &Question, section: Section) -> bool {
        let set = |q: &Question| fields(section).iter().map(|&f| q.settings.value(f)).collect::<Vec<_>>();
        let searched = section != Section::Frontier || self.settings.search == other.settings.search;
        self.document == other.document && set(self) == set(other) && searched
    }

    /// Levers of a policy; `None` is today's.
    pub fn levers(&self, which: Which) -> Option<Levers<f64>> {
        which.and_then(|k| self.scenario.policies().get(k)).map(|p| p.levers)
    }

    /// The policy whose levers are moved: today's with an empty budget where today is looked at.
    pub fn moving(&self) -> Levers<f64> {
        self.levers(self.settings.policy).unwrap_or_else(|| Levers::start_from(self.scenario.today()))
    }

    /// The policy it is compared with.
    pub fn other(&self) -> Option<Option<Levers<f64>>> {
        self.settings.against.map(|which| self.levers(which))
    }

    /// Today and all policies.
    pub fn all_policies(&self) -> Vec<Which> {
        std::iter::once(None).chain((0..self.scenario.policies().len()).map(Some)).collect()
    }

    /// What is looked at.
    ///
    /// # Errors
    /// An outcome that has no mean.
    pub fn target(&self) -> Result<Target, TargetError> {
        let settings = &self.settings;
        Target::new(settings.outcome, self.levers(settings.policy), self.other())
    }

    /// How a policy is called.
    pub fn name(&self, which: Which, words: Words) -> String {
        name(&self.document, which, words)
    }

    /// "A My policy", or "A My policy less today".
    pub fn subject(&self, words: Words) -> String {
        let policy = self.name(self.settings.policy, words);
        match self.settings.against {
            None => policy,
            Some(other) => words.with(Text::StudyLess, &[("policy", &policy), ("other", &self.name(other, words))]),
        }
    }

    /// The colour of a policy.
    pub fn slot(which: Which) -> Slot {
        which.map_or(Slot::Today, |k| Slot::Policy(k as u8))
    }
}

/// How a policy of a document is called: its letter and name.
pub fn name(document: &Draft, which: Which, words: Words) -> String {
    let Some(k) = which else { return words.to(Text::Today) };
    let letter = char::from(b'A' + (k % 26) as u8).to_string();
    match document.policies.get(k).map(|p| shown(&p.name)).filter(|name| !name.is_empty()) {
        None => words.with(Text::PolicyUnnamed, &[("letter", &letter)]),
        Some(name) => format!("{letter} {name}"),
    }
}
