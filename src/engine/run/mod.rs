//! Runs: a central run, and a batch of draws with its summaries.

pub mod central;
