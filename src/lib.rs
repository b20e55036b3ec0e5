//! Aftercast: what after-sales service earns, with honest uncertainty.

pub mod engine;
#[cfg(feature = "web")]
pub mod shell;
pub mod texts;
