//! The firm as single customers see it: who they are at the start, what they do in an average month, how loaded the desk is.
//!
//! Claim: the company's facts and the assumptions fix a population that stands still, customer by customer.
//! Equations: a customer of stage k stays a month with probability r and is older next month with probability 1/months_k;
//!   the expected number in each stage is arrivals times expected months there. The offset d puts the mean score at csi, and c
//!   moves where the firm states its repurchase. The load of the desk is found by bisection on the chain of [`super::desk`].
//! Symbols: scores 0-100, shares 0-1, CNY, months, minutes.
//! Validity: written from the text of the model, without its code, so that a slip in either shows. Refused where d and c do not
//!   settle, or where no utilisation between 1e-6 and 20 makes a reported wait.
//! Source: docs/model.md, sections 1 and 2 (baseline, staffing, calibration).

use super::Averaging;
use super::desk::Period;
use aftercast_numerics::math::special::normal_quantile;
use aftercast_numerics::math::{exp, ln, normal_cdf, pow};
use aftercast_scenario::company::{PROFILES, SEGMENTS, STAGES, TIERS};
use aftercast_scenario::{Assumptions, Company, Levers};

/// Minutes of a month at the desk by day and by night, and of one day's part.
pub const DAY: (f64, f64) = (730.0 * 60.0 * 16.0 / 24.0, 960.0);
/// The same by night.
pub const NIGHT: (f64, f64) = (730.0 * 60.0 * 8.0 / 24.0, 480.0);
/// Lasting differences between customers are sampled at this many quantiles at the start.
const DIFFERENCES: usize = 64;
/// Rounds of the settlement of d and c, and the correction that counts as none.
const ROUNDS: usize = 2000;
const SETTLED: f64 = 1e-11;

/// A segment of the population.
#[derive(Clone, Copy, Debug, Default)]
pub struct Kind {
    /// Stage, tier, profile.
    pub stage: usize,
    /// City tier.
    pub tier: usize,
    /// Profile.
    pub profile: usize,
    /// Mean score at the start.
    pub score: f64,
    /// Customers at the start.
    pub customers: f64,
    /// New customers a month at the start.
    pub arrivals: f64,
    /// Orders a month.
    pub orders: f64,
    /// Value of an order.
    pub value: f64,
    /// Incidents an order.
    pub incidents: f64,
    /// Sensitivity to waiting.
    pub sensitivity: f64,
    /// Cost of a return.
    pub return_cost: f64,
    /// Share whom the service meets within a year.
    pub reach: f64,
    /// Largest annual probability to come back that an effect can lift a customer to.
    pub cap: f64,
}

/// The firm at the start of a simulation.
#[derive(Clone, Debug)]
pub struct Firm {
    /// Facts.
    pub company: Company,
    /// Today's levers.
    pub today: Levers<f64>,
    /// What drives what.
    pub a: Assumptions<f64>,
    /// Demand by calendar month, mean 1.
    pub season: [f64; 12],
    /// Whether agents hired for the peak are there, by calendar month: the two busiest, of equal ones the earlier.
    pub peak: [bool; 12],
    /// The segments.
    pub kinds: [Kind; SEGMENTS],
    /// Score at which half come back.
    pub midpoint: f64,
    /// Customers at the start by lasting difference (one column where customers do not differ), segment by segment.
    pub start: Vec<(usize, f64, f64)>,
    /// New customers a month, all segments, in the population simulated.
    pub arrivals: f64,
    /// Mean patience at the desk, minutes.
    pub patience: f64,
    /// Contacts a minute by day and night at the average month, as the desk's own load has them.
    pub desk_arrivals: [f64; 2],
    /// Expected felt wait and expected wait of each calendar month.
    pub waits: [(f64, f64); 12],
    /// Factors of the firm's own books on labour, technology, reverse logistics, compensation.
    pub books: [f64; 4],
}

/// Share of those who gave up who call again in [`Averaging::CallsAgain`].
pub const AGAIN: f64 = 1.0 / 3.0;

/// Why there is no such firm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoFirm {
    /// Score and repurchase contradict each other.
    NeverSettles,
    /// No load of the desk makes the reported wait.
    WaitOutOfReach,
}

