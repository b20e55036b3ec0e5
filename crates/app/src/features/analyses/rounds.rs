//! What an analysis computes, as rounds of orders, whatever its report is.

use aftercast_compute::Order;
use aftercast_compute::rounds::{AnalysisRounds, Rounds};
use aftercast_engine::analysis::{Analysis, Answer};
use aftercast_scenario::Futures;

use super::finding::Finding;

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

/// Plans one after another.
pub struct Sequence {
    plans: Vec<AnalysisPlan>,
    at: usize,
}

impl Sequence {
    /// These plans, of which there is at least one.
    pub fn of(first: AnalysisPlan, others: Vec<AnalysisPlan>) -> AnalysisPlan {
        Box::new(Self { plans: std::iter::once(first).chain(others).collect(), at: 0 })
    }
}

impl Rounds for Sequence {
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

    fn take(&mut self, answers: Vec<Answer>) {
        self.plans[self.at].take(answers);
    }

    fn rounds(&self) -> usize {
        self.plans.iter().map(|plan| plan.rounds()).sum()
    }

    fn report(&self) -> Finding {
        Finding::Several(self.plans.iter().map(|plan| plan.report()).collect())
    }
}
