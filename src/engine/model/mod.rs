//! The model.
pub mod queue;
