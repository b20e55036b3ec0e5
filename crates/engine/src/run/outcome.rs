//! What a run keeps of every draw: outcomes as single numbers, and eight series by month.

use crate::model::outcomes::Ending;
use crate::model::{Firm, Month};
use aftercast_numerics::math::Lane;

macro_rules! columns {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $id:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum $name { $($(#[$vdoc])* $variant),* }
        impl $name {
            /// All columns in order.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];
            /// The id in files.
            pub const fn name(self) -> &'static str {
                match self { $($name::$variant => $id),* }
            }
            /// The column of an id.
            pub fn from_name(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|c| c.name() == name)
            }
        }
    };
}

columns! {
    /// Outcomes of a draw. Differences are against the baseline of the same draw; for the baseline they are 0.
    Outcome {
        /// Total gain: net gain and terminal value, CNY.
        TotalGain = "total_gain",
        /// PV of the change of cost and acquisition bill, CNY.
        DeltaCost = "delta_cost",
        /// PV of the change of revenue, CNY.
        DeltaRevenue = "delta_revenue",
        /// PV of the change of contribution, CNY.
        DeltaContribution = "delta_contribution",
        /// Net gain over the horizon: PV of the change of profit, CNY.
        Npv = "npv",
        /// Terminal value: worth at the end of the horizon of the customers whom the policy has more than the baseline, PV, CNY.
        TerminalValue = "terminal_value",
        /// First month from which the cumulated discounted gain stays at or over 0; infinite where not within the horizon.
        PaybackMonth = "payback_month",
        /// Lifetime value against the baseline, CNY per new customer.
        DeltaLtv = "delta_ltv",
        /// Lifetime value, CNY per new customer.
        Ltv = "ltv",
        /// Mean lifetime of a new customer, months.
        LifetimeMonths = "expected_lifetime_months",
        /// Mean satisfaction of the last year, points.
        Csi = "csi",
        /// Mean annual repurchase of the last year, 0-1.
        Repurchase = "repurchase",
        /// Mean first response of the last year, minutes, weighted by contacts.
        FirstResponse = "first_response",
        /// Service cost over revenue of the last year, 0-1.
        ServiceCostShare = "service_cost_share",
        /// Service cost of the last year, CNY a month.
        ServiceCost = "service_cost",
        /// New customers of the last year, a month.
        Acquisitions = "acquisitions",
        /// Revenue of the last year, CNY a month.
        Revenue = "revenue",
        /// Direct cost of serious events over the horizon, PV, CNY.
        SeriousEvents = "serious_events",
        /// Returned goods over the horizon: margin and markdown of incidents more or less than today's, PV, CNY.
        ReturnedGoods = "returned_goods",
        /// Cost and acquisition bill over the horizon, PV, CNY.
        TotalCost = "total_cost",
    }
}

columns! {
    /// Monthly series kept of every draw.
    Series {
        /// Customers at the start of the month.
        Customers = "customers",
        /// Mean satisfaction, points.
        Csi = "csi",
        /// First response, minutes.
        FirstResponse = "first_response",
        /// Mean annual repurchase, 0-1.
        Repurchase = "repurchase",
        /// Revenue, CNY a month.
        Revenue = "revenue",
        /// Service cost, CNY a month.
        ServiceCost = "service_cost",
        /// Profit, CNY a month.
        Profit = "profit",
        /// Cumulated discounted change of profit against the baseline, CNY.
        CumulatedGain = "cumulated_gain",
    }
}

impl Outcome {
    /// Whether more of it is worse: what costs, and what is waited for.
    pub const fn more_is_worse(self) -> bool {
        use Outcome::*;
        matches!(
            self,
            DeltaCost
                | PaybackMonth
                | FirstResponse
                | ServiceCostShare
                | ServiceCost
                | SeriousEvents
                | ReturnedGoods
                | TotalCost
        )
    }

    /// A value as a merit, of which more is better: with the other sign where more of the outcome is worse. Its own inverse.
    ///
    /// ```
    /// use aftercast_engine::run::outcome::Outcome;
    /// assert_eq!(Outcome::TotalGain.merit(3.0), 3.0);
    /// assert!(Outcome::FirstResponse.merit(2.0) > Outcome::FirstResponse.merit(8.0));
    /// ```
    pub fn merit(self, value: f64) -> f64 {
        // the other sign of nothing is nothing, not -0
        if self.more_is_worse() { 0.0 - value } else { value }
    }
}

/// Number of outcome columns.
pub const OUTCOME_COLUMNS: usize = Outcome::ALL.len();
/// Number of series, each with a column a month.
pub const SERIES_COLUMNS: usize = Series::ALL.len();

/// Money of a month of the baseline, CNY, that a policy is compared with.
#[derive(Clone, Copy, Debug)]
pub struct BaselineMonth<L> {
    /// Cost and acquisition bill.
    pub cost: L,
    /// Revenue.
    pub revenue: L,
    /// Profit.
    pub profit: L,
}

