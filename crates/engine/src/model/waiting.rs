//! Staffing and waiting: how long a customer waits for the first answer, by day and by night.
//!
//! Claim: the firm's own reported waits fix how loaded its desk is; every change of load or staff moves
//! the wait along the Erlang-A curve from there.
//! Equations (docs/model.md 2): regular = sum N/customers_per_agent, in the two busiest calendar months peak_agents regular more;
//!   alpha = attrition (wage/today's)^-elasticity; T = 3 - 2 scenario_training months;
//!   effective = (regular exp(-alpha T/12) + peak_skill peak)(1 - training_time training);
//!   servers n = effective hours staff-share/(730 period hours/24); load = rho n0 eta human/human0, n0 without peak agents;
//!   W = (1 - l) W_day + l W_night; felt W* = (1 - l) W_day + l night_weight W_night.
//!   rho of each period solves: season-weighted mean of W at load rho sigma_j n0 and n0_j servers = the reported wait.
//! Symbols: W minutes, l share of contacts at night, rho utilisation of an average month, 1/theta patience in minutes.
//! Validity: refused at input where the reported mean wait is not above the largest l times the night wait, or where no rho between 1e-6
//!   and 20 makes the reported waits in the central draw; a sampled draw takes the nearer end. 1/theta is at least 1.25 times the longer
//!   of the company's W_day and W_night; the share of regular agents past their training is at least 1e-12.
//! Source: evidence 3.2-response, 3.4-staffing, 8.1-turnover, 10.1-training, 2.2-promotions, x-wage-attrition.

use super::firm::{Firm, SeasonLevel};
use super::queue::{Abandonment, p_abandon};
use aftercast_numerics::math::{Lane, exp, f64x4, ln, pow};
use aftercast_scenario::{Assumptions, Levers};

/// Hours of a month, and of the two periods of a day.
const MONTH_HOURS: f64 = 730.0;
const DAY_HOURS: f64 = 16.0;
const NIGHT_HOURS: f64 = 8.0;
/// Months of training without and with scenario training: 3 - 2 coverage.
const TRAINING_MONTHS: f64 = 3.0;
const TRAINING_MONTHS_SAVED: f64 = 2.0;
/// Where hardly an agent is past the training every contact gives up, whatever the share; below this the queue has no number.
const LEAST_TRAINED: f64 = 1e-12;
/// Mean patience is at least this many times the longest reported wait.
pub const PATIENCE_OVER_WAIT: f64 = 1.25;
/// Utilisation of an average month is looked for between these.
pub const UTILISATION_RANGE: (f64, f64) = (1e-6, 20.0);

/// What the levers in force do to the desk.
#[derive(Clone, Copy, Debug)]
pub struct StaffingTerms<L> {
    /// Regular agents per customer.
    pub agents: f64,
    /// Agents hired for the peak over regular ones, in a peak month.
    pub peak_agents: f64,
    /// Attrition alpha over today's; defined where no agent leaves, too.
    pub attrition: L,
    /// Training T of what works, months.
    pub training_months: L,
    /// Effective agents per customer: in an ordinary month, and in a peak month.
    effective: [L; 2],
    /// Servers on duty by day and by night per effective agent.
    on_duty: Periods,
}

/// A number for the day and one for the night.
#[derive(Clone, Copy, Debug)]
struct Periods {
    day: f64,
    night: f64,
}

impl<L: Lane> StaffingTerms<L> {
    /// Terms of what works; wages act relative to today's.
    pub fn new(delivered: &Levers<L>, funded: &Levers<f64>, firm: &Firm, a: &Assumptions<L>) -> Self {
        let wage = funded.agent_wage / firm.today.agent_wage;
        let attrition = pow(L::splat(wage), -a.attrition_wage_elasticity);
        let training_months = L::splat(TRAINING_MONTHS) - delivered.scenario_training * TRAINING_MONTHS_SAVED;
        let agents = 1.0 / funded.customers_per_agent;
        // share of the regular agents who are past their training, where agents stay for exponential times
        let trained = exp(-(a.attrition * attrition * training_months * (1.0 / 12.0))).max(L::splat(LEAST_TRAINED));
        let at_work = (L::one() - a.training_time * delivered.scenario_training) * agents;
        let hours = firm.company.productive_hours_month;
        let night = funded.night_staff_share;
        Self {
            agents,
            peak_agents: funded.peak_agents,
            attrition,
            training_months,
            effective: [at_work * trained, at_work * (trained + a.peak_skill * funded.peak_agents)],
            on_duty: Periods {
                day: hours * (1.0 - night) / (MONTH_HOURS * DAY_HOURS / 24.0),
                night: hours * night / (MONTH_HOURS * NIGHT_HOURS / 24.0),
            },
        }
    }

    /// Servers on duty by day per customer, in an ordinary or a peak month.
    #[inline(always)]
    pub fn day_servers(&self, peak: bool) -> L {
        self.effective[usize::from(peak)] * self.on_duty.day
    }

