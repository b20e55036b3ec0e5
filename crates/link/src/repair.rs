//! From what a link says to a document that can run: step by step back to the preset's values, each with a notice.

use super::LinkDocument;
use super::keys::{Key, written};
use super::notice::{Notice, NoticeKind};
use super::number::{write, write_row};
use aftercast_engine::check;
use aftercast_scenario::correlations::declared;
use aftercast_scenario::fields::{FIELDS, OPTIONAL};
use aftercast_scenario::{AssumptionId, Company, Draft, LeverId, Override, RunSettings, Violation, ViolationKind};

/// More rounds than there are steps back.
const MOST_ROUNDS: usize = 200;

/// Facts that the scores of the segments hang on.
const SCORES: [&str; 4] = ["csi", "stage.csi_offset", "tier.csi_offset", "profile.csi_offset"];
/// Facts that the queue is calibrated to.
const WAITS: [&str; 2] = ["first_response_minutes", "night_response_minutes"];
/// Shares of incidents.
const MIX: [&str; 4] =
    ["incident_mix.quality", "incident_mix.logistics", "incident_mix.mismatch", "incident_mix.other"];

/// Makes the document runnable, at face value too where that is switched on.
pub fn repair(document: &mut LinkDocument, notices: &mut Vec<Notice>) {
    let draft = &mut document.draft;
    let is_at_face_value = core::mem::take(&mut draft.face_value);
    Repair { draft: &mut *draft, notices: &mut *notices }.run();
    draft.face_value = is_at_face_value;
    if is_at_face_value && let Err(v) = check(draft) {
        let kind = v.0.first().map_or(ViolationKind::Impossible, |v| v.kind);
        notices.push(Notice::new(NoticeKind::Conflict(kind), written(Key::FaceValue), "1", "0"));
        draft.face_value = false;
    }
}

struct Repair<'a> {
    draft: &'a mut Draft,
    notices: &'a mut Vec<Notice>,
}

impl Repair<'_> {
    fn run(&mut self) {
        for _ in 0..MOST_ROUNDS {
            let Err(violations) = check(self.draft) else { return };
            let mut moved = false;
            for v in &violations.0 {
                moved |= self.take_back(v);
            }
            let kind = violations.0.first().map_or(ViolationKind::Impossible, |v| v.kind);
            if !moved && !self.take_back_a_group(kind) {
                break;
            }
        }
        // the standard company without policies runs whatever was written
        if check(self.draft).is_err() {
            *self.draft = Draft { name: core::mem::take(&mut self.draft.name), ..Draft::default() };
        }
    }

    fn note(&mut self, kind: ViolationKind, key: Key, given: &str, used: &str) {
        self.notices.push(Notice::new(NoticeKind::Conflict(kind), written(key), given, used));
    }

    /// Takes back what a violation names; false where that is as it was declared.
    fn take_back(&mut self, v: &Violation) -> bool {
        let field = v.field.as_str();
        if let Some(path) = field.strip_prefix("company.") {
            let path = path.split('[').next().unwrap_or(path);
            return match path {
                _ if OPTIONAL.iter().any(|f| f.path == path) => self.optional(v.kind, path),
                _ if SCORES.contains(&path) && v.kind == ViolationKind::Impossible => self.facts(v.kind, &SCORES),
                _ if WAITS.contains(&path) => {
                    self.facts(v.kind, &WAITS) || self.assumption(v.kind, AssumptionId::NightLoadShare)
                }
                _ if path.starts_with("incident_mix") => self.facts(v.kind, &MIX),
                _ => self.facts(v.kind, &[path]),
            };
        }
        if field == "company" {
            let repurchase = self.optional(v.kind, "repurchase");
            return self.facts(v.kind, &SCORES) || repurchase;
        }
        if let Some(path) = field.strip_prefix("assumptions.") {
            let name = path.split('.').next().unwrap_or(path);
            return AssumptionId::from_name(name).is_some_and(|id| self.assumption(v.kind, id));
        }
        if field == "correlations" {
            return self.correlation(v.kind);
        }
        if let Some(name) = field.strip_prefix("today.") {
            return LeverId::from_name(name).is_some_and(|id| self.today(v.kind, id));
        }
        let policy = field.strip_prefix("policies[").and_then(|rest| rest.split_once("].levers."));
        if let Some((index, name)) = policy {
            let found = index.parse().ok().zip(LeverId::from_name(name));
            return found.is_some_and(|(index, id)| self.lever(v.kind, index, id));
        }
        false
    }

    /// Where no single value is to blame: all assumptions, else all of today, else all facts, else all policies.
    fn take_back_a_group(&mut self, kind: ViolationKind) -> bool {
        let mut moved = false;
        for id in AssumptionId::ALL {
            moved |= self.assumption(kind, id);
        }
        if moved {
            return true;
        }
        for id in LeverId::ALL {
            moved |= self.today(kind, id);
        }
        if moved {
            return true;
        }
        let paths: Vec<&str> = FIELDS.iter().map(|f| f.path).collect();
        moved = self.facts(kind, &paths);
        for f in OPTIONAL {
            moved |= self.optional(kind, f.path);
        }
        if moved {
            return true;
        }
        for index in 0..self.draft.policies.len() {
            for id in LeverId::ALL {
                moved |= self.lever(kind, index, id);
            }
        }
        let standard = RunSettings::default();
        moved |= self.draft.settings != standard;
        self.draft.settings = standard;
        moved
    }

    fn facts(&mut self, kind: ViolationKind, paths: &[&str]) -> bool {
        let standard = Company::default();
        let mut moved = false;
        for (i, f) in FIELDS.iter().enumerate().filter(|(_, f)| paths.contains(&f.path)) {
            let (own, declared) = ((f.get)(&self.draft.company).to_vec(), (f.get)(&standard).to_vec());
            if own != declared {
                self.note(kind, Key::Company(i), &write_row(&own), &write_row(&declared));
                (f.get_mut)(&mut self.draft.company).copy_from_slice(&declared);
                moved = true;
            }
        }
        moved
    }

    /// The correlation stated last goes back to the declared one.
    fn correlation(&mut self, kind: ViolationKind) -> bool {
        let Some(((a, b), rho)) = self.draft.correlations.pop_last() else { return false };
        self.note(kind, Key::Correlation(a, b), &write(rho), &write(declared((a, b))));
        true
    }

    fn optional(&mut self, kind: ViolationKind, path: &str) -> bool {
        let Some((i, f)) = OPTIONAL.iter().enumerate().find(|(_, f)| f.path == path) else { return false };
        let Some(own) = (f.get_mut)(&mut self.draft.company).take() else { return false };
        self.note(kind, Key::Optional(i), &write(own), "");
        true
    }

    fn assumption(&mut self, kind: ViolationKind, id: AssumptionId) -> bool {
        let given = match self.draft.assumptions.remove(&id) {
            None => return false,
            Some(Override::Known(x)) => write(x),
            Some(Override::Range { low, mode, high }) => write_row(&[low, mode, high]),
        };
        self.note(kind, Key::Assumption(id), &given, "");
        true
    }

    fn today(&mut self, kind: ViolationKind, id: LeverId) -> bool {
        let Some(x) = self.draft.today.remove(&id) else { return false };
        self.note(kind, Key::Today(id), &write(x), &write(id.spec().today));
        true
    }

    fn lever(&mut self, kind: ViolationKind, index: usize, id: LeverId) -> bool {
        let Some(x) = self.draft.policies.get_mut(index).and_then(|p| p.levers.remove(&id)) else { return false };
        self.note(kind, Key::Lever(index, id), &write(x), "");
        true
    }
}
