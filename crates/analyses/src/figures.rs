//! Numbers of the analyses as page and command line write them.

use aftercast_engine::analysis::alerts::Measure;
use aftercast_engine::analysis::{DecisionVariable, Target};
use aftercast_engine::run::outcome::Outcome;
use aftercast_engine::run::summary::Estimate;
use aftercast_i18n::numbers::{DisplayUnit, NumberStyle, decade, of_hundred, ten_to};
use aftercast_i18n::{Locale, Text, assumption_label, assumption_unit, currency, lever_label, lever_unit};
use aftercast_scenario::{AssumptionId, LeverId};
use aftercast_wording::words::{lever_value, trimmed};

/// What an outcome counts.
pub const fn unit(outcome: Outcome) -> DisplayUnit {
    match outcome {
        Outcome::Repurchase | Outcome::ServiceCostShare => DisplayUnit::Percent,
        Outcome::FirstResponse => DisplayUnit::Minutes,
        Outcome::PaybackMonth | Outcome::LifetimeMonths | Outcome::Csi | Outcome::Acquisitions => DisplayUnit::Plain,
        _ => DisplayUnit::Cny,
    }
}

/// What a difference of two such numbers counts.
pub const fn difference(unit: DisplayUnit) -> DisplayUnit {
    match unit {
        DisplayUnit::Percent => DisplayUnit::Points,
        other => other,
    }
}

/// The name of an outcome, with its unit where numbers do not carry one.
pub const fn outcome(outcome: Outcome) -> Text {
    match outcome {
        Outcome::TotalGain => Text::StudyOutcomeTotalGain,
        Outcome::TerminalValue => Text::StudyOutcomeTerminalValue,
        Outcome::ReturnedGoods => Text::StudyOutcomeReturnedGoods,
        Outcome::TotalCost => Text::StudyOutcomeTotalCost,
        Outcome::DeltaCost => Text::StudyOutcomeDeltaCost,
        Outcome::DeltaRevenue => Text::StudyOutcomeDeltaRevenue,
        Outcome::DeltaContribution => Text::StudyOutcomeDeltaContribution,
        Outcome::Npv => Text::StudyOutcomeNpv,
        Outcome::PaybackMonth => Text::StudyOutcomePayback,
        Outcome::DeltaLtv => Text::StudyOutcomeDeltaLtv,
        Outcome::Ltv => Text::StudyOutcomeLtv,
        Outcome::LifetimeMonths => Text::StudyOutcomeLifetime,
        Outcome::Csi => Text::StudyOutcomeCsi,
        Outcome::Repurchase => Text::StudyOutcomeRepurchase,
        Outcome::FirstResponse => Text::StudyOutcomeFirstResponse,
        Outcome::ServiceCostShare => Text::StudyOutcomeServiceCostShare,
        Outcome::ServiceCost => Text::StudyOutcomeServiceCost,
        Outcome::Acquisitions => Text::StudyOutcomeAcquisitions,
        Outcome::Revenue => Text::StudyOutcomeRevenue,
        Outcome::SeriousEvents => Text::StudyOutcomeSeriousEvents,
    }
}

/// What stands behind a box of such a number.
pub fn box_unit(unit: DisplayUnit, locale: Locale) -> String {
    match (unit, locale) {
        (DisplayUnit::Cny, _) => currency::name(locale),
        (DisplayUnit::Minutes, Locale::English) => "min".to_owned(),
        (DisplayUnit::Minutes, Locale::Chinese) => "分钟".to_owned(),
        _ => String::new(),
    }
}

/// Whether an outcome is a difference from today's policy in the same future.
pub const fn is_over_today(outcome: Outcome) -> bool {
    matches!(
        outcome,
        Outcome::TotalGain
            | Outcome::Npv
            | Outcome::TerminalValue
            | Outcome::DeltaCost
            | Outcome::DeltaRevenue
            | Outcome::DeltaContribution
            | Outcome::DeltaLtv
            | Outcome::ReturnedGoods
    )
}

/// The title of an axis of an assumption: its name with its unit, unless its ticks carry a percent sign.
pub fn assumption_axis(id: AssumptionId, locale: Locale) -> String {
    let (name, unit) = (assumption_label(id).to(locale), assumption_unit(id).to(locale));
    match locale {
        _ if unit.is_empty() || id.in_percent() => name.to_owned(),
        Locale::English => format!("{name}, {unit}"),
        Locale::Chinese => format!("{name}，{unit}"),
    }
}

/// Outcomes that can be looked at: those with a mean.
pub fn outcomes() -> impl Iterator<Item = Outcome> {
    Outcome::ALL.iter().copied().filter(|&o| Target::new(o, None, None).is_ok())
}

