//! The model as one would first write it in Rust: one draw at a time, std's exp, ln and powf, libm's erfc, rand_distr's samplers.
//! A peer that the engine is measured against, checked against the golden files first. It takes the engine's table of the waiting
//! line, so that the comparison is of the month loop.
#![allow(clippy::disallowed_methods)] // platform maths is what is measured here

mod levers;

use aftercast_engine::model::Firm;
use aftercast_engine::model::firm::{BySegment, parts};
use aftercast_engine::model::queue::Abandonment;
use aftercast_scenario::company::SEGMENTS;
use aftercast_scenario::{AssumptionId, Assumptions, Distribution, LeverId, Levers};
use levers::{Level, care, force, level, technology};
use rand::SeedableRng as _;
use rand::rngs::SmallRng;
use rand_distr::{Beta, Distribution as _, Poisson, StandardNormal};

const COLUMNS: usize = 9;
/// Keys of the golden files in the order of [`Month`].
pub const SERIES: [&str; 23] = [
    "customers",
    "csi",
    "first_response",
    "day_response",
    "night_response",
    "fcr",
    "contacts",
    "human_contacts",
    "incidents",
    "repurchase",
    "revenue",
    "labour",
    "technology",
    "reverse_logistics",
    "compensation",
    "programmes",
    "serious_events",
    "setup",
    "service_cost",
    "cost",
    "acquisitions",
    "acquisition_cost",
    "profit",
];
/// A month's figures in the order of [`SERIES`].
pub type Month = [f64; 23];

fn phi(x: f64) -> f64 {
    0.5 * libm::erfc(-x * core::f64::consts::FRAC_1_SQRT_2)
}
fn sum(x: &BySegment<f64>) -> f64 {
    x.iter().sum()
}
fn zip(x: &BySegment<f64>, y: &BySegment<f64>, f: impl Fn(f64, f64) -> f64) -> BySegment<f64> {
    core::array::from_fn(|g| f(x[g], y[g]))
}
fn scaled(relative: &BySegment<f64>, weight: &BySegment<f64>, target: f64) -> BySegment<f64> {
    let factor = target * sum(weight) / sum(&zip(relative, weight, |r, w| r * w));
    relative.map(|r| r * factor)
}

/// A draw of all assumptions, each on its own: a copula is out of rand_distr's reach.
pub fn draw(distributions: &Assumptions<Distribution>, rng: &mut SmallRng) -> Assumptions<f64> {
    Assumptions::from_fn(|id: AssumptionId| {
        let mut normal = || -> f64 { StandardNormal.sample(rng) };
        match *distributions.get(id) {
            Distribution::Known { value } => value,
            Distribution::Normal { mean, sd } => mean + sd * normal(),
            Distribution::LogNormal { median, gsd } => median * gsd.powf(normal()),
            Distribution::Pert { low, mode, high } => {
                let a = 1.0 + 4.0 * (mode - low) / (high - low);
                match Beta::new(a, 6.0 - a) {
                    Ok(beta) => low + (high - low) * beta.sample(rng),
                    Err(_) => low,
                }
            }
        }
    })
}

/// The generator of a draw.
pub fn generator(seed: u64, draw: u64) -> SmallRng {
    SmallRng::seed_from_u64(seed ^ (draw << 20))
}

/// The stationary baseline of a draw.
pub struct Base {
    a: Assumptions<f64>,
    midpoint: f64,
    spread: f64,
    score: BySegment<f64>,
    logit: BySegment<f64>,
    slope: BySegment<f64>,
    customers: BySegment<f64>,
    entry: BySegment<f64>,
    orders: BySegment<f64>,
    value: BySegment<f64>,
    incidents: BySegment<f64>,
    sensitive: BySegment<f64>,
    return_cost: BySegment<f64>,
    reach: BySegment<f64>,
    level: Level,
    patience: f64,
    load: [f64; 2],
    waits: [(f64, f64); 12],
    positive: f64,
    negative: f64,
    events: f64,
    crises: f64,
    lost: f64,
    inflow: f64,
    special: f64,
    lower: f64,
}

/// logit-scaled shift of a score: unit slope, bounded.
fn shift(s: f64, x: f64) -> f64 {
    let u = s / 100.0;
    100.0 / (1.0 + (-((u / (1.0 - u)).ln() + x / (100.0 * u * (1.0 - u)))).exp())
}

