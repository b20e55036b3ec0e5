//! A quantity that an analysis turns: a lever of the policy, or an assumption taken as known.

use aftercast_scenario::{AssumptionId, Distribution, Futures, LeverId, Levers};

/// A lever or an assumption.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecisionVariable {
    /// A lever of the policy.
    Lever(LeverId),
    /// An assumption, known in every draw.
    Assumption(AssumptionId),
}

impl DecisionVariable {
    /// Name in files.
    pub fn name(self) -> &'static str {
        match self {
            DecisionVariable::Lever(id) => id.name(),
            DecisionVariable::Assumption(id) => id.name(),
        }
    }

    /// Unit in words.
    pub fn unit(self) -> &'static str {
        match self {
            DecisionVariable::Lever(id) => id.spec().unit,
            DecisionVariable::Assumption(id) => id.spec().unit,
        }
    }

    /// Smallest and largest value: the lever's range, or what the assumption's distribution holds (to three standard deviations
    /// where it has no ends; a share from 0 to 1 for the causal share, whose ends mean something).
    pub fn range(self, futures: &Futures) -> (f64, f64) {
        match self {
            DecisionVariable::Lever(id) => (id.spec().min, id.spec().max),
            DecisionVariable::Assumption(AssumptionId::CausalShare) => (0.0, 1.0),
            DecisionVariable::Assumption(id) => match *futures.distributions.get(id) {
                Distribution::Known { value } => (value, value),
                Distribution::Pert { low, high, .. } => (low, high),
                Distribution::Normal { mean, sd } => (mean - 3.0 * sd, mean + 3.0 * sd),
                Distribution::LogNormal { median, gsd } => (median / (gsd * gsd * gsd), median * (gsd * gsd * gsd)),
            },
        }
    }

    /// The policy with a lever at a value; the same policy for an assumption.
    pub fn turn(self, goal: &Levers<f64>, value: f64) -> Levers<f64> {
        let mut levers = *goal;
        if let DecisionVariable::Lever(id) = self {
            *levers.get_mut(id) = id.nearest(value);
        }
        levers
    }
}

/// `count` values from `low` to `high`, both ends included.
pub fn spaced(low: f64, high: f64, count: usize) -> Vec<f64> {
    let last = count.max(2) - 1;
    (0..=last).map(|i| if i == last { high } else { low + (high - low) * (i as f64 / last as f64) }).collect()
}
