//! Word of mouth: customers talk, prospects remember, and new customers come or stay away.
//!
//! Claim: satisfied customers recommend, dissatisfied ones warn and are heard further; memory is months long.
//! Equations (docs/model.md 4): high = P(s >= 80), low = P(s <= 60) under N(E, sat_sd^2);
//!   positive = sum w (recommend_high high + recommend_mid mid + recommend_high/recommend_ratio low)(1 + community_recommend community);
//!   negative = negative_reach complain_low sum w low; M <- M + (talk - M)/memory;
//!   acquisitions = Q_g chi^acquisition_spend_elasticity exp(acquisition_elasticity [(M+ - M+0) - (M- - M-0)]) max(0, 1 - D/sum Q),
//!   D = carried + lost - lost0;
//!   chi = (1 + acquisition_budget) relative to today.
//! Symbols: talk and memory stories per customer and year, the negative ones weighted by their reach; acquisitions and D customers a month.
//! Validity: any score; the normal of individual scores has no ends at 0 and 100. acquisition_budget from -0.5 keeps chi above 0, memories
//!   are at least a month, both refused outside. Where D exceeds sum Q there are no acquisitions, and month.rs carries the rest over.
//! Source: evidence 8.2-recommend, 8.2-negative, 1.1-complain, 9.2-memory, x-wom-balance, x-advertising.

use aftercast_numerics::math::{Lane, exp, normal_cdf, pow};
use aftercast_scenario::{Assumptions, Levers};

/// Scores at and over this recommend, points.
pub(super) const PROMOTER_SCORE: f64 = 80.0;
/// Scores at and under this complain, points.
pub(super) const DETRACTOR_SCORE: f64 = 60.0;

/// Share of promoters in a segment of mean score `e`.
#[inline(always)]
pub fn promoters<L: Lane>(e: L, inverse_sd: L) -> L {
    normal_cdf((e - PROMOTER_SCORE) * inverse_sd)
}

/// Share of detractors in a segment of mean score `e`.
#[inline(always)]
pub fn detractors<L: Lane>(e: L, inverse_sd: L) -> L {
    normal_cdf((L::splat(DETRACTOR_SCORE) - e) * inverse_sd)
}

/// What customers say in a month.
#[derive(Clone, Copy, Debug)]
pub struct Talk<L> {
    /// Recommendations.
    pub positive: L,
    /// Warnings, weighted by their reach.
    pub negative: L,
}

impl<L: Lane> Talk<L> {
    /// Talk at customer-weighted shares of promoters and detractors and a community coverage.
    pub fn new(high: L, low: L, community: L, a: &Assumptions<L>) -> Self {
        let mid = L::one() - high - low;
        let recommend = a.recommend_high * high + a.recommend_mid * mid + a.recommend_high / a.recommend_ratio * low;
        Self {
            positive: recommend * (a.community_recommend * community + 1.0),
            negative: a.negative_reach * a.complain_low * low,
        }
    }
}

/// What a changed acquisition budget does, relative to today's.
#[derive(Clone, Copy, Debug)]
pub struct AcquisitionTerms<L> {
    /// Spending over today's, chi.
    pub spending: f64,
    /// Factor on new customers.
    pub factor: L,
}

impl<L: Lane> AcquisitionTerms<L> {
    /// Terms of what is funded.
    pub fn new(funded: &Levers<f64>, today: &Levers<f64>, a: &Assumptions<L>) -> Self {
        let spending = (1.0 + funded.acquisition_budget) / (1.0 + today.acquisition_budget);
        Self { spending, factor: pow(L::splat(spending), a.acquisition_spend_elasticity) }
    }
}

/// What prospects remember.
#[derive(Clone, Copy, Debug)]
pub struct Memory<L> {
    /// M+ and M-.
    pub now: Talk<L>,
    start: Talk<L>,
}

impl<L: Lane> Memory<L> {
    /// Memory filled by the baseline's talk.
    pub fn new(start: Talk<L>) -> Self {
        Self { now: start, start }
    }

    /// A month of talk replaces part of what was remembered.
    pub fn hear(&mut self, talk: Talk<L>, a: &Assumptions<L>) {
        self.now.positive += (talk.positive - self.now.positive) / a.positive_memory;
        self.now.negative += (talk.negative - self.now.negative) / a.negative_memory;
    }

    /// Factor on acquisitions.
    pub fn attraction(&self, a: &Assumptions<L>) -> L {
        let net = (self.now.positive - self.start.positive) - (self.now.negative - self.start.negative);
        exp(a.acquisition_elasticity * net)
    }
}
