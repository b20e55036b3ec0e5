//! Runs: a central run, and a batch of draws with its summaries.

pub mod batch;
pub mod central;
pub mod instructions;
pub mod order;
pub mod order_statistics;
pub mod outcome;
pub mod plan;
pub mod report;
pub mod results;
pub mod summary;

pub use plan::SamplingPlan;
