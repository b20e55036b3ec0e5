//! Numbers of the results as the page writes them: with no more digits than their Monte Carlo error supports.

use super::Session;
use crate::view::PolicyIndex;
use crate::words::Words;
use aftercast_engine::run::outcome::Outcome;
use aftercast_engine::run::report::goal_met;
use aftercast_engine::run::results::PolicyResults;
use aftercast_engine::run::summary::{Estimate, estimate, mean, paired, quantile_of};
use aftercast_i18n::Text;
use aftercast_i18n::names::shown;
use aftercast_i18n::numbers::table_unit;
use aftercast_plot::format::of_hundred;
use aftercast_plot::scale::{decade, ten_to};
use aftercast_plot::{DisplayUnit, NumberStyle};
use aftercast_scenario::Goal;

/// Median of an outcome with its error.
pub fn median(values: &[f64]) -> Estimate {
    quantile(values, 0.5)
}

/// A quantile of an outcome with its error.
pub fn quantile(values: &[f64], p: f64) -> Estimate {
    estimate(values, |v| quantile_of(&mut v.to_vec(), p))
}

/// Mean of an outcome with its error.
pub fn average(values: &[f64]) -> Estimate {
    estimate(values, mean)
}

/// Mean change of an outcome against the baseline of the same draws.
pub fn change(policy: &PolicyResults, baseline: &PolicyResults, outcome: Outcome) -> Estimate {
    average(&paired(policy, baseline, outcome))
}

impl Session {
    pub(crate) fn style(&self, unit: DisplayUnit) -> NumberStyle {
        NumberStyle::new(self.locale, unit)
    }

    /// An estimate in a unit.
    pub(crate) fn number(&self, unit: DisplayUnit, e: Estimate) -> String {
        self.style(unit).text(e.value, readable(unit, e))
    }

    /// A signed estimate in a unit.
    pub(crate) fn signed(&self, unit: DisplayUnit, e: Estimate) -> String {
        self.style(unit).signed().text(e.value, readable(unit, e))
    }

    /// An estimate in a unit to two digits at most, as sentences tell it.
    pub(crate) fn to_two(&self, unit: DisplayUnit, e: Estimate) -> String {
        self.style(unit).text(e.value, to_digits(unit, e, 2))
    }

    /// A signed estimate in a unit to two digits at most, as sentences tell it.
    pub(crate) fn signed_to_two(&self, unit: DisplayUnit, e: Estimate) -> String {
        self.style(unit).signed().text(e.value, to_digits(unit, e, 2))
    }

    /// An estimate in a unit, to a tenth of the unit at most.
    pub(crate) fn to_tenth(&self, unit: DisplayUnit, e: Estimate) -> String {
        self.style(unit).text(e.value, tenth(unit, e))
    }

    /// A signed estimate in a unit, to a tenth of the unit at most.
    pub(crate) fn signed_to_tenth(&self, unit: DisplayUnit, e: Estimate) -> String {
        self.style(unit).signed().text(e.value, tenth(unit, e))
    }

    /// "64 of 100", from a share with its error.
    pub(crate) fn futures(&self, share: Estimate) -> String {
        of_hundred(share.value, known(share.error), self.locale)
    }

    /// The same where the sentence has said "of 100" already.
    pub(crate) fn futures_in_sentence(&self, share: Estimate) -> String {
        let text = self.futures(share);
        text.strip_prefix("100 种中有").map_or_else(|| text.clone(), |rest| rest.trim_start().to_owned())
    }

    /// The same in the table of policies, where room is scarce: "<1 of 100".
    pub(crate) fn futures_in_cell(&self, share: Estimate) -> String {
        self.futures(share).replace("fewer than ", "<").replace("more than ", ">")
    }

    /// "−¥14M to ¥74M": the range that holds 90 of 100 futures.
    pub(crate) fn range_90(&self, unit: DisplayUnit, values: &[f64]) -> String {
        let (low, high) = self.ends_90(unit, values);
        self.words().with(Text::RangeFromTo, &[("low", &low), ("high", &high)])
    }

    /// The ends of the range that holds 90 of 100 futures.
    pub(crate) fn ends_90(&self, unit: DisplayUnit, values: &[f64]) -> (String, String) {
        let (low, high) = (quantile(values, 0.05), quantile(values, 0.95));
        // two ends of one range are written alike: to the coarser of their errors
        let error = known(low.error.max(high.error));
        (self.style(unit).text(low.value, error), self.style(unit).text(high.value, error))
    }

