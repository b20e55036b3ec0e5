//! Documents by name: opened, copied, renamed, deleted and brought back; files read; changes travelled through.

use super::{DocumentRow, Documents, Event, Model, OtherDocument, View, history};
use crate::MOST_POLICIES;
use crate::session::Effect;
use crate::session::{
    History, Line, Session, StorageEffect, Stored, banner, first_document, plain_document, same_document,
};
use aftercast_engine::check;
use aftercast_i18n::Text;
use aftercast_i18n::names::shown;
use aftercast_link::{decode, encode};
use aftercast_scenario::json;
use aftercast_scenario::{Allowed, ViolationKind};

/// Characters of the name of a document.
const LONGEST_NAME: usize = 80;
/// Characters of the comment: it travels in the link.
pub const LONGEST_COMMENT: usize = 400;

impl Model {
    /// Takes an event in.
    pub(crate) fn update(&mut self, cx: &mut Session, event: Event) -> Vec<Effect> {
        match event {
            Event::Found { stored, last, stamp } => {
                cx.library.found(stored, last, stamp);
                cx.take_up_history();
                Vec::new()
            }
            Event::Embedded => {
                cx.library.embedded = true;
                Vec::new()
            }
            Event::NotKept => self.not_kept(cx),
            Event::KeptAgain => {
                cx.library.refused = false;
                cx.dismiss_banners(&[banner::STORAGE]);
                Vec::new()
            }
            Event::ChangedElsewhere(found) => self.changed_elsewhere(cx, found),
            Event::Overtaken { own, found } => self.overtaken(cx, &own, found),
            Event::New => cx.switch(first_document(cx.locale), None),
            Event::Open(id) => match cx.library.get(&id).cloned() {
                Some(stored) => cx.open_stored(&stored),
                None => Vec::new(),
            },
            Event::Duplicate(id) => self.duplicate(cx, &id),
            Event::Rename(id, name) => self.rename(cx, &id, &name),
            Event::Titled(name) => {
                let name = shown(&name).chars().take(LONGEST_NAME).collect();
                cx.change(|d| d.name = name)
            }
            Event::Commented(comment) => {
                let comment = comment.trim().chars().take(LONGEST_COMMENT).collect();
                cx.change(|d| d.comment = comment)
            }
            Event::Delete(id) => self.delete(cx, &id),
            Event::Restore => self.restore(cx),
            Event::FileRead(text) => self.file_read(cx, &text),
            Event::FileUnreadable(name, why) => {
                let line = Line::File(name, why);
                cx.show_banner(banner::FILE, true, Text::ShareFileRefused, vec![line]);
                Vec::new()
            }
            Event::Travel(steps) => cx.travel(steps),
            Event::Reasoned(steps, reason) => match cx.history.give_reason(steps, &reason) {
                // the document is kept, and its history with it
                true => vec![Effect::WriteFragment(cx.write())],
                false => Vec::new(),
            },
        }
    }

    /// Another tab has changed a document that this one knows. Where it is the one on the page, what is here is older: it stays
    /// in view, and goes beside the other once it is changed.
    fn changed_elsewhere(&mut self, cx: &mut Session, found: Stored) -> Vec<Effect> {
        if cx.library.current.as_deref() == Some(found.id.as_str()) {
            cx.library.current = None;
            cx.library.beside = Some(cx.document.clone());
            self.say_tabs(cx, &found, Text::ShareTabsOlder);
        }
        cx.library.histories.remove(&found.id);
        cx.library.put(found);
        Vec::new()
    }

    /// This tab and another have changed the same document: both are kept, this tab's beside the other's.
    fn overtaken(&mut self, cx: &mut Session, own: &Stored, found: Stored) -> Vec<Effect> {
        self.say_tabs(cx, &found, Text::ShareTabsBeside);
        let id = cx.library.fresh();
        let mut effects = Vec::new();
        let copy = if cx.library.current.as_deref() == Some(own.id.as_str()) {
            name_as_copy(cx);
            cx.library.current = Some(id.clone());
            effects.push(Effect::WriteFragment(cx.write()));
            Stored { id, fragment: cx.written.clone(), history: own.history.clone() }
        } else {
            let fragment = renamed(&own.fragment, &copy_of(cx, &name_of(own)));
            Stored { id, fragment, history: own.history.clone() }
        };
        cx.library.histories.remove(&found.id);
        cx.library.put(found);
        cx.library.put(copy.clone());
        effects.push(Effect::Store(StorageEffect::Keep(copy)));
        effects
    }

