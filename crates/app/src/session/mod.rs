//! What all features share: the document with its history, the runs and their results, the language, what the user is told.
//!
//! A feature changes the document by [`Session::change`]; the session checks it, asks for the runs that it needs and writes the
//! address. What else has to follow in other features is noted in [`Changes`], which the application carries out once the event
//! is reduced: no feature calls another.

mod address;
mod banners;
pub mod draws;
mod effect;
pub(crate) mod figures;
pub mod history;
mod library;
mod names;
mod notices;
mod opening;
mod permissions;
mod place;
mod running;
pub(crate) mod runs;
pub(crate) mod side_runs;
pub mod store;

pub(crate) use address::question;
pub use address::{Opened, open, preset, presets, second_policy};
pub use banners::Banner;
pub(crate) use banners::{Line, Notice, banner};
pub use effect::{Effect, StorageEffect};
pub use history::{History, Step};
pub use library::{Library, Stored};
pub(crate) use names::same_document;
pub use names::{first_document, plain_document, same_result};
pub use notices::notice_line;
pub use permissions::Permissions;

use crate::view::PolicyIndex;
use crate::words::Words;
use aftercast_engine::check;
use aftercast_engine::run::results::PolicyResults;
use aftercast_i18n::Text;
use aftercast_plot::{Locale, Theme};
use aftercast_presets::lessons::Lesson;
use aftercast_scenario::{Draft, LeverId, Levers, PolicyDraft, Scenario, Violations};
use runs::Runs;
use store::Store;

/// Something typed that was not taken, and why.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refused {
    pub(crate) text: String,
    pub(crate) reason: String,
}

/// What an event changed that features have to follow; empty again once they have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Changes {
    /// Another document, or another state of it, was opened: what is chosen on its charts is chosen afresh.
    pub(crate) opened: bool,
    /// Another document took the page's place: what was typed into the one before and is not in force waits there.
    pub(crate) replaced: bool,
    /// The same document is read otherwise: axes are chosen afresh.
    pub(crate) reread: bool,
    /// Another policy was selected.
    pub(crate) selected: bool,
    /// What was typed and refused belongs to a state, a policy or a language that is no longer on the page.
    pub(crate) moved_on: bool,
    /// Results came in: axes take in what they have to hold.
    pub(crate) results: bool,
    /// No run for the picture is under way: what is computed beside it may start.
    pub(crate) idle: bool,
}

/// The state that features share.
#[derive(Debug)]
pub struct Session {
    pub(crate) document: Draft,
    /// The document as it can run, or what is wrong with it.
    pub(crate) checked: Result<Scenario, Violations>,
    pub(crate) selected: PolicyIndex,
    pub(crate) locale: Locale,
    pub(crate) theme: Theme,
    /// The lever held by a gesture: its steps are one change of the document.
    pub(crate) held: Option<LeverId>,
    pub(crate) history: History,
    /// What time it is where the reader is; an empty text where it is not known.
    pub(crate) clock: fn() -> String,
    pub(crate) banners: Vec<Notice>,
    pub(crate) runs: Runs,
    /// Levers that each policy's column shows, while those wanted have no draw yet.
    pub(crate) shown: Vec<Option<Levers<f64>>>,
    /// Headline result of the link's sender, to be compared with ours.
    pub(crate) sender: Option<address::Sender>,
    /// The document whose result was the sender's.
    pub(crate) verified: Option<Draft>,
    /// The link that was opened last was written for another model, which its banner says.
    pub(crate) other_model: bool,
    /// The fragment written last: a change of the address to it is our own.
    pub(crate) written: String,
    /// Where the reader is, see [`Self::place`].
    pub(crate) place: String,
    /// How many draws a run takes.
    pub(crate) rule: draws::Rule,
    /// The documents at hand.
    pub(crate) library: Library,
    /// The lesson that the document belongs to, which is part of the address.
    pub(crate) lesson: Option<&'static Lesson>,
    /// Whether the document came with a question to a class that is not revealed yet, which is part of the address.
    pub(crate) asked: bool,
    /// Whether results are hidden until a reveal, handed down by the lessons.
    pub(crate) results_hidden: bool,
    /// The event before changed nothing that the page shows.
    pub(crate) quiet: bool,
    pub(crate) changes: Changes,
}

impl Default for Session {
    /// The sample's company with two policies: A to be moved, B a preset to compare with. Nothing is computed yet.
    fn default() -> Self {
        let document = first_document(Locale::default());
        Self {
            checked: check(&document),
            document,
            selected: 0,
            locale: Locale::default(),
            theme: Theme::default(),
            held: None,
            history: History::default(),
            clock: String::new,
            banners: Vec::new(),
            runs: Runs::default(),
            shown: Vec::new(),
            sender: None,
            verified: None,
            other_model: false,
            written: String::new(),
            place: String::new(),
            rule: draws::Rule::default(),
            library: Library::default(),
            lesson: None,
            asked: false,
            results_hidden: false,
            quiet: false,
            changes: Changes::default(),
        }
    }
}

