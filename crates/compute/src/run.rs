//! A run of draws as a plan.

use aftercast_engine::analysis::JobOutput;
use aftercast_scenario::Futures;

use crate::order::Order;
use crate::plan::{Event, Plan};
use crate::request::RunRequest;
use crate::schedule::{Due, JOB_DRAWS, Schedule};

/// Draws of an order where the page computes by itself between its own tasks.
const FINE_DRAWS: u64 = 8;

/// A run in jobs of consecutive draws, handed on in draw order.
#[derive(Debug)]
pub struct RunPlan {
    schedule: Schedule,
    job_draws: u64,
}

impl RunPlan {
    /// A run in jobs of the usual size.
    pub fn new(request: RunRequest) -> Self {
        Self::in_jobs_of(JOB_DRAWS, request)
    }

    /// A run in jobs of so many draws.
    pub fn in_jobs_of(job_draws: u64, request: RunRequest) -> Self {
        Self { schedule: Schedule::new(request, 1, job_draws), job_draws }
    }
}

impl Plan for RunPlan {
    type Report = ();

    fn id(&self) -> u32 {
        self.schedule.request().run
    }

    fn start(&mut self, workers: usize) -> Vec<Event<()>> {
        self.schedule = Schedule::new(self.schedule.request().clone(), workers, self.job_draws);
        Vec::new()
    }

    fn futures(&self) -> &Futures {
        &self.schedule.request().futures
    }

    fn round(&self) -> u32 {
        0
    }

    fn next_for(&mut self, worker: usize) -> Option<(u32, Order)> {
        let job = self.schedule.next_for(worker)?;
        let levers = |policy: Option<usize>| policy.and_then(|p| self.schedule.request().policies.get(p)).copied();
        let policies = self.schedule.policies().map(levers).collect();
        Some((job.index, Order::Draws { first: job.first, draws: job.draws, policies }))
    }

    fn finished(&mut self, worker: usize, index: u32, output: JobOutput) -> Vec<Event<()>> {
        let was_done = self.schedule.is_done();
        let due = self.schedule.finished(worker, index, output.values);
        let mut events: Vec<_> = due.into_iter().map(|(policy, block): Due| Event::Block(policy, block)).collect();
        if !was_done && self.schedule.is_done() {
            events.push(Event::Done(()));
        }
        events
    }

    fn owes(&self, worker: usize) -> bool {
        self.schedule.owes(worker)
    }

    fn lost(&mut self, worker: usize) {
        self.schedule.lost(worker);
    }

    fn without(&mut self, worker: usize) {
        self.schedule.without(worker);
    }

    fn is_done(&self) -> bool {
        self.schedule.is_done()
    }

    fn is_paused(&self, worker: usize) -> bool {
        self.schedule.is_paused(worker)
    }

    fn picture_drawn(&mut self) {
        self.schedule.first_picture_drawn();
    }

    fn divide_finely(&mut self) -> bool {
        self.job_draws = FINE_DRAWS;
        true
    }
}