/// A number and its error: "¥14M ±2M".
pub fn with_error(style: NumberStyle, e: Estimate) -> String {
    // a sum under half a cent is the dust of rounding
    let dust = if style.unit == DisplayUnit::Cny { 0.005 } else { 0.0 };
    let error = Some(e.error).filter(|error| *error > dust);
    let e = Estimate { value: if e.value.abs() < dust { 0.0 } else { e.value }, ..e };
    let value = style.text(e.value, error);
    match error {
        Some(error) if e.value.is_finite() => format!("{value} {}", style.plus_minus(error)),
        _ => value,
    }
}

/// How a share of futures is written.
pub type WriteShare = fn(Estimate, Locale) -> String;

/// "28 of 100", with the digits that its error supports.
pub fn share(e: Estimate, locale: Locale) -> String {
    of_hundred(e.value, Some(e.error), locale)
}

/// "28.1 ±5.7 of 100": a share of futures with its error, for tables that have no picture beside them.
pub fn share_with_error(e: Estimate, locale: Locale) -> String {
    let share = format!("{:.1} ±{:.1}", 100.0 * e.value, 100.0 * e.error);
    match locale {
        Locale::English => format!("{share} of 100"),
        Locale::Chinese => format!("100 种中有 {share} 种"),
    }
}

/// A share of variance, a correlation: two decimals.
pub fn coefficient(value: f64) -> String {
    if value.is_finite() { trimmed(value, 2) } else { "–".to_owned() }
}

/// A number with three digits that count.
pub fn plain(value: f64) -> String {
    trimmed(value, (2 - decade(value)).clamp(0, 8) as usize)
}

/// A value of an assumption, with its unit; a share in percent.
pub fn assumed(id: AssumptionId, value: f64, locale: Locale) -> String {
    if id.in_percent() {
        return NumberStyle::new(locale, DisplayUnit::Percent).text(value, None);
    }
    let unit = assumption_unit(id).to(locale);
    if unit.is_empty() { plain(value) } else { format!("{} {unit}", plain(value)) }
}

/// A value at which an assumption is known, as it was set: with all of its digits and its unit.
pub fn known(id: AssumptionId, value: f64, locale: Locale) -> String {
    if id.in_percent() {
        return format!("{}%", trimmed(100.0 * value, 6));
    }
    let (number, unit) = (trimmed(value, 6), assumption_unit(id).to(locale));
    if unit.is_empty() { number } else { format!("{number} {unit}") }
}

/// A value of what was turned.
pub fn turned(variable: DecisionVariable, value: f64, locale: Locale) -> String {
    match variable {
        DecisionVariable::Assumption(id) => assumed(id, value, locale),
        DecisionVariable::Lever(id) => lever(id, value),
    }
}

/// A value of a lever, to three digits: an analysis does not keep to its steps.
pub fn lever(id: LeverId, value: f64) -> String {
    let step = ten_to(decade(value) - 2);
    lever_value(id, if value == 0.0 { 0.0 } else { (value / step).round() * step })
}

/// The same with its unit where the number alone does not tell it: "3.8 days".
pub fn lever_with_unit(id: LeverId, value: f64, locale: Locale) -> String {
    with_unit_of_time(id, lever(id, value), locale)
}

/// A written value of a lever with its unit, where that is days or months.
pub fn with_unit_of_time(id: LeverId, number: String, locale: Locale) -> String {
    let unit = id.spec().unit;
    let is_time = unit.starts_with("days") || unit.starts_with("months");
    if is_time { format!("{number} {}", lever_unit(id).to(locale)) } else { number }
}

/// The name of what was turned.
pub fn decision_variable_label(variable: DecisionVariable, locale: Locale) -> &'static str {
    match variable {
        DecisionVariable::Assumption(id) => assumption_label(id).to(locale),
        DecisionVariable::Lever(id) => lever_label(id).to(locale),
    }
}

/// The name of a measure and its unit.
pub const fn measure(measure: Measure) -> (Text, Text) {
    match measure {
        Measure::LongestWait => (Text::MeasureLongestWait, Text::MeasureUnitLongestWait),
        Measure::LowestCsi => (Text::MeasureLowestCsi, Text::MeasureUnitLowestCsi),
        Measure::Recovery => (Text::MeasureRecovery, Text::MeasureUnitRecovery),
        Measure::Loss => (Text::MeasureLoss, Text::MeasureUnitLoss),
        Measure::ChanceOfLoss => (Text::MeasureChanceOfLoss, Text::MeasureUnitChanceOfLoss),
    }
}
