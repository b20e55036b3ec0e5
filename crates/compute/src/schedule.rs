//! Which worker computes what next, and in which order results are handed on. Pure: no workers in here.
//!
//! A run is cut into jobs of consecutive draws. A job goes to the worker that computed its baseline before,
//! so that a moved lever finds it cached; at most two jobs wait at a worker; results leave in draw order.
//!
//! An [interactive](Priority::Interactive) run leaves a processor to the page: the worker that delivered
//! the first draws is paused until they are drawn. A [background](Priority::Background) run gives a worker one small job at a
//! time, so that it is soon free for a lever that moves.

use std::collections::{BTreeMap, VecDeque};

use crate::request::{Priority, RunRequest};
use aftercast_engine::run::batch::{Block, LANE_DRAWS};

/// Draws of a job.
pub const JOB_DRAWS: u64 = 64;
/// Jobs waiting at a worker, the one in work included.
const OUTSTANDING: usize = 2;

/// A part of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Job {
    /// Position in the run.
    pub index: u32,
    /// First draw.
    pub first: u64,
    /// Number of draws.
    pub draws: usize,
}

/// What is left to do of a run.
#[derive(Debug)]
pub struct Schedule {
    request: RunRequest,
    waiting: Vec<VecDeque<Job>>,
    working: Vec<Vec<Job>>,
    arrived: BTreeMap<u32, Vec<Block>>,
    next: u32,
    jobs: u32,
    /// Workers that will not come: any other worker may take their last job too.
    absent: Vec<bool>,
    /// The worker that is paused until the first picture is drawn.
    paused: Option<usize>,
}

/// A block that is due: policy (`None` the baseline) and draws.
pub type Due = (Option<usize>, Block);

impl Schedule {
    /// Cuts a run into jobs of `draws` (a multiple of four) for so many workers.
    pub fn new(request: RunRequest, workers: usize, draws: u64) -> Self {
        let workers = workers.max(1);
        let draws = draws.max(LANE_DRAWS).next_multiple_of(LANE_DRAWS);
        let half = (draws / 2).next_multiple_of(LANE_DRAWS);
        let piece = if request.priority == Priority::Background { half } else { draws };
        let mut waiting = vec![VecDeque::new(); workers];
        let mut jobs = 0;
        let (mut first, mut turn) = (0, 0);
        let wanted = request.draws();
        while first < wanted {
            // every worker begins with half a job: the first picture waits for the first of them
            let end = wanted.min(first + if turn < workers { half } else { draws });
            while first < end {
                let length = piece.min(end - first);
                waiting[turn % workers].push_back(Job { index: jobs, first, draws: length as usize });
                first += length;
                jobs += 1;
            }
            turn += 1;
        }
        let (working, absent) = (vec![Vec::new(); workers], vec![false; workers]);
        Self { request, waiting, working, arrived: BTreeMap::new(), next: 0, jobs, absent, paused: None }
    }

    /// The run.
    pub fn request(&self) -> &RunRequest {
        &self.request
    }

    /// Policies of every job, `None` the baseline, in the order of their blocks.
    pub fn policies(&self) -> impl Iterator<Item = Option<usize>> + '_ {
        self.request.baseline.then_some(None).into_iter().chain((0..self.request.policies.len()).map(Some))
    }

    /// The next job for a worker, unless it has enough.
    pub fn next_for(&mut self, worker: usize) -> Option<Job> {
        if self.working.get(worker)?.len() >= self.most(worker) {
            return None;
        }
        // a worker's own first; near the end, those of the worker that has most left
        let own = self.waiting[worker].pop_front();
        let absent = &self.absent;
        let others = self.waiting.iter_mut().enumerate();
        let job = own.or_else(|| {
            let spare = others.filter(|(k, q)| q.len() > 1 || (absent[*k] && !q.is_empty()));
            spare.max_by_key(|(_, q)| q.len())?.1.pop_back()
        })?;
        self.working[worker].push(job);
        Some(job)
    }

    /// Jobs that may wait at a worker.
    fn most(&self, worker: usize) -> usize {
        match self.request.priority {
            Priority::Background => 1,
            // the first job of all is the first worker's
            Priority::Interactive if self.next == 0 && worker == 0 => 1,
            Priority::Interactive if self.paused == Some(worker) => 0,
            _ => OUTSTANDING,
        }
    }

    /// A worker finished a job; returns what is due now, in draw order. A job that it does not owe is dropped.
    pub fn finished(&mut self, worker: usize, index: u32, values: Vec<f64>) -> Vec<Due> {
        let Some(mine) = self.working.get_mut(worker) else { return Vec::new() };
        let Some(position) = mine.iter().position(|job| job.index == index) else { return Vec::new() };
        let job = mine.remove(position);
        let policies: Vec<Option<usize>> = self.policies().collect();
        self.arrived.insert(index, blocks(job.first, job.draws, policies.len(), values));
        let mut due = Vec::new();
        let nothing_yet = self.next == 0;
        while let Some(blocks) = self.arrived.remove(&self.next) {
            due.extend(policies.iter().copied().zip(blocks));
            self.next += 1;
        }
        if self.request.priority == Priority::Interactive && nothing_yet && !due.is_empty() {
            self.paused = Some(worker);
        }
        due
    }

    /// A worker failed: its jobs go to the others, or to its successor where it was the only one.
    pub fn lost(&mut self, worker: usize) {
        let Some(mine) = self.working.get_mut(worker) else { return };
        for job in std::mem::take(mine).into_iter().rev() {
            self.waiting[worker].push_front(job);
        }
        let count = self.waiting.len();
        if count > 1 {
            let unassigned = std::mem::take(&mut self.waiting[worker]);
            for (i, job) in unassigned.into_iter().enumerate() {
                let next = (worker + 1 + i % (count - 1)) % count;
                self.waiting[next].push_back(job);
            }
        }
    }

    /// There will be no such worker: any worker may take its jobs.
    pub fn without(&mut self, worker: usize) {
        if let Some(absent) = self.absent.get_mut(worker) {
            *absent = true;
        }
    }

    /// Whether a worker is paused until the first picture is drawn.
    pub fn is_paused(&self, worker: usize) -> bool {
        self.paused == Some(worker)
    }

    /// The first picture is drawn.
    pub fn first_picture_drawn(&mut self) {
        self.paused = None;
    }

    /// Whether a worker has jobs it has not delivered.
    pub fn owes(&self, worker: usize) -> bool {
        self.working.get(worker).is_some_and(|jobs| !jobs.is_empty())
    }

    /// Whether everything was handed on.
    pub fn is_done(&self) -> bool {
        self.next == self.jobs
    }
}

