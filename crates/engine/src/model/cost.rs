//! Cost and profit: what the service costs, line by line, in CNY a month.
//!
//! Claim: labour, technology, reverse logistics, compensation and programmes are the service cost; serious
//! events, setup and returned goods come on top; added technology and care cost more than planned, what is given up of them saves
//! what it cost.
//! Equations: docs/model.md 6, one field of `CostLines` per line of the cost; setup in setup.rs, the firm's own books (phi) in books.rs.
//! Symbols: L paid for, L~ works, b today's; over(x) = cost_overrun max(0, x) + min(0, x).
//! Validity: levers and assumptions within their ranges, refused outside; ai_accuracy ends at 0.95, so its odds are finite. The lines of
//!   technology and compensation are at least 0, a refund slower than today's saves nothing, and returned goods are negative where
//!   incidents are fewer than today's.
//! Source: evidence 8.1-structure, 8.1-turnover, 8.1-regional, 8.1-points, 8.3-alliance, 8.3-ladder,
//! x-it-projects, x-food-law; unit costs are assumptions.

use super::books::BookLines;
use super::contacts::ContactTerms;
use super::effective_levers::EffectiveLevers;
use super::experience::generosity;
use super::firm::{Firm, HIGH_VALUE, LOWER_TIER, SPECIAL_NEEDS, parts};
use super::waiting::StaffingTerms;
use aftercast_numerics::math::{Lane, pow};
use aftercast_scenario::{Assumptions, Levers};

/// Experts at full coverage per customer, and their wage in CNY a month (8.1-expert).
const EXPERTS_PER_CUSTOMER: f64 = 1e-4;
const EXPERT_WAGE: f64 = 12_000.0;
/// Freight saved by the returns ladder (8.3-ladder), added by free pickup, saved by the alliance (8.3-alliance),
/// by predicting returns (10.2-prediction), by collection points where used (8.1-regional), by township stations.
const LADDER_SAVING: f64 = 0.38;
const PICKUP_COST: f64 = 0.35;
const ALLIANCE_SAVING: f64 = 0.40;
const PREDICTION_SAVING: f64 = 0.25;
const COLLECTION_SAVING: f64 = 0.40;
const STATION_SAVING: f64 = 0.10;
/// Own payouts saved by insurance (8.1-structure).
const INSURANCE_SAVING: f64 = 0.28;
/// Days from today's refund time to one day in the report (6.5-fast-refund).
const REFUND_RANGE: f64 = 2.8;

/// Cost added over today's runs over its budget; what is saved does not.
pub(super) fn over<L: Lane>(x: L, overrun: L) -> L {
    overrun * x.max(L::zero()) + x.min(L::zero())
}

/// Activity of a month that cost depends on.
#[derive(Clone, Copy, Debug)]
pub struct Activity<L> {
    /// Customers.
    pub customers: L,
    /// High-value customers.
    pub high_value: L,
    /// Customers with special needs.
    pub special_needs: L,
    /// Customers in lower tiers.
    pub lower_tier: L,
    /// Orders a month.
    pub orders: L,
    /// Incidents a month.
    pub incidents: L,
    /// Incidents times cost of a return outside the lower tiers, CNY.
    pub returns_upper: L,
    /// Incidents times cost of a return in the lower tiers, CNY.
    pub returns_lower: L,
    /// Contacts a month.
    pub contacts: L,
    /// Contacts met by AI first a month.
    pub ai_contacts: L,
    /// Revenue, CNY.
    pub revenue: L,
    /// Order value times today's incident rate, CNY: what the month's incidents are a multiple of.
    pub exposed_value: L,
}

impl<L: Lane> Activity<L> {
    /// No work and no cost.
    pub(super) fn none() -> Self {
        let z = L::zero();
        Self {
            customers: z,
            high_value: z,
            special_needs: z,
            lower_tier: z,
            orders: z,
            incidents: z,
            returns_upper: z,
            returns_lower: z,
            contacts: z,
            ai_contacts: z,
            revenue: z,
            exposed_value: z,
        }
    }

    /// Adds a segment's customers to the groups that programmes serve.
    #[inline(always)]
    pub(super) fn add_segment(&mut self, g: usize, n: L, orders: L, incidents: L, return_cost: L) {
        let (_, tier, profile) = parts(g);
        self.customers += n;
        self.orders += orders;
        let returned = orders * incidents;
        self.incidents += returned;
        if tier == LOWER_TIER {
            self.lower_tier += n;
            self.returns_lower += returned * return_cost;
        } else {
            self.returns_upper += returned * return_cost;
        }
        match profile {
            HIGH_VALUE => self.high_value += n,
            SPECIAL_NEEDS => self.special_needs += n,
            _ => {}
        }
    }
}

/// Lever functions of the cost lines, not yet relative to today.
#[derive(Clone, Copy, Debug)]
pub struct CostLevels<L> {
    freight: L,
    freight_lower_tier: L,
    payout: L,
}

