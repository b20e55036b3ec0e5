//! A company's own facts recalibrate the baseline: at today's policy the model returns them, and a policy that changes
//! nothing changes no number.

use std::collections::BTreeMap;

use aftercast_engine::check;
use aftercast_engine::model::population::Population;
use aftercast_engine::model::queue::Exact;
use aftercast_engine::model::{Baseline, Firm};
use aftercast_engine::run::central::{MonthFigure, Trajectory, central, central_baseline, trajectory};
use aftercast_scenario::company::StatedCosts;
use aftercast_scenario::{AssumptionId, Draft, LeverId, Override, PolicyDraft, SEGMENTS, Scenario};
use proptest::prelude::*;

use crate::random_firms::{self, Dice};

/// A company within the promised ranges and, for waits, the whole range of the form; `seed` decides every other fact and today's other levers.
#[derive(Clone, Debug)]
struct Own {
    ln_customers: f64,
    csi: f64,
    customers_per_agent: f64,
    ln_night: f64,
    ln_first: f64,
    repurchase: Option<f64>,
    seed: u64,
    otherwise_standard: bool,
}

fn own() -> impl Strategy<Value = Own> {
    (
        1e3_f64.ln()..5e7_f64.ln(),
        30.0..95.0_f64,
        1500.0..10_000.0_f64,
        0.05_f64.ln()..240_f64.ln(),
        0.05_f64.ln()..240_f64.ln(),
        prop::option::of(0.1..0.9_f64),
        any::<u64>(),
        any::<bool>(),
    )
        .prop_map(|(ln_customers, csi, customers_per_agent, ln_night, ln_first, repurchase, seed, standard)| Own {
            ln_customers,
            csi,
            customers_per_agent,
            ln_night,
            ln_first,
            repurchase,
            seed,
            otherwise_standard: standard,
        })
}

impl Own {
    fn draft(&self) -> Draft {
        let mut draft = Draft::default();
        let mut dice = Dice(self.seed);
        if !self.otherwise_standard {
            random_firms::company(&mut dice, &mut draft, 5e7);
            for id in LeverId::ALL {
                if id.ramps() && dice.chance(0.4) {
                    draft.today.insert(id, random_firms::lever(&mut dice, id));
                }
            }
        }
        let c = &mut draft.company;
        // the exponential of a logarithm may fall short of it
        c.customers = self.ln_customers.exp().max(1e3);
        c.csi = self.csi;
        c.night_response_minutes = self.ln_night.exp();
        c.first_response_minutes = self.ln_first.exp();
        c.repurchase = self.repurchase;
        draft.today.insert(LeverId::CustomersPerAgent, self.customers_per_agent);
        // a policy that names today's levers one by one
        let levers = LeverId::ALL.into_iter().filter(|id| id.ramps());
        let levers = levers.map(|id| (id, draft.today.get(&id).copied().unwrap_or(id.spec().today))).collect();
        draft.policies = vec![PolicyDraft::default(), PolicyDraft { name: "the same".to_owned(), levers }];
        draft
    }
}

fn near(what: &str, ours: f64, theirs: f64) -> Result<(), TestCaseError> {
    prop_assert!((ours - theirs).abs() <= 1e-9 * theirs.abs().max(1.0), "{}: {} not {}", what, ours, theirs);
    Ok(())
}

fn baseline(scenario: &Scenario) -> (Firm, Baseline<f64>, Trajectory) {
    let firm = Firm::new(scenario.company(), scenario.today());
    let base = central_baseline(&firm, &scenario.central()).unwrap();
    let run = trajectory(&firm, &base, None);
    (firm, base, run)
}

fn weighted(p: &Population<f64>, f: impl Fn(usize) -> f64) -> f64 {
    (0..SEGMENTS).map(|g| p.customers[g] * f(g)).sum::<f64>() / p.customers.iter().sum::<f64>()
}

