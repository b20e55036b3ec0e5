//! The check list: what the calibration makes of the company's figures, beside what the report says.
//!
//! A wrong figure shows here before it shows in a decision: a desk that runs at twenty times its capacity, or a customer
//! who stays for two hundred months, cannot be the firm that was meant.

use super::View;
use super::view::{BookRow, CheckRow};
use crate::words::{Words, trimmed};
use aftercast_engine::model::Firm;
use aftercast_engine::run::central::{central_baseline, trajectory};
use aftercast_i18n::numbers::{DisplayUnit, NumberStyle};
use aftercast_i18n::{Text, currency};
use aftercast_scenario::{Assumptions, Company, Levers};
use aftercast_validation::books::{self, BookLine};

/// What the calibration depends on.
#[derive(Clone, Debug, PartialEq)]
pub struct CalibrationInput {
    company: Company,
    today: Levers<f64>,
    central: Assumptions<f64>,
}

/// Figures of the first year of the central baseline.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// Service cost over revenue.
    pub cost_share: f64,
    /// Labour, technology, returns, compensation, programmes: shares of the service cost.
    pub split: [f64; 5],
    /// Labour cost of a contact that people answer, CNY.
    pub contact_cost: f64,
    /// Mean lifetime of a customer, months.
    pub lifetime: f64,
    /// Load over capacity in an average month: day and night.
    pub utilisation: [f64; 2],
    /// Share of contacts that give up: day and night.
    pub abandonment: [f64; 2],
    /// The year of the model against the firm's books, line by line.
    pub books: Vec<BookLine>,
}

/// What the report says, and how far off is far: the figure may lie between these.
struct Known {
    report: Option<f64>,
    plausible: (f64, f64),
}

impl CalibrationInput {
    /// What is odd about the waits of the figures in force, by the path of the figure.
    pub fn cautions(&self, made: &Calibration, words: Words) -> Vec<(&'static str, String)> {
        made.cautions(&self.company, words)
    }

    /// Calibrates; nothing where the figures do not fit together.
    pub fn calibrate(&self) -> Option<Calibration> {
        let firm = Firm::new(&self.company, &self.today);
        let base = central_baseline(&firm, &self.central).ok()?;
        let run = trajectory(&firm, &base, None);
        let year = &run.months[..run.months.len().min(12)];
        let sum = |of: &dyn Fn(usize) -> f64| (0..year.len()).map(of).sum::<f64>();
        let cost = sum(&|t| year[t].service_cost);
        let lines = [
            sum(&|t| year[t].lines.labour),
            sum(&|t| year[t].lines.technology),
            sum(&|t| year[t].lines.reverse_logistics),
            sum(&|t| year[t].lines.compensation),
            sum(&|t| year[t].lines.programmes),
        ];
        // P(abandon) = mean wait / mean patience, exactly (Erlang-A); the reported waits are season-weighted means
        let night_share = self.central.night_load_share;
        let night = self.company.night_response_minutes;
        let day = self.company.day_response(night_share);
        let patience = base.desk.patience();
        Some(Calibration {
            cost_share: cost / sum(&|t| year[t].revenue),
            split: lines.map(|line| line / cost),
            contact_cost: lines[0] / sum(&|t| year[t].human_contacts),
            lifetime: run.ending.lifetime.months,
            utilisation: [base.desk.day_utilisation, base.desk.night_utilisation],
            abandonment: [day / patience, night / patience],
            books: books::of(&self.company, &base),
        })
    }
}

impl View<'_> {
    /// What the check list depends on: the figures in force.
    pub fn calibration_input(&self) -> Option<CalibrationInput> {
        let scenario = self.session.checked.as_ref().ok()?;
        let futures = scenario.futures();
        Some(CalibrationInput { company: futures.company, today: futures.today, central: scenario.central() })
    }
}

/// Loads that a desk can have, of its capacity: those of the check list. By day a desk above its capacity serves the rest by
/// those who give up; at night the report's own firm stands at 2.3.
const DAY_LOAD: (f64, f64) = (0.3, 1.2);
const NIGHT_LOAD: (f64, f64) = (0.1, 3.0);

impl Calibration {
    /// What is odd about the waits of a company, by the path of the figure where it is said. Nothing is refused for it.
    pub fn cautions(&self, company: &Company, words: Words) -> Vec<(&'static str, String)> {
        let (mean, night) = (company.first_response_minutes, company.night_response_minutes);
        let mut said = Vec::new();
        if night < mean {
            let holes = [("mean", trimmed(mean, 2)), ("night", trimmed(night, 2))];
            let holes = holes.each_ref().map(|(k, v)| (*k, v.as_str()));
            said.push(("company.night_response_minutes", words.with(Text::ModelNightFaster, &holes)));
        }
        let loads = [
            ("company.first_response_minutes", self.utilisation[0], DAY_LOAD.1, Text::ModelDayOverload),
            ("company.night_response_minutes", self.utilisation[1], NIGHT_LOAD.1, Text::ModelNightOverload),
        ];
        for (path, load, most, text) in loads {
            if !(load <= most) {
                said.push((path, words.with(text, &[("load", &format!("{}%", trimmed(100.0 * load, 0)))])));
            }
        }
        said
    }

