//! From a draft to a scenario that can run: what the inputs alone can tell, and whether the model's queue and population can be
//! as the facts say.

use aftercast_scenario::check::check_with;
use aftercast_scenario::{Allowed, Draft, Scenario, ViolationKind, Violations};

use crate::model::books::{BookLines, FACTOR_RANGE};
use crate::model::queue::Exact;
use crate::model::waiting::UTILISATION_RANGE;
use crate::model::{Baseline, BaselineError, Firm};

/// A segment's mean score stays within these, so that it can still move.
const SCORE_RANGE: (f64, f64) = (1e-9, 100.0 - 1e-9);

/// Checks a draft, the queue of the central draw included.
///
/// # Errors
/// Every violation at once.
pub fn check(draft: &Draft) -> Result<Scenario, Violations> {
    check_with(draft, fits)
}

/// What only the central draw's baseline can tell: that the facts fit together.
fn fits(scenario: &Scenario, v: &mut Violations) {
    let firm = Firm::new(scenario.company(), scenario.today());
    match Baseline::new(&firm, &scenario.central(), &mut Exact) {
        Ok((base, None)) => {
            let (low, high) = SCORE_RANGE;
            if let Some(s) = base.population.satisfaction.iter().find(|s| !(**s > low && **s < high)) {
                v.push(
                    ViolationKind::Impossible,
                    "company.csi",
                    scenario.company().csi,
                    Allowed::SegmentScores { low, high },
                    format!("the offsets put a segment at {s:.3} points; make the csi_offset of stage, tier or profile smaller"),
                );
            }
            let (low, high) = FACTOR_RANGE;
            let stated = BookLines::from(&scenario.company().stated_costs).named();
            let model = base.books.named().into_iter().zip(base.model_year.named());
            for (((line, factor), (_, year)), (_, stated)) in model.zip(stated) {
                if !(factor >= low && factor <= high) {
                    v.push(
                        ViolationKind::Impossible,
                        format!("company.stated_costs.{line}"),
                        stated.unwrap_or(factor * year),
                        Allowed::TimesModelYear { low, high, year },
                        "the figure is of something else, or the company's other facts are; check both, or leave the line out",
                    );
                }
            }
        }
        Ok((_, Some(wait))) => {
            let (low, high) = UTILISATION_RANGE;
            let field = if wait.night { "company.night_response_minutes" } else { "company.first_response_minutes" };
            let period = if wait.night { "night" } else { "day" };
            v.push(
                ViolationKind::Impossible,
                field,
                wait.target,
                Allowed::Wait { night: wait.night, low: wait.reachable.0, high: wait.reachable.1 },
                format!("no load between {low} and {high} of the desk's capacity makes the {period} wait that long; check waits, staff and handling time"),
            );
        }
        Err(BaselineError::NotStationary) => v.push(
            ViolationKind::Impossible,
            "company",
            "csi, repurchase, csi_offset",
            Allowed::Consistent,
            "no stationary population has this satisfaction and repurchase; check csi, csi_offset and repurchase",
        ),
    }
}
