//! The document in the address: what a link says, and what was wrong with it.

use super::App;
use crate::engine::scenario::{Draft, LeverId, PolicyDraft};
use crate::plot::Locale;

/// Headline result of whoever sent a link.
#[derive(Clone, Debug, PartialEq)]
pub struct Sender {
    /// The result as the link carries it.
    pub result: String,
    /// Engine version that computed it.
    pub engine: String,
}

/// The second policy of a fresh page.
pub fn second_policy(_locale: Locale) -> PolicyDraft {
    PolicyDraft { name: "Hybrid AI".to_owned(), levers: [(LeverId::AiShare, 0.6), (LeverId::AiAccuracy, 0.85)].into() }
}

/// What a fragment opened.
pub struct Opened {
    pub document: Draft,
    pub selected: usize,
    pub locale: Option<Locale>,
    pub face_value: bool,
    pub sender: Option<Sender>,
    /// What was not right, line by line.
    pub notices: Vec<String>,
}

/// Reads a fragment; `None` where it is empty.
pub fn open(_fragment: &str) -> Option<Opened> {
    None
}

impl App {
    /// The document as an address fragment, without `#`.
    pub fn fragment(&self) -> String {
        String::new()
    }
}

/// A preset as a policy, in a language.
pub fn preset(_index: usize, _locale: Locale) -> Option<PolicyDraft> {
    None
}

/// All presets with their stories.
pub fn presets(_locale: Locale) -> Vec<(PolicyDraft, String)> {
    Vec::new()
}

/// The name of a preset, told in one language, in another.
pub fn translated(_name: &str, _locale: Locale) -> Option<String> {
    None
}

impl App {
    /// Compares our complete headline result with that of whoever sent the link.
    pub(super) fn compare_with_sender(&mut self) {}
}
