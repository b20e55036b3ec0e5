//! What a decision looks at: gain by month, paired difference, how likely more than so much is, where the money goes, who gains,
//! and how each node of the chain came about.

mod bridge;
mod centrals;
mod chain;
mod change;
mod exceedance;
mod findings;
mod gain;
mod money;
mod month;
mod months;
mod node_fan;
mod numbers;
mod segments;
mod sides;
mod sparks;
mod top_charts;
mod view;

use crate::read::ReadModel;
use crate::session::Effect;
use crate::session::figures::quantile;
use crate::session::side_runs::SideRun;
use crate::session::{Changes, Refused, Session};
use crate::typed::{self, NumberError};
use crate::view::PolicyIndex;
use aftercast_engine::run::outcome::Outcome;
use aftercast_i18n::Text;
use aftercast_plot::StableRange;
use aftercast_plot::scale::readable_extent;
use aftercast_scenario::{Draft, Levers, PolicyDraft};
pub use centrals::Side;
pub use exceedance::{ExceedanceFrame, ThresholdView};
pub use money::{Choice, DrawTarget, FramedChart};
pub use month::MonthView;
pub(crate) use months::QUANTITIES;
pub use node_fan::MonthlyChartView;
pub use numbers::NumbersKey;
pub use segments::Measure;
pub use sparks::GoalLine;
pub use view::{ChainNode, DotsFrame, FanFrame};

/// What can happen here.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The threshold of the exceedance curve moves to a net gain, CNY; it keeps within the axis, on a round step.
    ThresholdMoved(f64),
    /// A threshold was typed: `0`, `-5M`, `1000万`.
    ThresholdTyped(String),
    /// The selected policy is compared with this side.
    ComparedWith(Side),
    /// The waterfall starts from this side.
    BridgeFrom(Side),
    /// The waterfall leads to this side.
    BridgeTo(Side),
    /// The segments show this measure.
    MeasureChosen(Measure),
    /// The chain shows a month: 1 is the first one, behind the last one lies the last year.
    MonthChosen(usize),
    /// The change since the document was opened is to be split.
    SplitAsked,
    /// Changes are counted from the document as it is now.
    Marked,
    /// One of the two charts on top, 0 or 1, is another one, by its position in [`Chart::ALL`](aftercast_scenario::Chart::ALL).
    ChartChosen(usize, usize),
}

/// Thresholds that can be typed, CNY: those of a goal.
const THRESHOLDS: (f64, f64) = (-1e12, 1e12);

/// What is chosen on the charts, and the axes that stay while a lever moves; none of it is part of the document.
#[derive(Debug, Default)]
pub struct Model {
    gain_range: StableRange,
    difference_range: StableRange,
    /// The axis of the range bars.
    bar_range: StableRange,
    /// The threshold chosen, CNY; without one the goal's.
    threshold: Option<f64>,
    refused: Option<Refused>,
    /// The axis of the exceedance curve.
    range: StableRange,
    /// What the selected policy is compared with; none is today.
    compared_with: Side,
    /// The policies that the sides are of.
    policies: Vec<PolicyDraft>,
    /// The sides of the waterfall, where chosen.
    from: Option<Side>,
    to: Option<Side>,
    measure: Measure,
    /// The month the chain shows, from 0; none for the last year.
    month: Option<usize>,
    /// The document that changes are counted from, where it is not the one opened.
    reference: Option<Draft>,
    /// What was asked to be split.
    split: Option<[change::Case; 4]>,
    centrals: centrals::Centrals,
}

/// What the page shows of charts and chain.
#[derive(Clone, Copy)]
pub struct View<'a> {
    model: &'a Model,
    session: &'a Session,
    /// The policy that the charts are of.
    policy: PolicyIndex,
}

impl<'a> View<'a> {
    pub(crate) fn new(read: ReadModel<'a>) -> Self {
        Self { model: read.charts, session: read.session, policy: read.session.selected }
    }

    /// The same charts, of another policy than the one in hand.
    pub(crate) fn of(self, policy: PolicyIndex) -> Self {
        Self { policy, ..self }
    }

    /// The range of an axis that stays while a lever moves; it is that of the policy in hand.
    fn stable(&self, range: &StableRange) -> Option<(f64, f64)> {
        range.shown().filter(|_| self.policy == self.session.selected)
    }
}

