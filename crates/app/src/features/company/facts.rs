//! "Your firm": the firm's own facts and today's policy as typed.
//!
//! What is typed is tried as a whole. Facts that fit go into the document at once; facts that do not wait beside it,
//! each with what is wrong, while the running picture stays.

use std::collections::{BTreeMap, BTreeSet};

use aftercast_tables::number::Reading;

use super::labels::box_label;
use super::view::{CompanyView, FactBox, FactGroupView, FactRow};
use super::{Model, View};
use crate::session::Effect;
use crate::session::Session;
use crate::typed::{self, NumberError};
use crate::words::{self, lever_text, lever_value, trimmed};
use aftercast_engine::check;
use aftercast_i18n::{Text, lever_help, lever_label, lever_unit};
use aftercast_scenario::fields::{FIELDS, Field, OPTIONAL};
use aftercast_scenario::{Company, Draft, LeverId, Unit, Violation, ViolationKind, Violations};

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

/// Figures that do not fit yet.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pending {
    /// The document's figures when they were typed; on others they are void.
    pub(crate) on: Facts,
    pub(crate) facts: Facts,
    /// Texts that are no numbers.
    pub(crate) unreadable: BTreeMap<Fact, String>,
    pub(crate) violations: Violations,
}

/// A lever of today's that is asked for among the first figures.
const STAFFING: &str = "today.customers_per_agent";

/// Groups of the section: heading and paths, in the order of the page. The first has what a firm knows by heart; today's policy follows.
const GROUPS: [(Text, &[&str]); 8] = [
    (
        Text::ModelFactsFirst,
        &[
            "customers",
            "orders_per_customer_year",
            "average_order_value",
            "contribution_margin",
            STAFFING,
            "first_response_minutes",
            "csi",
            "stated_costs.labour",
            "stated_costs.technology",
            "stated_costs.reverse_logistics",
            "stated_costs.compensation",
        ],
    ),
    (Text::ModelFactsBusiness, &["acquisition_cost", "repurchase"]),
    (Text::ModelFactsService, &["night_response_minutes", "first_contact_resolution", "productive_hours_month"]),
    (
        Text::ModelFactsIncidents,
        &[
            "incident_rate",
            "incident_mix.quality",
            "incident_mix.logistics",
            "incident_mix.mismatch",
            "incident_mix.other",
        ],
    ),
    (Text::ModelFactsTime, &["horizon_months", "start_month", "discount_rate", "season"]),
    (
        Text::ModelFactsStage,
        &[
            "stage.months",
            "stage.acquisition",
            "stage.csi_offset",
            "stage.orders",
            "stage.incidents",
            "stage.responsiveness",
        ],
    ),
    (Text::ModelFactsTier, &["tier.share", "tier.csi_offset", "tier.return_cost", "tier.responsiveness"]),
    (Text::ModelFactsProfile, &["profile.share", "profile.csi_offset", "profile.orders", "profile.order_value"]),
];

