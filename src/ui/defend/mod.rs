//! The consultant's drawer: assumptions, the company's own facts, evidence and limits.

mod assumption;
mod assumptions;
mod calibration;
mod company;
mod drawer;
mod evidence;
mod fact;
mod files;
mod limits;
mod search;

pub use drawer::{Defend, sections};
