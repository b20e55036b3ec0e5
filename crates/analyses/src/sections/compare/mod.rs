//! Two documents side by side: what differs in company, assumptions and levers, and what comes of it.

#[cfg(feature = "pictures")]
mod pictures;

use super::convergence::points;
use super::style;
use crate::figures::{assumed, difference, known, outcome, unit, with_error, with_unit_of_time};
#[cfg(feature = "pictures")]
use crate::picture::{ChartView, RenderContext};
use crate::question::{Question, name};
use crate::refusal::Refusal;
use crate::report::{Report, Table};
use crate::rounds::{AnalysisPlan, Each};
use crate::section::{Family, Section};
use crate::settings::{Field, Which};
use crate::terminal::estimate;
use aftercast_compute::rounds::{AnalysisRounds, Rounds};
use aftercast_engine::analysis::draws::Draws;
use aftercast_engine::run::summary::{Estimate, NORMAL_95, Summary, estimate as estimated, mean, summarise};
use aftercast_i18n::numbers::DisplayUnit;
use aftercast_i18n::{Locale, Text, assumption_label, currency, lever_label};
use aftercast_numerics::sampling::Marginal;
use aftercast_scenario::fields::{FIELDS, OPTIONAL};
use aftercast_scenario::{
    AssumptionId, Company, Currency, Distribution, Draft, EventMode, LeverId, Levers, RunSettings, Scenario,
};
use aftercast_wording::goal::goal_words;
use aftercast_wording::words::{Words, lever_value, trimmed};
use serde_json::{Value, json};

/// Two documents side by side.
pub const SECTION: Section = Section::new(
    Family::Choice,
    "compare",
    (Text::CompareTitle, Text::CompareIntro),
    &[Field::Other, Field::Outcome],
    plan,
)
// there is nothing to compute before a document was given
.on_request();

/// A document to compare with.
#[derive(Clone, Debug, PartialEq)]
pub struct Other {
    /// What it was given as: a link, the name of a file.
    pub given: String,
    /// The document.
    pub document: Draft,
    /// The document as it runs.
    pub scenario: Scenario,
}

/// The outcome under today and each policy, draw by draw: of the document at hand, and of the other one.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared(pub [Vec<Vec<f64>>; 2]);

fn plan(q: &Question) -> Result<AnalysisPlan, Refusal> {
    let other = q.settings.other.as_ref().ok_or(Refusal::NothingToCompare)?;
    let draws = |scenario: &Scenario| -> Box<dyn Rounds<Report = Vec<Vec<f64>>>> {
        let goals = core::iter::once(None).chain(scenario.policies().iter().map(|p| Some(p.levers))).collect();
        Box::new(AnalysisRounds::new(Draws::new(scenario.futures(), goals, q.settings.outcome), 1, |values| values))
    };
    Ok(Each::of(draws(&q.scenario), core::iter::once(draws(&other.scenario)), |mut both| {
        let theirs = both.pop().unwrap_or_default();
        Box::new(Compared([both.pop().unwrap_or_default(), theirs]))
    }))
}

/// A policy in one of the documents, or in both: indices with today as the first.
type Pair = (Option<usize>, Option<usize>);

/// Policies of the same name stand side by side; where no name is in both, those of the same index.
fn pairs(q: &Question) -> Vec<Pair> {
    let Some(other) = &q.settings.other else { return Vec::new() };
    let names = |scenario: &Scenario| scenario.policies().iter().map(|p| p.name.clone()).collect::<Vec<_>>();
    let (own, theirs) = (names(&q.scenario), names(&other.scenario));
    let by_name = own.iter().any(|name| !name.is_empty() && theirs.contains(name));
    let twin = |k: usize| match by_name {
        true => theirs.iter().position(|name| !name.is_empty() && *name == own[k]),
        false => (k < theirs.len()).then_some(k),
    };
    let mut pairs: Vec<Pair> = vec![(Some(0), Some(0))];
    pairs.extend((0..own.len()).map(|k| (Some(k + 1), twin(k).map(|j| j + 1))));
    let taken: Vec<usize> = pairs.iter().filter_map(|pair| pair.1).collect();
    pairs.extend((1..=theirs.len()).filter(|j| !taken.contains(j)).map(|j| (None, Some(j))));
    pairs
}

fn which(index: usize) -> Which {
    index.checked_sub(1)
}

