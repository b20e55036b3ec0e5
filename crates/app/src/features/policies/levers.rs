//! The lever panel: every lever with its value, its mark of today, its evidence and what is to be said about it.

use super::View;
use super::{LeverGroupView, LeverPanel, LeverRow};
use crate::session::figures::letter;
use crate::typed;
use crate::view::PolicyIndex;
use crate::words::{beyond_evidence, broken_rails, lever_box, lever_text, lever_value, of_contacts};
use aftercast_engine::analysis::guards::{Breach, Guards, OVERLOADED, Service, Standing, patience, standing};
use aftercast_engine::run::results::PolicyResults;
use aftercast_i18n::currency;
use aftercast_i18n::{Text, evidence_figure, lever_group_label, lever_help, lever_label, lever_reason, lever_unit};
use aftercast_scenario::evidence::evidence;
use aftercast_scenario::{LEVERS, LeverGroup, LeverId, LeverSpec, Unit};

/// Characters beyond which a number box scrolls.
const LONGEST: usize = 14;
/// Levers on which an overloaded desk shows.
const DESK: [LeverId; 3] = [LeverId::CustomersPerAgent, LeverId::NightStaffShare, LeverId::AiShare];

/// What speaks against a policy, in sentences.
#[derive(Default)]
pub(super) struct Doubts {
    /// Where it leaves the evidence.
    pub(super) evidence: Vec<String>,
    /// What it does to customers.
    pub(super) service: Vec<String>,
    /// Whether their satisfaction falls.
    pub(super) satisfaction_falls: bool,
}