impl core::fmt::Display for NoFirm {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::NeverSettles => "satisfaction and repurchase of the company contradict each other",
            Self::WaitOutOfReach => "no load of the desk makes the reported wait",
        })
    }
}

impl core::error::Error for NoFirm {}

/// What an individual of this score decides in a year: the probability to come back.
#[inline]
pub fn comes_back(score: f64, midpoint: f64, a: &Assumptions<f64>) -> f64 {
    normal_cdf((score - midpoint) / a.repurchase_scale)
}

/// What a population around this mean score decides in a year.
#[inline]
pub fn population_repurchase(score: f64, midpoint: f64, a: &Assumptions<f64>) -> f64 {
    normal_cdf((score - midpoint) / (a.repurchase_scale * a.repurchase_scale + a.sat_sd * a.sat_sd).sqrt())
}

/// The monthly part of an annual probability.
#[inline]
pub fn monthly(annual: f64) -> f64 {
    if annual <= 0.0 { 0.0 } else { pow(annual, 1.0 / 12.0) }
}

/// The score `points` away from `from`, never leaving 0 to 100.
#[inline]
pub fn moved(from: f64, points: f64) -> f64 {
    if points < 0.0 {
        from * exp(points / from)
    } else {
        let room = 100.0 - from;
        100.0 - room * exp(-points / room)
    }
}

/// Agents on duty by day and by night at these levers for this many customers, in a peak month or another.
pub fn on_duty(works: &Levers<f64>, paid: &Levers<f64>, firm: &Firm, customers: f64, peak: bool) -> [f64; 2] {
    let a = &firm.a;
    let leaving = a.attrition * pow(paid.agent_wage / firm.today.agent_wage, -a.attrition_wage_elasticity);
    // an agent who stays for an exponential time is past so many months of training with this chance
    let trained = exp(-leaving * (3.0 - 2.0 * works.scenario_training) / 12.0);
    let hired = if peak { paid.peak_agents } else { 0.0 };
    let at_work = customers / paid.customers_per_agent
        * (trained + a.peak_skill * hired)
        * (1.0 - a.training_time * works.scenario_training);
    let minutes = at_work * firm.company.productive_hours_month * 60.0;
    [minutes * (1.0 - paid.night_staff_share) / DAY.0, minutes * paid.night_staff_share / NIGHT.0]
}

impl Firm {
    /// The firm of a checked company.
    ///
    /// # Errors
    /// Facts that contradict each other.
    pub fn new(
        company: &Company,
        today: &Levers<f64>,
        a: &Assumptions<f64>,
        reading: Averaging,
    ) -> Result<Self, NoFirm> {
        let mut firm = Self {
            season: company.normalised_season(),
            peak: [false; 12],
            books: [1.0; 4],
            kinds: core::array::from_fn(|g| Kind {
                stage: g / (TIERS * PROFILES),
                tier: g / PROFILES % TIERS,
                profile: g % PROFILES,
                ..Kind::default()
            }),
            midpoint: a.repurchase_midpoint,
            start: Vec::new(),
            arrivals: 0.0,
            patience: 0.0,
            desk_arrivals: [0.0; 2],
            waits: [(0.0, 0.0); 12],
            company: company.clone(),
            today: *today,
            a: *a,
        };
        for _ in 0..2 {
            let left = (0..12).filter(|&j| !firm.peak[j]);
            // of equal months the first
            let busiest = left.fold(None, |best: Option<usize>, j| match best {
                Some(i) if firm.season[i] >= firm.season[j] => best,
                _ => Some(j),
            });
            busiest.into_iter().for_each(|j| firm.peak[j] = true);
        }
        firm.settle()?;
        firm.habits();
        firm.books = super::rules::books(&firm);
        firm.gather(reading);
        firm.load_the_desk(reading)?;
        Ok(firm)
    }

    /// Expected customers per unit of arrivals when a customer of segment g stays a month with probability `stay(g)`.
    fn expected(&self, stay: impl Fn(usize) -> f64) -> [f64; SEGMENTS] {
        let c = &self.company;
        let mut population = [0.0; SEGMENTS];
        for column in 0..TIERS * PROFILES {
            let mut coming_of_age = 0.0;
            for stage in 0..STAGES {
                let g = stage * TIERS * PROFILES + column;
                let kind = &self.kinds[g];
                let entering = coming_of_age
                    + c.stage.acquisition[stage] * c.tier.share[kind.tier] * c.profile.share[kind.profile];
                let (r, older) = (stay(g), 1.0 / c.stage.months[stage]);
                // a customer is expected so many months in the stage, this one included
                population[g] = entering / (1.0 - r * (1.0 - older));
                coming_of_age = population[g] * r * older;
            }
        }
        population
    }

