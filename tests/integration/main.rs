//! Behaviour of the library through its public door: one binary, a file per behaviour.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "tests: helpers outside test functions may panic, and platform maths is an independent reference"
)]

mod architecture;
mod golden;
mod link;
mod queue;
mod reference;
mod sampling;
mod verification;
