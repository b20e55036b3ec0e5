//! The efficient frontier: the best that can be reached for each share of revenue spent on service.
//!
//! Claim: among all settings of the free levers, the policies listed are not beaten by another that costs no more, as far as
//! so many evaluations can tell; their numbers come from draws that the search has not seen, so they are not flattered by
//! having been chosen.
//! Equations: minimise mean cost share and maximise the aim's statistic over the free levers, on common random numbers;
//!   then measure the front found on fresh draws and keep what is still undominated.
//! Symbols: cost share 0-1 of the last year; aim in its outcome's unit.
//! Validity: a search, not a proof: more evaluations may find better. A policy whose wage would keep all agents in training
//!   counts as broken.
//! Source: search: [`search`]; fresh draws against the winner's curse: Smith & Winkler, Management Science 52 (2006) 311-322.
//!
//! ```no_run
//! # use aftercast::engine::{analysis::frontier::*, run::batch::Engine, scenario::*};
//! # fn example(request: FrontierRequest) -> Result<(), Box<dyn std::error::Error>> {
//! let mut frontier = Frontier::new(request)?;
//! let mut engine = Engine::new(frontier.world().clone());
//! loop {
//!     let asked = frontier.ask();
//!     if asked.is_empty() { break }
//!     engine.enter(frontier.world().clone());
//!     let (aim, statistic) = (frontier.request().aim, frontier.request().statistic);
//!     let told: Result<Vec<Measured>, _> =
//!         asked.iter().map(|levers| measure(&mut engine, levers, aim, statistic)).collect();
//!     frontier.tell(told.map_err(|e| format!("{e:?}"))?)?;
//! }
//! # Ok(()) }
//! ```

mod measure;
mod price;
pub mod report;
pub mod search;
mod space;

pub use measure::{Aim, Measured, Replicated, Statistic, measure, measure_block};
pub use price::{Price, STUDENT_7, prices, ratio};
pub use search::{Search, SearchSettings, WrongCount};
pub use space::{LeverRange, Space};

use super::pareto::{Score, front, select};
use crate::engine::random::mix;
use crate::engine::scenario::check::{LARGEST_SEED, lost_to_training};
use crate::engine::scenario::{Levers, ViolationKind, Violations, World};

/// Evaluations of a search.
pub const EVALUATIONS_RANGE: (usize, usize) = (16, 200_000);
/// Draws of an evaluation.
pub const FRONTIER_DRAWS_RANGE: (u64, u64) = (16, 65_536);
/// Policies of the front that are measured again on fresh draws, at most.
const CONFIRMED: usize = 64;
/// Probabilities of a quantile or a CVaR.
const PROBABILITY_RANGE: (f64, f64) = (0.001, 0.999);

/// What to look for.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontierRequest {
    /// Company, assumptions, sampler, events and seed; its draws are those of the confirmation.
    pub world: World,
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
}

/// Policies evaluated at a time where nobody says otherwise.
pub const POPULATION: usize = 48;

impl FrontierRequest {
    /// Everything that is wrong with the request.
    fn check(&self) -> Result<Space, Violations> {
        let (space, mut v) = match Space::new(self.levers.clone(), self.locked) {
            Ok(space) => (Some(space), Violations::default()),
            Err(v) => (None, v),
        };
        let (least, most) = EVALUATIONS_RANGE;
        let limits = (least as f64, most as f64);
        v.range("evaluations", self.evaluations as f64, limits, "evaluations", "2000 suits most questions");
        let (least, most) = FRONTIER_DRAWS_RANGE;
        let limits = (least as f64, most as f64);
        v.range("draws", self.search_draws as f64, limits, "draws", "256 suits a mean, 1024 a quantile or CVaR");
        v.range("draws", self.world.draws as f64, limits, "draws", "1024 suits most questions");
        v.range("population", self.population as f64, (4.0, 1000.0), "policies", "48 suits most questions");
        if let Statistic::Quantile(p) | Statistic::Cvar(p) = self.statistic {
            v.range("statistic", p, PROBABILITY_RANGE, "", "0.05 for the worst in twenty");
        }
        if let Some(space) = &space
            && !(lost_to_training(&self.world.today, &space.start(), &self.world.distributions) < 1.0)
        {
            v.push(
                ViolationKind::Impossible,
                "locked.agent_wage",
                space.start().agent_wage,
                "a wage at which agents stay longer than they train",
                "lock a higher wage, or lower attrition_wage_elasticity",
            );
        }
        match space {
            Some(space) if v.is_empty() => Ok(space),
            _ => Err(v),
        }
    }
}

