//! What happens when something happened.

use super::event::{Effect, Event};
use super::runs::Taken;
use super::{App, Line, address, first_document};
use aftercast_i18n::Text;
use aftercast_plot::{Locale, Theme};

/// Banners of the application itself; further ones count on.
pub(super) const BANNER_ALONE: u32 = 1;
pub(super) const BANNER_LINK: u32 = 2;
pub(super) const BANNER_SENDER: u32 = 3;
pub(super) const BANNER_INVALID: u32 = 4;
pub(super) const BANNER_FAILED: u32 = 5;
pub(super) const BANNER_FILE: u32 = 6;
pub(super) const BANNER_STORAGE: u32 = 7;
pub(super) const BANNER_TABS: u32 = 8;

impl App {
    /// Takes an event in; what comes back is to be done by the page.
    pub fn update(&mut self, event: Event) -> Vec<Effect> {
        self.quiet = false;
        let (another, spoken) = (event.is_another_document(), matches!(event, Event::LocaleChosen(_)));
        let before = self.written.clone();
        let mut effects = self.reduce(event);
        if another && self.written != before {
            effects.insert(0, Effect::NextDocument);
        }
        // a language is the reader's: it makes no other document of the one that is kept
        let effects = if spoken { effects } else { self.autosave(effects) };
        self.typed_kept(effects)
    }

    fn reduce(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Opened { fragment, locale, theme } => self.opened(&fragment, locale, theme),
            Event::FragmentChanged(fragment) => self.fragment_changed(&fragment),
            Event::Returned(fragment, id) => self.returned(&fragment, id.as_deref()),
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
                let name: String = aftercast_i18n::names::shown(&name).chars().take(60).collect();
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
                Ok(Taken::Complete(super::runs::Purpose::SideRun)) => {
                    let effects: Vec<Effect> = self.start_side_run().into_iter().collect();
                    // what a side run asked for is shown when all of it is there
                    self.quiet = !effects.is_empty();
                    effects
                }
                Ok(Taken::Drawn) => {
                    self.track_results();
                    // axes settle as the draws double, and at the end
                    if (block.first + block.draws as u64).is_power_of_two() {
                        self.ranges();
                    }
                    Vec::new()
                }
                Ok(Taken::Complete(super::runs::Purpose::Room)) => {
                    self.room_computed();
                    self.start_side_run().into_iter().collect()
                }
                Ok(Taken::Complete(purpose)) => self.complete(purpose == super::runs::Purpose::Main),
                Err(e) => {
                    let lines = vec![Line::Said(e.to_string())];
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
        let last = fragment.trim_start_matches('#').is_empty();
        let fragment = self.share.resolve(fragment);
        self.open(&fragment);
        if last {
            // the language is the reader's, not that in which the document was kept
            self.locale_chosen(locale);
        }
        self.share.opened(&self.document, &mut self.sender);
        self.defend_opened();
        self.rerun()
    }

    fn fragment_changed(&mut self, fragment: &str) -> Vec<Effect> {
        if fragment == self.written {
            return Vec::new();
        }
        if let Some(left) = self.document_id() {
            self.share.leave(left, &self.history);
        }
        self.history.keep(&self.document);
        // another document: it must not be kept in place of the one before
        let fragment = if fragment.is_empty() { String::new() } else { self.share.resolve(fragment) };
        self.open(&fragment);
        self.share.opened(&self.document, &mut self.sender);
        self.defend_opened();
        self.rerun()
    }

    /// The address or the browser's history leads to an entry, of a kept document where it names one.
    fn returned(&mut self, fragment: &str, id: Option<&str>) -> Vec<Effect> {
        let here = self.document_id();
        if fragment == self.written && id == here.as_deref() {
            return Vec::new();
        }
        let Some(stored) = id.and_then(|id| self.share.kept(id)) else { return self.fragment_changed(fragment) };
        if here.as_deref() != id {
            // as it is kept, which may be more than the entry knows
            return self.open_stored(&stored);
        }
        // an earlier state of the document on the page: a change like any other
        let locale = self.locale;
        self.history.keep(&self.document);
        self.held = None;
        self.open(fragment);
        self.sender = None;
        self.locale_chosen(locale);
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
        self.lesson_translated(self.locale);
        self.face_value = opened.face_value;
        self.sender = opened.sender;
        self.gain_range.reset();
        self.difference_range.reset();
        self.decide_afresh();
        if !opened.notices.is_empty() {
            self.say(BANNER_LINK, true, Text::BannerLink, opened.notices.into_iter().map(Line::Link).collect());
        } else if let Some(lines) = self.deceiving_names() {
            self.say(BANNER_LINK, false, Text::BannerNames, lines);
        }
    }

    fn after_selection(&mut self) -> Vec<Effect> {
        self.on_results();
        let mut effects = vec![Effect::WriteFragment(self.write())];
        effects.extend(self.start_side_run());
        effects
    }
}
