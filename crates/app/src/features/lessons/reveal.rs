//! What a prediction shows: the board and the guesses, and after the reveal the model's dots, the gaps and the scores.

use super::View;
use super::podium::{self, Done, Shown, Standing};
use super::predict::{self, COLUMNS, DOTS, Guess, Predict, board_reach, dots};
use super::score::{GuessValue, best_dots, brier};
use crate::session::figures::median;
use crate::words::trimmed;
use aftercast_engine::run::outcome::Outcome;
use aftercast_engine::run::summary::Estimate;
use aftercast_i18n::Text;
use aftercast_plot::DisplayUnit;
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
    pub index: usize,
    /// By whom.
    pub name: String,
    /// The guess.
    pub guess: String,
    /// How far off it is; empty until the reveal.
    pub gap: String,
    /// Its score; empty until the reveal.
    pub score: String,
    /// Its points in this round; empty where it answers something else.
    pub points: String,
    /// Its team; empty where it has none.
    pub team: String,
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
    /// What the policy moves, lever by lever.
    pub moved: Vec<String>,
    /// "17 guesses": all that is told of them until the reveal.
    pub count: String,
    /// Guesses and rounds that would go with the prediction.
    pub would_be_lost: bool,
    /// The guesses of this kind by score, those that answer something else behind; none until the reveal.
    pub rows: Vec<GuessRow>,
    /// What is to be known of the guesses, line by line: said twice, of one name, of other figures, not read.
    pub told: Vec<String>,
    /// Rounds that are counted, the one on the page included once it is revealed.
    pub rounds: usize,
    /// Everybody by their points, the best first; none until the reveal.
    pub people: Vec<Standing>,
    /// Teams by their points; none until the reveal, and where no guess has a team.
    pub teams: Vec<Standing>,
    /// Whether the lesson has a round behind this one.
    pub has_next: bool,
    /// Whether the first word of a name is the team.
    pub teams_by_word: bool,
    /// Whether the reader was asked by a link.
    pub asked: bool,
    /// The reader's guess in words, and as a fragment to be sent; `None` before it is submitted.
    pub own_guess: Option<(String, String)>,
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

