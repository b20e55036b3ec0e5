//! Logarithm of the gamma function.
//!
//! Claim: error under 1e-15 relative to the larger of 1 and the value; exactly zero at 2.
//! Equation: ln Γ(2 + t) = t P(t) on 0 <= t <= 1, recurrence Γ(x + 1) = x Γ(x) below 9, Stirling's series above.
//! Validity: 0 < x < 1e300; not a number for anything else.
//! Source: Abramowitz & Stegun 6.1.15 and 6.1.41; P is a Chebyshev fit computed with 50 digits, error 2e-17.

use crate::math::ln;

/// Coefficients of ln Γ(2 + t)/t on [0, 1], constant first (the first is 1 minus Euler's constant).
const NEAR_TWO: [f64; 17] = [
    0.42278433509846713,
    0.32246703342411276,
    -0.06735230105315392,
    0.020580808426093205,
    -0.007385550994468451,
    0.0028905099092988804,
    -0.0011927504708616357,
    0.0005096498775058962,
    -0.00022307340973614113,
    9.920719737440423e-05,
    -4.434429266466537e-05,
    1.9474032684790926e-05,
    -8.029176213047633e-06,
    2.886878253165098e-06,
    -8.157095534193105e-07,
    1.5540880982714287e-07,
    -1.4586003484400256e-08,
];
/// B(2k)/(2k (2k - 1)), the coefficients of Stirling's series in 1/x, 1/x^3, ...
const STIRLING: [f64; 9] = [
    1.0 / 12.0,
    -1.0 / 360.0,
    1.0 / 1260.0,
    -1.0 / 1680.0,
    1.0 / 1188.0,
    -691.0 / 360_360.0,
    1.0 / 156.0,
    -3617.0 / 122_400.0,
    43_867.0 / 244_188.0,
];
/// ln(2 π)/2.
const HALF_LN_TWO_PI: f64 = 0.918_938_533_204_672_741_78;

fn polynomial(coefficients: &[f64], x: f64) -> f64 {
    coefficients.iter().rev().fold(0.0, |sum, &c| sum * x + c)
}

/// ln Γ(x) for positive x.
///
/// ```
/// use aftercast_numerics::math::special::ln_gamma;
/// assert!((ln_gamma(6.0) - 4.787491742782046).abs() < 2e-15);
/// ```
pub fn ln_gamma(x: f64) -> f64 {
    if !(x > 0.0 && x < 1e300) {
        return f64::NAN;
    }
    if x >= 9.0 {
        let inverse = 1.0 / x;
        return (x - 0.5) * ln(x) - x + HALF_LN_TWO_PI + inverse * polynomial(&STIRLING, inverse * inverse);
    }
    // bring the argument to [2, 3); the product of the factors passed stays well inside the range of a float
    let (mut y, mut factor) = (x, 1.0);
    while y >= 3.0 {
        y -= 1.0;
        factor *= y;
    }
    let mut divisor = 1.0;
    while y < 2.0 {
        divisor *= y;
        y += 1.0;
    }
    let t = y - 2.0;
    let near = t * polynomial(&NEAR_TWO, t);
    if divisor != 1.0 { near - ln(divisor) } else { near + ln(factor) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_answers() {
        // 50-digit arithmetic
        for (x, value) in [
            (1e-05, 11.512919692895826),
            (0.1, 2.252712651734206),
            (0.5, 0.5723649429247001),
            (0.75, 0.20328095143129538),
            (1.0, 0.0),
            (1.25, -0.09827183642181316),
            (1.5, -0.12078223763524522),
            (1.999, -0.0004224618006921073),
            (2.001, 0.000423106734800117),
            (2.5, 0.2846828704729192),
            (4.2, 2.04855563696059),
            (5.5, 3.9578139676187165),
            (6.0, 4.787491742782046),
            (8.99, 10.583202365866665),
            (9.0, 10.60460290274525),
            (12.3, 18.238983407092245),
            (100.0, 359.1342053695754),
            (1234.5, 7550.550901077895),
            (1000000.0, 12815504.569147611),
        ] {
            let error = (ln_gamma(x) - value).abs() / value.abs().max(1.0);
            assert!(error < 1e-15, "{x}: {error:e}");
        }
        assert_eq!(ln_gamma(2.0), 0.0);
        assert!(ln_gamma(0.0).is_nan() && ln_gamma(f64::NAN).is_nan() && ln_gamma(-1.5).is_nan());
    }
}
