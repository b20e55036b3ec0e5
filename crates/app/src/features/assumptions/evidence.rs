//! The evidence page and "How this can be wrong".

use super::View;
use super::search::Search;
use super::view::{EvidenceRow, LimitsView, RoleFilter};
use aftercast_i18n::{Text, assumption_label, evidence_figure, evidence_remark};
use aftercast_scenario::evidence::{EVIDENCE, EvidenceEntry, EvidenceKind, EvidenceRole, Verdict, evidence};

/// What the model leaves out, the gravest first.
const LIMITS: [Text; 17] = [
    Text::Limit01,
    Text::Limit02,
    Text::Limit03,
    Text::Limit04,
    Text::Limit05,
    Text::Limit06,
    Text::Limit07,
    Text::Limit08,
    Text::Limit09,
    Text::Limit10,
    Text::Limit11,
    Text::Limit12,
    Text::Limit13,
    Text::Limit14,
    Text::Limit15,
    Text::Limit16,
    Text::Limit17,
];

/// Kinds of validity, from the eye to the record.
const CHECKS: [(Text, Text); 5] = [
    (Text::ValidityFaceLabel, Text::ValidityFace),
    (Text::ValidityVerificationLabel, Text::ValidityVerification),
    (Text::ValidityCrossLabel, Text::ValidityCross),
    (Text::ValidityExternalLabel, Text::ValidityExternal),
    (Text::ValidityPredictiveLabel, Text::ValidityPredictive),
];

impl View<'_> {
    /// Figures of the report that match, in the order of its sections.
    pub fn evidence_page(&self, query: &str, role: RoleFilter) -> Vec<EvidenceRow> {
        let rows = EVIDENCE.iter().filter(|e| role.is_none_or(|role| e.role == role)).map(|e| EvidenceRow {
            id: e.id,
            section: if e.kind == EvidenceKind::Report { self.section(e.id) } else { e.source.to_owned() },
            kind: self.session.words().to(kind(e.kind)),
            verdict: e.verdict.map(|verdict| self.verdict(e.id, verdict)).unwrap_or_default(),
            figure: evidence_figure(e.id, self.session.locale).to_owned(),
            role: self.session.words().to(match e.role {
                EvidenceRole::Input => Text::ModelRoleInput,
                EvidenceRole::Check => Text::ModelRoleCheck,
                EvidenceRole::Context => Text::ModelRoleContext,
                EvidenceRole::Anchor => Text::ModelRoleAnchor,
            }),
            used_by: self.bears_on(e),
        });
        let text = |row: &EvidenceRow| {
            [row.id, &row.section, &row.kind, &row.figure, &row.role, &row.used_by.join(" ")].join(" ")
        };
        let all: Vec<(String, EvidenceRow)> = rows.map(|row| (text(&row), row)).collect();
        let search = Search::new(query, all.iter().map(|(text, _)| text.as_str()));
        all.iter().filter(|(text, _)| search.finds(text)).map(|(_, row)| row.clone()).collect()
    }

    /// Levers and assumptions that rest on a figure, and assumptions that an outside study bears on.
    fn bears_on(&self, e: &EvidenceEntry) -> Vec<String> {
        let mut names = self.rests_on(e.id);
        for name in e.assumptions.iter().map(|id| self.session.words().to(assumption_label(*id))) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// The kind of evidence behind an id.
    pub(super) fn kind(&self, id: &str) -> String {
        self.session.words().to(evidence(id).map_or(Text::EvidenceAssumption, |e| kind(e.kind)))
    }

    fn verdict(&self, id: &str, verdict: Verdict) -> String {
        let said = self.session.words().to(match verdict {
            Verdict::Inside => Text::EvidenceVerdictInside,
            Verdict::Partly => Text::EvidenceVerdictPartly,
            Verdict::Outside => Text::EvidenceVerdictOutside,
            Verdict::Channel => Text::EvidenceVerdictChannel,
        });
        match evidence_remark(id, self.session.locale) {
            "" => said,
            remark => self.session.words().pair(&said, remark),
        }
    }

    /// How this can be wrong.
    pub fn limits(&self) -> LimitsView {
        let words = self.session.words();
        LimitsView {
            intro: words.to(Text::LimitsIntro),
            report: words.to(Text::ModelReportHead),
            limits: LIMITS.map(|text| words.to(text)).to_vec(),
            checks: CHECKS.map(|(label, text)| (words.to(label), words.to(text))).to_vec(),
        }
    }
}

/// What a kind of evidence is called.
const fn kind(kind: EvidenceKind) -> Text {
    match kind {
        EvidenceKind::Report => Text::EvidenceKindReport,
        EvidenceKind::Experiment => Text::EvidenceKindExperiment,
        EvidenceKind::FieldStudy => Text::EvidenceKindFieldStudy,
        EvidenceKind::MetaAnalysis => Text::EvidenceKindMetaAnalysis,
        EvidenceKind::Law => Text::EvidenceKindLaw,
        EvidenceKind::Vendor => Text::EvidenceKindVendor,
    }
}
