//! The columns: today and every policy, with the figures a decision is taken on.

use super::figures::{average, change, known, letter, median};
use crate::App;
use crate::address;
use crate::view::{Figure, PolicyCard, PolicyIndex, PresetView};
use crate::words::lever_value;
use aftercast_engine::run::record::Outcome;
use aftercast_engine::run::results::PolicyResults;
use aftercast_engine::run::summary::{Estimate, changes_nothing, multiple, share};
use aftercast_i18n::{Text, lever_label};
use aftercast_plot::Unit;
use aftercast_scenario::{Goal, LeverId, PolicyDraft};
use aftercast_wording::GainStatistic;

impl App {
    /// Today, A, B, ...
    pub fn cards(&self) -> Vec<PolicyCard> {
        std::iter::once(self.today_card()).chain((0..self.document.policies.len()).map(|k| self.card(k))).collect()
    }

    fn today_card(&self) -> PolicyCard {
        let levels = self.store().map(|s| s.baseline()).filter(|r| r.draws() > 0);
        let level = |outcome, unit| levels.map_or("–".to_owned(), |r| self.number(unit, average(r.outcome(outcome))));
        let dash = || "–".to_owned();
        let goal = match self.document.goal {
            // a level can be met without doing anything
            Goal::CsiAtLeast(_) | Goal::CostShareAtMost(_) => levels.map_or_else(dash, |r| self.futures(self.met(r))),
            Goal::TotalGainAbove(_) | Goal::NpvAbove(_) | Goal::TerminalValueAbove(_) | Goal::PaybackWithin(_) => {
                dash()
            }
        };
        let value = [
            dash(),
            goal,
            level(Outcome::Csi, Unit::Plain),
            level(Outcome::ServiceCostShare, Unit::Percent),
            dash(),
            dash(),
        ];
        PolicyCard {
            policy: None,
            letter: String::new(),
            name: self.words().to(Text::Today),
            figures: self.captions().into_iter().zip(value).map(|(c, v)| figure(c, v, String::new())).collect(),
            changes: self.words().to(Text::TodayAsItIs),
            diff: Vec::new(),
            selected: false,
        }
    }

    fn card(&self, policy: PolicyIndex) -> PolicyCard {
        let draft = &self.document.policies[policy];
        let diff = self.diff(draft);
        let changes = match diff.len() {
            0 => self.words().to(Text::LeversChangedNone),
            1 => self.words().to(Text::LeversChangedOne),
            n => self.words().with(Text::LeversChanged, &[("count", &n.to_string())]),
        };
        let values = match (self.results(policy), self.store()) {
            _ if self.hidden() => std::array::from_fn(|_| ("?".to_owned(), String::new())),
            (Some(results), Some(store)) => self.card_values(results, store.baseline()),
            _ => std::array::from_fn(|_| ("–".to_owned(), String::new())),
        };
        PolicyCard {
            policy: Some(policy),
            letter: letter(policy),
            name: aftercast_i18n::names::shown(&draft.name),
            figures: self.captions().into_iter().zip(values).map(|(c, (v, n))| figure(c, v, n)).collect(),
            changes,
            diff,
            selected: policy == self.selected,
        }
    }

    fn captions(&self) -> [String; 6] {
        let bound = self.goal_bound();
        let goal = match self.document.goal {
            Goal::TotalGainAbove(0.0) => Text::FigGoalTotal,
            Goal::TotalGainAbove(_) => Text::FigGoalTotalBound,
            Goal::TerminalValueAbove(_) => Text::FigGoalTerminal,
            Goal::NpvAbove(0.0) => Text::FigGoalNpv,
            Goal::NpvAbove(_) => Text::FigGoalNpvBound,
            Goal::PaybackWithin(_) => Text::FigGoalPayback,
            Goal::CsiAtLeast(_) => Text::FigGoalCsi,
            Goal::CostShareAtMost(_) => Text::FigGoalCostShare,
        };
        [
            self.words().to(GainStatistic::Median.name()),
            self.words().with(goal, &[("bound", &bound)]),
            self.words().to(Text::FigSatisfaction),
            self.words().to(Text::FigCostShare),
            self.words().to(Text::FigMultiple),
            self.words().to(Text::FigPayback),
        ]
    }

