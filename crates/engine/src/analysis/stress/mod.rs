//! Stress tests: what each policy is worth, and what it loses, when something goes badly wrong.
//!
//! Claim: a policy is judged against today's under the same stress, and against itself in calm months, on the same draws.
//! Equations: NPV under stress = PV(profit of the policy - profit of today's, both stressed); loss = PV(profit calm) -
//!   PV(profit stressed) of the same policy and draw; recovery = first month after the start from which mean satisfaction
//!   stays within half a point of its calm path.
//! Symbols: PV in CNY over the horizon, waits in minutes, satisfaction in points, months from 0.
//! Validity: sizes of the stresses are assumptions; a stress that the horizon ends before does not occur.
//! Source: evidence 9.5-stress; disturbances: [`crate::model::disturbance`].

mod outcome;
pub mod report;

pub use outcome::{StressOutcome, Track};

use super::alerts::{Alert, Level};
use crate::model::disturbance::{Disturbance, IncidentFactors, LegalBound};
use crate::model::{BaselineError, Firm};
use crate::run::batch::{Block, Engine, LANE_DRAWS};
use crate::run::results::OutOfOrder;
use aftercast_scenario::{Company, Futures, Goal, LeverId, Levers};

/// A named stress.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stress {
    /// Id in files.
    pub id: &'static str,
    /// Name in English.
    pub name_en: &'static str,
    /// Name in Chinese.
    pub name_zh: &'static str,
    /// What happens, in English.
    pub story_en: &'static str,
    /// What happens, in Chinese.
    pub story_zh: &'static str,
    /// Ids in the evidence file.
    pub evidence: &'static [&'static str],
    /// Share of the horizon after which it starts, 0 to below 1.
    pub starts_after: f64,
    /// Months it lasts; 0: to the end.
    pub months: usize,
    /// Calendar month it waits for, 1 is January.
    pub calendar_month: Option<usize>,
    /// What is different while it lasts.
    pub change: Disturbance,
}

include!(concat!(env!("OUT_DIR"), "/stresses.rs"));

impl Stress {
    /// The stress of an id.
    pub fn from_id(id: &str) -> Option<&'static Stress> {
        STRESSES.iter().find(|s| s.id == id)
    }

    /// The month in which it starts; none where the horizon ends before.
    pub fn start(&self, company: &Company) -> Option<usize> {
        let horizon = company.horizon();
        let first = (self.starts_after * horizon as f64) as usize;
        let calendar = |t: usize| company.calendar_month(t) + 1;
        (first..horizon).find(|&t| self.calendar_month.is_none_or(|month| calendar(t) == month))
    }

    /// The disturbances of a run, one a month; empty where the stress does not occur.
    pub fn plan(&self, company: &Company) -> Vec<Disturbance> {
        let Some(start) = self.start(company) else { return Vec::new() };
        let end = if self.months == 0 { company.horizon() } else { start + self.months };
        let disturbed = |t: usize| if t >= start && t < end { self.change } else { Disturbance::CALM };
        (0..end.min(company.horizon())).map(disturbed).collect()
    }
}

/// A part of a stress test: today's policy and all others, some draws, one stress or none.
#[derive(Clone, Debug, PartialEq)]
pub struct StressJob {
    /// Position of the stress; none is the calm run.
    pub stress: Option<usize>,
    /// Disturbances month by month.
    pub plan: Vec<Disturbance>,
    /// First draw.
    pub first: u64,
    /// Number of draws.
    pub draws: usize,
}

impl StressJob {
    /// Computes the job: a block for today's policy and for each of `policies`.
    ///
    /// # Errors
    /// A draw whose baseline does not settle.
    pub fn run(&self, engine: &mut Engine, policies: &[Levers<f64>]) -> Result<Vec<Block>, BaselineError> {
        engine.disturb(self.plan.clone());
        let mut blocks = vec![engine.run(None, self.first, self.draws)?];
        for levers in policies {
            blocks.push(engine.run(Some(levers), self.first, self.draws)?);
        }
        Ok(blocks)
    }
}

