//! Experience and satisfaction: what customers live through becomes their score, slowly.
//!
//! Claim: waiting, resolution, expertise, care and fairness move the score; gains meet a ceiling and fade
//! as competitors match them, losses stay.
//! Equations (docs/model.md 3): change_g = -points_per_minute h_g (W* - W*0) + quality_incident_points (quality - x_quality)
//!   and change of [.25 resolution + .15 expertise + .15 care + .15 fairness + direct];
//!   where change > 0: change <- exp(-competitor_catch_up t/12) headroom (1 - exp(-change/headroom));
//!   T_g = clamp(shift(S0_g, change - shock) - points_per_minute h_g (W0_j - first_response), 0, 100);
//!   S <- S + sigma (T - S)/satisfaction_tau; E = S0 + causal_share reach_g (S - S0).
//! Symbols: points on the 0-100 index; W* felt wait in minutes; h_g sensitivity to waiting.
//! Source: evidence 3.2-*, 4.1-insurance, 4.2-*, 4.3-mia, 6.1-traceability, 6.5-fast-refund, 7.*, 8.1-ai-care, 8.3-*.

use super::contacts::{ContactTerms, ai_success};
use super::firm::{Firm, LOWER_TIER, SPECIAL_NEEDS, parts};
use aftercast_numerics::math::{Lane, exp, ln};
use aftercast_scenario::{Assumptions, Levers};

/// Weights of the survey's dimensions in the index.
const RESOLUTION_WEIGHT: f64 = 0.25;
const EXPERTISE_WEIGHT: f64 = 0.15;
const CARE_WEIGHT: f64 = 0.15;
const FAIRNESS_WEIGHT: f64 = 0.15;
/// Points by which customers with after-sales insurance score higher (4.1-insurance).
const INSURED_POINTS: f64 = 22.7;
/// Share of cases with a published tariff today, and the range to all (3.2-standards).
const PUBLISHED_TODAY: f64 = 0.287;
const PUBLISHED_RANGE: f64 = 0.713;

/// Mean payout over today's by incident type.
pub fn generosity<L: Lane>(levers: &Levers<L>, quality: f64) -> L {
    levers.safety_multiple * quality + levers.goods_multiple * (1.0 - quality)
}

/// Points of the lever functions, not yet relative to today.
#[derive(Clone, Copy, Debug)]
pub struct ExperienceLevels<L> {
    common: L,
    special_needs: L,
    lower_tier: L,
}

impl<L: Lane> ExperienceLevels<L> {
    /// Levels of the lever functions at `delivered`, with first-contact resolution `fcr`.
    pub fn new(delivered: &Levers<L>, fcr: L, firm: &Firm, a: &Assumptions<L>) -> Self {
        let quality = firm.company.incident_mix.quality;
        let one = L::one();
        // traceability settles quality disputes at once, down to one day
        let quality_cases_saved = delivered.traceability * (delivered.refund_days - 1.0).max(L::zero()) * quality;
        let resolution =
            a.fcr_points * fcr * 100.0 - a.refund_day_points * (delivered.refund_days - quality_cases_saved);
        let expertise =
            a.expert_points * delivered.expert_coverage * quality + a.training_points * delivered.scenario_training;
        let past_knee = (delivered.ai_share - a.ai_care_knee).max(L::zero()) / (one - a.ai_care_knee);
        let care = a.companion_care * delivered.companion
            - a.ai_care_penalty * (past_knee * past_knee) * (one - a.copilot_care_relief * delivered.copilot);
        let fairness = a.generosity_points * ln(generosity(delivered, quality))
            + a.published_points * ((delivered.published_standard - PUBLISHED_TODAY) * (1.0 / PUBLISHED_RANGE))
            + a.traceability_points * delivered.traceability;
        let direct = a.insurance_causal * delivered.insurance_uptake * (INSURED_POINTS * quality)
            + a.ladder_points * delivered.return_ladder
            + a.pickup_points * delivered.free_pickup
            - a.ai_failure_points * delivered.ai_share * (one - ai_success(delivered, a));
        Self {
            common: resolution * RESOLUTION_WEIGHT
                + expertise * EXPERTISE_WEIGHT
                + care * CARE_WEIGHT
                + fairness * FAIRNESS_WEIGHT
                + direct,
            special_needs: a.green_points * delivered.green_channel,
            lower_tier: a.station_points * delivered.township_stations,
        }
    }
}

/// Points that the levers in force add, before ceiling and fading.
#[derive(Clone, Copy, Debug)]
pub struct ExperienceTerms<L> {
    /// For every customer.
    pub common: L,
    /// For families with special needs, on top.
    pub special_needs: L,
    /// For customers in lower tiers, on top.
    pub lower_tier: L,
}

impl<L: Lane> ExperienceTerms<L> {
    /// Terms of what works, relative to the levels of today.
    pub fn new(
        delivered: &Levers<L>,
        contacts: &ContactTerms<L>,
        today: &ExperienceLevels<L>,
        firm: &Firm,
        a: &Assumptions<L>,
    ) -> Self {
        let now = ExperienceLevels::new(delivered, contacts.fcr, firm, a);
        let fewer_defects = -(contacts.quality_share - firm.company.incident_mix.quality);
        Self {
            common: now.common - today.common + a.quality_incident_points * fewer_defects,
            special_needs: now.special_needs - today.special_needs,
            lower_tier: now.lower_tier - today.lower_tier,
        }
    }

    /// Points for a segment.
    #[inline(always)]
    pub fn points(&self, segment: usize) -> L {
        let (_, tier, profile) = parts(segment);
        let mut points = self.common;
        if profile == SPECIAL_NEEDS {
            points += self.special_needs;
        }
        if tier == LOWER_TIER {
            points += self.lower_tier;
        }
        points
    }
}

/// The ceiling over gains and their fading in month t; losses pass unchanged.
#[derive(Clone, Copy, Debug)]
pub struct Ceiling<L> {
    headroom_left: L,
    inverse_headroom: L,
}

impl<L: Lane> Ceiling<L> {
    /// The ceiling in month `t`.
    pub fn new(a: &Assumptions<L>, t: usize) -> Self {
        let fading = exp(-(a.competitor_catch_up * (t as f64 / 12.0)));
        Self { headroom_left: fading * a.headroom, inverse_headroom: L::one() / a.headroom }
    }

    /// Points that remain of a change of `points`.
    #[inline(always)]
    pub fn apply(&self, points: L) -> L {
        let gain = self.headroom_left * (L::one() - exp(-(points * self.inverse_headroom)));
        L::select(L::zero().less(points), gain, points)
    }
}
