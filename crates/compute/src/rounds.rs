//! Rounds of orders as a plan: analyses and everything else whose orders may be done in any order. No order is lost, none is counted
//! twice, outputs are taken in the order of their orders.

use std::collections::VecDeque;

use aftercast_engine::analysis::{Analysis, JobOutput};
use aftercast_scenario::Futures;

use crate::order::Order;
use crate::plan::{Event, Plan, Progress};

/// Orders that a worker holds at a time: one in work and one at hand, so that it never waits for the page.
const AHEAD: usize = 2;

/// Rounds of orders, each done anywhere in the futures of the round, and what comes out of them.
pub trait Rounds {
    /// What comes out.
    type Report;

    /// The futures of the round planned last.
    fn futures(&self) -> &Futures;
    /// Plans the next round and returns its number of orders; 0 when everything was done.
    fn round(&mut self) -> usize;
    /// An order of the round.
    fn order(&self, index: usize) -> Order;
    /// Takes the outputs of a whole round, in the order of its orders.
    fn take(&mut self, outputs: Vec<JobOutput>);
    /// Rounds that it takes, about: what a progress bar is divided into.
    fn rounds(&self) -> usize {
        1
    }
    /// What came out; ask when [`round`](Self::round) returned 0.
    fn report(&self) -> Self::Report;
}

/// An analysis as rounds; its report becomes another by a function.
#[derive(Debug)]
pub struct AnalysisRounds<A: Analysis, R> {
    analysis: A,
    rounds: usize,
    report: fn(A::Report) -> R,
}

impl<A: Analysis, R> AnalysisRounds<A, R> {
    /// Of about so many rounds.
    pub fn new(analysis: A, rounds: usize, report: fn(A::Report) -> R) -> Self {
        Self { analysis, rounds, report }
    }
}

impl<A: Analysis, R> Rounds for AnalysisRounds<A, R> {
    type Report = R;

    fn futures(&self) -> &Futures {
        self.analysis.futures()
    }

    fn round(&mut self) -> usize {
        self.analysis.round()
    }

    fn order(&self, index: usize) -> Order {
        Order::Job(self.analysis.job(index))
    }

    fn take(&mut self, outputs: Vec<JobOutput>) {
        self.analysis.take(outputs);
    }

    fn rounds(&self) -> usize {
        self.rounds
    }

    fn report(&self) -> R {
        (self.report)(self.analysis.report())
    }
}

/// Rounds under way.
pub struct RoundsPlan<R> {
    id: u32,
    rounds: Box<dyn Rounds<Report = R>>,
    waiting: VecDeque<usize>,
    /// What each worker still owes.
    owed: Vec<Vec<usize>>,
    outputs: Vec<Option<JobOutput>>,
    done: usize,
    round: usize,
    is_over: bool,
}

impl<R> std::fmt::Debug for RoundsPlan<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RoundsPlan({}, round {})", self.id, self.round)
    }
}

impl<R> RoundsPlan<R> {
    /// Rounds under an id.
    pub fn new(id: u32, rounds: Box<dyn Rounds<Report = R>>) -> Self {
        Self {
            id,
            rounds,
            waiting: VecDeque::new(),
            owed: Vec::new(),
            outputs: Vec::new(),
            done: 0,
            round: 0,
            is_over: false,
        }
    }

    fn progress(&self) -> Progress {
        let rounds = self.rounds.rounds().max(self.round);
        Progress { done: self.done, planned: self.outputs.len(), round: self.round, rounds }
    }

    /// Plans the next round, or hands on the report where there is none.
    fn next_round(&mut self) -> Event<R> {
        let count = self.rounds.round();
        if count == 0 {
            self.is_over = true;
            return Event::Done(self.rounds.report());
        }
        self.round += 1;
        self.done = 0;
        self.waiting = (0..count).collect();
        self.outputs = (0..count).map(|_| None).collect();
        self.owed.iter_mut().for_each(Vec::clear);
        Event::Progress(self.progress())
    }
}

impl<R> Plan for RoundsPlan<R> {
    type Report = R;

    fn id(&self) -> u32 {
        self.id
    }

    fn start(&mut self, workers: usize) -> Vec<Event<R>> {
        self.owed = vec![Vec::new(); workers.max(1)];
        vec![self.next_round()]
    }

    fn futures(&self) -> &Futures {
        self.rounds.futures()
    }

    fn round(&self) -> u32 {
        self.round as u32
    }

    fn next_for(&mut self, worker: usize) -> Option<(u32, Order)> {
        let owed = self.owed.get_mut(worker).filter(|owed| owed.len() < AHEAD)?;
        let index = self.waiting.pop_front()?;
        owed.push(index);
        Some((index as u32, self.rounds.order(index)))
    }

    fn finished(&mut self, worker: usize, index: u32, output: JobOutput) -> Vec<Event<R>> {
        let Some(owed) = self.owed.get_mut(worker) else { return Vec::new() };
        let Some(position) = owed.iter().position(|&order| order == index as usize) else { return Vec::new() };
        owed.remove(position);
        self.outputs[index as usize] = Some(output);
        self.done += 1;
        if self.done < self.outputs.len() {
            return vec![Event::Progress(self.progress())];
        }
        let outputs = std::mem::take(&mut self.outputs).into_iter().flatten().collect();
        self.rounds.take(outputs);
        vec![self.next_round()]
    }