/// The baseline of a draw; `None` where it does not settle.
pub fn baseline(firm: &Firm, a: &Assumptions<f64>, queue: &mut impl Abandonment) -> Option<Base> {
    let company = &firm.company;
    let spread = (a.repurchase_scale.powi(2) + a.sat_sd.powi(2)).sqrt();
    let (mut c, mut d) = (a.repurchase_midpoint, 0.0);
    let mut raw = [0.0; SEGMENTS];
    let mut score = [0.0; SEGMENTS];
    let mut settled = false;
    for _ in 0..500 {
        score = firm.offset.map(|x| shift(company.csi, x + d));
        let annual = score.map(|s| phi((s - c) / spread));
        for g in 0..SEGMENTS {
            let k = parts(g).0;
            let before =
                if k == 0 { 0.0 } else { raw[g - COLUMNS] * annual[g - COLUMNS].powf(1.0 / 12.0) * firm.exit[k - 1] };
            raw[g] = (firm.acquisition[g] + before) / (1.0 - annual[g].powf(1.0 / 12.0) * (1.0 - firm.exit[k]));
        }
        let total = sum(&raw);
        let step = company.csi - sum(&zip(&raw, &score, |n, s| n * s)) / total;
        let moved = company.repurchase.map_or(0.0, |stated| {
            let modelled = sum(&zip(&raw, &annual, |n, r| n * r)) / total;
            spread * (probit(modelled) - probit(stated))
        });
        if step.abs().max(moved.abs()) <= 1e-12 {
            settled = true;
            break;
        }
        d += step;
        c += moved;
    }
    if !settled {
        return None;
    }
    let factor = company.customers / sum(&raw);
    let customers = raw.map(|n| n * factor);
    let entry = firm.acquisition.map(|q| q * factor);
    let orders = scaled(&firm.relative.orders, &customers, company.orders_per_customer_year / 12.0);
    let ordered = zip(&customers, &orders, |n, o| n * o);
    let value = scaled(&firm.relative.value, &ordered, company.average_order_value);
    let incidents = scaled(&firm.relative.incidents, &ordered, company.incident_rate);
    let returned = zip(&ordered, &incidents, |o, i| o * i);
    let met = |o: f64, i: f64| a.causal_share * (1.0 - (-12.0 * o * i - a.enquiry_weight * a.inquiries_per_year).exp());

    let today = &firm.today;
    let f = force(firm, today, today, a, None);
    let contacts =
        (sum(&returned) * f.incidents * f.per_incident + company.customers * a.inquiries_per_year / 12.0) * f.unsolved;
    let human = contacts * f.human;
    let l = a.night_load_share;
    let targets = [
        (company.first_response_minutes - l * company.night_response_minutes) / (1.0 - l),
        company.night_response_minutes,
    ];
    let patience = a.patience_minutes.max(1.25 * targets[0].max(targets[1]));
    let ratio = patience / a.handling_minutes;
    let servers = [f.day * company.customers, f.night * company.customers];
    let ln_rho: [f64; 2] = core::array::from_fn(|i| {
        let mut mean = |x: f64| -> f64 {
            firm.levels.iter().map(|s| s.contact_share * queue.p_abandon(servers[i], x + s.demand.ln(), ratio)).sum()
        };
        root(|x| mean(x) - targets[i] / patience)
    });
    let waits = core::array::from_fn(|month| {
        let [day, night]: [f64; 2] = core::array::from_fn(|i| {
            patience * queue.p_abandon(servers[i], ln_rho[i] + firm.season[month].ln(), ratio)
        });
        ((1.0 - l) * day + l * night, (1.0 - l) * day + l * a.night_weight * night)
    });
    let share = |s: f64| phi((s - 80.0) / a.sat_sd);
    let high = sum(&zip(&customers, &score, |n, s| n * share(s))) / company.customers;
    let low = sum(&zip(&customers, &score, |n, s| n * phi((60.0 - s) / a.sat_sd))) / company.customers;
    let (events, crises) = (a.serious_events_per_year / 12.0 * firm.kappa.sqrt(), a.crises_per_year / 12.0);
    let part = |of: fn(usize) -> bool| (0..SEGMENTS).filter(|&g| of(g)).map(|g| customers[g]).sum::<f64>();
    Some(Base {
        a: *a,
        midpoint: c,
        spread,
        sensitive: scaled(&firm.relative.responsiveness, &customers, 1.0),
        return_cost: scaled(&firm.relative.return_cost, &returned, a.return_unit_cost),
        reach: zip(&orders, &incidents, met),
        level: level(firm, today, today, a),
        logit: score.map(|s| (s / (100.0 - s)).ln()),
        slope: score.map(|s| 100.0 / (s * (100.0 - s))),
        patience,
        load: core::array::from_fn(|i| ln_rho[i].exp() * servers[i] / human),
        waits,
        positive: recommend(a, high, low) * f.community,
        negative: a.negative_reach * a.complain_low * low,
        events,
        crises,
        lost: f.severity
            * (events * a.serious_lost_prospects * firm.kappa.sqrt() + crises * a.crisis_lost_prospects * firm.kappa),
        inflow: f.severity * crises * a.crisis_score_shock,
        special: part(|g| parts(g).2 == 2),
        lower: part(|g| parts(g).1 == 2),
        score,
        customers,
        entry,
        orders,
        value,
        incidents,
    })
}

