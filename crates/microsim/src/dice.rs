//! Random numbers of the customers: streams by purpose, and points spread evenly over a population.
//!
//! Generator and distributions are those of `rand` and `rand_distr`, not the engine's: the witness shares no random number with what
//! it is held against.
//!
//! Claim: an even spread over customers lowers the noise of a mean and leaves it unbiased.
//! Equation: the k-th customer of a segment gets frac(u + k alpha), u uniform and drawn anew each month, alpha irrational
//!   (a Kronecker sequence, randomly shifted). Each number is uniform on (0, 1) whatever k.
//! Symbols: u and alpha (`STEPS`) without unit, a pair for each question; k counts the customers of a segment.
//! Validity: unbiased for means over customers; its error is measured only between independent replications.
//!   The distributions take logarithms from the platform, so native and WebAssembly may differ in the last bits.
//! Source: Owen, Monte Carlo theory, methods and examples, chapter 17 (randomised quasi-Monte Carlo).

use aftercast_numerics::math::exp;
use rand::rngs::Xoshiro256PlusPlus;
use rand::{RngExt as _, SeedableRng as _};
use rand_distr::{Exp1, Open01, Poisson, StandardNormal};

/// What a stream of a replication is for.
#[derive(Clone, Copy, Debug)]
#[repr(u64)]
pub enum Use {
    /// Who is there at the start.
    Start = 1,
    /// What customers do in a month.
    Life = 2,
    /// The desk by day.
    Day = 3,
    /// The desk by night.
    Night = 4,
    /// Serious events.
    Events = 5,
}

/// A stream of random numbers.
#[derive(Clone, Debug)]
pub struct Dice(Xoshiro256PlusPlus);

impl Dice {
    /// The stream of a replication, a month and a use; the same for every policy.
    pub fn new(seed: u64, replication: u64, month: usize, purpose: Use) -> Self {
        // a seed is spread over the whole state, so each step stirs the one before
        let stirred = |seed: u64, with: u64| Xoshiro256PlusPlus::seed_from_u64(seed ^ with).random::<u64>();
        let key = [replication, month as u64, purpose as u64].into_iter().fold(stirred(seed, 0), stirred);
        Self(Xoshiro256PlusPlus::seed_from_u64(key))
    }

    /// A uniform in (0, 1).
    #[inline]
    pub fn unit(&mut self) -> f64 {
        self.0.sample(Open01)
    }

    /// An exponential of mean 1.
    #[inline]
    pub fn exponential(&mut self) -> f64 {
        self.0.sample(Exp1)
    }

    /// A standard normal.
    #[inline]
    pub fn normal(&mut self) -> f64 {
        self.0.sample(StandardNormal)
    }

    /// A Poisson count of this mean; 0 where the mean is not positive.
    pub fn poisson(&mut self, mean: f64) -> f64 {
        Poisson::new(mean).map_or(0.0, |counts| self.0.sample(counts))
    }
}

/// Irrational steps of the even spread, one a question (fractional parts of square roots of primes).
const STEPS: [f64; QUESTIONS] = [
    0.414_213_562_373_095_05,
    0.732_050_807_568_877_3,
    0.236_067_977_499_789_7,
    0.645_751_311_064_590_6,
    0.316_624_790_355_399_85,
];
/// Number of questions asked of every customer every month.
pub const QUESTIONS: usize = 5;

/// An even spread of uniforms over the customers of a segment, one row of questions a customer.
#[derive(Clone, Copy, Debug)]
pub struct Spread([f64; QUESTIONS]);

impl Spread {
    /// Starts anywhere.
    pub fn new(dice: &mut Dice) -> Self {
        Self(core::array::from_fn(|_| dice.unit()))
    }

    /// The next customer's uniforms in (0, 1).
    #[inline]
    pub fn draw(&mut self) -> [f64; QUESTIONS] {
        for (at, step) in self.0.iter_mut().zip(STEPS) {
            *at += step;
            *at -= at.floor();
        }
        self.0.map(|u| u.clamp(1e-12, 1.0 - 1e-12))
    }
}

/// A whole number of this mean, as near to it as a whole number can be.
#[inline]
pub fn near(mean: f64, u: f64) -> u32 {
    let whole = mean.floor();
    whole as u32 + u32::from(u < mean - whole)
}

/// The Poisson count of this mean at a uniform of the even spread: its quantile, by adding up probabilities.
#[inline]
pub fn poisson(mean: f64, u: f64) -> u32 {
    let mut probability = exp(-mean);
    let (mut k, mut sum) = (0, probability);
    let most = (mean + 12.0 * mean.sqrt() + 60.0) as u32;
    while sum < u && k < most {
        k += 1;
        probability *= mean / f64::from(k);
        sum += probability;
    }
    k
}
