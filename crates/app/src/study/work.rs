//! Work: an analysis whose parts are done elsewhere, whatever its report is.

use aftercast_compute::protocol::analysis::{Order, Reply};
use aftercast_engine::analysis::{Analysis, Answer};
use aftercast_scenario::World;

use super::finding::Finding;

/// Rounds of orders, each done anywhere in the world of the round, and what comes out of them.
pub trait Work {
    /// The world of the round planned last.
    fn world(&self) -> &World;
    /// Plans the next round and returns its number of orders; 0 when everything was done.
    fn round(&mut self) -> usize;
    /// An order of the round.
    fn order(&self, index: usize) -> Order;
    /// Takes the replies of a whole round, in the order of its orders.
    fn take(&mut self, replies: Vec<Reply>);
    /// Rounds that it takes, about: what a progress bar is divided into.
    fn rounds(&self) -> usize {
        1
    }
    /// What came out; ask when [`round`](Self::round) returned 0.
    fn finding(&self) -> Finding;
}

/// An analysis as work.
pub struct Of<A: Analysis> {
    analysis: A,
    rounds: usize,
    finding: fn(A::Report) -> Finding,
}

impl<A: Analysis + 'static> Of<A> {
    /// Work of one round.
    pub fn one(analysis: A, finding: fn(A::Report) -> Finding) -> Box<dyn Work> {
        Self::many(analysis, 1, finding)
    }

    /// Work of about so many rounds.
    pub fn many(analysis: A, rounds: usize, finding: fn(A::Report) -> Finding) -> Box<dyn Work> {
        Box::new(Self { analysis, rounds, finding })
    }
}

impl<A: Analysis> Work for Of<A> {
    fn world(&self) -> &World {
        self.analysis.world()
    }

    fn round(&mut self) -> usize {
        self.analysis.round()
    }

    fn order(&self, index: usize) -> Order {
        Order::Job(self.analysis.job(index))
    }

    fn take(&mut self, replies: Vec<Reply>) {
        self.analysis.take(numbers(replies));
    }

    fn rounds(&self) -> usize {
        self.rounds
    }

    fn finding(&self) -> Finding {
        (self.finding)(self.analysis.report())
    }
}

/// The answers among replies to jobs: all of them.
pub fn numbers(replies: Vec<Reply>) -> Vec<Answer> {
    replies
        .into_iter()
        .map(|reply| match reply {
            Reply::Numbers(answer) => answer,
        })
        .collect()
}

/// Works one after another.
pub struct Series {
    works: Vec<Box<dyn Work>>,
    at: usize,
}

impl Series {
    /// These works, of which there is at least one.
    pub fn of(first: Box<dyn Work>, others: Vec<Box<dyn Work>>) -> Box<dyn Work> {
        Box::new(Self { works: std::iter::once(first).chain(others).collect(), at: 0 })
    }
}

impl Work for Series {
    fn world(&self) -> &World {
        self.works[self.at].world()
    }

    fn round(&mut self) -> usize {
        loop {
            match self.works[self.at].round() {
                0 if self.at + 1 < self.works.len() => self.at += 1,
                count => return count,
            }
        }
    }

    fn order(&self, index: usize) -> Order {
        self.works[self.at].order(index)
    }

    fn take(&mut self, replies: Vec<Reply>) {
        self.works[self.at].take(replies);
    }

    fn rounds(&self) -> usize {
        self.works.iter().map(|work| work.rounds()).sum()
    }

    fn finding(&self) -> Finding {
        Finding::Several(self.works.iter().map(|work| work.finding()).collect())
    }
}
