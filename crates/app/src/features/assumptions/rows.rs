//! The assumptions as the page shows them.

use super::View;
use super::boxes::{Fault, Part, reading, rounded, value_text};
use super::search::Search;
use super::view::{AssumptionBox, AssumptionGroupView, AssumptionLine, AssumptionRow, AssumptionsView, Filter};
use crate::typed::{self, NumberError};
use crate::words::trimmed;
use aftercast_i18n::{
    Text, assumption_group_label, assumption_help, assumption_label, assumption_unit, evidence_figure,
};
use aftercast_scenario::check::override_range;
use aftercast_scenario::evidence::evidence;
use aftercast_scenario::{
    ASSUMPTIONS, AssumptionGroup, AssumptionId, AssumptionSpec, Distribution, FACE_VALUE, LeverId,
};

impl View<'_> {
    /// All assumptions that a filter leaves, by group.
    pub fn list(&self, filter: &Filter) -> AssumptionsView {
        let all: Vec<(AssumptionRow, String)> = ASSUMPTIONS.iter().map(|spec| self.searched(spec)).collect();
        let search = Search::new(&filter.query, all.iter().map(|(_, text)| text.as_str()));
        let wanted = |row: &AssumptionRow, text: &str| self.is_wanted(row, filter) && search.finds(text);
        let rows = |group: AssumptionGroup| {
            let of_group = all.iter().filter(|(row, _)| row.id.spec().group == group);
            of_group.filter(|(row, text)| wanted(row, text)).map(|(row, _)| row.clone()).collect()
        };
        let groups: Vec<AssumptionGroupView> = AssumptionGroup::ALL
            .into_iter()
            .map(|group| AssumptionGroupView {
                group,
                label: self.session.words().to(assumption_group_label(group)),
                rows: rows(group),
            })
            .filter(|view: &AssumptionGroupView| !view.rows.is_empty())
            .collect();
        let shown: usize = groups.iter().map(|g| g.rows.len()).sum();
        let changed = self.session.document.assumptions.len();
        let numbers = [shown, ASSUMPTIONS.len(), changed].map(|n| n.to_string());
        let holes = [("shown", numbers[0].as_str()), ("total", &numbers[1]), ("changed", &numbers[2])];
        AssumptionsView {
            groups,
            count: self.session.words().with(Text::ModelAssumptionsCount, &holes),
            changed,
            waiting: self.read.pending_input().assumptions_waiting(),
        }
    }

    /// Every assumption as it goes into files.
    pub fn lines(&self) -> Vec<AssumptionLine> {
        ASSUMPTIONS.iter().map(|spec| self.line(spec)).collect()
    }

    fn line(&self, spec: &AssumptionSpec) -> AssumptionLine {
        let (id, now) = (spec.id, self.model.believed(self.session, spec.id));
        let (low, mode, high) = match now {
            Distribution::Pert { low, mode, high } => (Some(low), mode, Some(high)),
            Distribution::Known { value } => (None, value, None),
            Distribution::Normal { mean, .. } => (None, mean, None),
            Distribution::LogNormal { median, .. } => (None, median, None),
        };
        let joined = |mut of_each: Vec<String>| {
            of_each.dedup();
            of_each.join(Text::SeparatorClauses.to(self.session.locale()))
        };
        AssumptionLine {
            id,
            name: self.session.words().to(assumption_label(id)),
            low,
            mode,
            high,
            unit: self.session.words().to(assumption_unit(id)),
            words: self.distribution_words(id, now),
            kind: joined(spec.evidence.iter().map(|evidence| self.kind(evidence)).collect()),
            source: joined(spec.evidence.iter().filter(|e| **e != "assumption").map(|e| self.section(e)).collect()),
            changed: self.session.document.assumptions.contains_key(&id),
            replaced: FACE_VALUE
                .into_iter()
                .find(|(other, _)| *other == id && self.session.face_value())
                .map(|(_, x)| x),
        }
    }

    fn is_wanted(&self, row: &AssumptionRow, filter: &Filter) -> bool {
        let spec = row.id.spec();
        let rests_on_survey = spec.evidence.iter().any(|id| *id != "assumption");
        !(filter.only_assumptions && rests_on_survey || filter.only_changed && !row.changed)
    }

    /// A row and the text in which it is looked for.
    fn searched(&self, spec: &AssumptionSpec) -> (AssumptionRow, String) {
        let row = self.assumption_row(spec);
        let group = self.session.words().to(assumption_group_label(spec.group));
        let text = [row.label.as_str(), &row.help, &row.unit, &row.source, &group, row.id.name()].join(" ");
        (row, text)
    }

    fn assumption_row(&self, spec: &AssumptionSpec) -> AssumptionRow {
        let (id, now) = (spec.id, self.model.believed(self.session, spec.id));
        let changed = self.session.document.assumptions.contains_key(&id);
        let known = matches!(now, Distribution::Known { .. });
        AssumptionRow {
            id,
            label: self.session.words().to(assumption_label(id)),
            unit: self.session.words().to(assumption_unit(id)),
            help: self.session.words().to(assumption_help(id)),
            source: self.source(spec.evidence),
            evidence: self.figures_of(spec.evidence),
            boxes: self.assumption_boxes(id, now),
            shape: matches!(now, Distribution::Normal { .. } | Distribution::LogNormal { .. })
                .then(|| self.distribution_words(id, now)),
            known,
            changed,
            own: changed.then(|| {
                let own = self.distribution_words(id, spec.distribution);
                self.session.words().with(Text::ModelOwn, &[("own", &own)])
            }),
            replaced: self.replaced(id),
            allowed: self.allowed_words(id),
            hint: typed::hint(&reading(id), self.session.words()),
            error: self.assumption_error(id),
            now,
        }
    }

    fn assumption_boxes(&self, id: AssumptionId, now: Distribution) -> Vec<AssumptionBox> {
        let shown = |part: Part, label: Text, value: f64| AssumptionBox {
            part,
            label: self.session.words().to(label),
            text: self.waiting_text(id, part).unwrap_or_else(|| value_text(id, value)),
        };
        match now {
            Distribution::Pert { low, mode, high } => vec![
                shown(Part::Low, Text::ModelLow, low),
                shown(Part::Mode, Text::ModelMode, mode),
                shown(Part::High, Text::ModelHigh, high),
            ],
            Distribution::Known { value } => vec![shown(Part::Mode, Text::ModelKnownValue, value)],
            Distribution::Normal { .. } | Distribution::LogNormal { .. } => Vec::new(),
        }
    }

    /// A distribution in words: "0.2 to 1.6, most likely 1".
    pub(crate) fn distribution_words(&self, id: AssumptionId, distribution: Distribution) -> String {
        let text = |value: f64| value_text(id, value);
        let (sentence, holes) = match distribution {
            Distribution::Known { value } => (Text::ModelShapeKnown, vec![("value", text(value))]),
            Distribution::Pert { low, mode, high } => {
                (Text::ModelShapePert, vec![("low", text(low)), ("mode", text(mode)), ("high", text(high))])
            }
            Distribution::Normal { mean, sd } => (Text::ModelShapeNormal, vec![("mean", text(mean)), ("sd", text(sd))]),
            Distribution::LogNormal { median, gsd } => {
                (Text::ModelShapeLognormal, vec![("median", text(median)), ("gsd", trimmed(gsd, 4))])
            }
        };
        let holes: Vec<(&str, &str)> = holes.iter().map(|(hole, value)| (*hole, value.as_str())).collect();
        self.session.words().with(sentence, &holes)
    }

    fn allowed_words(&self, id: AssumptionId) -> String {
        let (low, high) = override_range(id);
        // a bound that is not declared is told to four digits
        let (low, high) = (value_text(id, rounded(low)), value_text(id, rounded(high)));
        self.session.words().with(Text::ModelAllowed, &[("low", &low), ("high", &high)])
    }

    /// That "at face value" takes another value for now.
    fn replaced(&self, id: AssumptionId) -> Option<String> {
        let (_, value) =
            FACE_VALUE.into_iter().find(|(other, _)| *other == id).filter(|_| self.session.face_value())?;
        Some(self.session.words().with(Text::ModelReplaced, &[("value", &value_text(id, value))]))
    }

    /// What is wrong in the boxes, or with the value together with the other inputs.
    fn assumption_error(&self, id: AssumptionId) -> Option<String> {
        if let Some(typed) = self.model.waiting_in(self.session, id) {
            return self.model.said(self.session, id, typed).err().map(|fault| {
                let allowed = self.allowed_words(id);
                match fault {
                    Fault::Number(text, NumberError::OutOfRange(_)) => {
                        let holes = [("typed", typed::as_written(&text)), ("allowed", allowed)];
                        self.session
                            .words()
                            .with(Text::ModelOutOfRange, &holes.each_ref().map(|(k, v)| (*k, v.as_str())))
                    }
                    Fault::Number(text, why) => {
                        typed::refusal(&why, &text, self.session.words()).unwrap_or_else(|| {
                            let (low, high) = override_range(id);
                            let own = id.spec().distribution.central();
                            let [low, high, example] = [low, high, own].map(|x| value_text(id, rounded(x)));
                            typed::not_a_number(&text, (&low, &high), &example, self.session.words())
                        })
                    }
                    Fault::Order => self.session.words().to(Text::ModelOrder),
                }
            });
        }
        let field = format!("assumptions.{}", id.name());
        let violations = &self.session.checked.as_ref().err()?.0;
        let own = violations.iter().find(|v| v.field == field || v.field.starts_with(&format!("{field}.")))?;
        let mut own = own.clone();
        own.field = self.session.words().to(assumption_label(id));
        Some(crate::words::violation(&own, self.session.words()))
    }

    /// "report 3.1", or "assumption".
    pub(super) fn source(&self, ids: &[&str]) -> String {
        match ids.iter().find(|id| **id != "assumption") {
            Some(id) => self.section(id),
            None => self.session.words().to(Text::EvidenceAssumption),
        }
    }

    /// "report 3.1".
    pub(super) fn section(&self, id: &str) -> String {
        // an outside study is known by its authors
        if let Some(entry) = evidence(id).filter(|e| !e.source.is_empty()) {
            return entry.source.to_owned();
        }
        let section = id.split('-').next().unwrap_or(id);
        self.session.words().with(Text::EvidenceSection, &[("section", section)])
    }

    fn figures_of(&self, ids: &[&'static str]) -> Vec<String> {
        let entries = ids.iter().filter_map(|id| evidence(id));
        entries
            .map(|e| self.session.words().pair(&self.section(e.id), evidence_figure(e.id, self.session.locale)))
            .collect()
    }

    /// Names of the levers and assumptions that rest on a figure.
    pub(super) fn rests_on(&self, evidence: &str) -> Vec<String> {
        let levers = LeverId::ALL.into_iter().filter(|id| id.spec().evidence.contains(&evidence));
        let assumptions = ASSUMPTIONS.iter().filter(|spec| spec.evidence.contains(&evidence));
        let levers = levers.map(|id| self.session.words().to(aftercast_i18n::lever_label(id)));
        let mut names: Vec<String> = levers.collect();
        for name in assumptions.map(|spec| self.session.words().to(assumption_label(spec.id))) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}
