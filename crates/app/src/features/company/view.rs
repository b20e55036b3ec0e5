//! What the page shows of the firm's own facts, ready to print.

use super::facts::Fact;
use aftercast_scenario::{LeverId, Unit};

/// A figure of the firm as it goes into files.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Its path, which import finds it by.
    pub path: String,
    /// Its value; none where it is left empty.
    pub value: Option<f64>,
    /// What it counts.
    pub kind: Unit,
    /// The lever whose value of today it is.
    pub lever: Option<LeverId>,
    /// What the page calls it.
    pub name: String,
    /// Unit in words.
    pub unit: String,
    /// One sentence.
    pub meaning: String,
}

/// A box of a fact.
#[derive(Clone, Debug, PartialEq)]
pub struct FactBox {
    /// Which fact.
    pub fact: Fact,
    /// Name within its row, such as a month; empty where the row has one box.
    pub label: String,
    /// What it shows.
    pub text: String,
    /// Whether it is part of what is wrong.
    pub wrong: bool,
}

/// A row of facts.
#[derive(Clone, Debug, PartialEq)]
pub struct FactRow {
    /// Path, for element ids.
    pub path: String,
    /// Label.
    pub label: String,
    /// Unit.
    pub unit: String,
    /// One sentence.
    pub help: String,
    /// How a share is typed, where it is one.
    pub hint: Option<String>,
    /// Boxes.
    pub boxes: Vec<FactBox>,
    /// What is wrong, line by line.
    pub errors: Vec<String>,
    /// Whether it is another than the report's.
    pub changed: bool,
}

/// A group of facts.
#[derive(Clone, Debug, PartialEq)]
pub struct FactGroupView {
    /// Heading.
    pub label: String,
    /// Rows.
    pub rows: Vec<FactRow>,
}

/// The company as it stands on the page.
#[derive(Clone, Debug, PartialEq)]
pub struct CompanyView {
    /// Groups.
    pub groups: Vec<FactGroupView>,
    /// That figures are not taken yet, with what does not belong to one row; none where all are in force.
    pub waiting: Option<Vec<String>>,
    /// What came of a file.
    pub imported: Option<ImportedView>,
    /// Whether anything differs from the report's company.
    pub changed: bool,
}

/// A figure that a file changed.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangedFact {
    /// Its name.
    pub name: String,
    /// What it was.
    pub was: String,
    /// What the file says.
    pub now: String,
}

/// What came of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportedView {
    /// A sentence.
    pub said: String,
    /// What was wrong with it; then nothing of it was taken.
    pub faults: Vec<String>,
    /// That the rows which were read can be taken without the others, where they can.
    pub known: Option<String>,
    /// What it changed, or would change.
    pub changes: Vec<ChangedFact>,
    /// Whether the change is in force and the last one, so that undoing takes it back.
    pub undo: bool,
}

/// A line of the check list.
#[derive(Clone, Debug, PartialEq)]
pub struct CheckRow {
    /// What.
    pub label: String,
    /// What the calibration makes of the company's figures.
    pub value: String,
    /// What the report says, or that it is silent.
    pub report: String,
    /// What it would mean if it looks wrong.
    pub hint: String,
    /// Whether it is so far off that a figure is likely wrong.
    pub far: bool,
}

/// A line of cost: the model against the firm's books.
#[derive(Clone, Debug, PartialEq)]
pub struct BookRow {
    /// Which line.
    pub label: String,
    /// The model's own year.
    pub before: String,
    /// What the books state, or that they do not.
    pub stated: String,
    /// What the line is multiplied by.
    pub factor: String,
    /// The model's year after the books calibrate it.
    pub after: String,
}

/// A file to download.
#[derive(Clone, Debug, PartialEq)]
pub struct Download {
    /// File name.
    pub name: String,
    /// Media type.
    pub media: &'static str,
    /// Content.
    pub text: String,
}
