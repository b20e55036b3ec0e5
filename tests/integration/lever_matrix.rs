//! Behaviour over the lever matrix: all at today's value, all at minimum, all at maximum, each alone at both ends, each
//! assumption at both ends: bounds, directions, conservation.

use aftercast_engine::check;
use aftercast_engine::model::{Firm, Month};
use aftercast_engine::run::batch::Engine;
use aftercast_engine::run::central::{CentralRun, central};
use aftercast_scenario::check::override_range;
use aftercast_scenario::{AssumptionId, Assumptions, Distribution, Draft, LeverId, Levers, Override, PolicyDraft};

use crate::random_firms::Dice;

fn ramping() -> impl Iterator<Item = LeverId> {
    LeverId::ALL.into_iter().filter(|id| id.ramps())
}

/// Named policies: the corners of the lever space and each lever alone at either end.
fn corners() -> Vec<(String, Levers<f64>)> {
    let today = Levers::default_today();
    let all = |end: fn(LeverId) -> f64| {
        let mut levers = today;
        ramping().for_each(|id| *levers.get_mut(id) = end(id));
        levers
    };
    let mut corners = vec![
        ("today".to_owned(), today),
        ("all at minimum".to_owned(), all(|id| id.spec().min)),
        ("all at maximum".to_owned(), all(|id| id.spec().max)),
    ];
    for id in LeverId::ALL {
        for (end, value) in [("minimum", id.spec().min), ("maximum", id.spec().max)] {
            let mut levers = today;
            *levers.get_mut(id) = value;
            corners.push((format!("{} at {end}", id.name()), levers));
        }
    }
    corners
}

fn run(today: &Levers<f64>, a: &Assumptions<f64>, policy: &Levers<f64>) -> CentralRun {
    central(&Draft::default().company, today, a, policy).unwrap()
}

fn standard() -> Assumptions<f64> {
    Assumptions::from_fn(|id| id.spec().distribution.central())
}

/// Bounds that hold in every month whatever is done, and what must add up.
fn sound(name: &str, run: &CentralRun, a: &Assumptions<f64>) {
    let c = Draft::default().company;
    let firm = Firm::new(&c, &Levers::default_today());
    let patience = a.patience_minutes.max(1.25 * c.night_response_minutes);
    for (who, trajectory) in [("baseline", &run.baseline), ("policy", &run.policy)] {
        for (t, m) in trajectory.months.iter().enumerate() {
            let location = format!("{name}: {who} month {t}");
            for (what, share) in [("fcr", m.fcr), ("repurchase", m.repurchase)] {
                assert!((0.0..=1.0).contains(&share), "{location}: {what} {share}");
            }
            assert!((0.0..=100.0).contains(&m.csi), "{location}: csi {}", m.csi);
            for wait in [m.waits.day, m.waits.night, m.waits.mean] {
                assert!((0.0..=patience * (1.0 + 1e-12)).contains(&wait), "{location}: wait {wait}");
            }
            let l = &m.lines;
            let lines = [l.labour, l.technology, l.reverse_logistics, l.compensation, l.programmes];
            for x in lines.into_iter().chain([
                m.customers,
                m.contacts,
                m.human_contacts,
                m.incidents,
                m.acquisitions,
                m.serious_events,
                m.setup,
                m.acquisition_cost,
                m.revenue,
            ]) {
                assert!(x >= 0.0 && x.is_finite(), "{location}: {x} in {m:?}");
            }
            assert!(m.human_contacts <= m.contacts, "{location}");
            assert!(m.profit.is_finite(), "{location}");
            let adds = |what: &str, parts: f64, whole: f64| {
                assert!((parts - whole).abs() <= 1e-9 * m.revenue.max(1.0), "{location}: {what} {parts} not {whole}");
            };
            adds("service cost", lines.iter().sum(), m.service_cost);
            adds("cost", m.service_cost + m.serious_events + m.setup + m.lines.returned_goods, m.cost);
            let planned = run.baseline.months[0].acquisition_cost;
            let spending = if who == "baseline" { 1.0..=1.0 } else { 0.5..=2.0 };
            assert!(
                spending.contains(&(m.acquisition_cost / planned)),
                "{location}: acquisition bill {}",
                m.acquisition_cost
            );
            adds("profit", m.revenue * c.contribution_margin - m.cost - m.acquisition_cost, m.profit);
        }
        // no customer appears from nowhere: customers of next month are at most those of this one and the newcomers
        for pair in trajectory.months.windows(2) {
            assert!(pair[1].customers <= (pair[0].customers + pair[0].acquisitions) * (1.0 + 1e-12), "{name}");
        }
        assert!(trajectory.ending.lifetime.value.is_finite() && trajectory.ending.lifetime.months >= 1.0, "{name}");
    }
    let v = &run.comparison;
    let (mut npv, mut factor) = (0.0, 1.0);
    for (p, b) in run.policy.months.iter().zip(&run.baseline.months) {
        npv += factor * (p.profit - b.profit);
        factor *= firm.discount;
    }
    let scale = run.baseline.months.iter().map(|m| m.revenue).sum::<f64>();
    assert!((npv - v.npv).abs() <= 1e-9 * scale, "{name}");
    // profit is contribution less cost and the bill for new customers, which the change of cost holds
    assert!((v.delta_contribution - v.delta_cost - v.npv).abs() <= 1e-9 * scale, "{name}");
    assert!((v.npv + v.terminal_value - v.total_gain).abs() <= 1e-9 * scale, "{name}");
}

