//! From a draft to a scenario that can run: what the inputs alone can tell, and whether the model's queue and population can be
//! as the facts say.

use aftercast_scenario::check::check_with;
use aftercast_scenario::{Draft, Scenario, ViolationKind, Violations};

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
                    format!("segment means between {low} and {high} points"),
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
                        format!("{low} to {high} times the model's own {year:.0} CNY a year"),
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
                format!("a {period} wait of {:.4} to {:.4} minutes", wait.reachable.0, wait.reachable.1),
                format!("no load between {low} and {high} of the desk's capacity makes the {period} wait that long; check waits, staff and handling time"),
            );
        }
        Err(BaselineError::NotStationary) => v.push(
            ViolationKind::Impossible,
            "company",
            "csi, repurchase and offsets",
            "facts that fit together",
            "no stationary population has this satisfaction and repurchase; check csi, csi_offset and repurchase",
        ),
    }
}
