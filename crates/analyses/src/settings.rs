//! What can be set, and what it is set to.

use aftercast_tables::number::{Form, Reading};
use aftercast_tables::units;

use crate::search::SearchFor;
use crate::sections::compare::Other;
use crate::seek::{By, Seek};
use aftercast_engine::analysis::DecisionVariable;
use aftercast_engine::analysis::alerts::{ALERTS, Alert, Measure};
use aftercast_engine::analysis::stress::{STRESSES, Stress};
use aftercast_engine::run::outcome::Outcome;
use aftercast_import::reading as typed;
use aftercast_scenario::{AssumptionId, CORRELATIONS, LeverId};
use aftercast_validation::forecast::month_after;
use aftercast_wording::words::trimmed;

/// Something that can be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The outcome looked at.
    Outcome,
    /// The policy looked at.
    Policy,
    /// The policy it is compared with.
    Against,
    /// Draws behind each bar of the tornado.
    BarDraws,
    /// Rows of the design of the indices.
    Rows,
    /// The lever that is swept.
    Across,
    /// The second lever that is swept, where there is one.
    Up,
    /// What is turned until the policy breaks even.
    DecisionVariable,
    /// The assumption that is looked at.
    Assumption,
    /// The statistic that goal seek wants.
    SeekWanted,
    /// The value that it is to have.
    SeekReach,
    /// The lever or company fact that may change for it.
    SeekBy,
    /// The document that is compared with.
    Other,
    /// The first assumption of a pair whose correlation is changed.
    CorrelationOf,
    /// The second.
    CorrelationWith,
    /// Their correlation: the document's.
    CorrelationRho,
    /// How certain the headline is to be.
    Precision,
    /// Independent runs of each kind of points.
    Runs,
    /// Customers simulated one by one.
    Customers,
    /// Which averagings are undone.
    Readings,
    /// The day a forecast is made.
    Date,
    /// What happened: which month of the forecast, which figure.
    Happened(usize, usize),
    /// What the frontier makes large.
    Aim,
    /// Which number of it.
    Statistic,
    /// Policies evaluated by the search.
    Evaluations,
    /// Draws of an evaluation.
    SearchDraws,
    /// Seed of the search; the document's where empty.
    Seed,
    /// Whether the search keeps satisfaction from falling under today's.
    GuardCsi,
    /// The share of contacts that may give up in the search; any where empty.
    GuardAbandoned,
    /// Whether the search keeps levers within the evidence.
    GuardEvidence,
    /// Whether the search may move a lever.
    Free(LeverId),
    /// The least value of a lever in the search.
    Low(LeverId),
    /// The largest value of a lever in the search.
    High(LeverId),
    /// A threshold of an alert: which alert, and blue, yellow or red.
    Alert(usize, usize),
}

impl Field {
    /// Whether it says what is asked, rather than how it is answered.
    pub const fn is_the_question(self) -> bool {
        matches!(
            self,
            Self::Outcome
                | Self::Policy
                | Self::Across
                | Self::DecisionVariable
                | Self::Assumption
                | Self::SeekWanted
                | Self::SeekReach
                | Self::SeekBy
                | Self::Other
                | Self::Aim
                | Self::Date
                | Self::Happened(..)
        )
    }

    /// The id in the page.
    pub fn id(self) -> String {
        let id = match self {
            Field::Outcome => "outcome",
            Field::Policy => "policy",
            Field::Against => "against",
            Field::BarDraws => "bar-draws",
            Field::Rows => "rows",
            Field::Across => "across",
            Field::Up => "up",
            Field::DecisionVariable => "variable",
            Field::Assumption => "assumption",
            Field::Other => "other",
            Field::CorrelationOf => "correlation-of",
            Field::CorrelationWith => "correlation-with",
            Field::CorrelationRho => "correlation-rho",
            Field::SeekWanted => "seek-wanted",
            Field::SeekReach => "seek-reach",
            Field::SeekBy => "seek-by",
            Field::Precision => "precision",
            Field::Runs => "runs",
            Field::Customers => "customers",
            Field::Readings => "readings",
            Field::Date => "date",
            Field::Happened(month, figure) => return format!("happened-{month}-{figure}"),
            Field::Aim => "aim",
            Field::Statistic => "statistic",
            Field::Evaluations => "evaluations",
            Field::SearchDraws => "search-draws",
            Field::Seed => "seed",
            Field::GuardCsi => "guard-csi",
            Field::GuardAbandoned => "guard-abandoned",
            Field::GuardEvidence => "guard-evidence",
            Field::Free(lever) => return format!("free-{}", lever.name()),
            Field::Low(lever) => return format!("low-{}", lever.name()),
            Field::High(lever) => return format!("high-{}", lever.name()),
            Field::Alert(alert, level) => return format!("alert-{alert}-{level}"),
        };
        id.to_owned()
    }
}

/// A policy: today's, or one of the document's by its position.
pub type Which = Option<usize>;

