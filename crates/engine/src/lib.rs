//! The pure engine: no clock, no input or output, no threads, no global state.

pub mod analysis;
mod check;
pub mod model;
pub mod run;

pub use aftercast_scenario::VERSION;
pub use check::check;
