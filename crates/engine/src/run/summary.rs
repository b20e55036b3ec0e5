//! Statistics of a run, each with its Monte Carlo error.
//!
//! Claim: N draws are 8 independent scramblings (or seeds) of N/8; statistics are of the pooled draws and
//! their errors come from the spread between the eight.
//! Equation: error = sd of the eight statistics/sqrt(8). Quantiles: linear between order statistics (type 7).
//! Validity: errors need at least 16 draws; an infinite value (no payback, cost that does not rise) ranks beyond every number.

use super::outcome::Outcome;
use super::results::PolicyResults;
use crate::model::outcomes::costs_more;
use aftercast_numerics::sampling::REPLICATES;

/// Probabilities of the quantiles reported for every outcome.
pub const QUANTILES: [f64; 9] = [0.01, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.99];

/// A statistic and its Monte Carlo error (one standard error); NaN where not defined.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The statistic of the pooled draws.
    pub value: f64,
    /// Standard error from the spread between the replicates.
    pub error: f64,
}

/// Mean, spread and quantiles of an outcome.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// Number of draws.
    pub draws: usize,
    /// Mean; not defined where a draw is infinite.
    pub mean: Estimate,
    /// Standard deviation; not defined where a draw is infinite.
    pub sd: Estimate,
    /// Quantiles at [`QUANTILES`].
    pub quantiles: [Estimate; 9],
    /// Share of draws without a number (no payback within the horizon, money saved).
    pub infinite: Estimate,
}

impl Estimate {
    /// The 95 % interval of an estimate whose error is of eight replicates.
    ///
    /// ```
    /// use aftercast_engine::run::summary::Estimate;
    /// let (low, high) = Estimate { value: 10.0, error: 1.0 }.interval_95();
    /// assert!((low - 7.64).abs() < 0.01 && (high - 12.36).abs() < 0.01);
    /// ```
    pub fn interval_95(self) -> (f64, f64) {
        let half = STUDENT_T_975_DF7 * self.error;
        (self.value - half, self.value + half)
    }
}

/// A statistic of all values, with the error from the same statistic of each replicate.
pub fn estimate(values: &[f64], statistic: impl Fn(&[f64]) -> f64) -> Estimate {
    let value = statistic(values);
    let count = REPLICATES;
    if values.len() < 2 * count {
        return Estimate { value, error: f64::NAN };
    }
    let each: Vec<f64> =
        (0..count).map(|r| statistic(&values.iter().skip(r).step_by(count).copied().collect::<Vec<_>>())).collect();
    Estimate { value, error: (variance(&each) / count as f64).sqrt() }
}

/// Arithmetic mean, summed in order.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Sample variance with n - 1.
pub fn variance(values: &[f64]) -> f64 {
    let m = mean(values);
    values.iter().map(|v| (v - m) * (v - m)).sum::<f64>() / (values.len() as f64 - 1.0)
}

/// 97.5 % quantile of Student's t with 7 degrees of freedom: half the width of a 95 % interval from eight replicates, in standard errors.
pub const STUDENT_T_975_DF7: f64 = 2.364_624_251_592_784;
/// 95 % quantile of the standard normal distribution: the end of what holds 90 of 100.
pub const NORMAL_95: f64 = 1.644_853_626_951_472_7;

/// Quantile of sorted values, linear between order statistics; infinite where a neighbour is.
pub fn sorted_quantile(sorted: &[f64], p: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let position = p * last as f64;
    let below = position as usize;
    let part = position - below as f64;
    let (low, high) = (sorted[below], sorted[(below + 1).min(last)]);
    // below every number is below everything in between, too
    if part == 0.0 || low == high || low == f64::NEG_INFINITY { low } else { low + part * (high - low) }
}

/// Quantile of values in any order, which is lost: the same as [`sorted_quantile`] of them sorted, without sorting more than
/// it has to.
///
/// ```
/// use aftercast_engine::run::summary::quantile_of;
/// assert_eq!(quantile_of(&mut [3.0, 1.0, 2.0, 5.0], 0.5), 2.5);
/// ```
pub fn quantile_of(values: &mut [f64], p: f64) -> f64 {
    let Some(last) = values.len().checked_sub(1) else { return f64::NAN };
    let position = p * last as f64;
    let below = position as usize;
    let part = position - below as f64;
    let (_, &mut low, above) = values.select_nth_unstable_by(below, f64::total_cmp);
    let high = if part == 0.0 { low } else { above.iter().copied().min_by(f64::total_cmp).unwrap_or(low) };
    sorted_quantile(&[low, high], part)
}

