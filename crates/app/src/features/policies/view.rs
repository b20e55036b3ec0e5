//! What the page shows of the policies, ready to print: levers, columns, the sentence over everything.

use super::goal::GoalKind;
use crate::features::charts::GoalLine;
use crate::view::PolicyIndex;
use aftercast_scenario::{LeverGroup, LeverId};

/// A piece of the headline sentence.
#[derive(Clone, Debug, PartialEq)]
pub enum HeadlinePart {
    /// Plain words.
    Words(String),
    /// The figure, such as "58 of 100".
    Figure(String),
    /// A sum of money with its sign, such as "+¥16M".
    Amount(String),
    /// The name of the policy, in its colour.
    Policy(PolicyIndex, String),
    /// The goal, which opens the goal editor.
    Goal(String),
    /// "simulated futures", which opens its explanation.
    Explained {
        /// The words.
        words: String,
        /// What they mean, in two sentences.
        explanation: String,
    },
    /// A doubt in a few words, which opens to the whole.
    Caution {
        /// The words.
        words: String,
        /// Every remark behind them.
        explanation: String,
    },
}

/// The sentence over everything.
#[derive(Clone, Debug, PartialEq)]
pub struct Headline {
    /// The sentence in pieces.
    pub parts: Vec<HeadlinePart>,
    /// The two parts of the total gain, what keeps the claim from being the whole story, and the policy in hand: at any length, for texts.
    pub sub: String,
    /// The two parts of the total gain, with the doubts in a few words: for the page.
    pub gained: Vec<HeadlinePart>,
    /// The policy in hand where the claim is of another one, with its doubts in a few words; else empty.
    pub other: Vec<HeadlinePart>,
    /// The three uncertainties in words: what we do not know, what luck does, simulation error. Empty while unknown.
    pub uncertainties: Vec<Uncertainty>,
    /// "1 024 draws, figure +-1".
    pub draws: String,
    /// Whether the numbers are those that the sender of the link had.
    pub verified: bool,
    /// Share of the draws done, 0 to 1.
    pub progress: f64,
    /// Whether the picture is of earlier inputs.
    pub stale: bool,
    /// The whole sentence as plain text, for screen readers and sharing.
    pub plain: String,
    /// Whether it is too long for two lines of the largest type.
    pub is_long: bool,
}

/// Two readings of the report, each with the median gain and the share of futures that meet the goal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trust {
    /// Our cautious one.
    pub ours: String,
    /// The report taken at face value.
    pub report: String,
}

/// One of the three uncertainties.
#[derive(Clone, Debug, PartialEq)]
pub struct Uncertainty {
    /// "What we do not know".
    pub name: String,
    /// "+-27 M".
    pub size: String,
    /// One sentence.
    pub explanation: String,
}

/// A column of the table of policies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    /// The median total gain.
    Gain,
    /// The range that holds 90 of 100 futures.
    Range,
    /// The share of futures that meet the goal.
    Goal,
    /// The two parts of the mean total gain.
    Parts,
    /// Satisfaction in the last year.
    Satisfaction,
    /// Minutes until the first response in the last year.
    FirstResponse,
    /// Service cost of revenue.
    ServiceCost,
    /// Revenue per further yuan of cost.
    Multiple,
    /// The month from which the gain stays.
    Payback,
}

impl Column {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 9] = [
        Self::Gain,
        Self::Range,
        Self::Goal,
        Self::Parts,
        Self::Satisfaction,
        Self::FirstResponse,
        Self::ServiceCost,
        Self::Multiple,
        Self::Payback,
    ];

    /// Its name in the markup.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Gain => "gain",
            Self::Range => "range",
            Self::Goal => "goal",
            Self::Parts => "parts",
            Self::Satisfaction => "satisfaction",
            Self::FirstResponse => "first-response",
            Self::ServiceCost => "service-cost",
            Self::Multiple => "multiple",
            Self::Payback => "payback",
        }
    }
}

/// The head of a column.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnHead {
    /// Which column.
    pub column: Column,
    /// Its caption.
    pub caption: String,
    /// What its figures are, in one sentence.
    pub explanation: String,
}

/// A figure of a policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// In which column.
    pub column: Column,
    /// Value with unit; an en dash where there is none.
    pub value: String,
    /// Error or change against today; may be empty.
    pub note: String,
}

/// The futures of a policy on an axis that all policies share, as shares of its length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RangeBar {
    /// 5 of 100 futures lie below.
    pub low: f64,
    /// 25 of 100 futures lie below.
    pub lower: f64,
    /// The median.
    pub middle: f64,
    /// 75 of 100 futures lie below.
    pub upper: f64,
    /// 95 of 100 futures lie below.
    pub high: f64,
    /// Where nothing is gained and nothing lost.
    pub zero: f64,
    /// Whether its losses lie beyond the axis, which keeps the other policies readable.
    pub is_beyond: bool,
}

