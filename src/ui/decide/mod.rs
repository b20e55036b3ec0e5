//! Charts and details of a decision.

mod exceedance;
mod goal_line;
mod link_chart;
mod month;
mod numbers;
mod panels;
mod threshold;

pub use exceedance::ExceedancePanel;
pub use goal_line::GoalLine;
pub use link_chart::LinkChart;
pub use month::MonthSlider;
pub use numbers::Numbers;
pub use panels::{BridgePanel, ChangePanel, CostPanel, SegmentPanel};
