//! What a section is.

use std::fmt;

use crate::question::Question;
use crate::refusal::Refusal;
use crate::rounds::AnalysisPlan;
use crate::settings::Field;
use aftercast_i18n::Text;

/// Controls that belong together, besides the fields of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Levers that the search may move, with their ranges.
    FreeLevers,
    /// The correlation of two assumptions; it is the document's.
    Correlation,
    /// Thresholds of the alerts. They colour what was found and change nothing of it.
    Alerts,
}

/// Sections that belong together in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// What drives a result, and what is uncertain about it.
    Drivers,
    /// What to choose.
    Choice,
    /// The firm's own history and forecasts.
    Data,
    /// How good the model is.
    Quality,
}

impl Family {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 4] = [Self::Drivers, Self::Choice, Self::Data, Self::Quality];

    /// Its heading.
    pub const fn title(self) -> Text {
        match self {
            Self::Drivers => Text::StudyFamilyDrivers,
            Self::Choice => Text::StudyFamilyChoice,
            Self::Data => Text::StudyFamilyData,
            Self::Quality => Text::StudyFamilyQuality,
        }
    }
}

/// What of a document's draws an answer depends on; the rest is chosen by the section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DrawsRead {
    /// How many there are.
    pub number: bool,
    /// The seed.
    pub seed: bool,
    /// Whether events are drawn or at their expected number.
    pub events: bool,
}

impl DrawsRead {
    /// Everything: the futures are those of the document.
    pub const ALL: Self = Self { number: true, seed: true, events: true };
    /// Nothing: the futures are the section's own, or there is the central one alone.
    pub const NONE: Self = Self { number: false, seed: false, events: false };
}

/// A section of the analyses. What comes out of its plan is a [`Report`](crate::Report), which has words, tables, JSON and pictures.
pub struct Section {
    /// Its name in addresses, in the page and for `--what`.
    pub id: &'static str,
    /// Under which heading it stands.
    pub family: Family,
    /// Its title.
    pub title: Text,
    /// What it answers.
    pub intro: Text,
    /// What can be set, in the order of the page. A question with the same values of them has the same answer.
    pub fields: &'static [Field],
    /// What else can be set.
    pub groups: &'static [Group],
    /// What of the document's draws its answer depends on.
    pub draws: DrawsRead,
    /// What an answer takes, in evaluations: one policy lived through in one future. None where it is given on request alone, because
    /// asking changes something: a forecast bears a date.
    pub effort: Option<fn(&Question) -> f64>,
    /// What is computed to answer a question.
    ///
    /// # Errors
    /// Why there is nothing to compute.
    pub plan: fn(&Question) -> Result<AnalysisPlan, Refusal>,
}

impl Section {
    /// A section without groups, of the document.
    pub const fn new(
        family: Family,
        id: &'static str,
        (title, intro): (Text, Text),
        fields: &'static [Field],
        plan: fn(&Question) -> Result<AnalysisPlan, Refusal>,
    ) -> Self {
        Self { id, family, title, intro, fields, groups: &[], draws: DrawsRead::ALL, effort: Some(every_policy), plan }
    }

    /// The same with what an answer takes, where it is not one run of every policy.
    #[must_use]
    pub const fn taking(self, effort: fn(&Question) -> f64) -> Self {
        Self { effort: Some(effort), ..self }
    }

    /// The same, which makes its futures in another way than the document.
    #[must_use]
    pub const fn reading(self, draws: DrawsRead) -> Self {
        Self { draws, ..self }
    }

    /// The same, answered on request alone.
    #[must_use]
    pub const fn on_request(self) -> Self {
        Self { effort: None, ..self }
    }

    /// The same name, for what takes a function.
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// Whether two questions have the same answer.
    pub fn is_same(&self, a: &Question, b: &Question) -> bool {
        let set = |q: &Question| self.fields.iter().map(|&f| q.settings.value(f)).collect::<Vec<_>>();
        let searched = !self.groups.contains(&Group::FreeLevers) || a.settings.search == b.settings.search;
        a.document == b.document && set(a) == set(b) && searched
    }
}

/// Today and all policies in every draw.
fn every_policy(q: &Question) -> f64 {
    (q.scenario.policies().len() + 1) as f64 * q.scenario.settings().draws as f64
}

impl PartialEq for Section {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Section {}

impl fmt::Debug for Section {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Section({})", self.id)
    }
}
