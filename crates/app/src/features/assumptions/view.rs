//! What the page shows of assumptions and evidence, ready to print.

use super::boxes::Part;
use aftercast_scenario::evidence::EvidenceRole;
use aftercast_scenario::{AssumptionGroup, AssumptionId, Distribution};

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Words that must all occur.
    pub query: String,
    /// Only what rests on no figure of the report.
    pub only_assumptions: bool,
    /// Only what was changed.
    pub only_changed: bool,
}

/// A box of an assumption.
#[derive(Clone, Debug, PartialEq)]
pub struct AssumptionBox {
    /// Which.
    pub part: Part,
    /// "Low".
    pub label: String,
    /// What it shows.
    pub text: String,
}

/// One assumption.
#[derive(Clone, Debug, PartialEq)]
pub struct AssumptionRow {
    /// Which.
    pub id: AssumptionId,
    /// Label.
    pub label: String,
    /// Unit.
    pub unit: String,
    /// One sentence of meaning and origin.
    pub help: String,
    /// "report 3.1", or "assumption".
    pub source: String,
    /// What the report says, with its section.
    pub evidence: Vec<String>,
    /// Low, most likely and high; or the known value; or none where the distribution has no ends.
    pub boxes: Vec<AssumptionBox>,
    /// The distribution in words, where it has no boxes.
    pub shape: Option<String>,
    /// Whether it is treated as known.
    pub known: bool,
    /// Whether it is another than its own.
    pub changed: bool,
    /// Its own distribution in words, where it was changed.
    pub own: Option<String>,
    /// That "at face value" replaces it for now.
    pub replaced: Option<String>,
    /// "Allowed: 0 to 1".
    pub allowed: String,
    /// How a share is typed, where it is one.
    pub hint: Option<String>,
    /// Why what was typed is not taken.
    pub error: Option<String>,
    /// What is believed, for the histogram.
    pub now: Distribution,
}

/// An assumption as it goes into files.
#[derive(Clone, Debug, PartialEq)]
pub struct AssumptionLine {
    /// Which.
    pub id: AssumptionId,
    /// Label.
    pub name: String,
    /// Its low end, where it has one.
    pub low: Option<f64>,
    /// Its most likely value; its mean or median where it has no ends; the value where it is known.
    pub mode: f64,
    /// Its high end, where it has one.
    pub high: Option<f64>,
    /// Unit.
    pub unit: String,
    /// The distribution in words.
    pub words: String,
    /// Kinds of evidence.
    pub kind: String,
    /// Sources; empty where it rests on none.
    pub source: String,
    /// Whether the document has another than its own.
    pub changed: bool,
    /// The value that "at face value" has in its place for now.
    pub replaced: Option<f64>,
}

/// A group of assumptions.
#[derive(Clone, Debug, PartialEq)]
pub struct AssumptionGroupView {
    /// Which.
    pub group: AssumptionGroup,
    /// Heading.
    pub label: String,
    /// Rows that match the filter.
    pub rows: Vec<AssumptionRow>,
}

/// The assumptions.
#[derive(Clone, Debug, PartialEq)]
pub struct AssumptionsView {
    /// Groups that have a row.
    pub groups: Vec<AssumptionGroupView>,
    /// "12 of 88 assumptions, 2 changed".
    pub count: String,
    /// Number of changed ones.
    pub changed: usize,
    /// Number of those with a text in a box that is not in force.
    pub waiting: usize,
}

/// One figure of the report.
#[derive(Clone, Debug, PartialEq)]
pub struct EvidenceRow {
    /// Its id.
    pub id: &'static str,
    /// Where it was published: "report 3.1", or authors, journal and year.
    pub section: String,
    /// The figure in words.
    pub figure: String,
    /// What kind of evidence it is.
    pub kind: String,
    /// How it is used, in a word.
    pub role: String,
    /// Where it lies against our ranges, with a remark; empty for the report.
    pub verdict: String,
    /// What rests on it, by name.
    pub used_by: Vec<String>,
}

/// A figure of the report beside the model.
#[derive(Clone, Debug, PartialEq)]
pub struct ReportRow {
    /// What.
    pub label: String,
    /// "report 3.4".
    pub section: String,
    /// What was reported.
    pub reported: String,
    /// What the model says with the assumptions in force.
    pub ours: String,
    /// What it says with the report at face value.
    pub face_value: String,
    /// How far ours is from it, relative.
    pub gap: String,
    /// The gap in words.
    pub verdict: String,
    /// Whether they part by more than rounding.
    pub far: bool,
}

/// The roles of evidence that are looked for; none is all.
pub type RoleFilter = Option<EvidenceRole>;

/// How this can be wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct LimitsView {
    /// What it is about.
    pub intro: String,
    /// What the report is.
    pub report: String,
    /// What the model leaves out.
    pub limits: Vec<String>,
    /// What has been checked: kind and sentence.
    pub checks: Vec<(String, String)>,
}