    /// Servers on duty by night per customer, in an ordinary or a peak month.
    #[inline(always)]
    pub fn night_servers(&self, peak: bool) -> L {
        self.effective[usize::from(peak)] * self.on_duty.night
    }

    /// Multiplies the servers on duty by the factor of a stress.
    pub fn scale_servers(&mut self, factor: f64) {
        self.effective = self.effective.map(|agents| agents * factor);
    }

    /// ln of the servers of an ordinary month over those of a peak month: what it takes off the utilisation.
    fn ln_peak_relief(&self) -> L {
        ln(self.effective[0] / self.effective[1])
    }
}

/// Day, night and mean wait of a month, minutes.
#[derive(Clone, Copy, Debug)]
pub struct Waits<L> {
    /// First response by day.
    pub day: L,
    /// First response by night.
    pub night: L,
    /// Mean over all contacts, W.
    pub mean: L,
    /// Mean as felt, night minutes weighted, W*.
    pub felt: L,
}

/// The calibrated desk of a draw.
#[derive(Clone, Copy, Debug)]
pub struct ServiceDesk<L> {
    /// Share of the contacts that come by night, l.
    night_share: L,
    night_weight: L,
    patience: L,
    handling: L,
    /// Offered load by day (servers that today's handling time would keep busy) per human contact a month.
    day_load_per_contact: L,
    /// The same by night.
    night_load_per_contact: L,
    /// Utilisation of an average month by day.
    pub day_utilisation: L,
    /// Utilisation of an average month by night.
    pub night_utilisation: L,
    /// Waits of the baseline by calendar month.
    pub by_month: [Waits<L>; 12],
}

/// The reported wait cannot come from any load: which period, and the waits in minutes at the two ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WaitOutOfReach {
    /// Whether it is the night that does not fit.
    pub night: bool,
    /// The wait asked for, minutes.
    pub target: f64,
    /// Waits at the smallest and the largest utilisation, minutes.
    pub reachable: (f64, f64),
}

impl core::fmt::Display for WaitOutOfReach {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let Self { night, target, reachable: (low, high) } = self;
        let period = if *night { "night" } else { "day" };
        write!(
            f,
            "no load of the desk makes the {period} wait {target} minutes, only {low:.4} to {high:.4}; check the waits"
        )
    }
}

impl core::error::Error for WaitOutOfReach {}

impl<L: Lane> ServiceDesk<L> {
    /// Mean patience 1/theta in force, minutes.
    pub fn patience(&self) -> L {
        self.patience
    }

    /// Finds the load at which the baseline waits what the company reports. Where no utilisation between
    /// 1e-6 and 20 does, the nearer end is taken and the first such case is returned too.
    pub fn calibrate(
        firm: &Firm,
        a: &Assumptions<L>,
        staffing: &StaffingTerms<L>,
        human_contacts: L,
        queue: &mut impl Abandonment,
    ) -> (Self, Option<WaitOutOfReach>) {
        let company = &firm.company;
        let l = a.night_load_share;
        let night_target = L::splat(company.night_response_minutes);
        let day_target =
            (L::splat(company.first_response_minutes) - l * company.night_response_minutes) / (L::one() - l);
        let patience = a.patience_minutes.max(day_target.max(night_target) * PATIENCE_OVER_WAIT);
        let ratio = patience / a.handling_minutes;
        let mut failure = None;
        let relief = staffing.ln_peak_relief();
        let mut solve = |servers: [L; 2], target: L, night: bool| {
            let n0 = servers.map(|n| n * company.customers);
            L::from_fn(|k| {
                let goal = target.get(k) / patience.get(k);
                let desk = SeasonDesk {
                    servers: n0.map(|n| n.get(k)),
                    ln_peak_relief: relief.get(k),
                    ratio: ratio.get(k),
                    patience: patience.get(k),
                };
                let minutes = desk.patience;
                let season_mean = |x: f64| desk.mean_abandonment(firm, queue, x);
                let (x, reached) = utilisation(season_mean, goal);
                if let Err((low, high)) = reached {
                    failure.get_or_insert(WaitOutOfReach {
                        night,
                        target: target.get(k),
                        reachable: (low * minutes, high * minutes),
                    });
                }
                x
            })
        };
        let day = solve([false, true].map(|peak| staffing.day_servers(peak)), day_target, false);
        let night = solve([false, true].map(|peak| staffing.night_servers(peak)), night_target, true);
        // load = rho n0 eta human/human0, kept as a factor on eta x human contacts
        let day_utilisation = exp(day);
        let night_utilisation = exp(night);
        let mut desk = Self {
            night_share: l,
            night_weight: a.night_weight,
            patience,
            handling: a.handling_minutes,
            day_load_per_contact: day_utilisation * staffing.day_servers(false) * company.customers / human_contacts,
            night_load_per_contact: night_utilisation * staffing.night_servers(false) * company.customers
                / human_contacts,
            day_utilisation,
            night_utilisation,
            by_month: [Waits { day: L::zero(), night: L::zero(), mean: L::zero(), felt: L::zero() }; 12],
        };
        for level in &firm.levels {
            let (contacts, customers) = (human_contacts * level.demand, L::splat(company.customers));
            let waits = desk.waits(L::one(), contacts, customers, staffing, level.peak, queue);
            for &month in &level.months {
                desk.by_month[month] = waits;
            }
        }
        (desk, failure)
    }

