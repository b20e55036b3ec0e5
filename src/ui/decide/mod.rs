//! Charts and details for somebody who decides.

mod exceedance;
mod link_chart;
mod numbers;
mod panels;
mod threshold;

pub use exceedance::ExceedancePanel;
pub use link_chart::LinkChart;
pub use numbers::Numbers;
pub use panels::{BridgePanel, CostPanel, SegmentPanel};
