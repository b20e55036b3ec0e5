//! What follows from a segment's gain: repurchase, basket and talk, exactly or by local polynomials.
//!
//! Claim: a segment stays near the score that it starts from, so a Monte Carlo run takes polynomials made once for that score and draw.
//!   Against the exact functions on the same draws every level stays within 5e-11 and every difference within 2e-10 of the present
//!   value of revenue (tested over the ranges of all assumptions and levers). Central runs take the exact functions.
//! Equations: docs/model.md 1, 3, 4, with D = S - S0, E - S0 = causal_share reach D = limit u, and w = companion/R for the companion:
//!   (R + companion)^(1/12) = R^(1/12) ((1 + v)/(1 - v))^(1/12), v = w/(2 + w).
//! Symbols: D points; limit points, the step over which the polynomials hold: 0.5 standard scores of the bands, 0.3 of repurchase,
//!   0.06 in the logarithm of the basket, whichever is least.
//! Validity: draws beyond a polynomial's interval take the exact function, each draw for itself: its bits do not depend on its neighbours.
//! Source: numerics `math::local` and `math::short`, with the errors of each polynomial.

use super::baseline::Baseline;
use super::firm::BySegment;
use super::population::Population;
use super::repurchase::RepurchaseTerms;
use super::word_of_mouth::{DETRACTOR_SCORE, PROMOTER_SCORE, bands};
use aftercast_numerics::math::local::{exp_series, normal_cdf_series, polynomial, telescope, twelfth_root_series};
use aftercast_numerics::math::short::{ROOT_REACH, decay, exp_chord, odds_root};
use aftercast_numerics::math::{Lane, exp, twelfth_root};

/// Standard scores of the bands, and of repurchase, over which their polynomials hold.
const BAND_STEP: f64 = 0.5;
const REPURCHASE_STEP: f64 = 0.3;
/// Change of the basket's logarithm over which its polynomial holds.
const BASKET_STEP: f64 = 0.06;
/// A repurchase below this has no series for its root.
const LEAST_REPURCHASE: f64 = 1e-9;

/// What a segment does in a month.
#[derive(Clone, Copy, Debug)]
pub struct Behaviour<L> {
    /// Annual repurchase, 0-1.
    pub repurchase: L,
    /// Monthly stay, 0-1.
    pub monthly: L,
    /// Value of an order, CNY, before a green channel.
    pub value: L,
    /// Share of promoters.
    pub high: L,
    /// Share of detractors.
    pub low: L,
}

/// The functions of a run.
pub trait Functions {
    /// e^-x for x >= 0.
    fn decay<L: Lane>(x: L) -> L;
    /// Change of the score of segment `g` that a change of experience of `x` points makes.
    fn shift<L: Lane>(base: &Baseline<L>, g: usize, x: L) -> L;
    /// What segment `g` does with `gained` points more than it starts from.
    fn behaviour<L: Lane>(
        base: &Baseline<L>,
        g: usize,
        high_value: bool,
        gained: L,
        terms: &RepurchaseTerms<L>,
    ) -> Behaviour<L>;
}

/// The functions as they are written.
#[derive(Clone, Copy, Debug)]
pub struct ExactFunctions;

impl Functions for ExactFunctions {
    #[inline(always)]
    fn decay<L: Lane>(x: L) -> L {
        exp(-x)
    }

    #[inline(always)]
    fn shift<L: Lane>(base: &Baseline<L>, g: usize, x: L) -> L {
        base.score[g].shift(x) - base.population.satisfaction[g]
    }

    #[inline(always)]
    fn behaviour<L: Lane>(
        base: &Baseline<L>,
        g: usize,
        high_value: bool,
        gained: L,
        terms: &RepurchaseTerms<L>,
    ) -> Behaviour<L> {
        let population = &base.population;
        let felt = base.causal_reach[g] * gained;
        let score = population.satisfaction[g] + felt;
        let repurchase = terms.annual(population.curve.annual(score), population.cap[g], high_value);
        let (high, low) = bands(score, base.inverse_sd);
        Behaviour {
            repurchase,
            monthly: twelfth_root(repurchase),
            value: population.value[g] * exp(base.basket_slope * felt),
            high,
            low,
        }
    }
}

/// Polynomials where they hold, else the functions as they are written.
#[derive(Clone, Copy, Debug)]
pub struct LocalFunctions;