/// The blocks in a job's numbers, one a policy.
fn blocks(first: u64, draws: usize, policies: usize, values: Vec<f64>) -> Vec<Block> {
    if policies == 1 {
        return vec![Block { first, draws, values }];
    }
    let length = values.len() / policies.max(1);
    values.chunks_exact(length.max(1)).map(|v| Block { first, draws, values: v.to_vec() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use aftercast_engine::check;
    use aftercast_scenario::Draft;

    fn request(draws: u64) -> RunRequest {
        let futures = check(&Draft::default()).unwrap().futures().with_draws(draws);
        let today = futures.today;
        RunRequest { run: 1, futures, baseline: false, policies: vec![today], draws: None, priority: Priority::Batch }
    }

    /// Lets the workers that are there work in turn, and returns the first draws of what was handed on.
    fn handed_on(schedule: &mut Schedule, present: &[usize]) -> Vec<u64> {
        let mut order = Vec::new();
        loop {
            let jobs: Vec<(usize, Job)> =
                present.iter().filter_map(|worker| schedule.next_for(*worker).map(|job| (*worker, job))).collect();
            if jobs.is_empty() {
                return order;
            }
            for (worker, job) in jobs.into_iter().rev() {
                let due = schedule.finished(worker, job.index, vec![0.0; job.draws]);
                order.extend(due.iter().map(|(_, block)| block.first));
            }
        }
    }

    #[test]
    fn results_leave_in_draw_order_on_any_worker() {
        // three workers begin with half a job
        let rising: Vec<u64> = [0, 32, 64].into_iter().chain((0..15).map(|k| 96 + 64 * k)).collect();
        for present in [vec![0, 1, 2], vec![1], vec![0, 2]] {
            let mut schedule = Schedule::new(request(1024), 3, 64);
            (0..3).filter(|worker| !present.contains(worker)).for_each(|worker| schedule.without(worker));
            assert_eq!(handed_on(&mut schedule, &present), rising, "{present:?}");
            assert!(schedule.is_done());
        }
    }

    #[test]
    fn the_worker_of_the_first_picture_is_paused_until_it_is_drawn() {
        let mut schedule = Schedule::new(RunRequest { priority: Priority::Interactive, ..request(1024) }, 2, 64);
        let first = schedule.next_for(0).unwrap();
        assert_eq!((first.first, schedule.next_for(0)), (0, None), "nothing else keeps it from the first draws");
        let others = [schedule.next_for(1).unwrap(), schedule.next_for(1).unwrap()];
        assert!(!schedule.finished(0, first.index, vec![0.0; first.draws]).is_empty());
        assert!(schedule.is_paused(0) && !schedule.is_paused(1));
        assert_eq!(schedule.next_for(0), None);
        schedule.first_picture_drawn();
        for job in others {
            schedule.finished(1, job.index, vec![0.0; job.draws]);
        }
        handed_on(&mut schedule, &[0, 1]);
        assert!(schedule.is_done());
    }

    #[test]
    fn beside_the_picture_a_worker_has_one_small_job_of_the_same_draws_as_always() {
        let schedule = |priority| Schedule::new(RunRequest { priority, ..request(1000) }, 3, 64);
        let draws = |schedule: &Schedule, worker: usize| {
            schedule.waiting[worker].iter().flat_map(|j| j.first..j.first + j.draws as u64).collect::<Vec<_>>()
        };
        let (whole, mut beside) = (schedule(Priority::Batch), schedule(Priority::Background));
        for worker in 0..3 {
            assert_eq!(draws(&whole, worker), draws(&beside, worker), "their baselines are computed there");
            assert!(beside.waiting[worker].iter().all(|job| job.draws <= 32));
            assert!(beside.next_for(worker).is_some() && beside.next_for(worker).is_none());
        }
    }

    #[test]
    fn a_job_of_a_worker_that_may_still_come_waits_for_it() {
        let mut schedule = Schedule::new(request(1024), 2, 64);
        handed_on(&mut schedule, &[0]);
        assert!(!schedule.is_done());
        schedule.lost(1);
        handed_on(&mut schedule, &[0]);
        assert!(schedule.is_done());
    }
}
