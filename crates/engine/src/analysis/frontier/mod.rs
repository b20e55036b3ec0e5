//! The efficient frontier: the best that can be reached for each share of revenue spent on service.
//!
//! Claim: among all settings of the free levers, the policies listed are not beaten by another that costs no more, as far as
//! so many evaluations can tell; their numbers come from draws that the search has not seen, so they are not flattered by
//! having been chosen.
//! Equations: minimise mean cost share and maximise the aim's statistic over the free levers, on common random numbers;
//!   then measure the front found on fresh draws and keep what is still undominated.
//! Guard rails ([`super::guards`]) are constraints of the search and of what is kept after it, each against today's policy on the same draws.
//! Symbols: cost share 0-1 of the last year; aim in its outcome's unit.
//! Validity: a search, not a proof: more evaluations may find better.
//! Source: search: [`search`]; fresh draws against the winner's curse: Smith & Winkler, Management Science 52 (2006) 311-322.
//!
//! ```no_run
//! # use aftercast_engine::{analysis::frontier::*, run::batch::Engine};
//! # use aftercast_scenario::*;
//! # fn example(request: FrontierRequest) -> Result<(), Box<dyn std::error::Error>> {
//! let mut frontier = Frontier::new(request)?;
//! let mut engine = Engine::new(frontier.futures().clone());
//! loop {
//!     let asked = frontier.ask().to_vec();
//!     if asked.is_empty() { break }
//!     engine.enter(frontier.futures().clone());
//!     let (aim, statistic) = (frontier.request().aim, frontier.request().statistic);
//!     let told: Result<Vec<Measured>, _> =
//!         asked.iter().map(|levers| measure(&mut engine, levers, aim, statistic)).collect();
//!     frontier.tell(told?)?;
//! }
//! # Ok(()) }
//! ```

mod measure;
mod price;
pub mod report;
mod request;
pub mod search;
mod space;

pub use measure::{Aim, Measured, Replicated, Statistic, measure, measure_block};
pub use price::{Price, Step, Worth, prices, ratio};
pub use request::{EVALUATIONS_RANGE, FRONTIER_DRAWS_RANGE, FrontierRequest, POPULATION};
pub use search::{Search, SearchSettings, WrongCount};
pub use space::{LeverRange, Space};

use super::guards::{Service, patience};
use super::pareto::{Score, front, select};
use aftercast_numerics::random::mix;
use aftercast_scenario::check::LARGEST_SEED;
use aftercast_scenario::{Assumptions, Futures, LeverId, Levers, Violations};

/// Policies of the front that are measured again on fresh draws, at most.
const CONFIRMED: usize = 64;

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
    /// What more spending buys.
    pub worth: Worth,
}

