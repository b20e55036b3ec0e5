//! The section of the firm's facts as it is shown: groups, rows, boxes, and what is wrong in each.

use std::collections::BTreeSet;

use super::View;
use super::facts::{Fact, Facts, percent};
use super::labels::box_label;
use super::pending::Pending;
use super::view::{CompanyView, FactBox, FactGroupView, FactRow};
use crate::typed;
use crate::words::{self, trimmed};
use aftercast_i18n::{Text, lever_help, lever_label, lever_unit};
use aftercast_scenario::fields::{FIELDS, OPTIONAL};
use aftercast_scenario::{LeverId, Violation, ViolationKind};

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
                let holes = [
                    ("field", name.as_str()),
                    ("value", &shown(given)),
                    ("allowed", &words::allowed(&v.allowed, self.session.words())),
                ];
                self.session.words().with(Text::ViolationWaits, &holes)
            }
            _ => words::violation(&Violation { field: name, ..v.clone() }, self.session.words()),
        }
    }
}
