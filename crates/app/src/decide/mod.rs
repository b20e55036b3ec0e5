//! What a decision asks next: how likely more than so much is, and how a link of the chain came about.

mod centrals;
mod change;
mod exceedance;
mod fan;
mod money;
mod month;
mod numbers;
mod segments;
mod sparks;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_money;

use super::event::Effect;
use super::side_runs::SideRun;
use super::typed::{self, NumberError};
use super::{App, Refused};
use aftercast_i18n::Text;
use aftercast_plot::StableRange;
use aftercast_scenario::{Draft, Levers};
pub use centrals::Side;
pub use exceedance::{ExceedanceFrame, ThresholdView};
pub use fan::MonthlyChartView;
pub use money::{ChartView, Choice, RenderContext};
pub use month::MonthView;
pub(crate) use month::monthly;
pub use numbers::NumbersKey;
pub use segments::Measure;
pub use sparks::GoalLine;

/// What can happen here.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// The threshold of the exceedance curve moves to a net gain, CNY; it keeps within the axis, on a round step.
    ThresholdMoved(f64),
    /// A threshold was typed: `0`, `-5M`, `1000万`.
    ThresholdTyped(String),
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
}

/// Thresholds that can be typed, CNY: those of a goal.
const THRESHOLDS: (f64, f64) = (-1e12, 1e12);

/// What is chosen here; none of it is part of the document.
#[derive(Debug, Default)]
pub(super) struct State {
    /// The threshold chosen, CNY; without one the goal's.
    threshold: Option<f64>,
    refused: Option<Refused>,
    /// The axis of the exceedance curve.
    range: StableRange,
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

impl App {
    pub(super) fn decide(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::ThresholdMoved(value) => self.threshold_moved(value),
            Event::ThresholdTyped(text) => self.threshold_typed(&text),
            Event::BridgeFrom(side) => self.decide.from = Some(side),
            Event::BridgeTo(side) => self.decide.to = Some(side),
            Event::MeasureChosen(measure) => self.decide.measure = measure,
            Event::MonthChosen(at) => self.month_chosen(at),
            Event::SplitAsked => {
                self.split_asked();
                return self.start_side_run().into_iter().collect();
            }
            Event::Marked => self.decide.reference = Some(self.document.clone()),
        }
        Vec::new()
    }

    fn threshold_moved(&mut self, value: f64) {
        if let Some(value) = self.on_axis(value) {
            self.decide.refused = None;
            self.decide.threshold = Some(value);
        }
    }

    fn threshold_typed(&mut self, text: &str) {
        match typed::read(text, &typed::money(THRESHOLDS)) {
            Ok(value) => {
                self.decide.refused = None;
                self.decide.threshold = Some(value);
                self.decide_drawn();
            }
            Err(why) => {
                let own = match why {
                    NumberError::OutOfRange(_) => Text::ThresholdOutOfRange,
                    _ => Text::ThresholdUnreadable,
                };
                let reason = typed::refusal(&why, text, self.words())
                    .unwrap_or_else(|| self.words().with(own, &[("typed", text.trim())]));
                self.decide.refused = Some(Refused { text: text.to_owned(), reason });
            }
        }
    }

    /// Side runs that charts ask for beside the picture of a policy; what the user asked for comes first.
    pub(super) fn side_runs(&self, levers: &Levers<f64>) -> Vec<SideRun> {
        let mut side_runs = self.side_runs_of_change();
        side_runs.extend(self.side_runs_of_line(levers));
        side_runs
    }

    /// New draws or a typed threshold: the axis holds them.
    pub(super) fn decide_drawn(&mut self) {
        if let Some((low, high)) = self.exceedance_extent() {
            self.decide.range.update(low, high);
        }
    }

    /// Another document is opened: changes are counted from it.
    pub(super) fn decide_opened(&mut self) {
        self.decide.reference = None;
        self.decide.split = None;
    }

    /// Another document or another reading of it: the axis is chosen afresh.
    pub(super) fn decide_afresh(&mut self) {
        self.decide.range.reset();
    }
}
