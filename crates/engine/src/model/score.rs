//! The bounded score: how a change of experience moves a score that cannot leave its scale.
//!
//! Claim: a point of change moves a score by a point where it stands, and by less and less towards either end.
//! Equation (docs/model.md 1): shift(s, x) = s exp(x/s) for x < 0, else 100 - (100 - s) exp(-x/(100 - s)).
//! Symbols: s score and x change in points, 0 < s < 100.
//! Validity: slope 1 at s from either side, bounded by 0 and 100.
//! Source: a choice of form; the report has no figure for it.

use aftercast_numerics::math::{Lane, exp};

/// Upper end of the scale, points.
pub const TOP: f64 = 100.0;

/// The shift of one score: what does not change with the change of experience.
#[derive(Clone, Copy, Debug)]
pub struct BoundedScore<L> {
    score: L,
    minus_score: L,
    room: L,
    per_score: L,
    minus_per_room: L,
}

impl<L: Lane> BoundedScore<L> {
    /// The shift of a score `score`, points.
    pub fn new(score: L) -> Self {
        let room = L::splat(TOP) - score;
        Self { score, minus_score: -score, room, per_score: L::one() / score, minus_per_room: -(L::one() / room) }
    }

    /// The exponent that a change of `x` points has in the shift: -|x|/s or -|x|/(100 - s).
    #[inline(always)]
    pub(super) fn exponent(&self, x: L) -> L {
        (x * self.per_score).min(x * self.minus_per_room)
    }

    /// Least and largest gain over the score that stay on the scale, points.
    #[inline(always)]
    pub(super) fn gain_bounds(&self) -> (L, L) {
        (self.minus_score, self.room)
    }

    /// The score after a change of `x` points.
    ///
    /// ```
    /// use aftercast_engine::model::score::BoundedScore;
    /// let score = BoundedScore::new(60.0);
    /// assert_eq!(score.shift(0.0), 60.0);
    /// assert!((score.shift(1.0) - 60.9876_f64).abs() < 1e-4);
    /// assert!(score.shift(-1e3) > 0.0 && score.shift(1e3) <= 100.0);
    /// ```
    #[inline(always)]
    pub fn shift(&self, x: L) -> L {
        let falls = x.less(L::zero());
        let left = exp(self.exponent(x));
        L::select(falls, self.score * left, L::splat(TOP) - self.room * left)
    }
}
