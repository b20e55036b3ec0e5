//! View models: what the page shows, ready to print. Derived from the model; the page adds only markup.
//!
//! Every text is already in the reader's language and every number already rounded to what its error supports.

/// Position of a policy among the columns: 0 is A.
pub type PolicyIndex = usize;

/// A table that is also the CSV.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Caption.
    pub caption: String,
    /// Column headings; the first column is the row heading.
    pub columns: Vec<String>,
    /// Rows.
    pub rows: Vec<Vec<String>>,
}

/// A framed chart with its table and explanation.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartFrame<C> {
    /// Heading.
    pub title: String,
    /// Unit and what a mark is.
    pub subtitle: String,
    /// The chart; none while nothing is known.
    pub chart: Option<C>,
    /// The same as a table.
    pub table: Table,
    /// What it says and how it is computed.
    pub explain: Vec<String>,
    /// One sentence for screen readers.
    pub summary: String,
    /// What hover and keyboard read off: one line a stop (or a point) of the chart's hit map.
    pub readouts: Vec<String>,
}
