//! How many draws a run takes: a number, or as many as the figures need to be as certain as asked.
//!
//! Claim: a run goes on by doubling and is asked at each doubling, when all of its draws are there, so that the number at
//! which it stops follows from its inputs alone, wherever and however fast they are computed.
//! Equation: half width = t(0.975, 7) x Monte Carlo error; enough where that of every policy's figure is within the
//! precision. Validity: the error is of eight replicates; a run asked several times stops a little early now and then.
//! Source: `engine::analysis::convergence`. The rule is a way of working and no part of the document: a document carries
//! the number that was reached.

use super::Effect;
use super::Session;
use super::figures::{decade_of, median};
use crate::words::trimmed;
use aftercast_engine::analysis::convergence::verdict;
use aftercast_engine::check;
use aftercast_engine::run::outcome::Outcome;
use aftercast_engine::run::results::PolicyResults;
use aftercast_engine::run::summary::changes_nothing;
use aftercast_i18n::Text;
use aftercast_scenario::RunSettings;

/// Draws at which a rule is asked first: with fewer the error itself is a guess.
pub const FIRST: u64 = 1024;
/// Most draws of a run that goes on by itself.
pub const MOST: u64 = 65_536;
/// Numbers to choose from.
const NUMBERS: [u64; 3] = [FIRST, 4096, 16_384];
/// Precisions to choose from.
const PRECISIONS: [Precision; 3] = [Precision::Futures(0.01), Precision::Futures(0.005), Precision::Gain(0.01)];
/// Under which name the choice is remembered.
pub const KEY: &str = "draws";

/// How certain a figure is to be: half the width of its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Precision {
    /// Of the share of futures that meet the goal, 0 to 1.
    Futures(f64),
    /// Of the median net gain, as a part of it.
    Gain(f64),
}

/// What is chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Choice {
    Number(u64),
    Until(Precision),
}

/// The rule in force and where it stands.
#[derive(Debug)]
pub(crate) struct Rule {
    precision: Option<Precision>,
    /// Draws that the rule has come to; without one the document's own number holds.
    at: Option<u64>,
    /// A document was opened, which is shown at the number it carries.
    opened: bool,
    pub(crate) most: u64,
}

impl Default for Rule {
    fn default() -> Self {
        Self { precision: None, at: None, opened: false, most: MOST }
    }
}

impl Rule {
    /// Another document is opened.
    pub(crate) const fn opened(&mut self) {
        self.opened = true;
    }

    /// Inputs changed: the run begins again.
    pub(crate) fn begin(&mut self) {
        let opened = std::mem::take(&mut self.opened);
        self.at = self.precision.filter(|_| !opened).map(|_| FIRST);
    }
}

/// The control of the draws.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawsControl {
    /// What can be chosen, in words.
    pub options: Vec<String>,
    /// Which is.
    pub chosen: usize,
    /// What a rule does, in three sentences.
    pub explain: String,
}

impl Session {
    /// How the draws on the page are made: the document's settings, with as many draws as the rule has come to.
    pub(crate) fn settings(&self) -> RunSettings {
        let own = self.document.settings;
        RunSettings { draws: self.rule.at.unwrap_or(own.draws), ..own }
    }

    fn choices(&self) -> (Vec<Choice>, usize) {
        let own = self.document.settings.draws;
        let mut numbers = NUMBERS.to_vec();
        if !numbers.contains(&own) {
            numbers.push(own);
            numbers.sort_unstable();
        }
        let all: Vec<Choice> = numbers.into_iter().map(Choice::Number).chain(PRECISIONS.map(Choice::Until)).collect();
        let now = self.rule.precision.map_or(Choice::Number(own), Choice::Until);
        let chosen = all.iter().position(|choice| *choice == now).unwrap_or(0);
        (all, chosen)
    }

    /// The control of the draws.
    pub fn draws_control(&self) -> DrawsControl {
        let (all, chosen) = self.choices();
        let options = all.into_iter().map(|choice| match choice {
            Choice::Number(n) => self.words().with(Text::DrawsNumber, &[("draws", &trimmed(n as f64, 0))]),
            Choice::Until(p) => {
                let precision = self.precise(p, p.size());
                self.words().with(Text::DrawsUntil, &[("precision", &precision)])
            }
        });
        let [first, most] = [FIRST, self.rule.most].map(|n| trimmed(n as f64, 0));
        DrawsControl {
            options: options.collect(),
            chosen,
            explain: self.words().with(Text::DrawsExplain, &[("first", &first), ("most", &most)]),
        }
    }

