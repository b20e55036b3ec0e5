//! Four draws in registers of 256 bits, in a build that is for processors without them.
//!
//! Claim: [`wide::f64x4`] is as wide as the processor that the build is for: two halves of 128 bits on an ordinary x86-64. Plain
//!   arithmetic on four numbers is compiled for the function into which it is inlined; in one for AVX2 each operation becomes
//!   one instruction (`objdump` shows `ymm` registers). Every number has the bits that it has in any other lane.
//! Validity: fast only inside [`Lane::compiled`]; correct anywhere, on any processor. AVX2 here is without fused multiply-add.

use super::Lane;
use core::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

/// A number for each of four draws.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C, align(32))]
pub struct Quad([f64; 4]);

impl Quad {
    #[inline(always)]
    fn map(self, f: impl Fn(f64) -> f64) -> Self {
        let [a, b, c, d] = self.0;
        Self([f(a), f(b), f(c), f(d)])
    }

    #[inline(always)]
    fn with(self, other: Self, f: impl Fn(f64, f64) -> f64) -> Self {
        let ([a, b, c, d], [p, q, r, s]) = (self.0, other.0);
        Self([f(a, p), f(b, q), f(c, r), f(d, s)])
    }
}

/// Runs `work` in code for AVX2 where the processor has it.
#[multiversion::multiversion(targets("x86_64+avx2"))]
fn with_avx2<R>(work: impl FnOnce() -> R) -> R {
    work()
}

macro_rules! operators {
    ($($operator:ident $method:ident),*) => {$(
        impl $operator for Quad {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                self.with(other, f64::$method)
            }
        }
    )*};
}
operators!(Add add, Sub sub, Mul mul, Div div);

macro_rules! operators_with_a_number {
    ($($operator:ident $method:ident),*) => {$(
        impl $operator<f64> for Quad {
            type Output = Self;
            #[inline(always)]
            fn $method(self, other: f64) -> Self {
                self.map(|x| x.$method(other))
            }
        }
    )*};
}
operators_with_a_number!(Add add, Sub sub, Mul mul);

impl Neg for Quad {
    type Output = Self;
    #[inline(always)]
    fn neg(self) -> Self {
        self.map(f64::neg)
    }
}

