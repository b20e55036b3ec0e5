//! The firm's own facts, as a section of the model.

pub mod calibration;
pub mod currency;
pub mod fact;
pub mod facts;
pub mod files;
pub mod strip;
