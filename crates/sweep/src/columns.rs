//! The columns of a sweep: what a row says of a policy, each with unit and meaning.
//!
//! Names are plain: levers by their id, then `{outcome}_mean`, `_sd`, `_q05` and so on, each followed by its Monte Carlo error
//! (one standard error) as `..._error`. Empty: not defined. Infinite: ranks above every number (no payback within the
//! horizon, money saved), so that quantiles stay true.

use super::grid::Grid;
use aftercast_engine::run::outcome::Outcome;
use aftercast_engine::run::report::goal_met;
use aftercast_engine::run::results::PolicyResults;
use aftercast_engine::run::summary::{Estimate, QUANTILES, multiple, summarise};
use aftercast_scenario::{Goal, LeverId, Levers};

/// A gain per unit of extra cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ratio {
    /// PV of the change of revenue.
    Revenue,
    /// PV of the change of contribution.
    Contribution,
    /// Net gain.
    Roi,
}

/// What is kept of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// An outcome: mean, sd, quantiles.
    Outcome(Outcome),
    /// A multiple of cost: ratio of means, quantiles.
    Ratio(Ratio),
}

impl Measure {
    /// All, in the order of the columns.
    pub fn all() -> impl Iterator<Item = Self> {
        let ratios = [Ratio::Revenue, Ratio::Contribution, Ratio::Roi];
        Outcome::ALL.iter().copied().map(Self::Outcome).chain(ratios.map(Self::Ratio))
    }

    /// The name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Outcome(outcome) => outcome.name(),
            Self::Ratio(Ratio::Revenue) => "revenue_multiple",
            Self::Ratio(Ratio::Contribution) => "contribution_multiple",
            Self::Ratio(Ratio::Roi) => "roi",
        }
    }

    /// The measure of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|m| m.name() == name)
    }

    /// Unit in words.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Outcome(outcome) => unit(outcome),
            Self::Ratio(_) => "CNY per CNY of extra cost",
        }
    }

    /// What it is.
    const fn meaning(self) -> &'static str {
        match self {
            Self::Outcome(outcome) => meaning(outcome),
            Self::Ratio(Ratio::Revenue) => "present value of extra revenue per extra cost",
            Self::Ratio(Ratio::Contribution) => "present value of extra contribution per extra cost",
            Self::Ratio(Ratio::Roi) => "net gain per extra cost",
        }
    }

    /// Whether it is a comparison with today's policy, which today's policy has none of.
    const fn compares(self) -> bool {
        use Outcome as O;
        match self {
            Self::Outcome(outcome) => matches!(
                outcome,
                O::TotalGain
                    | O::DeltaCost
                    | O::DeltaRevenue
                    | O::DeltaContribution
                    | O::Npv
                    | O::TerminalValue
                    | O::PaybackMonth
                    | O::DeltaLtv
            ),
            Self::Ratio(_) => true,
        }
    }
}

/// Unit of an outcome in words.
pub const fn unit(outcome: Outcome) -> &'static str {
    use Outcome as O;
    match outcome {
        O::TotalGain
        | O::DeltaCost
        | O::DeltaRevenue
        | O::DeltaContribution
        | O::Npv
        | O::TerminalValue
        | O::SeriousEvents
        | O::ReturnedGoods
        | O::TotalCost => "CNY",
        O::PaybackMonth => "month, 0 is the first",
        O::DeltaLtv | O::Ltv => "CNY per new customer",
        O::LifetimeMonths => "months",
        O::Csi => "points of 100",
        O::Repurchase => "annual probability",
        O::FirstResponse => "minutes",
        O::ServiceCostShare => "share of revenue",
        O::ServiceCost | O::Revenue => "CNY a month",
        O::Acquisitions => "new customers a month",
    }
}

const fn meaning(outcome: Outcome) -> &'static str {
    use Outcome as O;
    match outcome {
        O::TotalGain => "total gain: net gain over the horizon and terminal value against today's policy",
        O::DeltaCost => "present value of the change of cost and acquisition bill against today's policy",
        O::DeltaRevenue => "present value of the change of revenue against today's policy",
        O::DeltaContribution => "present value of the change of contribution against today's policy",
        O::Npv => "net gain over the horizon: present value of the change of profit against today's policy",
        O::TerminalValue => {
            "worth at the end of the horizon of the customers more than under today's policy, present value"
        }
        O::PaybackMonth => {
            "first month from which the cumulated gain stays at or over zero; infinite if not within the horizon"
        }
        O::DeltaLtv => "lifetime value against today's policy",
        O::Ltv => "lifetime value",
        O::LifetimeMonths => "mean lifetime of a new customer",
        O::Csi => "mean satisfaction of the last year",
        O::Repurchase => "mean annual repurchase of the last year",
        O::FirstResponse => "mean first response of the last year, weighted by contacts",
        O::ServiceCostShare => "service cost over revenue of the last year",
        O::ServiceCost => "service cost of the last year",
        O::Acquisitions => "new customers of the last year",
        O::Revenue => "revenue of the last year",
        O::SeriousEvents => "present value of the direct cost of serious events over the horizon",
        O::ReturnedGoods => "present value of margin and markdown of incidents more or less than today's",
        O::TotalCost => "present value of cost and acquisition bill over the horizon",
    }
}

