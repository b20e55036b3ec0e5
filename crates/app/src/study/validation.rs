//! Is the model right, as work: enough draws, errors against draws, behaviours, the survey, customers one by one.

use super::finding::Finding;
use super::rounds::AnalysisPlan;
use aftercast_compute::messages::levers_to_list;
use aftercast_compute::tasks::{CHECK, SURVEY, Task, compared, customers};
use aftercast_compute::{Order, rounds::Rounds};
use aftercast_engine::analysis::convergence::{self, Convergence, Reading, Verdict, looks, verdict};
use aftercast_engine::analysis::{Answer, Job, Rows};
use aftercast_engine::run::report::{goal_outcome, meets};
use aftercast_engine::run::summary::share;
use aftercast_microsim::{FIGURES, MonthSeen, Reading as Averaging};
use aftercast_scenario::json::write;
use aftercast_scenario::{Draft, Futures, Goal, Levers};
use aftercast_validation::agreement::Study as Crowds;

/// Draws of a job.
const JOB_DRAWS: u64 = 64;
/// Most draws that are tried.
const MOST_DRAWS: u64 = 65_536;

/// The headline of a policy at each doubling of the draws, until it is as certain as asked: a round a look.
pub struct PrecisionCheck {
    futures: Futures,
    policy: Option<Levers<f64>>,
    goal: Goal,
    precision: f64,
    looks: Vec<u64>,
    verdicts: Vec<Verdict>,
}

impl PrecisionCheck {
    /// Until half the width of the 95 % interval of the share of futures is at most `precision`.
    pub fn of(futures: Futures, policy: Option<Levers<f64>>, goal: Goal, precision: f64) -> AnalysisPlan {
        Box::new(Self { futures, policy, goal, precision, looks: looks(MOST_DRAWS), verdicts: Vec::new() })
    }
}

impl Rounds for PrecisionCheck {
    type Report = Finding;

    fn futures(&self) -> &Futures {
        &self.futures
    }

    fn round(&mut self) -> usize {
        let next = self.looks.get(self.verdicts.len()).filter(|_| !self.verdicts.last().is_some_and(|v| v.enough));
        let Some(&draws) = next else { return 0 };
        self.futures.draws = draws;
        draws.div_ceil(JOB_DRAWS) as usize
    }

    fn order(&self, index: usize) -> Order {
        let first = index as u64 * JOB_DRAWS;
        let draws = JOB_DRAWS.min(self.futures.draws - first) as usize;
        let (goals, keep) = (vec![self.policy], vec![goal_outcome(&self.goal)]);
        Order::Job(Job { goals, keep, rows: Rows::Drawn { first, draws } })
    }

    fn take(&mut self, answers: Vec<Answer>) {
        let values: Vec<f64> = answers.into_iter().flat_map(|answer| answer.values).collect();
        let before = self.verdicts.last().map(|v| (v.draws, v.half_width));
        let met = share(&values, |v| meets(&self.goal, v));
        self.verdicts.push(verdict(self.futures.draws, met, self.precision, before));
    }

    fn rounds(&self) -> usize {
        // most questions are answered with a few thousand draws
        6
    }

    fn report(&self) -> Finding {
        Finding::Enough(self.verdicts.clone())
    }
}

/// The comparison of samplers.
pub struct Errors {
    futures: Futures,
    study: Convergence,
    policies: Vec<Levers<f64>>,
    goal: Goal,
}

impl Errors {
    /// Every kind of points in so many independent runs.
    pub fn of(futures: Futures, policies: Vec<Levers<f64>>, goal: Goal, runs: usize) -> AnalysisPlan {
        let study = Convergence::new(futures.clone(), &policies, goal, runs);
        Box::new(Self { futures, study, policies: policies.into_iter().take(2).collect(), goal })
    }
}

impl Rounds for Errors {
    type Report = Finding;

    fn futures(&self) -> &Futures {
        &self.futures
    }

    fn round(&mut self) -> usize {
        self.study.jobs().len()
    }

    fn order(&self, index: usize) -> Order {
        let job = self.study.jobs()[index];
        let task = Task::Converge {
            sampler: job.sampler.name().to_owned(),
            run: job.run,
            draws: job.draws,
            prefixes: job.prefixes,
            policies: self.policies.iter().map(levers_to_list).collect(),
            goal: (self.goal.name().to_owned(), self.goal.bound()),
        };
        Order::Task(task, Vec::new())
    }

