//! Point sets: from the index of a draw and a dimension to a uniform number.
//!
//! Claim: a run of N draws is eight independent replicates, interleaved: draw i is point i/8 (rounded down) of replicate i mod 8.
//! Every prefix of a run is balanced between the replicates, and the spread between their statistics is the Monte Carlo error.
//! Validity: draws below 2^35 (Sobol, Latin hypercube: point numbers are 32 bits), up to [`MAX_DIMENSIONS`] dimensions.
//! Source: Owen, Monte Carlo theory, methods and examples (2013), chapter 17, on randomised replicates.

mod joe_kuo;
mod latin;
mod random;
mod sobol;

use latin::Latin;
use sobol::Sobol;
use std::sync::Arc;

/// Number of independent replicates of a run.
pub const REPLICATES: usize = 8;
/// Number of dimensions a point has.
pub const MAX_DIMENSIONS: usize = 128;

/// How the points of a run are chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sampler {
    /// Owen-scrambled Sobol points.
    #[default]
    Sobol,
    /// Latin hypercube: in each dimension one point a stratum.
    LatinHypercube,
    /// Independent points.
    Random,
}

impl Sampler {
    /// All samplers, the default first.
    pub const ALL: [Sampler; 3] = [Sampler::Sobol, Sampler::LatinHypercube, Sampler::Random];

    /// The name in files, links and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Sampler::Sobol => "sobol",
            Sampler::LatinHypercube => "lhs",
            Sampler::Random => "random",
        }
    }

    /// The sampler of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.name() == name)
    }
}

/// Dimensions of a run that carry most of its spread, each once.
#[derive(Clone, Copy, Debug, Default)]
pub struct Leading<'a> {
    /// The first ones, the one that matters most before all: they have the first Sobol dimensions.
    pub in_order: &'a [usize],
    /// Those behind them: each replicate deals the next Sobol dimensions out to these in an order of its own.
    pub dealt: &'a [usize],
}

/// The points of a run, ready to be asked for in any order. Copies share their tables.
#[derive(Clone, Debug)]
pub struct PointPlan {
    seed: u64,
    points: Points,
}

#[derive(Clone, Debug)]
enum Points {
    Sobol(Arc<Sobol>),
    Latin(Arc<Latin>),
    Random,
}

impl PointPlan {
    /// Prepares a run of `draws` draws that may use every dimension.
    pub fn new(sampler: Sampler, seed: u64, draws: u64) -> Self {
        Self::with_dimensions(sampler, seed, draws, MAX_DIMENSIONS)
    }

    /// Prepares a run of `draws` draws that uses the first `dimensions` dimensions, at most [`MAX_DIMENSIONS`]: Sobol points are
    /// the more even the fewer there are.
    pub fn with_dimensions(sampler: Sampler, seed: u64, draws: u64, dimensions: usize) -> Self {
        Self::with_leading(sampler, seed, draws, dimensions, Leading::default())
    }

    /// The same, with the dimensions named that carry most of the spread: Sobol points are most even in these, so that means and
    /// quantiles have the smaller error.
    pub fn with_leading(sampler: Sampler, seed: u64, draws: u64, dimensions: usize, leading: Leading<'_>) -> Self {
        let points = match sampler {
            Sampler::Sobol => Points::Sobol(Arc::new(Sobol::new(seed, dimensions.min(MAX_DIMENSIONS), leading))),
            Sampler::LatinHypercube => Points::Latin(Arc::new(Latin::new(seed, draws))),
            Sampler::Random => Points::Random,
        };
        Self { seed, points }
    }

    /// Fills in the first dimensions of a draw: uniform numbers in the open interval (0, 1).
    #[inline]
    pub fn fill_draw(&self, draw: u64, values: &mut [f64]) {
        match &self.points {
            Points::Sobol(sobol) => sobol.fill(replicate(draw), point(draw), values),
            Points::Latin(latin) => latin.fill(replicate(draw), point(draw), values),
            Points::Random => random::fill(self.seed, draw, values),
        }
    }
}

/// The uniform number in (0, 1) of one dimension (below [`MAX_DIMENSIONS`]) of a draw.
///
/// ```
/// use aftercast_numerics::sampling::points::{uniform, PointPlan, Sampler};
/// let plan = PointPlan::new(Sampler::Sobol, 1, 1024);
/// let mut all = [0.0; 97];
/// plan.fill_draw(5, &mut all);
/// assert_eq!(uniform(&plan, 5, 42), all[42]);
/// ```
pub fn uniform(plan: &PointPlan, draw: u64, dimension: usize) -> f64 {
    match &plan.points {
        Points::Sobol(sobol) => sobol.uniform(replicate(draw), point(draw), dimension),
        Points::Latin(latin) => latin.uniform(replicate(draw), point(draw), dimension),
        Points::Random => random::uniform(plan.seed, draw, dimension),
    }
}

/// The replicate that a draw belongs to.
#[inline(always)]
pub fn replicate(draw: u64) -> usize {
    (draw % REPLICATES as u64) as usize
}

/// The number of a draw within its replicate.
#[inline(always)]
fn point(draw: u64) -> u32 {
    (draw / REPLICATES as u64) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back() {
        assert_eq!(Sampler::default().name(), "sobol");
        for s in Sampler::ALL {
            assert_eq!(Sampler::from_name(s.name()), Some(s));
        }
        assert_eq!(Sampler::from_name("Sobol"), None);
    }

    #[test]
    fn one_dimension_or_all_are_the_same_number_inside_the_interval() {
        for s in Sampler::ALL {
            let plan = PointPlan::new(s, 77, 1001);
            for draw in (0..1001).step_by(13) {
                for length in [1, 2, 97, MAX_DIMENSIONS] {
                    let mut all = vec![0.0; length];
                    plan.fill_draw(draw, &mut all);
                    for (dimension, &u) in all.iter().enumerate() {
                        assert_eq!(u.to_bits(), uniform(&plan, draw, dimension).to_bits());
                        assert!(0.0 < u && u < 1.0);
                    }
                }
            }
        }
    }
}
