//! What the search for the frontier is set to: levers that may move and how far, the aim, the effort.

use std::collections::BTreeMap;

use super::Study;
use super::controls::counts;
use super::question::Question;
use super::settings::{AGAINST_NOTHING, Field, take};
use super::view::{ControlGroup, Kind};
use crate::typed;
use crate::words::{lever_box, lever_value, trimmed};
use aftercast_engine::analysis::frontier::{Aim, FrontierRequest, LeverRange, POPULATION, Statistic};
use aftercast_engine::analysis::guards::Guards;
use aftercast_i18n::{Text, lever_label, lever_unit};
use aftercast_plot::format::of_hundred;
use aftercast_scenario::{LEVERS, LeverId};

/// Largest seed that every file and link keeps.
const LARGEST_SEED: f64 = 9_007_199_254_740_992.0;
/// Least draws on which a frontier is measured again.
const CONFIRMED: u64 = 1024;

/// Shares of contacts that may give up, to choose from.
const LIMITS: [f64; 7] = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4];

/// A search.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchFor {
    /// What is to be large.
    pub aim: Aim,
    /// Which number of it.
    pub statistic: Statistic,
    /// Policies evaluated.
    pub evaluations: usize,
    /// Draws of an evaluation.
    pub draws: u64,
    /// Seed; the document's without one.
    pub seed: Option<u64>,
    /// Whether each lever may move, and its range.
    pub levers: BTreeMap<LeverId, (bool, f64, f64)>,
    /// What a recommendation must not break.
    pub guards: Guards,
}

impl Default for SearchFor {
    fn default() -> Self {
        let whole = |lever: &aftercast_scenario::LeverSpec| (lever.id, (lever.headline, lever.min, lever.max));
        Self {
            aim: Aim::Npv,
            statistic: Statistic::Mean,
            evaluations: 1000,
            draws: 128,
            seed: None,
            levers: movable().map(whole).collect(),
            guards: Guards::default(),
        }
    }
}

/// Levers that a search can move: those that ramp up.
fn movable() -> impl Iterator<Item = &'static aftercast_scenario::LeverSpec> {
    LEVERS.iter().filter(|lever| lever.id.ramps())
}

const STATISTICS: [(&str, Statistic, Text); 3] = [
    ("mean", Statistic::Mean, Text::StudyMean),
    ("q05", Statistic::Quantile(0.05), Text::StudyQuantileFive),
    ("cvar", Statistic::Cvar(0.05), Text::StudyWorstFive),
];

impl SearchFor {
    /// Sets a field of the search; a value that it cannot have changes nothing and gives false.
    pub fn set(&mut self, field: Field, value: &str) -> bool {
        match field {
            Field::Aim => take(&mut self.aim, Aim::ALL.into_iter().find(|aim| aim.name() == value)),
            Field::Statistic => take(&mut self.statistic, STATISTICS.iter().find(|s| s.0 == value).map(|s| s.1)),
            Field::Evaluations => take(&mut self.evaluations, value.parse().ok()),
            Field::SearchDraws => take(&mut self.draws, value.parse().ok()),
            Field::Seed if value.trim().is_empty() => take(&mut self.seed, Some(None)),
            Field::Seed => {
                let whole = value.trim().parse::<u64>().ok().filter(|seed| *seed as f64 <= LARGEST_SEED);
                take(&mut self.seed, whole.map(Some))
            }
            Field::GuardCsi => take(&mut self.guards.csi, value.parse().ok()),
            Field::GuardEvidence => take(&mut self.guards.evidence, value.parse().ok()),
            Field::GuardAbandoned if value == AGAINST_NOTHING => take(&mut self.guards.abandoned, Some(None)),
            Field::GuardAbandoned => {
                take(&mut self.guards.abandoned, value.parse().ok().filter(|x| LIMITS.contains(x)).map(Some))
            }
            Field::Free(lever) => match self.levers.get_mut(&lever) {
                Some(range) => take(&mut range.0, value.parse().ok()),
                None => false,
            },
            Field::Low(lever) => match self.levers.get_mut(&lever) {
                Some(range) => take(&mut range.1, within(lever, value).filter(|x| *x < range.2)),
                None => false,
            },
            Field::High(lever) => match self.levers.get_mut(&lever) {
                Some(range) => take(&mut range.2, within(lever, value).filter(|x| *x > range.1)),
                None => false,
            },
            _ => false,
        }
    }

    /// What a field of the search is set to.
    pub fn value(&self, field: Field) -> String {
        let range = |lever: LeverId| self.levers.get(&lever).copied().unwrap_or_default();
        match field {
            Field::Aim => self.aim.name().to_owned(),
            Field::Statistic => STATISTICS.iter().find(|s| s.1 == self.statistic).map_or("mean", |s| s.0).to_owned(),
            Field::Evaluations => self.evaluations.to_string(),
            Field::SearchDraws => self.draws.to_string(),
            Field::Seed => self.seed.map_or_else(String::new, |seed| seed.to_string()),
            Field::GuardCsi => self.guards.csi.to_string(),
            Field::GuardEvidence => self.guards.evidence.to_string(),
            Field::GuardAbandoned => self.guards.abandoned.map_or_else(String::new, |x| x.to_string()),
            Field::Free(lever) => range(lever).0.to_string(),
            Field::Low(lever) => lever_box(lever.spec(), range(lever).1),
            Field::High(lever) => lever_box(lever.spec(), range(lever).2),
            _ => String::new(),
        }
    }

