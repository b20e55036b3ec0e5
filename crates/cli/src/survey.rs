//! `aftercast evidence --check`: figures of the survey beside the model.

use std::path::Path;

use aftercast_i18n::Text;
use aftercast_validation::survey::{Compared, compare_with_survey};
use serde_json::{Value, json};

use crate::output::print;
use crate::registries::table;
use crate::{Failure, load_or_default};

/// Draws of our assumptions.
const DRAWS: u64 = 256;

/// Prints every compared figure, worst first. A disagreement is shown, not an error.
pub fn survey(scenario: Option<&Path>, as_json: bool) -> Result<(), Failure> {
    let scenario = load_or_default(scenario)?;
    let rows = compare_with_survey(&scenario, DRAWS)
        .map_err(|e| Failure::Machine(format!("with these assumptions the report's company has no baseline: {e}")))?;
    if as_json {
        let rows: Vec<Value> = rows
            .iter()
            .map(|r| {
                let reconciles: Vec<Value> = r
                    .reconciles
                    .iter()
                    .map(|x| {
                        json!({ "assumption": x.assumption.name(), "value": x.value, "believed": x.believed,
                            "distance": x.distance })
                    })
                    .collect();
                json!({ "evidence": r.item.evidence, "key": r.item.key, "reported": r.reported, "face_value": r.face_value,
                    "central": r.central, "quantiles_5_50_95": r.spread, "defined": r.defined,
                    "gap": r.gap.is_finite().then_some(r.gap), "verdict": r.verdict.name(), "by_construction": r.item.by_construction,
                    "reconciles": reconciles })
            })
            .collect();
        return print(&format!("{:#}", Value::from(rows)));
    }
    print(&table(
        ["evidence", "figure", "reported", "face value", "ours", "5 to 95 %", "gap", "verdict", "reconciled by"],
        rows.iter().map(cells),
    ))
}

fn cells(r: &Compared) -> [String; 9] {
    let maybe = |x: Option<f64>| x.map_or("–".to_owned(), short);
    [
        r.item.evidence.to_owned(),
        words(&format!("survey_{}", r.item.key)),
        short(r.reported),
        maybe(r.face_value),
        maybe(r.central),
        r.spread.map_or("–".to_owned(), |[low, _, high]| format!("{} to {}", short(low), short(high))),
        if r.gap.is_finite() { format!("{:.0} %", 100.0 * r.gap) } else { "–".to_owned() },
        words(&format!("verdict_{}", r.verdict.name())),
        reconciled(r),
    ]
}

fn reconciled(r: &Compared) -> String {
    use aftercast_validation::survey::CLOSE;
    if r.gap <= CLOSE {
        return String::new();
    }
    if r.reconciles.is_empty() {
        return "no single assumption".to_owned();
    }
    let one = |x: &aftercast_validation::survey::Reconciles| {
        let doubt = if x.believed { "" } else { " (beyond belief)" };
        format!("{} = {}{doubt}", x.assumption.name(), short(x.value))
    };
    r.reconciles.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The English text of a key; the key itself where there is none.
fn words(key: &str) -> String {
    Text::ALL.iter().find(|t| t.key() == key).map_or(key.to_owned(), |t| t.en().to_owned())
}

/// About four figures.
fn short(x: f64) -> String {
    match x.abs() {
        s if s >= 1e3 => format!("{x:.0}"),
        s if s >= 100.0 => format!("{x:.1}"),
        s if s >= 1.0 => format!("{x:.2}"),
        _ => format!("{x:.4}"),
    }
}
