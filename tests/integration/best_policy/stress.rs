//! Stresses do what they say, and a calm month changes nothing.

use aftercast_engine::analysis::alerts::{ALERTS, Level};
use aftercast_engine::analysis::stress::{STRESSES, Stress, StressTest, alarms, report};
use aftercast_engine::model::queue::Exact;
use aftercast_engine::model::{Baseline, Disturbance, ExpectedEvents, Firm, Month, simulate, simulate_under};
use aftercast_engine::run::batch::Engine;
use aftercast_scenario::{Futures, Goal, LeverId, Levers};

use super::{futures, golden, policy};

/// Months of a central run of the default company under a plan.
fn months(levers: Option<&Levers<f64>>, plan: &[Disturbance]) -> Vec<Month<f64>> {
    let scenario = golden("staffing_3000");
    let firm = Firm::new(scenario.company(), scenario.today());
    let (base, _) = Baseline::new(&firm, &scenario.central(), &mut Exact).unwrap();
    let mut months = Vec::new();
    simulate_under(&firm, &base, levers, plan, &mut ExpectedEvents, &mut Exact, |_, m| months.push(*m));
    months
}

fn stressed(id: &str, levers: Option<&Levers<f64>>) -> (Vec<Month<f64>>, Vec<Month<f64>>, usize) {
    let scenario = golden("staffing_3000");
    let stress = Stress::from_id(id).unwrap();
    let start = stress.start(scenario.company()).unwrap();
    (months(levers, &stress.plan(scenario.company())), months(levers, &[]), start)
}

fn close(a: f64, b: f64) {
    assert!((a - b).abs() <= 1e-9 * b.abs().max(1.0), "{a} not {b}");
}

#[test]
fn calm_plans_keep_every_bit() {
    for name in ["every_lever", "small_shop", "rough_weather"] {
        let scenario = golden(name);
        let firm = Firm::new(scenario.company(), scenario.today());
        let (base, _) = Baseline::new(&firm, &scenario.central(), &mut Exact).unwrap();
        let calm = vec![Disturbance::CALM; firm.horizon];
        for levers in [None, Some(&scenario.policies()[0].levers)] {
            let mut first = Vec::new();
            let life = simulate(&firm, &base, levers, &mut ExpectedEvents, &mut Exact, |_, m| {
                first.push([m.profit, m.csi, m.waits.felt, m.customers].map(f64::to_bits));
            });
            let mut second = Vec::new();
            let same = simulate_under(&firm, &base, levers, &calm, &mut ExpectedEvents, &mut Exact, |_, m| {
                second.push([m.profit, m.csi, m.waits.felt, m.customers].map(f64::to_bits));
            });
            assert_eq!((first, life), (second, same), "{name}");
        }
    }
}

#[test]
fn nothing_happens_before_a_stress_starts() {
    let ramping = policy(&[(LeverId::CustomersPerAgent, 3000.0)]);
    for stress in STRESSES {
        for levers in [None, Some(&ramping)] {
            let (under, calm, start) = stressed(stress.id, levers);
            for t in 0..start {
                assert_eq!(under[t].profit.to_bits(), calm[t].profit.to_bits(), "{} {t}", stress.id);
            }
            assert_ne!(under[start].profit.to_bits(), calm[start].profit.to_bits(), "{}", stress.id);
            // lost prospects save their acquisition cost at first, so it is the whole that must be worse
            let whole = |months: &[Month<f64>]| months.iter().map(|m| m.profit).sum::<f64>();
            assert!(whole(&under) < whole(&calm), "{} pays", stress.id);
        }
    }
}

#[test]
fn mass_defect_multiplies_quality_incidents() {
    let (under, calm, start) = stressed("mass_defect", None);
    // quality is 0.386 of the mix: four times as many add three times that
    close(under[start].incidents / calm[start].incidents, 1.0 + 3.0 * 0.386);
    close(under[start].serious_events / calm[start].serious_events, 4.0);
    assert!(under[start + 2].csi < calm[start + 2].csi - 3.0);
    assert!(under[start].waits.mean > calm[start].waits.mean);
    assert!(under[start].lines.reverse_logistics > 2.0 * calm[start].lines.reverse_logistics);
    // three months, then the flood is over
    assert!(under[start + 3].incidents < 1.01 * calm[start + 3].incidents);
}

