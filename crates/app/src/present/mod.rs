//! View models: from the document and the results to what the page shows, in the reader's language.

mod cards;
mod chain;
mod charts;
pub(super) mod figures;
mod headline;
mod levers;
mod months;
#[cfg(test)]
mod tests;
