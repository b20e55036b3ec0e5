//! Aftercast: what after-sales service earns, with honest uncertainty.

pub mod app;
pub mod engine;
pub mod plot;
pub mod texts;