    /// The search of a question: it starts from the policy looked at, on the question's futures.
    pub fn request(&self, q: &Question) -> FrontierRequest {
        let mut futures = q.scenario.futures();
        futures.seed = self.seed.unwrap_or(futures.seed);
        futures.draws = (4 * self.draws).max(CONFIRMED);
        let free = movable().filter_map(|spec| {
            let &(free, low, high) = self.levers.get(&spec.id)?;
            free.then_some(LeverRange { lever: spec.id, low, high })
        });
        FrontierRequest {
            futures,
            levers: free.collect(),
            locked: q.moving(),
            references: q.scenario.policies().iter().map(|p| p.levers).collect(),
            aim: self.aim,
            statistic: self.statistic,
            evaluations: self.evaluations,
            search_draws: self.draws,
            population: POPULATION,
            guards: self.guards,
        }
    }
}

fn within(lever: LeverId, text: &str) -> Option<f64> {
    typed::read(text, &typed::of_lever(lever.spec())).ok()
}

/// The name of an aim.
pub const fn aim(aim: Aim) -> Text {
    super::figures::outcome(aim.outcome())
}

/// The name of a statistic.
pub fn statistic(of: Statistic) -> Text {
    STATISTICS.iter().find(|s| s.1 == of).map_or(Text::StudyMean, |s| s.2)
}

impl Study {
    /// Label and values of a field of the search.
    pub(super) fn search_options(&self, field: Field) -> (Text, Vec<(String, String)>) {
        let named = |id: &str, text: Text| (id.to_owned(), self.text(text));
        match field {
            Field::Aim => {
                let option = |a: Aim| (a.name().to_owned(), self.text(aim(a)));
                (Text::StudyFieldAim, Aim::ALL.into_iter().map(option).collect())
            }
            Field::Statistic => {
                (Text::StudyFieldStatistic, STATISTICS.iter().map(|(id, _, text)| named(id, *text)).collect())
            }
            Field::GuardAbandoned => {
                let option = |x: f64| (x.to_string(), of_hundred(x, None, self.locale));
                let none = named(AGAINST_NOTHING, Text::StudyGuardNone);
                (Text::StudyGuardAbandoned, std::iter::once(none).chain(LIMITS.map(option)).collect())
            }
            Field::Evaluations => (Text::StudyFieldEvaluations, counts(&[200, 500, 1000, 2000, 5000])),
            _ => (Text::StudyFieldSearchDraws, counts(&[64, 128, 256, 512, 1024])),
        }
    }

    /// Levers that the search may move, with their ranges.
    pub(super) fn free_levers(&self) -> ControlGroup {
        let row = |id: LeverId| {
            let spec = id.spec();
            let name = lever_label(id).to(self.locale).to_owned();
            let unit = if spec.is_share() { "%" } else { lever_unit(id).to(self.locale) }.to_owned();
            let [low, high] = [spec.min, spec.max].map(|x| lever_value(id, x));
            let allowed = self.words().with(Text::RangeFromTo, &[("low", &low), ("high", &high)]);
            let mut row = vec![self.typed(Field::Free(id), name.clone(), Kind::Tick, "")];
            if self.settings.search.levers.get(&id).is_some_and(|range| range.0) {
                let label = |end| self.words().with(end, &[("lever", &name)]);
                let (low, high) = (label(Text::StudyLeverLow), label(Text::StudyLeverHigh));
                row.push(self.typed(Field::Low(id), low, Kind::Text(String::new()), &allowed));
                row.push(self.typed(Field::High(id), high, Kind::Text(unit), &allowed));
            }
            row
        };
        ControlGroup { title: self.text(Text::StudyFreeLevers), rows: movable().map(|spec| row(spec.id)).collect() }
    }

    /// Thresholds of the alerts.
    pub(super) fn alert_thresholds(&self) -> ControlGroup {
        let levels = [Text::AlertBlue, Text::AlertYellow, Text::AlertRed];
        let row = |(k, alert): (usize, &aftercast_engine::analysis::alerts::Alert)| {
            let (measure, unit) = super::figures::measure(alert.measure);
            let control = |(level, text): (usize, &Text)| {
                let label = format!("{}, {}", self.text(measure), self.text(*text));
                let unit = Kind::Text(if level == 2 { self.text(unit) } else { String::new() });
                self.typed(Field::Alert(k, level), label, unit, &self.text(Text::StudyAlertOrder))
            };
            levels.iter().enumerate().map(control).collect()
        };
        let rows = self.settings.alerts.iter().enumerate().map(row).collect();
        ControlGroup { title: self.text(Text::StudyAlerts), rows }
    }
}

/// A share of revenue for the name of a policy.
pub fn cost_name(share: f64) -> String {
    trimmed(100.0 * share, 2)
}
