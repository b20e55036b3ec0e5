//! Sweeps: many policies over the same futures, to Parquet files that data tools open as they are.
//!
//! [`grid`] reads the file that asks for a sweep, [`design`] lays out its policies, [`plan`] cuts them into parts; [`compute`]
//! turns policies into rows of [`columns`] on all threads, and [`part`] and [`folder`] keep what is done, so that a sweep
//! that was killed goes on where it was: a part is whole under its name, or not there.

pub mod columns;
pub mod compute;
pub mod design;
pub mod folder;
pub mod grid;
pub mod part;
pub mod plan;

pub use compute::sweep;
pub use folder::{Folder, FolderError};
pub use plan::{Plan, Shard};