/// Outcomes and series of the draws in a lane, filled month by month.
#[derive(Clone, Debug)]
pub struct DrawAccumulator<L> {
    outcomes: [L; OUTCOME_COLUMNS],
    series: Vec<L>,
    factor: f64,
    /// First month since which the cumulated gain has stayed at or over zero; infinite where it is below.
    payback: L,
    gain: L,
    last_year: LastYear<L>,
}

/// Sums of the last twelve months.
#[derive(Clone, Copy, Debug)]
struct LastYear<L> {
    csi: L,
    repurchase: L,
    waiting: L,
    contacts: L,
    service_cost: L,
    revenue: L,
    acquisitions: L,
}

impl<L: Lane> DrawAccumulator<L> {
    /// Nothing accumulated yet.
    pub fn new(firm: &Firm) -> Self {
        let z = L::zero();
        Self {
            outcomes: [z; OUTCOME_COLUMNS],
            series: vec![z; SERIES_COLUMNS * firm.horizon],
            factor: 1.0,
            payback: L::splat(f64::INFINITY),
            gain: z,
            last_year: LastYear {
                csi: z,
                repurchase: z,
                waiting: z,
                contacts: z,
                service_cost: z,
                revenue: z,
                acquisitions: z,
            },
        }
    }

    /// Takes a month in, with the same month of the baseline for a policy.
    #[inline(always)]
    pub fn month(&mut self, firm: &Firm, t: usize, m: &Month<L>, baseline: Option<&BaselineMonth<L>>) {
        if let Some(b) = baseline {
            let mut add = |outcome: Outcome, change: L| self.outcomes[outcome as usize] += change * self.factor;
            add(Outcome::DeltaCost, m.cost + m.acquisition_cost - b.cost);
            add(Outcome::DeltaRevenue, m.revenue - b.revenue);
            self.gain += (m.profit - b.profit) * self.factor;
            let below = self.gain.less(L::zero());
            let since = self.payback.min(L::splat(t as f64));
            self.payback = L::select(below, L::splat(f64::INFINITY), since);
        }
        let mut add = |outcome: Outcome, value: L| self.outcomes[outcome as usize] += value * self.factor;
        add(Outcome::SeriousEvents, m.serious_events);
        add(Outcome::ReturnedGoods, m.lines.returned_goods);
        add(Outcome::TotalCost, m.cost + m.acquisition_cost);
        self.factor *= firm.discount;
        let series = [m.customers, m.csi, m.waits.mean, m.repurchase, m.revenue, m.service_cost, m.profit, self.gain];
        for (k, value) in series.into_iter().enumerate() {
            self.series[k * firm.horizon + t] = value;
        }
        if t + 12 >= firm.horizon {
            let y = &mut self.last_year;
            y.csi += m.csi;
            y.repurchase += m.repurchase;
            y.waiting += m.waits.mean * m.contacts;
            y.contacts += m.contacts;
            y.service_cost += m.service_cost;
            y.revenue += m.revenue;
            y.acquisitions += m.acquisitions;
        }
    }

    /// Closes the draws; with the end of the baseline of the same draws for a policy.
    pub fn finish(&mut self, firm: &Firm, ending: &Ending<L>, baseline: Option<&Ending<L>>) {
        let share = 1.0 / firm.horizon.min(12) as f64;
        let y = self.last_year;
        let mut set = |outcome: Outcome, value: L| self.outcomes[outcome as usize] = value;
        set(Outcome::Ltv, ending.lifetime.value);
        set(Outcome::LifetimeMonths, ending.lifetime.months);
        set(Outcome::Csi, y.csi * share);
        set(Outcome::Repurchase, y.repurchase * share);
        // a community solves at most 95 of 100 problems, so there are contacts
        set(Outcome::FirstResponse, y.waiting / y.contacts);
        set(Outcome::ServiceCostShare, y.service_cost / y.revenue);
        set(Outcome::ServiceCost, y.service_cost * share);
        set(Outcome::Acquisitions, y.acquisitions * share);
        set(Outcome::Revenue, y.revenue * share);
        if let Some(baseline) = baseline {
            let terminal_value = ending.terminal_value(baseline, firm);
            set(Outcome::DeltaLtv, ending.lifetime.value - baseline.lifetime.value);
            set(Outcome::TerminalValue, terminal_value);
            set(Outcome::TotalGain, self.gain + terminal_value);
            set(Outcome::Npv, self.gain);
            set(Outcome::PaybackMonth, self.payback);
            let revenue = self.outcomes[Outcome::DeltaRevenue as usize];
            self.outcomes[Outcome::DeltaContribution as usize] = revenue * firm.company.contribution_margin;
        }
    }

    /// Writes the first `lanes` draws at position `at` of a block of `draws` draws, column by column.
    pub fn store(&self, values: &mut [f64], draws: usize, at: usize, lanes: usize) {
        for (column, value) in self.outcomes.iter().chain(&self.series).enumerate() {
            for k in 0..lanes {
                values[column * draws + at + k] = value.get(k);
            }
        }
    }
}