/// A stress test in the making: jobs to compute in any order, results to be told in theirs. Dropping it is cancelling it.
#[derive(Clone, Debug)]
pub struct StressTest {
    futures: Futures,
    policies: Vec<Levers<f64>>,
    stresses: Vec<Stress>,
    firm: Firm,
    jobs: Vec<StressJob>,
    told: usize,
    /// Today's policy and the others: calm first, then each stress.
    tracks: Vec<Vec<Track>>,
}

impl StressTest {
    /// Plans a test of today's policy and `policies` under each of `stresses`, in jobs of so many draws.
    pub fn new(futures: Futures, policies: Vec<Levers<f64>>, stresses: Vec<Stress>, job_draws: u64) -> Self {
        let step = job_draws.max(LANE_DRAWS).next_multiple_of(LANE_DRAWS);
        let mut jobs = Vec::new();
        for stress in std::iter::once(None).chain((0..stresses.len()).map(Some)) {
            let plan = stress.map_or(Vec::new(), |s| stresses[s].plan(&futures.company));
            let mut first = 0;
            while first < futures.draws {
                let draws = step.min(futures.draws - first);
                jobs.push(StressJob { stress, plan: plan.clone(), first, draws: draws as usize });
                first += draws;
            }
        }
        let firm = Firm::new(&futures.company, &futures.today);
        let tracks = vec![vec![Track::new(firm.horizon); policies.len() + 1]; stresses.len() + 1];
        Self { futures, policies, stresses, firm, jobs, told: 0, tracks }
    }

    /// The futures of every job.
    pub fn futures(&self) -> &Futures {
        &self.futures
    }

    /// The policies, today's not among them.
    pub fn policies(&self) -> &[Levers<f64>] {
        &self.policies
    }

    /// The stresses.
    pub fn stresses(&self) -> &[Stress] {
        &self.stresses
    }

    /// Jobs not yet told, in order.
    pub fn jobs(&self) -> &[StressJob] {
        &self.jobs[self.told..]
    }

    /// Takes the blocks of the first job not yet told.
    ///
    /// # Errors
    /// Blocks of other draws than that job's; nothing is taken.
    pub fn tell(&mut self, blocks: &[Block]) -> Result<(), OutOfOrder> {
        let Some(job) = self.jobs.get(self.told) else {
            return Err(OutOfOrder { expected: self.futures.draws, got: blocks.first().map_or(0, |b| b.first) });
        };
        let tracks = &mut self.tracks[job.stress.map_or(0, |s| s + 1)];
        let fits = |b: &Block| b.first == job.first && b.draws == job.draws;
        if blocks.len() != tracks.len() || !blocks.iter().all(fits) {
            return Err(OutOfOrder { expected: job.first, got: blocks.first().map_or(u64::MAX, |b| b.first) });
        }
        for (track, block) in tracks.iter_mut().zip(blocks) {
            track.take(block, self.firm.discount);
        }
        self.told += 1;
        Ok(())
    }

    /// What is left of policy number `policy` (0 is today's) under a stress (none: calm); none before all jobs are told.
    pub fn outcome(&self, stress: Option<usize>, policy: usize, goal: &Goal) -> Option<StressOutcome> {
        if self.told < self.jobs.len() {
            return None;
        }
        let calm = self.tracks.first()?.get(policy)?;
        let track = self.tracks.get(stress.map_or(0, |s| s + 1))?.get(policy)?;
        let start = match stress {
            None => None,
            Some(s) => self.stresses.get(s)?.start(&self.futures.company),
        };
        Some(StressOutcome::new(track, calm, start, policy == 0, goal))
    }
}

/// The level of every alert on an outcome, in the order of the alerts.
pub fn alarms(outcome: &StressOutcome, alerts: &[Alert]) -> Vec<Level> {
    alerts.iter().map(|alert| outcome.measure(alert.measure).map_or(Level::Calm, |value| alert.level(value))).collect()
}
