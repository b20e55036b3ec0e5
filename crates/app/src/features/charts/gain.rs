//! The fan of the cumulated gain and the paired difference, with their tables and explanations.

use super::{Choice, DotsFrame, FanFrame};
use super::{Model, View, extent_of};
use crate::session::Session;
use crate::session::figures::{known, letter, median, quantile};
use crate::view::{PolicyIndex, Table};
use aftercast_engine::run::outcome::{Outcome, Series};
use aftercast_engine::run::results::PolicyResults;
use aftercast_engine::run::summary::{Estimate, paired, share};
use aftercast_i18n::Text;
use aftercast_i18n::numbers::thousands;
use aftercast_plot::dots::{DOTS, Dots, quantiles};
use aftercast_plot::fan::{Band, Fan, Series as FanSeries};
use aftercast_plot::scale::nice_range;
use aftercast_plot::{Axis, DisplayUnit, Frame, NumberStyle, Slot};

/// Probabilities of the ends of the 95, 90, 80 and 50 % bands and of the middle.
const BANDS: [f64; 9] = [0.025, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.975];
/// Single futures drawn into the fan.
const PATHS: usize = 6;
/// Quantiles listed in the table of the difference, in percent.
const LISTED: [usize; 9] = [1, 5, 10, 25, 50, 75, 90, 95, 99];

/// The two sides of the paired difference.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pair {
    first: Option<PolicyIndex>,
    second: PolicyIndex,
}

impl Model {
    /// Whom the paired difference compares: a policy with what was chosen, or with today.
    pub(crate) fn pair(&self, cx: &Session, policy: PolicyIndex) -> Pair {
        let there = |k: &PolicyIndex| *k < cx.document.policies.len() && *k != policy;
        Pair { first: self.compared_with.filter(there), second: policy }
    }

    /// Net gain of the second side minus the first, draw by draw.
    fn difference_values(&self, cx: &Session, pair: Pair) -> Option<Vec<f64>> {
        let second = cx.results(pair.second)?;
        match pair.first {
            None => Some(second.outcome(Outcome::TotalGain).to_vec()),
            Some(first) => Some(paired(second, cx.results(first)?, Outcome::TotalGain)),
        }
    }

    /// What the axis of a policy's fan has to hold: the input of its stable range.
    pub(crate) fn gain_extent(cx: &Session, policy: PolicyIndex) -> Option<(f64, f64)> {
        let drawn = |k: PolicyIndex| {
            let r = cx.results(k)?;
            // the bands of this policy are drawn, of the others only the median
            let drawn: &[f64] = if k == policy { &[0.025, 0.975] } else { &[0.5] };
            let end = median(r.outcome(Outcome::TotalGain)).value;
            let values = r.bands(Series::CumulatedGain, drawn).into_iter().flatten();
            Some(values.fold((end, end), |(low, high), v| (low.min(v), high.max(v))))
        };
        extent_of(cx, policy, drawn)
    }

    /// What the axis of the difference has to hold.
    pub(crate) fn difference_extent(&self, cx: &Session) -> Option<(f64, f64)> {
        let dots = quantiles(&self.difference_values(cx, self.pair(cx, cx.selected))?, DOTS);
        let (low, high) = (*dots.first()?, *dots.last()?);
        Some((low.min(0.0), high.max(0.0)))
    }
}

