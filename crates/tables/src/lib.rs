//! Numbers, months and tables as people type and bring them.
//!
//! One rule holds throughout: what has one meaning is read, what has two is refused with both, and nothing is dropped on
//! the way. Every function is pure, takes time linear in its input and never panics.
//!
//! - [`number`]: decimal commas and points, groups of digits, percent signs, 万 and k, units.
//! - [`month`]: `2026-12`, `2026/12/1`, `2026年12月`, `Dec 2026`.
//! - [`text`]: the bytes of a file as text, whatever its encoding; what else it is where it is no text.
//! - [`table`]: separators, quotes, heads by many names, and which mark is the decimal mark of a file.
//! - [`units`]: spellings of the units that stand behind numbers.

pub mod month;
pub mod number;
pub mod table;
pub mod text;
pub mod units;
