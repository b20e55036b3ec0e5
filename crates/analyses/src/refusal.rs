//! Why there is nothing to compute, or nothing came of it: kept as it is, and put into words where it is shown.

use aftercast_compute::PlanError;
use aftercast_engine::analysis::TargetError;
use aftercast_i18n::Text;
use aftercast_scenario::Violations;
use aftercast_validation::forecast::ForecastError;
use aftercast_wording::words::{Words, first_violations};

/// Why a section has no plan, or its plan no report.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// The document has no policy to choose.
    NothingToChoose,
    /// No other document to compare with is set.
    NothingToCompare,
    /// No assumption, lever or company fact to vary is set.
    NothingToVary,
    /// The outcome has no mean.
    Target(TargetError),
    /// The document, or the settings, cannot run.
    Violations(Violations),
    /// There can be no forecast of that day.
    Forecast(ForecastError),
    /// The plan could not be computed.
    Plan(PlanError),
}

impl Refusal {
    /// What is wrong and what to do.
    pub fn said(&self, words: Words) -> String {
        match self {
            Self::NothingToChoose => words.to(Text::StudyNothingToChoose),
            Self::NothingToCompare => words.to(Text::CompareNothing),
            Self::NothingToVary => words.to(Text::StudyNothingToVary),
            Self::Target(TargetError { .. }) => words.to(Text::StudyNoMean),
            Self::Violations(violations) => first_violations(violations, words),
            Self::Forecast(why) => forecast_error(why, words),
            Self::Plan(why) => plan_error(*why, words),
        }
    }
}

impl From<TargetError> for Refusal {
    fn from(why: TargetError) -> Self {
        Self::Target(why)
    }
}

impl From<Violations> for Refusal {
    fn from(why: Violations) -> Self {
        Self::Violations(why)
    }
}

impl From<ForecastError> for Refusal {
    fn from(why: ForecastError) -> Self {
        Self::Forecast(why)
    }
}

impl From<PlanError> for Refusal {
    fn from(why: PlanError) -> Self {
        Self::Plan(why)
    }
}

/// Why a plan cannot be computed, in words.
pub fn plan_error(why: PlanError, words: Words) -> String {
    words.to(match why {
        PlanError::NoBaseline => Text::FailedNoBaseline,
        PlanError::WaitOutOfReach => Text::FailedWait,
        PlanError::OtherVersion => Text::FailedOtherVersion,
        PlanError::WorkersLost => Text::FailedWorkers,
    })
}

/// What is wrong with a forecast, its day or its document, in words.
pub fn forecast_error(why: &ForecastError, words: Words) -> String {
    match why {
        ForecastError::Date(date) => words.with(Text::RecordNoDay, &[("date", date)]),
        ForecastError::Changed => words.to(Text::RecordChanged),
        ForecastError::Nothing => words.to(Text::RecordNothing),
        ForecastError::Baseline(why) => plan_error((*why).into(), words),
        ForecastError::StartMonth { wanted, found } => {
            let (wanted, found) = (wanted.to_string(), found.to_string());
            words.with(Text::RecordStartMonth, &[("wanted", &wanted), ("found", &found)])
        }
    }
}
