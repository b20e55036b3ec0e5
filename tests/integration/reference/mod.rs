//! A second writing of the model, from its text alone: plain numbers, no shared code, one long month.
//!
//! It shares the types of inputs with the engine and nothing else, and has no care for speed. Where the two
//! differ one of them has misread the text.

mod agreement;
pub mod futures;
pub mod maths;
mod month;

use aftercast_scenario::{Assumptions, Company, Levers};
use maths::{halve, p_abandon, phi, phi_inverse, shift};

pub type Segments = [f64; 36];

/// Stage, tier, profile of a segment, profile varying fastest.
pub fn of(g: usize) -> (usize, usize, usize) {
    (g / 9, (g / 3) % 3, g % 3)
}

/// What a run of the model reports, by the names of the golden files.
pub struct Series {
    pub months: Vec<Vec<(&'static str, f64)>>,
    pub ltv: f64,
    pub lifetime: f64,
}

/// One draw of the model: a firm, its assumptions, and the baseline that both give.
pub struct Reference<'a> {
    pub c: &'a Company,
    pub b: &'a Levers<f64>,
    pub a: &'a Assumptions<f64>,
    pub kappa: f64,
    pub sigma: [f64; 12],
    pub q: [f64; 4],
    pub midpoint: f64,
    pub s0: Segments,
    pub n0: Segments,
    pub acquired: Segments,
    pub o: Segments,
    pub v: Segments,
    pub i: Segments,
    pub h: Segments,
    pub e: Segments,
    pub reach: Segments,
    pub patience: f64,
    pub rho_day: f64,
    pub rho_night: f64,
    pub human0: f64,
    /// W0 and W*0 of each calendar month.
    pub wait0: [(f64, f64); 12],
}

/// Sum over segments.
pub fn sum(f: impl Fn(usize) -> f64) -> f64 {
    (0..36).map(f).sum()
}

impl<'a> Reference<'a> {
    /// Section 1, and the calibration of section 2. `None` where the population does not settle in 500 rounds.
    pub fn new(c: &'a Company, b: &'a Levers<f64>, a: &'a Assumptions<f64>) -> Option<Self> {
        let season_mean = c.season.iter().sum::<f64>() / 12.0;
        let sigma = c.season.map(|s| s / season_mean);
        let q = c.stage.months.map(|m| 1.0 / m);
        let y: Segments = std::array::from_fn(|g| {
            let (k, t, p) = of(g);
            c.stage.acquisition[k] * c.tier.share[t] * c.profile.share[p]
        });
        let spread = (a.repurchase_scale.powi(2) + a.sat_sd.powi(2)).sqrt();
        let (mut d, mut midpoint) = (0.0, a.repurchase_midpoint);
        let mut settled = None;
        for _ in 0..500 {
            let s0: Segments = std::array::from_fn(|g| {
                let (k, t, p) = of(g);
                shift(c.csi, c.stage.csi_offset[k] + c.tier.csi_offset[t] + c.profile.csi_offset[p] + d)
            });
            let annual = s0.map(|s| phi((s - midpoint) / spread));
            let mut n0 = [0.0; 36];
            for g in 0..36 {
                let (k, _, _) = of(g);
                let from_before = if k == 0 { 0.0 } else { annual[g - 9].powf(1.0 / 12.0) * q[k - 1] * n0[g - 9] };
                n0[g] = (y[g] + from_before) / (1.0 - annual[g].powf(1.0 / 12.0) * (1.0 - q[k]));
            }
            let total = sum(|g| n0[g]);
            let d_by = c.csi - sum(|g| n0[g] * s0[g]) / total;
            let midpoint_by = match c.repurchase {
                Some(own) => spread * (phi_inverse(sum(|g| n0[g] * annual[g]) / total) - phi_inverse(own)),
                None => 0.0,
            };
            if d_by.abs() < 1e-12 && midpoint_by.abs() < 1e-12 {
                settled = Some((s0, n0));
                break;
            }
            d += d_by;
            midpoint += midpoint_by;
        }
        let (s0, raw) = settled?;
        let factor = c.customers / sum(|g| raw[g]);
        let n0 = raw.map(|n| n * factor);
        // relative factors, scaled to the company's means
        let scaled = |weight: &dyn Fn(usize) -> f64, relative: &dyn Fn(usize) -> f64, mean: f64| -> Segments {
            let f = mean * sum(weight) / sum(|g| weight(g) * relative(g));
            std::array::from_fn(|g| f * relative(g))
        };
        let o = scaled(
            &|g| n0[g],
            &|g| c.stage.orders[of(g).0] * c.profile.orders[of(g).2],
            c.orders_per_customer_year / 12.0,
        );
        let v = scaled(&|g| n0[g] * o[g], &|g| c.profile.order_value[of(g).2], c.average_order_value);
        let i = scaled(&|g| n0[g] * o[g], &|g| c.stage.incidents[of(g).0], c.incident_rate);
        let h = scaled(&|g| n0[g], &|g| c.stage.responsiveness[of(g).0] * c.tier.responsiveness[of(g).1], 1.0);
        let e = scaled(&|g| n0[g] * o[g] * i[g], &|g| c.tier.return_cost[of(g).1], a.return_unit_cost);
        let reach =
            std::array::from_fn(|g| 1.0 - (-12.0 * o[g] * i[g] - a.enquiry_weight * a.inquiries_per_year).exp());
        let mut this = Self {
            c,
            b,
            a,
            kappa: c.customers / 1e6,
            sigma,
            q,
            midpoint,
            s0,
            n0,
            acquired: y.map(|y| y * factor),
            o,
            v,
            i,
            h,
            e,
            reach,
            patience: 0.0,
            rho_day: 0.0,
            rho_night: 0.0,
            human0: 0.0,
            wait0: [(0.0, 0.0); 12],
        };
        this.calibrate();
        Some(this)
    }

