//! View models: what the page shows, ready to print. Derived from the model; the page adds only markup.
//!
//! Every text is already in the reader's language and every number already rounded to what its error supports.

/// Position of a policy among the columns: 0 is A.
pub type PolicyIndex = usize;

pub use aftercast_analyses::Table;
pub use aftercast_analyses::picture::ChartFrame;
