//! What happened, a month each, and as a table to the last digit.

use super::FIGURES;

/// What happened in a month: figures in the order of [`FIGURES`], none where unknown.
#[derive(Clone, Debug, PartialEq)]
pub struct ActualMonth {
    /// YYYY-MM.
    pub month: String,
    /// What was measured.
    pub values: [Option<f64>; FIGURES.len()],
}

/// What happened as CSV, to the last digit: a column `month` and one for each of [`FIGURES`].
pub fn write_actual(months: &[ActualMonth]) -> String {
    let head = std::iter::once("month").chain(FIGURES).collect::<Vec<_>>().join(",");
    let cell = |x: &Option<f64>| x.map_or_else(String::new, |x| x.to_string());
    let row = |m: &ActualMonth| {
        std::iter::once(m.month.clone()).chain(m.values.iter().map(cell)).collect::<Vec<_>>().join(",")
    };
    std::iter::once(head).chain(months.iter().map(row)).map(|line| line + "\n").collect()
}
