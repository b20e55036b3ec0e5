//! What the search for the frontier is set to: levers that may move and how far, the aim, the effort.

use crate::figures;
use crate::question::Question;
use crate::settings::{AGAINST_NOTHING, Field, take};
use aftercast_engine::analysis::frontier::{Aim, FrontierRequest, LeverRange, POPULATION, Statistic};
use aftercast_engine::analysis::guards::Guards;
use aftercast_i18n::Text;
use aftercast_import::reading::{of_lever, read};
use aftercast_scenario::{LEVERS, LeverId, LeverSpec, Levers};
use aftercast_wording::words::{lever_box, trimmed};

/// Largest seed that every file and link keeps.
const LARGEST_SEED: f64 = 9_007_199_254_740_992.0;
/// Fewest and most draws on which a frontier is measured again.
const CONFIRMED: (u64, u64) = (1024, 65_536);

/// Shares of contacts that may give up, to choose from.
pub const LIMITS: [f64; 7] = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4];

/// A lever of a search.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SearchLever {
    /// Whether it may move.
    pub free: bool,
    /// How far, in its unit.
    pub range: LeverRange,
}

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
    /// Levers with their ranges, in the order of the search.
    pub levers: Vec<SearchLever>,
    /// Where the search starts and levers that may not move stand; today's where there is none.
    pub start: Option<Levers<f64>>,
    /// What a recommendation must not break.
    pub guards: Guards,
}

impl Default for SearchFor {
    fn default() -> Self {
        let whole = |lever: &LeverSpec| SearchLever { free: lever.headline, range: LeverRange::whole(lever.id) };
        Self {
            aim: Aim::TotalGain,
            // the number of the claim
            statistic: Statistic::Quantile(0.5),
            evaluations: 1000,
            draws: 128,
            seed: None,
            levers: movable().map(whole).collect(),
            start: None,
            guards: Guards::default(),
        }
    }
}

/// Levers that a search can move: those that ramp up.
pub fn movable() -> impl Iterator<Item = &'static LeverSpec> {
    LEVERS.iter().filter(|lever| lever.id.ramps())
}

/// Statistics that can be chosen: id, value, name.
pub const STATISTICS: [(&str, Statistic, Text); 4] = [
    ("median", Statistic::Quantile(0.5), Text::StudyMedian),
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
            Field::Free(lever) => {
                let Some(slot) = self.lever_mut(lever) else { return false };
                take(&mut slot.free, value.parse().ok())
            }
            Field::Low(lever) => {
                let Some(SearchLever { range, .. }) = self.lever_mut(lever) else { return false };
                let high = range.high;
                take(&mut range.low, within(lever, value).filter(|x| *x < high))
            }
            Field::High(lever) => {
                let Some(SearchLever { range, .. }) = self.lever_mut(lever) else { return false };
                let low = range.low;
                take(&mut range.high, within(lever, value).filter(|x| *x > low))
            }
            _ => false,
        }
    }

    /// A lever of the search, where it is one.
    pub fn lever(&self, id: LeverId) -> Option<&SearchLever> {
        self.levers.iter().find(|l| l.range.lever == id)
    }

    fn lever_mut(&mut self, id: LeverId) -> Option<&mut SearchLever> {
        self.levers.iter_mut().find(|l| l.range.lever == id)
    }

    /// What a field of the search is set to.
    pub fn value(&self, field: Field) -> String {
        match field {
            Field::Aim => self.aim.name().to_owned(),
            Field::Statistic => STATISTICS.iter().find(|s| s.1 == self.statistic).map_or("median", |s| s.0).to_owned(),
            Field::Evaluations => self.evaluations.to_string(),
            Field::SearchDraws => self.draws.to_string(),
            Field::Seed => self.seed.map_or_else(String::new, |seed| seed.to_string()),
            Field::GuardCsi => self.guards.csi.to_string(),
            Field::GuardEvidence => self.guards.evidence.to_string(),
            Field::GuardAbandoned => self.guards.abandoned.map_or_else(String::new, |x| x.to_string()),
            Field::Free(lever) => self.lever(lever).is_some_and(|l| l.free).to_string(),
            Field::Low(lever) => self.lever(lever).map_or_else(String::new, |l| lever_box(lever.spec(), l.range.low)),
            Field::High(lever) => self.lever(lever).map_or_else(String::new, |l| lever_box(lever.spec(), l.range.high)),
            _ => String::new(),
        }
    }

    /// Where it starts, and where levers that may not move stand: at today's, unless it is set to start elsewhere.
    pub fn start(&self, q: &Question) -> Levers<f64> {
        self.start.unwrap_or_else(|| Levers::start_from(q.scenario.today()))
    }

    /// The search of a question, on the question's futures.
    pub fn request(&self, q: &Question) -> FrontierRequest {
        let mut futures = q.scenario.futures();
        futures.seed = self.seed.unwrap_or(futures.seed);
        futures.draws = self.draws.saturating_mul(4).clamp(CONFIRMED.0, CONFIRMED.1);
        FrontierRequest {
            futures,
            levers: self.levers.iter().filter(|l| l.free).map(|l| l.range).collect(),
            locked: self.start(q),
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
    read(text, &of_lever(lever.spec())).ok()
}

/// The name of an aim.
pub const fn aim(aim: Aim) -> Text {
    figures::outcome(aim.outcome())
}

/// The name of a statistic.
pub fn statistic(of: Statistic) -> Text {
    STATISTICS.iter().find(|s| s.1 == of).map_or(Text::StudyMedian, |s| s.2)
}

/// A share of revenue for the name of a policy.
pub fn cost_name(share: f64) -> String {
    trimmed(100.0 * share, 2)
}
