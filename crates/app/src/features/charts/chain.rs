//! The causal chain: seven nodes from spending to net gain, each with today's value, the policy's and the change.

use super::ChainNode;
use super::View;
use super::month::monthly;
use crate::session::figures::{average, change, known, median};
use aftercast_engine::run::outcome::{Outcome, Series};
use aftercast_engine::run::results::PolicyResults;
use aftercast_i18n::{Text, evidence_figure};
use aftercast_plot::dots::quantiles;
use aftercast_plot::spark::{Spark, Trace};
use aftercast_plot::{DisplayUnit, Frame, Slot};
use aftercast_scenario::evidence::evidence;
use aftercast_wording::GainStatistic;

/// What the spark line of a node draws.
#[derive(Clone, Copy)]
enum Line {
    /// Medians by month.
    Month(Series),
    /// An outcome over all futures, from the lowest to the highest.
    Futures(Outcome),
}

/// A node of the chain as declared.
struct Node {
    id: &'static str,
    label: Text,
    outcome: Outcome,
    unit: DisplayUnit,
    change: DisplayUnit,
    unit_words: Text,
    line: Line,
    explanation: Text,
    equation: Text,
    evidence: &'static [&'static str],
}

const NODES: [Node; 7] = [
    Node {
        id: "spend",
        label: Text::FigCostShare,
        outcome: Outcome::ServiceCostShare,
        unit: DisplayUnit::Percent,
        change: DisplayUnit::Points,
        unit_words: Text::UnitShareOfRevenue,
        line: Line::Month(Series::ServiceCost),
        explanation: Text::ChainSpendExplain,
        equation: Text::ChainSpendEquation,
        evidence: &["8.1-structure"],
    },
    Node {
        id: "waiting",
        label: Text::ChainWaitingLabel,
        outcome: Outcome::FirstResponse,
        unit: DisplayUnit::Plain,
        change: DisplayUnit::Plain,
        unit_words: Text::UnitMinutes,
        line: Line::Month(Series::FirstResponse),
        explanation: Text::ChainWaitingExplain,
        equation: Text::ChainWaitingEquation,
        evidence: &["3.2-response", "3.4-staffing"],
    },
    Node {
        id: "satisfaction",
        label: Text::ChainSatisfactionLabel,
        outcome: Outcome::Csi,
        unit: DisplayUnit::Plain,
        change: DisplayUnit::Plain,
        unit_words: Text::UnitOfHundred,
        line: Line::Month(Series::Csi),
        explanation: Text::ChainSatisfactionExplain,
        equation: Text::ChainSatisfactionEquation,
        evidence: &["3.1-csi", "8.3-response"],
    },
    Node {
        id: "repurchase",
        label: Text::ChainRepurchaseLabel,
        outcome: Outcome::Repurchase,
        unit: DisplayUnit::Percent,
        change: DisplayUnit::Points,
        unit_words: Text::UnitAYear,
        line: Line::Month(Series::Repurchase),
        explanation: Text::ChainRepurchaseExplain,
        equation: Text::ChainRepurchaseEquation,
        evidence: &["3.1-repurchase"],
    },
    Node {
        id: "word_of_mouth",
        label: Text::ChainWordOfMouthLabel,
        outcome: Outcome::Acquisitions,
        unit: DisplayUnit::Plain,
        change: DisplayUnit::Plain,
        unit_words: Text::UnitNewCustomers,
        line: Line::Month(Series::Customers),
        explanation: Text::ChainWordOfMouthExplain,
        equation: Text::ChainWordOfMouthEquation,
        evidence: &["8.2-recommend", "8.2-negative"],
    },
    Node {
        id: "lifetime_value",
        label: Text::ChainLifetimeValueLabel,
        outcome: Outcome::Ltv,
        unit: DisplayUnit::Cny,
        change: DisplayUnit::Cny,
        unit_words: Text::UnitPerCustomer,
        line: Line::Futures(Outcome::Ltv),
        explanation: Text::ChainLifetimeValueExplain,
        equation: Text::ChainLifetimeValueEquation,
        evidence: &["8.2-ltv"],
    },
    Node {
        id: "net_gain",
        label: GainStatistic::Median.name(),
        outcome: Outcome::TotalGain,
        unit: DisplayUnit::Cny,
        change: DisplayUnit::Cny,
        unit_words: Text::UnitHorizon,
        line: Line::Month(Series::CumulatedGain),
        explanation: Text::ChainNetGainExplain,
        equation: Text::ChainNetGainEquation,
        evidence: &[],
    },
];

