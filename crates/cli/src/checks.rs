//! `aftercast checks`: the behaviour checks with their verdicts.

use std::path::Path;

use aftercast_analyses::sections::behaviour as section;
use aftercast_analyses::terminal::{Money, table};
use aftercast_validation::behaviour;
use aftercast_validation::books::{self, BookLine};
use serde_json::{Value, json};

use crate::output::print;
use crate::{Failure, load_or_default};

/// Runs every check at a company, lists them, fails where one fails.
pub fn checks(scenario: Option<&Path>, as_json: bool) -> Result<(), Failure> {
    let scenario = load_or_default(scenario)?;
    let verdicts = behaviour::checks(&scenario)
        .map_err(|e| Failure::Input(format!("a case of the matrix has no baseline: {e}")))?;
    let failed = verdicts.iter().filter(|v| v.fails()).count();
    if as_json {
        let books: Vec<Value> = books::lines(&scenario)
            .iter()
            .map(|l| json!({ "line": l.name, "model": l.model, "stated": l.stated, "factor": l.factor, "after": l.after }))
            .collect();
        print(&format!("{:#}", json!({ "checks": section::json_of(&verdicts), "books": books })))?;
    } else {
        let money = Money::of(scenario.company());
        print(&format!(
            "{}\n\nThe model's year at today's policy against the firm's books, {}\n{}",
            section::terminal_of(&verdicts),
            money.words(),
            books_table(&books::lines(&scenario), money)
        ))?;
    }
    if failed > 0 {
        return Err(Failure::Machine(format!("{failed} of {} checks fail", verdicts.len())));
    }
    Ok(())
}

/// Lines of cost before and after the books calibrate them.
fn books_table(lines: &[BookLine], money: Money) -> String {
    let sum = |x: f64| money.text(x, 3);
    let rows = lines.iter().map(|l| {
        let stated = l.stated.map_or_else(|| "not stated".to_owned(), sum);
        [l.name.to_owned(), sum(l.model), stated, format!("{:.4}", l.factor), sum(l.after)]
    });
    table(["line", "model before", "books", "factor", "model after"], rows)
}