impl Session {
    /// Language in force.
    pub fn locale(&self) -> Locale {
        self.locale
    }
    /// Theme in force.
    pub fn theme(&self) -> Theme {
        self.theme
    }
    /// Whether the event before changed nothing that the page shows.
    pub fn quiet(&self) -> bool {
        self.quiet
    }
    /// The policy the levers edit.
    pub fn selected(&self) -> PolicyIndex {
        self.selected
    }
    /// Whether "report at face value" is on.
    pub fn face_value(&self) -> bool {
        self.document.face_value
    }
    /// Whether the page was opened with a question that its reader has not seen the answer of.
    pub fn asked(&self) -> bool {
        self.asked
    }
    /// Whether a lever is held by a gesture, which may go on.
    pub fn held(&self) -> bool {
        self.held.is_some()
    }
    /// Whether there is something to take back, and something to bring again.
    pub fn history(&self) -> (bool, bool) {
        self.history.can()
    }
    /// What to know, the latest first.
    pub fn banners(&self) -> Vec<Banner> {
        self.banners.iter().rev().map(|notice| notice.to(self.words())).collect()
    }
    /// The document as it runs; none where it cannot.
    pub fn scenario(&self) -> Option<&Scenario> {
        self.checked.as_ref().ok()
    }
    /// Whether anything is computed that the page shows.
    pub fn is_computing(&self) -> bool {
        self.runs.busy()
    }
    /// Whether the page computes by itself, as no worker can be had.
    pub fn is_alone(&self) -> bool {
        self.runs.alone
    }
    /// The document as typed.
    pub fn document(&self) -> &Draft {
        &self.document
    }
    /// Name of the currency in force.
    pub fn currency(&self) -> String {
        self.document.currency.name().to_owned()
    }
    /// Id of the document on the page, where it is kept.
    pub fn document_id(&self) -> Option<String> {
        self.library.current.clone()
    }
    /// The name of the document on the page, for files and titles.
    pub fn document_called(&self) -> String {
        self.called_document(&self.document.name)
    }
    /// What keeps the inputs from running, line by line; nothing where they run.
    pub fn problems(&self) -> Vec<String> {
        let violations = self.checked.as_ref().err().map(|v| v.0.as_slice()).unwrap_or_default();
        violations.iter().map(|v| crate::words::violation(v, self.words())).collect()
    }

    pub(crate) fn words(&self) -> Words {
        Words(self.locale)
    }

    /// The policy the levers edit, as typed.
    pub(crate) fn policy(&self) -> Option<&PolicyDraft> {
        self.document.policies.get(self.selected)
    }

    /// Today's value of a lever in this document.
    pub(crate) fn today(&self, id: LeverId) -> f64 {
        self.document.today_value(id)
    }

    /// The value of a lever in a policy.
    pub(crate) fn lever(&self, policy: PolicyIndex, id: LeverId) -> f64 {
        let own = self.document.policies.get(policy).and_then(|p| p.levers.get(&id)).copied();
        own.unwrap_or(id.start_from(self.today(id)))
    }

    /// Full levers of every policy that can run.
    pub(crate) fn wanted(&self) -> Vec<Levers<f64>> {
        self.checked.as_ref().map(|s| s.policies().iter().map(|p| p.levers).collect()).unwrap_or_default()
    }

    /// Results in force, as far as they are.
    pub(crate) fn store(&self) -> Option<&Store> {
        self.runs.store()
    }

    /// Results that a policy's column shows: of its own levers, or of those before while these have no draw yet.
    pub(crate) fn results(&self, policy: PolicyIndex) -> Option<&PolicyResults> {
        let store = self.store()?;
        let wanted = self.checked.as_ref().ok().and_then(|s| s.policies().get(policy)).map(|p| p.levers);
        let own = wanted.and_then(|levers| store.policy(&levers)).filter(|r| r.draws() > 0);
        own.or_else(|| self.shown.get(policy).copied().flatten().and_then(|levers| store.policy(&levers)))
            .filter(|r| r.draws() > 0)
    }

    /// Whether what a policy's column shows is of other inputs than those on the page.
    pub(crate) fn stale(&self, policy: PolicyIndex) -> bool {
        let Some(store) = self.store() else { return false };
        let Ok(scenario) = &self.checked else { return true };
        let wanted = scenario.policies().get(policy).map(|p| p.levers);
        let pictured = wanted.is_some_and(|levers| store.policy(&levers).is_some_and(|r| r.draws() > 0));
        !pictured || self.runs.futures_are_old()
    }

    /// Whether everything shown is of what is set now, with all of its draws: what is taken away bears the link of what is set.
    pub fn is_settled(&self) -> bool {
        let Some(store) = self.store().filter(|_| self.checked.is_ok()) else { return false };
        let is_complete = |policy| self.results(policy).is_some_and(|results| store.complete(results));
        let policies = 0..self.document.policies.len();
        !self.runs.drawing() && policies.into_iter().all(|policy| !self.stale(policy) && is_complete(policy))
    }

    /// The share of futures that meet the goal under the selected policy, once its run is complete.
    pub(crate) fn headline_share(&self) -> Option<f64> {
        let results = self.results(self.selected).filter(|_| !self.stale(self.selected))?;
        let complete = self.store().is_some_and(|s| s.complete(results));
        complete.then(|| self.met(results).value)
    }

    /// The policies in the order of drawing: the selected one first, which lies on top.
    pub(crate) fn drawn_order(&self) -> impl Iterator<Item = PolicyIndex> + use<> {
        let (selected, count) = (self.selected, self.document.policies.len());
        std::iter::once(selected).chain((0..count).filter(move |&k| k != selected))
    }

    pub(crate) fn called_document(&self, name: &str) -> String {
        let name = aftercast_i18n::names::shown(name);
        if name.is_empty() { self.words().to(Text::ShareUntitled) } else { name }
    }
}

#[cfg(test)]
mod tests_draws;
