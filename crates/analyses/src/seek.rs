//! What goal seek is asked: which result is wanted, and what may change for it.

use aftercast_engine::analysis::goal_seek::Range;
use aftercast_engine::run::outcome::Outcome;
use aftercast_i18n::numbers::{DisplayUnit, NumberStyle, decade, ten_to};
use aftercast_i18n::{Locale, Text, lever_label};
use aftercast_import::reading as typed;
use aftercast_scenario::fields::{FIELDS, Field as Fact};
use aftercast_scenario::{Company, LeverId, Unit};
use aftercast_tables::number::Reading;
use aftercast_tables::units;
use aftercast_wording::words::{lever_value, trimmed};

use crate::figures;
use crate::settings::take;

/// Name of the share of futures that meet the goal among what can be wanted.
const CHANCE: &str = "chance";

/// The statistic that is wanted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Wanted {
    /// The median of an outcome.
    Median(Outcome),
    /// The share of futures that meet the goal of the document.
    Chance,
}

impl Wanted {
    /// Name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Median(outcome) => outcome.name(),
            Self::Chance => CHANCE,
        }
    }

    /// The statistic of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        if name == CHANCE { Some(Self::Chance) } else { Outcome::from_name(name).map(Self::Median) }
    }

    /// What it counts.
    pub fn unit(self) -> DisplayUnit {
        match self {
            Self::Median(outcome) => figures::unit(outcome),
            Self::Chance => DisplayUnit::Percent,
        }
    }

    /// What to ask of it first.
    pub fn usual(self) -> f64 {
        match self {
            Self::Chance => 0.8,
            Self::Median(Outcome::Csi) => 75.0,
            Self::Median(Outcome::FirstResponse) => 5.0,
            Self::Median(Outcome::Repurchase) => 0.6,
            Self::Median(Outcome::ServiceCostShare) => 0.03,
            Self::Median(_) => 0.0,
        }
    }

    /// How a value of it is typed.
    pub fn reading(self) -> Reading<'static> {
        const ANY: (f64, f64) = (-1e12, 1e12);
        match (self, self.unit()) {
            (_, DisplayUnit::Percent | DisplayUnit::Points) => typed::share((0.0, 1.0)),
            (_, DisplayUnit::Cny) => typed::money(ANY),
            (_, DisplayUnit::Minutes) => typed::amount(units::MINUTES, (0.0, 1e4)),
            (Self::Median(Outcome::Csi), _) => typed::amount(units::POINTS, (0.0, 100.0)),
            (Self::Median(Outcome::LifetimeMonths), _) => typed::amount(units::MONTHS, (0.0, 1e4)),
            _ => typed::amount(units::NONE, ANY),
        }
    }
}

/// What may change.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum By {
    /// A lever of the policy.
    Lever(LeverId),
    /// A fact of the company: its index in [`FIELDS`].
    Fact(usize),
}

/// Facts that can change alone: single numbers that are no share of a sum and no date.
pub fn facts() -> impl Iterator<Item = (usize, &'static Fact)> {
    let alone = |f: &Fact| !f.path.starts_with("incident_mix") && f.path != "start_month";
    FIELDS.iter().enumerate().filter(move |(_, f)| (f.get)(&Company::default()).len() == 1 && alone(f))
}

