//! The PERT distribution.
//!
//! Claim: a beta distribution on [low, high] whose mean weighs the most likely value four times.
//! Equation: low + (high - low) Beta(a, b), a = 1 + 4 (mode - low)/(high - low), b = 6 - a;
//! mean (low + 4 mode + high)/6, variance (mean - low)(high - mean)/7.
//! Validity: low <= mode <= high; low = high is a constant.
//! Source: Malcolm, Roseboom, Clark & Fazar, Operations Research 7 (1959) 646-669; Vose, Risk Analysis (2008), PERT.

use crate::math::special::{Beta, beta_quantile};

/// PERT distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pert {
    /// Smallest value, in the unit of its assumption.
    pub low: f64,
    /// Most likely value.
    pub mode: f64,
    /// Largest value.
    pub high: f64,
}

impl Pert {
    /// Mean.
    pub fn mean(&self) -> f64 {
        (self.low + 4.0 * self.mode + self.high) / 6.0
    }

    /// Variance.
    pub fn variance(&self) -> f64 {
        (self.mean() - self.low) * (self.high - self.mean()) / 7.0
    }

    /// Width of the range; zero for a constant.
    pub fn range(&self) -> f64 {
        self.high - self.low
    }

    /// The beta distribution of (x - low)/(high - low); only where the range is positive.
    pub fn beta(&self) -> Beta {
        let a = 1.0 + 4.0 * (self.mode - self.low) / self.range();
        let b = 1.0 + 4.0 * (self.high - self.mode) / self.range();
        Beta::new(a, b)
    }

    /// The exact value at probability p, 0 <= p <= 1 (microseconds; sampling uses a table).
    pub fn quantile(&self, p: f64) -> f64 {
        let Beta { a, b, .. } = self.beta();
        if self.range() <= 0.0 {
            self.low
        } else if p <= 0.5 {
            self.low + self.range() * beta_quantile(p, a, b)
        } else {
            self.high - self.range() * beta_quantile(1.0 - p, b, a)
        }
    }
}

/// The exact value of pert(low, mode, high) at probability p, 0 <= p <= 1.
///
/// ```
/// use aftercast_numerics::sampling::pert_quantile;
/// assert!((pert_quantile(0.5, 0.0, 3.0, 6.0) - 3.0).abs() < 1e-14);
/// ```
pub fn pert_quantile(p: f64, low: f64, mode: f64, high: f64) -> f64 {
    Pert { low, mode, high }.quantile(p)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_the_integrals_of_the_quantile() {
        for (low, mode, high) in [(0.0, 0.2, 1.0), (-5.0, -3.0, -1.5), (10.0, 10.0, 40.0), (1.0, 3.0, 3.0)] {
            let law = Pert { low, mode, high };
            let n = 20_000;
            let values: Vec<f64> = (0..n).map(|i| law.quantile((f64::from(i) + 0.5) / f64::from(n))).collect();
            let mean = values.iter().sum::<f64>() / f64::from(n);
            let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / f64::from(n);
            assert!((mean - law.mean()).abs() < 1e-6 * law.range());
            assert!((variance - law.variance()).abs() < 1e-5 * law.range() * law.range());
        }
    }

    #[test]
    fn ends_and_constants() {
        assert_eq!(pert_quantile(0.3, 2.0, 2.0, 2.0), 2.0);
        assert_eq!(pert_quantile(0.0, 1.0, 2.0, 4.0), 1.0);
        assert_eq!(pert_quantile(1.0, 1.0, 2.0, 4.0), 4.0);
        // mode = low: 1 - (1 - p)^(1/5)
        assert!((pert_quantile(0.96875, 0.0, 0.0, 1.0) - 0.5).abs() < 1e-15);
    }
}
