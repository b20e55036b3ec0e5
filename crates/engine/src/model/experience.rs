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
//! Validity: levers and assumptions within their ranges, refused outside, which keeps the logarithm of generosity finite. Gains stay
//!   under the ceiling (a headroom of 0 lets none through), losses have no bound of their own; month.rs clamps the target to 0-100.
//! Source: evidence 3.2-*, 4.1-insurance, 4.2-*, 4.3-mia, 6.1-traceability, 6.5-fast-refund, 7.*, 8.1-ai-care, 8.3-*,
//! x-queue-satisfaction, x-recovery.

use super::contacts::{ContactTerms, ai_success};
use super::firm::{BySegment, Firm, LOWER_TIER, SPECIAL_NEEDS, parts};
use super::functions::Functions;
use aftercast_numerics::math::{Lane, exp, ln};
use aftercast_scenario::company::{PROFILES, STAGES, TIERS};
use aftercast_scenario::{Assumptions, Levers};

/// Weights of the report's dimensions in the index.
const RESOLUTION_WEIGHT: f64 = 0.25;
const EXPERTISE_WEIGHT: f64 = 0.15;
const CARE_WEIGHT: f64 = 0.15;
const FAIRNESS_WEIGHT: f64 = 0.15;
/// Points by which customers with after-sales insurance score higher (4.1-insurance).
const INSURED_POINTS: f64 = 22.7;
/// Range from the share of cases with a published tariff in the report to all (3.2-standards).
const PUBLISHED_RANGE: f64 = 0.713;

/// Points: a headroom below it divides as this one does, so that none at all lets no gain through, which is its limit.
const LEAST_HEADROOM: f64 = 1e-6;

/// The headroom as a divisor, points.
fn divisor<L: Lane>(headroom: L) -> L {
    headroom.max(L::splat(LEAST_HEADROOM))
}

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
pub struct GainsAndLosses<L> {
    /// Sum of what adds.
    pub gains: L,
    /// Sum of what takes away, positive.
    pub losses: L,
}

impl<L: Lane> GainsAndLosses<L> {
    /// One item of the list.
    pub fn of(item: L) -> Self {
        Self { gains: item.max(L::zero()), losses: (-item).max(L::zero()) }
    }

    /// Both lists together.
    #[inline(always)]
    pub fn and(self, other: Self) -> Self {
        Self { gains: self.gains + other.gains, losses: self.losses + other.losses }
    }
}

/// What the levers in force add and take, before ceiling and fading, by groups of customers: of everybody, of special needs, of lower
/// tiers, of both.
#[derive(Clone, Copy, Debug)]
pub struct ExperienceTerms<L> {
    groups: [GainsAndLosses<L>; 4],
    /// exp(-gains/headroom) of each group.
    unfilled: [L; 4],
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
        let mut common = GainsAndLosses::of(a.quality_incident_points * fewer_defects);
        for (now, today) in now.common.iter().zip(&today.common) {
            common = common.and(GainsAndLosses::of(*now - *today));
        }
        let special = GainsAndLosses::of(now.special_needs - today.special_needs);
        let lower = GainsAndLosses::of(now.lower_tier - today.lower_tier);
        let groups = [common, common.and(special), common.and(lower), common.and(special).and(lower)];
        let inverse_headroom = L::one() / divisor(a.headroom);
        Self { groups, unfilled: groups.map(|points| exp(-(points.gains * inverse_headroom))) }
    }
}

/// Rows of the segments: a stage and a tier, over which sensitivity to waiting is the same.
pub const ROWS: usize = STAGES * TIERS;

/// Changes of the score that are distinct: for each row those of special needs and of the others.
#[derive(Clone, Copy, Debug)]
pub struct Changes<L> {
    /// Of the others, then of special needs.
    cells: [[L; 2]; ROWS],
    /// What a long season takes off the target, by row.
    season: [L; ROWS],
}

impl<L: Lane> Changes<L> {
    /// Changes in month `t`, from what the levers in force make of experience and what customers wait.
    ///
    /// The ceiling is exp(-(gains of levers + gains of waiting)/headroom), the product of both: one exponential a row and month.
    #[inline(always)]
    pub fn new<F: Functions>(
        terms: &ExperienceTerms<L>,
        waiting: GainsAndLosses<L>,
        longer_season: L,
        shock: L,
        sensitivity: &BySegment<L>,
        a: &Assumptions<L>,
        t: usize,
    ) -> Self {
        let fading = exp(-(a.competitor_catch_up * (t as f64 / 12.0)));
        let ceiling = fading * a.headroom;
        let open = terms.unfilled.map(|left| ceiling * left);
        let most = terms.groups.map(|points| ceiling - points.losses - shock);
        let per_headroom = waiting.gains / divisor(a.headroom);
        let mut changes = Self { cells: [[L::zero(); 2]; ROWS], season: [L::zero(); ROWS] };
        for row in 0..ROWS {
            let h = sensitivity[row * PROFILES];
            let left = F::decay(per_headroom * h);
            let lost = waiting.losses * h;
            let group = 2 * usize::from(parts(row * PROFILES).1 == LOWER_TIER);
            changes.cells[row] = [0, 1].map(|special| most[group + special] - open[group + special] * left - lost);
            changes.season[row] = h * longer_season;
        }
        changes
    }

    /// Change of experience of a segment, points, its shock taken off; and what a long season takes off the target.
    #[inline(always)]
    pub fn of(&self, segment: usize) -> (L, L) {
        let row = segment / PROFILES;
        (self.cells[row][usize::from(parts(segment).2 == SPECIAL_NEEDS)], self.season[row])
    }
}
