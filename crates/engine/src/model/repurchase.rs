//! Repurchase and revenue: a satisfied customer comes back, and buys a little more.
//!
//! Claim: individual scores are N(S, sat_sd^2) and an individual's annual repurchase is
//! Phi((s - c)/repurchase_scale); R is its exact mean over a segment.
//! Equations (docs/model.md 1 and 4): R(S) = Phi((S - c)/sqrt(repurchase_scale^2 + sat_sd^2)), r = R^(1/12);
//!   R_g = R(E) (1 + vip_uplift (1 - exp(-vip_spend/1500))/(1 - exp(-5000/1500))) relative to today for high-value customers
//!         + companion_repurchase x change of companion, kept within 0 and cap_g = max(0.98, R(S0_g));
//!   value = v_g exp(ln(1 + basket_uplift)/39 (E - S0)), special needs times 1 + 0.10 x change of green channel.
//! Symbols: S, E, c points 0-100; E the score that behaviour follows; value CNY an order.
//! Validity: any score; the report's curve was fitted between the bands under 60 and over 80.
//! Source: evidence 3.1-repurchase, 8.2-basket, 8.3-vip, 4.3-yanxuan, 6.3-premium.

use aftercast_numerics::math::{Lane, exp, ln, normal_cdf, twelfth_root};
use aftercast_scenario::{Assumptions, Levers};

/// Conditional mean scores of the report's bands over 80 and under 60 lie this far apart, points.
const BAND_DISTANCE: f64 = 39.0;
/// VIP spend at which `vip_uplift` was reported, CNY per high-value customer and year.
const VIP_REFERENCE: f64 = 5000.0;
/// VIP spend at which 1 - 1/e of the most that it can do is reached, CNY per high-value customer and year.
const VIP_SCALE: f64 = 1500.0;
/// Basket premium of special-needs families under a full green channel.
const GREEN_PREMIUM: f64 = 0.10;
/// Annual repurchase is lifted no higher than this, or than where it stands today.
pub const MOST_REPURCHASE: f64 = 0.98;

/// The report's curve from a segment's mean score to its annual repurchase.
#[derive(Clone, Copy, Debug)]
pub struct RepurchaseCurve<L> {
    /// Score c at which half come back, points.
    pub midpoint: L,
    /// sqrt(repurchase_scale^2 + sat_sd^2), points.
    pub spread: L,
    inverse_spread: L,
}

impl<L: Lane> RepurchaseCurve<L> {
    /// The curve of the draws in `a`.
    pub fn new(a: &Assumptions<L>) -> Self {
        let spread = (a.repurchase_scale * a.repurchase_scale + a.sat_sd * a.sat_sd).sqrt();
        Self { midpoint: a.repurchase_midpoint, spread, inverse_spread: L::one() / spread }
    }

    /// Annual repurchase at mean score `s`.
    #[inline(always)]
    pub fn annual(&self, s: L) -> L {
        normal_cdf(self.standard_score(s))
    }

    /// Where the mean score `s` lies on the curve, in standard scores.
    #[inline(always)]
    pub(super) fn standard_score(&self, s: L) -> L {
        (s - self.midpoint) * self.inverse_spread
    }

    /// A difference of `points` in standard scores.
    pub(super) fn standard_step(&self, points: L) -> L {
        points * self.inverse_spread
    }
}

/// What the levers in force do to repurchase and basket, relative to today.
#[derive(Clone, Copy, Debug)]
pub struct RepurchaseTerms<L> {
    /// Factor on repurchase of high-value customers.
    pub vip: L,
    /// Its twelfth root: the factor on the monthly stay.
    pub vip_root: L,
    /// Annual repurchase added for every customer.
    pub companion: L,
    /// Whether it is other than 0 in any draw.
    pub has_companion: bool,
    /// Factor on the order value of special-needs families.
    pub green: L,
}

impl<L: Lane> RepurchaseTerms<L> {
    /// Terms of what works, relative to `today`.
    pub fn new(delivered: &Levers<L>, today: &Levers<f64>, a: &Assumptions<L>) -> Self {
        let saturation = |spend: L| L::one() - exp(-(spend * (1.0 / VIP_SCALE)));
        let full = saturation(L::splat(VIP_REFERENCE));
        let vip = |spend: L| a.vip_uplift * (saturation(spend) / full) + 1.0;
        let relative = vip(delivered.vip_spend) / vip(L::splat(today.vip_spend));
        let companion = a.companion_repurchase * (delivered.companion - today.companion);
        Self {
            vip: relative,
            vip_root: twelfth_root(relative),
            has_companion: L::any(L::zero().less(companion.abs())),
            companion,
            green: (delivered.green_channel - today.green_channel) * GREEN_PREMIUM + 1.0,
        }
    }

    /// Annual repurchase from the curve's value for a segment, at most `cap`.
    #[inline(always)]
    pub fn annual(&self, curve: L, cap: L, high_value: bool) -> L {
        let lifted = if high_value { curve * self.vip } else { curve };
        (lifted + self.companion).max(L::zero()).min(cap)
    }
}

/// Growth of the logarithm of the basket per point of satisfaction.
pub fn basket_slope<L: Lane>(a: &Assumptions<L>) -> L {
    ln(a.basket_uplift + 1.0) * (1.0 / BAND_DISTANCE)
}