    fn take(&mut self, answers: Vec<Answer>) {
        let reading = |row: &[f64]| Reading {
            draws: row[0] as u64,
            answers: core::array::from_fn(|k| row.get(k + 1).copied().unwrap_or(f64::NAN)),
        };
        for Answer { rows, values } in answers {
            self.study.tell(values.chunks_exact(rows.max(1)).map(reading).collect());
        }
    }

    fn report(&self) -> Finding {
        Finding::Convergence(self.study.points())
    }
}

/// A single task.
pub struct SingleTask {
    futures: Futures,
    task: Task,
    answer: Option<Answer>,
    finding: fn(&Answer) -> Finding,
}

impl SingleTask {
    /// The behaviour checks.
    pub fn behaviour(futures: Futures) -> AnalysisPlan {
        let finding = |a: &Answer| {
            let row = |row: &[f64]| core::array::from_fn(|k| row[k]);
            Finding::Behaviour(a.values.chunks_exact(CHECK).map(row).collect())
        };
        Box::new(Self { futures, task: Task::Behaviour, answer: None, finding })
    }

    /// The survey's figures.
    pub fn survey(futures: Futures, draws: u64) -> AnalysisPlan {
        let finding = |a: &Answer| Finding::Survey(a.values.chunks_exact(SURVEY).filter_map(compared).collect());
        Box::new(Self { futures, task: Task::Survey { draws }, answer: None, finding })
    }
}

impl Rounds for SingleTask {
    type Report = Finding;

    fn futures(&self) -> &Futures {
        &self.futures
    }

    fn round(&mut self) -> usize {
        usize::from(self.answer.is_none())
    }

    fn order(&self, _: usize) -> Order {
        Order::Task(self.task.clone(), Vec::new())
    }

    fn take(&mut self, mut answers: Vec<Answer>) {
        self.answer = answers.pop();
    }

    fn report(&self) -> Finding {
        self.answer.as_ref().map_or_else(|| Finding::Several(Vec::new()), self.finding)
    }
}

/// Independent replications of the customers.
const REPLICATIONS: u64 = 16;

/// Customers one by one beside the equations.
pub struct Customers {
    futures: Futures,
    scenario: String,
    count: usize,
    all: bool,
    crowds: Crowds,
    readings: Vec<Averaging>,
    seen: Option<Vec<MonthSeen>>,
}

impl Customers {
    /// So many customers in all, under the document's policies; `all` undoes every averaging in turn.
    /// None where the company has no baseline.
    pub fn of(futures: Futures, draft: &Draft, count: usize, all: bool) -> Option<AnalysisPlan> {
        let scenario = write(draft);
        let (crowds, readings) = customers(&scenario, count, REPLICATIONS, all)?;
        Some(Box::new(Self { futures, scenario, count, all, crowds, readings, seen: None }))
    }
}

impl Rounds for Customers {
    type Report = Finding;

    fn futures(&self) -> &Futures {
        &self.futures
    }

    fn round(&mut self) -> usize {
        if self.seen.is_none() { self.crowds.jobs(&self.readings).len() } else { 0 }
    }

    fn order(&self, job: usize) -> Order {
        let (scenario, customers, all) = (self.scenario.clone(), self.count, self.all);
        Order::Task(Task::Customers { scenario, customers, replications: REPLICATIONS, job, all }, Vec::new())
    }

    fn take(&mut self, answers: Vec<Answer>) {
        let seen = |answer: Answer| -> MonthSeen {
            let mut month = [f64::NAN; FIGURES];
            month.iter_mut().zip(answer.values).for_each(|(place, value)| *place = value);
            month
        };
        self.seen = Some(answers.into_iter().map(seen).collect());
    }

    fn report(&self) -> Finding {
        let seen = self.seen.as_deref().unwrap_or_default();
        Finding::Agreement(Box::new(self.crowds.table(&self.readings, seen)))
    }
}

/// Answers of the comparison that are money.
pub const fn is_money(answer: convergence::Answer) -> bool {
    !matches!(answer, convergence::Answer::Goal)
}
