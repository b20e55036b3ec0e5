//! The application without a page: model, event, update(model, event) -> effects, view models. Natively tested.
//!
//! The document is a [`Draft`]; what the page shows is derived from it and from the results in the [`store`]. The page
//! holds one [`App`], gives it every [`Event`](event::Event) and carries out the [`Effect`](event::Effect)s it returns.

mod address;
pub mod decide;
pub mod defend;
pub mod draws;
mod edit;
pub mod event;
pub mod goal;
pub mod history;
mod present;
mod refresh;
mod runs;
pub mod share;
mod side_runs;
pub mod steps;
pub mod store;
pub mod study;
pub mod teach;
pub mod typed;
mod update;
pub mod view;
pub mod words;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_draws;

use std::collections::BTreeMap;

pub use address::{Opened, open};
use aftercast_engine::check;
use aftercast_engine::run::results::PolicyResults;
use aftercast_i18n::Text;
use aftercast_import::{Fault, FileRefused};
use aftercast_plot::{Locale, StableRange, Theme};
use aftercast_scenario::{Draft, LeverId, Levers, PolicyDraft, RunSettings, Scenario, Violation, Violations};
use history::History;
use runs::Runs;
use store::Store;
use view::{Banner, PolicyIndex};
use words::Words;

/// Most policies of a document: one limit for the page, files, links and the command line.
pub use aftercast_scenario::check::MOST_POLICIES;

/// Something typed that was not taken, and why.
#[derive(Clone, Debug, PartialEq)]
struct Refused {
    text: String,
    reason: String,
}

