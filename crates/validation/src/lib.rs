//! Is the model right: the model held against customers simulated one by one, against its own logic, against the report,
//! and against what came true.

pub mod agreement;
pub mod behaviour;
pub mod books;
pub mod forecast;
pub mod survey;
