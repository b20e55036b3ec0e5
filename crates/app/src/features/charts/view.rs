//! What the page shows of charts and chain, ready to print.

use crate::view::ChartFrame;
use aftercast_plot::dots::Dots;
use aftercast_plot::fan::Fan;
use aftercast_plot::spark::Spark;

/// A node of the causal chain.
#[derive(Clone, Debug, PartialEq)]
pub struct ChainNode {
    /// Stable id: spend, waiting, satisfaction, repurchase, word_of_mouth, lifetime_value, net_gain.
    pub id: &'static str,
    /// Heading.
    pub label: String,
    /// Today's value.
    pub today: String,
    /// The policy's value.
    pub policy: String,
    /// The change, signed.
    pub change: String,
    /// Unit.
    pub unit: String,
    /// Whether the policy differs from today by more than its Monte Carlo error.
    pub moved: bool,
    /// Two sentences of how the model links it.
    pub explanation: String,
    /// The equation in symbols.
    pub equation: String,
    /// What the report says: section and figure.
    pub evidence: Vec<(String, String)>,
    /// Small line chart by month: today and the policies.
    pub spark: Spark,
}

/// Fan chart of the cumulated gain.
pub type FanFrame = ChartFrame<Fan>;

/// Paired difference between two policies.
pub type DotsFrame = ChartFrame<Dots>;
