//! The features of the page. Each owns its model, takes its own events, and makes its views; what it changes of the document it
//! changes through the [`Session`](crate::session::Session).

pub mod analyses;
pub mod answers;
pub mod assumptions;
pub mod charts;
pub mod company;
pub mod documents;
pub mod lessons;
pub mod pending_input;
pub mod policies;