impl View<'_> {
    /// The cumulated gain of all policies, in CSS pixels.
    pub fn fan(&self, width: f64, height: f64) -> FanFrame {
        let shown: Vec<(PolicyIndex, &PolicyResults, Vec<Vec<f64>>)> = self
            .session
            .drawn_order()
            .filter_map(|k| self.session.results(k).map(|r| (k, r, r.bands(Series::CumulatedGain, &BANDS))))
            .collect();
        let summary = self.fan_summary(&shown);
        let months = self.session.document.company.horizon();
        let fan = Fan {
            frame: self.frame(width, height, &summary),
            series: shown.iter().map(|(k, r, bands)| self.fan_series(*k, r, bands)).collect(),
            y: Axis {
                title: self.session.words().to(Text::FanAxis),
                number: NumberStyle::new(self.session.locale, DisplayUnit::Cny),
                range: self.stable(&self.model.gain_range).or_else(|| {
                    let (low, high) = Model::gain_extent(self.session, self.policy)?;
                    Some(nice_range(low, high))
                }),
            },
            x_title: self.session.words().to(Text::Month),
            first_month: 1,
            with_zero: true,
            zero_label: self.session.words().to(Text::Today),
            band_names: [Text::Band95, Text::Band80, Text::Band50].map(|t| self.session.words().to(t)).to_vec(),
            end_title: self.session.words().to(Text::FanEnd),
        };
        FanFrame {
            title: self.session.words().to(Text::FanTitle),
            subtitle: self.session.words().with(Text::FanSubtitle, &[("policy", &self.session.called(self.policy))]),
            chart: (!shown.is_empty() && months > 1).then_some(fan),
            table: self.fan_table(&shown),
            explain: [Text::ExplainFan1, Text::ExplainFan2, Text::ExplainFan3]
                .map(|t| self.session.words().to(t))
                .to_vec(),
            summary,
            readouts: (0..months).map(|t| self.fan_readout(&shown, t)).collect(),
        }
    }

    fn frame(&self, width: f64, height: f64, summary: &str) -> Frame {
        Frame {
            filled: false,
            description: summary.to_owned(),
            empty: self.session.words().to(Text::ChartEmpty),
            ..Frame::new(width, height, self.session.theme, self.session.locale)
        }
    }

    fn fan_series(&self, policy: PolicyIndex, results: &PolicyResults, bands: &[Vec<f64>]) -> FanSeries {
        let end = self.session.signed_to_two(DisplayUnit::Cny, median(results.outcome(Outcome::TotalGain)));
        let fanned = policy == self.policy;
        let paths = if fanned { PATHS } else { 0 };
        FanSeries {
            slot: Slot::Policy(policy as u8),
            label: format!("{} {end}", self.session.called(policy)),
            short: format!("{} {end}", letter(policy)),
            median: bands[4].clone(),
            bands: [(0, 8), (2, 6), (3, 5)]
                .map(|(low, high)| Band { low: bands[low].clone(), high: bands[high].clone() })
                .to_vec(),
            paths: (0..paths).filter_map(|draw| results.path(Series::CumulatedGain, draw)).collect(),
            end: Some(median(results.outcome(Outcome::TotalGain)).value),
            fanned,
        }
    }

    /// The median total gain: that of the table and of the chain.
    fn end_value(&self, results: &PolicyResults) -> String {
        self.session.signed(DisplayUnit::Cny, median(results.outcome(Outcome::TotalGain)))
    }

    fn fan_summary(&self, shown: &[(PolicyIndex, &PolicyResults, Vec<Vec<f64>>)]) -> String {
        let each: Vec<String> = shown
            .iter()
            .map(|(k, r, _)| {
                let (low, high) = self.session.ends_90(DisplayUnit::Cny, r.outcome(Outcome::TotalGain));
                let holes =
                    [("policy", self.session.called(*k)), ("median", self.end_value(r)), ("low", low), ("high", high)];
                let holes: Vec<(&str, &str)> = holes.iter().map(|(k, v)| (*k, v.as_str())).collect();
                self.session.words().with(Text::FanSummaryPolicy, &holes)
            })
            .collect();
        if each.is_empty() {
            return self.session.words().to(Text::ChartEmpty);
        }
        let joined = each.join(Text::SeparatorClauses.to(self.session.locale));
        self.session
            .words()
            .with(Text::FanSummary, &[("months", &self.session.months_simulated()), ("policies", &joined)])
    }

    fn fan_readout(&self, shown: &[(PolicyIndex, &PolicyResults, Vec<Vec<f64>>)], t: usize) -> String {
        let money = |x: f64| self.session.style(DisplayUnit::Cny).text(x, None);
        let each: Vec<String> = shown
            .iter()
            .filter(|(_, _, bands)| bands[4].len() > t)
            .map(|(k, _, bands)| {
                let (median, low, high) = (money(bands[4][t]), money(bands[1][t]), money(bands[7][t]));
                let holes = [("policy", letter(*k)), ("median", median), ("low", low), ("high", high)];
                let holes: Vec<(&str, &str)> = holes.iter().map(|(k, v)| (*k, v.as_str())).collect();
                self.session.words().with(Text::FanReadoutPolicy, &holes)
            })
            .collect();
        let values = each.join(" · ");
        self.session.words().with(Text::FanReadout, &[("month", &(t + 1).to_string()), ("values", &values)])
    }

    fn fan_table(&self, shown: &[(PolicyIndex, &PolicyResults, Vec<Vec<f64>>)]) -> Table {
        let mut columns = vec![self.session.words().to(Text::ColumnMonth)];
        for (k, _, _) in shown {
            let policy = self.session.called(*k);
            for text in [Text::ColumnLow, Text::ColumnMedian, Text::ColumnHigh] {
                columns.push(self.session.words().with(text, &[("policy", &policy)]));
            }
        }
        let whole = |x: Option<&f64>| x.map_or("–".to_owned(), |x| thousands(*x, self.session.locale));
        let rows = (0..self.session.document.company.horizon())
            .map(|t| {
                let values = shown.iter().flat_map(|(_, _, bands)| [1, 4, 7].map(|b| whole(bands[b].get(t))));
                std::iter::once((t + 1).to_string()).chain(values).collect()
            })
            .collect();
        Table { caption: self.session.words().to(Text::TableFan), columns, rows }
    }

    /// The selected policy against another one (or today, where there is none), in CSS pixels.
    pub fn difference(&self, width: f64, height: f64) -> DotsFrame {
        let pair = self.model.pair(self.session, self.policy);
        let first = pair.first.map_or_else(|| self.session.words().to(Text::Today), |k| self.session.called(k));
        let second = self.session.called(pair.second);
        let sides: [(&str, &str); 2] = [("first", &first), ("second", &second)];
        let values = self.model.difference_values(self.session, pair).unwrap_or_default();
        let equal = !values.is_empty() && values.iter().all(|&v| v == 0.0);
        let summary = if values.is_empty() {
            self.session.words().to(Text::ChartEmpty)
        } else if equal {
            self.session.words().with(Text::ChartSame, &sides)
        } else {
            self.difference_summary(&values, sides)
        };
        let money = NumberStyle::new(self.session.locale, DisplayUnit::Cny).signed();
        let fifty = quantiles(&values, DOTS);
        let mut frame = self.frame(width, height, &summary);
        if pair.first.is_some() {
            frame.note = self.session.words().to(Text::DifferenceNote);
        }
        frame.empty.clone_from(&summary);
        let chart = Dots {
            frame,
            below: pair.first.map_or(Slot::Today, |k| Slot::Policy(k as u8)),
            above: Slot::Policy(pair.second as u8),
            below_label: self.side_label(&values, pair, Text::FuturesLost, pair.first, |v| v < 0.0),
            above_label: self.side_label(&values, pair, Text::FuturesWon, Some(pair.second), |v| v > 0.0),
            x: Axis {
                title: self.session.words().to(if pair.first.is_none() {
                    Text::FuturesAxis
                } else {
                    Text::DifferenceAxis
                }),
                number: money,
                range: self.stable(&self.model.difference_range),
            },
            values: values.clone(),
        };
        let (title, subtitle) = match pair.first {
            None => (Text::FuturesTitle, Text::FuturesSubtitle),
            Some(_) => (Text::DifferenceTitle, Text::DifferenceSubtitle),
        };
        DotsFrame {
            title: self.session.words().with(title, &[sides[0], sides[1], ("letter", &letter(pair.second))]),
            subtitle: self.session.words().with(subtitle, &sides),
            chart: (!values.is_empty() && !equal).then_some(chart),
            table: self.difference_table(&values, sides),
            explain: [Text::ExplainDifference1, Text::ExplainDifference2, Text::ExplainDifference3]
                .map(|t| self.session.words().to(t))
                .to_vec(),
            readouts: fifty
                .iter()
                .enumerate()
                .map(|(k, v)| {
                    let holes = [("rank", (k + 1).to_string()), ("value", money.text(*v, None))];
                    let holes: Vec<(&str, &str)> = holes.iter().map(|(k, v)| (*k, v.as_str())).collect();
                    self.session.words().with(Text::DifferenceReadout, &holes)
                })
                .collect(),
            summary,
        }
    }

    /// Whom the policy in hand is compared with, and by how much it gains more, draw by draw.
    pub(super) fn differences(&self) -> Option<(Option<PolicyIndex>, Vec<f64>)> {
        let pair = self.model.pair(self.session, self.policy);
        Some((pair.first, self.model.difference_values(self.session, pair)?))
    }

    /// The share of draws with a gain, as both sides of the dots tell it.
    pub(super) fn wins(values: &[f64]) -> Estimate {
        complementary(values, |v| v > 0.0)
    }

    /// What stands over the dots of a side: against today who pays and who loses, else who is better.
    fn side_label(
        &self,
        values: &[f64],
        pair: Pair,
        alone: Text,
        policy: Option<PolicyIndex>,
        wins: impl Fn(f64) -> bool,
    ) -> String {
        let figure = self.session.futures(complementary(values, &wins));
        match pair.first {
            None => self.session.words().with(alone, &[("figure", &figure)]),
            Some(_) => self.better(values, policy, wins),
        }
    }

    /// What the paired difference can be compared with: today, or another policy.
    pub fn comparisons(&self) -> Choice {
        let words = self.session.words();
        let others = (0..self.session.document.policies.len()).map(|k| self.session.called(k));
        let chosen = self.model.pair(self.session, self.policy).first.map_or(0, |k| k + 1);
        Choice { options: std::iter::once(words.to(Text::Today)).chain(others).collect(), chosen }
    }

    fn better(&self, values: &[f64], policy: Option<PolicyIndex>, wins: impl Fn(f64) -> bool) -> String {
        let name = policy.map_or_else(|| self.session.words().to(Text::Today), letter);
        let figure = self.session.futures(complementary(values, wins));
        self.session.words().with(Text::Better, &[("policy", &name), ("figure", &figure)])
    }

    fn difference_summary(&self, values: &[f64], sides: [(&str, &str); 2]) -> String {
        let figure = self.session.futures(complementary(values, |v| v > 0.0));
        let typical = self.session.signed(DisplayUnit::Cny, median(values));
        let holes = [sides[0], sides[1], ("figure", &figure), ("median", &typical)];
        self.session.words().with(Text::DifferenceSummary, &holes)
    }

    fn difference_table(&self, values: &[f64], sides: [(&str, &str); 2]) -> Table {
        let row = |p: &usize| {
            let e: Estimate = quantile(values, *p as f64 / 100.0);
            let error = known(e.error).map(|x| self.session.style(DisplayUnit::Cny).plus_minus(x));
            vec![format!("{p}%"), format!("{} {}", self.session.signed(DisplayUnit::Cny, e), error.unwrap_or_default())]
        };
        Table {
            caption: self.session.words().with(Text::TableDifference, &sides),
            columns: vec![self.session.words().to(Text::ColumnQuantile), self.session.words().to(Text::ColumnValue)],
            rows: if values.is_empty() { Vec::new() } else { LISTED.iter().map(row).collect() },
        }
    }
}

/// A share of futures rounded so that winners and losers add up to 100: the smaller side is rounded, the larger is the rest.
fn complementary(values: &[f64], wins: impl Fn(f64) -> bool) -> Estimate {
    let own = share(values, wins);
    let ties = values.contains(&0.0);
    if ties || own.value <= 0.5 || own.value == 1.0 {
        return own;
    }
    let other = (100.0 * (1.0 - own.value)).round().max(1.0);
    Estimate { value: 1.0 - other / 100.0, ..own }
}
