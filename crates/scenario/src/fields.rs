//! Every fact of a company: where it stands, its unit and the range in which every equation is defined.

use core::slice::{from_mut, from_ref};

use super::company::Company;
use super::unit::Unit;

/// One fact, or one row of facts of the same kind.
#[derive(Clone, Copy)]
pub struct Field {
    /// Path in a scenario file, such as `stage.months`.
    pub path: &'static str,
    /// Unit in words.
    pub unit: &'static str,
    /// What it counts.
    pub kind: Unit,
    /// Smallest value.
    pub min: f64,
    /// Largest value.
    pub max: f64,
    /// Whether only whole numbers make sense.
    pub whole: bool,
    /// Whether the row must sum to 1.
    pub sums_to_one: bool,
    /// Why this range, and what to do.
    pub hint: &'static str,
    /// Reads the row.
    pub get: fn(&Company) -> &[f64],
    /// The row, to change.
    pub get_mut: fn(&mut Company) -> &mut [f64],
}

impl Field {
    /// Whether it is shown and typed in percent.
    pub fn in_percent(&self) -> bool {
        self.kind.in_percent()
    }
}

impl core::fmt::Debug for Field {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} [{} to {} {}]", self.path, self.min, self.max, self.unit)
    }
}

macro_rules! one {
    ($path:literal, $unit:literal, $kind:ident, $min:expr, $max:expr, $whole:expr, $hint:literal, $($field:ident).+) => {
        Field { path: $path, unit: $unit, kind: Unit::$kind, min: $min, max: $max, whole: $whole, sums_to_one: false, hint: $hint,
            get: |c| from_ref(&c.$($field).+), get_mut: |c| from_mut(&mut c.$($field).+) }
    };
}
macro_rules! row {
    ($path:literal, $unit:literal, $kind:ident, $min:expr, $max:expr, $sum:expr, $hint:literal, $($field:ident).+) => {
        Field { path: $path, unit: $unit, kind: Unit::$kind, min: $min, max: $max, whole: false, sums_to_one: $sum, hint: $hint,
            get: |c| &c.$($field).+, get_mut: |c| &mut c.$($field).+ }
    };
}

/// Every fact of a company but those that may be left out ([`OPTIONAL`]).
pub const FIELDS: &[Field] = &[
    one!(
        "customers",
        "customers",
        People,
        1e3,
        5e7,
        false,
        "active customers; below 1 000 segments hold less than a person",
        customers
    ),
    one!(
        "orders_per_customer_year",
        "orders a year",
        Orders,
        0.1,
        365.0,
        false,
        "orders of a customer per year",
        orders_per_customer_year
    ),
    one!("average_order_value", "CNY", Money, 0.1, 1e6, false, "mean value of an order", average_order_value),
    one!(
        "csi",
        "points",
        Points,
        5.0,
        98.0,
        false,
        "mean satisfaction of customers who met after-sales service; the ends 0 and 100 leave no room to move",
        csi
    ),
    one!(
        "first_response_minutes",
        "minutes",
        Minutes,
        0.05,
        240.0,
        false,
        "mean over day and night in an average month",
        first_response_minutes
    ),
    one!(
        "night_response_minutes",
        "minutes",
        Minutes,
        0.05,
        240.0,
        false,
        "mean between 0 and 8 h in an average month",
        night_response_minutes
    ),
    one!(
        "first_contact_resolution",
        "share",
        Share,
        0.05,
        0.98,
        false,
        "share of problems solved at first contact",
        first_contact_resolution
    ),
    one!(
        "incident_rate",
        "per order",
        Share,
        1e-4,
        1.0,
        false,
        "incidents per order: a share such as 0.087, not percent",
        incident_rate
    ),
    one!(
        "contribution_margin",
        "share of revenue",
        Share,
        0.0,
        1.0,
        false,
        "after goods, fulfilment and payment, before after-sales and acquisition",
        contribution_margin
    ),
    one!("acquisition_cost", "CNY", Money, 0.0, 1e6, false, "per new customer", acquisition_cost),
    one!("discount_rate", "per year", Share, 0.0, 1.0, false, "a share such as 0.10, not percent", discount_rate),
    one!("horizon_months", "months", Months, 1.0, 120.0, true, "whole months simulated", horizon_months),
    one!("start_month", "calendar month", Ratio, 1.0, 12.0, true, "1 is January", start_month),
    one!(
        "productive_hours_month",
        "hours a month",
        Hours,
        10.0,
        400.0,
        false,
        "hours an agent serves customers",
        productive_hours_month
    ),
    row!(
        "season",
        "relative",
        Ratio,
        0.01,
        100.0,
        false,
        "demand by calendar month, January first; it is normalised to mean 1",
        season
    ),
    row!("stage.months", "months", Months, 1.0, 600.0, false, "length of each life stage", stage.months),
    row!(
        "stage.acquisition",
        "share",
        Share,
        0.0,
        1.0,
        true,
        "where new customers enter; the first must be above 0",
        stage.acquisition
    ),
    row!(
        "stage.csi_offset",
        "points",
        Points,
        -60.0,
        60.0,
        false,
        "satisfaction against the mean, as points of the bounded shift",
        stage.csi_offset
    ),
    row!("stage.orders", "relative", Ratio, 1e-3, 1e3, false, "orders relative to the mean", stage.orders),
    row!("stage.incidents", "relative", Ratio, 1e-3, 1e3, false, "incidents relative to the mean", stage.incidents),
    row!(
        "stage.responsiveness",
        "relative",
        Ratio,
        1e-3,
        1e3,
        false,
        "sensitivity to waiting relative to the mean",
        stage.responsiveness
    ),
    row!("tier.share", "share", Share, 1e-6, 1.0, true, "shares of new customers by city tier", tier.share),
    row!(
        "tier.csi_offset",
        "points",
        Points,
        -60.0,
        60.0,
        false,
        "satisfaction against the mean, as points of the bounded shift",
        tier.csi_offset
    ),
    row!(
        "tier.return_cost",
        "relative",
        Ratio,
        1e-3,
        1e6,
        false,
        "cost of a return by tier; scaled to the network mean",
        tier.return_cost
    ),
    row!(
        "tier.responsiveness",
        "relative",
        Ratio,
        1e-3,
        1e3,
        false,
        "sensitivity to waiting relative to the mean",
        tier.responsiveness
    ),
    row!("profile.share", "share", Share, 1e-6, 1.0, true, "shares of new customers by profile", profile.share),
    row!(
        "profile.csi_offset",
        "points",
        Points,
        -60.0,
        60.0,
        false,
        "satisfaction against the mean, as points of the bounded shift",
        profile.csi_offset
    ),
    row!("profile.orders", "relative", Ratio, 1e-3, 1e3, false, "orders relative to the mean", profile.orders),
    row!(
        "profile.order_value",
        "relative",
        Ratio,
        1e-3,
        1e3,
        false,
        "order value relative to the mean",
        profile.order_value
    ),
    one!(
        "incident_mix.quality",
        "share",
        Share,
        1e-6,
        1.0,
        false,
        "share of quality and safety incidents; events are relative to it",
        incident_mix.quality
    ),
    one!(
        "incident_mix.logistics",
        "share",
        Share,
        0.0,
        1.0,
        false,
        "share of logistics incidents",
        incident_mix.logistics
    ),
    one!(
        "incident_mix.mismatch",
        "share",
        Share,
        0.0,
        1.0,
        false,
        "share of size or function mismatches",
        incident_mix.mismatch
    ),
    one!("incident_mix.other", "share", Share, 0.0, 1.0, false, "share of all other incidents", incident_mix.other),
];

