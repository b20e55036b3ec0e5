//! What the levers in force make of every step of the chain, computed once until levers or disturbance change.
//!
//! Claim: within a month the levers act through the terms of each step alone; a disturbance changes named quantities and nothing else.
//! Equations: those of the steps, file by file; docs/model.md 6 for what of a policy works and what is paid for.
//! Symbols: those of the steps.
//! Validity: every checked scenario; what a disturbance obliges a firm to is charged, not chosen.
//! Source: docs/model.md, sections 2 to 6.

use super::super::baseline::Baseline;
use super::super::contacts::ContactTerms;
use super::super::cost::CostTerms;
use super::super::disturbance::Disturbance;
use super::super::effective_levers::EffectiveLevers;
use super::super::experience::ExperienceTerms;
use super::super::firm::Firm;
use super::super::repurchase::RepurchaseTerms;
use super::super::serious_events::EventTerms;
use super::super::waiting::StaffingTerms;
use super::super::word_of_mouth::AcquisitionTerms;
use aftercast_numerics::math::Lane;

/// What the levers in force do, one part for each step of the chain.
pub(super) struct Terms<L> {
    pub(super) staffing: StaffingTerms<L>,
    pub(super) contacts: ContactTerms<L>,
    pub(super) experience: ExperienceTerms<L>,
    pub(super) repurchase: RepurchaseTerms<L>,
    pub(super) events: EventTerms<L>,
    pub(super) cost: CostTerms<L>,
    pub(super) acquisition: AcquisitionTerms<L>,
    pub(super) community: L,
    /// What a stress adds to the month's events, and the points it takes at once.
    pub(super) added: Option<(f64, f64, f64)>,
}

impl<L: Lane> Terms<L> {
    /// Terms of a month; a calm one (no disturbance) is the model as it stands.
    pub(super) fn in_month(
        firm: &Firm,
        base: &Baseline<L>,
        levers: &EffectiveLevers<L>,
        disturbance: Option<&Disturbance>,
    ) -> Self {
        let Some(d) = disturbance else {
            let contacts = ContactTerms::new(&levers.delivered, &base.contact_levels, &firm.company, &base.assumptions);
            return Self::new(firm, base, levers, levers, contacts);
        };
        let stressed = d.stressed(levers);
        let mut contacts =
            ContactTerms::new(&stressed.delivered, &base.contact_levels, &firm.company, &base.assumptions);
        contacts.multiply_incidents(&d.incidents, &firm.company);
        let mut terms = Self::new(firm, base, &stressed, &d.compliant(&stressed), contacts);
        terms.cost.scale_prices(d.wage, d.payout);
        terms.staffing.scale_servers(d.servers);
        terms.added = Some((d.serious_events, d.crises, d.score_shock));
        terms
    }

    /// Terms of what works and is paid for; `charged` is what the cost lines see.
    fn new(
        firm: &Firm,
        base: &Baseline<L>,
        levers: &EffectiveLevers<L>,
        charged: &EffectiveLevers<L>,
        contacts: ContactTerms<L>,
    ) -> Self {
        let a = &base.assumptions;
        let staffing = StaffingTerms::new(&levers.delivered, &levers.funded, firm, a);
        Self {
            experience: ExperienceTerms::new(&levers.delivered, &contacts, &base.experience_levels, firm, a),
            repurchase: RepurchaseTerms::new(&levers.delivered, &firm.today, a),
            events: EventTerms::new(&levers.delivered, a),
            cost: CostTerms::new(charged, &staffing, &contacts, &base.cost_levels, &base.books, firm, a),
            acquisition: AcquisitionTerms::new(&levers.funded, &firm.today, a),
            community: levers.delivered.community,
            added: None,
            staffing,
            contacts,
        }
    }
}