#[test]
fn outage_hits_the_first_november_only() {
    let (under, calm, start) = stressed("outage", None);
    assert_eq!(start, 22, "January is month 0");
    assert!(under[22].waits.mean > 1.2 * calm[22].waits.mean);
    assert!(under[22].human_contacts > calm[22].human_contacts);
    close(under[22].contacts, calm[22].contacts);
    // one event on top of the expected ones
    let scenario = golden("staffing_3000");
    let a = scenario.central();
    close(under[22].serious_events - calm[22].serious_events, a.serious_direct_cost);
    // the year after, waits are nearly back: there are only fewer customers
    assert!((under[34].waits.mean / calm[34].waits.mean - 1.0).abs() < 0.05);
}

#[test]
fn ai_collapse_leaves_its_cost_and_loses_its_answers() {
    let ai = policy(&[(LeverId::AiShare, 0.7), (LeverId::AiAccuracy, 0.85)]);
    let (under, calm, start) = stressed("ai_collapse", Some(&ai));
    // human share 1 - share accuracy (s + (1 - s) ratio): half the accuracy, half of what is kept from people
    let kept = 1.0 - calm[start].human_contacts / calm[start].contacts;
    let left = 1.0 - under[start].human_contacts / under[start].contacts;
    close(left / kept, 0.5);
    close(under[start].lines.technology, calm[start].lines.technology);
    assert!(under[start + 5].csi < calm[start + 5].csi);
    // a policy that relies more on AI loses more answers
    let (plain, plain_calm, _) = stressed("ai_collapse", None);
    let added = |u: &Month<f64>, c: &Month<f64>| (u.human_contacts - c.human_contacts) / c.contacts;
    assert!(added(&under[start], &calm[start]) > added(&plain[start], &plain_calm[start]));
}

#[test]
fn wages_rise_by_a_quarter_for_good() {
    let (under, calm, start) = stressed("wage_shock", None);
    for t in start..36 {
        close(under[t].lines.labour / calm[t].lines.labour, 1.25);
        close(under[t].csi, calm[t].csi);
    }
}

#[test]
fn a_law_costs_nothing_where_it_is_obeyed_already_and_earns_no_points() {
    let lawful = policy(&[
        (LeverId::RefundDays, 1.0),
        (LeverId::FreePickup, 1.0),
        (LeverId::SafetyMultiple, 3.0),
        (LeverId::PublishedStandard, 1.0),
    ]);
    // the ramp is over when the law comes
    let stress = Stress::from_id("strict_law").unwrap();
    let scenario = golden("staffing_3000");
    let under = months(Some(&lawful), &stress.plan(scenario.company()));
    for (u, c) in under.iter().zip(&months(Some(&lawful), &[])) {
        assert_eq!(u.profit.to_bits(), c.profit.to_bits());
    }
    let (under, calm, start) = stressed("strict_law", None);
    for t in start..36 {
        close(under[t].csi, calm[t].csi);
        assert!(under[t].lines.compensation > calm[t].lines.compensation);
        assert!(under[t].lines.reverse_logistics > calm[t].lines.reverse_logistics);
    }
    // payouts by the law's tariff, and refunds of a day at their full price
    let a = scenario.central();
    let generosity: f64 = 0.386 * 3.0 + 0.614;
    let pay =
        generosity.powf(1.0 + a.claim_elasticity) * (1.0 + a.published_claims) / (1.0 + 0.287 * a.published_claims);
    for t in start..36 {
        // of the price where it is owed: three times instead of once, in a share of the quality incidents
        let disputed = calm[t].lines.compensation / a.compensation_rate;
        let owed = 0.386 * a.statutory_share * (3.0 - 1.0) * disputed;
        let expected = pay * calm[t].lines.compensation + owed + a.fast_refund_cost * calm[t].revenue;
        close(under[t].lines.compensation, expected);
    }
}

#[test]
fn a_viral_case_is_one_crisis_and_early_warning_softens_it() {
    let (under, calm, start) = stressed("viral_case", None);
    let a = golden("staffing_3000").central();
    close(under[start].serious_events - calm[start].serious_events, a.serious_direct_cost);
    assert!(
        under[start + 1].acquisitions < calm[start + 1].acquisitions
            || under[start].acquisitions < calm[start].acquisitions
    );
    let warned = policy(&[(LeverId::EarlyWarning, 1.0)]);
    let (soft, soft_calm, _) = stressed("viral_case", Some(&warned));
    let drop = |u: &[Month<f64>], c: &[Month<f64>]| c[start + 3].csi - u[start + 3].csi;
    assert!(drop(&soft, &soft_calm) < 0.8 * drop(&under, &calm), "{} {}", drop(&soft, &soft_calm), drop(&under, &calm));
}

