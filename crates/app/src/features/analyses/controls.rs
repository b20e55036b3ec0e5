//! The list of sections, the head of the open one, and its controls.

use super::view::{Control, ControlGroup, Kind, SectionHead, SectionLink};
use super::{Analyses, State};
use crate::typed;
use crate::words::trimmed;
use aftercast_analyses::sections::forecast_log;
use aftercast_analyses::seek::{By, Wanted, facts};
use aftercast_analyses::settings::{AGAINST_NOTHING, TODAY};
use aftercast_analyses::{Field, Group, SECTIONS, figures, question};
use aftercast_engine::analysis::DecisionVariable;
use aftercast_i18n::{Text, assumption_label, lever_label};
use aftercast_scenario::{AssumptionId, LEVERS, LeverId};

impl Analyses {
    /// The list of sections.
    pub fn links(&self) -> Vec<SectionLink> {
        let link = |&section| SectionLink { section, name: self.text(section.title), open: section == self.section };
        SECTIONS.iter().map(link).collect()
    }

    /// The head of the open section.
    pub fn head(&self) -> SectionHead {
        let section_state = &self.section_states[super::index_of(self.section)];
        let stale = self.is_stale();
        let comes = self.comes_by_itself();
        let (progress, line, alert) = match &section_state.state {
            _ if comes => (None, self.text(Text::StudyRunning), false),
            State::Running { share, .. } => (Some(*share), self.text(Text::StudyRunning), false),
            State::Failed(why) => (None, why.said(self.words()), true),
            State::Cancelled => (None, self.text(Text::StudyCancelled), false),
            State::Idle if *self.section == forecast_log::SECTION => (None, self.forecast_log_line(), false),
            State::Idle if stale => (None, self.text(Text::StudyStale), false),
            State::Idle if section_state.kept.is_none() => (None, self.text(Text::StudyIdle), false),
            State::Idle => (None, String::new(), false),
        };
        let (line, alert) = match &self.unknown {
            Some(id) => (self.words().with(Text::StudyUnknown, &[("section", id)]), true),
            None => (line, alert),
        };
        let action = match section_state.kept {
            _ if *self.section == forecast_log::SECTION => self.text(Text::RecordMake),
            // the same question would have the same answer
            Some(_) if !stale => String::new(),
            _ if comes => String::new(),
            _ => self.start_words(),
        };
        SectionHead {
            title: self.text(self.section.title),
            intro: self.text(self.section.intro),
            action,
            is_settled: progress.is_none() && !comes,
            progress,
            line,
            alert,
            findings: self.findings(),
        }
    }

    /// Whether what is shown answers another question than the one now set.
    pub fn is_stale(&self) -> bool {
        let Some(kept) = self.kept() else { return false };
        !self.question().is_ok_and(|now| self.section.is_same(&kept.question, &now))
    }

    /// The controls of the open section.
    pub fn controls(&self) -> Vec<Control> {
        self.section.fields.iter().map(|&field| self.control(field)).collect()
    }

    /// Controls besides those: levers that the search may move with their ranges, thresholds of alerts.
    pub fn groups(&self) -> Vec<ControlGroup> {
        let group = |group: &Group| match group {
            Group::FreeLevers => self.free_levers(),
            Group::Alerts => self.alert_thresholds(),
            Group::Correlation => self.correlation(),
        };
        self.section.groups.iter().map(group).collect()
    }

    /// A control whose value is in force as `chosen`, with what was wrong where it was typed last.
    pub(super) fn typed(&self, field: Field, label: String, kind: Kind, allowed: &str) -> Control {
        let refused = self.refused.text(field);
        let said = refused.map(str::trim);
        let reading = self.settings.reading(field);
        let hint = reading.as_ref().and_then(|reading| typed::hint(reading, self.words()));
        let error = said.map(|text| {
            let number = reading.as_ref().and_then(|reading| typed::read(text, reading).err());
            let asked = number.and_then(|why| typed::refusal(&why, text, self.words()));
            asked.unwrap_or_else(|| self.words().with(Text::StudyRefused, &[("typed", text), ("allowed", allowed)]))
        });
        // a box keeps what was typed into it; a choice stands at what is in force
        let chosen = match refused {
            Some(text) if !matches!(kind, Kind::Choice(_) | Kind::Tick) => text.to_owned(),
            _ => self.settings.value(field),
        };
        Control { field, label, kind, chosen, error, hint }
    }

