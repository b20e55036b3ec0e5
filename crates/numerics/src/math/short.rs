//! Short polynomials: functions near the one argument that a run never leaves far.
//!
//! Claim: (e^y - 1)/y on [-0.75, 0] to 1.6e-13 relative by degree 8; ((1 + v)/(1 - v))^(1/12) for |v| <= 0.12 to 1.5e-14 by degree 9,
//!   exactly 1 at 0.
//! Equations: interpolation at the Chebyshev points of the interval, computed with 40 digits by `fit/short.py`, which prints
//!   these tables and their errors.
//! Symbols: y and v without unit.
//! Validity: the intervals above and no further; a caller outside takes the function itself ([`exp_chord`] does so).
//! Source: Trefethen, Approximation Theory and Approximation Practice (2013), chapter 15, for how near interpolation comes to the best.

use super::{Lane, exp, local::polynomial};

/// Least argument of [`exp_chord`] that the polynomial takes.
pub const CHORD_LOW: f64 = -0.75;
/// Largest argument, by size, of [`odds_root`].
pub const ROOT_REACH: f64 = 0.12;

/// Coefficients of (e^y - 1)/y, constant first.
const CHORD: [f64; 9] = [
    0.9999999999998834,
    0.4999999999748184,
    0.16666666576935946,
    0.041666654332020436,
    0.008333248177058375,
    0.0013885573761826787,
    0.00019764970748466435,
    2.3765233263812797e-05,
    1.973139403768456e-06,
];
/// Coefficients of ((1 + v)/(1 - v))^(1/12), constant first.
const ROOT: [f64; 10] = [
    1.0,
    0.16666666666668634,
    0.013888888867162951,
    0.056327160425532305,
    0.009291421518972024,
    0.03410604783793718,
    0.007139325188430517,
    0.024524128132859254,
    0.006051580363851452,
    0.019768105140633638,
];

/// (e^y - 1)/y for y <= 0: the slope of the chord of the exponential between y and 0.
///
/// ```
/// use aftercast_numerics::math::short::exp_chord;
/// assert!((exp_chord(-0.5_f64) - 0.786938680574733).abs() < 1e-12);
/// assert!((exp_chord(-2.0_f64) - 0.432332358381694).abs() < 1e-14);
/// ```
#[inline(always)]
pub fn exp_chord<L: Lane>(y: L) -> L {
    let near = polynomial(&CHORD.map(L::splat), y);
    let far = y.less(L::splat(CHORD_LOW));
    if L::any(far) {
        return L::select(far, far_chord(y), near);
    }
    near
}

#[cold]
#[inline(never)]
fn far_chord<L: Lane>(y: L) -> L {
    (exp(y) - 1.0) / y
}

/// e^-x for x >= 0.
#[inline(always)]
pub fn decay<L: Lane>(x: L) -> L {
    L::one() - x * exp_chord(-x)
}

/// ((1 + v)/(1 - v))^(1/12) for |v| <= [`ROOT_REACH`]: with v = w/(2 + w) the twelfth root of 1 + w.
#[inline(always)]
pub fn odds_root<L: Lane>(v: L) -> L {
    polynomial(&ROOT.map(L::splat), v)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::twelfth_root;

    #[test]
    fn the_chord_keeps_its_error() {
        for i in 1..=100_000 {
            let y = -1.5 * f64::from(i) / 100_000.0;
            // below a hundredth the difference cancels: the series there
            let exact = if y > -0.01 {
                1.0 + y / 2.0 * (1.0 + y / 3.0 * (1.0 + y / 4.0 * (1.0 + y / 5.0)))
            } else {
                (exp(y) - 1.0) / y
            };
            let bound = if y < CHORD_LOW { 2e-15 } else { 1.6e-13 };
            assert!((exp_chord(y) / exact - 1.0).abs() < bound, "{y}");
            assert!((decay(-y) - exp(y)).abs() < 2e-13, "{y}");
        }
        assert_eq!(decay(0.0), 1.0);
    }

    #[test]
    fn the_root_keeps_its_error() {
        for i in -10_000..=10_000 {
            let v = ROOT_REACH * f64::from(i) / 10_000.0;
            let exact = twelfth_root((1.0 + v) / (1.0 - v));
            assert!((odds_root(v) / exact - 1.0).abs() < 1.6e-14, "{v}");
        }
        assert_eq!(odds_root(0.0), 1.0);
    }

    #[test]
    fn every_lane_has_the_bits_of_the_scalar() {
        use wide::f64x4;
        for i in 0..1000 {
            let y = f64::from(i) * -0.0011;
            let four = f64x4::new([y, y * 0.3, 0.0, y - 0.4]);
            for k in 0..4 {
                assert_eq!(exp_chord(four).get(k).to_bits(), exp_chord(four.get(k)).to_bits());
                let v = four * 0.1;
                assert_eq!(odds_root(v).get(k).to_bits(), odds_root(v.get(k)).to_bits());
            }
        }
    }
}
