//! From a seed and the index of a draw to the values of all assumptions (docs/model.md section 9).
//!
//! points: index -> uniform numbers; the normal quantile and the copula: uniform numbers -> correlated scores;
//! the marginals: scores -> values. Everything is indexed by draw and holds no state, so any worker can compute any draw.

mod copula;
mod distribution;
mod known;
mod lognormal;
mod normal;
mod pert;
pub mod points;
mod quantile;
mod table;

pub use copula::{Factor, Pair, couple};
pub use distribution::Distribution;
pub use known::Known;
pub use lognormal::LogNormal;
pub use normal::Normal;
pub use pert::{Pert, pert_quantile};
pub use points::{PointPlan, REPLICATES, Sampler};
pub use quantile::Marginal;
