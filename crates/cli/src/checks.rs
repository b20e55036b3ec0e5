//! `aftercast checks`: the behaviour checks with their verdicts.

use std::path::Path;

use aftercast_validation::behaviour::{self, Rule, Verdict};
use aftercast_validation::books::{self, BookLine};
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
        let books: Vec<Value> = books::lines(&scenario)
            .iter()
            .map(|l| json!({ "line": l.name, "model": l.model, "stated": l.stated, "factor": l.factor, "after": l.after }))
            .collect();
        print(&format!("{:#}", json!({ "checks": rows, "books": books })))?;
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
            "{} of {} checks hold\n{}\n\nThe model's year at today's policy against the firm's books, million CNY\n{}",
            verdicts.len() - failed,
            verdicts.len(),
            table(["verdict", "check", "seen", "numbers", "where"], rows),
            books_table(&books::lines(&scenario))
        ))?;
    }
    if failed > 0 {
        return Err(Failure::Machine(format!("{failed} of {} checks fail", verdicts.len())));
    }
    Ok(())
}

/// Lines of cost before and after the books calibrate them.
fn books_table(lines: &[BookLine]) -> String {
    let million = |x: f64| format!("{:.3}", x / 1e6);
    let rows = lines.iter().map(|l| {
        let stated = l.stated.map_or_else(|| "not stated".to_owned(), million);
        [l.name.to_owned(), million(l.model), stated, format!("{:.4}", l.factor), million(l.after)]
    });
    table(["line", "model before", "books", "factor", "model after"], rows)
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
