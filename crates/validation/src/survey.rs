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

use super::behaviour::{ends, policy};
use aftercast_engine::model::queue::Exact;
use aftercast_engine::model::{Baseline, Firm, Month};
use aftercast_engine::run::SamplingPlan;
use aftercast_engine::run::central::{CentralError, Trajectory, compare, trajectory};
use aftercast_engine::run::summary::sorted_quantile;
use aftercast_numerics::sampling::Sampler;
use aftercast_scenario::check::override_range;
use aftercast_scenario::evidence::evidence;
use aftercast_scenario::{AssumptionId, Assumptions, Company, FACE_VALUE, Futures, Levers, Scenario};

/// A gap this small is within the rounding of a reported figure.
pub const CLOSE: f64 = 0.10;
/// Points of an override range that are looked at before solving.
const GRID: usize = 8;
/// Steps of a solution, and the gap at which it is one.
const SOLVING: usize = 40;
const SOLVED: f64 = 1e-6;
/// Reconciling assumptions that are kept, those nearest to what we believe first.
const KEPT: usize = 3;

/// A reported number and where the model has it.
#[derive(Clone, Copy, Debug)]
pub struct Item {
    /// Key of its text: `survey_` and this.
    pub key: &'static str,
    /// Entry of the evidence file.
    pub evidence: &'static str,
    /// Which of the entry's reported numbers.
    pub position: usize,
    /// Whether a company fact or an assumption was chosen so that it agrees.
    pub by_construction: bool,
    modelled: fn(&Runs) -> Option<f64>,
}

macro_rules! item {
    ($key:literal, $evidence:literal, $position:literal, built, $f:expr) => {
        Item { key: $key, evidence: $evidence, position: $position, by_construction: true, modelled: $f }
    };
    ($key:literal, $evidence:literal, $position:literal, $f:expr) => {
        Item { key: $key, evidence: $evidence, position: $position, by_construction: false, modelled: $f }
    };
}

/// Every reported number of role check, with its modelled quantity.
pub const ITEMS: [Item; 23] = [
    item!("staffing_cost_share", "3.4-staffing", 0, built, |r| Some(
        r.first(|m| m.service_cost) / r.first(|m| m.revenue)
    )),
    item!("law_cost", "6.2-law", 0, |r| Some(r.against("law", |m| m.service_cost))),
    item!("law_csi", "6.2-law", 1, |r| Some(r.last("law", |m| m.csi))),
    item!("law_repurchase", "6.2-law", 2, |r| Some(r.against("law", |m| m.repurchase))),
    item!("value_cost_share", "6.4-value-centre", 0, |r| {
        Some(r.last("value", |m| m.service_cost) / r.last("value", |m| m.revenue))
    }),
    item!("value_repurchase", "6.4-value-centre", 1, |r| Some(r.against("value", |m| m.repurchase))),
    item!("value_multiple", "6.4-value-centre", 2, |r| r.multiple("value").0),
    item!("curve_repurchase", "6.4-curve", 0, |r| Some(r.curve(GOOD) / r.curve(TODAY) - 1.0)),
    item!("curve_lifetime_today", "6.4-curve", 1, |r| Some(lifetime(r.curve(TODAY)))),
    item!("curve_lifetime_good", "6.4-curve", 2, |r| Some(lifetime(r.curve(GOOD)))),
    item!("split_labour", "8.1-structure", 0, built, |r| Some(r.share(|m| m.lines.labour))),
    item!("split_technology", "8.1-structure", 1, built, |r| Some(r.share(|m| m.lines.technology))),
    item!("split_logistics", "8.1-structure", 2, built, |r| Some(r.share(|m| m.lines.reverse_logistics))),
    item!("split_compensation", "8.1-structure", 3, built, |r| Some(r.share(|m| m.lines.compensation))),
    item!("hybrid_human_contacts", "8.1-hybrid", 0, |r| Some(r.against("hybrid", |m| m.human_contacts))),
    item!("lifetime_months", "8.2-lifetime", 0, |r| Some(r.baseline.ending.lifetime.months)),
    item!("lifecycle_spend", "8.2-lifetime", 1, built, |r| {
        Some(r.first(|m| m.revenue) / r.first(|m| m.customers) * LIFECYCLE_MONTHS)
    }),
    item!("vip_multiple", "8.3-vip", 0, |r| r.multiple("vip").0),
    item!("contact_cost", "8.3-unit-cost", 0, built, |r| {
        Some(r.first(|m| m.lines.labour) / r.first(|m| m.human_contacts))
    }),
    item!("hybrid_revenue_multiple", "8.3-ai-roi", 0, |r| r.multiple("hybrid").0),
    item!("hybrid_contribution_multiple", "8.3-ai-roi", 0, |r| r.multiple("hybrid").1),
    item!("ticket_payback", "8.3-ticket", 0, |r| r.payback("ticket")),
    item!("response_repurchase", "8.3-response", 0, |r| Some(100.0 * r.gain_of_points(MINUTE_POINTS))),
];

