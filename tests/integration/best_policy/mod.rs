//! The best policy: the search on problems with known answers, the frontier on the model, stresses, convergence.

#[cfg(feature = "cli")]
mod cli;
mod convergence;
mod frontier;
mod known;
#[cfg(feature = "cli")]
mod rails;
mod stress;

use aftercast_engine::check;
use aftercast_scenario::{Futures, LeverId, Levers, Scenario, json};

/// The scenario of a golden file.
pub fn golden(name: &str) -> Scenario {
    let path = format!("{}/tests/golden/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let (draft, violations) = json::read(&std::fs::read_to_string(path).unwrap());
    assert!(violations.is_empty(), "{violations}");
    check(&draft).unwrap()
}

/// The futures of a golden file with so many draws.
pub fn futures(name: &str, draws: u64) -> Futures {
    golden(name).futures().with_draws(draws)
}

/// The default company's levers with some moved.
pub fn policy(moved: &[(LeverId, f64)]) -> Levers<f64> {
    let mut levers = Levers::default_today();
    for &(id, value) in moved {
        *levers.get_mut(id) = value;
    }
    levers
}