/// A column of numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Name in snake case.
    pub name: String,
    /// Unit in words.
    pub unit: String,
    /// What it says.
    pub meaning: String,
    /// Whether a row may have none.
    pub may_be_empty: bool,
}

/// Which columns a sweep has.
#[derive(Clone, Debug, PartialEq)]
pub struct Columns {
    measures: Vec<Measure>,
    quantiles: Vec<usize>,
}

impl Columns {
    /// Those that a file asks for.
    pub fn new(grid: &Grid) -> Self {
        Self { measures: grid.measures.clone(), quantiles: grid.quantiles.clone() }
    }

    /// What is kept of every policy.
    pub fn measures(&self) -> &[Measure] {
        &self.measures
    }

    /// Outcomes kept draw by draw where that is asked for: a multiple follows from them.
    pub fn draw_outcomes(&self) -> impl Iterator<Item = Outcome> + '_ {
        self.measures.iter().filter_map(|m| match m {
            Measure::Outcome(outcome) => Some(*outcome),
            Measure::Ratio(_) => None,
        })
    }

    /// Probabilities of the quantiles kept.
    pub fn quantiles(&self) -> impl Iterator<Item = f64> + '_ {
        self.quantiles.iter().map(|&k| QUANTILES[k])
    }

    /// The columns after the number of the policy: levers, then statistics.
    pub fn list(&self) -> Vec<Column> {
        let mut all: Vec<Column> = LeverId::ALL
            .into_iter()
            .map(|id| Column {
                name: id.name().to_owned(),
                unit: id.spec().unit.to_owned(),
                meaning: "goal of the lever".to_owned(),
                may_be_empty: false,
            })
            .collect();
        let mut pair = |name: String, unit: &str, meaning: String| {
            let error = format!("Monte Carlo standard error of {name}");
            for (name, meaning) in [(name.clone(), meaning), (format!("{name}_error"), error)] {
                all.push(Column { name, unit: unit.to_owned(), meaning, may_be_empty: true });
            }
        };
        pair("goal_met".to_owned(), "share of draws", "the goal of the scenario is met".to_owned());
        pair(
            "saves_money".to_owned(),
            "share of draws",
            "cost does not rise by more than a thousandth, so that no multiple of it is defined".to_owned(),
        );
        for &m in &self.measures {
            let (name, unit, meaning) = (m.name(), m.unit(), m.meaning());
            match m {
                Measure::Outcome(outcome) => {
                    pair(format!("{name}_mean"), unit, format!("mean: {meaning}"));
                    pair(format!("{name}_sd"), unit, format!("standard deviation: {meaning}"));
                    if outcome == Outcome::PaybackMonth {
                        pair(
                            "payback_month_never".to_owned(),
                            "share of draws",
                            "no payback within the horizon".to_owned(),
                        );
                    }
                }
                Measure::Ratio(_) => pair(name.to_owned(), unit, format!("ratio of means: {meaning}")),
            }
            for p in self.quantiles() {
                let percent = (100.0 * p).round() as u32;
                pair(format!("{name}_q{percent:02}"), unit, format!("{percent} % quantile: {meaning}"));
            }
        }
        all
    }

    /// The row of a policy, in the order of [`list`](Self::list); what is not defined is NaN. `goal` is none for today's
    /// policy, which is not compared with itself.
    pub fn row(&self, levers: &Levers<f64>, results: &PolicyResults, goal: Option<&Goal>, row: &mut Vec<f64>) {
        const NONE: Estimate = Estimate { value: f64::NAN, error: f64::NAN };
        row.extend(LeverId::ALL.map(|id| *levers.get(id)));
        let mut put = |e: Estimate| row.extend([e.value, e.error]);
        put(goal.map_or(NONE, |goal| goal_met(goal, results)));
        put(goal.map_or(NONE, |_| multiple(results, Outcome::DeltaRevenue).saves_money));
        for &m in &self.measures {
            let defined = |e: Estimate| if goal.is_none() && m.compares() { NONE } else { e };
            let quantiles = match m {
                Measure::Outcome(outcome) => {
                    let summary = summarise(results.outcome(outcome));
                    put(defined(summary.mean));
                    put(defined(summary.sd));
                    if outcome == Outcome::PaybackMonth {
                        put(defined(summary.infinite));
                    }
                    summary.quantiles
                }
                Measure::Ratio(ratio) => {
                    let gain = match ratio {
                        Ratio::Revenue => Outcome::DeltaRevenue,
                        Ratio::Contribution => Outcome::DeltaContribution,
                        Ratio::Roi => Outcome::Npv,
                    };
                    let multiple = multiple(results, gain);
                    put(defined(multiple.ratio_of_means));
                    multiple.quantiles
                }
            };
            self.quantiles.iter().for_each(|&k| put(defined(quantiles[k])));
        }
    }
}
