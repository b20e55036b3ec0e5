//! Assumptions and how they go together: overrides within their range, waits and handling times that can be, a correlation matrix that is one.

use crate::allowed::Allowed;
use crate::draft::{Draft, Override};
use crate::violation::{ViolationKind, Violations};
use crate::{AssumptionId, Assumptions, Company, Correlations, Distribution};

pub(super) fn distributions(draft: &Draft, v: &mut Violations) -> Assumptions<Distribution> {
    Assumptions::from_fn(|id| {
        let path = format!("assumptions.{}", id.name());
        match draft.overridden(id) {
            None => id.spec().distribution,
            Some(Override::Known(value)) => {
                check_override(id, &path, value, v);
                Distribution::Known { value }
            }
            Some(Override::Range { low, mode, high }) => {
                for (part, value) in [("low", low), ("mode", mode), ("high", high)] {
                    check_override(id, &format!("{path}.{part}"), value, v);
                }
                if !(low <= mode && mode <= high) {
                    v.push(
                        ViolationKind::Order,
                        path,
                        format!("{low}, {mode}, {high}"),
                        "low <= mode <= high",
                        "put the three in order",
                    );
                }
                Distribution::Pert { low, mode, high }
            }
        }
    })
}

/// Correlations, one by one and together.
pub(super) fn correlations(draft: &Draft, v: &mut Violations) -> Correlations {
    let mut sound = true;
    for (&(a, b), &rho) in &draft.correlations {
        let field = format!("correlations.{}~{}", a.name(), b.name());
        if crate::correlations::pair(a, b) != Some((a, b)) {
            let hint = "the one that comes first in the list of assumptions stands first";
            v.push(ViolationKind::Order, field, rho, format!("{}~{}", b.name(), a.name()), hint);
            sound = false;
        } else if !(rho.abs() < 1.0) {
            let kind = if rho.is_finite() { ViolationKind::OutOfRange } else { ViolationKind::NotFinite };
            v.push(kind, field, rho, Allowed::Between(-1.0, 1.0), "0 makes the two independent");
            sound = false;
        }
    }
    let found = Correlations::stated(&draft.correlations);
    if sound && let Err(id) = found.factor() {
        let pairs = found.pairs().into_iter().filter(|&(a, b, rho)| rho != 0.0 && (a == id || b == id));
        let pairs = pairs.map(|(a, b, rho)| format!("{}~{} {rho}", a.name(), b.name())).collect::<Vec<_>>();
        v.push(
            ViolationKind::Impossible,
            "correlations",
            pairs.join(", "),
            Allowed::PositiveDefinite,
            format!("{} cannot have these beside those of its partners; make one of them smaller", id.name()),
        );
    }
    found
}

/// The decimal number that a product of decimal numbers stands for: three times 0.6 is 1.8, not 1.7999999999999998.
fn decimal(x: f64) -> f64 {
    (x * 1e9).round() / 1e9
}

/// Range of an overridden assumption (docs/model.md 9).
///
/// ```
/// use aftercast_scenario::{AssumptionId, check::override_range};
/// assert_eq!(override_range(AssumptionId::CausalShare), (0.0, 1.0));
/// assert_eq!(override_range(AssumptionId::LadderPoints), (-15.0, 0.0));
/// assert_eq!(override_range(AssumptionId::AcquisitionElasticity), (0.0, 1.8));
/// ```
pub fn override_range(id: AssumptionId) -> (f64, f64) {
    use AssumptionId as A;
    let triple = |x: f64| decimal(3.0 * x);
    let most = |cap: f64| match id.spec().distribution {
        Distribution::Pert { high, .. } => (0.0, triple(high).min(cap)),
        Distribution::Known { value } => (0.0, triple(value).min(cap)),
        // positive, and within six standard deviations of the number or of its logarithm
        Distribution::Normal { mean, sd } => ((mean - 6.0 * sd).max(f64::MIN_POSITIVE), mean + 6.0 * sd),
        Distribution::LogNormal { median, gsd } => {
            let six = gsd.powi(6);
            (median / six, median * six)
        }
    };
    let at_least = |low: f64| (low, most(f64::INFINITY).1);
    match id {
        A::LadderPoints => (-15.0, 0.0),
        A::Headroom => (most(1000.0).0, 1000.0),
        A::EnquiryWeight => (0.0, 10.0),
        A::AiCareKnee | A::TurnoverShare | A::NightLoadShare => most(0.9),
        A::WarningSeverity | A::AiComplexRatio => most(1.0),
        A::NewcomerShare => (0.0, 1.0),
        A::QualityLoopReduction
        | A::AllianceDamageReduction
        | A::TraceabilityEventCut
        | A::CommunitySelfSolve
        | A::ProactiveReduction => most(0.95),
        A::SatisfactionTau => at_least(2.0),
        A::PositiveMemory | A::NegativeMemory | A::RecommendRatio => at_least(1.0),
        A::HandlingMinutes => at_least(0.5),
        _ if id.is_share() => {
            let (low, high) = most(1.0);
            (low, high.min(1.0))
        }
        _ => most(f64::INFINITY),
    }
}

fn check_override(id: AssumptionId, path: &str, value: f64, v: &mut Violations) {
    v.range(path, value, override_range(id), id.spec().unit, "the range in which the model is defined");
}

/// The highest value a draw can have, for a bounded distribution.
fn highest(distribution: &Distribution) -> f64 {
    match *distribution {
        Distribution::Known { value } => value,
        Distribution::Pert { high, .. } => high,
        Distribution::Normal { mean, sd } => mean + 6.0 * sd,
        Distribution::LogNormal { median, gsd } => median * gsd.powi(6),
    }
}

pub(super) fn check_waits(company: &Company, distributions: &Assumptions<Distribution>, v: &mut Violations) {
    let l = highest(&distributions.night_load_share);
    let (first, night) = (company.first_response_minutes, company.night_response_minutes);
    if first.is_finite() && night.is_finite() && !(first > l * night) {
        let day = company.day_response(l);
        v.push(
            ViolationKind::Impossible,
            "company.first_response_minutes",
            first,
            // rounded up: what is named as allowed is
            Allowed::MinutesAbove((l * night * 100.0).ceil() / 100.0),
            format!(
                "with {night} minutes at night and up to {} of the contacts there, the day would wait {day:.2} minutes; \
                 raise the mean wait, or lower the night wait or night_load_share",
                l
            ),
        );
    }
}

/// The mean handling time of today's contacts is a divisor: where every contact is complex and a complex one takes no time,
/// there is none. A range reaches 0 in no draw, so only what is fixed there is refused.
pub(super) fn check_handling(distributions: &Assumptions<Distribution>, v: &mut Violations) {
    let never = |d: &Distribution| match *d {
        Distribution::Known { value } => value == 0.0,
        Distribution::Pert { low, high, .. } => low == 0.0 && high == 0.0,
        Distribution::Normal { .. } | Distribution::LogNormal { .. } => false,
    };
    if never(&distributions.simple_share) && never(&distributions.complex_handling) {
        v.push(
            ViolationKind::Impossible,
            "assumptions.simple_share",
            0.0,
            Allowed::AboveZeroWith("assumptions.complex_handling"),
            "every contact is then complex and takes no time, so the desk has no work to measure; raise simple_share or complex_handling",
        );
    }
}
