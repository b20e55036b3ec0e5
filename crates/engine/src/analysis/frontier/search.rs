//! The search for undominated points: an evolutionary optimiser that asks for evaluations and is told their results.
//!
//! Claim: a population that keeps the undominated and, among them, the lonely ones moves to the whole front at once; steps
//! between members (differential evolution) follow its shape, small mutations refine it.
//! Equations: child = base + F (a - b) crossed with its parent at rate CR, or blended with a second parent; then each
//!   coordinate moves with probability 1/dimensions by polynomial mutation; survivors by [`super::super::pareto::select`].
//! Symbols: coordinates 0 to 1, one a dimension; a `quantum` is the step of a dimension that only has steps.
//! Validity: reproducible by its seed; nothing depends on how the evaluations are spread.
//! Source: Kukkonen & Lampinen, GDE3 (CEC 2005); Deb & Goyal, polynomial mutation (1996); Deb et al., NSGA-II (2002).

use rand::Rng;

use super::super::pareto::{Score, crowding, fronts, select};
use aftercast_numerics::math::pow;
use aftercast_numerics::random::{Stream, open_unit};
use aftercast_numerics::sampling::{PointPlan, Sampler};

/// Exponent of the mutation's distribution: the larger, the smaller the steps.
const MUTATION_INDEX: f64 = 15.0;
/// Share of children made of differences; the others blend two parents.
const DIFFERENTIAL_SHARE: f64 = 0.6;
/// `pow` takes positive numbers only.
const TINY: f64 = 1e-300;
/// A child that was already asked for is made anew so many times before it is replaced by a random point.
const ATTEMPTS: usize = 12;

/// How to search.
#[derive(Clone, Debug, PartialEq)]
pub struct SearchSettings {
    /// Dimensions: the step of each as a share of its range, 0 where it is continuous.
    pub quanta: Vec<f64>,
    /// Evaluations in all.
    pub evaluations: usize,
    /// Members kept, and asked for at a time.
    pub population: usize,
    /// Seed.
    pub seed: u64,
}

/// Results do not match what was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrongCount {
    /// Results asked for.
    pub expected: usize,
    /// Results told.
    pub got: usize,
}

impl core::fmt::Display for WrongCount {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(
            f,
            "{} results for {} policies asked for: tell one result a policy, in their order",
            self.got, self.expected
        )
    }
}

impl core::error::Error for WrongCount {}

/// A search between ask and tell. Dropping it is cancelling it.
#[derive(Clone, Debug)]
pub struct Search {
    settings: SearchSettings,
    stream: Stream,
    /// Everything evaluated, in order.
    points: Vec<Vec<f64>>,
    scores: Vec<Score>,
    /// Positions of the members.
    members: Vec<usize>,
    asked: Vec<Vec<f64>>,
    starts: Vec<Vec<f64>>,
}

impl Search {
    /// Starts a search; `starts` are points worth trying first (coordinates 0 to 1), the rest of the first population is
    /// spread evenly.
    pub fn new(settings: SearchSettings, starts: Vec<Vec<f64>>) -> Self {
        let stream = Stream::new(settings.seed, 0);
        Self {
            settings,
            stream,
            points: Vec::new(),
            scores: Vec::new(),
            members: Vec::new(),
            asked: Vec::new(),
            starts,
        }
    }

    /// Points to evaluate next, coordinates 0 to 1; the same until told, empty when the search has ended.
    pub fn ask(&mut self) -> &[Vec<f64>] {
        let left = self.settings.evaluations.saturating_sub(self.scores.len());
        if self.asked.is_empty() && left > 0 {
            self.asked = if self.scores.is_empty() { self.first(left) } else { self.children(left) };
        }
        &self.asked
    }

    /// Takes the results of what was asked for, in the same order.
    ///
    /// # Errors
    /// Another number of results than asked for; nothing is taken.
    pub fn tell(&mut self, scores: &[Score]) -> Result<(), WrongCount> {
        if scores.len() != self.asked.len() {
            return Err(WrongCount { expected: self.asked.len(), got: scores.len() });
        }
        let first = self.scores.len();
        self.points.append(&mut self.asked);
        self.scores.extend_from_slice(scores);
        let candidates: Vec<usize> = self.members.iter().copied().chain(first..self.scores.len()).collect();
        let of: Vec<Score> = candidates.iter().map(|&i| self.scores[i]).collect();
        let keep = self.settings.population.min(candidates.len());
        self.members = select(&of, keep).into_iter().map(|k| candidates[k]).collect();
        Ok(())
    }

    /// Everything evaluated so far, in order: points and their scores.
    pub fn evaluated(&self) -> (&[Vec<f64>], &[Score]) {
        (&self.points, &self.scores)
    }

