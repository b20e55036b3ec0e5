//! The rules of a month: what the levers in force mean for a single incident, contact, score and bill.
//!
//! Claim: every lever acts on a probability, a duration, a score or a tariff of single customers.
//! Equations: docs/model.md 2 to 6, read one event at a time (an incident is prevented or not, a contact is simple or complex,
//!   AI solves it or not, it is solved or comes back), written again from the text.
//! Symbols: probabilities 0-1, points 0-100, CNY.
//! Validity: every checked scenario.
//! Source: docs/model.md, sections 2 to 6; what is paid for and what of it works: its notation and section 7.

use super::firm::Firm;
use aftercast_numerics::math::{exp, ln, pow};
use aftercast_scenario::company::SEGMENTS;
use aftercast_scenario::{Assumptions, LeverId, Levers};

/// What the levers in force mean, relative to today where the model says so.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// Paid for.
    pub paid: Levers<f64>,
    /// Works.
    pub works: Levers<f64>,
    /// Incidents left of today's by type: quality, logistics, mismatch, other.
    pub left: [f64; 4],
    /// Chance that one contact settles the matter.
    pub settled: f64,
    /// Contacts begun per incident, before repeats.
    pub asks: f64,
    /// Share of contacts solved among customers.
    pub self_solved: f64,
    /// Minutes a person needs for the contacts that AI leaves, over today's.
    pub handling: f64,
    /// Orders over today's: a lenient firm sells more.
    pub orders: f64,
    /// Points gained and points lost before the ceiling, but for waiting: every customer, special needs, lower tier.
    pub points: [(f64, f64); 3],
    /// Acquisition spending over today's.
    pub spending: f64,
    /// Multiples of the price that law or tariff owes beyond today's, over all quality incidents.
    pub owed: f64,
    /// Wage over today's: the night share at its premium.
    pub wage: f64,
    /// Factor on repurchase of high-value customers, and what every customer gains.
    pub lift: (f64, f64),
    /// Factor on baskets of special-needs families.
    pub green: f64,
    /// Payout over today's on average, and by kind: quality, the rest.
    pub payout: (f64, [f64; 2]),
    /// Cost of a return over today's: other tiers, lower tier.
    pub freight: [f64; 2],
    /// Severity of a serious event; chance that it happens, against none of the programme.
    pub severity: (f64, f64),
}

/// What does not stand relative to today yet.
struct Levels {
    left: [f64; 3],
    orders: f64,
    proactive: f64,
    settled: f64,
    handling: f64,
    /// One for each thing that a customer notices, resolution and waiting left out.
    points: [f64; 12],
    for_some: [f64; 2],
    wage: f64,
    vip: f64,
    payout: f64,
    freight: [f64; 2],
}

/// Chance that AI solves a contact it meets: simple, complex.
pub fn ai_solves(works: &Levers<f64>, a: &Assumptions<f64>) -> [f64; 2] {
    // what is closed without a person is not all solved: a share comes back
    let stays_solved = works.ai_accuracy * (1.0 - a.ai_bounce);
    [stays_solved, stays_solved * a.ai_complex_ratio]
}

/// Mean payout over today's when quality incidents pay one multiple and the others another.
fn generosity(levers: &Levers<f64>, quality: f64) -> f64 {
    quality * levers.safety_multiple + (1.0 - quality) * levers.goods_multiple
}

