//! How far the work of each section is, and what was found in it last.

use super::{Analyses, Effect, Finding, Question, Refusal, Section, index_of, memory};

/// How far a section is.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum State {
    #[default]
    Idle,
    Running {
        run: u32,
        share: f64,
    },
    Cancelled,
    Failed(Refusal),
}

/// A finding with what was asked.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) question: Question,
    pub(super) finding: Finding,
}

/// A section's state, and the last thing found in it.
#[derive(Debug, Default)]
pub(super) struct SectionState {
    pub(super) state: State,
    /// What the work under way answers.
    pub(super) asked: Option<Question>,
    /// What was cancelled or failed: it is not tried again by itself.
    pub(super) given_up: Option<Question>,
    pub(super) kept: Option<Kept>,
    /// The run started last.
    pub(super) run: u32,
    /// Outputs of the work under way, where it takes so long that they are worth keeping.
    pub(super) outputs: Option<memory::RoundOutputs>,
}

impl Analyses {
    pub(super) fn start(&mut self) -> Vec<Effect> {
        let mut effects = self.cancel();
        let section = self.section;
        let question = self.question();
        let asked = question.as_ref().ok().cloned();
        let planned = question.and_then(|question| Ok(((section.plan)(&question)?, question)));
        let run = self.runs + 1;
        let state = &mut self.section_states[index_of(section)];
        match planned {
            Ok((plan, question)) => {
                let (plan, outputs) = memory::retaining(plan);
                (state.run, state.outputs) = (run, Some(outputs));
                self.runs = run;
                state.asked = Some(question);
                state.given_up = None;
                state.state = State::Running { run, share: 0.0 };
                effects.push(Effect::Run { run, plan });
            }
            Err(why) => {
                state.state = State::Failed(why);
                state.given_up = asked;
            }
        }
        effects
    }

    pub(super) fn cancel(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        for state in &mut self.section_states {
            if let State::Running { .. } = state.state {
                state.state = State::Cancelled;
                state.given_up = state.asked.take();
                effects.push(Effect::Cancel);
            }
        }
        effects
    }

    /// The section that waits for a run; none where it was given up.
    pub(super) fn running(&mut self, id: u32) -> Option<&mut SectionState> {
        self.section_states.iter_mut().find(|s| matches!(s.state, State::Running { run, .. } if run == id))
    }

    /// What was found in the open section.
    pub(super) fn kept(&self) -> Option<&Kept> {
        self.kept_in(self.section)
    }

    /// What was found in a section.
    pub(super) fn kept_in(&self, section: &Section) -> Option<&Kept> {
        self.section_states[index_of(section)].kept.as_ref()
    }
}
