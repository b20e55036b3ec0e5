//! What the charts find, in a few words: the titles of charts that find something.

use super::View;
use super::bridge::LINES;
use crate::session::figures::{letter, median};
use crate::view::PolicyIndex;
use aftercast_engine::run::outcome::Outcome;
use aftercast_engine::run::results::PolicyResults;
use aftercast_engine::run::summary::{changes_nothing, share};
use aftercast_i18n::Text;
use aftercast_plot::DisplayUnit;
use aftercast_scenario::Goal;

impl View<'_> {
    /// Results of the policy in hand, where they may be seen and differ from today's.
    fn found(&self) -> Option<(PolicyIndex, &PolicyResults)> {
        let policy = self.policy;
        let results = self.session.results(policy).filter(|r| r.draws() > 0 && !changes_nothing(r))?;
        (!self.session.hidden()).then_some((policy, results))
    }

    /// When the policy in hand earns its money back: the month that the table of policies has.
    pub fn fan_finding(&self) -> Option<String> {
        let (policy, results) = self.found()?;
        let month = median(results.outcome(Outcome::PaybackMonth)).value;
        let text = match month.is_finite() {
            true => Text::FanPays,
            false if median(results.outcome(Outcome::TotalGain)).value > 0.0 => Text::FanPaysLater,
            false => Text::FanPaysNever,
        };
        // month 0 is the first month
        let month = format!("{:.0}", month + 1.0);
        let holes = [("letter", letter(policy)), ("month", month), ("months", self.session.months_simulated())];
        Some(self.session.words().with(text, &holes.each_ref().map(|(hole, value)| (*hole, value.as_str()))))
    }

    /// In how many futures the policy in hand pays, or beats the one that it is compared with.
    pub fn futures_finding(&self) -> Option<String> {
        let (policy, _) = self.found()?;
        let (first, values) = self.differences()?;
        if values.iter().all(|&v| v == 0.0) {
            return None;
        }
        // "pays" is said of the claim's goal alone: with another one the claim has another number
        let text = match first {
            Some(_) => Text::FuturesBeat,
            None if self.session.document.goal == Goal::TotalGainAbove(0.0) => Text::FuturesPay,
            None => Text::FuturesGain,
        };
        let holes = [
            ("second", letter(policy)),
            ("first", first.map(letter).unwrap_or_default()),
            ("figure", self.session.futures_in_sentence(Self::wins(&values))),
        ];
        Some(self.session.words().with(text, &holes.each_ref().map(|(hole, value)| (*hole, value.as_str()))))
    }

    /// In how many futures the policy in hand earns at least the threshold.
    pub fn exceedance_finding(&self) -> Option<String> {
        let (policy, results) = self.found()?;
        let at = self.threshold().value;
        let reached = share(results.outcome(Outcome::TotalGain), |gain| gain >= at);
        let value = self.session.style(DisplayUnit::Cny).text(at, None);
        let holes =
            [("letter", letter(policy)), ("value", value), ("figure", self.session.futures_in_sentence(reached))];
        let holes = holes.each_ref().map(|(hole, value)| (*hole, value.as_str()));
        Some(self.session.words().with(Text::ExceedanceFinding, &holes))
    }

    /// How much more or less the service costs than today.
    pub fn cost_finding(&self) -> Option<String> {
        let (policy, _) = self.found()?;
        let cost = |side| {
            let run = self.central_run(side)?;
            Some(LINES.iter().map(|(_, read)| run.present(*read)).sum::<f64>())
        };
        let more = cost(Some(policy))? - cost(None)?;
        let text = if more < 0.0 { Text::CostLess } else { Text::CostMore };
        let amount = self.session.style(DisplayUnit::Cny).text(more.abs(), Some(0.05 * more.abs()));
        let holes = [("letter", letter(policy)), ("amount", amount)];
        (more != 0.0)
            .then(|| self.session.words().with(text, &holes.each_ref().map(|(hole, value)| (*hole, value.as_str()))))
    }

    /// What lies between the two sides of the waterfall.
    pub fn bridge_finding(&self) -> Option<String> {
        self.found()?;
        let (from, to) = self.bridge_sides();
        let [start, end] = self.medians([from, to])?;
        let gain = end - start;
        let gain = self.session.style(DisplayUnit::Cny).signed().text(gain, Some(0.05 * gain.abs()));
        let names = [from, to].map(|side| side.map_or_else(|| self.session.words().to(Text::Today), letter));
        let holes = [("first", names[0].as_str()), ("second", &names[1]), ("gain", &gain)];
        (start != end).then(|| self.session.words().with(Text::BridgeFinding, &holes))
    }

    /// In how many of the segments the chosen measure rises.
    pub fn segments_finding(&self) -> Option<String> {
        let (policy, _) = self.found()?;
        let changes = self.segment_changes()?;
        let rises = changes.iter().filter(|change| **change > 0.0).count();
        let holes = [("letter", letter(policy)), ("count", rises.to_string()), ("all", changes.len().to_string())];
        let holes = holes.each_ref().map(|(hole, value)| (*hole, value.as_str()));
        changes.iter().any(|change| *change != 0.0).then(|| self.session.words().with(Text::SegmentsFinding, &holes))
    }
}