/// A frontier in the making: asks for policies to be measured, is told the results. Dropping it is cancelling it.
#[derive(Clone, Debug)]
pub struct Frontier {
    request: FrontierRequest,
    space: Space,
    search: Search,
    phase: Phase,
    futures: Futures,
    /// Policies asked for now.
    asked: Vec<Levers<f64>>,
    /// Front of the search with its aims there, confirmed together with the references and today's policy.
    candidates: Vec<(Levers<f64>, f64)>,
    confirmed: Vec<Measured>,
    /// Mean patience of the central draw, minutes.
    patience: f64,
    /// Today's service on the draws of the search, once it is measured.
    searched_today: Option<Service>,
    /// Levers that the evidence holds.
    held: Vec<LeverId>,
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
            seed: request.futures.seed,
        };
        let mut starts = space.starts();
        starts.splice(1..1, request.references.iter().map(|levers| space.point(levers)));
        let futures = request.futures.clone().with_draws(request.search_draws);
        let search = Search::new(settings, starts);
        let central = Assumptions::from_fn(|id| futures.distributions.get(id).central());
        Ok(Self {
            patience: patience(&futures.company, &central),
            held: request.within().1,
            request,
            space,
            search,
            phase: Phase::Search,
            futures,
            asked: Vec::new(),
            candidates: Vec::new(),
            confirmed: Vec::new(),
            searched_today: None,
        })
    }

    /// The request.
    pub fn request(&self) -> &FrontierRequest {
        &self.request
    }

    /// What is being computed.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// The futures in which what [`ask`](Self::ask) returns is to be measured: it changes from search to confirmation.
    pub fn futures(&self) -> &Futures {
        &self.futures
    }

    /// Policies to measure next, all in [`futures`](Self::futures); empty when done. The same until told.
    pub fn ask(&mut self) -> &[Levers<f64>] {
        if self.asked.is_empty() && self.waits_for_today() {
            // the rails are relative to today's policy in the same futures
            self.asked.push(self.request.today());
        }
        if self.asked.is_empty() && self.phase == Phase::Search {
            self.asked = self.search.ask().iter().map(|point| self.space.policy(point)).collect();
            if self.asked.is_empty() {
                self.confirm();
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
        if self.waits_for_today() {
            self.searched_today = measured.first().map(|m| self.service(m));
            self.asked.clear();
            return Ok(());
        }
        match self.phase {
            Phase::Search => {
                let scores: Vec<Score> = measured.iter().map(|m| self.score(m, self.searched_today)).collect();
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

    /// Whether today's policy has to be measured before the search can go on.
    fn waits_for_today(&self) -> bool {
        let relative = self.request.guards.csi || self.request.guards.abandoned.is_some();
        self.phase == Phase::Search && relative && self.searched_today.is_none()
    }

    /// How a measured policy serves its customers.
    pub fn service(&self, m: &Measured) -> Service {
        Service::new(m.csi.value, m.wait.value, self.patience)
    }

    /// The two objectives, both to be small, and how far the rails are broken.
    fn score(&self, m: &Measured, today: Option<Service>) -> Score {
        let violation = today.map_or(0.0, |today| self.request.guards.violation(self.service(m), today));
        Score { violation, ..score(m) }
    }

    /// Today's policy on the fresh draws; none before the end.
    pub fn today(&self) -> Option<&Measured> {
        self.confirmed.last().filter(|_| self.phase == Phase::Done)
    }

    /// Mean patience of the central draw, minutes.
    pub fn patience(&self) -> f64 {
        self.patience
    }

    /// Levers that were to move but are held where they stand, because the evidence has no other figures for them.
    pub fn held(&self) -> &[LeverId] {
        &self.held
    }

    /// The search has ended: its front and the references are measured on other draws.
    fn confirm(&mut self) {
        let (points, scores) = self.search.evaluated();
        let front = front(scores);
        let of: Vec<Score> = front.iter().map(|&i| scores[i]).collect();
        let mut kept = select(&of, CONFIRMED.min(of.len()));
        kept.sort_unstable();
        self.candidates = kept.iter().map(|&k| (self.space.policy(&points[front[k]]), -of[k].objectives[1])).collect();
        let start = self.space.start();
        match self.candidates.iter_mut().find(|(levers, _)| *levers == start) {
            Some((levers, _)) => *levers = self.space.exact_start(),
            None => self.candidates.extend(self.staying()),
        }
        let seed = mix(self.request.futures.seed ^ 0x6672_6573_6820_6472) % LARGEST_SEED;
        self.futures = self.request.futures.clone().with_seed(seed);
        self.asked = self.candidates.iter().map(|(levers, _)| *levers).collect();
        // where everything is locked may be outside the free ranges; the start is the nearest policy inside, off the levers' steps
        self.asked.push(self.space.exact_start());
        self.asked.extend_from_slice(&self.request.references);
        self.asked.push(self.request.today());
        self.phase = Phase::Confirm;
    }

    /// The policy that the search started from, with its aim there: it keeps to the rails on any draws, so a frontier of few
    /// evaluations is not empty where all that beat it break a rail on the fresh draws. None where it cannot run.
    fn staying(&self) -> Option<(Levers<f64>, f64)> {
        let (points, scores) = self.search.evaluated();
        let start = self.space.start();
        let k = points.iter().position(|point| self.space.policy(point) == start)?;
        (scores[k].violation == 0.0).then(|| (self.space.exact_start(), -scores[k].objectives[1]))
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
        let today = self.today().map(|m| self.service(m));
        let measured = &self.confirmed[..self.candidates.len()];
        // only policies within the rails could have been chosen
        let sound: Vec<usize> =
            (0..measured.len()).filter(|&i| self.score(&measured[i], today).violation == 0.0).collect();
        let chosen_from: Vec<Measured> = sound.iter().map(|&i| measured[i]).collect();
        let scores: Vec<Score> = chosen_from.iter().map(score).collect();
        let front = front(&scores);
        front
            .iter()
            .zip(prices(&chosen_from, &front, self.request.futures.seed))
            .map(|(&k, worth)| FrontierPoint {
                levers: self.candidates[sound[k]].0,
                measured: chosen_from[k],
                searched_aim: self.candidates[sound[k]].1,
                worth,
            })
            .collect()
    }

    /// The policy the search started from, then the references, on fresh draws; empty before the end.
    pub fn references(&self) -> &[Measured] {
        let end = self.confirmed.len().saturating_sub(1);
        if self.phase == Phase::Done { &self.confirmed[self.candidates.len()..end] } else { &[] }
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
