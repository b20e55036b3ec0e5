//! The ranking: how often each policy is the best, its regret and its bad end, and how the policies stand to each other.

use super::style;
use crate::figures::{WriteShare, difference, outcome, share_with_error, unit, with_error};
#[cfg(feature = "pictures")]
use crate::picture::{ChartView, RenderContext};
use crate::question::Question;
use crate::refusal::Refusal;
use crate::report::{Report, Table};
use crate::rounds::{AnalysisPlan, single_round};
use crate::section::{Family, Section};
use crate::settings::Field;
use crate::terminal::{self, estimate};
use aftercast_engine::analysis::dominance::{Relation, dominance};
use aftercast_engine::analysis::draws::Draws;
use aftercast_engine::analysis::ranking::{Standing, standings};
use aftercast_engine::analysis::variation::merits;
use aftercast_engine::run::outcome::Outcome;
use aftercast_engine::run::summary::Estimate;
use aftercast_i18n::numbers::of_hundred;
use aftercast_i18n::{Locale, Text};
use aftercast_wording as said;
use aftercast_wording::words::{Words, remarks, trimmed};
use serde_json::{Value, json};

/// Which policy is best.
pub const SECTION: Section =
    Section::new(Family::Choice, "ranking", (Text::StudyRanking, Text::StudyRankingIntro), &[Field::Outcome], plan);

/// The outcome of today and of each policy, draw by draw.
#[derive(Clone, Debug, PartialEq)]
pub struct Gains(pub Vec<Vec<f64>>);

fn plan(q: &Question) -> Result<AnalysisPlan, Refusal> {
    let draws = Draws::new(q.scenario.futures(), q.goals(), q.settings.outcome);
    Ok(single_round(draws, |gains| Box::new(Gains(gains))))
}

impl Report for Gains {
    fn words(&self, q: &Question, words: Words) -> Vec<String> {
        sentences(q, &self.0, Pairs::OfTheBest, words)
    }

    fn tables(&self, q: &Question, words: Words) -> Vec<Table> {
        vec![table(q, &self.0, share_with_error, words)]
    }

    fn json(&self, q: &Question) -> Value {
        json_of(&q.labels(), &self.0, q.settings.outcome)
    }

    fn terminal(&self, q: &Question) -> String {
        let words = Words(Locale::English);
        let draws = trimmed(self.0.first().map_or(0, Vec::len) as f64, 0);
        let mut lines = vec![words.with(Text::StudyRankingSubtitle, &[("draws", &draws)])];
        lines.extend(sentences(q, &self.0, Pairs::All, words));
        terminal::printed(&self.tables(q, words), &lines)
    }

    #[cfg(feature = "pictures")]
    fn pictures(&self) -> &'static [&'static str] {
        &["ranking"]
    }

    #[cfg(feature = "pictures")]
    fn title(&self, _: &Question) -> Option<usize> {
        (self.0.len() > 1).then_some(0)
    }

    #[cfg(feature = "pictures")]
    fn picture(&self, name: &str, q: &Question, look: RenderContext) -> Option<ChartView> {
        (name == "ranking").then(|| pictures::ranking(q, &self.0, look))
    }
}

pub(super) fn names(q: &Question, words: Words) -> Vec<String> {
    q.all_policies().into_iter().map(|which| q.name(which, words)).collect()
}

/// How the policies stand, means in the outcome's own sign.
fn standings_of(values: &[Vec<f64>], outcome: Outcome) -> Vec<Standing> {
    let own = |e: Estimate| Estimate { value: outcome.merit(e.value), ..e };
    let turned = |s: Standing| Standing { mean: own(s.mean), cvar: own(s.cvar), ..s };
    standings(&merits(values, outcome)).into_iter().map(turned).collect()
}

fn table(q: &Question, gains: &[Vec<f64>], share: WriteShare, words: Words) -> Table {
    let of = unit(q.settings.outcome);
    let (number, loss) = (style(words, of), style(words, difference(of)));
    let standings = standings_of(gains, q.settings.outcome);
    let columns = [Text::StudyFieldPolicy, Text::StudyMean, Text::StudyIsBest, Text::StudyRegret, Text::StudyWorstFive];
    let cells = |(name, s): (String, &Standing)| {
        let (mean, regret, cvar) = (with_error(number, s.mean), with_error(loss, s.regret), with_error(number, s.cvar));
        vec![name, mean, share(s.best, words.0), regret, cvar]
    };
    Table {
        caption: words.to(outcome(q.settings.outcome)),
        columns: columns.map(|t| words.to(t)).to_vec(),
        rows: names(q, words).into_iter().zip(&standings).map(cells).collect(),
    }
}

/// Which policies are held against each other.
#[derive(Clone, Copy, PartialEq)]
enum Pairs {
    /// The one that is best most often against each other: of six, all pairs would be a page of text.
    OfTheBest,
    /// Each against each.
    All,
}

