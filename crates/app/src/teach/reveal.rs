//! What a prediction shows: the board and the guesses, and after the reveal the model's dots, the gaps and the scores.

use super::predict::{COLUMNS, DOTS, Guess, Predict, dots};
use super::score::{Forecast, best_dots, brier, crps};
use crate::App;
use crate::present::figures::median;
use crate::words::trimmed;
use aftercast_engine::run::record::Outcome;
use aftercast_engine::run::results::PolicyResults;
use aftercast_i18n::Text;
use aftercast_plot::Unit;
use aftercast_plot::dots::quantiles;

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
    /// Its place: what [`Event::Withdrawn`](super::predict::Event::Withdrawn) takes.
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
    /// The prediction, where one is under way.
    pub fn prediction(&self) -> Option<PredictView> {
        let state = self.teach.predict.as_ref()?;
        let results = self.results(self.selected).filter(|_| !self.stale(self.selected));
        let results = results.filter(|_| self.policy().is_some_and(|p| !p.levers.is_empty()));
        let shown = results.filter(|_| state.revealed);
        let reach = state.reach.unwrap_or_else(|| self.board_reach());
        let model = shown.map(|r| columns_of(&quantiles(r.outcome(Outcome::TotalGain), DOTS), reach));
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
                let (values, guess) = (results.outcome(Outcome::TotalGain), places(board, reach));
                let off = median(&guess).value - median(values).value;
                let text = if off < 0.0 { Text::PredictMiddleLow } else { Text::PredictMiddleHigh };
                (crps(&guess, values), self.words().with(text, &[("off", &self.money(off.abs()))]))
            }
        }
    }

    /// The gap in words: what the model says, how the class did, what the score means.
    fn gap(&self, state: &Predict, rows: &[GuessRow], results: &PolicyResults, reach: f64) -> Vec<String> {
        let npv = results.outcome(Outcome::TotalGain);
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
