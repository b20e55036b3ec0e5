//! What outlasts a reload of the tab: the open section, what is set, how fast this machine is; and what was found last, in a section that
//! takes long and in one that does not, as the outputs of the workers. The plan reads them anew, in place of the workers.

use std::cell::RefCell;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::rc::Rc;

use super::{Analyses, Effect, Kept, index_of};
use aftercast_analyses::{AnalysisPlan, Field, Finding, Group, Question, SECTIONS, Section, section};
use aftercast_compute::Order;
use aftercast_compute::rounds::Rounds;
use aftercast_engine::analysis::JobOutput;
use aftercast_scenario::{Futures, LEVERS, json};
use data_encoding::BASE64;
use serde::{Deserialize, Serialize};

/// Where the tab keeps what is set.
pub const SETTINGS: &str = "study";
/// Where the tab keeps what was found last: in a section that takes long, and in one that does not.
pub const FOUND_KEYS: [&str; 2] = ["study.found", "study.found.soon"];

/// Most bytes of outputs that are kept: a tab has some 5 MB for all of its page.
const MOST: usize = 1_500_000;

/// What is set.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Memory {
    section: String,
    /// Of the document to which policies belong.
    document: u64,
    set: Vec<(String, String)>,
    pace: f64,
}

/// What was found.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Found {
    section: String,
    /// Of the question.
    asked: u64,
    /// Of the bytes.
    sum: u64,
    #[serde(rename = "answers")]
    outputs: String,
}

/// What comes of work: round by round, order by order.
pub(super) type RoundOutputs = Rc<RefCell<Vec<Vec<JobOutput>>>>;

/// A plan whose outputs are kept beside it.
struct RetainingPlan {
    plan: AnalysisPlan,
    outputs: RoundOutputs,
}

impl Rounds for RetainingPlan {
    type Report = Finding;

    fn futures(&self) -> &Futures {
        self.plan.futures()
    }

    fn round(&mut self) -> usize {
        self.plan.round()
    }

    fn order(&self, index: usize) -> Order {
        self.plan.order(index)
    }

    fn take(&mut self, outputs: Vec<JobOutput>) {
        self.outputs.borrow_mut().push(outputs.clone());
        self.plan.take(outputs);
    }

    fn rounds(&self) -> usize {
        self.plan.rounds()
    }

    fn report(&self) -> Finding {
        self.plan.report()
    }
}

/// A plan, and where its outputs will be.
pub(super) fn retaining(plan: AnalysisPlan) -> (AnalysisPlan, RoundOutputs) {
    let outputs = RoundOutputs::default();
    (Box::new(RetainingPlan { plan, outputs: Rc::clone(&outputs) }), outputs)
}

/// What a plan finds of outputs that it once got; none where they are not the outputs of this plan.
fn replayed(mut plan: AnalysisPlan, rounds: Vec<Vec<JobOutput>>) -> Option<Finding> {
    for outputs in rounds {
        if plan.round() != outputs.len() {
            return None;
        }
        plan.take(outputs);
    }
    (plan.round() == 0).then(|| plan.report())
}

fn packed(rounds: &[Vec<JobOutput>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX).to_le_bytes();
    for outputs in rounds {
        bytes.extend(count(outputs.len()));
        for output in outputs {
            bytes.extend(count(output.rows));
            bytes.extend(count(output.values.len()));
            bytes.extend(output.values.iter().flat_map(|x| x.to_le_bytes()));
        }
    }
    bytes
}

fn unpacked(mut bytes: &[u8]) -> Option<Vec<Vec<JobOutput>>> {
    fn count(bytes: &mut &[u8]) -> Option<usize> {
        let (first, rest) = bytes.split_first_chunk()?;
        *bytes = rest;
        usize::try_from(u32::from_le_bytes(*first)).ok()
    }
    let mut rounds = Vec::new();
    while !bytes.is_empty() {
        let mut outputs = Vec::new();
        for _ in 0..count(&mut bytes)? {
            let rows = count(&mut bytes)?;
            let (own, rest) = {
                let long = count(&mut bytes)?.checked_mul(8)?;
                bytes.split_at_checked(long)?
            };
            let values = own.chunks_exact(8).filter_map(|x| Some(f64::from_le_bytes(x.try_into().ok()?))).collect();
            bytes = rest;
            outputs.push(JobOutput { rows, values });
        }
        rounds.push(outputs);
    }
    Some(rounds)
}

fn hash(parts: &[&str]) -> u64 {
    let mut hasher = DefaultHasher::new();
    aftercast_engine::VERSION.hash(&mut hasher);
    parts.hash(&mut hasher);
    hasher.finish()
}

