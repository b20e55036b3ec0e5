//! One model source for every width and instruction set: a lane holds the same quantity of one or of several draws.
//!
//! Claim: every operation acts on each lane alone and is exactly rounded or built from exactly
//! rounded operations, so a draw has the same bits whichever lane, width or target computes it.
//! Validity: no fused multiply-add, no platform library, no horizontal operation inside the model.

use core::fmt::Debug;
use core::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};
use wide::{f64x4, u64x4};

/// Adding this to a number below 2^51 in size leaves the nearest integer in the low bits. The exponent bias is added after
/// it: an odd constant would turn the rounding of ties, and with it the bits of exp.
const ROUND: f64 = 6_755_399_441_055_744.0;

/// A number for each of `WIDTH` draws.
pub trait Lane:
    Copy
    + Debug
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Neg<Output = Self>
    + Add<f64, Output = Self>
    + Sub<f64, Output = Self>
    + Mul<f64, Output = Self>
    + AddAssign
    + SubAssign
    + Send
    + Sync
    + 'static
{
    /// Result of a comparison, per draw.
    type Mask: Copy;
    /// Number of draws held.
    const WIDTH: usize;

    /// The same number for every draw.
    fn splat(x: f64) -> Self;
    /// A number per draw, from its position.
    fn from_fn(f: impl FnMut(usize) -> f64) -> Self;
    /// The number of the draw at `position`, which must be below `WIDTH`.
    fn get(self, position: usize) -> f64;
    /// Which draws have `self < other` (false where either is not a number).
    fn less(self, other: Self) -> Self::Mask;
    /// `yes` where the mask holds, else `no`.
    fn select(mask: Self::Mask, yes: Self, no: Self) -> Self;
    /// Whether the mask holds for any draw.
    fn any(mask: Self::Mask) -> bool;
    /// Whether the mask holds for every draw.
    fn all(mask: Self::Mask) -> bool;
    /// Where both masks hold.
    fn both(a: Self::Mask, b: Self::Mask) -> Self::Mask;
    /// Exactly rounded square root.
    fn sqrt(self) -> Self;
    /// Absolute value.
    fn abs(self) -> Self;
    /// `(k, 2^k)` with k the integer nearest to self, for |self| <= 1022.
    fn power_of_two(self) -> (Self, Self);
    /// `(m, e)` with self = m 2^e and m in [sqrt(1/2), sqrt(2)), for positive normal numbers.
    fn mantissa_exponent(self) -> (Self, Self);

    /// Runs `work` in code for the instruction set of the lane, where that is another than the one that the build is for.
    ///
    /// It wraps long computations alone (a run, the queue of a month), because the call has a cost. `work` has to be marked
    /// `#[inline(always)]`, because a closure that stays a function of its own is compiled for the build.
    #[inline(always)]
    fn compiled<R>(work: impl FnOnce() -> R) -> R {
        work()
    }

    /// The larger number; `other` where self is not a number.
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        Self::select(other.less(self), self, other)
    }
    /// The smaller number; `other` where self is not a number.
    #[inline(always)]
    fn min(self, other: Self) -> Self {
        Self::select(self.less(other), self, other)
    }
    /// Zero.
    #[inline(always)]
    fn zero() -> Self {
        Self::splat(0.0)
    }
    /// One.
    #[inline(always)]
    fn one() -> Self {
        Self::splat(1.0)
    }
    /// Applies a scalar function draw by draw; for rare paths only.
    #[inline(always)]
    fn each(self, mut f: impl FnMut(f64) -> f64) -> Self {
        Self::from_fn(|position| f(self.get(position)))
    }
}

/// Bits of sqrt(1/2), the lower end of the mantissa range of [`Lane::mantissa_exponent`].
const SQRT_HALF_BITS: u64 = 0x3FE6_A09E_667F_3BCD;
const ONE_BITS: u64 = 0x3FF0_0000_0000_0000;
/// 2^52 as a float: its low mantissa bits count in ones.
const TWO52: f64 = 4_503_599_627_370_496.0;
const TWO52_BITS: u64 = 0x4330_0000_0000_0000;

impl Lane for f64 {
    type Mask = bool;
    const WIDTH: usize = 1;

