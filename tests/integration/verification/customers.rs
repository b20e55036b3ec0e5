//! Customers simulated one by one agree with the equations, would notice if they did not, and depend on nothing but the seed.

use aftercast_engine::check;
use aftercast_engine::model::queue::erlang_a;
use aftercast_engine::run::central::central;
use aftercast_microsim::desk::{Manner, Period};
use aftercast_microsim::dice::{Dice, Use};
use aftercast_microsim::{Averaging, Effort, Figure, Population};
use aftercast_scenario::{AssumptionId, Draft, LeverId, Levers, Override, Scenario};
use aftercast_validation::agreement::{Agreement, Comparison, student};

const STEADY: Manner = Manner { kinds: None, rush: 0.0, part_time: false, again: 0.0 };

fn one_year() -> Draft {
    let mut draft = Draft::default();
    draft.company.horizon_months = 12.0;
    draft
}

fn several_levers(scenario: &Scenario) -> Levers<f64> {
    let mut levers = *scenario.today();
    for (id, value) in [
        (LeverId::CustomersPerAgent, 4000.0),
        (LeverId::AiShare, 0.5),
        (LeverId::Copilot, 0.6),
        (LeverId::ProactiveShare, 0.5),
        (LeverId::SafetyMultiple, 2.0),
        (LeverId::Community, 0.5),
        (LeverId::VipSpend, 600.0),
        (LeverId::GreenChannel, 0.8),
        (LeverId::CollectionPoints, 0.7),
        (LeverId::QualityLoop, 0.7),
        (LeverId::Traceability, 0.5),
        (LeverId::PeakAgents, 0.4),
        (LeverId::FreePickup, 0.6),
        (LeverId::ReturnLadder, 0.3),
        (LeverId::AcquisitionBudget, 0.1),
        (LeverId::NightStaffShare, 0.15),
        (LeverId::RampMonths, 3.0),
    ] {
        *levers.get_mut(id) = value;
    }
    levers
}

fn compare(draft: &Draft, customers: usize, seed: u64) -> Agreement {
    let scenario = check(draft).unwrap();
    let levers = several_levers(&scenario);
    compared(&scenario, vec![("today".to_owned(), None), ("several".to_owned(), Some(levers))], customers, seed)
}

fn compared(scenario: &Scenario, cases: Vec<(String, Option<Levers<f64>>)>, customers: usize, seed: u64) -> Agreement {
    let comparison = Comparison::new(scenario, cases, customers, 8, seed).unwrap();
    let readings = [Averaging::Shared];
    let seen: Vec<_> = comparison.jobs(&readings).iter().map(|&job| comparison.run(job)).collect();
    comparison.table(&readings, &seen)
}

#[test]
fn customers_one_by_one_agree_with_the_equations() {
    let table = compare(&one_year(), 24_000, 11);
    assert_eq!(table.must.len(), 2 * Figure::ALL.len());
    for row in &table.must {
        assert!(row.agrees(), "{row:?}");
    }
    // and the agreement is worth something: most rows would notice a few per cent
    let sharp = table.must.iter().filter(|r| r.resolution() < 0.05).count();
    assert!(sharp * 10 >= table.must.len() * 7, "{sharp}");
}

#[test]
fn customers_one_by_one_agree_for_another_firm() {
    // half an agent by night, twelve by day, a firm of its own in every number
    let mut draft = one_year();
    draft.company.customers = 90_000.0;
    draft.company.csi = 61.0;
    draft.company.repurchase = Some(0.45);
    draft.company.first_response_minutes = 5.0;
    draft.company.night_response_minutes = 12.0;
    draft.company.start_month = 9.0;
    draft.today.insert(LeverId::Community, 0.2);
    draft.today.insert(LeverId::NightStaffShare, 0.05);
    draft.today.insert(LeverId::AiShare, 0.1);
    draft.today.insert(LeverId::PeakAgents, 0.2);
    draft.company.stated_costs.labour = Some(6e6);
    draft.company.stated_costs.compensation = Some(5e5);
    for row in &compare(&draft, 24_000, 5).must {
        assert!(row.agrees(), "{row:?}");
    }
}

