//! Erlang-A against the explicitly solved chain, and for real servers against the direct sums of the text.

use super::direct;
use super::{birth_death, grid};
use crate::random_firms::Dice;
use aftercast_engine::model::queue::erlang_a;

#[test]
fn whole_servers_over_the_whole_range() {
    let mut worst: (f64, String) = (0.0, String::new());
    grid(|n, rho, patience, ours| {
        let chain = birth_death(n, rho, patience);
        for (what, ours, theirs) in [
            ("p_wait", ours.p_wait, chain.p_wait),
            ("p_abandon", ours.p_abandon, chain.p_abandon),
            ("occupancy", ours.occupancy, chain.occupancy),
        ] {
            let error = (ours - theirs).abs();
            if !(error <= worst.0) {
                worst = (error, format!("{what} at n {n}, rho {rho}, patience {patience}: {ours} not {theirs}"));
            }
        }
    });
    eprintln!("largest deviation {:e}: {}", worst.0, worst.1);
    // 300 minutes of patience times this is under a millionth of a second
    assert!(worst.0 < 1e-11, "{worst:?}");
}

#[test]
fn part_of_a_server_is_one_slower_server() {
    for n in [0.01, 0.05, 0.2, 0.5, 0.9, 0.999] {
        for rho in [1e-6, 0.01, 0.3, 0.8, 0.99, 1.0, 1.2, 3.0, 20.0] {
            for patience in [0.3, 1.5, 5.0, 40.0, 300.0] {
                let (ours, chain) = (erlang_a(n, rho, patience), birth_death(n, rho, patience));
                assert!((ours.p_wait - chain.p_wait).abs() < 1e-11, "{n} {rho} {patience}");
                assert!((ours.p_abandon - chain.p_abandon).abs() < 1e-11, "{n} {rho} {patience}");
                assert!((ours.occupancy - chain.occupancy).abs() < 1e-11, "{n} {rho} {patience}");
            }
        }
    }
}

#[test]
fn real_servers_by_recursion_and_quadrature() {
    let mut dice = Dice(11);
    let mut worst: (f64, String) = (0.0, String::new());
    for _ in 0..6000 {
        let n = dice.scale(0.01, 3000.0);
        let patience = dice.scale(0.3, 300.0);
        let rho =
            if dice.chance(0.5) { dice.scale(1e-6, 20.0) } else { (dice.between(-3.0, 3.0) / n.max(1.0).sqrt()).exp() };
        // the reference sums term by term: leave out what takes it millions
        if n * patience * rho.max(1.0) > 3e5 {
            continue;
        }
        let (ours, theirs) = (erlang_a(n, rho, patience).p_abandon, direct::p_abandon(n, rho, patience));
        let error = (ours - theirs).abs();
        if !(error <= worst.0) {
            worst = (error, format!("n {n}, rho {rho}, patience {patience}: {ours} not {theirs}"));
        }
    }
    eprintln!("largest deviation {:e}: {}", worst.0, worst.1);
    assert!(worst.0 < 1e-10, "{worst:?}");
}
