//! Where the money goes: the cost of today and of every policy line by line, and the way from one total gain to another.
//!
//! Lines are of the central run, in present values over the horizon; the ends of the way are the medians that the claim tells. Every amount is a whole number of one small unit,
//! and sums are sums of those numbers, so that what is shown adds up to the last digit.

use super::View;
use super::bridge::{Bridge, FINER, LINES};
use super::centrals::Side;
use crate::session::figures::median;
use crate::view::{ChartFrame, PolicyIndex, Table};
use aftercast_engine::run::outcome::Outcome;
use aftercast_i18n::Text;
use aftercast_i18n::numbers::table_unit;
use aftercast_plot::scale::{decade, ten_to};
use aftercast_plot::split::{Row, Split};
use aftercast_plot::waterfall::{Bar, Waterfall};
use aftercast_plot::{Chart, DisplayUnit, Frame, NumberStyle, Slot, Theme};
use aftercast_wording::GainStatistic;

/// A chart of this part of the page.
pub type FramedChart = ChartFrame<Chart>;

/// What a chart is drawn on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DrawTarget {
    /// Width in CSS pixels.
    pub width: f64,
    /// Height in CSS pixels.
    pub height: f64,
    /// For a picture to take away: its theme. The page's own otherwise.
    pub printed: Option<Theme>,
}

impl DrawTarget {
    /// On the page, in CSS pixels.
    pub const fn page((width, height): (f64, f64)) -> Self {
        Self { width, height, printed: None }
    }
}

/// A choice among sides, as a list holds it.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What can be chosen.
    pub options: Vec<String>,
    /// Which is.
    pub chosen: usize,
}

