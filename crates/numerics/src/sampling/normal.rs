//! The normal distribution.
//!
//! Claim: not truncated; the files' ranges keep their sign. Equation: x(z) = mean + sd z.
//! Validity: sd >= 0. Source: definition.

/// Normal distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Normal {
    /// Mean, in the unit of its assumption.
    pub mean: f64,
    /// Standard deviation, same unit.
    pub sd: f64,
}

impl Normal {
    /// The value at a standard normal score.
    #[inline(always)]
    pub fn at(&self, score: f64) -> f64 {
        self.mean + self.sd * score
    }

    /// Variance.
    pub fn variance(&self) -> f64 {
        self.sd * self.sd
    }
}
