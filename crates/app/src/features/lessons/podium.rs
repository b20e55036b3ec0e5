//! Points over rounds: of everybody, and of teams.

use super::predict::{Guess, Predict, board_reach};
use super::reveal::dot_values;
use super::score::{GuessValue, best_dots, brier, crps, points};
use crate::session::Session;
use aftercast_engine::run::outcome::Outcome;
use serde::{Deserialize, Serialize};

/// A round that is counted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Done {
    /// What was asked ([`Session::question`]).
    pub(super) question: String,
    /// Everybody's points.
    pub(super) scores: Vec<Score>,
}

/// The points of a participant in a round.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Score {
    pub(super) name: String,
    pub(super) team: String,
    pub(super) phone: String,
    pub(super) points: f64,
}

impl Score {
    /// Whether a guess is by the same person.
    pub(super) fn is_of(&self, guess: &Guess) -> bool {
        (&self.name, &self.phone) == (&guess.name, &guess.phone)
    }
}

/// A standing on the podium.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// 1 for the best; the same for equal points.
    pub rank: usize,
    /// Name of the person or of the team.
    pub name: String,
    /// Points over all rounds, 0 to 100 a round; of a team the mean of its members.
    pub points: f64,
    /// Rounds with a guess, or members of the team.
    pub count: usize,
}

/// The outcome of a question as it was revealed: it stays while levers move afterwards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Shown {
    /// What was asked ([`Session::question`]).
    pub(super) question: String,
    /// Share of futures that meet the goal, and its Monte Carlo error.
    pub(super) met: (f64, f64),
}

impl Shown {
    /// The outcome on the page; `None` before it is computed.
    pub(super) fn now(cx: &Session) -> Option<Self> {
        let met = cx.met(cx.results(cx.selected).filter(|_| !cx.stale(cx.selected))?);
        Some(Self { question: cx.question(), met: (met.value, met.error) })
    }

    /// Futures to compare dots with; none once levers moved.
    pub(super) fn futures<'a>(&self, cx: &'a Session) -> Option<&'a [f64]> {
        let results = cx.results(cx.selected).filter(|_| !cx.stale(cx.selected) && cx.question() == self.question)?;
        Some(results.outcome(Outcome::TotalGain))
    }
}

/// Score of a guess, lower being better, and its points; `None` where it answers something else.
pub(super) fn scored(cx: &Session, guess: &Guess, shown: &Shown, reach: f64) -> Option<(f64, f64)> {
    if guess.is_astray(&shown.question) {
        return None;
    }
    match &guess.value {
        GuessValue::Share(guess) => Some(of_share(*guess, shown)),
        GuessValue::Dots(board) => {
            let futures = shown.futures(cx)?;
            let score = crps(&dot_values(board, reach), futures);
            Some((score, points(score - best_dots(futures), 2.0 * reach)))
        }
    }
}

/// The same of a stated share.
pub(super) fn of_share(stated: f64, shown: &Shown) -> (f64, f64) {
    let model = shown.met.0;
    let score = brier(stated, model);
    (score, points(score - brier(model, model), 1.0))
}

/// The round on the page as it counts; `None` where nothing is revealed or guessed.
pub(super) fn done(state: &Predict, cx: &Session, shown: &Shown) -> Option<Done> {
    let reach = state.reach.unwrap_or_else(|| board_reach(cx));
    let of_kind = |g: &&Guess| matches!(g.value, GuessValue::Dots(_)) == state.by_dots;
    let score = |guess: &Guess| {
        let (name, team) = split(guess, state.teams_by_word);
        let points = scored(cx, guess, shown, reach)?.1;
        Some(Score { name, team, phone: guess.phone.clone(), points })
    };
    let scores: Vec<Score> = state.guesses.iter().filter(of_kind).filter_map(score).collect();
    (!scores.is_empty()).then(|| Done { question: shown.question.clone(), scores })
}

/// Name and team of a guess: the team as given, else the first word of the name where that is the rule.
pub(super) fn split(guess: &Guess, by_word: bool) -> (String, String) {
    let name = guess.name.clone();
    if !guess.team.is_empty() || !by_word {
        return (name, guess.team.clone());
    }
    match guess.name.split_once([' ', '\u{3000}', '/', '／', '·']) {
        Some((team, rest)) if !rest.trim().is_empty() => (name, team.trim().to_owned()),
        _ => (name, String::new()),
    }
}

