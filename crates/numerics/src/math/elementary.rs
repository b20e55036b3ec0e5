//! exp, ln, pow, the logistic function and the normal distribution function, per lane.
//!
//! Claim: relative error under 1e-15 for exp and ln, absolute error under 1e-15 for the normal
//! distribution function; the same bits on every target.
//! Equations: exp x = 2^k P(x - k ln 2); ln x = e ln 2 + 2 atanh((m - 1)/(m + 1));
//! Phi(-x) = exp(-x^2/2) N(x)/D(x) (Hart, Computer Approximations, 1968, index 5666; a continued
//! fraction beyond 7.07). Polynomials are Chebyshev fits computed with 40 digits.
//! Validity: exp saturates below -708 and above 709; ln takes positive normal numbers.

use super::Lane;

const LOG2_E: f64 = core::f64::consts::LOG2_E;
const LN2_HIGH: f64 = 0.693_147_180_369_123_8;
const LN2_LOW: f64 = 1.908_214_929_270_587_7e-10;
/// Coefficients of exp on [-ln 2/2, ln 2/2], constant first.
const EXP: [f64; 12] = [
    1.0,
    1.0,
    0.500_000_000_000_001_9,
    0.166_666_666_666_666_8,
    0.041_666_666_666_487_38,
    0.008_333_333_333_319_546,
    0.001_388_888_895_250_540_6,
    0.000_198_412_698_901_937_05,
    2.480_148_527_837_006_2e-5,
    2.755_724_076_173_925_7e-6,
    2.763_271_507_163_225_5e-7,
    2.511_009_561_188_623_8e-8,
];
/// Coefficients in s = f^2 of (2 atanh(f)/f - 2)/s for |f| <= 3 - 2 sqrt 2, constant first.
const LN: [f64; 7] = [
    0.666_666_666_666_667,
    0.399_999_999_998_988_9,
    0.285_714_286_262_538_36,
    0.222_222_110_893_794_96,
    0.181_828_924_325_368_7,
    0.153_316_117_220_550_08,
    0.146_178_071_534_173_25,
];

/// e^x, saturating at e^-708 and e^709.
///
/// ```
/// use aftercast_numerics::math::exp;
/// assert!((exp(1.0_f64) - core::f64::consts::E).abs() < 1e-15);
/// ```
#[inline(always)]
pub fn exp<L: Lane>(x: L) -> L {
    let x = x.max(L::splat(-708.0)).min(L::splat(709.0));
    let (k, scale) = (x * LOG2_E).power_of_two();
    let r = x - k * LN2_HIGH - k * LN2_LOW;
    // Estrin's scheme: short dependency chains keep both vector units busy
    let r2 = r * r;
    let r4 = r2 * r2;
    let pair = |i: usize| r * EXP[i + 1] + EXP[i];
    let low = pair(0) + pair(2) * r2;
    let middle = pair(4) + pair(6) * r2;
    let high = pair(8) + pair(10) * r2;
    (low + (middle + high * r4) * r4) * scale
}

/// Natural logarithm of a positive normal number.
///
/// ```
/// use aftercast_numerics::math::ln;
/// assert!((ln(10.0_f64) - 2.302585092994046).abs() < 1e-15);
/// ```
#[inline(always)]
pub fn ln<L: Lane>(x: L) -> L {
    let (m, e) = x.mantissa_exponent();
    let f = (m - 1.0) / (m + 1.0);
    let s = f * f;
    let s2 = s * s;
    let low = (s * LN[1] + LN[0]) + (s * LN[3] + LN[2]) * s2;
    let high = (s * LN[5] + LN[4]) + s2 * LN[6];
    let series = (low + high * (s2 * s2)) * s;
    e * LN2_HIGH + (f * 2.0 + (f * series + e * LN2_LOW))
}

/// x^y for positive normal x.
#[inline(always)]
pub fn pow<L: Lane>(x: L, y: L) -> L {
    exp(ln(x) * y)
}

/// x^(1/12) for 0 <= x: the monthly factor of an annual one; zero stays zero.
#[inline(always)]
pub fn twelfth_root<L: Lane>(x: L) -> L {
    let root = exp(ln(x.max(L::splat(1e-300))) * (1.0 / 12.0));
    L::select(L::zero().less(x), root, L::zero())
}

/// 1/(1 + e^-x).
#[inline(always)]
pub fn logistic<L: Lane>(x: L) -> L {
    L::one() / (exp(-x) + 1.0)
}

