//! What is computed in parts, where, and what its owner hears of it.

use aftercast_engine::analysis::JobOutput;
use aftercast_engine::run::batch::Block;
use aftercast_scenario::Futures;

use crate::failure::PlanError;
use crate::order::Order;

/// How far a plan is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Progress {
    /// Orders of this round that are done.
    pub done: usize,
    /// Orders of this round.
    pub planned: usize,
    /// Round, counted from 1.
    pub round: usize,
    /// Rounds there will be, about.
    pub rounds: usize,
}

impl Progress {
    /// Share of everything that is done, 0 to 1.
    pub fn share(&self) -> f64 {
        let before = self.round.saturating_sub(1) as f64;
        (before + self.done as f64 / self.planned.max(1) as f64) / self.rounds.max(1) as f64
    }
}

/// What the owner of a plan hears.
#[derive(Clone, Debug, PartialEq)]
pub enum Event<R> {
    /// Draws of a policy (`None` the baseline), in draw order.
    Block(Option<usize>, Block),
    /// The plan goes on.
    Progress(Progress),
    /// All is done.
    Done(R),
    /// It cannot be computed: why.
    Failed(PlanError),
    /// It starts again from its first draw: what arrived of it is void.
    Restarted,
    /// Workers could not be started, for a reason as the browser has it, or failed too often: from here on the page computes by itself.
    WorkersLost(Option<String>),
}

/// Something to be computed in parts. Pure: it knows workers by number only.
pub trait Plan {
    /// What comes out in the end.
    type Report;

    /// Id by which its owner knows it.
    fn id(&self) -> u32;
    /// Plans the first orders for so many workers; also begins again.
    fn start(&mut self, workers: usize) -> Vec<Event<Self::Report>>;
    /// The futures in which orders are computed now.
    fn futures(&self) -> &Futures;
    /// Counts the sets of futures: where it has grown, workers enter [`futures`](Self::futures) again.
    fn round(&self) -> u32;
    /// The next order for a worker, with its number; nothing while it has enough.
    fn next_for(&mut self, worker: usize) -> Option<(u32, Order)>;
    /// A worker is done with an order. An output that it does not owe changes nothing.
    fn finished(&mut self, worker: usize, index: u32, output: JobOutput) -> Vec<Event<Self::Report>>;
    /// Whether a worker has orders that it has not done.
    fn owes(&self, worker: usize) -> bool;
    /// A worker is gone: what it owed goes to the others, or to its successor.
    fn lost(&mut self, worker: usize);
    /// There will be no such worker: others take all of its orders.
    fn without(&mut self, _worker: usize) {}
    /// Whether everything was done.
    fn is_done(&self) -> bool;
    /// Whether a worker is paused until the first picture is drawn.
    fn is_paused(&self, _worker: usize) -> bool {
        false
    }
    /// The first picture is drawn.
    fn picture_drawn(&mut self) {}
    /// Makes orders so small that a page stays awake between them; true where it has to start again for that.
    fn divide_finely(&mut self) -> bool {
        false
    }
}

/// A place where plans are computed; the latest one wins.
pub trait Backend<R> {
    /// Computes a plan; an earlier one is given up.
    fn submit(&mut self, plan: Box<dyn Plan<Report = R>>);
    /// Gives the plan up.
    fn cancel(&mut self);
}
