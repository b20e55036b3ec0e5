//! The yardstick: a fixed amount of arithmetic by which times of two machines are compared. It knows nothing of the model, so that a
//! change of the model moves no scale.

use std::hint::black_box;

/// Numbers that are worked on: they fit into the nearest cache.
const NUMBERS: usize = 256;
/// Passes over them; a step is a polynomial of degree 11, a quotient and a root.
const PASSES: usize = 8000;

/// Coefficients of the logarithm's series, large powers first.
const COEFFICIENTS: [f64; 11] = [
    1.0 / 11.0,
    -1.0 / 10.0,
    1.0 / 9.0,
    -1.0 / 8.0,
    1.0 / 7.0,
    -1.0 / 6.0,
    1.0 / 5.0,
    -1.0 / 4.0,
    1.0 / 3.0,
    -1.0 / 2.0,
    1.0,
];

/// The whole loop; returns a checksum, the same on every machine.
pub fn run() -> f64 {
    let mut numbers: [f64; NUMBERS] = std::array::from_fn(|i| (i as f64 + 0.5) / NUMBERS as f64);
    for _ in 0..black_box(PASSES) {
        for x in &mut numbers {
            let polynomial = COEFFICIENTS.iter().fold(0.0, |sum, c| sum * *x + c) * *x;
            *x = (polynomial / (1.0 + *x * *x)).abs().sqrt().min(0.99);
        }
    }
    numbers.iter().sum()
}