/// Scores that the report's curve is read at, points.
const TODAY: f64 = 68.5;
const GOOD: f64 = 82.0;
/// Points of a minute in the report.
const MINUTE_POINTS: f64 = 1.2;
/// From pregnancy to age 3.
const LIFECYCLE_MONTHS: f64 = 45.0;

/// Policies that items name.
const NAMES: [&str; 5] = ["law", "value", "hybrid", "vip", "ticket"];

/// Mean lifetime at an annual repurchase, months.
fn lifetime(annual: f64) -> f64 {
    1.0 / (1.0 - aftercast_numerics::math::twelfth_root(annual))
}

/// The runs that all items are read from.
#[derive(Debug)]
struct Runs<'a> {
    firm: &'a Firm,
    base: Baseline<f64>,
    baseline: Trajectory,
    policies: Vec<(&'static str, Trajectory)>,
}

impl<'a> Runs<'a> {
    fn new(firm: &'a Firm, a: &Assumptions<f64>) -> Result<Self, CentralError> {
        // where no load makes the reported wait, a draw takes the nearer end, as in a Monte Carlo run
        let (base, _) = Baseline::new(firm, a, &mut Exact)?;
        let baseline = trajectory(firm, &base, None);
        let policies = NAMES
            .into_iter()
            .filter_map(|name| policy(name, &firm.today).map(|levers| (name, trajectory(firm, &base, Some(&levers)))))
            .collect();
        Ok(Self { firm, base, baseline, policies })
    }

    fn policy(&self, name: &str) -> &Trajectory {
        self.policies.iter().find(|(n, _)| *n == name).map_or(&self.baseline, |(_, run)| run)
    }

    /// Mean of the baseline's first year.
    fn first(&self, f: impl Fn(&Month<f64>) -> f64) -> f64 {
        let months = &self.baseline.months;
        let year = &months[..months.len().min(12)];
        year.iter().map(f).sum::<f64>() / year.len() as f64
    }

    /// Mean of a policy's last year.
    fn last(&self, name: &str, f: impl Fn(&Month<f64>) -> f64) -> f64 {
        last_year(self.policy(name), f)
    }

    /// A policy's last year over the baseline's, less one.
    fn against(&self, name: &str, f: impl Fn(&Month<f64>) -> f64 + Copy) -> f64 {
        self.last(name, f) / last_year(&self.baseline, f) - 1.0
    }

    /// Share of the service cost.
    fn share(&self, f: impl Fn(&Month<f64>) -> f64) -> f64 {
        self.first(f) / self.first(|m| m.service_cost)
    }

    /// Revenue and contribution multiple; none where the policy saves money.
    fn multiple(&self, name: &str) -> (Option<f64>, Option<f64>) {
        let c = compare(self.firm, &self.baseline, self.policy(name));
        (c.revenue_multiple, c.contribution_multiple)
    }

    /// Months until it has paid back, the month it does so counted; none within the horizon.
    fn payback(&self, name: &str) -> Option<f64> {
        compare(self.firm, &self.baseline, self.policy(name)).payback_month.map(|t| (t + 1) as f64)
    }

    /// Annual repurchase at a score.
    fn curve(&self, score: f64) -> f64 {
        self.base.population.curve.annual(score)
    }

