//! What is asked: a scenario with settings, frozen, and how its parts are called.

use crate::figures::{difference, unit};
use crate::settings::{Settings, Which};
use aftercast_engine::analysis::break_even::Criterion;
use aftercast_engine::analysis::{Target, TargetError};
use aftercast_engine::check;
use aftercast_i18n::Text;
use aftercast_i18n::names::{beside_today, shown};
use aftercast_i18n::numbers::DisplayUnit;
use aftercast_scenario::{Draft, Levers, Scenario, Violations};
use aftercast_wording::words::Words;

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
    /// A document with settings.
    ///
    /// # Errors
    /// What is wrong with the document.
    pub fn new(document: Draft, settings: Settings) -> Result<Self, Violations> {
        Ok(Self { scenario: check(&document)?, document, settings })
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

    /// How many policies live through each future that is looked at: today's, which is the baseline, and those asked for.
    pub fn lives(&self) -> f64 {
        let own = |which: Option<Which>| if matches!(which, Some(Some(_))) { 1.0 } else { 0.0 };
        1.0 + own(Some(self.settings.policy)) + own(self.settings.against)
    }

    /// What is looked at.
    ///
    /// # Errors
    /// An outcome that has no mean.
    pub fn target(&self) -> Result<Target, TargetError> {
        let settings = &self.settings;
        Target::new(settings.outcome, self.levers(settings.policy), self.other())
    }

    /// What the numbers of the subject count: the outcome's unit, or that of a difference where two policies are held against each other.
    pub fn unit(&self) -> DisplayUnit {
        let of = unit(self.settings.outcome);
        if self.settings.against.is_some() { difference(of) } else { of }
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

    /// Levers of today (none) and of all policies.
    pub fn goals(&self) -> Vec<Option<Levers<f64>>> {
        self.all_policies().into_iter().map(|which| self.levers(which)).collect()
    }

    /// Where a policy breaks even: as good as the other one in the outcome of the settings, or at the goal.
    pub fn criterion(&self) -> Criterion {
        let goal = *self.scenario.goal();
        match (self.settings.against, self.settings.chance) {
            (Some(_), _) => Criterion::Better(self.settings.better_in),
            (None, Some(share)) => Criterion::Chance(goal, share),
            (None, None) => Criterion::Mean(goal),
        }
    }

    /// How files and the command line call a policy: by its name, by its number where it has none.
    pub fn label(&self, which: Which) -> String {
        let named = which.and_then(|k| self.scenario.policies().get(k).map(|p| beside_today(&p.name, k)));
        named.unwrap_or_else(|| "today".to_owned())
    }

    /// Those of today and all policies.
    pub fn labels(&self) -> Vec<String> {
        self.all_policies().into_iter().map(|which| self.label(which)).collect()
    }

    /// Names of the policies as the document has them.
    pub fn policy_names(&self) -> Vec<&str> {
        self.scenario.policies().iter().map(|p| p.name.as_str()).collect()
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
