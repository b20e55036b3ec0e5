//! Small statistics for the tests of this folder, and the known answers they are held to.

use aftercast_engine::run::order::upper_rank;
use aftercast_numerics::random::Stream;

/// Largest distance between the empirical distribution of the values and a distribution function.
pub fn distance_to(values: &[f64], cdf: impl Fn(f64) -> f64) -> f64 {
    let sorted = sorted(values);
    let n = sorted.len() as f64;
    sorted.iter().enumerate().fold(0.0, |worst: f64, (i, &x)| {
        let p = cdf(x);
        worst.max(p - i as f64 / n).max((i + 1) as f64 / n - p)
    })
}

/// Largest distance between two empirical distributions.
pub fn distance_between(a: &[f64], b: &[f64]) -> f64 {
    let (a, b) = (sorted(a), sorted(b));
    let (mut i, mut j, mut worst) = (0, 0, 0.0_f64);
    while i < a.len() && j < b.len() {
        if a[i] <= b[j] {
            i += 1;
        } else {
            j += 1;
        }
        worst = worst.max((i as f64 / a.len() as f64 - j as f64 / b.len() as f64).abs());
    }
    worst
}

/// Kolmogorov's distance that independent values exceed with probability `chance`: sqrt(-ln(chance/2)/2)/sqrt(n), with Stephens'
/// correction for finite n; for two samples n is n1 n2/(n1 + n2).
pub fn critical_distance(chance: f64, n: f64) -> f64 {
    (-0.5 * (chance / 2.0).ln()).sqrt() / (n.sqrt() + 0.12 + 0.11 / n.sqrt())
}

/// The values in ascending order.
pub fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted
}

/// Mean and variance (divided by n).
pub fn moments(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    (mean, values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / n)
}

/// A table of `tests/validation/known_answers.toml` by its heading.
pub fn known_answers(heading: &str) -> Vec<toml::Table> {
    let text =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/validation/known_answers.toml")).unwrap();
    let all: toml::Table = text.parse().unwrap();
    all[heading].as_array().unwrap().iter().map(|t| t.as_table().unwrap().clone()).collect()
}

/// A number of such a table.
pub fn number(table: &toml::Table, key: &str) -> f64 {
    table[key].as_float().unwrap()
}

#[test]
fn rank_that_bounds_a_quantile() {
    let answers = known_answers("quantile");
    let list = |key: &str| -> Vec<u64> {
        answers[0][key].as_array().unwrap().iter().map(|v| v.as_integer().unwrap() as u64).collect()
    };
    for (draws, rank) in list("draws").into_iter().zip(list("rank")) {
        assert_eq!(upper_rank(draws, 0.95, 0.95), Some(rank), "{draws} draws");
    }
}

#[test]
fn the_bound_holds_as_often_as_it_says() {
    use rand::Rng;
    let (draws, trials) = (93_u64, 4000_u64);
    let rank = upper_rank(draws, 0.95, 0.95).unwrap() as usize;
    let mut held = 0;
    for trial in 0..trials {
        let mut stream = Stream::new(5, trial);
        let values: Vec<f64> = (0..draws).map(|_| stream.next_u32() as f64 / 4_294_967_296.0).collect();
        held += u32::from(sorted(&values)[rank] >= 0.95);
    }
    // at least 95 %, less four standard deviations of the count
    let share = f64::from(held) / trials as f64;
    assert!(share > 0.95 - 4.0 * (0.95 * 0.05 / trials as f64).sqrt(), "{share}");
}
