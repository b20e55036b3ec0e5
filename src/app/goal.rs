//! A goal as the headline's editor holds it: a kind, and a bound as typed.

/// Which goal, in the order of the editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoalKind {
    /// Net gain above so many CNY.
    NpvAbove,
    /// Pays back within so many months.
    PaybackWithin,
    /// Satisfaction of the last year at least so many points.
    CsiAtLeast,
    /// Service cost at most such a share of revenue.
    CostShareAtMost,
}

/// A goal as typed.
#[derive(Clone, Debug, PartialEq)]
pub struct GoalInput {
    /// Which.
    pub kind: GoalKind,
    /// The bound as typed: `0`, `24`, `70`, `2.5%`, `1000万`.
    pub bound: String,
}
