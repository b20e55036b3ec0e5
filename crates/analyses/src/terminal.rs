//! Tables and sentences as a terminal shows them, in English, with units in the heads.

use crate::question::Question;
use crate::report::Table;
use aftercast_engine::run::outcome::Outcome;
use aftercast_engine::run::summary::Estimate;
use aftercast_i18n::{Locale, currency};
use aftercast_scenario::Company;
use unicode_width::UnicodeWidthStr as _;

/// Columns aligned by their widest cell, as a terminal shows them.
pub fn table<const N: usize>(head: [&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    aligned(std::iter::once(head.map(str::to_owned).to_vec()).chain(rows.map(Vec::from)).collect())
}

/// Tables under their captions, then sentences, a line each.
pub fn printed(tables: &[Table], words: &[String]) -> String {
    let each = tables.iter().filter(|table| !table.rows.is_empty()).map(|t| {
        let rows = std::iter::once(&t.columns).chain(&t.rows).cloned().collect();
        format!("{}\n{}", t.caption, aligned(rows))
    });
    let errors = tables.iter().flat_map(|table| table.rows.iter().flatten()).any(|cell| cell.contains('±'));
    let error = errors.then(|| "± is one Monte Carlo error".to_owned());
    let words: Vec<String> = words.iter().cloned().chain(error).collect();
    each.chain((!words.is_empty()).then(|| words.join("\n"))).collect::<Vec<_>>().join("\n\n")
}

/// The first rows of a table.
pub fn first(rows: usize, mut table: Table) -> Table {
    table.rows.truncate(rows);
    table
}

fn aligned(rows: Vec<Vec<String>>) -> String {
    // a name with a line break or an escape sequence must not break the table
    let plain = |cell: &String| cell.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>();
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row.iter().map(plain).collect()).collect();
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let widest = |c: usize| rows.iter().filter_map(|row| row.get(c)).map(|cell| cell.width()).max().unwrap_or_default();
    let width: Vec<usize> = (0..columns).map(widest).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&width).map(|(cell, w)| format!("{cell}{}", " ".repeat(w - cell.width())));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// A head or a unit that names the currency, with the firm's own in its place.
pub fn in_currency(words: &str) -> String {
    words.replace("CNY", &currency::name(Locale::English))
}

/// Revenue of a year under which sums are printed in thousands, CNY: in millions nothing of a small firm could be read.
const SMALL: f64 = 200e6;

/// How the sums of a firm are printed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Money {
    factor: f64,
    letter: &'static str,
    word: &'static str,
}

impl Money {
    /// In millions, or in thousands where the firm is small.
    pub fn of(company: &Company) -> Self {
        let (factor, letter, word) =
            if company.annual_revenue() < SMALL { (1e-3, "K", "thousand") } else { (1e-6, "M", "million") };
        Self { factor, letter, word }
    }

    /// A sum with so many decimals; one that rounds to nothing has no sign.
    pub fn text(self, x: f64, digits: usize) -> String {
        without_sign_of_nothing(format!("{:.digits$}", x * self.factor))
    }

    /// `M CNY`.
    pub fn unit(self) -> String {
        in_currency(&format!("{} CNY", self.letter))
    }

    /// `million CNY`.
    pub fn words(self) -> String {
        in_currency(&format!("{} CNY", self.word))
    }
}

/// `-0.0` is `0.0`.
fn without_sign_of_nothing(text: String) -> String {
    let is_nothing = text.bytes().all(|b| matches!(b, b'-' | b'0' | b'.'));
    if is_nothing { text.trim_start_matches('-').to_owned() } else { text }
}

/// How an outcome is printed.
#[derive(Clone, Debug)]
pub struct Scale {
    /// Unit in words.
    pub unit: String,
    factor: f64,
    digits: usize,
}

impl Scale {
    /// The scale of an outcome of a firm.
    pub fn of(outcome: Outcome, company: &Company) -> Self {
        let money = Money::of(company);
        let (of, a_month) = (money.words(), format!("{} a month", money.words()));
        let (unit, factor, digits) = match outcome {
            Outcome::TotalGain
            | Outcome::DeltaCost
            | Outcome::DeltaRevenue
            | Outcome::DeltaContribution
            | Outcome::Npv
            | Outcome::TerminalValue
            | Outcome::TotalCost => (of.as_str(), money.factor, 2),
            Outcome::SeriousEvents | Outcome::ReturnedGoods => (of.as_str(), money.factor, 3),
            Outcome::ServiceCost | Outcome::Revenue => (a_month.as_str(), money.factor, 2),
            Outcome::PaybackMonth => ("month", 1.0, 1),
            Outcome::DeltaLtv | Outcome::Ltv => ("CNY a new customer", 1.0, 1),
            Outcome::LifetimeMonths => ("months", 1.0, 2),
            Outcome::Csi => ("points", 1.0, 2),
            Outcome::Repurchase | Outcome::ServiceCostShare => ("%", 100.0, 2),
            Outcome::FirstResponse => ("minutes", 1.0, 2),
            Outcome::Acquisitions => ("a month", 1.0, 0),
        };
        Self { unit: in_currency(unit), factor, digits }
    }

    /// A number.
    pub fn number(&self, x: f64) -> String {
        if x.is_finite() {
            without_sign_of_nothing(format!("{:.*}", self.digits, x * self.factor))
        } else {
            "–".to_owned()
        }
    }

    /// A change, with its sign.
    pub fn change(&self, x: f64) -> String {
        if x.is_finite() { format!("{:+.*}", self.digits, x * self.factor + 0.0) } else { "–".to_owned() }
    }

    /// A number with its error.
    pub fn estimate(&self, e: Estimate) -> String {
        with_error(self.number(e.value), self.number(e.error))
    }
}

pub(crate) fn with_error(value: String, error: String) -> String {
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

/// The scale of the outcome that is asked about.
pub fn scale(q: &Question) -> Scale {
    Scale::of(q.settings.outcome, q.scenario.company())
}

/// What is looked at, in words.
pub fn subject(q: &Question) -> String {
    let against = q.settings.against.map_or_else(String::new, |which| format!(" less {}", q.label(which)));
    format!("{} of {}{against}, {}", q.settings.outcome.name(), q.label(q.settings.policy), scale(q).unit)
}

/// What is said where an outcome is one number in every future.
pub fn nothing_varies(q: &Question, mean: f64) -> String {
    format!(
        "Nothing varies: {} is {} in every simulated future, so no assumption drives it",
        subject(q),
        scale(q).number(mean)
    )
}

/// A statistic with its error as JSON.
pub fn estimate(e: Estimate) -> serde_json::Value {
    serde_json::json!({ "value": e.value, "error": e.error })
}
