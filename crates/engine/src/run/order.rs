//! Order statistics that bound a quantile.
//!
//! Claim: whatever the distribution, the sorted draw of this rank lies above the quantile with the stated confidence.
//! Equation: P(X_(r) >= x_q) = P(Binomial(n, q) <= r) for the 0-based rank r, a regularised incomplete beta function.
//! Validity: independent draws of a continuous distribution (plain random sampling; conservative for stratified points).
//! Source: David & Nagaraja, Order Statistics (2003), section 7.1; Wilks, Ann. Math. Stat. 12 (1941) 91-96.

use aftercast_numerics::math::special::beta_regularized;

/// The smallest 0-based rank whose order statistic is at least the `quantile` (0 to 1) with the stated confidence (0 to 1);
/// none where even the largest of so few draws is not.
///
/// ```
/// use aftercast_engine::run::order::upper_rank;
/// assert_eq!(upper_rank(59, 0.95, 0.95), Some(58));
/// assert_eq!(upper_rank(58, 0.95, 0.95), None);
/// ```
pub fn upper_rank(draws: u64, quantile: f64, confidence: f64) -> Option<u64> {
    let enough = |rank: u64| {
        let (above, below) = ((draws - rank) as f64, (rank + 1) as f64);
        beta_regularized(above, below, 1.0 - quantile) >= confidence
    };
    let mut high = draws.checked_sub(1).filter(|&rank| enough(rank))?;
    let mut low = 0;
    while low < high {
        let middle = low + (high - low) / 2;
        if enough(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Some(high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_sum_of_binomial_terms() {
        for draws in [1_u64, 5, 20, 59, 60, 137] {
            for quantile in [0.05, 0.5, 0.95] {
                let mut term = (1.0_f64 - quantile).powi(draws as i32);
                let mut sum = 0.0;
                let mut expected = None;
                for rank in 0..draws {
                    sum += term;
                    term *= (draws - rank) as f64 / (rank + 1) as f64 * quantile / (1.0 - quantile);
                    if expected.is_none() && sum >= 0.9 {
                        expected = Some(rank);
                    }
                }
                assert_eq!(upper_rank(draws, quantile, 0.9), expected, "{draws} {quantile}");
            }
        }
        assert_eq!(upper_rank(0, 0.5, 0.5), None);
    }
}