    /// Finds the scores at which the population stands still with the stated means.
    fn settle(&mut self) -> Result<(), NoFirm> {
        let company = self.company.clone();
        let mut d = 0.0;
        for _ in 0..ROUNDS {
            for kind in &mut self.kinds {
                let offset = company.stage.csi_offset[kind.stage]
                    + company.tier.csi_offset[kind.tier]
                    + company.profile.csi_offset[kind.profile];
                kind.score = moved(company.csi, offset + d);
            }
            let annual: [f64; SEGMENTS] =
                core::array::from_fn(|g| population_repurchase(self.kinds[g].score, self.midpoint, &self.a));
            let population = self.expected(|g| monthly(annual[g]));
            let all: f64 = population.iter().sum();
            let mean = |x: &dyn Fn(usize) -> f64| (0..SEGMENTS).map(|g| population[g] * x(g)).sum::<f64>() / all;
            let step_d = company.csi - mean(&|g| self.kinds[g].score);
            let step_c = company.repurchase.map_or(0.0, |stated| {
                let spread = (self.a.repurchase_scale * self.a.repurchase_scale + self.a.sat_sd * self.a.sat_sd).sqrt();
                spread * (normal_quantile(mean(&|g| annual[g])) - normal_quantile(stated))
            });
            if step_d.abs() < SETTLED && step_c.abs() < SETTLED {
                let factor = company.customers / all;
                for (g, kind) in self.kinds.iter_mut().enumerate() {
                    kind.customers = population[g] * factor;
                    kind.arrivals = factor
                        * company.stage.acquisition[kind.stage]
                        * company.tier.share[kind.tier]
                        * company.profile.share[kind.profile];
                }
                return Ok(());
            }
            d += step_d;
            self.midpoint += step_c;
        }
        Err(NoFirm::NeverSettles)
    }

    /// Orders, values, incidents, sensitivity and return costs at the company's means.
    fn habits(&mut self) {
        let c = self.company.clone();
        let kinds = &mut self.kinds;
        for k in kinds.iter_mut() {
            k.orders = c.stage.orders[k.stage] * c.profile.orders[k.profile];
            k.value = c.profile.order_value[k.profile];
            k.incidents = c.stage.incidents[k.stage];
            k.sensitivity = c.stage.responsiveness[k.stage] * c.tier.responsiveness[k.tier];
            k.return_cost = c.tier.return_cost[k.tier];
        }
        let ratio = |kinds: &[Kind; SEGMENTS], x: fn(&Kind) -> f64, weight: fn(&Kind) -> f64| {
            let sum = |f: &dyn Fn(&Kind) -> f64| kinds.iter().map(f).sum::<f64>();
            sum(&|k| x(k) * weight(k)) / sum(&weight)
        };
        let people: fn(&Kind) -> f64 = |k| k.customers;
        let bought: fn(&Kind) -> f64 = |k| k.customers * k.orders;
        let returned: fn(&Kind) -> f64 = |k| k.customers * k.orders * k.incidents;
        let f = c.orders_per_customer_year / 12.0 / ratio(kinds, |k| k.orders, people);
        kinds.iter_mut().for_each(|k| k.orders *= f);
        let f = c.average_order_value / ratio(kinds, |k| k.value, bought);
        kinds.iter_mut().for_each(|k| k.value *= f);
        let f = c.incident_rate / ratio(kinds, |k| k.incidents, bought);
        kinds.iter_mut().for_each(|k| k.incidents *= f);
        let f = 1.0 / ratio(kinds, |k| k.sensitivity, people);
        kinds.iter_mut().for_each(|k| k.sensitivity *= f);
        let f = self.a.return_unit_cost / ratio(kinds, |k| k.return_cost, returned);
        kinds.iter_mut().for_each(|k| k.return_cost *= f);
        let met_by_asking = self.a.enquiry_weight * self.a.inquiries_per_year;
        for k in kinds.iter_mut() {
            k.cap = population_repurchase(k.score, self.midpoint, &self.a).max(0.98);
            k.reach = 1.0 - exp(-(12.0 * k.orders * k.incidents + met_by_asking));
        }
    }

