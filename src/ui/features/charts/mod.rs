//! Charts, the chain and the details of a decision.

pub mod chain;
pub mod chain_node;
pub mod chart_panel;
pub mod exceedance;
pub mod goal_line;
pub mod month;
pub mod months;
pub mod node_chart;
pub mod numbers;
pub mod panels;
pub mod threshold;

pub use exceedance::ExceedancePanel;
pub use goal_line::GoalLine;
pub use month::MonthSlider;
pub use node_chart::{NodeChart, NodePanel};
pub use numbers::Numbers;
pub use panels::any;
