//! Levers, policies and the goal: what a person moves, and what it comes to.

mod certainty;
pub mod goal;
mod headline;
mod levers;
mod sorting;
pub mod steps;
mod table;
mod update;
mod view;

use std::collections::{BTreeMap, BTreeSet};

use crate::read::ReadModel;
use crate::session::{Refused, Session};
use crate::view::PolicyIndex;
use aftercast_scenario::LeverId;
pub use view::{
    Cell, Column, ColumnHead, GoalEditor, Headline, HeadlinePart, LeverGroupView, LeverPanel, LeverRow, PolicyRow,
    PolicyTable, PresetView, RangeBar, Status, Trust, Uncertainty,
};

/// What can happen to levers, policies and the goal.
#[derive(Clone, Debug)]
pub enum Event {
    /// A lever moves while it is dragged or held; the value is in the lever's own unit.
    LeverMoved(LeverId, f64),
    /// The gesture ended.
    LeverReleased(LeverId),
    /// Something was typed into a number box: `3000`, `35%`, `0.35`, `1.2万`.
    LeverTyped(LeverId, String),
    /// Back to today's value.
    LeverReset(LeverId),
    /// The levers edit another policy.
    PolicySelected(PolicyIndex),
    /// A policy was added: today's levers, to be moved.
    PolicyAdded,
    /// A policy was copied; the copy stands behind it and is selected.
    PolicyCopied(PolicyIndex),
    /// A policy moved by so many columns.
    PolicyMoved(PolicyIndex, isize),
    /// A policy was renamed.
    PolicyRenamed(PolicyIndex, String),
    /// A policy was removed.
    PolicyRemoved(PolicyIndex),
    /// A preset replaces the levers of the selected policy.
    PresetChosen(usize),
    /// All levers of a group, or of all groups, are shown or hidden.
    AllLeversShown(bool),
    /// The head of a column was pressed: its best on top, its worst, or the order of the document again.
    Sorted(Column),
    /// The goal changed: kind by position in `Goal` order, value as typed.
    GoalChanged(goal::GoalInput),
}

/// What is typed and refused, and how much of the levers is shown, what the rows are sorted by; none of it is part of the document.
#[derive(Debug, Default)]
pub struct Model {
    all_levers: bool,
    /// Levers that were moved in the policy in hand: their rows stay, wherever they are moved to.
    touched: BTreeSet<LeverId>,
    refused: BTreeMap<LeverId, Refused>,
    goal_refused: Option<Refused>,
    sorting: Option<sorting::Sorting>,
}

/// What the page shows of levers, policies and the goal.
#[derive(Clone, Copy)]
pub struct View<'a> {
    model: &'a Model,
    session: &'a Session,
    read: ReadModel<'a>,
}

impl<'a> View<'a> {
    pub(crate) fn new(read: ReadModel<'a>) -> Self {
        Self { model: read.policies, session: read.session, read }
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_parts;
#[cfg(test)]
mod tests_selection;