impl Compared {
    fn summary(&self, side: usize, index: Option<usize>) -> Option<Summary> {
        self.0[side].get(index?).map(|values| summarise(values))
    }

    /// The mean of the other document less that of this one: draw by draw where both have the same draws.
    fn difference(&self, q: &Question, pair: Pair) -> Option<Estimate> {
        if foreign(q).is_some() {
            return None;
        }
        let (own, theirs) = (self.0[0].get(pair.0?)?, self.0[1].get(pair.1?)?);
        let same = q.settings.other.as_ref().is_some_and(|o| o.scenario.settings() == q.scenario.settings());
        if same {
            let values: Vec<f64> = theirs.iter().zip(own).map(|(a, b)| a - b).collect();
            return Some(estimated(&values, mean));
        }
        let [a, b] = [theirs, own].map(|values| estimated(values, mean));
        Some(Estimate { value: a.value - b.value, error: (a.error * a.error + b.error * b.error).sqrt() })
    }
}

impl Report for Compared {
    fn words(&self, q: &Question, words: Words) -> Vec<String> {
        let count = differences(q, words).len();
        let mut lines = vec![match count {
            0 => words.to(Text::CompareSame),
            1 => words.to(Text::CompareCountOne),
            _ => words.with(Text::CompareCount, &[("count", &count.to_string())]),
        }];
        if let Some(theirs) = foreign(q) {
            let holes = [("own", q.document.currency.to_string()), ("theirs", theirs.to_string())];
            lines.push(
                words.with(Text::CompareCurrencies, &holes.each_ref().map(|(hole, value)| (*hole, value.as_str()))),
            );
        }
        let number = style(words, difference(unit(q.settings.outcome))).signed();
        lines.extend(pairs(q).into_iter().skip(1).filter_map(|pair| {
            let apart = self.difference(q, pair)?;
            let policy = q.name(which(pair.0?), words);
            Some(words.with(Text::CompareLine, &[("policy", &policy), ("difference", &with_error(number, apart))]))
        }));
        lines
    }

    fn tables(&self, q: &Question, words: Words) -> Vec<Table> {
        vec![outcomes_table(q, self, words), differences_table(q, words)]
    }

    fn json(&self, q: &Question) -> Value {
        let policy = |pair: Pair| {
            let side = |side: usize, index: Option<usize>| {
                self.summary(side, index).map(|s| {
                    json!({ "mean": estimate(s.mean), "q05": estimate(s.quantiles[1]), "median": estimate(s.quantiles[4]),
                        "q95": estimate(s.quantiles[7]) })
                })
            };
            let label = pair.0.map(|index| q.label(which(index)));
            let theirs = |index: Option<usize>| {
                let other = q.settings.other.as_ref()?;
                Some(name(&other.document, which(index?), Words(Locale::English)))
            };
            json!({ "policy": label, "other_policy": theirs(pair.1), "other_place": pair.1, "this": side(0, pair.0), "other": side(1, pair.1),
                "difference": self.difference(q, pair).map(estimate) })
        };
        let rows = differences(q, Words(Locale::English));
        let rows: Vec<Value> =
            rows.into_iter().map(|[what, this, other]| json!({ "what": what, "this": this, "other": other })).collect();
        json!({ "differences": rows, "policies": pairs(q).into_iter().map(policy).collect::<Vec<_>>() })
    }

    #[cfg(feature = "pictures")]
    fn pictures(&self) -> &'static [&'static str] {
        &["compare", "compare-inputs"]
    }

    #[cfg(feature = "pictures")]
    fn picture(&self, name: &str, q: &Question, look: RenderContext) -> Option<ChartView> {
        match name {
            "compare" => Some(pictures::outcomes(q, self, look)),
            "compare-inputs" => Some(pictures::inputs(q, look)),
            _ => None,
        }
    }
}

