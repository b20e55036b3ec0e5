//! Which order of an analysis goes to whom: no order is lost, none is counted twice, replies are taken in their order.

use std::collections::VecDeque;

use aftercast_app::study::finding::Finding;
use aftercast_app::study::work::Work;
use aftercast_compute::protocol::analysis::{Order, Reply};
use aftercast_scenario::World;

/// Orders that a worker holds at a time: one in work and one at hand, so that it never waits for the page.
const AHEAD: usize = 2;

/// The orders of a work under way.
pub struct Orders {
    work: Box<dyn Work>,
    waiting: VecDeque<usize>,
    /// What each worker still owes.
    owed: Vec<Vec<usize>>,
    replies: Vec<Option<Reply>>,
    done: usize,
    round: usize,
}

/// How far a work is.
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

/// What a reply led to.
#[derive(Debug)]
pub enum Step {
    /// The round goes on.
    Going(Progress),
    /// A new round began: its world has to be entered.
    Round(Progress),
    /// All is done.
    Found(Finding),
    /// A reply that nobody waits for.
    Unasked,
}

impl Orders {
    /// A work for so many workers; begin with [`round`](Self::round).
    pub fn new(work: Box<dyn Work>, workers: usize) -> Self {
        let owed = vec![Vec::new(); workers];
        Self { work, waiting: VecDeque::new(), owed, replies: Vec::new(), done: 0, round: 0 }
    }

    /// The world of the round.
    pub fn world(&self) -> &World {
        self.work.world()
    }

    /// How far the work is.
    pub fn progress(&self) -> Progress {
        let rounds = self.work.rounds().max(self.round);
        Progress { done: self.done, planned: self.replies.len(), round: self.round, rounds }
    }

    /// Plans the next round; the finding where there is none.
    pub fn round(&mut self) -> Step {
        let count = self.work.round();
        if count == 0 {
            return Step::Found(self.work.finding());
        }
        self.round += 1;
        self.done = 0;
        self.waiting = (0..count).collect();
        self.replies = (0..count).map(|_| None).collect();
        self.owed.iter_mut().for_each(Vec::clear);
        Step::Round(self.progress())
    }

    /// The next order for a worker, with its position; nothing while it has enough.
    pub fn next_for(&mut self, worker: usize) -> Option<(usize, Order)> {
        let owed = self.owed.get_mut(worker).filter(|owed| owed.len() < AHEAD)?;
        let index = self.waiting.pop_front()?;
        owed.push(index);
        Some((index, self.work.order(index)))
    }

    /// Whether a worker owes an order.
    pub fn owes(&self, worker: usize) -> bool {
        self.owed.get(worker).is_some_and(|owed| !owed.is_empty())
    }

    /// A worker replied to an order.
    pub fn finished(&mut self, worker: usize, index: usize, reply: Reply) -> Step {
        let Some(owed) = self.owed.get_mut(worker) else { return Step::Unasked };
        let Some(place) = owed.iter().position(|&order| order == index) else { return Step::Unasked };
        owed.remove(place);
        self.replies[index] = Some(reply);
        self.done += 1;
        if self.done < self.replies.len() {
            return Step::Going(self.progress());
        }
        let replies = std::mem::take(&mut self.replies).into_iter().flatten().collect();
        self.work.take(replies);
        self.round()
    }

