//! Levers, policies and the sentence over everything.

pub mod draws;
pub mod goal_editor;
pub mod headline;
pub mod lever_panel;
pub mod lever_row;
pub mod lever_track;
pub mod number_box;
pub mod policy_head;
pub mod presets;
pub mod table;