    #[inline(always)]
    fn splat(x: f64) -> Self {
        x
    }
    #[inline(always)]
    fn from_fn(mut f: impl FnMut(usize) -> f64) -> Self {
        f(0)
    }
    #[inline(always)]
    fn get(self, _position: usize) -> f64 {
        self
    }
    #[inline(always)]
    fn less(self, other: Self) -> bool {
        self < other
    }
    #[inline(always)]
    fn select(mask: bool, yes: Self, no: Self) -> Self {
        if mask { yes } else { no }
    }
    #[inline(always)]
    fn any(mask: bool) -> bool {
        mask
    }
    #[inline(always)]
    fn all(mask: bool) -> bool {
        mask
    }
    #[inline(always)]
    fn both(a: bool, b: bool) -> bool {
        a & b
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        f64::sqrt(self)
    }
    #[inline(always)]
    fn abs(self) -> Self {
        f64::abs(self)
    }
    #[inline(always)]
    fn power_of_two(self) -> (Self, Self) {
        let shifted = self + ROUND;
        let scale = f64::from_bits(shifted.to_bits().wrapping_add(1023) << 52);
        (shifted - ROUND, scale)
    }
    #[inline(always)]
    fn mantissa_exponent(self) -> (Self, Self) {
        let offset = self.to_bits().wrapping_add(ONE_BITS - SQRT_HALF_BITS);
        let mantissa = f64::from_bits((offset & 0x000F_FFFF_FFFF_FFFF).wrapping_add(SQRT_HALF_BITS));
        let exponent = f64::from_bits((offset >> 52) | TWO52_BITS) - (TWO52 + 1023.0);
        (mantissa, exponent)
    }
}

impl Lane for f64x4 {
    type Mask = f64x4;
    const WIDTH: usize = 4;

    #[inline(always)]
    fn splat(x: f64) -> Self {
        f64x4::splat(x)
    }
    #[inline(always)]
    fn from_fn(mut f: impl FnMut(usize) -> f64) -> Self {
        f64x4::new([f(0), f(1), f(2), f(3)])
    }
    #[inline(always)]
    fn get(self, position: usize) -> f64 {
        self.to_array()[position]
    }
    #[inline(always)]
    fn less(self, other: Self) -> f64x4 {
        self.simd_lt(other)
    }
    #[inline(always)]
    fn select(mask: f64x4, yes: Self, no: Self) -> Self {
        mask.bitselect(yes, no)
    }
    #[inline(always)]
    fn any(mask: f64x4) -> bool {
        mask.any()
    }
    #[inline(always)]
    fn all(mask: f64x4) -> bool {
        mask.all()
    }
    #[inline(always)]
    fn both(a: f64x4, b: f64x4) -> f64x4 {
        a & b
    }
    #[inline(always)]
    fn sqrt(self) -> Self {
        f64x4::sqrt(self)
    }
    #[inline(always)]
    fn abs(self) -> Self {
        f64x4::abs(self)
    }
    // One instruction where the target has it with the meaning of the default: SSE2 keeps the second number
    // where the two are equal or not ordered, simd128 the first, so there they change places.
    #[inline(always)]
    fn max(self, other: Self) -> Self {
        if cfg!(target_feature = "sse2") {
            self.fast_max(other)
        } else if cfg!(target_feature = "simd128") {
            other.fast_max(self)
        } else {
            Self::select(other.less(self), self, other)
        }
    }
    #[inline(always)]
    fn min(self, other: Self) -> Self {
        if cfg!(target_feature = "sse2") {
            self.fast_min(other)
        } else if cfg!(target_feature = "simd128") {
            other.fast_min(self)
        } else {
            Self::select(self.less(other), self, other)
        }
    }
    #[inline(always)]
    fn power_of_two(self) -> (Self, Self) {
        let shifted = self + f64x4::splat(ROUND);
        let bits: u64x4 = bytemuck::cast(shifted);
        let scale: f64x4 = bytemuck::cast((bits + u64x4::splat(1023)) << 52u32);
        (shifted - f64x4::splat(ROUND), scale)
    }
    #[inline(always)]
    fn mantissa_exponent(self) -> (Self, Self) {
        let bits: u64x4 = bytemuck::cast(self);
        let offset = bits + u64x4::splat(ONE_BITS - SQRT_HALF_BITS);
        let mantissa: f64x4 =
            bytemuck::cast((offset & u64x4::splat(0x000F_FFFF_FFFF_FFFF)) + u64x4::splat(SQRT_HALF_BITS));
        let exponent: f64x4 = bytemuck::cast((offset >> 52u32) | u64x4::splat(TWO52_BITS));
        (mantissa, exponent - f64x4::splat(TWO52 + 1023.0))
    }
}