impl View<'_> {
    pub(super) fn blank(&self, paper: DrawTarget, summary: &str) -> Frame {
        let theme = paper.printed.unwrap_or(self.session.theme);
        Frame {
            filled: paper.printed.is_some(),
            text_size: if paper.printed.is_some() { 14.0 } else { 12.0 },
            description: summary.to_owned(),
            empty: summary.to_owned(),
            ..Frame::new(paper.width, paper.height, theme, self.session.locale)
        }
    }

    fn joined(&self, parts: &[String]) -> String {
        parts.join(Text::SeparatorClauses.to(self.session.locale))
    }

    /// Amounts in one large unit with the digits that a step needs, with the currency.
    pub(super) fn amounts(&self, values: &[f64], step: f64, signed: bool) -> Vec<String> {
        let style = NumberStyle { signed, ..NumberStyle::new(self.session.locale, DisplayUnit::Cny) };
        style.ticks(values, step)
    }

    /// What the service costs, line by line: one bar a policy.
    pub fn cost_split(&self, paper: DrawTarget) -> FramedChart {
        let sides: Vec<Side> = self.sides().collect();
        let known: Vec<_> = sides.iter().filter_map(|&side| Some((side, self.central_run(side)?))).collect();
        let costs: Vec<[f64; 7]> = known.iter().map(|(_, run)| LINES.map(|(_, read)| run.present(read))).collect();
        let largest = costs.iter().map(|c| c.iter().sum::<f64>()).fold(0.0, f64::max);
        // five digits of the largest sum, and sums of what is written
        let unit = table_unit(ten_to(decade(largest) - 4));
        let whole: Vec<[f64; 7]> = costs.iter().map(|c| c.map(|x| (x / unit).round() * unit)).collect();
        let totals: Vec<f64> = whole.iter().map(|c| c.iter().sum()).collect();
        let total_texts: Vec<String> =
            totals.iter().map(|&x| NumberStyle::new(self.session.locale, DisplayUnit::Cny).text(x, None)).collect();
        let names: Vec<String> = known.iter().map(|(side, _)| self.side_name(*side)).collect();
        let said: Vec<String> = names.iter().zip(&total_texts).map(|(name, total)| format!("{name} {total}")).collect();
        let months = self.session.months_simulated();
        let summary = match said.is_empty() {
            true => self.session.words().to(Text::ChartEmpty),
            false => {
                self.session.words().with(Text::CostSummary, &[("months", &months), ("policies", &self.joined(&said))])
            }
        };
        let parts: Vec<String> = LINES.iter().map(|(name, _)| self.session.words().to(*name)).collect();
        let slot = |side: Side| side.map_or(Slot::Today, |k| Slot::Policy(k as u8));
        let split = Split {
            frame: self.blank(paper, &summary),
            rows: (0..known.len())
                .map(|k| Row {
                    slot: slot(known[k].0),
                    label: names[k].clone(),
                    total: total_texts[k].clone(),
                    parts: costs[k].to_vec(),
                })
                .collect(),
            parts: parts.clone(),
            title: self.session.words().to(Text::CostAxis),
        };
        let mut rows: Vec<Vec<String>> = (0..LINES.len())
            .map(|line| {
                let values: Vec<f64> = whole.iter().map(|c| c[line]).collect();
                std::iter::once(parts[line].clone()).chain(self.amounts(&values, unit, false)).collect()
            })
            .collect();
        rows.push(
            std::iter::once(self.session.words().to(Text::CostTotal))
                .chain(self.amounts(&totals, unit, false))
                .collect(),
        );
        let readout = |k: usize, line: usize| {
            let share = NumberStyle::new(self.session.locale, DisplayUnit::Percent)
                .text(costs[k][line] / totals[k], Some(1e-3));
            let amount = NumberStyle::new(self.session.locale, DisplayUnit::Cny).text(costs[k][line], None);
            format!("{} · {} {amount} · {share}", names[k], parts[line])
        };
        FramedChart {
            title: self.session.words().to(Text::CostTitle),
            subtitle: self.session.words().with(Text::CostSubtitle, &[("months", &months)]),
            chart: (largest > 0.0).then(|| split.chart()),
            table: Table {
                caption: self.session.words().with(Text::CostTable, &[("months", &months)]),
                columns: std::iter::once(self.session.words().to(Text::CostLine))
                    .chain(names.iter().cloned())
                    .collect(),
                rows,
            },
            explain: [Text::ExplainCost1, Text::ExplainCost2].map(|t| self.session.words().to(t)).to_vec(),
            summary,
            readouts: (0..known.len())
                .flat_map(|k| (0..LINES.len()).map(move |line| (k, line)))
                .map(|(k, line)| readout(k, line))
                .collect(),
        }
    }

    /// The sides of the waterfall: as chosen, else from today to the selected policy.
    pub(super) fn bridge_sides(&self) -> (Side, Side) {
        let there = |side: &Side| side.is_none_or(|policy| policy < self.session.document.policies.len());
        let from = self.model.from.filter(there).unwrap_or(None);
        let to = self.model.to.filter(there).unwrap_or(Some(self.policy));
        (from, to)
    }

    /// The two lists of the waterfall: where it starts, and where it leads.
    pub fn bridge_choices(&self) -> [Choice; 2] {
        let (from, to) = self.bridge_sides();
        let options: Vec<String> = self.sides().map(|side| self.side_name(side)).collect();
        [from, to].map(|side| Choice { options: options.clone(), chosen: side.map_or(0, |policy| policy + 1) })
    }

    /// The medians of the total gain of both sides, once all futures are known: those of the claim.
    pub(super) fn medians(&self, sides: [Side; 2]) -> Option<[f64; 2]> {
        let of = |side: Side| match side {
            None => Some(0.0),
            Some(policy) => {
                let results = self.session.results(policy)?;
                Some(median(results.outcome(Outcome::TotalGain)).value)
            }
        };
        Some([of(sides[0])?, of(sides[1])?])
    }

    /// The statistic of the gain that the ends of the waterfall show.
    fn bridge_statistic(&self, sides: [Side; 2]) -> GainStatistic {
        if self.medians(sides).is_some() { GainStatistic::Median } else { GainStatistic::Central }
    }

    /// The way from one total gain to another, line by line.
    pub fn bridge(&self, paper: DrawTarget) -> FramedChart {
        let (from, to) = self.bridge_sides();
        let runs = [None, from, to].map(|side| self.central_run(side));
        let bridge = match &runs {
            [Some(today), Some(a), Some(b)] => Some(Bridge::new(today, a, b, self.medians([from, to]))),
            _ => None,
        };
        let names = [from, to].map(|side| self.side_name(side));
        let sides = [("first", names[0].as_str()), ("second", names[1].as_str())];
        let moved = bridge.as_ref().is_some_and(|b| b.steps.iter().any(|(_, x)| *x != 0));
        let summary = match &bridge {
            None => self.session.words().to(Text::ChartEmpty),
            Some(_) if !moved => self.bridge_still((from, to), sides),
            Some(bridge) => self.bridge_summary(bridge, sides),
        };
        let chart = bridge
            .as_ref()
            .filter(|_| moved)
            .map(|bridge| self.waterfall(bridge, (from, to), &names, self.blank(paper, &summary)).chart());
        FramedChart {
            title: self.session.words().with(Text::BridgeTitle, &sides),
            subtitle: self.session.words().with(Text::BridgeSubtitle, &[("months", &self.session.months_simulated())]),
            chart,
            table: self.bridge_table(bridge.as_ref(), &names),
            explain: [Text::ExplainBridge1, Text::ExplainBridge2, Text::ExplainBridge3]
                .map(|t| self.session.words().to(t))
                .to_vec(),
            readouts: bridge.as_ref().map(|b| self.bridge_readouts(b, &names)).unwrap_or_default(),
            summary,
        }
    }

    /// Why there is no way to show, and what gives one.
    fn bridge_still(&self, (from, to): (Side, Side), sides: [(&str, &str); 2]) -> String {
        let still = |side: &Side| side.is_some_and(|policy| self.moves_nothing(policy));
        match [(to, sides[1]), (from, sides[0])].into_iter().find(|(side, _)| still(side)) {
            // two names of one policy are no two policies
            Some((_, (_, policy))) if from != to => self.session.words().with(Text::BridgeStill, &[("policy", policy)]),
            _ => self.session.words().with(Text::BridgeSame, &sides),
        }
    }

    /// Why a policy gains or loses over today: the largest gain and the largest cost on the way, in a sentence. Nothing while results
    /// are hidden or the inputs cannot be computed.
    pub fn why(&self, policy: PolicyIndex) -> Option<String> {
        let runs = (self.central_run(None)?, self.central_run(Some(policy))?);
        if self.session.hidden() {
            return None;
        }
        let words = self.session.words();
        let bridge = Bridge::new(&runs.0, &runs.0, &runs.1, None);
        // customers who stay earn something within the horizon and are worth something at its end
        let kept = |name: Text| matches!(name, Text::BridgeCustomers | Text::BridgeTerminal);
        let customers = bridge.steps.iter().filter(|(name, _)| kept(*name)).map(|(_, x)| x).sum();
        let others = bridge.steps.iter().copied().filter(|(name, _)| !kept(*name));
        let steps: Vec<(Text, i64)> = others.chain([(Text::BridgeCustomers, customers)]).collect();
        let gain = steps.iter().max_by_key(|(_, x)| *x).filter(|(_, x)| *x > 0);
        let cost = steps.iter().min_by_key(|(_, x)| *x).filter(|(_, x)| *x < 0);
        let style = NumberStyle { signed: true, ..NumberStyle::new(self.session.locale, DisplayUnit::Cny) };
        let part = |step: Option<&(Text, i64)>| {
            let (name, x) = step?;
            let line = words.to(*name);
            let line = line.chars().next().map(|c| c.to_lowercase().to_string() + &line[c.len_utf8()..]);
            let line = line.unwrap_or_default();
            let name = match (*name, *x > 0) {
                (Text::BridgeCustomers, true) => words.to(Text::AnswerWhyCustomers),
                (Text::BridgeCustomers, false) => words.to(Text::AnswerWhyCustomersLost),
                (Text::BridgeSpend, true) => words.to(Text::AnswerWhySpend),
                (Text::BridgeSpend, false) => words.to(Text::AnswerWhySpendLost),
                (_, true) => words.with(Text::AnswerWhySaved, &[("line", &line)]),
                (_, false) => line,
            };
            Some((name, style.to_digits(*x as f64 * bridge.unit, 2)))
        };
        let (gain, cost) = (part(gain), part(cost));
        let text = match (&gain, &cost) {
            (Some(_), Some(_)) => Text::AnswerWhyBoth,
            (Some(_), None) => Text::AnswerWhyGain,
            (None, Some(_)) => Text::AnswerWhyCost,
            (None, None) => Text::AnswerSame,
        };
        let ((gain, gained), (cost, lost)) = (gain.unwrap_or_default(), cost.unwrap_or_default());
        Some(words.with(text, &[("gain", &gain), ("gained", &gained), ("cost", &cost), ("lost", &lost)]))
    }

    fn bridge_texts(&self, bridge: &Bridge) -> (String, Vec<String>, String) {
        let (start, steps, end) = bridge.coarse();
        let step = bridge.unit * FINER as f64;
        let values: Vec<f64> = [start, end].iter().chain(&steps).map(|&x| x as f64 * step).collect();
        let mut texts = self.amounts(&values, step, true).into_iter();
        let (start, end) = (texts.next().unwrap_or_default(), texts.next().unwrap_or_default());
        (start, texts.collect(), end)
    }

    fn bridge_readouts(&self, bridge: &Bridge, names: &[String; 2]) -> Vec<String> {
        let (start, steps, end) = self.bridge_texts(bridge);
        let steps = bridge
            .steps
            .iter()
            .zip(steps)
            .map(|((name, _), text)| format!("{} {text}", self.session.words().to(*name)));
        let gain = self.session.words().to(self.bridge_statistic(self.bridge_sides().into()).name());
        let of = |name: &str| self.session.words().with(Text::BridgeGain, &[("policy", name), ("gain", &gain)]);
        let ends = |name: &str, value: String| of(name) + " " + &value;
        std::iter::once(ends(&names[0], start)).chain(steps).chain([ends(&names[1], end)]).collect()
    }

    fn bridge_summary(&self, bridge: &Bridge, sides: [(&str, &str); 2]) -> String {
        let (start, steps, end) = self.bridge_texts(bridge);
        let said: Vec<String> = bridge
            .steps
            .iter()
            .zip(steps)
            .filter(|((_, x), _)| *x != 0)
            .map(|((name, _), text)| format!("{} {text}", self.session.words().to(*name)))
            .collect();
        let steps = self.joined(&said);
        let holes = [sides[0], sides[1], ("start", &start), ("end", &end), ("steps", &steps)];
        self.session.words().with(Text::BridgeSummary, &holes)
    }

    fn waterfall(&self, bridge: &Bridge, (from, to): (Side, Side), names: &[String; 2], frame: Frame) -> Waterfall {
        let slot = |side: Side| Some(side.map_or(Slot::Today, |k| Slot::Policy(k as u8)));
        let (start, texts, end) = self.bridge_texts(bridge);
        let at = |x: i64| x as f64 * bridge.unit;
        let mut level = bridge.start;
        let mut bars = vec![Bar { slot: slot(from), label: names[0].clone(), value: start, from: 0.0, to: at(level) }];
        for ((name, step), value) in bridge.steps.iter().zip(texts) {
            let label = self.session.words().to(*name);
            bars.push(Bar { slot: None, label, value, from: at(level), to: at(level + step) });
            level += step;
        }
        bars.push(Bar { slot: slot(to), label: names[1].clone(), value: end, from: 0.0, to: at(level) });
        let title = self
            .session
            .words()
            .with(Text::BridgeAxis, &[("gain", &self.session.words().to(self.bridge_statistic([from, to]).name()))]);
        let keys = [Text::BridgeAdds, Text::BridgeTakes].map(|t| self.session.words().to(t));
        Waterfall { frame, title, keys, bars }
    }

    fn bridge_table(&self, bridge: Option<&Bridge>, names: &[String; 2]) -> Table {
        let mut rows = Vec::new();
        if let Some(bridge) = bridge {
            let write = |x: i64, signed| self.amounts(&[x as f64 * bridge.unit], bridge.unit, signed).remove(0);
            for (k, (name, before, after, effect)) in bridge.lines.iter().enumerate() {
                let name = self.session.words().to(*name);
                rows.push(vec![name, write(*before, false), write(*after, false), write(*effect, true)]);
                if k == 0 {
                    for (name, effect) in &bridge.steps[..2] {
                        let name = self
                            .session
                            .words()
                            .with(Text::BridgeOfWhich, &[("part", &self.session.words().to(*name))]);
                        rows.push(vec![name, "–".to_owned(), "–".to_owned(), write(*effect, true)]);
                    }
                }
            }
            let total = self.session.words().with(
                Text::BridgeTotal,
                &[("gain", &self.session.words().to(self.bridge_statistic(self.bridge_sides().into()).name()))],
            );
            let ends = [bridge.start, bridge.end, bridge.end - bridge.start].map(|x| write(x, true));
            rows.push(std::iter::once(total).chain(ends).collect());
        }
        Table {
            caption: self.session.words().with(Text::BridgeTable, &[("months", &self.session.months_simulated())]),
            columns: vec![
                self.session.words().to(Text::CostLine),
                names[0].clone(),
                names[1].clone(),
                self.session.words().to(Text::BridgeEffect),
            ],
            rows,
        }
    }
}