    fn calibrate(&mut self) {
        let (c, a) = (self.c, self.a);
        let l = a.night_load_share;
        let night_goal = c.night_response_minutes;
        let day_goal = (c.first_response_minutes - l * night_goal) / (1.0 - l);
        self.patience = a.patience_minutes.max(1.25 * day_goal.max(night_goal));
        self.human0 = {
            let incidents = sum(|g| self.n0[g] * self.o[g] * self.i[g]);
            self.contacts(self.b, incidents, c.customers, 1.0) * self.human_share(self.b)
        };
        let (n_day, n_night) = self.servers(self.b, c.customers);
        let wait = |n: f64, rho: f64| p_abandon(n, rho, self.patience / a.handling_minutes) * self.patience;
        let year = |n: f64, ln_rho: f64| self.sigma.iter().map(|s| s * wait(n, ln_rho.exp() * s)).sum::<f64>() / 12.0;
        let (low, high) = (1e-6_f64.ln(), 20_f64.ln());
        self.rho_day = halve(|x| year(n_day, x), day_goal, low, high).exp();
        self.rho_night = halve(|x| year(n_night, x), night_goal, low, high).exp();
        self.wait0 = self.sigma.map(|s| {
            let (day, night) = (wait(n_day, self.rho_day * s), wait(n_night, self.rho_night * s));
            ((1.0 - l) * day + l * night, (1.0 - l) * day + l * a.night_weight * night)
        });
    }

    // ---- section 2

    pub fn x_quality(&self, w: &Levers<f64>) -> f64 {
        let left = |x: &Levers<f64>| 1.0 - self.a.quality_loop_reduction * x.quality_loop;
        self.c.incident_mix.quality * left(w) / left(self.b)
    }

    pub fn x_all(&self, w: &Levers<f64>) -> f64 {
        let left = |x: &Levers<f64>| 1.0 - self.a.alliance_damage_reduction * x.logistics_alliance;
        let mix = &self.c.incident_mix;
        self.x_quality(w) + mix.logistics * left(w) / left(self.b) + mix.mismatch + mix.other
    }

    pub fn fcr(&self, w: &Levers<f64>) -> f64 {
        let a = self.a;
        let gain = |x: &Levers<f64>| {
            a.fcr_gain_ticket * (x.ticket_automation - 0.4) / 0.6
                + a.fcr_gain_copilot * x.copilot
                + a.fcr_gain_expert * x.expert_coverage
        };
        (self.c.first_contact_resolution + gain(w) - gain(self.b)).clamp(0.05, 0.98)
    }

    /// Contacts from the month's incidents (all types, after prevention), customers and season.
    pub fn contacts(&self, w: &Levers<f64>, incidents: f64, customers: f64, season: f64) -> f64 {
        let a = self.a;
        let left = |x: &Levers<f64>| 1.0 - a.proactive_reduction * (x.proactive_share - 0.287) / 0.363;
        let pi = left(w) / left(self.b);
        (incidents * pi * (1.0 / self.fcr(w)).min(4.0) + customers * a.inquiries_per_year / 12.0 * season)
            * (1.0 - a.community_self_solve * w.community)
    }

    pub fn human_share(&self, w: &Levers<f64>) -> f64 {
        let s = self.a.simple_share;
        1.0 - w.ai_share * w.ai_accuracy * (s + (1.0 - s) * self.a.ai_complex_ratio)
    }

    pub fn eta(&self, w: &Levers<f64>) -> f64 {
        let a = self.a;
        let handling = |x: &Levers<f64>| {
            let (s, u, ratio) = (a.simple_share, x.ai_share * x.ai_accuracy, a.ai_complex_ratio);
            let (simple, complex) = (s * (1.0 - u), (1.0 - s) * (1.0 - u * ratio));
            let m = (simple + a.complex_handling * complex) / (simple + complex);
            m / ((1.0 + a.ticket_efficiency * (x.ticket_automation - 0.4) / 0.6)
                * (1.0 + a.copilot_efficiency * x.copilot))
        };
        handling(w) / handling(self.b)
    }

    pub fn attrition(&self, w: &Levers<f64>) -> f64 {
        self.a.attrition * (w.agent_wage / self.b.agent_wage).powf(-self.a.attrition_wage_elasticity)
    }

    /// Servers on duty by day and by night.
    pub fn servers(&self, w: &Levers<f64>, customers: f64) -> (f64, f64) {
        let training = 3.0 - 2.0 * w.scenario_training;
        let effective = customers / w.customers_per_agent
            * (1.0 - self.attrition(w) * training / 12.0)
            * (1.0 - self.a.training_time * w.scenario_training);
        let hours = effective * self.c.productive_hours_month;
        (
            hours * (1.0 - w.night_staff_share) / (730.0 * 16.0 / 24.0),
            hours * w.night_staff_share / (730.0 * 8.0 / 24.0),
        )
    }
}
