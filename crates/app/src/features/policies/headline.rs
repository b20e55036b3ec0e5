//! The sentence over everything, with its goal, its range and its three uncertainties.

use super::View;
use super::goal::GoalKind;
use super::{GoalEditor, Headline, HeadlinePart, Status, Uncertainty};
use crate::session::figures::{average, letter, median, quantile};
use crate::typed;
use crate::view::PolicyIndex;
use crate::words::trimmed;
use aftercast_engine::run::batch::EventMode;
use aftercast_engine::run::record::Outcome;
use aftercast_engine::run::results::PolicyResults;
use aftercast_engine::run::summary::estimate;
use aftercast_engine::run::summary::mean;
use aftercast_i18n::Text;
use aftercast_plot::Unit;

impl View<'_> {
    /// The sentence over everything.
    pub fn headline(&self) -> Headline {
        let status = self.status();
        let parts = self.sentence();
        let plain = parts.iter().map(words_of).collect();
        Headline {
            sub: self.sub_sentence(),
            uncertainties: self.uncertainties(),
            draws: status.text,
            progress: if status.wanted == 0 { 0.0 } else { status.done as f64 / status.wanted as f64 },
            stale: self.session.stale(self.session.selected),
            face_value: self.face_value_sentence(),
            plain,
            parts,
        }
    }

    fn sentence(&self) -> Vec<HeadlinePart> {
        let policy = HeadlinePart::Policy(self.session.selected, self.session.name_of(self.session.selected));
        let template = |text: Text, share: Option<String>| self.filled(text, &policy, share);
        if self.session.checked.is_err() && self.session.results(self.session.selected).is_none() {
            return vec![HeadlinePart::Words(self.session.words().to(Text::HeadlineInvalid))];
        }
        if self.session.policy().is_some_and(|p| p.levers.is_empty()) {
            let locked = self.session.presets_locked().is_some();
            return template(if locked { Text::TeachStill } else { Text::HeadlineStill }, None);
        }
        match self.session.results(self.session.selected) {
            None => template(Text::HeadlineWait, None),
            Some(_) if self.session.hidden() => {
                template(Text::Headline, Some(self.session.words().to(Text::PredictFigure)))
            }
            Some(results) => {
                template(Text::Headline, Some(self.session.futures_in_sentence(self.session.met(results))))
            }
        }
    }

    /// A template with its holes as parts of the sentence.
    fn filled(&self, text: Text, policy: &HeadlinePart, figure: Option<String>) -> Vec<HeadlinePart> {
        let mut parts = Vec::new();
        let mut rest = text.to(self.session.locale);
        while let Some((before, after)) = rest.split_once('{') {
            if !before.is_empty() {
                parts.push(HeadlinePart::Words(before.to_owned()));
            }
            let (hole, tail) = after.split_once('}').unwrap_or((after, ""));
            parts.push(match hole {
                "figure" => HeadlinePart::Figure(figure.clone().unwrap_or_default()),
                "policy" => policy.clone(),
                "goal" => HeadlinePart::Goal(self.session.goal_words()),
                _ => HeadlinePart::Explained {
                    words: self.session.words().to(Text::Futures),
                    explanation: self.session.words().to(Text::ExplainFutures),
                },
            });
            rest = tail;
        }
        if !rest.is_empty() {
            parts.push(HeadlinePart::Words(rest.to_owned()));
        }
        parts
    }

    fn sub_sentence(&self) -> String {
        let unmoved = self.session.policy().is_some_and(|p| p.levers.is_empty());
        if unmoved && !self.session.hidden() {
            return self.other_sentence().unwrap_or_default();
        }
        if self.session.hidden() {
            return self.session.words().to(Text::PredictHiddenLine);
        }
        let Some(results) = self.session.results(self.session.selected) else { return String::new() };
        let npv = results.outcome(Outcome::TotalGain);
        let middle = median(npv);
        let (low, high) = self.session.ends_90(Unit::Cny, npv);
        // the parts are means: medians of parts are not parts of a median
        let [whole, within, then] =
            [Outcome::TotalGain, Outcome::Npv, Outcome::TerminalValue].map(|part| average(results.outcome(part)));
        let holes = [
            ("median", self.session.signed(Unit::Cny, middle)),
            ("mean", self.session.signed(Unit::Cny, whole)),
            ("npv", self.session.signed(Unit::Cny, within)),
            ("terminal", self.session.signed(Unit::Cny, then)),
            ("months", self.session.months_simulated()),
            ("low", low),
            ("high", high),
        ];
        let holes = holes.each_ref().map(|(hole, value)| (*hole, value.as_str()));
        let said = self.session.words().with(Text::SubGain, &holes);
        self.with_remarks(said, self.session.selected)
    }

    /// The policy whose figure the sentences give: the one in hand, or while that is still today's, the first that differs.
    fn figure_of(&self) -> PolicyIndex {
        let moves = |k: PolicyIndex| self.session.document.policies.get(k).is_some_and(|p| !p.levers.is_empty());
        let others = || (0..self.session.document.policies.len()).find(|&k| moves(k));
        if moves(self.session.selected) { self.session.selected } else { others().unwrap_or(self.session.selected) }
    }

    /// What another policy does, while the selected one is still today's.
    fn other_sentence(&self) -> Option<String> {
        let other = self.figure_of();
        if other == self.session.selected {
            return None;
        }
        let results = self.session.results(other)?;
        let figure = self.session.futures_in_sentence(self.session.met(results));
        let (policy, futures, goal) =
            (self.session.called(other), self.session.words().to(Text::Futures), self.session.goal_words());
        let holes = [("policy", policy.as_str()), ("figure", &figure), ("futures", &futures), ("goal", &goal)];
        Some(self.with_remarks(self.session.words().with(Text::SubOther, &holes), other))
    }

    /// A claim with what belongs to it: a gain outside the evidence, or at the customers' cost, is never told without saying so.
    fn with_remarks(&self, claim: String, policy: PolicyIndex) -> String {
        let space = if self.session.locale == aftercast_plot::Locale::Chinese { "" } else { " " };
        std::iter::once(claim).chain(self.remarks(policy)).collect::<Vec<_>>().join(space)
    }

    fn face_value_sentence(&self) -> Option<String> {
        if self.session.face_value || self.session.hidden() {
            return None;
        }
        let levers = *self.session.wanted().get(self.session.selected)?;
        let results = self.session.runs.at_face_value(&levers)?;
        if self.session.policy()?.levers.is_empty() {
            return None;
        }
        let figure = self.session.futures(self.session.met(results));
        Some(self.session.words().with(Text::FaceValueLine, &[("figure", &figure)]))
    }

    /// What we do not know, what luck does, and Monte Carlo error: three sizes that are never added up.
    fn uncertainties(&self) -> Vec<Uncertainty> {
        let Some(results) = self.session.results(self.session.selected) else { return Vec::new() };
        let Some(&levers) = self.session.wanted().get(self.session.selected) else { return Vec::new() };
        if self.session.policy().is_none_or(|p| p.levers.is_empty())
            || self.session.stale(self.session.selected)
            || self.session.hidden()
        {
            return Vec::new();
        }
        let npv = results.outcome(Outcome::TotalGain);
        let sampled = self.session.document.settings.events == EventMode::Sampled;
        let expected = if sampled { self.session.runs.expected(&levers) } else { Some(results) };
        let mut found = Vec::new();
        if let Some(expected) = expected.filter(|e| e.draws() == results.draws()) {
            let known_events = expected.outcome(Outcome::TotalGain);
            let luck: Vec<f64> = npv.iter().zip(known_events).map(|(with, without)| with - without).collect();
            found.push(self.uncertainty(Text::UncertaintyUnknown, Text::ExplainUnknown, half_width(known_events)));
            found.push(self.uncertainty(Text::UncertaintyLuck, Text::ExplainLuck, half_width(&luck)));
        }
        let error = estimate(npv, mean).error;
        if error.is_finite() {
            let size = self.session.style(Unit::Cny).plus_minus(error);
            let explanation = self.session.words().to(Text::ExplainError);
            found.push(Uncertainty { name: self.session.words().to(Text::UncertaintyError), size, explanation });
        }
        found
    }

    fn uncertainty(&self, name: Text, explanation: Text, size: f64) -> Uncertainty {
        let size = format!("±{}", self.session.style(Unit::Cny).text(size, Some(0.05 * size)));
        Uncertainty { name: self.session.words().to(name), size, explanation: self.session.words().to(explanation) }
    }

    /// The editor in the sentence.
    pub fn goal_editor(&self) -> GoalEditor {
        let goal = &self.session.document.goal;
        let kind = GoalKind::of(goal);
        let name = |kind: GoalKind| match kind {
            GoalKind::TotalGainAbove => Text::GoalKindTotal,
            GoalKind::NpvAbove => Text::GoalKindNpv,
            GoalKind::TerminalValueAbove => Text::GoalKindTerminal,
            GoalKind::PaybackWithin => Text::GoalKindPayback,
            GoalKind::CsiAtLeast => Text::GoalKindCsi,
            GoalKind::CostShareAtMost => Text::GoalKindCostShare,
        };
        let unit = match kind {
            GoalKind::TotalGainAbove | GoalKind::NpvAbove | GoalKind::TerminalValueAbove => Text::GoalUnitNpv,
            GoalKind::PaybackWithin => Text::GoalUnitPayback,
            GoalKind::CsiAtLeast => Text::GoalUnitCsi,
            GoalKind::CostShareAtMost => Text::GoalUnitCostShare,
        };
        let shown = |bound: f64| match kind {
            // a bare 1 would be asked back
            GoalKind::CostShareAtMost if bound.abs() <= 0.01 => format!("{}%", trimmed(100.0 * bound, 4)),
            GoalKind::CostShareAtMost => trimmed(100.0 * bound, 4),
            _ => trimmed(bound, 4),
        };
        GoalEditor {
            kinds: GoalKind::ALL.map(|k| (k, self.session.words().to(name(k)))).to_vec(),
            kind,
            bound: self.model.goal_refused.as_ref().map_or_else(|| shown(goal.bound()), |r| r.text.clone()),
            unit: self.session.words().to(unit),
            hint: typed::hint(&kind.reading(), self.session.words()),
            error: self.model.goal_refused.as_ref().map(|r| r.reason.clone()),
        }
    }

    /// What the run is at.
    pub fn status(&self) -> Status {
        let wanted = self.session.runs.going_on().unwrap_or(self.session.settings().draws);
        let held = |k: PolicyIndex| {
            if self.session.stale(k) { 0 } else { self.session.results(k).map_or(0, PolicyResults::draws) }
        };
        let done = (0..self.session.document.policies.len()).map(held).min().unwrap_or(0) as u64;
        let grouped = |n: u64| trimmed(n as f64, 0);
        let text = if done == 0 {
            self.session.words().to(Text::DrawsNone)
        } else if done < self.session.settings().draws {
            self.session.words().with(Text::DrawsBegun, &[("done", &grouped(done)), ("wanted", &grouped(wanted))])
        } else if self.session.hidden() {
            self.session.words().to(Text::PredictHidden)
        } else if let Some(text) = self.session.rule_words(done) {
            text
        } else {
            let error = self.session.results(self.figure_of()).map_or(f64::NAN, |r| self.session.met(r).error);
            let points = format!("±{}", trimmed(100.0 * error, usize::from(error < 0.0095)));
            self.session.words().with(Text::Draws, &[("done", &grouped(done)), ("error", &points)])
        };
        Status { done, wanted, running: self.session.runs.drawing(), text, alone: self.session.runs.alone }
    }
}

fn words_of(part: &HeadlinePart) -> String {
    match part {
        HeadlinePart::Words(w) | HeadlinePart::Figure(w) | HeadlinePart::Goal(w) => w.clone(),
        HeadlinePart::Policy(k, name) if name.is_empty() => letter(*k),
        HeadlinePart::Policy(_, name) => name.clone(),
        HeadlinePart::Explained { words, .. } => words.clone(),
    }
}

/// Half the width of the range that holds 90 of 100 values.
fn half_width(values: &[f64]) -> f64 {
    0.5 * (quantile(values, 0.95).value - quantile(values, 0.05).value)
}