impl<L: Lane> CostLevels<L> {
    /// Levels at `delivered` and `funded`.
    pub fn new(delivered: &Levers<L>, funded: &Levers<f64>, firm: &Firm, a: &Assumptions<L>) -> Self {
        let one = L::one();
        let freight = (one - delivered.return_ladder * LADDER_SAVING)
            * (delivered.free_pickup * PICKUP_COST + 1.0)
            * (one - delivered.logistics_alliance * ALLIANCE_SAVING)
            * (one - delivered.return_prediction * PREDICTION_SAVING);
        let collected = a.collection_participation * delivered.collection_points * COLLECTION_SAVING;
        let quality = firm.company.incident_mix.quality;
        let payout = pow(L::splat(generosity(funded, quality)), a.claim_elasticity + 1.0)
            * (a.published_claims * funded.published_standard + 1.0)
            * (one - a.points_saving * funded.points_option)
            * (1.0 - INSURANCE_SAVING * funded.insurance_uptake);
        Self {
            freight,
            freight_lower_tier: freight * (one - collected) * (one - delivered.township_stations * STATION_SAVING),
            payout,
        }
    }
}

/// What the levers in force do to cost.
#[derive(Clone, Copy, Debug)]
pub struct CostTerms<L> {
    funded: Levers<f64>,
    labour_factor: L,
    /// Pay of agents and experts: in an ordinary month, and in a peak month.
    labour_per_customer: [L; 2],
    training_per_customer: L,
    technology_per_customer: L,
    traceability_per_order: L,
    freight: L,
    freight_lower_tier: L,
    alliance_fee: L,
    /// Payouts over the exposed value: by today's rate of payouts, and what law or tariff owes as multiples of the price.
    payout: L,
    statutory: L,
    insurance_per_order: L,
    refund_per_revenue: L,
    /// Returned goods over the exposed value.
    returned_goods: L,
}

/// Cost lines of a month, CNY.
#[derive(Clone, Copy, Debug)]
pub struct CostLines<L> {
    /// Agents, experts, turnover and training.
    pub labour: L,
    /// Technology, AI contacts and what the policy adds.
    pub technology: L,
    /// Returns.
    pub reverse_logistics: L,
    /// Payouts, insurance premium, capital tied in fast refunds.
    pub compensation: L,
    /// VIP lane and care programmes.
    pub programmes: L,
    /// Margin and markdown of goods that come back, against today; no part of the service cost.
    pub returned_goods: L,
}

impl<L: Lane> CostLines<L> {
    /// Sum of the five lines of the service cost.
    pub fn service(&self) -> L {
        self.labour + self.technology + self.reverse_logistics + self.compensation + self.programmes
    }
}

impl<L: Lane> CostTerms<L> {
    /// Terms of what is paid for and works, relative to the levels of today.
    pub fn new(
        levers: &EffectiveLevers<L>,
        staffing: &StaffingTerms<L>,
        contacts: &ContactTerms<L>,
        today: &CostLevels<L>,
        books: &BookLines<L>,
        firm: &Firm,
        a: &Assumptions<L>,
    ) -> Self {
        let EffectiveLevers { funded, delivered } = levers;
        let now = CostLevels::new(delivered, funded, firm, a);
        let b = &firm.today;
        // agent_wage is the mean wage at today's night share
        let night = |share: f64| (a.night_premium - 1.0) * share + 1.0;
        let wage = night(funded.night_staff_share) / night(b.night_staff_share) * funded.agent_wage;
        let agents = wage * staffing.agents;
        let experts = EXPERTS_PER_CUSTOMER * funded.expert_coverage * EXPERT_WAGE;
        let turnover = a.turnover_share / (L::one() - a.turnover_share)
            * staffing.attrition
            * (staffing.training_months * (0.5 / 3.0) + 0.5);
        let added = added_technology(funded, firm, a);
        Self {
            funded: *funded,
            labour_factor: turnover + 1.0,
            labour_per_customer: [
                books.labour * (agents + experts),
                books.labour * (agents * (a.peak_premium * staffing.peak_agents + 1.0) + experts),
            ],
            training_per_customer: books.labour * a.training_cost * (staffing.agents / 12.0 * funded.scenario_training),
            technology_per_customer: books.technology * a.tech_per_customer * (1.0 / 12.0) + added.per_customer,
            traceability_per_order: added.per_order,
            freight: books.reverse_logistics * (now.freight / today.freight),
            freight_lower_tier: books.reverse_logistics * (now.freight_lower_tier / today.freight_lower_tier),
            alliance_fee: a.alliance_fee * (funded.logistics_alliance - b.logistics_alliance),
            payout: books.compensation * contacts.incidents * a.compensation_rate * (now.payout / today.payout),
            statutory: contacts.quality_share * a.statutory_share * (funded.safety_multiple - b.safety_multiple),
            insurance_per_order: a.insurance_premium * (funded.insurance_uptake - b.insurance_uptake),
            refund_per_revenue: a.fast_refund_cost * ((b.refund_days - funded.refund_days).max(0.0) / REFUND_RANGE),
            returned_goods: contacts.more_incidents * a.refund_share * (a.markdown + firm.company.contribution_margin),
        }
    }

