//! What the analyses found, as it is kept until the page shows it.

use crate::engine::analysis::break_even::BreakEvenReport;
use crate::engine::analysis::indices::IndicesReport;
use crate::engine::analysis::information::Worth;
use crate::engine::analysis::structural::StructuralReport;
use crate::engine::analysis::sweep::SweepReport;
use crate::engine::analysis::tornado::TornadoReport;
use crate::engine::scenario::{AssumptionGroup, AssumptionId};

/// The report of an analysis.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// What each assumption does to the result.
    Tornado(Box<TornadoReport>),
    /// Shares of the variance.
    Indices(Box<IndicesReport>),
    /// The outcome of today and of each policy, draw by draw.
    Gains(Vec<Vec<f64>>),
    /// What it is worth to know.
    Information(Box<InformationReport>),
    /// The outcome as levers move.
    Sweep(Box<SweepReport>),
    /// Where something breaks even.
    BreakEven(Box<BreakEvenReport>),
    /// The result with cautions of the model taken away.
    Structural(Box<StructuralReport>),
    /// Findings one after another.
    Several(Vec<Finding>),
}

/// What it is worth to know before choosing between today and the policies.
#[derive(Clone, Debug, PartialEq)]
pub struct InformationReport {
    /// Draws it rests on.
    pub draws: usize,
    /// The best choice without more knowledge: 0 is today.
    pub best: usize,
    /// Everything known.
    pub evpi: Worth,
    /// Each assumption, the most valuable first.
    pub singles: Vec<(AssumptionId, Worth)>,
    /// Each group, the most valuable first.
    pub groups: Vec<(AssumptionGroup, Worth)>,
}
