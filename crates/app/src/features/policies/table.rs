//! The policies as rows: today and every policy, with the figures a decision is taken on.

use super::View;
use super::{Cell, Column, ColumnHead, PolicyRow, PolicyTable, PresetView, RangeBar};
use crate::session;
use crate::session::figures::{average, change, known, letter, median, quantile};
use crate::view::PolicyIndex;
use crate::words::lever_value;
use aftercast_engine::run::outcome::Outcome;
use aftercast_engine::run::results::PolicyResults;
use aftercast_engine::run::summary::{Estimate, changes_nothing, multiple, share};
use aftercast_i18n::{Text, lever_label, lever_unit};
use aftercast_plot::DisplayUnit;
use aftercast_scenario::{Goal, LeverId, PolicyDraft, Unit};
use aftercast_wording::GainStatistic;

impl View<'_> {
    /// Today, A, B, ... with the figures of each.
    pub fn table(&self) -> PolicyTable {
        let policies = (0..self.session.document.policies.len()).map(|k| self.policy_row(k));
        PolicyTable {
            columns: Column::ALL.map(|column| self.column_head(column)).to_vec(),
            rows: std::iter::once(self.today_row()).chain(policies).collect(),
        }
    }

    fn column_head(&self, column: Column) -> ColumnHead {
        let words = self.session.words();
        let bound = self.session.goal_bound();
        let goal = match self.session.document.goal {
            Goal::TotalGainAbove(0.0) => Text::FigGoalTotal,
            Goal::TotalGainAbove(_) => Text::FigGoalTotalBound,
            Goal::TerminalValueAbove(_) => Text::FigGoalTerminal,
            Goal::NpvAbove(0.0) => Text::FigGoalNpv,
            Goal::NpvAbove(_) => Text::FigGoalNpvBound,
            Goal::PaybackWithin(_) => Text::FigGoalPayback,
            Goal::CsiAtLeast(_) => Text::FigGoalCsi,
            Goal::CostShareAtMost(_) => Text::FigGoalCostShare,
        };
        let months = self.session.months_simulated();
        let (caption, explanation) = match column {
            Column::Gain => (words.to(GainStatistic::Median.name()), Text::ColumnGainMeans),
            Column::Range => (words.to(Text::ColumnRange), Text::ColumnRangeMeans),
            Column::Goal => (words.with(goal, &[("bound", &bound)]), Text::ColumnGoalMeans),
            Column::Parts => (words.with(Text::ColumnParts, &[("months", &months)]), Text::ColumnPartsMeans),
            Column::Satisfaction => (words.to(Text::FigSatisfaction), Text::ColumnLastYearMeans),
            Column::FirstResponse => (words.to(Text::FigFirstResponse), Text::ColumnLastYearMeans),
            Column::ServiceCost => (words.to(Text::FigCostShare), Text::ColumnCostMeans),
            Column::Multiple if returns(self.session) == Outcome::Npv => {
                (words.to(Text::FigProfit), Text::ColumnProfitMeans)
            }
            Column::Multiple => (words.to(Text::FigMultiple), Text::ColumnMultipleMeans),
            Column::Payback => (words.to(Text::FigPayback), Text::ColumnPaybackMeans),
        };
        ColumnHead { column, caption, explanation: words.with(explanation, &[("months", &months)]) }
    }

    fn today_row(&self) -> PolicyRow {
        let levels = self.session.store().map(|s| s.baseline()).filter(|r| r.draws() > 0);
        let level =
            |outcome, unit| levels.map_or_else(dash, |r| self.session.to_tenth(unit, average(r.outcome(outcome))));
        let cells = Column::ALL.map(|column| {
            let value = match (column, &self.session.document.goal) {
                // a level can be met without doing anything
                (Column::Goal, Goal::CsiAtLeast(_) | Goal::CostShareAtMost(_)) => {
                    levels.map_or_else(dash, |r| self.session.futures_in_cell(self.session.met(r)))
                }
                (Column::Satisfaction, _) => level(Outcome::Csi, DisplayUnit::Plain),
                (Column::FirstResponse, _) => level(Outcome::FirstResponse, DisplayUnit::Minutes),
                (Column::ServiceCost, _) => level(Outcome::ServiceCostShare, DisplayUnit::Percent),
                _ => dash(),
            };
            Cell { column, value, note: String::new() }
        });
        PolicyRow {
            policy: None,
            letter: String::new(),
            name: self.session.words().to(Text::Today),
            cells: cells.to_vec(),
            range: None,
            changes: self.session.words().to(Text::TodayAsItIs),
            diff: Vec::new(),
            selected: false,
        }
    }

    fn policy_row(&self, policy: PolicyIndex) -> PolicyRow {
        let draft = &self.session.document.policies[policy];
        let diff = self.diff(draft);
        let results = self.session.results(policy);
        let cell = |column| {
            let (value, note) = match (results, self.session.store()) {
                _ if self.session.hidden() && column == Column::Goal => {
                    (self.session.words().to(Text::PredictCell), String::new())
                }
                _ if self.session.hidden() => ("?".to_owned(), String::new()),
                (Some(results), Some(store)) => self.cell(column, results, store.baseline()),
                _ => (dash(), String::new()),
            };
            Cell { column, value, note }
        };
        PolicyRow {
            policy: Some(policy),
            letter: letter(policy),
            name: self.session.name_of(policy),
            cells: Column::ALL.map(cell).to_vec(),
            range: results.filter(|r| !self.session.hidden() && !changes_nothing(r)).and_then(|r| self.range_bar(r)),
            changes: self.changes(diff.len()),
            diff,
            selected: policy == self.session.selected,
        }
    }

    /// How many levers are changed, in words.
    pub(super) fn changes(&self, count: usize) -> String {
        match count {
            0 => self.session.words().to(Text::LeversChangedNone),
            1 => self.session.words().to(Text::LeversChangedOne),
            n => self.session.words().with(Text::LeversChanged, &[("count", &n.to_string())]),
        }
    }

    /// Where the futures of a policy lie on the axis that all policies share.
    fn range_bar(&self, results: &PolicyResults) -> Option<RangeBar> {
        let (from, to) = self.read.charts().bar_axis()?;
        let scaled = |x: f64| ((x - from) / (to - from)).clamp(0.0, 1.0);
        let gains = results.outcome(Outcome::TotalGain);
        let [low, lower, middle, upper, high] = [0.05, 0.25, 0.5, 0.75, 0.95].map(|p| scaled(quantile(gains, p).value));
        let is_beyond = quantile(gains, 0.05).value < from;
        Some(RangeBar { low, lower, middle, upper, high, zero: scaled(0.0), is_beyond })
    }

    /// Value and note of a policy in a column.
    fn cell(&self, column: Column, r: &PolicyResults, baseline: &PolicyResults) -> (String, String) {
        let gains = r.outcome(Outcome::TotalGain);
        // a policy that is today's has no gain to be uncertain about, and no month in which what it spends is back
        let still = changes_nothing(r);
        let level = |outcome, unit| {
            let changed = change(r, baseline, outcome);
            let points = if unit == DisplayUnit::Percent { DisplayUnit::Points } else { unit };
            (
                self.session.to_tenth(unit, average(r.outcome(outcome))),
                if still { String::new() } else { self.session.signed_to_tenth(points, changed) },
            )
        };
        match column {
            Column::Gain if still => (dash(), String::new()),
            Column::Gain => (self.session.signed(DisplayUnit::Cny, median(gains)), String::new()),
            Column::Range if still => (dash(), String::new()),
            Column::Range => (self.session.range_90(DisplayUnit::Cny, gains), String::new()),
            Column::Goal => self.goal_cell(r, still),
            Column::Parts if still => (dash(), String::new()),
            Column::Parts => {
                let [_, within, later] = self.session.gain_in_parts(r);
                (format!("{within} / {later}"), String::new())
            }
            Column::Satisfaction => level(Outcome::Csi, DisplayUnit::Plain),
            Column::FirstResponse => level(Outcome::FirstResponse, DisplayUnit::Minutes),
            Column::ServiceCost => level(Outcome::ServiceCostShare, DisplayUnit::Percent),
            Column::Multiple => self.multiple_values(r),
            Column::Payback => self.payback_values(r),
        }
    }

    fn goal_cell(&self, r: &PolicyResults, still: bool) -> (String, String) {
        let met = self.session.met(r);
        match self.session.document.goal {
            Goal::PaybackWithin(_)
            | Goal::TotalGainAbove(0.0..)
            | Goal::NpvAbove(0.0..)
            | Goal::TerminalValueAbove(0.0..)
                if still =>
            {
                (dash(), String::new())
            }
            _ => (
                self.session.futures_in_cell(met),
                self.session.style(DisplayUnit::Plain).plus_minus(100.0 * met.error),
            ),
        }
    }

    /// What a yuan returns, of revenue as "1 : 4.2"; or that money is saved, where no multiple is defined.
    fn multiple_values(&self, r: &PolicyResults) -> (String, String) {
        let m = multiple(r, returns(self.session));
        let saves =
            |e: Estimate| self.session.words().with(Text::SavesMoneyShare, &[("figure", &self.session.futures(e))]);
        if !m.ratio_of_means.value.is_finite() {
            return if changes_nothing(r) {
                ("–".to_owned(), String::new())
            } else {
                let text = if m.costs_less { Text::SavesMoney } else { Text::CostsTheSame };
                (self.session.words().to(text), saves(m.saves_money))
            };
        }
        let error = known(multiple_error(m.ratio_of_means));
        let ratio = self.session.style(DisplayUnit::Plain).text(m.ratio_of_means.value, error);
        let note = if m.saves_money.value > 0.0 { saves(m.saves_money) } else { String::new() };
        if returns(self.session) == Outcome::Npv {
            return (self.session.style(DisplayUnit::Cny).signed().text(m.ratio_of_means.value, error), note);
        }
        (format!("1 : {ratio}"), note)
    }

    /// The median first month from which the gain stays, and how many futures get there; or that nothing is spent.
    fn payback_values(&self, r: &PolicyResults) -> (String, String) {
        if changes_nothing(r) {
            // a gain of zero is never negative: by the definition it would be back in the first month
            return (dash(), String::new());
        }
        let months = r.outcome(Outcome::PaybackMonth);
        let reached = share(months, f64::is_finite);
        let middle = median(months).value;
        let value = if middle.is_finite() {
            // month 0 is the first month
            self.session.words().with(Text::PaybackMonth, &[("month", &format!("{:.0}", middle + 1.0))])
        } else {
            self.session.words().with(Text::PaybackNever, &[("months", &self.session.months_simulated())])
        };
        (value, self.session.words().with(Text::PaybackShare, &[("figure", &self.session.futures(reached))]))
    }

    /// The changed levers of a policy in words, in the order of the page.
    pub(super) fn diff(&self, policy: &PolicyDraft) -> Vec<String> {
        self.diff_from(policy, |id| self.session.today(id))
    }

    /// The changed levers of a policy in words, against any today.
    pub(crate) fn diff_from(&self, policy: &PolicyDraft, today: impl Fn(LeverId) -> f64) -> Vec<String> {
        LeverId::ALL
            .into_iter()
            .filter_map(|id| policy.levers.get(&id).map(|&value| (id, value)))
            .map(|(id, value)| {
                let from = id.start_from(today(id));
                let (label, from, mut to) =
                    (self.session.words().to(lever_label(id)), lever_value(id, from), lever_value(id, value));
                // a bare number of days says nothing where its name does not
                let unit = self.session.words().to(lever_unit(id));
                let kind = id.spec().kind;
                if matches!(kind, Unit::Days | Unit::Hours | Unit::Months) && !label.contains(&unit) {
                    to = format!("{to} {unit}");
                }
                self.session.words().with(Text::DiffLine, &[("lever", &label), ("from", &from), ("to", &to)])
            })
            .collect()
    }

    /// Presets.
    pub fn presets(&self) -> Vec<PresetView> {
        session::presets(self.session.locale)
            .into_iter()
            .enumerate()
            .map(|(index, (policy, story))| PresetView { index, diff: self.diff(&policy), name: policy.name, story })
            .collect()
    }
}

/// What is told of each further yuan of cost: the net gain; in a lesson the revenue, which the report counts and the lesson tests.
pub(super) fn returns(cx: &session::Session) -> Outcome {
    if cx.lesson.is_some() { Outcome::DeltaRevenue } else { Outcome::Npv }
}

fn dash() -> String {
    "–".to_owned()
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
