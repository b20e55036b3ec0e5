//! The goal of a decision: what a policy has to reach to be called a success.

/// A condition on a draw's outcome.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Goal {
    /// Total gain, net gain over the horizon and terminal value together, above so many CNY.
    TotalGainAbove(f64),
    /// Net gain over the horizon above so many CNY.
    NpvAbove(f64),
    /// Terminal value, the worth of the customers kept more at the end of the horizon, above so many CNY.
    TerminalValueAbove(f64),
    /// The cumulated gain stays at or over zero from a month within so many months.
    PaybackWithin(f64),
    /// Mean satisfaction of the last year at least so many points.
    CsiAtLeast(f64),
    /// Service cost of the last year at most such a share of revenue.
    CostShareAtMost(f64),
}

impl Default for Goal {
    fn default() -> Self {
        Self::TotalGainAbove(0.0)
    }
}

impl Goal {
    /// Names in files and links, in the order of the variants.
    pub const NAMES: [&'static str; 6] = [
        "total_gain_above",
        "npv_above",
        "terminal_value_above",
        "payback_within",
        "csi_at_least",
        "cost_share_at_most",
    ];

    /// The goal of a name with a bound.
    pub fn from_name(name: &str, bound: f64) -> Option<Self> {
        match name {
            "total_gain_above" => Some(Self::TotalGainAbove(bound)),
            "npv_above" => Some(Self::NpvAbove(bound)),
            "terminal_value_above" => Some(Self::TerminalValueAbove(bound)),
            "payback_within" => Some(Self::PaybackWithin(bound)),
            "csi_at_least" => Some(Self::CsiAtLeast(bound)),
            "cost_share_at_most" => Some(Self::CostShareAtMost(bound)),
            _ => None,
        }
    }

    /// Name in files and links.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::TotalGainAbove(_) => Self::NAMES[0],
            Self::NpvAbove(_) => Self::NAMES[1],
            Self::TerminalValueAbove(_) => Self::NAMES[2],
            Self::PaybackWithin(_) => Self::NAMES[3],
            Self::CsiAtLeast(_) => Self::NAMES[4],
            Self::CostShareAtMost(_) => Self::NAMES[5],
        }
    }

    /// The bound: CNY, months, points or a share.
    pub const fn bound(&self) -> f64 {
        match *self {
            Self::TotalGainAbove(x)
            | Self::NpvAbove(x)
            | Self::TerminalValueAbove(x)
            | Self::PaybackWithin(x)
            | Self::CsiAtLeast(x)
            | Self::CostShareAtMost(x) => x,
        }
    }

    /// Smallest and largest bound, and its unit.
    pub const fn range(&self) -> (f64, f64, &'static str) {
        match self {
            Self::TotalGainAbove(_) | Self::NpvAbove(_) | Self::TerminalValueAbove(_) => (-1e12, 1e12, "CNY"),
            Self::PaybackWithin(_) => (1.0, 120.0, "months"),
            Self::CsiAtLeast(_) => (0.0, 100.0, "points"),
            Self::CostShareAtMost(_) => (0.0, 1.0, "share of revenue"),
        }
    }
}