fn recommend(a: &Assumptions<f64>, high: f64, low: f64) -> f64 {
    a.recommend_high * high + a.recommend_mid * (1.0 - high - low) + a.recommend_high / a.recommend_ratio * low
}

/// Inverse of phi, by Newton's method.
fn probit(p: f64) -> f64 {
    let mut x = 0.0;
    for _ in 0..60 {
        let step = (phi(x) - p) / ((-0.5 * x * x).exp() / core::f64::consts::TAU.sqrt());
        x -= step.clamp(-1.0, 1.0);
        if step.abs() < 1e-14 {
            break;
        }
    }
    x
}

/// Root of an increasing function of ln utilisation by the Illinois method; the nearer end where there is none.
fn root(mut f: impl FnMut(f64) -> f64) -> f64 {
    let (mut a, mut b) = (1e-6_f64.ln(), 20.0_f64.ln());
    let (mut fa, mut fb) = (f(a), f(b));
    if fa >= 0.0 {
        return a;
    }
    if fb <= 0.0 {
        return b;
    }
    // halved first: far from the root the curve is too bent for secants
    while b - a > 0.3 {
        let m = 0.5 * (a + b);
        let fm = f(m);
        if fm < 0.0 { (a, fa) = (m, fm) } else { (b, fb) = (m, fm) }
    }
    let mut last = 0;
    for _ in 0..200 {
        let x = (a * fb - b * fa) / (fb - fa);
        let fx = f(x);
        if fx == 0.0 || b - a < 1e-15 || fx.abs() < 1e-17 {
            return x;
        }
        if fx < 0.0 {
            (a, fa) = (x, fx);
            if last < 0 {
                fb *= 0.5;
            }
            last = -1;
        } else {
            (b, fb) = (x, fx);
            if last > 0 {
                fa *= 0.5;
            }
            last = 1;
        }
    }
    0.5 * (a + b)
}

