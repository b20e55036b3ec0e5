//! Incidents and contacts: what goes wrong, who asks, and who has to answer.
//!
//! Claim: fewer incidents, better first-contact resolution and self-service mean fewer contacts; AI takes
//! the simple ones and leaves people the hard ones.
//! Equations (docs/model.md 2): x_type = mix_type x prevention_type relative to today, leniency l = free_pickup - return_ladder/2 for
//!   mismatch: 1 + leniency_returns l; orders N_g o_g upsilon sigma, upsilon = 1 + leniency_orders l relative to today;
//!   I_g = N_g o_g upsilon sigma i_g sum x;
//!   F = clamp(first_contact_resolution + change of gains, 0.05, 0.98);
//!   contacts = (sum I pi min(1/F, 4) + sum N inquiries/12 sigma)(1 - community_self_solve community);
//!   solved by AI for good: a' = ai_accuracy (1 - ai_bounce);
//!   human contacts = contacts (1 - ai_share a' (s + (1 - s) ratio)); handling eta relative to today.
//! Symbols: contacts and incidents a month, shares 0-1; s share of simple contacts, ratio AI accuracy on complex over simple.
//! Validity: levers and assumptions within their ranges, refused outside: there all that is taken relative to today is above 0. Under
//!   F = 0.25 an incident causes no more contacts. Refused where fixed assumptions leave only complex contacts that take no time.
//! Source: evidence 3.1-types, 3.2-fcr, 3.4-ai, x-ai-resolution, x-returns-leniency, 4.4-community, 6.1-proactive, 8.3-ticket.

use super::disturbance::IncidentFactors;
use aftercast_numerics::math::Lane;
use aftercast_scenario::company::Company;
use aftercast_scenario::{Assumptions, Levers};

/// Share of issues handled before a complaint, on average and range to the best reported.
const PROACTIVE_TODAY: f64 = 0.287;
const PROACTIVE_RANGE: f64 = 0.363;
/// Ticket automation of the average platform and the range to full coverage.
const TICKET_TODAY: f64 = 0.4;
const TICKET_RANGE: f64 = 0.6;
/// The returns ladder makes a firm half as strict as full free pickup makes it lenient.
const LADDER_STRICTNESS: f64 = 0.5;
/// First-contact resolution stays within these.
const FCR_RANGE: (f64, f64) = (0.05, 0.98);
/// Most contacts of a customer about one incident.
const MOST_CONTACTS_PER_INCIDENT: f64 = 4.0;

/// Position of ticket automation between the average platform and full coverage.
fn ticket<L: Lane>(levers: &Levers<L>) -> L {
    (levers.ticket_automation - TICKET_TODAY) * (1.0 / TICKET_RANGE)
}

/// The lever functions of this file, not yet relative to today.
#[derive(Clone, Copy, Debug)]
pub struct ContactLevels<L> {
    prevention_quality: L,
    prevention_logistics: L,
    mismatches: L,
    orders: L,
    proactive: L,
    fcr_gain: L,
    handling: L,
}

impl<L: Lane> ContactLevels<L> {
    /// Levels of the lever functions at `delivered`.
    pub fn new(delivered: &Levers<L>, a: &Assumptions<L>) -> Self {
        let one = L::one();
        // what AI leaves is harder: the mix of simple and complex contacts that people still see
        let s = a.simple_share;
        let u = delivered.ai_share * solved_by_ai(delivered, a);
        let simple_left = s * (one - u);
        let complex_left = (one - s) * (one - u * a.ai_complex_ratio);
        let mix = (simple_left + a.complex_handling * complex_left) / (simple_left + complex_left);
        let speed = (a.ticket_efficiency * ticket(delivered) + 1.0) * (a.copilot_efficiency * delivered.copilot + 1.0);
        let leniency = delivered.free_pickup - delivered.return_ladder * LADDER_STRICTNESS;
        Self {
            mismatches: a.leniency_returns * leniency + 1.0,
            orders: a.leniency_orders * leniency + 1.0,
            prevention_quality: one - a.quality_loop_reduction * delivered.quality_loop,
            prevention_logistics: one - a.alliance_damage_reduction * delivered.logistics_alliance,
            proactive: one
                - a.proactive_reduction * ((delivered.proactive_share - PROACTIVE_TODAY) * (1.0 / PROACTIVE_RANGE)),
            fcr_gain: a.fcr_gain_ticket * ticket(delivered)
                + a.fcr_gain_copilot * delivered.copilot
                + a.fcr_gain_expert * delivered.expert_coverage,
            handling: mix / speed,
        }
    }
}

