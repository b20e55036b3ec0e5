//! The frontier and the stress test as work.

use super::finding::{Finding, FrontierReport, StressReport};
use super::rounds::AnalysisPlan;
use aftercast_compute::messages::levers_to_list;
use aftercast_compute::tasks::Task;
use aftercast_compute::{Order, rounds::Rounds};
use aftercast_engine::analysis::frontier::{Frontier, Measured, POPULATION};
use aftercast_engine::analysis::stress::{STRESSES, StressTest};
use aftercast_engine::analysis::{Answer, Job, Rows};
use aftercast_engine::run::batch::Block;
use aftercast_scenario::{Futures, Goal, Levers};

/// A frontier: a round a generation, then one that measures what was found on fresh draws.
pub struct FrontierWork {
    frontier: Frontier,
    asked: Vec<Levers<f64>>,
}

impl FrontierWork {
    /// The work of a prepared search.
    pub fn of(frontier: Frontier) -> AnalysisPlan {
        Box::new(Self { frontier, asked: Vec::new() })
    }

    fn measured(&self, answer: &Answer) -> Measured {
        Measured::new(core::array::from_fn(|k| answer.column(k)), self.frontier.request().statistic)
    }
}

impl Rounds for FrontierWork {
    type Report = Finding;

    fn futures(&self) -> &Futures {
        self.frontier.futures()
    }

    fn round(&mut self) -> usize {
        self.asked = self.frontier.ask().to_vec();
        self.asked.len()
    }

    fn order(&self, index: usize) -> Order {
        Order::Job(Job {
            goals: vec![self.asked.get(index).copied()],
            keep: Measured::outcomes(self.frontier.request().aim).to_vec(),
            rows: Rows::Drawn { first: 0, draws: self.frontier.futures().draws as usize },
        })
    }

    fn take(&mut self, answers: Vec<Answer>) {
        let measured = answers.iter().map(|answer| self.measured(answer)).collect();
        // as many as were asked for: one reply an order
        let _ = self.frontier.tell(measured);
    }

    fn rounds(&self) -> usize {
        self.frontier.request().evaluations.div_ceil(POPULATION) + 1
    }

    fn report(&self) -> Finding {
        let request = self.frontier.request();
        Finding::Frontier(Box::new(FrontierReport {
            aim: request.aim,
            statistic: request.statistic,
            points: self.frontier.points(),
            references: self.frontier.references().to_vec(),
            optimism: self.frontier.optimism(),
            guards: request.guards,
            held: self.frontier.held().to_vec(),
            today: self.frontier.today().map(|m| self.frontier.service(m)),
            patience: self.frontier.patience(),
            evaluations: request.evaluations,
            draws: request.futures.draws,
            seed: request.futures.seed,
        }))
    }
}

/// Draws of a job under stress: its blocks are large.
const JOB_DRAWS: u64 = 32;

/// A stress test: a round a stress, so that its blocks need not be kept together.
pub struct StressWork {
    test: StressTest,
    goal: Goal,
    /// Jobs of this round.
    jobs: usize,
}

impl StressWork {
    /// Today's policy and `policies` under every stress.
    pub fn of(futures: Futures, policies: Vec<Levers<f64>>, goal: Goal) -> AnalysisPlan {
        Box::new(Self { test: StressTest::new(futures, policies, STRESSES.to_vec(), JOB_DRAWS), goal, jobs: 0 })
    }
}

impl Rounds for StressWork {
    type Report = Finding;

    fn futures(&self) -> &Futures {
        self.test.futures()
    }

    fn round(&mut self) -> usize {
        let jobs = self.test.jobs();
        let stress = jobs.first().map(|job| job.stress);
        self.jobs = jobs.iter().take_while(|job| Some(job.stress) == stress).count();
        self.jobs
    }

    fn order(&self, index: usize) -> Order {
        let job = &self.test.jobs()[index];
        let stress = job.stress.map(|k| self.test.stresses()[k].id.to_owned());
        let policies = self.test.policies().iter().map(levers_to_list).collect();
        Order::Task(Task::Stress { stress, first: job.first, draws: job.draws, policies }, Vec::new())
    }

    fn take(&mut self, answers: Vec<Answer>) {
        for answer in answers {
            let Some(job) = self.test.jobs().first() else { return };
            let (first, draws) = (job.first, job.draws);
            let block = |values: &[f64]| Block { first, draws, values: values.to_vec() };
            let blocks: Vec<Block> = answer.values.chunks_exact(answer.rows.max(1)).map(block).collect();
            // in the order of the orders, which is that of the jobs
            let _ = self.test.tell(&blocks);
        }
    }

    fn rounds(&self) -> usize {
        self.test.stresses().len() + 1
    }

    fn report(&self) -> Finding {
        let stresses = std::iter::once(None).chain((0..self.test.stresses().len()).map(Some));
        let policies = 0..=self.test.policies().len();
        let outcome = |stress, policy| self.test.outcome(stress, policy, &self.goal);
        let outcomes = stresses.map(|s| policies.clone().filter_map(|p| outcome(s, p)).collect()).collect();
        Finding::Stress(Box::new(StressReport { outcomes }))
    }
}
