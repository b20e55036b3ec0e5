//! Predict, then reveal: the result is hidden until all guesses are submitted, and then the gap is shown.
//!
//! The tab keeps it, so that a reload neither shows the result nor loses the guesses. A page that was opened with a question has one guess:
//! its reader's, which becomes a link; the page of the teacher has those of the class, out of the chat ([`super::class`]).

use super::Model;
use super::class::{self, MOST_GUESSES, Unread};
pub use super::class_link::ClassLink;
pub(super) use super::guess::Guess;
pub use super::guess::TypedGuess;
use super::guess::read;
use super::podium::{self, Done, Shown};
use super::score::GuessValue;
use crate::session::{Changes, Effect, Refused, Session};
use aftercast_engine::run::outcome::Outcome;
use aftercast_i18n::Text;
use aftercast_plot::dots::quantiles;
use aftercast_plot::scale::{drawable, nice_range};
use aftercast_scenario::LeverId;
use serde::{Deserialize, Serialize};

/// Dots of a guess, each five of a hundred futures.
pub const DOTS: usize = 20;
/// Columns of the board, half of them below zero.
pub const COLUMNS: usize = 20;
/// Under this key the tab keeps a prediction.
pub const KEY: &str = "prediction";
/// Under this key the browser keeps the mark of the phone.
pub const PHONE: &str = "phone";

/// What can happen to a prediction.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The result is hidden, or shown as always.
    Switched(bool),
    /// A prediction that the tab kept, as [`Effect::RememberInTab`] wrote it.
    Found(String),
    /// Guesses are submitted as dots over the axis, or as a number of a hundred.
    ByDots(bool),
    /// A dot is put onto a column of the board, or taken from it.
    Dot(usize, bool),
    /// A guess is submitted on the page of the teacher: by whom, and the number as typed where it is one.
    Guessed(String, String),
    /// The guess of the reader who was asked.
    GuessTyped(TypedGuess),
    /// The reader's guess is to be changed.
    Reopened,
    /// Guesses were pasted, as a chat or one by one.
    Pasted(String),
    /// Whether the first word of a name is the team.
    TeamsByWord(bool),
    /// A guess is taken back, by its index.
    Withdrawn(usize),
    /// The result is revealed, or hidden again.
    Revealed(bool),
    /// All guesses go, and the result is hidden again.
    Again,
    /// The round is counted, and the next one begins.
    Next,
}

/// A prediction under way.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Predict {
    pub(super) by_dots: bool,
    pub(super) board: [u8; COLUMNS],
    /// Half the width of the board, CNY; kept while dots lie on it.
    pub(super) reach: Option<f64>,
    pub(super) guesses: Vec<Guess>,
    pub(super) revealed: bool,
    /// The outcome as it was revealed.
    #[serde(default)]
    pub(super) shown: Option<Shown>,
    /// The round of the lesson that is asked, counted from 0.
    #[serde(default)]
    pub(super) round: Option<usize>,
    /// Guesses that a later one of the same person took the place of.
    #[serde(default)]
    pub(super) replaced: Vec<Guess>,
    /// Lines pasted last that look like a link and are none, or no guess.
    #[serde(default)]
    pub(super) unread: Vec<Unread>,
    /// How many of the guesses pasted last were counted in an earlier round, and how many were too many.
    #[serde(default)]
    pub(super) counted: usize,
    #[serde(default)]
    pub(super) left_out: usize,
    #[serde(default)]
    pub(super) teams_by_word: bool,
    /// The page was opened with a question, and this is it.
    #[serde(default)]
    pub(super) asked: Option<String>,
    /// The rounds before.
    #[serde(default)]
    pub(super) rounds: Vec<Done>,
    #[serde(skip)]
    pub(super) refused: Option<Refused>,
}

impl Predict {
    /// What the tab kept, where it is whole: another version may have written it.
    fn found(text: &str) -> Option<Self> {
        let found: Self = serde_json::from_str(text).ok()?;
        let fits = |g: &Guess| match &g.value {
            GuessValue::Share(share) => (0.0..=1.0).contains(share),
            GuessValue::Dots(board) => board.len() == COLUMNS && dots(board) == DOTS,
        };
        let whole = found.guesses.len() <= MOST_GUESSES && found.guesses.iter().all(fits) && dots(&found.board) <= DOTS;
        (whole && found.reach.is_none_or(|reach| reach > 0.0 && drawable(reach))).then_some(found)
    }

