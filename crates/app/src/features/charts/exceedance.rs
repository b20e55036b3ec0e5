//! The exceedance curve of the net gain: in how many futures each policy earns at least so much.

use super::{Model, View};
use crate::session::Session;
use crate::session::figures::letter;
use crate::view::{ChartFrame, PolicyIndex, Table};
use crate::words::trimmed;
use aftercast_engine::run::outcome::Outcome;
use aftercast_engine::run::results::PolicyResults;
use aftercast_engine::run::summary::{Estimate, share};
use aftercast_i18n::Text;
use aftercast_plot::exceedance::{Curve, Exceedance, Threshold};
use aftercast_plot::scale::{nice_step, nice_ticks};
use aftercast_plot::{Axis, DisplayUnit, Frame, NumberStyle, Slot};
use aftercast_scenario::Goal;

/// Steps of the threshold along the axis, about.
const STEPS: usize = 100;
/// Rows of the table, about.
const ROWS: usize = 10;

/// The exceedance curve with its table and explanation.
pub type ExceedanceFrame = ChartFrame<Exceedance>;

/// The threshold as a slider and a number box hold it.
#[derive(Clone, Debug, PartialEq)]
pub struct ThresholdView {
    /// Net gain, CNY.
    pub value: f64,
    /// The ends of the axis, CNY.
    pub min: f64,
    /// The upper end, CNY.
    pub max: f64,
    /// What an arrow key moves it by, CNY.
    pub step: f64,
    /// As the number box shows it.
    pub text: String,
    /// It and what it means for each policy, in one sentence.
    pub aria_value: String,
    /// What was wrong with the number typed last.
    pub error: Option<String>,
    /// Whether it is the goal already.
    pub is_goal: bool,
}

/// A policy with a curve: its column and the net gain of every draw.
type Shown<'a> = (PolicyIndex, &'a [f64]);

impl Model {
    /// The threshold chosen; else the goal's bound where it is a total gain, else zero.
    fn threshold_value(&self, cx: &Session) -> f64 {
        self.threshold.unwrap_or(match cx.document.goal {
            Goal::TotalGainAbove(bound) => bound,
            _ => 0.0,
        })
    }

    /// A value on a round step within the axis.
    pub(super) fn on_axis(&self, value: f64) -> Option<f64> {
        let (low, high) = self.range.shown()?;
        let step = nice_step(high - low, STEPS);
        let snapped = (value.clamp(low, high) / step).round() * step;
        // no minus zero, which would be written as such
        value.is_finite().then_some(snapped.clamp(low, high) + 0.0)
    }

    /// What the axis has to hold: nearly all of every curve, and the threshold.
    pub(super) fn exceedance_extent(&self, cx: &Session) -> Option<(f64, f64)> {
        let threshold = Threshold { value: self.threshold_value(cx), label: String::new() };
        let chart = Exceedance {
            frame: Frame::new(0.0, 0.0, cx.theme, cx.locale),
            curves: self.gains(cx).into_iter().map(|gains| self.curve(cx, gains)).collect(),
            x: Axis::default(),
            y_title: String::new(),
            threshold: Some(threshold),
        };
        chart.extent()
    }

    /// The policies that have a curve, the selected one first: it lies on top. A policy with no lever moved equals today
    /// in every future, gains nothing and has none.
    fn gains<'a>(&self, cx: &'a Session) -> Vec<Shown<'a>> {
        let gains = |k| cx.results(k).map(|r: &PolicyResults| (k, r.outcome(Outcome::TotalGain)));
        cx.drawn_order().filter_map(gains).filter(|(_, v)| v.iter().any(|&gain| gain != 0.0)).collect()
    }

    fn curve(&self, cx: &Session, (policy, values): Shown<'_>) -> Curve {
        let figure = cx.futures(reached(values, self.threshold_value(cx)));
        Curve {
            slot: Slot::Policy(policy as u8),
            label: format!("{} {figure}", cx.called(policy)),
            short: format!("{} {figure}", letter(policy)),
            values: values.to_vec(),
        }
    }
}

