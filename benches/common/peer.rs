//! The naive port on whole cases: against the golden files, and the reference case.

use super::naive;
use aftercast_engine::check;
use aftercast_engine::model::Firm;
use aftercast_engine::model::queue::{Exact, WaitTable};
use aftercast_engine::run::batch::Futures;
use aftercast_scenario::{Levers, json};
use serde_json::Value;

/// Largest deviation of the naive port from a golden file, relative or absolute, whichever is larger.
pub fn deviation(text: &str) -> Option<f64> {
    let golden: Value = serde_json::from_str(text).ok()?;
    let (draft, _) = json::read(text);
    let scenario = check(&draft).ok()?;
    let firm = Firm::new(scenario.company(), scenario.today());
    let base = naive::baseline(&firm, &scenario.central(), &mut Exact)?;
    let mut worst: f64 = 0.0;
    for (part, policy) in [("baseline", None), ("policy_run", Some(&scenario.policies()[0].levers))] {
        let mut complete = true;
        let mut compare = |ours: f64, theirs: &Value| match theirs.as_f64() {
            Some(theirs) => {
                let error = (ours - theirs).abs() / theirs.abs().max(1.0);
                worst = if error <= worst { worst } else { error };
            }
            None => complete = false,
        };
        let lifetime = naive::simulate(&firm, &base, policy, &mut Exact, None, |t, month| {
            for (key, &value) in naive::SERIES.iter().zip(month) {
                compare(value, &golden[part][key][t]);
            }
        });
        compare(lifetime.0, &golden[part]["ltv"]);
        compare(lifetime.1, &golden[part]["expected_lifetime_months"]);
        if !complete {
            return None;
        }
    }
    Some(worst)
}

/// The reference case by the naive port: sum of net gains, as a checksum.
pub fn run(futures: &Futures, policies: &[Levers<f64>], queue: &mut WaitTable) -> f64 {
    let firm = Firm::new(&futures.company, &futures.today);
    let mut sum = 0.0;
    let mut profit = vec![0.0; firm.horizon];
    for draw in 0..futures.draws {
        let mut rng = naive::generator(futures.seed, draw);
        let a = naive::draw(&futures.distributions, &mut rng);
        let Some(base) = naive::baseline(&firm, &a, queue) else { panic!("a draw has no baseline") };
        naive::simulate(&firm, &base, None, queue, Some(rng.clone()), |t, month| profit[t] = month[22]);
        for goal in policies {
            let mut factor = 1.0;
            naive::simulate(&firm, &base, Some(goal), queue, Some(rng.clone()), |t, month| {
                sum += factor * (month[22] - profit[t]);
                factor *= firm.discount;
            });
        }
    }
    sum
}
