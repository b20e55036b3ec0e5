//! The levers of a policy: what can be decided, over which range, on what evidence.
//!
//! Declared in `data/levers.toml`; a new lever is one row there and its equation in the model.

use crate::unit::Unit;

/// Groups of levers, in the order of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LeverGroup {
    /// How the policy is rolled out; this group does not ramp.
    Plan,
    /// People and their training.
    Capacity,
    /// AI, tickets, proactive service.
    Automation,
    /// Returns and reverse logistics.
    Returns,
    /// Compensation and insurance.
    Compensation,
    /// Care and community programmes.
    Relationship,
    /// Trust and risk programmes.
    Risk,
    /// What the same money would buy elsewhere: what after-sales spending is measured against.
    Benchmark,
}

impl LeverGroup {
    /// All groups, in the order of the page.
    pub const ALL: [LeverGroup; 8] = [
        LeverGroup::Plan,
        LeverGroup::Capacity,
        LeverGroup::Automation,
        LeverGroup::Returns,
        LeverGroup::Compensation,
        LeverGroup::Relationship,
        LeverGroup::Risk,
        LeverGroup::Benchmark,
    ];

    /// The id as written in files.
    pub const fn name(self) -> &'static str {
        match self {
            LeverGroup::Plan => "plan",
            LeverGroup::Capacity => "capacity",
            LeverGroup::Automation => "automation",
            LeverGroup::Returns => "returns",
            LeverGroup::Compensation => "compensation",
            LeverGroup::Relationship => "relationship",
            LeverGroup::Risk => "risk",
            LeverGroup::Benchmark => "benchmark",
        }
    }
}

/// One lever as declared in the data file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LeverSpec {
    /// Which lever.
    pub id: LeverId,
    /// Its group on the page.
    pub group: LeverGroup,
    /// The default company's value today, in `unit`.
    pub today: f64,
    /// Smallest value accepted, in `unit`.
    pub min: f64,
    /// Largest value accepted, in `unit`.
    pub max: f64,
    /// Step of the slider, in `unit`.
    pub step: f64,
    /// Unit in words.
    pub unit: &'static str,
    /// What it counts.
    pub kind: Unit,
    /// Whether it has to be built and adopted, so that its effect is scaled by `delivery`.
    pub programme: bool,
    /// Whether it is shown first.
    pub headline: bool,
    /// Ids in the evidence file.
    pub evidence: &'static [&'static str],
    /// The part of the range that figures of the report speak about, in `unit`; it holds today's value.
    pub supported: (f64, f64),
    /// The value the report recommends or reports of the best, in `unit`, where it names one.
    pub survey: Option<f64>,
}

include!(concat!(env!("OUT_DIR"), "/levers.rs"));

impl LeverId {
    /// The declaration of this lever.
    pub fn spec(self) -> &'static LeverSpec {
        &LEVERS[self as usize]
    }

    /// The lever of this name in files.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|id| id.name() == name)
    }

    /// Where a policy starts that says nothing about this lever: see [`Levers::start_from`].
    pub fn start_from(self, today: f64) -> f64 {
        if self == Self::UpfrontBudget { 0.0 } else { today }
    }

    /// Whether it takes whole numbers alone: a plan is made in whole months.
    pub fn is_whole(self) -> bool {
        self == Self::RampMonths
    }

    /// The value nearest to `x` that the lever can have.
    pub fn nearest(self, x: f64) -> f64 {
        if self.is_whole() { x.round() } else { x }
    }

    /// Whether the lever moves from today's value to the goal over the ramp (the plan group does not).
    pub fn ramps(self) -> bool {
        !matches!(self.spec().group, LeverGroup::Plan)
    }
}

impl Levers<f64> {
    /// The default company's levers today.
    pub fn default_today() -> Self {
        Self::from_fn(|id| id.spec().today)
    }

    /// Where a policy starts that says nothing: today's levers without an upfront budget, which belongs to a policy and never to
    /// today (docs/model.md, notation).
    pub fn start_from(today: &Self) -> Self {
        Self::from_fn(|id| id.start_from(*today.get(id)))
    }

    /// These levers with some of them moved, each in its own unit.
    ///
    /// ```
    /// use aftercast_scenario::{LeverId, Levers};
    /// let start = Levers::start_from(&Levers::default_today());
    /// assert_eq!(start.with([(LeverId::AgentWage, 9000.0)]).agent_wage, 9000.0);
    /// ```
    #[must_use]
    pub fn with(mut self, moved: impl IntoIterator<Item = (LeverId, f64)>) -> Self {
        moved.into_iter().for_each(|(id, value)| *self.get_mut(id) = value);
        self
    }
}

impl LeverSpec {
    /// Whether it is a share of something, shown and typed in percent.
    pub fn is_share(&self) -> bool {
        self.kind.is_share()
    }
}
