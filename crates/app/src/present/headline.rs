//! The sentence over everything, with its goal, its range and its three uncertainties.

use super::figures::{known, letter, median, quantile};
use crate::App;
use crate::goal::GoalKind;
use crate::typed;
use crate::view::{GoalEditor, Headline, HeadlinePart, PolicyIndex, Status, Uncertainty};
use crate::words::trimmed;
use aftercast_engine::run::batch::EventMode;
use aftercast_engine::run::record::Outcome;
use aftercast_engine::run::results::PolicyResults;
use aftercast_engine::run::summary::estimate;
use aftercast_engine::run::summary::mean;
use aftercast_i18n::Text;
use aftercast_plot::Unit;

impl App {
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
            stale: self.stale(self.selected),
            face_value: self.face_value_sentence(),
            plain,
            parts,
        }
    }

    fn sentence(&self) -> Vec<HeadlinePart> {
        let policy = HeadlinePart::Policy(self.selected, self.name_of(self.selected));
        let template = |text: Text, share: Option<String>| self.filled(text, &policy, share);
        if self.checked.is_err() && self.results(self.selected).is_none() {
            return vec![HeadlinePart::Words(self.words().to(Text::HeadlineInvalid))];
        }
        if self.policy().is_some_and(|p| p.levers.is_empty()) {
            let locked = self.presets_locked().is_some();
            return template(if locked { Text::TeachStill } else { Text::HeadlineStill }, None);
        }
        match self.results(self.selected) {
            None => template(Text::HeadlineWait, None),
            Some(_) if self.hidden() => template(Text::Headline, Some(self.words().to(Text::PredictFigure))),
            Some(results) => template(Text::Headline, Some(self.futures_in_sentence(self.met(results)))),
        }
    }

    /// A template with its holes as parts of the sentence.
    fn filled(&self, text: Text, policy: &HeadlinePart, figure: Option<String>) -> Vec<HeadlinePart> {
        let mut parts = Vec::new();
        let mut rest = text.to(self.locale);
        while let Some((before, after)) = rest.split_once('{') {
            if !before.is_empty() {
                parts.push(HeadlinePart::Words(before.to_owned()));
            }
            let (hole, tail) = after.split_once('}').unwrap_or((after, ""));
            parts.push(match hole {
                "figure" => HeadlinePart::Figure(figure.clone().unwrap_or_default()),
                "policy" => policy.clone(),
                "goal" => HeadlinePart::Goal(self.goal_words()),
                _ => HeadlinePart::Explained {
                    words: self.words().to(Text::Futures),
                    explanation: self.words().to(Text::ExplainFutures),
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
        let unmoved = self.policy().is_some_and(|p| p.levers.is_empty());
        if unmoved && !self.hidden() {
            return self.other_sentence().unwrap_or_default();
        }
        if self.hidden() {
            return self.words().to(Text::PredictHiddenLine);
        }
        let Some(results) = self.results(self.selected) else { return String::new() };
        let npv = results.outcome(Outcome::TotalGain);
        let middle = median(npv);
        let (low, high) = self.ends_90(Unit::Cny, npv);
        let size = self.style(Unit::Cny).text(middle.value.abs(), known(middle.error));
        let months = self.months_simulated();
        let text = if middle.value < 0.0 { Text::SubLoss } else { Text::SubGain };
        let said = self.words().with(text, &[("months", &months), ("median", &size), ("low", &low), ("high", &high)]);
        self.with_remarks(said, self.selected)
    }

    /// The policy whose figure the sentences give: the one in hand, or while that is still today's, the first that differs.
    fn figure_of(&self) -> PolicyIndex {
        let moves = |k: PolicyIndex| self.document.policies.get(k).is_some_and(|p| !p.levers.is_empty());
        let others = || (0..self.document.policies.len()).find(|&k| moves(k));
        if moves(self.selected) { self.selected } else { others().unwrap_or(self.selected) }
    }

    /// What another policy does, while the selected one is still today's.
    fn other_sentence(&self) -> Option<String> {
        let other = self.figure_of();
        if other == self.selected {
            return None;
        }
        let results = self.results(other)?;
        let figure = self.futures_in_sentence(self.met(results));
        let (policy, futures, goal) = (self.called(other), self.words().to(Text::Futures), self.goal_words());
        let holes = [("policy", policy.as_str()), ("figure", &figure), ("futures", &futures), ("goal", &goal)];
        Some(self.with_remarks(self.words().with(Text::SubOther, &holes), other))
    }

    /// A claim with what belongs to it: a gain outside the evidence, or at the customers' cost, is never told without saying so.
    fn with_remarks(&self, claim: String, policy: PolicyIndex) -> String {
        let space = if self.locale == aftercast_plot::Locale::Chinese { "" } else { " " };
        std::iter::once(claim).chain(self.remarks(policy)).collect::<Vec<_>>().join(space)
    }

    fn face_value_sentence(&self) -> Option<String> {
        if self.face_value || self.hidden() {
            return None;
        }
        let levers = *self.wanted().get(self.selected)?;
        let results = self.runs.at_face_value(&levers)?;
        if self.policy()?.levers.is_empty() {
            return None;
        }
        let figure = self.futures(self.met(results));
        Some(self.words().with(Text::FaceValueLine, &[("figure", &figure)]))
    }

    /// What we do not know, what luck does, and Monte Carlo error: three sizes that are never added up.
    fn uncertainties(&self) -> Vec<Uncertainty> {
        let Some(results) = self.results(self.selected) else { return Vec::new() };
        let Some(&levers) = self.wanted().get(self.selected) else { return Vec::new() };
        if self.policy().is_none_or(|p| p.levers.is_empty()) || self.stale(self.selected) || self.hidden() {
            return Vec::new();
        }
        let npv = results.outcome(Outcome::TotalGain);
        let sampled = self.document.settings.events == EventMode::Sampled;
        let expected = if sampled { self.runs.expected(&levers) } else { Some(results) };
        let mut found = Vec::new();
        if let Some(expected) = expected.filter(|e| e.draws() == results.draws()) {
            let known_events = expected.outcome(Outcome::TotalGain);
            let luck: Vec<f64> = npv.iter().zip(known_events).map(|(with, without)| with - without).collect();
            found.push(self.uncertainty(Text::UncertaintyUnknown, Text::ExplainUnknown, half_width(known_events)));
            found.push(self.uncertainty(Text::UncertaintyLuck, Text::ExplainLuck, half_width(&luck)));
        }
        let error = estimate(npv, mean).error;
        if error.is_finite() {
            let size = self.style(Unit::Cny).plus_minus(error);
            let explanation = self.words().to(Text::ExplainError);
            found.push(Uncertainty { name: self.words().to(Text::UncertaintyError), size, explanation });
        }
        found
    }

    fn uncertainty(&self, name: Text, explanation: Text, size: f64) -> Uncertainty {
        let size = format!("±{}", self.style(Unit::Cny).text(size, Some(0.05 * size)));
        Uncertainty { name: self.words().to(name), size, explanation: self.words().to(explanation) }
    }

    /// The editor in the sentence.
    pub fn goal_editor(&self) -> GoalEditor {
        let goal = &self.document.goal;
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
            kinds: GoalKind::ALL.map(|k| (k, self.words().to(name(k)))).to_vec(),
            kind,
            bound: self.goal_refused.as_ref().map_or_else(|| shown(goal.bound()), |r| r.text.clone()),
            unit: self.words().to(unit),
            hint: typed::hint(&kind.reading(), self.words()),
            error: self.goal_refused.as_ref().map(|r| r.reason.clone()),
        }
    }

    /// What the run is at.
    pub fn status(&self) -> Status {
        let wanted = self.runs.going_on().unwrap_or(self.settings().draws);
        let held = |k: PolicyIndex| if self.stale(k) { 0 } else { self.results(k).map_or(0, PolicyResults::draws) };
        let done = (0..self.document.policies.len()).map(held).min().unwrap_or(0) as u64;
        let grouped = |n: u64| trimmed(n as f64, 0);
        let text = if done == 0 {
            self.words().to(Text::DrawsNone)
        } else if done < self.settings().draws {
            self.words().with(Text::DrawsBegun, &[("done", &grouped(done)), ("wanted", &grouped(wanted))])
        } else if self.hidden() {
            self.words().to(Text::PredictHidden)
        } else if let Some(text) = self.rule_words(done) {
            text
        } else {
            let error = self.results(self.figure_of()).map_or(f64::NAN, |r| self.met(r).error);
            let points = format!("±{}", trimmed(100.0 * error, usize::from(error < 0.0095)));
            self.words().with(Text::Draws, &[("done", &grouped(done)), ("error", &points)])
        };
        Status { done, wanted, running: self.runs.drawing(), text, alone: self.runs.alone }
    }

    /// The whole headline result as one line, for sharing and for the link: `B` of `0.6416`.
    pub(crate) fn headline_share(&self) -> Option<f64> {
        let results = self.results(self.selected).filter(|_| !self.stale(self.selected))?;
        let complete = self.store().is_some_and(|s| s.complete(results));
        complete.then(|| self.met(results).value)
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
