//! The lognormal distribution.
//!
//! Claim: the logarithm is normal; the median and the geometric standard deviation are its parameters.
//! Equation: x(z) = median gsd^z; mean median exp(s²/2), variance mean² (exp(s²) - 1), s = ln gsd.
//! Validity: median > 0, gsd >= 1. Source: definition.

use crate::math::{exp, ln};

/// Lognormal distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LogNormal {
    median: f64,
    ln_gsd: f64,
}

impl LogNormal {
    /// The distribution of this median (unit of its assumption) and geometric standard deviation (a pure number).
    pub fn new(median: f64, gsd: f64) -> Self {
        Self { median, ln_gsd: ln(gsd) }
    }

    /// The value at a standard normal score.
    #[inline(always)]
    pub fn at(&self, score: f64) -> f64 {
        self.median * exp(score * self.ln_gsd)
    }

    /// Mean, above the median.
    pub fn mean(&self) -> f64 {
        self.median * exp(0.5 * self.ln_gsd * self.ln_gsd)
    }

    /// Variance.
    pub fn variance(&self) -> f64 {
        self.mean() * self.mean() * (exp(self.ln_gsd * self.ln_gsd) - 1.0)
    }
}
