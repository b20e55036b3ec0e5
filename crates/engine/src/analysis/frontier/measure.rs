//! What the frontier sees of a policy: its cost and its aim, each with the same statistic of the eight replicates.
//!
//! Claim: with the same draws for every policy, a difference between two policies has an error far below that of either.
//! Equations: cost = mean service cost over revenue of the last year; aim = mean, quantile, or mean of the worst share of
//!   draws (CVaR) of an outcome; error = sd of the eight replicates' statistics/sqrt(8).
//! Symbols: cost 0-1, aim in the outcome's unit, more is better.
//! Validity: 16 draws or more; a quantile or CVaR at p wants several draws beyond p in each replicate, 80/p in all.
//! Source: Rockafellar & Uryasev, J. of Risk 2 (2000) 21-41.

use crate::model::BaselineError;
use crate::run::batch::{Block, Engine, outcome_column};
use crate::run::outcome::Outcome;
use crate::run::summary::{Estimate, mean, sorted_quantile, variance};
use aftercast_numerics::sampling::REPLICATES;
use aftercast_scenario::Levers;

/// What is to be as large as possible.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Aim {
    /// Total gain: net gain over the horizon and terminal value, CNY.
    #[default]
    TotalGain,
    /// Net gain over the horizon, CNY.
    Npv,
    /// Mean satisfaction of the last year, points.
    Csi,
    /// Lifetime value of a new customer, CNY.
    Ltv,
}

impl Aim {
    /// All aims.
    pub const ALL: [Aim; 4] = [Aim::TotalGain, Aim::Npv, Aim::Csi, Aim::Ltv];

    /// The outcome it is read from.
    pub const fn outcome(self) -> Outcome {
        match self {
            Aim::TotalGain => Outcome::TotalGain,
            Aim::Npv => Outcome::Npv,
            Aim::Csi => Outcome::Csi,
            Aim::Ltv => Outcome::Ltv,
        }
    }

    /// The name in files and on the command line.
    pub const fn name(self) -> &'static str {
        self.outcome().name()
    }
}

/// Which number of an uncertain aim is to be large.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Statistic {
    /// The mean over draws.
    #[default]
    Mean,
    /// The quantile at this probability.
    Quantile(f64),
    /// The mean of this share of draws, the worst.
    Cvar(f64),
}

impl Statistic {
    /// The statistic of values in draw order.
    pub fn of(self, values: &[f64]) -> f64 {
        match self {
            Statistic::Mean => mean(values),
            Statistic::Quantile(p) => sorted_quantile(&sorted(values), p),
            Statistic::Cvar(p) => worst(&sorted(values), p),
        }
    }

    /// The name in files and on the command line.
    pub fn name(self) -> String {
        match self {
            Statistic::Mean => "mean".to_owned(),
            Statistic::Quantile(p) => format!("quantile {p}"),
            Statistic::Cvar(p) => format!("cvar {p}"),
        }
    }
}

fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted
}

/// Mean of the lowest `p` of sorted values, the last of them counted in part.
fn worst(sorted: &[f64], p: f64) -> f64 {
    let weight = p * sorted.len() as f64;
    let whole = (weight as usize).min(sorted.len());
    let part = weight - whole as f64;
    let rest = sorted.get(whole).map_or(0.0, |x| x * part);
    (sorted[..whole].iter().sum::<f64>() + rest) / weight
}

/// A statistic of the pooled draws, and of each replicate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Replicated {
    /// Of all draws.
    pub value: f64,
    /// Of each replicate's draws.
    pub each: [f64; REPLICATES],
}

impl Replicated {
    /// A statistic of values in draw order.
    pub fn new(values: &[f64], statistic: impl Fn(&[f64]) -> f64) -> Self {
        let part = |r: usize| values.iter().skip(r).step_by(REPLICATES).copied().collect::<Vec<f64>>();
        Self { value: statistic(values), each: core::array::from_fn(|r| statistic(&part(r))) }
    }

    /// The value with its Monte Carlo error.
    pub fn estimate(&self) -> Estimate {
        Estimate { value: self.value, error: (variance(&self.each) / REPLICATES as f64).sqrt() }
    }
}

/// What the frontier sees of a policy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measured {
    /// Service cost over revenue of the last year, 0-1: mean over draws.
    pub cost_share: Replicated,
    /// The aim, more is better.
    pub aim: Replicated,
    /// PV of the change of all cost against today's policy, CNY: mean over draws.
    pub delta_cost: Replicated,
    /// Satisfaction of the last year, points: mean over draws.
    pub csi: Replicated,
    /// First response of the last year weighted by contacts, minutes: mean over draws.
    pub wait: Replicated,
}

impl Measured {
    /// The outcomes that a policy's numbers are read from, in the order that [`new`](Self::new) takes them.
    pub const fn outcomes(aim: Aim) -> [Outcome; 5] {
        [Outcome::ServiceCostShare, aim.outcome(), Outcome::DeltaCost, Outcome::Csi, Outcome::FirstResponse]
    }

    /// The numbers of a policy from its outcomes, each in draw order.
    pub fn new([cost_share, aim, delta_cost, csi, wait]: [&[f64]; 5], statistic: Statistic) -> Self {
        let mean = |values: &[f64]| Replicated::new(values, mean);
        Self {
            cost_share: mean(cost_share),
            aim: Replicated::new(aim, |v| statistic.of(v)),
            delta_cost: mean(delta_cost),
            csi: mean(csi),
            wait: mean(wait),
        }
    }
}

/// Reads a policy's numbers from a block that holds all draws.
pub fn measure_block(block: &Block, aim: Aim, statistic: Statistic) -> Measured {
    let column = |outcome: Outcome| {
        let k = outcome_column(outcome);
        &block.values[k * block.draws..(k + 1) * block.draws]
    };
    Measured::new(Measured::outcomes(aim).map(column), statistic)
}

/// Runs a policy over all draws of the engine's futures.
///
/// # Errors
/// A draw whose baseline does not settle.
pub fn measure(
    engine: &mut Engine,
    policy: &Levers<f64>,
    aim: Aim,
    statistic: Statistic,
) -> Result<Measured, BaselineError> {
    let draws = engine.futures().draws as usize;
    Ok(measure_block(&engine.run(Some(policy), 0, draws)?, aim, statistic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statistics_of_known_values() {
        let values: Vec<f64> = (0..100).rev().map(f64::from).collect();
        assert_eq!(Statistic::Mean.of(&values), 49.5);
        assert_eq!(Statistic::Quantile(0.05).of(&values), 4.95);
        assert_eq!(Statistic::Cvar(0.05).of(&values), 2.0);
        // the worst 2.5: 0, 1 and half of 2
        assert_eq!(Statistic::Cvar(0.025).of(&values), 0.8);
        assert_eq!(Statistic::Cvar(1.0).of(&values), 49.5);
    }

    #[test]
    fn replicates_are_the_draws_by_eights() {
        let values: Vec<f64> = (0..32).map(|i| f64::from(i % 8)).collect();
        let r = Replicated::new(&values, mean);
        assert_eq!(r.each, [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0]);
        // variance of 0..7 is 6
        assert_eq!(r.estimate(), Estimate { value: 3.5, error: 0.75_f64.sqrt() });
    }
}