/// Everything that can be set and that a reload keeps. The day of a forecast is that of the visit.
fn fields() -> impl Iterator<Item = Field> {
    let own = SECTIONS.iter().flat_map(|section| section.fields).copied().filter(|field| *field != Field::Date);
    let levers = LEVERS.iter().flat_map(|lever| [Field::Free(lever.id), Field::Low(lever.id), Field::High(lever.id)]);
    own.chain(levers)
}

/// Of what a section asks.
fn asked(section: &Section, question: &Question) -> u64 {
    let value = |field: Field| question.settings.value(field);
    let searched = section.groups.contains(&Group::FreeLevers);
    let levers = LEVERS.iter().flat_map(|l| [Field::Free(l.id), Field::Low(l.id), Field::High(l.id)]);
    let levers = levers.filter(|_| searched);
    let set: Vec<String> = section.fields.iter().copied().chain(levers).map(value).collect();
    hash(&[section.id, &json::write(&question.document), &set.join("\n")])
}

impl Analyses {
    /// What the tab keeps of what is set, under [`SETTINGS`]; none where nothing was read of it yet.
    pub fn memory(&self) -> Option<String> {
        if self.recalled.is_some() || !self.is_shown {
            return None;
        }
        let mut set: Vec<(String, String)> = fields().map(|f| (f.id(), self.settings.value(f))).collect();
        set.sort();
        set.dedup();
        let document = hash(&[&json::write(&self.document)]);
        let memory = Memory { section: self.section.id.to_owned(), document, set, pace: self.by_itself.pace };
        serde_json::to_string(&memory).ok()
    }

    /// What is to be kept of what was found.
    pub(super) fn keep_found(&self, section: &Section, outputs: &RoundOutputs) -> Option<Effect> {
        let question = &self.kept_in(section)?.question;
        let bytes = packed(&outputs.borrow());
        if bytes.len() > MOST {
            return None;
        }
        let outputs = BASE64.encode(&bytes);
        let sum = hash(&[&outputs]);
        let found = Found { section: section.id.to_owned(), asked: asked(section, question), sum, outputs };
        // what takes long is not lost to what comes by itself
        let key = FOUND_KEYS[usize::from(!self.takes_long(section, question))];
        Some(Effect::KeepInTab(key, serde_json::to_string(&found).ok()?))
    }

    /// Takes what was kept of the settings, for the document that is shown first.
    pub(super) fn recall(&mut self, text: &str) {
        // of another version, it is as if nothing were kept
        self.recalled = serde_json::from_str(text).ok();
    }

    /// Takes what was kept of what was found, for the question that it answers.
    pub(super) fn recall_found(&mut self, text: &str) {
        self.recalled_found.extend(serde_json::from_str::<Found>(text).ok());
    }

    /// Sets what was kept, now that a document is there.
    pub(super) fn set_recalled(&mut self) {
        let Some(memory) = self.recalled.take() else { return };
        let same = memory.document == hash(&[&json::write(&self.document)]);
        let policies = self.document.policies.len();
        for field in fields() {
            let of_document = matches!(field, Field::Policy | Field::Against);
            let value = memory.set.iter().find(|(id, _)| *id == field.id()).filter(|_| same || !of_document);
            if let Some((_, value)) = value {
                self.settings.set(field, value, policies);
            }
        }
        if memory.pace.is_finite() && memory.pace > 0.0 {
            self.by_itself.pace = memory.pace;
        }
        // an address that names a section is heard first
        if let Some(section) = section(&memory.section).filter(|_| !self.is_linked) {
            self.section = section;
        }
    }

    /// Finds anew what was kept, where it answers the question that is set.
    pub(super) fn find_recalled(&mut self) {
        let open = self.section;
        let here = self.recalled_found.iter().any(|found| found.section == open.id);
        let Some(question) = self.question().ok().filter(|_| here && self.is_shown) else { return };
        let asked = asked(open, &question);
        let Some(at) = self.recalled_found.iter().position(|found| found.asked == asked) else { return };
        let found = self.recalled_found.swap_remove(at);
        let bytes = BASE64.decode(found.outputs.as_bytes()).ok().filter(|_| found.sum == hash(&[&found.outputs]));
        let rounds = bytes.and_then(|bytes| unpacked(&bytes));
        let plan = (open.plan)(&question).ok();
        if let Some(finding) = plan.zip(rounds).and_then(|(plan, rounds)| replayed(plan, rounds)) {
            self.section_states[index_of(open)].kept = Some(Kept { question, finding });
        }
    }
}
