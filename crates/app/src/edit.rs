//! What a person changes in the document: levers, policies, the goal, the language of names.

use super::event::Effect;
use super::goal::GoalInput;
use super::typed::{self, NumberError};
use super::view::PolicyIndex;
use super::words::lever_value;
use super::{App, MOST_POLICIES, Refused, address, first_document};
use aftercast_engine::check;
use aftercast_i18n::Text;
use aftercast_plot::{Locale, StableRange};
use aftercast_scenario::{Draft, LeverId, PolicyDraft};

impl App {
    pub(super) fn lever_moved(&mut self, id: LeverId, value: f64) -> Vec<Effect> {
        let spec = id.spec();
        if !(value >= spec.min && value <= spec.max) || self.locked(id).is_some() {
            return Vec::new();
        }
        self.refused.remove(&id);
        if self.held != Some(id) {
            self.history.keep(&self.document);
            self.held = Some(id);
        }
        self.set_lever(id, value);
        self.rerun()
    }

    fn set_lever(&mut self, id: LeverId, value: f64) {
        let unmoved = id.start_from(self.today(id));
        if let Some(policy) = self.document.policies.get_mut(self.selected) {
            if value == unmoved {
                policy.levers.remove(&id);
            } else {
                policy.levers.insert(id, value);
            }
        }
    }

    pub(super) fn lever_typed(&mut self, id: LeverId, text: &str) -> Vec<Effect> {
        if self.locked(id).is_some() {
            return Vec::new();
        }
        let spec = id.spec();
        match typed::read(text, &typed::of_lever(spec)) {
            Ok(value) => {
                self.refused.remove(&id);
                if value == self.lever(self.selected, id) {
                    return Vec::new();
                }
                self.history.keep(&self.document);
                self.held = None;
                self.set_lever(id, value);
                self.rerun()
            }
            Err(why) => {
                let range = [("low", lever_value(id, spec.min)), ("high", lever_value(id, spec.max))];
                let holes: Vec<(&str, &str)> =
                    range.iter().map(|(k, v)| (*k, v.as_str())).chain([("typed", text.trim())]).collect();
                let reason = typed::refusal(&why, text, self.words()).unwrap_or_else(|| match why {
                    NumberError::OutOfRange(_) => self.words().with(Text::TypedOutOfRange, &holes),
                    _ => self.words().with(Text::TypedUnreadable, &holes),
                });
                self.refused.insert(id, Refused { text: text.to_owned(), reason });
                Vec::new()
            }
        }
    }

    pub(super) fn policy_added(&mut self) -> Vec<Effect> {
        if self.document.policies.len() >= MOST_POLICIES {
            return Vec::new();
        }
        let name = self.fresh_name(&self.words().to(Text::PolicyFirst));
        let effects = self.change(|d| d.policies.push(PolicyDraft { name, ..PolicyDraft::default() }));
        self.select(self.document.policies.len() - 1);
        effects
    }

    pub(super) fn policy_copied(&mut self, index: PolicyIndex) -> Vec<Effect> {
        let Some(original) = self.document.policies.get(index).cloned() else { return Vec::new() };
        if self.document.policies.len() >= MOST_POLICIES {
            return Vec::new();
        }
        let name = self.fresh_name(&original.name);
        self.select(index + 1);
        self.change(|d| d.policies.insert(index + 1, PolicyDraft { name, ..original }))
    }

    pub(super) fn policy_moved(&mut self, index: PolicyIndex, by: isize) -> Vec<Effect> {
        let target = index.saturating_add_signed(by);
        if index >= self.document.policies.len() || target >= self.document.policies.len() || target == index {
            return Vec::new();
        }
        if self.selected == index {
            self.select(target);
        }
        self.change(|d| {
            let policy = d.policies.remove(index);
            d.policies.insert(target, policy);
        })
    }

    pub(super) fn policy_removed(&mut self, index: PolicyIndex) -> Vec<Effect> {
        // the page compares: the last policy stays
        if self.document.policies.len() < 2 || index >= self.document.policies.len() {
            return Vec::new();
        }
        let selected = if self.selected > index { self.selected - 1 } else { self.selected };
        self.select(selected.min(self.document.policies.len() - 2));
        self.change(|d| drop(d.policies.remove(index)))
    }

    pub(super) fn preset_chosen(&mut self, index: usize) -> Vec<Effect> {
        if self.presets_locked().is_some() {
            return Vec::new();
        }
        let Some(preset) = address::preset(index, self.locale) else { return Vec::new() };
        let policy = self.selected;
        self.refused.clear();
        self.change(|d| {
            if let Some(p) = d.policies.get_mut(policy) {
                *p = preset;
            }
        })
    }

    pub(super) fn goal_changed(&mut self, input: &GoalInput) -> Vec<Effect> {
        let (min, max, unit) = input.kind.goal(0.0).range();
        match typed::read(&input.bound, &input.kind.reading()) {
            Ok(bound) => {
                self.goal_refused = None;
                let goal = input.kind.goal(bound);
                if goal == self.document.goal {
                    return Vec::new();
                }
                self.change(|d| d.goal = goal)
            }
            Err(why) => {
                let holes = [
                    ("typed", input.bound.trim()),
                    ("low", &min.to_string()),
                    ("high", &max.to_string()),
                    ("unit", unit),
                ];
                let reason = typed::refusal(&why, &input.bound, self.words())
                    .unwrap_or_else(|| self.words().with(Text::GoalOutOfRange, &holes));
                self.goal_refused = Some(Refused { text: input.bound.clone(), reason });
                Vec::new()
            }
        }
    }

    pub(super) fn locale_chosen(&mut self, locale: Locale) {
        // names that were not changed follow the language
        let (old, new) = (first_document(self.locale), first_document(locale));
        for policy in &mut self.document.policies {
            let own = old.policies.iter().zip(&new.policies).find(|(o, _)| o.name == policy.name);
            if let Some((_, translated)) = own {
                policy.name.clone_from(&translated.name);
            } else if let Some(name) = address::translated(&policy.name, locale) {
                policy.name = name;
            }
        }
        self.lesson_translated(locale);
        self.locale = locale;
        self.refused.clear();
        self.goal_refused = None;
        self.checked = check(&self.running_document());
    }

    fn fresh_name(&self, base: &str) -> String {
        let taken = |name: &str| self.document.policies.iter().any(|p| p.name == name);
        let stem = base.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
        (2..)
            .map(|k| format!("{stem} {k}"))
            .chain([base.to_owned()])
            .find(|name| !taken(name))
            .filter(|_| taken(base))
            .unwrap_or_else(|| base.to_owned())
    }

    /// Selects a policy; what was typed and refused belongs to the one before.
    pub(super) fn select(&mut self, index: PolicyIndex) {
        if index != self.selected {
            self.refused.clear();
            self.held = None;
            self.difference_range = StableRange::new();
        }
        self.selected = index;
    }

    /// Changes the document as one step that can be taken back.
    pub(super) fn change(&mut self, change: impl FnOnce(&mut Draft)) -> Vec<Effect> {
        let before = self.document.clone();
        change(&mut self.document);
        if self.document == before {
            return Vec::new();
        }
        self.history.keep(&before);
        self.held = None;
        self.rerun()
    }

    pub(super) fn after_travel(&mut self, moved: bool) -> Vec<Effect> {
        if !moved {
            return Vec::new();
        }
        self.held = None;
        self.refused.clear();
        self.goal_refused = None;
        self.selected = self.selected.min(self.document.policies.len().saturating_sub(1));
        self.rerun()
    }
}