/// Runs a policy (`None`: the baseline), events drawn from `rng` or at expected value; returns lifetime value and months.
pub fn simulate(
    firm: &Firm,
    base: &Base,
    policy: Option<&Levers<f64>>,
    queue: &mut impl Abandonment,
    mut rng: Option<SmallRng>,
    mut record: impl FnMut(usize, &Month),
) -> (f64, f64) {
    let (a, company, today) = (&base.a, &firm.company, &firm.today);
    let l = a.night_load_share;
    let horizon = firm.horizon;
    let goal = policy.unwrap_or(today);
    let ramp = goal.ramp_months;
    let ordered0 = sum(&zip(&base.customers, &base.orders, |n, o| n * o));
    let returned0: f64 = (0..SEGMENTS).map(|g| base.customers[g] * base.orders[g] * base.incidents[g]).sum();
    let setup = policy.map_or(0.0, |goal| {
        let (tech, trace) = technology(firm, goal, a);
        let whole = |p| care(firm, p, a, base.special, company.customers, base.lower);
        let added = company.customers * tech + ordered0 * trace + whole(goal) - whole(today);
        a.setup_years * 12.0 * added.max(0.0)
    });
    let entries = sum(&base.entry);
    let (mut customers, mut score) = (base.customers, base.score);
    let (mut positive, mut negative, mut shock, mut carried) = (base.positive, base.negative, 0.0, 0.0);
    let closing = horizon.min(12);
    let (mut closing_stay, mut closing_value, mut service) = ([0.0; SEGMENTS], [0.0; SEGMENTS], 0.0);
    let basket = (1.0 + a.basket_uplift).ln() / 39.0;
    let mut f = force(firm, today, today, a, Some(&base.level));
    let mut ramping = policy.is_some();
    for t in 0..horizon {
        if ramping {
            let done = if ramp > 0.0 { ((t + 1) as f64 / ramp).min(1.0) } else { 1.0 };
            let paid = Levers::from_fn(|id: LeverId| {
                let (b, to) = (*today.get(id), *goal.get(id));
                if id.ramps() { b + (to - b) * done } else { to }
            });
            let works = Levers::from_fn(|id: LeverId| {
                let (b, level) = (*today.get(id), *paid.get(id));
                if id.spec().programme && level > b { b + a.delivery * (level - b) } else { level }
            });
            f = force(firm, &works, &paid, a, Some(&base.level));
            ramping = done < 1.0;
        }
        let calendar = firm.calendar(t);
        let season = firm.season[calendar];
        let spent = policy.map_or(0.0, |goal| {
            let by = |t: usize| (t as f64 / ramp.max(1.0)).min(1.0);
            let until = if t + 1 == horizon { 1.0 } else { by(t + 1) };
            setup * (until - by(t)) + if t == 0 { goal.upfront_budget } else { 0.0 }
        });

        let total = sum(&customers);
        let ordered = season * sum(&zip(&customers, &base.orders, |n, o| n * o));
        let remaining = f.incidents * season;
        let (mut failed, mut returns, mut special, mut valued, mut lower) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for g in 0..SEGMENTS {
            let (_, tier, profile) = parts(g);
            let incidents = customers[g] * base.orders[g] * base.incidents[g] * remaining;
            failed += incidents;
            returns += incidents * base.return_cost[g] * if tier == 2 { f.freight_lower } else { f.freight };
            special += if profile == 2 { customers[g] } else { 0.0 };
            valued += if profile == 1 { customers[g] } else { 0.0 };
            lower += if tier == 2 { customers[g] } else { 0.0 };
        }
        let contacts = (failed * f.per_incident + total * a.inquiries_per_year / 12.0 * season) * f.unsolved;
        let human = contacts * f.human;
        let ratio = base.patience / (a.handling_minutes * f.handling);
        let mut wait = |load: f64, servers: f64| {
            let n = servers * total;
            base.patience * queue.p_abandon(n, (load * f.handling * human / n).ln(), ratio)
        };
        let (day, night) = (wait(base.load[0], f.day), wait(base.load[1], f.night));
        let felt = (1.0 - l) * day + l * a.night_weight * night;
        let (season_mean, season_felt) = base.waits[calendar];
        let longer = felt - season_felt;

        let ceiling = a.headroom * (-a.competitor_catch_up * t as f64 / 12.0).exp();
        let (mut sales, mut disputed, mut high, mut low) = (0.0, 0.0, 0.0, 0.0);
        let (mut csi, mut repurchase) = (0.0, 0.0);
        let mut stay = [0.0; SEGMENTS];
        for g in 0..SEGMENTS {
            let (_, tier, profile) = parts(g);
            let mut change = f.points - a.points_per_minute * base.sensitive[g] * longer;
            change += if profile == 2 { f.green } else { 0.0 };
            change += if tier == 2 { f.station } else { 0.0 };
            if change > 0.0 {
                change = ceiling * (1.0 - (-change / a.headroom).exp());
            }
            let shifted = 100.0 / (1.0 + (-(base.logit[g] + base.slope[g] * (change - shock))).exp());
            let target = (shifted
                - a.points_per_minute * base.sensitive[g] * (season_mean - company.first_response_minutes))
                .clamp(0.0, 100.0);
            score[g] += season * (target - score[g]) / a.satisfaction_tau;
            let e = base.score[g] + base.reach[g] * (score[g] - base.score[g]);
            let lift = if profile == 1 { f.vip } else { 1.0 };
            let annual = (phi((e - base.midpoint) / base.spread) * lift + f.companion).clamp(0.0, 0.98);
            let monthly = annual.powf(1.0 / 12.0);
            let mut value = base.value[g] * (basket * (e - base.score[g])).exp();
            if profile == 2 {
                value *= f.basket_green;
            }
            let n = customers[g];
            stay[g] = n * monthly;
            csi += n * score[g];
            repurchase += n * annual;
            high += n * phi((e - 80.0) / a.sat_sd);
            low += n * phi((60.0 - e) / a.sat_sd);
            sales += n * base.orders[g] * season * value;
            disputed += n * base.orders[g] * base.incidents[g] * remaining * value;
            if t + closing >= horizon {
                closing_stay[g] += monthly / closing as f64;
                closing_value[g] += value / closing as f64;
            }
        }
        let (high, low) = (high / total, low / total);
        positive += (recommend(a, high, low) * f.community - positive) / a.positive_memory;
        negative += (a.negative_reach * a.complain_low * low - negative) / a.negative_memory;

        let rate = failed / f.incidents * f.quality / (returned0 * company.incident_mix.quality) * f.events;
        let mut count = |rate: f64| match &mut rng {
            Some(rng) => Poisson::new(rate).map_or(0.0, |law| law.sample(rng)),
            None => rate,
        };
        let (happened, crises) = (count(base.events * rate), count(base.crises * rate));
        shock = shock * (1.0 - 1.0 / a.negative_memory) + f.severity * crises * a.crisis_score_shock - base.inflow;
        let lost = f.severity
            * (happened * a.serious_lost_prospects * firm.kappa.sqrt() + crises * a.crisis_lost_prospects * firm.kappa);
        let loss = carried + lost - base.lost;
        carried = (loss - entries).max(0.0);
        let net = positive - base.positive - (negative - base.negative);
        let drawn = (a.acquisition_elasticity * net).exp() * (1.0 - loss / entries).max(0.0);

        let labour = total * f.labour;
        let ai = a.ai_contact_cost * contacts * (f.ai - today.ai_share);
        let tech = (total * f.tech + f.trace * ordered + ai).max(0.0);
        let logistics = returns + f.alliance * failed;
        let compensation = (disputed * f.payout + f.premium * ordered + sales * f.refund).max(0.0);
        let programmes = valued * f.paid.vip_spend / 12.0 + care(firm, &f.paid, a, special, total, lower);
        let serious = a.serious_direct_cost * firm.kappa.sqrt() * (happened + crises) * f.severity;
        let service_cost = labour + tech + logistics + compensation + programmes;
        let cost = service_cost + serious + spent;
        let acquisitions = entries * drawn;
        let bill = acquisitions * company.acquisition_cost;
        if t + closing >= horizon {
            service += service_cost / total / closing as f64;
        }
        record(
            t,
            &[
                total,
                csi / total,
                (1.0 - l) * day + l * night,
                day,
                night,
                f.fcr,
                contacts,
                human,
                failed,
                repurchase / total,
                sales,
                labour,
                tech,
                logistics,
                compensation,
                programmes,
                serious,
                spent,
                service_cost,
                cost,
                acquisitions,
                bill,
                company.contribution_margin * sales - cost - bill,
            ],
        );
        for g in 0..SEGMENTS {
            let k = parts(g).0;
            let grown = if k == 0 { 0.0 } else { stay[g - COLUMNS] * firm.exit[k - 1] };
            customers[g] = stay[g] * (1.0 - firm.exit[k]) + grown + base.entry[g] * drawn;
        }
    }
    let mut worth = [0.0; SEGMENTS];
    let (mut value, mut months) = (0.0, 0.0);
    for g in (0..SEGMENTS).rev() {
        let q = firm.exit[parts(g).0];
        let kept = firm.discount * closing_stay[g];
        let next = worth.get(g + COLUMNS).copied().unwrap_or(0.0);
        let earned = base.orders[g] * closing_value[g] * company.contribution_margin - service;
        worth[g] = (earned + kept * q * next) / (1.0 - kept * (1.0 - q));
        value += base.entry[g] / entries * worth[g];
        months += base.entry[g] / entries / (1.0 - closing_stay[g]);
    }
    (value, months)
}
