//! Links of a round, each with its code: the question that the phones of a class open, and a reader's guess.

use super::View;
use super::score::GuessValue;
use crate::features::documents::qr;
use aftercast_link::Round;

/// A link for a class with its code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassLink {
    /// The link.
    pub link: String,
    /// Its QR code.
    pub code: Option<qr::Code>,
}

impl ClassLink {
    /// Of a fragment; `address` is the address of the page, of which fragment and query are left out.
    pub(super) fn of(address: &str, fragment: &str) -> Self {
        let link = format!("{}#{fragment}", address.split(['#', '?']).next().unwrap_or_default());
        Self { code: qr::code(&link), link }
    }
}

impl View<'_> {
    /// What the phones of a class open: they guess before they see a result; `address` is the address of the page without fragment.
    pub fn class_link(&self, address: &str) -> ClassLink {
        ClassLink::of(address, &self.session.fragment_for_class(Round { ask: true, ..Round::default() }))
    }

    /// The reader's guess as a link with its code; `address` as in [`Self::class_link`].
    pub fn guess_link(&self, address: &str) -> Option<ClassLink> {
        self.guess_fragment().map(|fragment| ClassLink::of(address, &fragment))
    }

    /// The reader's guess as a fragment to be sent; `None` before it is submitted, and where none was asked for.
    pub(super) fn guess_fragment(&self) -> Option<String> {
        let state = self.model.predict.as_ref().filter(|state| state.asked.is_some())?;
        let guess = state.guesses.first()?;
        let GuessValue::Share(share) = guess.value else { return None };
        Some(self.session.fragment_for_class(Round {
            ask: false,
            // three digits behind the point at most: what was typed, not what its hundredth is in bits
            guess: Some((1e5 * share).round() / 1e3),
            by: guess.name.clone(),
            team: guess.team.clone(),
            phone: guess.phone.clone(),
        }))
    }
}