impl Levels {
    fn of(works: &Levers<f64>, paid: &Levers<f64>, firm: &Firm) -> Self {
        let a = &firm.a;
        let quality = firm.company.incident_mix.quality;
        let ticket = (works.ticket_automation - 0.4) / 0.6;
        // minutes by kind: people see what AI did not solve
        let solves = ai_solves(works, a);
        let seen = [
            a.simple_share * (1.0 - works.ai_share * solves[0]),
            (1.0 - a.simple_share) * (1.0 - works.ai_share * solves[1]),
        ];
        let mean = (seen[0] + a.complex_handling * seen[1]) / (seen[0] + seen[1]);
        let beyond = ((works.ai_share - a.ai_care_knee) / (1.0 - a.ai_care_knee)).max(0.0);
        let unsolved =
            works.ai_share * (a.simple_share * (1.0 - solves[0]) + (1.0 - a.simple_share) * (1.0 - solves[1]));
        let days = works.refund_days - quality * works.traceability * (works.refund_days - 1.0).max(0.0);
        let leniency = works.free_pickup - 0.5 * works.return_ladder;
        let freight = (1.0 - 0.38 * works.return_ladder)
            * (1.0 + 0.35 * works.free_pickup)
            * (1.0 - 0.40 * works.logistics_alliance)
            * (1.0 - 0.25 * works.return_prediction);
        Self {
            left: [
                1.0 - a.quality_loop_reduction * works.quality_loop,
                1.0 - a.alliance_damage_reduction * works.logistics_alliance,
                1.0 + a.leniency_returns * leniency,
            ],
            orders: 1.0 + a.leniency_orders * leniency,
            proactive: 1.0 - a.proactive_reduction * (works.proactive_share - 0.287) / 0.363,
            settled: a.fcr_gain_ticket * ticket
                + a.fcr_gain_copilot * works.copilot
                + a.fcr_gain_expert * works.expert_coverage,
            handling: mean / ((1.0 + a.ticket_efficiency * ticket) * (1.0 + a.copilot_efficiency * works.copilot)),
            points: [
                -0.25 * a.refund_day_points * days,
                0.15 * quality * a.expert_points * works.expert_coverage,
                0.15 * a.training_points * works.scenario_training,
                -0.15 * a.ai_care_penalty * beyond * beyond * (1.0 - a.copilot_care_relief * works.copilot),
                0.15 * a.companion_care * works.companion,
                0.15 * a.generosity_points * ln(generosity(works, quality)),
                0.15 * a.published_points * works.published_standard / 0.713,
                0.15 * a.traceability_points * works.traceability,
                a.insurance_causal * 22.7 * quality * works.insurance_uptake,
                a.ladder_points * works.return_ladder,
                a.pickup_points * works.free_pickup,
                -a.ai_failure_points * unsolved,
            ],
            for_some: [a.green_points * works.green_channel, a.station_points * works.township_stations],
            vip: 1.0 + a.vip_uplift * (1.0 - exp(-works.vip_spend / 1500.0)) / (1.0 - exp(-5000.0 / 1500.0)),
            wage: 1.0 + (a.night_premium - 1.0) * paid.night_staff_share,
            payout: pow(generosity(paid, quality), 1.0 + a.claim_elasticity)
                * (1.0 + a.published_claims * paid.published_standard)
                * (1.0 - a.points_saving * paid.points_option)
                * (1.0 - 0.28 * paid.insurance_uptake),
            freight: [
                freight,
                freight
                    * (1.0 - 0.40 * a.collection_participation * works.collection_points)
                    * (1.0 - 0.10 * works.township_stations),
            ],
        }
    }
}

impl Rules {
    /// Rules when `done` of the way to `goal` is done.
    pub fn new(firm: &Firm, goal: &Levers<f64>, done: f64) -> Self {
        let (a, b) = (&firm.a, &firm.today);
        let paid = Levers::from_fn(|id: LeverId| {
            let (from, to) = (*b.get(id), *goal.get(id));
            if id.ramps() { from + (to - from) * done } else { to }
        });
        let works = Levers::from_fn(|id: LeverId| {
            let (from, to) = (*b.get(id), *paid.get(id));
            if id.spec().programme && to > from { from + a.delivery * (to - from) } else { to }
        });
        let (now, today) = (Levels::of(&works, &paid, firm), Levels::of(b, b, firm));
        let mix = &firm.company.incident_mix;
        let left = [now.left[0] / today.left[0], now.left[1] / today.left[1], now.left[2] / today.left[2], 1.0];
        let settled = (firm.company.first_contact_resolution + now.settled - today.settled).clamp(0.05, 0.98);
        let fewer = mix.quality * (1.0 - left[0]);
        let resolved = 100.0 * a.fcr_points * (settled - firm.company.first_contact_resolution.clamp(0.05, 0.98));
        // what is lost in one place is not made good in another
        let gains_and_losses = |items: &[f64]| {
            let gains = items.iter().filter(|x| **x > 0.0).sum::<f64>();
            let losses = items.iter().filter(|x| **x < 0.0).sum::<f64>();
            (gains, -losses)
        };
        let mut noticed: Vec<f64> = now.points.iter().zip(&today.points).map(|(now, today)| now - today).collect();
        noticed.extend([0.25 * resolved, a.quality_incident_points * fewer]);
        let points = [
            gains_and_losses(&noticed),
            gains_and_losses(&[now.for_some[0] - today.for_some[0]]),
            gains_and_losses(&[now.for_some[1] - today.for_some[1]]),
        ];
        let ratio = now.payout / today.payout;
        // the same tariffs without averaging the two multiples first
        let blend = generosity(&paid, mix.quality);
        let kind = |multiple: f64| ratio * pow(multiple / blend, 1.0 + a.claim_elasticity);
        Self {
            left,
            settled,
            asks: now.proactive / today.proactive,
            self_solved: a.community_self_solve * works.community,
            handling: now.handling / today.handling,
            orders: now.orders / today.orders,
            wage: now.wage / today.wage,
            spending: (1.0 + paid.acquisition_budget) / (1.0 + b.acquisition_budget),
            owed: a.statutory_share * (paid.safety_multiple - b.safety_multiple),
            points,
            lift: (now.vip / today.vip, a.companion_repurchase * (works.companion - b.companion)),
            green: 1.0 + 0.10 * (works.green_channel - b.green_channel),
            payout: (ratio, [kind(paid.safety_multiple), kind(paid.goods_multiple)]),
            freight: core::array::from_fn(|i| now.freight[i] / today.freight[i]),
            severity: (
                1.0 - (1.0 - a.warning_severity) * works.early_warning,
                1.0 - a.traceability_event_cut * works.traceability,
            ),
            paid,
            works,
        }
    }

