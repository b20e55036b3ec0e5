//! The model's year against the firm's own books, line by line, before and after the books calibrate it.
//!
//! Claim: what the books state is what the model's year costs afterwards; what they leave out stays the model's.
//! Equation (docs/model.md 6): after = phi x before, phi = stated/before where a figure is stated, else 1; central draw.
//! Symbols: CNY a year. Source: the firm.

use aftercast_engine::model::books::BookLines;
use aftercast_engine::model::{Baseline, Firm};
use aftercast_engine::run::central::central_baseline;
use aftercast_scenario::{Company, Scenario};

/// One line of cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BookLine {
    /// Name as in the series of a run.
    pub name: &'static str,
    /// The model's own year at today's policy, CNY.
    pub model: f64,
    /// What the books state, CNY a year; none where they are silent.
    pub stated: Option<f64>,
    /// Factor phi on the model's line.
    pub factor: f64,
    /// The model's year after calibration, CNY.
    pub after: f64,
}

/// The four lines at the central draw; empty where the company has no baseline, which a checked scenario has.
pub fn lines(scenario: &Scenario) -> Vec<BookLine> {
    let firm = Firm::new(scenario.company(), scenario.today());
    let Ok(base) = central_baseline(&firm, &scenario.central()) else { return Vec::new() };
    of(scenario.company(), &base)
}

/// The four lines of a calibrated baseline.
pub fn of(company: &Company, base: &Baseline<f64>) -> Vec<BookLine> {
    let stated = BookLines::from(&company.stated_costs).named();
    let named = base.model_year.named().into_iter().zip(base.books.named()).zip(stated);
    named
        .map(|(((name, model), (_, factor)), (_, stated))| BookLine {
            name,
            model,
            stated,
            factor,
            after: model * factor,
        })
        .collect()
}
