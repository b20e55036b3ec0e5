//! A Monte Carlo run takes local polynomials in place of functions: against the exact functions on the same draws every level stays
//! within 5e-11 and every difference within 2e-10 of the present value of revenue, over the ranges of firms, assumptions and levers.

use aftercast_engine::check;
use aftercast_engine::model::functions::ExactFunctions;
use aftercast_engine::model::queue::{Abandonment, WaitTable};
use aftercast_engine::model::{Baseline, ExpectedEvents, Firm, Month, simulate};
use aftercast_engine::run::central::{SERIES, Trajectory, compare};
use aftercast_scenario::check::override_range;
use aftercast_scenario::{AssumptionId, Draft, LeverId, Levers, Override, PolicyDraft};

use crate::random_firms::Dice;
use crate::random_scenarios::{assumption, draft};

const LEVEL: f64 = 5e-11;
const DIFFERENCE: f64 = 2e-10;
const SCENARIOS: u64 = 400;
const DRAWS: u64 = 2;
/// Waits are held against at least this many minutes: the largest error of their own interpolation.
const LEAST_WAIT: f64 = 0.01;

/// The interpolated line of a Monte Carlo run with the functions of a central one.
struct ExactFunctionsAt<'a>(&'a mut WaitTable);

impl Abandonment for ExactFunctionsAt<'_> {
    type Functions = ExactFunctions;

    fn p_abandon(&mut self, servers: f64, ln_rho: f64, patience_ratio: f64) -> f64 {
        self.0.p_abandon(servers, ln_rho, patience_ratio)
    }
}

fn run(firm: &Firm, base: &Baseline<f64>, policy: Option<&Levers<f64>>, queue: &mut impl Abandonment) -> Trajectory {
    let mut months = Vec::new();
    let ending = simulate(firm, base, policy, &mut ExpectedEvents, queue, |_, m| months.push(*m));
    Trajectory { months, ending }
}

/// What a level is held against: itself; what is a difference of larger amounts, against revenue.
fn scale(key: &str, value: f64, month: &Month<f64>, usual_acquisitions: f64) -> f64 {
    match key {
        // who comes is who was drawn less who was lost
        "acquisitions" => value.max(usual_acquisitions),
        "profit" | "cost" | "service_cost" | "returned_goods" | "technology" | "compensation" => {
            month.revenue.max(value.abs())
        }
        "first_response" | "day_response" | "night_response" => value.max(LEAST_WAIT),
        _ => value.abs(),
    }
}

/// The largest error found, and where.
#[derive(Default)]
struct Worst(f64, String);

impl Worst {
    fn look(&mut self, error: f64, scale: f64, location: impl FnOnce() -> String) {
        let relative = if error == 0.0 { 0.0 } else { error.abs() / scale };
        // what is no number is worse than every number
        if self.0.is_finite() && !(relative <= self.0) {
            *self = Self(if relative.is_nan() { f64::INFINITY } else { relative }, location());
        }
    }
}

