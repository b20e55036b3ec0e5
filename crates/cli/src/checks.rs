//! `aftercast checks`: the behaviour checks with their verdicts.

use std::path::Path;

use aftercast_validation::behaviour::{self, Rule, Verdict};
use serde_json::{Value, json};

use crate::output::print;
use crate::registries::table;
use crate::{Failure, load_or_default};

/// Runs every check at a company, lists them, fails where one fails.
pub fn checks(scenario: Option<&Path>, as_json: bool) -> Result<(), Failure> {
    let scenario = load_or_default(scenario)?;
    let verdicts = behaviour::checks(&scenario)
        .map_err(|e| Failure::Machine(format!("a case of the matrix has no baseline: {e}")))?;
    let failed = verdicts.iter().filter(|v| !v.holds).count();
    if as_json {
        let rows: Vec<Value> = verdicts
            .iter()
            .map(|v| {
                json!({ "id": v.check.id, "en": v.check.en, "zh": v.check.zh, "holds": v.holds, "numbers": v.numbers,
                    "seen": [v.seen.0, v.seen.1], "place": v.place })
            })
            .collect();
        print(&format!("{:#}", Value::from(rows)))?;
    } else {
        let rows = verdicts.iter().map(|v| {
            [
                if v.holds { "holds" } else { "FAILS" }.to_owned(),
                v.check.en.to_owned(),
                seen(v),
                v.numbers.to_string(),
                if v.holds { String::new() } else { v.place.clone() },
            ]
        });
        print(&format!(
            "{} of {} checks hold\n{}",
            verdicts.len() - failed,
            verdicts.len(),
            table(["verdict", "check", "seen", "numbers", "where"], rows)
        ))?;
    }
    if failed > 0 {
        return Err(Failure::Machine(format!("{failed} of {} checks fail", verdicts.len())));
    }
    Ok(())
}

fn seen(v: &Verdict) -> String {
    let (first, last) = v.seen;
    match v.check.rule {
        Rule::Finite => "–".to_owned(),
        Rule::Within { .. } | Rule::Moves { .. } => format!("{} to {}", short(first), short(last)),
        Rule::Balance(_) | Rule::NoOp | Rule::Returns(_) => format!("residual {last:.1e}"),
    }
}

/// About six figures.
fn short(x: f64) -> String {
    match x.abs() {
        s if s >= 1e6 => format!("{:.3} M", x / 1e6),
        s if s >= 1e3 => format!("{x:.1}"),
        _ => format!("{x:.4}"),
    }
}