fn percent(value: f64) -> String {
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
    fn todays() -> impl Iterator<Item = Self> {
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
    fn text(self, facts: &Facts) -> String {
        match (self, self.value(facts)) {
            (_, None) => String::new(),
            (Self::Today(id), Some(x)) if !self.is_share() => lever_text(id.spec(), x),
            (_, Some(x)) if self.is_share() => percent(x),
            (_, Some(x)) => trimmed(x, 6),
        }
    }

    /// A value of it in a sentence.
    fn shown(self, value: f64) -> String {
        match self {
            Self::Today(id) => lever_value(id, value),
            _ if self.is_share() => percent(value),
            _ => trimmed(value, 6),
        }
    }

    /// A number that fits: the one in force, or, where the box may be empty and is, one of its size.
    fn example(self, cx: &Session) -> String {
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

impl Model {
    /// Figures and texts are put back into the boxes.
    pub(crate) fn bring_back(&mut self, cx: &Session, facts: Facts, unreadable: BTreeMap<Fact, String>) {
        let violations = facts.violations(cx);
        self.pending = Some(Pending { on: Facts::of(cx), facts, unreadable, violations });
    }

    pub(crate) fn pending(&self, cx: &Session) -> Option<&Pending> {
        self.pending.as_ref().filter(|pending| pending.on == Facts::of(cx))
    }

    pub(crate) fn fact_typed(&mut self, cx: &mut Session, fact: Fact, text: String) -> Vec<Effect> {
        let (mut facts, mut unreadable) = match self.pending(cx) {
            Some(pending) => (pending.facts.clone(), pending.unreadable.clone()),
            None => (Facts::of(cx), BTreeMap::new()),
        };
        match fact.read(&text, &fact.reading()) {
            Ok(value) => {
                unreadable.remove(&fact);
                fact.set(&mut facts, value);
            }
            Err(_) => {
                // what stood in the box before is gone: no other message is about it
                fact.set(&mut facts, fact.value(&Facts::of(cx)));
                unreadable.insert(fact, text);
            }
        }
        self.try_facts(cx, facts, unreadable)
    }

    pub(crate) fn facts_reset(&mut self, cx: &mut Session) -> Vec<Effect> {
        self.try_facts(cx, Facts::default(), BTreeMap::new())
    }

    /// Takes figures into the document if they can run; otherwise they wait, with what is wrong.
    pub(crate) fn try_facts(
        &mut self,
        cx: &mut Session,
        facts: Facts,
        unreadable: BTreeMap<Fact, String>,
    ) -> Vec<Effect> {
        self.try_facts_with(cx, facts, unreadable, |_| {})
    }

    /// The same with what else a file brings: one change, as far as the figures fit.
    pub(crate) fn try_facts_with(
        &mut self,
        cx: &mut Session,
        facts: Facts,
        unreadable: BTreeMap<Fact, String>,
        also: impl FnOnce(&mut Draft),
    ) -> Vec<Effect> {
        self.pending = None;
        let violations = facts.violations(cx);
        if violations.is_empty() && unreadable.is_empty() {
            return cx.change(|draft| {
                also(draft);
                draft.company = facts.company;
                draft.today = facts.today;
            });
        }
        let mut effects = cx.change(also);
        self.pending = Some(Pending { on: Facts::of(cx), facts, unreadable, violations });
        // the document is kept, and with it what was typed
        effects.push(Effect::WriteFragment(cx.write()));
        effects
    }
}

impl View<'_> {
    /// The company as it stands on the page.
    pub fn facts(&self) -> CompanyView {
        let (in_force, pending) = (Facts::of(self.session), self.model.pending(self.session));
        let facts = pending.map_or(&in_force, |p| &p.facts);
        let groups: Vec<FactGroupView> = GROUPS
            .iter()
            .map(|(label, paths)| FactGroupView {
                label: self.session.words().to(*label),
                rows: paths.iter().map(|path| self.fact_row(path, facts, pending)).collect(),
            })
            .chain([FactGroupView {
                label: self.session.words().to(Text::ModelFactsToday),
                rows: Fact::todays()
                    .filter(|fact| fact.path() != STAFFING)
                    .map(|fact| self.today_row(fact, facts, pending))
                    .collect(),
            }])
            .collect();
        let waiting = pending.map(|pending| {
            let told: BTreeSet<&str> = groups.iter().flat_map(|g| &g.rows).map(|row| row.path.as_str()).collect();
            let left = pending.violations.0.iter().filter(|v| !told.contains(v.field.split('[').next().unwrap_or("")));
            left.map(|v| words::violation(v, self.session.words())).collect()
        });
        CompanyView { groups, waiting, imported: self.imported(), changed: in_force != Facts::default() }
    }

    fn fact_row(&self, path: &str, facts: &Facts, pending: Option<&Pending>) -> FactRow {
        if path == STAFFING {
            return self.today_row(Fact::Today(LeverId::CustomersPerAgent), facts, pending);
        }
        let key = path.replace('.', "_");
        let named = |prefix: &str| {
            Text::of_figure(&format!("{prefix}_{key}")).map(|t| self.session.words().to(t)).unwrap_or_default()
        };
        let index = FIELDS.iter().position(|f| f.path == path);
        let all: Vec<Fact> = match index {
            Some(k) => (0..(FIELDS[k].get)(&facts.company).len()).map(|i| Fact::Of(k, i)).collect(),
            None => OPTIONAL.iter().position(|f| f.path == path).map(Fact::Optional).into_iter().collect(),
        };
        self.row(
            format!("company.{path}"),
            [named("fact"), named("fact_unit"), named("fact_help")],
            &all,
            facts,
            pending,
        )
    }

    fn today_row(&self, fact: Fact, facts: &Facts, pending: Option<&Pending>) -> FactRow {
        let Fact::Today(id) = fact else { return self.row(fact.path(), Default::default(), &[fact], facts, pending) };
        let texts = [lever_label(id), lever_unit(id), lever_help(id)].map(|t| self.session.words().to(t));
        self.row(fact.path(), texts, &[fact], facts, pending)
    }

    fn row(
        &self,
        path: String,
        [label, unit, help]: [String; 3],
        all: &[Fact],
        facts: &Facts,
        pending: Option<&Pending>,
    ) -> FactRow {
        let violated = |v: &&Violation| v.field.split('[').next() == Some(path.as_str());
        let unreadable = |fact: &Fact| pending.and_then(|p| p.unreadable.get(fact));
        let violations: Vec<&Violation> =
            pending.map(|p| p.violations.0.iter().filter(violated).collect()).unwrap_or_default();
        let boxes = all
            .iter()
            .map(|fact| FactBox {
                fact: *fact,
                label: box_label(*fact, all.len(), self.session.words()),
                text: unreadable(fact).cloned().unwrap_or_else(|| fact.text(facts)),
                wrong: unreadable(fact).is_some()
                    || violations.iter().any(|v| v.field == fact.path() || v.field == path),
            })
            .collect();
        let texts = all.iter().filter_map(|fact| Some((fact, unreadable(fact)?))).map(|(fact, text)| {
            let why = fact.read(text, &fact.reading()).err();
            why.and_then(|why| typed::refusal(&why, text, self.session.words())).unwrap_or_else(|| {
                let (low, high) = fact.reading().range;
                let [low, high] = [low, high].map(|x| fact.shown(x));
                typed::not_a_number(text, (&low, &high), &fact.example(self.session), self.session.words())
            })
        });
        let errors = texts.chain(violations.iter().map(|v| self.fact_error(v, &label, all))).collect();
        let standard = Facts::default();
        let changed = all.iter().any(|fact| fact.value(facts) != fact.value(&standard));
        let hint = all.first().and_then(|fact| typed::hint(&fact.reading(), self.session.words()));
        FactRow { path, label, unit, help, hint, boxes, errors, changed }
    }

    /// What is wrong with a fact, in its own unit.
    fn fact_error(&self, v: &Violation, label: &str, all: &[Fact]) -> String {
        let range = match all.first() {
            Some(&Fact::Of(k, _)) => FIELDS.get(k).map(|f| (f.min, f.max)),
            Some(&Fact::Optional(k)) => OPTIONAL.get(k).map(|f| (f.min, f.max)),
            Some(&Fact::Today(id)) => Some((id.spec().min, id.spec().max)),
            None => None,
        };
        let fact = all.iter().copied().find(|fact| fact.path() == v.field).or_else(|| all.first().copied());
        let shown = |value: f64| fact.map_or_else(|| trimmed(value, 6), |fact| fact.shown(value));
        let given: f64 = v.value.parse().unwrap_or(f64::NAN);
        let name =
            match fact.map(|fact| box_label(fact, all.len(), self.session.words())).filter(|name| !name.is_empty()) {
                Some(name) if v.field.ends_with(']') => name,
                _ => label.to_owned(),
            };
        match (v.kind, range) {
            (ViolationKind::OutOfRange, Some((low, high))) if given.is_finite() && !(given >= low && given <= high) => {
                let (given, low, high) = (shown(given), shown(low), shown(high));
                let holes = [("field", name.as_str()), ("given", &given), ("low", &low), ("high", &high)];
                self.session.words().with(Text::ModelFactOutOfRange, &holes)
            }
            (ViolationKind::NotWhole, _) => self.session.words().with(Text::ModelFactNotWhole, &[("field", &name)]),
            (ViolationKind::Sum, _) => {
                let Some(pending) = self.model.pending(self.session) else { return String::new() };
                let sum: f64 = all.iter().filter_map(|fact| fact.value(&pending.facts)).sum();
                self.session.words().with(Text::ModelFactSum, &[("sum", &percent(sum))])
            }
            (ViolationKind::Impossible, _) if v.field == "company.first_response_minutes" => {
                let holes = [("field", name.as_str()), ("value", &shown(given)), ("allowed", &v.allowed)];
                self.session.words().with(Text::ViolationWaits, &holes)
            }
            _ => words::violation(&Violation { field: name, ..v.clone() }, self.session.words()),
        }
    }
}
