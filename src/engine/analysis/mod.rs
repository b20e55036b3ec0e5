//! Analyses over runs: each plans evaluations, takes results in, and is a pure function of both.

pub mod alerts;
pub mod convergence;
pub mod frontier;
pub mod pareto;
pub mod stress;
