//! The analyses without a page; what a section asks, computes and shows is in `aftercast_analyses`. Here is which section is open, what is asked, how far the work is, what was found. Natively tested.
//!
//! The page holds one [`Analyses`], gives it every [`Event`] and carries out the [`Effect`]s it returns. What an analysis needs
//! computed is an [`AnalysisPlan`]; what came of it is kept with the [`Question`] it answers, so that a picture never
//! stands under inputs it was not made of.

mod beside;
mod budget;
mod by_itself;
mod controls;
mod correlate;
mod event;
mod forecast_log;
mod free;
mod memory;
mod open;
mod options;
mod refused_inputs;
mod section_state;
mod show;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_by_itself;
#[cfg(test)]
mod tests_charts;
#[cfg(test)]
mod tests_correlate;
#[cfg(test)]
mod tests_memory;
#[cfg(test)]
mod tests_nothing;
#[cfg(test)]
mod tests_rails;
#[cfg(test)]
mod tests_switches;
pub mod view;

use crate::words::Words;
use aftercast_analyses::found;
use aftercast_analyses::sections::forecast_log::Made;
pub use aftercast_analyses::{Family, Section};
pub use aftercast_analyses::{Field, Finding};
use aftercast_analyses::{Question, Refusal, SECTIONS, Settings, Which};
use aftercast_engine::check;
use aftercast_i18n::Text;
use aftercast_plot::{Locale, Theme};
use aftercast_scenario::{Draft, Scenario, Violations};
pub use budget::{BUDGET, Budget, BudgetPoint};
use by_itself::ByItself;
pub use by_itself::REST;
pub use event::{Effect, Event};
use forecast_log::ForecastLog;
pub use forecast_log::{File, ForecastLogView};
pub use memory::{FOUND_KEYS, SETTINGS};
use refused_inputs::RefusedInputs;
use section_state::{Kept, SectionState, State};

/// Whether the page lets a section be computed by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Readiness {
    /// A class guesses, or there are no workers.
    #[default]
    No,
    /// Once the page has computed what it shows, and this place is in view.
    Soon,
    /// It computes nothing.
    Now,
}

/// Draws behind each bar of the tornado until others are chosen: so many that the first section answers by itself.
const FIRST_BAR_DRAWS: u64 = 128;

/// The analyses.
#[derive(Debug)]
pub struct Analyses {
    document: Draft,
    checked: Result<Scenario, Violations>,
    locale: Locale,
    theme: Theme,
    section: &'static Section,
    settings: Settings,
    /// What was typed and could not be taken.
    refused: RefusedInputs,
    /// The section that an address names and this version does not have.
    unknown: Option<String>,
    /// The policy selected in the workbench.
    selected: usize,
    section_states: Vec<SectionState>,
    /// The forecast and what happened.
    forecast_log: ForecastLog,
    runs: u32,
    by_itself: ByItself,
    /// Whether a document was shown yet.
    is_shown: bool,
    /// Whether the address named a section.
    is_linked: bool,
    /// What the tab kept and nothing was made of yet.
    recalled: Option<memory::Memory>,
    recalled_found: Vec<memory::Found>,
    /// The point of the frontier that is marked in its picture.
    marked: Option<usize>,
}

impl Default for Analyses {
    fn default() -> Self {
        Self::new()
    }
}

impl Analyses {
    /// The analyses of a fresh page, nothing computed yet.
    pub fn new() -> Self {
        let document = crate::first_document(Locale::default());
        let mut settings = Settings { bar_draws: FIRST_BAR_DRAWS, ..Settings::default() };
        settings.afresh(first_moving(&document, 0));
        Self {
            checked: check(&document),
            document,
            locale: Locale::default(),
            theme: Theme::default(),
            section: SECTIONS[0],
            settings,
            refused: RefusedInputs::default(),
            unknown: None,
            selected: 0,
            section_states: SECTIONS.iter().map(|_| SectionState::default()).collect(),
            forecast_log: ForecastLog::default(),
            runs: 0,
            by_itself: ByItself::default(),
            is_shown: false,
            is_linked: false,
            recalled: None,
            recalled_found: Vec::new(),
            marked: None,
        }
    }

    /// Language in force.
    pub fn locale(&self) -> Locale {
        self.locale
    }

