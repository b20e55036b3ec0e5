//! What is known from outside the firm: figures of the report, and outside studies that anchor assumptions.

use crate::AssumptionId;

/// What kind of evidence a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EvidenceKind {
    /// The 2025 after-sales report: a text circulated as a sample, whose questionnaires cannot be checked. An illustration, no measurement.
    Report,
    /// A randomised experiment.
    Experiment,
    /// A study in the field.
    FieldStudy,
    /// A summary of many studies.
    MetaAnalysis,
    /// A law.
    Law,
    /// Figures of vendors and of firms about themselves.
    Vendor,
}

impl EvidenceKind {
    /// Name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Experiment => "experiment",
            Self::FieldStudy => "field-study",
            Self::MetaAnalysis => "meta-analysis",
            Self::Law => "law",
            Self::Vendor => "vendor",
        }
    }
}

/// How a figure is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EvidenceRole {
    /// An assumption or company fact is built on it.
    Input,
    /// The model is compared with it.
    Check,
    /// Shown, not used.
    Context,
    /// Outside evidence beside the report's.
    Anchor,
}

impl EvidenceRole {
    /// Name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Input => "input",
            Self::Check => "check",
            Self::Context => "context",
            Self::Anchor => "anchor",
        }
    }
}

impl EvidenceKind {
    /// How little a figure of this kind settles, from 0 (measured beyond doubt) to 1 (no evidence at all): a judgement, which
    /// orders what a firm should measure and enters no result.
    ///
    /// ```
    /// use aftercast_scenario::evidence::EvidenceKind;
    /// assert!(EvidenceKind::MetaAnalysis.weakness() < EvidenceKind::Report.weakness());
    /// ```
    pub const fn weakness(self) -> f64 {
        match self {
            Self::Report => 0.9,
            Self::Vendor => 0.7,
            Self::FieldStudy => 0.4,
            Self::Experiment => 0.3,
            Self::MetaAnalysis | Self::Law => 0.2,
        }
    }
}

/// The strongest kind of evidence on an assumption; none where it is a bare assumption.
pub fn best_kind(id: AssumptionId) -> Option<EvidenceKind> {
    let cited = id.spec().evidence.iter().filter_map(|own| evidence(own));
    let anchors = EVIDENCE.iter().filter(|entry| entry.assumptions.contains(&id));
    let kinds = cited.chain(anchors).map(|entry| entry.kind);
    kinds.min_by(|a, b| a.weakness().total_cmp(&b.weakness()))
}

/// How weak the evidence on an assumption is, 0 to 1; a bare assumption has 1.
pub fn weakness(id: AssumptionId) -> f64 {
    best_kind(id).map_or(1.0, EvidenceKind::weakness)
}

/// Where an outside anchor lay against the ranges of the assumptions before version 2 of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Inside the range.
    Inside,
    /// Inside in part.
    Partly,
    /// Outside the range, which has moved.
    Outside,
    /// About a link of the chain that had been missing.
    Channel,
}

impl Verdict {
    /// Name in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Inside => "inside",
            Self::Partly => "partly",
            Self::Outside => "outside",
            Self::Channel => "channel",
        }
    }
}

/// One row of evidence. What it says in words is among the texts (`evidence_figure`, `evidence_remark`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EvidenceEntry {
    /// Id: section and topic.
    pub id: &'static str,
    /// What kind of evidence it is.
    pub kind: EvidenceKind,
    /// How it is used.
    pub role: EvidenceRole,
    /// What of the model is compared with it; empty unless the role is check.
    pub check: &'static str,
    /// The reported figures the model is compared with.
    pub reported: &'static [f64],
    /// Where it was published; empty for the report.
    pub source: &'static str,
    /// Assumptions that an outside anchor bears on.
    pub assumptions: &'static [AssumptionId],
    /// Verdict on these assumptions before version 2 of the model; none for the report.
    pub verdict: Option<Verdict>,
}

include!(concat!(env!("OUT_DIR"), "/evidence.rs"));

/// The entry of an id.
pub fn evidence(id: &str) -> Option<&'static EvidenceEntry> {
    EVIDENCE.iter().find(|e| e.id == id)
}