/// Most segments of this firm come back as often as the cap lets them.
#[test]
fn customers_one_by_one_agree_where_the_cap_binds() {
    let mut draft = one_year();
    draft.company.repurchase = Some(0.9);
    let scenario = check(&draft).unwrap();
    let mut levers = Levers::start_from(scenario.today());
    *levers.get_mut(LeverId::VipSpend) = 5000.0;
    let cases = vec![("today".to_owned(), None), ("vip".to_owned(), Some(levers))];
    for row in &compared(&scenario, cases, 6000, 1).must {
        assert!(row.agrees(), "{row:?}");
    }
}

#[test]
fn the_comparison_notices_another_model() {
    // the population lives by one set of assumptions, the equations by another: the table must not call that agreement
    let scenario = check(&one_year()).unwrap();
    let mut other = one_year();
    for (id, value) in [
        (AssumptionId::RecommendHigh, 0.67),
        (AssumptionId::InquiriesPerYear, 1.4),
        (AssumptionId::CompensationRate, 0.02),
        (AssumptionId::RepurchaseMidpoint, 66.0),
    ] {
        other.assumptions.insert(id, Override::Known(value));
    }
    let other = check(&other).unwrap();
    let run = central(other.company(), other.today(), &other.central(), other.today()).unwrap();
    let mean = |f: &dyn Fn(&aftercast_engine::model::Month<f64>) -> f64| {
        run.baseline.months.iter().map(f).sum::<f64>() / run.baseline.months.len() as f64
    };
    let population =
        Population::new(scenario.company(), scenario.today(), &scenario.central(), Averaging::Shared).unwrap();
    let replications = 8_u64;
    let effort = Effort { customers: 2000, watch: 1.0 / 32.0, seed: 3 };
    let runs: Vec<_> = (0..replications).map(|i| population.replicate(None, effort, i)).collect();
    let critical = student(0.01 / 40.0, 7.0);
    for (figure, theirs) in [
        (Figure::PositiveTalk, mean(&|m| m.talk.positive)),
        (Figure::Contacts, mean(&|m| m.contacts)),
        (Figure::Compensation, mean(&|m| m.lines.compensation)),
        (Figure::Repurchase, mean(&|m| m.repurchase)),
    ] {
        let means: Vec<f64> =
            runs.iter().map(|r| r.iter().map(|m| m[figure as usize]).sum::<f64>() / r.len() as f64).collect();
        let ours = means.iter().sum::<f64>() / means.len() as f64;
        let sd = (means.iter().map(|x| (x - ours).powi(2)).sum::<f64>() / 7.0).sqrt();
        let t = (ours - theirs).abs() / (sd / 8_f64.sqrt());
        assert!(t > critical, "{figure:?}: {t} of {critical}");
    }
}

#[test]
fn the_desk_seen_contact_by_contact_has_the_mean_of_its_chain() {
    for (agents, arrivals) in [(1.0, 0.1), (0.4, 0.03), (3.0, 0.5), (11.0, 1.9), (52.5, 6.4)] {
        let desk = Period { arrivals, handling: 8.0, patience: 40.0, agents, day: 960.0 };
        let runs: Vec<f64> =
            (0..12).map(|i| desk.watch(20_000.0 / arrivals, STEADY, &mut Dice::new(1, i, 0, Use::Day)).wait).collect();
        let mean = runs.iter().sum::<f64>() / 12.0;
        let error = (runs.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 11.0 / 12.0).sqrt();
        let expected = desk.expected_wait(false);
        assert!((mean - expected).abs() < student(0.001, 11.0) * error, "{agents}: {mean} of {expected} ±{error}");
    }
}

