//! Correlated assumptions.
//!
//! Claim: a pair keeps both its distributions and gets the stated correlation between its normal scores.
//! Equation: z₂ <- rho z₁ + √(1 - rho²) z₂; rank correlations follow: Spearman 6/π asin(rho/2), Kendall 2/π asin(rho).
//! Validity: |rho| <= 1; pairs that share no assumption (then the order of the pairs does not matter).
//! Source: Nelsen, An Introduction to Copulas (2006), section 5; Kruskal, JASA 53 (1958) 814-861.

/// Two dimensions joined by a Gaussian copula.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The dimension whose score stays as drawn.
    pub first: usize,
    /// The dimension whose score is mixed with the first one's.
    pub second: usize,
    /// Pearson correlation between the normal scores.
    rho: f64,
    /// √(1 - rho²).
    rest: f64,
}

impl Pair {
    /// Joins two dimensions with a correlation between -1 and 1.
    pub fn new(first: usize, second: usize, rho: f64) -> Self {
        Self { first, second, rho, rest: (1.0 - rho * rho).max(0.0).sqrt() }
    }
}

/// Turns independent scores into correlated ones, pair by pair.
#[inline]
pub fn couple(scores: &mut [f64], pairs: &[Pair]) {
    for pair in pairs {
        scores[pair.second] = pair.rho * scores[pair.first] + pair.rest * scores[pair.second];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_second_moves_and_keeps_its_variance() {
        let mut z = [1.0, 0.5, -2.0];
        couple(&mut z, &[Pair::new(0, 2, 0.6)]);
        assert_eq!(z, [1.0, 0.5, 0.6 * 1.0 + 0.8 * -2.0]);
    }
}
