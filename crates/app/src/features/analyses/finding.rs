//! What the analyses found, as it is kept until the page shows it.

use aftercast_compute::tasks::CHECK;
use aftercast_engine::analysis::break_even::BreakEvenReport;
use aftercast_engine::analysis::convergence::{self, ConvergencePoint};
use aftercast_engine::analysis::frontier::{Aim, FrontierPoint, Measured, Statistic};
use aftercast_engine::analysis::guards::{Guards, Service};
use aftercast_engine::analysis::sobol_indices::IndicesReport;
use aftercast_engine::analysis::stress::StressOutcome;
use aftercast_engine::analysis::structural::StructuralReport;
use aftercast_engine::analysis::sweep::SweepReport;
use aftercast_engine::analysis::tornado::TornadoReport;
use aftercast_engine::analysis::value_of_information::InformationValue;
use aftercast_scenario::{AssumptionGroup, AssumptionId, LeverId};
use aftercast_validation::agreement::Agreement;
use aftercast_validation::forecast::Forecast;
use aftercast_validation::survey::Compared;

/// The report of an analysis.
#[derive(Clone, Debug)]
pub enum Finding {
    /// What each assumption does to the result.
    Tornado(Box<TornadoReport>),
    /// Shares of the variance.
    Indices(Box<IndicesReport>),
    /// The outcome of today and of each policy, draw by draw.
    Gains(Vec<Vec<f64>>),
    /// What it is worth to know.
    Information(Box<InformationReport>),
    /// The outcome as levers move.
    Sweep(Box<SweepReport>),
    /// Where something breaks even.
    BreakEven(Box<BreakEvenReport>),
    /// The result with cautions of the model taken away.
    Structural(Box<StructuralReport>),
    /// The best policies for each share of revenue spent on service.
    Frontier(Box<FrontierReport>),
    /// Every policy under every stress.
    Stress(Box<StressReport>),
    /// Whether the draws are enough.
    Enough(Vec<convergence::Verdict>),
    /// Error of the answers by kind of points and draws.
    Convergence(Vec<ConvergencePoint>),
    /// Behaviour checks: whether each holds, how many numbers were looked at, the two seen.
    Behaviour(Vec<[f64; CHECK]>),
    /// Figures of the survey beside the model.
    Survey(Vec<Compared>),
    /// Customers one by one beside the equations.
    Agreement(Box<Agreement>),
    /// A dated forecast.
    Forecast(Box<Forecast>),
    /// Findings one after another.
    Several(Vec<Finding>),
}

/// What it is worth to know before choosing between today and the policies.
#[derive(Clone, Debug, PartialEq)]
pub struct InformationReport {
    /// Draws it rests on.
    pub draws: usize,
    /// The best choice without more knowledge: 0 is today.
    pub best: usize,
    /// Everything known.
    pub evpi: InformationValue,
    /// Each assumption, the most valuable first.
    pub singles: Vec<(AssumptionId, InformationValue)>,
    /// Each group, the most valuable first.
    pub groups: Vec<(AssumptionGroup, InformationValue)>,
}

/// A finished frontier.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontierReport {
    /// What was to be large.
    pub aim: Aim,
    /// Which number of it.
    pub statistic: Statistic,
    /// The frontier by growing cost.
    pub points: Vec<FrontierPoint>,
    /// Where the search started, then the document's policies, on the same draws.
    pub references: Vec<Measured>,
    /// The rails of the search.
    pub guards: Guards,
    /// Levers that the evidence held where they stand.
    pub held: Vec<LeverId>,
    /// How today's policy serves its customers on the same draws.
    pub today: Option<Service>,
    /// Mean patience of the central draw, minutes.
    pub patience: f64,
    /// How much the search flattered what it chose, in the aim's unit.
    pub optimism: Option<f64>,
    /// Policies evaluated.
    pub evaluations: usize,
    /// Draws on which the frontier was measured again.
    pub draws: u64,
    /// Seed of search and draws.
    pub seed: u64,
}

/// A finished stress test.
#[derive(Clone, Debug, PartialEq)]
pub struct StressReport {
    /// Outcomes of today's policy and the others: calm first, then each stress in file order.
    pub outcomes: Vec<Vec<StressOutcome>>,
}