/// A row: today, A, B, ...
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyRow {
    /// `None` is today.
    pub policy: Option<PolicyIndex>,
    /// "A", "B"; empty for today.
    pub letter: String,
    /// Name.
    pub name: String,
    /// A figure for each column.
    pub cells: Vec<Cell>,
    /// The range bar; none for today, for what equals it, and while results are hidden.
    pub range: Option<RangeBar>,
    /// "2 levers changed", or "the company as it is".
    pub changes: String,
    /// The changed levers in words: "Customers per agent 5 000 -> 3 000".
    pub diff: Vec<String>,
    /// Whether the levers edit this one.
    pub selected: bool,
}

impl PolicyRow {
    /// The figure of a column.
    pub fn cell(&self, column: Column) -> &Cell {
        &self.cells[column as usize]
    }
}

/// The table of policies.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyTable {
    /// Heads of the columns.
    pub columns: Vec<ColumnHead>,
    /// Today, then the policies.
    pub rows: Vec<PolicyRow>,
}

/// The editor of the goal, opened from the headline.
#[derive(Clone, Debug, PartialEq)]
pub struct GoalEditor {
    /// Kinds of goal with their names, in the order of the list.
    pub kinds: Vec<(GoalKind, String)>,
    /// The kind in force.
    pub kind: GoalKind,
    /// The bound as the box shows it.
    pub bound: String,
    /// Unit behind the box.
    pub unit: String,
    /// How a share is typed, where the bound is one.
    pub hint: Option<String>,
    /// What was wrong with the bound typed last, with what to do.
    pub error: Option<String>,
}

/// A preset that can replace the levers of the selected policy.
#[derive(Clone, Debug, PartialEq)]
pub struct PresetView {
    /// Position among the presets: what [`Event::PresetChosen`](super::event::Event::PresetChosen) takes.
    pub index: usize,
    /// Name.
    pub name: String,
    /// One sentence: the story.
    pub story: String,
    /// What changes, lever by lever.
    pub diff: Vec<String>,
}

/// The head of the lever panel.
#[derive(Clone, Debug, PartialEq)]
pub struct LeverPanel {
    /// Tabs of the policies: position, letter, name, whether the levers edit it.
    pub tabs: Vec<(PolicyIndex, String, String, bool)>,
    /// Whether all levers are shown, or the headline levers and the changed ones only.
    pub all_shown: bool,
    /// Letter of the policy whose levers are shown.
    pub letter: String,
    /// Its name; may be empty.
    pub name: String,
    /// "2 levers changed".
    pub changes: String,
    /// The changed levers in words.
    pub diff: Vec<String>,
    /// Number of all levers.
    pub total: usize,
    /// "All 29 levers" or "Headline levers only": the button.
    pub toggle: String,
}

/// What the run is at.
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    /// Draws done of the run in force.
    pub done: u64,
    /// Draws asked for.
    pub wanted: u64,
    /// Whether anything is still being computed.
    pub running: bool,
    /// "1 024 draws, error ±1", ready to print.
    pub text: String,
    /// Whether the page computes by itself because no worker can be had.
    pub alone: bool,
}

/// One lever row.
#[derive(Clone, Debug, PartialEq)]
pub struct LeverRow {
    /// Which lever.
    pub id: LeverId,
    /// Label.
    pub label: String,
    /// Unit behind the number box.
    pub unit: String,
    /// How a share is typed, where it is one.
    pub hint: Option<String>,
    /// Range and step in the lever's own unit.
    pub min: f64,
    /// Largest value.
    pub max: f64,
    /// Step.
    pub step: f64,
    /// Value now.
    pub value: f64,
    /// Value as the number box shows it (percent levers as 35).
    pub text: String,
    /// Characters of the longest value that the box has to show: the same wherever the lever stands.
    pub longest: usize,
    /// "today 5 000".
    pub today: String,
    /// Today's value, for the mark on the track.
    pub today_value: f64,
    /// The report's value where it differs from today's: "report 5 000".
    pub report: Option<String>,
    /// The same in the lever's own unit, for the mark on the track.
    pub report_value: Option<f64>,
    /// Range supported by the evidence, the rest is hatched.
    pub evidence_range: (f64, f64),
    /// A warning in words: outside the evidence, overloaded queue.
    pub warning: Option<String>,
    /// Section of the report, such as "3.4", or "assumption".
    pub evidence_label: String,
    /// What the report says, paragraph by paragraph.
    pub evidence: Vec<String>,
    /// One sentence: what turning it does.
    pub help: String,
    /// For screen readers: "3 000 customers".
    pub aria_value: String,
    /// An error of what was typed, with what to do.
    pub error: Option<String>,
    /// Why it does not move, where a lesson locks it.
    pub locked: Option<String>,
    /// Whether it differs from today.
    pub changed: bool,
    /// Whether it is one of the headline levers.
    pub headline: bool,
    /// The goal over its range, for headline levers once it is known.
    pub goal_line: Option<GoalLine>,
}

/// A group of levers.
#[derive(Clone, Debug, PartialEq)]
pub struct LeverGroupView {
    /// Which group.
    pub group: LeverGroup,
    /// Heading.
    pub label: String,
    /// Rows shown.
    pub rows: Vec<LeverRow>,
    /// How many rows the group has.
    pub total: usize,
}
