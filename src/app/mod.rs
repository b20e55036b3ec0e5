//! The application without a page: model, event, update(model, event) -> effects, view models. Natively tested.

pub mod event;
pub mod goal;
pub mod request;
pub mod view;

use crate::plot::{Locale, Theme};
use event::{Effect, Event};
use view::{
    Banner, ChainNode, DotsFrame, FanFrame, GoalEditor, Headline, LeverGroupView, LeverPanel, PolicyCard, PolicyIndex,
    PresetView, Status, Table,
};

/// The application: what is known, what is shown, and what happens next.
#[derive(Debug, Default)]
pub struct App {
    locale: Locale,
    theme: Theme,
}

#[expect(clippy::todo, reason = "contract first: replaced before it lands")]
impl App {
    /// The survey's company with two policies, nothing computed.
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes an event in; what comes back is to be done by the page.
    pub fn update(&mut self, _event: Event) -> Vec<Effect> {
        Vec::new()
    }

    /// Language in force.
    pub fn locale(&self) -> Locale {
        self.locale
    }
    /// Theme in force.
    pub fn theme(&self) -> Theme {
        self.theme
    }
    /// The policy the levers edit.
    pub fn selected(&self) -> PolicyIndex {
        0
    }
    /// Whether "survey at face value" is on.
    pub fn face_value(&self) -> bool {
        false
    }
    /// Whether there is something to take back, and something to bring again.
    pub fn history(&self) -> (bool, bool) {
        (false, false)
    }
    /// The document as an address fragment, without `#`.
    pub fn fragment(&self) -> String {
        String::new()
    }
    /// What to know, the latest first.
    pub fn banners(&self) -> Vec<Banner> {
        Vec::new()
    }
    /// The sentence over everything.
    pub fn headline(&self) -> Headline {
        todo!()
    }
    /// The editor in the sentence.
    pub fn goal_editor(&self) -> GoalEditor {
        todo!()
    }
    /// Today, A, B, ...
    pub fn cards(&self) -> Vec<PolicyCard> {
        Vec::new()
    }
    /// The head of the lever panel.
    pub fn lever_panel(&self) -> LeverPanel {
        todo!()
    }
    /// Lever rows of the selected policy, by group.
    pub fn levers(&self) -> Vec<LeverGroupView> {
        Vec::new()
    }
    /// Presets.
    pub fn presets(&self) -> Vec<PresetView> {
        Vec::new()
    }
    /// The causal chain of the selected policy; each spark is `width` x `height` CSS pixels.
    pub fn chain(&self, _width: f64, _height: f64) -> Vec<ChainNode> {
        Vec::new()
    }
    /// Cumulated gain of all policies, in CSS pixels.
    pub fn fan(&self, _width: f64, _height: f64) -> FanFrame {
        todo!()
    }
    /// The selected policy against the other one (or today, where there is only one), in CSS pixels.
    pub fn difference(&self, _width: f64, _height: f64) -> DotsFrame {
        todo!()
    }
    /// The monthly table of the selected policy against today.
    pub fn months(&self) -> Table {
        todo!()
    }
    /// What the run is at.
    pub fn status(&self) -> Status {
        todo!()
    }
}
