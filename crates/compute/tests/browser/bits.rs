//! Pinned bits of the elementary functions. A pin that changes moves every result: engine version up.

use aftercast_numerics::math::{Lane, exp, f64x4, ln, logistic, normal_cdf, pow, twelfth_root};
#[cfg(target_family = "wasm")]
use wasm_bindgen_test::wasm_bindgen_test as test;

const STEPS: usize = 4096;

/// FNV-1a over the bits of `f` at points evenly spread over `[low, high]`, taken lane by lane.
#[inline(always)]
fn digest<L: Lane>(low: f64, high: f64, f: impl Fn(L) -> L) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for start in (0..STEPS).step_by(L::WIDTH) {
        let y = f(L::from_fn(|k| low + (high - low) * (start + k) as f64 / STEPS as f64));
        for k in 0..L::WIDTH {
            for byte in y.get(k).to_bits().to_le_bytes() {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
    }
    hash
}

/// Each function with its range and pin.
#[inline(always)]
fn digests<L: Lane>() -> [u64; 6] {
    [
        digest::<L>(-700.0, 700.0, exp),
        digest::<L>(1e-9, 1e3, ln),
        digest::<L>(1e-3, 10.0, |x| pow(x, L::splat(1.7))),
        digest::<L>(0.0, 2.0, twelfth_root),
        digest::<L>(-40.0, 40.0, logistic),
        digest::<L>(-9.0, 9.0, normal_cdf),
    ]
}

const PINS: [u64; 6] = [
    0xe5fd_f428_3159_878b,
    0xf283_89a1_c304_f882,
    0x5803_ca9d_9a29_40e1,
    0xdc86_1a97_014b_267a,
    0xa87f_5690_9658_5573,
    0x049e_5401_2212_2e20,
];

#[test]
fn one_draw_at_a_time_has_the_pinned_bits() {
    assert_eq!(digests::<f64>(), PINS);
}

#[test]
fn four_draws_at_a_time_have_the_pinned_bits() {
    assert_eq!(digests::<f64x4>(), PINS);
}

#[cfg(target_arch = "x86_64")]
#[test]
fn four_draws_with_avx2_have_the_pinned_bits() {
    use aftercast_numerics::math::Quad;
    assert_eq!(digests::<Quad>(), PINS);
    Quad::compiled(
        #[inline(always)]
        || assert_eq!(digests::<Quad>(), PINS),
    );
}

#[test]
fn known_answers_have_the_pinned_bits() {
    for (got, bits) in [
        (exp(1.0), 0x4005_bf0a_8b14_5769),
        (ln(10.0), 0x4002_6bb1_bbb5_5516),
        (normal_cdf(1.0), 0x3fea_ec4b_d120_d37e),
        (pow(2.0, 0.5), 0x3ff6_a09e_667f_3bcd),
    ] {
        assert_eq!(f64::to_bits(got), bits, "{got}");
    }
}