/// Scenarios that pass the checks; a wait that cannot be is refused, and then there is nothing to test.
fn checked(draft: &Draft) -> Result<Scenario, TestCaseError> {
    check(draft).map_err(|violations| {
        let waits = violations.0.iter().all(|v| {
            v.field.ends_with("response_minutes") || v.field == "company.csi" || v.field.contains("stated_costs")
        });
        assert!(waits, "refused for another reason: {violations}");
        TestCaseError::reject("a wait, an offset or a figure of the books that cannot be")
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, max_global_rejects: 4000, ..ProptestConfig::default() })]

    #[test]
    fn the_stationary_baseline_has_the_companys_own_figures(own in own()) {
        let scenario = checked(&own.draft())?;
        let (firm, base, _) = baseline(&scenario);
        let (c, p) = (scenario.company(), &base.population);
        near("customers", p.customers.iter().sum(), c.customers)?;
        near("csi", weighted(p, |g| p.satisfaction[g]), c.csi)?;
        if let Some(stated) = c.repurchase {
            near("repurchase", weighted(p, |g| p.curve.annual(p.satisfaction[g])), stated)?;
        }
        near("orders", weighted(p, |g| p.orders[g]) * 12.0, c.orders_per_customer_year)?;
        let orders = weighted(p, |g| p.orders[g]);
        near("order value", weighted(p, |g| p.orders[g] * p.value[g]) / orders, c.average_order_value)?;
        near("incidents", weighted(p, |g| p.orders[g] * p.incidents[g]) / orders, c.incident_rate)?;
        near("responsiveness", weighted(p, |g| p.responsiveness[g]), 1.0)?;
        // waits weighted by season over the calendar year
        let year = |f: &dyn Fn(usize) -> f64| (0..12).map(|j| firm.season[j] * f(j)).sum::<f64>() / 12.0;
        near("first response", year(&|j| base.desk.by_month[j].mean), c.first_response_minutes)?;
        near("night response", year(&|j| base.desk.by_month[j].night), c.night_response_minutes)?;
        // who leaves is replaced, segment by segment
        for g in 0..SEGMENTS {
            let stays = |g: usize| p.customers[g] * p.curve.annual(p.satisfaction[g]).powf(1.0 / 12.0);
            let grown_up = if g < 9 { 0.0 } else { stays(g - 9) * firm.exit[(g - 9) / 9] };
            near("segment", stays(g) * (1.0 - firm.exit[g / 9]) + grown_up + p.acquisitions[g], p.customers[g])?;
        }
    }

    #[test]
    fn without_a_season_every_month_has_the_companys_own_figures(own in own()) {
        let mut draft = own.draft();
        draft.company.season = [3.7; 12];
        draft.company.horizon_months = 60.0;
        // agents at the peaks answer in two months only, and the books scale the four lines
        draft.today.insert(LeverId::PeakAgents, 0.0);
        draft.company.stated_costs = StatedCosts::NONE;
        let scenario = checked(&draft)?;
        let (_, base, run) = baseline(&scenario);
        let (c, p, a) = (scenario.company(), &base.population, scenario.central());
        // no segment stays longer than the model's cap on repurchase
        prop_assume!((0..SEGMENTS).all(|g| p.curve.annual(p.satisfaction[g]) <= 0.98));
        let agents = c.customers / scenario.today().customers_per_agent;
        for m in &run.months {
            near("customers", m.customers, c.customers)?;
            near("csi", m.csi, c.csi)?;
            near("first response", m.waits.mean, c.first_response_minutes)?;
            near("night response", m.waits.night, c.night_response_minutes)?;
            near("resolution", m.fcr, c.first_contact_resolution)?;
            if let Some(stated) = c.repurchase {
                near("repurchase", m.repurchase, stated)?;
            }
            let orders = c.customers * c.orders_per_customer_year / 12.0;
            near("revenue", m.revenue, orders * c.average_order_value)?;
            near("incidents", m.incidents, orders * c.incident_rate)?;
            near("technology", m.lines.technology, c.customers / 12.0 * a.tech_per_customer)?;
            near("returns", m.lines.reverse_logistics, orders * c.incident_rate * a.return_unit_cost)?;
            if own.otherwise_standard {
                near("labour", m.lines.labour, agents * 8500.0 / (1.0 - a.turnover_share))?;
                prop_assert_eq!(m.lines.programmes, 0.0);
            }
            near("acquisitions", m.acquisitions, p.acquisitions_total)?;
            prop_assert_eq!(m.setup, 0.0);
            let events = a.serious_events_per_year / 12.0 * (c.customers / 1e6).sqrt() + a.crises_per_year / 12.0;
            let severity = 1.0 - (1.0 - a.warning_severity) * scenario.today().early_warning;
            near("events", m.serious_events, a.serious_direct_cost * (c.customers / 1e6).sqrt() * events * severity)?;
        }
        let (first, last) = (&run.months[0], &run.months[59]);
        let lines: [MonthFigure; 4] = [|m| m.service_cost, |m| m.cost, |m| m.profit, |m| m.contacts];
        for line in lines {
            near("month 59 against month 0", line(last), line(first))?;
        }
    }

    #[test]
    fn the_season_alone_moves_no_customer(own in own()) {
        // satisfaction follows the season's waits; where behaviour does not follow satisfaction and nothing happens,
        // the population stands still and the waits are those of the calibration
        let mut draft = own.draft();
        for id in [AssumptionId::CausalShare, AssumptionId::CrisesPerYear, AssumptionId::SeriousLostProspects] {
            draft.assumptions.insert(id, Override::Known(0.0));
        }
        draft.company.horizon_months = 24.0;
        let scenario = checked(&draft)?;
        let (firm, base, run) = baseline(&scenario);
        let p = &base.population;
        prop_assume!((0..SEGMENTS).all(|g| p.curve.annual(p.satisfaction[g]) <= 0.98));
        let mut weighted = 0.0;
        for (t, m) in run.months.iter().enumerate() {
            near("customers", m.customers, firm.company.customers)?;
            near("wait", m.waits.mean, base.desk.by_month[firm.calendar(t)].mean)?;
            weighted += firm.season[firm.calendar(t)] * m.waits.mean / 24.0;
        }
        near("first response over the year", weighted, firm.company.first_response_minutes)?;
    }

    #[test]
    fn a_policy_that_changes_nothing_changes_no_number(own in own()) {
        let scenario = checked(&own.draft())?;
        for policy in scenario.policies() {
            let run = central(scenario.company(), scenario.today(), &scenario.central(), &policy.levers).unwrap();
            let c = run.comparison;
            for (what, delta) in [
                ("cost", c.delta_cost), ("revenue", c.delta_revenue), ("contribution", c.delta_contribution),
                ("npv", c.npv), ("ltv", c.delta_ltv),
            ] {
                prop_assert_eq!(delta, 0.0, "{} of {:?}", what, policy.name);
            }
            prop_assert_eq!(c.revenue_multiple, None);
            prop_assert_eq!(c.payback_month, Some(0));
            for (p, b) in run.policy.months.iter().zip(&run.baseline.months) {
                prop_assert_eq!(format!("{p:?}"), format!("{b:?}"));
            }
        }
    }
}

