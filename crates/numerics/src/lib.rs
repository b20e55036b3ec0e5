//! Reproducible numerics: elementary and special functions, counter-based random numbers, points and distributions. The same
//! bits on every target and any number of workers: no platform mathematics, no fused multiply-add, no global state.

pub mod math;
pub mod random;
pub mod sampling;
