//! What follows a change: the document is checked, runs are asked for, columns and axes follow the draws, the address is written.

use super::event::Effect;
use super::update::BANNER_INVALID;
use super::{App, Line, Notice};
use aftercast_engine::check;
use aftercast_i18n::Text;
use aftercast_scenario::Draft;

impl App {
    /// The document as it runs: at face value where that is switched on.
    pub(super) fn running_document(&self) -> Draft {
        Draft { settings: self.settings(), face_value: self.face_value, ..self.document.clone() }
    }

    /// Checks the document, asks for what is not known yet and writes the address.
    pub(super) fn rerun(&mut self) -> Vec<Effect> {
        self.rule.begin();
        let checked = check(&self.running_document());
        match &checked {
            Ok(_) => self.banners.retain(|b| b.id != BANNER_INVALID),
            Err(violations) => {
                let lines = violations.0.iter().cloned().map(Line::Violation).collect();
                self.say(BANNER_INVALID, true, Text::BannerInvalid, lines);
            }
        }
        self.checked = checked;
        let mut effects = vec![Effect::WriteFragment(self.write())];
        let Ok(scenario) = &self.checked else { return effects };
        let (futures, wanted) = (scenario.futures(), self.wanted());
        match self.runs.start(futures, &wanted) {
            Some(request) => effects.push(Effect::Run(Box::new(request))),
            None => effects.extend(self.complete(true)),
        }
        effects
    }

    /// New draws are on the page.
    pub(super) fn on_results(&mut self) {
        self.track_results();
        self.ranges();
    }

    /// Columns show their own levers as soon as these have draws.
    pub(super) fn track_results(&mut self) {
        let wanted = self.wanted();
        if let Some(store) = self.runs.store() {
            self.shown = wanted
                .iter()
                .enumerate()
                .filter_map(|(k, levers)| {
                    let own = store.policy(levers).filter(|r| r.draws() > 0).map(|_| *levers);
                    own.or_else(|| self.shown.get(k).copied())
                })
                .collect();
        }
    }

    /// Axes take in what they have to hold.
    pub(super) fn ranges(&mut self) {
        let (gain, difference) = (self.gain_extent(), self.difference_extent());
        if let Some((low, high)) = gain {
            self.gain_range.update(low, high);
        }
        if let Some((low, high)) = difference {
            self.difference_range.update(low, high);
        }
        self.decide_drawn();
    }

    /// A run is complete: the address gets its result, the link's sender is compared with, what is left is run beside.
    pub(super) fn complete(&mut self, main: bool) -> Vec<Effect> {
        let more = if main { self.more_draws() } else { None };
        self.on_results();
        if let Some(more) = more {
            return vec![more];
        }
        let mut effects = Vec::new();
        if main && !self.runs.drawing() {
            self.compare_with_sender();
            effects.push(Effect::WriteFragment(self.write()));
        }
        effects.extend(self.start_side_run());
        effects
    }

    pub(super) fn start_side_run(&mut self) -> Option<Effect> {
        // people wait for the room; what is run beside the picture can wait
        if let Some(room) = self.room_next() {
            return Some(room);
        }
        let levers = *self.wanted().get(self.selected)?;
        let request = self.runs.start_aside(&levers).or_else(|| {
            let side_runs = self.side_runs(&levers);
            self.runs.start_side_run(side_runs)
        });
        request.map(|request| Effect::Run(Box::new(request)))
    }

    /// The fragment of the document, remembered as our own.
    pub(super) fn write(&mut self) -> String {
        self.written = self.fragment();
        self.written.clone()
    }

    /// Puts a banner up in place of an earlier one of its kind.
    pub(super) fn say(&mut self, id: u32, alert: bool, title: Text, lines: Vec<Line>) {
        self.banners.retain(|b| b.id != id);
        self.banners.push(Notice { id, alert, title, lines });
    }
}