    /// A worker is gone: what it owed goes to the others, first of all.
    pub fn lost(&mut self, worker: usize) {
        if let Some(owed) = self.owed.get_mut(worker) {
            for index in owed.drain(..).rev() {
                self.waiting.push_front(index);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aftercast_app::study::work::Of;
    use aftercast_compute::protocol::WorldMessage;
    use aftercast_compute::protocol::analysis::{Analyst, ToAnalyst};
    use aftercast_engine::analysis::tornado::Tornado;
    use aftercast_engine::analysis::{Target, run_here};
    use aftercast_engine::check;
    use aftercast_engine::run::record::Outcome;
    use aftercast_scenario::{Draft, PolicyDraft};

    #[test]
    fn three_workers_of_which_one_dies_find_what_one_finds() {
        let mut draft = Draft::default();
        draft.settings.draws = 32;
        draft.policies.push(PolicyDraft::default());
        let scenario = check(&draft).unwrap();
        let target = || Target::new(Outcome::Npv, Some(scenario.policies()[0].levers), None).unwrap();
        let analysis = || Tornado::new(scenario.world(), target(), 16);
        let alone = run_here(analysis(), |_, _| true).unwrap().unwrap();

        let mut orders = Orders::new(Of::one(analysis(), |r| Finding::Tornado(Box::new(r))), 3);
        let Step::Round(start) = orders.round() else { panic!("nothing to do") };
        assert_eq!((start.done, start.round, start.rounds), (0, 1, 1));
        let mut analysts: Vec<Analyst> = (0..3).map(|_| Analyst::default()).collect();
        for analyst in &mut analysts {
            let world = Box::new(WorldMessage::from(orders.world()));
            assert_eq!(analyst.handle(&ToAnalyst::Enter { ticket: 1, world }, &[]), None);
        }
        // the last one takes orders and never replies
        assert!(orders.next_for(2).is_some() && orders.next_for(2).is_some() && orders.next_for(2).is_none());
        orders.lost(2);
        assert!(!orders.owes(2));
        let mut told = 0;
        let found = 'done: loop {
            // out of order: the second worker replies before the first
            let asked = [orders.next_for(0), orders.next_for(1)];
            for (worker, asked) in asked.into_iter().enumerate().rev() {
                let Some((index, order)) = asked else { continue };
                let (message, numbers) = order.message(1, index);
                let (reply, values) = analysts[worker].handle(&message, &numbers).unwrap();
                let (index, reply) = reply.reply(values).unwrap();
                match orders.finished(worker, index, reply.clone()) {
                    Step::Found(found) => break 'done found,
                    Step::Going(progress) => {
                        told += 1;
                        assert_eq!((progress.done, progress.planned), (told, start.planned));
                        assert!(matches!(orders.finished(worker, index, reply), Step::Unasked));
                    }
                    other => panic!("{other:?}"),
                }
            }
        };
        assert!(matches!(found, Finding::Tornado(report) if *report == alone));
    }

    #[test]
    fn a_worker_killed_at_any_of_fifty_points_of_an_analysis_changes_no_bit() {
        let mut draft = Draft::default();
        draft.settings.draws = 16;
        draft.policies.push(PolicyDraft::default());
        let scenario = check(&draft).unwrap();
        let target = || Target::new(Outcome::Npv, Some(scenario.policies()[0].levers), None).unwrap();
        let analysis = || Tornado::new(scenario.world(), target(), 8);
        let alone = run_here(analysis(), |_, _| true).unwrap().unwrap();
        // two workers in turn, one of which dies after so many things have happened
        let found = |dies_at: usize| {
            let mut orders = Orders::new(Of::one(analysis(), |r| Finding::Tornado(Box::new(r))), 2);
            let Step::Round(_) = orders.round() else { panic!("nothing to do") };
            let entered = |orders: &Orders| {
                let mut analyst = Analyst::default();
                let world = Box::new(WorldMessage::from(orders.world()));
                assert_eq!(analyst.handle(&ToAnalyst::Enter { ticket: 1, world }, &[]), None);
                analyst
            };
            let mut analysts = [entered(&orders), entered(&orders)];
            let mut held: [VecDeque<(usize, Order)>; 2] = Default::default();
            for happened in 0.. {
                let worker = usize::from(happened % 3 == 0);
                while let Some(order) = orders.next_for(worker) {
                    held[worker].push_back(order);
                }
                if happened == dies_at {
                    orders.lost(worker);
                    held[worker].clear();
                    analysts[worker] = entered(&orders);
                    continue;
                }
                let Some((index, order)) = held[worker].pop_front() else { continue };
                let (message, numbers) = order.message(1, index);
                let (reply, values) = analysts[worker].handle(&message, &numbers).unwrap();
                let (index, reply) = reply.reply(values).unwrap();
                match orders.finished(worker, index, reply) {
                    Step::Found(found) => return (found, happened),
                    Step::Going(_) => {}
                    other => panic!("{other:?}"),
                }
            }
            unreachable!("the orders never end")
        };
        let (whole, happened) = found(usize::MAX);
        assert!(matches!(whole, Finding::Tornado(report) if *report == alone));
        for point in 0..50 {
            let (with_a_death, _) = found(point * happened / 50);
            assert!(matches!(with_a_death, Finding::Tornado(report) if *report == alone), "killed at point {point}");
        }
    }
}
