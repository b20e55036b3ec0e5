//! The guesses of a class out of whatever its chat holds: whose each is, what it answers, which one counts. None is dropped in silence.

use super::links::{Found, links};
use super::podium::Done;
use super::predict::{Guess, Predict};
use super::score::GuessValue;
use crate::session::{Opened, Session, open, question};
use aftercast_i18n::Text;
use aftercast_i18n::names::shown;
use serde::{Deserialize, Serialize};

/// Most guesses of a class.
pub(super) const MOST_GUESSES: usize = 500;
/// Longest name, characters.
const LONGEST: usize = 40;

/// Something pasted that is no guess.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum Unread {
    /// A line that looks like a link and is none.
    Line(String),
    /// A link without a guess, by whom.
    Empty(String),
    /// A link that was not as it was sent: by whom, and how many things were not. Its guess counts where it has one.
    Damaged(String, usize),
}

/// A name as it is shown; nothing where it is empty.
pub(super) fn named(name: &str) -> Option<String> {
    let name = shown(name);
    let name: String = name.trim().chars().take(LONGEST).collect();
    (!name.is_empty()).then_some(name)
}

impl Guess {
    /// Whether two guesses are by one person: the same phone and the same name.
    pub(super) fn is_by(&self, other: &Self) -> bool {
        self.name == other.name && self.phone == other.phone
    }

    /// Whether it answers another question than the one on the page.
    pub(super) fn is_astray(&self, question: &str) -> bool {
        !self.question.is_empty() && self.question != question
    }
}

/// Takes a guess in; it takes the place of an earlier one by the same person on the same question.
pub(super) fn take(state: &mut Predict, guess: Guess) {
    let same = std::mem::discriminant(&guess.value);
    let is_same =
        |g: &Guess| g.is_by(&guess) && g.question == guess.question && std::mem::discriminant(&g.value) == same;
    if let Some(index) = state.guesses.iter().position(is_same) {
        let before = state.guesses.remove(index);
        if before.value != guess.value {
            remember(&mut state.replaced, &before);
        }
    }
    // what was taken back and is said again counts
    state.replaced.retain(|g| *g != guess);
    state.guesses.push(guess);
}

/// The guess that a link brings, in the text at this index; `None` where it brings none.
pub(super) fn guess_of(link: &Found, index: usize, cx: &Session) -> Option<Guess> {
    guess_in(&open(&link.link, cx.locale)?, link, index, cx)
}

fn guess_in(opened: &Opened, link: &Found, index: usize, cx: &Session) -> Option<Guess> {
    let round = &opened.round;
    // two without a name and a phone are two
    let unnamed = || match round.phone.is_empty() {
        true => Text::PredictUnnamed.with(cx.locale, &[("count", &(index + 1).to_string())]),
        false => String::new(),
    };
    Some(Guess {
        name: named(&round.by).or_else(|| named(&link.who)).unwrap_or_else(unnamed),
        team: named(&round.team).unwrap_or_default(),
        phone: round.phone.clone(),
        value: GuessValue::Share(round.guess? / 100.0),
        question: question(&opened.document, opened.selected, &opened.view),
    })
}

/// Reads a text with guesses: a whole chat, which may hold what was read before, or single links.
pub(super) fn pasted(state: &mut Predict, cx: &Session, text: &str) {
    let (found, lines) = links(text);
    state.unread = lines.into_iter().map(Unread::Line).collect();
    (state.counted, state.left_out) = (0, 0);
    let mut guesses: Vec<Guess> = Vec::new();
    for (index, link) in found.into_iter().enumerate() {
        let from = || if link.who.is_empty() { (index + 1).to_string() } else { link.who.clone() };
        let Some(opened) = open(&link.link, cx.locale) else {
            state.unread.push(Unread::Empty(from()));
            continue;
        };
        let name = named(&opened.round.by).or_else(|| named(&link.who));
        if !opened.notices.is_empty() {
            state.unread.push(Unread::Damaged(name.clone().unwrap_or_else(from), opened.notices.len()));
        }
        let Some(guess) = guess_in(&opened, &link, index, cx) else {
            // the link that asks is in the chat too, and is none of the class
            if !opened.round.ask {
                state.unread.push(Unread::Empty(name.unwrap_or_else(from)));
            }
            continue;
        };
        guesses.push(guess);
    }
    let current = cx.question();
    let known = |guess: &Guess| {
        let of = |round: &Done| round.question == guess.question && round.scores.iter().any(|score| score.is_of(guess));
        guess.question != current && state.rounds.iter().any(of)
    };
    let (counted, fresh): (Vec<Guess>, Vec<Guess>) = guesses.into_iter().partition(known);
    state.counted = counted.len();
    for (index, guess) in fresh.iter().enumerate() {
        let is_same = |g: &Guess| g.is_by(guess) && g.question == guess.question;
        // of a person the last guess in the text counts
        let is_last = !fresh[index + 1..].iter().any(is_same);
        if !is_last {
            remember(&mut state.replaced, guess);
        } else if state.guesses.len() >= MOST_GUESSES && !state.guesses.iter().any(is_same) {
            state.left_out += 1;
        } else {
            take(state, guess.clone());
        }
    }
    state.by_dots = false;
    state.refused = None;
}

fn remember(replaced: &mut Vec<Guess>, guess: &Guess) {
    if !replaced.contains(guess) {
        replaced.push(guess.clone());
    }
}
