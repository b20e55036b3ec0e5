//! What follows a change: the document is checked, runs are asked for, columns follow the draws, the address is written.

use super::Effect;
use super::banners::banner;
use super::{Line, Session};
use crate::MOST_POLICIES;
use crate::view::PolicyIndex;
use aftercast_engine::check;
use aftercast_i18n::Text;
use aftercast_scenario::{Draft, PolicyDraft};

impl Session {
    /// Changes the document as one step that can be taken back.
    pub(crate) fn change(&mut self, change: impl FnOnce(&mut Draft)) -> Vec<Effect> {
        let before = self.document.clone();
        change(&mut self.document);
        if self.document == before {
            return Vec::new();
        }
        self.history.keep(&before, (self.clock)());
        self.held = None;
        self.rerun()
    }

    /// Keeps the document as it is before a change.
    pub(crate) fn keep_state(&mut self) {
        self.history.keep(&self.document, (self.clock)());
    }

    /// Selects a policy.
    pub(crate) fn select(&mut self, index: PolicyIndex) {
        if index != self.selected {
            self.another_selected(index);
        }
    }

    /// Another policy is selected, maybe under the index of the one before; what was typed and refused belongs to that.
    pub(crate) fn another_selected(&mut self, index: PolicyIndex) {
        self.held = None;
        self.changes.selected = true;
        self.changes.moved_on = true;
        self.selected = index;
    }

    /// The policy that is selected stands under another index from here on.
    pub(crate) fn selected_moves_to(&mut self, index: PolicyIndex) {
        self.changes.selected |= index != self.selected;
        self.selected = index;
    }

    /// Where the selected policy is found again after the document has changed: as it was, else under its index.
    fn found_again(&self, before: Option<&PolicyDraft>) -> PolicyIndex {
        let policies = &self.document.policies;
        let is_it = |policy: &PolicyDraft| Some(policy) == before;
        let here = policies.get(self.selected).is_some_and(is_it).then_some(self.selected);
        let index = here.or_else(|| policies.iter().position(is_it)).unwrap_or(self.selected);
        index.min(policies.len().saturating_sub(1))
    }

    /// Takes so many changes back, or brings them again.
    pub(crate) fn travel(&mut self, steps: isize) -> Vec<Effect> {
        let mut moved = false;
        let face_value = self.face_value();
        let selected = self.policy().cloned();
        for _ in 0..steps.unsigned_abs() {
            let (history, document) = (&mut self.history, &mut self.document);
            let has_moved = if steps < 0 { history.undo(document) } else { history.redo(document) };
            // a file may tell of a change that leads to a document which no page can show
            if has_moved && !(1..=MOST_POLICIES).contains(&document.policies.len()) {
                let _ = if steps < 0 { history.redo(document) } else { history.undo(document) };
                break;
            }
            moved |= has_moved;
        }
        if !moved {
            return Vec::new();
        }
        self.held = None;
        self.changes.moved_on = true;
        self.changes.reread |= face_value != self.face_value();
        // a state from before the language was changed has its names in the other one
        self.locale_chosen(self.locale);
        let selected = self.found_again(selected.as_ref());
        self.selected_moves_to(selected);
        self.rerun()
    }

    /// The document as it runs.
    pub(crate) fn running_document(&self) -> Draft {
        Draft { settings: self.settings(), ..self.document.clone() }
    }

    /// Checks the document, asks for what is not known yet and writes the address.
    pub(crate) fn rerun(&mut self) -> Vec<Effect> {
        self.rule.begin();
        let checked = check(&self.running_document());
        match &checked {
            Ok(_) => self.dismiss_banners(&[banner::INVALID]),
            Err(violations) => {
                let lines = violations.0.iter().cloned().map(Line::Violation).collect();
                self.show_banner(banner::INVALID, true, Text::BannerInvalid, lines);
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

    /// Columns show their own levers as soon as these have draws.
    pub(crate) fn track_results(&mut self) {
        let wanted = self.wanted();
        if let Some(store) = self.runs.store() {
            self.shown = wanted
                .iter()
                .enumerate()
                .map(|(k, levers)| {
                    let own = store.policy(levers).filter(|r| r.draws() > 0).map(|_| *levers);
                    own.or_else(|| self.shown.get(k).copied().flatten())
                })
                .collect();
        }
    }

    /// A run is complete: the address gets its result, the link's sender is compared with, what is left is run beside.
    pub(crate) fn complete(&mut self, main: bool) -> Vec<Effect> {
        let more = if main { self.more_draws() } else { None };
        self.track_results();
        self.changes.results = true;
        if let Some(more) = more {
            return vec![more];
        }
        self.changes.idle = true;
        if main && !self.runs.drawing() {
            self.compare_with_sender();
            return vec![Effect::WriteFragment(self.write())];
        }
        Vec::new()
    }

    /// The fragment of the document, remembered as our own.
    pub(crate) fn write(&mut self) -> String {
        self.written = self.fragment();
        self.written.clone()
    }
}
