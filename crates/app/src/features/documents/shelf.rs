//! Which of two tabs may write a document that both have open: the one that has read what is kept.
//!
//! What a tab read or wrote last is what it knows. Where something else is kept now, another tab wrote it meanwhile, having read
//! what this tab knows: a write over it would lose that work, so it is not made, and this tab's own work goes beside it.
//! Language, selection and result do not make another document.

use std::collections::{BTreeMap, BTreeSet};

use super::{Event, Stored};
use crate::session::StorageEffect;
use crate::session::same_document;
use aftercast_link::decode;

/// Where documents are kept by id.
pub trait DocumentStore {
    /// All that is kept.
    fn all(&self) -> Vec<Stored>;
    /// What is kept under an id, as an address fragment.
    fn read(&self, id: &str) -> Option<String>;
    /// The history that is kept with it.
    fn read_history(&self, id: &str) -> String;
    /// Keeps a document, which is the one opened last; false where it is full or forbidden.
    fn write(&mut self, document: &Stored) -> bool;
    /// Forgets a document; false where that is refused.
    fn remove(&mut self, id: &str) -> bool;
}

/// A document store as a tab knows it.
#[derive(Debug)]
pub struct Shelf<P> {
    store: P,
    known: BTreeMap<String, String>,
    /// What a full or forbidden storage did not take, by id.
    unkept: BTreeSet<String>,
}

impl<P: DocumentStore> Shelf<P> {
    /// A store of which nothing is known.
    pub fn new(store: P) -> Self {
        Self { store, known: BTreeMap::new(), unkept: BTreeSet::new() }
    }

    /// What is kept, and which of it is another document than this tab knows.
    pub fn look(&mut self) -> (Vec<Stored>, Vec<Stored>) {
        let all = self.store.all();
        let other = |stored: &&Stored| self.known.get(&stored.id).is_some_and(|known| differ(known, &stored.fragment));
        let changed = all.iter().filter(other).cloned().collect();
        self.known = all.iter().map(|stored| (stored.id.clone(), stored.fragment.clone())).collect();
        (all, changed)
    }

    /// Keeps or forgets a document; what happened, where it did not go as asked.
    pub fn perform(&mut self, effect: &StorageEffect) -> Option<Event> {
        match effect {
            StorageEffect::Keep(document) => self.keep(document),
            StorageEffect::Forget(id) => {
                self.known.remove(id);
                match self.store.remove(id) {
                    true => self.taken(id),
                    false => Some(Event::NotKept),
                }
            }
        }
    }

    fn keep(&mut self, document: &Stored) -> Option<Event> {
        let kept = self.store.read(&document.id);
        let known = self.known.get(&document.id);
        // what was deleted elsewhere is kept again by the tab that works on it
        if let (Some(kept), Some(known)) = (kept, known)
            && differ(&kept, known)
        {
            let own = differ(&document.fragment, known) && differ(&document.fragment, &kept);
            let history = self.store.read_history(&document.id);
            let found = Stored { id: document.id.clone(), fragment: kept.clone(), history };
            self.known.insert(document.id.clone(), kept);
            let overtaken = || Event::Overtaken { own: document.clone(), found: found.clone() };
            return Some(if own { overtaken() } else { Event::ChangedElsewhere(found) });
        }
        if !self.store.write(document) {
            self.unkept.insert(document.id.clone());
            return Some(Event::NotKept);
        }
        self.known.insert(document.id.clone(), document.fragment.clone());
        self.taken(&document.id)
    }

    /// Nothing of a document is left to be kept; said where it was the last of which that was not so.
    fn taken(&mut self, id: &str) -> Option<Event> {
        (self.unkept.remove(id) && self.unkept.is_empty()).then_some(Event::KeptAgain)
    }
}

/// Whether two fragments are different documents, not only the same one in another language, with another policy selected or
/// with more of its result.
fn differ(a: &str, b: &str) -> bool {
    a != b && !same_document(&decode(a).document.draft, &decode(b).document.draft)
}