    /// Waits of an ordinary or a peak month with handling time `eta` relative to today's.
    pub fn waits(
        &self,
        eta: L,
        human_contacts: L,
        customers: L,
        staffing: &StaffingTerms<L>,
        peak: bool,
        queue: &mut impl Abandonment,
    ) -> Waits<L> {
        let ratio = self.patience / (self.handling * eta);
        let work = eta * human_contacts;
        let mut wait = |load_per_contact: L, servers: L| {
            L::compiled(
                #[inline(always)]
                || {
                    let n = servers * customers;
                    let ln_rho = ln(load_per_contact * work / n);
                    p_abandon(queue, n, ln_rho, ratio, self.patience) * self.patience
                },
            )
        };
        let day = wait(self.day_load_per_contact, staffing.day_servers(peak));
        let night = wait(self.night_load_per_contact, staffing.night_servers(peak));
        let day_part = (L::one() - self.night_share) * day;
        let night_part = self.night_share * night;
        Waits { day, night, mean: day_part + night_part, felt: day_part + self.night_weight * night_part }
    }
}

/// The desk of a draw in one period of the day, while the year's utilisation is looked for.
struct SeasonDesk {
    /// Servers of an ordinary and of a peak month.
    servers: [f64; 2],
    ln_peak_relief: f64,
    ratio: f64,
    patience: f64,
}

impl SeasonDesk {
    /// Season-weighted mean of P(abandon) over the year at ln utilisation `x` of an average month without peak agents.
    fn mean_abandonment(&self, firm: &Firm, queue: &mut impl Abandonment, x: f64) -> f64 {
        let servers = |level: &SeasonLevel| self.servers[usize::from(level.peak)];
        let ln_rho = |level: &SeasonLevel| {
            let relief = if level.peak { self.ln_peak_relief } else { 0.0 };
            x + level.ln_demand + relief
        };
        // four levels of demand at a time: here a lane holds levels, not draws
        let (fours, rest) = firm.levels.as_chunks::<4>();
        let mut sum = 0.0;
        for four in fours {
            let [n, ln_rho] = [f64x4::from_fn(|k| servers(&four[k])), f64x4::from_fn(|k| ln_rho(&four[k]))];
            let [ratio, patience] = [self.ratio, self.patience].map(f64x4::splat);
            let given_up = p_abandon(queue, n, ln_rho, ratio, patience);
            for (k, level) in four.iter().enumerate() {
                sum += level.contact_share * given_up.get(k);
            }
        }
        for level in rest {
            sum += level.contact_share * p_abandon(queue, servers(level), ln_rho(level), self.ratio, self.patience);
        }
        sum
    }
}

/// ln of the utilisation at which the increasing function `f` of it equals `goal`, by Chandrupatla's
/// bracketed inverse quadratic interpolation; the nearer end and both end values where it never does.
fn utilisation(mut f: impl FnMut(f64) -> f64, goal: f64) -> (f64, Result<(), (f64, f64)>) {
    let (low, high) = (ln(UTILISATION_RANGE.0), ln(UTILISATION_RANGE.1));
    let (f_low, f_high) = (f(low), f(high));
    if f_low >= goal {
        return (low, if f_low == goal { Ok(()) } else { Err((f_low, f_high)) });
    }
    if f_high <= goal {
        return (high, if f_high == goal { Ok(()) } else { Err((f_low, f_high)) });
    }
    // a and b bracket the root, b newest; c is the point before
    let (mut a, mut fa) = (low, f_low - goal);
    let (mut b, mut fb) = (high, f_high - goal);
    let (mut c, mut fc);
    let mut t = 0.5;
    for _ in 0..200 {
        let x = a + t * (b - a);
        let fx = f(x) - goal;
        if (fx < 0.0) == (fa < 0.0) {
            (c, fc) = (a, fa);
        } else {
            (c, b) = (b, a);
            (fc, fb) = (fb, fa);
        }
        (a, fa) = (x, fx);
        let (best, f_best) = if fa.abs() < fb.abs() { (a, fa) } else { (b, fb) };
        let width = (b - a).abs();
        if f_best == 0.0 || width <= 4e-16 * best.abs() + 1e-15 {
            return (best, Ok(()));
        }
        let edge = (2e-16 * best.abs() + 5e-16) / width;
        let xi = (a - b) / (c - b);
        let phi = (fa - fb) / (fc - fb);
        t = if phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi {
            fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
        } else {
            0.5
        };
        t = t.clamp(edge.min(0.5), (1.0 - edge).max(0.5));
    }
    (a, Ok(()))
}
