//! Scenario: company (facts), assumptions (what drives what, how sure), policies (what we would do).
//!
//! A [`Draft`] holds anything a user can type; [`check`] returns a [`Scenario`] that can run, or every
//! violation at once. Only a checked scenario reaches the model.

pub mod assumptions;
pub mod company;
pub mod evidence;
pub mod levers;

pub use assumptions::{
    ASSUMPTIONS, AssumptionGroup, AssumptionId, AssumptionSpec, Assumptions, CORRELATIONS, Distribution, FACE_VALUE,
};
pub use company::{Company, SEGMENTS};
pub use levers::{LEVERS, LeverGroup, LeverId, LeverSpec, Levers};
