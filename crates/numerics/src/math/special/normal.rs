//! Quantile of the standard normal distribution.
//!
//! Claim: relative error of the score under 2e-15; monotone up to rounding; exactly odd about 1/2.
//! Equation: Φ⁻¹(p) = q R(0.180625 - q²) with q = p - 1/2 where |q| <= 0.425; else ∓R(√(-ln min(p, 1 - p))).
//! Validity: 1e-307 < p < 1; minus or plus infinity at 0 and 1, not a number outside.
//! Source: Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37 (1988) 477-484.

use crate::math::ln;

const CENTRE: [[f64; 8]; 2] = [
    [
        3.387_132_872_796_366_608_0,
        133.141_667_891_784_377_45,
        1_971.590_950_306_551_442_7,
        13_731.693_765_509_461_125,
        45_921.953_931_549_871_457,
        67_265.770_927_008_700_853,
        33_430.575_583_588_128_105,
        2_509.080_928_730_122_672_7,
    ],
    [
        1.0,
        42.313_330_701_600_911_252,
        687.187_007_492_057_908_30,
        5_394.196_021_424_751_107_7,
        21_213.794_301_586_595_867,
        39_307.895_800_092_710_610,
        28_729.085_735_721_942_674,
        5_226.495_278_852_854_561_0,
    ],
];
const MIDDLE: [[f64; 8]; 2] = [
    [
        1.423_437_110_749_683_577_34,
        4.630_337_846_156_545_295_90,
        5.769_497_221_460_691_405_50,
        3.647_848_324_763_204_605_04,
        1.270_458_252_452_368_382_58,
        0.241_780_725_177_450_611_770,
        0.022_723_844_989_269_184_583_3,
        7.745_450_142_783_414_076_40e-4,
    ],
    [
        1.0,
        2.053_191_626_637_758_821_87,
        1.676_384_830_183_803_849_40,
        0.689_767_334_985_100_004_550,
        0.148_103_976_427_480_074_590,
        0.015_198_666_563_616_457_196_6,
        5.475_938_084_995_344_946_00e-4,
        1.050_750_071_644_416_843_24e-9,
    ],
];
const FAR: [[f64; 8]; 2] = [
    [
        6.657_904_643_501_103_777_20,
        5.463_784_911_164_114_369_90,
        1.784_826_539_917_291_335_80,
        0.296_560_571_828_504_891_230,
        0.026_532_189_526_576_123_093_0,
        0.001_242_660_947_388_078_438_60,
        2.711_555_568_743_487_578_15e-5,
        2.010_334_399_292_288_132_65e-7,
    ],
    [
        1.0,
        0.599_832_206_555_887_937_690,
        0.136_929_880_922_735_805_310,
        0.014_875_361_290_850_614_852_5,
        7.868_691_311_456_132_591_00e-4,
        1.846_318_317_510_054_681_80e-5,
        1.421_511_758_316_445_888_70e-7,
        2.044_263_103_389_939_785_64e-15,
    ],
];

#[inline(always)]
fn ratio(c: &[[f64; 8]; 2], x: f64) -> f64 {
    let x2 = x * x;
    let x4 = x2 * x2;
    // Estrin's scheme: the two polynomials run side by side with short chains
    let polynomial =
        |k: &[f64; 8]| (k[0] + k[1] * x) + (k[2] + k[3] * x) * x2 + ((k[4] + k[5] * x) + (k[6] + k[7] * x) * x2) * x4;
    polynomial(&c[0]) / polynomial(&c[1])
}

/// Score z with Φ(z) = p, for 0 < p < 1.
///
/// ```
/// use aftercast_numerics::math::special::normal_quantile;
/// assert!((normal_quantile(0.975) - 1.959963984540054).abs() < 1e-15);
/// ```
#[inline]
pub fn normal_quantile(p: f64) -> f64 {
    let q = p - 0.5;
    if q.abs() <= 0.425 {
        return q * ratio(&CENTRE, 0.180_625 - q * q);
    }
    let tail = if q < 0.0 { p } else { 1.0 - p };
    if tail == 0.0 {
        return f64::INFINITY.copysign(q);
    } else if tail.is_nan() || tail < 0.0 {
        return f64::NAN;
    }
    let r = (-ln(tail)).sqrt();
    let size = if r <= 5.0 { ratio(&MIDDLE, r - 1.6) } else { ratio(&FAR, r - 5.0) };
    size.copysign(q)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::normal_cdf;

    #[test]
    fn known_answers() {
        // the first three are those of the paper; the others 40-digit arithmetic
        for (p, z) in [
            (0.25, -0.674_489_750_196_081_7),
            (0.001, -3.090_232_306_167_813_5),
            (1e-20, -9.262_340_089_798_408),
            (0.975, 1.959_963_984_540_054_2),
            (0.5, 0.0),
        ] {
            assert!((normal_quantile(p) - z).abs() <= 2e-15 * z.abs(), "{p}");
        }
        assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
        assert_eq!(normal_quantile(1.0), f64::INFINITY);
        assert!(normal_quantile(-0.1).is_nan() && normal_quantile(1.1).is_nan() && normal_quantile(f64::NAN).is_nan());
    }

    #[test]
    fn inverts_the_distribution_function_and_is_odd() {
        for i in 1..4096 {
            let p = i as f64 / 4096.0;
            let z = normal_quantile(p);
            assert!((normal_cdf(z) - p).abs() < 1e-15, "{p}");
            assert_eq!(z.to_bits(), (-normal_quantile(1.0 - p) + 0.0).to_bits(), "{p}");
        }
    }

    #[test]
    fn is_monotone_across_the_joints() {
        for joint in [0.075, 0.925, (-25.0_f64).exp2(), 1.388_794_386_496_402e-11] {
            let mut last = normal_quantile(joint * (1.0 - 1e-9));
            for i in -1000..1000 {
                let z = normal_quantile(joint * (1.0 + f64::from(i) * 1e-12));
                assert!(z >= last - 1e-15 * z.abs(), "{joint} {i}");
                last = z;
            }
        }
    }
}
