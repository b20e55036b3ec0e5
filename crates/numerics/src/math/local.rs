//! Local polynomials: a function of one variable near a point, as a polynomial made for that point.
//!
//! Claim: over a step of half a standard score the normal distribution function is a polynomial of degree 10 to 5e-12, and over 0.3 of
//!   one its twelfth root a polynomial of degree 8 to 1.1e-13: within a run, where each segment stays near where it began, both take
//!   a fifth of the operations of the functions themselves.
//! Equations: f(z + s u) = sum c_k u^k for |u| <= 1. Phi'' = -z Phi' gives (k + 2)(k + 1) c_(k+2) = -s z (k + 1) c_(k+1) - s^2 k c_k.
//!   For g = f^a, f g' = a f' g gives k c_0 g_k = sum_(j=1..k) (a j - (k - j)) c_j g_(k-j) (J. C. P. Miller).
//!   Telescoping: u^k = T_k(u)/2^(k-1) + lower powers, and |T_k| <= 1, so leaving T_k out costs at most |c_k|/2^(k-1).
//! Symbols: z centre, s step, u position in [-1, 1], T_k Chebyshev polynomials.
//! Validity: the stated steps; Phi(z) a normal number for its power. No coefficient is tabulated: the centre is a draw's own.
//! Source: Knuth, The Art of Computer Programming 2, 4.7 (powers of series); Lanczos, Applied Analysis (1956), 7.10 (telescoping).

use super::{Lane, exp, normal_cdf, normal_pdf, twelfth_root};

/// Terms of the longest series that is telescoped.
const LONGEST: usize = 17;

/// Coefficients of the Chebyshev polynomials, `CHEBYSHEV[k][j]` that of u^j in T_k.
const CHEBYSHEV: [[f64; LONGEST]; LONGEST] = {
    let mut t = [[0.0; LONGEST]; LONGEST];
    t[0][0] = 1.0;
    t[1][1] = 1.0;
    let mut k = 2;
    while k < LONGEST {
        let mut j = 0;
        while j < LONGEST {
            let twice = if j > 0 { 2.0 * t[k - 1][j - 1] } else { 0.0 };
            t[k][j] = twice - t[k - 2][j];
            j += 1;
        }
        k += 1;
    }
    t
};

/// The series `c` as a polynomial of `N` terms, as near to it over [-1, 1] as telescoping gets.
pub fn telescope<L: Lane, const M: usize, const N: usize>(mut c: [L; M]) -> [L; N] {
    for k in (N..M).rev() {
        let share = c[k] * (1.0 / CHEBYSHEV[k][k]);
        for j in (k % 2..k).step_by(2) {
            c[j] -= share * CHEBYSHEV[k][j];
        }
    }
    core::array::from_fn(|k| c[k])
}

/// The series of Phi(z + s u) in u.
pub fn normal_cdf_series<L: Lane, const M: usize>(z: L, s: L) -> [L; M] {
    let mut c = [L::zero(); M];
    c[0] = normal_cdf(z);
    c[1] = s * normal_pdf(z);
    let (sz, s2) = (s * z, s * s);
    for k in 0..M - 2 {
        let (k1, k2) = (k as f64 + 1.0, k as f64 + 2.0);
        c[k + 2] = -(sz * c[k + 1] * (1.0 / k2) + s2 * c[k] * (k as f64 / (k1 * k2)));
    }
    c
}

/// The series of the twelfth root of a series whose constant is positive.
pub fn twelfth_root_series<L: Lane, const M: usize>(c: &[L; M]) -> [L; M] {
    let inverse = L::one() / c[0];
    let relative: [L; M] = core::array::from_fn(|k| c[k] * inverse);
    let mut root = [L::zero(); M];
    root[0] = twelfth_root(c[0]);
    for k in 1..M {
        for j in 1..=k {
            let weight = (j as f64 / 12.0 - (k - j) as f64) / k as f64;
            let term = relative[j] * root[k - j] * weight;
            root[k] += term;
        }
    }
    root
}

