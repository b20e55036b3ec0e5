//! What a consultant defends: assumptions, the company's own facts, the evidence and the limits of the model.
//!
//! A figure is taken into the document only where it can run; what cannot stays in its box with the reason, and the
//! running picture stays. What was typed belongs to the state of the document it was typed on: undo makes it void.

pub mod assumptions;
pub mod calibration;
pub mod company;
pub mod exchange;
mod labels;
pub mod pages;
mod rows;
mod search;
pub mod shape;
pub mod survey;
mod table;
pub mod view;
pub mod waiting;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_dialects;

use std::collections::BTreeMap;

use super::event::Effect;
use super::{App, Line};
use aftercast_import::FileRefused;
use aftercast_scenario::{AssumptionId, Override};
use assumptions::{Part, Typed};
use company::{Fact, Facts, Pending};

/// What a consultant did.
#[derive(Clone, Debug)]
pub enum Event {
    /// Something was typed into a box of an assumption.
    AssumptionTyped(AssumptionId, Part, String),
    /// An assumption is treated as known, or not any more.
    KnownSwitched(AssumptionId, bool),
    /// A distribution without ends is to be replaced by low, most likely and high.
    RangeWanted(AssumptionId),
    /// An assumption goes back to its own distribution.
    AssumptionReset(AssumptionId),
    /// All assumptions go back.
    AssumptionsReset,
    /// Something was typed into the box of a fact of the company or of today's policy.
    FactTyped(Fact, String),
    /// What was typed and does not fit yet is given up.
    FactsDiscarded,
    /// What was typed into assumptions and is not in force is given up.
    TypedDiscarded,
    /// What the browser kept of figures that were typed and are not in force, by document.
    Found(Vec<(String, String)>),
    /// The survey's company and today's policy come back.
    FactsReset,
    /// A file with the company's figures was chosen.
    Imported {
        /// Its name.
        name: String,
        /// Its content.
        text: String,
    },
    /// The file of this name cannot be read as text, or is too large.
    ImportUnreadable(String, FileRefused),
    /// What was said about the file was read.
    ImportDismissed,
}

/// What is typed and not taken, and what may come back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct State {
    typed: BTreeMap<AssumptionId, Typed>,
    /// What an assumption was before it was treated as known.
    before_known: BTreeMap<AssumptionId, Override>,
    pending: Option<Pending>,
    imported: Option<Imported>,
    /// What the browser keeps of what was typed, by document.
    kept: BTreeMap<String, String>,
    /// A document was opened, and what was typed into it is to be brought back.
    afresh: bool,
}

/// What came of a file.
#[derive(Clone, Debug, PartialEq)]
struct Imported {
    name: String,
    /// What could not be read; where there is any, nothing was taken.
    faults: Vec<Line>,
    values: usize,
    /// The figures before and in the file, where it could be read.
    change: Option<(Facts, Facts)>,
}

impl App {
    /// Takes an event of the consultant in.
    pub(super) fn defend(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::AssumptionTyped(id, part, text) => self.assumption_typed(id, part, text),
            Event::KnownSwitched(id, known) => self.known_switched(id, known),
            Event::RangeWanted(id) => self.range_wanted(id),
            Event::AssumptionReset(id) => {
                self.defend.typed.remove(&id);
                self.change(|d| {
                    d.assumptions.remove(&id);
                })
            }
            Event::AssumptionsReset => {
                self.defend.typed.clear();
                self.change(|d| d.assumptions.clear())
            }
            Event::FactTyped(fact, text) => self.fact_typed(fact, text),
            Event::FactsDiscarded => {
                self.defend.pending = None;
                Vec::new()
            }
            Event::TypedDiscarded => {
                self.defend.typed.clear();
                Vec::new()
            }
            Event::Found(kept) => {
                self.defend.kept = kept.into_iter().collect();
                Vec::new()
            }
            Event::FactsReset => self.facts_reset(),
            Event::Imported { name, text } => self.facts_imported(name, &text),
            Event::ImportUnreadable(name, why) => {
                self.import_unreadable(name, why);
                Vec::new()
            }
            Event::ImportDismissed => {
                self.defend.imported = None;
                Vec::new()
            }
        }
    }
}