/// What is being computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Looking for good policies.
    Search,
    /// Measuring the best on fresh draws.
    Confirm,
    /// All told.
    Done,
}

/// A policy on the frontier.
#[derive(Clone, Debug, PartialEq)]
pub struct FrontierPoint {
    /// The whole policy: what can be opened.
    pub levers: Levers<f64>,
    /// Its numbers on fresh draws.
    pub measured: Measured,
    /// Its aim as the search saw it.
    pub searched_aim: f64,
    /// What a further percentage point of revenue buys, in the aim's unit; none at the end.
    pub price: Option<Price>,
    /// What a further CNY of cost over the horizon buys, in the aim's unit; none where cost does not grow.
    pub price_per_cny: Option<Price>,
}

/// A frontier in the making: asks for policies to be measured, is told the results. Dropping it is cancelling it.
#[derive(Clone, Debug)]
pub struct Frontier {
    request: FrontierRequest,
    space: Space,
    search: Search,
    phase: Phase,
    world: World,
    /// Policies asked for now.
    asked: Vec<Levers<f64>>,
    /// For each point the search asks for: how it is broken, or none where it is among those asked for.
    broken: Vec<Option<Score>>,
    /// Front of the search with its aims there, confirmed together with the references.
    candidates: Vec<(Levers<f64>, f64)>,
    confirmed: Vec<Measured>,
}

impl Frontier {
    /// Prepares a search.
    ///
    /// # Errors
    /// Everything that is wrong with the request.
    pub fn new(request: FrontierRequest) -> Result<Self, Violations> {
        let space = request.check()?;
        let settings = SearchSettings {
            quanta: space.quanta(),
            evaluations: request.evaluations,
            population: request.population,
            seed: request.world.seed,
        };
        let mut starts = space.starts();
        starts.splice(1..1, request.references.iter().map(|levers| space.point(levers)));
        let world = World { draws: request.search_draws, ..request.world.clone() };
        let search = Search::new(settings, starts);
        let (asked, broken, candidates, confirmed) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Ok(Self { request, space, search, phase: Phase::Search, world, asked, broken, candidates, confirmed })
    }

    /// The request.
    pub fn request(&self) -> &FrontierRequest {
        &self.request
    }

    /// What is being computed.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// The world in which what [`ask`](Self::ask) returns is to be measured: it changes from search to confirmation.
    pub fn world(&self) -> &World {
        &self.world
    }

    /// Policies measured and to be measured, those of the confirmation included as far as they are known.
    pub fn progress(&self) -> (usize, usize) {
        let (done, all) = self.search.progress();
        match self.phase {
            Phase::Search => (done, all + CONFIRMED.min(all)),
            Phase::Confirm => (all, all + self.asked.len()),
            Phase::Done => (all + self.confirmed.len(), all + self.confirmed.len()),
        }
    }

    /// Policies to measure next, all in [`world`](Self::world); empty when done. The same until told.
    ///
    /// A policy that cannot run is not asked for: the model is not defined there, and the search only has to know how far it is off.
    pub fn ask(&mut self) -> &[Levers<f64>] {
        while self.asked.is_empty() && self.phase == Phase::Search {
            let policies: Vec<Levers<f64>> = self.search.ask().iter().map(|point| self.space.policy(point)).collect();
            if policies.is_empty() {
                self.confirm();
                break;
            }
            self.broken = policies.iter().map(|levers| self.broken(levers)).collect();
            self.asked = policies.iter().zip(&self.broken).filter(|(_, b)| b.is_none()).map(|(l, _)| *l).collect();
            if self.asked.is_empty() {
                let scores: Vec<Score> = self.broken.iter().flatten().copied().collect();
                // as many as were asked for, because all of them are broken
                if self.search.tell(&scores).is_err() {
                    break;
                }
            }
        }
        &self.asked
    }

