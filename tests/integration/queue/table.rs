//! The interpolated wait of Monte Carlo runs stays within 0.01 minute of the exact one everywhere.
//!
//! Handling times from 0.5/40 to 33 x 40 minutes (overrides and every lever at its end) put patience between 5e-5 and 24 000
//! handling times; parts of a server shorten it.

use crate::random_firms::Dice;
use aftercast_engine::model::queue::{
    Abandonment, Exact, MAX_PATIENCE_MINUTES, MAX_WAIT_ERROR_MINUTES, WaitTable, p_abandon,
};

#[test]
fn the_most_patient_customers_are_asked_exactly() {
    // a night share of 0.9 can leave a day wait of thousands of minutes, and patience is 1.25 times that
    let mut table = WaitTable::new();
    for (n, ln_rho, ratio) in [(130.0, 2.7, 192.0), (24_911.0, 2.6, 1377.0), (3.4, 0.2, 40.0)] {
        let exact = Exact.p_abandon(n, ln_rho, ratio).to_bits();
        let longer = MAX_PATIENCE_MINUTES * 1.001;
        assert_eq!(p_abandon(&mut table, n, ln_rho, ratio, longer).to_bits(), exact);
        let interpolated = table.p_abandon(n, ln_rho, ratio).to_bits();
        assert_ne!(interpolated, exact);
        assert_eq!(p_abandon(&mut table, n, ln_rho, ratio, MAX_PATIENCE_MINUTES).to_bits(), interpolated);
    }
}

/// Largest error in minutes and where.
fn worst(points: impl Iterator<Item = (f64, f64, f64)>) -> (f64, (f64, f64, f64)) {
    let mut table = WaitTable::new();
    let mut worst = (0.0, (0.0, 0.0, 0.0));
    for (n, ln_rho, patience) in points {
        let exact = Exact.p_abandon(n, ln_rho, patience);
        let error = (table.p_abandon(n, ln_rho, patience) - exact).abs() * MAX_PATIENCE_MINUTES;
        if !(error <= worst.0) {
            worst = (error, (n, ln_rho.exp(), patience));
        }
    }
    eprintln!("largest error {} minutes at n, rho, patience = {:?}", worst.0, worst.1);
    worst
}

#[test]
fn all_teams_all_loads() {
    let mut dice = Dice(5);
    let points = (0..150_000).map(|i| {
        let n = dice.scale(0.001, 30_000.0);
        let patience = dice.scale(5e-5, 24_000.0);
        let width = 1.0 / (n.max(1.0) * (1.0 + patience)).sqrt();
        let ln_rho = match i % 3 {
            0 => dice.between(-14.0, 5.0),
            1 => dice.between(-8.0, 8.0) * width,
            _ => dice.between(-1.0, 1.0) * width,
        };
        (n, ln_rho, patience)
    });
    let worst = worst(points);
    assert!(worst.0 < MAX_WAIT_ERROR_MINUTES, "{worst:?}");
}

#[test]
fn edges_of_the_lattice() {
    // the first and last cells of every axis, and one server, where parts of a server begin
    let mut dice = Dice(6);
    let points = (0..60_000).map(|_| {
        let n = match dice.pick(&[0, 1, 2]) {
            0 => dice.between(0.9, 1.4),
            1 => dice.scale(20_000.0, 60_000.0),
            _ => dice.scale(1.0, 30.0),
        };
        let patience = match dice.pick(&[0, 1, 2]) {
            0 => dice.scale(0.0015, 0.01),
            1 => dice.scale(1200.0, 4000.0),
            _ => dice.scale(0.3, 300.0),
        };
        let scale = (n * (1.0 + patience)).sqrt();
        let v: f64 = match dice.pick(&[0, 1, 2]) {
            0 => dice.between(-12.2, -9.0),
            1 => dice.between(9.0, 12.2),
            _ => dice.between(-3.0, 3.0),
        };
        (n, (v.sinh() / scale).clamp(-20.0, 8.0), patience)
    });
    let worst = worst(points);
    assert!(worst.0 < MAX_WAIT_ERROR_MINUTES, "{worst:?}");
}

#[test]
fn a_value_does_not_depend_on_what_was_asked_before() {
    let mut dice = Dice(7);
    let points: Vec<(f64, f64, f64)> =
        (0..2000).map(|_| (dice.scale(0.05, 20_000.0), dice.between(-3.0, 1.0), dice.scale(0.3, 300.0))).collect();
    let mut forwards = WaitTable::new();
    let ahead: Vec<u64> = points.iter().map(|&(n, x, r)| forwards.p_abandon(n, x, r).to_bits()).collect();
    let mut backwards = WaitTable::new();
    let mut back: Vec<u64> = points.iter().rev().map(|&(n, x, r)| backwards.p_abandon(n, x, r).to_bits()).collect();
    back.reverse();
    assert_eq!(ahead, back);
    assert_eq!(WaitTable::new().p_abandon(59.0, -0.1, 5.0).to_bits(), forwards.p_abandon(59.0, -0.1, 5.0).to_bits());
}
