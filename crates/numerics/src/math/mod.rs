//! The only door to transcendental functions: deterministic, per lane, no platform library.

mod elementary;
pub mod incomplete_gamma;
mod lane;
pub mod local;
#[cfg(target_arch = "x86_64")]
mod quad;
pub mod short;
pub mod special;

pub use elementary::{exp, ln, logistic, normal_cdf, normal_pdf, pow, twelfth_root};
pub use lane::Lane;
#[cfg(target_arch = "x86_64")]
pub use quad::Quad;
pub use wide::f64x4;
