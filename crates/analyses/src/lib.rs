//! The sections of the analyses: what each asks, what it computes, what it says and shows.
//!
//! A section is one value of [`Section`] in one file of [`sections`], and [`SECTIONS`] is the one list of them. Page and command line
//! read that list: each makes a [`Question`], runs the section's plan on its own backend of `compute`, and takes words, tables and JSON
//! from the [`Report`] that comes out. Charts come with the feature `pictures`, which only the page switches on.
//!
//! ```
//! use aftercast_analyses::{Question, Settings, section};
//! use aftercast_scenario::Draft;
//!
//! let question = Question::new(Draft::default(), Settings::default()).unwrap();
//! let plan = (section("ranking").unwrap().plan)(&question).unwrap();
//! assert_eq!(plan.rounds(), 1);
//! ```

pub mod answers;
pub mod figures;
#[cfg(feature = "pictures")]
pub mod picture;
pub mod question;
pub mod refusal;
pub mod report;
pub mod rounds;
pub mod search;
pub mod section;
pub mod sections;
pub mod seek;
pub mod settings;
pub mod terminal;

pub use question::Question;
pub use refusal::Refusal;
pub use report::{Finding, Report, Table, found};
pub use rounds::AnalysisPlan;
pub use section::{DrawsRead, Family, Group, Section};
pub use sections::{SECTIONS, section};
pub use settings::{Field, Settings, Which};

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_answers;
#[cfg(test)]
mod tests_sections;