/// Standard normal distribution function.
///
/// ```
/// use aftercast_numerics::math::normal_cdf;
/// assert!((normal_cdf(1.0_f64) - 0.841344746068542949).abs() < 1e-15);
/// ```
#[inline(always)]
pub fn normal_cdf<L: Lane>(x: L) -> L {
    const N: [f64; 7] = [
        220.206_867_912_376,
        221.213_596_169_931,
        112.079_291_497_871,
        33.912_866_078_383,
        6.373_962_203_531_65,
        0.700_383_064_443_688,
        0.035_262_496_599_891_1,
    ];
    const D: [f64; 8] = [
        440.413_735_824_752,
        793.826_512_519_948,
        637.333_633_378_831,
        296.564_248_779_674,
        86.780_732_202_946_1,
        16.064_177_579_207,
        1.755_667_163_182_64,
        0.088_388_347_648_318_4,
    ];
    let a = x.abs();
    let bell = exp(a * a * -0.5);
    let a2 = a * a;
    let a4 = a2 * a2;
    let numerator = (a * N[1] + N[0]) + (a * N[3] + N[2]) * a2 + ((a * N[5] + N[4]) + a2 * N[6]) * a4;
    let denominator = (a * D[1] + D[0]) + (a * D[3] + D[2]) * a2 + ((a * D[5] + D[4]) + (a * D[7] + D[6]) * a2) * a4;
    let mut tail = bell * numerator / denominator;
    let far = L::splat(7.07).less(a);
    if L::any(far) {
        // Mills' ratio as a continued fraction, exact to 1e-10 relative where the tail is under 1e-12
        let mut fraction = a + 0.65;
        for k in [4.0, 3.0, 2.0, 1.0] {
            fraction = a + L::splat(k) / fraction;
        }
        tail = L::select(far, bell * 0.398_942_280_401_432_7 / fraction, tail);
    }
    L::select(L::zero().less(x), L::one() - tail, tail)
}

/// Standard normal density.
#[inline(always)]
pub fn normal_pdf<L: Lane>(x: L) -> L {
    exp(x * x * -0.5) * 0.398_942_280_401_432_7
}

#[cfg(test)]
mod tests {
    use super::*;
    use wide::f64x4;

    #[test]
    fn exp_and_ln_agree_with_the_platform() {
        for i in -7000..7000 {
            let x = i as f64 * 0.1 + 0.0123;
            #[allow(clippy::disallowed_methods)]
            let reference = x.exp();
            assert!((exp(x) / reference - 1.0).abs() < 2e-15, "exp {x}");
            assert!((ln(reference) - x).abs() <= 4e-16 * x.abs().max(1.0) * 4.0, "ln {x}");
        }
    }

    #[test]
    fn normal_cdf_known_answers() {
        // Abramowitz & Stegun 26.2, extended with 40-digit arithmetic
        for (x, p) in [
            (0.0, 0.5),
            (0.5, 0.691_462_461_274_013_1),
            (1.0, 0.841_344_746_068_542_9),
            (-1.0, 0.158_655_253_931_457_05),
            (-2.5, 0.006_209_665_325_776_132),
            (-6.0, 9.865_876_450_376_98e-10),
        ] {
            assert!((normal_cdf(x) - p).abs() < 1e-15, "{x}");
        }
        assert!((normal_cdf(-8.0) / 6.220_960_574_271_786e-16 - 1.0).abs() < 1e-6);
    }

    #[test]
    fn every_lane_has_the_bits_of_the_scalar() {
        for i in 0..4000 {
            let x = i as f64 * 0.0173 - 31.0;
            let four = f64x4::new([x, x + 0.37, x - 5.0, x * 0.1]);
            for k in 0..4 {
                let s = four.get(k);
                assert_eq!(exp(four).get(k).to_bits(), exp(s).to_bits());
                assert_eq!(normal_cdf(four).get(k).to_bits(), normal_cdf(s).to_bits());
                assert_eq!(logistic(four).get(k).to_bits(), logistic(s).to_bits());
                let positive = exp(four);
                assert_eq!(ln(positive).get(k).to_bits(), ln(positive.get(k)).to_bits());
                assert_eq!(twelfth_root(positive).get(k).to_bits(), twelfth_root(positive.get(k)).to_bits());
            }
        }
    }
}