    /// Without guesses; what was chosen stays.
    fn afresh(&self) -> Self {
        let Self { by_dots, teams_by_word, asked, rounds, .. } = self.clone();
        Self { by_dots, teams_by_word, asked, rounds, ..Self::default() }
    }
}

impl Model {
    /// A document was opened: with a question its result is hidden until the reader has guessed, without one nothing is asked any more.
    pub(crate) fn follow(&mut self, cx: &mut Session, changes: Changes) -> Vec<Effect> {
        if !changes.opened {
            return Vec::new();
        }
        let question = cx.question();
        let kept = self.predict.as_ref().and_then(|state| state.asked.as_ref());
        // the page of a class that is guessing stays one, whatever is opened on it
        let leads =
            self.predict.as_ref().is_some_and(|s| s.asked.is_none() && !(s.guesses.is_empty() && s.rounds.is_empty()));
        cx.asked &= !leads;
        if cx.asked && kept != Some(&question) {
            self.predict = Some(Predict { asked: Some(question), round: round_of(cx), ..Predict::default() });
        } else if !cx.asked && kept.is_some_and(|kept| *kept != question) {
            self.predict = None;
        }
        if cx.asked
            && let Some(state) = &mut self.predict
        {
            // the address asks again
            (state.revealed, state.shown) = (false, None);
        }
        self.hide(cx);
        vec![self.keep()]
    }

    pub(super) fn predict(&mut self, cx: &mut Session, event: Event) -> Vec<Effect> {
        // the address holds the result only where it is shown
        let shows = matches!(event, Event::Switched(_) | Event::Revealed(_) | Event::Again | Event::Next);
        let kept = !matches!(event, Event::Found(_));
        let mut effects = self.predicted(cx, event);
        self.hide(cx);
        if shows {
            effects.push(Effect::WriteFragment(cx.write()));
        }
        if kept {
            effects.push(self.keep());
        }
        effects
    }

    fn hide(&self, cx: &mut Session) {
        cx.results_hidden = self.predict.as_ref().is_some_and(|p| !p.revealed);
    }

    fn keep(&self) -> Effect {
        let value = self.predict.as_ref().and_then(|state| serde_json::to_string(state).ok()).unwrap_or_default();
        Effect::RememberInTab { key: KEY, value }
    }

    fn predicted(&mut self, cx: &mut Session, event: Event) -> Vec<Effect> {
        match event {
            Event::Switched(on) => return self.switched(cx, on),
            Event::Found(text) => {
                self.predict = Predict::found(&text);
                return Vec::new();
            }
            Event::Next => return self.next_round(cx),
            _ => {}
        }
        let reach = board_reach(cx);
        let Some(state) = &mut self.predict else { return Vec::new() };
        match event {
            Event::Switched(_) | Event::Found(_) | Event::Next => {}
            Event::ByDots(on) => {
                state.by_dots = on;
                state.refused = None;
            }
            Event::Dot(column, put) => {
                let room = dots(&state.board) < DOTS;
                state.reach = state.reach.or(Some(reach));
                state.refused = None;
                match state.board.get_mut(column) {
                    Some(dots) if put && room => *dots += 1,
                    Some(dots) if !put => *dots = dots.saturating_sub(1),
                    _ => {}
                }
            }
            Event::Guessed(name, typed) => self.guessed(cx, name, &typed),
            Event::GuessTyped(typed) => self.guess_typed(cx, typed),
            Event::Reopened => state.guesses.clear(),
            Event::Pasted(text) => class::pasted(state, cx, &text),
            Event::TeamsByWord(on) => state.teams_by_word = on,
            Event::Withdrawn(index) if index < state.guesses.len() => drop(state.guesses.remove(index)),
            Event::Withdrawn(_) => {}
            Event::Revealed(on) => {
                (state.revealed, state.shown) = (on, if on { Shown::now(cx) } else { None });
                cx.asked = state.asked.is_some() && !on;
            }
            Event::Again => *state = state.afresh(),
        }
        Vec::new()
    }

    /// A round begins, of the first policy that the lesson asks about where there is nothing to guess yet; or all rounds end.
    fn switched(&mut self, cx: &mut Session, on: bool) -> Vec<Effect> {
        self.predict = on.then(Predict::default);
        cx.asked = false;
        let unmoved = cx.policy().is_some_and(|policy| policy.levers.is_empty());
        let effects = if on && unmoved { ask(cx, 0) } else { Vec::new() };
        if let Some(state) = &mut self.predict {
            state.round = round_of(cx);
        }
        effects
    }