    /// Pay of agents and experts, and payouts, at so many times what the policy has them cost.
    pub fn scale_prices(&mut self, wage: f64, payout: f64) {
        self.labour_per_customer = self.labour_per_customer.map(|pay| pay * wage);
        self.payout = self.payout * payout;
        self.statutory = self.statutory * payout;
    }

    /// The cost lines of an ordinary or a peak month.
    pub fn lines(&self, x: &Activity<L>, peak: bool, firm: &Firm, a: &Assumptions<L>) -> CostLines<L> {
        let ai_added = x.ai_contacts - x.contacts * firm.today.ai_share;
        let technology = x.customers * self.technology_per_customer
            + self.traceability_per_order * x.orders
            + a.ai_contact_cost * ai_added;
        let compensation = x.exposed_value * (self.payout + self.statutory)
            + self.insurance_per_order * x.orders
            + x.revenue * self.refund_per_revenue;
        CostLines {
            labour: x.customers * self.labour_per_customer[usize::from(peak)] * self.labour_factor
                + x.customers * self.training_per_customer,
            technology: technology.max(L::zero()),
            reverse_logistics: x.returns_upper * self.freight
                + x.returns_lower * self.freight_lower_tier
                + self.alliance_fee * x.incidents,
            compensation: compensation.max(L::zero()),
            programmes: x.high_value * (self.funded.vip_spend / 12.0) + programmes(&self.funded, x, firm, a),
            returned_goods: x.exposed_value * self.returned_goods,
        }
    }
}

/// Technology that a policy adds to today's: CNY a month per customer and CNY per order, overrun included.
struct AddedTechnology<L> {
    per_customer: L,
    per_order: L,
}

/// The nine added costs A(L), each with its own overrun: eight per customer and month, and traceability per order.
pub(super) fn added_costs<L: Lane>(funded: &Levers<f64>, firm: &Firm, a: &Assumptions<L>) -> ([L; 8], L) {
    let b = &firm.today;
    let odds = |accuracy: f64| accuracy / (1.0 - accuracy);
    let scale = pow(L::splat(firm.kappa), -a.scale_exponent) * (1.0 / 12.0);
    let added = [
        a.ai_share_cost * (funded.ai_share - b.ai_share),
        a.ai_accuracy_cost * (odds(funded.ai_accuracy) - odds(b.ai_accuracy)),
        a.copilot_cost * (funded.copilot - b.copilot),
        a.ticket_cost * (funded.ticket_automation - b.ticket_automation),
        a.proactive_cost * (funded.proactive_share - b.proactive_share),
        a.prediction_cost * (funded.return_prediction - b.return_prediction),
        a.quality_loop_cost * (funded.quality_loop - b.quality_loop),
        a.warning_cost * (funded.early_warning - b.early_warning),
    ];
    let traceability = a.traceability_cost * (funded.traceability - b.traceability);
    (added.map(|cost| over(cost, a.cost_overrun) * scale), over(traceability, a.cost_overrun))
}

fn added_technology<L: Lane>(funded: &Levers<f64>, firm: &Firm, a: &Assumptions<L>) -> AddedTechnology<L> {
    let (added, per_order) = added_costs(funded, firm, a);
    let mut per_customer = L::zero();
    for cost in added {
        per_customer += cost;
    }
    AddedTechnology { per_customer, per_order }
}

/// The five care programmes G: today's cost, and what is added with its overrun, CNY a month.
pub(super) fn care<L: Lane>(funded: &Levers<f64>, x: &Activity<L>, firm: &Firm, a: &Assumptions<L>) -> [(L, L); 5] {
    let b = &firm.today;
    [
        (a.green_cost * x.special_needs, b.green_channel, funded.green_channel),
        (a.collection_cost * x.lower_tier, b.collection_points, funded.collection_points),
        (a.companion_cost * x.customers, b.companion, funded.companion),
        (a.community_cost * x.customers, b.community, funded.community),
        (a.station_cost * x.lower_tier, b.township_stations, funded.township_stations),
    ]
    .map(|(cost, today, level)| {
        let monthly = cost * (1.0 / 12.0);
        (monthly * today, over(monthly * (level - today), a.cost_overrun))
    })
}

/// The five care programmes together, CNY a month.
fn programmes<L: Lane>(funded: &Levers<f64>, x: &Activity<L>, firm: &Firm, a: &Assumptions<L>) -> L {
    let mut sum = L::zero();
    for (today, added) in care(funded, x, firm, a) {
        sum += today + added;
    }
    sum
}