/// Which is the best most often and how often, where there is a choice; and how the policies stand to each other.
fn sentences(q: &Question, gains: &[Vec<f64>], told: Pairs, words: Words) -> Vec<String> {
    let outcome = q.settings.outcome;
    let standings = standings_of(gains, outcome);
    let order = by_best(&standings);
    let (names, merits) = (names(q, words), merits(gains, outcome));
    let often = |k: usize| of_hundred(standings[k].best.value, None, words.0);
    let first = order.get(1).map(|&next| {
        let best = order[0];
        let holes = [("best", &names[best]), ("often", &often(best)), ("next", &names[next]), ("less", &often(next))];
        words.with(Text::StudyRankingBest, &holes.map(|(k, v)| (k, v.as_str())))
    });
    let pairs = (0..names.len()).flat_map(|a| (a + 1..names.len()).map(move |b| (a, b)));
    let is_told = |&(a, b): &(usize, usize)| told == Pairs::All || [a, b].contains(&order[0]);
    let each = pairs.filter(is_told).map(|(a, b)| {
        let d = dominance(&merits, a, b);
        said::dominance(&d, outcome.more_is_worse(), &names[d.better], &names[d.other], words.0)
    });
    first.into_iter().chain(each).chain(outside_words(q, words)).collect()
}

/// Options by how often they are the best, the most often first.
fn by_best(standings: &[Standing]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..standings.len()).collect();
    order.sort_by(|&a, &b| standings[b].best.value.total_cmp(&standings[a].best.value));
    order
}

/// Which of the policies to choose from leave the evidence, a line each.
pub(super) fn outside_words(q: &Question, words: Words) -> Vec<String> {
    let line = |k: usize| {
        let said = remarks(&q.levers(Some(k))?, q.scenario.today(), &[], words);
        (!said.is_empty()).then(|| words.pair(&q.name(Some(k), words), &said.join(" ")))
    };
    (0..q.scenario.policies().len()).filter_map(line).collect()
}

fn json_of(names: &[String], values: &[Vec<f64>], outcome: Outcome) -> Value {
    let merits = merits(values, outcome);
    let options: Vec<Value> = names
        .iter()
        .zip(standings_of(values, outcome))
        .map(|(name, s)| {
            json!({ "policy": name, "mean": estimate(s.mean), "probability_best": estimate(s.best),
                "expected_regret": estimate(s.regret), "cvar_05": estimate(s.cvar) })
        })
        .collect();
    let mut pairs = Vec::new();
    for a in 0..names.len() {
        for b in a + 1..names.len() {
            let d = dominance(&merits, a, b);
            let relation = match d.relation {
                Relation::First => "first",
                Relation::Second => "second",
                Relation::Neither => "neither",
                Relation::Equal => "equal",
            };
            pairs.push(json!({ "better": names[d.better], "other": names[d.other], "order": relation,
                "replicates": d.replicates, "share_ahead": d.ahead }));
        }
    }
    json!({ "draws": values.first().map_or(0, Vec::len), "options": options, "dominance": pairs })
}

#[cfg(feature = "pictures")]
mod pictures {
    use super::super::means;
    use super::*;
    use crate::figures::share;
    use crate::picture::{ChartView, RenderContext, chart_frame, slot};
    use aftercast_plot::bars::{Bars, Row, Span};
    use aftercast_plot::{Axis, DisplayUnit};

    /// How often each policy is the best, its regret and its bad end.
    pub fn ranking(q: &Question, gains: &[Vec<f64>], look: RenderContext) -> ChartView {
        let names = names(q, look.words());
        let standings = standings_of(gains, q.settings.outcome);
        let all_policies = q.all_policies();
        let row = |k: usize| {
            let e = standings[k].best;
            let (low, high) = e.interval_95();
            let whisker = Some((low.max(0.0), high.min(1.0)));
            let span = Span { from: 0.0, to: e.value, whisker, slot: slot(all_policies[k]) };
            Row { label: names[k].clone(), spans: vec![span] }
        };
        let rows: Vec<Row> = (0..standings.len()).map(row).collect();
        let height = Bars::height(look.width, rows.len(), 1);
        let number = look.style(DisplayUnit::Percent);
        let x = Axis { title: look.text(Text::StudyRankingAxis), number, range: Some((0.0, 1.0)) };
        let heading = look.text(outcome(q.settings.outcome));
        let bars = Bars { frame: look.frame(height, &heading), rows, x, legend: Vec::new() };
        let draws = trimmed(gains.first().map_or(0, Vec::len) as f64, 0);
        let subtitle = look.words().with(Text::StudyRankingSubtitle, &[("draws", &draws)]);
        let mut frame = chart_frame(look, heading.clone(), subtitle, || bars.chart());
        frame.table = table(q, gains, share, look.words());
        let read = |cells: &Vec<String>| {
            let each = cells.iter().zip(&frame.table.columns).skip(1).map(|(cell, column)| format!("{column}: {cell}"));
            std::iter::once(cells[0].clone()).chain(each).collect::<Vec<_>>().join(" · ")
        };
        frame.readouts = frame.table.rows.iter().map(read).collect();
        frame.explain = [Text::AnalysisRankingExplain, Text::StudyRankingExplain].map(|t| look.text(t)).to_vec();
        frame.explain.extend(means(q, look.words()));
        frame.summary = heading;
        ChartView { height, frame }
    }
}