/// What differs between the documents: what it is, here, there.
fn differences(q: &Question, words: Words) -> Vec<[String; 3]> {
    let Some(other) = &q.settings.other else { return Vec::new() };
    let (own, theirs) = (&q.scenario, &other.scenario);
    let mut rows = facts(own.company(), theirs.company(), words);
    for id in LeverId::ALL {
        let (a, b) = (*own.today().get(id), *theirs.today().get(id));
        if a != b {
            let what = words.pair(&words.to(Text::Today), lever_label(id).to(words.0));
            rows.push([what, set(id, a, words), in_force(&other.document.currency, || set(id, b, words))]);
        }
    }
    for id in AssumptionId::ALL {
        let (a, b) = (*own.distributions().get(id), *theirs.distributions().get(id));
        if a != b {
            let there = in_force(&other.document.currency, || believed(id, b, words));
            rows.push([assumption_label(id).to(words.0).to_owned(), believed(id, a, words), there]);
        }
    }
    let mut stated: Vec<_> = [own, theirs].iter().flat_map(|s| s.correlations().pairs()).map(|p| (p.0, p.1)).collect();
    stated.sort_unstable();
    stated.dedup();
    for (a, b) in stated {
        let [here, there] = [own, theirs].map(|s| s.correlations().between(a, b));
        if here != there {
            let both = format!("{} · {}", assumption_label(a).to(words.0), assumption_label(b).to(words.0));
            rows.push([words.pair(&words.to(Text::CorrelationsAxis), &both), trimmed(here, 3), trimmed(there, 3)]);
        }
    }
    for (here, there) in pairs(q).into_iter().skip(1) {
        rows.extend(policy_differences(q, other, (here, there), words));
    }
    let goal =
        |s: &Scenario, currency: &Currency| in_force(currency, || goal_words(s.goal(), s.company().horizon(), words));
    let (here, there) = (&q.document.currency, &other.document.currency);
    if own.goal() != theirs.goal() {
        rows.push([words.to(Text::UiGoal), goal(own, here), goal(theirs, there)]);
    }
    if here != there {
        rows.push([words.to(Text::Currency), here.to_string(), there.to_string()]);
    }
    rows.extend(draws_differences(own.settings(), theirs.settings(), words));
    rows
}

/// What is written with another currency in force than the document's.
fn in_force<T>(currency: &Currency, write: impl FnOnce() -> T) -> T {
    currency::with(currency.symbol(), currency.name(), write)
}

/// The other document's currency, where the outcome is a sum and it is not that of this one: nothing is converted.
fn foreign(q: &Question) -> Option<&Currency> {
    let theirs = &q.settings.other.as_ref()?.document.currency;
    (unit(q.settings.outcome) == DisplayUnit::Cny && *theirs != q.document.currency).then_some(theirs)
}

/// How draws are made, where the documents make them differently.
fn draws_differences(own: &RunSettings, theirs: &RunSettings, words: Words) -> Vec<[String; 3]> {
    let events = |s: &RunSettings| {
        words.to(if s.events == EventMode::Sampled { Text::HistoryEventsDrawn } else { Text::HistoryEventsExpected })
    };
    let of = |s: &RunSettings| [trimmed(s.draws as f64, 0), s.seed.to_string(), words.to(points(s.sampler)), events(s)];
    let names = [Text::ShareHeadDraws, Text::ShareHeadSeed, Text::BookSampler, Text::AssumptionsRisk];
    let rows = names.into_iter().zip(of(own)).zip(of(theirs));
    rows.filter(|((_, here), there)| here != there).map(|((name, here), there)| [words.to(name), here, there]).collect()
}

/// Levers of a policy that differ; a policy that is in one document alone is told as such.
fn policy_differences(q: &Question, other: &Other, (here, there): Pair, words: Words) -> Vec<[String; 3]> {
    let levers = |scenario: &Scenario, index: Option<usize>| -> Option<Levers<f64>> {
        Some(scenario.policies().get(which(index?)?)?.levers)
    };
    let called = |document: &Draft, index: Option<usize>| index.map(|index| name(document, which(index), words));
    let title = called(&q.document, here).or_else(|| called(&other.document, there)).unwrap_or_default();
    match (levers(&q.scenario, here), levers(&other.scenario, there)) {
        (Some(a), Some(b)) => {
            let differ = LeverId::ALL.into_iter().filter(|&id| a.get(id) != b.get(id));
            let row = |id: LeverId| {
                let what = words.pair(&title, lever_label(id).to(words.0));
                let there = in_force(&other.document.currency, || set(id, *b.get(id), words));
                [what, set(id, *a.get(id), words), there]
            };
            differ.map(row).collect()
        }
        (Some(_), None) => vec![[title, words.to(Text::CompareThere), "–".to_owned()]],
        (None, Some(_)) => vec![[title, "–".to_owned(), words.to(Text::CompareThere)]],
        (None, None) => Vec::new(),
    }
}

