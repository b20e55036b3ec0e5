//! Randomness without state: every number is a pure function of a seed and of what it is for.

mod hash;
mod philox;
mod stream;

pub use hash::{mix, permute};
pub use philox::{block, words64};
pub use stream::Stream;

/// What a block of the generator is for; it is the last word of the counter, so no two uses share a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum Purpose {
    SeriousEvent = 1,
    Crisis = 2,
    RandomPoint = 3,
    LatinKey = 4,
    ScrambleKey = 5,
    Stream = 6,
}

/// What an event uniform decides (docs/model.md section 5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Number of serious service events of a month.
    SeriousEvent,
    /// Number of crises of a month.
    Crisis,
}

impl Kind {
    fn purpose(self) -> Purpose {
        match self {
            Kind::SeriousEvent => Purpose::SeriousEvent,
            Kind::Crisis => Purpose::Crisis,
        }
    }
}

/// The uniform number of an event kind in a month (from 0) of a draw, in the open interval (0, 1).
///
/// It depends on nothing else: not on the horizon, the number of draws, the sampler, or the policy.
///
/// ```
/// use aftercast_numerics::random::{uniform, Kind};
/// let u = uniform(1, 0, 0, Kind::Crisis);
/// assert!(0.0 < u && u < 1.0 && u != uniform(1, 0, 1, Kind::Crisis));
/// ```
pub fn uniform(seed: u64, draw: u64, month: u32, kind: Kind) -> f64 {
    open_unit(words64(seed, [draw as u32, (draw >> 32) as u32, month, kind.purpose() as u32])[0])
}

/// A number in the open interval (0, 1) from 64 random bits: an odd multiple of 2^-53, so never 0 or 1, and symmetric about 1/2.
#[inline(always)]
pub fn open_unit(bits: u64) -> f64 {
    const STEP: f64 = 1.0 / 9_007_199_254_740_992.0;
    // through a signed integer: one instruction on every target
    (((bits >> 11) | 1) as i64) as f64 * STEP
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn open_unit_stays_inside() {
        assert_eq!(open_unit(0), 0.5 * f64::EPSILON);
        assert_eq!(open_unit(u64::MAX), 1.0 - 0.5 * f64::EPSILON);
    }

    #[test]
    fn value_stability() {
        // changing these is a value-breaking change: engine version up
        assert_eq!(uniform(1, 0, 0, Kind::SeriousEvent).to_bits(), 4_593_113_568_510_114_792);
        assert_eq!(uniform(20_260_101, 4_294_967_297, 35, Kind::Crisis).to_bits(), 4_602_005_744_793_001_146);
    }

    #[test]
    fn mean_and_serial_correlation() {
        let n = 20_000;
        let (mut sum, mut product) = (0.0, 0.0);
        for draw in 0..n {
            let a = uniform(7, draw, 3, Kind::SeriousEvent) - 0.5;
            let b = uniform(7, draw, 4, Kind::SeriousEvent) - 0.5;
            let c = uniform(7, draw, 3, Kind::Crisis) - 0.5;
            sum += a;
            product += a * b + a * c;
        }
        // standard deviations sqrt(1/12/n) and sqrt(2)/12/sqrt(n); five of them
        assert!(sum.abs() / (n as f64) < 5.0 * (1.0 / 12.0 / n as f64).sqrt());
        assert!(product.abs() / (n as f64) < 5.0 * 2_f64.sqrt() / 12.0 / (n as f64).sqrt());
    }
}
