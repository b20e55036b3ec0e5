//! What an analysis looks at: an outcome of a policy, alone or against another policy in the same futures.

use core::fmt;

use super::job::{Job, JobOutput, Rows};
use crate::run::outcome::Outcome;
use aftercast_scenario::Levers;

/// An outcome of a policy, or its paired difference to another policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    outcome: Outcome,
    goal: Option<Levers<f64>>,
    against: Option<Option<Levers<f64>>>,
}

/// Why an outcome cannot be analysed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TargetError {
    /// The outcome asked for.
    pub outcome: Outcome,
}

impl fmt::Display for TargetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.outcome.name();
        write!(f, "{name} has no number in futures that never pay back, so it has no mean and no variance; choose npv")
    }
}

impl core::error::Error for TargetError {}

impl Target {
    /// An outcome of `goal` (`None`: today's policy), less that of `against` where given.
    ///
    /// # Errors
    /// The payback month: it is infinite in some futures.
    pub fn new(
        outcome: Outcome,
        goal: Option<Levers<f64>>,
        against: Option<Option<Levers<f64>>>,
    ) -> Result<Self, TargetError> {
        if outcome == Outcome::PaybackMonth {
            Err(TargetError { outcome })
        } else {
            Ok(Self { outcome, goal, against })
        }
    }

    /// The outcome.
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// The job that computes it in these futures.
    pub fn job(&self, rows: Rows) -> Job {
        let goals = core::iter::once(self.goal).chain(self.against).collect();
        Job { goals, keep: vec![self.outcome], rows }
    }

    /// Its values in the futures of an output.
    pub fn values(&self, output: &JobOutput) -> Vec<f64> {
        let first = output.column(0);
        match self.against {
            None => first.to_vec(),
            Some(_) => first.iter().zip(output.column(1)).map(|(a, b)| a - b).collect(),
        }
    }
}