/// The series of e^(s u) in u.
pub fn exp_series<L: Lane, const M: usize>(s: L) -> [L; M] {
    let mut c = [exp(L::zero()); M];
    for k in 1..M {
        c[k] = c[k - 1] * s * (1.0 / k as f64);
    }
    c
}

/// The polynomial with coefficients `c`, constant first, at `u`: even and odd powers side by side, so that the chain of
/// dependent operations is half as long as in Horner's rule.
#[inline(always)]
pub fn polynomial<L: Lane, const N: usize>(c: &[L; N], u: L) -> L {
    let u2 = u * u;
    let (mut other, mut latest) = (c[N - 1], c[N - 2]);
    for k in (0..N - 2).rev() {
        (other, latest) = (latest, other * u2 + c[k]);
    }
    latest + other * u
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Largest distance of a polynomial from `f` over [-1, 1], 400 points.
    fn largest<const N: usize>(c: &[f64; N], f: impl Fn(f64) -> f64) -> f64 {
        (0..=400).map(|i| f64::from(i) / 200.0 - 1.0).map(|u| (polynomial(c, u) - f(u)).abs()).fold(0.0, f64::max)
    }

    #[test]
    fn chebyshev_polynomials_are_the_tabulated_ones() {
        // Abramowitz & Stegun, table 22.3
        assert_eq!(CHEBYSHEV[5][..6], [0.0, 5.0, 0.0, -20.0, 0.0, 16.0]);
        assert_eq!(CHEBYSHEV[8][..9], [1.0, 0.0, -32.0, 0.0, 160.0, 0.0, -256.0, 0.0, 128.0]);
        assert_eq!(CHEBYSHEV[12][12], 2048.0);
    }

    #[test]
    fn the_distribution_function_near_every_centre() {
        for i in -120..=120 {
            let z = f64::from(i) / 20.0;
            for s in [0.5, 0.3, 0.01] {
                let c: [f64; 11] = telescope(normal_cdf_series::<f64, 16>(z, s));
                let error = largest(&c, |u| normal_cdf(z + s * u));
                assert!(error < 5e-12, "{z} {s}: {error}");
            }
        }
    }

    #[test]
    fn its_twelfth_root_near_every_centre() {
        // further down the distribution function itself is exact to 1e-15 of 1 only, not of its own size
        for i in -60..=120 {
            let z = f64::from(i) / 20.0;
            for s in [0.3, 0.1] {
                let c: [f64; 9] = telescope(twelfth_root_series(&normal_cdf_series::<f64, 13>(z, s)));
                let error = largest(&c, |u| twelfth_root(normal_cdf(z + s * u)));
                assert!(error < 1.1e-13, "{z} {s}: {error}");
            }
        }
    }

    #[test]
    fn the_exponential_over_a_short_step() {
        let c: [f64; 6] = telescope(exp_series::<f64, 9>(0.06));
        let error = largest(&c, |u| exp(0.06 * u));
        assert!(error < 3e-12, "{error}");
        let known: [f64; 4] = exp_series(2.0);
        assert!((known[3] - 8.0 / 6.0).abs() < 1e-15);
    }

    #[test]
    fn every_lane_has_the_bits_of_the_scalar() {
        use wide::f64x4;
        let z = f64x4::new([-1.3, 0.0, 0.4, 2.7]);
        let s = f64x4::new([0.3, 0.2, 0.11, 0.25]);
        let lanes: [f64x4; 9] = telescope(twelfth_root_series(&normal_cdf_series::<f64x4, 13>(z, s)));
        for k in 0..4 {
            let alone: [f64; 9] = telescope(twelfth_root_series(&normal_cdf_series::<f64, 13>(z.get(k), s.get(k))));
            assert_eq!(alone.map(f64::to_bits), lanes.map(|c| c.get(k).to_bits()));
        }
    }
}