    /// Takes what was measured, in the order asked.
    ///
    /// # Errors
    /// Another number of results than asked for; nothing is taken.
    pub fn tell(&mut self, measured: Vec<Measured>) -> Result<(), WrongCount> {
        if measured.len() != self.asked.len() {
            return Err(WrongCount { expected: self.asked.len(), got: measured.len() });
        }
        match self.phase {
            Phase::Search => {
                let mut told = measured.iter().map(score);
                let scores: Vec<Score> =
                    self.broken.iter().filter_map(|broken| broken.or_else(|| told.next())).collect();
                self.search.tell(&scores)?;
            }
            Phase::Confirm => {
                self.confirmed = measured;
                self.phase = Phase::Done;
            }
            Phase::Done => {}
        }
        self.asked.clear();
        Ok(())
    }

    /// How far a policy is from one that can run; none where it can.
    fn broken(&self, levers: &Levers<f64>) -> Option<Score> {
        let world = &self.request.world;
        let violation = lost_to_training(&world.today, levers, &world.distributions) - 1.0;
        // an attrition of exactly that much leaves nobody either
        (!(violation < 0.0)).then(|| Score { objectives: [0.0; 2], violation: violation.max(f64::MIN_POSITIVE) })
    }

    /// The search has ended: its front and the references are measured on other draws.
    fn confirm(&mut self) {
        let (points, scores) = self.search.evaluated();
        let front = front(scores);
        let of: Vec<Score> = front.iter().map(|&i| scores[i]).collect();
        let mut kept = select(&of, CONFIRMED.min(of.len()));
        kept.sort_unstable();
        self.candidates = kept.iter().map(|&k| (self.space.policy(&points[front[k]]), -of[k].objectives[1])).collect();
        let seed = mix(self.request.world.seed ^ 0x6672_6573_6820_6472) % LARGEST_SEED;
        self.world = World { seed, ..self.request.world.clone() };
        self.asked = self.candidates.iter().map(|(levers, _)| *levers).collect();
        // where everything is locked may be outside the free ranges; the start is the nearest policy inside
        self.asked.push(self.space.start());
        self.asked.extend_from_slice(&self.request.references);
        self.phase = Phase::Confirm;
    }

    /// The undominated policies so far, as the search sees them: cost share, aim and the policy, by growing cost.
    pub fn preview(&self) -> Vec<(f64, f64, Levers<f64>)> {
        let (points, scores) = self.search.evaluated();
        front(scores)
            .into_iter()
            .map(|i| (scores[i].objectives[0], -scores[i].objectives[1], self.space.policy(&points[i])))
            .collect()
    }

    /// Scores of everything searched, in order: cost share and minus the aim.
    pub fn searched(&self) -> &[Score] {
        self.search.evaluated().1
    }

    /// The frontier by growing cost, once done; empty before.
    pub fn points(&self) -> Vec<FrontierPoint> {
        if self.phase != Phase::Done {
            return Vec::new();
        }
        let scores: Vec<Score> = self.confirmed[..self.candidates.len()].iter().map(score).collect();
        let front = front(&scores);
        let measured: Vec<&Measured> = front.iter().map(|&i| &self.confirmed[i]).collect();
        front
            .iter()
            .zip(prices(&measured))
            .map(|(&i, (price, price_per_cny))| FrontierPoint {
                levers: self.candidates[i].0,
                measured: self.confirmed[i],
                searched_aim: self.candidates[i].1,
                price,
                price_per_cny,
            })
            .collect()
    }

    /// The policy the search started from, then the references, on fresh draws; empty before the end.
    pub fn references(&self) -> &[Measured] {
        if self.phase == Phase::Done { &self.confirmed[self.candidates.len()..] } else { &[] }
    }

    /// How much the search flattered the policies it chose: mean of its aim less the aim on fresh draws; none before the end.
    pub fn optimism(&self) -> Option<f64> {
        let n = self.candidates.len();
        (self.phase == Phase::Done && n > 0).then(|| {
            let sum: f64 = self.candidates.iter().zip(&self.confirmed).map(|((_, seen), m)| seen - m.aim.value).sum();
            sum / n as f64
        })
    }
}

/// The two objectives, both to be small.
fn score(m: &Measured) -> Score {
    Score::feasible(m.cost_share.value, -m.aim.value)
}

/// The best of a frontier that costs no more than `cost_share`, by position; none where even the cheapest costs more.
pub fn best_within(points: &[FrontierPoint], cost_share: f64) -> Option<usize> {
    points.iter().rposition(|p| p.measured.cost_share.value <= cost_share)
}