/// What the levers in force do to incidents and contacts.
#[derive(Clone, Copy, Debug)]
pub struct ContactTerms<L> {
    /// Remaining incidents over today's, all types.
    pub incidents: L,
    /// Incidents more than today's, all types, over today's; exactly 0 at today's policy.
    pub more_incidents: L,
    /// Remaining share of quality incidents, on the scale of today's mix.
    pub quality_share: L,
    /// Remaining share of logistics incidents, on the scale of today's mix.
    pub logistics_share: L,
    /// Remaining share of mismatches, on the scale of today's mix.
    pub mismatch_share: L,
    /// Orders over today's, upsilon: a lenient firm sells more.
    pub orders: L,
    /// First-contact resolution F.
    pub fcr: L,
    /// Contacts caused by an incident before self-service: pi min(1/F, 4).
    pub per_incident: L,
    /// Share of contacts that the community does not solve.
    pub not_self_solved: L,
    /// Share of contacts that people answer.
    pub human_share: L,
    /// Share of contacts met by AI first.
    pub ai_share: L,
    /// Handling time over today's, eta.
    pub handling: L,
}

impl<L: Lane> ContactTerms<L> {
    /// Terms of what works, relative to the levels of today.
    pub fn new(delivered: &Levers<L>, today: &ContactLevels<L>, company: &Company, a: &Assumptions<L>) -> Self {
        let now = ContactLevels::new(delivered, a);
        let mix = &company.incident_mix;
        let quality_share = now.prevention_quality / today.prevention_quality * mix.quality;
        let logistics_share = now.prevention_logistics / today.prevention_logistics * mix.logistics;
        let mismatch_share = now.mismatches / today.mismatches * mix.mismatch;
        let fcr = (now.fcr_gain - today.fcr_gain + company.first_contact_resolution)
            .max(L::splat(FCR_RANGE.0))
            .min(L::splat(FCR_RANGE.1));
        let repeats = (L::one() / fcr).min(L::splat(MOST_CONTACTS_PER_INCIDENT));
        Self {
            incidents: quality_share + logistics_share + (mismatch_share + mix.other),
            more_incidents: (quality_share - mix.quality)
                + (logistics_share - mix.logistics)
                + (mismatch_share - mix.mismatch),
            quality_share,
            logistics_share,
            mismatch_share,
            orders: now.orders / today.orders,
            fcr,
            per_incident: now.proactive / today.proactive * repeats,
            not_self_solved: L::one() - a.community_self_solve * delivered.community,
            human_share: L::one() - delivered.ai_share * ai_success(delivered, a),
            ai_share: delivered.ai_share,
            handling: now.handling / today.handling,
        }
    }

    /// More (or fewer) incidents of each type than the policy leaves, as a stress has it.
    pub fn multiply_incidents(&mut self, factors: &IncidentFactors, company: &Company) {
        let mix = &company.incident_mix;
        self.quality_share = self.quality_share * factors.quality;
        self.logistics_share = self.logistics_share * factors.logistics;
        self.mismatch_share = self.mismatch_share * factors.mismatch;
        self.incidents = self.quality_share + self.logistics_share + (self.mismatch_share + mix.other * factors.other);
        self.more_incidents = (self.quality_share - mix.quality)
            + (self.logistics_share - mix.logistics)
            + (self.mismatch_share - mix.mismatch)
            + mix.other * (factors.other - 1.0);
    }

    /// Contacts of a month, from its incidents, customers and season.
    #[inline(always)]
    pub fn contacts(&self, incidents: L, customers: L, season: f64, a: &Assumptions<L>) -> L {
        (incidents * self.per_incident + customers * a.inquiries_per_year * (season / 12.0)) * self.not_self_solved
    }
}

/// Share of simple contacts met by AI that stay solved, a'.
fn solved_by_ai<L: Lane>(delivered: &Levers<L>, a: &Assumptions<L>) -> L {
    delivered.ai_accuracy * (L::one() - a.ai_bounce)
}

/// Share of all contacts met by AI that stay solved.
pub fn ai_success<L: Lane>(delivered: &Levers<L>, a: &Assumptions<L>) -> L {
    let s = a.simple_share;
    solved_by_ai(delivered, a) * (s + (L::one() - s) * a.ai_complex_ratio)
}
