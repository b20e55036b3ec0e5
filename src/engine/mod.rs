//! The pure engine: no clock, no input or output, no threads, no global state.

pub mod analysis;
pub mod math;
pub mod model;
pub mod random;
pub mod run;
pub mod sampling;
pub mod scenario;
pub mod verification;

/// Version of the numbers: a change that moves a result raises it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