/// Levels and differences of a draw, its baseline and its policy; false where the scenario is refused.
fn look(draft: &Draft, queue: &mut WaitTable, levels: &mut Worst, differences: &mut Worst) -> bool {
    let Ok(scenario) = check(draft) else { return false };
    let name = scenario.name();
    let firm = Firm::new(scenario.company(), scenario.today());
    let Ok((base, _)) = Baseline::new(&firm, &scenario.central(), queue) else { return false };
    let policies = [None, Some(&scenario.policies()[0].levers)];
    let near = policies.map(|policy| run(&firm, &base, policy, queue));
    let exact = policies.map(|policy| run(&firm, &base, policy, &mut ExactFunctionsAt(queue)));
    for (near, exact) in near.iter().zip(&exact) {
        for (t, (n, e)) in near.months.iter().zip(&exact.months).enumerate() {
            for (key, read) in SERIES {
                let value = read(e);
                levels.look(read(n) - value, scale(key, value, e, base.population.acquisitions_total), || {
                    format!("{name} {key}[{t}] {value}")
                });
            }
            levels.look(n.leavers - e.leavers, e.leavers, || format!("{name} leavers[{t}] {}", e.leavers));
            // shares of all customers
            levels.look(n.talk.positive - e.talk.positive, 1.0, || format!("{name} positive[{t}]"));
            levels.look(n.talk.negative - e.talk.negative, 1.0, || format!("{name} negative[{t}]"));
        }
        let (n, e) = (near.ending.lifetime, exact.ending.lifetime);
        levels.look(n.months - e.months, e.months, || format!("{name} lifetime {}", e.months));
        let spent = firm.company.average_order_value * firm.company.orders_per_customer_year / 12.0 * e.months;
        levels.look(n.value - e.value, spent.max(e.value.abs()), || format!("{name} ltv {}", e.value));
    }
    let mut factor = 1.0;
    let revenue = exact[0].months.iter().fold(0.0, |sum, m| {
        let sum = sum + factor * m.revenue;
        factor *= firm.discount;
        sum
    });
    let [near, exact] = [near, exact].map(|[baseline, policy]| compare(&firm, &baseline, &policy));
    for (key, n, e) in [
        ("delta_cost", near.delta_cost, exact.delta_cost),
        ("delta_revenue", near.delta_revenue, exact.delta_revenue),
        ("delta_contribution", near.delta_contribution, exact.delta_contribution),
        ("npv", near.npv, exact.npv),
        ("terminal_value", near.terminal_value, exact.terminal_value),
        ("total_gain", near.total_gain, exact.total_gain),
    ] {
        differences.look(n - e, revenue, || format!("{name} {key} {e}, revenue {revenue}"));
    }
    true
}

#[test]
fn local_polynomials_stay_within_the_bounds() {
    let mut queue = WaitTable::new();
    let (mut levels, mut differences) = (Worst::default(), Worst::default());
    let mut looked = 0;
    for seed in 0..SCENARIOS {
        let mut draft = draft(seed, 3e6);
        let mut dice = Dice(seed ^ 0x5555_5555);
        for draw in 0..DRAWS {
            if draw > 0 {
                for id in AssumptionId::ALL {
                    draft.assumptions.insert(id, Override::Known(assumption(&mut dice, id)));
                }
            }
            looked += u32::from(look(&draft, &mut queue, &mut levels, &mut differences));
        }
    }
    eprintln!("{looked} draws; levels {} ({}), differences {} ({})", levels.0, levels.1, differences.0, differences.1);
    assert!(looked > 400, "{looked}");
    assert!(levels.0 <= LEVEL, "{} {}", levels.0, levels.1);
    assert!(differences.0 <= DIFFERENCE, "{} {}", differences.0, differences.1);
    // and the polynomials were in force
    assert!(levels.0 > 0.0);
}

/// A value at an end of its range may be a divisor that is zero: what is no number would be hidden by the bounds of the score.
#[test]
fn either_end_of_every_range_stays_within_the_bounds() {
    let mut queue = WaitTable::new();
    let (mut levels, mut differences) = (Worst::default(), Worst::default());
    let mut refused = Vec::new();
    for id in AssumptionId::ALL {
        let (low, high) = override_range(id);
        for end in [low, high] {
            let mut draft = Draft { name: format!("{} at {end}", id.name()), ..Draft::default() };
            draft.assumptions.insert(id, Override::Known(end));
            let every_lever = LeverId::ALL.map(|id| (id, id.nearest(0.5 * (id.spec().min + id.spec().max))));
            draft.policies.push(PolicyDraft { name: String::new(), levers: every_lever.into_iter().collect() });
            if !look(&draft, &mut queue, &mut levels, &mut differences) {
                refused.push(draft.name);
            }
        }
    }
    assert!(levels.0 <= LEVEL, "{} {}", levels.0, levels.1);
    assert!(differences.0 <= DIFFERENCE, "{} {}", differences.0, differences.1);
    assert!(refused.len() < 20, "{refused:?}");
}
