//! Experience and satisfaction: what customers live through becomes their score, slowly.
//!
//! Claim: waiting, resolution, expertise, care and fairness move the score; gains meet a ceiling and fade
//! as competitors match them, losses stay: what is lost in one place is not made good in another.
//! Equations (docs/model.md 3): change is a sum of 17 items, gains_g = the sum of the positive ones, losses_g = minus the negative;
//!   item 1: -points_per_minute h_g (W* - W*0_j); item 2: quality_incident_points (quality - x_quality); 3 to 15 for everybody, 16 for
//!   special needs, 17 for lower tiers, each the change of a lever function against today;
//!   change_g = exp(-competitor_catch_up t/12) headroom (1 - exp(-gains_g/headroom)) - losses_g;
//!   T_g = clamp(shift(S0_g, change - shock) - points_per_minute h_g (W0_j - first_response), 0, 100);
//!   S <- S + min(1, sigma/satisfaction_tau) (T - S); E = S0 + causal_share reach_g (S - S0).
//! Symbols: points on the 0-100 index, slopes and bounds those of segment means; W* felt wait in minutes; h_g sensitivity to waiting.
//! Source: evidence 3.2-*, 4.1-insurance, 4.2-*, 4.3-mia, 6.1-traceability, 6.5-fast-refund, 7.*, 8.1-ai-care, 8.3-*,
//! x-queue-satisfaction, x-recovery.

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
/// Range from the share of cases with a published tariff in the survey to all (3.2-standards).
const PUBLISHED_RANGE: f64 = 0.713;

/// Mean payout over today's by incident type.
pub fn generosity<L: Lane>(levers: &Levers<L>, quality: f64) -> L {
    levers.safety_multiple * quality + levers.goods_multiple * (1.0 - quality)
}

/// Items 3 to 15 of the list, for every customer.
const ITEMS: usize = 13;

/// Points of the lever functions by item of the list, not yet relative to today.
#[derive(Clone, Copy, Debug)]
pub struct ExperienceLevels<L> {
    common: [L; ITEMS],
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
        let past_knee = (delivered.ai_share - a.ai_care_knee).max(L::zero()) / (one - a.ai_care_knee);
        let care_lost = a.ai_care_penalty * (past_knee * past_knee) * (one - a.copilot_care_relief * delivered.copilot);
        Self {
            common: [
                a.fcr_points * fcr * (100.0 * RESOLUTION_WEIGHT),
                a.refund_day_points * (quality_cases_saved - delivered.refund_days) * RESOLUTION_WEIGHT,
                a.expert_points * delivered.expert_coverage * (quality * EXPERTISE_WEIGHT),
                a.training_points * delivered.scenario_training * EXPERTISE_WEIGHT,
                -(care_lost * CARE_WEIGHT),
                a.companion_care * delivered.companion * CARE_WEIGHT,
                a.generosity_points * ln(generosity(delivered, quality)) * FAIRNESS_WEIGHT,
                a.published_points * delivered.published_standard * (FAIRNESS_WEIGHT / PUBLISHED_RANGE),
                a.traceability_points * delivered.traceability * FAIRNESS_WEIGHT,
                a.insurance_causal * delivered.insurance_uptake * (INSURED_POINTS * quality),
                a.ladder_points * delivered.return_ladder,
                a.pickup_points * delivered.free_pickup,
                -(a.ai_failure_points * delivered.ai_share * (one - ai_success(delivered, a))),
            ],
            special_needs: a.green_points * delivered.green_channel,
            lower_tier: a.station_points * delivered.township_stations,
        }
    }
}

/// Points gained and points lost; they do not offset each other.
#[derive(Clone, Copy, Debug)]
pub struct Points<L> {
    /// Sum of what adds.
    pub gains: L,
    /// Sum of what takes away, positive.
    pub losses: L,
}

impl<L: Lane> Points<L> {
    /// One item of the list.
    pub fn of(item: L) -> Self {
        Self { gains: item.max(L::zero()), losses: (-item).max(L::zero()) }
    }

    /// Both lists together.
    #[inline(always)]
    pub fn and(self, other: Self) -> Self {
        Self { gains: self.gains + other.gains, losses: self.losses + other.losses }
    }

    /// Felt `times` as much.
    #[inline(always)]
    pub fn times(self, times: L) -> Self {
        Self { gains: self.gains * times, losses: self.losses * times }
    }
}

/// What the levers in force add and take, before ceiling and fading, by groups of customers: of everybody, of special needs, of lower
/// tiers, of both.
#[derive(Clone, Copy, Debug)]
pub struct ExperienceTerms<L> {
    groups: [Points<L>; 4],
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
        let mut common = Points::of(a.quality_incident_points * fewer_defects);
        for (now, today) in now.common.iter().zip(&today.common) {
            common = common.and(Points::of(*now - *today));
        }
        let special = Points::of(now.special_needs - today.special_needs);
        let lower = Points::of(now.lower_tier - today.lower_tier);
        Self { groups: [common, common.and(special), common.and(lower), common.and(special).and(lower)] }
    }

    /// Points for a segment.
    #[inline(always)]
    pub fn points(&self, segment: usize) -> Points<L> {
        let (_, tier, profile) = parts(segment);
        self.groups[usize::from(profile == SPECIAL_NEEDS) + 2 * usize::from(tier == LOWER_TIER)]
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

    /// Change of the score that `points` make.
    #[inline(always)]
    pub fn apply(&self, points: Points<L>) -> L {
        self.headroom_left * (L::one() - exp(-(points.gains * self.inverse_headroom))) - points.losses
    }
}
