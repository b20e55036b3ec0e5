//! Figures as typed: those that fit go into the document at once, those that do not wait beside it, each with what is wrong.

use std::collections::BTreeMap;

use super::Model;
use super::facts::{Fact, Facts};
use crate::session::{Effect, Session};
use aftercast_scenario::{Draft, Violations};

/// Figures that do not fit yet.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pending {
    /// The document's figures when they were typed; on others they are void.
    pub(crate) on: Facts,
    pub(crate) facts: Facts,
    /// Texts that are no numbers.
    pub(crate) unreadable: BTreeMap<Fact, String>,
    pub(crate) violations: Violations,
}

impl Model {
    /// Figures and texts are put back into the boxes.
    pub(crate) fn bring_back(&mut self, cx: &Session, facts: Facts, unreadable: BTreeMap<Fact, String>) {
        let violations = facts.violations(cx);
        self.pending = Some(Pending { on: Facts::of(cx), facts, unreadable, violations });
    }

    pub(crate) fn pending(&self, cx: &Session) -> Option<&Pending> {
        self.pending.as_ref().filter(|pending| pending.on == Facts::of(cx))
    }

    pub(crate) fn fact_typed(&mut self, cx: &mut Session, fact: Fact, text: String) -> Vec<Effect> {
        let (mut facts, mut unreadable) = match self.pending(cx) {
            Some(pending) => (pending.facts.clone(), pending.unreadable.clone()),
            None => (Facts::of(cx), BTreeMap::new()),
        };
        match fact.read(&text, &fact.reading()) {
            Ok(value) => {
                unreadable.remove(&fact);
                fact.set(&mut facts, value);
            }
            Err(_) => {
                // what stood in the box before is gone: no other message is about it
                fact.set(&mut facts, fact.value(&Facts::of(cx)));
                unreadable.insert(fact, text);
            }
        }
        self.try_facts(cx, facts, unreadable)
    }

    pub(crate) fn facts_reset(&mut self, cx: &mut Session) -> Vec<Effect> {
        self.try_facts(cx, Facts::default(), BTreeMap::new())
    }

    /// Takes figures into the document if they can run; otherwise they wait, with what is wrong.
    pub(crate) fn try_facts(
        &mut self,
        cx: &mut Session,
        facts: Facts,
        unreadable: BTreeMap<Fact, String>,
    ) -> Vec<Effect> {
        self.try_facts_with(cx, facts, unreadable, |_| {})
    }

    /// The same with what else a file brings: one change, as far as the figures fit.
    pub(crate) fn try_facts_with(
        &mut self,
        cx: &mut Session,
        facts: Facts,
        unreadable: BTreeMap<Fact, String>,
        also: impl FnOnce(&mut Draft),
    ) -> Vec<Effect> {
        self.pending = None;
        let violations = facts.violations(cx);
        if violations.is_empty() && unreadable.is_empty() {
            return cx.change(|draft| {
                also(draft);
                draft.company = facts.company;
                draft.today = facts.today;
            });
        }
        let mut effects = cx.change(also);
        self.pending = Some(Pending { on: Facts::of(cx), facts, unreadable, violations });
        // the document is kept, and with it what was typed
        effects.push(Effect::WriteFragment(cx.write()));
        effects
    }
}
