//! How far the sentence over everything can be believed: the run's status, the three uncertainties, and the report's reading beside ours.

use super::View;
use super::{Status, Trust, Uncertainty};
use crate::session::figures::{median, quantile};
use crate::view::PolicyIndex;
use crate::words::trimmed;
use aftercast_engine::run::batch::EventMode;
use aftercast_engine::run::outcome::Outcome;
use aftercast_engine::run::results::PolicyResults;
use aftercast_engine::run::summary::{estimate, mean, share};
use aftercast_i18n::Text;
use aftercast_plot::DisplayUnit;

impl View<'_> {
    /// What our reading and the report's make of the policy of the claim; none until both are known, and while the report is taken at
    /// face value.
    pub fn trust(&self) -> Option<Trust> {
        if self.session.face_value() || self.session.hidden() {
            return None;
        }
        let of = self.claimed()?;
        let levers = *self.session.wanted().get(of)?;
        let told = |text: Text, r: &PolicyResults| {
            let gains = r.outcome(Outcome::TotalGain);
            let gain = self.session.signed_to_two(DisplayUnit::Cny, median(gains));
            // it speaks of what pays, whatever the goal
            let pays = self.session.futures(share(gains, |x| x > 0.0));
            self.session.words().with(text, &[("gain", &gain), ("figure", &pays)])
        };
        Some(Trust {
            ours: told(Text::TrustOurs, self.session.results(of)?),
            report: told(Text::TrustReport, self.session.runs.at_face_value(&levers)?),
        })
    }

    /// What we do not know, what luck does, and Monte Carlo error: three sizes that are never added up.
    pub(super) fn uncertainties(&self) -> Vec<Uncertainty> {
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
            let size = self.session.style(DisplayUnit::Cny).plus_minus(error);
            let explanation = self.session.words().to(Text::ExplainError);
            found.push(Uncertainty { name: self.session.words().to(Text::UncertaintyError), size, explanation });
        }
        found
    }

    fn uncertainty(&self, name: Text, explanation: Text, size: f64) -> Uncertainty {
        let size = format!("±{}", self.session.style(DisplayUnit::Cny).text(size, Some(0.05 * size)));
        Uncertainty { name: self.session.words().to(name), size, explanation: self.session.words().to(explanation) }
    }

    /// What the run is at, and whether its numbers are those of a link's sender.
    pub fn status(&self) -> Status {
        let status = self.run_status();
        let words = self.session.words();
        let verified = self.session.verified().then(|| words.to(Text::VerifiedLine));
        let text = verified.map_or_else(|| status.text.clone(), |said| format!("{} · ✓ {said}", status.text));
        Status { text, ..status }
    }

    pub(super) fn run_status(&self) -> Status {
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
            let done = grouped(done);
            match self.claimed().and_then(|k| self.session.results(k)).map(|r| self.session.met(r).error) {
                // a share of futures is told in whole ones
                Some(error) if error.is_finite() => {
                    let points = format!("±{}", trimmed((100.0 * error).ceil(), 0));
                    self.session.words().with(Text::Draws, &[("done", &done), ("error", &points)])
                }
                // nothing is claimed that could be wrong
                _ => self.session.words().with(Text::DrawsBegun, &[("done", &done), ("wanted", &grouped(wanted))]),
            }
        };
        Status { done, wanted, running: self.session.runs.drawing(), text, alone: self.session.runs.alone }
    }
}

/// Half the width of the range that holds 90 of 100 values.
fn half_width(values: &[f64]) -> f64 {
    0.5 * (quantile(values, 0.95).value - quantile(values, 0.05).value)
}
