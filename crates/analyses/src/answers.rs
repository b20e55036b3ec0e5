//! Two of the answers on the first screen, computed by themselves: what would change the verdict on a policy, and what to find out
//! before choosing. They take fewer draws than the sections do, so that they are there within a second or two.

use crate::figures::{decision_variable_label, with_unit_of_time};
#[cfg(feature = "pictures")]
use crate::picture::{ChartView, RenderContext};
use crate::question::Question;
use crate::report::{Report, Table};
use crate::rounds::{AnalysisPlan, several_rounds};
use crate::sections::information::{Information, InformationReport};
use aftercast_engine::analysis::DecisionVariable;
use aftercast_engine::analysis::switching_values::{SwitchingReport, SwitchingValue, SwitchingValues};
use aftercast_engine::analysis::value_of_information::{Advice, InformationValue, advice};
use aftercast_engine::run::outcome::Outcome;
use aftercast_i18n::numbers::{DisplayUnit, NumberStyle, decade, ten_to};
use aftercast_i18n::{Locale, Text, assumption_label, assumption_unit};
use aftercast_scenario::{AssumptionId, EventMode, Futures, Levers, Scenario};
use aftercast_wording::words::{Words, lever_value, trimmed};
use serde_json::{Value, json};

/// Draws behind the mean that switching values start from, and of a point on the way to them.
const MIND_DRAWS: (u64, u64) = (1024, 256);
/// Draws behind the value of information, which tells the better of two policies draw by draw.
const TEST_DRAWS: u64 = 1024;
/// Rounds of switching values, about.
const ROUNDS: usize = 5;
/// Switching values that are told at most.
const MOST: usize = 3;
/// Columns of a sentence beyond which no further value is told; the first one always is.
const WIDTH: usize = 110;

/// The futures in which it is asked what would change the verdict: their events happen, as in those of the claim.
pub fn mind_futures(scenario: &Scenario) -> Futures {
    first(scenario.futures(), MIND_DRAWS.0)
}

/// The futures in which it is asked what to test first: luck cannot be known, so events are at their expected number.
pub fn test_futures(scenario: &Scenario) -> Futures {
    first(scenario.futures(), TEST_DRAWS).with_events(EventMode::Expected)
}

fn first(futures: Futures, draws: u64) -> Futures {
    let draws = futures.draws.min(draws);
    futures.with_draws(draws)
}

/// What would change the verdict on a policy.
pub fn mind_plan(scenario: &Scenario, policy: &Levers<f64>) -> AnalysisPlan {
    let analysis = SwitchingValues::new(scenario, mind_futures(scenario), policy, MIND_DRAWS.1);
    several_rounds(analysis, ROUNDS, |r| Box::new(r))
}

/// What to find out before choosing between today and the policies.
pub fn test_plan(scenario: &Scenario) -> AnalysisPlan {
    let goals = std::iter::once(None).chain(scenario.policies().iter().map(|p| Some(p.levers))).collect();
    Box::new(Information::of_singles(test_futures(scenario), goals, Outcome::TotalGain))
}

impl Report for SwitchingReport {
    fn words(&self, _: &Question, words: Words) -> Vec<String> {
        vec![mind(self, words)]
    }

    fn tables(&self, _: &Question, words: Words) -> Vec<Table> {
        let row = |v: &SwitchingValue| vec![decision_variable_label(v.variable, words.0).to_owned(), value(v, words.0)];
        vec![Table {
            caption: words.to(Text::AnswerMind),
            columns: [Text::StudyWhat, Text::AnswerMindValue].map(|t| words.to(t)).to_vec(),
            rows: self.values.iter().map(row).collect(),
        }]
    }

    fn json(&self, _: &Question) -> Value {
        let values = self.values.iter().map(|v| {
            json!({ "variable": v.variable.name(), "unit": v.variable.unit(), "centre": v.centre, "range": [v.range.0, v.range.1],
                "value": v.value, "pays": if v.pays_above { "above" } else { "below" }, "distance": v.distance })
        });
        json!({ "draws": self.draws, "mean": self.mean.value, "values": values.collect::<Vec<_>>() })
    }

    #[cfg(feature = "pictures")]
    fn pictures(&self) -> &'static [&'static str] {
        &[]
    }

    #[cfg(feature = "pictures")]
    fn picture(&self, _: &str, _: &Question, _: RenderContext) -> Option<ChartView> {
        None
    }
}

