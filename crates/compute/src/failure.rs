//! Why a plan cannot be computed: a closed list, so that a page can say each in the language of its reader.

use std::fmt;

use aftercast_engine::model::BaselineError;
use aftercast_engine::run::central::CentralError;
use aftercast_microsim::firm::NoFirm;
use aftercast_scenario::Violations;
use aftercast_validation::agreement::ComparisonError;
use serde::{Deserialize, Serialize};

/// Why a plan cannot be computed. It travels from a worker to the page; [`Display`](fmt::Display) says it in English.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlanError {
    /// A future has no baseline: its satisfaction and its repurchase contradict each other.
    NoBaseline,
    /// Page and worker do not understand each other: they are of different versions of the program.
    OtherVersion,
    /// A reported wait comes from no load of the desk.
    WaitOutOfReach,
    /// Workers ended again and again, and the page does not compute such plans by itself.
    WorkersLost,
}

impl fmt::Display for PlanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoBaseline => write!(f, "a future has no baseline: {}", BaselineError::NotStationary),
            Self::WaitOutOfReach => NoFirm::WaitOutOfReach.fmt(f),
            Self::OtherVersion => f.write_str("page and worker are of different versions: reload the page"),
            Self::WorkersLost => f.write_str("the workers keep ending: reload the page and try fewer draws"),
        }
    }
}

impl std::error::Error for PlanError {}

impl From<BaselineError> for PlanError {
    fn from(why: BaselineError) -> Self {
        match why {
            BaselineError::NotStationary => Self::NoBaseline,
        }
    }
}

impl From<CentralError> for PlanError {
    fn from(why: CentralError) -> Self {
        match why {
            CentralError::Baseline(why) => why.into(),
            CentralError::Wait(_) => Self::WaitOutOfReach,
        }
    }
}

impl From<ComparisonError> for PlanError {
    fn from(why: ComparisonError) -> Self {
        match why {
            ComparisonError::Equations(why) => why.into(),
            ComparisonError::Customers(NoFirm::NeverSettles) => Self::NoBaseline,
            ComparisonError::Customers(NoFirm::WaitOutOfReach) => Self::WaitOutOfReach,
        }
    }
}

impl From<Violations> for PlanError {
    /// What is sent to a worker was checked by the same program.
    fn from(_: Violations) -> Self {
        Self::OtherVersion
    }
}