#[test]
fn those_who_call_again_load_the_desk() {
    // an overloaded desk: a third of those who gave up come back an hour later and meet the same queue
    let desk = Period { arrivals: 1.9, handling: 8.0, patience: 40.0, agents: 11.0, day: 960.0 };
    let manner = Manner { again: 1.0 / 3.0, ..STEADY };
    let runs: Vec<f64> =
        (0..12).map(|i| desk.watch(20_000.0, manner, &mut Dice::new(1, i, 0, Use::Day)).wait).collect();
    let mean = runs.iter().sum::<f64>() / 12.0;
    let error = (runs.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 11.0 / 12.0).sqrt();
    let expected = desk.expected_wait_with_retries(1.0 / 3.0, false);
    // calls that come again are not quite a stream without memory: the chain is right to a few per cent
    assert!((mean - expected).abs() < 0.03 * expected + 4.0 * error, "{mean} of {expected} ±{error}");
    assert!(expected > 1.15 * desk.expected_wait(false), "{expected}");
    assert_eq!(desk.expected_wait_with_retries(0.0, false), desk.expected_wait(false));
}

#[test]
fn the_chain_and_the_formula_are_the_same_queue() {
    for (agents, arrivals) in [(1.0, 0.3), (0.4, 0.03), (7.0, 0.2), (7.0, 3.0), (200.0, 26.0)] {
        let desk = Period { arrivals, handling: 8.0, patience: 40.0, agents, day: 960.0 };
        let formula = erlang_a(agents, arrivals * 8.0 / agents, 5.0).p_abandon * 40.0;
        let chain = desk.expected_wait(false);
        assert!((chain - formula).abs() < 1e-9 * formula.max(1e-3), "{agents}: {chain} {formula}");
    }
    // between whole numbers the formula's own continuation and the cubic through whole desks stay close
    for agents in [2.5, 11.67, 52.5] {
        let desk = Period { arrivals: agents / 8.0, handling: 8.0, patience: 40.0, agents, day: 960.0 };
        let formula = erlang_a(agents, 1.0, 5.0).p_abandon * 40.0;
        assert!((desk.expected_wait(false) - formula).abs() < 0.02 * formula, "{agents}");
    }
}

#[test]
fn a_replication_is_a_function_of_its_seed() {
    let scenario = check(&one_year()).unwrap();
    let effort = Effort { customers: 500, watch: 0.01, seed: 9 };
    let population =
        Population::new(scenario.company(), scenario.today(), &scenario.central(), Averaging::OwnWait).unwrap();
    assert_eq!(population.replicate(None, effort, 2), population.replicate(None, effort, 2));
    assert_ne!(population.replicate(None, effort, 2), population.replicate(None, effort, 3));
}

#[test]
fn undoing_an_averaging_shows() {
    let scenario = check(&one_year()).unwrap();
    let run = |reading| {
        let population = Population::new(scenario.company(), scenario.today(), &scenario.central(), reading).unwrap();
        let effort = Effort { customers: 4000, watch: 0.02, seed: 4 };
        let months = population.replicate(None, effort, 0);
        months.iter().map(|m| m[Figure::Repurchase as usize]).sum::<f64>() / months.len() as f64
    };
    // with a gain to bring along, new customers who start with it come back more often
    let gained = |reading| {
        let population = Population::new(scenario.company(), scenario.today(), &scenario.central(), reading).unwrap();
        let effort = Effort { customers: 4000, watch: 0.02, seed: 4 };
        let policy = several_levers(&scenario);
        population.replicate(Some(&policy), effort, 0).last().map(|m| m[Figure::Csi as usize]).unwrap()
    };
    assert!(gained(Averaging::Inherited) > gained(Averaging::Shared));
    // who likes the firm stays longer, so the population at rest comes back more often than the mean newcomer
    assert!(run(Averaging::Lasting) > run(Averaging::Shared) + 0.03);
}
