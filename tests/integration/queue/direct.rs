//! Erlang-A for a real number of servers by the recursion and the sums of its definition, term by term: slow, and nothing to get wrong.

use std::f64::consts::PI;

/// 1/A = z^x e^-z/(x γ(x, z)), from γ(x, z) = z^x e^-z Σ z^k/(x (x + 1) ... (x + k)); 0 where A is beyond 1e280.
fn one_over_a(x: f64, z: f64) -> f64 {
    let (mut term, mut sum, mut k) = (1.0, 1.0, 0.0);
    loop {
        k += 1.0;
        term *= z / (x + k);
        sum += term;
        if sum > 1e280 {
            return 0.0;
        }
        if z < x + k && term < 1e-18 * sum * (1.0 - z / (x + k)) {
            return 1.0 / sum;
        }
    }
}

/// 1/B(f) = Γ(f + 1, a) e^a a^-f = the integral of (1 + t/a)^f e^-t over t from 0, by the exp-sinh rule.
fn one_over_b_of_fraction(f: f64, a: f64) -> f64 {
    if f == 0.0 {
        return 1.0;
    }
    let h = 1.0 / 64.0;
    let mut sum = 0.0;
    for i in -320..=200 {
        let y = f64::from(i) * h;
        let t = (0.5 * PI * y.sinh()).exp();
        let weight = t * 0.5 * PI * y.cosh();
        let value = (f * (t / a).ln_1p() - t).exp() * weight;
        if value.is_finite() {
            sum += value;
        }
    }
    sum * h
}

/// P(abandon) of the Erlang-A queue for real `n`, by the recursion of the text.
pub fn p_abandon(n: f64, rho: f64, ratio: f64) -> f64 {
    // below one server take one server at rate n mu and the same arrivals
    let (n, ratio) = if n < 1.0 { (1.0, ratio * n) } else { (n, ratio) };
    let load = rho * n;
    let inverse_a = one_over_a(n * ratio, load * ratio);
    let fraction = n - n.floor();
    let mut inverse_b = one_over_b_of_fraction(fraction, load);
    let mut k = fraction;
    while k < n - 0.5 {
        k += 1.0;
        inverse_b = 1.0 + k / load * inverse_b;
    }
    let p_wait = 1.0 / (1.0 + inverse_a * (inverse_b - 1.0));
    p_wait * (inverse_a / rho + 1.0 - 1.0 / rho)
}
