//! Presenter mode: claim, one chart and the levers that move in big type, and steps to lead through.

use super::{Model, View};
use crate::session::Effect;
use crate::session::Session;
use aftercast_i18n::{Text, lever_label};
use aftercast_scenario::{LEVERS, LeverId};

/// Levers beside the chart; in a lesson those that it leaves free.
pub const PINNED: usize = 3;
/// Charts to choose from: the fan, the paired difference, the exceedance curve.
pub const CHARTS: usize = 3;
/// Most steps kept.
const MOST_STEPS: usize = 40;
/// Key of the steps in local storage.
pub const KEY: &str = "steps";

/// What can happen in presenter mode.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The mode is entered or left.
    Switched(bool),
    /// Steps that the browser kept, as [`Effect::Remember`] wrote them.
    Found(String),
    /// Another tab has changed the steps that the browser keeps.
    ChangedElsewhere {
        /// As they were kept.
        before: String,
        /// As they are kept now.
        now: String,
    },
    /// The chart that is shown.
    Chart(usize),
    /// A lever is pinned in a place.
    Pinned(usize, LeverId),
    /// What is on the page becomes a step behind the one shown, under a title.
    Saved(String),
    /// A step is shown.
    Opened(usize),
    /// So many steps on or back.
    Moved(isize),
    /// A step is removed.
    Removed(usize),
}

/// A step: a link and a title, and the chart it was shown with.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
struct Step(String, String, usize);

/// Presenter mode.
#[derive(Debug, Default)]
pub(crate) struct Presenter {
    on: bool,
    chart: usize,
    pinned: Option<Vec<LeverId>>,
    steps: Vec<Step>,
    at: Option<usize>,
}

impl Presenter {
    /// The steps as the browser keeps them.
    fn text(&self) -> String {
        serde_json::to_string(&self.steps).unwrap_or_default()
    }
}

/// Presenter mode as the page shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct PresenterView {
    /// The chart shown.
    pub chart: usize,
    /// The levers beside the chart.
    pub pinned: Vec<LeverId>,
    /// Whether others can be chosen, which a lesson does not let.
    pub chooses: bool,
    /// Titles of the steps.
    pub steps: Vec<String>,
    /// The step shown.
    pub at: Option<usize>,
    /// "Step 2 of 5: Fewer agents".
    pub caption: String,
}

impl Model {
    pub(super) fn present(&mut self, cx: &mut Session, event: Event) -> Vec<Effect> {
        let pinned = self.pinned(cx);
        let state = &mut self.presenter;
        match event {
            Event::Switched(on) => {
                state.on = on;
                // chosen once for a presentation: a pin must not jump while its neighbour moves
                state.pinned = on.then_some(pinned);
                return Vec::new();
            }
            // what the storage did not take is here alone, and stays
            Event::ChangedElsewhere { before, .. } if !state.steps.is_empty() && state.text() != before => {
                return Vec::new();
            }
            Event::Found(text) | Event::ChangedElsewhere { now: text, .. } => {
                let shown = state.at.and_then(|at| state.steps.get(at).cloned());
                // what another version wrote and cannot be read is left alone until a step is saved
                state.steps = serde_json::from_str(&text).unwrap_or_default();
                state.at = shown.and_then(|step| state.steps.iter().position(|other| *other == step));
                return Vec::new();
            }
            Event::Chart(chart) => {
                state.chart = chart.min(CHARTS - 1);
                return Vec::new();
            }
            Event::Pinned(index, lever) => {
                let mut pins = pinned;
                // a lever that is pinned already changes places
                if let Some(other) = pins.iter().position(|&id| id == lever)
                    && index < pins.len()
                {
                    pins.swap(other, index);
                }
                if let Some(pin) = pins.get_mut(index) {
                    *pin = lever;
                }
                state.pinned = Some(pins);
                return Vec::new();
            }
            Event::Opened(index) => return self.step_opened(cx, index),
            Event::Moved(by) => {
                let at = match state.at {
                    Some(at) => at.saturating_add_signed(by),
                    None if by > 0 => 0,
                    None => return Vec::new(),
                };
                return self.step_opened(cx, at);
            }
            Event::Saved(title) => self.step_saved(cx, &title),
            Event::Removed(index) if index < state.steps.len() => {
                state.steps.remove(index);
                state.at = state.at.filter(|&at| at != index).map(|at| if at > index { at - 1 } else { at });
            }
            Event::Removed(_) => return Vec::new(),
        }
        vec![Effect::Remember { key: KEY, value: self.presenter.text() }]
    }

    fn step_saved(&mut self, cx: &mut Session, title: &str) {
        let title: String = aftercast_i18n::names::shown(title).chars().take(80).collect();
        let title = if title.is_empty() { cx.called(cx.selected) } else { title };
        let fragment = cx.fragment();
        let state = &mut self.presenter;
        if state.steps.len() >= MOST_STEPS {
            return;
        }
        let index = state.at.map_or(state.steps.len(), |at| at + 1);
        state.steps.insert(index, Step(title, fragment, state.chart));
        state.at = Some(index);
    }

    fn step_opened(&mut self, cx: &mut Session, index: usize) -> Vec<Effect> {
        let state = &mut self.presenter;
        let Some(Step(_, fragment, chart)) = state.steps.get(index).cloned() else { return Vec::new() };
        (state.at, state.chart) = (Some(index), chart.min(CHARTS - 1));
        cx.open_beside(&fragment)
    }

    /// The levers beside the chart: those of the lesson; without one as chosen, else those moved and the first headline levers.
    fn pinned(&self, cx: &Session) -> Vec<LeverId> {
        if let Some(lesson) = cx.lesson {
            return lesson.levers.to_vec();
        }
        if let Some(pinned) = &self.presenter.pinned {
            return pinned.clone();
        }
        let moved = |id: &LeverId| cx.policy().is_some_and(|p| p.levers.contains_key(id));
        let mut order: Vec<LeverId> = LeverId::ALL.into_iter().filter(moved).collect();
        order.extend(LEVERS.iter().filter(|l| l.headline).map(|l| l.id));
        let mut pins: Vec<LeverId> = Vec::new();
        for id in order {
            if !pins.contains(&id) {
                pins.push(id);
            }
        }
        pins.truncate(PINNED);
        pins
    }
}

impl View<'_> {
    /// Whether presenter mode is on.
    pub fn presenting(&self) -> bool {
        self.model.presenter.on
    }

    /// Whether presenter mode shows a lever.
    pub(crate) fn is_pinned(&self, id: LeverId) -> bool {
        self.presenting() && self.model.pinned(self.session).contains(&id)
    }

    /// Presenter mode.
    pub fn presenter(&self) -> PresenterView {
        let state = &self.model.presenter;
        let caption = state.at.and_then(|at| state.steps.get(at).map(|step| (at, step))).map(|(at, step)| {
            let (number, count) = ((at + 1).to_string(), state.steps.len().to_string());
            self.session.words().with(Text::PresentStep, &[("place", &number), ("count", &count), ("title", &step.0)])
        });
        PresenterView {
            chart: state.chart,
            pinned: self.model.pinned(self.session),
            chooses: self.session.lesson.is_none(),
            steps: state.steps.iter().map(|step| step.0.clone()).collect(),
            at: state.at,
            caption: caption.unwrap_or_default(),
        }
    }

    /// Every lever with its name, to choose a pin from.
    pub fn lever_names(&self) -> Vec<(LeverId, String)> {
        LeverId::ALL.into_iter().map(|id| (id, self.session.words().to(lever_label(id)))).collect()
    }
}
