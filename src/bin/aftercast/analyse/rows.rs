//! Outcomes at given values of the assumptions, from a CSV file.

use std::path::Path;

use aftercast::engine::analysis::{Analysis, Answer, Job, Rows};
use aftercast::engine::run::batch::Row;
use aftercast::engine::run::record::Outcome;
use aftercast::engine::scenario::check::override_range;
use aftercast::engine::scenario::{AssumptionId, EventMode, Levers, World};
use aftercast::names::csv_field;
use serde_json::json;

use super::{Finding, Question, compute, unknown};
use crate::Failure;

/// Rows of a job.
const CHUNK: usize = 64;
/// Problems named before the rest is only counted.
const NAMED: usize = 10;

/// Reads the file, runs today and every policy at its rows, prints CSV.
pub fn answer(q: &Question, path: Option<&Path>) -> Result<Finding, Failure> {
    let path =
        path.ok_or_else(|| Failure::Input("--values: give a CSV file with a column an assumption".to_owned()))?;
    let text = std::fs::read_to_string(path).map_err(|e| Failure::Input(format!("{}: {e}", path.display())))?;
    let (rows, events) = read(q, &text, &path.display().to_string())?;
    let (names, goals) = q.options();
    let count = rows.len();
    let analysis = GivenRows {
        world: q.scenario.world(),
        goals,
        outcome: q.outcome,
        rows,
        events,
        planned: false,
        values: vec![Vec::with_capacity(count); names.len()],
    };
    let values = compute(analysis, q.threads)?;
    let head: Vec<String> = names.iter().map(|name| csv_field(name)).collect();
    let cell = |x: f64| if x.is_finite() { x.to_string() } else { String::new() };
    let lines = (0..count).map(|i| values.iter().map(|v| cell(v[i])).collect::<Vec<_>>().join(","));
    let table = std::iter::once(head.join(",")).chain(lines).collect::<Vec<_>>().join("\n");
    Ok(Finding { table, json: json!({ "options": names, "rows": count, "values": values }) })
}

/// The futures of a CSV file; events are sampled where it has a column `draw`.
fn read(q: &Question, text: &str, path: &str) -> Result<(Vec<Row>, EventMode), Failure> {
    enum Column {
        Draw,
        Value(AssumptionId),
    }
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let head =
        lines.next().ok_or_else(|| Failure::Input(format!("{path}: empty; the first line names assumptions")))?;
    let columns = head
        .1
        .split(',')
        .map(|name| match name.trim() {
            "draw" => Ok(Column::Draw),
            name => AssumptionId::from_name(name)
                .map(Column::Value)
                .ok_or_else(|| unknown(&format!("{path}: column"), name, &AssumptionId::ALL.map(|id| id.name()))),
        })
        .collect::<Result<Vec<_>, _>>()?;
    let central = q.scenario.central();
    let mut rows = Vec::new();
    let mut problems = Vec::new();
    for (number, line) in lines {
        let cells: Vec<&str> = line.split(',').map(str::trim).collect();
        if cells.len() != columns.len() {
            problems.push(format!("{path} line {}: {} cells, expected {}", number + 1, cells.len(), columns.len()));
            continue;
        }
        let mut row = Row { draw: 0, values: central };
        for (column, cell) in columns.iter().zip(cells) {
            let wrong = |expected: String| format!("{path} line {}: {cell:?}, expected {expected}", number + 1);
            match column {
                Column::Draw => match cell.parse() {
                    Ok(draw) => row.draw = draw,
                    Err(_) => problems.push(wrong("the number of a draw".to_owned())),
                },
                Column::Value(id) => {
                    let (low, high) = override_range(*id);
                    match cell.parse::<f64>() {
                        Ok(x) if low <= x && x <= high => *row.values.get_mut(*id) = x,
                        _ => problems.push(wrong(format!("{} from {low} to {high}", id.name()))),
                    }
                }
            }
        }
        rows.push(row);
    }
    if rows.is_empty() && problems.is_empty() {
        problems.push(format!("{path}: no rows under the first line"));
    }
    if !problems.is_empty() {
        let more = problems.len().saturating_sub(NAMED);
        problems.truncate(NAMED);
        if more > 0 {
            problems.push(format!("and {more} more"));
        }
        return Err(Failure::Input(problems.join("\n")));
    }
    let sampled = columns.iter().any(|c| matches!(c, Column::Draw));
    Ok((rows, if sampled { EventMode::Sampled } else { EventMode::Expected }))
}

struct GivenRows {
    world: World,
    goals: Vec<Option<Levers<f64>>>,
    outcome: Outcome,
    rows: Vec<Row>,
    events: EventMode,
    planned: bool,
    values: Vec<Vec<f64>>,
}

impl Analysis for GivenRows {
    type Report = Vec<Vec<f64>>;

    fn world(&self) -> &World {
        &self.world
    }

    fn round(&mut self) -> usize {
        if std::mem::replace(&mut self.planned, true) { 0 } else { self.rows.len().div_ceil(CHUNK) }
    }

    fn job(&self, index: usize) -> Job {
        let from = index * CHUNK;
        let rows = self.rows[from..self.rows.len().min(from + CHUNK)].to_vec();
        Job { goals: self.goals.clone(), keep: vec![self.outcome], rows: Rows::Given { rows, events: self.events } }
    }

    fn take(&mut self, answers: Vec<Answer>) {
        for answer in &answers {
            for (column, values) in self.values.iter_mut().enumerate() {
                values.extend_from_slice(answer.column(column));
            }
        }
    }

    fn report(&self) -> Vec<Vec<f64>> {
        self.values.clone()
    }
}
