//! Analyses: known answers first, then what has to hold on the model itself.

mod command;
mod drivers;
mod face_value;
mod indices;
mod information;
mod levers;
mod nothing;
mod rows;

use aftercast_engine::check;
use aftercast_engine::run::batch::Engine;
use aftercast_engine::run::outcome::Outcome;
use aftercast_scenario::{Futures, Levers, Scenario, json};

/// A scenario with two policies and so many draws; `more` is further JSON, ending in a comma.
fn scenario(draws: u64, more: &str) -> Scenario {
    let text = format!(
        r#"{{ {more} "name": "test", "draws": {draws}, "seed": 7, "policies": [
            {{ "name": "staff", "levers": {{ "customers_per_agent": 3000 }} }},
            {{ "name": "hybrid", "levers": {{ "ai_share": 0.7, "ai_accuracy": 0.85, "copilot": 1 }} }} ] }}"#
    );
    let (draft, violations) = json::read(&text);
    assert!(violations.is_empty(), "{violations}");
    check(&draft).unwrap()
}

/// An outcome of a plain run, draw by draw.
fn plain(futures: &Futures, policy: Option<&Levers<f64>>, outcome: Outcome) -> Vec<f64> {
    let block = Engine::new(futures.clone()).run(policy, 0, futures.draws as usize).unwrap();
    let column = outcome as usize;
    block.values[column * block.draws..(column + 1) * block.draws].to_vec()
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Standard normal numbers, independent.
fn normals(seed: u64, n: u64, columns: usize) -> Vec<Vec<f64>> {
    use aftercast_numerics::math::special::normal_quantile;
    use aftercast_numerics::sampling::{PointPlan, Sampler};
    let plan = PointPlan::with_dimensions(Sampler::Random, seed, n, columns);
    let mut all = vec![Vec::new(); columns];
    let mut point = vec![0.0; columns];
    for i in 0..n {
        plan.fill_draw(i, &mut point);
        all.iter_mut().zip(&point).for_each(|(column, &u)| column.push(normal_quantile(u)));
    }
    all
}