impl Model {
    /// Takes an event in.
    pub(crate) fn update(&mut self, cx: &mut Session, event: Event) -> Vec<Effect> {
        match event {
            Event::ThresholdMoved(value) => self.threshold_moved(value),
            Event::ThresholdTyped(text) => self.threshold_typed(cx, &text),
            Event::ComparedWith(side) => {
                self.compared_with = side;
                self.difference_range.reset();
                if let Some((low, high)) = self.difference_extent(cx) {
                    self.difference_range.update(low, high);
                }
            }
            Event::BridgeFrom(side) => self.from = Some(side),
            Event::BridgeTo(side) => self.to = Some(side),
            Event::MeasureChosen(measure) => self.measure = measure,
            Event::MonthChosen(at) => self.month_chosen(cx, at),
            Event::SplitAsked => {
                self.split = self.change_cases(cx);
                cx.changes.idle = true;
            }
            Event::Marked => self.reference = Some(cx.document.clone()),
            Event::ChartChosen(position, chart) => return top_charts::chart_chosen(cx, position, chart),
        }
        Vec::new()
    }

    fn threshold_moved(&mut self, value: f64) {
        if let Some(value) = self.on_axis(value) {
            self.refused = None;
            self.threshold = Some(value);
        }
    }

    fn threshold_typed(&mut self, cx: &mut Session, text: &str) {
        match typed::read(text, &typed::money(THRESHOLDS)) {
            Ok(value) => {
                self.refused = None;
                self.threshold = Some(value);
                self.hold_threshold(cx);
            }
            Err(why) => {
                let own = match why {
                    NumberError::OutOfRange(_) => Text::ThresholdOutOfRange,
                    _ => Text::ThresholdUnreadable,
                };
                let reason = typed::refusal(&why, text, cx.words())
                    .unwrap_or_else(|| cx.words().with(own, &[("typed", text.trim())]));
                self.refused = Some(Refused { text: text.to_owned(), reason });
            }
        }
    }

    /// Follows what an event changed.
    pub(crate) fn follow(&mut self, cx: &Session, changes: Changes) {
        if changes.opened {
            // changes are counted from the document that is opened
            self.reference = None;
            self.split = None;
        }
        if changes.replaced {
            // what was chosen on the charts of another document is of its policies and its sums
            self.threshold = None;
            self.refused = None;
            self.compared_with = Side::default();
            (self.from, self.to) = (None, None);
        }
        self.follow_policies(cx);
        if changes.reread {
            self.gain_range.reset();
            self.difference_range.reset();
            self.bar_range.reset();
            self.range.reset();
        }
        if changes.selected {
            self.difference_range = StableRange::new();
            self.gain_range = StableRange::new();
        }
        if changes.results {
            if let Some((low, high)) = Self::gain_extent(cx, cx.selected) {
                self.gain_range.update(low, high);
            }
            if let Some((low, high)) = self.difference_extent(cx) {
                self.difference_range.update(low, high);
            }
            self.hold_threshold(cx);
        }
        if (changes.results || changes.selected)
            && let Some((low, high)) = bar_extent(cx)
        {
            self.bar_range.update(low, high);
        }
    }

    /// The axis holds every curve and the threshold.
    fn hold_threshold(&mut self, cx: &Session) {
        if let Some((low, high)) = self.exceedance_extent(cx) {
            self.range.update(low, high);
        }
    }
}

/// What the axis of the range bars has to hold: 90 of 100 futures of the policies, and nothing gained.
fn bar_extent(cx: &Session) -> Option<(f64, f64)> {
    extent_of(cx, cx.selected, |k| {
        let gains = cx.results(k).filter(|r| r.draws() > 0)?.outcome(Outcome::TotalGain);
        Some((quantile(gains, 0.05).value, quantile(gains, 0.95).value))
    })
}

/// What an axis has to hold of all policies: one of them whole, of the others what leaves the rest readable; `None` where nothing is known.
fn extent_of(
    cx: &Session,
    whole: PolicyIndex,
    range: impl Fn(PolicyIndex) -> Option<(f64, f64)>,
) -> Option<(f64, f64)> {
    let known: Vec<_> = (0..cx.document.policies.len()).filter_map(|k| Some((k, range(k)?))).collect();
    let of = |is_whole: bool| known.iter().filter(move |(k, _)| (*k == whole) == is_whole).map(|(_, range)| *range);
    (!known.is_empty()).then(|| readable_extent(of(true), of(false)))
}

impl View<'_> {
    /// The axis of the range bars, CNY.
    pub(crate) fn bar_axis(&self) -> Option<(f64, f64)> {
        self.model.bar_range.shown()
    }

    /// Side runs that charts ask for beside the picture of a policy; what the user asked for comes first.
    pub(crate) fn side_runs(&self, levers: &Levers<f64>) -> Vec<SideRun> {
        let mut side_runs = self.model.side_runs_of_change(self.session);
        side_runs.extend(self.side_runs_of_line(levers));
        side_runs
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_findings;
#[cfg(test)]
mod tests_money;
