//! What the headline rests on: the assumptions that hold it back, switched off one at a time and all together.
//!
//! Claim: each case is the headline's own futures with one thing taken at its most favourable meaning: programmes delivered as planned,
//! every customer reached, no ceiling, no competitor catching up, the report's relation taken as cause; then all five, then the report at
//! face value, which frees costs too. Differences are paired.
//! Equation: the values of `scenario::FACE_VALUE`. The contribution margin at which the outcome is zero follows without a run, as profit is
//! linear in it: m* = m - mean PV(Δprofit)/mean(PV(Δrevenue) - PV(returned goods)/(m + markdown)), as an incident more or less loses or
//! keeps the margin of a sale.
//! Validity: any outcome with a finite mean; the margin for the net gain only, acquisition cost and behaviour held.

use super::break_even::fixed_rows;
use super::job::{Analysis, Job, JobOutput, Rows, chunks};
use super::variation::same;
use crate::run::SamplingPlan;
use crate::run::outcome::Outcome;
use crate::run::report::{goal_outcome, meets};
use crate::run::summary::{Estimate, estimate, mean, share, variance};
use aftercast_numerics::sampling::REPLICATES;
use aftercast_scenario::{AssumptionId, FACE_VALUE, Futures, Goal, Levers, Scenario};

const CHUNK: u64 = 64;

/// What is switched off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// Nothing: the headline.
    Headline,
    /// Programmes work as planned.
    Delivery,
    /// Every customer meets the service.
    Reach,
    /// Gains have no ceiling.
    Headroom,
    /// Competitors do not catch up.
    CatchUp,
    /// Score and behaviour are cause and effect.
    CausalShare,
    /// The five above together.
    AllFive,
    /// The report at face value: costs as planned and no setup too.
    FaceValue,
}

impl Case {
    /// All cases in order.
    pub const ALL: [Case; 8] = [
        Case::Headline,
        Case::Delivery,
        Case::Reach,
        Case::Headroom,
        Case::CatchUp,
        Case::CausalShare,
        Case::AllFive,
        Case::FaceValue,
    ];

    /// Name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Case::Headline => "headline",
            Case::Delivery => "delivery",
            Case::Reach => "reach",
            Case::Headroom => "headroom",
            Case::CatchUp => "catch_up",
            Case::CausalShare => "causal_share",
            Case::AllFive => "all_five",
            Case::FaceValue => "face_value",
        }
    }

    /// The assumptions it takes as known, with their values.
    pub fn known(self) -> Vec<(AssumptionId, f64)> {
        use AssumptionId as A;
        const FIVE: [A; 5] = [A::Delivery, A::EnquiryWeight, A::Headroom, A::CompetitorCatchUp, A::CausalShare];
        let wanted: &[A] = match self {
            Case::Headline => &[],
            Case::Delivery => &FIVE[..1],
            Case::Reach => &FIVE[1..2],
            Case::Headroom => &FIVE[2..3],
            Case::CatchUp => &FIVE[3..4],
            Case::CausalShare => &FIVE[4..],
            Case::AllFive => &FIVE,
            Case::FaceValue => return FACE_VALUE.to_vec(),
        };
        FACE_VALUE.into_iter().filter(|(id, _)| wanted.contains(id)).collect()
    }
}

/// One case.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CaseResult {
    /// Which.
    pub case: Case,
    /// Mean outcome, or mean paired difference of the two policies.
    pub mean: Estimate,
    /// The same less the headline, paired.
    pub change: Estimate,
    /// Share of futures in which the policy meets the goal.
    pub chance: Estimate,
}

/// All cases, and the margin.
#[derive(Clone, Debug, PartialEq)]
pub struct StructuralReport {
    /// The cases in order, the headline first.
    pub cases: Vec<CaseResult>,
    /// Contribution margin at which the mean net gain (or difference) is zero; none where revenue does not change or for other outcomes.
    /// It may lie outside 0 to 1: then no margin does it.
    pub margin: Option<Estimate>,
    /// The company's own contribution margin.
    pub own_margin: f64,
}

/// The analysis: one round.
#[derive(Debug)]
pub struct Structural {
    futures: Futures,
    plan: SamplingPlan,
    goals: Vec<Option<Levers<f64>>>,
    outcome: Outcome,
    goal: Goal,
    jobs: Vec<(usize, u64, usize)>,
    planned: bool,
    /// By case: outcome (difference), the goal's outcome, revenue (difference), returned goods (difference).
    values: Vec<[Vec<f64>; 4]>,
}