    fn owes(&self, worker: usize) -> bool {
        self.owed.get(worker).is_some_and(|owed| !owed.is_empty())
    }

    fn lost(&mut self, worker: usize) {
        if let Some(owed) = self.owed.get_mut(worker) {
            for index in owed.drain(..).rev() {
                self.waiting.push_front(index);
            }
        }
    }

    fn is_done(&self) -> bool {
        self.is_over
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aftercast_engine::analysis::tornado::{Tornado, TornadoReport};
    use aftercast_engine::analysis::{Target, run_here};
    use aftercast_engine::check;
    use aftercast_engine::run::outcome::Outcome;
    use aftercast_scenario::{Draft, PolicyDraft};

    use crate::messages::{FuturesMessage, OrderMessage, ToWorker};
    use crate::worker::Worker;

    /// A tornado of so many draws with its report computed in one go.
    fn tornado(draws: u64, chunk: u64) -> (impl Fn() -> RoundsPlan<TornadoReport>, TornadoReport) {
        let mut draft = Draft::default();
        draft.settings.draws = draws;
        draft.policies.push(PolicyDraft::default());
        let scenario = check(&draft).unwrap();
        let analysis = move || {
            let target = Target::new(Outcome::Npv, Some(scenario.policies()[0].levers), None).unwrap();
            Tornado::new(scenario.futures(), target, chunk)
        };
        let alone = run_here(analysis(), |_, _| true).unwrap().unwrap();
        (move || RoundsPlan::new(1, Box::new(AnalysisRounds::new(analysis(), 1, |report| report))), alone)
    }

    fn entered(plan: &RoundsPlan<TornadoReport>) -> Worker {
        let mut worker = <Worker>::default();
        let futures = Box::new(FuturesMessage::from(plan.futures()));
        assert_eq!(worker.handle(&ToWorker::Enter { ticket: 1, futures }, &[]), None);
        worker
    }

    fn computed(worker: &mut Worker, (index, order): (u32, Order)) -> (u32, JobOutput) {
        let (order, numbers) = OrderMessage::new(order);
        let (reply, values) = worker.handle(&ToWorker::Compute { ticket: 1, index, order }, &numbers).unwrap();
        reply.into_output(values).unwrap()
    }

    #[test]
    fn three_workers_of_which_one_fails_find_what_one_finds() {
        let (plan, alone) = tornado(32, 16);
        let mut plan = plan();
        let [Event::Progress(start)] = plan.start(3)[..] else { panic!("nothing to do") };
        assert_eq!((start.done, start.round, start.rounds), (0, 1, 1));
        let mut workers = [entered(&plan), entered(&plan)];
        // the last one takes orders and never replies
        assert!(plan.next_for(2).is_some() && plan.next_for(2).is_some() && plan.next_for(2).is_none());
        plan.lost(2);
        assert!(!plan.owes(2));
        let mut told = 0;
        let found = 'done: loop {
            // out of order: the second worker replies before the first
            let asked = [plan.next_for(0), plan.next_for(1)];
            for (worker, asked) in asked.into_iter().enumerate().rev() {
                let Some(asked) = asked else { continue };
                let (index, output) = computed(&mut workers[worker], asked);
                match plan.finished(worker, index, output.clone()).remove(0) {
                    Event::Done(found) => break 'done found,
                    Event::Progress(progress) => {
                        told += 1;
                        assert_eq!((progress.done, progress.planned), (told, start.planned));
                        assert!(plan.finished(worker, index, output).is_empty());
                    }
                    other => panic!("{other:?}"),
                }
            }
        };
        assert!(plan.is_done() && found == alone);
    }

    #[test]
    fn a_worker_killed_at_any_of_fifty_points_of_an_analysis_changes_no_bit() {
        let (plan, alone) = tornado(16, 8);
        // two workers in turn, one of which fails after so many events
        let found = |fails_at: usize| {
            let mut plan = plan();
            assert!(matches!(plan.start(2)[..], [Event::Progress(_)]));
            let mut workers = [entered(&plan), entered(&plan)];
            let mut held: [VecDeque<(u32, Order)>; 2] = Default::default();
            for happened in 0.. {
                let worker = usize::from(happened % 3 == 0);
                while let Some(order) = plan.next_for(worker) {
                    held[worker].push_back(order);
                }
                if happened == fails_at {
                    plan.lost(worker);
                    held[worker].clear();
                    workers[worker] = entered(&plan);
                    continue;
                }
                let Some(asked) = held[worker].pop_front() else { continue };
                let (index, output) = computed(&mut workers[worker], asked);
                match plan.finished(worker, index, output).remove(0) {
                    Event::Done(found) => return (found, happened),
                    Event::Progress(_) => {}
                    other => panic!("{other:?}"),
                }
            }
            unreachable!("the orders never end")
        };
        let (whole, happened) = found(usize::MAX);
        assert!(happened >= 50, "{happened} events have no fifty points");
        assert_eq!(whole, alone);
        for point in 0..50 {
            let (with_a_failure, _) = found(point * happened / 50);
            assert!(with_a_failure == alone, "failed at point {point}");
        }
    }
}
