//! What the page asks of the browser: effects, frames, timers, layers, storage, late parts.

pub mod browser;
pub mod camera;
pub mod code_reader;
pub mod effects;
pub mod frames;
pub mod late;
pub mod later;
pub mod layers;
pub mod size;
pub mod steady;