impl View<'_> {
    /// The exceedance curve of the net gain, in CSS pixels.
    pub fn exceedance(&self, width: f64, height: f64) -> ExceedanceFrame {
        let shown = self.model.gains(self.session);
        let summary = self.exceedance_summary(&shown);
        let chart = Exceedance {
            frame: Frame {
                filled: false,
                description: summary.clone(),
                empty: summary.clone(),
                ..Frame::new(width, height, self.session.theme, self.session.locale)
            },
            curves: shown.iter().map(|&gains| self.model.curve(self.session, gains)).collect(),
            x: Axis {
                title: self.session.words().to(Text::FanAxis),
                number: NumberStyle::new(self.session.locale, DisplayUnit::Cny),
                range: self.model.range.shown(),
            },
            y_title: self.session.words().to(Text::ExceedanceAxis),
            threshold: Some(Threshold { value: self.model.threshold_value(self.session), label: self.at_least() }),
        };
        ExceedanceFrame {
            title: self.session.words().to(Text::ExceedanceTitle),
            subtitle: self.session.words().to(Text::ExceedanceSubtitle),
            chart: (!shown.is_empty()).then_some(chart),
            table: self.exceedance_table(&shown),
            explain: [Text::ExplainExceedance1, Text::ExplainExceedance2, Text::ExplainExceedance3]
                .map(|t| self.session.words().to(t))
                .to_vec(),
            summary,
            readouts: Vec::new(),
        }
    }

    /// The threshold.
    pub fn threshold(&self) -> ThresholdView {
        let value = self.model.threshold_value(self.session);
        let (min, max) = self.model.range.shown().unwrap_or((value - 0.5, value + 0.5));
        ThresholdView {
            value,
            min,
            max,
            step: nice_step(max - min, STEPS),
            text: self.model.refused.as_ref().map_or_else(|| trimmed(value, 2), |r| r.text.clone()),
            aria_value: self.exceedance_summary(&self.model.gains(self.session)),
            error: self.model.refused.as_ref().map(|r| r.reason.clone()),
            is_goal: self.session.document.goal == Goal::TotalGainAbove(value),
        }
    }

    fn at_least(&self) -> String {
        let value = self.gain_text(self.model.threshold_value(self.session));
        self.session.words().with(Text::ExceedanceAtLeast, &[("value", &value)])
    }

    fn gain_text(&self, value: f64) -> String {
        self.session.style(DisplayUnit::Cny).text(value, None)
    }

    fn exceedance_summary(&self, shown: &[Shown<'_>]) -> String {
        if shown.is_empty() {
            let known = (0..self.session.document.policies.len()).any(|k| self.session.results(k).is_some());
            return self.session.words().to(if known { Text::ExceedanceNone } else { Text::ChartEmpty });
        }
        let at = self.model.threshold_value(self.session);
        let each = shown.iter().map(|(k, v)| {
            let figure = self.session.futures(reached(v, at));
            self.session
                .words()
                .with(Text::ExceedancePolicy, &[("policy", &self.session.called(*k)), ("figure", &figure)])
        });
        let joint = Text::SeparatorClauses.to(self.session.locale);
        let policies = each.collect::<Vec<_>>().join(joint);
        self.session.words().with(Text::ExceedanceSummary, &[("value", &self.gain_text(at)), ("policies", &policies)])
    }

    fn exceedance_table(&self, shown: &[Shown<'_>]) -> Table {
        let threshold = self.model.threshold_value(self.session);
        let (low, high) = self.model.range.shown().unwrap_or((threshold, threshold));
        let mut rows = vec![threshold];
        rows.extend(nice_ticks(low, high, ROWS).values.into_iter().filter(|&tick| tick != threshold));
        rows.sort_unstable_by(f64::total_cmp);
        let cell = |values: &[f64], at: f64| self.session.futures(reached(values, at));
        let row = |&at: &f64| {
            std::iter::once(self.gain_text(at)).chain(shown.iter().map(|(_, v)| cell(v, at))).collect::<Vec<_>>()
        };
        let columns = shown.iter().map(|(k, _)| self.session.called(*k));
        Table {
            caption: self.session.words().to(Text::TableExceedance),
            columns: std::iter::once(self.session.words().to(Text::ColumnAtLeast)).chain(columns).collect(),
            rows: if shown.is_empty() { Vec::new() } else { rows.iter().map(row).collect() },
        }
    }
}

/// The share of draws that gain at least so much.
fn reached(values: &[f64], threshold: f64) -> Estimate {
    share(values, |gain| gain >= threshold)
}