impl View<'_> {
    /// Whether a prediction is under way.
    pub fn predicting(&self) -> bool {
        self.model.predict.is_some()
    }

    /// The prediction, where one is under way.
    pub fn prediction(&self) -> Option<PredictView> {
        let state = self.model.predict.as_ref()?;
        let results =
            self.session.results(self.session.selected).filter(|_| !self.session.stale(self.session.selected));
        let results = results.filter(|_| self.session.policy().is_some_and(|p| !p.levers.is_empty()));
        // as it was revealed, whatever levers do afterwards
        let outcome = state.shown.clone().or_else(|| Shown::now(self.session)).filter(|_| state.revealed);
        let shown = results.filter(|_| state.revealed);
        let reach = state.reach.unwrap_or_else(|| board_reach(self.session));
        let model = shown.map(|r| columns_of(&quantiles(r.outcome(Outcome::TotalGain), DOTS), reach));
        let asked = outcome.as_ref().map_or_else(|| self.session.question(), |outcome| outcome.question.clone());
        let rows = outcome.as_ref().map(|outcome| self.guess_rows(state, outcome, reach)).unwrap_or_default();
        let rounds: Vec<Done> = match &outcome {
            Some(outcome) => state.rounds.iter().cloned().chain(podium::done(state, self.session, outcome)).collect(),
            None => Vec::new(),
        };
        let policy = self.session.called(self.session.selected);
        let holes = [
            ("policy", policy.as_str()),
            ("goal", &self.session.goal_words()),
            ("months", &self.session.months_simulated()),
        ];
        let question = if state.by_dots { Text::PredictDotsQuestion } else { Text::PredictNumberQuestion };
        let placed = dots(&state.board);
        // after the reveal the board shows the guess of the best
        let best = rows.first().map(|row| &state.guesses[row.index].value);
        let board = match best {
            Some(GuessValue::Dots(board)) => board.clone(),
            _ => state.board.to_vec(),
        };
        let count = state.guesses.iter().filter(|g| matches!(g.value, GuessValue::Dots(_)) == state.by_dots).count();
        Some(PredictView {
            question: self.session.words().with(question, &holes),
            moved: self
                .session
                .policy()
                .map(|p| self.read.policies().diff_from(p, |id| self.session.today(id)))
                .unwrap_or_default(),
            count: self.session.words().with(
                if count == 1 { Text::PredictCountOne } else { Text::PredictCount },
                &[("count", &count.to_string())],
            ),
            would_be_lost: !(state.guesses.is_empty() && state.rounds.is_empty()),
            told: self.told_of(state, outcome.is_some(), &asked),
            has_next: predict::has_round(self.session, state.round.map_or(0, |round| round + 1)),
            rounds: rounds.len(),
            people: podium::people(&rounds),
            teams: podium::teams(&rounds),
            teams_by_word: state.teams_by_word,
            asked: state.asked.is_some(),
            own_guess: self.guess_fragment().map(|link| {
                (state.guesses.first().map(|g| self.guess_words(&g.value, reach)).unwrap_or_default(), link)
            }),
            by_dots: state.by_dots,
            columns: (0..COLUMNS)
                .map(|k| self.column(k, reach, board[k], model.as_ref().map_or(0, |m| m[k])))
                .collect(),
            placed: self.session.words().with(Text::PredictPlaced, &[("placed", &placed.to_string())]),
            gap: outcome.as_ref().map(|outcome| self.gap(state, &rows, outcome)).unwrap_or_default(),
            at: outcome.as_ref().map(|outcome| outcome.met.0),
            rows,
            revealed: state.revealed,
            ready: results.is_some(),
            refused: state.refused.as_ref().map(|r| (r.text.clone(), r.reason.clone())),
        })
    }

    fn column(&self, k: usize, reach: f64, dots: u8, model: u8) -> Column {
        let step = 2.0 * reach / COLUMNS as f64;
        let edge = |k: usize| self.session.style(DisplayUnit::Cny).text(-reach + step * k as f64, Some(0.5 * step));
        let ends = [("low", edge(k)), ("high", edge(k + 1))];
        let holes = ends.each_ref().map(|(hole, value)| (*hole, value.as_str()));
        let text = match k {
            0 => Text::PredictColumnLess,
            _ if k + 1 == COLUMNS => Text::PredictColumnMore,
            _ => Text::PredictColumn,
        };
        Column {
            label: self.session.words().with(text, &holes),
            tick: if k.is_multiple_of(COLUMNS / 4) { edge(k) } else { String::new() },
            dots,
            model,
            said: self.session.words().with(Text::PredictDotsSaid, &[("count", &dots.to_string())]),
        }
    }

    fn guess_rows(&self, state: &Predict, outcome: &Shown, reach: f64) -> Vec<GuessRow> {
        let of_kind = |g: &Guess| matches!(g.value, GuessValue::Dots(_)) == state.by_dots;
        let row = |(index, guess): (usize, &Guess)| {
            let scored = podium::scored(self.session, guess, outcome, reach);
            let (score, points) = scored.unwrap_or_default();
            let number = match guess.value {
                GuessValue::Share(_) => trimmed(score, 3),
                GuessValue::Dots(_) => self.session.style(DisplayUnit::Cny).text(score, Some(0.01 * score)),
            };
            let astray = scored.is_none();
            let told = |text: String| if astray { String::new() } else { text };
            let (name, team) = podium::split(guess, state.teams_by_word);
            let row = GuessRow {
                index,
                name: self.shown_name(state, index, name),
                guess: self.guess_words(&guess.value, reach),
                gap: if astray {
                    self.session.words().to(Text::PredictAstray)
                } else {
                    self.gap_words(&guess.value, outcome, reach)
                },
                score: told(number),
                points: told(trimmed(points, 0)),
                team,
                at: match guess.value {
                    GuessValue::Share(share) if !astray => Some(share),
                    _ => None,
                },
            };
            (astray, score, row)
        };
        let mut rows: Vec<_> = state.guesses.iter().enumerate().filter(|(_, g)| of_kind(g)).map(row).collect();
        rows.sort_by(|a, b| (a.0, a.1).partial_cmp(&(b.0, b.1)).unwrap_or(std::cmp::Ordering::Equal));
        rows.into_iter().map(|(.., row)| row).collect()
    }

    fn guess_words(&self, value: &GuessValue, reach: f64) -> String {
        match value {
            GuessValue::Share(share) => {
                self.session.words().with(Text::PredictOfHundred, &[("count", &trimmed(100.0 * share, 1))])
            }
            GuessValue::Dots(board) => {
                let middle = self.money(median(&dot_values(board, reach)).value);
                let above = board[COLUMNS / 2..].iter().map(|&n| u32::from(n)).sum::<u32>();
                self.session.words().with(Text::PredictDotsWords, &[("above", &above.to_string()), ("middle", &middle)])
            }
        }
    }

    /// How far off a guess is, in words.
    fn gap_words(&self, value: &GuessValue, outcome: &Shown, reach: f64) -> String {
        match value {
            GuessValue::Share(guess) => {
                // against the figure as it is shown: 8.5 against 0 is 8.5 too high
                let points = 100.0 * guess - (100.0 * outcome.met.0).round();
                let text = if points.abs() < 0.5 {
                    Text::PredictRight
                } else if points > 0.0 {
                    Text::PredictTooHigh
                } else {
                    Text::PredictTooLow
                };
                self.session.words().with(text, &[("points", &trimmed(points.abs(), 1))])
            }
            GuessValue::Dots(board) => {
                let Some(futures) = outcome.futures(self.session) else { return String::new() };
                let off = median(&dot_values(board, reach)).value - median(futures).value;
                let text = if off < 0.0 { Text::PredictMiddleLow } else { Text::PredictMiddleHigh };
                self.session.words().with(text, &[("off", &self.money(off.abs()))])
            }
        }
    }

    /// The gap in words: what the model says, how the class did, what the score means.
    fn gap(&self, state: &Predict, rows: &[GuessRow], outcome: &Shown) -> Vec<String> {
        let words = self.session.words();
        let (value, error) = outcome.met;
        let futures = outcome.futures(self.session);
        let mut lines = match futures.filter(|_| state.by_dots) {
            Some(npv) => {
                let (middle, range) = (self.money(median(npv).value), self.session.range_90(DisplayUnit::Cny, npv));
                vec![words.with(Text::PredictModelDots, &[("middle", &middle), ("range", &range)])]
            }
            None => {
                let figure = self.session.futures(Estimate { value, error });
                vec![words.with(Text::PredictModelNumber, &[("figure", &figure)])]
            }
        };
        if let Some(best) = rows.first().filter(|best| !best.points.is_empty()) {
            let text = if rows.len() == 1 { Text::PredictOne } else { Text::PredictBest };
            lines.push(words.with(text, &[("name", &best.name), ("guess", &best.guess), ("gap", &best.gap)]));
        }
        let shares: Vec<f64> = rows.iter().filter_map(|row| row.at).collect();
        if shares.len() > 1 && !state.by_dots {
            let mean = shares.iter().sum::<f64>() / shares.len() as f64;
            let (crowd, score) = (GuessValue::Share(mean), podium::of_share(mean, outcome).0);
            let gap = self.gap_words(&crowd, outcome, 0.0);
            let holes = [("guess", self.guess_words(&crowd, 0.0)), ("gap", gap), ("score", trimmed(score, 3))];
            lines.push(words.with(Text::PredictCrowd, &holes.each_ref().map(|(k, v)| (*k, v.as_str()))));
        }
        let (text, best) = match futures.filter(|_| state.by_dots) {
            Some(npv) => (Text::PredictScoreDots, self.money(best_dots(npv))),
            None => (Text::PredictScoreNumber, trimmed(brier(value, value), 3)),
        };
        lines.push(words.with(text, &[("best", &best)]));
        lines
    }

    fn money(&self, value: f64) -> String {
        self.session.style(DisplayUnit::Cny).text(value, Some(0.01 * value.abs()))
    }
}

/// Where the dots of a board lie, CNY: in the middle of their columns.
pub(super) fn dot_values(board: &[u8], reach: f64) -> Vec<f64> {
    let step = 2.0 * reach / COLUMNS as f64;
    let columns = board.iter().enumerate().flat_map(|(k, &n)| std::iter::repeat_n(k, usize::from(n)));
    columns.map(|k| -reach + step * (k as f64 + 0.5)).collect()
}

/// Dots by column; what lies beyond the board is on its last column.
fn columns_of(values: &[f64], reach: f64) -> [u8; COLUMNS] {
    let mut columns = [0; COLUMNS];
    for value in values {
        let column = ((value + reach) / (2.0 * reach) * COLUMNS as f64).floor();
        columns[column.clamp(0.0, COLUMNS as f64 - 1.0) as usize] += 1;
    }
    columns
}
