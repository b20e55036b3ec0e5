//! The facts of the firm today. Not assumptions: a user replaces them by the firm's own figures.

use serde::{Deserialize, Serialize};

/// Number of life stages of the child.
pub const STAGES: usize = 4;
/// Number of city tiers.
pub const TIERS: usize = 3;
/// Number of customer profiles.
pub const PROFILES: usize = 3;
/// Number of customer segments: stage x tier x profile, profile varying fastest.
pub const SEGMENTS: usize = STAGES * SEGMENTS_PER_STAGE;
/// Number of customer segments of a stage.
pub const SEGMENTS_PER_STAGE: usize = TIERS * PROFILES;

/// Facts of the firm at its today's policy. Unchecked: see [`check_with`](crate::check::check_with).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Company {
    /// Active customers at month 0.
    pub customers: f64,
    /// Orders of a customer per year.
    pub orders_per_customer_year: f64,
    /// Mean value of an order, CNY.
    pub average_order_value: f64,
    /// Mean satisfaction, 0 to 100, of customers who met after-sales service.
    pub csi: f64,
    /// First response over day and night in an average month, minutes.
    pub first_response_minutes: f64,
    /// First response between 0 and 8 h in an average month, minutes.
    pub night_response_minutes: f64,
    /// Share of problems solved at first contact.
    pub first_contact_resolution: f64,
    /// Incidents per order.
    pub incident_rate: f64,
    /// Share of revenue left after goods, fulfilment and payment, before after-sales service and acquisition.
    pub contribution_margin: f64,
    /// CNY per new customer at today's acquisition spending.
    pub acquisition_cost: f64,
    /// What the firm's own books say of four lines of cost; without them the model's own figures stand.
    #[serde(default, skip_serializing_if = "StatedCosts::is_empty")]
    pub stated_costs: StatedCosts,
    /// The firm's own annual repurchase, 0 to 1; without it the report's curve gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repurchase: Option<f64>,
    /// Real discount rate per year: no inflation is modelled.
    pub discount_rate: f64,
    /// Months simulated.
    pub horizon_months: f64,
    /// Calendar month of month 0, 1 to 12.
    pub start_month: f64,
    /// Shares of incidents by type, summing to 1.
    pub incident_mix: IncidentMix,
    /// Relative demand by calendar month, normalised to mean 1 when used.
    pub season: [f64; 12],
    /// Productive hours of an agent per month.
    pub productive_hours_month: f64,
    /// Facts by life stage: pregnancy, infant, toddler, preschool.
    pub stage: StageFacts,
    /// Facts by city tier: tier 1, tier 2, lower tiers.
    pub tier: TierFacts,
    /// Facts by customer profile: ordinary, high value, special needs.
    pub profile: ProfileFacts,
}

/// Lines of cost as the firm's own books state them, CNY a year; each is optional.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StatedCosts {
    /// Agents, experts, turnover and training.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub labour: Option<f64>,
    /// Technology.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub technology: Option<f64>,
    /// Returns.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reverse_logistics: Option<f64>,
    /// Payouts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compensation: Option<f64>,
}

impl StatedCosts {
    /// Nothing is stated.
    pub const NONE: Self = Self { labour: None, technology: None, reverse_logistics: None, compensation: None };

    /// Whether no line is stated.
    pub fn is_empty(&self) -> bool {
        *self == Self::NONE
    }
}

/// Shares of incidents by type.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IncidentMix {
    /// Quality and safety.
    pub quality: f64,
    /// Logistics.
    pub logistics: f64,
    /// Size or function mismatch.
    pub mismatch: f64,
    /// Everything else.
    pub other: f64,
}

/// Facts by life stage of the child.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StageFacts {
    /// Length of the stage, months.
    pub months: [f64; STAGES],
    /// Shares of new customers entering at the stage, summing to 1.
    pub acquisition: [f64; STAGES],
    /// Offset of satisfaction, points of the bounded shift of the model.
    pub csi_offset: [f64; STAGES],
    /// Relative orders per customer.
    pub orders: [f64; STAGES],
    /// Relative incidents per order.
    pub incidents: [f64; STAGES],
    /// Relative sensitivity of satisfaction to waiting.
    pub responsiveness: [f64; STAGES],
}

/// Facts by city tier.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TierFacts {
    /// Shares of new customers, summing to 1.
    pub share: [f64; TIERS],
    /// Offset of satisfaction, points of the bounded shift of the model.
    pub csi_offset: [f64; TIERS],
    /// Relative cost of a return.
    pub return_cost: [f64; TIERS],
    /// Relative sensitivity of satisfaction to waiting.
    pub responsiveness: [f64; TIERS],
}

/// Facts by customer profile.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProfileFacts {
    /// Shares of new customers, summing to 1.
    pub share: [f64; PROFILES],
    /// Offset of satisfaction, points of the bounded shift of the model.
    pub csi_offset: [f64; PROFILES],
    /// Relative orders per customer.
    pub orders: [f64; PROFILES],
    /// Relative order value.
    pub order_value: [f64; PROFILES],
}

include!(concat!(env!("OUT_DIR"), "/company.rs"));

impl Default for Company {
    fn default() -> Self {
        DEFAULT_COMPANY
    }
}

impl Company {
    /// Months simulated, as a count. Meaningful for checked companies.
    pub fn horizon(&self) -> usize {
        self.horizon_months as usize
    }

    /// Revenue of a year, CNY.
    ///
    /// ```
    /// use aftercast_scenario::Company;
    /// let company =
    ///     Company { customers: 1e6, orders_per_customer_year: 4.0, average_order_value: 250.0, ..Company::default() };
    /// assert_eq!(company.annual_revenue(), 1e9);
    /// ```
    pub fn annual_revenue(&self) -> f64 {
        self.customers * self.orders_per_customer_year * self.average_order_value
    }

    /// Calendar month of simulated month `t`, 0 = January.
    pub fn calendar_month(&self, t: usize) -> usize {
        (self.start_month as usize - 1 + t) % 12
    }

    /// First response by day, minutes, where a share `night_share` (0-1) of the contacts comes by night.
    ///
    /// ```
    /// use aftercast_scenario::Company;
    /// let company = Company { first_response_minutes: 10.0, night_response_minutes: 30.0, ..Company::default() };
    /// assert_eq!(company.day_response(0.2), 5.0);
    /// ```
    pub fn day_response(&self, night_share: f64) -> f64 {
        (self.first_response_minutes - night_share * self.night_response_minutes) / (1.0 - night_share)
    }

    /// Relative demand by calendar month with mean 1.
    pub fn normalised_season(&self) -> [f64; 12] {
        let mean = self.season.iter().sum::<f64>() / 12.0;
        self.season.map(|s| s / mean)
    }
}