impl View<'_> {
    /// The causal chain of the selected policy; each spark is `width` x `height` CSS pixels.
    pub fn chain(&self, width: f64, height: f64) -> Vec<ChainNode> {
        NODES.iter().map(|node| self.node(node, width, height)).collect()
    }

    fn node(&self, node: &Node, width: f64, height: f64) -> ChainNode {
        let baseline = self.session.store().map(|s| s.baseline()).filter(|r| r.draws() > 0);
        let results = self.session.results(self.policy);
        // the middle future of the gain, as in the sentence and at the end of the fan; means of everything else
        let gain = node.outcome == Outcome::TotalGain;
        let month = self.model.chosen_month(self.session).zip(monthly(node.outcome));
        let level = |r: &PolicyResults| match month {
            Some((t, monthly)) => monthly.level(r, t),
            None if gain => median(r.outcome(node.outcome)),
            None => average(r.outcome(node.outcome)),
        };
        let moved = match (results, baseline) {
            (Some(r), Some(b)) if !gain => Some(match month {
                Some((t, monthly)) => monthly.change(r, b, t),
                None => change(r, b, node.outcome),
            }),
            (Some(r), _) => Some(level(r)),
            _ => None,
        };
        let label = self.session.words().to(node.label);
        // points, minutes and shares to a tenth; counts and money to three digits
        let tenths = !matches!(node.outcome, Outcome::Acquisitions | Outcome::Ltv | Outcome::TotalGain);
        let written = |r: &PolicyResults| match level(r) {
            e if gain => self.session.signed(node.unit, e),
            e if tenths => self.session.to_tenth(node.unit, e),
            e => self.session.number(node.unit, e),
        };
        let difference = |e| match tenths {
            true => self.session.signed_to_tenth(node.change, e),
            false => self.session.signed(node.change, e),
        };
        ChainNode {
            id: node.id,
            today: baseline.map_or("–".to_owned(), written),
            policy: results.map_or("–".to_owned(), written),
            change: moved.map_or("–".to_owned(), difference),
            unit: self.unit_of(node),
            moved: moved.is_some_and(|e| e.value.abs() > 2.0 * known(e.error).unwrap_or(0.0)),
            explanation: self.session.words().to(node.explanation),
            equation: self.session.words().to(node.equation),
            evidence: node.evidence.iter().filter_map(|id| evidence(id)).map(|e| self.cited(e.id)).collect(),
            spark: self.spark(node, &label, width, height),
            label,
        }
    }

    /// What the value of a node counts: of a month, or of the last year.
    fn unit_of(&self, node: &Node) -> String {
        let month = self.model.chosen_month(self.session).map(|t| (t + 1).to_string());
        match (month, node.outcome) {
            (Some(_), Outcome::Acquisitions) => self.session.words().to(Text::UnitCustomers),
            (Some(month), Outcome::TotalGain) => self.session.words().with(Text::UnitToMonth, &[("month", &month)]),
            _ => self.session.words().with(node.unit_words, &[("months", &self.session.months_simulated())]),
        }
    }

    /// How the model connects a node, and its equation; nothing for an id that is none.
    pub(super) fn node_explained(&self, id: &str) -> Vec<String> {
        let node = NODES.iter().find(|node| node.id == id);
        node.map(|node| [node.explanation, node.equation].map(|text| self.session.words().to(text)).to_vec())
            .unwrap_or_default()
    }

    /// Section and figure of an entry of the report.
    pub(super) fn cited(&self, id: &str) -> (String, String) {
        let figure = evidence_figure(id, self.session.locale);
        let section = id.split('-').next().unwrap_or(id);
        (self.session.words().with(Text::EvidenceSection, &[("section", section)]), figure.to_owned())
    }

    fn spark(&self, node: &Node, label: &str, width: f64, height: f64) -> Spark {
        let values = |r: &PolicyResults| match node.line {
            Line::Month(series) => r.bands(series, &[0.5]).into_iter().next().unwrap_or_default(),
            Line::Futures(outcome) => quantiles(r.outcome(outcome), 40),
        };
        let mut traces: Vec<Trace> = (0..self.session.document.policies.len())
            .filter_map(|k| self.session.results(k).map(|r| (k, r)))
            .map(|(k, r)| Trace { slot: Slot::Policy(k as u8), values: values(r) })
            .collect();
        // the selected one on top
        traces.sort_by_key(|t| t.slot != Slot::Policy(self.policy as u8));
        let baseline = self.session.store().map(|s| s.baseline()).filter(|r| r.draws() > 0);
        traces.extend(baseline.map(|r| Trace { slot: Slot::Today, values: values(r) }));
        let names: Vec<String> = traces
            .iter()
            .map(|t| match t.slot {
                Slot::Policy(k) => self.session.called(usize::from(k)),
                _ => self.session.words().to(Text::Today),
            })
            .collect();
        let slots = names.join(Text::SeparatorItems.to(self.session.locale));
        let text = if matches!(node.line, Line::Futures(_)) { Text::SparkByFuture } else { Text::SparkByMonth };
        let description = self.session.words().with(text, &[("label", label), ("slots", &slots)]);
        Spark {
            frame: Frame {
                filled: false,
                description,
                ..Frame::new(width, height, self.session.theme, self.session.locale)
            },
            traces,
            range: None,
            position: self
                .model
                .chosen_month(self.session)
                .filter(|_| matches!(node.line, Line::Month(_)))
                .map(|t| t as f64 / self.session.document.company.horizon().saturating_sub(1).max(1) as f64),
            zero_line: node.outcome == Outcome::TotalGain,
            end_dots: matches!(node.line, Line::Month(_)),
        }
    }
}