    pub(crate) fn draws_chosen(&mut self, index: usize) -> Vec<Effect> {
        let Some(&choice) = self.choices().0.get(index) else { return Vec::new() };
        let (precision, name) = match choice {
            Choice::Number(_) => (None, String::new()),
            Choice::Until(p) => (Some(p), p.name()),
        };
        let ruled = std::mem::replace(&mut self.rule.precision, precision) != precision;
        let mut effects = match choice {
            Choice::Number(n) if n != self.document.settings.draws => self.change(|d| d.settings.draws = n),
            _ if ruled => self.rerun(),
            _ => Vec::new(),
        };
        effects.push(Effect::Remember { key: KEY, value: name });
        effects
    }

    /// The choice of an earlier visit.
    pub(crate) fn draws_remembered(&mut self, name: &str) {
        self.rule.precision = PRECISIONS.into_iter().find(|p| p.name() == name);
    }

    /// Every draw is there: what the rule goes on with, where it is not content yet.
    pub(crate) fn more_draws(&mut self) -> Option<Effect> {
        let (precision, at) = (self.rule.precision?, self.rule.at?);
        let drawn = self.store()?.futures().draws;
        if drawn != at {
            self.rule.at = Some(drawn);
            self.checked = check(&self.running_document());
        }
        if drawn >= self.rule.most || self.widest(precision)? <= precision.size() {
            return None;
        }
        let futures = self.checked.as_ref().ok()?.futures().with_draws((2 * drawn).min(self.rule.most));
        let wanted = self.wanted();
        self.runs.go_on(futures, &wanted).map(|request| Effect::Run(Box::new(request)))
    }

    /// The widest interval among the policies on the page, in the unit of the precision; infinite where one is not known.
    fn widest(&self, precision: Precision) -> Option<f64> {
        let store = self.store()?;
        let widths = self
            .wanted()
            .into_iter()
            .map(|levers| store.policy(&levers).map_or(f64::INFINITY, |r| self.width(r, precision)));
        Some(widths.fold(0.0, f64::max))
    }

    fn width(&self, results: &PolicyResults, precision: Precision) -> f64 {
        if changes_nothing(results) {
            return 0.0;
        }
        let (estimate, unit) = match precision {
            Precision::Futures(_) => (self.met(results), 1.0),
            Precision::Gain(_) => {
                let middle = median(results.outcome(Outcome::TotalGain));
                (middle, middle.value.abs())
            }
        };
        let width = verdict(results.draws() as u64, estimate, precision.size() * unit, None).half_width / unit;
        if width.is_nan() { f64::INFINITY } else { width }
    }

    /// What the rule has to say of the draws on the page; nothing where it is not asked or there is nothing to be certain of.
    pub(crate) fn rule_words(&self, done: u64) -> Option<String> {
        let (precision, _) = (self.rule.precision?, self.rule.at?);
        let width = self.widest(precision).filter(|width| *width > 0.0)?;
        let done = trimmed(done as f64, 0);
        let [error, asked] = [width, precision.size()].map(|size| self.precise(precision, size));
        let holes = [("done", done.as_str()), ("error", &error), ("precision", &asked)];
        let text = if self.runs.going_on().is_some() {
            Text::DrawsGoingOn
        } else if width <= precision.size() {
            Text::DrawsStopped
        } else {
            Text::DrawsMost
        };
        Some(self.words().with(text, &holes))
    }

    /// "±0.9 of 100": two digits, rounded up, so that nothing looks more certain than it is.
    fn precise(&self, precision: Precision, size: f64) -> String {
        let text = match precision {
            Precision::Futures(_) => Text::DrawsOfHundred,
            Precision::Gain(_) => Text::DrawsOfGain,
        };
        if !size.is_finite() {
            return self.words().with(text, &[("size", "?")]);
        }
        let unit = decade_of(100.0 * size);
        // what is a number of two digits already stays it
        let digits = (100.0 * size / unit - 1e-9).ceil() * unit;
        self.words().with(text, &[("size", &trimmed(digits, 4))])
    }
}

impl Precision {
    const fn size(self) -> f64 {
        match self {
            Self::Futures(size) | Self::Gain(size) => size,
        }
    }

    fn name(self) -> String {
        match self {
            Self::Futures(size) => format!("futures {size}"),
            Self::Gain(size) => format!("gain {size}"),
        }
    }
}