impl By {
    /// Name in files and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lever(id) => id.name(),
            Self::Fact(k) => FIELDS.get(k).map_or("", |f| f.path),
        }
    }

    /// What has this name.
    pub fn from_name(name: &str) -> Option<Self> {
        let fact = || facts().find(|(_, f)| f.path == name).map(|(k, _)| Self::Fact(k));
        LeverId::from_name(name).map(Self::Lever).or_else(fact)
    }

    /// Unit in words.
    pub fn unit(self) -> &'static str {
        match self {
            Self::Lever(id) => id.spec().unit,
            Self::Fact(k) => FIELDS.get(k).map_or("", |f| f.unit),
        }
    }

    /// What the page calls it.
    pub fn label(self, locale: Locale) -> &'static str {
        match self {
            Self::Lever(id) => lever_label(id).to(locale),
            Self::Fact(_) => Text::of_figure(&format!("fact_{}", self.name())).map_or("", |text| text.to(locale)),
        }
    }

    /// Whether it is shown in percent.
    pub fn in_percent(self) -> bool {
        match self {
            Self::Lever(id) => id.spec().is_share(),
            Self::Fact(k) => FIELDS.get(k).is_some_and(Fact::in_percent),
        }
    }

    /// A value of it with its unit, to so many digits: four for one that was sought and is to be typed elsewhere.
    pub fn text(self, value: f64, digits: i32, locale: Locale) -> String {
        let step = ten_to(decade(value) - digits + 1);
        let rounded = if value == 0.0 { 0.0 } else { (value / step).round() * step };
        match self {
            Self::Lever(id) => lever_value(id, rounded),
            Self::Fact(_) if self.in_percent() => {
                NumberStyle::new(locale, DisplayUnit::Percent).to_digits(rounded, digits)
            }
            Self::Fact(_) => {
                let unit = Text::of_figure(&format!("fact_unit_{}", self.name())).map_or("", |text| text.to(locale));
                format!("{} {unit}", trimmed(rounded, digits as usize))
            }
        }
    }

    /// The values that are searched: a lever's range; for a fact of the firm what a firm like it could have, a tenth to ten times of
    /// today's, a share or an index its whole range.
    pub fn range(self, company: &Company) -> Range {
        match self {
            Self::Lever(id) => {
                let spec = id.spec();
                Range { low: spec.min, high: spec.max, dense_low: false, whole: id.is_whole() }
            }
            Self::Fact(k) => {
                let Some(fact) = FIELDS.get(k) else {
                    return Range { low: 0.0, high: 0.0, dense_low: false, whole: false };
                };
                let now = (fact.get)(company).first().copied().unwrap_or_default();
                let bounded = matches!(fact.kind, Unit::Share | Unit::ShareChange | Unit::Points) || now <= 0.0;
                let (low, high) =
                    if bounded { (fact.min, fact.max) } else { (fact.min.max(0.1 * now), fact.max.min(10.0 * now)) };
                let (low, high) = if fact.whole { (low.ceil(), high.floor()) } else { (low, high) };
                Range { low, high, dense_low: !bounded, whole: fact.whole }
            }
        }
    }
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seek {
    /// Which statistic is wanted.
    pub wanted: Wanted,
    /// The value that it is to have.
    pub reach: f64,
    /// What may change.
    pub by: By,
}

impl Default for Seek {
    fn default() -> Self {
        let wanted = Wanted::Median(Outcome::TotalGain);
        Self { wanted, reach: wanted.usual(), by: By::Lever(LeverId::CustomersPerAgent) }
    }
}

impl Seek {
    /// Takes another statistic, with the value that is asked of it first; false where there is none of the name.
    pub fn want(&mut self, name: &str) -> bool {
        let before = self.wanted;
        let taken = take(&mut self.wanted, Wanted::from_name(name));
        if self.wanted != before {
            self.reach = self.wanted.usual();
        }
        taken
    }

    /// Takes a value as typed.
    pub fn reach(&mut self, typed: &str) -> bool {
        take(&mut self.reach, typed::read(typed, &self.wanted.reading()).ok())
    }

    /// The value as its box shows it.
    pub fn reach_text(&self) -> String {
        match self.wanted.unit() {
            DisplayUnit::Percent | DisplayUnit::Points => format!("{}%", trimmed(100.0 * self.reach, 6)),
            _ => trimmed(self.reach, 6),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_means_one_thing_in_both_languages() {
        let company = Company::default();
        for by in facts().map(|(k, _)| By::Fact(k)).chain(LeverId::ALL.map(By::Lever)) {
            assert_eq!(By::from_name(by.name()), Some(by));
            let range = by.range(&company);
            assert!(range.low < range.high, "{}", by.name());
            for locale in [Locale::English, Locale::Chinese] {
                assert!(!by.label(locale).is_empty() && !by.text(range.high, 4, locale).is_empty(), "{}", by.name());
            }
        }
        for outcome in figures::outcomes() {
            let wanted = Wanted::Median(outcome);
            assert_eq!(Wanted::from_name(wanted.name()), Some(wanted));
        }
        assert_eq!(By::from_name("incident_mix.quality"), None, "shares of a sum do not change alone");
    }

    #[test]
    fn a_value_is_typed_in_its_unit_and_another_result_starts_afresh() {
        let mut seek = Seek::default();
        assert!(seek.reach("2000万") && seek.reach == 2e7 && seek.reach_text() == "20,000,000");
        assert!(seek.reach("−1.5M"));
        let shown = seek.reach_text();
        assert!(seek.reach(&shown) && seek.reach == -1.5e6, "{shown}");
        assert!(!seek.reach("35%") && seek.reach == -1.5e6);
        assert!(seek.want("chance") && seek.reach == 0.8 && seek.reach("90") && seek.reach_text() == "90%");
        assert!(!seek.want("luck") && seek.wanted == Wanted::Chance);
    }
}
