//! Which charts stand on top of the page, and what can stand there: a choice that the document keeps.

use super::View;
use super::node_fan::node_of;
use super::{Choice, FanFrame};
use crate::session::figures::letter;
use crate::session::{Effect, Session};
use aftercast_i18n::Text;
use aftercast_scenario::Chart;

/// Another chart was chosen for a position on top: a change of the document, which can be taken back.
pub(super) fn chart_chosen(cx: &mut Session, position: usize, chart: usize) -> Vec<Effect> {
    let Some(chart) = Chart::ALL.get(chart).copied() else { return Vec::new() };
    cx.change(|d| d.charts = d.charts.with(position, chart))
}

impl View<'_> {
    /// The two charts on top.
    pub fn on_top(&self) -> [Chart; 2] {
        self.session.document.charts.both()
    }

    /// The charts below, in the order of the page: what stands on top is not shown twice.
    pub fn below(&self) -> Vec<Chart> {
        const BELOW: [Chart; 7] = [
            Chart::Fan,
            Chart::Futures,
            Chart::Exceedance,
            Chart::Costs,
            Chart::Change,
            Chart::Bridge,
            Chart::Segments,
        ];
        let on_top = self.on_top();
        BELOW.into_iter().filter(|chart| !on_top.contains(chart)).collect()
    }

    /// What can be shown at a position on top, with what is shown there.
    pub fn choices(&self, position: usize) -> Choice {
        let now = self.on_top().get(position).copied();
        Choice {
            options: Chart::ALL.map(|chart| self.chart_name(chart)).to_vec(),
            chosen: Chart::ALL.iter().position(|&chart| Some(chart) == now).unwrap_or(0),
        }
    }

    /// The name of a chart, with the policy in hand.
    pub(crate) fn chart_name(&self, chart: Chart) -> String {
        let words = self.session.words();
        let policy = letter(self.policy);
        let today = words.to(Text::Today);
        let holes = [("letter", policy.as_str()), ("policy", &policy), ("first", &today), ("second", &policy)];
        let text = match chart {
            Chart::Fan => Text::FanTitle,
            Chart::Futures => Text::FuturesTitle,
            Chart::Exceedance => Text::ExceedanceTitle,
            Chart::Costs => Text::CostTitle,
            Chart::Change => Text::ChangeTitle,
            Chart::Bridge => Text::BridgeTitle,
            Chart::Segments => Text::SegmentsTitle,
            Chart::Months => Text::UiMonths,
            Chart::Spend | Chart::Waiting | Chart::Satisfaction | Chart::Repurchase | Chart::Customers => {
                return node_of(chart).map(|(_, text)| words.to(text)).unwrap_or_default();
            }
        };
        words.with(text, &holes)
    }

    /// A node of the chain as a chart of its own, in CSS pixels; the gain by month where the chart is none of a node.
    pub fn node_frame(&self, chart: Chart, width: f64, height: f64) -> FanFrame {
        let found = node_of(chart).and_then(|(id, _)| Some((id, self.node_fan(id, width, height)?)));
        let Some((id, fan)) = found else { return self.fan(width, height) };
        FanFrame {
            subtitle: self.session.called(self.policy),
            table: self.node_table(id, &fan.title),
            explain: self.node_explained(id),
            title: fan.title,
            chart: fan.chart,
            summary: fan.summary,
            readouts: fan.readouts,
        }
    }
}
