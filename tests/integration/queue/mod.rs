//! The waiting line against an explicit birth-death chain, known answers, its limits, and its own interpolation.

mod chain;
mod direct;
mod known;
mod shape;
mod table;

use aftercast_engine::model::queue::{QueueState, erlang_a};

/// Sizes of teams, utilisations and patience in handling times over the whole range of the model.
pub const SERVERS: [f64; 11] = [1.0, 2.0, 3.0, 7.0, 17.0, 59.0, 210.0, 1000.0, 4000.0, 12_000.0, 20_000.0];
pub const UTILISATIONS: [f64; 21] = [
    1e-6, 1e-4, 0.01, 0.2, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.995, 1.0, 1.005, 1.02, 1.1, 1.3, 1.8, 3.0, 8.0, 20.0, 60.0,
];
pub const PATIENCES: [f64; 9] = [0.3, 0.7, 1.5, 3.5, 5.0, 12.0, 40.0, 120.0, 300.0];

/// Steady state by summing the chain's weights outward from its most likely state.
pub fn birth_death(servers: f64, rho: f64, patience: f64) -> QueueState {
    // one server at rate n below one server
    let (count, rate) = if servers < 1.0 { (1.0, servers) } else { (servers, 1.0) };
    assert_eq!(count % 1.0, 0.0, "a chain has whole servers");
    let arrivals = rho * servers;
    let leave = 1.0 / patience;
    let death = |k: f64| k.min(count) * rate + (k - count).max(0.0) * leave;
    // largest state whose death rate does not exceed the arrivals
    let mode = if arrivals < count * rate {
        (arrivals / rate).floor()
    } else {
        (count + (arrivals - count * rate) / leave).floor()
    };
    let (mut all, mut waiting, mut queue, mut busy) = (0.0, 0.0, 0.0, 0.0);
    let mut add = |k: f64, weight: f64| {
        all += weight;
        if k >= count {
            waiting += weight;
            queue += weight * (k - count);
        }
        busy += weight * k.min(count);
    };
    let (mut k, mut weight) = (mode, 1.0);
    while weight > 1e-40 {
        add(k, weight);
        k += 1.0;
        weight *= arrivals / death(k);
    }
    let (mut k, mut weight) = (mode, 1.0);
    while k > 0.0 && weight > 1e-40 {
        weight *= death(k) / arrivals;
        k -= 1.0;
        add(k, weight);
    }
    QueueState { p_wait: waiting / all, p_abandon: queue / all * leave / arrivals, occupancy: busy / all / count }
}

/// Runs over the whole grid.
pub fn grid(mut visit: impl FnMut(f64, f64, f64, QueueState)) {
    for n in SERVERS {
        for rho in UTILISATIONS {
            for patience in PATIENCES {
                visit(n, rho, patience, erlang_a(n, rho, patience));
            }
        }
    }
}
