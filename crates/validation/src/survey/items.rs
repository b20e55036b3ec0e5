//! Every reported number that was kept for checking, with its modelled quantity, and the runs that these are read from.

use crate::behaviour::policy;
use aftercast_engine::model::queue::Exact;
use aftercast_engine::model::{Baseline, Firm, Month};
use aftercast_engine::run::central::{CentralError, Trajectory, compare, trajectory};
use aftercast_scenario::Assumptions;

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
pub(super) struct Runs<'a> {
    firm: &'a Firm,
    base: Baseline<f64>,
    baseline: Trajectory,
    policies: Vec<(&'static str, Trajectory)>,
}

impl<'a> Runs<'a> {
    pub(super) fn new(firm: &'a Firm, a: &Assumptions<f64>) -> Result<Self, CentralError> {
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

    pub(super) fn read(&self) -> [Option<f64>; ITEMS.len()] {
        ITEMS.map(|item| (item.modelled)(self).filter(|x| x.is_finite()))
    }
}

fn last_year(run: &Trajectory, f: impl Fn(&Month<f64>) -> f64) -> f64 {
    let year = &run.months[run.months.len().saturating_sub(12)..];
    year.iter().map(f).sum::<f64>() / year.len() as f64
}
