//! Two tabs with one document, and a browser's Back, driven as pages drive them: nothing that was done is lost.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use super::*;
use crate::App;
use crate::event::{Effect, Event as AppEvent};
use crate::features::policies::Event as Policies;
use aftercast_link::decode;
use aftercast_plot::{Locale, Theme};
use aftercast_scenario::{Draft, LeverId};

/// The storage of a browser, shared by its tabs.
#[derive(Clone, Default)]
struct StorageEffect(Rc<RefCell<Kept>>);

#[derive(Default)]
struct Kept {
    documents: BTreeMap<String, String>,
    histories: BTreeMap<String, String>,
    last: Option<String>,
    full: bool,
}

impl DocumentStore for StorageEffect {
    fn all(&self) -> Vec<Stored> {
        let documents = &self.0.borrow().documents;
        let stored = |(id, fragment): (&String, &String)| {
            let history = self.read_history(id);
            Stored { id: id.clone(), fragment: fragment.clone(), history }
        };
        documents.iter().map(stored).collect()
    }

    fn read(&self, id: &str) -> Option<String> {
        self.0.borrow().documents.get(id).cloned()
    }

    fn read_history(&self, id: &str) -> String {
        self.0.borrow().histories.get(id).cloned().unwrap_or_default()
    }

    fn write(&mut self, document: &Stored) -> bool {
        let mut kept = self.0.borrow_mut();
        if !kept.full {
            kept.histories.insert(document.id.clone(), document.history.clone());
            kept.documents.insert(document.id.clone(), document.fragment.clone());
            kept.last = Some(document.id.clone());
        }
        !kept.full
    }

    fn remove(&mut self, id: &str) -> bool {
        self.0.borrow_mut().documents.remove(id);
        true
    }
}

impl StorageEffect {
    /// The documents kept.
    fn drafts(&self) -> Vec<Draft> {
        self.all().iter().map(|stored| decode(&stored.fragment).document.draft).collect()
    }
}

/// A tab: its application, what it knows of the storage, and the entries of its history.
struct Tab {
    app: App,
    shelf: Shelf<StorageEffect>,
    storage: StorageEffect,
    entries: Vec<(String, Option<String>)>,
}

impl Tab {
    fn open(storage: &StorageEffect, fragment: &str, name: &str) -> Self {
        let shelf = Shelf::new(storage.clone());
        let mut tab =
            Self { app: App::new(), shelf, storage: storage.clone(), entries: vec![(fragment.to_owned(), None)] };
        tab.look(name);
        let (fragment, locale, theme) = (fragment.to_owned(), Locale::English, Theme::Light);
        tab.send(AppEvent::Opened { fragment, locale, theme });
        tab
    }

    /// What the page does when another tab has written.
    fn look(&mut self, name: &str) {
        let (stored, changed) = self.shelf.look();
        for found in changed {
            self.send(AppEvent::Documents(Event::ChangedElsewhere(found)));
        }
        let last = self.storage.0.borrow().last.clone();
        self.send(AppEvent::Documents(Event::Found { stored, last, stamp: name.to_owned() }));
    }

    fn send(&mut self, event: impl Into<AppEvent>) {
        let effects = self.app.update(event);
        let id = self.app.session().document_id();
        let mut further = false;
        for effect in effects {
            match effect {
                Effect::NextDocument | Effect::NextPlace => further = true,
                Effect::WriteFragment(fragment) => {
                    if !std::mem::take(&mut further) {
                        self.entries.pop();
                    }
                    self.entries.push((fragment, id.clone()));
                }
                Effect::Store(effect) => {
                    if let Some(event) = self.shelf.perform(&effect) {
                        self.send(AppEvent::Documents(event));
                    }
                }
                Effect::Run(_) | Effect::Remember { .. } | Effect::RememberInTab { .. } | Effect::KeepTyped { .. } => {}
            }
        }
    }

    fn type_lever(&mut self, id: LeverId, text: &str) {
        self.send(Policies::LeverTyped(id, text.to_owned()));
    }

    /// The browser's Back.
    fn back(&mut self) {
        self.entries.pop();
        let (fragment, id) = self.entries.last().cloned().unwrap();
        self.send(AppEvent::Returned(fragment, id));
    }

    fn lever(&self, id: LeverId) -> Option<f64> {
        self.app.session().document().policies[0].levers.get(&id).copied()
    }

    fn said(&self, part: &str) -> usize {
        self.app.session().banners().iter().filter(|b| b.lines.iter().any(|line| line.contains(part))).count()
    }
}

