//! What was typed and is not in force: kept with its document until it fits or is given up, and counted for a sign.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::features::company::{Fact, Facts};
use crate::features::{assumptions, company};
use crate::read::ReadModel;
use crate::session::Effect;
use crate::session::Session;
use aftercast_i18n::Text;
use aftercast_scenario::AssumptionId;

/// Under names that begin so the browser keeps what was typed into documents; their ids follow.
pub const KEY: &str = "typed.";

/// What can happen to what is typed and not in force.
#[derive(Clone, Debug)]
pub enum Event {
    /// What the browser kept of figures that were typed and are not in force, by document.
    Found(Vec<(String, String)>),
}

/// What the browser keeps of what was typed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// By document.
    kept: BTreeMap<String, String>,
    /// A document was opened, and what was typed into it is to be brought back.
    afresh: bool,
}

/// What the page shows of it.
#[derive(Clone, Copy)]
pub struct View<'a> {
    session: &'a Session,
    read: ReadModel<'a>,
}

impl<'a> View<'a> {
    pub(crate) fn new(read: ReadModel<'a>) -> Self {
        Self { session: read.session, read }
    }
}

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
    /// What is in the boxes now.
    fn of(cx: &Session, assumptions: &assumptions::Model, company: &company::Model) -> Self {
        let mut kept = Self::default();
        if let Some(pending) = company.pending(cx) {
            let differs = |fact: &Fact| fact.value(&pending.facts) != fact.value(&pending.on);
            let figures = Fact::all().filter(differs).map(|fact| (fact.path(), fact.value(&pending.facts)));
            kept.figures = figures.collect();
            kept.texts = pending.unreadable.iter().map(|(fact, text)| (fact.path(), text.clone())).collect();
        }
        let typed = assumptions.waiting(cx);
        kept.assumptions = typed.map(|(id, typed)| (id.name().to_owned(), typed.texts.clone())).collect();
        kept
    }

    fn len(&self) -> usize {
        let boxes = |texts: &[Option<String>; 3]| texts.iter().flatten().count();
        self.figures.len() + self.texts.len() + self.assumptions.values().map(boxes).sum::<usize>()
    }
}

impl Model {
    /// Takes an event in.
    pub(crate) fn update(&mut self, event: Event) {
        match event {
            Event::Found(kept) => self.kept = kept.into_iter().collect(),
        }
    }

    /// Another document is on the page: what was typed into the one before waits there.
    pub(crate) fn document_replaced(&mut self) {
        self.afresh = true;
    }

    /// Keeps what was typed and is not in force with its document, and brings it back where a document is opened.
    pub(crate) fn keep(
        &mut self,
        cx: &Session,
        assumptions: &mut assumptions::Model,
        company: &mut company::Model,
        effects: &mut Vec<Effect>,
    ) {
        let afresh = std::mem::take(&mut self.afresh);
        let Some(document) = cx.document_id() else { return };
        if afresh {
            self.bring_back(cx, assumptions, company, &document);
        }
        let known = self.kept.get(&document);
        if known.is_none() && !waits(cx, assumptions, company) {
            return;
        }
        let now = Kept::of(cx, assumptions, company);
        let text = if now == Kept::default() { String::new() } else { serde_json::to_string(&now).unwrap_or_default() };
        if known.map_or("", String::as_str) != text {
            if text.is_empty() {
                self.kept.remove(&document);
            } else {
                self.kept.insert(document.clone(), text.clone());
            }
            effects.push(Effect::KeepTyped { document, text });
        }
    }

    fn bring_back(
        &self,
        cx: &Session,
        assumptions: &mut assumptions::Model,
        company: &mut company::Model,
        document: &str,
    ) {
        let kept = self.kept.get(document).and_then(|text| serde_json::from_str::<Kept>(text).ok());
        let Some(kept) = kept else { return };
        let known: BTreeMap<String, Fact> = Fact::all().map(|fact| (fact.path(), fact)).collect();
        let on = Facts::of(cx);
        let mut facts = on.clone();
        for (path, value) in &kept.figures {
            if let Some(fact) = known.get(path) {
                fact.set(&mut facts, *value);
            }
        }
        let text = |(path, text): (&String, &String)| Some((*known.get(path)?, text.clone()));
        let unreadable: BTreeMap<Fact, String> = kept.texts.iter().filter_map(text).collect();
        if facts != on || !unreadable.is_empty() {
            company.bring_back(cx, facts, unreadable);
        }
        for (name, texts) in kept.assumptions {
            if let Some(id) = AssumptionId::from_name(&name) {
                assumptions.bring_back(cx, id, texts);
            }
        }
    }
}

/// Whether anything typed is not in force.
fn waits(cx: &Session, assumptions: &assumptions::Model, company: &company::Model) -> bool {
    company.pending(cx).is_some() || assumptions.waiting(cx).next().is_some()
}

impl View<'_> {
    /// Whether anything typed is not in force.
    pub(crate) fn waits(&self) -> bool {
        waits(self.session, self.read.assumptions, self.read.company)
    }

    fn now(&self) -> Kept {
        Kept::of(self.session, self.read.assumptions, self.read.company)
    }

    /// That figures were typed and are not in force, for the button that leads to them.
    pub fn waiting(&self) -> Option<String> {
        let count = if self.waits() { self.now().len() } else { 0 };
        (count > 0).then(|| self.session.words().with(Text::ModelWaiting, &[("count", &count.to_string())]))
    }

    /// Number of assumptions with a text in a box that is not in force.
    pub(crate) fn assumptions_waiting(&self) -> usize {
        self.now().assumptions.len()
    }
}
