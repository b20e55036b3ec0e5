//! The sections of the analyses.

/// The sections, in the order of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Section {
    /// What each assumption does to the result.
    Tornado,
    /// Which share of the spread each assumption carries.
    Indices,
    /// Which policy is best.
    Ranking,
    /// What it is worth to know.
    Information,
    /// The result as levers move.
    Sweep,
    /// Where a policy breaks even.
    BreakEven,
    /// What the result rests on.
    Structural,
    /// The best policy for each budget.
    Frontier,
    /// Every policy under every stress.
    Stress,
    /// Whether the draws are enough, and how errors fall.
    Convergence,
    /// What the model must do at its corners.
    Behaviour,
    /// The survey's figures beside the model.
    Survey,
    /// Customers one by one beside the equations.
    Customers,
    /// A dated forecast, and how it fared.
    Record,
}

impl Section {
    /// All sections.
    pub const ALL: &'static [Section] = &[
        Section::Tornado,
        Section::Indices,
        Section::Ranking,
        Section::Information,
        Section::Sweep,
        Section::BreakEven,
        Section::Structural,
        Section::Frontier,
        Section::Stress,
        Section::Convergence,
        Section::Behaviour,
        Section::Survey,
        Section::Customers,
        Section::Record,
    ];

    /// The id in the page.
    pub const fn id(self) -> &'static str {
        match self {
            Section::Tornado => "tornado",
            Section::Indices => "indices",
            Section::Ranking => "ranking",
            Section::Information => "information",
            Section::Sweep => "sweep",
            Section::BreakEven => "break-even",
            Section::Structural => "structural",
            Section::Frontier => "frontier",
            Section::Stress => "stress",
            Section::Convergence => "convergence",
            Section::Behaviour => "behaviour",
            Section::Survey => "survey",
            Section::Customers => "customers",
            Section::Record => "record",
        }
    }
}