impl Structural {
    /// Cases of an outcome of `policy`, less that of `against` where given.
    pub fn new(
        scenario: &Scenario,
        policy: &Levers<f64>,
        against: Option<Option<Levers<f64>>>,
        outcome: Outcome,
    ) -> Self {
        let futures = scenario.futures();
        let plan = SamplingPlan::of(&futures);
        let jobs = (0..Case::ALL.len())
            .flat_map(|case| chunks(futures.draws, CHUNK).into_iter().map(move |(first, draws)| (case, first, draws)))
            .collect();
        Self {
            futures,
            plan,
            goals: core::iter::once(Some(*policy)).chain(against).collect(),
            outcome,
            goal: *scenario.goal(),
            jobs,
            planned: false,
            values: vec![[const { Vec::new() }; 4]; Case::ALL.len()],
        }
    }

    fn margin(&self) -> Option<Estimate> {
        let [gain, _, revenue, returned] = &self.values[0];
        let own = self.futures.company.contribution_margin;
        // what a point of margin earns: on the change of revenue, less on what comes back
        let earned = |(i, (revenue, returned)): (usize, (&f64, &f64))| {
            let lost = own + self.plan.draw(i as u64).markdown;
            revenue - if *returned == 0.0 { 0.0 } else { returned / lost }
        };
        let earns: Vec<f64> = revenue.iter().zip(returned).enumerate().map(earned).collect();
        if self.outcome != Outcome::Npv || same(mean(&earns), 0.0, Outcome::DeltaRevenue) {
            return None;
        }
        let at_zero = |part: &dyn Fn(usize) -> bool| {
            let sum = |v: &[f64]| v.iter().enumerate().filter(|(i, _)| part(*i)).map(|(_, x)| x).sum::<f64>();
            own - sum(gain) / sum(&earns)
        };
        let each: Vec<f64> = (0..REPLICATES).map(|r| at_zero(&|i| i % REPLICATES == r)).collect();
        Some(Estimate { value: at_zero(&|_| true), error: (variance(&each) / REPLICATES as f64).sqrt() })
    }
}

impl Analysis for Structural {
    type Report = StructuralReport;

    fn futures(&self) -> &Futures {
        &self.futures
    }

    fn round(&mut self) -> usize {
        if core::mem::replace(&mut self.planned, true) { 0 } else { self.jobs.len() }
    }

    fn job(&self, index: usize) -> Job {
        let (case, first, draws) = self.jobs[index];
        let case = Case::ALL[case];
        let rows = match case {
            Case::Headline => Rows::Drawn { first, draws },
            _ => Rows::Given { rows: fixed_rows(&self.plan, first, draws, &case.known()), events: self.futures.events },
        };
        Job {
            goals: self.goals.clone(),
            keep: vec![self.outcome, goal_outcome(&self.goal), Outcome::DeltaRevenue, Outcome::ReturnedGoods],
            rows,
        }
    }

    fn take(&mut self, outputs: Vec<JobOutput>) {
        for (&(case, ..), output) in self.jobs.iter().zip(&outputs) {
            let less = |column: usize| {
                let other = output.column(column + 4);
                let values = output.column(column).iter().enumerate();
                values.map(|(i, v)| v - other.get(i).copied().unwrap_or_default()).collect::<Vec<f64>>()
            };
            let [outcome, goal, revenue, returned] = &mut self.values[case];
            outcome.extend(less(0));
            goal.extend_from_slice(output.column(1));
            revenue.extend(less(2));
            returned.extend(less(3));
        }
    }

    fn report(&self) -> StructuralReport {
        let headline = &self.values[0][0];
        let cases = Case::ALL
            .iter()
            .zip(&self.values)
            .map(|(&case, [outcome, goal, ..])| {
                let change: Vec<f64> = outcome.iter().zip(headline).map(|(x, y)| x - y).collect();
                CaseResult {
                    case,
                    mean: estimate(outcome, mean),
                    change: estimate(&change, mean),
                    chance: share(goal, |v| meets(&self.goal, v)),
                }
            })
            .collect();
        StructuralReport { cases, margin: self.margin(), own_margin: self.futures.company.contribution_margin }
    }
}
