//! One interface to compute a run: in the caller's thread, on threads or in workers, with the same bits.

#[cfg(not(target_arch = "wasm32"))]
pub mod analyses;
pub mod inline;
pub mod parallel;
pub mod patience;
pub mod protocol;
pub mod request;
pub mod schedule;
#[cfg(not(target_arch = "wasm32"))]
pub mod threads;