    /// Incidents left of today's, all types.
    pub fn incidents(&self, firm: &Firm) -> f64 {
        let m = &firm.company.incident_mix;
        m.quality * self.left[0] + m.logistics * self.left[1] + m.mismatch * self.left[2] + m.other * self.left[3]
    }

    /// Chance that one contact ends the matter, with at most four contacts on average.
    pub fn ends(&self) -> f64 {
        self.settled.max(0.25)
    }

    /// Points gained and points lost by a segment before the ceiling, with those of waiting.
    pub fn points_of(&self, firm: &Firm, g: usize, waiting: f64) -> (f64, f64) {
        let kind = &firm.kinds[g];
        let groups = [true, kind.profile == 2, kind.tier == 2];
        let of = |part: fn(&(f64, f64)) -> f64| {
            self.points.iter().zip(groups).filter(|(_, there)| *there).map(|(p, _)| part(p)).sum::<f64>()
        };
        (of(|p| p.0) + waiting.max(0.0), of(|p| p.1) + (-waiting).max(0.0))
    }
}

/// What a month `t` makes of points gained and lost: gains meet the ceiling and fade, losses stay.
pub fn felt((gains, losses): (f64, f64), t: usize, a: &Assumptions<f64>) -> f64 {
    exp(-a.competitor_catch_up * t as f64 / 12.0) * a.headroom * (1.0 - exp(-gains / a.headroom)) - losses
}

/// The population of a month that the bills depend on, in the whole firm's numbers.
#[derive(Clone, Copy, Debug, Default)]
pub struct BillableActivity {
    /// Customers, high-value, special-needs, lower-tier.
    pub people: [f64; 4],
    /// Orders.
    pub orders: f64,
    /// Contacts, and those met by AI first.
    pub contacts: [f64; 2],
    /// Incidents.
    pub incidents: f64,
    /// Revenue.
    pub revenue: f64,
    /// Returns at the tariffs of the month.
    pub returns: f64,
    /// Payouts at the tariffs of the month.
    pub payouts: f64,
    /// Multiples of the price owed beyond today's.
    pub owed: f64,
    /// Order value of all incidents.
    pub disputed: f64,
    /// Whether agents hired for the peak are there.
    pub peak: bool,
}

/// The population of the baseline's average month.
pub fn resting(firm: &Firm) -> BillableActivity {
    let mut x = BillableActivity::default();
    for g in 0..SEGMENTS {
        let k = &firm.kinds[g];
        x.people[0] += k.customers;
        x.people[1] += if k.profile == 1 { k.customers } else { 0.0 };
        x.people[2] += if k.profile == 2 { k.customers } else { 0.0 };
        x.people[3] += if k.tier == 2 { k.customers } else { 0.0 };
        let orders = k.customers * k.orders;
        x.orders += orders;
        x.incidents += orders * k.incidents;
        x.returns += orders * k.incidents * k.return_cost;
        x.payouts += orders * k.incidents * k.value * firm.a.compensation_rate;
    }
    x
}

/// Factors of the firm's own books on labour, technology, reverse logistics, compensation: stated over the model's year at rest.
pub fn books(firm: &Firm) -> [f64; 4] {
    let rules = Rules::new(firm, &firm.today, 1.0);
    let mut year = [0.0; 4];
    for month in 0..12 {
        let x = BillableActivity { peak: firm.peak[month], ..resting(firm) };
        let lines = bills(firm, &rules, &x);
        let season = [1.0, 1.0, firm.season[month], firm.season[month]];
        for (sum, (line, season)) in year.iter_mut().zip(lines.iter().zip(season)) {
            *sum += line * season;
        }
    }
    let stated = &firm.company.stated_costs;
    let stated = [stated.labour, stated.technology, stated.reverse_logistics, stated.compensation];
    core::array::from_fn(|i| stated[i].map_or(1.0, |own| own / year[i]))
}