/// Everybody by their points over all rounds, the best first.
pub(super) fn people(rounds: &[Done]) -> Vec<Standing> {
    let mut all: Vec<(&Score, f64, usize)> = Vec::new();
    for score in rounds.iter().flat_map(|round| &round.scores) {
        match all.iter_mut().find(|(s, ..)| (&s.name, &s.phone) == (&score.name, &score.phone)) {
            Some((_, sum, count)) => (*sum, *count) = (*sum + score.points, *count + 1),
            None => all.push((score, score.points, 1)),
        }
    }
    let mut names: Vec<String> = Vec::new();
    let named = all.into_iter().map(|(score, sum, count)| {
        let same = names.iter().filter(|name| **name == score.name).count();
        names.push(score.name.clone());
        let name = if same > 0 { format!("{} ({})", score.name, same + 1) } else { score.name.clone() };
        (name, sum, count)
    });
    ranked(named.collect())
}

/// Teams by the mean points of their members in each round, over all rounds.
pub(super) fn teams(rounds: &[Done]) -> Vec<Standing> {
    let mut all: Vec<(String, f64, usize)> = Vec::new();
    for round in rounds {
        let mut names: Vec<&str> =
            round.scores.iter().map(|s| s.team.as_str()).filter(|team| !team.is_empty()).collect();
        names.sort_unstable();
        names.dedup();
        for team in names {
            let own: Vec<f64> = round.scores.iter().filter(|s| s.team == team).map(|s| s.points).collect();
            let mean = own.iter().sum::<f64>() / own.len() as f64;
            match all.iter_mut().find(|(name, ..)| name == team) {
                Some((_, sum, count)) => (*sum, *count) = (*sum + mean, own.len().max(*count)),
                None => all.push((team.to_owned(), mean, own.len())),
            }
        }
    }
    ranked(all)
}

fn ranked(mut all: Vec<(String, f64, usize)>) -> Vec<Standing> {
    all.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let rank = |points: f64| 1 + all.iter().filter(|(_, other, _)| *other > points + 1e-9).count();
    let ranks: Vec<usize> = all.iter().map(|(_, points, _)| rank(*points)).collect();
    let standing = |((name, points, count), rank)| Standing { rank, name, points, count };
    all.into_iter().zip(ranks).map(standing).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(scores: &[(&str, &str, &str, f64)]) -> Done {
        let score = |&(name, team, phone, points): &(&str, &str, &str, f64)| Score {
            name: name.to_owned(),
            team: team.to_owned(),
            phone: phone.to_owned(),
            points,
        };
        Done { question: String::new(), scores: scores.iter().map(score).collect() }
    }

    #[test]
    fn points_add_up_over_rounds() {
        let rounds = [
            round(&[("Ann", "", "a", 90.0), ("Bo", "", "", 80.0), ("Ann", "", "b", 50.0)]),
            round(&[("Bo", "", "", 70.0), ("Ann", "", "a", 60.0), ("Cy", "", "", 99.0)]),
        ];
        let standings = people(&rounds);
        let told: Vec<(usize, &str, f64, usize)> =
            standings.iter().map(|p| (p.rank, p.name.as_str(), p.points, p.count)).collect();
        // two of one name and two phones are two, equal points share a rank
        assert_eq!(told, [(1, "Ann", 150.0, 2), (1, "Bo", 150.0, 2), (3, "Cy", 99.0, 1), (4, "Ann (2)", 50.0, 1)]);
    }

    #[test]
    fn a_team_has_the_mean_of_its_members() {
        let rounds = [
            round(&[("A", "Red", "", 90.0), ("B", "Red", "", 70.0), ("C", "Blue", "", 85.0), ("D", "", "", 99.0)]),
            round(&[("A", "Red", "", 60.0), ("C", "Blue", "", 40.0)]),
        ];
        let told: Vec<(usize, String, f64)> = teams(&rounds).into_iter().map(|p| (p.rank, p.name, p.points)).collect();
        assert_eq!(told, [(1, "Red".to_owned(), 140.0), (2, "Blue".to_owned(), 125.0)]);
    }
}
