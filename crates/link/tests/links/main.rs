//! Scenario links: what is written opens to the same bits, whatever happened to it on the way. A test target of its own, because
//! mutation testing of links runs it hundreds of times.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::disallowed_methods,
    reason = "tests: helpers outside test functions may panic, and platform maths is an independent reference"
)]

mod conflicts;
mod documents;
mod generated;
mod mangled;
mod pasted;
mod published;