impl View<'_> {
    /// How a policy serves its customers, over the futures held.
    fn service(&self, r: &PolicyResults) -> Option<Service> {
        let scenario = self.session.checked.as_ref().ok()?;
        Some(Service::of(r, patience(scenario.company(), &scenario.central())))
    }

    /// The head of the lever panel.
    pub fn lever_panel(&self) -> LeverPanel {
        let total = LeverId::COUNT;
        let all = self.session.words().with(Text::AllLevers, &[("total", &total.to_string())]);
        let selected = &self.session.document.policies[self.session.selected];
        let diff = self.diff(selected);
        LeverPanel {
            letter: letter(self.session.selected),
            name: aftercast_i18n::names::shown(&selected.name),
            changes: self.changes(diff.len()),
            diff,
            tabs: (0..self.session.document.policies.len())
                .map(|k| (k, letter(k), self.session.name_of(k), k == self.session.selected))
                .collect(),
            all_shown: self.model.all_levers,
            total,
            toggle: if self.model.all_levers { self.session.words().to(Text::HeadlineLevers) } else { all },
        }
    }

    /// Lever rows of the selected policy, by group: the headline levers and those moved, or all.
    pub fn levers(&self) -> Vec<LeverGroupView> {
        // the plan comes last: first what, then how fast
        let order = LeverGroup::ALL.into_iter().skip(1).chain([LeverGroup::Plan]);
        order
            .map(|group| {
                let of_group = || LEVERS.iter().filter(move |l| l.group == group);
                LeverGroupView {
                    group,
                    label: self.session.words().to(lever_group_label(group)),
                    rows: of_group().filter(|l| self.is_shown(l)).map(|l| self.lever_row(l)).collect(),
                    total: of_group().count(),
                }
            })
            .filter(|view| !view.rows.is_empty())
            .collect()
    }

    fn is_shown(&self, lever: &LeverSpec) -> bool {
        let moved = self.session.policy().is_some_and(|p| p.levers.contains_key(&lever.id));
        self.model.all_levers
            || self.session.of_lesson(lever.id)
            || self.read.lessons().is_pinned(lever.id)
            || lever.headline
            || moved
            || self.model.touched.contains(&lever.id)
            || self.model.refused.contains_key(&lever.id)
    }

    fn lever_row(&self, spec: &LeverSpec) -> LeverRow {
        let id = spec.id;
        let value = self.session.lever(self.session.selected, id);
        let today_value = id.start_from(self.session.today(id));
        // where it is today's, one mark tells both
        let report = spec.survey.filter(|s| *s != today_value);
        let refused = self.model.refused.get(&id);
        let unit = self.session.words().to(lever_unit(id));
        let text = refused.map_or_else(|| lever_box(spec, value), |r| r.text.clone());
        let characters = |value: f64| lever_box(spec, value).chars().count();
        // ends are round, the steps beside them have all their digits
        let ends = [spec.min, spec.min + spec.step, spec.max - spec.step, spec.max, today_value].map(characters);
        // what is typed may be longer than any step
        let longest = ends.into_iter().chain([text.chars().count().min(LONGEST)]).max().unwrap_or_default();
        let percent = if spec.is_share() { format!("% {unit}") } else { unit.clone() };
        let named = |text: Text, value: f64| self.session.words().with(text, &[("value", &lever_value(id, value))]);
        LeverRow {
            id,
            label: self.session.words().to(lever_label(id)),
            min: spec.min,
            max: spec.max,
            step: spec.step,
            value,
            today: named(Text::LeverToday, today_value),
            today_value,
            report: report.map(|s| currency::of_the_report(|| named(Text::LeverSurvey, s))),
            report_value: report,
            evidence_range: spec.supported,
            warning: self.warning(spec, value),
            evidence_label: self.evidence_label(spec),
            evidence: self.evidence_of(spec),
            help: self.session.words().to(lever_help(id)),
            aria_value: self
                .session
                .words()
                .with(Text::LeverAria, &[("value", &lever_text(spec, value)), ("unit", &percent)]),
            unit: if text.ends_with('%') { unit } else { percent },
            text,
            longest,
            hint: typed::hint(&typed::of_lever(spec), self.session.words()),
            locked: self.session.locked(id),
            error: refused.map(|r| r.reason.clone()),
            changed: value != today_value,
            headline: spec.headline,
            goal_line: self.read.charts().goal_line(spec),
        }
    }

    fn warning(&self, spec: &LeverSpec, value: f64) -> Option<String> {
        let mut said = Vec::new();
        if !self.session.hidden() && DESK.contains(&spec.id) && value != self.session.today(spec.id) {
            said.extend(self.overload().map(|share| {
                let figure = of_contacts(share, self.session.locale);
                self.session.words().with(Text::LeverOverloaded, &[("figure", &figure)])
            }));
        }
        let beyond = standing(spec.id, value, self.session.today(spec.id)) == Standing::Beyond;
        // sums in another currency cannot be held against the report's
        if beyond && (spec.kind != Unit::Money || currency::is_of_the_report()) {
            let (low, high) = spec.supported;
            let (low, high) = (lever_value(spec.id, low), lever_value(spec.id, high));
            said.push(self.session.words().with(Text::LeverOutside, &[("low", &low), ("high", &high)]));
        }
        (!said.is_empty()).then(|| said.join(" "))
    }

    /// The share of contacts that give up in the last year, where it says that the policy's desk is overloaded.
    fn overload(&self) -> Option<f64> {
        let (results, store) = (self.session.results(self.session.selected)?, self.session.store()?);
        let (now, today) = (self.service(results)?.abandoned, self.service(store.baseline())?.abandoned);
        // as far as the figures tell
        let told = |share: f64| (100.0 * share).round();
        (told(now) > told(OVERLOADED.max(today))).then_some(now)
    }

    /// Where a policy leaves the evidence and what it does to customers: what belongs to every claim about it.
    pub(super) fn remarks(&self, policy: PolicyIndex) -> Vec<String> {
        let Doubts { mut evidence, service, .. } = self.doubts(policy);
        evidence.extend(service);
        evidence
    }

    /// The two apart.
    pub(super) fn doubts(&self, policy: PolicyIndex) -> Doubts {
        let Ok(scenario) = &self.session.checked else { return Default::default() };
        let Some(p) = scenario.policies().get(policy) else { return Default::default() };
        let served =
            self.session.results(policy).zip(self.session.store()).and_then(|(r, store)| {
                Some(Guards::default().breaches(self.service(r)?, self.service(store.baseline())?))
            });
        let words = self.session.words();
        let breaches = served.unwrap_or_default();
        let (fall, rest): (Vec<Breach>, Vec<Breach>) =
            breaches.into_iter().partition(|b| matches!(b, Breach::Csi { .. }));
        let fall = broken_rails(&fall, words);
        let satisfaction_falls = !fall.is_empty();
        let service = fall.into_iter().chain(broken_rails(&rest, words)).collect();
        Doubts { evidence: beyond_evidence(&p.levers, scenario.today(), words), service, satisfaction_falls }
    }

    /// "report 3.4", or "assumption".
    fn evidence_label(&self, spec: &LeverSpec) -> String {
        match spec.evidence.first().filter(|id| **id != "assumption") {
            Some(id) => {
                let section = id.split('-').next().unwrap_or(id);
                self.session.words().with(Text::EvidenceSection, &[("section", section)])
            }
            None => self.session.words().to(Text::EvidenceAssumption),
        }
    }

    fn evidence_of(&self, spec: &LeverSpec) -> Vec<String> {
        let figures = spec.evidence.iter().filter_map(|id| evidence(id)).map(|e| {
            let section = e.id.split('-').next().unwrap_or(e.id);
            self.session.words().pair(section, evidence_figure(e.id, self.session.locale))
        });
        figures.chain([self.session.words().to(lever_reason(spec.id))]).collect()
    }
}