/// Labour, technology, reverse logistics, compensation, programmes, in CNY.
pub fn bills(firm: &Firm, rules: &Rules, x: &BillableActivity) -> [f64; 5] {
    let (a, l, b) = (&firm.a, &rules.paid, &firm.today);
    let people = x.people[0];
    let agents = people / l.customers_per_agent;
    let hired = if x.peak { agents * l.peak_agents } else { 0.0 };
    let attrition = pow(l.agent_wage / b.agent_wage, -a.attrition_wage_elasticity);
    let months_in_training = 3.0 - 2.0 * rules.works.scenario_training;
    let hidden = a.turnover_share / (1.0 - a.turnover_share) * attrition * (0.5 + 0.5 * months_in_training / 3.0);
    let wages = (agents + a.peak_premium * hired) * l.agent_wage * rules.wage
        + people / 10_000.0 * l.expert_coverage * 12_000.0;
    let labour = wages * (1.0 + hidden) + agents * a.training_cost / 12.0 * l.scenario_training;
    let technology = firm.books[1] * people * a.tech_per_customer / 12.0
        + added(firm, l, people, x.orders).iter().sum::<f64>()
        + a.ai_contact_cost * (x.contacts[1] - x.contacts[0] * b.ai_share);
    let logistics =
        firm.books[2] * x.returns + a.alliance_fee * x.incidents * (l.logistics_alliance - b.logistics_alliance);
    let slower = (b.refund_days - l.refund_days).max(0.0);
    let compensation = firm.books[3] * x.payouts
        + x.owed
        + a.insurance_premium * x.orders * (l.insurance_uptake - b.insurance_uptake)
        + x.revenue * a.fast_refund_cost * slower / 2.8;
    let cared = care(firm, l, x).iter().map(|(before, added)| before + added).sum::<f64>();
    let programmes = x.people[1] * l.vip_spend / 12.0 + cared;
    [firm.books[0] * labour, technology.max(0.0), logistics, compensation.max(0.0), programmes]
}

/// Money added costs more than planned; money saved is what it was.
fn overrun(x: f64, a: &Assumptions<f64>) -> f64 {
    if x > 0.0 { a.cost_overrun * x } else { x }
}

/// The nine costs of technology added to today's.
fn added(firm: &Firm, l: &Levers<f64>, people: f64, orders: f64) -> [f64; 9] {
    let (a, b) = (&firm.a, &firm.today);
    let odds = |p: f64| p / (1.0 - p);
    let size = people / 12.0 * pow(firm.millions(), -a.scale_exponent);
    [
        size * a.ai_share_cost * (l.ai_share - b.ai_share),
        size * a.ai_accuracy_cost * (odds(l.ai_accuracy) - odds(b.ai_accuracy)),
        size * a.copilot_cost * (l.copilot - b.copilot),
        size * a.ticket_cost * (l.ticket_automation - b.ticket_automation),
        size * a.proactive_cost * (l.proactive_share - b.proactive_share),
        size * a.prediction_cost * (l.return_prediction - b.return_prediction),
        size * a.quality_loop_cost * (l.quality_loop - b.quality_loop),
        size * a.warning_cost * (l.early_warning - b.early_warning),
        a.traceability_cost * orders * (l.traceability - b.traceability),
    ]
    .map(|x| overrun(x, a))
}

/// The five programmes of care: today's, and what is added to each.
fn care(firm: &Firm, l: &Levers<f64>, x: &BillableActivity) -> [(f64, f64); 5] {
    let (a, b) = (&firm.a, &firm.today);
    [
        (a.green_cost * x.people[2], b.green_channel, l.green_channel),
        (a.collection_cost * x.people[3], b.collection_points, l.collection_points),
        (a.companion_cost * x.people[0], b.companion, l.companion),
        (a.community_cost * x.people[0], b.community, l.community),
        (a.station_cost * x.people[3], b.township_stations, l.township_stations),
    ]
    .map(|(cost, from, to)| (cost / 12.0 * from, overrun(cost / 12.0 * (to - from), a)))
}

/// Setup of a policy, CNY in all: what is closed pays for nothing that is built.
pub fn setup(firm: &Firm, goal: &Levers<f64>) -> f64 {
    let x = resting(firm);
    let technology = added(firm, goal, x.people[0], x.orders);
    let programmes = care(firm, goal, &x).map(|(_, added)| added);
    let monthly: f64 = technology.iter().chain(&programmes).filter(|cost| **cost > 0.0).sum();
    12.0 * firm.a.setup_years * monthly
}