#[test]
fn a_short_horizon_scales_the_start_and_may_leave_a_stress_out() {
    let mut company = golden("staffing_3000").company().clone();
    company.horizon_months = 12.0;
    assert_eq!(Stress::from_id("mass_defect").unwrap().start(&company), Some(4));
    assert_eq!(Stress::from_id("outage").unwrap().start(&company), Some(10));
    company.horizon_months = 6.0;
    assert_eq!(Stress::from_id("outage").unwrap().start(&company), None);
    assert!(Stress::from_id("outage").unwrap().plan(&company).is_empty());
    company.horizon_months = 1.0;
    assert_eq!(Stress::from_id("viral_case").unwrap().plan(&company).len(), 1);
}

/// A whole test, told job by job.
fn test(futures: Futures, policies: Vec<Levers<f64>>, stresses: Vec<Stress>, job_draws: u64) -> StressTest {
    let mut test = StressTest::new(futures, policies, stresses, job_draws);
    let mut engine = Engine::new(test.futures().clone());
    while let Some(job) = test.jobs().first().cloned() {
        let blocks = job.run(&mut engine, test.policies()).unwrap();
        test.tell(&blocks).unwrap();
    }
    test
}

#[test]
fn the_size_of_the_jobs_does_not_show() {
    let policies = vec![policy(&[(LeverId::CustomersPerAgent, 3000.0)])];
    let stresses = vec![STRESSES[0], STRESSES[5]];
    let run = |job_draws: u64| {
        let test = test(futures("staffing_3000", 48), policies.clone(), stresses.clone(), job_draws);
        report::report(&test, &["1:3000"], &Goal::default(), &ALERTS).to_string()
    };
    let whole = run(1000);
    assert_eq!(whole, run(4));
    assert_eq!(whole, run(20));
    assert!(whole.contains("\"mass_defect\"") && whole.contains("\"calm\""));
}

#[test]
fn losses_are_paired_with_the_calm_run_and_alerts_follow() {
    let policies = vec![policy(&[(LeverId::EarlyWarning, 1.0)])];
    let test = test(futures("staffing_3000", 64), policies, STRESSES.to_vec(), 64);
    let goal = Goal::default();
    let calm = test.outcome(None, 1, &goal).unwrap();
    assert_eq!((calm.loss.value, calm.loss_share, calm.recovery), (0.0, 0.0, None));
    assert_eq!(test.outcome(None, 0, &goal).unwrap().npv.value, 0.0);
    for s in 0..STRESSES.len() {
        for p in 0..2 {
            let o = test.outcome(Some(s), p, &goal).unwrap();
            assert!(o.loss.value > 0.0 && o.loss.value > 3.0 * o.loss.error, "{} {p}", STRESSES[s].id);
            assert!(o.loss_high.value >= o.loss.value);
            // NPV moves by what today's policy loses more than this one
            let today = test.outcome(Some(s), 0, &goal).unwrap();
            close(o.npv.value - test.outcome(None, p, &goal).unwrap().npv.value, today.loss.value - o.loss.value);
            let levels = alarms(&o, &ALERTS);
            for (alert, level) in ALERTS.iter().zip(levels) {
                let expected = o.measure(alert.measure).map_or(Level::Calm, |x| alert.level(x));
                assert_eq!(level, expected);
            }
        }
    }
    // the crisis that all customers hear of hits the warned firm less
    let viral = STRESSES.iter().position(|s| s.id == "viral_case");
    let (today, warned) = (test.outcome(viral, 0, &goal).unwrap(), test.outcome(viral, 1, &goal).unwrap());
    assert!(warned.loss.value < today.loss.value && warned.npv.value > test.outcome(None, 1, &goal).unwrap().npv.value);
}

#[test]
fn blocks_of_another_job_are_refused() {
    let mut test = StressTest::new(futures("staffing_3000", 32), Vec::new(), vec![STRESSES[0]], 16);
    let mut engine = Engine::new(test.futures().clone());
    let second = test.jobs()[1].run(&mut engine, &[]).unwrap();
    assert!(test.tell(&second).is_err());
    assert_eq!(test.jobs().len(), 4, "nothing was taken");
    assert!(test.outcome(None, 0, &Goal::default()).is_none());
}
