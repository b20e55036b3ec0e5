//! Predict, then reveal: the result is hidden until all guesses are put down, and then the gap is shown.
//!
//! None of it is in the address. The tab keeps it, so that a reload neither shows the result nor loses the guesses.

use serde::{Deserialize, Serialize};

use super::score::Forecast;
use crate::event::Effect;
use crate::typed;
use crate::{App, Refused};
use aftercast_engine::run::record::Outcome;
use aftercast_i18n::Text;
use aftercast_plot::dots::quantiles;
use aftercast_plot::scale::{drawable, nice_range};

/// Dots of a guess, each five of a hundred futures.
pub const DOTS: usize = 20;
/// Columns of the board, half of them below zero.
pub const COLUMNS: usize = 20;
/// Most guesses of a class.
const MOST_GUESSES: usize = 100;

/// Under this key the tab keeps a prediction.
pub const KEY: &str = "prediction";

/// What can happen to a prediction.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The result is hidden, or shown as always.
    Switched(bool),
    /// A prediction that the tab kept, as [`Effect::RememberInTab`] wrote it.
    Found(String),
    /// Guesses are put down as dots over the axis, or as a number of a hundred.
    ByDots(bool),
    /// A dot is put onto a column of the board, or taken from it.
    Dot(usize, bool),
    /// A guess is put down: by whom, and the number as typed where it is one.
    Guessed(String, String),
    /// A guess is taken back, by its place.
    Withdrawn(usize),
    /// The result is revealed, or hidden again.
    Revealed(bool),
    /// All guesses go, and the result is hidden again.
    Again,
}

/// A guess.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Guess {
    pub(super) name: String,
    pub(super) answer: Forecast,
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
    #[serde(skip)]
    pub(super) refused: Option<Refused>,
}

impl Predict {
    /// What the tab kept, where it is whole: another version may have written it.
    fn found(text: &str) -> Option<Self> {
        let found: Self = serde_json::from_str(text).ok()?;
        let fits = |g: &Guess| match &g.answer {
            Forecast::Share(share) => (0.0..=1.0).contains(share),
            Forecast::Dots(board) => board.len() == COLUMNS && dots(board) == DOTS,
        };
        let whole = found.guesses.len() <= MOST_GUESSES && found.guesses.iter().all(fits) && dots(&found.board) <= DOTS;
        (whole && found.reach.is_none_or(|reach| reach > 0.0 && drawable(reach))).then_some(found)
    }
}

impl App {
    /// Whether the result is hidden until a reveal.
    pub fn hidden(&self) -> bool {
        self.teach.predict.as_ref().is_some_and(|p| !p.revealed)
    }

    pub(super) fn predict(&mut self, event: Event) -> Vec<Effect> {
        // the address holds the result only where it is shown
        let shows = matches!(event, Event::Switched(_) | Event::Revealed(_) | Event::Again);
        let kept = !matches!(event, Event::Found(_));
        self.predicted(event);
        let mut effects = Vec::new();
        if shows {
            effects.push(Effect::WriteFragment(self.write()));
        }
        if kept {
            let state = self.teach.predict.as_ref();
            let value = state.and_then(|state| serde_json::to_string(state).ok()).unwrap_or_default();
            effects.push(Effect::RememberInTab { key: KEY, value });
        }
        effects
    }

    fn predicted(&mut self, event: Event) {
        if let Event::Switched(on) = event {
            self.teach.predict = on.then(Predict::default);
            return;
        }
        if let Event::Found(text) = event {
            self.teach.predict = Predict::found(&text);
            return;
        }
        let reach = self.board_reach();
        let Some(state) = &mut self.teach.predict else { return };
        match event {
            Event::Switched(_) | Event::Found(_) => {}
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
            Event::Guessed(name, typed) => self.guessed(&name, &typed),
            Event::Withdrawn(place) if place < state.guesses.len() => drop(state.guesses.remove(place)),
            Event::Withdrawn(_) => {}
            Event::Revealed(on) => state.revealed = on,
            Event::Again => *state = Predict { by_dots: state.by_dots, ..Predict::default() },
        }
    }

    fn guessed(&mut self, name: &str, typed: &str) {
        let words = self.words();
        let Some(state) = &mut self.teach.predict else { return };
        let answer = if state.by_dots {
            let placed = dots(&state.board);
            if placed == DOTS {
                Ok(Forecast::Dots(state.board.to_vec()))
            } else {
                Err(words.with(Text::PredictPlaceAll, &[("placed", &placed.to_string())]))
            }
        } else {
            // "60", "60%", "60 of 100"
            let number = typed.split(['o', '/', '个']).next().unwrap_or_default().trim_end_matches(['%', '％', ' ']);
            match typed::read(number, &typed::amount(&[], (0.0, 100.0))) {
                Ok(hundred) => Ok(Forecast::Share(hundred / 100.0)),
                Err(_) => Err(words.with(Text::PredictUnreadable, &[("typed", typed.trim())])),
            }
        };
        match answer {
            Err(reason) => state.refused = Some(Refused { text: typed.to_owned(), reason }),
            Ok(answer) if state.guesses.len() < MOST_GUESSES => {
                let name: String = aftercast_i18n::names::shown(name).chars().take(40).collect();
                let name = if name.is_empty() {
                    words.with(Text::PredictUnnamed, &[("count", &(state.guesses.len() + 1).to_string())])
                } else {
                    name
                };
                // who guesses again corrects the guess before
                let same = std::mem::discriminant(&answer);
                state.guesses.retain(|g| g.name != name || std::mem::discriminant(&g.answer) != same);
                state.guesses.push(Guess { name, answer });
                state.refused = None;
                state.board = [0; COLUMNS];
            }
            Ok(_) => {}
        }
    }

    /// Half the width of the board: it holds nearly all futures with room to spare, and is symmetric, so that it tells
    /// neither the sign nor the shape.
    pub(super) fn board_reach(&self) -> f64 {
        let ends =
            self.results(self.selected).map(|r| quantiles(r.outcome(Outcome::TotalGain), DOTS)).unwrap_or_default();
        let far = ends.iter().fold(0.0_f64, |far, end| far.max(end.abs()));
        if far > 0.0 && drawable(far) { nice_range(0.0, 1.5 * far).1 } else { 1e8 }
    }
}

/// Dots on a board.
pub(super) fn dots(board: &[u8]) -> usize {
    board.iter().map(|&n| usize::from(n)).sum()
}
