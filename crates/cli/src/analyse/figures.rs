//! Figures of outcomes in the unit people read them in.

use aftercast_engine::run::record::Outcome;
use aftercast_engine::run::summary::Estimate;

/// How an outcome is printed.
#[derive(Clone, Copy)]
pub struct Scale {
    /// Unit in words.
    pub unit: &'static str,
    factor: f64,
    digits: usize,
}

impl Scale {
    /// The scale of an outcome.
    pub fn of(outcome: Outcome) -> Self {
        let (unit, factor, digits) = match outcome {
            Outcome::TotalGain
            | Outcome::DeltaCost
            | Outcome::DeltaRevenue
            | Outcome::DeltaContribution
            | Outcome::Npv
            | Outcome::TerminalValue
            | Outcome::TotalCost => ("million CNY", 1e-6, 2),
            Outcome::SeriousEvents | Outcome::ReturnedGoods => ("million CNY", 1e-6, 3),
            Outcome::ServiceCost | Outcome::Revenue => ("million CNY a month", 1e-6, 2),
            Outcome::PaybackMonth => ("month", 1.0, 1),
            Outcome::DeltaLtv | Outcome::Ltv => ("CNY a new customer", 1.0, 1),
            Outcome::LifetimeMonths => ("months", 1.0, 2),
            Outcome::Csi => ("points", 1.0, 2),
            Outcome::Repurchase | Outcome::ServiceCostShare => ("%", 100.0, 2),
            Outcome::FirstResponse => ("minutes", 1.0, 2),
            Outcome::Acquisitions => ("a month", 1.0, 0),
        };
        Self { unit, factor, digits }
    }

    /// A number.
    pub fn number(&self, x: f64) -> String {
        if x.is_finite() { format!("{:.*}", self.digits, x * self.factor + 0.0) } else { "–".to_owned() }
    }

    /// A change, with its sign.
    pub fn change(&self, x: f64) -> String {
        if x.is_finite() { format!("{:+.*}", self.digits, x * self.factor + 0.0) } else { "–".to_owned() }
    }

    /// A number with its error.
    pub fn estimate(&self, e: Estimate) -> String {
        with_error(self.number(e.value), self.number(e.error))
    }

    /// A change with its error.
    pub fn estimated_change(&self, e: Estimate) -> String {
        with_error(self.change(e.value), self.number(e.error))
    }
}

fn with_error(value: String, error: String) -> String {
    if value == "–" { value } else { format!("{value} ±{error}") }
}

/// A share as `of 100`.
pub fn share(e: Estimate) -> String {
    format!("{:.1} ±{:.1} of 100", 100.0 * e.value, 100.0 * e.error)
}

/// A number with four significant digits.
pub fn plain(x: f64) -> String {
    if !x.is_finite() {
        return "–".to_owned();
    }
    let digits = match x.abs() {
        a if a >= 1000.0 => 0,
        a if a >= 100.0 => 1,
        a if a >= 10.0 => 2,
        a if a >= 0.1 => 3,
        0.0 => 0,
        _ => 5,
    };
    format!("{x:.digits$}")
}
