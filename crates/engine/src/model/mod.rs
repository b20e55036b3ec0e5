//! The model: one causal link a file, in causal order; `month` calls them in order.
//!
//! Nothing here draws a random number: assumptions and events are arguments.

pub mod baseline;
pub mod books;
pub mod contacts;
pub mod cost;
pub mod disturbance;
pub mod effective_levers;
pub mod experience;
pub mod firm;
pub mod functions;
pub mod month;
pub mod outcomes;
pub mod population;
pub mod queue;
pub mod repurchase;
pub mod score;
pub mod serious_events;
pub mod setup;
pub mod waiting;
pub mod word_of_mouth;

pub use baseline::{Baseline, BaselineError};
pub use disturbance::Disturbance;
pub use firm::Firm;
pub use month::{
    EventSource, ExpectedEvents, Month, Observer, SegmentMonth, simulate, simulate_observed, simulate_under,
};
