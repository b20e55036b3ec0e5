//! Documents by name: opened, copied, renamed, deleted and brought back; files read; changes travelled through.

use super::library::Stored;
use super::shelf;
use super::{DocumentRow, Documents, Event, HistoryRow};
use crate::event::Effect;
use crate::update::{BANNER_FILE, BANNER_STORAGE, BANNER_TABS};
use crate::{App, Line, MOST_POLICIES, first_document};
use aftercast_engine::check;
use aftercast_i18n::Text;
use aftercast_i18n::names::shown;
use aftercast_link::{decode, encode};
use aftercast_scenario::json;
use aftercast_scenario::{Draft, ViolationKind};

/// Most changes listed.
const LISTED: usize = 50;

impl App {
    /// Takes in what happened to documents and files.
    pub(crate) fn shared(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Found { stored, last, stamp } => {
                self.share.library.found(stored, last, stamp);
                Vec::new()
            }
            Event::Embedded => {
                self.share.library.embedded = true;
                Vec::new()
            }
            Event::NotKept => self.not_kept(),
            Event::ChangedElsewhere(found) => self.changed_elsewhere(found),
            Event::Overtaken { own, found } => self.overtaken(&own, found),
            Event::New => self.switch(first_document(self.locale), None),
            Event::Open(id) => match self.share.library.get(&id).cloned() {
                Some(stored) => self.open_stored(&stored),
                None => Vec::new(),
            },
            Event::Duplicate(id) => self.duplicate(&id),
            Event::Rename(id, name) => self.rename(&id, &name),
            Event::Delete(id) => self.delete(&id),
            Event::Restore => self.restore(),
            Event::FileRead(text) => self.file_read(&text),
            Event::FileUnreadable(name, why) => {
                let line = Line::File(name, why);
                self.say(BANNER_FILE, true, Text::ShareFileRefused, vec![line]);
                Vec::new()
            }
            Event::Travel(steps) => self.travel(steps),
        }
    }

    /// Keeps the document wherever the address was written, once it differs from what was opened.
    pub(crate) fn autosave(&mut self, mut effects: Vec<Effect>) -> Vec<Effect> {
        let waits = self.waits();
        let written = effects.iter().any(|effect| matches!(effect, Effect::WriteFragment(_)));
        if !written || self.share.library.embedded {
            return effects;
        }
        let library = &mut self.share.library;
        if library.current.is_none() {
            let before = library.beside.as_ref().or(library.opened.as_ref());
            if !waits && before.is_some_and(|before| shelf::same(before, &self.document)) {
                return effects;
            }
            library.current = Some(library.fresh());
            if library.beside.take().is_some() {
                self.document.name = self.copy_of(&self.document.name);
                let written = self.write();
                for effect in &mut effects {
                    if let Effect::WriteFragment(fragment) = effect {
                        fragment.clone_from(&written);
                    }
                }
            }
        }
        let library = &mut self.share.library;
        let Some(id) = library.current.clone() else { return effects };
        let document = Stored { id, fragment: self.written.clone() };
        if library.put(document.clone()) {
            effects.push(Effect::Share(super::Effect::Keep(document)));
        }
        effects
    }

    /// Another tab has changed a document that this one knows. Where it is the one on the page, what is here is older: it stays
    /// in view, and goes beside the other once it is changed.
    fn changed_elsewhere(&mut self, found: Stored) -> Vec<Effect> {
        if self.share.library.current.as_deref() == Some(found.id.as_str()) {
            self.share.library.current = None;
            self.share.library.beside = Some(self.document.clone());
            self.say_tabs(&found, Text::ShareTabsOlder);
        }
        self.share.library.put(found);
        Vec::new()
    }

    /// This tab and another have changed the same document: both are kept, this tab's beside the other's.
    fn overtaken(&mut self, own: &Stored, found: Stored) -> Vec<Effect> {
        self.say_tabs(&found, Text::ShareTabsBeside);
        let id = self.share.library.fresh();
        let mut effects = Vec::new();
        let copy = if self.share.library.current.as_deref() == Some(own.id.as_str()) {
            self.document.name = self.copy_of(&self.document.name);
            self.share.library.current = Some(id.clone());
            effects.push(Effect::WriteFragment(self.write()));
            Stored { id, fragment: self.written.clone() }
        } else {
            Stored { id, fragment: renamed(&own.fragment, &self.copy_of(&name_of(own))) }
        };
        self.share.library.put(found);
        self.share.library.put(copy.clone());
        effects.push(Effect::Share(super::Effect::Keep(copy)));
        effects
    }

    fn say_tabs(&mut self, found: &Stored, line: Text) {
        let holes = vec![("name", self.called_document(&name_of(found)))];
        self.say(BANNER_TABS, false, Text::ShareTabs, vec![Line::Filled(line, holes)]);
    }

    fn copy_of(&self, name: &str) -> String {
        self.words().with(Text::ShareCopyOf, &[("name", &self.called_document(name))])
    }

    /// The page works on another document from here on; what is taken back belongs to each alone.
    pub(crate) fn switch(&mut self, mut document: Draft, id: Option<String>) -> Vec<Effect> {
        self.lesson_over();
        self.banners.retain(|b| b.id != BANNER_TABS);
        let library = &mut self.share.library;
        library.beside = None;
        let history = id.as_ref().and_then(|id| library.histories.remove(id)).unwrap_or_default();
        let before = std::mem::replace(&mut self.history, history);
        if let Some(left) = library.current.take() {
            library.histories.insert(left, before);
        }
        self.held = None;
        self.refused.clear();
        self.goal_refused = None;
        self.sender = None;
        self.select(0);
        // a switch of the document before is not one of this
        self.face_value = core::mem::take(&mut document.face_value);
        self.document = document;
        self.decide_opened();
        self.rule.opened();
        self.gain_range.reset();
        self.difference_range.reset();
        self.share.library.opened = Some(self.document.clone());
        self.share.library.current = id;
        self.defend_opened();
        self.rerun()
    }

    pub(crate) fn open_stored(&mut self, stored: &Stored) -> Vec<Effect> {
        let locale = self.locale;
        let mut effects = self.switch(first_document(locale), Some(stored.id.clone()));
        self.open(&stored.fragment);
        self.sender = None;
        // the language is the reader's, not that in which the document was kept
        self.locale_chosen(locale);
        self.share.library.opened = Some(self.document.clone());
        // what the first document asked for is of no use
        effects.clear();
        effects.extend(self.rerun());
        effects
    }

    /// Id of the document on the page, where it is kept.
    pub fn document_id(&self) -> Option<String> {
        self.share.library.current.clone()
    }

    /// Back to a document that was on the page: as it is kept, else as it was.
    pub(crate) fn back_to(&mut self, id: Option<String>, fragment: &str) -> Vec<Effect> {
        let kept = id.and_then(|id| self.share.library.get(&id).cloned());
        match kept {
            Some(stored) => self.open_stored(&stored),
            None => {
                let locale = self.locale;
                drop(self.switch(first_document(locale), None));
                self.open(fragment);
                self.sender = None;
                self.locale_chosen(locale);
                self.share.library.opened = Some(self.document.clone());
                self.rerun()
            }
        }
    }

    fn duplicate(&mut self, id: &str) -> Vec<Effect> {
        let Some(original) = self.share.library.get(id).cloned() else { return Vec::new() };
        let name = self.copy_of(&name_of(&original));
        let copy = Stored { id: self.share.library.fresh(), fragment: renamed(&original.fragment, &name) };
        self.share.library.put(copy.clone());
        let mut effects = vec![Effect::Share(super::Effect::Keep(copy.clone()))];
        effects.extend(self.open_stored(&copy));
        effects
    }

    fn rename(&mut self, id: &str, name: &str) -> Vec<Effect> {
        let name: String = shown(name).chars().take(80).collect();
        if self.share.library.current.as_deref() == Some(id) {
            return self.change(|d| d.name = name);
        }
        let Some(stored) = self.share.library.get(id) else { return Vec::new() };
        let stored = Stored { id: id.to_owned(), fragment: renamed(&stored.fragment, &name) };
        let changed = self.share.library.put(stored.clone());
        if changed { vec![Effect::Share(super::Effect::Keep(stored))] } else { Vec::new() }
    }

    fn delete(&mut self, id: &str) -> Vec<Effect> {
        let library = &mut self.share.library;
        let Some(place) = library.stored.iter().position(|s| s.id == id) else { return Vec::new() };
        library.deleted = Some(library.stored.remove(place));
        let mut effects = vec![Effect::Share(super::Effect::Forget(id.to_owned()))];
        if library.current.as_deref() == Some(id) {
            library.current = None;
            library.histories.remove(id);
            let next = library.stored.last().cloned();
            effects.extend(match next {
                Some(next) => self.open_stored(&next),
                None => self.switch(first_document(self.locale), None),
            });
        }
        effects
    }

    fn restore(&mut self) -> Vec<Effect> {
        let Some(stored) = self.share.library.deleted.take() else { return Vec::new() };
        self.share.library.put(stored.clone());
        self.share.library.stored.sort_by(|a, b| a.id.cmp(&b.id));
        let mut effects = vec![Effect::Share(super::Effect::Keep(stored.clone()))];
        effects.extend(self.open_stored(&stored));
        effects
    }

    /// Opens a scenario file beside the other documents, or says everything that is wrong with it and changes nothing.
    fn file_read(&mut self, text: &str) -> Vec<Effect> {
        self.banners.retain(|b| b.id != BANNER_FILE);
        let (mut draft, mut violations) = json::read(text);
        if draft.policies.len() > MOST_POLICIES {
            let allowed = format!("1 to {MOST_POLICIES}");
            violations.push(ViolationKind::TooMany, "policies", draft.policies.len(), allowed, "leave some out");
        }
        if draft.policies.is_empty() {
            // a page has at least one policy to move
            draft.policies = first_document(self.locale).policies;
            draft.policies.truncate(1);
        }
        if violations.is_empty()
            && let Err(found) = check(&draft)
        {
            violations = found;
        }
        if !violations.is_empty() {
            let lines = violations.0.into_iter().map(Line::Violation).collect();
            self.say(BANNER_FILE, true, Text::ShareFileRefused, lines);
            return Vec::new();
        }
        let effects = self.switch(draft, None);
        // kept at once: it is in no address yet
        self.share.library.opened = None;
        effects
    }

    fn travel(&mut self, steps: isize) -> Vec<Effect> {
        let mut moved = false;
        for _ in 0..steps.unsigned_abs() {
            let one = match steps < 0 {
                true => self.history.undo(&mut self.document),
                false => self.history.redo(&mut self.document),
            };
            moved |= one;
        }
        self.after_travel(moved)
    }

    fn not_kept(&mut self) -> Vec<Effect> {
        if !std::mem::replace(&mut self.share.library.refused, true) {
            self.say(BANNER_STORAGE, false, Text::ShareNotKept, vec![Line::Text(Text::ShareNotKeptLine)]);
        }
        Vec::new()
    }

    fn called_document(&self, name: &str) -> String {
        let name = shown(name);
        if name.is_empty() { self.words().to(Text::ShareUntitled) } else { name }
    }

    /// The name of the document on the page, for files and titles.
    pub fn document_called(&self) -> String {
        self.called_document(&self.document.name)
    }

    /// The list of documents.
    pub fn documents(&self) -> Documents {
        let library = &self.share.library;
        let row = |stored: &Stored| {
            let draft = decode(&stored.fragment).document.draft;
            let policies: Vec<String> = draft.policies.iter().map(|p| shown(&p.name)).collect();
            let between = Text::SeparatorItems.to(self.locale);
            DocumentRow {
                id: stored.id.clone(),
                called: self.called_document(&draft.name),
                policies: policies.join(between),
                current: library.current.as_ref() == Some(&stored.id),
                name: shown(&draft.name),
            }
        };
        Documents {
            rows: library.stored.iter().rev().map(row).collect(),
            kept: library.current.is_some(),
            deleted: library.deleted.as_ref().map(|s| self.called_document(&name_of(s))),
            refused: library.refused,
        }
    }

    /// The changes of this document, the latest first; those taken back have positive steps. The last row is the beginning.
    pub fn changes(&self) -> Vec<HistoryRow> {
        let (past, future) = self.history.states();
        let position = past.len() as isize;
        let states: Vec<&Draft> = past.iter().chain([&self.document]).chain(future.iter().rev()).collect();
        let change = |(k, pair): (usize, &[&Draft])| HistoryRow {
            lines: self.described(pair[0], pair[1]),
            steps: k as isize + 1 - position,
        };
        let mut rows: Vec<HistoryRow> = states.windows(2).enumerate().map(change).collect();
        let start = HistoryRow { lines: vec![self.words().to(Text::ShareHistoryStart)], steps: -position };
        rows.insert(0, start);
        rows.into_iter().rev().take(LISTED).collect()
    }
}

fn name_of(stored: &Stored) -> String {
    decode(&stored.fragment).document.draft.name
}

fn renamed(fragment: &str, name: &str) -> String {
    let mut document = decode(fragment).document;
    name.clone_into(&mut document.draft.name);
    encode(&document).fragment
}