/// Facts that differ; a row of facts is told as a whole.
fn facts(own: &Company, theirs: &Company, words: Words) -> Vec<[String; 3]> {
    let label = |path: &str| {
        Text::of_figure(&format!("fact_{}", path.replace('.', "_"))).map_or_else(|| path.to_owned(), |t| words.to(t))
    };
    let number = |x: f64, in_percent: bool| match in_percent {
        true => format!("{}%", trimmed(100.0 * x, 4)),
        false => trimmed(x, 4),
    };
    let fields = FIELDS.iter().filter(|f| (f.get)(own) != (f.get)(theirs)).map(|f| {
        let written = |company: &Company| {
            (f.get)(company).iter().map(|x| number(*x, f.in_percent())).collect::<Vec<_>>().join(" / ")
        };
        [label(f.path), written(own), written(theirs)]
    });
    let optional = OPTIONAL.iter().filter(|f| (f.get)(own) != (f.get)(theirs)).map(|f| {
        let written =
            |company: &Company| (f.get)(company).map_or_else(|| "–".to_owned(), |x| number(x, f.kind.in_percent()));
        [label(f.path), written(own), written(theirs)]
    });
    fields.chain(optional).collect()
}

/// A value of a lever as it was set, with all of its digits: two that differ read differently.
fn set(id: LeverId, value: f64, words: Words) -> String {
    with_unit_of_time(id, lever_value(id, value), words.0)
}

/// "0.5 (0.3 to 0.7)": the central value, and the 5 and 95 % quantiles where it is not known.
fn believed(id: AssumptionId, of: Distribution, words: Words) -> String {
    if let Distribution::Known { value } = of {
        return known(id, value, words.0);
    }
    let centre = assumed(id, of.central(), words.0);
    let marginal = Marginal::new(of);
    let [low, high] = [-NORMAL_95, NORMAL_95].map(|z| assumed(id, marginal.at(z), words.0));
    let range = words.with(Text::RangeFromTo, &[("low", &low), ("high", &high)]);
    format!("{centre} ({range})")
}

fn differences_table(q: &Question, words: Words) -> Table {
    Table {
        caption: words.to(Text::CompareInputs),
        columns: [Text::CompareWhat, Text::CompareHere, Text::CompareOther].map(|t| words.to(t)).to_vec(),
        rows: differences(q, words).into_iter().map(Vec::from).collect(),
    }
}

/// The name of a pair: of this document, else of the other.
fn label(q: &Question, pair: Pair, words: Words) -> String {
    match (pair, &q.settings.other) {
        ((Some(index), _), _) => q.name(which(index), words),
        ((None, Some(index)), Some(other)) => name(&other.document, which(index), words),
        _ => String::new(),
    }
}

fn outcomes_table(q: &Question, r: &Compared, words: Words) -> Table {
    let of = unit(q.settings.outcome);
    let (number, apart) = (style(words, of), style(words, difference(of)).signed());
    let dash = || "–".to_owned();
    let row = |pair: Pair| {
        let side = |side: usize, index: Option<usize>| {
            let found = r.summary(side, index);
            let written = || {
                let median = found.map_or_else(dash, |s| with_error(number, s.quantiles[4]));
                let mean = found.map_or_else(dash, |s| with_error(number, s.mean));
                [median, mean]
            };
            match foreign(q).filter(|_| side == 1) {
                Some(currency) => in_force(currency, written),
                None => written(),
            }
        };
        let ([a, b], [c, d]) = (side(0, pair.0), side(1, pair.1));
        let apart = r.difference(q, pair).map_or_else(dash, |e| with_error(apart, e));
        vec![label(q, pair, words), a, c, b, d, apart]
    };
    let sided = |statistic: Text, side: Text| words.pair(&words.to(side), &words.to(statistic));
    Table {
        caption: words.to(outcome(q.settings.outcome)),
        columns: vec![
            words.to(Text::StudyFieldPolicy),
            sided(Text::CompareMedian, Text::CompareHere),
            sided(Text::CompareMedian, Text::CompareOther),
            sided(Text::StudyMean, Text::CompareHere),
            sided(Text::StudyMean, Text::CompareOther),
            words.to(Text::CompareDifference),
        ],
        rows: pairs(q).into_iter().map(row).collect(),
    }
}
