//! Analyses over runs: each plans evaluations, takes results in, and is a pure function of both.

pub mod frontier;
pub mod pareto;