/// What everything is set to.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The outcome looked at.
    pub outcome: Outcome,
    /// The policy looked at.
    pub policy: Which,
    /// The policy it is compared with, where it is.
    pub against: Option<Which>,
    /// Draws behind each bar of the tornado.
    pub bar_draws: u64,
    /// Rows of the design of the indices.
    pub rows: u64,
    /// Levers that are swept, each alone; the first is the one across a grid. The page sweeps one.
    pub swept: Vec<LeverId>,
    /// The lever up a grid.
    pub up: Option<LeverId>,
    /// Points of a sweep: along a line, along a side of a grid.
    pub points: (usize, usize),
    /// What is turned until the policy breaks even, each alone; at least one. The page turns one.
    pub decision_variables: Vec<DecisionVariable>,
    /// The assumption that the result is scattered over.
    pub assumption: AssumptionId,
    /// Goal seek.
    pub seek: Seek,
    /// The document that is compared with, once one was given.
    pub other: Option<Box<Other>>,
    /// The pair whose correlation is changed.
    pub correlated: (AssumptionId, AssumptionId),
    /// The share of futures that has to meet the goal where something breaks even; the mean has to, where there is none.
    pub chance: Option<f64>,
    /// The outcome, money, in which policies are compared: where something breaks even, and where knowledge is valued.
    pub better_in: Outcome,
    /// Half the width of the 95 % interval of the headline, as a share of futures.
    pub precision: f64,
    /// Most draws that are tried for it.
    pub most_draws: u64,
    /// Independent runs of each kind of points.
    pub runs: usize,
    /// Customers simulated one by one, in all.
    pub customers: usize,
    /// Whether every averaging is undone in turn.
    pub all_readings: bool,
    /// The day a forecast is made, YYYY-MM-DD.
    pub date: String,
    /// The frontier.
    pub search: SearchFor,
    /// Alerts on a stress test; they colour what was found and change nothing of it.
    pub alerts: Vec<Alert>,
    /// Stresses of a test.
    pub stresses: Vec<Stress>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            outcome: Outcome::TotalGain,
            policy: Some(0),
            against: None,
            bar_draws: 256,
            rows: 256,
            swept: vec![LeverId::CustomersPerAgent],
            up: None,
            points: (17, 9),
            decision_variables: vec![DecisionVariable::Assumption(AssumptionId::CausalShare)],
            assumption: AssumptionId::CausalShare,
            seek: Seek::default(),
            other: None,
            correlated: (CORRELATIONS[0].0, CORRELATIONS[0].1),
            chance: None,
            better_in: Outcome::TotalGain,
            precision: 0.02,
            most_draws: 65_536,
            runs: 8,
            customers: 8000,
            all_readings: false,
            date: String::new(),
            search: SearchFor::default(),
            alerts: ALERTS.to_vec(),
            stresses: STRESSES.to_vec(),
        }
    }
}

/// Name of today's policy, and of no policy, among the values of a field.
pub const TODAY: &str = "today";
/// No policy.
pub const AGAINST_NOTHING: &str = "";

impl Settings {
    /// Sets a field; a value that it cannot have changes nothing and gives false.
    pub fn set(&mut self, field: Field, value: &str, policies: usize) -> bool {
        match field {
            Field::Outcome => take(&mut self.outcome, Outcome::from_name(value)),
            Field::Policy => take(&mut self.policy, which(value, policies)),
            Field::Against if value == AGAINST_NOTHING => take(&mut self.against, Some(None)),
            Field::Against => take(&mut self.against, which(value, policies).map(Some)),
            Field::BarDraws => take(&mut self.bar_draws, value.parse().ok()),
            Field::Rows => take(&mut self.rows, value.parse().ok()),
            Field::Across => take(&mut self.swept, LeverId::from_name(value).map(|lever| vec![lever])),
            Field::Up => {
                let across = self.across();
                take(&mut self.up, Some(LeverId::from_name(value).filter(|lever| Some(*lever) != across)))
            }
            Field::DecisionVariable => {
                take(&mut self.decision_variables, decision_variable(value).map(|variable| vec![variable]))
            }
            Field::CorrelationOf => take(&mut self.correlated.0, AssumptionId::from_name(value)),
            Field::CorrelationWith => take(&mut self.correlated.1, AssumptionId::from_name(value)),
            Field::SeekWanted => self.seek.want(value),
            Field::SeekReach => self.seek.reach(value),
            Field::SeekBy => take(&mut self.seek.by, By::from_name(value)),
            Field::Assumption => take(&mut self.assumption, AssumptionId::from_name(value)),
            Field::Precision => take(&mut self.precision, value.parse().ok()),
            Field::Runs => take(&mut self.runs, value.parse().ok()),
            Field::Customers => take(&mut self.customers, value.parse().ok()),
            Field::Readings => take(&mut self.all_readings, value.parse().ok()),
            Field::Date => take(&mut self.date, month_after(value).ok().map(|_| value.to_owned())),
            Field::Alert(alert, level) => self.set_alert(alert, level, value),
            _ => self.search.set(field, value),
        }
    }

