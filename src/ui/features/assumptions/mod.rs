//! Assumptions, the evidence behind them and the limits of the model, as sections of the place of the model.

pub mod assumption;
pub mod evidence;
pub mod limits;
pub mod list;
pub mod search;
