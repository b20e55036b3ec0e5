//! What the survey reported, and how each figure is used.

/// How a figure of the survey is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EvidenceRole {
    /// An assumption or company fact is built on it.
    Input,
    /// The model is compared with it.
    Check,
    /// Shown, not used.
    Context,
}

/// One figure of the survey. What it says in words is among the texts (`texts::evidence_figure`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EvidenceEntry {
    /// Id: section and topic.
    pub id: &'static str,
    /// How it is used.
    pub role: EvidenceRole,
    /// What of the model is compared with it; empty unless the role is check.
    pub check: &'static str,
    /// The reported figures the model is compared with.
    pub reported: &'static [f64],
}

include!(concat!(env!("OUT_DIR"), "/evidence.rs"));

/// The entry of an id.
pub fn evidence(id: &str) -> Option<&'static EvidenceEntry> {
    EVIDENCE.iter().find(|e| e.id == id)
}
