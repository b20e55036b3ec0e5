//! What happens when something happened.

use super::event::{Effect, Event};
use super::goal::{GoalInput, GoalKind};
use super::runs::Taken;
use super::typed::{NotANumber, parse_within};
use super::view::PolicyIndex;
use super::words::{is_share, lever_value};
use super::{App, Line, MOST_POLICIES, Notice, Refused, address, first_document};
use crate::engine::scenario::{Draft, Goal, LeverId, PolicyDraft, check};
use crate::plot::{Locale, StableRange, Theme};
use crate::texts::Text;

/// Banners of the application itself; further ones count on.
pub(super) const BANNER_ALONE: u32 = 1;
pub(super) const BANNER_LINK: u32 = 2;
pub(super) const BANNER_SENDER: u32 = 3;
pub(super) const BANNER_INVALID: u32 = 4;
pub(super) const BANNER_FAILED: u32 = 5;
pub(super) const BANNER_FILE: u32 = 6;
pub(super) const BANNER_STORAGE: u32 = 7;

impl App {
    /// Takes an event in; what comes back is to be done by the page.
    pub fn update(&mut self, event: Event) -> Vec<Effect> {
        self.quiet = false;
        let effects = self.happened(event);
        self.kept(effects)
    }

    fn happened(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Opened { fragment, locale, theme } => self.opened(&fragment, locale, theme),
            Event::FragmentChanged(fragment) => self.fragment_changed(&fragment),
            Event::Brought(fragment) => {
                self.history.keep(&self.document);
                self.open(&fragment);
                self.rerun()
            }
            Event::LeverMoved(id, value) => self.lever_moved(id, value),
            Event::LeverReleased(_) => {
                self.held = None;
                vec![Effect::WriteFragment(self.write())]
            }
            Event::LeverTyped(id, text) => self.lever_typed(id, &text),
            Event::LeverReset(id) if self.locked(id).is_none() => {
                self.refused.remove(&id);
                let policy = self.selected;
                self.change(|d| {
                    if let Some(p) = d.policies.get_mut(policy) {
                        p.levers.remove(&id);
                    }
                })
            }
            Event::LeverReset(_) => Vec::new(),
            Event::PolicySelected(index) => {
                if index >= self.document.policies.len() {
                    return Vec::new();
                }
                self.select(index);
                self.after_selection()
            }
            Event::PolicyAdded => self.policy_added(),
            Event::PolicyCopied(index) => self.policy_copied(index),
            Event::PolicyMoved(index, by) => self.policy_moved(index, by),
            Event::PolicyRenamed(index, name) => {
                let name: String = name.trim().chars().take(60).collect();
                if name.is_empty() {
                    return Vec::new();
                }
                self.change(|d| {
                    if let Some(p) = d.policies.get_mut(index) {
                        p.name = name;
                    }
                })
            }
            Event::PolicyRemoved(index) => self.policy_removed(index),
            Event::PresetChosen(index) => self.preset_chosen(index),
            Event::AllLeversShown(all) => {
                self.all_levers = all;
                Vec::new()
            }
            Event::GoalChanged(input) => self.goal_changed(&input),
            Event::DrawsChosen(place) => self.draws_chosen(place),
            Event::DrawsRemembered(name) => {
                self.draws_remembered(&name);
                Vec::new()
            }
            Event::FaceValueSwitched(on) => {
                self.face_value = on;
                self.gain_range.reset();
                self.difference_range.reset();
                self.decide_afresh();
                self.rerun()
            }
            Event::Undo => {
                let moved = self.history.undo(&mut self.document);
                self.after_travel(moved)
            }
            Event::Redo => {
                let moved = self.history.redo(&mut self.document);
                self.after_travel(moved)
            }
            Event::LocaleChosen(locale) => {
                self.locale_chosen(locale);
                let tag = if locale == Locale::Chinese { "zh" } else { "en" };
                let remember = Effect::Remember { key: "language", value: tag.to_owned() };
                vec![remember, Effect::WriteFragment(self.write())]
            }
            Event::ThemeChosen(theme) => {
                self.theme = theme;
                let name = if theme == Theme::Dark { "dark" } else { "light" };
                vec![Effect::Remember { key: "theme", value: name.to_owned() }]
            }
            Event::BannerDismissed(id) => {
                self.banners.retain(|b| b.id != id);
                Vec::new()
            }
            Event::BlockArrived { run, policy, block } => match self.runs.take(run, policy, &block) {
                Ok(Taken::Dropped) => Vec::new(),
                Ok(Taken::Aside) => {
                    self.quiet = true;
                    Vec::new()
                }
                Ok(Taken::Complete(super::runs::Purpose::Wish)) => {
                    let effects: Vec<Effect> = self.run_aside().into_iter().collect();
                    // what is wished for is shown when all of it is there
                    self.quiet = !effects.is_empty();
                    effects
                }
                Ok(Taken::Drawn) => {
                    self.follow();
                    // axes settle as the draws double, and at the end
                    if (block.first + block.draws as u64).is_power_of_two() {
                        self.ranges();
                    }
                    Vec::new()
                }
                Ok(Taken::Complete(super::runs::Purpose::Room)) => {
                    self.room_computed();
                    self.run_aside().into_iter().collect()
                }
                Ok(Taken::Complete(purpose)) => self.complete(purpose == super::runs::Purpose::Main),
                Err(e) => {
                    let lines = vec![Line::Said(format!("{e:?}"))];
                    self.say(BANNER_FAILED, true, Text::BannerDefect, lines);
                    Vec::new()
                }
            },
            Event::RunRestarted { run } => {
                self.runs.restarted(run);
                Vec::new()
            }
            Event::RunFailed { run, message } => {
                if self.runs.rooming() && self.runs.is_running(run) {
                    return self.room_failed(message).into_iter().collect();
                }
                if self.runs.failed(run) {
                    self.say(BANNER_FAILED, true, Text::BannerFailed, vec![Line::Said(message)]);
                }
                Vec::new()
            }
            Event::WorkersLost => {
                self.runs.alone = true;
                self.say(BANNER_ALONE, false, Text::BannerAlone, vec![Line::Text(Text::BannerAloneLine)]);
                Vec::new()
            }
            // the page tells it where the button is
            Event::Copied(_) => Vec::new(),
            Event::Share(event) => self.shared(event),
            Event::Defend(event) => self.defend(event),
            Event::Decide(event) => self.decide(event),
            Event::Teach(event) => self.teach(event),
        }
    }

    fn opened(&mut self, fragment: &str, locale: Locale, theme: Theme) -> Vec<Effect> {
        self.theme = theme;
        self.locale = locale;
        self.document = first_document(locale);
        let fragment = self.share.resolve(fragment);
        self.open(&fragment);
        self.share.opened(&self.document, &mut self.sender);
        self.rerun()
    }

    fn fragment_changed(&mut self, fragment: &str) -> Vec<Effect> {
        if fragment == self.written {
            return Vec::new();
        }
        self.history.keep(&self.document);
        // another document: it must not be kept in place of the one before
        let fragment = if fragment.is_empty() { String::new() } else { self.share.resolve(fragment) };
        self.open(&fragment);
        self.share.opened(&self.document, &mut self.sender);
        self.rerun()
    }

    /// Takes over what a fragment says.
    pub(super) fn open(&mut self, fragment: &str) {
        self.decide_opened();
        self.rule.opened();
        self.banners.retain(|b| ![BANNER_LINK, BANNER_SENDER, BANNER_INVALID].contains(&b.id));
        self.refused.clear();
        let Some(opened) = address::open(fragment, self.locale) else { return };
        self.document = opened.document;
        self.lesson_opened(&opened.view);
        self.selected = opened.selected.min(self.document.policies.len().saturating_sub(1));
        self.locale = opened.locale.unwrap_or(self.locale);
        self.face_value = opened.face_value;
        self.sender = opened.sender;
        self.gain_range.reset();
        self.difference_range.reset();
        self.decide_afresh();
        if !opened.notices.is_empty() {
            self.say(BANNER_LINK, true, Text::BannerLink, opened.notices.into_iter().map(Line::Link).collect());
        }
    }

    fn lever_moved(&mut self, id: LeverId, value: f64) -> Vec<Effect> {
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
        let unmoved = if id == LeverId::UpfrontBudget { 0.0 } else { self.today(id) };
        if let Some(policy) = self.document.policies.get_mut(self.selected) {
            if value == unmoved {
                policy.levers.remove(&id);
            } else {
                policy.levers.insert(id, value);
            }
        }
    }

    fn lever_typed(&mut self, id: LeverId, text: &str) -> Vec<Effect> {
        if self.locked(id).is_some() {
            return Vec::new();
        }
        let spec = id.spec();
        match parse_within(text, is_share(spec), (spec.min, spec.max)) {
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
                let reason = match why {
                    NotANumber::Unreadable => Text::TypedUnreadable,
                    NotANumber::OutOfRange => Text::TypedOutOfRange,
                };
                let reason = self.words().with(reason, &holes);
                self.refused.insert(id, Refused { text: text.to_owned(), reason });
                Vec::new()
            }
        }
    }

    fn policy_added(&mut self) -> Vec<Effect> {
        if self.document.policies.len() >= MOST_POLICIES {
            return Vec::new();
        }
        let name = self.fresh_name(&self.words().to(Text::PolicyFirst));
        let effects = self.change(|d| d.policies.push(PolicyDraft { name, ..PolicyDraft::default() }));
        self.select(self.document.policies.len() - 1);
        effects
    }

    fn policy_copied(&mut self, index: PolicyIndex) -> Vec<Effect> {
        let Some(original) = self.document.policies.get(index).cloned() else { return Vec::new() };
        if self.document.policies.len() >= MOST_POLICIES {
            return Vec::new();
        }
        let name = self.fresh_name(&original.name);
        self.select(index + 1);
        self.change(|d| d.policies.insert(index + 1, PolicyDraft { name, ..original }))
    }

    fn policy_moved(&mut self, index: PolicyIndex, by: isize) -> Vec<Effect> {
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

    fn policy_removed(&mut self, index: PolicyIndex) -> Vec<Effect> {
        // the page compares: the last policy stays
        if self.document.policies.len() < 2 || index >= self.document.policies.len() {
            return Vec::new();
        }
        let selected = if self.selected > index { self.selected - 1 } else { self.selected };
        self.select(selected.min(self.document.policies.len() - 2));
        self.change(|d| drop(d.policies.remove(index)))
    }

    fn preset_chosen(&mut self, index: usize) -> Vec<Effect> {
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

    fn goal_changed(&mut self, input: &GoalInput) -> Vec<Effect> {
        let share = input.kind == GoalKind::CostShareAtMost;
        let (min, max, unit) = input.kind.goal(0.0).range();
        match parse_within(&input.bound, share, (min, max)) {
            Ok(bound) => {
                self.goal_refused = None;
                let goal = input.kind.goal(bound);
                if goal == self.document.goal {
                    return Vec::new();
                }
                self.change(|d| d.goal = goal)
            }
            Err(_) => {
                let holes = [
                    ("typed", input.bound.trim()),
                    ("low", &min.to_string()),
                    ("high", &max.to_string()),
                    ("unit", unit),
                ];
                let reason = self.words().with(Text::GoalOutOfRange, &holes);
                self.goal_refused = Some(Refused { text: input.bound.clone(), reason });
                Vec::new()
            }
        }
    }

    pub(super) fn locale_chosen(&mut self, locale: Locale) {
        // names nobody has changed follow the language
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

    fn after_selection(&mut self) -> Vec<Effect> {
        self.drawn();
        let mut effects = vec![Effect::WriteFragment(self.write())];
        effects.extend(self.run_aside());
        effects
    }

    /// The document as it runs: at face value where that is switched on.
    pub(super) fn running_document(&self) -> Draft {
        let mut draft = Draft { settings: self.settings(), ..self.document.clone() };
        if self.face_value {
            draft.take_at_face_value();
        }
        draft
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
        let (world, wanted) = (scenario.world(), self.wanted());
        match self.runs.start(world, &wanted) {
            Some(request) => effects.push(Effect::Run(Box::new(request))),
            None => effects.extend(self.complete(true)),
        }
        effects
    }

    /// New draws are on the page.
    fn drawn(&mut self) {
        self.follow();
        self.ranges();
    }

    /// Columns show their own levers as soon as these have draws.
    fn follow(&mut self) {
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
    fn ranges(&mut self) {
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
    fn complete(&mut self, main: bool) -> Vec<Effect> {
        let more = if main { self.more_draws() } else { None };
        self.drawn();
        if let Some(more) = more {
            return vec![more];
        }
        let mut effects = Vec::new();
        if main && !self.runs.drawing() {
            self.compare_with_sender();
            effects.push(Effect::WriteFragment(self.write()));
        }
        effects.extend(self.run_aside());
        effects
    }

    pub(super) fn run_aside(&mut self) -> Option<Effect> {
        // people wait for the room; what is run beside the picture can wait
        if let Some(room) = self.room_next() {
            return Some(room);
        }
        let levers = *self.wanted().get(self.selected)?;
        let request = self.runs.start_aside(&levers).or_else(|| {
            let wishes = self.wishes(&levers);
            self.runs.start_wish(wishes)
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

impl GoalKind {
    /// The goal of this kind with a bound.
    pub const fn goal(self, bound: f64) -> Goal {
        match self {
            Self::NpvAbove => Goal::NpvAbove(bound),
            Self::PaybackWithin => Goal::PaybackWithin(bound),
            Self::CsiAtLeast => Goal::CsiAtLeast(bound),
            Self::CostShareAtMost => Goal::CostShareAtMost(bound),
        }
    }

    /// The kind of a goal.
    pub const fn of(goal: &Goal) -> Self {
        match goal {
            Goal::NpvAbove(_) => Self::NpvAbove,
            Goal::PaybackWithin(_) => Self::PaybackWithin,
            Goal::CsiAtLeast(_) => Self::CsiAtLeast,
            Goal::CostShareAtMost(_) => Self::CostShareAtMost,
        }
    }

    /// All kinds, in the order of the editor.
    pub const ALL: [Self; 4] = [Self::NpvAbove, Self::PaybackWithin, Self::CsiAtLeast, Self::CostShareAtMost];
}
