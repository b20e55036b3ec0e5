//! Findings of the analyses in words, and the words and numbers that every view is made of.

pub mod goal;
pub mod words;

use aftercast_engine::analysis::break_even::{BreakEvenReport, Verdict};
use aftercast_engine::analysis::dominance::{Dominance, Relation};
use aftercast_engine::analysis::saltelli::Edge;
use aftercast_engine::analysis::structural::Case;
use aftercast_engine::analysis::value_of_information::{Advice, InformationValue};
use aftercast_i18n::numbers::count_of_hundred;
use aftercast_i18n::{Locale, Text, assumption_label};
use aftercast_numerics::sampling::REPLICATES;
use aftercast_scenario::AssumptionId;

/// Which number of the uncertain net gain is shown. Each has a name of its own, so that two numbers never stand under one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GainStatistic {
    /// The median over the futures of the run on the page: what "net gain" alone means.
    Median,
    /// The mean over futures: what can be split, added and compared.
    Mean,
    /// Of one run with every assumption at its central value and events at their expected number.
    Central,
}

impl GainStatistic {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Median, Self::Mean, Self::Central];

    /// The name of the net gain in this statistic.
    pub const fn name(self) -> Text {
        match self {
            Self::Median => Text::NetGainMedian,
            Self::Mean => Text::NetGainMean,
            Self::Central => Text::NetGainCentral,
        }
    }
}

/// How one policy stands to another; `better` and `other` are the names of the policies of `d`, `more_is_worse` whether the outcome is a
/// cost or a wait.
pub fn dominance(d: &Dominance, more_is_worse: bool, better: &str, other: &str, locale: Locale) -> String {
    let count = d.replicates.to_string();
    let trust = if d.replicates == REPLICATES {
        Text::AnalysisDominanceAll.to(locale).to_owned()
    } else {
        Text::AnalysisDominanceSome.with(locale, &[("count", &count)])
    };
    let share = of_hundred(d.ahead, locale);
    let text = match d.relation {
        Relation::First if more_is_worse => Text::AnalysisDominanceFirstLess,
        Relation::First => Text::AnalysisDominanceFirst,
        Relation::Second => Text::AnalysisDominanceSecond,
        Relation::Neither => Text::AnalysisDominanceNeither,
        Relation::Equal => Text::AnalysisDominanceEqual,
    };
    text.with(locale, &[("a", better), ("b", other), ("trust", &trust), ("share", &share)])
}

/// What it is worth to know an assumption; `amount` is its value with unit.
pub fn worth_knowing(id: AssumptionId, worth: &InformationValue, amount: &str, locale: Locale) -> String {
    let share = of_hundred(worth.changes, locale);
    let text = if worth.changes == 0.0 {
        Text::AnalysisWorthNothing
    } else if worth.value.value <= 2.0 * worth.value.error {
        Text::AnalysisWorthUnsure
    } else {
        Text::AnalysisWorth
    };
    text.with(locale, &[("assumption", assumption_label(id).to(locale)), ("amount", amount), ("share", &share)])
}

/// What to do before choosing: `best` is the choice now; `money` writes an amount, rounded to its error where it has one. `singles` are the
/// assumptions of the advice.
pub fn before_choosing(
    advice: Advice,
    singles: &[(AssumptionId, InformationValue)],
    best: &str,
    money: impl Fn(f64, Option<f64>) -> String,
    locale: Locale,
) -> String {
    let bounded = |text: Text, bound: f64| text.with(locale, &[("best", best), ("bound", &money(bound, None))]);
    match advice {
        Advice::Settled => bounded(Text::AnalysisWorthSettled, 0.0),
        Advice::Now(bound) => bounded(Text::AnalysisWorthNow, bound),
        Advice::NoSingle(bound) => bounded(Text::AnalysisWorthNoSingle, bound),
        Advice::First(index) => singles.get(index).map_or_else(String::new, |(id, w)| {
            let amount = money(w.value.value, Some(w.value.error).filter(|e| *e > 0.0));
            worth_knowing(*id, w, &amount, locale)
        }),
    }
}

/// What an edge of an index means; nothing where its interval lies inside.
pub fn edge(edge: Edge) -> Option<Text> {
    match edge {
        Edge::Inside => None,
        Edge::Zero => Some(Text::AnalysisIndexZero),
        Edge::One => Some(Text::AnalysisIndexOne),
        Edge::Both => Some(Text::AnalysisIndexBoth),
        Edge::Outside => Some(Text::AnalysisIndexOutside),
    }
}

/// Label of a structural case.
pub const fn case(case: Case) -> Text {
    match case {
        Case::Headline => Text::AnalysisCaseHeadline,
        Case::Delivery => Text::AnalysisCaseDelivery,
        Case::Reach => Text::AnalysisCaseReach,
        Case::Headroom => Text::AnalysisCaseHeadroom,
        Case::CatchUp => Text::AnalysisCaseCatchUp,
        Case::CausalShare => Text::AnalysisCaseCausalShare,
        Case::AllFive => Text::AnalysisCaseAllFive,
        Case::FaceValue => Text::AnalysisCaseFaceValue,
    }
}

/// Where something breaks even; `what` is its label, `number` writes a value with its unit.
pub fn break_even(report: &BreakEvenReport, what: &str, number: impl Fn(f64) -> String, locale: Locale) -> String {
    match &report.verdict {
        _ if !report.matters => {
            let met = matches!(report.verdict, Verdict::Always);
            let text = match (report.even, met) {
                (true, _) => Text::AnalysisBreakEvenIdleEven,
                (false, true) => Text::AnalysisBreakEvenIdleMet,
                (false, false) => Text::AnalysisBreakEvenIdleMissed,
            };
            text.with(locale, &[("what", what)])
        }
        Verdict::Always => Text::AnalysisBreakEvenAlways.with(locale, &[("what", what)]),
        Verdict::Never => Text::AnalysisBreakEvenNever.with(locale, &[("what", what)]),
        Verdict::At(roots) => match roots.as_slice() {
            [root] => {
                let end = |x: Option<f64>, open: Text| x.map_or_else(|| open.to(locale).to_owned(), &number);
                let low = end(root.interval.0, Text::AnalysisBreakEvenOpenLow);
                let high = end(root.interval.1, Text::AnalysisBreakEvenOpenHigh);
                let text = if root.met_above { Text::AnalysisBreakEvenAt } else { Text::AnalysisBreakEvenBelow };
                let value = number(root.value);
                text.with(locale, &[("what", what), ("value", &value), ("low", &low), ("high", &high)])
            }
            several => {
                let comma = Text::SeparatorItems.to(locale);
                let list = several.iter().map(|r| number(r.value)).collect::<Vec<_>>().join(comma);
                let count = several.len().to_string();
                Text::AnalysisBreakEvenSeveral.with(locale, &[("what", what), ("count", &count), ("list", &list)])
            }
        },
    }
}

/// A share as a whole number of a hundred.
fn of_hundred(share: f64, locale: Locale) -> String {
    count_of_hundred(share, (100.0 * share).round() as i64, locale).trim().to_owned()
}
