//! What would change the verdict, and what to test first: two answers under the policies, computed by themselves while nothing else is.
//! Without a page; natively tested.
//!
//! The page holds one [`Answers`], tells it what it shows ([`Event::Shown`]) and carries out the [`Effect`]s it returns. An answer is kept
//! with the inputs it is of, so that it never stands under others without saying so. Whatever is changed gives up the work under way;
//! it begins again once the inputs have rested and the main run is done.

mod real_share;
#[cfg(test)]
mod tests;

pub use real_share::RealShare;

use crate::session::Session;
use crate::view::PolicyIndex;
use crate::words::Words;
use aftercast_analyses::answers::{mind, mind_futures, mind_plan, test_first, test_futures, test_plan};
use aftercast_analyses::sections::break_even;
use aftercast_analyses::sections::information::{self, InformationReport};
use aftercast_analyses::settings::TODAY;
use aftercast_analyses::{AnalysisPlan, Field, Finding, Report, Section, found};
use aftercast_engine::analysis::switching_values::SwitchingReport;
use aftercast_i18n::Text;
use aftercast_plot::Locale;
use aftercast_scenario::{Futures, Levers, Scenario};

/// What the place in view makes of the answers, which decides how long inputs rest before they are computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// It is not complete without them, and nothing is moved in it.
    Printed,
    /// It shows them beside levers that may move again.
    Shown,
    /// It has work of its own, which goes first.
    Elsewhere,
}

impl Urgency {
    /// How long inputs rest, in milliseconds.
    const fn rest(self) -> u64 {
        match self {
            Self::Printed => 0,
            Self::Shown => 1000,
            Self::Elsewhere => 5000,
        }
    }
}

/// What the page shows, as far as the answers depend on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Inputs {
    /// The document as it runs; none where it cannot.
    pub scenario: Option<Scenario>,
    /// The policy that is spoken of.
    pub policy: PolicyIndex,
    /// Language.
    pub locale: Locale,
    /// Whether nothing is computed that the page shows.
    pub is_idle: bool,
    /// Whether results are hidden until a reveal.
    pub is_hidden: bool,
    /// Whether the page computes by itself: work beside the main run would block it.
    pub is_alone: bool,
    /// How much the place in view needs the answers.
    pub urgency: Urgency,
}

impl Inputs {
    /// Those of the page, shown beside its levers.
    pub fn of(session: &Session, policy: PolicyIndex) -> Self {
        Self {
            scenario: session.scenario().cloned(),
            policy,
            locale: session.locale(),
            is_idle: !session.is_computing(),
            is_hidden: session.hidden(),
            is_alone: session.is_alone(),
            urgency: Urgency::Shown,
        }
    }
}

/// What can happen.
#[derive(Debug)]
pub enum Event {
    /// The page shows this now.
    Shown(Box<Inputs>),
    /// The time of the [`Effect::Rest`] with this number is over.
    Rested(u32),
    /// The work is done.
    Found {
        /// Which run.
        run: u32,
        /// What came out.
        finding: Finding,
    },
    /// The work cannot be done.
    Failed {
        /// Which run.
        run: u32,
    },
}

/// What the page has to do.
pub enum Effect {
    /// Tell by this number when so many milliseconds are over.
    Rest {
        /// Of the rest.
        number: u32,
        /// How long it is.
        milliseconds: u64,
    },
    /// Do this work.
    Run {
        /// Its id.
        run: u32,
        /// What to do.
        plan: AnalysisPlan,
    },
    /// Give up what is under way.
    Cancel,
}

impl std::fmt::Debug for Effect {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Rest { number, milliseconds } => write!(f, "Rest({number}, {milliseconds} ms)"),
            Self::Run { run, .. } => write!(f, "Run({run})"),
            Self::Cancel => f.write_str("Cancel"),
        }
    }
}

/// One of the answers that are computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What would change our mind.
    Mind,
    /// What to test first.
    Test,
}

impl Kind {
    /// All of them, in the order in which they are computed.
    pub const ALL: [Self; 2] = [Self::Mind, Self::Test];
}

