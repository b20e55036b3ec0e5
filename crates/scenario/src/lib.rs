//! Scenario: company (facts), assumptions (what drives what, how sure), policies (what we would do).
//!
//! A [`Draft`] holds anything a user can type; the engine's check returns a [`Scenario`] that can run, or every
//! violation at once. Only a checked scenario reaches a run.

pub mod allowed;
pub mod assumptions;
pub mod charts;
pub mod check;
pub mod company;
pub mod correlations;
pub mod currency;
pub mod draft;
pub mod evidence;
pub mod fields;
pub mod futures;
pub mod goal;
pub mod json;
pub mod levers;
pub mod tree;
pub mod unit;
pub mod violation;

pub use allowed::Allowed;
pub use assumptions::{
    ASSUMPTIONS, AssumptionGroup, AssumptionId, AssumptionSpec, Assumptions, CORRELATIONS, Distribution, FACE_VALUE,
};
pub use charts::{Chart, Charts};
pub use check::{Policy, Scenario};
pub use company::{Company, SEGMENTS};
pub use correlations::Correlations;
pub use currency::{Currency, CurrencyRefused};
pub use draft::{Draft, Override, PolicyDraft, RunSettings};
pub use futures::{EventMode, Futures};
pub use goal::Goal;
pub use levers::{LEVERS, LeverGroup, LeverId, LeverSpec, Levers};
pub use unit::Unit;
pub use violation::{Violation, ViolationKind, Violations};

/// Version of the numbers: a change that moves a result raises it.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
