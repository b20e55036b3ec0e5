//! The company in the shape the equations want: what is the same in every draw.
//!
//! Claim: facts of the firm are facts in every future.
//! Equations (docs/model.md, notation and 2): sigma_j = season_j/mean; q_k = 1/months_k; kappa = customers/10^6;
//!   delta = (1 + discount_rate)^(-1/12); a peak month is one of the two calendar months with the largest sigma_j, of equal ones the earlier.
//! Symbols: months, CNY, shares 0-1. Validity: checked companies. Source: the firm, or evidence where it is the default.

use aftercast_numerics::math::{ln, pow};
use aftercast_scenario::company::{PROFILES, SEGMENTS, STAGES, TIERS};
use aftercast_scenario::{Company, Levers};

/// A number per segment; the order is stage, tier, profile with profile varying fastest.
pub type BySegment<T> = [T; SEGMENTS];

/// Position of the lower tiers among the city tiers.
pub const LOWER_TIER: usize = 2;
/// Position of high-value customers among the profiles.
pub const HIGH_VALUE: usize = 1;
/// Position of special-needs families among the profiles.
pub const SPECIAL_NEEDS: usize = 2;

/// Stage, tier and profile of a segment.
#[inline(always)]
pub const fn parts(segment: usize) -> (usize, usize, usize) {
    (segment / (TIERS * PROFILES), segment / PROFILES % TIERS, segment % PROFILES)
}

/// Calendar months a year in which agents are hired for the peak.
pub const PEAK_MONTHS: usize = 2;

/// A distinct level of seasonal demand and the calendar months that have it, peak months apart from the others.
#[derive(Clone, Debug)]
pub struct SeasonLevel {
    /// Demand relative to the mean month.
    pub demand: f64,
    /// Its logarithm.
    pub ln_demand: f64,
    /// Whether agents hired for the peak are on duty.
    pub peak: bool,
    /// Share of the year's contacts that arrive in such months.
    pub contact_share: f64,
    /// Calendar months, 0 = January.
    pub months: Vec<usize>,
}

/// Facts of the company and its today's policy, the same in every draw.
#[derive(Clone, Debug)]
pub struct Firm {
    /// The company as stated.
    pub company: Company,
    /// Today's levers b.
    pub today: Levers<f64>,
    /// Customers in millions.
    pub kappa: f64,
    /// Months simulated.
    pub horizon: usize,
    /// Demand relative to the mean month, by calendar month.
    pub season: [f64; 12],
    /// Whether a calendar month is one of the two busiest (of equal ones the earlier).
    pub peak: [bool; 12],
    /// The distinct levels of demand.
    pub levels: Vec<SeasonLevel>,
    /// Monthly probability of leaving a stage by age.
    pub exit: [f64; STAGES],
    /// Offset of satisfaction by segment, points.
    pub offset: BySegment<f64>,
    /// Share of new customers by segment, summing to 1.
    pub acquisition: BySegment<f64>,
    /// Relative orders, order value, incidents, responsiveness by segment.
    pub relative: Relative,
    /// Monthly discount factor (1 + discount rate)^(-1/12).
    pub discount: f64,
}

/// Relative factors by segment, before they are scaled to the company's means.
#[derive(Clone, Debug)]
pub struct Relative {
    /// Orders per customer.
    pub orders: BySegment<f64>,
    /// Value of an order.
    pub value: BySegment<f64>,
    /// Incidents per order.
    pub incidents: BySegment<f64>,
    /// Sensitivity of satisfaction to waiting.
    pub responsiveness: BySegment<f64>,
    /// Cost of a return.
    pub return_cost: BySegment<f64>,
}

impl Firm {
    /// Prepares a checked company with its today's levers.
    pub fn new(company: &Company, today: &Levers<f64>) -> Self {
        let season = company.normalised_season();
        let peak = busiest(&season);
        let mut levels: Vec<SeasonLevel> = Vec::new();
        for (month, (&demand, &peak)) in season.iter().zip(&peak).enumerate() {
            match levels.iter_mut().find(|l| l.demand == demand && l.peak == peak) {
                Some(level) => level.months.push(month),
                None => levels.push(SeasonLevel {
                    demand,
                    ln_demand: ln(demand),
                    peak,
                    contact_share: 0.0,
                    months: vec![month],
                }),
            }
        }
        for level in &mut levels {
            level.contact_share = level.demand * level.months.len() as f64 / 12.0;
        }
        let (stage, tier, profile) = (&company.stage, &company.tier, &company.profile);
        let by = |f: &dyn Fn(usize, usize, usize) -> f64| {
            core::array::from_fn(|g| {
                let (k, c, p) = parts(g);
                f(k, c, p)
            })
        };
        Self {
            kappa: company.customers / 1e6,
            horizon: company.horizon(),
            season,
            peak,
            levels,
            exit: stage.months.map(|m| 1.0 / m),
            offset: by(&|k, c, p| stage.csi_offset[k] + tier.csi_offset[c] + profile.csi_offset[p]),
            acquisition: by(&|k, c, p| stage.acquisition[k] * tier.share[c] * profile.share[p]),
            relative: Relative {
                orders: by(&|k, _, p| stage.orders[k] * profile.orders[p]),
                value: by(&|_, _, p| profile.order_value[p]),
                incidents: by(&|k, _, _| stage.incidents[k]),
                responsiveness: by(&|k, c, _| stage.responsiveness[k] * tier.responsiveness[c]),
                return_cost: by(&|_, c, _| tier.return_cost[c]),
            },
            discount: pow(1.0 + company.discount_rate, -1.0 / 12.0),
            company: company.clone(),
            today: *today,
        }
    }

    /// Calendar month of simulated month t, 0 = January.
    #[inline]
    pub fn calendar(&self, t: usize) -> usize {
        self.company.calendar_month(t)
    }
}

/// The calendar months with the largest demand, of equal ones the earlier.
fn busiest(season: &[f64; 12]) -> [bool; 12] {
    let mut order: [usize; 12] = core::array::from_fn(|month| month);
    // a stable sort: equal months keep their order
    order.sort_by(|&a, &b| season[b].total_cmp(&season[a]));
    core::array::from_fn(|month| order[..PEAK_MONTHS].contains(&month))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peak_is_in_the_two_busiest_months() {
        let of = |season: [f64; 12]| {
            let peak = busiest(&season);
            (0..12).filter(|&month| peak[month]).collect::<Vec<_>>()
        };
        assert_eq!(of(Company::default().season), [5, 10]);
        assert_eq!(of([1.0; 12]), [0, 1]);
        assert_eq!(of([1.0, 1.0, 1.5, 1.0, 1.0, 1.5, 1.0, 1.0, 1.0, 1.5, 1.0, 1.0]), [2, 5]);
        assert_eq!(of([1.0, 1.0, 1.2, 1.0, 1.0, 1.2, 1.0, 1.0, 1.0, 1.5, 1.0, 1.0]), [2, 9]);
    }
}
