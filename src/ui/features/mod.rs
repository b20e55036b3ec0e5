//! The features of the page, a folder each: markup over the views of the application, and the events that it is sent.

pub mod analyses;
pub mod answers;
pub mod assumptions;
pub mod brief;
pub mod budget;
pub mod charts;
pub mod company;
pub mod documents;
pub mod lessons;
pub mod model;
pub mod policies;
