//! Predict, then reveal: the result is hidden until everybody has put down a guess, and then the gap is shown.
//!
//! None of it is in the address. The tab keeps it, so that a reload neither shows the result nor loses the guesses.

use serde::{Deserialize, Serialize};

use super::score::{Forecast, best_dots, brier, crps};
use crate::app::event::Effect;
use crate::app::present::figures::median;
use crate::app::typed::parse;
use crate::app::words::trimmed;
use crate::app::{App, Refused};
use crate::engine::run::record::Outcome;
use crate::engine::run::results::PolicyResults;
use crate::plot::dots::quantiles;
use crate::plot::scale::nice_range;
use crate::plot::{Unit, scale::drawable};
use crate::texts::Text;

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
struct Guess {
    name: String,
    answer: Forecast,
}

/// A prediction under way.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(in crate::app) struct Predict {
    by_dots: bool,
    board: [u8; COLUMNS],
    /// Half the width of the board, CNY; kept while dots lie on it.
    reach: Option<f64>,
    guesses: Vec<Guess>,
    revealed: bool,
    #[serde(skip)]
    refused: Option<Refused>,
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

/// A column of the board.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// "¥0 to ¥5M".
    pub label: String,
    /// Label under the axis; empty under most.
    pub tick: String,
    /// Dots of the guess.
    pub dots: u8,
    /// Dots of the model, once revealed.
    pub model: u8,
    /// "3 dots".
    pub said: String,
}

/// A guess in the class list.
#[derive(Clone, Debug, PartialEq)]
pub struct GuessRow {
    /// Its place: what [`Event::Withdrawn`] takes.
    pub place: usize,
    /// By whom.
    pub name: String,
    /// The guess.
    pub guess: String,
    /// How far off it is; empty until the reveal.
    pub gap: String,
    /// Its score; empty until the reveal.
    pub score: String,
    /// Where it lies from 0 to 1, for a number.
    pub at: Option<f64>,
}