    /// The mean total gain, what of it lies within the horizon, and what customers kept are worth: in one unit, so that the two add up to
    /// the first as written. Means, as medians of parts are no parts of a median.
    pub(crate) fn gain_in_parts(&self, results: &PolicyResults) -> [String; 3] {
        let means = [Outcome::TotalGain, Outcome::Npv, Outcome::TerminalValue].map(|part| mean(results.outcome(part)));
        let largest = means.iter().fold(0.0, |most: f64, x| most.max(x.abs()));
        // two digits of the largest; one more where the parts cancel, so that a digit of the whole is left
        let digits = if decade(means[0]) < decade(largest) { 2 } else { 1 };
        let unit = table_unit(ten_to(decade(largest) - digits));
        let [whole, mut within, mut later] = means.map(|x| (x / unit).round());
        let rest = whole - within - later;
        if within.abs() >= later.abs() {
            within += rest;
        } else {
            later += rest;
        }
        [whole, within, later].map(|x| self.style(DisplayUnit::Cny).signed().text(x * unit, Some(unit)))
    }

    /// Share of futures in which a policy meets the goal.
    pub(crate) fn met(&self, results: &PolicyResults) -> Estimate {
        goal_met(&self.document.goal, results)
    }

    /// What the goal says of a policy: "earns more than it costs within 36 months alone".
    pub(crate) fn goal_words(&self) -> String {
        self.goal_of(&self.document.goal, self.document.company.horizon())
    }

    /// What any goal says of a policy over so many months.
    pub(crate) fn goal_of(&self, goal: &Goal, months: usize) -> String {
        aftercast_wording::goal::goal_words(goal, months, self.words())
    }

    /// The bound of the goal in a sentence.
    pub(crate) fn goal_bound(&self) -> String {
        aftercast_wording::goal::goal_bound(&self.document.goal, self.words())
    }

    pub(crate) fn months_simulated(&self) -> String {
        self.document.company.horizon().to_string()
    }

    /// A policy's letter and name as the page calls it: "A My policy", or "Policy A" where it has no name.
    pub(crate) fn called(&self, policy: PolicyIndex) -> String {
        called(self.document.policies.get(policy).map_or("", |p| &p.name), policy, self.words())
    }

    /// A policy's name, or "Policy A" where it has none.
    pub(crate) fn name_of(&self, policy: PolicyIndex) -> String {
        let name = self.document.policies.get(policy).map(|p| shown(&p.name)).unwrap_or_default();
        if name.is_empty() { unnamed(policy, self.words()) } else { name }
    }
}

fn unnamed(policy: PolicyIndex, words: Words) -> String {
    words.with(Text::PolicyUnnamed, &[("letter", &letter(policy))])
}

/// Letter and name of a policy of any document: "A Hybrid AI"; "Policy A" where it has none.
pub fn called(name: &str, policy: PolicyIndex, words: Words) -> String {
    let name = shown(name);
    if name.is_empty() { unnamed(policy, words) } else { format!("{} {name}", letter(policy)) }
}

/// The unit of the second digit of a positive number.
pub fn decade_of(x: f64) -> f64 {
    ten_to(decade(x) - 1)
}

/// A, B, C, ...
pub fn letter(policy: PolicyIndex) -> String {
    char::from(b'A' + (policy % 26) as u8).to_string()
}

/// The error a figure is rounded to: its own, but never finer than three digits, which is what a reader compares.
fn readable(unit: DisplayUnit, e: Estimate) -> Option<f64> {
    to_digits(unit, e, 3)
}

/// The error a figure is rounded to: its own, but never finer than so many digits.
fn to_digits(unit: DisplayUnit, e: Estimate, digits: i32) -> Option<f64> {
    let factor = if matches!(unit, DisplayUnit::Percent | DisplayUnit::Points) { 100.0 } else { 1.0 };
    let last = |x: f64| ten_to(decade(x) - digits + 1);
    // rounding may add a digit in front: 9.96 to two digits is 10, and not 10.0
    let (value, own) = (e.value * factor, last(e.value * factor));
    let last = last((value / own).round() * own) / factor;
    known(e.error).map(|error| error.max(last))
}

/// The error a figure is rounded to: its own, but never finer than a tenth of the unit as it is written.
fn tenth(unit: DisplayUnit, e: Estimate) -> Option<f64> {
    let factor = if matches!(unit, DisplayUnit::Percent | DisplayUnit::Points) { 100.0 } else { 1.0 };
    Some(known(e.error).unwrap_or(0.0).max(0.1 / factor))
}

/// An error that is known.
pub fn known(error: f64) -> Option<f64> {
    error.is_finite().then_some(error)
}