/// Mean, sd and quantiles of values in draw order.
pub fn summarise(values: &[f64]) -> Summary {
    let count = REPLICATES;
    let sorted = |mut v: Vec<f64>| {
        v.sort_unstable_by(f64::total_cmp);
        v
    };
    let all = sorted(values.to_vec());
    let each: Vec<Vec<f64>> = if values.len() < 2 * count {
        Vec::new()
    } else {
        (0..count).map(|r| sorted(values.iter().skip(r).step_by(count).copied().collect())).collect()
    };
    let error = |statistic: &dyn Fn(&[f64]) -> f64| {
        if each.is_empty() {
            return f64::NAN;
        }
        let values: Vec<f64> = each.iter().map(|v| statistic(v)).collect();
        (variance(&values) / count as f64).sqrt()
    };
    let finite = [all.first(), all.last()].iter().all(|end| end.is_some_and(|v| v.is_finite()));
    let moments = |f: fn(&[f64]) -> f64| {
        if finite { estimate(values, f) } else { Estimate { value: f64::NAN, error: f64::NAN } }
    };
    Summary {
        draws: values.len(),
        mean: moments(mean),
        sd: moments(|v| variance(v).sqrt()),
        quantiles: QUANTILES
            .map(|p| Estimate { value: sorted_quantile(&all, p), error: error(&|v: &[f64]| sorted_quantile(v, p)) }),
        infinite: share(values, |v| !v.is_finite()),
    }
}

/// Share of draws in which a condition holds. The error is never below that of one draw.
pub fn share(values: &[f64], holds: impl Fn(f64) -> bool) -> Estimate {
    let raw = estimate(values, |v| v.iter().filter(|&&x| holds(x)).count() as f64 / v.len() as f64);
    Estimate { error: raw.error.max(1.0 / values.len() as f64), ..raw }
}

/// Differences `a - b` of an outcome in the same draws.
pub fn paired(a: &PolicyResults, b: &PolicyResults, outcome: Outcome) -> Vec<f64> {
    a.outcome(outcome).iter().zip(b.outcome(outcome)).map(|(a, b)| a - b).collect()
}

/// Whether a policy neither costs nor brings anything in any draw, as today's own does: there is nothing to pay back and no
/// money is saved, whatever month and ratio its zeros would give.
pub fn changes_nothing(results: &PolicyResults) -> bool {
    [Outcome::DeltaCost, Outcome::Npv].iter().all(|&outcome| results.outcome(outcome).iter().all(|&x| x == 0.0))
}

/// A gain per unit of extra cost: "1 : x".
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Multiple {
    /// Ratio of mean present values; not defined where the mean cost does not rise by more than a thousandth of the baseline's.
    pub ratio_of_means: Estimate,
    /// Quantiles over draws at [`QUANTILES`]; a draw that costs less (or the same) ranks above every number where it has a net gain, and
    /// below every number elsewhere.
    pub quantiles: [Estimate; 9],
    /// Share of draws that cost less or the same, where a multiple is not defined.
    pub saves_money: Estimate,
    /// Whether the mean cost falls by more than a thousandth of the baseline's; where it neither falls nor rises by so much, it is the same.
    pub costs_less: bool,
}

/// The multiple of `gain` over [`Outcome::DeltaCost`], over all draws.
pub fn multiple(results: &PolicyResults, gain: Outcome) -> Multiple {
    let [cost, own_cost, npv, gain] =
        [Outcome::DeltaCost, Outcome::TotalCost, Outcome::Npv, gain].map(|outcome| results.outcome(outcome));
    let count = REPLICATES;
    let ratio = |part: &dyn Fn(usize) -> bool| {
        let sum = |values: &[f64]| values.iter().enumerate().filter(|(i, _)| part(*i)).map(|(_, v)| v).sum::<f64>();
        let (added, own) = (sum(cost), sum(own_cost));
        if costs_more(added, own - added) { sum(gain) / added } else { f64::NAN }
    };
    let each: Vec<f64> = (0..count).map(|r| ratio(&|i| i % count == r)).collect();
    let draws: Vec<f64> = (0..cost.len())
        .map(|i| {
            if costs_more(cost[i], own_cost[i] - cost[i]) {
                gain[i] / cost[i]
            } else if npv[i] > 0.0 {
                f64::INFINITY
            } else {
                f64::NEG_INFINITY
            }
        })
        .collect();
    let summary = summarise(&draws);
    let (added, own) = (cost.iter().sum::<f64>(), own_cost.iter().sum::<f64>());
    Multiple {
        costs_less: costs_more(-added, own - added),
        ratio_of_means: Estimate { value: ratio(&|_| true), error: (variance(&each) / count as f64).sqrt() },
        quantiles: summary.quantiles,
        saves_money: summary.infinite,
    }
}
