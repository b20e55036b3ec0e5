//! The uncertain assumptions: how strongly one thing drives another, and how sure we are.
//!
//! Declared in `data/parameters.toml` with unit and evidence; correlations join pairs.

use crate::unit::Unit;

pub use aftercast_numerics::sampling::Distribution;

/// One assumption as declared in the data file.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AssumptionSpec {
    /// Which assumption.
    pub id: AssumptionId,
    /// Its section of the data file.
    pub group: AssumptionGroup,
    /// What we believe about it.
    pub distribution: Distribution,
    /// Unit in words.
    pub unit: &'static str,
    /// What it counts.
    pub kind: Unit,
    /// Ids in the evidence file, or `assumption`.
    pub evidence: &'static [&'static str],
    /// A remark for its defence; may be empty.
    pub note: &'static str,
}

include!(concat!(env!("OUT_DIR"), "/assumptions.rs"));

impl AssumptionId {
    /// The declaration of this assumption.
    pub fn spec(self) -> &'static AssumptionSpec {
        &ASSUMPTIONS[self as usize]
    }

    /// The assumption of this name in files.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|id| id.name() == name)
    }
}

/// "The report at face value" (docs/model.md section 3): the reported relations taken as fully causal, delivered and undiscounted, and
/// what outside studies changed as the report has it.
pub const FACE_VALUE: [(AssumptionId, f64); 19] = [
    (AssumptionId::CausalShare, 1.0),
    (AssumptionId::CompetitorCatchUp, 0.0),
    (AssumptionId::Delivery, 1.0),
    (AssumptionId::CostOverrun, 1.0),
    (AssumptionId::SetupYears, 0.0),
    (AssumptionId::Headroom, 1000.0),
    (AssumptionId::EnquiryWeight, 10.0),
    (AssumptionId::NewcomerShare, 1.0),
    (AssumptionId::PointsPerMinute, 1.2),
    (AssumptionId::AiBounce, 0.0),
    (AssumptionId::StatutoryShare, 0.0),
    (AssumptionId::RefundShare, 0.0),
    (AssumptionId::LeniencyOrders, 0.0),
    (AssumptionId::LeniencyReturns, 0.0),
    (AssumptionId::ComplainLow, 0.65),
    (AssumptionId::NegativeReach, 3.2),
    (AssumptionId::AttritionWageElasticity, 1.0),
    (AssumptionId::FastRefundCost, 0.0015),
    (AssumptionId::CompanionCost, 60.0),
];

impl AssumptionId {
    /// Whether it is a fraction or a probability, which cannot exceed 1.
    pub fn is_share(self) -> bool {
        self.spec().kind.is_share()
    }

    /// Whether it is shown and typed in percent: a share, or a difference of shares.
    pub fn in_percent(self) -> bool {
        self.spec().kind.in_percent()
    }
}
