//! Whether there is anything to explain: whether an outcome differs at all from one future to another, or from one policy to another.
//!
//! Claim: two sums of thousands of terms that are equal on paper differ in their last digits; a share of such a difference is a share of
//! rounding, and the best of such equals is none.
//! Equation: two values are one where |a - b| <= max(grain, 1e-9 max(|a|, |b|)). Symbols: grain, the smallest amount of an outcome that
//! means anything, in its unit.
//! Validity: finite values; the grains are far above the rounding of 64-bit sums and far below what a decision could hang on.

use crate::run::outcome::Outcome;

/// Share of a value below which a difference is rounding.
const RELATIVE: f64 = 1e-9;

/// The smallest amount of an outcome that means anything, in its unit.
pub const fn grain(outcome: Outcome) -> f64 {
    match outcome {
        // a fen of a sum over the horizon or a month
        Outcome::TotalGain
        | Outcome::TerminalValue
        | Outcome::ReturnedGoods
        | Outcome::TotalCost
        | Outcome::DeltaCost
        | Outcome::DeltaRevenue
        | Outcome::DeltaContribution
        | Outcome::Npv
        | Outcome::SeriousEvents
        | Outcome::ServiceCost
        | Outcome::Revenue => 0.01,
        Outcome::Ltv | Outcome::DeltaLtv | Outcome::Acquisitions => 1e-6,
        Outcome::Csi | Outcome::FirstResponse | Outcome::PaybackMonth | Outcome::LifetimeMonths => 1e-9,
        Outcome::Repurchase | Outcome::ServiceCostShare => 1e-12,
    }
}

/// Whether two values of an outcome are one but for rounding.
///
/// ```
/// use aftercast_engine::{analysis::variation::same, run::outcome::Outcome};
/// assert!(same(-5e6, -5e6 + 1e-4, Outcome::Npv) && same(0.0, 1e-7, Outcome::Npv));
/// assert!(!same(-5e6, -5e6 + 1.0, Outcome::Npv) && !same(71.0, 71.001, Outcome::Csi));
/// ```
pub fn same(a: f64, b: f64, outcome: Outcome) -> bool {
    // never and some month are two things, however large never is
    a == b || (a.is_finite() && b.is_finite() && (a - b).abs() <= grain(outcome).max(RELATIVE * a.abs().max(b.abs())))
}

/// Whether an outcome, or a difference of two, takes more than one value.
pub fn varies(values: &[f64], outcome: Outcome) -> bool {
    let (low, high) =
        values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(*v), high.max(*v)));
    !values.is_empty() && !same(low, high, outcome)
}

/// Options by draw, with what is one but for rounding made one to the bit: ties are ties, and no option wins by its last digit.
pub fn tied(options: &[Vec<f64>], outcome: Outcome) -> Vec<Vec<f64>> {
    let mut tied = options.to_vec();
    for k in 1..tied.len() {
        let (before, rest) = tied.split_at_mut(k);
        let Some(own) = rest.first_mut() else { continue };
        for (i, value) in own.iter_mut().enumerate() {
            let twin = before.iter().filter_map(|other| other.get(i)).find(|other| same(**other, *value, outcome));
            *value = twin.copied().unwrap_or(*value);
        }
    }
    tied
}

/// Options by their merit ([`Outcome::merit`]), those that are one but for rounding as one.
pub fn merits(options: &[Vec<f64>], outcome: Outcome) -> Vec<Vec<f64>> {
    let of = |option: Vec<f64>| option.into_iter().map(|y| outcome.merit(y)).collect();
    tied(options, outcome).into_iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_is_no_variation_and_a_future_that_differs_is() {
        let noisy: Vec<f64> = (0..64).map(|i| -5e6 + 1e-6 * f64::from(i % 7)).collect();
        assert!(!varies(&noisy, Outcome::Npv) && !varies(&[0.0; 8], Outcome::Npv) && !varies(&[], Outcome::Npv));
        let mut one = noisy;
        one[17] += 3.0;
        assert!(varies(&one, Outcome::Npv));
        // a small share varies where a sum of money of the same size would not
        assert!(varies(&[0.0300, 0.0301], Outcome::ServiceCostShare) && !varies(&[0.0300, 0.0301], Outcome::Npv));
        assert!(varies(&[0.0, f64::INFINITY], Outcome::PaybackMonth));
        assert!(!varies(&[f64::INFINITY; 2], Outcome::PaybackMonth));
    }

    #[test]
    fn equals_are_made_equal_and_nothing_else_is() {
        let options = vec![vec![0.0, 0.0, 5.0], vec![1e-8, -2.0, 5.0], vec![3.0, -2.0 + 1e-7, 5.0 + 1e-7]];
        assert_eq!(tied(&options, Outcome::Npv), [[0.0, 0.0, 5.0], [0.0, -2.0, 5.0], [3.0, -2.0, 5.0]]);
    }
}