const STAFF: LeverId = LeverId::CustomersPerAgent;
const AI: LeverId = LeverId::AiShare;

/// A first tab with a change, a second one that opened its document and changed that further.
fn two_tabs(storage: &StorageEffect) -> (Tab, Tab) {
    let mut first = Tab::open(storage, "", "t1");
    first.type_lever(STAFF, "3000");
    let mut second = Tab::open(storage, "", "t2");
    assert_eq!(second.lever(STAFF), Some(3000.0), "the document opened last");
    second.send(Policies::PolicyRenamed(0, "Staff and AI".to_owned()));
    second.type_lever(AI, "60%");
    (first, second)
}

#[test]
fn a_language_writes_over_no_work_of_another_tab() {
    for told in [false, true] {
        let storage = StorageEffect::default();
        let (mut first, second) = two_tabs(&storage);
        if told {
            first.look("t1");
            assert_eq!(first.said("Another tab has changed “Untitled”"), 1);
        }
        for locale in [Locale::Chinese, Locale::English, Locale::Chinese] {
            first.send(AppEvent::LocaleChosen(locale));
            first.send(Policies::PolicySelected(1));
            first.send(Policies::PolicySelected(0));
        }
        assert_eq!(storage.drafts(), [second.app.session().document().clone()], "told: {told}");
        let again = Tab::open(&storage, "", "t3");
        assert_eq!((again.lever(STAFF), again.lever(AI)), (Some(3000.0), Some(0.6)));
        assert_eq!(again.app.session().document().policies[0].name, "Staff and AI");
    }
}

#[test]
fn two_tabs_that_change_one_document_keep_both_and_say_so() {
    for told in [false, true] {
        let storage = StorageEffect::default();
        let (mut first, mut second) = two_tabs(&storage);
        if told {
            first.look("t1");
        }
        first.type_lever(STAFF, "4000");
        let mut drafts = storage.drafts();
        assert_eq!(drafts.len(), 2, "told: {told}");
        drafts.retain(|draft| draft != second.app.session().document());
        assert_eq!(drafts, [first.app.session().document().clone()]);
        assert_eq!(first.app.session().document().name, "Untitled (copy)");
        assert_eq!((first.lever(STAFF), first.lever(AI)), (Some(4000.0), None));
        assert_eq!(first.app.session().banners().len(), 1, "one sentence");
        // from here on each writes its own
        second.look("t2");
        assert!(second.app.session().banners().is_empty());
        second.type_lever(AI, "70%");
        first.type_lever(STAFF, "4200");
        let values: Vec<_> = storage.drafts().iter().map(|d| d.policies[0].levers.get(&STAFF).copied()).collect();
        assert_eq!(values.len(), 2);
        assert!(values.contains(&Some(4200.0)) && values.contains(&Some(3000.0)));
        // undo goes on where it was
        first.send(AppEvent::Undo);
        first.send(AppEvent::Undo);
        assert_eq!(first.lever(STAFF), Some(3000.0));
        // and no step takes the name of the copy away
        for event in [AppEvent::Undo, AppEvent::Redo, AppEvent::Redo, AppEvent::Redo] {
            first.send(event);
            assert_eq!(first.app.session().document().name, "Untitled (copy)");
        }
        assert_eq!(first.lever(STAFF), Some(4200.0));
    }
}

#[test]
fn the_same_document_in_two_languages_is_no_conflict() {
    let storage = StorageEffect::default();
    let mut first = Tab::open(&storage, "", "t1");
    first.type_lever(STAFF, "3000");
    let mut second = Tab::open(&storage, "", "t2");
    second.send(AppEvent::LocaleChosen(Locale::Chinese));
    second.send(Policies::PolicySelected(1));
    first.look("t1");
    assert!(first.app.session().banners().is_empty());
    first.type_lever(STAFF, "3500");
    assert_eq!(storage.drafts().len(), 1);
    // the document opened last comes in the reader's language
    let mut reader = Tab::open(&storage, "", "t4");
    let (fragment, locale, theme) = (String::new(), Locale::Chinese, Theme::Light);
    reader.send(AppEvent::Opened { fragment, locale, theme });
    assert_eq!((reader.app.session().locale(), storage.drafts().len()), (Locale::Chinese, 1));
    // a reload in the other language is the same document, too
    let chinese = first.entries.last().unwrap().0.replace("l=en", "l=zh");
    let again = Tab::open(&storage, &chinese, "t3");
    assert!(again.app.session().document_id().is_some() || again.app.documents().list().kept);
}

