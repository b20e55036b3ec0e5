//! The model at one company, asked again and again: the cases of the matrix, and the figures that are read from them.

use core::fmt::{Display, Formatter, Result as Shown};

use super::{TOLERANCE, ends, policy};
use aftercast_engine::model::outcomes::Comparison;
use aftercast_engine::model::queue::Exact;
use aftercast_engine::model::{Baseline, Firm};
use aftercast_engine::run::central::{
    CentralError, MonthFigure, SERIES, Trajectory, central_baseline, compare, trajectory,
};
use aftercast_scenario::company::StatedCosts;
use aftercast_scenario::{AssumptionId, Assumptions, Company, LeverId, Levers, Scenario};

/// A case of the matrix: baseline and policy month by month.
#[derive(Debug)]
pub(super) struct Case {
    pub(super) name: String,
    pub(super) baseline: Trajectory,
    pub(super) policy: Trajectory,
    pub(super) comparison: Comparison,
    pub(super) own: OwnBounds,
}

/// Bounds that the facts of the firm set by themselves: the model keeps within the wider of these and the declared ones.
#[derive(Clone, Copy, Debug)]
pub(super) struct OwnBounds {
    /// Longest mean patience in force, minutes: at least 1.25 times the longest reported wait.
    patience: f64,
    /// Highest annual repurchase of a segment at today's score.
    repurchase: f64,
}

impl OwnBounds {
    fn of(base: &Baseline<f64>) -> Self {
        let p = &base.population;
        let repurchase = p.satisfaction.iter().map(|s| p.curve.annual(*s)).fold(0.0, f64::max);
        Self { patience: base.desk.patience(), repurchase }
    }

    /// Upper bound of a figure.
    pub(super) fn most(&self, figure: &str, declared: f64) -> f64 {
        match figure {
            // a mean of segments is rounded like its parts
            "repurchase" => declared.max(self.repurchase * (1.0 + TOLERANCE)),
            "first_response" | "day_response" | "night_response" => declared.max(self.patience),
            _ => declared,
        }
    }
}

/// A place in the matrix.
#[derive(Debug)]
pub(super) struct Location<'a>(pub(super) &'a Case, pub(super) &'a str, pub(super) usize);

impl Display for Location<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Shown {
        write!(f, "{}, {} month {}", self.0.name, self.1, self.2)
    }
}

/// The model at one scenario's company, asked again and again.
pub(super) struct Bench<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) firm: Firm,
    pub(super) today: Levers<f64>,
    pub(super) central: Assumptions<f64>,
    pub(super) base: Baseline<f64>,
    pub(super) baseline: Trajectory,
}

impl<'a> Bench<'a> {
    pub(super) fn new(scenario: &'a Scenario) -> Result<Self, CentralError> {
        Self::of_company(scenario, scenario.company(), scenario.today())
    }

    /// The same company with no books: a line that the books hold fast does not follow its own unit cost, so directions
    /// are asked of the model's own lines.
    pub(super) fn without_books(scenario: &'a Scenario) -> Result<Self, CentralError> {
        let company = Company { stated_costs: StatedCosts::NONE, ..scenario.company().clone() };
        Self::of_company(scenario, &company, scenario.today())
    }

    pub(super) fn of_company(
        scenario: &'a Scenario,
        company: &Company,
        today: &Levers<f64>,
    ) -> Result<Self, CentralError> {
        let firm = Firm::new(company, today);
        let central = scenario.central();
        let base = central_baseline(&firm, &central)?;
        let baseline = trajectory(&firm, &base, None);
        Ok(Self { scenario, firm, today: *today, central, base, baseline })
    }

    pub(super) fn start(&self) -> Levers<f64> {
        Levers::start_from(&self.today)
    }

    pub(super) fn lever_case(&self, name: String, levers: &Levers<f64>) -> Case {
        let policy = trajectory(&self.firm, &self.base, Some(levers));
        let comparison = compare(&self.firm, &self.baseline, &policy);
        Case { name, baseline: self.baseline.clone(), policy, comparison, own: OwnBounds::of(&self.base) }
    }

    pub(super) fn assumption_case(
        &self,
        id: AssumptionId,
        value: f64,
        levers: &Levers<f64>,
    ) -> Result<Case, CentralError> {
        let mut a = self.central;
        *a.get_mut(id) = value;
        // at an end of a range the nearer end of the queue is taken, as in a draw
        let (base, _) = Baseline::new(&self.firm, &a, &mut Exact)?;
        let baseline = trajectory(&self.firm, &base, None);
        let policy = trajectory(&self.firm, &base, Some(levers));
        let comparison = compare(&self.firm, &baseline, &policy);
        Ok(Case { name: format!("{} = {value}", id.name()), baseline, policy, comparison, own: OwnBounds::of(&base) })
    }

    /// The whole matrix.
    pub(super) fn matrix(&self) -> Result<Vec<Case>, CentralError> {
        let start = self.start();
        let end = |max: bool| {
            Levers::from_fn(|id: LeverId| {
                if !id.ramps() {
                    *start.get(id)
                } else if max {
                    id.spec().max
                } else {
                    id.spec().min
                }
            })
        };
        let mut cases = vec![
            self.lever_case("all at today's value".to_owned(), &start),
            self.lever_case("all at minimum".to_owned(), &end(false)),
            self.lever_case("all at maximum".to_owned(), &end(true)),
        ];
        for id in LeverId::ALL {
            for value in [id.spec().min, id.spec().max] {
                let mut levers = start;
                *levers.get_mut(id) = value;
                cases.push(self.lever_case(format!("{} = {value}", id.name()), &levers));
            }
        }
        let value = policy("value", self.scenario.today()).unwrap_or(start);
        for id in AssumptionId::ALL {
            let (low, high) = ends(self.scenario.distributions().get(id));
            for x in [low, high] {
                cases.push(self.assumption_case(id, x, &value)?);
            }
        }
        Ok(cases)
    }
}

/// A figure's last (or first) year, or an outcome; not a number where there is none of that name.
pub(super) fn figure_of(case: &Case, name: &str, first_year: bool) -> f64 {
    figure_in(&case.policy, &case.comparison, name, first_year)
}

pub(super) fn figure_in(run: &Trajectory, comparison: &Comparison, name: &str, first_year: bool) -> f64 {
    let months = &run.months;
    let year = if first_year { &months[..months.len().min(12)] } else { &months[months.len().saturating_sub(12)..] };
    match name {
        "npv" => comparison.npv,
        "terminal_value" => comparison.terminal_value,
        "total_gain" => comparison.total_gain,
        "delta_cost" => comparison.delta_cost,
        "delta_revenue" => comparison.delta_revenue,
        "ltv" => run.ending.lifetime.value,
        // a wait counts as often as it is met
        _ if name.ends_with("_response") => reading(name).map_or(f64::NAN, |read| {
            let contacts: f64 = year.iter().map(|m| m.contacts).sum();
            year.iter().map(|m| read(m) * m.contacts).sum::<f64>() / contacts.max(f64::MIN_POSITIVE)
        }),
        _ => reading(name).map_or(f64::NAN, |read| year.iter().map(read).sum::<f64>() / year.len() as f64),
    }
}

pub(super) fn reading(name: &str) -> Option<MonthFigure> {
    SERIES.iter().find(|(key, _)| *key == name).map(|(_, read)| *read)
}
