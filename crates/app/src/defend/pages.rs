//! The evidence page and "How this can be wrong".

use super::search::Search;
use super::view::{EvidenceRow, LimitsView, RoleFilter};
use crate::App;
use aftercast_i18n::{Text, evidence_figure};
use aftercast_scenario::evidence::{EVIDENCE, EvidenceRole};

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

impl App {
    /// Figures of the survey that match, in the order of its sections.
    pub fn evidence_page(&self, query: &str, role: RoleFilter) -> Vec<EvidenceRow> {
        let rows = EVIDENCE.iter().filter(|e| role.is_none_or(|role| e.role == role)).map(|e| EvidenceRow {
            id: e.id,
            section: self.section(e.id),
            figure: evidence_figure(e.id, self.locale).to_owned(),
            role: self.words().to(match e.role {
                EvidenceRole::Input => Text::DefendRoleInput,
                EvidenceRole::Check => Text::DefendRoleCheck,
                EvidenceRole::Context => Text::DefendRoleContext,
                EvidenceRole::Anchor => Text::DefendRoleAnchor,
            }),
            used_by: self.rests_on(e.id),
        });
        let text = |row: &EvidenceRow| [row.id, &row.section, &row.figure, &row.role, &row.used_by.join(" ")].join(" ");
        let all: Vec<(String, EvidenceRow)> = rows.map(|row| (text(&row), row)).collect();
        let search = Search::new(query, all.iter().map(|(text, _)| text.as_str()));
        all.iter().filter(|(text, _)| search.finds(text)).map(|(_, row)| row.clone()).collect()
    }

    /// How this can be wrong.
    pub fn limits(&self) -> LimitsView {
        let words = self.words();
        LimitsView {
            intro: words.to(Text::LimitsIntro),
            limits: LIMITS.map(|text| words.to(text)).to_vec(),
            checks: CHECKS.map(|(label, text)| (words.to(label), words.to(text))).to_vec(),
        }
    }
}