/// What an answer is of.
#[derive(Clone, Debug, PartialEq)]
struct Asked {
    policy: PolicyIndex,
    futures: Futures,
    goals: Vec<Levers<f64>>,
}

impl Asked {
    fn new(kind: Kind, inputs: &Inputs) -> Option<Self> {
        let scenario = inputs.scenario.as_ref()?;
        let own = scenario.policies().get(inputs.policy)?.levers;
        Some(match kind {
            Kind::Mind => Self { policy: inputs.policy, futures: mind_futures(scenario), goals: vec![own] },
            // whichever policy is spoken of, the choice is among all
            Kind::Test => Self {
                policy: 0,
                futures: test_futures(scenario),
                goals: scenario.policies().iter().map(|p| p.levers).collect(),
            },
        })
    }
}

/// An answer as far as it is.
#[derive(Debug, Default)]
struct AnswerState {
    /// What is asked now; none where the inputs cannot run.
    asked: Option<Asked>,
    kept: Option<(Asked, Finding)>,
    failed: Option<Asked>,
}

impl AnswerState {
    fn is_fresh(&self) -> bool {
        self.kept.as_ref().is_some_and(|(asked, _)| Some(asked) == self.asked.as_ref())
    }

    fn has_failed(&self) -> bool {
        self.failed.is_some() && self.failed == self.asked
    }
}

/// An answer, ready to print.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The sentence.
    pub text: String,
    /// Whether it is of earlier inputs.
    pub is_stale: bool,
    /// Whether it is still to come, alone or instead of the one shown.
    pub is_awaited: bool,
}

/// The answers that are computed.
#[derive(Debug, Default)]
pub struct Answers {
    inputs: Option<Inputs>,
    answer_states: [AnswerState; 2],
    /// The number of the rest that is waited for, or was last.
    rests: u32,
    is_rested: bool,
    running: Option<(u32, Kind)>,
    runs: u32,
}

impl Answers {
    /// Nothing shown, nothing computed.
    pub fn new() -> Self {
        Self::default()
    }

    /// What happens next.
    pub fn update(&mut self, event: Event) -> Vec<Effect> {
        let mut effects = Vec::new();
        match event {
            Event::Shown(inputs) => self.shown(*inputs, &mut effects),
            Event::Rested(number) => self.is_rested |= number == self.rests,
            Event::Found { run, finding } => {
                if let Some(answer_state) = self.end(run) {
                    answer_state.kept = answer_state.asked.clone().map(|asked| (asked, finding));
                }
            }
            Event::Failed { run } => {
                if let Some(answer_state) = self.end(run) {
                    answer_state.failed.clone_from(&answer_state.asked);
                }
            }
        }
        effects.extend(self.start());
        effects
    }

    fn shown(&mut self, inputs: Inputs, effects: &mut Vec<Effect>) {
        let mut is_other = false;
        for (kind, answer_state) in Kind::ALL.into_iter().zip(&mut self.answer_states) {
            let asked = Asked::new(kind, &inputs);
            is_other |= asked != answer_state.asked;
            answer_state.asked = asked;
        }
        let urgency = inputs.urgency;
        let before = self.inputs.replace(inputs);
        let has_moved = before.is_some_and(|before| before.urgency != urgency);
        if (is_other || !self.may_run()) && self.running.take().is_some() {
            effects.push(Effect::Cancel);
        }
        // a rest that is under way takes as long as it does in the place that is in view now
        if is_other || (has_moved && !self.is_rested) {
            self.rests += 1;
            self.is_rested = false;
            effects.push(Effect::Rest { number: self.rests, milliseconds: urgency.rest() });
        }
    }

    /// Whether work beside the page is in order at all.
    fn may_run(&self) -> bool {
        let may = |inputs: &Inputs| inputs.is_idle && !inputs.is_hidden && !inputs.is_alone;
        self.inputs.as_ref().is_some_and(may) && !self.is_todays()
    }

