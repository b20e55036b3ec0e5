//! The value of information as work: a round of runs at expected events, a round of regressions.

use super::finding::{Finding, InformationReport};
use aftercast_compute::tasks::{Task, WORTH, worth};
use aftercast_compute::{Order, rounds::Rounds};
use aftercast_engine::analysis::draws::Draws;
use aftercast_engine::analysis::tornado::uncertain;
use aftercast_engine::analysis::value_of_information::{Choice, InformationValue};
use aftercast_engine::analysis::variation::tied;
use aftercast_engine::analysis::{Analysis, Answer};
use aftercast_engine::run::record::Outcome;
use aftercast_scenario::{AssumptionGroup, AssumptionId, EventMode, Futures, Levers};

/// Sets of assumptions a task.
const SETS: usize = 4;

/// The work.
pub struct Information {
    runs: Draws,
    ran: bool,
    seed: u64,
    gains: Vec<f64>,
    options: usize,
    ids: Vec<AssumptionId>,
    groups: Vec<(AssumptionGroup, Vec<AssumptionId>)>,
    worth: Option<Vec<InformationValue>>,
}

impl Information {
    /// What it is worth to know before choosing between `goals`.
    pub fn new(mut futures: Futures, goals: Vec<Option<Levers<f64>>>) -> Self {
        // luck cannot be known: gains are those at expected events
        futures.events = EventMode::Expected;
        let ids = uncertain(&futures);
        let mut groups: Vec<(AssumptionGroup, Vec<AssumptionId>)> = Vec::new();
        for &id in &ids {
            let group = id.spec().group;
            match groups.iter_mut().find(|(known, _)| *known == group) {
                Some((_, members)) => members.push(id),
                None => groups.push((group, vec![id])),
            }
        }
        let (seed, options) = (futures.seed, goals.len());
        let runs = Draws::new(futures, goals, Outcome::TotalGain);
        Self { runs, ran: false, seed, gains: Vec::new(), options, ids, groups, worth: None }
    }

    /// Each assumption, then each group.
    fn sets(&self) -> Vec<Vec<String>> {
        let name = |id: &AssumptionId| id.name().to_owned();
        let singles = self.ids.iter().map(|id| vec![name(id)]);
        singles.chain(self.groups.iter().map(|(_, members)| members.iter().map(name).collect())).collect()
    }

    fn choice(&self) -> Choice {
        let draws = (self.gains.len() / self.options.max(1)).max(1);
        Choice::new(self.gains.chunks_exact(draws).map(<[f64]>::to_vec).collect(), self.seed)
    }
}

impl Rounds for Information {
    type Report = Finding;

    fn futures(&self) -> &Futures {
        self.runs.futures()
    }

    fn round(&mut self) -> usize {
        if !self.ran {
            return self.runs.round();
        }
        if self.worth.is_none() { self.sets().len().div_ceil(SETS) } else { 0 }
    }

    fn order(&self, index: usize) -> Order {
        if !self.ran {
            return Order::Job(self.runs.job(index));
        }
        let sets = self.sets().into_iter().skip(SETS * index).take(SETS).collect();
        Order::Task(Task::Worth { options: self.options, seed: self.seed, sets }, self.gains.clone())
    }

    fn take(&mut self, answers: Vec<Answer>) {
        if self.ran {
            let rows = answers.iter().flat_map(|answer| answer.values.chunks_exact(WORTH));
            self.worth = Some(rows.filter_map(worth).collect());
        } else {
            self.runs.take(answers);
            self.ran = true;
            // options that are one but for rounding are one
            self.gains = tied(&self.runs.report(), Outcome::TotalGain).concat();
        }
    }

    fn rounds(&self) -> usize {
        2
    }

    fn report(&self) -> Finding {
        let choice = self.choice();
        let worth = self.worth.clone().unwrap_or_default();
        let (each, grouped) = worth.split_at(self.ids.len().min(worth.len()));
        let mut singles: Vec<_> = self.ids.iter().copied().zip(each.iter().copied()).collect();
        let bounded = |((group, _), worth): (&(AssumptionGroup, Vec<AssumptionId>), &InformationValue)| {
            let members = singles.iter().filter(|(id, _)| id.spec().group == *group).map(|(_, worth)| worth);
            (*group, worth.of_group(members))
        };
        let mut groups: Vec<_> = self.groups.iter().zip(grouped).map(bounded).collect();
        singles.sort_by(|a, b| by_value(&a.1, &b.1));
        groups.sort_by(|a, b| by_value(&a.1, &b.1));
        let (best, evpi, draws) = (choice.best(), choice.evpi(), choice.draws());
        Finding::Information(Box::new(InformationReport { draws, best, evpi, singles, groups }))
    }
}

fn by_value(a: &InformationValue, b: &InformationValue) -> core::cmp::Ordering {
    b.value.value.total_cmp(&a.value.value).then(b.plug_in.total_cmp(&a.plug_in))
}
