//! One binary, a file per behaviour.
mod golden;