    /// Gain of annual repurchase when every segment scores so many points more.
    fn gain_of_points(&self, points: f64) -> f64 {
        let p = &self.base.population;
        let (mut gain, mut all) = (0.0, 0.0);
        for (n, s) in p.customers.iter().zip(&p.satisfaction) {
            gain += n * (p.curve.annual(s + points) - p.curve.annual(*s));
            all += n;
        }
        gain / all
    }

    fn read(&self) -> [Option<f64>; ITEMS.len()] {
        ITEMS.map(|item| (item.modelled)(self).filter(|x| x.is_finite()))
    }
}

fn last_year(run: &Trajectory, f: impl Fn(&Month<f64>) -> f64) -> f64 {
    let year = &run.months[run.months.len().saturating_sub(12)..];
    year.iter().map(f).sum::<f64>() / year.len() as f64
}

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
    let plan = SamplingPlan::of(&Futures { sampler: Sampler::Sobol, draws, ..scenario.futures() });
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

/// Finds, for every row beyond rounding, the assumptions that alone would bring it to what was reported.
fn reconcile(firm: &Firm, scenario: &Scenario, central: &Assumptions<f64>, rows: &mut [Compared]) {
    for id in AssumptionId::ALL {
        let (least, most) = override_range(id);
        let middle = *central.get(id);
        let at = |x: f64| {
            let mut a = *central;
            *a.get_mut(id) = x;
            Runs::new(firm, &a).map_or([None; ITEMS.len()], |runs| runs.read())
        };
        // the central value is a point of the grid, so that the nearest crossing is found from it
        let mut grid: Vec<f64> = (0..=GRID).map(|i| least + (most - least) * i as f64 / GRID as f64).collect();
        grid.push(middle);
        grid.sort_unstable_by(f64::total_cmp);
        grid.dedup();
        let seen: Vec<_> = grid.iter().map(|&x| at(x)).collect();
        let (low, high) = ends(scenario.distributions().get(id));
        for (i, row) in rows.iter_mut().enumerate() {
            if row.gap <= CLOSE {
                continue;
            }
            let off = |values: &[Option<f64>; ITEMS.len()]| values[i].map(|x| x - row.reported);
            let mut found: Option<f64> = None;
            for k in 1..grid.len() {
                let (Some(a), Some(b)) = (off(&seen[k - 1]), off(&seen[k])) else { continue };
                if a.signum() == b.signum() && a != 0.0 && b != 0.0 {
                    continue;
                }
                let scale = row.reported.abs();
                if let Some(x) = solve(|x| off(&at(x)), (grid[k - 1], a), (grid[k], b), scale)
                    && found.is_none_or(|y: f64| (x - middle).abs() < (y - middle).abs())
                {
                    found = Some(x);
                }
            }
            if let Some(value) = found {
                let width = (high - low).max(f64::MIN_POSITIVE);
                row.reconciles.push(Reconciles {
                    assumption: id,
                    value,
                    believed: value >= low && value <= high,
                    distance: (value - middle).abs() / width,
                });
            }
        }
    }
    for row in rows {
        row.reconciles.sort_by(|a, b| b.believed.cmp(&a.believed).then(a.distance.total_cmp(&b.distance)));
        row.reconciles.truncate(KEPT);
    }
}

/// A root between two ends of opposite sign (Illinois); none where the function breaks off or jumps over zero.
fn solve(
    f: impl Fn(f64) -> Option<f64>,
    (mut a, mut fa): (f64, f64),
    (mut b, mut fb): (f64, f64),
    scale: f64,
) -> Option<f64> {
    for _ in 0..SOLVING {
        if fa.abs() <= SOLVED * scale {
            return Some(a);
        }
        if fb.abs() <= SOLVED * scale {
            return Some(b);
        }
        let x = (a * fb - b * fa) / (fb - fa);
        let fx = f(x)?;
        if fx.signum() == fb.signum() {
            fa *= 0.5;
        } else {
            (a, fa) = (b, fb);
        }
        (b, fb) = (x, fx);
    }
    None
}