impl Functions for LocalFunctions {
    #[inline(always)]
    fn decay<L: Lane>(x: L) -> L {
        decay(x)
    }

    #[inline(always)]
    fn shift<L: Lane>(base: &Baseline<L>, g: usize, x: L) -> L {
        x * exp_chord(base.score[g].exponent(x))
    }

    #[inline(always)]
    fn behaviour<L: Lane>(
        base: &Baseline<L>,
        g: usize,
        high_value: bool,
        gained: L,
        terms: &RepurchaseTerms<L>,
    ) -> Behaviour<L> {
        let curves = &base.curves[g];
        let u = gained * curves.position;
        let u2 = u * u;
        let mut inside = u2.less(L::splat(1.0));
        let mut monthly = polynomial(&curves.monthly, u, u2);
        let squared = monthly * monthly;
        let fourth = squared * squared;
        let mut repurchase = fourth * fourth * fourth;
        if high_value {
            repurchase = repurchase * terms.vip;
            monthly = monthly * terms.vip_root;
        }
        if terms.has_companion {
            // a draw without a companion's effect is multiplied by exactly 1
            let v = terms.companion / (repurchase * 2.0 + terms.companion);
            inside = L::both(inside, v.abs().less(L::splat(ROOT_REACH)));
            monthly = monthly * odds_root(v);
            repurchase += terms.companion;
        }
        let near = Behaviour {
            repurchase: repurchase.min(base.population.cap[g]),
            monthly: monthly.min(curves.cap_root),
            value: polynomial(&curves.value, u, u2),
            high: polynomial(&curves.high, u, u2),
            low: polynomial(&curves.low, u, u2),
        };
        if L::all(inside) {
            return near;
        }
        let exact = exact(base, g, high_value, gained, terms);
        let select = |near: L, exact: L| L::select(inside, near, exact);
        Behaviour {
            repurchase: select(near.repurchase, exact.repurchase),
            monthly: select(near.monthly, exact.monthly),
            value: select(near.value, exact.value),
            high: select(near.high, exact.high),
            low: select(near.low, exact.low),
        }
    }
}

/// The exact functions, out of the way of those who stay inside. It takes no result of theirs: what is not passed on stays in registers.
#[cold]
#[inline(never)]
fn exact<L: Lane>(
    base: &Baseline<L>,
    g: usize,
    high_value: bool,
    gained: L,
    terms: &RepurchaseTerms<L>,
) -> Behaviour<L> {
    ExactFunctions::behaviour(base, g, high_value, gained, terms)
}

/// A segment's functions of u, as polynomials around the score that it starts from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Curves<L> {
    /// u over D; infinite where no polynomial holds.
    position: L,
    /// R^(1/12), before programmes.
    monthly: [L; 9],
    cap_root: L,
    value: [L; 6],
    high: [L; 11],
    low: [L; 11],
}

impl<L: Lane> Curves<L> {
    /// The polynomials of all segments of a baseline.
    pub(super) fn of(
        population: &Population<L>,
        causal_reach: &BySegment<L>,
        basket_slope: L,
        sat_sd: L,
        inverse_sd: L,
    ) -> Vec<Self> {
        let curve = &population.curve;
        let limit =
            (sat_sd * BAND_STEP).min(curve.spread * REPURCHASE_STEP).min(L::splat(BASKET_STEP) / basket_slope.abs());
        let inverse_limit = L::one() / limit;
        let basket = telescope::<L, 9, 6>(exp_series(basket_slope * limit));
        let band_step = limit * inverse_sd;
        population
            .satisfaction
            .iter()
            .enumerate()
            .map(|(g, &score)| {
                let repurchase = normal_cdf_series::<L, 13>(curve.standard_score(score), curve.standard_step(limit));
                let low = normal_cdf_series::<L, 16>((L::splat(DETRACTOR_SCORE) - score) * inverse_sd, -band_step);
                let holds = L::splat(LEAST_REPURCHASE).less(repurchase[0]);
                Self {
                    position: L::select(holds, causal_reach[g] * inverse_limit, L::splat(f64::INFINITY)),
                    monthly: telescope(twelfth_root_series(&repurchase)),
                    cap_root: twelfth_root(population.cap[g]),
                    value: basket.map(|c| population.value[g] * c),
                    high: telescope(normal_cdf_series::<L, 16>((score - PROMOTER_SCORE) * inverse_sd, band_step)),
                    low: telescope(low),
                }
            })
            .collect()
    }
}
