//! The goal of a decision: what a policy has to reach to be called a success.

/// A condition on a draw's outcome.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Goal {
    /// Net gain over the horizon above so many CNY.
    NpvAbove(f64),
    /// The cumulated gain stays at or over zero from a month within so many months.
    PaybackWithin(f64),
    /// Mean satisfaction of the last year at least so many points.
    CsiAtLeast(f64),
    /// Service cost of the last year at most such a share of revenue.
    CostShareAtMost(f64),
}

impl Default for Goal {
    fn default() -> Self {
        Self::NpvAbove(0.0)
    }
}

impl Goal {
    /// Names in files and links, in the order of the variants.
    pub const NAMES: [&'static str; 4] = ["npv_above", "payback_within", "csi_at_least", "cost_share_at_most"];

    /// The goal of a name with a bound.
    pub fn from_name(name: &str, bound: f64) -> Option<Self> {
        match name {
            "npv_above" => Some(Self::NpvAbove(bound)),
            "payback_within" => Some(Self::PaybackWithin(bound)),
            "csi_at_least" => Some(Self::CsiAtLeast(bound)),
            "cost_share_at_most" => Some(Self::CostShareAtMost(bound)),
            _ => None,
        }
    }

    /// Name in files and links.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::NpvAbove(_) => Self::NAMES[0],
            Self::PaybackWithin(_) => Self::NAMES[1],
            Self::CsiAtLeast(_) => Self::NAMES[2],
            Self::CostShareAtMost(_) => Self::NAMES[3],
        }
    }

    /// The bound: CNY, months, points or a share.
    pub const fn bound(&self) -> f64 {
        match *self {
            Self::NpvAbove(x) | Self::PaybackWithin(x) | Self::CsiAtLeast(x) | Self::CostShareAtMost(x) => x,
        }
    }

    /// Smallest and largest bound, and its unit.
    pub const fn range(&self) -> (f64, f64, &'static str) {
        match self {
            Self::NpvAbove(_) => (-1e12, 1e12, "CNY"),
            Self::PaybackWithin(_) => (1.0, 120.0, "months"),
            Self::CsiAtLeast(_) => (0.0, 100.0, "points"),
            Self::CostShareAtMost(_) => (0.0, 1.0, "share of revenue"),
        }
    }
}
