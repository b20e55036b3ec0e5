//! Sampling against independent samplers, closed forms and known answers.
//!
//! Statistical tests use fixed seeds and critical values derived from a stated chance of a false alarm.

mod copula;
mod marginals;
mod plan;
mod points;
pub mod statistics;
