//! The baseline of a draw: population, calibrated desk and everything that every policy is relative to.
//!
//! Claim: a firm that keeps doing what it does is the yardstick of every policy; it depends on company, today's levers and assumptions,
//!   never on a policy, and is computed once for all.
//! Equations: docs/model.md 1 (population.rs), 2 (waiting.rs), 4 (talk at S0, N0), 5 (lost0 and inflow0 at sigma = 1), 6 (books.rs).
//! Symbols: a superscript 0 of the text is a field here; CNY a month, points, customers.
//! Validity: checked companies; a sampled draw whose reported wait no load explains takes the nearer end of what can be
//!   reached, a central run is refused; a population that does not settle is an error.
//! Source: docs/model.md, sections 1, 2, 4, 5 and 6; the evidence is that of each link's own file.

use super::books::BookLines;
use super::contacts::{ContactLevels, ContactTerms};
use super::cost::{Activity, CostLevels, CostTerms};
use super::effective_levers::EffectiveLevers;
use super::experience::ExperienceLevels;
use super::firm::{BySegment, Firm, HIGH_VALUE, LOWER_TIER, PEAK_MONTHS, SPECIAL_NEEDS, parts};
use super::functions::Curves;
use super::population::{NotStationary, Population};
use super::queue::Abandonment;
use super::repurchase::basket_slope;
use super::score::BoundedScore;
use super::serious_events::{EventTerms, Events};
use super::waiting::{ServiceDesk, StaffingTerms, WaitOutOfReach};
use super::word_of_mouth::{Talk, detractors, promoters};
use aftercast_numerics::math::Lane;
use aftercast_scenario::Assumptions;
use aftercast_scenario::company::{PROFILES, SEGMENTS};

/// What every policy of a draw is compared with.
#[derive(Clone, Debug)]
pub struct Baseline<L> {
    /// The draw's assumptions.
    pub assumptions: Assumptions<L>,
    /// The stationary population.
    pub population: Population<L>,
    /// The calibrated desk.
    pub desk: ServiceDesk<L>,
    /// Talk at S0, N0 and today's community.
    pub talk: Talk<L>,
    /// Activity of an average month at today's levers.
    pub activity: Activity<L>,
    /// Human contacts of an average month at today's levers.
    pub human_contacts: L,
    pub(super) contact_levels: ContactLevels<L>,
    pub(super) experience_levels: ExperienceLevels<L>,
    pub(super) cost_levels: CostLevels<L>,
    pub(super) event_terms: EventTerms<L>,
    /// Model cost of a year at today's policy by line of the books, before the books calibrate it, CNY.
    pub model_year: BookLines<L>,
    /// Factors phi by which the firm's own books calibrate these lines.
    pub books: BookLines<L>,
    pub(super) curves: Vec<Curves<L>>,
    pub(super) score: BySegment<BoundedScore<L>>,
    pub(super) causal_reach: BySegment<L>,
    pub(super) basket_slope: L,
    pub(super) inverse_sd: L,
    pub(super) shock_kept: L,
    pub(super) expected_shock: L,
    pub(super) expected_loss: L,
    raw_incidents: L,
}

/// Why a baseline cannot be computed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum BaselineError {
    /// Satisfaction and population contradict each other.
    NotStationary,
}

impl core::fmt::Display for BaselineError {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::NotStationary => NotStationary.fmt(f),
        }
    }
}

impl core::error::Error for BaselineError {}

impl From<NotStationary> for BaselineError {
    fn from(_: NotStationary) -> Self {
        Self::NotStationary
    }
}

