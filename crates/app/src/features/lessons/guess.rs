//! A guess, and how a number of a hundred is read.

use super::score::GuessValue;
use crate::session::Session;
use crate::typed;
use aftercast_i18n::Text;
use serde::{Deserialize, Serialize};

/// What a reader types who was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypedGuess {
    /// Name; may be empty.
    pub name: String,
    /// Team; may be empty.
    pub team: String,
    /// The number, as typed.
    pub typed: String,
    /// Mark of the phone ([`super::predict::PHONE`]).
    pub phone: String,
}

/// A guess.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Guess {
    pub(super) name: String,
    #[serde(rename = "answer")]
    pub(super) value: GuessValue,
    #[serde(default)]
    pub(super) team: String,
    /// Mark of the phone; empty where the guess came by hand.
    #[serde(default)]
    pub(super) phone: String,
    /// What it answers ([`Session::question`]); empty where it was typed beside the question.
    #[serde(default)]
    pub(super) question: String,
}

impl Guess {
    /// A guess beside the question.
    pub(super) fn new(name: String, value: GuessValue) -> Self {
        Self { name, value, team: String::new(), phone: String::new(), question: String::new() }
    }
}

/// The number of a text that tells how many of a hundred; none where it tells of another whole.
fn of_hundred(text: &str) -> Option<&str> {
    let is_hundred = |whole: &str| {
        let whole = whole.trim();
        whole
            .strip_prefix("100")
            .is_some_and(|rest| !rest.contains(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',')))
    };
    let text = text.trim();
    let parts = |sign: &str| text.split_once(sign);
    let (number, whole) = match parts("out of").or_else(|| parts("of")).or_else(|| parts("/")) {
        Some((number, whole)) => (number, whole),
        None => match parts("中有").or_else(|| parts("中")) {
            Some((whole, number)) => (number, whole),
            None => (text, "100"),
        },
    };
    is_hundred(whole).then(|| number.trim().trim_end_matches(['%', '％', '种', '个', ' ']))
}

/// A number of a hundred: "60", "60%", "60 of 100", "60/100", "100 种中有 60 种".
pub(super) fn read(cx: &Session, text: &str) -> Result<GuessValue, String> {
    let number = of_hundred(text).and_then(|number| typed::read(number, &typed::amount(&[], (0.0, 100.0))).ok());
    let unread = || cx.words().with(Text::PredictUnreadable, &[("typed", text.trim())]);
    number.map(|hundred| GuessValue::Share(hundred / 100.0)).ok_or_else(unread)
}

#[cfg(test)]
mod tests {
    use super::of_hundred;

    #[test]
    fn a_guess_is_of_a_hundred_and_of_no_other_whole() {
        for text in [
            "60",
            " 60 ",
            "60%",
            "60 ％",
            "60 of 100",
            "60 out of 100 futures",
            "60/100",
            "60 种",
            "100 种中有 60 种",
            "100 个未来中有 60 个",
        ] {
            assert_eq!(of_hundred(text), Some("60"), "{text}");
        }
        for text in ["6/10", "3 out of 5", "6 of 10", "10 种中有 6 种", "60 of 1000", "60 of 100.5"] {
            assert_eq!(of_hundred(text), None, "{text}");
        }
    }
}