    /// The round is counted; the lesson names what the next one is about. A reader who was asked goes on only where there is a next one.
    fn next_round(&mut self, cx: &mut Session) -> Vec<Effect> {
        let Some(state) = self.predict.as_mut().filter(|state| state.revealed) else { return Vec::new() };
        let next = state.round.map_or(0, |round| round + 1);
        if state.asked.is_some() && !has_round(cx, next) {
            return Vec::new();
        }
        let done = state.shown.as_ref().and_then(|shown| podium::done(state, cx, shown));
        let effects = ask(cx, next);
        state.rounds.extend(done);
        *state = Predict { round: round_of(cx), ..state.afresh() };
        if state.asked.is_some() {
            state.asked = Some(cx.question());
            cx.asked = true;
        }
        effects
    }

    fn guessed(&mut self, cx: &mut Session, name: String, typed: &str) {
        let Some(state) = &mut self.predict else { return };
        let value = match state.by_dots {
            true if dots(&state.board) == DOTS => Ok(GuessValue::Dots(state.board.to_vec())),
            true => {
                let placed = dots(&state.board).to_string();
                Err(cx.words().with(Text::PredictPlaceAll, &[("placed", &placed)]))
            }
            false => read(cx, typed),
        };
        match value {
            Err(reason) => state.refused = Some(Refused { text: typed.to_owned(), reason }),
            Ok(_) if state.guesses.len() >= MOST_GUESSES => {
                let reason = cx.words().with(Text::PredictFull, &[("count", &MOST_GUESSES.to_string())]);
                state.refused = Some(Refused { text: typed.to_owned(), reason });
            }
            Ok(value) => {
                let name = class::named(&name).unwrap_or_else(|| {
                    cx.words().with(Text::PredictUnnamed, &[("count", &(state.guesses.len() + 1).to_string())])
                });
                class::take(state, Guess::new(name, value));
                state.refused = None;
                state.board = [0; COLUMNS];
            }
        }
    }

    fn guess_typed(&mut self, cx: &mut Session, guess: TypedGuess) {
        let Some(state) = self.predict.as_mut().filter(|state| state.asked.is_some()) else { return };
        match read(cx, &guess.typed) {
            Err(reason) => state.refused = Some(Refused { text: guess.typed, reason }),
            Ok(value) => {
                let word = |text: &str| class::named(text).unwrap_or_default();
                let (name, team) = (word(&guess.name), word(&guess.team));
                let phone = guess.phone;
                state.guesses = vec![Guess { name, team, phone, value, question: String::new() }];
                state.refused = None;
            }
        }
    }
}

/// The round of the lesson that is on the page, counted from 0.
fn round_of(cx: &Session) -> Option<usize> {
    let levers = &cx.policy()?.levers;
    let is_it = |round: &&[(LeverId, f64)]| {
        round.len() == levers.len() && round.iter().all(|(id, value)| levers.get(id) == Some(value))
    };
    cx.lesson?.rounds.iter().position(is_it)
}

/// Whether the lesson has such a round.
pub(super) fn has_round(cx: &Session, round: usize) -> bool {
    cx.lesson.is_some_and(|lesson| round < lesson.rounds.len())
}

/// Puts a round of the lesson on the page; nothing changes where the lesson has no such round.
fn ask(cx: &mut Session, round: usize) -> Vec<Effect> {
    let Some(levers) = cx.lesson.and_then(|lesson| lesson.rounds.get(round)) else { return Vec::new() };
    let selected = cx.selected;
    cx.change(|draft| {
        if let Some(policy) = draft.policies.get_mut(selected) {
            policy.levers = levers.iter().copied().collect();
        }
    })
}

/// Half the width of the board: it holds nearly all futures with room to spare, and is symmetric, so that it tells neither the
/// sign nor the shape.
pub(super) fn board_reach(cx: &Session) -> f64 {
    let ends = cx.results(cx.selected).map(|r| quantiles(r.outcome(Outcome::TotalGain), DOTS)).unwrap_or_default();
    let far = ends.iter().fold(0.0_f64, |far, end| far.max(end.abs()));
    if far > 0.0 && drawable(far) { nice_range(0.0, 1.5 * far).1 } else { 1e8 }
}

/// Dots on a board.
pub(super) fn dots(board: &[u8]) -> usize {
    board.iter().map(|&n| usize::from(n)).sum()
}