impl<L: Lane> Baseline<L> {
    /// The baseline of the draws in `a`; the second part names a reported wait that no load explains, in which case the nearer end was
    /// taken.
    ///
    /// # Errors
    /// A population that does not settle: satisfaction and repurchase contradict each other.
    pub fn new(
        firm: &Firm,
        a: &Assumptions<L>,
        queue: &mut impl Abandonment,
    ) -> Result<(Self, Option<WaitOutOfReach>), BaselineError> {
        let population = Population::stationary(firm, a)?;
        let today = EffectiveLevers::today(&firm.today);
        let staffing = StaffingTerms::new(&today.delivered, &today.funded, firm, a);
        let contact_levels = ContactLevels::new(&today.delivered, a);
        let contact_terms = ContactTerms::new(&today.delivered, &contact_levels, &firm.company, a);

        let mut activity = Activity::none();
        for g in 0..SEGMENTS {
            let n = population.customers[g];
            activity.add_segment(g, n, n * population.orders[g], population.incidents[g], population.return_cost[g]);
            activity.exposed_value += n * population.orders[g] * population.incidents[g] * population.value[g];
        }
        let raw_incidents = activity.incidents;
        let contacts = contact_terms.contacts(activity.incidents * contact_terms.incidents, activity.customers, 1.0, a);
        let human_contacts = contacts * contact_terms.human_share;
        let (desk, failure) = ServiceDesk::calibrate(firm, a, &staffing, human_contacts, queue);

        let inverse_sd = L::one() / a.sat_sd;
        let (mut high, mut low) = (L::zero(), L::zero());
        for g in 0..SEGMENTS {
            high += population.customers[g] * promoters(population.satisfaction[g], inverse_sd);
            low += population.customers[g] * detractors(population.satisfaction[g], inverse_sd);
        }
        let talk = Talk::new(high / activity.customers, low / activity.customers, today.delivered.community, a);

        let event_terms = EventTerms::new(&today.delivered, a);
        let causal_reach = population.reach.map(|reach| a.causal_share * reach);
        let basket_slope = basket_slope(a);
        let average = Events::expected(firm, L::one(), L::one(), a);
        let cost_levels = CostLevels::new(&today.delivered, &today.funded, firm, a);
        let model_year = {
            let (levers, ones) = (&today, BookLines::ones());
            year(&activity, &CostTerms::new(levers, &staffing, &contact_terms, &cost_levels, &ones, firm, a), firm, a)
        };
        let base = Self {
            assumptions: *a,
            desk,
            talk,
            human_contacts,
            experience_levels: ExperienceLevels::new(&today.delivered, contact_terms.fcr, firm, a),
            cost_levels,
            books: BookLines::factors(&model_year, &firm.company.stated_costs),
            model_year,
            contact_levels,
            score: population.satisfaction.map(BoundedScore::new),
            curves: Curves::of(&population, &causal_reach, basket_slope, a.sat_sd, inverse_sd),
            causal_reach,
            basket_slope,
            inverse_sd,
            shock_kept: L::one() - L::one() / a.negative_memory,
            expected_shock: average.shock(event_terms.severity, a),
            expected_loss: average.lost_prospects(firm, event_terms.severity, a),
            event_terms,
            activity,
            raw_incidents,
            population,
        };
        Ok((base, failure))
    }

    /// Customers, orders and returns of a month with `customers` by segment; and orders by segment, without season and leniency.
    #[inline(always)]
    pub(super) fn activity_of(
        &self,
        customers: &BySegment<L>,
        season: f64,
        contacts: &ContactTerms<L>,
    ) -> (Activity<L>, BySegment<L>) {
        let p = &self.population;
        let mut x = Activity::none();
        let mut ordered = [L::zero(); SEGMENTS];
        // what a stage and a tier have in common comes after the sum over profiles
        for row in (0..SEGMENTS).step_by(PROFILES) {
            let (mut people, mut orders) = (L::zero(), L::zero());
            for g in row..row + PROFILES {
                let n = customers[g];
                ordered[g] = n * p.orders[g];
                people += n;
                orders += ordered[g];
                match parts(g).2 {
                    HIGH_VALUE => x.high_value += n,
                    SPECIAL_NEEDS => x.special_needs += n,
                    _ => {}
                }
            }
            x.customers += people;
            x.orders += orders;
            let returned = orders * p.incidents[row];
            x.incidents += returned;
            if parts(row).1 == LOWER_TIER {
                x.lower_tier += people;
                x.returns_lower += returned * p.return_cost[row];
            } else {
                x.returns_upper += returned * p.return_cost[row];
            }
        }
        let orders = contacts.orders * season;
        let factor = contacts.incidents * orders;
        x.orders = x.orders * orders;
        x.incidents = x.incidents * factor;
        x.returns_upper = x.returns_upper * factor;
        x.returns_lower = x.returns_lower * factor;
        (x, ordered)
    }

    /// Quality incidents of a month over those of the baseline's average month.
    #[inline(always)]
    pub(super) fn quality_incidents(&self, firm: &Firm, x: &Activity<L>, contacts: &ContactTerms<L>) -> L {
        // x.incidents carries all types; the model wants sum N o sigma i x_quality/(sum N0 o i quality)
        let all_types = x.incidents / contacts.incidents;
        all_types * contacts.quality_share / (self.raw_incidents * firm.company.incident_mix.quality)
    }
}

/// The four lines of the books over twelve months at the stationary baseline; `x` is its average month, `terms` without the books.
fn year<L: Lane>(x: &Activity<L>, terms: &CostTerms<L>, firm: &Firm, a: &Assumptions<L>) -> BookLines<L> {
    // at today's policy only the pay of agents hired for the peak differs from month to month, and seasons average to 1
    let [ordinary, peak] = [false, true].map(|peak| terms.lines(x, peak, firm, a));
    let (peaks, others) = (PEAK_MONTHS as f64, 12.0 - PEAK_MONTHS as f64);
    BookLines {
        labour: ordinary.labour * others + peak.labour * peaks,
        technology: ordinary.technology * 12.0,
        reverse_logistics: ordinary.reverse_logistics * 12.0,
        compensation: ordinary.compensation * 12.0,
    }
}