/// A fact that a firm may leave out.
#[derive(Clone, Copy)]
pub struct OptionalFact {
    /// Path in a scenario file, such as `stated_costs.labour`.
    pub path: &'static str,
    /// Unit in words.
    pub unit: &'static str,
    /// What it counts.
    pub kind: Unit,
    /// Smallest value.
    pub min: f64,
    /// Largest value.
    pub max: f64,
    /// What it is for, and what holds without it.
    pub hint: &'static str,
    /// Reads it.
    pub get: fn(&Company) -> Option<f64>,
    /// The fact, to change.
    pub get_mut: fn(&mut Company) -> &mut Option<f64>,
}

impl core::fmt::Debug for OptionalFact {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} [{} to {} {}, or nothing]", self.path, self.min, self.max, self.unit)
    }
}

macro_rules! optional {
    ($path:literal, $unit:literal, $kind:ident, $min:expr, $max:expr, $hint:literal, $($field:ident).+) => {
        OptionalFact { path: $path, unit: $unit, kind: Unit::$kind, min: $min, max: $max, hint: $hint,
            get: |c| c.$($field).+, get_mut: |c| &mut c.$($field).+ }
    };
}

/// The facts that a firm may leave out.
pub const OPTIONAL: &[OptionalFact] = &[
    optional!(
        "repurchase",
        "a year",
        Share,
        0.02,
        0.985,
        "the firm's own annual repurchase; leave it out if unknown",
        repurchase
    ),
    optional!(
        "stated_costs.labour",
        "CNY a year",
        Money,
        0.0,
        1e13,
        "agents, experts, turnover and training as the firm's own books state them; leave it out if unknown",
        stated_costs.labour
    ),
    optional!(
        "stated_costs.technology",
        "CNY a year",
        Money,
        0.0,
        1e13,
        "technology of after-sales service as the firm's own books state it; leave it out if unknown",
        stated_costs.technology
    ),
    optional!(
        "stated_costs.reverse_logistics",
        "CNY a year",
        Money,
        0.0,
        1e13,
        "returns as the firm's own books state them; leave it out if unknown",
        stated_costs.reverse_logistics
    ),
    optional!(
        "stated_costs.compensation",
        "CNY a year",
        Money,
        0.0,
        1e13,
        "payouts as the firm's own books state them; leave it out if unknown",
        stated_costs.compensation
    ),
];

/// The optional fact at a path.
pub fn optional(path: &str) -> Option<&'static OptionalFact> {
    OPTIONAL.iter().find(|f| f.path == path)
}
