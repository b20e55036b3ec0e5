//! Gamma, beta and normal quantile functions (scalar): for building tables and for statistics, not for the month loop.

mod beta;
mod gamma;
mod normal;

pub use beta::{Beta, beta_quantile, beta_regularized, ln_beta};
pub use gamma::ln_gamma;
pub use normal::normal_quantile;
