//! The numbers of the firm: its own facts and today's policy, how each is named, typed and written.

use std::collections::BTreeMap;

use aftercast_tables::number::Reading;

use crate::session::Session;
use crate::typed::{self, NumberError};
use crate::words::{lever_text, lever_value, trimmed};
use aftercast_engine::check;
use aftercast_scenario::fields::{FIELDS, Field, OPTIONAL};
use aftercast_scenario::{Company, LeverId, Unit, Violations};

/// One number of the company or of today's policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fact {
    /// A fact by its index in `FIELDS` and in its row.
    Of(usize, usize),
    /// A fact that may be left empty, by its index in `OPTIONAL`.
    Optional(usize),
    /// A lever of today's policy.
    Today(LeverId),
}

/// The figures that the page edits.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Facts {
    pub(crate) company: Company,
    pub(crate) today: BTreeMap<LeverId, f64>,
}

pub(super) fn percent(value: f64) -> String {
    format!("{}%", trimmed(value * 100.0, 6))
}

impl Fact {
    /// All facts, in file order, then today's policy.
    pub fn all() -> impl Iterator<Item = Self> {
        let standard = Company::default();
        let rows: Vec<Self> = FIELDS
            .iter()
            .enumerate()
            .flat_map(|(k, field)| (0..(field.get)(&standard).len()).map(move |i| Self::Of(k, i)))
            .collect();
        rows.into_iter().chain((0..OPTIONAL.len()).map(Self::Optional)).chain(Self::todays())
    }

    /// Today's levers; an upfront budget belongs to a policy.
    pub(super) fn todays() -> impl Iterator<Item = Self> {
        LeverId::ALL.into_iter().filter(|id| *id != LeverId::UpfrontBudget).map(Self::Today)
    }

    /// Path in files: `company.season[3]`, `today.ai_share`.
    pub fn path(self) -> String {
        match self {
            Self::Of(k, i) => match FIELDS.get(k) {
                Some(field) if (field.get)(&Company::default()).len() > 1 => format!("company.{}[{i}]", field.path),
                field => format!("company.{}", field.map_or("", |f| f.path)),
            },
            Self::Optional(k) => format!("company.{}", OPTIONAL.get(k).map_or("", |f| f.path)),
            Self::Today(id) => format!("today.{}", id.name()),
        }
    }

    /// What it counts.
    pub(super) fn kind(self) -> Unit {
        match self {
            Self::Of(k, _) => FIELDS.get(k).map_or(Unit::Ratio, |f| f.kind),
            Self::Optional(k) => OPTIONAL.get(k).map_or(Unit::Ratio, |f| f.kind),
            Self::Today(id) => id.spec().kind,
        }
    }

    /// The lever of today's that it is.
    pub(super) fn lever(self) -> Option<LeverId> {
        if let Self::Today(id) = self { Some(id) } else { None }
    }

    /// Whether a bare number of 1 and more is in percent.
    fn is_share(self) -> bool {
        match self {
            Self::Of(k, _) => FIELDS.get(k).is_some_and(Field::in_percent),
            Self::Optional(k) => OPTIONAL.get(k).is_some_and(|f| f.kind.in_percent()),
            Self::Today(id) => id.spec().is_share(),
        }
    }

    /// The number, as its box shows it.
    pub(super) fn text(self, facts: &Facts) -> String {
        match (self, self.value(facts)) {
            (_, None) => String::new(),
            (Self::Today(id), Some(x)) if !self.is_share() => lever_text(id.spec(), x),
            (_, Some(x)) if self.is_share() => percent(x),
            (_, Some(x)) => trimmed(x, 6),
        }
    }

    /// A value of it in a sentence.
    pub(super) fn shown(self, value: f64) -> String {
        match self {
            Self::Today(id) => lever_value(id, value),
            _ if self.is_share() => percent(value),
            _ => trimmed(value, 6),
        }
    }

    /// A number that fits: the one in force, or, where the box may be empty and is, one of its size.
    pub(super) fn example(self, cx: &Session) -> String {
        let size = if self.is_share() { 0.35 } else { 1_200_000.0 };
        self.shown(self.value(&Facts::of(cx)).unwrap_or(size))
    }

    /// The number in a sentence; empty where there is none.
    pub(crate) fn in_words(self, facts: &Facts) -> String {
        match (self, self.value(facts)) {
            (Self::Today(id), Some(x)) => lever_value(id, x),
            _ => self.text(facts),
        }
    }

    /// The number; none where it is left empty.
    pub(crate) fn value(self, facts: &Facts) -> Option<f64> {
        match self {
            Self::Of(k, i) => FIELDS.get(k).and_then(|f| (f.get)(&facts.company).get(i).copied()),
            Self::Optional(k) => OPTIONAL.get(k).and_then(|f| (f.get)(&facts.company)),
            Self::Today(id) => Some(facts.today.get(&id).copied().unwrap_or(id.spec().today)),
        }
    }

    pub(crate) fn set(self, facts: &mut Facts, value: Option<f64>) {
        match (self, value) {
            (Self::Of(k, i), Some(value)) => {
                if let Some(slot) = FIELDS.get(k).and_then(|f| (f.get_mut)(&mut facts.company).get_mut(i)) {
                    *slot = value;
                }
            }
            (Self::Of(..), None) => {}
            (Self::Optional(k), value) => {
                if let Some(slot) = OPTIONAL.get(k).map(|f| (f.get_mut)(&mut facts.company)) {
                    *slot = value;
                }
            }
            (Self::Today(id), Some(value)) if value != id.spec().today => drop(facts.today.insert(id, value)),
            (Self::Today(id), _) => drop(facts.today.remove(&id)),
        }
    }

    /// How it is typed.
    pub(crate) fn reading(self) -> Reading<'static> {
        match self {
            Self::Of(k, _) => FIELDS.get(k).map_or(Reading::TYPED, |f| typed::of_field(f)),
            Self::Optional(k) => OPTIONAL.get(k).map_or(Reading::TYPED, |f| match f.kind.in_percent() {
                true => typed::share((f.min, f.max)),
                false => typed::money((f.min, f.max)),
            }),
            Self::Today(id) => typed::of_lever(id.spec()),
        }
    }

    /// What a text says; none is an empty box where that may be. What is outside the range is judged with the other figures.
    pub(crate) fn read(self, text: &str, reading: &Reading<'_>) -> Result<Option<f64>, NumberError> {
        match typed::read(text, reading) {
            Err(NumberError::Empty) if matches!(self, Self::Optional(_)) => Ok(None),
            Ok(value) | Err(NumberError::OutOfRange(value)) => Ok(Some(value)),
            Err(why) => Err(why),
        }
    }
}

impl Facts {
    /// Those of the document.
    pub(crate) fn of(cx: &Session) -> Self {
        Self { company: cx.document.company.clone(), today: cx.document.today.clone() }
    }

    /// What keeps the page's document with these figures from running.
    pub(crate) fn violations(&self, cx: &Session) -> Violations {
        let mut tried = cx.running_document();
        tried.company = self.company.clone();
        tried.today = self.today.clone();
        check(&tried).err().unwrap_or_default()
    }
}
