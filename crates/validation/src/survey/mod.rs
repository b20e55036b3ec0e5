//! Every figure of the report that was kept for checking, held against the model as it runs now.
//!
//! Claim: what the model says of the report's own questions is shown beside what the report says, worst first, and where
//!   they part, which assumption alone would bring them together.
//! Equations: [`ITEMS`] names the modelled quantity of every reported number; gap = |modelled - reported|/|reported|; within our
//!   uncertainty means between the 5 and 95 % quantiles over draws; an assumption reconciles at the root of
//!   modelled(x) = reported within its override range nearest to its central value, all others central.
//! Symbols: shares 0-1, months, CNY, points; a policy's year is the last twelve months, the baseline's its first twelve.
//! Validity: the report's own firm with a scenario's assumptions, whatever the scenario's company; central runs, serious events at expected value; draws are Sobol points of the scenario's distributions.
//! Source: data/evidence.toml, entries of role check.

mod items;
mod reconcile;

pub use items::{ITEMS, Item};

use aftercast_engine::model::Firm;
use aftercast_engine::run::SamplingPlan;
use aftercast_engine::run::central::CentralError;
use aftercast_engine::run::summary::sorted_quantile;
use aftercast_numerics::sampling::Sampler;
use aftercast_scenario::evidence::evidence;
use aftercast_scenario::{AssumptionId, Company, FACE_VALUE, Levers, Scenario};
use items::Runs;
use reconcile::reconcile;

/// A gap this small is within the rounding of a reported figure.
pub const CLOSE: f64 = 0.10;

/// What is to be said of a figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SurveyVerdict {
    /// Agrees within rounding because it was built in.
    ByConstruction,
    /// Agrees within rounding though nothing was built in.
    Agrees,
    /// Further off, but our uncertainty covers it.
    WithinUncertainty,
    /// Outside what we believe.
    Disagrees,
    /// The model has no such number here: the policy saves money, or does not pay back within the horizon.
    NotDefined,
}

impl SurveyVerdict {
    /// Id in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::ByConstruction => "by_construction",
            Self::Agrees => "agrees",
            Self::WithinUncertainty => "within_uncertainty",
            Self::Disagrees => "disagrees",
            Self::NotDefined => "not_defined",
        }
    }
}

/// An assumption that alone would bring model and report together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reconciles {
    /// Which.
    pub assumption: AssumptionId,
    /// At which value.
    pub value: f64,
    /// Whether that lies within what we believe of it.
    pub believed: bool,
    /// Distance from its central value, in widths of what we believe.
    pub distance: f64,
}

/// A figure of the report beside the model.
#[derive(Clone, Debug)]
pub struct Compared {
    /// What is compared.
    pub item: &'static Item,
    /// Reported.
    pub reported: f64,
    /// Modelled with the report at face value.
    pub face_value: Option<f64>,
    /// Modelled with our central assumptions.
    pub central: Option<f64>,
    /// 5, 50 and 95 % quantiles over draws of our assumptions.
    pub spread: Option<[f64; 3]>,
    /// Share of draws in which the model has the number.
    pub defined: f64,
    /// Relative gap at our central assumptions; infinite where the model has no such number.
    pub gap: f64,
    /// The verdict on our assumptions.
    pub verdict: SurveyVerdict,
    /// What would reconcile, nearest to what we believe first; empty where nothing needs to or no single assumption can.
    pub reconciles: Vec<Reconciles>,
}

/// The firm that the report reports on. Another firm's costs and contacts are no contradiction to the report.
fn reported_firm() -> Firm {
    Firm::new(&Company::default(), &Levers::default_today())
}

/// Every item at the report's firm and a scenario's assumptions, worst first.
///
/// # Errors
/// Assumptions under which that firm has no baseline.
pub fn compare_with_survey(scenario: &Scenario, draws: u64) -> Result<Vec<Compared>, CentralError> {
    let firm = reported_firm();
    let central = scenario.central();
    let ours = Runs::new(&firm, &central)?.read();
    let mut taken = central;
    FACE_VALUE.iter().for_each(|&(id, value)| *taken.get_mut(id) = value);
    let face = Runs::new(&firm, &taken)?.read();
    let plan = SamplingPlan::of(&scenario.futures().with_sampler(Sampler::Sobol).with_draws(draws));
    let sampled: Vec<_> =
        (0..draws).filter_map(|i| Runs::new(&firm, &plan.draw(i)).ok()).map(|runs| runs.read()).collect();
    let mut rows: Vec<Compared> = ITEMS
        .iter()
        .enumerate()
        .map(|(i, item)| {
            let reported = evidence(item.evidence).and_then(|e| e.reported.get(item.position)).copied();
            let reported = reported.unwrap_or(f64::NAN);
            let mut values: Vec<f64> = sampled.iter().filter_map(|s| s[i]).collect();
            values.sort_unstable_by(f64::total_cmp);
            let spread = (!values.is_empty()).then(|| [0.05, 0.5, 0.95].map(|q| sorted_quantile(&values, q)));
            let gap = ours[i].map_or(f64::INFINITY, |x| (x - reported).abs() / reported.abs());
            let covered = spread.is_some_and(|[low, _, high]| low <= reported && reported <= high);
            let verdict = match ours[i] {
                Some(_) if gap <= CLOSE && item.by_construction => SurveyVerdict::ByConstruction,
                Some(_) if gap <= CLOSE => SurveyVerdict::Agrees,
                _ if covered => SurveyVerdict::WithinUncertainty,
                Some(_) => SurveyVerdict::Disagrees,
                None => SurveyVerdict::NotDefined,
            };
            Compared {
                item,
                reported,
                face_value: face[i],
                central: ours[i],
                spread,
                defined: values.len() as f64 / sampled.len().max(1) as f64,
                gap,
                verdict,
                reconciles: Vec::new(),
            }
        })
        .collect();
    reconcile(&firm, scenario, &central, &mut rows);
    rows.sort_by(|a, b| rank(b).cmp(&rank(a)).then(b.gap.total_cmp(&a.gap)));
    Ok(rows)
}

/// The modelled quantities of [`ITEMS`] at the report's firm and a scenario's central assumptions.
///
/// # Errors
/// Assumptions under which that firm has no baseline.
pub fn modelled(scenario: &Scenario) -> Result<[Option<f64>; ITEMS.len()], CentralError> {
    let firm = reported_firm();
    Ok(Runs::new(&firm, &scenario.central())?.read())
}

/// Worse verdicts first.
fn rank(row: &Compared) -> u8 {
    match row.verdict {
        SurveyVerdict::Disagrees | SurveyVerdict::NotDefined => 3,
        SurveyVerdict::WithinUncertainty => 2,
        SurveyVerdict::Agrees => 1,
        SurveyVerdict::ByConstruction => 0,
    }
}
