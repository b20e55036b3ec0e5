//! Is the model right: the comparison with single customers, the behaviour checks, the report's figures, forecasts.

mod behaviour;
#[cfg(feature = "cli")]
mod commands;
mod customers;
mod forecast;
mod survey;