#[test]
fn every_corner_is_sound() {
    let today = Levers::default_today();
    for (name, policy) in corners() {
        sound(&name, &run(&today, &standard(), &policy), &standard());
    }
}

#[test]
fn every_corner_is_sound_from_every_other() {
    // today's own policy at the corners, where "relative to today" divides by what today leaves
    for (from, today) in corners().iter().filter(|(n, _)| n.starts_with("all") || n == "today") {
        for (to, policy) in corners() {
            let run = run(today, &standard(), &policy);
            for m in run.policy.months.iter().chain(&run.baseline.months) {
                for x in [m.profit, m.csi, m.waits.mean, m.repurchase, m.cost, m.revenue, m.customers] {
                    assert!(x.is_finite(), "{from} to {to}: {m:?}");
                }
                assert!((0.0..=100.0).contains(&m.csi) && (0.0..=0.98 + 1e-12).contains(&m.repurchase));
            }
        }
    }
}

#[test]
fn every_assumption_at_both_ends_is_sound() {
    let today = Levers::default_today();
    let mut tried = 0;
    for id in AssumptionId::ALL {
        let (low, high) = override_range(id);
        let far = match id.spec().distribution {
            Distribution::Pert { low, high, .. } => [low, high],
            Distribution::Normal { mean, sd } => [mean - 3.0 * sd, mean + 3.0 * sd],
            Distribution::LogNormal { median, gsd } => [median / gsd.powi(3), median * gsd.powi(3)],
            Distribution::Known { value } => [value, value],
        };
        for value in [low, high, far[0], far[1]] {
            for (name, policy) in corners().iter().take(3) {
                let mut draft = Draft::default();
                draft.assumptions.insert(id, Override::Known(value));
                let levers = ramping().map(|id| (id, *policy.get(id))).collect();
                draft.policies.push(PolicyDraft { name: name.clone(), levers });
                let Ok(scenario) = check(&draft) else { continue };
                let a = scenario.central();
                let goal = scenario.policies()[0].levers;
                sound(&format!("{} = {value}, {name}", id.name()), &run(&today, &a, &goal), &a);
                tried += 1;
            }
        }
    }
    // nearly all of the ends are accepted: what is refused are ends that contradict the waits or the wage
    assert!(tried > AssumptionId::COUNT * 12 * 9 / 10, "{tried}");
}

