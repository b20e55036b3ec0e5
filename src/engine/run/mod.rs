//! From draws to results.

pub mod order;