    /// The year of the model against the firm's books in words, a row a line; `title` of the columns is in the page's texts.
    pub fn book_rows(&self, words: Words) -> Vec<BookRow> {
        let money = |x: f64| NumberStyle::new(words.0, DisplayUnit::Cny).text(x, None);
        let label = |name: &str| match name {
            "labour" => Text::CostLabour,
            "technology" => Text::CostTechnology,
            "reverse_logistics" => Text::CostReturns,
            _ => Text::CostCompensation,
        };
        let row = |line: &BookLine| BookRow {
            label: words.to(label(line.name)),
            before: money(line.model),
            stated: line.stated.map_or_else(|| words.to(Text::ModelBooksSilent), money),
            factor: format!("× {}", trimmed(line.factor, 3)),
            after: money(line.after),
        };
        self.books.iter().map(row).collect()
    }

    /// The check list in words.
    pub fn rows(&self, words: Words) -> Vec<CheckRow> {
        let percent = |x: f64, decimals: usize| format!("{}%", trimmed(100.0 * x, decimals));
        let plain = |x: f64| trimmed(x, 1);
        let known = |report: f64, low: f64, high: f64| Known { report: Some(report), plausible: (low, high) };
        let unknown = |low: f64, high: f64| Known { report: None, plausible: (low, high) };
        let row = |label: Text, value: f64, known: Known, show: &dyn Fn(f64) -> String, hint: Text| CheckRow {
            label: words.to(label),
            value: show(value),
            report: currency::of_the_report(|| known.report.map_or_else(|| words.to(Text::ModelNotReported), show)),
            hint: words.to(hint),
            far: !(value >= known.plausible.0 && value <= known.plausible.1),
        };
        let share = |x: f64| percent(x, 1);
        let fine = |x: f64| percent(x, 2);
        let money = |x: f64| format!("{}{}", currency::symbol(), plain(x));
        let months = |x: f64| words.with(Text::ModelMonths, &[("months", &plain(x))]);
        let [labour, technology, returns, compensation, programmes] = self.split;
        // a sum in another currency is neither near the report's nor far from it
        let range = if currency::is_of_the_report() { (4.0, 30.0) } else { (f64::NEG_INFINITY, f64::INFINITY) };
        let contact_cost = Known { report: Some(12.0), plausible: range };
        // half to double the report's figure is a firm of the trade; beyond it a look at the figures pays
        vec![
            row(
                Text::ModelCheckCostShare,
                self.cost_share,
                known(0.018, 0.009, 0.036),
                &fine,
                Text::ModelHintCostShare,
            ),
            row(Text::ModelCheckLabour, labour, known(0.42, 0.21, 0.84), &share, Text::ModelHintLabour),
            row(Text::ModelCheckTechnology, technology, known(0.31, 0.10, 0.62), &share, Text::ModelHintTechnology),
            row(Text::ModelCheckReturns, returns, known(0.18, 0.06, 0.40), &share, Text::ModelHintReturns),
            row(
                Text::ModelCheckCompensation,
                compensation,
                known(0.09, 0.03, 0.25),
                &share,
                Text::ModelHintCompensation,
            ),
            row(Text::ModelCheckProgrammes, programmes, unknown(0.0, 0.5), &share, Text::ModelHintProgrammes),
            row(Text::ModelCheckContactCost, self.contact_cost, contact_cost, &money, Text::ModelHintContactCost),
            row(Text::ModelCheckLifetime, self.lifetime, known(18.0, 9.0, 48.0), &months, Text::ModelHintLifetime),
            row(
                Text::ModelCheckDayUse,
                self.utilisation[0],
                unknown(DAY_LOAD.0, DAY_LOAD.1),
                &share,
                Text::ModelHintDayUse,
            ),
            row(
                Text::ModelCheckNightUse,
                self.utilisation[1],
                unknown(NIGHT_LOAD.0, NIGHT_LOAD.1),
                &share,
                Text::ModelHintNightUse,
            ),
            row(Text::ModelCheckDayAbandon, self.abandonment[0], unknown(0.0, 0.25), &share, Text::ModelHintDayAbandon),
            row(
                Text::ModelCheckNightAbandon,
                self.abandonment[1],
                unknown(0.0, 0.6),
                &share,
                Text::ModelHintNightAbandon,
            ),
        ]
    }
}
