//! The functions of the model's text, each by the most direct method that reaches double precision.

use std::f64::consts::PI;

/// Standard normal distribution function: Marsaglia's series in the middle, the continued fraction of Mills' ratio in the tails.
pub fn phi(x: f64) -> f64 {
    let density = (-0.5 * x * x).exp() / (2.0 * PI).sqrt();
    if x.abs() < 3.0 {
        let (mut term, mut sum, mut k) = (x, x, 1.0);
        while term.abs() > 1e-18 * sum.abs() {
            k += 2.0;
            term *= x * x / k;
            sum += term;
        }
        0.5 + density * sum
    } else {
        let mut fraction = x.abs();
        for k in (1..=120).rev() {
            fraction = x.abs() + f64::from(k) / fraction;
        }
        let tail = density / fraction;
        if x < 0.0 { tail } else { 1.0 - tail }
    }
}

/// The number below which a standard normal falls with probability `p`: halving, then Newton's step.
pub fn phi_inverse(p: f64) -> f64 {
    let (mut low, mut high) = (-12.0, 12.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if phi(middle) < p { low = middle } else { high = middle }
    }
    let mut x = 0.5 * (low + high);
    for _ in 0..3 {
        let density = (-0.5 * x * x).exp() / (2.0 * PI).sqrt();
        x -= (phi(x) - p) / density;
    }
    x
}

/// 100 logistic(logit(s/100) + x/(100 u (1 - u))).
pub fn shift(s: f64, x: f64) -> f64 {
    let u = s / 100.0;
    let y = (u / (1.0 - u)).ln() + x / (100.0 * u * (1.0 - u));
    100.0 / (1.0 + (-y).exp())
}

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

/// The point where a rising function reaches `goal`, by halving; the nearer end where it does not.
pub fn halve(f: impl Fn(f64) -> f64, goal: f64, low: f64, high: f64) -> f64 {
    let (mut low, mut high) = (low, high);
    if f(low) >= goal {
        return low;
    }
    if f(high) <= goal {
        return high;
    }
    for _ in 0..70 {
        let middle = 0.5 * (low + high);
        if middle == low || middle == high {
            break;
        }
        if f(middle) < goal { low = middle } else { high = middle }
    }
    0.5 * (low + high)
}

/// Smallest k at which the summed Poisson probabilities reach `u`.
pub fn poisson_quantile(mean: f64, u: f64) -> f64 {
    let (mut k, mut term) = (0.0, (-mean).exp());
    let mut sum = term;
    while sum < u && k < 10_000.0 {
        k += 1.0;
        term *= mean / k;
        sum += term;
    }
    k
}