#[test]
fn a_document_deleted_elsewhere_is_kept_again_by_the_tab_that_works_on_it() {
    let storage = StorageEffect::default();
    let (mut first, mut second) = two_tabs(&storage);
    let id = second.app.session().document_id().unwrap();
    first.look("t1");
    first.send(AppEvent::Documents(Event::Delete(id)));
    assert!(storage.drafts().is_empty());
    second.look("t2");
    second.type_lever(AI, "50%");
    assert_eq!(storage.drafts(), [second.app.session().document().clone()]);
}

#[test]
fn a_full_storage_is_said_once_and_changes_nothing_else() {
    let (storage, healthy) = (StorageEffect::default(), StorageEffect::default());
    storage.0.borrow_mut().full = true;
    let (mut tab, mut other) = (Tab::open(&storage, "", "t1"), Tab::open(&healthy, "", "t1"));
    for tab in [&mut tab, &mut other] {
        tab.type_lever(STAFF, "3000");
        tab.type_lever(AI, "60%");
        tab.send(AppEvent::Documents(Event::New));
        tab.type_lever(STAFF, "4000");
        tab.back();
    }
    assert_eq!(tab.app.session().document(), other.app.session().document());
    assert_eq!((tab.app.session().banners().len(), other.app.session().banners().len()), (1, 0));
    assert_eq!(tab.app.documents().list().rows.len(), 2);
}

#[test]
fn what_a_full_storage_refused_is_kept_once_there_is_room() {
    let storage = StorageEffect::default();
    let mut tab = Tab::open(&storage, "", "t1");
    tab.type_lever(STAFF, "3000");
    let large = tab.app.session().document_id().unwrap();
    storage.0.borrow_mut().full = true;
    for staff in ["4000", "4500"] {
        tab.send(AppEvent::Documents(Event::New));
        tab.type_lever(STAFF, staff);
    }
    assert!(tab.app.documents().list().refused);
    assert_eq!((storage.drafts().len(), tab.app.session().banners().len()), (1, 1));
    storage.0.borrow_mut().full = false;
    let on_the_page = tab.app.session().document_id();
    tab.send(AppEvent::Documents(Event::Delete(large)));
    assert_eq!(storage.drafts().len(), 2, "both that were refused");
    assert_eq!(storage.0.borrow().last, on_the_page, "the next visit opens what this one shows");
    assert!(!tab.app.documents().list().refused);
    assert!(tab.app.session().banners().is_empty(), "nothing is left to be said");
}

#[test]
fn back_leads_to_the_document_before_with_all_that_was_done_there() {
    let storage = StorageEffect::default();
    let mut tab = Tab::open(&storage, "", "t1");
    tab.type_lever(STAFF, "3000");
    tab.type_lever(STAFF, "3500");
    assert_eq!(tab.entries.len(), 1, "a lever is no other document");
    let one = tab.app.session().document().clone();
    tab.send(AppEvent::Documents(Event::New));
    tab.type_lever(AI, "60%");
    let two = tab.app.session().document().clone();
    tab.send(AppEvent::Lessons(crate::features::lessons::Event::LessonStarted(0)));
    tab.type_lever(STAFF, "4500");
    assert_eq!(tab.entries.len(), 3);
    tab.back();
    assert_eq!(*tab.app.session().document(), two);
    assert!(tab.app.lessons().lesson().is_none());
    tab.back();
    assert_eq!(*tab.app.session().document(), one);
    // what was done there can still be taken back, and nothing of the others with it
    tab.send(AppEvent::Undo);
    assert_eq!(tab.lever(STAFF), Some(3000.0));
    tab.send(AppEvent::Undo);
    assert_eq!(tab.lever(STAFF), None);
    tab.send(AppEvent::Undo);
    assert_eq!(tab.lever(STAFF), None);
    assert_eq!(storage.drafts().len(), 3, "no document was written over another");
}

#[test]
fn back_takes_a_preset_back_in_the_same_document() {
    let storage = StorageEffect::default();
    let mut tab = Tab::open(&storage, "", "t1");
    tab.type_lever(STAFF, "3000");
    let before = tab.app.session().document().clone();
    tab.send(Policies::PresetChosen(0));
    let preset = tab.app.session().document().clone();
    assert_eq!(tab.entries.len(), 2);
    tab.back();
    assert_eq!(*tab.app.session().document(), before);
    assert_eq!(storage.drafts(), [before], "no second document");
    tab.send(AppEvent::Undo);
    assert_eq!(*tab.app.session().document(), preset, "and that can be taken back");
}