/// A reading of a month and the sign with which a lever at its maximum (against its minimum) must move it.
struct Direction {
    lever: LeverId,
    what: &'static str,
    read: fn(&Month<f64>) -> f64,
    up: bool,
}

const fn rises(lever: LeverId, what: &'static str, read: fn(&Month<f64>) -> f64) -> Direction {
    Direction { lever, what, read, up: true }
}

const fn falls(lever: LeverId, what: &'static str, read: fn(&Month<f64>) -> f64) -> Direction {
    Direction { lever, what, read, up: false }
}

const DIRECTIONS: &[Direction] = &[
    rises(LeverId::CustomersPerAgent, "day wait", |m| m.waits.day),
    rises(LeverId::CustomersPerAgent, "night wait", |m| m.waits.night),
    falls(LeverId::CustomersPerAgent, "labour", |m| m.lines.labour),
    falls(LeverId::CustomersPerAgent, "csi", |m| m.csi),
    falls(LeverId::CustomersPerAgent, "repurchase", |m| m.repurchase),
    falls(LeverId::NightStaffShare, "night wait", |m| m.waits.night),
    rises(LeverId::NightStaffShare, "day wait", |m| m.waits.day),
    falls(LeverId::AgentWage, "wait", |m| m.waits.mean),
    rises(LeverId::PeakAgents, "csi", |m| m.csi),
    rises(LeverId::AcquisitionBudget, "acquisitions", |m| m.acquisitions),
    rises(LeverId::AcquisitionBudget, "acquisition bill", |m| m.acquisition_cost),
    rises(LeverId::ExpertCoverage, "resolution", |m| m.fcr),
    falls(LeverId::ExpertCoverage, "contacts", |m| m.contacts),
    rises(LeverId::ExpertCoverage, "csi", |m| m.csi),
    falls(LeverId::AiShare, "human contacts", |m| m.human_contacts),
    rises(LeverId::AiShare, "technology", |m| m.lines.technology),
    falls(LeverId::AiAccuracy, "human contacts", |m| m.human_contacts),
    rises(LeverId::AiAccuracy, "technology", |m| m.lines.technology),
    rises(LeverId::Copilot, "resolution", |m| m.fcr),
    falls(LeverId::Copilot, "wait", |m| m.waits.mean),
    rises(LeverId::TicketAutomation, "resolution", |m| m.fcr),
    falls(LeverId::TicketAutomation, "wait", |m| m.waits.mean),
    falls(LeverId::ProactiveShare, "contacts", |m| m.contacts),
    falls(LeverId::RefundDays, "csi", |m| m.csi),
    falls(LeverId::RefundDays, "compensation", |m| m.lines.compensation),
    falls(LeverId::ReturnLadder, "returns", |m| m.lines.reverse_logistics),
    falls(LeverId::ReturnLadder, "csi", |m| m.csi),
    rises(LeverId::FreePickup, "returns", |m| m.lines.reverse_logistics),
    rises(LeverId::FreePickup, "csi", |m| m.csi),
    rises(LeverId::FreePickup, "returned goods", |m| m.lines.returned_goods),
    falls(LeverId::CollectionPoints, "returns", |m| m.lines.reverse_logistics),
    falls(LeverId::LogisticsAlliance, "incidents", |m| m.incidents),
    falls(LeverId::ReturnPrediction, "returns", |m| m.lines.reverse_logistics),
    rises(LeverId::SafetyMultiple, "compensation", |m| m.lines.compensation),
    rises(LeverId::SafetyMultiple, "csi", |m| m.csi),
    rises(LeverId::GoodsMultiple, "compensation", |m| m.lines.compensation),
    rises(LeverId::GoodsMultiple, "csi", |m| m.csi),
    rises(LeverId::PublishedStandard, "csi", |m| m.csi),
    rises(LeverId::PublishedStandard, "compensation", |m| m.lines.compensation),
    falls(LeverId::PointsOption, "compensation", |m| m.lines.compensation),
    rises(LeverId::InsuranceUptake, "csi", |m| m.csi),
    rises(LeverId::VipSpend, "programmes", |m| m.lines.programmes),
    rises(LeverId::VipSpend, "repurchase", |m| m.repurchase),
    rises(LeverId::GreenChannel, "csi", |m| m.csi),
    rises(LeverId::GreenChannel, "revenue", |m| m.revenue),
    rises(LeverId::Companion, "repurchase", |m| m.repurchase),
    rises(LeverId::Companion, "programmes", |m| m.lines.programmes),
    falls(LeverId::Community, "contacts", |m| m.contacts),
    rises(LeverId::Community, "acquisitions", |m| m.acquisitions),
    rises(LeverId::TownshipStations, "csi", |m| m.csi),
    rises(LeverId::TownshipStations, "programmes", |m| m.lines.programmes),
    falls(LeverId::Traceability, "serious events", |m| m.serious_events),
    rises(LeverId::Traceability, "technology", |m| m.lines.technology),
    falls(LeverId::QualityLoop, "incidents", |m| m.incidents),
    falls(LeverId::QualityLoop, "returned goods", |m| m.lines.returned_goods),
    falls(LeverId::QualityLoop, "serious events", |m| m.serious_events),
    falls(LeverId::EarlyWarning, "serious events", |m| m.serious_events),
    rises(LeverId::EarlyWarning, "technology", |m| m.lines.technology),
];

