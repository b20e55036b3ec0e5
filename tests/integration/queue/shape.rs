//! Properties that any waiting line has: shares stay shares, more work waits longer, more staff shorter, no jumps.

use super::{PATIENCES, UTILISATIONS, grid};
use crate::random_firms::Dice;
use aftercast_engine::model::queue::erlang_a;

#[test]
fn shares_are_shares_far_beyond_the_range() {
    let check = |n: f64, rho: f64, patience: f64| {
        let q = erlang_a(n, rho, patience);
        for share in [q.p_wait, q.p_abandon, q.occupancy] {
            assert!((0.0..=1.0 + 1e-12).contains(&share), "{q:?} at n {n}, rho {rho}, patience {patience}");
        }
        assert!(q.p_abandon <= q.p_wait + 1e-12, "who gives up has waited: {q:?}");
        // what arrives is served or gives up
        assert!((q.occupancy - rho * (1.0 - q.p_abandon)).abs() < 1e-9 * rho.max(1.0));
    };
    grid(|n, rho, patience, _| check(n, rho, patience));
    let mut dice = Dice(3);
    for _ in 0..20_000 {
        check(dice.scale(1e-4, 1e5), dice.scale(1e-9, 1e3), dice.scale(1e-3, 3e4));
    }
}

#[test]
fn more_work_waits_longer() {
    for n in [0.02, 0.7, 1.0, 1.5, 4.3, 25.6, 130.2, 999.5, 5000.0, 20_000.0] {
        for patience in PATIENCES {
            let mut before = 0.0;
            for step in 0..=340 {
                let rho = 1e-6 * 10_f64.powf(f64::from(step) / 40.0);
                let p = erlang_a(n, rho, patience).p_abandon;
                assert!(p >= before - 1e-13, "n {n}, rho {rho}, patience {patience}: {p} after {before}");
                before = p;
            }
            assert!(before > 0.9);
        }
    }
}

#[test]
fn more_staff_waits_shorter() {
    for load in [1e-4, 0.3, 1.0, 2.5, 40.0, 700.0, 9000.0] {
        for patience in PATIENCES {
            let mut before = 1.0;
            // a tenth of a server at a time near one, where the rule changes
            let mut n = 0.01;
            while n < 20_000.0_f64.min(load * 30.0 + 30.0) {
                let p = erlang_a(n, load / n, patience).p_abandon;
                assert!(p <= before + 1e-12, "n {n}, load {load}, patience {patience}: {p} after {before}");
                before = p;
                n = if n < 3.0 { n + 0.01 } else { n * 1.02 };
            }
        }
    }
}

#[test]
fn no_jump_where_a_server_becomes_whole() {
    for n in [1.0, 2.0, 3.0, 40.0, 41.0, 1000.0] {
        for rho in UTILISATIONS {
            for patience in PATIENCES {
                let at = |n: f64| erlang_a(n, rho, patience).p_abandon;
                let jump = (at(n * (1.0 + 1e-9)) - at(n * (1.0 - 1e-9))).abs();
                assert!(jump < 1e-7, "n {n}, rho {rho}, patience {patience}: {jump}");
            }
        }
    }
}
