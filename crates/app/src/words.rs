//! Words and numbers of the page; they live in `wording`, so that the command line writes the same.

pub use aftercast_wording::words::*;