impl AddAssign for Quad {
    #[inline(always)]
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Quad {
    #[inline(always)]
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Lane for Quad {
    // all bits of a number or none: four flags would be packed into one integer and taken apart again
    type Mask = [i64; 4];
    const WIDTH: usize = 4;

    #[inline(always)]
    fn compiled<R>(work: impl FnOnce() -> R) -> R {
        with_avx2(work)
    }
    #[inline(always)]
    fn splat(x: f64) -> Self {
        Self([x; 4])
    }
    // a loop: `f` stands here once, so it is inlined
    #[inline(always)]
    fn from_fn(mut f: impl FnMut(usize) -> f64) -> Self {
        let mut numbers = [0.0; 4];
        for (position, number) in numbers.iter_mut().enumerate() {
            *number = f(position);
        }
        Self(numbers)
    }
    #[inline(always)]
    fn get(self, position: usize) -> f64 {
        self.0[position]
    }
    #[inline(always)]
    fn less(self, other: Self) -> [i64; 4] {
        let ([a, b, c, d], [p, q, r, s]) = (self.0, other.0);
        [a < p, b < q, c < r, d < s].map(|less| -i64::from(less))
    }
    #[inline(always)]
    fn select(mask: [i64; 4], yes: Self, no: Self) -> Self {
        let ([a, b, c, d], [p, q, r, s]) = (yes.0, no.0);
        let [first, second, third, fourth] = mask.map(|bits| bits != 0);
        Self([
            if first { a } else { p },
            if second { b } else { q },
            if third { c } else { r },
            if fourth { d } else { s },
        ])
    }
    #[inline(always)]
    fn any([a, b, c, d]: [i64; 4]) -> bool {
        a | b | c | d != 0
    }
    #[inline(always)]
    fn all([a, b, c, d]: [i64; 4]) -> bool {
        a & b & c & d != 0
    }
    #[inline(always)]
    fn both([a, b, c, d]: [i64; 4], [p, q, r, s]: [i64; 4]) -> [i64; 4] {
        [a & p, b & q, c & r, d & s]
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        self.map(f64::sqrt)
    }
    #[inline(always)]
    fn abs(self) -> Self {
        self.map(f64::abs)
    }
    #[inline(always)]
    fn power_of_two(self) -> (Self, Self) {
        let parts = self.0.map(Lane::power_of_two);
        (Self(parts.map(|(k, _)| k)), Self(parts.map(|(_, scale)| scale)))
    }
    #[inline(always)]
    fn mantissa_exponent(self) -> (Self, Self) {
        let parts = self.0.map(Lane::mantissa_exponent);
        (Self(parts.map(|(m, _)| m)), Self(parts.map(|(_, e)| e)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::{exp, f64x4, ln, normal_cdf, twelfth_root};

    /// Numbers of all kinds, the ends of ranges among them.
    const NUMBERS: [f64; 16] = [
        0.0,
        -0.0,
        1.0,
        -1.0,
        0.5,
        -2.75,
        1e-300,
        -1e300,
        5e-324,
        f64::MIN_POSITIVE,
        f64::MAX,
        f64::INFINITY,
        f64::NEG_INFINITY,
        f64::NAN,
        core::f64::consts::PI,
        -708.4,
    ];

    /// Numbers as lanes `L`, from the position `first` on.
    fn lanes<L: Lane>(first: usize) -> L {
        L::from_fn(|k| NUMBERS[(first + k) % NUMBERS.len()])
    }

    /// What every operation makes of the numbers from `first` and from `second` on, four draws of each.
    #[inline(always)]
    fn results<L: Lane>(first: usize, second: usize) -> Vec<[u64; 4]> {
        let mut found: [Vec<u64>; 4] = Default::default();
        for start in (0..4).step_by(L::WIDTH) {
            let (a, b) = (lanes::<L>(first + start), lanes::<L>(second + start));
            let mut sum = a;
            sum += b;
            let mut difference = a;
            difference -= b;
            let small = a.max(L::splat(-1000.0)).min(L::splat(1000.0));
            let positive = a.abs().max(L::splat(f64::MIN_POSITIVE)).min(L::splat(f64::MAX));
            let ((k, scale), (m, e)) = (small.power_of_two(), positive.mantissa_exponent());
            let (less, more) = (a.less(b), b.less(a));
            let chosen = L::select(L::both(less, L::zero().less(b)), a, b);
            let of_two =
                [a + b, a - b, a * b, a / b, sum, difference, a.max(b), a.min(b), chosen, L::select(more, a, b)];
            let with_a_number = [a + 0.1, a - 0.1, a * 0.1];
            let of_one = [-a, a.sqrt(), a.abs(), k, scale, m, e, a.each(|x| x * x), L::zero(), L::one()];
            let made_of_them = [exp(a), ln(positive), normal_cdf(a), twelfth_root(positive)];
            for value in of_two.iter().chain(&with_a_number).chain(&of_one).chain(&made_of_them) {
                for k in 0..L::WIDTH {
                    // what is no number has no bits to agree on
                    let x = value.get(k);
                    found[start + k].push(if x.is_nan() { 0 } else { x.to_bits() });
                }
            }
        }
        (0..found[0].len()).map(|i| core::array::from_fn(|k| found[k][i])).collect()
    }

    #[test]
    fn every_operation_has_the_bits_of_the_scalar() {
        for first in 0..NUMBERS.len() {
            for second in 0..NUMBERS.len() {
                let alone = results::<f64>(first, second);
                assert_eq!(results::<f64x4>(first, second), alone, "f64x4 at {first}, {second}");
                assert_eq!(results::<Quad>(first, second), alone, "{first}, {second}");
                let compiled = Quad::compiled(
                    #[inline(always)]
                    || results::<Quad>(first, second),
                );
                assert_eq!(compiled, alone, "compiled, at {first}, {second}");
            }
        }
    }

    #[test]
    fn masks_hold_for_any_for_all_or_for_none() {
        for bits in 0..16 {
            let holds = |k: usize| bits >> k & 1 == 1;
            let mask = Quad::zero().less(Quad::from_fn(|k| f64::from(u8::from(holds(k)))));
            assert_eq!(Quad::any(mask), bits != 0, "{bits:b}");
            assert_eq!(Quad::all(mask), bits == 15, "{bits:b}");
        }
    }
}