#[test]
fn every_lever_moves_what_it_should_the_right_way() {
    let today = Levers::default_today();
    let at = |id: LeverId, value: f64| {
        let mut levers = today;
        *levers.get_mut(id) = value;
        run(&today, &standard(), &levers).policy.months[23]
    };
    for d in DIRECTIONS {
        let spec = d.lever.spec();
        // along the way, not only at the ends
        let values: Vec<f64> = (0..=4)
            .map(|i| spec.min + (spec.max - spec.min) * f64::from(i) / 4.0)
            .map(|x| (d.read)(&at(d.lever, x)))
            .collect();
        for pair in values.windows(2) {
            let right = if d.up { pair[1] > pair[0] } else { pair[1] < pair[0] };
            assert!(right, "{} and {}: {values:?}", d.lever.name(), d.what);
        }
    }
    // scenario training costs time before it pays: only its labour and score are certain
    let missing: Vec<&str> = ramping()
        .filter(|id| *id != LeverId::ScenarioTraining && !DIRECTIONS.iter().any(|d| d.lever == *id))
        .map(LeverId::name)
        .collect();
    assert!(missing.is_empty(), "levers without a direction: {missing:?}");
}

#[test]
fn the_ramp_ends_where_it_should_and_setup_is_paid_once() {
    let today = Levers::default_today();
    let a = standard();
    let mut totals = Vec::new();
    for ramp in [0.0, 0.5, 1.0, 2.5, 6.0, 24.0] {
        let mut levers = today;
        levers.ramp_months = ramp;
        levers.copilot = 1.0;
        levers.upfront_budget = 5e6;
        let months = run(&today, &a, &levers).policy.months;
        let done = (ramp.ceil() as usize).max(1) - 1;
        for (t, m) in months.iter().enumerate() {
            let moved = (months[35].fcr - 0.413) * if ramp > 0.0 { ((t + 1) as f64 / ramp).min(1.0) } else { 1.0 };
            assert!((m.fcr - 0.413 - moved).abs() < 1e-12, "ramp {ramp} month {t}");
            assert!(t <= done || m.setup == 0.0, "ramp {ramp} month {t}: {}", m.setup);
        }
        totals.push(months.iter().map(|m| m.setup).sum::<f64>());
    }
    for total in &totals {
        assert!((total - totals[0]).abs() < 1e-6 * totals[0], "{totals:?}");
    }
    // setup_years of what is added at the baseline, and the upfront budget
    let added = 1e6 / 12.0 * a.copilot_cost * a.cost_overrun;
    assert!((totals[0] - 5e6 - a.setup_years * 12.0 * added).abs() < 1.0, "{totals:?}");
}