    fn say_tabs(&mut self, cx: &mut Session, found: &Stored, line: Text) {
        let holes = vec![("name", cx.called_document(&name_of(found)))];
        cx.show_banner(banner::TABS, false, Text::ShareTabs, vec![Line::Filled(line, holes)]);
    }

    fn duplicate(&mut self, cx: &mut Session, id: &str) -> Vec<Effect> {
        let Some(original) = cx.library.get(id).cloned() else { return Vec::new() };
        let name = copy_of(cx, &name_of(&original));
        let fragment = renamed(&original.fragment, &name);
        // what is taken back there is of the copy alone
        let copy = Stored { id: cx.library.fresh(), fragment, history: String::new() };
        cx.library.put(copy.clone());
        let mut effects = vec![Effect::Store(StorageEffect::Keep(copy.clone()))];
        effects.extend(cx.open_stored(&copy));
        effects
    }

    fn rename(&mut self, cx: &mut Session, id: &str, name: &str) -> Vec<Effect> {
        let name: String = shown(name).chars().take(LONGEST_NAME).collect();
        if cx.library.current.as_deref() == Some(id) {
            return cx.change(|d| d.name = name);
        }
        let Some(stored) = cx.library.get(id) else { return Vec::new() };
        let (before, fragment) = (name_of(stored), renamed(&stored.fragment, &name));
        let stored = Stored { id: id.to_owned(), fragment, history: stored.history.clone() };
        if let Some(history) = cx.library.histories.get_mut(id) {
            history.renamed(&before, &name);
        }
        let changed = cx.library.put(stored.clone());
        if changed { vec![Effect::Store(StorageEffect::Keep(stored))] } else { Vec::new() }
    }

    fn delete(&mut self, cx: &mut Session, id: &str) -> Vec<Effect> {
        let library = &mut cx.library;
        let Some(index) = library.stored.iter().position(|s| s.id == id) else { return Vec::new() };
        self.deleted = Some(library.stored.remove(index));
        let mut effects = vec![Effect::Store(StorageEffect::Forget(id.to_owned()))];
        if library.current.as_deref() == Some(id) {
            library.current = None;
            library.histories.remove(id);
            let next = library.stored.last().cloned();
            effects.extend(match next {
                Some(next) => cx.open_stored(&next),
                None => cx.switch(first_document(cx.locale), None),
            });
        }
        if cx.library.refused {
            // what did not fit may fit now; the one on the page is kept last, as the one that the next visit opens
            let (own, others): (Vec<_>, Vec<_>) =
                cx.library.stored.iter().cloned().partition(|s| cx.library.current.as_ref() == Some(&s.id));
            let keep = |stored| Effect::Store(StorageEffect::Keep(stored));
            effects.extend(others.into_iter().chain(own).map(keep));
        }
        effects
    }

    fn restore(&mut self, cx: &mut Session) -> Vec<Effect> {
        let Some(stored) = self.deleted.take() else { return Vec::new() };
        cx.library.put(stored.clone());
        cx.library.stored.sort_by(|a, b| a.id.cmp(&b.id));
        let mut effects = vec![Effect::Store(StorageEffect::Keep(stored.clone()))];
        effects.extend(cx.open_stored(&stored));
        effects
    }

