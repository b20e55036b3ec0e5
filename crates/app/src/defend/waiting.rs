//! What was typed and is not in force: kept with its document until it fits or is given up, and counted for a sign.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::assumptions::Typed;
use super::company::{Fact, Pending};
use super::{App, State};
use crate::event::Effect;
use aftercast_i18n::Text;
use aftercast_scenario::AssumptionId;

/// Under names that begin so the browser keeps what was typed into documents; their ids follow.
pub const KEY: &str = "typed.";

/// What was typed into a document, by the names of files.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Kept {
    /// Figures of the company that can be read and do not fit.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    figures: BTreeMap<String, Option<f64>>,
    /// Texts in the boxes of the company that cannot be read.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    texts: BTreeMap<String, String>,
    /// Texts in the boxes of assumptions: low, most likely, high.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    assumptions: BTreeMap<String, [Option<String>; 3]>,
}

impl Kept {
    fn len(&self) -> usize {
        let boxes = |texts: &[Option<String>; 3]| texts.iter().flatten().count();
        self.figures.len() + self.texts.len() + self.assumptions.values().map(boxes).sum::<usize>()
    }
}

impl App {
    fn typed_now(&self) -> Kept {
        let mut kept = Kept::default();
        if let Some(pending) = self.pending() {
            let differs = |fact: &Fact| fact.value(&pending.facts) != fact.value(&pending.on);
            let figures = Fact::all().filter(differs).map(|fact| (fact.path(), fact.value(&pending.facts)));
            kept.figures = figures.collect();
            kept.texts = pending.unreadable.iter().map(|(fact, text)| (fact.path(), text.clone())).collect();
        }
        let typed = self.defend.typed.keys().filter_map(|id| Some((*id, self.waiting_in(*id)?)));
        kept.assumptions = typed.map(|(id, typed)| (id.name().to_owned(), typed.texts.clone())).collect();
        kept
    }

    /// Whether anything typed is not in force.
    pub(crate) fn waits(&self) -> bool {
        self.pending().is_some() || self.defend.typed.keys().any(|id| self.waiting_in(*id).is_some())
    }

    /// That figures were typed and are not in force, for the button that leads to them.
    pub fn waiting(&self) -> Option<String> {
        let count = if self.waits() { self.typed_now().len() } else { 0 };
        (count > 0).then(|| self.words().with(Text::DefendWaiting, &[("count", &count.to_string())]))
    }

    /// Number of boxes of assumptions that hold what is not in force.
    pub(super) fn assumptions_waiting(&self) -> usize {
        self.typed_now().assumptions.len()
    }

    /// Another document is on the page: what was typed into the one before waits there.
    pub(crate) fn defend_opened(&mut self) {
        let kept = std::mem::take(&mut self.defend.kept);
        self.defend = State { kept, afresh: true, ..State::default() };
    }

    /// Keeps what was typed and is not in force with its document, and brings it back where a document is opened.
    pub(crate) fn typed_kept(&mut self, mut effects: Vec<Effect>) -> Vec<Effect> {
        let Some(document) = self.document_id() else {
            self.defend.afresh = false;
            return effects;
        };
        if std::mem::take(&mut self.defend.afresh) {
            self.bring_back(&document);
        }
        let known = self.defend.kept.get(&document);
        if known.is_none() && !self.waits() {
            return effects;
        }
        let now = self.typed_now();
        let text = if now == Kept::default() { String::new() } else { serde_json::to_string(&now).unwrap_or_default() };
        if known.map_or("", String::as_str) != text {
            if text.is_empty() {
                self.defend.kept.remove(&document);
            } else {
                self.defend.kept.insert(document.clone(), text.clone());
            }
            effects.push(Effect::KeepTyped { document, text });
        }
        effects
    }

    fn bring_back(&mut self, document: &str) {
        let kept = self.defend.kept.get(document).and_then(|text| serde_json::from_str::<Kept>(text).ok());
        let Some(kept) = kept else { return };
        let known: BTreeMap<String, Fact> = Fact::all().map(|fact| (fact.path(), fact)).collect();
        let on = self.facts();
        let mut facts = on.clone();
        for (path, value) in &kept.figures {
            if let Some(fact) = known.get(path) {
                fact.set(&mut facts, *value);
            }
        }
        let text = |(path, text): (&String, &String)| Some((*known.get(path)?, text.clone()));
        let unreadable: BTreeMap<Fact, String> = kept.texts.iter().filter_map(text).collect();
        if facts != on || !unreadable.is_empty() {
            let violations = self.violations(&facts);
            self.defend.pending = Some(Pending { on, facts, unreadable, violations });
        }
        for (name, texts) in kept.assumptions {
            if let Some(id) = AssumptionId::from_name(&name) {
                let on = self.document.assumptions.get(&id).copied();
                self.defend.typed.insert(id, Typed { on, texts });
            }
        }
    }
}
