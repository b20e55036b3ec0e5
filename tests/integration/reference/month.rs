//! Sections 3 to 8: one month after another, in the order of the text.

use super::maths::{p_abandon, phi, poisson_quantile, shift};
use super::{Reference, Segments, Series, of, sum};
use aftercast_scenario::Levers;

/// Uniforms of a month for events and crises; `None` takes expected values.
pub type Uniforms<'a> = &'a dyn Fn(usize) -> Option<(f64, f64)>;

fn over(x: f64, overrun: f64) -> f64 {
    overrun * x.max(0.0) + x.min(0.0)
}

impl Reference<'_> {
    fn generosity(&self, x: &Levers<f64>) -> f64 {
        let quality = self.c.incident_mix.quality;
        quality * x.safety_multiple + (1.0 - quality) * x.goods_multiple
    }

    /// The points of section 3 that come as a difference, for a segment.
    fn points(&self, x: &Levers<f64>, g: usize) -> f64 {
        let a = self.a;
        let quality = self.c.incident_mix.quality;
        let saved = quality * x.traceability * (x.refund_days - 1.0).max(0.0);
        let resolution = 100.0 * a.fcr_points * self.fcr(x) - a.refund_day_points * (x.refund_days - saved);
        let expertise = quality * a.expert_points * x.expert_coverage + a.training_points * x.scenario_training;
        let knee = (x.ai_share - a.ai_care_knee).max(0.0) / (1.0 - a.ai_care_knee);
        let care = -a.ai_care_penalty * knee * knee * (1.0 - a.copilot_care_relief * x.copilot)
            + a.companion_care * x.companion;
        let fairness = a.generosity_points * self.generosity(x).ln()
            + a.published_points * (x.published_standard - 0.287) / 0.713
            + a.traceability_points * x.traceability;
        let solved = x.ai_accuracy * (a.simple_share + (1.0 - a.simple_share) * a.ai_complex_ratio);
        let mut direct = a.insurance_causal * 22.7 * quality * x.insurance_uptake
            + a.ladder_points * x.return_ladder
            + a.pickup_points * x.free_pickup
            - a.ai_failure_points * x.ai_share * (1.0 - solved);
        let (_, tier, profile) = of(g);
        if profile == 2 {
            direct += a.green_points * x.green_channel;
        }
        if tier == 2 {
            direct += a.station_points * x.township_stations;
        }
        0.25 * resolution + 0.15 * expertise + 0.15 * care + 0.15 * fairness + direct
    }

    /// Positive and negative talk at behaviour scores `e` with customers `n`.
    fn talk(&self, e: &Segments, n: &Segments, community: f64) -> (f64, f64) {
        let a = self.a;
        let total = sum(|g| n[g]);
        let (mut positive, mut warned) = (0.0, 0.0);
        for g in 0..36 {
            let w = n[g] / total;
            let high = phi((e[g] - 80.0) / a.sat_sd);
            let low = phi((60.0 - e[g]) / a.sat_sd);
            let mid = 1.0 - high - low;
            positive +=
                w * (a.recommend_high * high + a.recommend_mid * mid + a.recommend_high / a.recommend_ratio * low);
            warned += w * low;
        }
        (positive * (1.0 + a.community_recommend * community), a.negative_reach * a.complain_low * warned)
    }

    /// The added costs A(L) a month for so many customers and orders.
    fn added(&self, x: &Levers<f64>, customers: f64, orders: f64) -> f64 {
        let (a, b) = (self.a, self.b);
        let scale = customers / 12.0 * self.kappa.powf(-a.scale_exponent);
        let odds = |accuracy: f64| accuracy / (1.0 - accuracy);
        [
            scale * a.ai_share_cost * (x.ai_share - b.ai_share),
            scale * a.ai_accuracy_cost * (odds(x.ai_accuracy) - odds(b.ai_accuracy)),
            scale * a.copilot_cost * (x.copilot - b.copilot),
            scale * a.ticket_cost * (x.ticket_automation - b.ticket_automation),
            scale * a.proactive_cost * (x.proactive_share - b.proactive_share),
            scale * a.prediction_cost * (x.return_prediction - b.return_prediction),
            scale * a.quality_loop_cost * (x.quality_loop - b.quality_loop),
            scale * a.warning_cost * (x.early_warning - b.early_warning),
            a.traceability_cost * orders * (x.traceability - b.traceability),
        ]
        .iter()
        .map(|x| over(*x, a.cost_overrun))
        .sum()
    }

    /// The four programme terms G a month, for customers by segment.
    fn programme_terms(&self, x: &Levers<f64>, n: &Segments) -> [f64; 4] {
        let a = self.a;
        let all = sum(|g| n[g]);
        let special = sum(|g| if of(g).2 == 2 { n[g] } else { 0.0 });
        let lower = sum(|g| if of(g).1 == 2 { n[g] } else { 0.0 });
        [
            a.green_cost * special * x.green_channel / 12.0,
            a.companion_cost * all * x.companion / 12.0,
            a.community_cost * all * x.community / 12.0,
            a.station_cost * lower * x.township_stations / 12.0,
        ]
    }

    fn added_programmes(&self, x: &Levers<f64>, n: &Segments) -> f64 {
        let (now, today) = (self.programme_terms(x, n), self.programme_terms(self.b, n));
        now.iter().zip(today).map(|(x, b)| over(x - b, self.a.cost_overrun)).sum()
    }

    /// Levers in force in month t, and what works of them.
    fn in_force(&self, goal: &Levers<f64>, t: usize) -> (Levers<f64>, Levers<f64>) {
        let done = if goal.ramp_months == 0.0 { 1.0 } else { ((t + 1) as f64 / goal.ramp_months).min(1.0) };
        let table: toml::Table = include_str!("../../../data/levers.toml").parse().unwrap();
        let (mut paid, mut works) = (*self.b, *self.b);
        for id in aftercast_scenario::LeverId::ALL {
            let (from, to) = (*self.b.get(id), *goal.get(id));
            let row = table[id.name()].as_table().unwrap();
            let level = if row["group"].as_str() == Some("plan") { to } else { from + (to - from) * done };
            let programme = row.get("programme").is_some_and(|p| p.as_bool().unwrap());
            let change = level - from;
            *paid.get_mut(id) = level;
            *works.get_mut(id) =
                if programme { from + self.a.delivery * change.max(0.0) + change.min(0.0) } else { level };
        }
        (paid, works)
    }

    /// Runs a policy, or the baseline for `None`.
    pub fn run(&self, policy: Option<&Levers<f64>>, uniforms: Uniforms) -> Series {
        let (c, b, a) = (self.c, self.b, self.a);
        let horizon = c.horizon_months as usize;
        let goal = policy.unwrap_or(b);
        let quality = c.incident_mix.quality;
        let l = a.night_load_share;
        let root = self.kappa.sqrt();
        let total_acquired = sum(|g| self.acquired[g]);
        let spread = (a.repurchase_scale.powi(2) + a.sat_sd.powi(2)).sqrt();
        let severity = |x: &Levers<f64>| 1.0 - (1.0 - a.warning_severity) * x.early_warning;
        let (events0, crises0) = (a.serious_events_per_year / 12.0 * root, a.crises_per_year / 12.0);
        let lost = |v: f64, events: f64, crises: f64| {
            v * (events * a.serious_lost_prospects * root + crises * a.crisis_lost_prospects * self.kappa)
        };
        let lost0 = lost(severity(b), events0, crises0);
        let inflow0 = severity(b) * crises0 * a.crisis_score_shock;

        let mut n = self.n0;
        let mut s = self.s0;
        let (mut shock, mut carried) = (0.0, 0.0);
        let memory0 = self.talk(&self.s0, &self.n0, b.community);
        let mut memory = memory0;
        let mut months = Vec::new();
        let (mut stays, mut values, mut service_per_customer) = (Vec::new(), Vec::new(), Vec::new());
        let setup_total = match policy {
            None => 0.0,
            Some(goal) => {
                let orders0 = sum(|g| self.n0[g] * self.o[g]);
                let u = self.added(goal, c.customers, orders0) + self.added_programmes(goal, &self.n0);
                a.setup_years * 12.0 * u.max(0.0)
            }
        };
        let spread_over = goal.ramp_months.max(1.0);

        for t in 0..horizon {
            let (paid, works) = if policy.is_some() { self.in_force(goal, t) } else { (*b, *b) };
            let j = (c.start_month as usize - 1 + t) % 12;
            let season = self.sigma[j];
            let customers = sum(|g| n[g]);
            let orders = sum(|g| n[g] * self.o[g] * season);
            let left = self.x_all(&works);
            let incidents_of = |g: usize| n[g] * self.o[g] * season * self.i[g] * left;
            let incidents = sum(incidents_of);

            let contacts = self.contacts(&works, incidents, customers, season);
            let human = contacts * self.human_share(&works);
            let eta = self.eta(&works);
            let (day_servers, night_servers) = self.servers(&works, customers);
            let (day0, night0) = self.servers(b, c.customers);
            let ratio = self.patience / (a.handling_minutes * eta);
            let wait = |rho: f64, n0: f64, n: f64| {
                p_abandon(n, rho * n0 * eta * human / self.human0 / n, ratio) * self.patience
            };
            let day = wait(self.rho_day, day0, day_servers);
            let night = wait(self.rho_night, night0, night_servers);
            let first = (1.0 - l) * day + l * night;
            let felt = (1.0 - l) * day + l * a.night_weight * night;

            let mut r = [0.0; 36];
            let mut annual = [0.0; 36];
            let mut value = [0.0; 36];
            let mut e = [0.0; 36];
            for g in 0..36 {
                let (_, _, profile) = of(g);
                let mut change = -a.points_per_minute * self.h[g] * (felt - self.wait0[j].1)
                    + a.quality_incident_points * (quality - self.x_quality(&works))
                    + self.points(&works, g)
                    - self.points(b, g);
                if change > 0.0 {
                    change = (-a.competitor_catch_up * t as f64 / 12.0).exp()
                        * a.headroom
                        * (1.0 - (-change / a.headroom).exp());
                }
                let target = shift(self.s0[g], change - shock)
                    - a.points_per_minute * self.h[g] * (self.wait0[j].0 - c.first_response_minutes);
                s[g] += season * (target.clamp(0.0, 100.0) - s[g]) / a.satisfaction_tau;
                e[g] = self.s0[g] + a.causal_share * self.reach[g] * (s[g] - self.s0[g]);
                annual[g] = phi((e[g] - self.midpoint) / spread);
                if profile == 1 {
                    let vip = |x: &Levers<f64>| 1.0 + a.vip_uplift * (x.vip_spend / 5000.0).sqrt();
                    annual[g] *= vip(&works) / vip(b);
                }
                annual[g] += a.companion_repurchase * (works.companion - b.companion);
                annual[g] = annual[g].clamp(0.0, 0.98);
                r[g] = annual[g].powf(1.0 / 12.0);
                value[g] = self.v[g] * ((1.0 + a.basket_uplift).ln() / 39.0 * (e[g] - self.s0[g])).exp();
                if profile == 2 {
                    value[g] *= 1.0 + 0.10 * (works.green_channel - b.green_channel);
                }
            }
            let revenue = sum(|g| n[g] * self.o[g] * season * value[g]);

            let talk = self.talk(&e, &n, works.community);
            memory.0 += (talk.0 - memory.0) / a.positive_memory;
            memory.1 += (talk.1 - memory.1) / a.negative_memory;

            let prevention = |x: &Levers<f64>| 1.0 - a.traceability_event_cut * x.traceability;
            let intensity = sum(|g| n[g] * self.o[g] * season * self.i[g] * self.x_quality(&works))
                / sum(|g| self.n0[g] * self.o[g] * self.i[g] * quality)
                * prevention(&works)
                / prevention(b);
            let (mut events, mut crises) = (events0 * intensity, crises0 * intensity);
            if let Some((u, v)) = uniforms(t) {
                (events, crises) = (poisson_quantile(events, u), poisson_quantile(crises, v));
            }
            let v = severity(&works);
            shock = shock * (1.0 - 1.0 / a.negative_memory) + v * crises * a.crisis_score_shock - inflow0;
            let serious = a.serious_direct_cost * root * (events + crises) * v;
            let loss = carried + lost(v, events, crises) - lost0;
            carried = (loss - total_acquired).max(0.0);
            let drawn = (a.acquisition_elasticity * ((memory.0 - memory0.0) - (memory.1 - memory0.1))).exp()
                * (1.0 - loss / total_acquired).max(0.0);
            let acquisitions = total_acquired * drawn;

            // section 6
            let agents = customers / paid.customers_per_agent;
            let training = 3.0 - 2.0 * works.scenario_training;
            let hidden = a.turnover_share / (1.0 - a.turnover_share)
                * (self.attrition(&works) / a.attrition)
                * (0.5 + 0.5 * training / 3.0);
            let labour = (agents * paid.agent_wage + customers * 1e-4 * paid.expert_coverage * 12_000.0)
                * (1.0 + hidden)
                + agents * a.training_cost / 12.0 * paid.scenario_training;
            let technology = (customers / 12.0 * a.tech_per_customer
                + self.added(&paid, customers, orders)
                + a.ai_contact_cost * (contacts * works.ai_share - contacts * b.ai_share))
                .max(0.0);
            let bracket = |x: &Levers<f64>, g: usize| {
                let all = (1.0 - 0.38 * x.return_ladder)
                    * (1.0 + 0.35 * x.free_pickup)
                    * (1.0 - 0.40 * x.logistics_alliance)
                    * (1.0 - 0.25 * x.return_prediction);
                if of(g).1 == 2 {
                    all * (1.0 - 0.40 * a.collection_participation * x.collection_points)
                        * (1.0 - 0.10 * x.township_stations)
                } else {
                    all
                }
            };
            let reverse_logistics = sum(|g| incidents_of(g) * self.e[g] * bracket(&works, g) / bracket(b, g))
                + a.alliance_fee * incidents * (paid.logistics_alliance - b.logistics_alliance);
            let pay = |x: &Levers<f64>| {
                self.generosity(x).powf(1.0 + a.claim_elasticity)
                    * (1.0 + a.published_claims * x.published_standard)
                    * (1.0 - a.points_saving * x.points_option)
                    * (1.0 - 0.28 * x.insurance_uptake)
            };
            let compensation = (sum(|g| incidents_of(g) * value[g]) * a.compensation_rate * pay(&paid) / pay(b)
                + a.insurance_premium * orders * (paid.insurance_uptake - b.insurance_uptake)
                + revenue * a.fast_refund_cost * (b.refund_days - paid.refund_days).max(0.0) / 2.8)
                .max(0.0);
            let high_value = sum(|g| if of(g).2 == 1 { n[g] } else { 0.0 });
            let programmes = high_value * paid.vip_spend / 12.0
                + self.programme_terms(b, &n).iter().sum::<f64>()
                + self.added_programmes(&paid, &n);
            // the last month takes what lies beyond the horizon
            let most = if t + 1 == horizon { f64::INFINITY } else { 1.0 };
            let mut setup = setup_total * (spread_over - t as f64).clamp(0.0, most) / spread_over;
            if t == 0 && policy.is_some() {
                setup += goal.upfront_budget;
            }
            let service = labour + technology + reverse_logistics + compensation + programmes;
            let cost = service + serious + setup;
            let acquisition_cost = c.acquisition_cost * acquisitions;
            let profit = c.contribution_margin * revenue - cost - acquisition_cost;
            let weighted = |x: &Segments| sum(|g| n[g] * x[g]) / customers;

            months.push(vec![
                ("customers", customers),
                ("csi", weighted(&s)),
                ("first_response", first),
                ("day_response", day),
                ("night_response", night),
                ("fcr", self.fcr(&works)),
                ("repurchase", weighted(&annual)),
                ("contacts", contacts),
                ("human_contacts", human),
                ("incidents", incidents),
                ("acquisitions", acquisitions),
                ("labour", labour),
                ("technology", technology),
                ("reverse_logistics", reverse_logistics),
                ("compensation", compensation),
                ("programmes", programmes),
                ("serious_events", serious),
                ("setup", setup),
                ("service_cost", service),
                ("acquisition_cost", acquisition_cost),
                ("cost", cost),
                ("revenue", revenue),
                ("profit", profit),
            ]);
            stays.push(r);
            values.push(value);
            service_per_customer.push(service / customers);

            let mut next = [0.0; 36];
            for g in 0..36 {
                let (k, _, _) = of(g);
                next[g] = n[g] * r[g] * (1.0 - self.q[k]) + self.acquired[g] * drawn;
                if k > 0 {
                    next[g] += n[g - 9] * r[g - 9] * self.q[k - 1];
                }
            }
            n = next;
        }
        let (ltv, lifetime) = self.lifetime(&stays, &values, &service_per_customer);
        Series { months, ltv, lifetime }
    }

    /// Section 8: lifetime value and mean lifetime of a new customer.
    fn lifetime(&self, stays: &[Segments], values: &[Segments], service: &[f64]) -> (f64, f64) {
        let delta = (1.0 + self.c.discount_rate).powf(-1.0 / 12.0);
        let last = stays.len().min(12);
        let from = stays.len() - last;
        let mean = |x: &[Segments], g: usize| x[from..].iter().map(|m| m[g]).sum::<f64>() / last as f64;
        let s = service[from..].iter().sum::<f64>() / last as f64;
        let mut worth = [0.0; 36];
        let (mut ltv, mut lifetime) = (0.0, 0.0);
        let total = sum(|g| self.acquired[g]);
        for g in (0..36).rev() {
            let (k, _, _) = of(g);
            let (r, v) = (mean(stays, g), mean(values, g));
            let next = if k == 3 { 0.0 } else { worth[g + 9] };
            worth[g] = (self.o[g] * v * self.c.contribution_margin - s + delta * r * self.q[k] * next)
                / (1.0 - delta * r * (1.0 - self.q[k]));
            ltv += self.acquired[g] / total * worth[g];
            lifetime += self.acquired[g] / total / (1.0 - r);
        }
        (ltv, lifetime)
    }
}
