//! Aftercast: what after-sales service earns, with honest uncertainty.
//!
//! The map: [`engine`] computes and knows nothing of pages, files or threads; [`protocol`] and [`runner`]
//! spread a run over workers; [`app`] is the application without a page; [`plot`] turns numbers into
//! pictures; [`study`] are the analyses without a page; [`presets`] are policies to start from, [`lessons`] exercises
//! for a workshop; [`import`] reads the tables that people bring; [`link`] writes a scenario into an address and reads it
//! back; [`names`] says how names that people give are shown; [`texts`] holds every word in both languages.

pub mod app;
pub mod engine;
pub mod import;
pub mod lessons;
pub mod link;
pub mod names;
pub mod plot;
pub mod presets;
pub mod protocol;
pub mod runner;
#[cfg(feature = "web")]
pub mod shell;
pub mod study;
#[cfg(feature = "sweep")]
pub mod sweep;
pub mod texts;
#[cfg(feature = "web")]
pub mod ui;