/// The prediction as the page shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct PredictView {
    /// What is to be guessed.
    pub question: String,
    /// Whether guesses are dots.
    pub by_dots: bool,
    /// The board.
    pub columns: Vec<Column>,
    /// "12 of 20 dots are placed".
    pub placed: String,
    /// The guesses of this kind: in the order they came, and by score once revealed.
    pub rows: Vec<GuessRow>,
    /// Whether the result is to be seen.
    pub revealed: bool,
    /// Whether there is a result to reveal.
    pub ready: bool,
    /// The gap in words, line by line; empty until the reveal.
    pub gap: Vec<String>,
    /// Where the model's figure lies from 0 to 1, once revealed.
    pub at: Option<f64>,
    /// The number typed last and refused, and why.
    pub refused: Option<(String, String)>,
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
            match parse(number, false).filter(|x| (0.0..=100.0).contains(x)) {
                Some(hundred) => Ok(Forecast::Share(hundred / 100.0)),
                None => Err(words.with(Text::PredictUnreadable, &[("typed", typed.trim())])),
            }
        };
        match answer {
            Err(reason) => state.refused = Some(Refused { text: typed.to_owned(), reason }),
            Ok(answer) if state.guesses.len() < MOST_GUESSES => {
                let name: String = name.trim().chars().take(40).collect();
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
    fn board_reach(&self) -> f64 {
        let ends = self.results(self.selected).map(|r| quantiles(r.outcome(Outcome::Npv), DOTS)).unwrap_or_default();
        let far = ends.iter().fold(0.0_f64, |far, end| far.max(end.abs()));
        if far > 0.0 && drawable(far) { nice_range(0.0, 1.5 * far).1 } else { 1e8 }
    }

    /// The prediction, where one is under way.
    pub fn prediction(&self) -> Option<PredictView> {
        let state = self.teach.predict.as_ref()?;
        let results = self.results(self.selected).filter(|_| !self.stale(self.selected));
        let results = results.filter(|_| self.policy().is_some_and(|p| !p.levers.is_empty()));
        let shown = results.filter(|_| state.revealed);
        let reach = state.reach.unwrap_or_else(|| self.board_reach());
        let model = shown.map(|r| columns_of(&quantiles(r.outcome(Outcome::Npv), DOTS), reach));
        let mut rows = self.guess_rows(state, shown, reach);
        if let Some(scored) = shown {
            let score = |row: &GuessRow| self.scored(&state.guesses[row.place].answer, scored, reach).0;
            rows.sort_by(|a, b| score(a).total_cmp(&score(b)));
        }
        let policy = self.called(self.selected);
        let holes = [("policy", policy.as_str()), ("goal", &self.goal_words()), ("months", &self.months_simulated())];
        let question = if state.by_dots { Text::PredictDotsQuestion } else { Text::PredictNumberQuestion };
        let placed = dots(&state.board);
        // after the reveal the board shows the guess of the best
        let best = rows.first().filter(|_| shown.is_some()).map(|row| &state.guesses[row.place].answer);
        let board = match best {
            Some(Forecast::Dots(board)) => board.clone(),
            _ => state.board.to_vec(),
        };
        Some(PredictView {
            question: self.words().with(question, &holes),
            by_dots: state.by_dots,
            columns: (0..COLUMNS)
                .map(|k| self.column(k, reach, board[k], model.as_ref().map_or(0, |m| m[k])))
                .collect(),
            placed: self.words().with(Text::PredictPlaced, &[("placed", &placed.to_string())]),
            gap: shown.map(|r| self.gap(state, &rows, r, reach)).unwrap_or_default(),
            at: shown.map(|r| self.met(r).value),
            rows,
            revealed: state.revealed,
            ready: results.is_some(),
            refused: state.refused.as_ref().map(|r| (r.text.clone(), r.reason.clone())),
        })
    }

    fn column(&self, k: usize, reach: f64, dots: u8, model: u8) -> Column {
        let step = 2.0 * reach / COLUMNS as f64;
        let edge = |k: usize| self.style(Unit::Cny).text(-reach + step * k as f64, Some(0.5 * step));
        let ends = [("low", edge(k)), ("high", edge(k + 1))];
        let holes = ends.each_ref().map(|(hole, value)| (*hole, value.as_str()));
        let text = match k {
            0 => Text::PredictColumnLess,
            _ if k + 1 == COLUMNS => Text::PredictColumnMore,
            _ => Text::PredictColumn,
        };
        Column {
            label: self.words().with(text, &holes),
            tick: if k.is_multiple_of(COLUMNS / 4) { edge(k) } else { String::new() },
            dots,
            model,
            said: self.words().with(Text::PredictDotsSaid, &[("count", &dots.to_string())]),
        }
    }

    fn guess_rows(&self, state: &Predict, shown: Option<&PolicyResults>, reach: f64) -> Vec<GuessRow> {
        let of_kind = |g: &Guess| matches!(g.answer, Forecast::Dots(_)) == state.by_dots;
        let row = |(place, guess): (usize, &Guess)| {
            let (score, gap) = shown.map(|r| self.scored(&guess.answer, r, reach)).unzip();
            let number = |score: f64| match guess.answer {
                Forecast::Share(_) => trimmed(score, 3),
                Forecast::Dots(_) => self.style(Unit::Cny).text(score, Some(0.01 * score)),
            };
            GuessRow {
                place,
                name: guess.name.clone(),
                guess: self.guess_words(&guess.answer, reach),
                gap: gap.unwrap_or_default(),
                score: score.map(number).unwrap_or_default(),
                at: match guess.answer {
                    Forecast::Share(share) => Some(share),
                    Forecast::Dots(_) => None,
                },
            }
        };
        state.guesses.iter().enumerate().filter(|(_, g)| of_kind(g)).map(row).collect()
    }

    fn guess_words(&self, answer: &Forecast, reach: f64) -> String {
        match answer {
            Forecast::Share(share) => {
                self.words().with(Text::PredictOfHundred, &[("count", &trimmed(100.0 * share, 1))])
            }
            Forecast::Dots(board) => {
                let middle = self.money(median(&places(board, reach)).value);
                let above = board[COLUMNS / 2..].iter().map(|&n| u32::from(n)).sum::<u32>();
                self.words().with(Text::PredictDotsWords, &[("above", &above.to_string()), ("middle", &middle)])
            }
        }
    }

    /// The score of a guess, lower being better, and its gap in words.
    fn scored(&self, answer: &Forecast, results: &PolicyResults, reach: f64) -> (f64, String) {
        match answer {
            Forecast::Share(guess) => {
                let model = self.met(results).value;
                let points = 100.0 * (guess - model);
                let text = if points.abs() < 0.5 {
                    Text::PredictRight
                } else if points > 0.0 {
                    Text::PredictTooHigh
                } else {
                    Text::PredictTooLow
                };
                (brier(*guess, model), self.words().with(text, &[("points", &trimmed(points.abs(), 0))]))
            }
            Forecast::Dots(board) => {
                let (values, guess) = (results.outcome(Outcome::Npv), places(board, reach));
                let off = median(&guess).value - median(values).value;
                let text = if off < 0.0 { Text::PredictMiddleLow } else { Text::PredictMiddleHigh };
                (crps(&guess, values), self.words().with(text, &[("off", &self.money(off.abs()))]))
            }
        }
    }

    /// The gap in words: what the model says, how the class did, what the score means.
    fn gap(&self, state: &Predict, rows: &[GuessRow], results: &PolicyResults, reach: f64) -> Vec<String> {
        let npv = results.outcome(Outcome::Npv);
        let (figure, middle) = (self.futures(self.met(results)), self.money(median(npv).value));
        let model = if state.by_dots {
            self.words().with(Text::PredictModelDots, &[("middle", &middle), ("range", &self.range_90(Unit::Cny, npv))])
        } else {
            self.words().with(Text::PredictModelNumber, &[("figure", &figure)])
        };
        let mut lines = vec![model];
        if let Some(best) = rows.first() {
            let text = if rows.len() == 1 { Text::PredictOne } else { Text::PredictBest };
            lines.push(self.words().with(text, &[("name", &best.name), ("guess", &best.guess), ("gap", &best.gap)]));
        }
        if rows.len() > 1 && !state.by_dots {
            let shares: Vec<f64> = rows.iter().filter_map(|row| row.at).collect();
            let crowd = Forecast::Share(shares.iter().sum::<f64>() / shares.len() as f64);
            let (score, gap) = self.scored(&crowd, results, reach);
            let holes = [("guess", self.guess_words(&crowd, reach)), ("gap", gap), ("score", trimmed(score, 3))];
            lines.push(self.words().with(Text::PredictCrowd, &holes.each_ref().map(|(k, v)| (*k, v.as_str()))));
        }
        let (text, best) = if state.by_dots {
            (Text::PredictScoreDots, self.money(best_dots(npv)))
        } else {
            let share = self.met(results).value;
            (Text::PredictScoreNumber, trimmed(brier(share, share), 3))
        };
        lines.push(self.words().with(text, &[("best", &best)]));
        lines
    }

    fn money(&self, value: f64) -> String {
        self.style(Unit::Cny).text(value, Some(0.01 * value.abs()))
    }
}

/// Dots on a board.
fn dots(board: &[u8]) -> usize {
    board.iter().map(|&n| usize::from(n)).sum()
}

/// Where the dots of a board lie, CNY: in the middle of their columns.
fn places(board: &[u8], reach: f64) -> Vec<f64> {
    let step = 2.0 * reach / COLUMNS as f64;
    let columns = board.iter().enumerate().flat_map(|(k, &n)| std::iter::repeat_n(k, usize::from(n)));
    columns.map(|k| -reach + step * (k as f64 + 0.5)).collect()
}

/// Dots by column; what lies beyond the board is on its last column.
fn columns_of(values: &[f64], reach: f64) -> [u8; COLUMNS] {
    let mut columns = [0; COLUMNS];
    for value in values {
        let place = ((value + reach) / (2.0 * reach) * COLUMNS as f64).floor();
        columns[place.clamp(0.0, COLUMNS as f64 - 1.0) as usize] += 1;
    }
    columns
}
