//! The documents at hand: what the storage held, what is new, which one is on the page. Where the browser keeps nothing they
//! live as long as the page.

use std::collections::BTreeMap;

use super::{History, names};
use aftercast_scenario::Draft;

/// A document as it is kept: its fragment says everything, its name too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stored {
    /// Id, unique in this browser; later ones are larger.
    pub id: String,
    /// The document as an address fragment.
    pub fragment: String,
    /// Its changes, as [`History::text`] writes them.
    pub history: String,
}

/// All documents.
#[derive(Debug, Default)]
pub struct Library {
    /// The oldest first.
    pub stored: Vec<Stored>,
    /// The one on the page, once it is kept.
    pub current: Option<String>,
    /// The document as it was opened: as long as it stays so, it need not be kept.
    pub opened: Option<Draft>,
    /// Whether the browser keeps nothing.
    pub refused: bool,
    /// Inside another page nothing is kept.
    pub embedded: bool,
    /// The document on the page as it was when another tab had changed the one that is kept: changed, it is kept beside that.
    pub beside: Option<Draft>,
    /// What can be taken back in the documents that were on the page, by id.
    pub histories: BTreeMap<String, History>,
    last: Option<String>,
    stamp: String,
    count: u32,
}

impl Library {
    /// Takes over what the storage holds. The document on the page stays, even if another tab has deleted it.
    pub fn found(&mut self, mut stored: Vec<Stored>, last: Option<String>, stamp: String) {
        if self.stamp.is_empty() {
            self.stamp = stamp;
        }
        if self.refused {
            // what is here is more than what is there
            return;
        }
        if let Some(own) = self.own().filter(|own| stored.iter().all(|s| s.id != own.id)) {
            stored.push(own.clone());
        }
        stored.sort_by(|a, b| a.id.cmp(&b.id));
        self.stored = stored;
        self.last = last;
    }

    fn own(&self) -> Option<&Stored> {
        self.get(self.current.as_deref()?)
    }

    /// A document by id.
    pub fn get(&self, id: &str) -> Option<&Stored> {
        self.stored.iter().find(|s| s.id == id)
    }

    /// What an address opens: with an empty one the document opened last. The document is the kept one where it reads the same,
    /// be it in another language.
    pub fn resolve(&mut self, fragment: &str) -> String {
        let fragment = fragment.trim_start_matches('#');
        let last = self.last.as_deref().and_then(|id| self.get(id)).or(self.stored.last());
        let known = match fragment {
            _ if self.embedded => None,
            "" => last,
            _ => {
                let own = self.stored.iter().find(|s| s.fragment == fragment);
                own.or_else(|| self.stored.iter().find(|s| names::same_result(&s.fragment, fragment)))
            }
        };
        let found = known.cloned();
        self.beside = None;
        self.current = found.as_ref().map(|s| s.id.clone());
        found.filter(|_| fragment.is_empty()).map_or_else(|| fragment.to_owned(), |s| s.fragment)
    }

    /// What can be taken back in a document: as it was left, else as it is kept.
    pub fn history_of(&mut self, id: &str) -> History {
        let kept = |library: &Self| library.get(id).map(|stored| History::read(&stored.history));
        self.histories.remove(id).or_else(|| kept(self)).unwrap_or_default()
    }

    /// An id that no other document has.
    pub fn fresh(&mut self) -> String {
        self.count += 1;
        format!("{}-{:03}", self.stamp, self.count)
    }

    /// Puts a document in place of its earlier state; false where nothing changed.
    pub fn put(&mut self, document: Stored) -> bool {
        match self.stored.iter_mut().find(|s| s.id == document.id) {
            Some(known) if *known == document => return false,
            Some(known) => *known = document,
            None => self.stored.push(document),
        }
        true
    }
}