    /// Who is there at the start: segment, lasting difference, expected number.
    fn gather(&mut self, reading: Averaging) {
        if reading != Averaging::Lasting {
            self.start = (0..SEGMENTS).map(|g| (g, 0.0, self.kinds[g].customers)).collect();
            self.arrivals = self.kinds.iter().map(|k| k.arrivals).sum();
            return;
        }
        // those who like the firm stay longer: the population at rest holds more of them than the newcomers do
        let mut population = Vec::new();
        for i in 0..DIFFERENCES {
            let difference = normal_quantile((i as f64 + 0.5) / DIFFERENCES as f64);
            let here = self.expected(|g| {
                let own = self.kinds[g].score + self.a.sat_sd * difference;
                monthly(comes_back(own, self.midpoint, &self.a))
            });
            population.extend(here.iter().enumerate().map(|(g, n)| (g, difference, n / DIFFERENCES as f64)));
        }
        let all: f64 = population.iter().map(|x| x.2).sum();
        let factor = self.company.customers / all;
        population.iter_mut().for_each(|x| x.2 *= factor);
        self.start = population;
        let before: f64 = self.kinds.iter().map(|k| k.arrivals).sum();
        // the acquisition shares of the company sum to 1, so that `factor` is the new total
        self.kinds.iter_mut().for_each(|k| k.arrivals *= factor / before);
        self.arrivals = factor;
    }

    /// Finds the load of the desk by day and by night, and the waits of every calendar month.
    fn load_the_desk(&mut self, reading: Averaging) -> Result<(), NoFirm> {
        let part_time = reading == Averaging::PartTime;
        let again = if reading == Averaging::CallsAgain { AGAIN } else { 0.0 };
        let c = &self.company;
        let l = self.a.night_load_share;
        let target = [(c.first_response_minutes - l * c.night_response_minutes) / (1.0 - l), c.night_response_minutes];
        self.patience = self.a.patience_minutes.max(1.25 * target[0].max(target[1]));
        let agents = [false, true].map(|peak| on_duty(&self.today, &self.today, self, c.customers, peak));
        let mut waits = [[0.0; 12]; 2];
        for period in 0..2 {
            let at = |utilisation: f64, month: usize| {
                let arrivals = utilisation * agents[0][period] / self.a.handling_minutes * self.season[month];
                let there = agents[usize::from(self.peak[month])][period];
                self.period(period, arrivals, self.a.handling_minutes, there)
                    .expected_wait_with_retries(again, part_time)
            };
            let mean = |x: f64| (0..12).map(|j| self.season[j] * at(exp(x), j)).sum::<f64>() / 12.0;
            let (mut low, mut high) = (ln(1e-6), ln(20.0));
            if !(mean(low) < target[period] && target[period] < mean(high)) {
                return Err(NoFirm::WaitOutOfReach);
            }
            for _ in 0..50 {
                let middle = 0.5 * (low + high);
                if mean(middle) < target[period] { low = middle } else { high = middle }
            }
            let utilisation = exp(0.5 * (low + high));
            for (month, wait) in waits[period].iter_mut().enumerate() {
                *wait = at(utilisation, month);
            }
            self.desk_arrivals[period] = utilisation * agents[0][period] / self.a.handling_minutes;
        }
        for (month, wait) in self.waits.iter_mut().enumerate() {
            let (day, night) = ((1.0 - l) * waits[0][month], l * waits[1][month]);
            *wait = (day + self.a.night_weight * night, day + night);
        }
        Ok(())
    }

    /// A period of the desk: 0 day, 1 night.
    pub fn period(&self, period: usize, arrivals: f64, handling: f64, agents: f64) -> Period {
        Period { arrivals, handling, patience: self.patience, agents, day: [DAY.1, NIGHT.1][period] }
    }

    /// Customers in millions.
    pub fn millions(&self) -> f64 {
        self.company.customers / 1e6
    }
}
