//! What the numbers of the data files count: one rule for how they are typed, read and shown.

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// A share, a fraction or a probability: 0 to 1, in percent where it is typed and shown.
    Share,
    /// A difference of two shares: in percent where it is typed and shown, and not bounded by 1.
    ShareChange,
    /// An amount of money, CNY.
    Money,
    /// Minutes.
    Minutes,
    /// Hours.
    Hours,
    /// Days.
    Days,
    /// Months.
    Months,
    /// Years.
    Years,
    /// Persons: customers, agents.
    People,
    /// Orders.
    Orders,
    /// Contacts with after-sales service.
    Contacts,
    /// Points of an index.
    Points,
    /// A ratio, a factor, an elasticity, a rate.
    Ratio,
}

impl Unit {
    /// Whether it is a share and cannot exceed 1.
    pub const fn is_share(self) -> bool {
        matches!(self, Self::Share)
    }

    /// Whether it is shown and typed in percent.
    pub const fn in_percent(self) -> bool {
        matches!(self, Self::Share | Self::ShareChange)
    }
}
