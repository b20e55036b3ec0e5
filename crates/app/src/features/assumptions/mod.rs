//! What a consultant believes of the model's assumptions, and what stands behind it: evidence, the report, the limits.
//!
//! A value is taken into the document only where it can run; what cannot stays in its box with the reason, and the running picture
//! stays. What was typed belongs to the state of the document it was typed on: undo makes it void.

mod boxes;
mod evidence;
mod report;
mod rows;
mod search;
pub mod shape;
mod trust;
mod view;

use std::collections::BTreeMap;

use crate::read::ReadModel;
use crate::session::Effect;
use crate::session::Session;
use aftercast_scenario::{AssumptionId, Override};
pub(crate) use boxes::Typed;
pub use boxes::{Part, rounded, value_text};
pub use report::{Modelled, ReportComparison};
pub use trust::TrustRow;
pub use view::{
    AssumptionBox, AssumptionGroupView, AssumptionLine, AssumptionRow, AssumptionsView, EvidenceRow, Filter,
    LimitsView, ReportRow, RoleFilter,
};

/// What can happen to assumptions.
#[derive(Clone, Debug)]
pub enum Event {
    /// Something was typed into a box of an assumption.
    Typed(AssumptionId, Part, String),
    /// An assumption is treated as known, or not any more.
    KnownSwitched(AssumptionId, bool),
    /// A distribution without ends is to be replaced by low, most likely and high.
    RangeWanted(AssumptionId),
    /// An assumption goes back to its own distribution.
    Reset(AssumptionId),
    /// All assumptions go back.
    AllReset,
    /// What was typed and is not in force is given up.
    TypedDiscarded,
}

/// What is typed and not taken, and what may come back.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    typed: BTreeMap<AssumptionId, Typed>,
    /// What an assumption was before it was treated as known.
    before_known: BTreeMap<AssumptionId, Override>,
}

/// What the page shows of assumptions and evidence.
#[derive(Clone, Copy)]
pub struct View<'a> {
    model: &'a Model,
    session: &'a Session,
    read: ReadModel<'a>,
}

impl<'a> View<'a> {
    pub(crate) fn new(read: ReadModel<'a>) -> Self {
        Self { model: read.assumptions, session: read.session, read }
    }
}

impl Model {
    /// Takes an event in.
    pub(crate) fn update(&mut self, cx: &mut Session, event: Event) -> Vec<Effect> {
        match event {
            Event::Typed(id, part, text) => self.assumption_typed(cx, id, part, text),
            Event::KnownSwitched(id, known) => self.known_switched(cx, id, known),
            Event::RangeWanted(id) => self.range_wanted(cx, id),
            Event::Reset(id) => {
                self.typed.remove(&id);
                cx.change(|d| {
                    d.assumptions.remove(&id);
                })
            }
            Event::AllReset => {
                self.typed.clear();
                cx.change(|d| d.assumptions.clear())
            }
            Event::TypedDiscarded => {
                self.typed.clear();
                Vec::new()
            }
        }
    }

    /// What waits in the boxes, by assumption.
    pub(crate) fn waiting<'a>(&'a self, cx: &'a Session) -> impl Iterator<Item = (AssumptionId, &'a Typed)> {
        self.typed.keys().filter_map(|id| Some((*id, self.waiting_in(cx, *id)?)))
    }

    /// Texts are put back into the boxes of an assumption.
    pub(crate) fn bring_back(&mut self, cx: &Session, id: AssumptionId, texts: [Option<String>; 3]) {
        let on = cx.document.assumptions.get(&id).copied();
        self.typed.insert(id, Typed { on, texts });
    }
}

#[cfg(test)]
mod tests;