    /// The section that is open.
    pub fn section(&self) -> &'static Section {
        self.section
    }

    /// What happens next.
    pub fn update(&mut self, event: Event) -> Vec<Effect> {
        let goes_on = matches!(event, Event::Progressed { .. } | Event::Took { .. } | Event::Rested(_));
        let mut effects = self.reduce(event);
        if !goes_on {
            self.find_recalled();
            effects.extend(self.rest());
        }
        effects
    }

    fn reduce(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Shown { document, selected, locale, theme } => {
                (self.locale, self.theme) = (locale, theme);
                self.shown(*document, selected);
            }
            Event::Opened(section) => {
                self.section = section;
                self.unknown = None;
            }
            Event::Recalled { settings, found } => {
                settings.into_iter().for_each(|text| self.recall(&text));
                found.into_iter().for_each(|text| self.recall_found(&text));
            }
            Event::Linked(id) => match aftercast_analyses::section(&id) {
                Some(section) => {
                    self.is_linked = true;
                    return self.reduce(Event::Opened(section));
                }
                None => self.unknown = Some(id),
            },
            Event::Today(date) => {
                if self.settings.date.is_empty() {
                    self.settings.date = date;
                }
            }
            Event::Remembered(text) => self.forecast_log.recall(&text),
            Event::RememberedElsewhere { before, now } => self.forecast_log.follow(&before, &now),
            Event::Brought(text) => return self.brought(|forecast_log| forecast_log.bring(&text)),
            Event::WorksheetsBrought(worksheets) => {
                return self.brought(|forecast_log| forecast_log.bring_worksheets(worksheets));
            }
            Event::Unreadable(name, why) => self.forecast_log.unreadable(name, why),
            Event::ForecastSaved => {
                let Some(file) = self.forecast_log.save_forecast() else { return Vec::new() };
                return vec![Effect::Save(file), Effect::Remember(self.forecast_log.memory())];
            }
            Event::HappenedSaved => return self.forecast_log.save_happened().into_iter().map(Effect::Save).collect(),
            Event::Set(Field::Happened(month, figure), value) => return self.happened(month, figure, &value),
            Event::Set(Field::Other, value) => self.beside(&value),
            Event::Set(Field::CorrelationRho, value) => return self.correlate(value),
            Event::Set(field, value) => {
                self.set(field, value);
                self.colour();
            }
            Event::Picked(point) => return self.open_point(point).into_iter().collect(),
            Event::Ready(ready) => self.by_itself.ready = ready,
            Event::Rested(number) => return if self.has_rested(number) { self.start() } else { Vec::new() },
            Event::Took { run, seconds } => self.took(run, seconds),
            Event::Marked(point) => self.marked = point,
            Event::Started => return self.start(),
            Event::Cancelled => return self.cancel(),
            Event::Progressed { run, share: done } => {
                if let Some(State::Running { share, .. }) =
                    self.running(run).map(|section_state| &mut section_state.state)
                {
                    *share = done;
                }
            }
            Event::Found { run, finding } => {
                let Some(section_state) = self.running(run) else { return Vec::new() };
                section_state.state = State::Idle;
                if let Some(Made(forecast)) = found(&*finding) {
                    section_state.asked = None;
                    let Some(forecast) = forecast.clone() else { return Vec::new() };
                    self.forecast_log.make(forecast);
                    return vec![Effect::Remember(self.forecast_log.memory())];
                }
                section_state.kept = section_state.asked.take().map(|question| Kept { question, finding });
                let outputs = section_state.outputs.take();
                let section = SECTIONS
                    .iter()
                    .zip(&self.section_states)
                    .find(|(_, own)| own.run == run)
                    .map(|(section, _)| *section);
                self.colour();
                return section
                    .zip(outputs)
                    .and_then(|(section, own)| self.keep_found(section, &own))
                    .into_iter()
                    .collect();
            }
            Event::Failed { run, why } => {
                if let Some(state) = self.running(run) {
                    state.state = State::Failed(why.into());
                    state.given_up = state.asked.take();
                }
            }
        }
        Vec::new()
    }

    fn shown(&mut self, document: Draft, selected: usize) {
        let read_alike = Draft { face_value: self.document.face_value, ..document.clone() };
        let other = read_alike.in_numbers() != self.document.in_numbers();
        if document != self.document {
            self.checked = check(&document);
            let before = std::mem::replace(&mut self.document, document);
            if before.in_numbers() == self.document.in_numbers() {
                self.renamed(&before);
            }
        }
        // another policy chosen in the workbench is the one meant here, another reading of the same document is not
        if core::mem::replace(&mut self.selected, selected) != selected || other {
            self.settings.afresh(first_moving(&self.document, selected));
        }
        self.is_shown = true;
        self.set_recalled();
    }

    /// Names, comment or currency changed, and no number: what was found stays, and is told in the new words.
    fn renamed(&mut self, before: &Draft) {
        let Ok(scenario) = &self.checked else { return };
        for section_state in &mut self.section_states {
            let kept = section_state.kept.as_mut().map(|kept| &mut kept.question);
            for question in kept.into_iter().chain(&mut section_state.asked).chain(&mut section_state.given_up) {
                if question.document == *before {
                    (question.document, question.scenario) = (self.document.clone(), scenario.clone());
                }
            }
        }
    }

    /// Whether the question of the open section has no answer, none under way, and none that was given up: its place asks for one by
    /// itself.
    pub fn is_unanswered(&self) -> bool {
        let section_state = &self.section_states[index_of(self.section)];
        let question = self.question();
        let is_it = |asked: &Option<Question>| {
            asked.as_ref().zip(question.as_ref().ok()).is_some_and(|(asked, own)| self.section.is_same(asked, own))
        };
        (self.frames().is_empty() || self.is_stale()) && !is_it(&section_state.asked) && !is_it(&section_state.given_up)
    }

    /// Alerts colour what was found, so those now set count.
    fn colour(&mut self) {
        for kept in self.section_states.iter_mut().filter_map(|section_state| section_state.kept.as_mut()) {
            kept.question.settings.alerts.clone_from(&self.settings.alerts);
        }
    }

    /// What is asked now.
    fn question(&self) -> Result<Question, Refusal> {
        match &self.checked {
            Ok(scenario) => Ok(Question {
                document: self.document.clone(),
                scenario: scenario.clone(),
                settings: self.settings.clone(),
            }),
            Err(violations) => Err(violations.clone().into()),
        }
    }

    fn words(&self) -> Words {
        Words(self.locale)
    }

    fn text(&self, text: Text) -> String {
        text.to(self.locale).to_owned()
    }
}

/// The index of a section in the list.
fn index_of(section: &Section) -> usize {
    SECTIONS.iter().position(|own| *own == section).unwrap_or_default()
}

/// The selected policy, or the first that moves a lever where that one moves none: an empty policy gains nothing.
fn first_moving(document: &Draft, selected: usize) -> Which {
    let moves = |k: &usize| document.policies.get(*k).is_some_and(|p| !p.levers.is_empty());
    let count = document.policies.len();
    std::iter::once(selected).chain(0..count).find(moves).or((selected < count).then_some(selected))
}