#[test]
fn a_ramp_beyond_the_horizon_is_paid_by_its_last_month() {
    let mut draft = Draft::default();
    draft.company.horizon_months = 7.0;
    let mut levers = Levers::default_today();
    levers.copilot = 1.0;
    let mut totals = Vec::new();
    for ramp in [6.0, 8.0, 24.0] {
        levers.ramp_months = ramp;
        let run = central(&draft.company, &Levers::default_today(), &standard(), &levers).unwrap();
        totals.push(run.policy.months.iter().map(|m| m.setup).sum::<f64>());
        let even = run.policy.months[0].setup;
        assert!(run.policy.months[..6].iter().all(|m| (m.setup - even).abs() < 1e-6 * even));
    }
    assert!(totals.iter().all(|t| (t - totals[0]).abs() < 1e-6 * totals[0]), "{totals:?}");
}

#[test]
fn random_policies_are_sound() {
    let mut dice = Dice(99);
    let today = Levers::default_today();
    for i in 0..300 {
        let mut policy = today;
        for id in LeverId::ALL {
            if dice.chance(0.5) {
                *policy.get_mut(id) = crate::random_firms::lever(&mut dice, id);
            }
        }
        sound(&format!("random {i}"), &run(&today, &standard(), &policy), &standard());
    }
}

#[test]
fn a_wage_that_leaves_hardly_an_agent_lets_every_contact_wait_until_it_gives_up() {
    let mut today = Levers::default_today();
    today.agent_wage = 15_000.0;
    for elasticity in [4.5, 9.0, 13.5] {
        let mut draft = Draft::default();
        draft.today.insert(LeverId::AgentWage, 15_000.0);
        draft.assumptions.insert(AssumptionId::AttritionWageElasticity, Override::Known(elasticity));
        let levers = [(LeverId::AgentWage, 5000.0), (LeverId::RampMonths, 0.0)].into_iter().collect();
        draft.policies.push(PolicyDraft { name: "poor".to_owned(), levers });
        let scenario = check(&draft).unwrap();
        let a = scenario.central();
        let run = run(&today, &a, &scenario.policies()[0].levers);
        sound(&format!("elasticity {elasticity}"), &run, &a);
        let wait = run.policy.months[0].waits.mean;
        assert!((wait - a.patience_minutes).abs() < 1e-4 * a.patience_minutes, "{elasticity}: {wait}");
    }
}

#[test]
fn hardly_a_customer_calls_any_more() {
    // a community that solves as much as one may, delivered in full: a contact in twenty, hardly a wait
    let mut draft = Draft::default();
    for (id, value) in [(AssumptionId::CommunitySelfSolve, 0.95), (AssumptionId::Delivery, 1.0)] {
        draft.assumptions.insert(id, Override::Known(value));
    }
    draft.settings.draws = 16;
    let levers = [(LeverId::Community, 1.0)].into_iter().collect();
    draft.policies.push(PolicyDraft { name: "solved".to_owned(), levers });
    let scenario = check(&draft).unwrap();
    let a = scenario.central();
    let goal = scenario.policies()[0].levers;
    let silent = run(&Levers::default_today(), &a, &goal);
    sound("hardly a contact", &silent, &a);
    let (quiet, before) = (&silent.policy.months[35], &silent.baseline.months[35]);
    assert!(quiet.contacts < 0.06 * before.contacts && quiet.waits.mean < 1e-3 * before.waits.mean, "{quiet:?}");
    let block = Engine::new(scenario.futures()).run(Some(&goal), 0, 16).unwrap();
    let finite = |x: &f64| x.is_finite() || *x == f64::INFINITY;
    assert!(block.values.iter().all(finite));
    // a community that solves everything would leave nothing to be relative to, and is refused
    draft.assumptions.insert(AssumptionId::CommunitySelfSolve, Override::Known(1.0));
    let refused = check(&draft).unwrap_err();
    assert!(refused.0.iter().any(|v| v.field == "assumptions.community_self_solve"), "{refused}");
}