    /// A threshold as typed; one out of order is not taken.
    fn set_alert(&mut self, alert: usize, level: usize, value: &str) -> bool {
        let Some(slot) = self.alerts.get_mut(alert) else { return false };
        let Ok(threshold) = typed::read(value, &of_alert(slot.measure)) else { return false };
        let mut levels = [slot.blue, slot.yellow, slot.red];
        let Some(old) = levels.get_mut(level) else { return false };
        *old = threshold;
        take(slot, Alert::new(slot.measure, levels[0], levels[1], levels[2]).ok())
    }

    /// How the number of a field is typed, where it is one of the model's.
    pub fn reading(&self, field: Field) -> Option<Reading<'static>> {
        match field {
            Field::Alert(alert, _) => Some(of_alert(self.alerts.get(alert)?.measure)),
            Field::Low(lever) | Field::High(lever) => Some(typed::of_lever(lever.spec())),
            Field::CorrelationRho => Some(Reading { form: Form::Ratio, range: (-1.0, 1.0), ..Reading::TYPED }),
            Field::SeekReach => Some(self.seek.wanted.reading()),
            _ => None,
        }
    }

    /// What a field is set to.
    pub fn value(&self, field: Field) -> String {
        let policy = |which: Which| which.map_or_else(|| TODAY.to_owned(), |k| k.to_string());
        match field {
            Field::Outcome => self.outcome.name().to_owned(),
            Field::Policy => policy(self.policy),
            Field::Against => self.against.map_or_else(|| AGAINST_NOTHING.to_owned(), policy),
            Field::BarDraws => self.bar_draws.to_string(),
            Field::Rows => self.rows.to_string(),
            Field::Across => self.across().map_or("", LeverId::name).to_owned(),
            Field::Up => self.up_lever().map_or(AGAINST_NOTHING, LeverId::name).to_owned(),
            Field::DecisionVariable => {
                self.decision_variables.first().map_or("", |variable| variable.name()).to_owned()
            }
            Field::Other => self.other.as_ref().map_or_else(String::new, |other| other.given.clone()),
            Field::CorrelationOf => self.correlated.0.name().to_owned(),
            Field::CorrelationWith => self.correlated.1.name().to_owned(),
            Field::SeekWanted => self.seek.wanted.name().to_owned(),
            Field::SeekReach => self.seek.reach_text(),
            Field::SeekBy => self.seek.by.name().to_owned(),
            Field::Assumption => self.assumption.name().to_owned(),
            Field::Precision => self.precision.to_string(),
            Field::Runs => self.runs.to_string(),
            Field::Customers => self.customers.to_string(),
            Field::Readings => self.all_readings.to_string(),
            Field::Date => self.date.clone(),
            Field::Alert(alert, level) => self.alerts.get(alert).map_or_else(String::new, |a| {
                let threshold = [a.blue, a.yellow, a.red][level.min(2)];
                if in_percent(a.measure) {
                    format!("{}%", trimmed(100.0 * threshold, 4))
                } else {
                    trimmed(threshold, 4)
                }
            }),
            _ => self.search.value(field),
        }
    }

    /// The lever that is swept first.
    pub fn across(&self) -> Option<LeverId> {
        self.swept.first().copied()
    }

    /// The second lever that is swept: another than the first.
    pub fn up_lever(&self) -> Option<LeverId> {
        self.up.filter(|lever| Some(*lever) != self.across())
    }

    /// Another document: its policies are other policies.
    pub fn afresh(&mut self, policy: Which) {
        self.policy = policy;
        self.against = None;
    }
}

/// Whether thresholds of a measure are typed in percent.
pub fn in_percent(measure: Measure) -> bool {
    matches!(measure, Measure::Loss | Measure::ChanceOfLoss)
}

/// How a threshold of a measure is typed.
fn of_alert(measure: Measure) -> Reading<'static> {
    let any = (f64::NEG_INFINITY, f64::INFINITY);
    match measure {
        Measure::LongestWait => typed::amount(units::MINUTES, any),
        Measure::LowestCsi => typed::amount(units::POINTS, any),
        Measure::Recovery => typed::amount(units::MONTHS, any),
        Measure::Loss | Measure::ChanceOfLoss => typed::share(any),
    }
}

/// Takes a value where there is one.
pub fn take<T>(target: &mut T, value: Option<T>) -> bool {
    let taken = value.is_some();
    if let Some(value) = value {
        *target = value;
    }
    taken
}

fn which(value: &str, policies: usize) -> Option<Which> {
    match value {
        TODAY => Some(None),
        number => number.parse().ok().filter(|&k| k < policies).map(Some),
    }
}

fn decision_variable(name: &str) -> Option<DecisionVariable> {
    let assumption = || AssumptionId::from_name(name).map(DecisionVariable::Assumption);
    LeverId::from_name(name).map(DecisionVariable::Lever).or_else(assumption)
}