    fn first(&mut self, left: usize) -> Vec<Vec<f64>> {
        let dimensions = self.settings.quanta.len();
        let count = self.settings.population.min(left);
        let mut points: Vec<Vec<f64>> = Vec::new();
        let starts = std::mem::take(&mut self.starts);
        let plan = PointPlan::with_dimensions(Sampler::Sobol, self.settings.seed, count as u64, dimensions);
        let spread = (0..4 * count as u64).map(|draw| {
            let mut point = vec![0.0; dimensions];
            plan.fill_draw(draw, &mut point);
            point
        });
        // starts never take more than half: they must not decide where the search goes
        let starts = starts.into_iter().take(count.div_ceil(2));
        for point in starts.chain(spread) {
            let point = self.snapped(point);
            if points.len() < count && !points.contains(&point) {
                points.push(point);
            }
        }
        points
    }

    /// The next generation.
    fn children(&mut self, left: usize) -> Vec<Vec<f64>> {
        let of: Vec<Score> = self.members.iter().map(|&i| self.scores[i]).collect();
        // rank, then loneliness: what a tournament compares
        let mut fitness = vec![(usize::MAX, 0.0); of.len()];
        for (rank, front) in fronts(&of).iter().enumerate() {
            for (&i, lonely) in front.iter().zip(crowding(&of, front)) {
                fitness[i] = (rank, lonely);
            }
        }
        let count = self.settings.population.min(left);
        let mut children: Vec<Vec<f64>> = Vec::with_capacity(count);
        while children.len() < count {
            let mut attempt = 0;
            let child = loop {
                let child = if attempt < ATTEMPTS { self.child(&fitness) } else { self.anywhere() };
                let child = self.snapped(child);
                let known = self.points.contains(&child) || children.contains(&child);
                // where all steps of a small space were tried, a known point costs an evaluation and no more
                if !known || attempt > 2 * ATTEMPTS {
                    break child;
                }
                attempt += 1;
            };
            children.push(child);
        }
        children
    }

    fn child(&mut self, fitness: &[(usize, f64)]) -> Vec<f64> {
        let parent = self.tournament(fitness);
        let differential = self.unit() < DIFFERENTIAL_SHARE;
        let (base, a, b) = (self.tournament(fitness), self.member(), self.member());
        let scale = 0.3 + 0.6 * self.unit();
        let crossing = if self.unit() < 0.5 { 0.3 } else { 0.9 };
        let dimensions = self.settings.quanta.len();
        let sure = self.below(dimensions);
        (0..dimensions)
            .map(|d| {
                let x = |i: usize| self.points[i][d];
                let (own, other, from, to) = (x(parent), x(base), x(b), x(a));
                let crossed = self.unit() < crossing || d == sure;
                let moved = if !crossed {
                    own
                } else if differential {
                    other + scale * (to - from)
                } else {
                    own + (1.5 * self.unit() - 0.25) * (other - own)
                };
                self.mutated(moved.clamp(0.0, 1.0), 1.0 / dimensions as f64)
            })
            .collect()
    }

    /// Polynomial mutation within 0 to 1, with probability `rate`.
    fn mutated(&mut self, x: f64, rate: f64) -> f64 {
        if self.unit() >= rate {
            return x;
        }
        let u = self.unit();
        let power = 1.0 / (MUTATION_INDEX + 1.0);
        let step = if u < 0.5 {
            let reach = pow((1.0 - x).max(TINY), MUTATION_INDEX + 1.0);
            pow(2.0 * u + (1.0 - 2.0 * u) * reach, power) - 1.0
        } else {
            let reach = pow(x.max(TINY), MUTATION_INDEX + 1.0);
            1.0 - pow(2.0 * (1.0 - u) + (2.0 * u - 1.0) * reach, power)
        };
        (x + step).clamp(0.0, 1.0)
    }

    fn tournament(&mut self, fitness: &[(usize, f64)]) -> usize {
        let (a, b) = (self.below(fitness.len()), self.below(fitness.len()));
        let ((rank_a, lonely_a), (rank_b, lonely_b)) = (fitness[a], fitness[b]);
        let first = rank_a < rank_b || rank_a == rank_b && lonely_a >= lonely_b;
        self.members[if first { a } else { b }]
    }

    fn member(&mut self) -> usize {
        let i = self.below(self.members.len());
        self.members[i]
    }

    fn anywhere(&mut self) -> Vec<f64> {
        (0..self.settings.quanta.len()).map(|_| self.unit()).collect()
    }

    fn snapped(&self, mut point: Vec<f64>) -> Vec<f64> {
        for (x, &quantum) in point.iter_mut().zip(&self.settings.quanta) {
            if quantum > 0.0 {
                *x = ((*x / quantum).round() * quantum).min(1.0);
            }
        }
        point
    }

    fn unit(&mut self) -> f64 {
        open_unit(self.stream.next_u64())
    }

    fn below(&mut self, count: usize) -> usize {
        ((self.unit() * count as f64) as usize).min(count - 1)
    }
}