/// Two digits, or as many more as tell the value from the centre, from which it lies on one side.
fn rounded(v: &SwitchingValue, factor: f64) -> f64 {
    let (exact, centre) = (factor * v.value, factor * v.centre);
    let to = |digits: i32| {
        let unit = ten_to(decade(exact) - digits + 1);
        // a unit below one is no binary fraction, its inverse is whole
        if unit < 1.0 {
            (exact * (1.0 / unit).round()).round() / (1.0 / unit).round()
        } else {
            (exact / unit).round() * unit
        }
    };
    let apart = |x: &f64| (*x - centre) * (exact - centre) > 0.0;
    (2..=4).map(to).find(apart).unwrap_or_else(|| to(4))
}

/// The value with its unit, as the firm counts it.
pub fn value(v: &SwitchingValue, locale: Locale) -> String {
    match v.variable {
        DecisionVariable::Assumption(id) if id.in_percent() => format!("{}%", trimmed(rounded(v, 100.0), 4)),
        DecisionVariable::Assumption(id) => {
            let number = trimmed(rounded(v, 1.0), 6);
            let unit = assumption_unit(id).to(locale);
            if unit.is_empty() { number } else { format!("{number} {unit}") }
        }
        DecisionVariable::Lever(id) if id.spec().is_share() => format!("{}%", trimmed(rounded(v, 100.0), 4)),
        DecisionVariable::Lever(id) => with_unit_of_time(id, lever_value(id, rounded(v, 1.0)), locale),
    }
}

/// "less than 45% of the reported effect is real".
fn clause(v: &SwitchingValue, is_above: bool, words: Words) -> String {
    let value = value(v, words.0);
    let text = match (v.variable, is_above) {
        (DecisionVariable::Assumption(AssumptionId::CausalShare), true) => Text::AnswerMindRealAbove,
        (DecisionVariable::Assumption(AssumptionId::CausalShare), false) => Text::AnswerMindRealBelow,
        (_, true) => Text::AnswerMindAbove,
        (_, false) => Text::AnswerMindBelow,
    };
    words.with(text, &[("what", decision_variable_label(v.variable, words.0)), ("value", &value)])
}

/// The switching values as clauses; what changes the verdict lies on the far side of the value.
fn clauses(r: &SwitchingReport, words: Words) -> impl Iterator<Item = String> {
    let pays = r.pays();
    r.values.iter().take(MOST).map(move |v| clause(v, v.pays_above != pays, words))
}

/// How many of them a sentence of a language holds; the first one always.
fn clauses_that_fit(r: &SwitchingReport, words: Words) -> usize {
    let columns = |text: &str| text.chars().map(|c| if c < '\u{2e80}' { 1 } else { 2 }).sum::<usize>();
    let mut width = 0;
    let fits = |(index, clause): &(usize, String)| {
        width += columns(clause);
        *index == 0 || width <= WIDTH
    };
    clauses(r, words).enumerate().take_while(fits).count()
}

/// What would change the verdict, in a sentence.
pub fn mind(r: &SwitchingReport, words: Words) -> String {
    let pays = r.pays();
    // the same values in either language
    let count = [Locale::English, Locale::Chinese]
        .map(|locale| clauses_that_fit(r, Words(locale)))
        .into_iter()
        .min()
        .unwrap_or_default();
    if count == 0 {
        return words.to(Text::AnswerMindNone);
    }
    let told: Vec<String> = clauses(r, words).take(count).collect();
    let list = told.join(Text::AnswerMindOr.to(words.0));
    words.with(if pays { Text::AnswerMindLoses } else { Text::AnswerMindPays }, &[("list", &list)])
}

/// A sum of money to two digits.
fn money(x: f64, locale: Locale) -> String {
    NumberStyle::new(locale, DisplayUnit::Cny).to_digits(x, 2)
}

/// What to find out first, in a sentence; nothing is named that is worth nothing.
pub fn test_first(r: &InformationReport, words: Words) -> String {
    let singles: Vec<InformationValue> = r.singles.iter().map(|(_, w)| *w).collect();
    let bounded = |text: Text, bound: f64| words.with(text, &[("bound", &money(bound, words.0))]);
    match advice(&r.evpi, &singles) {
        Advice::Settled => words.to(Text::AnswerTestSettled),
        Advice::Now(bound) => bounded(Text::AnswerTestNow, bound),
        Advice::NoSingle(bound) => bounded(Text::AnswerTestNoSingle, bound),
        Advice::First(index) => r.singles.get(index).map_or_else(String::new, |(id, w)| {
            let count = (100.0 * w.changes).round();
            let text = if count < 1.0 { Text::AnswerTestFirstFew } else { Text::AnswerTestFirst };
            let count = trimmed(count, 0);
            let amount = money(w.value.value, words.0);
            let holes = [("assumption", assumption_label(*id).to(words.0)), ("amount", &amount), ("count", &count)];
            words.with(text, &holes)
        }),
    }
}