/// A line of a banner: of our own words, which follow the language, or said by something else.
#[derive(Clone, Debug, PartialEq)]
enum Line {
    Text(Text),
    Filled(Text, Vec<(&'static str, String)>),
    Link(aftercast_link::Notice),
    Violation(Violation),
    /// A file that was not read, by name.
    File(String, FileRefused),
    /// What is wrong in a table.
    Fault(Fault),
    Said(String),
}

impl Line {
    fn to(&self, words: Words) -> String {
        match self {
            Self::Text(text) => words.to(*text),
            Self::Filled(text, holes) => {
                let holes: Vec<(&str, &str)> = holes.iter().map(|(hole, value)| (*hole, value.as_str())).collect();
                words.with(*text, &holes)
            }
            Self::Link(notice) => address::notice_line(notice, words),
            Self::Violation(violation) => words::violation(violation, words),
            Self::File(name, why) => words.pair(name, &why.said(words.0)),
            Self::Fault(fault) => fault.said(words.0),
            Self::Said(said) => said.clone(),
        }
    }
}

/// A banner before it is put into words.
#[derive(Clone, Debug, PartialEq)]
struct Notice {
    id: u32,
    alert: bool,
    title: Text,
    lines: Vec<Line>,
}

/// The application: what is known, what is shown, and what happens next.
#[derive(Debug)]
pub struct App {
    document: Draft,
    /// The document as it can run, or what is wrong with it.
    checked: Result<Scenario, Violations>,
    selected: PolicyIndex,
    face_value: bool,
    locale: Locale,
    theme: Theme,
    all_levers: bool,
    /// The lever held by a gesture: its steps are one change of the document.
    held: Option<LeverId>,
    refused: BTreeMap<LeverId, Refused>,
    goal_refused: Option<Refused>,
    history: History,
    banners: Vec<Notice>,
    runs: Runs,
    /// Levers that each policy's column shows, while those wanted have no draw yet.
    shown: Vec<Levers<f64>>,
    gain_range: StableRange,
    difference_range: StableRange,
    /// Headline result of the link's sender, to be compared with ours.
    sender: Option<address::Sender>,
    /// The fragment written last: a change of the address to it is our own.
    written: String,
    /// Documents at hand.
    share: share::State,
    /// What is typed in the consultant's drawer and not taken.
    defend: defend::State,
    /// What is chosen on the charts and links of the chain.
    decide: decide::State,
    /// How many draws a run takes.
    rule: draws::Rule,
    /// The event before changed nothing that the page shows.
    quiet: bool,
    /// What is going on in the workshop.
    teach: teach::State,
}

impl Default for App {
    fn default() -> Self {
        Self::new()
    }
}

impl App {
    /// The survey's company with two policies: A to be moved, B a preset to compare with. Nothing is computed yet.
    pub fn new() -> Self {
        let document = first_document(Locale::default());
        let checked = check(&document);
        Self {
            checked,
            document,
            selected: 0,
            face_value: false,
            locale: Locale::default(),
            theme: Theme::default(),
            all_levers: false,
            held: None,
            refused: BTreeMap::new(),
            goal_refused: None,
            history: History::default(),
            banners: Vec::new(),
            runs: Runs::default(),
            shown: Vec::new(),
            gain_range: StableRange::new(),
            difference_range: StableRange::new(),
            sender: None,
            written: String::new(),
            share: share::State::default(),
            defend: defend::State::default(),
            decide: decide::State::default(),
            rule: draws::Rule::default(),
            quiet: false,
            teach: teach::State::default(),
        }
    }

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
    /// Whether "survey at face value" is on.
    pub fn face_value(&self) -> bool {
        self.face_value
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
        let banner = |n: &Notice| Banner {
            id: n.id,
            alert: n.alert,
            title: self.words().to(n.title),
            lines: n.lines.iter().map(|line| line.to(self.words())).collect(),
        };
        self.banners.iter().rev().map(banner).collect()
    }
    /// The document as typed.
    pub fn document(&self) -> &Draft {
        &self.document
    }

    fn words(&self) -> Words {
        Words(self.locale)
    }

    /// The policy the levers edit, as typed.
    fn policy(&self) -> Option<&PolicyDraft> {
        self.document.policies.get(self.selected)
    }

    /// Today's value of a lever in this document.
    fn today(&self, id: LeverId) -> f64 {
        self.document.today.get(&id).copied().unwrap_or(id.spec().today)
    }

    /// The value of a lever in a policy.
    fn lever(&self, policy: PolicyIndex, id: LeverId) -> f64 {
        let own = self.document.policies.get(policy).and_then(|p| p.levers.get(&id)).copied();
        own.unwrap_or(id.start_from(self.today(id)))
    }

    /// Full levers of every policy that can run.
    fn wanted(&self) -> Vec<Levers<f64>> {
        self.checked.as_ref().map(|s| s.policies().iter().map(|p| p.levers).collect()).unwrap_or_default()
    }

    /// Results in force, as far as they are.
    fn store(&self) -> Option<&Store> {
        self.runs.store()
    }

    /// Results that a policy's column shows: of its own levers, or of those before while these have no draw yet.
    fn results(&self, policy: PolicyIndex) -> Option<&PolicyResults> {
        let store = self.store()?;
        let wanted = self.checked.as_ref().ok().and_then(|s| s.policies().get(policy)).map(|p| p.levers);
        let own = wanted.and_then(|levers| store.policy(&levers)).filter(|r| r.draws() > 0);
        own.or_else(|| self.shown.get(policy).and_then(|levers| store.policy(levers))).filter(|r| r.draws() > 0)
    }

    /// Whether what a policy's column shows is of other inputs than those on the page.
    fn stale(&self, policy: PolicyIndex) -> bool {
        let Some(store) = self.store() else { return false };
        let Ok(scenario) = &self.checked else { return true };
        let wanted = scenario.policies().get(policy).map(|p| p.levers);
        let pictured = wanted.is_some_and(|levers| store.policy(&levers).is_some_and(|r| r.draws() > 0));
        !pictured || self.runs.futures_are_old()
    }
}

/// The document a page opens with.
pub fn first_document(locale: Locale) -> Draft {
    let words = Words(locale);
    let mut document = Draft { settings: RunSettings::default(), ..Draft::default() };
    document.policies.push(PolicyDraft { name: words.to(Text::PolicyFirst), ..PolicyDraft::default() });
    document.policies.push(address::second_policy(locale));
    document
}
