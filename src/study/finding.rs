//! What the analyses found, as it is kept until the page shows it.

use crate::engine::analysis::tornado::TornadoReport;

/// The report of an analysis.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// What each assumption does to the result.
    Tornado(Box<TornadoReport>),
}
