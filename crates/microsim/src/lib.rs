//! Customers one by one: an independent simulation that the equations are held against.
//!
//! Claim: a population of single customers, each with her own score, orders, incidents, contacts, decisions and talk, and a desk
//!   where every contact queues, gives the same means as the aggregate equations wherever those average rightly.
//! Equations: probabilities and tariffs of [`rules`]; who is there from [`firm`]; the desk of [`desk`]; a month in [`life`].
//! Symbols: customers are a sample of the firm, each standing for `customers/sample` people; the desk has the firm's own size
//!   and each replication watches its share of the month.
//! Validity: nothing of the model's code is used, only scenario types and elementary functions; the architecture test
//!   holds this. Readings other than [`Averaging::Shared`] undo one averaging each.
//! Source: docs/model.md, sections 1 to 7: the text, not the code that the engine makes of it.

pub mod desk;
pub mod dice;
pub mod firm;
pub mod life;
pub mod rules;

use aftercast_scenario::{Assumptions, Company, Levers};

/// How literally a customer is an individual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Averaging {
    /// As the equations average: a segment shares one experience, and who is pleased changes from month to month. New customers start
    /// where customers start today, but for the share of the gain that the assumption `newcomer_share` gives them, and customers keep their gain when the child grows.
    Shared,
    /// A customer keeps her own liking for years, so those who stay are those who like the firm.
    Lasting,
    /// New customers start with what the firm has gained or lost since.
    Inherited,
    /// Every customer feels the wait of her own contact against today's mean, under a ceiling of her own.
    OwnWait,
    /// Every customer feels the wait of her own contact against what the same contact would have waited today, under a ceiling of her own.
    OwnChange,
    /// A third of those who gave up waiting call again.
    CallsAgain,
    /// Every incident is paid by its own multiple, not by the average one.
    PayByKind,
    /// Simple and complex contacts take their own times at the desk.
    TwoKinds,
    /// Contacts come in a wave over the day and over the night, half above and half below the mean.
    RushHours,
    /// Part of an agent is an agent for part of the time.
    PartTime,
    /// Serious events strike or do not.
    Sudden,
}

impl Averaging {
    /// All readings; the first is the one that must agree.
    pub const ALL: [Self; 11] = [
        Self::Shared,
        Self::Lasting,
        Self::Inherited,
        Self::OwnWait,
        Self::OwnChange,
        Self::CallsAgain,
        Self::PayByKind,
        Self::TwoKinds,
        Self::RushHours,
        Self::PartTime,
        Self::Sudden,
    ];

    /// Id in files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Shared => "shared",
            Self::Lasting => "lasting",
            Self::Inherited => "inherited",
            Self::OwnWait => "own_wait",
            Self::OwnChange => "own_change",
            Self::CallsAgain => "calls_again",
            Self::PayByKind => "pay_by_kind",
            Self::TwoKinds => "two_kinds",
            Self::RushHours => "rush_hours",
            Self::PartTime => "part_time",
            Self::Sudden => "sudden",
        }
    }
}

macro_rules! figures {
    ($($(#[$doc:meta])* $variant:ident = $id:literal),* $(,)?) => {
        /// What is observed of a month.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(usize)]
        pub enum Figure { $($(#[$doc])* $variant),* }
        impl Figure {
            /// All figures in order.
            pub const ALL: &'static [Figure] = &[$(Figure::$variant),*];
            /// Id in files.
            pub const fn name(self) -> &'static str {
                match self { $(Figure::$variant => $id),* }
            }
        }
    };
}

figures! {
    /// Customers at the start of the month.
    Customers = "customers",
    /// Mean score, points.
    Csi = "csi",
    /// First response by day, minutes.
    DayResponse = "day_response",
    /// First response by night, minutes.
    NightResponse = "night_response",
    /// First response, minutes.
    FirstResponse = "first_response",
    /// Mean annual probability to come back.
    Repurchase = "repurchase",
    /// Incidents a month.
    Incidents = "incidents",
    /// Contacts a month.
    Contacts = "contacts",
    /// Contacts that people answer, a month.
    HumanContacts = "human_contacts",
    /// Recommendations a customer.
    PositiveTalk = "positive_talk",
    /// Warnings a customer, weighted by their reach.
    NegativeTalk = "negative_talk",
    /// New customers a month.
    Acquisitions = "acquisitions",
    /// Revenue, CNY a month.
    Revenue = "revenue",
    /// Labour, CNY a month.
    Labour = "labour",
    /// Technology, CNY a month.
    Technology = "technology",
    /// Reverse logistics, CNY a month.
    ReverseLogistics = "reverse_logistics",
    /// Compensation, CNY a month.
    Compensation = "compensation",
    /// Programmes, CNY a month.
    Programmes = "programmes",
    /// Margin and markdown of goods that come back against today, CNY a month.
    ReturnedGoods = "returned_goods",
    /// Service cost, serious events, setup and returned goods, CNY a month.
    Cost = "cost",
    /// Contribution after service and acquisition, CNY a month.
    Profit = "profit",
}

/// Number of figures.
pub const FIGURES: usize = Figure::ALL.len();
/// The figures of a month.
pub type MonthSeen = [f64; FIGURES];

/// A population to be simulated.
#[derive(Clone, Debug)]
pub struct Population {
    firm: firm::Firm,
    reading: Averaging,
}

/// How much is simulated, and with which luck.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effort {
    /// Customers at the start of one replication.
    pub customers: usize,
    /// Share of every month that a replication watches at the desk.
    pub watch: f64,
    /// Seed.
    pub seed: u64,
}

impl Population {
    /// The population of a checked company at the start.
    ///
    /// # Errors
    /// Facts that contradict each other.
    pub fn new(
        company: &Company,
        today: &Levers<f64>,
        a: &Assumptions<f64>,
        reading: Averaging,
    ) -> Result<Self, firm::NoFirm> {
        Ok(Self { firm: firm::Firm::new(company, today, a, reading)?, reading })
    }

    /// Simulates one replication of a policy, or of today for `None`, month by month.
    pub fn replicate(&self, policy: Option<&Levers<f64>>, effort: Effort, replication: u64) -> Vec<MonthSeen> {
        life::Life::new(&self.firm, self.reading, policy, effort, replication).months()
    }
}
