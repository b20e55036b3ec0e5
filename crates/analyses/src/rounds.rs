//! What an analysis computes, as rounds of orders, whatever its report is.

use aftercast_compute::Order;
use aftercast_compute::rounds::{AnalysisRounds, Rounds};
use aftercast_compute::tasks::Task;
use aftercast_engine::analysis::{Analysis, JobOutput};
use aftercast_scenario::Futures;

use crate::report::Finding;

/// Rounds whose report is a finding.
pub type AnalysisPlan = Box<dyn Rounds<Report = Finding>>;

/// An analysis of one round.
pub fn single_round<A: Analysis + 'static>(analysis: A, finding: fn(A::Report) -> Finding) -> AnalysisPlan {
    several_rounds(analysis, 1, finding)
}

/// An analysis of about so many rounds.
pub fn several_rounds<A: Analysis + 'static>(
    analysis: A,
    rounds: usize,
    finding: fn(A::Report) -> Finding,
) -> AnalysisPlan {
    Box::new(AnalysisRounds::new(analysis, rounds, finding))
}

/// One plan after another, which make one report.
pub struct Then<A, B> {
    first: Box<dyn Rounds<Report = A>>,
    second: Box<dyn Rounds<Report = B>>,
    at_second: bool,
    finding: fn(A, B) -> Finding,
}

impl<A: 'static, B: 'static> Then<A, B> {
    /// The first, then the second.
    pub fn of(
        first: Box<dyn Rounds<Report = A>>,
        second: Box<dyn Rounds<Report = B>>,
        finding: fn(A, B) -> Finding,
    ) -> AnalysisPlan {
        Box::new(Self { first, second, at_second: false, finding })
    }
}

impl<A, B> Rounds for Then<A, B> {
    type Report = Finding;

    fn futures(&self) -> &Futures {
        if self.at_second { self.second.futures() } else { self.first.futures() }
    }

    fn round(&mut self) -> usize {
        if !self.at_second {
            match self.first.round() {
                0 => self.at_second = true,
                count => return count,
            }
        }
        self.second.round()
    }

    fn order(&self, index: usize) -> Order {
        if self.at_second { self.second.order(index) } else { self.first.order(index) }
    }

    fn take(&mut self, outputs: Vec<JobOutput>) {
        if self.at_second { self.second.take(outputs) } else { self.first.take(outputs) }
    }

    fn rounds(&self) -> usize {
        self.first.rounds() + self.second.rounds()
    }

    fn report(&self) -> Finding {
        (self.finding)(self.first.report(), self.second.report())
    }
}

/// Plans of one kind, one after another.
pub struct Each<R> {
    plans: Vec<Box<dyn Rounds<Report = R>>>,
    at: usize,
    finding: fn(Vec<R>) -> Finding,
}

impl<R: 'static> Each<R> {
    /// These plans, of which there is at least one.
    pub fn of(
        first: Box<dyn Rounds<Report = R>>,
        others: impl Iterator<Item = Box<dyn Rounds<Report = R>>>,
        finding: fn(Vec<R>) -> Finding,
    ) -> AnalysisPlan {
        Box::new(Self { plans: std::iter::once(first).chain(others).collect(), at: 0, finding })
    }
}

impl<R> Rounds for Each<R> {
    type Report = Finding;

    fn futures(&self) -> &Futures {
        self.plans[self.at].futures()
    }

    fn round(&mut self) -> usize {
        loop {
            match self.plans[self.at].round() {
                0 if self.at + 1 < self.plans.len() => self.at += 1,
                count => return count,
            }
        }
    }

    fn order(&self, index: usize) -> Order {
        self.plans[self.at].order(index)
    }

    fn take(&mut self, outputs: Vec<JobOutput>) {
        self.plans[self.at].take(outputs);
    }

    fn rounds(&self) -> usize {
        self.plans.iter().map(|plan| plan.rounds()).sum()
    }

    fn report(&self) -> Finding {
        (self.finding)(self.plans.iter().map(|plan| plan.report()).collect())
    }
}

/// A single task.
pub struct SingleTask {
    futures: Futures,
    task: Task,
    output: Option<JobOutput>,
    finding: fn(&JobOutput) -> Finding,
}

impl SingleTask {
    /// A task in these futures, and what its output says; nothing is asked of an output that has no numbers.
    pub fn of(futures: Futures, task: Task, finding: fn(&JobOutput) -> Finding) -> AnalysisPlan {
        Box::new(Self { futures, task, output: None, finding })
    }
}

impl Rounds for SingleTask {
    type Report = Finding;

    fn futures(&self) -> &Futures {
        &self.futures
    }

    fn round(&mut self) -> usize {
        usize::from(self.output.is_none())
    }

    fn order(&self, _: usize) -> Order {
        Order::Task(self.task.clone(), Vec::new())
    }

    fn take(&mut self, mut outputs: Vec<JobOutput>) {
        self.output = outputs.pop();
    }

    fn report(&self) -> Finding {
        let empty = JobOutput { rows: 0, values: Vec::new() };
        (self.finding)(self.output.as_ref().unwrap_or(&empty))
    }
}