#[test]
fn no_draw_of_a_company_near_its_limits_lacks_a_baseline() {
    // the iteration of section 1 must settle within its rounds in every draw, not only in the central one
    for (i, (csi, repurchase)) in
        [(30.0, None), (30.0, Some(0.02)), (30.0, Some(0.9)), (95.0, None), (95.0, Some(0.05)), (95.0, Some(0.97))]
            .into_iter()
            .enumerate()
    {
        let mut draft = Draft::default();
        draft.company.csi = csi;
        draft.company.repurchase = repurchase;
        let scenario = check(&draft).unwrap();
        let futures = scenario.futures();
        let plan = aftercast_engine::run::SamplingPlan::new(&futures.distributions, futures.sampler, i as u64, 256);
        let firm = Firm::new(scenario.company(), scenario.today());
        for draw in 0..256 {
            let p = Population::stationary(&firm, &plan.draw(draw)).unwrap();
            assert!((weighted(&p, |g| p.satisfaction[g]) - csi).abs() < 1e-9);
        }
    }
}

#[test]
fn both_ends_of_every_override_have_a_baseline() {
    let (mut broken, mut judged) = (BTreeMap::new(), 0);
    for id in AssumptionId::ALL {
        let (low, high) = aftercast_scenario::check::override_range(id);
        for value in [low, high] {
            let mut draft = Draft::default();
            draft.assumptions.insert(id, Override::Known(value));
            let Ok(scenario) = check(&draft) else { continue };
            judged += 1;
            let firm = Firm::new(scenario.company(), scenario.today());
            let sound = match Baseline::new(&firm, &scenario.central(), &mut Exact) {
                Ok((base, None)) => {
                    let m = trajectory(&firm, &base, None).months[35];
                    [m.profit, m.csi, m.waits.mean, m.repurchase, m.customers].iter().all(|x| x.is_finite())
                }
                _ => false,
            };
            if !sound {
                broken.insert(format!("{} = {value}", id.name()), scenario.name().to_owned());
            }
        }
    }
    // refused are those alone that leave nothing to be relative to
    assert!(judged > 2 * AssumptionId::COUNT - 10, "{judged}");
    assert!(broken.is_empty(), "{broken:?}");
}
