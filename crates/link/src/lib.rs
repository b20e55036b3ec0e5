//! Scenario links: a document as the fragment of an address, and back.
//!
//! The fragment is `key=value` pairs joined by `&`, only what differs from a versioned preset: `p` names the
//! preset of policy A, plain keys are its levers, `b.`, `c.` ... those of further policies (`27.` and on after
//! `z.`), `to.` today's levers, `co.` company facts, `as.` assumptions. Keys come from the registries. The last
//! pair is a checksum of all others, so that a lost tail or a changed character is seen. Reading never fails:
//! what was not as written is among the notices, and the document can always run.

pub mod keys;

mod change;
mod decode;
mod encode;
mod extract;
mod find;
mod notice;
mod number;
mod packed;
mod repair;
mod round;
mod text;
mod undo;

pub use change::{Change, escaped, unescaped};
pub use decode::decode;
pub use encode::encode;
pub use find::find;
pub use notice::{Notice, NoticeKind};
pub use packed::pack;
pub use round::Round;

use aftercast_i18n::Locale;
use aftercast_scenario::Draft;

/// Version of the grammar, written as `v`.
pub const GRAMMAR: u32 = 1;
/// Longest fragment that chat programs and QR codes carry well, characters.
pub const COMFORTABLE_LENGTH: usize = 900;

/// What a link carries.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkDocument {
    /// Company, assumptions and how the report is read, policies, run settings, goal and names.
    pub draft: Draft,
    /// The policy on which the levers and the headline stand, counted from 0.
    pub selected: usize,
    /// The view that is open: up to 32 of `a-z`, `0-9`, `_`, `-` and `.`; empty for the first screen.
    pub view: String,
    /// Language of the sender's page; `None` leaves it to the reader's browser.
    pub language: Option<Locale>,
    /// The sender's headline result, in the goal's own measure (a share of draws, 0 to 1).
    pub result: Option<f64>,
    /// Version of the engine that computed `result`; empty if the link does not say.
    pub engine: String,
    /// What a class does with it: the reader is asked for a guess, or the link brings one.
    pub round: Round,
}

impl Default for LinkDocument {
    fn default() -> Self {
        Self {
            draft: Draft::default(),
            selected: 0,
            view: String::new(),
            language: None,
            result: None,
            engine: aftercast_engine::VERSION.to_owned(),
            round: Round::default(),
        }
    }
}

impl LinkDocument {
    /// The engine that the sender had, where the numbers of another model came of it: its first number is not this one's.
    ///
    /// ```
    /// use aftercast_link::decode;
    /// assert_eq!(decode("v=1&p=base.1&cpa=3000&e=1.1.0").document.other_model(), Some("1.1.0"));
    /// ```
    pub fn other_model(&self) -> Option<&str> {
        let major = |version: &str| version.split('.').next().unwrap_or_default().to_owned();
        let known = !self.engine.is_empty() && major(&self.engine) != major(aftercast_engine::VERSION);
        known.then_some(self.engine.as_str())
    }
}

/// A written link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoded {
    /// The fragment, without `#`; plain ASCII.
    pub fragment: String,
    /// Whether it is longer than [`COMFORTABLE_LENGTH`]: better sent as a file.
    pub over_budget: bool,
}

/// A link as read.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded {
    /// A document that can run, whatever was given.
    pub document: LinkDocument,
    /// Everything that was not as written, in the order it was met.
    pub notices: Vec<Notice>,
    /// How many keys were understood; 0 where nothing at all could be read.
    pub understood: usize,
}

#[cfg(test)]
mod tests;
