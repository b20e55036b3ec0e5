//! A known value: every draw has it.
//!
//! Claim: an assumption overridden by a number keeps its dimension of the point set, so no other assumption changes.
//! Equation: x(z) = value. Validity: every score. Source: definition.

/// The same value for every score.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Known {
    /// The value, in the unit of its assumption.
    pub value: f64,
}

impl Known {
    /// The value, whatever the score.
    #[inline(always)]
    pub fn at(&self, _score: f64) -> f64 {
        self.value
    }
}
