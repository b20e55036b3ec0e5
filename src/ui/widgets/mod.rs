//! Widgets: what several features are made of. They know texts and signals, and nothing of a feature.

pub mod box_text;
pub mod chart_canvas;
pub mod icons;
pub mod popover;
pub mod prose;
pub mod spoken;
pub mod table;
pub mod tabs;