    fn control(&self, field: Field) -> Control {
        if field == Field::Seed {
            let unit = self.words().with(Text::StudySeedOwn, &[("seed", &self.document.settings.seed.to_string())]);
            return self.typed(field, self.text(Text::StudyFieldSeed), Kind::Text(unit), "0 – 2^53");
        }
        if field == Field::Date {
            return self.typed(field, self.text(Text::RecordDate), Kind::Day, "2026-11-30");
        }
        if field == Field::SeekReach {
            let unit = figures::box_unit(self.settings.seek.wanted.unit(), self.locale);
            return self.typed(field, self.text(Text::GoalSeekReach), Kind::Text(unit), "");
        }
        if field == Field::Other {
            return self.other_document();
        }
        let rail = match field {
            Field::GuardCsi => Some(Text::StudyGuardCsi),
            Field::GuardEvidence => Some(Text::StudyGuardEvidence),
            _ => None,
        };
        if let Some(label) = rail {
            return self.typed(field, self.text(label), Kind::Tick, "");
        }
        let (label, options) = match field {
            Field::Outcome => {
                let option =
                    |o| (aftercast_engine::run::outcome::Outcome::name(o).to_owned(), self.text(figures::outcome(o)));
                (Text::StudyFieldOutcome, figures::outcomes().map(option).collect())
            }
            Field::Policy => (Text::StudyFieldPolicy, self.policies()),
            Field::Against => (Text::StudyFieldAgainst, self.compared_with()),
            Field::BarDraws => (Text::StudyFieldBarDraws, counts(&[64, 128, 256, 512, 1024])),
            Field::Rows => (Text::StudyFieldRows, counts(&[64, 128, 256, 512, 1024])),
            Field::Precision => {
                let option = |p: f64| (p.to_string(), format!("±{}", trimmed(100.0 * p, 1)));
                (Text::StudyFieldPrecision, [0.05, 0.03, 0.02, 0.01, 0.005].map(option).to_vec())
            }
            Field::Runs => (Text::StudyFieldRuns, counts(&[4, 8, 16, 32])),
            Field::Customers => (Text::StudyFieldCustomers, counts(&[4000, 8000, 16_000, 40_000, 160_000])),
            Field::Readings => {
                let option = |all: bool, text| (all.to_string(), self.text(text));
                let (none, all) = (Text::StudyReadingsNone, Text::StudyReadingsAll);
                (Text::StudyFieldReadings, vec![option(false, none), option(true, all)])
            }
            Field::Across => (Text::StudyFieldAcross, self.levers(|_| true)),
            Field::Up => {
                let none = (AGAINST_NOTHING.to_owned(), self.text(Text::StudyUpNone));
                let others = self.levers(|lever| Some(lever) != self.settings.across());
                (Text::StudyFieldUp, std::iter::once(none).chain(others).collect())
            }
            Field::Assumption => {
                let option = |id: AssumptionId| (id.name().to_owned(), assumption_label(id).to(self.locale).to_owned());
                (Text::StudyFieldAssumption, AssumptionId::ALL.into_iter().map(option).collect())
            }
            Field::SeekWanted => {
                let option = |o: Wanted| {
                    let Wanted::Median(outcome) = o else {
                        return (o.name().to_owned(), self.text(Text::GoalSeekChance));
                    };
                    let outcome = self.text(figures::outcome(outcome));
                    (o.name().to_owned(), self.words().with(Text::GoalSeekMedian, &[("outcome", &outcome)]))
                };
                let all = figures::outcomes().map(Wanted::Median).chain([Wanted::Chance]);
                (Text::GoalSeekWhat, all.map(option).collect())
            }
            Field::SeekBy => {
                let fact = |k| (By::Fact(k).name().to_owned(), By::Fact(k).label(self.locale).to_owned());
                (Text::GoalSeekBy, self.levers(|_| true).into_iter().chain(facts().map(|(k, _)| fact(k))).collect())
            }
            Field::DecisionVariable => {
                // another assumption is asked for from outside: by an answer of the first screen
                let asked = self.settings.decision_variables.first().and_then(|variable| match variable {
                    DecisionVariable::Assumption(id) => Some(*id).filter(|id| *id != AssumptionId::CausalShare),
                    DecisionVariable::Lever(_) => None,
                });
                let option = |id: AssumptionId| (id.name().to_owned(), assumption_label(id).to(self.locale).to_owned());
                let assumptions = std::iter::once(AssumptionId::CausalShare).chain(asked).map(option);
                (Text::StudyFieldDecisionVariable, assumptions.chain(self.levers(|_| true)).collect())
            }
            _ => self.search_options(field),
        };
        self.typed(field, self.text(label), Kind::Choice(options), "")
    }

    /// What the policy can be compared with: what stands for no other policy depends on what is asked.
    fn compared_with(&self) -> Vec<(String, String)> {
        // a gain is over today's policy already
        let over_today = figures::is_over_today(self.settings.outcome);
        let alone = match self.section.id {
            "break-even" => Text::StudyAgainstGoal,
            _ if over_today => Text::Today,
            _ => Text::StudyAgainstAlone,
        };
        let chosen = self.settings.value(Field::Against);
        let own = self.settings.value(Field::Policy);
        let is_offered = |id: &str| id != own && (id != TODAY || alone != Text::Today || chosen == TODAY);
        let others = self.policies().into_iter().filter(|(id, _)| is_offered(id));
        std::iter::once((AGAINST_NOTHING.to_owned(), self.text(alone))).chain(others).collect()
    }

    /// Levers that can be turned, as values of a field.
    fn levers(&self, wanted: impl Fn(LeverId) -> bool) -> Vec<(String, String)> {
        let option = |id: LeverId| (id.name().to_owned(), lever_label(id).to(self.locale).to_owned());
        LEVERS.iter().map(|lever| lever.id).filter(|&id| wanted(id)).map(option).collect()
    }

    /// Today and all policies, as values of a field.
    fn policies(&self) -> Vec<(String, String)> {
        let each = (0..self.document.policies.len()).map(|k| (k.to_string(), Some(k)));
        std::iter::once((TODAY.to_owned(), None))
            .chain(each)
            .map(|(id, which)| (id, question::name(&self.document, which, self.words())))
            .collect()
    }
}

/// Numbers as values of a field.
pub(super) fn counts(of: &[u64]) -> Vec<(String, String)> {
    of.iter().map(|n| (n.to_string(), trimmed(*n as f64, 0))).collect()
}
