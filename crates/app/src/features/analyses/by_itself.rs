//! What is computed by itself: the open section, where its answer comes soon, once inputs have rested and nothing else is under way.
//! How soon is what the section says that it takes, at the pace of this machine so far.

use super::{Analyses, Effect, Readiness, State, index_of};
use aftercast_analyses::{Question, SECTIONS, Section};
use aftercast_i18n::Text;

/// How long inputs rest before the open section is computed, in milliseconds.
pub const REST: u64 = 400;

/// What comes within so many seconds is computed without being asked for.
const SOON: f64 = 2.0;

/// Seconds that an evaluation takes where nothing was measured yet: two workers in the browser.
const FIRST_PACE: f64 = 2.5e-5;

/// Seconds under which a measurement is of starting workers rather than of computing.
const TOLD: f64 = 0.3;

/// What is waited for, and how fast this machine is.
#[derive(Debug)]
pub(super) struct ByItself {
    /// Whether the page lets anything start by itself.
    pub(super) ready: Readiness,
    /// The number of the rest asked for last.
    rest: u32,
    /// Seconds an evaluation takes.
    pub(super) pace: f64,
}

impl Default for ByItself {
    fn default() -> Self {
        Self { ready: Readiness::No, rest: 0, pace: FIRST_PACE }
    }
}

impl Analyses {
    /// Asks for a rest where the open section is to be computed after it.
    pub(super) fn rest(&mut self) -> Option<Effect> {
        (self.by_itself.ready == Readiness::Now && self.comes_by_itself()).then(|| {
            self.by_itself.rest += 1;
            Effect::Rest(self.by_itself.rest)
        })
    }

    /// Whether the rest of this number is the one waited for.
    pub(super) fn has_rested(&self, number: u32) -> bool {
        number == self.by_itself.rest && self.by_itself.ready == Readiness::Now && self.comes_by_itself()
    }

    /// Whether the open section is about to be computed by itself, be it after what the page computes.
    pub(super) fn comes_by_itself(&self) -> bool {
        let busy = self.section_states.iter().any(|section_state| matches!(section_state.state, State::Running { .. }));
        if self.by_itself.ready == Readiness::No || busy {
            return false;
        }
        let section_state = &self.section_states[index_of(self.section)];
        let Ok(now) = self.question() else { return false };
        let answered = section_state.kept.as_ref().is_some_and(|kept| self.section.is_same(&kept.question, &now));
        let given_up = section_state.given_up.as_ref().is_some_and(|asked| self.section.is_same(asked, &now));
        !answered && !given_up && self.seconds(self.section, &now).is_some_and(|s| s <= SOON)
    }

    /// Whether answering takes so long that it waits for the button.
    pub(super) fn takes_long(&self, section: &Section, question: &Question) -> bool {
        self.seconds(section, question).is_some_and(|s| s > SOON)
    }

    /// What answering takes here, in seconds; none where it is done on request alone.
    fn seconds(&self, section: &Section, question: &Question) -> Option<f64> {
        section.effort.map(|effort| effort(question) * self.by_itself.pace)
    }

    /// What the work under way takes, in evaluations.
    fn effort_of(&self, id: u32) -> Option<f64> {
        let runs = |section_state: &super::SectionState| matches!(section_state.state, State::Running { run, .. } if run == id);
        let (section, section_state) =
            SECTIONS.iter().zip(&self.section_states).find(|(_, section_state)| runs(section_state))?;
        Some(section.effort?(section_state.asked.as_ref()?))
    }

    /// Learns how fast this machine is.
    pub(super) fn took(&mut self, run: u32, seconds: f64) {
        let Some(effort) = self.effort_of(run).filter(|_| seconds > TOLD) else { return };
        let measured = seconds / effort.max(1.0);
        // one answer may have shared the machine with something else
        self.by_itself.pace = 0.5 * (self.by_itself.pace + measured);
    }

    /// What the button of the open section says: what it does and, where that takes longer than a moment, how long.
    pub(super) fn start_words(&self) -> String {
        let takes = self.question().ok().and_then(|question| self.seconds(self.section, &question));
        let Some(seconds) = takes.filter(|seconds| *seconds > SOON) else { return self.text(Text::StudyStart) };
        let (count, unit) = rounded(seconds);
        let time = self.words().with(unit, &[("count", &count.to_string())]);
        self.words().with(Text::StudyStartAbout, &[("time", &time)])
    }
}

/// A time as it is estimated: no digit that an estimate does not have.
fn rounded(seconds: f64) -> (u32, Text) {
    match seconds {
        s if s < 10.0 => (s.ceil() as u32, Text::StudySeconds),
        s if s < 57.5 => (5 * (s / 5.0).round() as u32, Text::StudySeconds),
        s => ((s / 60.0).round().max(1.0) as u32, Text::StudyMinutes),
    }
}
