//! What the page shows, ready to print: markup is all that is missing.

pub use aftercast_analyses::picture::ChartView;
use aftercast_analyses::{Field, Section};

/// A section in the list.
#[derive(Clone, Debug, PartialEq)]
pub struct SectionLink {
    /// Which.
    pub section: &'static Section,
    /// Its name.
    pub name: String,
    /// Whether it is open.
    pub open: bool,
}

/// How something is set.
#[derive(Clone, Debug, PartialEq)]
pub struct Control {
    /// What.
    pub field: Field,
    /// Its label.
    pub label: String,
    /// What kind of control it is.
    pub kind: Kind,
    /// The value in force; "true" or "false" of a box to tick.
    pub chosen: String,
    /// What was wrong with what was typed.
    pub error: Option<String>,
    /// What has to be known before typing: the rule of shares.
    pub hint: Option<String>,
}

/// A kind of control.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// One of these values, with their names.
    Choice(Vec<(String, String)>),
    /// A box to type in, with the unit behind it.
    Text(String),
    /// A box for words.
    Words,
    /// A day of the calendar.
    Day,
    /// A box to tick.
    Tick,
}

/// Controls that belong together, a row a thing.
#[derive(Clone, Debug, PartialEq)]
pub struct ControlGroup {
    /// What they set.
    pub title: String,
    /// Rows of controls; the first control's label is the row's.
    pub rows: Vec<Vec<Control>>,
}

/// How the open section answers, as far as that can be set: what a reader need not see.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Options {
    /// The controls, in their order.
    pub controls: Vec<Control>,
    /// Further ones, in groups.
    pub groups: Vec<ControlGroup>,
    /// What they are set to, in a line.
    pub summary: String,
    /// Whether something that was typed in one of them was not taken.
    pub is_refused: bool,
}

/// What can be opened as a policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Picks {
    /// What is chosen from.
    pub label: String,
    /// What the button does.
    pub action: String,
    /// What there is.
    pub options: Vec<String>,
}

/// The head of the open section.
#[derive(Clone, Debug, PartialEq)]
pub struct SectionHead {
    /// Its name.
    pub title: String,
    /// What it answers.
    pub intro: String,
    /// What the button does, and how long that takes where it takes long; empty where there is nothing to start.
    pub action: String,
    /// Whether nothing is being computed, nor about to be by itself.
    pub is_settled: bool,
    /// How far the work is, 0 to 1, while it is done.
    pub progress: Option<f64>,
    /// The state in words; may be empty.
    pub line: String,
    /// Whether that line says that something is wrong.
    pub alert: bool,
    /// What was found, in words.
    pub findings: Vec<String>,
}