    /// Opens a scenario file beside the other documents, or says everything that is wrong with it and changes nothing.
    fn file_read(&mut self, cx: &mut Session, text: &str) -> Vec<Effect> {
        cx.dismiss_banners(&[banner::FILE]);
        let (mut draft, mut violations) = json::read(text);
        if draft.policies.len() > MOST_POLICIES {
            let allowed = Allowed::AtMost(MOST_POLICIES);
            violations.push(ViolationKind::TooMany, "policies", draft.policies.len(), allowed, "leave some out");
        }
        if draft.policies.is_empty() {
            // a page has at least one policy to move
            draft.policies = plain_document(cx.locale).policies;
            draft.policies.truncate(1);
        }
        if violations.is_empty()
            && let Err(found) = check(&draft)
        {
            violations = found;
        }
        if !violations.is_empty() {
            let lines = violations.0.into_iter().map(Line::Violation).collect();
            cx.show_banner(banner::FILE, true, Text::ShareFileRefused, lines);
            return Vec::new();
        }
        let effects = cx.switch(draft, None);
        cx.history = History::of(history::steps_in(text));
        // kept at once: it is in no address yet
        cx.library.opened = None;
        effects
    }

    fn not_kept(&mut self, cx: &mut Session) -> Vec<Effect> {
        if !std::mem::replace(&mut cx.library.refused, true) {
            cx.show_banner(banner::STORAGE, false, Text::ShareNotKept, vec![Line::Text(Text::ShareNotKeptLine)]);
        }
        Vec::new()
    }
}

impl View<'_> {
    /// The documents of this browser besides the one on the page, the latest first.
    pub fn others(&self) -> Vec<OtherDocument> {
        let library = &self.session.library;
        let stored = library.stored.iter().rev().filter(|stored| library.current.as_ref() != Some(&stored.id));
        let other = |stored: &Stored| OtherDocument {
            called: self.session.called_document(&name_of(stored)),
            fragment: stored.fragment.clone(),
        };
        stored.map(other).collect()
    }

    /// The list of documents.
    pub fn list(&self) -> Documents {
        let library = &self.session.library;
        let row = |stored: &Stored| {
            let draft = decode(&stored.fragment).document.draft;
            let policies: Vec<String> = draft.policies.iter().map(|p| shown(&p.name)).collect();
            let between = Text::SeparatorItems.to(self.session.locale);
            DocumentRow {
                id: stored.id.clone(),
                called: self.session.called_document(&draft.name),
                policies: policies.join(between),
                current: library.current.as_ref() == Some(&stored.id),
                name: shown(&draft.name),
            }
        };
        Documents {
            rows: library.stored.iter().rev().map(row).collect(),
            kept: library.current.is_some(),
            deleted: self.model.deleted.as_ref().map(|s| self.session.called_document(&name_of(s))),
            refused: library.refused,
        }
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

/// Keeps the document wherever the address was written, once it differs from what was opened; `waits` tells that something is
/// typed into it which is not in force.
pub(crate) fn save(cx: &mut Session, waits: bool, effects: &mut Vec<Effect>) {
    let written = effects.iter().any(|effect| matches!(effect, Effect::WriteFragment(_)));
    if !written || cx.library.embedded {
        return;
    }
    if cx.library.current.is_none() {
        let before = cx.library.beside.as_ref().or(cx.library.opened.as_ref());
        if !waits && before.is_some_and(|before| same_document(before, &cx.document)) {
            return;
        }
        cx.library.current = Some(cx.library.fresh());
        if cx.library.beside.take().is_some() {
            name_as_copy(cx);
            let written = cx.write();
            for effect in effects.iter_mut() {
                if let Effect::WriteFragment(fragment) = effect {
                    fragment.clone_from(&written);
                }
            }
        }
    }
    let Some(id) = cx.library.current.clone() else { return };
    cx.history.seal(&cx.document);
    let document = Stored { id, fragment: cx.written.clone(), history: cx.history.text() };
    if cx.library.put(document.clone()) {
        effects.push(Effect::Store(StorageEffect::Keep(document)));
    }
}

/// The document on the page is a copy from here on, whatever is taken back or brought again.
fn name_as_copy(cx: &mut Session) {
    let name = copy_of(cx, &cx.document.name);
    let before = std::mem::replace(&mut cx.document.name, name);
    cx.history.renamed(&before, &cx.document.name);
}

fn copy_of(cx: &Session, name: &str) -> String {
    cx.words().with(Text::ShareCopyOf, &[("name", &cx.called_document(name))])
}