    /// Whether the policy that is spoken of is today's.
    fn is_todays(&self) -> bool {
        let own = |inputs: &Inputs| {
            let scenario = inputs.scenario.as_ref()?;
            Some(scenario.policies().get(inputs.policy)?.levers == Levers::start_from(scenario.today()))
        };
        self.inputs.as_ref().and_then(own).unwrap_or(false)
    }

    /// Ends a run; the shelf that waited for it, none where it was given up.
    fn end(&mut self, id: u32) -> Option<&mut AnswerState> {
        let (_, kind) = self.running.take_if(|(run, _)| *run == id)?;
        Some(&mut self.answer_states[kind as usize])
    }

    /// Starts the first answer that is missing, where nothing stands against it.
    fn start(&mut self) -> Option<Effect> {
        if !self.is_rested || self.running.is_some() || !self.may_run() {
            return None;
        }
        let is_missing = |kind: &Kind| {
            let answer_state = &self.answer_states[*kind as usize];
            answer_state.asked.is_some() && !answer_state.is_fresh() && !answer_state.has_failed()
        };
        let kind = Kind::ALL.into_iter().find(is_missing)?;
        let inputs = self.inputs.as_ref()?;
        let scenario = inputs.scenario.as_ref()?;
        let plan = match kind {
            Kind::Mind => mind_plan(scenario, &scenario.policies().get(inputs.policy)?.levers),
            Kind::Test => test_plan(scenario),
        };
        self.runs += 1;
        self.running = Some((self.runs, kind));
        Some(Effect::Run { run: self.runs, plan })
    }

    /// An answer as it stands.
    pub fn answer(&self, kind: Kind) -> Answer {
        let answer_state = &self.answer_states[kind as usize];
        let Some(inputs) = self.inputs.as_ref().filter(|inputs| !inputs.is_hidden) else { return Answer::default() };
        let words = Words(inputs.locale);
        let plain = |text: Text| Answer { text: words.to(text), ..Answer::default() };
        if self.is_todays() {
            return plain(Text::AnswerSame);
        }
        // another policy's answer would read as this one's
        let kept = answer_state
            .kept
            .as_ref()
            .filter(|(of, _)| answer_state.asked.as_ref().is_none_or(|now| now.policy == of.policy));
        let text = kept.map(|(_, finding)| told(&**finding, words));
        match text {
            Some(text) if answer_state.is_fresh() => Answer { text, is_stale: false, is_awaited: false },
            _ if answer_state.has_failed() => plain(Text::AnswerFailed),
            _ if inputs.is_alone => plain(Text::AnswerAlone),
            Some(text) => Answer { text, is_stale: true, is_awaited: answer_state.asked.is_some() },
            None if answer_state.asked.is_none() => plain(Text::AnswerFailed),
            None => Answer { is_awaited: true, ..plain(Text::AnswerComputing) },
        }
    }

    /// The section behind an answer, and what is set there to see it.
    pub fn section(&self, kind: Kind) -> (&'static Section, Vec<(Field, String)>) {
        let Kind::Mind = kind else { return (&information::SECTION, Vec::new()) };
        let kept = self.answer_states[Kind::Mind as usize].kept.as_ref();
        let report: Option<&SwitchingReport> = kept.and_then(|(_, finding)| found(&**finding));
        let nearest = report.and_then(|r| r.values.first()).map(|v| v.variable.name().to_owned());
        let policy = self.inputs.as_ref().map(|inputs| inputs.policy.to_string()).unwrap_or_default();
        let set = [(Field::Policy, policy), (Field::Against, TODAY.to_owned())];
        let set = set.into_iter().chain(nearest.map(|name| (Field::DecisionVariable, name)));
        (&break_even::SECTION, set.collect())
    }
}

/// What was found, in a sentence.
fn told(finding: &dyn Report, words: Words) -> String {
    if let Some(report) = found::<SwitchingReport>(finding) {
        return mind(report, words);
    }
    found::<InformationReport>(finding).map_or_else(String::new, |report| test_first(report, words))
}
