//! What a search is asked for, and what is wrong with it.

use super::super::guards::Guards;
use super::measure::{Aim, Statistic};
use super::space::{LeverRange, Space};
use aftercast_scenario::{Allowed, Futures, LeverId, Levers, ViolationKind, Violations};

/// Evaluations of a search.
pub const EVALUATIONS_RANGE: (usize, usize) = (16, 200_000);
/// Draws of an evaluation.
pub const FRONTIER_DRAWS_RANGE: (u64, u64) = (16, 65_536);
/// Probabilities of a quantile or a CVaR.
const PROBABILITY_RANGE: (f64, f64) = (0.001, 0.999);

/// What to look for.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontierRequest {
    /// Company, assumptions, sampler, events and seed; its draws are those of the confirmation.
    pub futures: Futures,
    /// Levers that may move.
    pub levers: Vec<LeverRange>,
    /// Where all others stand, and where the search starts.
    pub locked: Levers<f64>,
    /// Policies shown beside the frontier, by how far they fall short of it.
    pub references: Vec<Levers<f64>>,
    /// What is to be large.
    pub aim: Aim,
    /// Which number of it.
    pub statistic: Statistic,
    /// Evaluations of the search.
    pub evaluations: usize,
    /// Draws of an evaluation of the search.
    pub search_draws: u64,
    /// Policies evaluated at a time; depends on nothing that spreads the work, so that results do not either.
    pub population: usize,
    /// What a recommendation must not break.
    pub guards: Guards,
}

/// Policies evaluated at a time by default.
pub const POPULATION: usize = 48;

impl FrontierRequest {
    /// Today's policy.
    pub(super) fn today(&self) -> Levers<f64> {
        Levers::start_from(&self.futures.today)
    }

    /// The levers that may move within the guard rails, and those that the evidence holds where they stand.
    pub(super) fn within(&self) -> (Vec<LeverRange>, Vec<LeverId>) {
        let (mut free, mut held) = (Vec::new(), Vec::new());
        for range in &self.levers {
            let (spec, ends) = (range.lever.spec(), [range.low, range.high]);
            let sound = range.low < range.high && ends.iter().all(|x| (spec.min..=spec.max).contains(x));
            match self.guards.range(range.lever, (range.low, range.high), *self.futures.today.get(range.lever)) {
                // what is wrong by itself is named as such
                _ if !sound => free.push(*range),
                Some((low, high)) => free.push(LeverRange { low, high, ..*range }),
                None => held.push(range.lever),
            }
        }
        (free, held)
    }

    /// Everything that is wrong with the request.
    pub(super) fn check(&self) -> Result<Space, Violations> {
        let (free, held) = self.within();
        if free.is_empty() && !held.is_empty() {
            let mut v = Violations::default();
            let names: Vec<&str> = held.iter().map(|id| id.name()).collect();
            v.push(
                ViolationKind::OutOfRange,
                "levers",
                names.join(", "),
                Allowed::MovableLever,
                "free another lever, or switch off the guard rail that keeps levers within the evidence",
            );
            return Err(v);
        }
        let (space, mut v) = match Space::new(free, self.locked) {
            Ok(space) => (Some(space), Violations::default()),
            Err(v) => (None, v),
        };
        let (least, most) = EVALUATIONS_RANGE;
        let limits = (least as f64, most as f64);
        v.range("evaluations", self.evaluations as f64, limits, "evaluations", "2000 suits most questions");
        let (least, most) = FRONTIER_DRAWS_RANGE;
        let limits = (least as f64, most as f64);
        v.range("draws", self.search_draws as f64, limits, "draws", "256 suits a mean, 1024 a quantile or CVaR");
        v.range("draws", self.futures.draws as f64, limits, "draws", "1024 suits most questions");
        v.range("population", self.population as f64, (4.0, 1000.0), "policies", "48 suits most questions");
        if let Statistic::Quantile(p) | Statistic::Cvar(p) = self.statistic {
            v.range("statistic", p, PROBABILITY_RANGE, "", "0.05 for the worst in twenty");
        }
        match space {
            Some(space) if v.is_empty() => Ok(space),
            _ => Err(v),
        }
    }
}