    /// Value and note of the six figures of a policy.
    fn card_values(&self, r: &PolicyResults, baseline: &PolicyResults) -> [(String, String); 6] {
        let npv = r.outcome(Outcome::TotalGain);
        let met = self.met(r);
        // a policy that is today's has no gain to be uncertain about, and no month in which what it spends is back
        let still = changes_nothing(r);
        let goal = match self.document.goal {
            Goal::PaybackWithin(_)
            | Goal::TotalGainAbove(0.0..)
            | Goal::NpvAbove(0.0..)
            | Goal::TerminalValueAbove(0.0..)
                if still =>
            {
                ("–".to_owned(), String::new())
            }
            _ => (self.futures(met), self.style(Unit::Plain).plus_minus(100.0 * met.error)),
        };
        let level = |outcome, unit| self.number(unit, average(r.outcome(outcome)));
        let changed = |outcome, unit| self.signed(unit, change(r, baseline, outcome));
        [
            (self.number(Unit::Cny, median(npv)), if still { String::new() } else { self.range_90(Unit::Cny, npv) }),
            goal,
            (level(Outcome::Csi, Unit::Plain), changed(Outcome::Csi, Unit::Plain)),
            (level(Outcome::ServiceCostShare, Unit::Percent), changed(Outcome::ServiceCostShare, Unit::Points)),
            self.multiple_values(r),
            self.payback_values(r),
        ]
    }

    /// "1 : 4.2", or that money is saved, where no multiple is defined.
    fn multiple_values(&self, r: &PolicyResults) -> (String, String) {
        let m = multiple(r, Outcome::DeltaRevenue);
        let saves = |e: Estimate| self.words().with(Text::SavesMoneyShare, &[("figure", &self.futures(e))]);
        if !m.ratio_of_means.value.is_finite() {
            return if changes_nothing(r) {
                ("–".to_owned(), String::new())
            } else {
                (self.words().to(Text::SavesMoney), saves(m.saves_money))
            };
        }
        let ratio = self.style(Unit::Plain).text(m.ratio_of_means.value, known(multiple_error(m.ratio_of_means)));
        let note = if m.saves_money.value > 0.0 { saves(m.saves_money) } else { String::new() };
        (format!("1 : {ratio}"), note)
    }

    /// The median first month from which the gain stays, and how many futures get there; or that nothing is spent.
    fn payback_values(&self, r: &PolicyResults) -> (String, String) {
        if changes_nothing(r) {
            // a gain of zero is never negative: by the definition it would be back in the first month
            return (self.words().to(Text::PaybackNothingSpent), self.words().to(Text::PaybackNothingBack));
        }
        let months = r.outcome(Outcome::PaybackMonth);
        let reached = share(months, f64::is_finite);
        let middle = median(months).value;
        let value = if middle.is_finite() {
            // month 0 is the first month
            self.words().with(Text::PaybackMonth, &[("month", &format!("{:.0}", middle + 1.0))])
        } else {
            self.words().with(Text::PaybackNever, &[("months", &self.months_simulated())])
        };
        (value, self.words().with(Text::PaybackShare, &[("figure", &self.futures(reached))]))
    }

    /// The changed levers of a policy in words, in the order of the page.
    pub(super) fn diff(&self, policy: &PolicyDraft) -> Vec<String> {
        self.diff_from(policy, |id| self.today(id))
    }

    /// The changed levers of a policy in words, against any today.
    pub(crate) fn diff_from(&self, policy: &PolicyDraft, today: impl Fn(LeverId) -> f64) -> Vec<String> {
        LeverId::ALL
            .into_iter()
            .filter_map(|id| policy.levers.get(&id).map(|&value| (id, value)))
            .map(|(id, value)| {
                let from = id.start_from(today(id));
                let (label, from, to) =
                    (self.words().to(lever_label(id)), lever_value(id, from), lever_value(id, value));
                self.words().with(Text::DiffLine, &[("lever", &label), ("from", &from), ("to", &to)])
            })
            .collect()
    }

    /// Presets.
    pub fn presets(&self) -> Vec<PresetView> {
        address::presets(self.locale)
            .into_iter()
            .enumerate()
            .map(|(index, (policy, story))| PresetView { index, diff: self.diff(&policy), name: policy.name, story })
            .collect()
    }
}

fn figure(caption: String, value: String, note: String) -> Figure {
    Figure { caption, value, note }
}

/// The error to which a multiple is told, however well it is known: a tenth above one, two figures below, where a tenth would
/// tell .34 and .26 alike.
fn multiple_error(m: Estimate) -> f64 {
    let size = m.value.abs();
    let least = if size < 0.1 {
        0.001
    } else if size < 1.0 {
        0.01
    } else {
        0.1
    };
    m.error.max(least)
}
