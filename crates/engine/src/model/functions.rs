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
use super::word_of_mouth::{DETRACTOR_SCORE, PROMOTER_SCORE, detractors, promoters};
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

/// The functions of a run. Each takes `gained`, the points by which a segment stands over the score that it starts from.
pub trait Functions {
    /// e^-x for x >= 0.
    fn decay<L: Lane>(x: L) -> L;
    /// Change of the score of segment `g` that a change of experience of `x` points makes.
    fn shift<L: Lane>(base: &Baseline<L>, g: usize, x: L) -> L;
    /// Annual repurchase of segment `g`, 0-1, and the monthly stay that goes with it.
    fn stay<L: Lane>(base: &Baseline<L>, g: usize, high_value: bool, gained: L, terms: &RepurchaseTerms<L>) -> (L, L);
    /// Value of an order of segment `g`, CNY, before a green channel.
    fn value<L: Lane>(base: &Baseline<L>, g: usize, gained: L) -> L;
    /// Share of promoters in segment `g`.
    fn promoters<L: Lane>(base: &Baseline<L>, g: usize, gained: L) -> L;
    /// Share of detractors in segment `g`.
    fn detractors<L: Lane>(base: &Baseline<L>, g: usize, gained: L) -> L;
}

/// The functions as they are written.
#[derive(Clone, Copy, Debug)]
pub struct ExactFunctions;

impl ExactFunctions {
    /// The score that behaviour follows, E.
    #[inline(always)]
    fn followed<L: Lane>(base: &Baseline<L>, g: usize, gained: L) -> L {
        base.population.satisfaction[g] + base.causal_reach[g] * gained
    }
}

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
    fn stay<L: Lane>(base: &Baseline<L>, g: usize, high_value: bool, gained: L, terms: &RepurchaseTerms<L>) -> (L, L) {
        let population = &base.population;
        let curve = population.curve.annual(Self::followed(base, g, gained));
        let repurchase = terms.annual(curve, population.cap[g], high_value);
        (repurchase, twelfth_root(repurchase))
    }

    #[inline(always)]
    fn value<L: Lane>(base: &Baseline<L>, g: usize, gained: L) -> L {
        base.population.value[g] * exp(base.basket_slope * (base.causal_reach[g] * gained))
    }

    #[inline(always)]
    fn promoters<L: Lane>(base: &Baseline<L>, g: usize, gained: L) -> L {
        promoters(Self::followed(base, g, gained), base.inverse_sd)
    }

    #[inline(always)]
    fn detractors<L: Lane>(base: &Baseline<L>, g: usize, gained: L) -> L {
        detractors(Self::followed(base, g, gained), base.inverse_sd)
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
    fn stay<L: Lane>(base: &Baseline<L>, g: usize, high_value: bool, gained: L, terms: &RepurchaseTerms<L>) -> (L, L) {
        let curves = &base.curves[g];
        let u = gained * curves.position;
        let mut inside = u.abs().less(L::one());
        let mut monthly = polynomial(&curves.monthly, u);
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
        repurchase = repurchase.min(base.population.cap[g]);
        monthly = monthly.min(curves.cap_root);
        if L::all(inside) {
            return (repurchase, monthly);
        }
        let (annual, root) = exact_stay(base, g, high_value, gained, terms);
        (L::select(inside, repurchase, annual), L::select(inside, monthly, root))
    }

    #[inline(always)]
    fn value<L: Lane>(base: &Baseline<L>, g: usize, gained: L) -> L {
        let curves = &base.curves[g];
        let u = gained * curves.position;
        let inside = u.abs().less(L::one());
        let value = polynomial(&curves.value, u);
        if L::all(inside) { value } else { L::select(inside, value, exact_value(base, g, gained)) }
    }

    #[inline(always)]
    fn promoters<L: Lane>(base: &Baseline<L>, g: usize, gained: L) -> L {
        let curves = &base.curves[g];
        let u = gained * curves.position;
        let inside = u.abs().less(L::one());
        let high = polynomial(&curves.high, u);
        if L::all(inside) { high } else { L::select(inside, high, exact_promoters(base, g, gained)) }
    }

    #[inline(always)]
    fn detractors<L: Lane>(base: &Baseline<L>, g: usize, gained: L) -> L {
        let curves = &base.curves[g];
        let u = gained * curves.position;
        let inside = u.abs().less(L::one());
        let low = polynomial(&curves.low, u);
        if L::all(inside) { low } else { L::select(inside, low, exact_detractors(base, g, gained)) }
    }
}

// The exact functions out of the way of who stays inside. They take no result of the polynomials: what is not passed on stays in registers.

#[cold]
#[inline(never)]
fn exact_stay<L: Lane>(
    base: &Baseline<L>,
    g: usize,
    high_value: bool,
    gained: L,
    terms: &RepurchaseTerms<L>,
) -> (L, L) {
    ExactFunctions::stay(base, g, high_value, gained, terms)
}

#[cold]
#[inline(never)]
fn exact_value<L: Lane>(base: &Baseline<L>, g: usize, gained: L) -> L {
    ExactFunctions::value(base, g, gained)
}

#[cold]
#[inline(never)]
fn exact_promoters<L: Lane>(base: &Baseline<L>, g: usize, gained: L) -> L {
    ExactFunctions::promoters(base, g, gained)
}

#[cold]
#[inline(never)]
fn exact_detractors<L: Lane>(base: &Baseline<L>, g: usize, gained: L) -> L {
    ExactFunctions::detractors(base, g, gained)
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
